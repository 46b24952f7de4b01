#!/usr/bin/env python3
"""tls.py - the same story as it is in life: TLS, and @handles

The commune's site and Fedify both have certificates of an authority that only
this test knows: federation_ca and NODE_EXTRA_CA_CERTS name it.
"""
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import procs  # noqa: E402
from federated import HOST, Federated  # noqa: E402
from fedify import RFC9421, Fedify  # noqa: E402
from tap import contains, equal, eventually, run, test  # noqa: E402
from tls import Authority, Door  # noqa: E402


@test
def each_handle_leads_to_its_actor(w):
    for name, path, kind in (("placet", "/actor", "Application"),
                             ("mairie", "/commune", "Group"),
                             ("petition-1", "/petitions/1/actor",
                              "Service")):
        found = w.peer("lookup", url=f"@{name}@{HOST}:{w.door.port}")
        equal([found["type"], found["doc"]["id"]],
              [kind, w.p.origin + path], name)


@test
def it_follows_by_the_handle_and_is_accepted(w):
    w.peer("follow", url=f"@mairie@{HOST}:{w.door.port}")
    told = w.peer.wait("Accept", actor=w.p.commune)
    equal([told["status"], told["heard"], told["signed"]],
          [202, True, True])
    equal(w.p.rows("select remote, inbox, shared_inbox from placet.follower "
                   "f join placet.remote r on r.id = f.remote"),
          [[w.peer.actor(), w.peer.actor() + "/inbox",
            w.peer.origin + "/inbox"]])


@test
def what_is_opened_then_is_announced_with_a_proof(w):
    n = w.p.petition(title="Une fontaine sur la place")
    told = w.peer.wait("Announce", object=f"{w.p.origin}/petitions/{n}")
    equal([told["status"], told["signed"], told["proved"]],
          [202, True, True])
    found = w.peer("lookup", url=told["doc"]["object"])["doc"]
    contains(found["content"], "Une fontaine sur la place")


@test
def replies_and_likes_arrive(w):
    note = w.p.origin + "/petitions/1"
    reply = w.peer("reply", url=note, html="<p>Bravo</p>")["id"]
    w.peer("like", url=note)
    eventually(lambda: w.p.comment(reply), 10, "the comment")
    eventually(lambda: w.p.supports() == {"like": 1}, 10, "the like")


@test
def who_has_a_certificate_of_nobody_is_not_told(w):
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        false = Authority(folder)
        tls = (false.certificate, false.key, w.authority.ca)
        with Fedify(w.p.build, RFC9421, host=HOST, tls=tls) as other:
            other("follow", url=w.p.commune)
            # Tried again later: a certificate may be renewed meanwhile.
            w.p.until("select attempts from placet.deferred", "1")
            w.p.sql("delete from placet.deferred")
            w.p.quiet()
            equal(other("log"), [])
            equal(w.p.sql("select count(*) from placet.remote where host = "
                          f"'{other.host}'"), "0")


class World:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="placet-tls-")
        self.door = self.p = self.peer = None

    def __enter__(self):
        procs.interruptible()
        try:
            os.chmod(self.folder, 0o755)
            self.authority = Authority(self.folder)
            port = procs.free_port()
            self.door = Door(self.authority, port).__enter__()
            self.p = Secure(port, self.door.port, self.authority)
            self.p.__enter__()
            self.peer = Fedify(self.p.build, host=HOST, tls=(
                self.authority.certificate, self.authority.key,
                self.authority.ca)).__enter__()
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise
        return self

    def __exit__(self, *why):
        with procs.held():
            for part in (self.peer, self.p, self.door):
                if part is not None:
                    part.__exit__(*why)
            shutil.rmtree(self.folder, ignore_errors=True)


class Secure(Federated):
    def __init__(self, port, public, authority):
        super().__init__(port=port, public_scheme="https",
                         public_port=public, federation_ca=authority.ca)

    @property
    def origin(self):
        return f"https://{HOST}:{self.conf['public_port']}"


if __name__ == "__main__":
    run(World)

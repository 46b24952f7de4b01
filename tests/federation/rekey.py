#!/usr/bin/env python3
"""rekey.py - a site gets a new key, and nobody gets what they cannot verify

Servers here fetch the key of an actor once and keep it for ever, as some do
that exist: only an Update that the key they hold has signed brings another.
openssl(1) verifies.
"""
import base64
import email.utils
import json
import os
import re
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import procs  # noqa: E402
from federated import PUBLIC, Federated  # noqa: E402
from fedify import Fedify  # noqa: E402
from forge import Host, Keys, Somebody, b64, deliver, sha256  # noqa: E402
from tap import contains, equal, eventually, holds, run, test  # noqa: E402

FIELD = re.compile(r'(\w+)="([^"]*)"')


class Keeper(Host):
    """A server that keeps the keys it has."""

    def __init__(self, w, address):
        super().__init__(address)
        self.w = w
        self.keys = {}      # by id
        self.told = []      # (document, key that verified it, or None)
        self.bad = []       # what it could not verify
        self.down = False
        self.inbox = self.take
        self.pages = _Pages(self)
        self.someone = Somebody(self, "f", w.keys.new())

    def key(self, keyid):
        """As it is known here; fetched when first seen."""
        if keyid not in self.keys:
            path = keyid.split("#")[0].removeprefix(self.w.p.origin)
            doc = self.w.p.document(path)
            equal(doc["publicKey"]["id"], keyid)
            self.keys[keyid] = doc["publicKey"]["publicKeyPem"]
        return self.keys[keyid]

    def verified(self, heard):
        """The key that signed it, if that is the one that is known."""
        sig = dict(FIELD.findall(heard.headers["Signature"]))
        lines = []
        for name in sig["headers"].split():
            value = heard.headers[name]
            if name == "(request-target)":
                value = f"{heard.method.lower()} {heard.path}"
            lines.append(f"{name}: {value}")
        if heard.method == "POST":
            contains(sig["headers"], "digest")
            equal(heard.headers["Digest"],
                  "SHA-256=" + b64(sha256(heard.body)))
        date = email.utils.parsedate_to_datetime(heard.headers["Date"])
        holds(abs(date.timestamp() - time.time()) < 60, "of now")
        pem = self.key(sig["keyId"])
        try:
            procs.output(["openssl", "dgst", "-sha256", "-verify",
                          self.w.keys.file(pem.encode()), "-signature",
                          self.w.keys.file(base64.b64decode(
                              sig["signature"])),
                          self.w.keys.file("\n".join(lines).encode())])
        except RuntimeError:
            self.bad.append(heard)
            return None
        return pem

    def take(self, heard):
        if self.down:
            return 503
        doc = json.loads(heard.body)
        with self.lock:
            pem = self.verified(heard)
            self.told.append((doc, pem))
        if pem is None:
            return 401
        if doc["type"] == "Update" and "publicKey" in doc["object"]:
            key = doc["object"]["publicKey"]
            equal(key["owner"], doc["actor"])
            self.keys[key["id"]] = key["publicKeyPem"]
        return 202

    def follow(self, who=None, actor=None):
        who = who or self.someone
        deliver(self.w.p, who, who.act("Follow", actor or self.w.p.commune))
        accept = eventually(lambda: [
            (doc, pem) for doc, pem in list(self.told)
            if doc["type"] == "Accept" and doc["to"] == [who.id] and pem],
            20, "an Accept that it can verify")
        return accept[-1]

    def got(self, said):
        """Until it has been told that; the key that signed it."""
        return eventually(lambda: [
            (pem,) for doc, pem in list(self.told)
            if doc["id"] == said], 20, said)[-1][0]


class _Pages(dict):
    """Documents here are for those only whose signature is verified."""

    def __init__(self, host):
        super().__init__()
        self.host = host

    def get(self, path, default=None):
        page = super().get(path, default)
        if page is default:
            return page
        return lambda handler: self.show(handler, page)

    def show(self, handler, page):
        heard = [x for x in self.host.heard if x.path == handler.path][-1]
        with self.host.lock:
            pem = self.host.verified(heard)
            self.host.told.append(({"type": "GET", "id": heard.path}, pem))
        if pem is None:
            handler.tell(401, None, b"")
        else:
            handler.tell(*page)


def say(w, actor=-1):
    """The commune says something; its id."""
    draft = json.dumps({"type": "Announce", "to": [PUBLIC],
                        "object": w.p.origin + "/petitions/1"})
    n = w.p.sql(
        "set search_path = placet; set placet.scheme = 'http'; "
        f"set placet.port = '{w.p.port}'; select core.act_new(id, "
        f"'announce', {actor}, 1, '{w.p.origin}/petitions/1', 'all', "
        f"'{draft}') from site").splitlines()[-1]
    return f"{w.p.origin}/acts/{n}"


def shown(w, path="/commune"):
    return w.p.document(path)["publicKey"]["publicKeyPem"]


def rekey(w):
    """Until the site has its new key; (old, new)."""
    old = shown(w)
    status, out, err = w.p.cli("site", "rekey", w.p.host)
    equal(status, 0, err)
    eventually(lambda: shown(w) != old, 20, "a new key")
    return old, shown(w)


def forget(w):
    """Nine days go by."""
    w.p.sql("update placet.site set rekeyed_at = now() - "
            "interval '9 days 1 second'")
    w.p.until("select count(*) from placet.site where rsa_old is not null",
              "0")


def key_files(w):
    folder = os.path.join(w.p.folder, "state")
    return sorted(n.split(".", 1)[1] for n in os.listdir(folder)
                  if ".rsa" in n)


@test
def each_keeps_the_key_that_it_found(w):
    w.old = shown(w)
    for host in (w.up, w.down):
        equal(host.follow()[1], w.old)
    w.crowd.follow(actor=w.p.origin + "/actor")
    said = say(w)
    for host in (w.up, w.down, w.crowd):
        equal(host.got(said), w.old, host.host)
    w.fedify("follow", url=w.p.commune)
    w.fedify.wait("Accept", actor=w.p.commune)
    equal(key_files(w), ["rsa"])


@test
def who_is_up_is_told_by_the_old_key_and_then_sent_the_new(w):
    w.down.down = True
    w.missed = say(w)
    equal(w.up.got(w.missed), w.old)
    w.up.told.clear()
    equal(rekey(w)[0], w.old)
    w.new = shown(w)
    for path in ("/actor", "/petitions/1/actor"):
        equal(shown(w, path), w.new, path)
    eventually(lambda: len(w.up.told) == 2, 20, "two of ours say so")
    equal([(doc["type"], doc["actor"], pem) for doc, pem in w.up.told],
          [("Update", w.p.origin + "/actor", w.old),
           ("Update", w.p.commune, w.old)])
    equal(w.up.told[1][0]["object"]["publicKey"]["publicKeyPem"], w.new)
    w.said = say(w)
    equal(w.up.got(w.said), w.new)
    equal(len(w.up.told), 3)
    equal(key_files(w), ["rsa", "rsa.old"])


@test
def who_follows_the_site_is_told_by_all_that_spoke(w):
    w.crowd.got(w.said)
    equal([(doc["actor"], pem) for doc, pem in w.crowd.told
           if doc["type"] == "Update"],
          [(w.p.origin + "/actor", w.old), (w.p.commune, w.old),
           (w.p.origin + "/petitions/1/actor", w.new)],
          "the petition has not spoken since it follows")
    equal(w.crowd.got(w.said), w.new)


@test
def fedify_takes_it_too(w):
    told = w.fedify.wait("Update", actor=w.p.commune)
    equal([told["status"], told["heard"], told["signed"], told["proved"]],
          [202, True, True, True])
    told = w.fedify.wait("Announce", id=w.said)
    equal([told["status"], told["heard"], told["proved"]],
          [202, True, True])
    # What has no proof it checks by documents that it keeps for minutes.
    follow = w.fedify("follow", url=w.p.commune)
    eventually(lambda: [x for x in w.fedify.got("Accept")
                        if x["doc"]["object"]["id"] == follow["id"]
                        and x["status"] == 202], 20, "the Accept")


@test
def it_is_not_replaced_again_meanwhile(w):
    status, _out, err = w.p.cli("site", "rekey", w.p.host)
    equal(status, 1)
    contains(err, "key.changing")


@test
def who_comes_now_knows_the_new_key_only(w):
    new = w.open(Keeper(w, "127.0.1.4"))
    equal(new.follow()[1], w.new)
    said = say(w)
    equal(new.got(said), w.new)
    equal(set(new.keys.values()), {w.new})
    equal([pem for _doc, pem in new.told], [w.new] * len(new.told))


@test
def a_new_notary_changes_nothing(w):
    for name in ("placet-notary", "placet-keyd"):
        for pid in w.p.child(name):
            os.kill(pid, 9)
    said = say(w)
    equal(w.up.got(said), w.new)
    equal(shown(w), w.new)


@test
def who_was_down_is_told_all_in_order_and_can_verify_it(w):
    equal(w.down.keys[w.p.commune + "#main-key"], w.old)
    w.down.told.clear()
    w.down.down = False
    w.p.hurry()
    last = say(w)
    equal(w.down.got(last), w.new)
    equal(w.down.told[0][0]["id"], w.missed)
    signed = [pem for _doc, pem in w.down.told]
    kinds = [doc["type"] for doc, _pem in w.down.told]
    equal(kinds[:3], ["Announce", "Update", "Update"])
    equal(signed, [w.old] * 3 + [w.new] * (len(signed) - 3))


@test
def what_is_fetched_is_signed_with_a_key_that_is_known(w):
    other = Somebody(w.up, "autre", w.keys.new())
    w.up.told.clear()
    deliver(w.p, other, other.act("Follow", w.p.commune))
    w.up.got(other.path)
    equal([pem for doc, pem in w.up.told if doc["type"] == "GET"], [w.new])


@test
def who_knows_more_or_less_than_we_think_gets_the_other_key(w):
    other = w.open(Keeper(w, "127.0.1.5"))
    other.keys[w.p.commune + "#main-key"] = w.old
    other.keys[w.p.origin + "/actor#main-key"] = w.old
    equal(other.follow()[1], w.old)
    equal([pem for doc, pem in other.told if doc["type"] == "GET"],
          [None, w.old])
    equal([pem for doc, pem in other.told if doc["type"] == "Accept"],
          [None, w.old])


@test
def the_old_key_is_lost_in_the_end(w):
    forget(w)
    equal(key_files(w), ["rsa"])
    said = say(w)
    for host in (w.up, w.down, w.crowd):
        equal(host.got(said), w.new)


@test
def then_it_may_be_replaced_again_though_the_notary_dies(w):
    w.up.told.clear()
    # keyd has drawn it, and nobody knows.
    w.p.sql("create function placet.slow() returns trigger language plpgsql "
            "as 'begin raise exception ''not now''; end'; "
            "create trigger slow before update of rsa on placet.site "
            "for each row execute function placet.slow()")
    equal(w.p.cli("site", "rekey", w.p.host)[0], 0)
    eventually(lambda: key_files(w) == ["rsa", "rsa.old"], 20, "it is drawn")
    said = say(w)
    equal(w.up.got(said), w.new, "nothing has changed yet")
    for name in ("placet-notary", "placet-keyd"):
        for pid in w.p.child(name):
            os.kill(pid, 9)
    said = say(w)
    equal(w.up.got(said), w.new, "nor now")
    w.p.sql("drop trigger slow on placet.site")
    eventually(lambda: shown(w) != w.new, 30, "a new key")
    newer = shown(w)
    said = say(w)
    equal(w.up.got(said), newer)


@test
def nobody_got_what_it_could_not_verify(w):
    for host in (w.up, w.down, w.crowd):
        equal(host.bad, [], host.host)


class World:
    def __init__(self):
        self.parts = []

    def open(self, part):
        self.parts.append(part)
        return part.__enter__()

    def __enter__(self):
        try:
            self.keys = self.open(Keys())
            self.p = self.open(Federated())
            self.up = self.open(Keeper(self, "127.0.1.1"))
            self.down = self.open(Keeper(self, "127.0.1.2"))
            self.crowd = self.open(Keeper(self, "127.0.1.3"))
            self.fedify = self.open(Fedify(self.p.build))
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise
        return self

    def __exit__(self, *why):
        for part in reversed(self.parts):
            part.__exit__(*why)
        self.parts = []


if __name__ == "__main__":
    run(World)

#!/usr/bin/env python3
"""groups.py - what is said to the commune's group reaches all its members

Forged servers: two whose software reads groups (FEP-1b12), one where people
write and one where they only read, and one that reads none.  What they get
is verified by openssl(1) and docs/examples, which know nothing of ours.
"""
import base64
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import procs  # noqa: E402
from federated import HOST, PUBLIC, Federated  # noqa: E402
from forge import Host, Keys, Somebody, b64, deliver, sha256  # noqa: E402
from placet import ROOT  # noqa: E402
from tap import contains, equal, eventually, holds, run, test  # noqa: E402

FIELD = re.compile(r'(\w+)="([^"]*)"')


def runs(host, software):
    """NodeInfo of a server."""
    host.put("/.well-known/nodeinfo", {"links": [{
        "rel": "http://nodeinfo.diaspora.software/ns/schema/2.0",
        "href": host.origin + "/nodeinfo"}]}, "application/json")
    host.put("/nodeinfo", {"version": "2.0", "software": {
        "name": software, "version": "1"}, "protocols": ["activitypub"],
        "usage": {}, "openRegistrations": True}, "application/json")


def posts(host):
    return [x for x in list(host.heard) if x.method == "POST"]


def shared(host):
    return [x for x in posts(host) if x.path == "/inbox"]


def told(host):
    """What came to the shared inbox."""
    return [json.loads(x.body) for x in shared(host)]


def letters(w, who):
    """What came to somebody's own inbox, signed by who speaks."""
    found = [x for x in posts(who.host) if x.path == who.path + "/inbox"]
    for heard in found:
        signed(w, heard)
    return [json.loads(x.body) for x in found]


def signed(w, heard):
    """By the key of the actor that speaks, as its document shows it."""
    doc = json.loads(heard.body)
    actor = w.p.document(doc["actor"].removeprefix(w.p.origin))
    field = dict(FIELD.findall(heard.headers["Signature"]))
    equal(field["keyId"], actor["publicKey"]["id"])
    equal(heard.headers["Digest"], "SHA-256=" + b64(sha256(heard.body)))
    contains(field["headers"], "digest")
    lines = "\n".join(
        f"{n}: " + (f"post {heard.path}" if n == "(request-target)"
                    else heard.headers[n]) for n in field["headers"].split())
    procs.output(["openssl", "dgst", "-sha256", "-verify",
                  w.keys.file(actor["publicKey"]["publicKeyPem"].encode()),
                  "-signature",
                  w.keys.file(base64.b64decode(field["signature"])),
                  w.keys.file(lines.encode())])


def proved(w, heard):
    """With the key that the commune's document lists."""
    key = w.p.document("/commune")["assertionMethod"][0]
    procs.output([sys.executable, f"{ROOT}/docs/examples/verify.py",
                  "activity", w.keys.file(heard.body), "--key",
                  key["publicKeyMultibase"]])


def passed_on(w, what, n=1):
    """Both servers with groups got Announces of these, in their order; the
    third got nothing.  Whatever else was said has gone before."""
    for host in (w.lemmy, w.piefed):
        eventually(lambda h=host: len(told(h)) >= n, 20, "an Announce")
        for heard, want in zip(shared(host), what):
            act = json.loads(heard.body)
            equal([act["type"], act["actor"], act["to"]],
                  ["Announce", w.p.commune, [PUBLIC]])
            contains(act["cc"], w.p.commune + "/followers")
            contains(act["cc"], want["actor"])
            equal(act["object"], want, "word for word")
            signed(w, heard)
            proved(w, heard)
        equal(len(told(host)), n)
    w.p.until("select count(*) from placet.peer p join placet.site s on "
              "s.id = p.site_id where p.cursor < s.acts_signed", "0")
    equal([x["type"] for x in told(w.masto)], [], "nothing goes there")


def forget(w):
    for host in (w.lemmy, w.piefed, w.masto):
        host.heard.clear()


def moderate(w, verb, url):
    row = w.p.comment(url)
    equal(w.p.cli("comment", verb, HOST, str(row["id"]))[0], 0)


def note(w, who, html="<p>Je suis <b>pour</b>.</p>", **more):
    """A note as Lemmy and others write them: more than we read."""
    return who.note(w.note, html, cc=[w.p.commune], audience=w.p.commune,
                    source={"content": "Je suis **pour**.",
                            "mediaType": "text/markdown"},
                    distinguished=False, language={"identifier": "fr"},
                    **more)


@test
def what_they_run_is_known(w):
    equal(w.p.rows("select software, groups from placet.peer order by 1"),
          [["lemmy", "t"], ["mastodon", "f"], ["piefed", "t"]])


@test
def a_comment_is_passed_on_when_a_moderator_shows_it(w):
    w.create = w.zoe.act("Create", note(w, w.zoe), to=[PUBLIC],
                         cc=[w.p.commune], audience=w.p.commune)
    w.comment = w.create["object"]["id"]
    deliver(w.p, w.zoe, w.create)
    w.p.until("select count(*) from placet.comment where doc is not null",
              "1")
    equal([told(h) for h in (w.lemmy, w.piefed)], [[], []], "it waits")
    moderate(w, "show", w.comment)
    passed_on(w, [w.create])
    equal(w.p.comment(w.comment)["doc"], None, "it is not kept")
    forget(w)


@test
def so_is_one_from_a_server_that_reads_no_groups(w):
    create = w.tom.act("Create", w.tom.note(w.note, "<p>Moi aussi</p>"),
                       to=[PUBLIC])
    deliver(w.p, w.tom, create)
    moderate(w, "show", create["object"]["id"])
    passed_on(w, [create])
    forget(w)


@test
def votes_are_passed_on_at_once(w):
    like = w.zoe.act("Like", w.note, audience=w.p.commune)
    undo = w.zoe.act("Undo", like, audience=w.p.commune)
    dislike = w.zoe.act("Dislike", w.comment, audience=w.p.commune)
    for act in (like, undo, dislike):
        deliver(w.p, w.zoe, act)
    passed_on(w, [like, undo, dislike], 3)
    forget(w)


@test
def a_flood_of_votes_is_not(w):
    for _ in range(3):
        like = w.zoe.act("Like", w.note)
        deliver(w.p, w.zoe, like)
        deliver(w.p, w.zoe, w.zoe.act("Undo", like))
    deliver(w.p, w.tom, w.tom.act("Like", w.note))
    last = w.zoe.act("Like", w.comment)
    deliver(w.p, w.zoe, last)
    passed_on(w, [last])
    equal(w.p.supports(), {"like": 1}, "tom's counts here")
    forget(w)


@test
def what_its_author_changes_is_passed_on_once_it_was_looked_at(w):
    edit = w.zoe.act("Update", {**w.create["object"],
                                "content": "<p>Contre.</p>",
                                "updated": "2026-06-01T00:00:00Z"},
                     to=[PUBLIC], cc=[w.p.commune])
    deliver(w.p, w.zoe, edit)
    w.p.until("select state from placet.comment where object = "
              f"'{w.comment}'", "pending")
    equal(told(w.lemmy), [])
    moderate(w, "show", w.comment)
    passed_on(w, [edit])
    forget(w)


@test
def what_is_hidden_is_removed_there_and_refused_to_its_author(w):
    moderate(w, "hide", w.comment)
    eventually(lambda: told(w.lemmy), 20, "the removal")
    w.removal = told(w.lemmy)[0]["object"]
    equal([w.removal["type"], w.removal["actor"], w.removal["object"]],
          ["Delete", w.note + "/actor", w.comment])
    holds(w.removal["summary"], "as a moderator's (Lemmy)")
    eventually(lambda: letters(w, w.zoe), 20, "the Reject")
    reject = letters(w, w.zoe)[0]
    equal([reject["type"], reject["actor"], reject["object"], reject["to"]],
          ["Reject", w.note + "/actor", w.comment, [w.zoe.id]])
    w.reject = reject
    passed_on(w, [w.removal])
    forget(w)
    holds(w.comment not in w.p.document("/petitions/1/replies/page/1")[
        "items"], "nor is it in the thread")


@test
def what_is_shown_again_is_restored(w):
    moderate(w, "show", w.comment)
    eventually(lambda: letters(w, w.zoe), 20, "the Undo")
    undo = letters(w, w.zoe)[0]
    equal([undo["type"], undo["actor"]], ["Undo", w.note + "/actor"])
    equal(undo["object"], {k: w.reject[k] for k in w.reject
                           if k != "@context"})
    eventually(lambda: told(w.lemmy), 20, "the Undo")
    act = told(w.lemmy)[0]["object"]
    equal([act["type"], act["actor"], act["object"]],
          ["Undo", w.note + "/actor", w.removal])
    passed_on(w, [act])
    forget(w)


@test
def what_its_author_deletes_is_deleted_there(w):
    gone = w.zoe.act("Delete", {"id": w.comment, "type": "Tombstone"},
                     to=[PUBLIC], cc=[w.p.commune])
    deliver(w.p, w.zoe, gone)
    passed_on(w, [gone])
    forget(w)


@test
def one_that_is_refused_unseen_is_nobodys(w):
    create = w.zoe.act("Create", note(w, w.zoe, "<p>Achetez</p>"))
    deliver(w.p, w.zoe, create)
    moderate(w, "hide", create["object"]["id"])
    eventually(lambda: letters(w, w.zoe), 20, "the Reject")
    equal(letters(w, w.zoe)[0]["type"], "Reject")
    equal(told(w.piefed), [])
    forget(w)


@test
def what_others_said_stands_in_no_list_of_ours(w):
    acts = [n for n, in w.p.rows("select n from placet.act "
                                 "where reach = 'group'")]
    holds(len(acts) >= 8, acts)
    for n in acts:
        w.p.document(f"/acts/{n}", 404)
    feed = w.p.http.get("/api/v1/acts/0").body.decode()
    for page in (feed, json.dumps(w.p.document("/actor/outbox/page/1")),
                 json.dumps(w.p.document("/commune/outbox/page/1"))):
        contains(page, "/acts/2")
        holds("Achetez" not in page and w.zoe.id not in page, "not there")


@test
def a_site_that_wants_no_others_any_more_only_takes_back(w):
    equal(w.p.cli("site", "policy", HOST, "social", "off")[0], 0)
    n = w.p.petition(title="Une fontaine")
    w.p.published(int(w.p.sql("select max(acts) from placet.site")))
    w.p.until("select count(*) from placet.act where object = "
              f"'{w.p.origin}/petitions/{n}' and doc is not null", "2")
    equal(w.p.cli("petition", "withdraw", HOST, "1")[0], 0)
    for host in (w.lemmy, w.piefed, w.masto):
        eventually(lambda h=host: len(told(h)) >= 2, 20, "what is gone")
        equal([x["type"] for x in told(host)], ["Delete", "Undo"])
        equal(told(host)[0]["object"]["id"], w.note)
    equal(w.p.cli("site", "policy", HOST, "social", "open")[0], 0)
    n = w.p.petition(title="Un puits")
    eventually(lambda: len(told(w.masto)) == 3, 20, "it speaks again")
    equal(told(w.masto)[2]["object"], f"{w.p.origin}/petitions/{n}")


class World:
    def __init__(self):
        self.parts = []

    def open(self, part):
        self.parts.append(part)
        return part.__enter__()

    def __enter__(self):
        try:
            self.keys = self.open(Keys())
            self.lemmy = self.open(Host("127.0.0.2"))
            self.piefed = self.open(Host("127.0.0.3"))
            self.masto = self.open(Host("127.0.0.4"))
            for host, name in ((self.lemmy, "lemmy"),
                               (self.piefed, "piefed"),
                               (self.masto, "mastodon")):
                runs(host, name)
            self.p = self.open(Federated())
            self.note = self.p.origin + "/petitions/1"
            self.zoe = Somebody(self.lemmy, "zoe", self.keys.new())
            self.eva = Somebody(self.piefed, "eva", self.keys.new())
            self.tom = Somebody(self.masto, "tom", self.keys.new())
            for who in (self.zoe, self.eva, self.tom):
                deliver(self.p, who, who.act("Follow", self.p.commune))
                eventually(lambda h=who.host: posts(h), 20, "the Accept")
            self.p.quiet()
            forget(self)
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

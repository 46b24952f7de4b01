#!/usr/bin/env python3
"""move.py - a commune merges with another; what others said is reported

The old town and the new one run Placet, each on a server of its own.  Fedify
follows the old one and must hear where to go, but not before the new one has
said that it is the old one too.  The same peer gets reports of what its
people said.
"""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from federated import HOST, Federated  # noqa: E402
from fedify import Fedify  # noqa: E402
from forge import Host, Keys, Somebody, deliver  # noqa: E402
from placet import PETITION, in_days  # noqa: E402
from tap import contains, equal, eventually, holds, run, test  # noqa: E402

ASKED = "asked\t"
FAILED = 1


def checked(entry):
    """Taken, with signature and proof both verified by Fedify."""
    equal([entry["status"], entry["heard"], entry["signed"],
           entry["proved"]], [202, True, True, True], entry["doc"]["type"])
    return entry["doc"]


def must(p, *args):
    status, out, err = p.cli(*args)
    equal(status, 0, f"{args}: {err}")
    return out


def settled(p):
    """What placet site move says, once it is known."""
    def ask():
        out = must(p, "site", "move", HOST)
        return None if out.startswith(ASKED) else out.rstrip("\n")
    return eventually(ask, 20, "the courier has looked", 0.1)


def refused(w, target, words):
    contains(must(w.old, "site", "move", HOST, target), ASKED + target)
    equal(settled(w.old), f"refused\t{target}\t{words}")
    contains(must(w.old, "site", "list"), f"\trefused\t{target}\t{words}\n")


UNREACHABLE = "no actor could be fetched at this URL"
UNCONFIRMED = "the actor there does not name ours in alsoKnownAs"


@test
def who_follows_the_commune_is_not_sent_to_who_does_not_want_them(w):
    w.peer("follow", url=w.old.commune)
    w.peer.wait("Accept", actor=w.old.commune)
    refused(w, w.host.origin + "/users/personne", UNREACHABLE)
    refused(w, w.other.id, UNCONFIRMED)
    refused(w, w.new.commune, UNCONFIRMED)
    # One that names another actor of ours, and one that lies elsewhere.
    w.other.publish(alsoKnownAs=[w.old.origin + "/actor", w.new.commune])
    refused(w, w.other.id, UNCONFIRMED)
    w.host.put("/users/menteur", w.other.doc(alsoKnownAs=[w.old.commune]))
    w.other.publish(alsoKnownAs=[w.old.origin + "/actor"])
    refused(w, w.host.origin + "/users/menteur", UNREACHABLE)
    holds("movedTo" not in w.old.document("/commune"), "it has not moved")
    equal(w.peer.got("Move") + w.peer.got("Update"), [])
    holds("moved" not in w.old.http.get("/").text(), "nor do pages say so")


@test
def the_new_commune_says_what_it_was(w):
    w.peer("follow", url=w.new.commune, **{"as": "bob"})
    w.peer.wait("Accept", actor=w.new.commune)
    equal(must(w.new, "site", "alias", HOST, "add", w.old.commune),
          w.old.commune + "\n")
    equal(must(w.new, "site", "alias", HOST), w.old.commune + "\n")
    told = checked(w.peer.wait("Update", actor=w.new.commune))
    equal(told["object"]["alsoKnownAs"], [w.old.commune])
    equal(w.new.document("/commune")["alsoKnownAs"], [w.old.commune])
    holds("alsoKnownAs" not in w.new.document("/actor"), "the site is new")


@test
def then_it_moves_and_followers_are_told(w):
    contains(must(w.old, "site", "move", HOST, w.new.commune), ASKED)
    equal(settled(w.old), f"moved\t{w.new.commune}")
    told = checked(w.peer.wait("Move"))
    equal([told["actor"], told["object"], told["target"]],
          [w.old.commune, w.old.commune, w.new.commune])
    before = checked(w.peer.wait("Update", actor=w.old.commune))
    equal(before["object"]["movedTo"], w.new.commune)
    kinds = [x["doc"]["type"] for x in w.peer("log")
             if x["doc"]["actor"] == w.old.commune]
    equal(kinds[-2:], ["Update", "Move"], "in this order")
    equal(w.old.document("/commune")["movedTo"], w.new.commune)
    equal(len(w.peer.got("Move")), 1)


@test
def that_one_succeeds_the_other_stands_signed_in_both_lists(w):
    """Each act has its number, and its proof covers who it names."""
    for p, kind in ((w.old, "Move"), (w.new, "Update")):
        feed = [json.loads(x) for x in
                p.http.get("/api/v1/acts/0").text().splitlines()]
        act = [x for x in feed if x["type"] == kind][-1]
        equal(act["id"], f"{p.origin}/acts/{feed.index(act) + 1}")
        equal(act["proof"]["verificationMethod"],
              p.commune + "#ed25519-key")
        contains(json.dumps(act), w.old.commune)


@test
def what_the_old_commune_had_goes_on(w):
    equal(w.old.document("/petitions/1")["id"], w.old.origin + "/petitions/1")
    w.old.sign(1, "marie@example.org")
    w.peer("follow", url=w.old.commune, **{"as": "carol"})
    told = eventually(lambda: [x for x in w.peer.got(
        "Accept", actor=w.old.commune) if x["doc"]["object"]["actor"] ==
        w.peer.actor("carol")], 20, "an answer")
    equal(told[0]["signed"], True)
    status, _out, err = w.old.cli("petition", "open", HOST, write(w))
    equal(status, FAILED)
    contains(err, "site.moved")


def write(w):
    path = os.path.join(w.old.folder, "petition.json")
    with open(path, "w", encoding="utf-8") as f:
        json.dump({**PETITION, "closes_at": in_days(9)}, f)
    return path


@test
def its_pages_say_where_it_is_now(w):
    link = f'<a href="{w.new.commune}">localhost:{w.new.port}</a>'
    for path in ("/", "/follow", "/petitions/1", "/about", "/petitions/99"):
        for lang, words in (("fr", "sont désormais sur un autre site"),
                            ("en", "are on another site now")):
            page = w.old.http.get(f"/{lang}{path}").text()
            contains(page, link, path)
            contains(page, words, path)
    holds(link not in w.new.http.get("/").text(), "the new one does not")


@test
def it_moves_once_and_may_come_back(w):
    status, _out, err = w.old.cli("site", "move", HOST, w.other.id)
    equal(status, FAILED)
    contains(err, "move.done")
    equal(must(w.old, "site", "move", HOST, "--undo"), "here\n")
    told = eventually(lambda: [x for x in w.peer.got(
        "Update", actor=w.old.commune) if "movedTo" not in
        x["doc"]["object"]], 20, "it is told")
    checked(told[0])
    holds("movedTo" not in w.old.document("/commune"), "it is itself again")
    eventually(lambda: 'class="moved"' not in w.old.http.get("/").text(), 10,
               "pages are as before")
    equal(w.old.cli("petition", "open", HOST, write(w))[0], 0)


@test
def one_that_many_communes_became_may_be_anything(w):
    """Not only Placet; and twenty communes at once have merged."""
    w.other.publish(type="Group", alsoKnownAs=[
        f"https://c{n}.example/commune" for n in range(40)] +
        [w.old.commune])
    contains(must(w.old, "site", "move", HOST, w.other.id), ASKED)
    equal(settled(w.old), f"moved\t{w.other.id}")
    checked(w.peer.wait("Move", target=w.other.id))
    must(w.old, "site", "move", HOST, "--undo")


@test
def who_follows_us_may_move_in_the_same_way(w):
    """A Move as we write them, of somebody else's."""
    zoe, after = (Somebody(w.host, name, w.keys.new())
                  for name in ("zoe", "zoe2"))
    deliver(w.old, zoe, zoe.act("Follow", w.old.commune))
    follows = ("select remote from placet.follower where remote like "
               "'%/zoe%'")
    w.old.until(follows, zoe.id)
    ours = w.peer.got("Move")[0]["doc"]

    def move():
        doc = {n: ours[n] for n in ours if n not in ("id", "proof")}
        deliver(w.old, zoe, {**zoe.act("Move", zoe.id), **doc, "actor": zoe.id,
                             "object": zoe.id, "target": after.id})
        w.old.until("select count(*) from placet.errand", "0")
    move()
    equal(w.old.sql(follows), zoe.id, "the new name does not say so")
    after.publish(alsoKnownAs=[zoe.id])
    move()
    equal(w.old.sql(follows), after.id)


@test
def a_comment_is_reported_by_the_site_and_not_by_a_person(w):
    reply = w.peer("reply", url=w.old.origin + "/petitions/1",
                   html="<p>Des injures</p>")
    w.old.until("select count(*) from placet.comment", "1")
    number = must(w.old, "comment", "list", HOST).split("\t")[0]
    contains(must(w.old, "flag", "send", HOST, number, "--text",
                  "Injures contre une personne"), w.peer.actor())
    told = w.peer.wait("Flag")
    equal([told["status"], told["heard"], told["signed"], told["path"]],
          [202, True, True, "/inbox"])
    equal([told["doc"][n] for n in ("actor", "object", "content")],
          [w.old.origin + "/actor", [w.peer.actor(), reply["id"]],
           "Injures contre une personne"])
    contains(must(w.old, "flag", "send", HOST, reply["id"], "--text",
                  "Injures contre une personne"), "today already")
    must(w.old, "flag", "send", HOST, w.peer.actor(), "--text", "Encore")
    told = eventually(lambda: w.peer.got("Flag", content="Encore"), 20,
                      "the second report")
    holds(told[0]["doc"]["object"] in ([w.peer.actor()], w.peer.actor()),
          told[0]["doc"]["object"])
    equal(len(w.peer.got("Flag")), 2, "nothing was said twice")


@test
def nothing_it_got_was_refused(w):
    for entry in w.peer("log"):
        equal([entry["status"], entry["signed"]], [202, True],
              entry["doc"]["id"])


class World:
    def __enter__(self):
        self.open = []
        try:
            self.old = self.begin(Federated())
            self.new = self.begin(Federated())
            self.peer = self.begin(Fedify(self.old.build))
            self.host = self.begin(Host())
            self.keys = self.begin(Keys())
            self.other = Somebody(self.host, "autre", self.keys.new())
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise
        return self

    def begin(self, thing):
        self.open.insert(0, thing.__enter__())
        return self.open[0]

    def __exit__(self, *why):
        for thing in self.open:
            thing.__exit__(*why)


if __name__ == "__main__":
    run(World)

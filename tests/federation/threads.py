#!/usr/bin/env python3
"""threads.py - nothing that is said about a petition is lost

What one server brings of another's is believed by its proof, or fetched
where it lives; what never came is fetched by hand, or asked for when the
courier was away.  Three forged servers: one where people write, one that
brings what they say, one that means no good.
"""
import json
import os
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from federated import AS, PUBLIC, Federated  # noqa: E402
from fedify import Fedify  # noqa: E402
from forge import AS2, Host, Keys, Post, Somebody, deliver  # noqa: E402
from tap import contains, equal, eventually, holds, run, test  # noqa: E402

MONTH = 30 * 86400


def path(url):
    return "/" + url.split("/", 3)[3]


def write(host, note, **more):
    """A post stands where it says; its URL."""
    host.put(path(note["id"]), {"@context": AS2, **note, **more})
    return note["id"]


def said(w, who, html="<p>oui</p>", about=None, **more):
    """Create of a note that stands at its URL too."""
    note = who.note(about or w.note, html, **more)
    write(who.host, note)
    return who.act("Create", note)


def text(w, url):
    row = w.p.comment(url)
    return row and row["text"]


def errands(w):
    return w.p.rows("select kind, url from placet.errand order by id")


def problem(answer, status, code):
    equal([answer.status, answer.json()["code"]], [status, code])
    return answer.json()


# --- brought by others -----------------------------------------------------

@test
def what_is_brought_with_a_proof_by_a_known_key_is_taken_at_once(w):
    deliver(w.p, w.zoe, w.zoe.act("Like", w.note))
    w.p.quiet()
    before = len(w.home.heard)
    doc = w.zoe.prove(said(w, w.zoe, "<p>prouvé</p>"), w.proof)
    deliver(w.p, w.bearer, doc)
    row = w.p.comment(doc["object"]["id"])
    equal([row["text"], row["remote"], row["state"]],
          ["prouvé", w.zoe.id, "pending"])
    equal(len(w.home.heard), before, "nothing was fetched")
    # Relays sign nothing at all.
    like = w.zoe.prove(w.zoe.act("Dislike", w.note), w.proof)
    equal(Post(w.p, w.bearer, like).post().status, 202)
    equal(w.p.supports(), {"like": 1, "dislike": 1})
    # Whoever said it may take it back that way.
    gone = w.zoe.prove(w.zoe.act("Delete", doc["object"]["id"]), w.proof)
    equal(Post(w.p, w.bearer, gone).post().status, 202)
    equal(w.p.comment(doc["object"]["id"])["state"], "deleted")


@test
def with_a_proof_by_an_unknown_key_its_actor_is_fetched_first(w):
    key = w.keys.new("ed25519")
    ana = Somebody(w.home, "ana", w.rsa)
    ana.proves(key)
    doc = ana.prove(said(w, ana, "<p>d'une inconnue</p>"), key)
    equal(Post(w.p, w.bearer, doc).post().status, 202)
    w.p.quiet()
    equal(text(w, doc["object"]["id"]), "d'une inconnue")
    equal(w.home.asked(path(doc["object"]["id"])), 0)


@test
def a_proof_that_does_not_hold_is_refused(w):
    good = w.zoe.prove(said(w, w.zoe), w.proof)
    changed = {**good, "object": {**good["object"], "content": "<p>non</p>"}}
    other = w.zoe.prove(said(w, w.zoe), w.keys.new("ed25519"))
    for doc in (changed, other):
        for send in ("send", "post"):
            told = problem(getattr(Post(w.p, w.bearer, doc), send)(), 401,
                           "proof.invalid")
            contains(told["type"], "principal-actor-mismatch")
        equal(w.p.comment(doc["object"]["id"]), None)
    spoilt = {**good, "proof": {**good["proof"], "proofValue": "z1"}}
    problem(Post(w.p, w.bearer, spoilt).send(), 401, "proof.invalid")


@test
def a_proof_by_another_than_the_actor_is_refused(w):
    key = w.keys.new("ed25519")
    mallory = Somebody(w.evil, "mallory", w.rsa)
    mallory.proves(key)
    doc = said(w, w.zoe)
    for by in (mallory.id, w.zoe.id + "/x", w.home.origin + "/users/tom"):
        proved = mallory.prove(doc, key, verificationMethod=by + "#proof")
        problem(Post(w.p, mallory, proved).send(), 401, "actor.mismatch")
    # A key that the actor does not list is no use either.
    proved = w.zoe.prove(doc, key, verificationMethod=w.zoe.id + "#other")
    holds(Post(w.p, mallory, proved).post().status in (202, 401), "no use")
    w.p.quiet()
    equal(w.p.comment(doc["object"]["id"]), None)


@test
def an_old_proof_is_as_good_as_none(w):
    """Ids are forgotten after a while: what they stood for could be
    repeated."""
    old = time.strftime("%Y-%m-%dT%H:%M:%SZ",
                        time.gmtime(time.time() - MONTH))
    like = w.zoe.prove(w.zoe.act("Like", w.note), w.proof, created=old)
    problem(Post(w.p, w.bearer, like).send(), 401, "actor.mismatch")
    problem(Post(w.p, w.bearer, like).post(), 401, "signature.invalid")
    doc = w.zoe.prove(said(w, w.zoe, "<p>relu</p>"), w.proof, created=old)
    deliver(w.p, w.bearer, doc)
    w.p.quiet()
    equal([text(w, doc["object"]["id"]),
           w.home.asked(path(doc["object"]["id"]))], ["relu", 1])


@test
def what_is_brought_without_proof_is_fetched_where_it_lives(w):
    doc = said(w, w.zoe, "<p>comme écrit</p>")
    url = doc["object"]["id"]
    doc["object"]["content"] = "<p>comme rapporté</p>"
    deliver(w.p, w.bearer, doc)
    w.p.quiet()
    equal([text(w, url), w.p.comment(url)["remote"]],
          ["comme écrit", w.zoe.id])
    # By one whose key is to be fetched first.
    other = Somebody(w.carrier, "autre", w.keys.new())
    doc = said(w, w.zoe, "<p>par un autre</p>")
    deliver(w.p, other, doc)
    w.p.quiet()
    equal(text(w, doc["object"]["id"]), "par un autre")
    # Changed.
    note = {**doc["object"], "content": "<p>corrigé</p>",
            "updated": "2026-09-01T00:00:00Z"}
    write(w.home, note)
    deliver(w.p, other, w.zoe.act("Update", {**note, "content": "<p>?</p>"}))
    w.p.quiet()
    equal(text(w, note["id"]), "corrigé")


@test
def what_is_said_to_be_deleted_is_looked_after(w):
    kept, gone, stone = (said(w, w.zoe) for _ in range(3))
    for doc in (kept, gone, stone):
        deliver(w.p, w.zoe, doc)
    w.p.quiet()
    del w.home.pages[path(gone["object"]["id"])]
    url = stone["object"]["id"]
    w.home.put(path(url), {"@context": AS2, "id": url, "type": "Tombstone"})
    for doc in (kept, gone, stone):
        deliver(w.p, w.bearer, w.zoe.act("Delete", doc["object"]["id"]))
    w.p.quiet()
    equal([w.p.comment(x["object"]["id"])["state"]
           for x in (kept, gone, stone)], ["pending", "deleted", "deleted"])


@test
def a_false_signature_brings_nothing(w):
    doc = said(w, w.zoe)
    problem(Post(w.p, w.bearer, doc, key=w.keys.new()).send(), 401,
            "signature.invalid")
    equal([errands(w), w.p.comment(doc["object"]["id"])], [[], None])


@test
def what_is_about_no_thread_of_ours_is_thanked_for_and_forgotten(w):
    before = [len(h.heard) for h in (w.home, w.carrier, w.evil)]
    elsewhere = w.home.origin + "/notes/elsewhere"
    docs = [said(w, w.zoe, about=elsewhere),
            w.zoe.act("Update", w.zoe.note(w.note, "<p>inconnue</p>")),
            w.zoe.act("Delete", elsewhere), w.zoe.act("Delete", w.zoe.id)]
    docs += [w.zoe.prove(x, w.keys.new("ed25519")) for x in docs]
    for doc in docs:
        deliver(w.p, w.bearer, doc)
        equal(errands(w), [])
    w.p.quiet()
    equal([len(h.heard) for h in (w.home, w.carrier, w.evil)], before)
    # Who follows or reports comes himself.
    for doc in (w.zoe.act("Follow", w.p.commune), w.zoe.act("Flag", w.note)):
        problem(Post(w.p, w.bearer, doc).send(), 401, "actor.mismatch")


@test
def nothing_comes_by_or_from_who_is_blocked(w):
    far = Somebody(w.evil, "far", w.rsa)
    key = w.keys.new("ed25519")
    far.proves(key)
    hers = said(w, far, "<p>de là-bas</p>")
    deliver(w.p, far, hers)
    w.p.quiet()
    equal(text(w, hers["object"]["id"]), "de là-bas")
    w.p.sql("insert into placet.peer_rule (site_id, host, level) select id, "
            f"'{w.evil.host.split(':')[0]}', 'suspend' from placet.site")
    w.evil.heard.clear()
    problem(Post(w.p, far, said(w, w.zoe)).send(), 403, "peer.blocked")
    answers = said(w, w.zoe, about=hers["object"]["id"])
    for doc in (far.prove(said(w, far), key), said(w, far),
                w.zoe.prove(answers, w.proof)):
        problem(Post(w.p, w.bearer, doc).send(), 403, "peer.blocked")
    # ... nor when it says so only where it is fetched.
    doc = said(w, w.zoe)
    w.home.redirect(path(doc["object"]["id"]), hers["object"]["id"])
    deliver(w.p, w.bearer, doc)
    w.p.quiet()
    equal(w.p.comment(doc["object"]["id"]), None)
    w.p.sql("delete from placet.peer_rule")


@test
def a_group_that_announces_a_reply_has_it_fetched(w):
    doc = said(w, w.zoe, "<p>du groupe</p>")
    url = doc["object"]["id"]
    deliver(w.p, w.bearer, w.bearer.act("Announce", {
        **doc, "object": {**doc["object"], "content": "<p>faux</p>"}}))
    w.p.quiet()
    equal(text(w, url), "du groupe")


@test
def what_is_fetched_must_say_that_it_lives_there(w):
    mallory = Somebody(w.evil, "mallory3", w.rsa)
    victim = said(w, w.zoe, "<p>vrai</p>")["object"]
    # On its server stands what another server's actor should have said.
    bait = mallory.note(w.note, "<p>faux</p>")
    w.evil.put(path(bait["id"]), {"@context": AS2, **victim,
                                  "content": "<p>faux</p>"})
    deliver(w.p, w.bearer, mallory.act("Create", bait))
    forged = mallory.note(w.note, "<p>faux</p>", attributedTo=w.zoe.id)
    write(w.evil, forged)
    deliver(w.p, w.bearer, mallory.act("Create", {
        **forged, "attributedTo": mallory.id}))
    page = mallory.note(w.note, "<p>page</p>")
    w.evil.put(path(page["id"]), {"@context": AS2, **page}, "text/html")
    deliver(w.p, w.bearer, mallory.act("Create", page))
    big = mallory.note(w.note, "<p>" + "x" * 300000 + "</p>")
    write(w.evil, big)
    deliver(w.p, w.bearer, mallory.act("Create", {**big, "content": "x"}))
    secret = mallory.note(w.note, "<p>privé</p>", to=[mallory.id])
    write(w.evil, secret)
    deliver(w.p, w.bearer, mallory.act("Create", {**secret, "to": PUBLIC}))
    w.p.quiet()
    for note in (victim, bait, forged, page, big, secret):
        equal(w.p.comment(note["id"]), None, note["id"])


@test
def fedify_proves_what_others_bring(w):
    through = Somebody(w.carrier, "relais", w.keys.new())
    w.carrier.heard.clear()
    with Fedify(w.p.build) as peer:
        url = peer("reply", url=w.note, html="<p>de Fedify</p>",
                   through=through.id)["id"]
        eventually(lambda: any(x.method == "POST" for x in
                               list(w.carrier.heard)), 20, "it was sent")
        body = next(x.body for x in w.carrier.heard if x.method == "POST")
        contains(json.loads(body)["proof"]["cryptosuite"], "eddsa-jcs-2022")
        equal(Post(w.p, through, body).post().status, 202)
        w.p.quiet()
        equal(text(w, url), "de Fedify")
        # What it never sent can be had by hand.
        lost = peer("reply", url=w.note, html="<p>perdu</p>",
                    through=through.id)["id"]
        equal(w.p.comment(lost), None)
        equal(w.p.cli("comment", "fetch", w.p.host, lost)[0], 0)
        w.p.quiet()
        equal(text(w, lost), "perdu")
    # It answers no more, and shall not be asked.
    w.p.sql("delete from placet.comment where object in "
            f"('{url}', '{lost}')")


# --- by hand ---------------------------------------------------------------

def fetch(w, url, status=0):
    told = w.p.cli("comment", "fetch", w.p.host, url)
    equal(told[0], status, told)
    w.p.quiet()
    return told


def chain(w, who, length, top):
    """Posts that reply to one another, the last to `top`; their URLs."""
    urls = []
    for k in range(length):
        urls.append(write(who.host, who.note(top, f"<p>{k}</p>")))
        top = urls[-1]
    return urls


@test
def a_reply_that_never_came_is_fetched_by_hand(w):
    url = said(w, w.zoe, "<p>à la main</p>")["object"]["id"]
    fetch(w, url)
    equal(text(w, url), "à la main")
    # From its page, which has another URL.
    doc = said(w, w.zoe, "<p>la page</p>")["object"]
    w.home.put("/@zoe/1", {"@context": AS2, **doc})
    fetch(w, w.home.origin + "/@zoe/1")
    equal(text(w, doc["id"]), "la page")
    for bad in ("x", w.note, "ftp://x.example/"):
        fetch(w, bad, 1)


@test
def with_it_comes_what_it_replies_to(w):
    urls = chain(w, w.zoe, 12, w.note)
    fetch(w, urls[-1])
    equal([text(w, u) for u in urls], [str(k) for k in range(12)])
    equal(w.p.sql("select count(*) from placet.orphan"), "0")


@test
def up_to_32_others_and_no_further(w):
    moderate(w)
    urls = chain(w, w.zoe, 40, w.note)
    w.home.heard.clear()
    fetch(w, urls[-1])
    equal([text(w, u) for u in urls], [None] * 40)
    holds(len(w.home.heard) <= 34, len(w.home.heard))
    # From the middle it goes, and then the rest too.
    fetch(w, urls[20])
    fetch(w, urls[-1])
    equal([text(w, u) for u in urls], [str(k) for k in range(40)])


@test
def a_thread_that_is_not_ours_comes_to_nothing(w):
    ends = chain(w, w.zoe, 3, w.evil.origin + "/notes/none")
    loop = [w.zoe.note(None, "<p>a</p>"), w.zoe.note(None, "<p>b</p>")]
    for a, b in (loop, loop[::-1]):
        write(w.home, {**a, "inReplyTo": b["id"]})
    top = write(w.home, w.zoe.note(None, "<p>seul</p>"))
    for url in (ends[-1], loop[0]["id"], top):
        fetch(w, url)
        equal(w.p.comment(url), None)


# --- after an absence ------------------------------------------------------

def courier(w):
    """Its process, while there is one."""
    return next(iter(w.p.child("placet-courier")), None)


def away(w, meanwhile):
    """The courier is killed, and started again an hour later."""
    w.p.sql("update placet.heartbeat set courier = now()")
    pid = courier(w)
    os.kill(pid, signal.SIGSTOP)
    meanwhile()
    w.p.sql("update placet.heartbeat set courier = now() - interval '1 h'; "
            "update placet.backfill set found = 0")
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: courier(w) not in (None, pid), 20,
               "another courier")
    w.p.until("select now() - courier < interval '1 min' "
              "from placet.heartbeat", "t")
    w.p.quiet(60)


def moderate(w):
    """So that not too many wait for a moderator."""
    w.p.sql("update placet.comment set state = 'shown' "
            "where state = 'pending'; delete from placet.flood")


def known(w, who=None, **more):
    """A comment that came; its note, which stands at its URL."""
    moderate(w)
    who = who or w.zoe
    doc = said(w, who, "<p>avant</p>", **more)
    deliver(w.p, who, doc)
    w.p.quiet()
    equal(text(w, doc["object"]["id"]), "avant")
    return doc["object"]


def collection(url, kind="Collection", **more):
    return {"@context": AS2, "id": url, "type": kind, **more}


@test
def what_was_said_while_the_courier_was_away_is_asked_for(w):
    """`replies` and `context`, embedded and not, ids and objects, pages."""
    root = known(w)
    base = w.home.origin + "/c"
    urls = []

    def meanwhile():
        notes = [w.zoe.note(root["id"], f"<p>pendant {k}</p>")
                 for k in range(6)]
        urls.extend(write(w.home, n) for n in notes)
        deep = w.zoe.note(notes[0]["id"], "<p>profond</p>")
        urls.append(write(w.home, deep))
        write(w.home, {**notes[0], "replies": collection(
            base + "/deep", items=deep["id"])})
        write(w.home, {**root, "context": base + "/context",
                       "replies": collection(base + "/r", first=collection(
                           base + "/r/1", "CollectionPage",
                           items=[notes[0]["id"],
                                  {**notes[1], "content": "<p>faux</p>"}],
                           next=base + "/r/2"))})
        w.home.put("/c/r/2", collection(
            base + "/r/2", "CollectionPage", items=[notes[2]["id"]],
            next=base + "/r/3"))
        w.home.put("/c/r/3", collection(
            base + "/r/3", "CollectionPage", items=[notes[3]["id"]]))
        w.home.put("/c/context", collection(
            base + "/context", "OrderedCollection",
            first=base + "/context/1"))
        w.home.put("/c/context/1", collection(
            base + "/context/1", "OrderedCollectionPage",
            orderedItems=[root["id"], notes[4]["id"], notes[5]["id"]]))
    away(w, meanwhile)
    equal([text(w, u) for u in urls],
          [f"pendant {k}" for k in range(6)] + ["profond"])


@test
def after_a_short_absence_nobody_is_asked(w):
    root = known(w)
    w.home.heard.clear()
    pid = courier(w)
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: courier(w) not in (None, pid), 20,
               "another courier")
    w.p.until("select now() - courier < interval '5 s' from "
              "placet.heartbeat", "t")
    w.p.quiet()
    equal(w.home.asked(path(root["id"])), 0)


@test
def an_endless_collection_ends(w):
    root = known(w)
    base = w.home.origin + "/endless/"

    def endless(handler):
        n = int(handler.path.rsplit("/", 1)[1])
        handler.tell(200, AS, json.dumps(collection(
            base + str(n), "CollectionPage", items=[],
            next=base + str(n + 1))))
    for k in range(100):
        w.home.pages[f"/endless/{k}"] = endless
    write(w.home, root, replies=base + "0")
    w.home.heard.clear()
    backfill(w)
    pages = [x for x in w.home.heard if x.path.startswith("/endless/")]
    equal(len(pages), 9, "with the post itself ten")
    # In a circle it is walked once.
    w.home.put("/circle", collection(base, first=w.home.origin + "/circle",
                                     next=w.home.origin + "/circle"))
    write(w.home, root, replies=w.home.origin + "/circle")
    backfill(w)
    equal(w.home.asked("/circle"), 1)


def backfill(w, petition="1", status=0):
    told = w.p.cli("comment", "backfill", w.p.host, petition)
    equal(told[0], status, told)
    w.p.quiet(60)


@test
def a_huge_collection_is_read_in_part(w):
    n = w.p.petition(title="Une longue liste")
    w.p.published(2 + n)
    root = known(w, about=f"{w.p.origin}/petitions/{n}")
    short = [f"{w.home.origin}/n/{k}" for k in range(3000)]
    write(w.home, root, replies=collection(root["id"] + "/r", items=short))
    backfill(w, str(n))
    asked = {x.path for x in w.home.heard if x.path.startswith("/n/")}
    equal(len(asked), 255, "of one server at a time, with the post itself")
    equal(w.p.sql("select found from placet.backfill where petition = "
                  f"{n}"), "500", "of one petition")
    # 10,000 are more than we read of a document.
    write(w.home, root, replies=w.home.origin + "/huge")
    w.home.put("/huge", collection(w.home.origin + "/huge", items=[
        f"{w.home.origin}/m/{k:06}" for k in range(10000)]))
    backfill(w, str(n))
    equal([x for x in w.home.heard if x.path.startswith("/m/")], [])


@test
def a_collection_of_another_server_is_not_walked(w):
    root = known(w)
    w.evil.heard.clear()
    write(w.home, root, context=w.evil.origin + "/context",
          replies=collection(root["id"] + "/r", first=w.evil.origin + "/r"))
    backfill(w)
    equal([x.path for x in w.evil.heard if "notes" not in x.path], [])
    # What it lists may live anywhere: it is fetched there.
    far = Somebody(w.evil, "loin", w.rsa)
    url = said(w, far, "<p>de loin</p>", about=root["id"])["object"]["id"]
    write(w.home, root, replies=collection(root["id"] + "/r", items=[url]))
    backfill(w)
    equal(text(w, url), "de loin")


@test
def what_is_gone_where_it_lived_is_gone_here(w):
    gone, lost = known(w), known(w)
    w.home.put(path(gone["id"]), "", status=410)
    del w.home.pages[path(lost["id"])]
    backfill(w)
    equal([w.p.comment(x["id"])["state"] == "deleted"
           for x in (gone, lost)], [True, False])


@test
def what_a_dead_courier_held_is_free_at_once(w):
    w.p.sql("insert into placet.errand (site_id, kind, host, url, "
            "leased_until) select id, 'object', 'x.example', "
            "'https://x.example/held', now() + interval '1 h' "
            "from placet.site")
    pid = courier(w)
    os.kill(pid, signal.SIGKILL)
    w.p.until("select count(*) from placet.errand where leased_until > "
              "now() + interval '50 min'", "0")
    w.p.sql("delete from placet.errand")


class World:
    def __init__(self):
        self.parts = []

    def open(self, part):
        self.parts.append(part)
        return part.__enter__()

    def __enter__(self):
        try:
            self.keys = self.open(Keys())
            self.home = self.open(Host("127.0.0.2"))
            self.carrier = self.open(Host("127.0.0.3"))
            self.evil = self.open(Host("127.0.0.4"))
            self.p = self.open(Federated())
            self.note = self.p.origin + "/petitions/1"
            self.rsa = self.keys.new()
            self.proof = self.keys.new("ed25519")
            self.zoe = Somebody(self.home, "zoe", self.keys.new())
            self.zoe.proves(self.proof)
            self.bearer = Somebody(self.carrier, "bearer", self.keys.new())
            deliver(self.p, self.bearer, self.bearer.act("Flag", self.note))
            self.p.quiet()
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

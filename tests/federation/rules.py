#!/usr/bin/env python3
"""rules.py - rules of docs/PROTOCOL.md, section 9, that nothing else shows

What is sent again is signed again; where a POST is sent elsewhere it does
not follow; a message makes us ask three times at most; who we asked, and for
what, stands in the requests.
"""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from federated import AS, PUBLIC, Federated  # noqa: E402
from forge import AS2, Host, Keys, Post, Somebody, deliver  # noqa: E402
from tap import contains, equal, eventually, holds, run, test  # noqa: E402


def posts(host):
    return [x for x in list(host.heard) if x.method == "POST"]


@test
def what_is_sent_again_is_signed_again(w):
    statuses = iter((503, 503))
    w.host.inbox = lambda heard: next(statuses, 202)
    n = w.p.petition(title="Une volière")
    for k in (1, 2):
        eventually(lambda k=k: len(posts(w.host)) >= k, 20, f"attempt {k}")
        w.p.until("select fails from placet.peer", str(k))
        # A date is of whole seconds: it must be another one.
        w.p.sql("select pg_sleep(1.1); update placet.peer set due_at = now()")
    eventually(lambda: len(posts(w.host)) == 3, 20, "the third")
    first, second, third = posts(w.host)
    contains(first.body, f"/petitions/{n}".encode())
    equal({x.body for x in (first, second, third)}, {first.body},
          "the very same bytes, proof and all")
    for name in ("Date", "Signature"):
        equal(len({x.headers[name] for x in (first, second, third)}), 3,
              name)
    equal(len({x.headers["Digest"] for x in (first, second, third)}), 1)


@test
def where_a_post_is_redirected_it_does_not_go(w):
    w.host.heard.clear()
    w.host.inbox = lambda heard: (307, {
        "Location": w.other.origin + "/inbox"}) \
        if heard.path == "/inbox" else 202
    w.p.petition(title="Un four à pain")
    eventually(lambda: posts(w.host), 20, "it is sent")
    w.p.until("select count(*) from placet.peer p, placet.site s where "
              "p.cursor < s.acts_signed", "0")
    equal([x.path for x in posts(w.other)], [])
    w.host.inbox = lambda heard: 202


@test
def requests_say_who_asks_and_for_what(w):
    for asked in list(w.host.heard):
        contains(asked.headers["User-Agent"], w.p.origin)
        contains(asked.headers["Accept"], AS)
        signature = asked.headers["Signature"]
        if asked.method == "GET":
            contains(signature, f'keyId="{w.p.origin}/actor#main-key"')
            contains(signature, 'headers="(request-target) host date"')
        else:
            contains(signature, 'headers="(request-target) host date '
                     'digest content-type"')
            act = json.loads(asked.body)
            contains(signature, f'keyId="{act["actor"]}#main-key"')
        holds("?" not in asked.path, asked.path)


@test
def a_message_makes_us_ask_three_times_at_most(w):
    """The key, which is elsewhere on its server; its owner; once more where
    that leads."""
    far = Somebody(w.other, "loin", w.keys.new())
    bare = {"id": w.other.origin + "/keys/1", "owner": far.id,
            "publicKeyPem": far.key.pem}
    w.other.put("/keys/1", bare)
    w.other.pages["/loin"] = w.other.pages[far.path]
    w.other.redirect(far.path, w.other.origin + "/loin")
    w.other.redirect("/loin", w.other.origin + "/plus-loin")
    w.other.heard.clear()
    deliver(w.p, far, far.act("Like", w.note),
            keyid=w.other.origin + "/keys/1")
    w.p.quiet()
    equal([x.path for x in w.other.heard], ["/keys/1", far.path, "/loin"])
    equal(w.p.supports(), {})


@test
def a_key_in_a_document_of_its_own_is_found_if_its_owner_lists_it(w):
    near = Somebody(w.other, "pres", w.keys.new())
    near.keyid = w.other.origin + "/keys/2"
    near.publish()
    w.other.put("/keys/2", {"id": near.keyid, "owner": near.id,
                            "publicKeyPem": near.key.pem})
    deliver(w.p, near, near.act("Like", w.note))
    w.p.quiet()
    equal(w.p.supports(), {"like": 1})
    # ... and not if another says that it is that one's.
    false = Somebody(w.other, "faux", w.keys.new())
    w.other.put("/keys/3", {"id": w.other.origin + "/keys/3",
                            "owner": near.id,
                            "publicKeyPem": false.key.pem})
    deliver(w.p, near, near.act("Dislike", w.note), key=false.key,
            keyid=w.other.origin + "/keys/3")
    w.p.quiet()
    equal(w.p.supports(), {"like": 1})


@test
def a_key_that_shows_a_part_of_its_owner_leads_to_it(w):
    """As GoToSocial does: what is where the key is has no inbox; the actor
    is shown to those who sign."""
    def whole(handler):
        if "keyId=" in (handler.headers["Signature"] or ""):
            handler.tell(200, AS, json.dumps(sloth.doc()))
        else:
            handler.tell(401, None, b"")
    for name, listed in (("sloth", False), ("bear", True)):
        sloth = Somebody(w.other, name, w.keys.new())
        sloth.keyid = sloth.id + "/main-key"
        key = {"id": sloth.keyid, "owner": sloth.id,
               "publicKeyPem": sloth.key.pem}
        w.other.put(sloth.path + "/main-key", {
            "@context": [AS2, "https://w3id.org/security/v1"],
            "id": sloth.id, "type": "Person", "preferredUsername": name,
            "publicKey": [key] if listed else key})
        w.other.pages[sloth.path] = whole
        doc = sloth.act("Dislike", w.note)
        deliver(w.p, sloth, doc)
        w.p.quiet()
        equal(w.p.sql("select activity from placet.support where remote = "
                      f"'{sloth.id}'"), doc["id"], name)
    # A part of somebody else is no use, nor one that leads to itself.
    thief = Somebody(w.other, "voleur", w.keys.new())
    w.other.put("/stub", {"id": w.other.origin + "/stub", "type": "Person",
                          "publicKey": {"id": w.other.origin + "/stub",
                                        "owner": w.other.origin + "/stub",
                                        "publicKeyPem": thief.key.pem}})
    deliver(w.p, thief, thief.act("Dislike", w.note),
            keyid=w.other.origin + "/stub")
    w.p.quiet()
    equal([w.other.asked("/stub"), w.p.supports().get("dislike")], [1, 2])


@test
def who_does_not_answer_is_left_alone_for_a_while(w):
    """However many messages come that would have us ask."""
    down = w.open(Host("127.0.0.4"))
    busy = [(503, {"Retry-After": "7200"}), (429, {})]
    for name, answer in (("un", busy[0]), ("deux", busy[1])):
        who = Somebody(down, name, w.keys.new())
        down.pages[who.path] = lambda h, a=answer: h.tell(
            a[0], None, b"", a[1])
        for n in range(3):
            deliver(w.p, who, who.act("Like", w.note))
        w.p.until("select times from placet.host_failed where host = "
                  f"'{down.host}'", "1")
        w.p.sql("update placet.deferred set due_at = now()")
        if name == "un":
            equal(w.p.sql("select until > now() + interval '119 minutes' "
                          "from placet.host_failed"), "t",
                  "as long as it says")
        equal(len(down.heard), 1, name)
        down.heard.clear()
        # Once it answers all of them are heard.
        who.publish()
        before = w.p.sql("select count(*) from placet.seen")
        w.p.hurry()
        w.p.quiet()
        equal(int(w.p.sql("select count(*) from placet.seen")) -
              int(before), 3, "all are heard")
        equal(len(down.heard), 1, "fetched once")
        equal(w.p.sql("select count(*) from placet.host_failed"), "0")
        down.heard.clear()


@test
def nothing_is_fetched_from_who_is_suspended_whoever_leads_there(w):
    ill = w.open(Host("127.0.0.5"))
    w.p.sql("insert into placet.peer_rule (site_id, host, level) select id, "
            "'127.0.0.5', 'suspend' from placet.site")
    far = Somebody(ill, "loin", w.keys.new())
    near = Somebody(w.other, "ici", w.keys.new())
    w.other.redirect(near.path, far.id)
    deliver(w.p, near, near.act("Like", w.note))
    deliver(w.p, w.zoe, {**w.zoe.act("Move", w.zoe.id), "target": far.id})
    w.p.quiet()
    equal(ill.heard, [])
    contains(w.p.log_text(), "http.blocked")
    # Nor from ourselves.
    own = Somebody(w.other, "miroir", w.keys.new())
    w.other.redirect(own.path, w.p.origin + "/actor")
    deliver(w.p, own, own.act("Like", w.note))
    w.p.quiet()
    equal(w.p.sql("select count(*) from placet.remote where id = "
                  f"'{w.p.origin}/actor'"), "0")
    w.p.sql("delete from placet.peer_rule")


@test
def a_query_may_be_left_out_of_what_is_signed(w):
    """Some sign it, some do not: both are asked in their way."""
    who = Somebody(w.other, "q", w.keys.new())
    for kind, statuses in (("with", (200,)), ("without", (401, 200)),
                           ("none", (401, 401))):
        answers = iter(statuses)
        target = f"/q?{kind}=1"
        w.other.redirect(who.path, w.other.origin + target)

        def page(handler, answers=answers):
            status = next(answers)
            handler.tell(status, AS, json.dumps(who.doc()) if
                         status == 200 else b"")
        w.other.pages[target] = page
        w.other.heard.clear()
        w.p.sql("delete from placet.fetch_failed")
        deliver(w.p, who, who.act("Like", w.note), keyid=who.id + "#" + kind)
        w.p.quiet()
        asked = [x for x in w.other.heard if x.path == target]
        equal(len(asked), len(statuses), kind)
        equal(len({x.headers["Signature"] for x in asked}), len(asked),
              "signed in another way")


@test
def who_floods_the_moderators_is_asked_to_come_later(w):
    host = Somebody(w.other, "bavard", w.keys.new())
    deliver(w.p, host, host.act("Create", host.note(w.note, "<p>0</p>")))
    w.p.quiet()
    w.p.sql("insert into placet.comment (site_id, petition, object, remote, "
            "host, reply_to, text, published_at) select site_id, petition, "
            "object || n, remote, host, reply_to, text, now() from "
            f"placet.comment, generate_series(1, 49) n where remote = "
            f"'{host.id}'")
    w.p.sql("set role placet_courier; select courier.flood_count()")
    note = host.act("Create", host.note(w.note, "<p>51</p>"))
    answer = deliver(w.p, host, note, 429)
    contains(answer.text(), "rate.exceeded")
    deliver(w.p, host, host.act("Like", w.note))
    w.p.sql("update placet.comment set state = 'hidden' where remote = "
            f"'{host.id}'; set role placet_courier; "
            "select courier.flood_count()")
    deliver(w.p, host, note)
    holds(w.p.comment(note["object"]["id"]), "then it is taken")


@test
def what_came_before_its_key_waits_for_moderators_too(w):
    host = Somebody(w.other, "premier", w.keys.new())
    deliver(w.p, host, host.act("Create", host.note(w.note, "<p>0</p>")))
    w.p.quiet()
    w.p.sql("insert into placet.comment (site_id, petition, object, remote, "
            "host, reply_to, text, published_at) select site_id, petition, "
            "object || n, remote, host, reply_to, text, now() from "
            f"placet.comment, generate_series(1, 5000) n where remote = "
            f"'{host.id}'; set role placet_courier; "
            "select courier.flood_count()")
    new = Somebody(w.other, "nouvelle", w.keys.new())
    note = new.act("Create", new.note(w.note, "<p>encore</p>"))
    deliver(w.p, new, note)
    w.p.until("select attempts from placet.deferred", "1")
    w.p.sql("delete from placet.comment where remote = "
            f"'{host.id}'; set role placet_courier; "
            "select courier.flood_count()")
    w.p.sql("update placet.deferred set due_at = now()")
    w.p.quiet()
    holds(w.p.comment(note["object"]["id"]), "then it is taken")


@test
def who_is_refused_is_told_why(w):
    """Problem documents (RFC 9457): a code, and what was missing."""
    one = Post(w.p, w.zoe, w.zoe.act("Like", w.note))
    one.covered = ("(request-target)", "host", "date")
    late = Post(w.p, w.zoe, w.zoe.act("Like", w.note))
    late.headers["Date"] = "Mon, 21 Sep 2020 14:40:00 GMT"
    other = Post(w.p, w.zoe, w.zoe.act("Like", w.note))
    other.headers["Content-Type"] = "text/plain"
    for post, status, code, detail in (
            (one, 401, "signature.invalid", True),
            (late, 401, "signature.invalid", True),
            (Post(w.p, w.zoe, b"{"), 400, "activity.invalid", True),
            (Post(w.p, w.zoe, w.zoe.act("Like", None)), 400,
             "activity.invalid", True),
            (other, 415, "type.unknown", False)):
        answer = post.send()
        equal(answer.status, status, code)
        contains(answer.headers["Content-Type"], "application/problem+json")
        problem = answer.json()
        equal([problem["status"], problem["code"], problem["type"]],
              [status, code, "/problems/" + code])
        equal("detail" in problem, detail, code)
    contains(Post(w.p, w.zoe, w.zoe.act("Like", None)).send()
             .json()["detail"], "object")


@test
def a_refusal_says_so_in_the_words_of_others_where_there_are_any(w):
    """FEP-c180; what it has no word for is ours."""
    c180 = "https://w3id.org/fep/c180#"
    tom = Somebody(w.host, "tom", w.keys.new())
    blocked = Somebody(w.other, "bloque", w.keys.new())
    w.p.sql("insert into placet.peer_rule (site_id, host, level) select id, "
            "'127.0.0.3', 'suspend' from placet.site")
    for post, status, code, kind in (
            (Post(w.p, w.zoe, tom.act("Like", w.note)), 401,
             "actor.mismatch", c180 + "principal-actor-mismatch"),
            (Post(w.p, blocked, blocked.act("Like", w.note)), 403,
             "peer.blocked", c180 + "actor-not-authorized"),
            (Post(w.p, w.zoe, b"{"), 400, "activity.invalid",
             "/problems/activity.invalid")):
        answer = post.send()
        problem = answer.json()
        equal([answer.status, problem["status"], problem["code"],
               problem["type"]], [status, status, code, kind])
        contains(answer.headers["Content-Type"], "application/problem+json")
    w.p.sql("delete from placet.peer_rule")
    # Elsewhere they are not: nobody there speaks ActivityPub.
    problem = w.p.http.get("/petitions/77.json").json()
    equal(problem["type"], "/problems/" + problem["code"])


def quotes(w, who, note, post, answer="Accept"):
    """Asks to quote; the answer that came back to its inbox."""
    before = len(posts(w.host))
    doc = who.act("QuoteRequest", note, instrument=post)
    doc["@context"] = [AS2, {
        "QuoteRequest": "https://w3id.org/fep/044f#QuoteRequest",
        "quote": {"@id": "https://w3id.org/fep/044f#quote",
                  "@type": "@id"}}]
    deliver(w.p, who, doc)
    eventually(lambda: len(posts(w.host)) > before, 20, "an answer")
    heard = posts(w.host)[-1]
    equal(heard.path, who.path + "/inbox")
    told = json.loads(heard.body)
    equal([told["type"], told["actor"], told["object"]["id"],
           told["object"]["instrument"]],
          [answer, w.note + "/actor", doc["id"],
           post if isinstance(post, str) else post["id"]])
    contains(heard.headers["Signature"],
             f'keyId="{w.note}/actor#main-key"')
    return told.get("result")


@test
def who_asks_may_quote_and_gets_a_stamp_for_it(w):
    policy = w.p.document("/petitions/1")["interactionPolicy"]
    equal(policy["canQuote"]["automaticApproval"], [PUBLIC])
    post = w.zoe.note(None, "<p>RE</p>", quote=w.note)
    stamp = quotes(w, w.zoe, w.note, post)
    holds(stamp.startswith(w.note + "/quotes/"), stamp)
    answer = w.p.http.get(stamp[len(w.p.origin):], headers={"Accept": AS})
    equal(answer.status, 200)
    contains(answer.headers["Content-Type"], AS)
    doc = answer.json()
    equal({n: doc[n] for n in doc if n != "@context"}, {
        "id": stamp, "type": "QuoteAuthorization",
        "attributedTo": w.note + "/actor",
        "interactingObject": post["id"], "interactionTarget": w.note})
    equal(quotes(w, w.zoe, w.note, post["id"]), stamp, "asked again")
    # A post of somebody else's is not theirs to ask for.
    tom = Somebody(w.host, "tom2", w.keys.new())
    equal(quotes(w, tom, w.note, post, "Reject"), None)
    # Whoever deletes the post has no more use for its stamp; nobody else.
    deliver(w.p, tom, tom.act("Delete", post["id"]))
    w.p.document(stamp[len(w.p.origin):])
    deliver(w.p, w.zoe, w.zoe.act("Delete", post["id"]))
    equal(w.p.document(stamp[len(w.p.origin):], 404)["code"],
          "quote.unknown")


@test
def who_is_not_heard_here_may_not_quote_either(w):
    w.p.sql("update placet.site set social = 'off'")
    post = w.zoe.note(None, "<p>RE</p>", quote=w.note)
    equal(quotes(w, w.zoe, w.note, post, "Reject"), None)
    equal(w.p.sql("select count(*) from placet.quote"), "0")
    w.p.sql("update placet.site set social = 'open'")


class World:
    def __init__(self):
        self.parts = []

    def open(self, part):
        self.parts.append(part)
        return part.__enter__()

    def __enter__(self):
        try:
            self.keys = self.open(Keys())
            self.host = self.open(Host("127.0.0.2"))
            self.other = self.open(Host("127.0.0.3"))
            self.p = self.open(Federated())
            self.note = self.p.origin + "/petitions/1"
            self.zoe = Somebody(self.host, "zoe", self.keys.new())
            deliver(self.p, self.zoe,
                    self.zoe.act("Follow", self.p.commune))
            eventually(lambda: posts(self.host), 20, "the Accept")
            self.p.quiet()
            self.host.heard.clear()
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

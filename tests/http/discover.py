#!/usr/bin/env python3
"""discover.py - how other servers find and read us, byte by byte

WebFinger, host-meta, NodeInfo, the three kinds of actors, their collections,
notes and acts: what research/federation 1.1 and 1.2 say that somebody
insists on.
"""
import json
import os
import sys
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from placet import HOST, Placet  # noqa: E402
from tap import contains, equal, eventually, holds, run, test  # noqa: E402

AS = {"Accept": "application/activity+json"}
PROTOCOL = "https://placet.example/spec/1"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
ACTORS = {"/actor": ("Application", "placet"),
          "/commune": ("Group", "mairie"),
          "/petitions/1/actor": ("Service", "petition-1")}


def origin(p):
    return f"http://{HOST}:{p.port}"


def read(p, path, status=200):
    """A document of ours, asked for as a server asks."""
    r = p.http.get(path, headers=AS)
    equal(r.status, status, path)
    if status == 200:
        equal(r.headers["Content-Type"], "application/activity+json", path)
        contains(r.headers["Vary"], "Accept")
    return r.json()


def finger(p, resource, extra=""):
    return p.http.get("/.well-known/webfinger?resource=" +
                      urllib.parse.quote(resource, safe="") + extra)


@test
def each_actor_loops_back_verbatim(p):
    for path, (kind, name) in ACTORS.items():
        url = origin(p) + path
        for resource in (f"acct:{name}@{HOST}:{p.port}", url):
            r = finger(p, resource)
            equal(r.status, 200, resource)
            equal(r.headers["Content-Type"], "application/jrd+json")
            equal(r.headers["Access-Control-Allow-Origin"], "*")
            jrd = r.json()
            equal(jrd["subject"], f"acct:{name}@{HOST}:{p.port}")
            me = [x for x in jrd["links"] if x["rel"] == "self"]
            equal(me, [{"rel": "self", "href": url,
                        "type": "application/activity+json"}])
        actor = read(p, path)
        equal(actor["id"], url)
        equal(actor["type"], kind)
        equal(actor["preferredUsername"], name)
        equal(actor["webfinger"], f"{name}@{HOST}:{p.port}")


@test
def the_site_itself_and_its_pages_are_found_too(p):
    jrd = finger(p, origin(p) + "/").json()
    contains([x["rel"] for x in jrd["links"]],
             "https://www.w3.org/ns/activitystreams#Service")
    equal(jrd["subject"], f"acct:placet@{HOST}:{p.port}")
    equal(finger(p, origin(p) + "/petitions/1").json()["subject"],
          f"acct:petition-1@{HOST}:{p.port}")


@test
def webfinger_refuses_in_the_words_of_its_rfc(p):
    equal(p.http.get("/.well-known/webfinger").status, 400)
    equal(p.http.get("/.well-known/webfinger?resource=").status, 400)
    equal(finger(p, "acct:a@b.example", "&resource=c").status, 400)
    for nobody in (f"acct:personne@{HOST}:{p.port}", "acct:mairie@b.example",
                   f"acct:petition-99@{HOST}:{p.port}",
                   f"acct:petition-01@{HOST}:{p.port}",
                   origin(p) + "/petitions/99/actor", "mailto:mairie", "%"):
        equal(finger(p, nobody).status, 404, nobody)
    equal(finger(p, f"acct:mairie@{HOST}:{p.port}",
                 "&rel=self&rel=other").status, 200)


@test
def host_meta_leads_to_webfinger(p):
    r = p.http.get("/.well-known/host-meta")
    equal(r.headers["Content-Type"], "application/xrd+xml; charset=utf-8")
    contains(r.text(), 'rel="lrdd"')
    contains(r.text(), origin(p) + "/.well-known/webfinger?resource={uri}")


@test
def nodeinfo_says_what_we_are(p):
    links = p.http.get("/.well-known/nodeinfo").json()["links"]
    for version in ("2.0", "2.1"):
        rel = "http://nodeinfo.diaspora.software/ns/schema/" + version
        url = [x["href"] for x in links if x["rel"] == rel]
        equal(url, [f"{origin(p)}/nodeinfo/{version}"])
        info = p.http.get(f"/nodeinfo/{version}").json()
        equal(info["version"], version)
        equal(info["software"]["name"], "placet")
        holds(info["software"]["version"][0].isdigit(), "a version")
        equal(info["protocols"], ["activitypub"])
        equal(info["openRegistrations"], False)
        equal(info["usage"]["localPosts"], 1)
        equal(info["metadata"]["placet"]["insee"], "35238")
    equal(p.http.get("/nodeinfo/3.0").status, 404)


@test
def each_says_that_it_speaks_this_protocol(p):
    for path in ACTORS:
        spoken = [x["href"] for x in
                  read(p, path)["generator"]["implements"]]
        contains(spoken, PROTOCOL, path)
    equal(p.http.get("/nodeinfo/2.1").json()["metadata"]["placet"],
          {"spec": ["1"], "roles": ["commune"], "insee": "35238"})


@test
def nodeinfo_is_for_whoever_asks_however_often(p):
    """Who cannot read it takes us for dead."""
    with Placet(rate_read=1, workers=1) as tight:
        tight.site(HOST, "35238")
        eventually(lambda: tight.http.get("/actor", headers=AS).status == 429,
                   20, "too much is refused")
        for _ in range(20):
            for path in ("/.well-known/nodeinfo", "/nodeinfo/2.0",
                         "/nodeinfo/2.1"):
                r = tight.http.get(path)
                equal(r.status, 200, path)
                equal(r.headers["Access-Control-Allow-Origin"], "*")
            equal(tight.http.get("/nodeinfo/2.2").status, 404)


@test
def actors_have_all_that_somebody_insists_on(p):
    for path in ACTORS:
        url = origin(p) + path
        a = read(p, path)
        contains(a["@context"], "https://www.w3.org/ns/activitystreams")
        equal(a["id"], url)
        holds(isinstance(a["type"], str), "one plain type")
        holds(a["preferredUsername"], "a name")
        for name in ("inbox", "outbox", "followers", "following", "featured"):
            equal(a[name], f"{url}/{name}")
        equal(a["endpoints"]["sharedInbox"], origin(p) + "/inbox")
        equal(a["publicKey"]["id"], url + "#main-key")
        equal(a["publicKey"]["owner"], url)
        contains(a["publicKey"]["publicKeyPem"],
                 "-----BEGIN PUBLIC KEY-----\n")
        key = a["assertionMethod"][0]
        equal([key["id"], key["type"], key["controller"]],
              [url + "#ed25519-key", "Multikey", url])
        holds(key["publicKeyMultibase"].startswith("z6Mk"), "a Multikey")
        equal(a["discoverable"], True)
        holds(a["url"].startswith(origin(p) + "/"), "a page on this host")
    group = read(p, "/commune")
    equal(read(p, "/commune/moderators")["orderedItems"],
          [origin(p) + "/actor"])
    equal(group["attributedTo"], origin(p) + "/commune/moderators")


@test
def servers_get_the_note_and_people_the_page(p):
    note = read(p, "/petitions/1")
    equal(note["id"], origin(p) + "/petitions/1")
    equal(note["type"], "Note")
    holds("name" not in note and "summary" not in note, "no name, no summary")
    equal(note["attributedTo"], origin(p) + "/petitions/1/actor")
    equal(note["to"], [PUBLIC])
    equal(note["contentMap"], {"fr": note["content"]})
    equal(note["petition"]["signatureCount"], 0)
    equal(note["petition"]["petitionState"], "open")
    for accept in ('application/ld+json; profile='
                   '"https://www.w3.org/ns/activitystreams"',
                   "application/activity+json, application/ld+json",
                   "text/html;q=0.5, application/activity+json"):
        r = p.http.get("/petitions/1", headers={"Accept": accept})
        equal(r.headers["Content-Type"], "application/activity+json", accept)
    for accept in ("text/html", "*/*",
                   "text/html,application/xhtml+xml,*/*;q=0.8"):
        r = p.http.get("/petitions/1", headers={"Accept": accept})
        equal(r.headers["Content-Type"], "text/html; charset=utf-8", accept)
    equal(p.http.get("/petitions/1.json").json()["petition"]["id"], 1)


@test
def people_who_follow_a_servers_link_come_to_a_page(p):
    for path, page in (("/actor", "/"), ("/commune", "/"),
                       ("/petitions/1/actor", "/petitions/1"),
                       ("/petitions/1/news/1", "/petitions/1")):
        r = p.http.get(path, headers={"Accept": "text/html"})
        equal(r.status, 303, path)
        equal(r.headers["Location"], origin(p) + page)


@test
def collections_say_how_many_and_not_who(p):
    for path in ACTORS:
        followers = read(p, path + "/followers")
        equal([followers["type"], followers["totalItems"]],
              ["OrderedCollection", 0])
        holds("first" not in followers, "no names")
        equal(read(p, path + "/following")["totalItems"], 0)
    equal(read(p, "/petitions/1/actor/featured")["orderedItems"][0]["id"],
          origin(p) + "/petitions/1")
    equal(read(p, "/commune/featured")["totalItems"], 0)
    signatures = read(p, "/petitions/1/signatures")
    equal(signatures["totalItems"], 0)
    holds("first" not in signatures, "no signers")
    replies = read(p, "/petitions/1/replies")
    equal([replies["type"], replies["first"]["items"]], ["Collection", []])
    equal(read(p, "/petitions/1/thread")["orderedItems"],
          [origin(p) + "/petitions/1"])


@test
def what_is_said_stands_in_the_outbox_with_its_proof(p):
    for path, kinds in (("/actor", ["Create", "Announce"]),
                        ("/commune", ["Announce"]),
                        ("/petitions/1/actor", ["Create"])):
        box = read(p, path + "/outbox")
        equal(box["totalItems"], len(kinds))
        page = read(p, urllib.parse.urlsplit(box["first"]).path)
        equal(page["partOf"], box["id"])
        equal([x["type"] for x in page["orderedItems"]], kinds)
        for act in page["orderedItems"]:
            proof = act["proof"]
            equal(proof["cryptosuite"], "eddsa-jcs-2022")
            equal(proof["@context"], act["@context"])
            equal(proof["verificationMethod"],
                  act["actor"] + "#ed25519-key")
            equal(sorted(proof), [
                "@context", "created", "cryptosuite", "proofPurpose",
                "proofValue", "type", "verificationMethod"])
            equal(read(p, urllib.parse.urlsplit(act["id"]).path), act)
    read(p, "/actor/outbox/page/2", 404)
    read(p, "/acts/99", 404)


@test
def the_feed_goes_on_from_where_one_stopped(p):
    r = p.http.get("/api/v1/acts/0")
    equal(r.headers["Content-Type"], "application/x-ndjson")
    equal(len(r.text().splitlines()), 2)
    equal(r.headers["Placet-Next"], "2")
    r = p.http.get("/api/v1/acts/1")
    contains(r.text().splitlines()[0], '"Announce"')
    r = p.http.get("/api/v1/acts/2")
    equal([r.text(), r.headers["Placet-Next"]], ["", "2"])
    equal(p.http.get("/api/v1/acts/x").status, 404)


@test
def what_there_is_not_is_a_problem_document(p):
    for path in ("/petitions/99", "/petitions/99/actor", "/petitions/1/news/1",
                 "/petitions/99/replies", "/nothing"):
        r = p.http.get(path, headers=AS)
        equal(r.status, 404, path)
        contains(r.headers["Content-Type"], "application/problem+json")


@test
def a_step_that_is_reached_becomes_news(p):
    for n in range(3):
        p.sign(1, f"nouvelle{n}@example.org")
    eventually(lambda: len(p.http.get("/api/v1/acts/2").text().splitlines())
               >= 2, 20, "the news is said")
    news = read(p, "/petitions/1/news/1")
    equal(news["inReplyTo"], origin(p) + "/petitions/1")
    contains(news["content"], "a atteint 3 signatures")
    contains(news["content"], "Réponse écrite")
    contains(read(p, "/petitions/1/thread")["orderedItems"], news["id"])


@test
def a_count_that_moved_is_told_once_it_may_be(p):
    """Once in five minutes, which we do not wait for."""
    p.sql("update placet.petition set told_at = now() - interval '301 s'")
    eventually(lambda: '"signatureCount":3' in p.http.get(
        "/api/v1/acts/4").text(), 20, "it is told")


def say(p, n, kind, text):
    """As placet petition answer, or erratum."""
    status, out, err = p.cli("petition", kind, HOST, str(n), "-", stdin=text)
    equal([status, err], [0, ""])
    contains(out, f"petition {n} of {HOST}: {kind} ")


def said(p, n):
    """The activities of a petition, newest last."""
    page = read(p, f"/petitions/{n}/actor/outbox/page/1")
    return page["orderedItems"]


@test
def an_answer_is_news_and_stands_on_the_page(p):
    n = p.petition(HOST)
    eventually(lambda: said(p, n), 20, "published")
    eventually(lambda: "Nous y pensons" not in p.http.get(
        f"/petitions/{n}").text(), 5, "not yet")
    say(p, n, "answer", "Nous *y* pensons <b>.\n")
    eventually(lambda: len(said(p, n)) == 2, 20, "the answer is said")
    note = said(p, n)[1]["object"]
    equal(note["inReplyTo"], f"{origin(p)}/petitions/{n}")
    contains(note["content"], " répond à la pétition « ")
    contains(note["content"], "Nous <em>y</em> pensons")
    holds("<b>" not in note["content"], "no HTML of the writer's")
    contains(read(p, f"/petitions/{n}/thread")["orderedItems"], note["id"])
    eventually(lambda: "Nous <em>y</em> pensons" in p.http.get(
        f"/petitions/{n}").text(), 5, "the page has it")
    contains(p.http.get(f"/petitions/{n}").text(), 'href="#answer-1"')
    contains(p.http.get(f"/en/petitions/{n}").text(), "Answer of ")


@test
def an_erratum_stands_above_the_text_and_is_an_edit(p):
    n = p.petition(HOST)
    eventually(lambda: said(p, n), 20, "published")
    before = read(p, f"/petitions/{n}")
    holds("updated" not in before, "not amended yet")
    say(p, n, "erratum", "Lire **deux**.")
    eventually(lambda: len(said(p, n)) == 2, 20, "it is said")
    update = said(p, n)[1]
    equal(update["type"], "Update")
    content = update["object"]["content"]
    contains(content, "<p>Lire <strong>deux</strong>.</p>")
    holds(content.index("Lire") < content.index("Signer cette"), "above")
    holds(update["object"]["updated"] >= before["published"], "an edit")
    equal(read(p, f"/petitions/{n}")["content"], content)
    equal(p.http.get(f"/petitions/{n}/news/1", headers=AS).status, 404)
    page = eventually(lambda: "Lire <strong>deux" in p.http.get(
        f"/petitions/{n}").text() and p.http.get(f"/petitions/{n}").text(),
        5, "the page has it")
    holds(page.index("Erratum du") < page.index('class="prose"'), "above")


@test
def what_has_not_changed_is_not_sent_again(p):
    for path in ("/acts/1", "/commune/outbox/page/1", "/petitions/1/thread",
                 "/petitions/1/replies", "/commune/followers"):
        r = p.http.get(path, headers=AS)
        again = p.http.get(path, headers={**AS,
                                          "If-None-Match": r.headers["ETag"]})
        equal([again.status, again.text()], [304, ""], path)
        other = p.http.get(path, headers={**AS, "If-None-Match": '"x"'})
        equal(other.status, 200, path)


@test
def who_asks_for_nobody_may_read_that(p):
    """RFC 7033 section 5: a page of any site must see the error."""
    for query, status in (("?resource=acct:nobody@x.example", 404), ("", 400)):
        r = p.http.get("/.well-known/webfinger" + query)
        equal(r.status, status)
        equal(r.headers["Access-Control-Allow-Origin"], "*")


@test
def what_is_taken_back_is_gone_and_said_to_be(p):
    n = p.petition(HOST)
    path = f"/petitions/{n}"
    eventually(lambda: '"Create"' in p.http.get(
        path + "/actor/outbox/page/1", headers=AS).text(), 20, "published")
    say(p, n, "answer", "Nous y pensons.")
    before = len(p.http.get("/api/v1/acts/0").text().splitlines())
    p.cluster.sql(p.dbname, f"select admin.petition_withdraw('{HOST}', '{n}')")
    eventually(lambda: p.http.get(path).status == 410, 5, "the page is gone")
    tomb = p.http.get(path, headers=AS)
    equal([tomb.status, tomb.headers["Content-Type"], tomb.json()["type"]],
          [410, "application/activity+json", "Tombstone"])
    equal(p.http.get(path + "/sign").status, 409)
    gone = p.http.get(path + "/news/1", headers=AS)
    equal([gone.status, gone.json()["type"], gone.json()["id"]],
          [410, "Tombstone", origin(p) + path + "/news/1"])
    holds(all(x["id"] != n for x in
              p.http.get_json("/petitions")["petitions"]), "not listed")
    eventually(lambda: len(p.http.get("/api/v1/acts/0").text().splitlines())
               == before + 4, 20, "the deletion is said")
    acts = p.http.get(f"/api/v1/acts/{before}").text().splitlines()
    contains(acts[0], '"Delete"')
    contains(acts[2], '"Undo"')
    contains(acts[3], '"Update"')
    equal(read(p, path + "/actor")["name"], "Pétition retirée")
    equal(p.http.get(path + "/thread", headers=AS).status, 410)
    # What was said of it has left its place, and no word.
    said = p.http.get("/api/v1/acts/0").text().splitlines()
    stones = [json.loads(a)["id"] for a in said if '"Tombstone"' in a and
              '"formerType"' in a and '"Delete"' not in a]
    equal(len(stones), 4)
    for stone in stones:
        gone = p.http.get(stone[len(origin(p)):], headers=AS)
        equal([gone.status, gone.json()["type"]], [410, "Tombstone"])


def fixture():
    return Opened()


class Opened(Placet):
    """One petition, published."""

    def __enter__(self):
        super().__enter__()
        self.site(HOST, "35238")
        self.petition(HOST)
        eventually(
            lambda: self.http.get("/api/v1/acts/0").text().count("\n") == 2,
            20, "the petition is published")
        return self


if __name__ == "__main__":
    run(fixture)

#!/usr/bin/env python3
"""comments.py - what people elsewhere said of a petition, and how to follow"""
import contextlib
import os
import re
import sys
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../lib"))
from elsewhere import Person
from placet import HOST, Placet
from tap import contains, equal, eventually, holds, run, test

AS = {"Accept": "application/activity+json"}
FAR = "2035-12-31T23:00:00Z"
REL = 'rel="nofollow ugc noopener"'


def section(p, n, prefix=""):
    """What the page of a petition says of the fediverse."""
    page = p.http.get(f"{prefix}/petitions/{n}")
    equal(page.status, 200)
    return page.text().partition('<section class="fediverse"')[2]


def shown(p, n, text):
    """The section, once it holds that: workers hear of it a little later."""
    eventually(lambda: text in section(p, n), 10, f"'{text}' is shown")
    return section(p, n)


def numbers(text):
    return re.findall(r"<dd>(\d+)</dd>", text)


@test
def a_comment_stands_under_the_petition(p):
    url = p.alice.comments(HOST, p.n, "Bonne idée.\nVraiment.\n\nAlice")
    text = shown(p, p.n, "Bonne idée.")
    contains(text, "<p>Bonne idée.<br>\nVraiment.</p>\n<p>Alice</p>")
    contains(text, f'<a href="{url}" {REL}>Voir sur social.example</a>')
    contains(text, f'<a href="{p.alice.url}" {REL}><bdi>@alice@social.example'
             "</bdi></a>")
    contains(text, "<strong><bdi>Alice</bdi></strong>")
    contains(text, "1er mai 2026 à 12 h 01".replace(" mai", "\u00a0mai")
             .replace("12 h 01", "12\u00a0h\u00a001"))
    contains(text, ">1 commentaire</h3>")
    contains(section(p, p.n, "/en"), ">1 comment</h3>")


@test
def words_from_elsewhere_are_words(p):
    n = p.petition(closes_at=FAR)
    person = Person(p, "<i>", 'x"y.example', "<b>&amp;\u202eB")
    person.comments(HOST, n, "<script>alert(1)</script> [a](javascript:b)",
                    lang='fr" onload="x')
    text = shown(p, n, "alert(1)")
    contains(text, "<p>&lt;script&gt;alert(1)&lt;/script&gt; "
             "[a](javascript:b)</p>")
    contains(text, "<bdi>&lt;b&gt;&amp;amp;\u202eB</bdi>")
    contains(text, 'href="https://x&quot;y.example/')
    for bad in ("<script", "<i>", "<b>", 'x"y', "onload"):
        holds(bad not in text, bad)
    contains(text, '<div class="said" dir="auto">')
    p.alice.comments(HOST, n, "Good.", lang="en")
    contains(shown(p, n, "Good."), '<div class="said" dir="auto" lang="en">')


@test
def only_what_a_moderator_has_let_through_is_shown(p):
    n = p.petition(closes_at=FAR)
    for state in ("pending", "hidden", "deleted"):
        p.alice.comments(HOST, n, f"is {state}", state)
    p.alice.comments(HOST, n, "is shown")
    text = shown(p, n, "is shown")
    contains(text, ">1 commentaire</h3>")
    page = p.http.get(f"/petitions/{n}/comments").text()
    contains(page, "is shown")
    for state in ("pending", "hidden", "deleted"):
        holds(f"is {state}" not in text + page, state)


@test
def likes_and_shares_are_no_signatures(p):
    n = p.petition(closes_at=FAR)
    equal(numbers(section(p, n)), ["0", "0"])
    p.alice.supports(HOST, n)
    p.bob.supports(HOST, n)
    p.bob.supports(HOST, n, "share")
    p.bob.supports(HOST, n, "dislike")
    eventually(lambda: numbers(section(p, n)) == ["2", "1"], 10, "2 and 1")
    contains(section(p, n), "Ce ne sont pas des signatures.")
    equal(p.http.get_json(f"/petitions/{n}/count")["count"], 0)
    equal(list(p.http.get_json(f"/petitions/{n}")), ["petition"])


@test
def many_comments_have_pages(p):
    n = p.petition(closes_at=FAR)
    for i in range(1, 21):
        p.alice.comments(HOST, n, f"number {i}.")
    path = f"/petitions/{n}/comments"
    holds(f'href="{path}"' not in shown(p, n, "number 20."), "no link yet")
    p.alice.comments(HOST, n, "number 21.")
    text = shown(p, n, "number 21.")
    contains(text, f'href="{path}"')
    holds("number 1." not in text, "the newest twenty")
    eventually(lambda: p.http.get_json(path)["total"] == 21, 10, "the list")
    first = p.http.get_json(path)
    equal(len(first["comments"]), 20)
    equal(first["next"], f"{path}/page/2")
    last = p.http.get_json(first["next"])
    equal([c["text"] for c in last["comments"]], ["number 1."])
    contains(p.http.get(path).text(), f'rel="next" href="{path}/page/2"')
    contains(p.http.get(f"/en{path}/page/2").text(),
             f'href="/en{path}/page/1"')
    for wrong in (f"{path}/page/3", f"{path}/page/0", f"{path}/page/x",
                  "/petitions/99/comments", "/petitions/-1/comments"):
        equal(p.http.get(wrong).status, 404, wrong)


@test
def the_handle_to_follow_is_one_that_is_found(p):
    for path, name, actor in (("/follow", "mairie", "/commune"), (
            f"/petitions/{p.n}/follow", f"petition-{p.n}",
            f"/petitions/{p.n}/actor")):
        handle = f"@{name}@{HOST}:{p.port}"
        for prefix in ("", "/en"):
            contains(p.http.get(prefix + path).text(),
                     f'<code><span>@{name}</span>'
                     f'<span>@{HOST}:{p.port}</span></code>')
        jrd = p.http.get("/.well-known/webfinger?resource=" +
                         urllib.parse.quote("acct:" + handle[1:])).json()
        equal(jrd["links"][0]["href"], f"http://{HOST}:{p.port}{actor}")
        equal(p.http.get_json(path)["fediverse"]["handle"], handle)
    for wrong in ("/petitions/99/follow", "/petitions/0/follow"):
        equal(p.http.get(wrong).status, 404, wrong)
    contains(p.http.get("/").text(), 'href="/follow"')
    contains(section(p, p.n), f'href="/petitions/{p.n}/follow"')
    contains(p.http.get("/about").text(), f"@placet@{HOST}:{p.port}")
    contains(p.http.get("/legal").text(), 'id="fediverse"')


@test
def a_page_names_what_servers_read(p):
    for path, kind in (("/", "Group"), ("/follow", "Group"),
                       (f"/petitions/{p.n}", "Note"),
                       (f"/petitions/{p.n}/follow", "Note")):
        href = re.search(
            '<link rel="alternate" type="application/activity\\+json" '
            'href="([^"]+)">', p.http.get(path).text()).group(1)
        document = p.http.get(href, headers=AS).json()
        equal((document["id"], document["type"]), (href, kind))


@test
def a_site_without_other_servers_shows_nothing_of_them(p):
    host = "brest.localhost"
    p.site(host, "29019")
    p.sql(f"update placet.site set social = 'off' where host = '{host}'")
    n = p.petition(host, closes_at=FAR)
    p.alice.comments(host, n, "is not shown")
    for path in ("/", f"/petitions/{n}"):
        text = eventually(lambda: p.http.get(path, host=host).text(), 10)
        holds("rel=\"alternate\"" not in text and "/follow" not in text, path)
    for path in ("/follow", f"/petitions/{n}/follow"):
        equal(p.http.get(path, host=host).status, 404, path)


@contextlib.contextmanager
def fixture():
    with Placet() as p:
        p.site()
        p.n = p.petition(closes_at=FAR)
        p.alice = Person(p, "alice", name="Alice")
        p.bob = Person(p, "bob", "other.example")
        eventually(lambda: p.http.get(
            "/commune", headers=AS).status == 200, 20, "the keys")
        yield p


if __name__ == "__main__":
    run(fixture)

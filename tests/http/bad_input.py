#!/usr/bin/env python3
"""bad_input.py - what people and scanners type into everything but the claim

The form that signs has its own tests (sign.py) and so have broken requests
(guard.py).  Here: searches, tokens, forms of one button, JSON, paths.  Each
answer has the right status and words, and nothing is written.
"""
import json
import os
import secrets
import sys
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../lib"))
from placet import Placet
from tap import contains, equal, holds, run, test

JSON = {"Accept": "application/json"}
OURS = {"Sec-Fetch-Site": "same-origin"}
FORM = {"Content-Type": "application/x-www-form-urlencoded", **OURS}


class Town(Placet):
    def __enter__(self):
        super().__enter__()
        self.site()
        self.n = self.petition(closes_at="2035-12-31T23:00:00Z")
        self.claim(self.n, "a@example.org")
        self.link = self.sink.wait("a@example.org").link
        self.before = self.rows()
        return self

    def rows(self):
        return self.sql(
            "select (select count(*) from placet.signature),"
            " (select count(*) from placet.inbox),"
            " (select count(*) from placet.claim),"
            " (select count(*) from placet.mail_block),"
            " (select count(*) from placet.mail)")


def refused(answer, status, code, what=""):
    equal(answer.status, status, what)
    contains(answer.headers["Content-Type"], "problem+json", what)
    equal(answer.json()["code"], code, what)


@test
def searches_of_all_sorts_are_answered(p):
    for q in ("", " ", "piste", "PISTE CYCLABLE", "élu éLU", "'", "\"", "\\",
              "a & b | !c", ":*", "<script>alert(1)</script>", "%", "_",
              "-- drop table", "$1", "{}", "{{q}}", "🚲", "שלום", "\u202e",
              "-", "\"ouvert", "a" * 500, "mot " * 100, "NULL", "0"):
        answer = p.http.get("/search?" + urllib.parse.urlencode({"q": q}))
        equal(answer.status, 200, f"q = {q!r}")
        holds("<script>alert" not in answer.text(), "markup of a reader")
    holds(p.http.get("/search").status == 200, "no q at all")


@test
def searches_that_are_no_form_are_refused(p):
    for query, status, code in (
            ("q=a&q=b", 400, "field.duplicate"),
            ("q=%FF", 400, "encoding.invalid"),
            ("q=%C0%AF", 400, "encoding.invalid"),
            ("q=%zz", 400, "form.invalid"),
            ("q=%4", 400, "form.invalid"),
            ("&".join(f"a{i}=1" for i in range(40)), 413, "body.large")):
        refused(p.http.get("/search?" + query, headers=JSON), status, code,
                query)


@test
def a_page_of_a_list_is_a_number(p):
    for n in ("0", "-1", "01", "1.5", "x", "999999", "99999999999999999999",
              "1'", "%31%20", "٣"):
        answer = p.http.get("/petitions/page/" + urllib.parse.quote(
            n, safe="%"), headers=JSON)
        equal(answer.status, 404, n)
    equal(p.http.get("/petitions/page/1").status, 200)


@test
def a_petition_is_a_number(p):
    for n in ("0", "-1", "x", "99999999999999999999", "1'", "1;", "%31%20",
              "NaN", "1e0", "0x1"):
        for tail in ("", "/count", "/sign", "/receipt/" + "A" * 43):
            answer = p.http.get(f"/petitions/{n}{tail}", headers=JSON)
            equal(answer.status, 404, n + tail)
        equal(p.http("POST", f"/petitions/{n}/sign", form={
            "name": "A", "email": "b@example.org", "postcode": "35000",
            "consent": "1"}, headers={**JSON, **OURS}).status, 404, n)


@test
def a_token_is_43_letters_that_somebody_got(p):
    token = p.link.rsplit("/", 1)[1]
    for bad in ("x", token[:-1], token + "A", token[:-1] + "=", "A" * 43,
                token[::-1], secrets.token_urlsafe(32), "%41" * 43,
                token.swapcase()):
        for what in ("confirm", "receipt", "not-me"):
            target = f"/petitions/{p.n}/{what}/{bad}"
            refused(p.http.get(target, headers=JSON), 404, "token.unknown",
                    target)
            if what != "receipt":
                refused(p.http("POST", target, form={}, headers={
                    **JSON, **OURS}), 404, "token.unknown", target)


@test
def a_button_from_elsewhere_or_of_another_kind_is_refused(p):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {},
                    {"Origin": "https://evil.example"}):
        equal(p.http("POST", p.link, form={}, headers=headers).status, 403,
              headers)
    equal(p.http("POST", p.link, body="a", headers={
        **FORM, "Content-Type": "multipart/form-data"}).status, 415)
    # The other button is also a mail program's, so it may come from anywhere.
    for target in (p.link, p.link.replace("/confirm/", "/not-me/")):
        for headers, body, status in (
                ({**FORM, "Content-Type": "text/plain"}, "a=b", 415),
                (FORM, "a=%FF", 400), (FORM, "a=1&a=2", 400),
                (FORM, "a=" + "b" * 70000, 413)):
            answer = p.http("POST", target, body=body, headers=headers)
            equal(answer.status, status, f"{headers} {body[:20]}")
        for method in ("PUT", "DELETE", "PATCH"):
            equal(p.http(method, target).status, 405, method)
    equal(p.http("POST", f"/petitions/{p.n}/receipt/" +
                 p.link.rsplit("/", 1)[1], form={}, headers=OURS).status, 405)


@test
def json_that_is_no_form_is_refused(p):
    target = f"/petitions/{p.n}/sign"
    kind = {"Content-Type": "application/json"}
    for body in ("", "{", "[]", "null", "1", '"a"', '{"name": 1}',
                 '{"name": null}', '{"name": {"a": "b"}}', "{} {}",
                 '{"name": "a"} //', '{"name": "\\ud800"}',
                 '{"name": "a\\u0000b"}', "[" * 5000,
                 '{"name": "a", "name": "b"}'):
        answer = p.http("POST", target, body=body, headers=kind)
        holds(answer.status in (400, 413, 422), f"{answer.status} {body:.40}")
        contains(answer.headers["Content-Type"], "problem+json", body[:40])
    answer = p.http("POST", target, body=json.dumps({"name": "a"}),
                    headers=kind)
    refused(answer, 422, "form.invalid")
    equal(sorted(e["field"] for e in answer.json()["errors"]),
          ["consent", "email", "postcode"])
    raw = p.http("POST", target, body=b'{"name": "\xff"}', headers=kind)
    equal(raw.status, 400)


@test
def paths_lead_nowhere_else(p):
    for target in ("/petitions/../livez", "/static/../style.css",
                   "/static/..%2Fstyle.css", "/%2e%2e/", "/petitions/%2F",
                   "/index.php", "/.git/config", "/wp-login.php", "/en/en/",
                   "/fr/livez/", "/petitions/1/", "/p/1/tile/",
                   "/p/1/tile/0/000/", "/p/1/tile/0/1", "/p/1/tile/99/000",
                   "/p/1/tile/0/000.p/0", "/p/1/tile/0/000.p/257",
                   "/p/1/tile/entries/999", "/p/9/checkpoint",
                   "/petitions/1.tlog-proof", "/a;b", "/" + "a/" * 500):
        answer = p.http.get(target)
        equal(answer.status, 404, target)


@test
def nothing_was_written_and_the_link_still_works(p):
    equal(p.rows(), p.before)
    equal(p.confirm(p.link).status, 200)
    holds("AddressSanitizer" not in p.log_text() and
          "runtime error" not in p.log_text(), "the sanitizers are silent")


if __name__ == "__main__":
    run(Town)

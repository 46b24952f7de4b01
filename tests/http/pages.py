#!/usr/bin/env python3
"""pages.py - faces, languages, what is kept, limits, TLS, coming and going"""
import contextlib
import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../lib"))
import procs
from placet import HOST, Placet
from tap import contains, equal, eventually, holds, run, test

OTHER = "brest.localhost"
JSON = {"Accept": "application/json"}
SOURCE = "https://forge.example.org/placet?a=1&b=2"


@test
def a_document_has_two_faces(p):
    page = p.http.get(f"/petitions/{p.n}")
    equal(page.headers["Content-Type"], "text/html; charset=utf-8")
    equal(page.headers["Vary"], "Accept, Accept-Language")
    for answer in (p.http.get(f"/petitions/{p.n}", headers=JSON),
                   p.http.get(f"/petitions/{p.n}.json")):
        equal(answer.headers["Content-Type"],
              "application/json; charset=utf-8")
        equal(answer.json()["petition"]["id"], p.n)


@test
def a_kept_page_does_not_stay_open_after_the_end(p):
    soon = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 4))
    n = p.petition(closes_at=soon)
    path = f"/petitions/{n}"
    equal(p.http.get_json(path)["petition"]["open"], True)
    eventually(lambda: not p.http.get_json(path)["petition"]["open"], 25,
               "the page says that it is closed", 0.3)


@test
def every_page_leads_to_the_source(p):
    link = '<a href="https://forge.example.org/placet?a=1&amp;b=2">'
    contains(p.http.get("/").text(), link + "Code source</a>")
    contains(p.http.get("/en/nothing").text(), link + "Source code</a>")


@test
def a_refusal_has_two_faces_too(p):
    for target, code in (("/nothing", "page.unknown"),
                         ("/petitions/99", "petition.unknown"),
                         ("/petitions/abc", "petition.unknown"),
                         ("/petitions/page/0", "page.unknown"),
                         ("/p/1/tile/0/5", "page.unknown"),
                         ("/petitions/1/confirm/short", "token.unknown")):
        answer = p.http.get(target, headers=JSON)
        equal(answer.status, 404, target)
        equal(answer.headers["Content-Type"],
              "application/problem+json; charset=utf-8", target)
        problem = answer.json()
        equal((problem["status"], problem["code"], problem["type"]),
              (404, code, f"/problems/{code}"), target)
        holds(problem["title"] != code, f"{code} has no words")
        if "/tile/" not in target:
            page = p.http.get(target)
            equal(page.status, 404, target)
            contains(page.text(), "<h1>" + problem["title"], target)


@test
def the_reader_chooses_the_language(p):
    for headers, prefix, lang in (({}, "", "fr"),
                                  ({"Accept-Language": "en"}, "", "en"),
                                  ({"Accept-Language": "de"}, "", "fr"),
                                  ({"Accept-Language": "en"}, "/fr", "fr"),
                                  ({}, "/en", "en")):
        page = p.http.get(prefix + "/", headers=headers).text()
        contains(page, f'<html lang="{lang}">', f"{headers} {prefix}")
        contains(page, f'href="{prefix}/petitions"', f"{headers} {prefix}")
    problem = p.http.get("/en/nothing.json").json()
    contains(problem["title"], "page")


@test
def hosts_do_not_see_each_other(p):
    contains(p.http.get("/").text(), "Rennes")
    contains(p.http.get("/", host=OTHER).text(), "Brest")
    equal(p.http.get(f"/petitions/{p.n}", host=OTHER).status, 404)
    equal(p.http.get("/", host="nobody.localhost").status, 421)


@test
def a_new_site_is_served_without_a_restart(p):
    p.site("douarnenez.localhost", "29046")
    contains(p.http.get("/", host="douarnenez.localhost").text(),
             "Douarnenez")


@test
def what_has_not_changed_is_304(p):
    for target in ("/", f"/petitions/{p.n}", f"/petitions/{p.n}/count",
                   "/static/style.css", "/p/1/checkpoint", "/about"):
        first = p.http.get(target)
        tag = first.headers["ETag"]
        holds(tag.startswith('"') and len(tag) > 10, f"{target}: {tag}")
        again = p.http.get(target, headers={"If-None-Match": tag})
        equal((again.status, again.body), (304, b""), target)
        equal(again.headers["ETag"], tag, target)
        other = p.http.get(target, headers={"If-None-Match": '"x"'})
        equal((other.status, other.body), (200, first.body), target)
        head = p.http("HEAD", target)
        equal(int(head.headers["Content-Length"]), len(first.body), target)


@test
def the_style_may_be_kept_for_a_year(p):
    page = p.http.get("/").text()
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = p.http.get(style)
    equal(answer.status, 200)
    contains(answer.headers["Cache-Control"], "immutable")
    equal(answer.headers["Content-Type"], "text/css; charset=utf-8")
    equal(p.http.get("/static/style-00000000.css").status, 404)
    equal(p.http.get("/static/..%2f..%2fconfigure.ac").status, 404)


@test
def kept_pages_follow_the_log(p):
    n = p.petition(closes_at="2035-12-31T23:00:00Z")
    targets = (f"/petitions/{n}.json", f"/petitions/{n}/count")
    before = [p.http.get_json(t) for t in targets]
    equal(before[1]["count"], 0)
    contains(p.http.get("/").text(), f"/petitions/{n}")
    p.sign(n, "count@example.org")
    eventually(lambda: p.http.get_json(targets[1])["count"] == 1, 10,
               "the count")
    eventually(lambda: p.http.get_json(
        targets[0])["petition"]["count"] == 1, 10, "the page")
    p.call("petition_close", HOST, n)
    eventually(lambda: p.http.get_json(targets[1])["open"] is False, 10,
               "the end")
    equal(p.http.get(f"/petitions/{n}/sign").status, 409)


@test
def a_form_from_elsewhere_is_refused(p):
    target = f"/petitions/{p.n}/sign"
    good = {"name": "A", "email": "x@example.org", "postcode": "35000",
            "consent": "1"}
    token = p.http.get(target).form().fields["_t"]
    ours = f"http://{HOST}:{p.port}"
    for headers, fields, status in (
            ({"Sec-Fetch-Site": "same-origin"}, {}, 200),
            ({"Sec-Fetch-Site": "none"}, {}, 200),
            ({"Sec-Fetch-Site": "cross-site"}, {"_t": token}, 403),
            ({"Sec-Fetch-Site": "same-site"}, {"_t": token}, 403),
            ({"Origin": ours}, {}, 200),
            ({"Origin": "https://evil.example"}, {"_t": token}, 403),
            ({"Origin": ours + ".evil.example"}, {"_t": token}, 403),
            ({"Origin": "null"}, {}, 403),
            ({"Origin": "null"}, {"_t": token}, 200),
            ({"Referer": ours + target}, {}, 200),
            ({"Referer": "https://evil.example/" + ours}, {}, 403),
            ({}, {}, 403),
            ({}, {"_t": "0" * 32}, 403),
            ({}, {"_t": token}, 200)):
        answer = p.http("POST", target, form={**good, **fields},
                        headers=headers)
        equal(answer.status, status, f"{headers} {fields}")
    body = json.dumps(good)
    kind = {"Content-Type": "application/json"}
    equal(p.http("POST", target, body=body, headers=kind).status, 200)
    equal(p.http("POST", target, body=body, headers={
        **kind, "Sec-Fetch-Site": "cross-site"}).status, 403)


@test
def a_robot_is_told_the_same_and_nothing_is_kept(p):
    count = "select count(*) from placet.mail"
    before = p.sql(count)
    answer = p.claim(p.n, "robot@example.org", website="http://spam.example")
    person = p.claim(p.n, "person@example.org")
    equal(answer.status, 200)
    equal(answer.text(), person.text())
    equal(int(p.sql(count)) - int(before), 1, "mails")


@test
def pages_with_a_secret_are_nobody_elses(p):
    p.claim(p.n, "secret@example.org")
    page = p.http.get(p.sink.wait("secret@example.org").link)
    equal(page.headers["Cache-Control"], "no-store")
    equal(page.headers["Referrer-Policy"], "no-referrer")
    holds(page.headers["ETag"] is None, "an ETag")


@test
def too_many_requests_are_429_and_a_proxy_speaks_for_others(p):
    p.write_conf(rate_read=5, trusted_proxies=["127.0.0.1"])
    reload(p)
    try:
        seen = [p.http.get("/", headers={"X-Forwarded-For": "192.0.2.1"})
                for _ in range(60)]
        last = seen[-1]
        equal(last.status, 429)
        holds(int(last.headers["Retry-After"]) >= 1, "Retry-After")
        for who in ("192.0.2.2", "192.0.2.1, 192.0.2.3", "2001:db8::1"):
            equal(p.http.get("/", headers={"X-Forwarded-For": who}).status,
                  200, who)
        # HAProxy adds a line of its own: the last one counts.
        with socket.create_connection(("127.0.0.1", p.port)) as s:
            s.sendall(f"GET / HTTP/1.1\r\nHost: {HOST}\r\n"
                      "X-Forwarded-For: 192.0.2.9\r\n"
                      "X-Forwarded-For: 192.0.2.1\r\n\r\n".encode())
            contains(s.recv(65536), b" 429 ", "two lines")
    finally:
        p.write_conf(rate_read=100000, trusted_proxies=[])
        reload(p)


def reload(p):
    """SIGHUP; until new workers serve and the old ones have gone."""
    old = set(p.child("placet-web"))
    os.kill(p.daemon.pid, signal.SIGHUP)
    eventually(lambda: old.isdisjoint(p.child("placet-web")) and
               len(p.child("placet-web")) == len(old), 20, "new workers")
    eventually(p.ready, 20, "service")


@test
def a_reload_costs_no_request(p):
    failed, done, stop = [], [0], threading.Event()

    def ask():
        while not stop.is_set():
            try:
                answer = p.http.get(f"/petitions/{p.n}")
                if answer.status != 200:
                    failed.append(answer.status)
                done[0] += 1
            except (OSError, http.client.HTTPException) as e:
                failed.append(repr(e))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for t in threads:
        t.start()
    try:
        reload(p)
        reload(p)
    finally:
        stop.set()
        for t in threads:
            t.join()
    equal(failed, [], f"of {done[0]}")
    holds(done[0] > 20, f"only {done[0]}")


@test
def the_same_over_tls(p):
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    link = http.client.HTTPSConnection(
        "127.0.0.1", p.tls_port, timeout=10, context=context)
    with contextlib.closing(link):
        for target, status in (("/", 200), ("/nothing", 404),
                               (f"/petitions/{p.n}/count", 200)):
            link.request("GET", target, headers={"Host": HOST})
            answer = link.getresponse()
            answer.read()
            equal(answer.status, status, target)
    with socket.create_connection(("127.0.0.1", p.tls_port)) as s:
        s.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        s.settimeout(10)
        with contextlib.suppress(ConnectionError):
            holds(b"200" not in s.recv(100), "plain text on the TLS port")


@test
def without_a_database_kept_pages_stay_and_the_rest_waits(p):
    kept = f"/petitions/{p.n}"
    for _ in range(20):
        equal(p.http.get(kept).status, 200)
    p.cluster.stop("immediate")
    try:
        eventually(lambda: p.http.get("/readyz").status == 503, 10, "readyz")
        equal(p.http.get("/livez").status, 200)
        asked = p.http.get("/search?q=x")
        equal(asked.status, 503)
        holds(int(asked.headers["Retry-After"]) >= 1, "Retry-After")
        equal(p.http.get("/search?q=x", headers=JSON).json()["code"], "busy")
        equal(p.http.get(kept).status, 200, "a kept page")
    finally:
        p.cluster.start()
    eventually(lambda: p.http.get("/readyz").status == 200, 20, "readyz")
    eventually(lambda: p.http.get("/search?q=x").status == 200, 20, "search")


def make_certificate(folder):
    names = [os.path.join(folder, n) for n in ("cert.pem", "key.pem")]
    procs.output(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                  "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                  "-subj", f"/CN={HOST}", "-out", names[0], "-keyout",
                  names[1]])
    return names


@contextlib.contextmanager
def fixture():
    import tempfile
    with tempfile.TemporaryDirectory(prefix="placet-tls-") as folder:
        os.chmod(folder, 0o755)
        certificate, key = make_certificate(folder)
        port = procs.free_port()
        with Placet(listen_tls=[f"127.0.0.1:{port}"], durable=True,
                    tls_certificate=certificate, tls_key=key,
                    source_url=SOURCE) as p:
            p.tls_port = port
            p.site()
            p.site(OTHER, "29019")
            p.n = p.petition(closes_at="2035-12-31T23:00:00Z")
            yield p


if __name__ == "__main__":
    run(fixture)

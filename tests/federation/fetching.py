#!/usr/bin/env python3
"""fetching.py - whom we ask, and what of the answers is not believed

As negative.py, one test for each lesson of others; here the site asks, and
the servers that answer are forged: addresses, redirects, ids, sizes, time.
"""
import contextlib
import gzip
import json
import os
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from federated import AS  # noqa: E402
from forge import AS2, Host, Post, Somebody, deliver  # noqa: E402
from stage import (World, post, settled, stranger, taken,  # noqa: E402
                   unchanged)
from tap import contains, equal, eventually, holds, run, test  # noqa: E402


def resident(pid):
    """Bytes of memory a process holds."""
    with open(f"/proc/{pid}/statm", encoding="ascii") as f:
        return int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@test
def contexts_are_never_fetched(w):
    before = len(w.good.heard)
    deliver(w.p, w.alice, w.alice.act("Like", w.note, **{
        "@context": [AS2, w.good.origin + "/context"]}))
    w.p.quiet()
    equal(len(w.good.heard), before)


@test
def mastodon_cve_2024_23832_id_must_be_the_url_that_was_asked(w):
    victim = Somebody(w.good, "victime", w.keys.new())
    mallory = stranger(w, "mallory1")
    # On the victim's own server lies a file that claims to be the victim.
    w.good.put("/uploads/1", victim.doc(publicKey={
        "id": w.good.origin + "/uploads/1#main-key", "owner": victim.id,
        "publicKeyPem": w.key.pem}))
    doc = victim.act("Like", w.note)
    deliver(w.p, mallory, doc, keyid=w.good.origin + "/uploads/1#main-key")
    settled(w, doc, False)
    # On the attacker's server lies another.
    w.evil.put("/users/mallory1", victim.doc(publicKey={
        "id": mallory.keyid, "owner": victim.id,
        "publicKeyPem": w.key.pem}))
    doc = mallory.act("Like", w.note)
    deliver(w.p, mallory, doc)
    settled(w, doc, False)
    equal(w.p.sql("select count(*) from placet.remote_key where owner = "
                  f"'{victim.id}' and key like '%{w.key.pem[40:80]}%'"), "0")


@test
def mastodon_cve_2024_23832_a_key_lies_where_its_actor_lies(w):
    """An actor may not list another server's key as its own, so that the
    other's never becomes known."""
    victim = Somebody(w.good, "proprietaire", w.keys.new())
    mallory = stranger(w, "squatter")
    mallory.publish(publicKey=[
        {"id": mallory.keyid, "owner": mallory.id,
         "publicKeyPem": w.key.pem},
        {"id": victim.keyid, "owner": mallory.id,
         "publicKeyPem": w.key.pem}])
    doc = mallory.act("Like", w.note)
    deliver(w.p, mallory, doc)
    settled(w, doc, True)
    doc = victim.act("Like", w.note)
    deliver(w.p, victim, doc)
    settled(w, doc, True)


@test
def mastodon_ghsa_jhrq_qvrm_qr36_an_upload_is_no_actor(w):
    for n, kind in enumerate(("application/json", "text/plain",
                              "application/ld+json", "text/html",
                              "application/octet-stream")):
        mallory = stranger(w, f"upload{n}")
        w.evil.put(mallory.path, mallory.doc(), kind)
        doc = mallory.act("Like", w.note)
        deliver(w.p, mallory, doc)
        settled(w, doc, False)


@test
def an_inbox_is_on_the_server_of_its_actor(w):
    aimed = stranger(w, "aimed")
    w.evil.put(aimed.path, aimed.doc(
        inbox="http://127.0.0.9:9/users/victim/inbox"))
    doc = aimed.act("Follow", w.p.commune)
    deliver(w.p, aimed, doc)
    settled(w, doc, False)


@test
def lemmy_cve_2026_33693_zero_is_no_address_of_anybody(w):
    port = w.evil.port
    for host in (f"0.0.0.0:{port}", "10.0.0.1", "169.254.169.254",
                 "192.168.1.1", f"[::ffff:7f00:1]:{port}", f"[::]:{port}",
                 "100.64.0.1", "198.18.0.1", f"[64:ff9b::a00:1]:{port}",
                 f"[::7f00:1]:{port}", f"[fd00::1]:{port}"):
        url = f"http://{host}/users/mallory"
        before = len(w.evil.heard)
        doc = w.alice.act("Like", w.note, actor=url, id=url + "/1")
        answer = Post(w.p, w.alice, doc, key=w.key,
                      keyid=url + "#main-key").send()
        holds(answer.status in (202, 400, 401), answer.status)
        settled(w, doc, False)
        equal(len(w.evil.heard), before, host)


@test
def fedify_cve_2024_39687_a_redirect_does_not_lead_inside(w):
    for n, url in enumerate((
            f"http://0.0.0.0:{w.evil.port}/inside", "http://10.0.0.1/",
            "file:///etc/passwd", "gopher://127.0.0.1/",
            w.p.origin + "/commune",
            f"http://mallory:x@{w.evil.host}/inside")):
        mallory = stranger(w, f"redirect{n}")
        w.evil.redirect(mallory.path, url)
        doc = mallory.act("Like", w.note)
        deliver(w.p, mallory, doc)
        settled(w, doc, False)
    equal(w.evil.asked("/inside"), 0)


@test
def fedify_cve_2026_77632_a_redirected_fetch_is_signed_anew(w):
    mallory = stranger(w, "ailleurs")
    w.evil.redirect(mallory.path, w.good.origin + "/moved")
    w.good.put("/moved", mallory.doc())
    doc = mallory.act("Like", w.note)
    deliver(w.p, mallory, doc)
    settled(w, doc, False)  # and what another server says is not believed
    first = [x for x in w.evil.heard if x.path == mallory.path][-1]
    second = [x for x in w.good.heard if x.path == "/moved"][-1]
    equal([first.headers["Host"], second.headers["Host"]],
          [w.evil.host, w.good.host])
    holds(first.headers["Signature"] != second.headers["Signature"],
          "each has its own signature")


@test
def fedify_cve_2026_34148_one_redirect_and_failures_are_remembered(w):
    mallory = stranger(w, "boucle")
    w.evil.redirect(mallory.path, w.evil.origin + mallory.path)
    doc = mallory.act("Like", w.note)
    deliver(w.p, mallory, doc)
    settled(w, doc, False)
    equal(w.evil.asked(mallory.path), 2)
    deliver(w.p, mallory, mallory.act("Like", w.note), 401)
    w.p.quiet()
    equal(w.evil.asked(mallory.path), 2)
    # One redirect is followed.
    mallory = stranger(w, "moved")
    w.evil.pages["/new"] = w.evil.pages[mallory.path]
    w.evil.redirect(mallory.path, w.evil.origin + "/new")
    deliver(w.p, mallory, mallory.act("Like", w.note))
    w.p.quiet()
    equal(w.evil.asked("/new"), 1)


@test
def fedify_cve_2026_62857_nodeinfo_stays_on_its_server(w):
    w.evil.put("/.well-known/nodeinfo", {"links": [{
        "rel": "http://nodeinfo.diaspora.software/ns/schema/2.0",
        "href": w.good.origin + "/nodeinfo"}]}, "application/json")
    w.good.put("/nodeinfo", {"version": "2.0", "software": {
        "name": "lemmy"}}, "application/json")
    mallory = stranger(w, "nodeinfo")
    follow = mallory.act("Follow", w.p.commune)
    deliver(w.p, mallory, follow)
    eventually(lambda: w.evil.asked("/.well-known/nodeinfo"), 10, "asked")
    w.p.quiet()
    equal(w.good.asked("/nodeinfo"), 0)
    deliver(w.p, mallory, mallory.act("Undo", follow))


@test
def mastodon_cve_2023_36461_a_slow_body_keeps_nobody_waiting(w):
    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", AS)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(1)
    courier = w.p.child("placet-courier")
    # A server of its own: one that does not answer is left alone a while.
    with Host("127.0.0.4") as leaky:
        slow = [stranger(w, f"goutte{n}", leaky) for n in range(3)]
        for s in slow:
            leaky.pages[s.path] = drip
            deliver(w.p, s, s.act("Like", w.note))
        eventually(lambda: leaky.asked(slow[0].path), 10, "it drips")
        started = time.monotonic()
        quick = Somebody(w.good, "pressee", w.keys.new())
        doc = quick.act("Like", w.note)
        deliver(w.p, quick, doc)
        eventually(lambda: taken(w, doc), 5, "another server's message")
        holds(time.monotonic() - started < 5, "at once")
    equal(w.p.child("placet-courier"), courier)
    # Given up after ten seconds at most; not waited for by this test.
    w.p.sql("delete from placet.deferred")


@test
def huge_and_broken_answers_harm_nobody(w):
    def endless(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", AS)
        handler.end_headers()
        block = b'{"a":"' + b"x" * 65536
        for _ in range(1600):  # 100 MB
            handler.wfile.write(block)
    courier = w.p.child("placet-courier")
    memory = resident(courier[0])
    deep = '{"a":' * 10000 + "1" + "}" * 10000
    mallory = stranger(w, "m")
    for n, page in enumerate((
            endless, (200, AS, deep), (200, AS, os.urandom(5000)),
            (200, AS, b""), (200, AS, "[" * 100000), (200, AS, "null"),
            (200, AS, b'{"id":"\xff"}'),
            (200, AS, '{"id":1,"id":2}'), (204, AS, b""),
            (200, AS, json.dumps(mallory.doc()) * 2),
            (200, AS, json.dumps(mallory.doc(publicKey={
                "id": 7, "publicKeyPem": []}))),
            lambda h: h.wfile.write(b"\x00" * 4096),
            lambda h: h.wfile.write(b"HTTP/1.1 200 OK\r\n" +
                                    b"X: " + b"y" * 400000))):
        who = stranger(w, f"gros{n}")
        w.evil.pages[who.path] = page
        deliver(w.p, who, who.act("Like", w.note))
    # No actor, for it has no id, that says whose it is like a bare key.
    who = stranger(w, "gros-sans-id")
    doc = who.doc(owner=who.id)
    del doc["id"]
    w.evil.put(who.path, doc)
    deliver(w.p, who, who.act("Like", w.note))
    w.p.quiet(40)
    equal(w.p.child("placet-courier"), courier)
    equal(w.p.sql("select count(*) from placet.remote where id like "
                  f"'{w.evil.origin}/users/gros%'"), "0")
    holds(resident(courier[0]) - memory < 64 << 20, "memory stays flat")


@test
def fedify_cve_2026_69132_what_waits_has_a_limit(w):
    def later(handler):
        time.sleep(3)
        handler.tell(404, None, b"")
    crowd = [stranger(w, f"foule{n}") for n in range(2)]
    for c in crowd:
        w.evil.pages[c.path] = later
    deliver(w.p, crowd[1], crowd[1].act("Like", w.note))
    w.p.sql("insert into placet.deferred (site_id, host, key, request, body,"
            " due_at, sender) select site_id, 'h', 'k', '{}', '', "
            "now() + interval '1 h', sender "
            "from placet.deferred, generate_series(1, 64)")
    answer = deliver(w.p, crowd[0], crowd[0].act("Like", w.note), 429)
    equal([answer.json()["code"], answer.json()["type"]],
          ["rate.exceeded", "https://w3id.org/fep/c180#rate-limit-exceeded"])
    # It hangs on where it comes from, not on what it says of itself.
    w.p.sql("update placet.deferred set sender = null")
    doc = stranger(w, "calme", w.good).act("Like", w.note)
    deliver(w.p, stranger(w, "calme", w.good), doc)
    w.p.sql("insert into placet.deferred (site_id, host, key, request, body,"
            " due_at) select id, 'h' || n, 'k', '{}', '', "
            "now() + interval '1 h' "
            "from placet.site, generate_series(1, 4096) n")
    one = stranger(w, "tard", w.good)
    answer = deliver(w.p, one, one.act("Like", w.note), 503)
    contains(answer.text(), "busy")
    holds(answer.headers["Retry-After"], "says when to come back")
    w.p.sql("delete from placet.deferred where due_at > now()")
    w.p.quiet()


@test
def what_waits_is_taken_together_however_long_it_is(w):
    said = []
    with contextlib.ExitStack() as more:
        os.kill(w.courier[0], signal.SIGSTOP)
        more.callback(os.kill, w.courier[0], signal.SIGCONT)
        # As much as one network may have waiting: quoted, twice as long.
        for n in range(4):
            who = stranger(w, "long", more.enter_context(
                Host(f"127.0.0.{n + 20}")))
            who.publish()
            said.append(who.act("Like", w.note, summary='"' * 450000))
            deliver(w.p, who, said[-1])
        os.kill(w.courier[0], signal.SIGCONT)
        w.p.quiet(30)
    for doc in said:
        holds(taken(w, doc), "its effect")


@test
def mastodon_body_with_limit_nothing_is_unpacked(w):
    one = post(w)
    one.body = gzip.compress(one.body)
    one.headers["Content-Encoding"] = "gzip"
    one.headers["Digest"] = Post(w.p, w.alice, one.body).headers["Digest"]
    equal(one.send().status, 415)
    mallory = stranger(w, "zip")
    w.evil.pages[mallory.path] = lambda h: h.tell(
        200, AS, gzip.compress(json.dumps(mallory.doc()).encode()),
        {"Content-Encoding": "gzip"})
    doc = mallory.act("Like", w.note)
    deliver(w.p, mallory, doc)
    settled(w, doc, False)
    asked = [x for x in w.evil.heard if x.path == mallory.path][-1]
    equal(asked.headers["Accept-Encoding"], "identity", "not asked for")
    # What is not packed but said to be is not read either.
    liar = stranger(w, "zap")
    w.evil.pages[liar.path] = lambda h: h.tell(
        200, AS, json.dumps(liar.doc()), {"Content-Encoding": "br"})
    doc = liar.act("Like", w.note)
    deliver(w.p, liar, doc)
    settled(w, doc, False)
    holds("http.packed" in w.p.log_text(), "for that reason")
    # ... while "as it is" may be said.
    plain = stranger(w, "zip-non")
    w.evil.pages[plain.path] = lambda h: h.tell(
        200, AS, json.dumps(plain.doc()), {"Content-Encoding": "identity"})
    doc = plain.act("Like", w.note)
    deliver(w.p, plain, doc)
    settled(w, doc, True)


@test
def a_key_that_is_gone_means_its_owner_is(w):
    ghost = Somebody(w.good, "fantome", w.keys.new())
    deliver(w.p, ghost, ghost.act("Like", w.note))
    w.p.quiet()
    w.good.pages[ghost.path] = (410, AS, b"")
    deliver(w.p, ghost, ghost.act("Delete", ghost.id))
    w.p.until("select gone_at is not null from placet.remote where id = "
              f"'{ghost.id}'", "t")
    # A worker that still knows the key, and one that does not: what is
    # fetched in vain is not fetched again at once.
    asked = w.good.asked(ghost.path)
    for _ in range(6):
        doc = ghost.act("Like", w.note)
        holds(Post(w.p, ghost, doc).send().status in (202, 401), "no more")
        settled(w, doc, False)
    holds(w.good.asked(ghost.path) <= asked + 1, "asked once at most")


@test
def all_that_changed_nothing_else(w):
    unchanged(w)


@test
def without_the_flag_for_tests_this_machine_is_nobody(w):
    w.p.stop()
    w.p.write_conf(federation_test=False)
    w.p.start()
    for who in (w.alice, stranger(w, "production")):
        answer = deliver(w.p, who, who.act("Like", w.note), 400)
        contains(answer.text(), "activity.invalid")


if __name__ == "__main__":
    run(World)

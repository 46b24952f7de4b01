#!/usr/bin/env python3
"""intents.py - follow, like and reply from one's own server

A citizen types an address of theirs; the courier asks that server where its
pages for that are (WebFinger), and they are led there.  Servers that say it
in every way there is, that say nothing, and that would have us ask where we
should not.
"""
import json
import os
import sys
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from federated import HOST, Federated  # noqa: E402
from fedify import Fedify  # noqa: E402
from forge import Host  # noqa: E402
from tap import contains, equal, eventually, holds, run, test  # noqa: E402

FEP = "https://w3id.org/fep/3b86/"
SUBSCRIBE = "http://ostatus.org/schema/1.0/subscribe"
OWN = {"Sec-Fetch-Site": "same-origin"}


def quoted(text):
    return urllib.parse.quote(text, safe="")


def finger(resource):
    return "/.well-known/webfinger?resource=" + quoted(resource)


def answer(host, resource, links, status=200):
    host.put(finger(resource), {"subject": resource, "links": links},
             "application/jrd+json", status)


def link(rel, template, name="template"):
    return {"rel": rel, name: template}


def ask(w, typed, path="/petitions/1/follow", **headers):
    """What the form answers."""
    return w.p.http("POST", path, form={"account": typed},
                    headers={"Origin": w.p.origin, **headers})


def led(w, typed, path="/petitions/1/follow", seconds=10):
    """Where somebody is led, at once or after a while; None: not on."""
    r = ask(w, typed, path)
    equal(r.status, 303, r.text())
    to = r.headers["Location"]
    if not to.startswith(w.p.origin + "/follow/"):
        return to

    def look():
        page = w.p.http.get(to, headers=OWN)
        if page.status == 303:
            return page.headers["Location"]
        equal(page.status, 200)
        equal(page.headers["Cache-Control"], "no-store")
        if "Refresh" in page.headers:
            equal(page.headers["Refresh"], "1")
            return False
        return "nowhere"
    found = eventually(look, seconds + 5, "an answer", 0.1)
    return None if found == "nowhere" else found


def fresh(w):
    """Nothing is known, nobody has asked."""
    w.p.sql("delete from placet.intent_host; delete from placet.intent")
    for host in (w.host, w.other):
        host.pages.clear()
        host.heard.clear()


def templates(host):
    return [link(SUBSCRIBE, host.origin + "/authorize?uri={uri}")]


@test
def a_handle_leads_to_the_page_of_its_server(w):
    fresh(w)
    answer(w.host, f"acct:zoe@{w.host.host}", templates(w.host))
    note = w.p.origin + "/petitions/1"
    equal(led(w, f"@zoe@{w.host.host}"),
          f"{w.host.origin}/authorize?uri={quoted(note + '/actor')}")
    (heard,) = w.host.heard
    contains(heard.headers["User-Agent"], w.p.origin)
    contains(heard.headers["Accept"], "application/jrd+json")
    holds("Signature" not in heard.headers, "nobody need know us for this")
    # The server is not asked again, for nobody and nothing.
    for path, what in (("/petitions/1/like", note),
                       ("/petitions/1/reply", note),
                       ("/follow", w.p.commune)):
        r = ask(w, f"@tom@{w.host.host}", path)
        equal([r.status, r.headers["Location"]],
              [303, f"{w.host.origin}/authorize?uri={quoted(what)}"], path)
    equal(len(w.host.heard), 1)


@test
def a_page_made_for_it_is_better(w):
    fresh(w)
    at = w.host.origin
    answer(w.host, f"acct:zoe@{w.host.host}", templates(w.host) + [
        link(FEP + "Follow", at + "/follow?{object}", "href"),
        link(FEP + "like", at + "/like?{object}&x={what}&to={on-success}"),
        link(FEP + "Object", at + "/search?{object}"),
        link(FEP + "Create", at + "/share?{content}")])
    note = quoted(w.p.origin + "/petitions/1")
    equal(led(w, f"zoe@{w.host.host}"), f"{at}/follow?{note}%2Factor")
    equal(led(w, f"zoe@{w.host.host}", "/petitions/1/like"),
          f"{at}/like?{note}&x=&to={note}")
    # A page that only shares is none to reply with.
    equal(led(w, f"zoe@{w.host.host}", "/petitions/1/reply"),
          f"{at}/search?{note}")
    fresh(w)
    answer(w.host, f"acct:zoe@{w.host.host}", [
        link(FEP + "Create", at + "/new?to={inReplyTo}&text={content}")])
    equal(led(w, f"zoe@{w.host.host}", "/petitions/1/reply"),
          f"{at}/new?to={note}&text=")


@test
def the_name_of_a_server_is_enough(w):
    for resource in (w.host.origin + "/",
                     f"acct:{w.host.host}@{w.host.host}"):
        fresh(w)
        answer(w.host, resource, templates(w.host))
        contains(led(w, w.host.host), w.host.origin + "/authorize?uri=")
        contains(w.p.sql("select host from placet.intent_host"),
                 w.host.host)


@test
def it_may_live_under_another_name(w):
    """As servers do whose handles are shorter than their own names."""
    fresh(w)
    resource = f"acct:zoe@{w.host.host}"
    w.host.redirect(finger(resource), w.other.origin + "/1")
    w.other.redirect("/1", w.other.origin + "/2")
    w.other.redirect("/2", w.other.origin + finger(resource))
    answer(w.other, resource, templates(w.other))
    contains(led(w, "@zoe@" + w.host.host), w.other.origin + "/authorize")
    # It may do so for this one of its people only.
    equal(w.p.sql("select count(*) from placet.intent_host"), "0")


@test
def three_redirects_are_enough(w):
    fresh(w)
    for n in range(9):
        w.host.redirect(f"/{n}", f"{w.host.origin}/{n + 1}")
    w.host.redirect(finger(f"acct:zoe@{w.host.host}"), w.host.origin + "/0")
    equal(led(w, "@zoe@" + w.host.host), None)
    equal(len([x for x in w.host.heard if x.path[1:].isdigit()]), 3)


@test
def who_they_are_is_forgotten_when_it_has_been_asked(w):
    fresh(w)
    answer(w.host, f"acct:marguerite@{w.host.host}", [
        link(SUBSCRIBE, w.host.origin + "/authorize?uri={uri}")])
    led(w, "@marguerite@" + w.host.host)
    equal(w.p.sql("select count(*) from placet.intent "
                  "where account is not null"), "0")
    for table in ("intent", "intent_host", "errand", "fetch_failed", "peer"):
        holds("marguerite" not in w.p.sql(
            f"select coalesce(string_agg(t::text, ''), '') "
            f"from placet.{table} t"), table)
    # A page with their name in it is nobody else's.
    fresh(w)
    answer(w.host, f"acct:marguerite@{w.host.host}", [
        link(SUBSCRIBE, w.host.origin + "/Marguerite/authorize?uri={uri}")])
    contains(led(w, "@marguerite@" + w.host.host), "/Marguerite/authorize")
    equal(w.p.sql("select count(*) from placet.intent_host"), "0")
    with open(os.path.join(w.p.folder, "placetd.log"),
              encoding="utf-8") as log:
        holds("marguerite" not in log.read().lower(), "nor in the log")


@test
def a_server_that_says_nothing_of_use_leaves_it_to_them(w):
    fresh(w)
    at = w.host.origin
    for links in ([], [link(SUBSCRIBE, at + "/authorize?uri={acct}")],
                  [link(SUBSCRIBE, "javascript:alert({uri})")],
                  [link(SUBSCRIBE, at + "/a b?{uri}")],
                  [link(SUBSCRIBE, at + "/a\r\nX: y?{uri}")],
                  [link(SUBSCRIBE, "http://{uri}.example/")],
                  [link(SUBSCRIBE, "http://user:pass@x.example/{uri}")],
                  [link(SUBSCRIBE, at + "/?{uri}" + "x" * 1024)],
                  [link(SUBSCRIBE, at + "/?{{uri}}")],
                  [link(SUBSCRIBE, None)], {"rel": SUBSCRIBE}, "x", None,
                  [link("http://ostatus.org/schema/1.0/other",
                        at + "/?{uri}")]):
        answer(w.host, f"acct:zoe@{w.host.host}", links)
        equal(led(w, "@zoe@" + w.host.host), None, links)
    for body in ("", "{", "[]", "<html>", "{" * 5000, " " * 70000 + "{}"):
        w.host.put(finger(f"acct:zoe@{w.host.host}"), body)
        w.p.sql("delete from placet.intent_host")
        equal(led(w, "@zoe@" + w.host.host), None, body[:20])
    # One of its people that it does not know says nothing of the others.
    fresh(w)
    equal(led(w, "@nobody@" + w.host.host), None)
    equal([x.path for x in w.host.heard], [
        finger(f"acct:nobody@{w.host.host}"), finger(w.host.origin + "/"),
        finger(f"acct:{w.host.host}@{w.host.host}")])
    answer(w.host, f"acct:zoe@{w.host.host}", templates(w.host))
    contains(led(w, "@zoe@" + w.host.host), "/authorize")


@test
def the_page_then_says_what_to_do(w):
    fresh(w)
    r = ask(w, "@nobody@" + w.host.host)
    page = eventually(lambda: (lambda p: None if "Refresh" in p.headers
                               else p)(w.p.http.get(r.headers["Location"])),
                      15, "the end", 0.1).text()
    contains(page, w.host.host)
    contains(page, "@petition-1")
    r = ask(w, "@nobody@" + w.host.host, "/petitions/1/reply")
    page = eventually(lambda: (lambda p: None if "Refresh" in p.headers
                               else p)(w.p.http.get(r.headers["Location"])),
                      15, "the end", 0.1).text()
    contains(page, w.p.origin + "/petitions/1<")


@test
def a_server_that_is_down_is_asked_every_ten_minutes(w):
    fresh(w)
    w.host.pages[finger(f"acct:zoe@{w.host.host}")] = (503, None, "")
    equal(led(w, "@zoe@" + w.host.host), None)
    equal(len(w.host.heard), 1, "nothing more is tried")
    answer(w.host, f"acct:tom@{w.host.host}", templates(w.host))
    equal(led(w, "@tom@" + w.host.host), None)
    equal(len(w.host.heard), 1)
    w.p.sql("update placet.intent_host set until = now()")
    contains(led(w, "@tom@" + w.host.host), "/authorize")


@test
def a_slow_server_keeps_nobody_longer_than_ten_seconds(w):
    fresh(w)
    held = []
    w.host.pages[finger(f"acct:zoe@{w.host.host}")] = held.append
    answer(w.other, f"acct:tom@{w.other.host}", templates(w.other))
    r = ask(w, "@zoe@" + w.host.host)
    page = w.p.http.get(r.headers["Location"])
    equal(page.headers["Refresh"], "1")
    contains(page.text(), w.host.host)
    contains(led(w, "@tom@" + w.other.host), "/authorize",
             "others do not wait")
    w.p.sql("update placet.intent set at = now() - interval '10 seconds'")
    page = w.p.http.get(r.headers["Location"])
    holds("Refresh" not in page.headers, "the end")
    contains(page.text(), "@petition-1")


@test
def one_question_at_a_time_and_all_who_wait_are_served(w):
    fresh(w)
    gate = []
    w.host.pages[finger(f"acct:zoe@{w.host.host}")] = \
        lambda h: (eventually(lambda: gate, 10, "the gate"),
                   h.tell(200, None, json.dumps(
                       {"links": templates(w.host)})))
    to = [ask(w, f"@{name}@{w.host.host}").headers["Location"]
          for name in ("zoe", "tom", "eve")]
    eventually(lambda: w.host.heard, 5, "it is asked")
    eventually(lambda: w.p.sql(
        "select count(*) from placet.intent where leased_until is null"
        ) == "2", 5, "the others wait")
    gate.append(True)
    for url in to:
        eventually(lambda url=url: w.p.http.get(url, headers=OWN).status ==
                   303, 10, "all are led on")
    equal(len(w.host.heard), 1)


@test
def nobody_is_led_on_by_a_link(w):
    """An open redirect would have our name vouch for anybody."""
    fresh(w)
    answer(w.host, f"acct:zoe@{w.host.host}", templates(w.host))
    url = ask(w, "@zoe@" + w.host.host).headers["Location"]
    eventually(lambda: w.p.http.get(url, headers=OWN).status == 303, 10,
               "the one who asked is led on")
    for site in ("cross-site", "same-site", "none", None):
        r = w.p.http.get(url, headers={"Sec-Fetch-Site": site} if site
                         else {})
        equal(r.status, 200, site)
        holds("Location" not in r.headers and "Refresh" not in r.headers,
              "shown, not led")
        contains(r.text(), f'href="{w.host.origin}/authorize?uri=')
        contains(r.text(), w.host.host)
        equal(r.headers["Referrer-Policy"], "no-referrer")
    for headers in ({"Sec-Fetch-Site": "cross-site"},
                    {"Origin": "https://evil.example"}):
        equal(ask(w, "@zoe@" + w.host.host, **headers).status, 403)
    equal(w.p.http.get("/follow/" + "A" * 43).status, 404)
    equal(w.p.http.get("/follow/x").status, 404)
    w.p.sql("update placet.intent set at = now() - interval '2 minutes'")
    equal(w.p.http.get(url, headers=OWN).status, 404, "it is over")


@test
def the_form_alone_may_end_elsewhere(w):
    """Browsers hold redirects of forms to "form-action"."""
    for path, more in (("/follow", True), ("/petitions/1/like", True),
                       ("/petitions/1", False), ("/petitions/1/sign", False)):
        policy = w.p.http.get(path).headers["Content-Security-Policy"]
        equal("form-action 'self' https:" in policy, more, path)
        contains(policy, "form-action 'self'")


@test
def servers_that_are_not_spoken_with_are_not_asked(w):
    fresh(w)
    w.p.sql("insert into placet.peer_rule (site_id, host, level) "
            "select id, '127.0.0.3', 'suspend' from placet.site")
    r = ask(w, "@zoe@" + w.other.host)
    equal(r.status, 422)
    contains(r.text(), 'value="@zoe@' + w.other.host)
    for typed in (f"@mairie@{HOST}:{w.p.port}", HOST, w.p.origin + "/"):
        equal(ask(w, typed).status, 422, typed)
    w.p.sql("delete from placet.peer_rule")
    w.p.sql("update placet.site set social = 'allow'")
    equal(ask(w, "@zoe@" + w.other.host).status, 422)
    w.p.sql("update placet.site set social = 'open'")
    equal(w.other.heard, [])


@test
def cve_2025_23221_webfinger_leads_to_no_address_inside(w):
    """Handles and redirects that would
    have us ask inside; ourselves least of all."""
    fresh(w)
    for inside in ("10.0.0.1", "192.168.1.1", "169.254.169.254", "[fd00::1]",
                   "[::ffff:10.0.0.1]", "[64:ff9b::a00:1]", "0.0.0.0",
                   "100.64.0.1"):
        equal(led(w, "@zoe@" + inside), None, inside)
    for to in (w.p.origin + finger(f"acct:mairie@{HOST}:{w.p.port}"),
               "http://10.0.0.1/", "file:///etc/passwd", "gopher://x.example",
               "http://[::]/", "http://user@127.0.0.3/"):
        fresh(w)
        w.host.redirect(finger(f"acct:zoe@{w.host.host}"), to)
        equal(led(w, "@zoe@" + w.host.host), None, to)


@test
def without_the_test_flag_this_machine_is_inside_too(w):
    with Federated(workers=1) as p:
        p.write_conf(federation_test=False)
        p.stop()
        p.start()
        for typed in ("@zoe@127.0.0.2", "@zoe@localhost", "@zoe@[::1]",
                      "@zoe@" + w.host.host, "@zoe@2130706433",
                      "@zoe@0x7f.1", "@zoe@host.example:8080"):
            r = p.http("POST", "/follow", form={"account": typed},
                       headers={"Origin": p.origin})
            equal(r.status, 422, typed)
        r = p.http("POST", "/follow", form={"account": "@z@localtest.me"},
                   headers={"Origin": p.origin})
        equal(r.status, 303, "a name says nothing of its address")


@test
def what_cannot_be_an_account_is_said_next_to_the_field(w):
    for typed, code in (("", "account.missing"), (" @ ", "account.invalid"),
                        ("zoé@host.example", "account.invalid"),
                        ("zoe@écolo.example", "account.foreign"),
                        ("@zoe@host.example@x", "account.invalid"),
                        ("a" * 600, "account.invalid")):
        r = w.p.http("POST", "/petitions/1/like", form={"account": typed},
                     headers={"Origin": w.p.origin,
                              "Accept": "application/json"})
        equal([r.status, [x["code"] for x in r.json()["errors"]]],
              [422, [code]], typed)
        page = ask(w, typed, "/petitions/1/like")
        equal(page.status, 422)
        contains(page.text(), 'id="account-error"')
        contains(page.text(), 'aria-invalid="true"')
        contains(page.text(), f'value="{typed}"')
    english = w.p.http("POST", "/en/petitions/1/like", form={"account": ""},
                       headers={"Origin": w.p.origin})
    contains(english.text(), "Type the address of your account")


@test
def fedify_says_where_its_pages_are(w):
    fresh(w)
    with Fedify(w.p.build) as peer:
        note = quoted(w.p.origin + "/petitions/1")
        equal(led(w, "@alice@" + peer.host),
              f"{peer.origin}/subscribe?to={note}%2Factor")
        equal(led(w, f"{peer.origin}/users/alice", "/petitions/1/like"),
              f"{peer.origin}/like?what={note}")
        equal(led(w, peer.host, "/follow"),
              f"{peer.origin}/subscribe?to={quoted(w.p.commune)}")


class World:
    def __enter__(self):
        self.p = Federated(workers=1)
        self.host, self.other = Host("127.0.0.2"), Host("127.0.0.3")
        self.open = [self.p, self.host, self.other]
        for thing in self.open:
            thing.__enter__()
        return self

    def __exit__(self, *why):
        for thing in reversed(self.open):
            thing.__exit__(*why)


if __name__ == "__main__":
    run(World)

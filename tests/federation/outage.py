#!/usr/bin/env python3
"""outage.py - followers whose servers are down, slow or cross

What goes to the others must not wait for them, and once they are back all is
told, in order.  How long an attempt is put off is for SQL and tested there
(tests/sql/courier_delivery_done.sql); here due times are moved to now.
"""
import json
import os
import signal
import statistics
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import procs  # noqa: E402
from federated import PUBLIC, Federated  # noqa: E402
from forge import Host, Keys, Somebody, deliver  # noqa: E402
from tap import contains, equal, eventually, holds, run, test  # noqa: E402

GOOD = 8
ROUND = 20   # acts


def say(w, count):
    """Have the commune say something so many times; the numbers."""
    draft = json.dumps({"type": "Announce", "to": [PUBLIC],
                        "object": w.p.origin + "/petitions/1"})
    text = w.p.sql(
        "set search_path = placet; set placet.scheme = 'http'; "
        f"set placet.port = '{w.p.port}'; select core.act_new(id, "
        f"'announce', -1, 1, '{w.p.origin}/petitions/1', 'all', '{draft}') "
        f"from site, generate_series(1, {count})")
    return [int(n) for n in text.split()]


def follow(w, host):
    """Somebody there follows the commune."""
    w.p.sql(f"""
        insert into placet.remote (id, host, type, username, inbox,
            shared_inbox)
        values ('{host.origin}/users/f', '{host.host}', 'Person', 'f',
            '{host.origin}/users/f/inbox', '{host.origin}/inbox');
        insert into placet.follower (site_id, actor, remote, host, follow)
        select id, -1, '{host.origin}/users/f', '{host.host}',
            '{host.origin}/follow' from placet.site;
        insert into placet.peer (site_id, host, cursor)
        select id, '{host.host}', acts from placet.site""")


def numbers(host):
    """Of the acts it was told, in the order of their arrival."""
    return [int(json.loads(x.body)["id"].rsplit("/", 1)[1])
            for x in list(host.heard) if x.method == "POST"]


def first_times(numbers_heard):
    return list(dict.fromkeys(numbers_heard))


def round_of(w, count=ROUND):
    """Say it; seconds until each good server had been told all of it."""
    for host in w.good:
        host.heard.clear()
    started = time.monotonic()
    said = say(w, count)
    for host in w.good:
        eventually(lambda h=host: len(numbers(h)) >= count, 30,
                   "the good servers are told")
    for host in w.good:
        equal(numbers(host), said, "each once, in order")
    return statistics.median(h.heard[-1].at - started for h in w.good)


def ignored(_handler):
    """Take it, and never answer."""
    time.sleep(30)


@test
def all_are_told_each_act_once_and_in_order(w):
    w.alone = statistics.median(round_of(w) for _ in range(3))
    print(f"# {ROUND} acts to {GOOD} servers: {w.alone:.3f} s")


@test
def the_others_do_not_wait_for_those_that_fail(w):
    w.down, w.broken, w.cross, w.slow = w.bad
    w.down.server.server_close()  # nobody listens
    w.broken.inbox = lambda heard: 500
    w.cross.inbox = lambda heard: (429, {"Retry-After": "3600"})
    w.slow.inbox = lambda heard: ignored
    for host in w.bad:
        follow(w, host)
    w.before = int(w.p.sql("select max(acts) from placet.site"))
    took = round_of(w)
    print(f"# with {len(w.bad)} that fail: {took:.3f} s")
    holds(took < 2 * w.alone + 0.5, f"{took:.3f} s, alone {w.alone:.3f} s")
    eventually(lambda: numbers(w.slow), 10, "the slow one was asked")


@test
def who_says_when_to_come_back_is_asked_then(w):
    w.p.until("select fails from placet.peer where host = "
              f"'{w.cross.host}'", "1")
    equal(w.p.sql("select due_at > now() + interval '50 minutes' from "
                  f"placet.peer where host = '{w.cross.host}'"), "t")
    equal(len(numbers(w.cross)), 1)


@test
def after_five_failures_it_is_only_probed(w):
    for n in range(1, 6):
        w.p.until("select fails from placet.peer where host = "
                  f"'{w.broken.host}'", str(n))
        w.p.sql("update placet.peer set due_at = now() where host in "
                f"('{w.broken.host}', '{w.down.host}')")
    w.p.until("select count(*) from placet.peer where opened_at is not null "
              f"and host in ('{w.broken.host}', '{w.down.host}')", "2")
    equal(set(numbers(w.broken)), {w.before + 1}, "always the first")
    holds("http.connect" in w.p.log_text(), "the log says why")


@test
def a_letter_does_not_wait_behind_what_goes_to_many(w):
    say(w, 200)
    new = Somebody(w.good[0], "nouvelle", w.keys.new())
    started = time.monotonic()
    deliver(w.p, new, new.act("Follow", w.p.commune))
    eventually(lambda: [x for x in w.good[0].heard
                        if x.path == new.path + "/inbox"], 10, "the Accept")
    print(f"# accepted within {time.monotonic() - started:.3f} s")
    contains([json.loads(x.body)["type"] for x in w.good[0].heard if x.body],
             "Accept")
    w.p.until("select count(*) from placet.peer p, placet.site s where "
              "p.cursor < s.acts_signed and p.host in (" +
              ", ".join(f"'{h.host}'" for h in w.good) + ")", "0")


@test
def one_slow_inbox_with_many_letters_holds_nobody_up(w):
    w.p.sql("set search_path = placet; select core.letter_new(id, -1, "
            f"'{w.slow.origin}/users/f/inbox', '{{\"id\": \"x\"}}') "
            "from site, generate_series(1, 150)")
    eventually(lambda: [x for x in w.slow.heard if x.body == b'{"id": "x"}'],
               10, "the slow one is asked")
    took = round_of(w)
    print(f"# with 150 letters to a slow one: {took:.3f} s")
    w.p.sql("delete from placet.letter")
    holds(took < 2 * w.alone + 0.5, f"{took:.3f} s, alone {w.alone:.3f} s")


@test
def what_heals_is_told_all_in_order(w):
    w.p.until("select fails > 0 from placet.peer where host = "
              f"'{w.slow.host}'", "t")  # given up, not under way
    last = int(w.p.sql("select max(acts_signed) from placet.site"))
    want = list(range(w.before + 1, last + 1))
    for host in w.bad[1:]:
        host.inbox = lambda heard: 202
        host.heard.clear()
    # Where nobody listened somebody does again, at the same address.
    again = Host(*w.down.server.server_address)
    w.open(again)
    w.p.hurry()
    for host in (again, w.broken, w.cross, w.slow):
        eventually(lambda h=host: last in numbers(h), 30,
                   "all that was missed")
        equal(first_times(numbers(host)), want, "in order")
        equal(len(numbers(host)), len(want), "each once")
    w.p.until("select count(*) from placet.peer where fails > 0 or "
              "opened_at is not null or leased_until is not null", "0")


@test
def what_is_refused_for_good_holds_nothing_up(w):
    for status in (404, 410, 422):
        w.broken.heard.clear()
        refusals = iter((status,))
        w.broken.inbox = lambda heard: next(refusals, 202)
        said = say(w, 3)
        eventually(lambda: len(numbers(w.broken)) == 3, 10, status)
        equal(numbers(w.broken), said, status)
    equal(w.p.sql("select count(*) from placet.peer where fails > 0"), "0")


@test
def a_key_that_is_not_wanted_is_shown_three_times(w):
    """... whatever failed before; nor is a server down that refuses."""
    peer = f"placet.peer set %s where host = '{w.broken.host}'"
    for status in (401, 403):
        w.broken.heard.clear()
        w.p.sql("update " + peer % "fails = 4, failing_from = now()")
        refusals = iter((status,) * (6 if status == 401 else 3))
        w.broken.inbox = lambda heard, r=refusals: next(r, 202)
        said = say(w, 2)
        for n in (1, 2):
            w.p.until("select fails, refused, opened_at is null from "
                      f"placet.peer where host = '{w.broken.host}'",
                      f"0|{n}|t")
            w.p.sql("update " + peer % "due_at = now()")
        eventually(lambda s=said: s[1] in numbers(w.broken), 10,
                   "then the next")
        # 401: one knock more each time, with the other signature.
        equal(numbers(w.broken), said[:1] * (6 if status == 401 else 3)
              + said[1:], status)
    w.broken.inbox = lambda heard: 202


@test
def an_inbox_that_is_gone_is_left_alone_in_the_end(w):
    """Its owner is asked for another; who has none gets nothing more."""
    lost = w.open(Host("127.0.2.9"))
    lost.inbox = lambda heard: 410
    follow(w, lost)
    w.p.sql("update placet.remote set fetched_at = now() - interval '1 day' "
            f"where host = '{lost.host}'")
    gone = "placet.inbox_gone where host = '%s'" % lost.host
    for day in (1, 2):
        say(w, 1)
        w.p.until(f"select days from {gone}", str(day))
        eventually(lambda: lost.asked("/users/f"), 10, "asked where it is")
        w.p.sql("update placet.inbox_gone set at = at - interval '1 day'")
    # It has another now.
    name = "f"
    new = Somebody(lost, name, w.keys.new())
    lost.put("/users/f", new.doc(endpoints={
        "sharedInbox": lost.origin + "/new"}))
    lost.inbox = lambda heard: 202 if heard.path == "/new" else 404
    w.p.sql("set search_path = placet; delete from fetch_failed; "
            f"select core.errand_new(id, 'actor', '{new.id}') from site")
    w.p.until("select count(*) from placet.remote where shared_inbox = "
              f"'{lost.origin}/new'", "1")
    lost.heard.clear()
    said = say(w, 1)
    eventually(lambda: [x.path for x in lost.heard if x.method == "POST"] ==
               ["/new"], 10, "which gets what is said")
    equal(numbers(lost), said)
    # ... and that one goes too.
    lost.inbox = lambda heard: 404
    for day in (1, 2, 3):
        said = say(w, 1)
        eventually(lambda s=said: s[0] in numbers(lost), 10, "sent")
        if day < 3:
            w.p.until(f"select days from {gone} and inbox like '%/new'",
                      str(day))
        w.p.sql("update placet.inbox_gone set at = at - interval '1 day'")
    w.p.until("select count(*) from placet.follower where host = "
              f"'{lost.host}'", "0")
    lost.heard.clear()
    say(w, 1)
    w.p.until("select count(*) from placet.peer p, placet.site s where "
              "p.cursor < s.acts_signed", "0")
    equal(numbers(lost), [])


@test
def an_answer_may_be_a_page_of_words(w):
    page = b"<p>" + b"x" * 40000
    answers = iter((202, 404))
    w.broken.heard.clear()
    w.broken.inbox = lambda heard: lambda handler: handler.tell(
        next(answers, 202), "text/html", page)
    said = say(w, 3)
    eventually(lambda: len(numbers(w.broken)) == 3, 10, "all are told")
    equal(numbers(w.broken), said)
    equal(w.p.sql("select count(*) from placet.peer where fails > 0"), "0")
    w.broken.inbox = lambda heard: 202


@test
def who_could_not_be_asked_has_not_failed(w):
    w.broken.heard.clear()
    peer = f"placet.peer set %s where host = '{w.broken.host}'"
    w.p.sql("update " + peer % "due_at = now() + interval '1 h'")
    said = say(w, 1)
    w.p.until("select acts_signed from placet.site", str(said[0]))
    keyd = w.p.child("placet-keyd")[0]
    os.kill(keyd, signal.SIGSTOP)
    try:
        w.p.sql("update " + peer % "due_at = now()")
        eventually(lambda: "keyd signs no request" in w.p.log_text(), 30,
                   "keyd is missed")
        time.sleep(0.5)
    finally:
        os.kill(keyd, signal.SIGCONT)
    equal(w.p.sql("select count(*) from placet.peer where fails > 0"), "0")
    equal(numbers(w.broken), [])
    w.p.hurry()  # leases would run out by themselves
    eventually(lambda: numbers(w.broken) == said, 10, "then it is told")


@test
def who_has_many_inboxes_gets_each_act_once_in_each(w):
    """250 people on a server without a shared inbox, where one inbox fails
    at first: what the others have is not sent again."""
    many = w.open(Host("127.0.2.10"))
    follow(w, many)
    w.p.sql(f"""
        update placet.remote set shared_inbox = null
        where host = '{many.host}';
        insert into placet.remote (id, host, type, username, inbox)
        select '{many.origin}/users/' || n, '{many.host}', 'Person', 'f',
            '{many.origin}/in/' || n from generate_series(1001, 1249) n;
        insert into placet.follower (site_id, actor, remote, host, follow)
        select s.id, -1, r.id, r.host, r.id || '/f' from placet.site s,
            placet.remote r where r.host = '{many.host}'
        on conflict do nothing""")
    refusals = iter((503,))
    many.inbox = lambda heard: next(refusals, 202) \
        if heard.path == "/in/1150" else 202
    said = say(w, 2)
    eventually(lambda: "/in/1150" in [x.path for x in list(many.heard)], 20,
               "it is sent")
    w.p.until(f"select fails from placet.peer where host = '{many.host}'",
              "1")
    w.p.hurry()
    eventually(lambda: len(many.heard) == 501, 40, "all of both")
    paths = [x.path for x in many.heard]
    equal(len(set(paths)), 250)
    equal([x for x in set(paths) if paths.count(x) != 2], ["/in/1150"])
    equal(numbers(many), [said[0]] * 251 + [said[1]] * 250)
    for table in ("follower", "peer"):
        w.p.sql(f"delete from placet.{table} where host = '{many.host}'")


@test
def who_does_not_understand_gets_a_second_knock(w):
    def picky(heard):
        return 202 if heard.headers["Signature-Input"] else 401
    w.broken.heard.clear()
    w.broken.inbox = picky
    said = say(w, 3)
    eventually(lambda: len(numbers(w.broken)) == 4, 10, "one knock more")
    equal(numbers(w.broken), said[:1] + said, "then it is remembered")
    w.p.until("select scheme from placet.peer where host = "
              f"'{w.broken.host}'", "rfc9421")
    w.broken.inbox = lambda heard: 202


@test
def a_courier_that_is_killed_loses_nothing(w):
    hosts = w.good + w.bad[1:]
    lock = threading.Lock()
    flying = 0

    def thoughtful(_heard):
        nonlocal flying
        with lock:
            flying += 1
        time.sleep(0.02)
        return 202
    for host in hosts:
        host.inbox = thoughtful
        host.heard.clear()
    said = say(w, 20)
    for kill in range(2):
        eventually(lambda k=kill: flying > (k + 1) * 40, 30, "they fly",
                   0.002)
        courier = w.p.child("placet-courier")[0]
        os.kill(courier, signal.SIGKILL)
        eventually(lambda c=courier: not procs.alive(c) and
                   w.p.child("placet-courier"), 10, "another one")
        w.p.hurry()  # leases would run out by themselves
    for host in hosts:
        eventually(lambda h=host: said[-1] in numbers(h), 30,
                   "all that was said")
        equal(first_times(numbers(host)), said, "none is missing")
        holds(len(numbers(host)) <= len(said) + 2, "few come twice")
    bodies = {}
    for host in hosts:
        for x in host.heard:
            bodies.setdefault(json.loads(x.body)["id"], set()).add(x.body)
    equal({len(x) for x in bodies.values()}, {1}, "always the same bytes")
    equal(len(bodies), len(said))


class World:
    def __init__(self):
        self.parts = []

    def open(self, part):
        self.parts.append(part)
        return part.__enter__()

    def __enter__(self):
        try:
            self.keys = self.open(Keys())
            self.good = [self.open(Host(f"127.0.1.{n + 1}"))
                         for n in range(GOOD)]
            self.bad = [self.open(Host(f"127.0.2.{n + 1}"))
                        for n in range(4)]
            self.p = self.open(Federated())
            for host in self.good:
                follow(self, host)
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

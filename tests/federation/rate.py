#!/usr/bin/env python3
"""rate.py - one server that says more than its share

However many addresses it comes from: each has its own budget, and the server
that signs has one, too.
"""
import os
import signal
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from federated import Federated  # noqa: E402
from forge import Host, Keys, Post, Somebody, deliver  # noqa: E402
from tap import contains, equal, holds, run, test  # noqa: E402


@test
def one_server_has_one_budget_whatever_addresses_it_has(w):
    statuses = []
    for n in range(40):
        post = Post(w.p, w.alice, w.alice.act("Like", w.note))
        post.headers["X-Forwarded-For"] = f"192.0.2.{n}"
        answer = post.send()
        statuses.append(answer.status)
        if answer.status == 429:
            contains(answer.text(), "rate.exceeded")
            holds(int(answer.headers["Retry-After"]) >= 1, "for how long")
    equal(set(statuses[:10]), {202}, "ten at once")
    contains(statuses, 429)
    # Others are heard; and what is not signed by it uses up nothing of its.
    post = Post(w.p, w.bob, w.bob.act("Like", w.note))
    post.headers["X-Forwarded-For"] = "192.0.2.99"
    equal(post.send().status, 202)
    for n in range(30):
        post = Post(w.p, w.carol, w.carol.act("Like", w.note),
                    key=w.alice.key)
        post.headers["X-Forwarded-For"] = f"198.51.100.{n}"
        equal(post.send().status, 401, "not hers")
    post = Post(w.p, w.carol, w.carol.act("Like", w.note))
    post.headers["X-Forwarded-For"] = "198.51.100.99"
    equal(post.send().status, 202)


@test
def what_waits_for_a_key_is_counted_by_the_network_it_came_from(w):
    (courier,) = w.p.child("placet-courier")
    os.kill(courier, signal.SIGSTOP)
    try:
        new = Somebody(w.alice.host, "gabi", w.alice.key)
        for address in ("203.0.112.1", "203.0.112.9", "203.0.111.1",
                        "2001:db8:1:2::1", "2001:db8:1:3::1",
                        "2001:db8:2:2::1"):
            send(w, new, new.act("Like", w.note), address)
        equal(w.p.sql("select string_agg(n::text, ' ' order by n) from ("
                      "select count(*) as n from placet.deferred "
                      "group by sender) d"), "1 1 2 2")
    finally:
        os.kill(courier, signal.SIGCONT)
    w.p.quiet()


@test
def what_it_brings_of_others_counts_too(w):
    note = w.bob.note("https://n.example/1", "<p>oui</p>")
    statuses = []
    for n in range(40):
        doc = w.bob.act("Create", note)
        post = Post(w.p, w.dora, {**doc, "object": {
            **note, "inReplyTo": w.note}})
        post.headers["X-Forwarded-For"] = f"203.0.113.{n}"
        statuses.append(post.send().status)
    equal(set(statuses[:10]), {202}, "ten at once")
    contains(statuses, 429)


class Session(threading.Thread):
    """SQL that runs beside us; `text` may be called until it is over."""

    def __init__(self, p, text):
        super().__init__()
        self.p, self.text = p, text
        self.start()

    def run(self):
        self.p.sql(self.text)


@test
def who_makes_batches_wait_for_each_other_spoils_his_own(w):
    """One worker; its first batch waits for us while three gather.  Of these
    one holds what we want, and waits for what we have."""
    a, b = (w.bob.act("Create", w.bob.note(w.note, "<p>x</p>"))
            for _ in range(2))
    for n, doc in enumerate((a, b)):
        send(w, w.bob, doc, f"198.51.100.{n}")
    lock = "update placet.comment set lang = lang where object = '{}'; "
    one, two = (lock.format(x["object"]["id"]) for x in (a, b))
    first = Session(w.p, "begin; insert into placet.support (site_id, "
                    "petition, remote, kind, activity) select 1, 1, "
                    f"'{w.erin.id}', 'dislike', ''; select pg_sleep(2); "
                    "rollback")
    second = Session(w.p, "set deadlock_timeout = '20s'; begin; " + one +
                     "select pg_sleep(2.5); " + two + "commit")
    time.sleep(0.5)
    answers = []
    sent = []
    for n, (who, doc) in enumerate((
            (w.erin, w.erin.act("Dislike", w.note)),
            (w.bob, update(w.bob, b, "un")), (w.bob, update(w.bob, a, "deux")),
            (w.fred, w.fred.act("Like", w.note)))):
        t = threading.Thread(target=lambda who=who, doc=doc, n=n:
                             answers.append(send(w, who, doc, f"192.0.3.{n}",
                                                 None)))
        t.start()
        sent.append(t)
        time.sleep(0.2)
    for t in sent + [first, second]:
        t.join()
    contains(w.p.log_text(), "a batch of 3 failed; row by row")
    equal(answers, [202] * 4)
    equal([w.p.comment(x["object"]["id"])["text"] for x in (b, a)],
          ["un", "deux"])


def update(who, create, words):
    note = create["object"]
    return who.act("Update", {**note, "content": f"<p>{words}</p>"})


def send(w, who, doc, address, want=202):
    post = Post(w.p, who, doc)
    post.headers["X-Forwarded-For"] = address
    status = post.send().status
    if want is not None:
        equal(status, want)
    return status


class World:
    def __init__(self):
        self.parts = []

    def open(self, part):
        self.parts.append(part)
        return part.__enter__()

    def __enter__(self):
        try:
            keys = self.open(Keys())
            hosts = [self.open(Host(f"127.0.0.{n}")) for n in range(2, 8)]
            self.p = self.open(Federated(
                workers=1, rate_inbox=1, trusted_proxies=["127.0.0.1", "::1"]))
            self.note = self.p.origin + "/petitions/1"
            for host, name in zip(hosts, ("alice", "bob", "carol", "dora",
                                          "erin", "fred")):
                who = Somebody(host, name, keys.new())
                setattr(self, name, who)
                deliver(self.p, who, who.act("Like", self.note))
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

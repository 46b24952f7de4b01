#!/usr/bin/env python3
"""feed.py - whoever reads the feed may wait for what comes next

"Prefer: wait=30" (RFC 7240) has an empty answer wait until an act is signed:
for so long, for so many readers, and not for those who have gone.
"""
import http.client
import os
import socket
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from client import Response  # noqa: E402
from placet import HOST, Placet  # noqa: E402
from tap import contains, equal, eventually, holds, run, test  # noqa: E402

WAITERS = 256  # LIMIT_WAITERS


class Reader:
    """One question, asked now and read later."""

    def __init__(self, p, after, prefer="wait=30", method="GET"):
        self.link = socket.create_connection(("127.0.0.1", p.port), 30)
        self.began = time.monotonic()
        self.method = method
        self.link.sendall(
            f"{method} /api/v1/acts/{after} HTTP/1.1\r\n"
            f"Host: {HOST}:{p.port}\r\n"
            f"Prefer: {prefer}\r\n\r\n".encode())

    def read(self):
        answer = http.client.HTTPResponse(self.link, method=self.method)
        answer.begin()
        r = Response(answer, answer.read())
        r.took = time.monotonic() - self.began
        self.link.close()
        return r

    def answered(self):
        """Has it an answer already?"""
        self.link.setblocking(False)
        try:
            return self.link.recv(1, socket.MSG_PEEK) != b""
        except BlockingIOError:
            return False
        finally:
            self.link.settimeout(30)


def last(p):
    return int(p.http.get("/api/v1/acts/0").headers["Placet-Next"])


def waited(r):
    return r.headers.get("Preference-Applied")


def waiting(p, after, **more):
    """A reader who waits: those who come later have been answered."""
    reader = Reader(p, after, **more)
    for _ in range(3):
        p.http.get(f"/api/v1/acts/{after}")
    equal(reader.answered(), False, "it waits")
    return reader


@test
def an_act_wakes_whoever_waits(p):
    n = last(p)
    readers = [waiting(p, n), waiting(p, n, prefer="wait=9999")]
    p.petition(HOST)
    for reader in readers:
        r = reader.read()
        equal([r.status, r.headers["Content-Type"]],
              [200, "application/x-ndjson"])
        equal(waited(r), "wait=30", "never longer")
        contains(r.text(), '"Create"')
        holds(int(r.headers["Placet-Next"]) > n, "it goes on")
        holds(r.took < 15, "at once")


@test
def when_its_time_is_up_the_answer_is_empty(p):
    n = last(p)
    for prefer in ("wait=1", 'respond-async, WAIT = "1"; x=y, wait=20'):
        r = Reader(p, n, prefer).read()
        equal([r.status, r.text(), r.headers["Placet-Next"]],
              [200, "", str(n)])
        equal(waited(r), "wait=1")
        holds(0.9 <= r.took < 5, f"after a second, not {r.took}")


@test
def what_there_is_is_answered_at_once(p):
    r = Reader(p, 0).read()
    contains(r.text(), '"Create"')
    equal(waited(r), None)
    for prefer in ("wait=0", "wait", "wait=", "wait=x", "wait=-1", "await=9",
                   "return=minimal", "wait=99999999999999999999", ",;=",
                   "x=wait=9"):
        r = Reader(p, last(p), prefer).read()
        equal([r.status, r.text(), waited(r)], [200, "", None], prefer)
    equal(waited(Reader(p, last(p), method="HEAD").read()), None)
    equal(Reader(p, "x").read().status, 404)


@test
def acts_of_another_site_wake_nobody_for_long(p):
    n = last(p)
    p.site("autre.localhost", "35288")
    reader = waiting(p, n, prefer="wait=2")
    p.petition("autre.localhost")
    r = reader.read()
    equal([r.text(), waited(r)], ["", "wait=2"])
    holds(r.took >= 1.9, "it waited all its time")


@test
def a_lost_connection_of_the_database_loses_no_act(p):
    n = last(p)
    reader = waiting(p, n)
    p.sql("select pg_terminate_backend(pid) from pg_stat_activity "
          "where usename = 'placet_web'")
    p.petition(HOST)
    contains(reader.read().text(), '"Create"')


@test
def so_many_may_wait_and_who_leaves_makes_room(p):
    n = last(p)
    readers = [Reader(p, n) for _ in range(WAITERS)]
    try:
        eventually(lambda: waited(Reader(p, n, "wait=1").read()) is None, 10,
                   "one more is answered at once")
        equal([r.answered() for r in readers].count(True), 0)
        readers.pop().link.close()
        eventually(lambda: waited(Reader(p, n, "wait=1").read()) == "wait=1",
                   10, "the place of who left is free")
        equal(p.http.get("/").status, 200)
    finally:
        for reader in readers:
            reader.link.close()
    eventually(lambda: waited(Reader(p, n, "wait=1").read()) == "wait=1", 10,
               "all have gone")


@test
def who_waits_is_answered_when_the_server_ends(p):
    n = last(p)
    readers = [waiting(p, n) for _ in range(3)]
    began = time.monotonic()
    equal(p.stop(), 0)
    holds(time.monotonic() - began < 9, "nobody is waited for")
    for reader in readers:
        r = reader.read()
        equal([r.status, r.text(), r.headers["Connection"]],
              [200, "", "close"])
    p.start()


class Quiet(Placet):
    """One worker, and no request may take longer than a second to come."""

    def __init__(self):
        super().__init__(workers=1, request_timeout=1,
                         max_connections_address=0)

    def __enter__(self):
        super().__enter__()
        self.site(HOST, "35238")
        self.petition(HOST)
        eventually(lambda: last(self) == 2, 20, "the petition is published")
        return self


if __name__ == "__main__":
    run(Quiet)

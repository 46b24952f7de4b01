#!/usr/bin/env python3
"""kill.py - kill -9 of each process while 2,000 signatures are in flight

The oracle of research/trust 4.3: a client writes down each confirmation that
was answered 200.  Afterwards every one of them stands in the log exactly
once (I1), what was answered otherwise at most once (I2), and nothing else
does (I3).
"""
import base64
import hashlib
import http.client
import os
import random
import signal
import struct
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from placet import HOST, ROOT, Placet  # noqa: E402
from tap import equal, eventually, holds, run, test  # noqa: E402

COUNT = 2000
CLIENTS = 16
SEED = int(os.environ.get("PLACET_SEED", random.randrange(1 << 30)))


def secret(i):
    return hashlib.sha256(struct.pack(">q", i)).digest()


def fill(p, first, petitions=1):
    """Claims number first..first+COUNT-1, as if all mails had been read."""
    with open(os.path.join(ROOT, "tests/bench/fill.sql"),
              encoding="utf-8") as f:
        text = f.read()
    site = p.sql(f"select id from placet.site where host = '{HOST}'")
    for name, value in (("site", site), ("petitions", petitions),
                        ("first", first), ("count", COUNT)):
        text = text.replace(f":{name}", str(value))
    p.sql(text)


class Crowd:
    """Clients that confirm claims until each has had one answer, and try
    again what was not answered 200, as people do."""

    def __init__(self, p, first):
        self.p = p
        self.todo = list(range(first, first + COUNT))
        self.lock = threading.Lock()
        self.good = set()
        self.sent = 0
        self.strange = []
        self.threads = [threading.Thread(target=self._client)
                        for _ in range(CLIENTS)]

    def _take(self):
        with self.lock:
            self.sent += 1
            return self.todo.pop() if self.todo else None

    def _client(self):
        link = None
        while (i := self._take()) is not None:
            token = base64.urlsafe_b64encode(secret(i)).rstrip(b"=").decode()
            try:
                link = link or http.client.HTTPConnection(
                    "127.0.0.1", self.p.port, timeout=20)
                link.request("POST", f"/petitions/1/confirm/{token}",
                             body="", headers={
                                 "Host": f"{HOST}:{self.p.port}",
                                 "Accept": "application/json",
                                 "Sec-Fetch-Site": "same-origin"})
                answer = link.getresponse()
                answer.read()
                status = answer.status
            except (OSError, http.client.HTTPException):
                link, status = None, 0
            with self.lock:
                if status == 200:
                    self.good.add(i)
                elif status in (0, 503):
                    self.todo.insert(0, i)
                else:
                    self.strange.append((i, status))
            if status != 200:
                time.sleep(0.02)  # as a person would, only quicker

    def start(self):
        for t in self.threads:
            t.start()

    def half(self, share):
        eventually(lambda: len(self.good) >= COUNT * share, 60,
                   "signatures in flight", 0.002)

    def join(self):
        for t in self.threads:
            t.join(120)
            holds(not t.is_alive(), "a client still waits")


def back_within_a_second(p, what):
    """Someone who comes now is served within a second."""
    began = time.monotonic()
    eventually(p.ready, 1.0 if what != "PostgreSQL" else 10.0,
               f"the service is back after {what}", 0.01)
    print(f"# {what}: back after {time.monotonic() - began:.3f} s")


def judge(p, crowd, first):
    equal(crowd.strange, [], "answers that are neither 200 nor 503")
    equal(len(crowd.good), COUNT, "confirmations answered 200")
    eventually(lambda: p.sql("select count(*) from placet.inbox") == "0", 60,
               "the notary has numbered them all")
    rows = p.sql(f"""
        select count(*), count(distinct l.idx), count(distinct c.token)
        from generate_series({first}::bigint, {first + COUNT - 1}) i
        join placet.claim c on c.token = sha256(sha256(int8send(i)))
        join placet.leaf l on l.site_id = c.site_id and l.item = c.petition
            and position(c.cn in l.entry) > 0""")
    equal(rows, f"{COUNT}|{COUNT}|{COUNT}", "each in the log exactly once")
    equal(p.sql("""select count(*) from placet.signature s left join
        placet.leaf l on (l.site_id, l.item, l.idx) =
        (s.site_id, s.petition, s.idx) where l.idx is null"""), "0",
          "signatures without a leaf")


def signed(p):
    """All that is sequenced is covered by a checkpoint."""
    eventually(lambda: p.sql("select count(*) from placet.log where "
                             "size <> signed_size or halted is not null")
               == "0", 30, "a checkpoint over everything")
    status, out, err = p.cli("log", "check", p.http_url(), "--petition", "1")
    equal(status, 0, f"placet log check: {out}{err}")


def under_load(p, number, strike, what):
    first = number * COUNT
    fill(p, first)
    crowd = Crowd(p, first)
    crowd.start()
    try:
        for share in (0.1, 0.35, 0.6):
            crowd.half(share)
            strike()
            back_within_a_second(p, what)
    finally:
        crowd.join()
    judge(p, crowd, first)
    signed(p)


def kill(p, name):
    def strike():
        victims = eventually(lambda: p.child(name), 2, f"a {name}", 0.005)
        for pid in victims:
            os.kill(pid, signal.SIGKILL)
        eventually(lambda: [c for c in p.child(name) if c not in victims], 1,
                   f"a new {name}", 0.005)
    return strike


@test
def a_killed_web_worker_loses_no_confirmation(p):
    under_load(p, 0, kill(p, "placet-web"), "web")


@test
def a_killed_notary_loses_and_doubles_nothing(p):
    under_load(p, 1, kill(p, "placet-notary"), "notary")


@test
def a_killed_keyd_never_signs_two_trees(p):
    under_load(p, 2, kill(p, "placet-keyd"), "keyd")


@test
def a_killed_courier_does_not_matter_to_signing(p):
    under_load(p, 3, kill(p, "placet-courier"), "courier")


@test
def a_database_that_crashes_loses_no_confirmation(p):
    def strike():
        p.cluster.stop("immediate")
        p.cluster.start()
    under_load(p, 4, strike, "PostgreSQL")


@test
def a_killed_master_takes_its_children_with_it(p):
    children = [pid for name in ("web", "notary", "courier", "keyd")
                for pid in p.child(f"placet-{name}")]
    equal(len(children), 5, "children")
    p.stop(signal.SIGKILL)

    def gone():
        return not any(os.path.exists(f"/proc/{pid}") for pid in children)
    eventually(gone, 2, "all children gone")
    p.start()
    equal(p.http.get("/petitions/1").status, 200, "after starting again")


def fixture():
    print(f"# seed {SEED}")
    random.seed(SEED)
    return _Town()


class _Town(Placet):
    def __enter__(self):
        super().__enter__()
        self.site()
        self.petition()
        return self

    def http_url(self):
        return f"http://{HOST}:{self.port}"


run(fixture)

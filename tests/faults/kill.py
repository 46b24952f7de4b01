#!/usr/bin/env python3
"""kill.py - kill -9 of each process while 2,000 signatures are in flight

The oracle of research/trust 4.3: a client writes down each confirmation that
was answered 200.  Afterwards every one of them stands in the log exactly
once (I1), what was answered otherwise at most once (I2), and nothing else
does (I3).
"""
import os
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from placet import HOST, Placet  # noqa: E402
from tap import equal, eventually, run, test  # noqa: E402
import crowd  # noqa: E402
import procs  # noqa: E402

COUNT = 2000


def back_within_a_second(p, what):
    """Someone who comes now is served within a second."""
    began = time.monotonic()
    eventually(p.ready, 1.0 if what != "PostgreSQL" else 10.0,
               f"the service is back after {what}", 0.01)
    print(f"# {what}: back after {time.monotonic() - began:.3f} s")


def judge(p, people, first):
    equal(people.strange, [], "answers that are neither 200 nor 503")
    equal(len(people.good), COUNT, "confirmations answered 200")
    eventually(lambda: p.sql("select count(*) from placet.inbox") == "0", 60,
               "the notary has numbered them all")
    rows = p.sql(f"""
        select count(*), count(distinct l.idx), count(distinct c.token)
        from generate_series({first}::bigint, {first + COUNT - 1}) i
        join placet.claim c on c.token = sha256(sha256(int8send(i)))
        join placet.leaf l on l.site_id = c.site_id and l.item = c.petition
            and substr(l.entry, 12 + get_byte(l.entry, 10), 32) = c.cn""")
    equal(rows, f"{COUNT}|{COUNT}|{COUNT}", "each in the log exactly once")
    equal(p.sql("""select count(*) from placet.signature s left join
        placet.lot t on (t.site_id, t.petition, t.id) =
        (s.site_id, s.petition, s.lot) where t.id is null"""), "0",
          "signatures without a number")


def signed(p):
    """All that is sequenced is covered by a checkpoint."""
    eventually(lambda: p.sql("select count(*) from placet.log where "
                             "size <> signed_size or halted is not null")
               == "0", 30, "a checkpoint over everything")
    status, out, err = p.cli(
        "log", "check", f"http://{HOST}:{p.port}/petitions/1")
    equal(status, 0, f"placet log check: {out}{err}")


def under_load(p, number, strike, what):
    first = number * COUNT
    crowd.fill(p, first, COUNT)
    people = crowd.Crowd(p, first, COUNT)
    people.start()
    try:
        for share in (0.1, 0.35, 0.6):
            people.until(COUNT * share)
            strike()
            back_within_a_second(p, what)
    finally:
        people.join()
    judge(p, people, first)
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
        # A zombie is dead: whoever inherits it has not looked yet.
        return not any(procs.alive(pid) for pid in children)
    eventually(gone, 2, "all children gone")
    p.start()
    equal(p.http.get("/petitions/1").status, 200, "after starting again")


class _Town(Placet):
    def __enter__(self):
        super().__enter__()
        self.site()
        self.petition()
        return self


run(_Town)

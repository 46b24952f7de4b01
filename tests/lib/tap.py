"""tap.py - tests are functions whose names are sentences; this runs them

Decorate with @test.  run(fixture) opens the fixture once, hands it to each
test in order and writes TAP.  What is raised is the reason for "not ok".
Arguments on the command line choose the tests whose names hold one of them.
"""
import contextlib
import sys
import time
import traceback

_tests = []


def test(function):
    _tests.append(function)
    return function


class Skip(Exception):
    """Raised by a test that cannot be run here; says why."""


def equal(got, want, what=""):
    if got != want:
        raise AssertionError(f"{what}: got {got!r}, want {want!r}")


def holds(truth, what):
    if not truth:
        raise AssertionError(what)


def contains(whole, part, what=""):
    if part not in whole:
        raise AssertionError(f"{what}: no {part!r} in {whole!r:.2000}")


def eventually(ask, seconds=10, what="it", pause=0.05):
    """The first true answer of ask(), within so many seconds."""
    end = time.monotonic() + seconds
    while True:
        answer = ask()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {seconds} s")
        time.sleep(pause)


def _one(number, function, thing):
    name = function.__name__.replace("_", " ")
    started = time.monotonic()
    try:
        function(thing)
    except Skip as why:
        print(f"ok {number} - {name} # SKIP {why}", flush=True)
        return True
    except Exception:
        print(f"not ok {number} - {name}")
        for line in traceback.format_exc().splitlines():
            print(f"# {line}")
        sys.stdout.flush()
        return False
    print(f"ok {number} - {name}", flush=True)
    took = time.monotonic() - started
    if took > 5:
        print(f"# took {took:.1f} s", flush=True)
    return True


def run(fixture=contextlib.nullcontext):
    """Run all; ends the process with 0 only if all held."""
    only = sys.argv[1:]
    chosen = [t for t in _tests
              if not only or any(o in t.__name__ for o in only)]
    print(f"1..{len(chosen)}", flush=True)
    good = False
    try:
        with fixture() as thing:
            good = all([_one(n, t, thing)
                        for n, t in enumerate(chosen, 1)])
    except Exception:
        for line in traceback.format_exc().splitlines():
            print(f"# {line}")
        print("Bail out! what the tests need did not start or end",
              flush=True)
        good = False
    sys.exit(0 if good else 1)

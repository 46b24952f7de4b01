#!/usr/bin/python3
"""quick.py - server/quickstart: what it shows, twice, and how it stops

The part after the build: demo.py over the tree that the tests have built.
"""
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import procs  # noqa: E402
from client import Client  # noqa: E402
from placet import ROOT, build_tree  # noqa: E402
from tap import contains, equal, eventually, holds, run, test  # noqa: E402


class Quick:
    def __enter__(self):
        procs.interruptible()
        self.new_folder()
        return self

    def new_folder(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="placet-quick-")
        self.folder = self.temporary.name
        os.chmod(self.folder, 0o755)

    def __exit__(self, *_why):
        self.temporary.cleanup()

    def forget(self):
        """Begin without a database again."""
        self.temporary.cleanup()
        self.new_folder()

    def start(self, *args):
        return procs.start(
            ["/usr/bin/python3", os.path.join(ROOT, "server/demo/demo.py"),
             "--folder", self.folder, "--build", build_tree(), *args],
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def left(self):
        """Processes that still work under our folder."""
        found = []
        for entry in os.listdir("/proc"):
            try:
                with open(f"/proc/{entry}/cmdline", "rb") as f:
                    line = f.read().replace(b"\0", b" ").decode()
            except (OSError, UnicodeDecodeError):
                continue
            if self.folder in line:
                found.append(line)
        return found

    def interrupted(self, p, when=""):
        """Ctrl-C: it ends, and nothing of it is left."""
        p.send_signal(signal.SIGINT)
        try:
            out, _ = p.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            p.kill()
            out, _ = p.communicate()
            raise AssertionError(f"{when}: it still runs: {out}") from None
        equal(self.left(), [], f"{when}: {out}")

    def shown(self, *args):
        """Start it, wait until it is there; (process, port)."""
        port = procs.free_port()
        p = self.start("--port", str(port), *args)
        text = ""
        for line in p.stdout:
            text += line
            if line.startswith("To stop"):
                break
        for host in ("rennes.localhost", "die.localhost"):
            contains(text, f"http://{host}:{port}/")
            contains(text, f"http://{host}:{port}/dev/mail")
        return p, port


@test
def a_citizen_is_played_to_the_verified_receipt(q):
    p = q.start("--exit")
    out, _ = p.communicate(timeout=180)
    equal(p.returncode, 0, out)
    for words in ("1. claim", "2. mail", "3. confirm", "4. receipt",
                  "This receipt is genuine", "all is well",
                  "All of it held."):
        contains(out, words)
    equal(q.left(), [])


@test
def the_same_works_a_second_time(q):
    p = q.start("--exit")
    out, _ = p.communicate(timeout=180)
    equal(p.returncode, 0, out)
    contains(out, "All of it held.")


@test
def two_communes_show_their_petitions_until_ctrl_c(q):
    p, port = q.shown()
    for host, most in (("rennes.localhost", 8), ("die.localhost", 6)):
        listed = Client(port, host).get_json("/petitions")["petitions"]
        equal(len(listed), most, host)
        for petition in listed:
            equal(Client(port, host).get(petition["url"]).status, 200)
    second = q.start()
    out, _ = second.communicate(timeout=30)
    equal(second.returncode, 1)
    contains(out, "running already")
    p.send_signal(signal.SIGINT)
    equal(p.wait(60), 0, p.stdout.read())
    equal(q.left(), [])


@test
def a_kill_leaves_nothing_running_either(q):
    p, _port = q.shown()
    holds(q.left(), "something runs")
    p.kill()
    p.wait()
    eventually(lambda: not q.left(), 20, f"all end: {q.left()}")


@test
def ctrl_c_while_it_starts_leaves_nothing(q):
    p = q.start()
    for line in p.stdout:
        if "opening" in line:
            break
    q.interrupted(p)


@test
def ctrl_c_at_any_moment_breaks_nothing(q):
    for n in range(8):
        if n == 4:
            q.forget()
        after = random.uniform(0, 6)
        p = q.start()
        time.sleep(after)
        q.interrupted(p, f"after {after:.3f} s")
    p = q.start("--exit")
    out, _ = p.communicate(timeout=180)
    equal(p.returncode, 0, out)
    contains(out, "All of it held.")


if __name__ == "__main__":
    run(Quick)

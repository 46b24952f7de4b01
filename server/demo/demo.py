"""demo.py - what server/quickstart runs once everything is built

Two sites, a town's and a village's, with the petitions of petitions/*.json;
the harness of the tests brings the database, the mail server and placetd up
and down.  With --exit one citizen signs, and what she holds is checked.
"""
import argparse
import fcntl
import glob
import json
import os
import secrets
import socket
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "tests", "lib"))
import procs  # noqa: E402
from placet import Placet, in_days  # noqa: E402
from tap import eventually  # noqa: E402

# Browsers lead every name under .localhost to this machine.
SITES = {
    "town": ("rennes.localhost", "35238", "35000"),
    "village": ("die.localhost", "26113", "26150"),
}


def say(text=""):
    print(text, flush=True)


def free(port):
    with socket.socket() as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            s.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def url(p, host, path="/"):
    return f"http://{host}:{p.port}{path}"


def add_sites(p):
    known = [s["host"] for s in p.call("site_list")["sites"]]
    for host, insee, _postcode in SITES.values():
        if host not in known:
            p.site(host, insee, contact=f"mairie@{host}")


def open_petitions(p):
    """Each of the files once, however often we are started."""
    for host, _insee, _postcode in SITES.values():
        titles = {q["title"] for q in
                  p.call("petition_list", host)["petitions"]}
        for path in sorted(glob.glob(os.path.join(
                HERE, "petitions", "*.json"))):
            with open(path, encoding="utf-8") as f:
                data = json.load(f)
            if SITES[data.pop("site")][0] != host or data["title"] in titles:
                continue
            data["closes_at"] = in_days(data.pop("days"))
            p.petition(host, **data)


def offline(argv):
    """The command without any network, where this machine lets us do so."""
    alone = ["unshare", "--map-root-user", "--net"]
    tried = subprocess.run(alone + ["true"], capture_output=True, check=False)
    return alone + argv if tried.returncode == 0 else argv


def must(truth, what):
    if not truth:
        raise RuntimeError(what)


def play(p):
    """One citizen, by HTTP and SMTP alone."""
    host, _insee, postcode = SITES["village"]
    listed = p.http.get_json("/petitions", host=host)["petitions"]
    must(len(listed) >= 2, "the village has its petitions")
    n = listed[-1]["id"]
    address = f"citizen-{secrets.token_hex(4)}@example.org"

    say(f"1. claim     {url(p, host, f'/petitions/{n}/sign')}")
    say(f"             « {listed[-1]['title']} »")
    answer = p.claim(n, address, postcode=postcode, commune="26113",
                     host=host)
    must(answer.status == 200, f"the claim was answered {answer.status}")

    mail = p.sink.wait(address)
    say(f"2. mail      by SMTP: {mail['Subject']}")
    must(mail.link is not None, "the mail holds a link")
    before = p.http.get_json(f"/petitions/{n}/count", host=host)["count"]

    page = p.confirm(mail.link, host=host)
    must(page.status == 200, f"the button was answered {page.status}")
    say(f"3. confirm   POST answered {page.status}")

    token = mail.link.rsplit("/", 1)[1]
    path = f"/petitions/{n}/receipt/{token}"
    data = p.receipt(Receipt(path), host=host)
    # Pages hear of the log once a second.
    eventually(lambda: p.http.get_json(
        f"/petitions/{n}/count", host=host)["count"] == before + 1, 10,
        "the count grows by one")
    kept = os.path.join(p.folder, "receipt.tlog-proof")
    with open(kept, "wb") as f:
        f.write(data)
    say(f"4. receipt   {kept}, signature number {before + 1}")

    say("5. verify    placet verify, without network:")
    placet = os.path.join(p.build, "placet")
    say(indent(procs.output(offline([placet, "verify", kept]))))
    say("6. log       placet log check, every entry over HTTP:")
    say(indent(procs.output(
        [placet, "log", "check", url(p, host, f"/petitions/{n}")])))
    say("All of it held.")


class Receipt:
    def __init__(self, path):
        self.receipt = path


def indent(text):
    return "\n".join(("             " + line).rstrip()
                     for line in text.rstrip("\n").split("\n"))


def show(p):
    say()
    say("Placet runs, for you alone:")
    say()
    for host, _insee, _postcode in SITES.values():
        say(f"  {url(p, host)}")
    say()
    say("Sign with any address: no mail leaves this machine, they are here:")
    say()
    for host, _insee, _postcode in SITES.values():
        say(f"  {url(p, host, '/dev/mail')}")
    say()
    say(f"Settings and logs: {p.folder}")
    say(f"The command:       {p.build}/placet -c {p.conf_file} site list")
    say("To stop: Ctrl-C.  To forget everything: remove the folder.")


def arguments():
    a = argparse.ArgumentParser(prog="quickstart")
    a.add_argument("--folder", required=True)
    a.add_argument("--build", required=True)
    a.add_argument("--exit", action="store_true")
    a.add_argument("--port", type=int)
    return a.parse_args()


def run(a):
    with Placet(folder=a.folder, port=a.port, workers=2, durable=True,
                log_level="info") as p:
        say("quickstart: opening sites and petitions")
        add_sites(p)
        open_petitions(p)
        if a.exit:
            play(p)
            return 0
        show(p)
        return 1 if procs.wait(p.daemon) else 0


def main():
    a = arguments()
    os.environ["PLACET_BUILD"] = a.build
    with open(os.path.join(a.folder, "lock"), "w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say(f"quickstart: one is running already in {a.folder}")
            return 1
        if a.port is None:
            a.port = 8080 if free(8080) else procs.free_port()
        try:
            return run(a)
        except KeyboardInterrupt:
            say("\nquickstart: stopped")
            return 0
        except Exception as why:
            say(f"quickstart: {why}")
            return 1


if __name__ == "__main__":
    sys.exit(main())

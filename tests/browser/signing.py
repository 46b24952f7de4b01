#!/usr/bin/python3
"""signing.py - a whole Placet, two communes, and Chromium to read it

Opens the petitions of server/demo, makes the links that only time makes (an
expired one, one of a petition that has closed) and starts run.mjs, which
speaks TAP.  The packages of package.json go to the build tree, not here.
"""
import datetime
import glob
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "lib"))
import node  # noqa: E402
from elsewhere import Person  # noqa: E402
from forge import Host  # noqa: E402
from placet import ROOT, Placet  # noqa: E402

TOWN, VILLAGE = "rennes.localhost", "die.localhost"


def in_days(n):
    now = datetime.datetime.now(datetime.timezone.utc)
    return (now + datetime.timedelta(days=n)).strftime("%Y-%m-%dT%H:%M:%SZ")


def demo(p):
    """Open the petitions of the demonstration: {host: [number]}."""
    numbers = {TOWN: [], VILLAGE: []}
    for path in sorted(glob.glob(f"{ROOT}/server/demo/petitions/*.json")):
        with open(path, encoding="utf-8") as f:
            data = json.load(f)
        host = TOWN if data.pop("site") == "town" else VILLAGE
        numbers[host].append(p.petition(
            host, closes_at=in_days(data.pop("days")), **data))
    # Enough for a second page of the list.
    for n in range(14):
        numbers[TOWN].append(p.petition(
            TOWN, title=f"Un banc, rue {n}", closes_at=in_days(365)))
    return numbers


def discussed(p, n):
    """Let people elsewhere say of petition n what is hard to set well."""
    long = Person(p, "une_habitante_qui_ecrit_beaucoup",
                  "un-serveur-au-nom-bien-long.example", "Une habitante")
    arab = Person(p, "arabe", name="\u0645\u062b\u0627\u0644")
    for i in range(20):
        long.comments(TOWN, n, f"Pour mémoire, remarque {i}.", lang="fr")
    long.comments(TOWN, n, "https://example.org/" + "tres-long" * 30)
    arab.comments(TOWN, n, "\u0646\u0639\u0645\u060c "
                  "\u0641\u0643\u0631\u0629 \u062c\u064a\u062f\u0629!",
                  lang="ar")
    arab.comments(TOWN, n, "Deux lignes,\npuis un paragraphe.\n\n" +
                  "Il dit ce qu’il a à dire. " * 20, lang="fr")
    for person, kind in ((long, "like"), (arab, "like"), (arab, "share")):
        person.supports(TOWN, n, kind)


class Pages(dict):
    """The same whatever is filled in."""

    def get(self, path, default=None):
        return super().get(path.partition("?uri=")[0], default)


class Silence(dict):
    def get(self, path, default=None):
        return lambda handler: None


def own_server(host):
    """A server that leads marie on, and knows no other."""
    finger = "/.well-known/webfinger?resource=acct%3A{}%40" + \
        host.host.replace(":", "%3A")
    host.pages = Pages()
    host.put("/authorize", "<!doctype html><title>Here</title>",
             "text/html")
    host.put(finger.format("marie"), {"links": [{
        "rel": "http://ostatus.org/schema/1.0/subscribe",
        "template": host.origin + "/authorize?uri={uri}"}]})
    return host


def link(p, n, email):
    """The link that somebody who has filled in the form gets."""
    answer = p.claim(n, email, host=TOWN)
    if answer.status != 200:
        raise AssertionError(f"claim: {answer.status}")
    return p.sink.wait(email).link


def age(p, n, what):
    """What only time does: change rows of a petition of the town."""
    p.sql(f"update placet.{what.format(n=n)} and site_id = "
          f"(select id from placet.site where host = '{TOWN}')")


def main():
    with Placet(public_scheme="http", federation_test=True) as p, \
            Host("127.0.0.2") as elsewhere, Host("127.0.0.3") as silent:
        silent.pages = Silence()
        p.site(TOWN, "35238", publisher="Ville de Rennes (démonstration)",
               contact="petitions@rennes.localhost", hosting="ce banc d’essai")
        p.site(VILLAGE, "26113")
        numbers = demo(p)
        open_town, expired, late, closed, talked = numbers[TOWN][:5]
        discussed(p, talked)
        expired_link = link(p, expired, "tard@example.org")
        late_link = link(p, late, "trop.tard@example.org")
        age(p, expired, "claim set expires_at = now() - interval '1 hour' "
            "where petition = {n}")
        age(p, late, "petition set closes_at = now() - interval '2 days', "
            "closed_at = now() - interval '2 days' where item = {n}")
        p.call("petition_close", TOWN, closed)
        env = dict(
            os.environ,
            PLACET_NODE_MODULES=node.packages(
                HERE, os.path.join(p.build, "browser")),
            PLACET_URL_TOWN=f"http://{TOWN}:{p.port}",
            PLACET_URL_VILLAGE=f"http://{VILLAGE}:{p.port}",
            PLACET_OPEN_TOWN=str(open_town),
            PLACET_OPEN_VILLAGE=str(numbers[VILLAGE][0]),
            PLACET_CLOSED_TOWN=str(closed),
            PLACET_DISCUSSED_TOWN=str(talked),
            PLACET_ELSEWHERE=own_server(elsewhere).host,
            PLACET_SILENT=silent.host,
            PLACET_LINK_EXPIRED=expired_link,
            PLACET_LINK_LATE=late_link,
            PLACET_VERIFY=os.path.join(p.build, "placet"))
        sys.stdout.flush()
        done = subprocess.run(["node", os.path.join(HERE, "run.mjs")],
                              env=env, timeout=850, check=False)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
"""documents.py - what the server says is what the protocol says it is

Each kind of document that other servers get, as a site says it in life
(https, no port), is read by libplacet as its row of the table, fits its JSON
Schema, and its proof is verified by docs/examples, which know nothing of
libplacet, with the key that the actor's document lists.
"""
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import node  # noqa: E402
import procs  # noqa: E402
from placet import HOST, ROOT, Placet  # noqa: E402
from tap import contains, equal, eventually, holds, run, test  # noqa: E402

ORIGIN = f"https://{HOST}"
AS = {"Accept": "application/activity+json"}
ZOE = "https://m.example/zoe"

# What is served where, by the name of its row.
SERVED = (
    ("actor", "/actor"), ("actor", "/commune"),
    ("actor", "/petitions/1/actor"),
    ("petition", "/petitions/1"), ("note", "/petitions/1/news/1"),
    ("tombstone", "/petitions/2"),
    ("collection", "/commune/followers"),
    ("collection", "/commune/following"),
    ("collection", "/commune/featured"),
    ("collection", "/commune/moderators"),
    ("collection", "/commune/outbox"),
    ("collection-page", "/commune/outbox/page/1"),
    ("collection", "/petitions/1/actor/followers"),
    ("collection", "/petitions/1/actor/featured"),
    ("collection", "/petitions/1/actor/outbox"),
    ("collection-page", "/petitions/1/actor/outbox/page/1"),
    ("collection", "/petitions/1/replies"),
    ("collection-page", "/petitions/1/replies/page/1"),
    ("collection", "/petitions/1/thread"),
    ("collection", "/petitions/1/signatures"),
    ("webfinger", f"/.well-known/webfinger?resource=acct:mairie@{HOST}"),
    ("nodeinfo-links", "/.well-known/nodeinfo"),
    ("nodeinfo", "/nodeinfo/2.0"), ("nodeinfo", "/nodeinfo/2.1"),
)


def path_of(url):
    holds(url.startswith(ORIGIN + "/"), url)
    return url[len(ORIGIN):]


def fetch(p, path):
    return p.http.get(path, headers=AS)


def acts(p):
    """All that was said so far: the lines of the feed."""
    return p.http.get("/api/v1/acts/0").text().splitlines()


def is_read(p, name, text):
    """By libplacet, as that row."""
    done = subprocess.run(
        [p.program, name],
        input=text.encode() if isinstance(text, str) else text,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    equal(done.returncode, 0, f"{name}: {done.stdout.decode()}: {text!r}")
    return done.stdout.decode()


def fit(p, pairs):
    """All of them their schemas."""
    source = os.path.join(ROOT, "tests", "vectors")
    env = dict(os.environ, PLACET_NODE_MODULES=node.packages(
        source, os.path.join(p.build, "vectors")))
    done = subprocess.run(
        [node.node(p.build), os.path.join(source, "fits.mjs")], env=env,
        text=True, stdout=subprocess.PIPE, check=True, input="".join(
            json.dumps([name, json.loads(text)]) + "\n"
            for name, text in pairs))
    told = done.stdout.split("\n")[:-1]
    equal(len(told), len(pairs), "answers")
    for (name, text), why in zip(pairs, told):
        equal(why, "", f"{name}: {text!r:.2000}")


def letters(p):
    """Accept and Reject, as they wait for the courier."""
    return p.sql("select doc from placet.letter order by id").splitlines()


def row_of(text):
    return json.loads(text)["type"].lower()


@test
def what_is_served_is_of_its_kind(p):
    for name, path in SERVED:
        answer = fetch(p, path)
        equal(answer.status, 410 if name == "tombstone" else 200, path)
        is_read(p, name, answer.body)


@test
def what_is_said_is_of_its_kind_and_by_whom_it_says(p):
    lines = acts(p)
    equal(sorted({row_of(x) for x in lines}),
          ["announce", "create", "delete", "tombstone", "undo", "update"])
    for line in lines:
        told = is_read(p, row_of(line), line)
        if row_of(line) != "tombstone":
            contains(told, json.loads(line)["actor"])
            is_read(p, "any", line)


@test
def answers_to_a_follow_are_of_their_kind(p):
    equal([row_of(x) for x in letters(p)], ["accept", "reject"])
    for line in letters(p):
        contains(is_read(p, row_of(line), line), ORIGIN + "/commune")
        equal(json.loads(line)["object"]["actor"], ZOE)


@test
def the_schemas_accept_all_of_it(p):
    fit(p, [(name, fetch(p, path).text()) for name, path in SERVED] +
        [(row_of(x), x) for x in acts(p) + letters(p)])


@test
def each_proof_is_verified_with_the_key_of_the_actors_document(p):
    programs = ([sys.executable, f"{ROOT}/docs/examples/verify.py"],
                [node.node(p.build), f"{ROOT}/docs/examples/verify.mjs"])
    path = os.path.join(p.folder, "activity")
    for line in acts(p):
        act = json.loads(line)
        if row_of(line) == "tombstone":
            continue
        actor = fetch(p, path_of(act["actor"])).json()
        key = [k for k in actor["assertionMethod"]
               if k["id"] == act["proof"]["verificationMethod"]]
        equal(len(key), 1, "the actor lists the key")
        for text, status in ((line, 0),
                             (line.replace("petitions/1", "petitions/3"), 1)):
            if text == line and status == 1:
                continue
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
            for program in programs:
                done = subprocess.run(
                    program + ["activity", path, "--key",
                               key[0]["publicKeyMultibase"]], text=True,
                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                    check=False)
                equal(done.returncode, status, done.stdout)


@test
def each_act_is_the_same_wherever_it_is_read(p):
    """In the feed, alone, and in the outbox: what was signed."""
    for line in acts(p):
        act = json.loads(line)
        equal(fetch(p, path_of(act["id"])).json(), act)
    numbers = [int(json.loads(x)["id"].rsplit("/", 1)[1]) for x in acts(p)]
    equal(numbers, list(range(1, len(numbers) + 1)), "without gaps")


@test
def terms_of_ours_are_defined_where_they_are_used(p):
    """No context of ours has a URL that anybody would have to fetch."""
    known = {"https://www.w3.org/ns/activitystreams",
             "https://w3id.org/security/v1",
             "https://w3id.org/security/data-integrity/v1"}
    ours = {"petition", "title", "petitionState", "signatureCount",
            "countedAt", "opensAt", "closesAt", "territory", "insee"}

    def names(v):
        if isinstance(v, dict):
            for name, x in v.items():
                if name != "@context":
                    yield name
                    yield from names(x)
        elif isinstance(v, list):
            for x in v:
                yield from names(x)
    for text in [fetch(p, path).text() for _, path in SERVED] + acts(p):
        doc = json.loads(text)
        context = doc.get("@context", [])
        context = context if isinstance(context, list) else [context]
        equal({c for c in context if isinstance(c, str)} - known, set())
        terms = {}
        for c in context:
            terms.update(c if isinstance(c, dict) else {})
        if context and row_of(text) not in ("orderedcollection",
                                            "orderedcollectionpage"):
            equal(ours & set(names(doc)) - set(terms), set(), text)


@test
def no_url_of_ours_has_a_query(p):
    for text in [fetch(p, path).text() for _, path in SERVED] + acts(p):
        for url in re.findall(rf'"({re.escape(ORIGIN)}[^"]*)"', text):
            holds("?" not in url, url)


class Town(Placet):
    """A site as it is in life, of which everything was said once."""

    def __init__(self):
        super().__init__(public_scheme="https", public_port=0)

    def __enter__(self):
        # "tests/run http" alone does not build programs of tests.
        program = "tests/vectors/message"
        procs.output(["make", "-s", "-C", self.build, program])
        self.program = os.path.join(self.build, program)
        super().__enter__()
        try:
            self.site(HOST, "35238")
            self.petition()
            self.petition(title="Reprise aussitôt")
            self.said(4)
            self.happen()
            self.said(14)
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise
        return self

    def said(self, n):
        eventually(lambda: len(acts(self)) >= n, 20, f"{n} acts")

    def core(self, what):
        """A function of schema core, as the processes call it."""
        self.sql("set search_path = placet; set placet.scheme = 'https'; "
                 f"select {what}")

    def happen(self):
        # The courier has no such host to go to, so that letters stay.
        self.sql(f"""
            insert into placet.remote (id, host, type, username, inbox)
            values ('{ZOE}', 'm.example', 'Person', 'zoe', '{ZOE}/inbox')""")
        for n, social in enumerate(("open", "off")):
            self.call("site_policy", HOST, "social", social)
            follow = json.dumps({
                "@context": "https://www.w3.org/ns/activitystreams",
                "id": f"{ZOE}/follows/{n}", "type": "Follow",
                "actor": ZOE, "object": ORIGIN + "/commune"})
            self.core(f"core.inbox_apply(1, '{ZOE}', null, null, "
                      f"null, null, null, null, '{follow}')")
        self.call("site_policy", HOST, "social", "open")
        self.core("core.news_new(1, 1, 'milestone', '<p>Déjà trois.</p>')")
        self.core("core.note_update(1, 1, 'count', 'placet')")
        self.core("core.note_update(1, 1, 'update', 'all')")
        for actor in (0, -1, 1):
            self.core(f"core.actor_update(1, {actor})")
        self.call("petition_withdraw", HOST, "2")


if __name__ == "__main__":
    run(Town)

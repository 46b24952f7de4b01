"""stage.py - a site among forged servers, for tests of what it believes

    run(World)

gives each test `w`: the site w.p, the servers w.good and w.evil, Alice and
Bob at the good one, whose keys are known, and w.key of whoever is forged.
"""
import sys

from federated import Federated
from forge import Host, Keys, Post, Somebody, deliver
from tap import contains, equal, holds

NOTE = "/petitions/1"


def post(w, doc=None, who=None, **more):
    """A Like by somebody whose key is known."""
    who = who or w.alice
    doc = who.act("Like", w.note) if doc is None else doc
    return Post(w.p, who, doc, **more)


def taken(w, doc):
    """Did it have its effect?"""
    text = f"{doc['actor']} {doc['id']}"
    text = text.replace("'", "''").replace("\0", "")
    return w.p.sql("select exists (select from placet.seen where id = "
                   f"sha256(convert_to('{text}', 'UTF8')))") == "t"


def refused(w, doc, status, code=None, **more):
    answer = deliver(w.p, w.alice, doc, status, **more)
    if code is not None:
        contains(answer.text(), code)
    holds(not (isinstance(doc, dict) and taken(w, doc)), "no effect")


def settled(w, doc, effect):
    """Once the courier has looked for the key."""
    w.p.quiet(30)
    equal(taken(w, doc), effect, "its effect")


def stranger(w, name, host=None):
    """Nobody of whom we know."""
    return Somebody(host or w.evil, name, w.key)


def unchanged(w):
    """Forged servers came and went; the courier and the workers are those
    of the beginning, and a good message is still taken."""
    equal([w.p.child("placet-courier"), sorted(w.p.child("placet-web"))],
          [w.courier, w.workers])
    doc = w.alice.act("Like", w.note)
    deliver(w.p, w.alice, doc)
    holds(taken(w, doc), "it is taken")
    holds("AddressSanitizer" not in w.p.log_text(), "memory is in order")
    holds("runtime error" not in w.p.log_text(), "and behaviour defined")


class World:
    def __init__(self):
        self.parts = []

    def open(self, part):
        self.parts.append(part)
        return part.__enter__()

    def __enter__(self):
        try:
            self.keys = self.open(Keys())
            self.evil = self.open(Host("127.0.0.2"))
            self.good = self.open(Host("127.0.0.3"))
            self.p = self.open(Federated())
            self.meet()
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise
        return self

    def meet(self):
        """Alice and Bob are known; self.key is of whoever is forged."""
        self.note = self.p.origin + NOTE
        self.key = self.keys.new()
        self.alice = Somebody(self.good, "alice", self.keys.new())
        self.bob = Somebody(self.good, "bob", self.keys.new())
        for who in (self.alice, self.bob):
            deliver(self.p, who, who.act("Like", self.note))
        self.p.quiet()
        self.courier = self.p.child("placet-courier")
        self.workers = sorted(self.p.child("placet-web"))
        equal(self.p.supports(), {"like": 2})

    def __exit__(self, *why):
        for part in reversed(self.parts):
            part.__exit__(*why)
        self.parts = []

#!/usr/bin/python3
"""examples.py - docs/examples verify the receipts of a real Placet

They use their languages' standard libraries and the specification only: what
they accept here, a citizen can check without trusting a line of ours.
"""
import base64
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import node  # noqa: E402
from placet import ROOT, Placet  # noqa: E402
from tap import contains, equal, run, test  # noqa: E402

EXAMPLES = os.path.join(ROOT, "docs", "examples")


class _Town(Placet):
    def __enter__(self):
        super().__enter__()
        self.site()
        self.petition()
        # Some others first, so that the proof has a path.
        for n in range(3):
            self.sign(1, f"avant{n}@example.org")
        signed = self.sign(1, "a@example.org", name="Zoé d'Œuf")
        self.kept = self.receipt(signed)
        self.vkey = self.http.get_json(
            "/petitions/1")["petition"]["log"]["vkey"]
        return self

    def examples(self, receipt, vkey):
        """What both of them say about it."""
        path = os.path.join(self.folder, "receipt")
        with open(path, "wb") as f:
            f.write(receipt)
        for program in ([sys.executable, f"{EXAMPLES}/verify.py"],
                        [node.node(self.build), f"{EXAMPLES}/verify.mjs"]):
            done = subprocess.run(
                program + ["receipt", path, "--vkey", vkey], text=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            yield done.returncode, done.stdout


@test
def both_examples_verify_a_receipt(p):
    for status, words in p.examples(p.kept, p.vkey):
        equal(status, 0, words)
        contains(words, "this receipt is genuine: Zoé d'Œuf of commune")
        contains(words, "/p/1")


@test
def both_examples_refuse_one_for_another_name(p):
    line = re.search(rb"(?m)^extra (.*)$", p.kept).group(1)
    extra = base64.b64decode(line).replace("Zoé".encode(), b"Zoe")
    for status, words in p.examples(
            p.kept.replace(line, base64.b64encode(extra)), p.vkey):
        equal(status, 1, words)
        contains(words, "another name")


@test
def both_examples_refuse_the_key_of_another_log(p):
    n = p.petition()
    other = p.http.get_json(f"/petitions/{n}")["petition"]["log"]["vkey"]
    for status, words in p.examples(p.kept, other):
        equal(status, 1, words)
        contains(words, "not signed by this key")


run(_Town)

#!/usr/bin/python3
"""examples.py - docs/examples against the vectors, and Node for the tests

The examples know nothing of us but the specification: where they and the
vectors agree, on what holds and on what does not, the former suffices.
"""
import base64
import contextlib
import datetime
import json
import os
import re
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
EXAMPLES = os.path.join(ROOT, "docs", "examples")
sys.path[:0] = [os.path.join(ROOT, "tests", "lib"), EXAMPLES]
import node  # noqa: E402
import verify  # noqa: E402
from tap import contains, equal, holds, run, test  # noqa: E402


def vectors(name):
    path = os.path.join(ROOT, "proto", "vectors", f"{name}.json")
    with open(path, encoding="utf-8") as f:
        return json.load(f)


def programs():
    """Both examples, as commands."""
    yield [sys.executable, os.path.join(EXAMPLES, "verify.py")]
    yield [node.node(os.environ["PLACET_BUILD"]),
           os.path.join(EXAMPLES, "verify.mjs")]


def said(argv, data):
    """Exit status and words of a program about these bytes."""
    with tempfile.NamedTemporaryFile() as f:
        f.write(data)
        f.flush()
        done = subprocess.run(argv[:3] + [f.name] + argv[3:], text=True,
                              stdout=subprocess.PIPE, check=False,
                              stderr=subprocess.STDOUT)
    return done.returncode, done.stdout


def agree(kind, cases, data, options):
    """Each program accepts what has no "error", and nothing else."""
    for program in programs():
        name = os.path.basename(program[1])
        for case in cases:
            status, words = said([*program, kind, *options(case)],
                                 data(case))
            what = f"{name}: {case['desc']}: {words}"
            equal(status, 1 if "error" in case else 0, what)
            holds("error" not in case or words.startswith("refused: "), what)


def multikey(public):
    n = int.from_bytes(b"\xed\x01" + bytes.fromhex(public), "big")
    text = ""
    while n > 0:
        n, rest = divmod(n, 58)
        text = verify.BASE58[rest] + text
    return "z" + text


def at(case):
    return datetime.datetime.fromtimestamp(
        int(case["now"]), datetime.timezone.utc).strftime(
            "%Y-%m-%dT%H:%M:%SZ")


@test
def both_examples_judge_receipts_as_the_vectors_do(_):
    lists = vectors("receipt")
    agree("receipt", lists["accept"] + lists["refuse"],
          lambda c: c["receipt"].encode() if "receipt" in c
          else base64.b64decode(c["base64"]),
          lambda c: ["--vkey", c["vkey"]] + [
              word for key in c.get("witnesses", [])
              for word in ("--witness", key)])


@test
def both_examples_judge_activities_as_the_vectors_do(_):
    lists = vectors("integrity")
    agree("activity", lists["verify"] + lists["refuse"],
          lambda c: c["document"].encode(),
          lambda c: ["--key", multikey(c["public"]), "--at", at(c)])


@test
def the_python_example_reads_json_as_the_vectors_say(_):
    lists = vectors("json")
    for case in lists["accept"] + lists["refuse"]:
        try:
            verify.parse_json(base64.b64decode(case["base64"]), "it")
            good = True
        except verify.Refused:
            good = False
        # How much is too much is for each reader to say.
        if case.get("error") != "ELIMIT":
            equal(good, "error" not in case, case["desc"])


@test
def the_python_example_writes_canonical_json(_):
    lists = vectors("jcs")
    for case in lists["canonical"]:
        value = verify.parse_json(case["json"].encode(), "it")
        equal(verify.canonical(value), case["jcs"], case["desc"])
    for case in lists["number"]:
        number = struct.unpack(">d", bytes.fromhex(case["ieee754"]))[0]
        equal(verify.number(number), case["jcs"], case["ieee754"])


@test
def the_python_example_checks_ed25519_as_openssl_does(_):
    for case in vectors("key")["signature"]:
        if case["sha"] != "none":
            continue
        der = base64.b64decode("".join(case["pem"].split("\n")[1:-2]))
        signature = bytearray.fromhex(case["signature"])
        message = bytes.fromhex(case["message"])
        holds(verify.ed25519_verify(der[-32:], message, bytes(signature)),
              case["desc"])
        for byte in range(64):
            signature[byte] ^= 1
            holds(not verify.ed25519_verify(der[-32:], message,
                                            bytes(signature)), byte)
            signature[byte] ^= 1
        # The same signature with the order added is one that RFC 8032 bars.
        s = int.from_bytes(signature[32:], "little") + verify.L
        high = bytes(signature[:32]) + s.to_bytes(32, "little")
        holds(not verify.ed25519_verify(der[-32:], message, high), "s + L")


@test
def the_examples_use_nothing_but_their_languages(_):
    with open(os.path.join(EXAMPLES, "verify.py"), encoding="utf-8") as f:
        names = set(re.findall(r"(?m)^(?:import|from) (\w+)", f.read()))
    equal(names - set(sys.stdlib_module_names), set(), "imports")
    with open(os.path.join(EXAMPLES, "verify.mjs"), encoding="utf-8") as f:
        names = re.findall(r"from '([^']+)'", f.read())
    equal([n for n in names if not n.startswith("node:")], [], "imports")


@test
def a_file_that_is_not_there_is_refused_in_words(_):
    for program in programs():
        done = subprocess.run([*program, "receipt", "/none", "--vkey", "x"],
                              text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        equal(done.returncode, 1, done.stdout)
        contains(done.stdout, "refused: ")


@test
def a_node_that_is_too_old_is_known_as_such(_):
    for text in ("v20.19.0\n", "v20.20.2\n", "v22.0.0", "v100.1.0"):
        holds(node.new_enough(text), text)
    for text in ("v18.20.4\n", "v18.13.0", "v20.18.9", "v9.99.99", "", "20",
                 "v20", "v20.19", "v20.19.0-pre"):
        holds(not node.new_enough(text), text)


run(contextlib.nullcontext)

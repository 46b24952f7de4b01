#!/usr/bin/env python3
"""protocol.py - docs/PROTOCOL.md says nothing that nobody checks

A rule of the specification is a list item:

    - **[LOG-3]** A verifier MUST ... (test: test_tile other_paths_are_refused)

It names the tests that check it, as FILE NAME, several after commas:
"test_x NAME" is a function of tests/unit/test_x.c, "fuzz_x" a harness of
tests/fuzz, "http/x.py NAME" words of a file of tests/, "(vector: x.json
NAME)" a name or a string of proto/vectors/x.json.  "(test: later)" stands for
a test of the server that is to come, in sections 9 and 11 only.

--rules prints the rules, one a line: id, section, references.
"""
import json
import os
import re
import subprocess
import sys

DOC = "docs/PROTOCOL.md"
LATER = ("9", "11")
MUST = re.compile(r"\b(MUST|SHALL|REQUIRED)\b")
QUOTED = re.compile(r"`[^`]*`|\"[^\"]*\"")
RULE = re.compile(r"- \*\*\[([A-Z0-9]+-[0-9]+)\]\*\* ")
REF = re.compile(r"\((test|vector): ([^()]*)\)")
# A name may hold commas; the next reference begins with a file.
NEXT = re.compile(r",\s+(?=(?:test_\w+|fuzz_\w+|\S+\.(?:json|py|sql|sh))\b)")
ID = re.compile(r"\[([A-Z0-9]+-[0-9]+)\]")
NUMBER = re.compile(
    r"\b(PLACET_[A-Z0-9_]+)[ \t]*(?:=|[ \t])[ \t]*"
    r"\(?(?:U?INT64_C\()?(-?[0-9]+)\b")


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def blocks(text):
    """(line number, section, text) of paragraphs, items, rows, headings."""
    section, fenced, block, at = "0", False, [], 0
    for n, line in enumerate(text.splitlines() + [""], 1):
        start = re.match(r"#|\||\s*- |[0-9]{1,2}\. ", line)
        if block and (fenced or start or not line.strip()
                      or line.startswith("```")):
            yield at, section, " ".join(block)
            block = []
        if line.startswith("```"):
            fenced = not fenced
            continue
        if fenced or not line.strip():
            continue
        heading = re.match(r"#+ ([0-9]+(?:\.[0-9]+)*) ", line)
        if heading:
            section = heading.group(1)
        if not block:
            at = n
        block.append(line.strip())


class Sources:
    """Files that references name, read once."""

    def __init__(self):
        self.text = {}
        self.strings = {}

    def get(self, path):
        if path not in self.text:
            self.text[path] = read(path) if os.path.exists(path) else None
        return self.text[path]

    def vector(self, name):
        """All names and strings of a vector file."""
        if name not in self.strings:
            text = self.get("proto/vectors/" + name)
            found = set()

            def walk(v):
                if isinstance(v, dict):
                    found.update(v)
                    for x in v.values():
                        walk(x)
                elif isinstance(v, list):
                    for x in v:
                        walk(x)
                elif isinstance(v, str):
                    found.add(v)

            if text is not None:
                walk(json.loads(text))
            self.strings[name] = found
        return self.strings[name]

    def names(self, kind, ref):
        """Does this reference name something that is there?"""
        file, _, name = ref.partition(" ")
        if kind == "vector":
            return bool(name) and name in self.vector(file)
        if file.startswith("fuzz_"):
            return not name and self.get(f"tests/fuzz/{file}.c") is not None
        if file.startswith("test_"):
            text = self.get(f"tests/unit/{file}.c")
            return bool(name) and text is not None and len(
                re.findall(rf"\b{re.escape(name)}\b", text)) > 1
        text = self.get("tests/" + file)
        return bool(name) and text is not None and name in text


def numbers():
    """What the headers say: PLACET_X -> number."""
    found = {}
    folder = "proto/include/placet"
    for name in sorted(os.listdir(folder)):
        text = re.sub(r"/\*[\s\S]*?\*/", "", read(f"{folder}/{name}"))
        for key, value in NUMBER.findall(text):
            found[key] = value
    return found


def rows(text):
    """The tables: (line number, cells)."""
    for at, _, block in blocks(text):
        if block.startswith("|"):
            yield at, [c.strip() for c in block.strip("|").split("|")]


def wrong_numbers(text):
    known = numbers()
    for at, cells in rows(text):
        for name in re.findall(r"`(PLACET_[A-Z0-9_]+)`", " ".join(cells)):
            said = [c.replace(",", "") for c in cells
                    if re.fullmatch(r"-?[0-9,]+", c)]
            if name not in known:
                yield f"{DOC}:{at}: {name} is in no header"
            elif said and known[name] not in said:
                yield f"{DOC}:{at}: {name} is {known[name]}"


def section(text, number):
    """What stands under that heading, up to the next of its rank."""
    m = re.search(rf"^(#+) {re.escape(number)} .*\n([\s\S]*?)(?=^\1 |\Z)",
                  text, re.M)
    return m.group(2) if m else ""


def difference(said, known, what):
    """Names that one side has and the other has not."""
    return ([f"{what} '{n}' is missing" for n in known if n not in said] +
            [f"{what} '{n}' is in no table of the code" for n in said
             if n not in known] +
            [f"{what} '{n}' comes twice" for n in set(said)
             if said.count(n) > 1])


def messages(text):
    known = subprocess.run(["docs/make-protocol", "--names"], encoding="utf-8",
                           stdout=subprocess.PIPE, check=True).stdout.split()
    said = re.findall(r"^#### `([\w-]+)`", section(text, "10"), re.M)
    return difference(said, known, "message")


def reasons(text):
    source = read("proto/src/msg_reason.c")
    known = re.findall(r'^\t(?:\[\w+\]\s*= )?"([a-z-]+)",', source, re.M)
    said = re.findall(r"^\| `([a-z-]+)` \|", section(text, "12.2"), re.M)
    return difference(said, known, "reason")


def stale():
    """Tables that docs/make-protocol would write otherwise."""
    return subprocess.run(["docs/make-protocol", "--check"], encoding="utf-8",
                          stdout=subprocess.PIPE, check=False
                          ).stdout.splitlines()


def main():
    text = read(DOC)
    rules, loose, double, dead, unproven = {}, [], [], [], []
    later, tests = [], set()
    sources = Sources()
    for at, section, block in blocks(text):
        where = f"{DOC}:{at}"
        rule = RULE.match(block)
        must = MUST.search(QUOTED.sub("", block))
        if rule is None:
            if must:
                loose.append(f"{where}: {block[:90]}")
            continue
        if rule.group(1) in rules:
            double.append(f"{where}: {rule.group(1)}")
        refs = [(kind, ref.strip().replace("`", ""))
                for kind, list_ in REF.findall(block)
                for ref in NEXT.split(list_)]
        rules[rule.group(1)] = section, refs
        if must and not refs:
            unproven.append(f"{where}: {rule.group(1)}")
        for kind, ref in refs:
            if ref == "later":
                later.append(rule.group(1))
                if section.split(".")[0] not in LATER:
                    unproven.append(f"{where}: {rule.group(1)} is not to be "
                                    "left for later")
            elif sources.names(kind, ref):
                tests.add(ref)
            else:
                dead.append(f"{where}: {rule.group(1)} names {kind} '{ref}'")
    unknown = sorted({i for _, _, b in blocks(text) for i in ID.findall(b)}
                     - set(rules))
    if "--rules" in sys.argv:
        for name, (section, refs) in rules.items():
            print(name, section, ", ".join(f"{k}: {r}" for k, r in refs))
        return 0
    n = bad = 0

    def check(name, lines):
        nonlocal n, bad
        n += 1
        bad |= bool(lines)
        print("not ok" if lines else "ok", n, "-", name)
        for line in lines[:40]:
            print("#", line)

    check("what must be is a rule with an id", loose)
    check("no id stands for two rules", double)
    check("ids that are spoken of are there", unknown)
    check("every rule names what checks it", unproven)
    check("what it names is there", dead)
    check("numbers are those of the headers", list(wrong_numbers(text)))
    check("every message has its place in section 10", messages(text))
    check("the reasons of a refusal are those of the code", reasons(text))
    check("tables and examples are what docs/make-protocol writes", stale())
    print(f"# {len(rules)} rules, {len(tests)} tests and vectors named, "
          f"{len(later)} rules to be tested with the server")
    print(f"1..{n}")
    return bad


if __name__ == "__main__":
    os.chdir(os.environ.get("srcdir") or
             os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
    sys.exit(main())

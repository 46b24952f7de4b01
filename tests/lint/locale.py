#!/usr/bin/env python3
"""locale.py - every message and every error code is translated, and well

The messages are the {{_...}} of the templates; the codes ("noun.adjective")
are what SQL and the web process refuse with.  Each must have a
non-empty entry in every catalogue, and a catalogue must hold nothing else:
an unused entry is a sentence that somebody will translate in vain.  The mails
have their texts in server/pages/mail; their French is looked at as well.

--list prints what is needed, one msgid a line, for whoever writes a .po.
"""
import glob
import os
import re
import sys

LANGS = {"fr": "nplurals=2; plural=(n > 1);",
         "en": "nplurals=2; plural=(n != 1);"}
MESSAGE = re.compile(r"\{\{_((?:[^{}]|\{[^{}]*\})*)\}\}")
VALUE = re.compile(r"\{[^{}]*\}")
CODE = r"[a-z]+\.[a-z]+"
# Where codes are written that a reader may meet: never those of the notary
# and the courier, which nobody but the log sees.
CODES = [("sql/core/*.sql", r"['\"](%s)['\"]" % CODE, r"--.*"),
         ("sql/web/*.sql", r"['\"](%s)['\"]" % CODE, r"--.*"),
         ("sql/admin/*.sql", r"['\"](%s)['\"]" % CODE, r"--.*"),
         ("server/web/*.c", r'"(%s)"' % CODE, r"/\*[\s\S]*?\*/|#include.*")]
# Names of files, settings and members.
NO_CODE = re.compile(r".*\.(css|svg|js|png|ico|txt|html|po|json|sql|conf)$"
                     r"|placet\..*|object\.content$")
# Made from a status, not written with a dot.
ALWAYS = {"busy", "internal"}


def unquote(text):
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(
        m.group(1), m.group(1)), text)


def read_po(path):
    """{msgid: (plural or None, [msgstr...])} and the header."""
    entries, cur, key = {}, {}, None

    def flush():
        if "msgid" in cur:
            strs = [cur[k] for k in sorted(cur) if k.startswith("msgstr")]
            if cur["msgid"] in entries:
                raise SystemExit(f"{path}: twice: {cur['msgid']}")
            entries[cur["msgid"]] = (cur.get("msgid_plural"), strs)
        cur.clear()

    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.strip()
            m = re.match(r'(msg\w+(?:\[\d\])?)\s+"(.*)"$', line)
            if m:
                key = m.group(1)
                if key == "msgid":
                    flush()
                cur[key] = unquote(m.group(2))
            elif line.startswith('"') and key:
                cur[key] += unquote(line[1:-1])
    flush()
    header = entries.pop("", (None, [""]))[1][0]
    return entries, header


def wanted():
    """{msgid: (plural or None, where)}"""
    need = {code: (None, "server/web/context.c") for code in ALWAYS}
    for path in sorted(glob.glob("server/pages/templates/*")):
        with open(path, encoding="utf-8") as f:
            for text in MESSAGE.findall(f.read()):
                one, _, many = text.partition(";")
                need[one] = (many or None, path)
    for pattern, rule, comment in CODES:
        for path in sorted(glob.glob(pattern)):
            with open(path, encoding="utf-8") as f:
                text = re.sub(comment, "", f.read())
            for code in re.findall(rule, text):
                if not NO_CODE.match(code):
                    need.setdefault(code, (None, path))
    return need


def values(text):
    return sorted(VALUE.findall(text))


def french(text):
    """What is wrong with the spaces of a French sentence."""
    bare = re.sub(r"https?://\S+", "", VALUE.sub("0", text))
    if re.search(r"[^\u202f\d?!][;!?]|[^\u00a0\d]:", bare):
        return "no no-break space before : ; ! ?"
    if re.search(r"«[^\u00a0]|[^\u00a0]»", bare):
        return "no no-break space inside the quotes"
    if re.search(r"['\"]", bare):
        return "straight quote; write ’ or « »"
    return None


def mails(lang):
    """(path, line) of what the mails say; a value counts as a digit."""
    for path in sorted(glob.glob(f"server/pages/mail/*.{lang}.txt")):
        with open(path, encoding="utf-8") as f:
            for line in f.read().splitlines():
                line = re.sub(r"^Subject: ", "", line)
                yield path, re.sub(r"\{\{[^{}]*\}\}", "0", line)


def main():
    need = wanted()
    if "--list" in sys.argv:
        for msgid in sorted(need):
            print(msgid, need[msgid][0] or "", sep=";" if need[msgid][0] else "")
        return 0
    n = bad = 0

    def check(name, lines):
        nonlocal n, bad
        n += 1
        bad |= bool(lines)
        print("not ok" if lines else "ok", n, "-", name)
        for line in lines[:40]:
            print("#", line)

    for lang, plural in LANGS.items():
        po, header = read_po(f"server/pages/locale/{lang}.po")
        check(f"{lang}: the header says how plurals are made",
              [] if "Plural-Forms: " + plural in header else [header])
        check(f"{lang}: everything is translated",
              [f"{m}  ({w})" for m, (_, w) in need.items()
               if m not in po or not all(po[m][1])])
        check(f"{lang}: nothing is translated in vain",
              [m for m in po if m not in need])
        check(f"{lang}: plurals are where the pages have them",
              [m for m in po if m in need and (po[m][0] != need[m][0] or
               len(po[m][1]) != (2 if need[m][0] else 1))])
        check(f"{lang}: a translation holds the values of its message",
              [m for m in po for s in po[m][1][-1:]
               if values(s) != values(po[m][0] or m)])
    po, _ = read_po("server/pages/locale/fr.po")
    check("fr: the spaces and quotes are French", [
        f"{french(s)}: {s}" for m in po for s in po[m][1] if french(s)])
    check("fr: so are those of the mails", [
        f"{path}: {french(line)}: {line}"
        for path, line in mails("fr") if french(line)])
    check("fr: sentences are short (30 words at most)", [
        s for t in [t for m in po for t in po[m][1]] +
        [line for _, line in mails("fr")]
        for s in re.split(r"(?<=[.?!])\s", t) if len(s.split()) > 30])
    print(f"1..{n}")
    return bad


if __name__ == "__main__":
    os.chdir(os.environ.get("srcdir") or
             os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
    sys.exit(main())

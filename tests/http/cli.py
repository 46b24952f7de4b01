#!/usr/bin/python3
"""cli.py - placet(1): every command, what it refuses, and its exit status"""
import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import procs  # noqa: E402
from placet import HOST, PETITION, ROOT, Placet, in_days  # noqa: E402
from tap import contains, equal, eventually, holds, run, test  # noqa: E402

OK, FAILED, USAGE, UNREACHABLE = 0, 1, 2, 3


def fixture():
    return _Town()


class _Town(Placet):
    def must(self, *args, **more):
        status, out, err = self.cli(*args, **more)
        equal(status, OK, f"{args}: {err}")
        return out

    def refuses(self, status, words, *args, **more):
        got, out, err = self.cli(*args, **more)
        equal(got, status, f"{args}: {out}{err}")
        contains(err, words)
        return out

    def file(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as f:
            f.write(content if isinstance(content, bytes)
                    else content.encode())
        return path


@test
def a_site_is_added_and_served_without_a_restart(p):
    contains(p.must("site", "add", HOST, "35238", "--name", "Rennes, l'été"),
             HOST)
    eventually(lambda: p.http.get("/").status == 200, 10)
    contains(p.must("site", "list"), "Rennes, l'été")
    sites = json.loads(p.must("--json", "site", "list"))["sites"]
    equal([s["host"] for s in sites], [HOST])


@test
def a_site_that_cannot_be_is_refused(p):
    p.refuses(FAILED, "host.taken", "site", "add", HOST, "35238")
    p.refuses(FAILED, "commune.invalid", "site", "add", "x.localhost",
              "00000")
    p.refuses(FAILED, "host.invalid", "site", "add", "x/..", "35238")


@test
def a_petition_is_opened_from_a_file_or_standard_input(p):
    data = json.dumps({**PETITION, "closes_at": in_days(30)})
    contains(p.must("petition", "open", HOST, p.file("p.json", data)),
             "petition 1 is open")
    out = p.must("petition", "open", HOST, "-", "--json", stdin=data)
    equal(json.loads(out)["petition"]["id"], 2)
    listed = json.loads(p.must("petition", "list", HOST, "--json"))
    equal(sorted(q["id"] for q in listed["petitions"]), [1, 2])
    eventually(lambda: p.http.get("/p/1/checkpoint").status == 200, 10)


@test
def a_petition_that_cannot_be_is_refused(p):
    p.refuses(FAILED, "no JSON object", "petition", "open", HOST, "-",
              stdin="{")
    p.refuses(FAILED, "no JSON object", "petition", "open", HOST, "-",
              stdin='["a"]')
    p.refuses(FAILED, "no JSON object", "petition", "open", HOST, "-",
              stdin='{"title": "a", "title": "b"}')
    p.refuses(FAILED, "title.invalid", "petition", "open", HOST, "-",
              stdin='{"title": ""}')
    p.refuses(FAILED, "closes.invalid", "petition", "open", HOST, "-",
              stdin=json.dumps({**PETITION, "closes_at": "2001-01-01"}))
    p.refuses(FAILED, "site.unknown", "petition", "open", "y.localhost",
              "-", stdin=json.dumps(PETITION))
    p.refuses(FAILED, "No such file", "petition", "open", HOST, "/none")


@test
def a_petition_is_closed_once(p):
    p.must("petition", "close", HOST, "2")
    p.refuses(FAILED, "petition.closed", "petition", "close", HOST, "2")
    p.refuses(FAILED, "petition.unknown", "petition", "close", HOST, "99")
    contains(p.must("petition", "list", HOST), "closed")


def signed_receipt(p):
    if not hasattr(p, "kept"):
        signed = p.sign(1, "a@example.org", name="Zoé d'Œuf")
        p.kept = p.receipt(signed)
    return p.kept


@test
def a_receipt_verifies_without_any_network(p):
    path = p.file("good", signed_receipt(p))
    contains(p.must("verify", path, config=False), "genuine")
    doc = json.loads(p.must("verify", "--json", path, config=False))
    equal((doc["verified"], doc["index"], doc["name"], doc["trusted_key"]),
          (True, 1, "Zoé d'Œuf", False))
    title = p.http.get_json("/petitions/1")["petition"]["title"]
    equal(doc["title"], title)
    contains(p.must("verify", path), title)
    vkey = doc["vkey"]
    doc = json.loads(p.must("verify", "--json", "--vkey", vkey, path))
    equal(doc["trusted_key"], True)
    alone = ["unshare", "--map-root-user", "--net"]
    if subprocess.run(alone + ["true"], capture_output=True,
                      check=False).returncode == 0:
        out = procs.output(alone + [os.path.join(p.build, "placet"),
                                    "verify", path])
        contains(out, "genuine")


def with_extra(receipt, change):
    """The receipt with another document beside its proof."""
    lines = receipt.decode().split("\n")
    at = next(i for i, l in enumerate(lines) if l.startswith("extra "))
    doc = json.loads(base64.b64decode(lines[at][6:]))
    change(doc)
    lines[at] = "extra " + base64.b64encode(
        json.dumps(doc, ensure_ascii=False).encode()).decode()
    return "\n".join(lines)


@test
def a_receipt_does_not_speak_to_the_terminal(p):
    bad = "a\x1b[2J\x07b\x9bc\u202ed\ne\u2028f\x7fg é 🚲"
    text = with_extra(signed_receipt(p), lambda d: d.update({"title": bad}))
    path = p.file("bad", text)
    out = p.must("verify", path)
    contains(out, "a\\u{1b}[2J\\u{7}b\\u{9b}c\\u{202e}d\\u{a}e"
             "\\u{2028}f\\u{7f}g é 🚲")
    equal(json.loads(p.must("verify", "--json", path))["title"], bad)
    # Receipts from before had none.
    path = p.file("old", with_extra(text.encode(), lambda d: d.pop("title")))
    contains(p.must("verify", path), "genuine")


@test
def a_receipt_that_was_changed_proves_nothing(p):
    good = signed_receipt(p)

    def changed(member, value):
        return with_extra(good, lambda d: d.update({member: value}))
    text = good.decode()
    origin = json.loads(p.must("verify", "--json", p.file("g", good)))["vkey"]
    for bad, why in (
            (changed("name", "Quelqu'un d'autre"), "another name"),
            (changed("commune", "26113"), "another name or commune"),
            (changed("nullifier", "00" * 32), "another person"),
            (changed("petition", 2), "another"),
            (changed("salt_p", "00" * 32), "another name"),
            (changed("entry", "00"), "not in the log"),
            (changed("vkey", "x"), "not well formed"),
            (with_extra(good, lambda d: d.pop("salt_n")), "does not hold"),
            (re.sub("^extra .*\n", "", text, flags=re.M), "nothing"),
            (text.replace("index 1", "index 0"), "not in the log"),
            (re.sub(r"(?m)^(— \S+ )(.{60}).", r"\1\2A", text), ""),
            (text[:-20], ""), ("", "no receipt"), ("\0" * 100, "no receipt"),
            ("x" * 70000, "no receipt")):
        p.refuses(FAILED, why, "verify", p.file("bad", bad))
    other = "other" + origin[origin.index("+"):]
    p.refuses(FAILED, "", "verify", p.file("g", good), "--vkey", other)


def vkey_of(name, kind, pub):
    """A C2SP verifier key; its id binds name, type and key."""
    key = bytes([kind]) + pub
    digest = hashlib.sha256(name.encode() + b"\n" + key).digest()
    return f"{name}+{digest[:4].hex()}+{base64.b64encode(key).decode()}"


class Witness:
    """Cosigns checkpoints, with OpenSSL's command and no code of ours."""

    def __init__(self, p, name):
        self.name, self.pem = name, os.path.join(p.folder, name + ".pem")
        self.p = p
        procs.output(["openssl", "genpkey", "-algorithm", "ed25519",
                      "-out", self.pem])
        der = subprocess.run(
            ["openssl", "pkey", "-in", self.pem, "-pubout",
             "-outform", "DER"], capture_output=True, check=True).stdout
        self.vkey = vkey_of(name, 4, der[-32:])

    def cosigned(self, receipt, time):
        note = receipt[receipt.index(b"\n\n") + 2:]
        text = note[:note.rindex(b"\n\n") + 1]
        path = self.p.file("cosign", b"cosignature/v1\ntime %d\n%s"
                           % (time, text))
        sig = subprocess.run(
            ["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", self.pem,
             "-in", path], capture_output=True, check=True).stdout
        key_id = bytes.fromhex(self.vkey.split("+")[1])
        line = base64.b64encode(key_id + time.to_bytes(8, "big") + sig)
        return receipt + f"\u2014 {self.name} ".encode() + line + b"\n"


@test
def a_policy_asks_for_witnesses(p):
    good = signed_receipt(p)
    log = json.loads(p.must("verify", "--json", p.file("g", good)))["vkey"]
    one, two = Witness(p, "w1.example.org"), Witness(p, "w2.example.org")
    keys = (f"log {log}\nwitness one {one.vkey}\nwitness two {two.vkey}\n"
            "group both all one two\n")
    none = p.file("none", keys + "quorum none\n")
    both = p.file("both", keys + "quorum both\n")
    contains(p.must("verify", p.file("g", good), "--policy", none),
             "asks for no witness")
    half = one.cosigned(good, 1700000000)
    for text in (good, half):
        p.refuses(FAILED, "too few", "verify", p.file("g", text),
                  "--policy", both)
    whole = p.file("whole", two.cosigned(half, 1700000060))
    contains(p.must("verify", whole, "--policy", both, config=False),
             "2, from 2023-11-14T22:13:20Z to 2023-11-14T22:14:20Z")
    doc = json.loads(p.must("verify", "--json", whole, "--policy", both))
    equal((doc["witnesses"], doc["witnessed_last"], doc["vkey"],
           doc["trusted_key"]), (2, "2023-11-14T22:14:20Z", log, True))
    # A line that is false, a log that is not in it, a file that is none.
    false = half.replace(b"BlU/EA", b"BlU/EB")
    holds(false != half, "the time stands in the line")
    p.refuses(FAILED, "a witness is false", "verify", p.file("g", false),
              "--policy", none)
    other = p.file("other", keys.replace(log, vkey_of("a", 1, bytes(32)))
                   + "quorum none\n")
    p.refuses(FAILED, "no log of the policy", "verify", whole,
              "--policy", other)
    p.refuses(FAILED, "line 5: not well formed", "verify", whole,
              "--policy", p.file("bad", keys + "quorum\n"))
    p.refuses(FAILED, "No such file", "verify", whole, "--policy", "/none")
    p.refuses(USAGE, "not both", "verify", whole, "--policy", both,
              "--vkey", log)


@test
def every_byte_of_a_receipt_counts(p):
    good = signed_receipt(p)
    checkpoint = good.index(b"\n\n") + 2
    for at in range(checkpoint, len(good), 7):
        bad = bytearray(good)
        bad[at] ^= 1
        status, out, _ = p.cli("verify", p.file("bad", bytes(bad)))
        holds(status == FAILED and "genuine" not in out, f"byte {at}")


@test
def a_log_is_recomputed_over_http_and_from_the_database(p):
    signed_receipt(p)
    url = f"http://{HOST}:{p.port}"
    for target in (f"{url}/petitions/1", f"{url}/p/1", f"{url}/p/1/"):
        contains(p.must("log", "check", target), "all is well")
    doc = json.loads(p.must("log", "check", HOST, "--petition", "1",
                            "--json"))
    equal((doc["verified"], doc["signatures"]), (True, 1))
    contains(p.must("log", "check", url + "/p/1", "--vkey", doc["vkey"]),
             "all is well")
    p.refuses(FAILED, "not the log of the key", "log", "check", url + "/p/2",
              "--vkey", doc["vkey"])


@test
def a_log_that_was_tampered_with_is_found_out(p):
    keep = p.sql("select encode(entry, 'hex') from placet.leaf "
                 "where item = 1 and idx = 1")
    p.sql("alter table placet.leaf disable trigger all; "
          "update placet.leaf set entry = set_byte(entry, "
          "length(entry) - 1, 0) where item = 1 and idx = 1")
    p.refuses(FAILED, "another root", "log", "check", HOST,
              "--petition", "1")
    p.sql("update placet.leaf set entry = decode('" + keep + "', 'hex') "
          "where item = 1 and idx = 1; "
          "update placet.log set signs = signs + 1 where item = 1")
    p.refuses(FAILED, "counts 2 signatures", "log", "check", HOST,
              "--petition", "1")
    p.sql("update placet.log set signs = signs - 1 where item = 1; "
          "alter table placet.leaf enable trigger all")
    p.must("log", "check", HOST, "--petition", "1")


def halted(p, why="'by hand'"):
    p.sql(f"update placet.log set halted = {why} where item = 1")


def resume_refused(p, why):
    """And it is still halted."""
    p.refuses(FAILED, why, "log", "resume", HOST, "1")
    equal(p.sql("select halted from placet.log where item = 1"), "by hand")


@test
def a_log_that_was_halted_goes_on_if_it_is_whole(p):
    signed_receipt(p)
    p.refuses(FAILED, "not halted", "log", "resume", HOST, "1")
    p.refuses(FAILED, "petition", "log", "resume", HOST, "99")
    halted(p)
    p.refuses(FAILED, "halted: by hand", "log", "check", HOST,
              "--petition", "1")
    # Signed meanwhile: it waits.
    late = p.sign(1, "tard@example.org")
    p.sql("alter table placet.leaf disable trigger all")
    for change, back, why in (
            ("leaf set entry = set_byte(entry, length(entry) - 1, "
             "get_byte(entry, length(entry) - 1) # 1) "
             "where item = 1 and idx = 1", None, "another root"),
            ("log set frontier = set_byte(frontier, 0, "
             "get_byte(frontier, 0) # 1) where item = 1", None, "peaks"),
            ("log set pub = set_byte(pub, 0, get_byte(pub, 0) # 1) "
             "where item = 1", None, "another key is stored"),
            ("log set signs = signs + 1 where item = 1",
             "log set signs = signs - 1 where item = 1", "entries"),
            ("log set withdrawn = 1 where item = 1",
             "log set withdrawn = 0 where item = 1", "1 withdrawals"),
            ("log set invalidated = 1 where item = 1",
             "log set invalidated = 0 where item = 1", "1 invalidations")):
        p.sql("update placet." + change)
        resume_refused(p, why)
        p.sql("update placet." + (back or change))
    p.sql("insert into placet.tile select site_id, 1, 1, 0, pub "
          "from placet.log where item = 1")
    resume_refused(p, "the tiles of level 1")
    p.sql("delete from placet.tile; "
          "alter table placet.leaf enable trigger all")

    # What keyd remembers: more, other entries, another key, nothing.
    path = os.path.join(p.folder, "state", "signed.log")
    with open(path, encoding="ascii") as f:
        good = f.read()
    line = [x for x in good.splitlines() if f" {HOST}/p/1 " in x][-1]
    batch, origin, size, root, key, _ = line.split(" ")
    for (n, r, k), why in (
            ((int(size) + 1, root, key), "keyd has signed"),
            ((size, "00" * 32, key), "not those keyd signed"),
            ((1, "00" * 32, key), "not those keyd signed"),
            ((size, root, "00" * 32), "another key")):
        text = f"{batch} {origin} {n} {r} {k}"
        with open(path, "a", encoding="ascii") as f:
            f.write(text + " " + hashlib.sha256(
                text.encode()).hexdigest()[:16] + "\n")
        resume_refused(p, why)
        os.truncate(path, len(good))
    with open(path, "a", encoding="ascii") as f:
        f.write(f"{batch} {origin} 99 {root} {key} {'0' * 16}\n{batch} ")
    with open(p.conf_file, encoding="utf-8") as f:
        other = p.file("other.conf", f.read().replace(
            os.path.join(p.folder, "state"), p.folder))
    p.refuses(FAILED, "signed.log", "-c", other, "log", "resume", HOST, "1",
              config=False)
    out = p.must("log", "resume", HOST, "1")
    contains(out, "by hand")
    os.truncate(path, len(good))
    p.receipt(late, 90)
    p.must("log", "check", HOST, "--petition", "1")


@test
def what_is_not_there_is_unreachable(p):
    p.refuses(UNREACHABLE, "", "log", "check", "http://127.0.0.1:1/p/1")
    p.refuses(UNREACHABLE, "404", "log", "check",
              f"http://{HOST}:{p.port}/p/99")
    conf = p.file("away.conf", 'database = "host=/nowhere dbname=x"\n')
    p.refuses(UNREACHABLE, "", "-c", conf, "site", "list", config=False)


@test
def the_database_is_created_checked_and_told_about(p):
    conf = p.file("other.conf", 'database = "' + p.cluster.conninfo(
        "other", "postgres") + '"\n' + f'data_dir = "{data_dir(p)}"\n')
    for word in ("create", "upgrade", "check", "create"):
        p.must("-c", conf, "db", word, config=False)
    contains(p.must("-c", conf, "db", "status", config=False), "communes")
    p.cluster.sql("other", "drop function web.home(int, text)")
    equal(p.cli("-c", conf, "db", "check", config=False)[0], FAILED)
    equal(json.loads(p.must("-c", conf, "--json", "db", "upgrade",
                            config=False)), {"upgrade": True})


def data_dir(p):
    with open(p.conf_file, encoding="utf-8") as f:
        return re.search(r'data_dir = "(.*)"', f.read()).group(1)


@test
def the_doctor_finds_what_is_wrong(p):
    out = p.refuses(FAILED, "", "doctor")
    contains(out, "'development' is true")
    equal(out.count("BAD"), 1)
    checks = json.loads(p.refuses(FAILED, "", "--json", "doctor"))
    equal([c["check"] for c in checks if not c["ok"]], ["settings"])
    with open(p.conf_file, encoding="utf-8") as f:
        text = f.read()
    text = re.sub("smtp_url = .*", 'smtp_url = "smtp://127.0.0.1:1"', text)
    text = re.sub("database = .*", 'database = "host=/nowhere"', text)
    text = re.sub("state_dir = .*", 'state_dir = "/nowhere"', text)
    out = p.refuses(FAILED, "", "-c", p.file("ill.conf", text), "doctor",
                    config=False)
    for name in ("folder of keys", "mail relay", "database roles",
                 "database schema"):
        contains(out, f"BAD   {name}")


@test
def settings_are_checked_and_explained(p):
    contains(p.must("config", "check"), "is valid")
    bad = p.file("bad.conf", "\nlistn = {}\n")
    p.refuses(FAILED, f"{bad}:2: no setting 'listn', did you mean 'listen'?",
              "-c", bad, "config", "check", config=False)
    contains(p.must("config", "explain", "rate_read"), "0 for no ceiling")
    p.refuses(FAILED, "no setting 'x'", "config", "explain", "x")
    rows = json.loads(p.must("config", "explain", "--json"))
    holds(len(rows) > 20, "all settings are explained")
    with open(os.path.join(ROOT, "docs", "placetd.conf.5"),
              encoding="utf-8") as f:
        manual = " ".join(f.read().replace("\\e", "\\").split())
    for row in rows:
        empty = row["default"] in ('""', "{ }")
        entry = manual[manual.index(f".It Ic {row['name']} = "):][:1500]
        contains(entry, row["help"])
        contains(entry, "Default: " + (
            ".Li empty" if empty else f".Li {row['default']}"))


@test
def a_configuration_is_written_but_never_over_another(p):
    with tempfile.TemporaryDirectory() as folder:
        conf = os.path.join(folder, "etc", "placet", "placetd.conf")
        state = os.path.join(folder, "var", "lib", "placet")
        args = ("-c", conf, "init", "--no-database", "--state", state,
                "--database", 'host=/x dbname="y" password=a\\b',
                "--mail-from", "a@example.org")
        p.must(*args, config=False)
        p.must("-c", conf, "config", "check", config=False)
        equal(os.stat(state).st_mode & 0o777, 0o700)
        p.refuses(FAILED, "--force", *args, config=False)
        p.must(*args, "--force", config=False)


@test
def each_command_has_help_and_wrong_words_are_usage(p):
    rows = re.findall(r"(?m)^  ([a-z]+(?: [a-z]+)?)", p.must("--help"))
    with open(os.path.join(ROOT, "server/cli/main.c"),
              encoding="utf-8") as f:
        table = re.findall(r'(?m)^\t\{ "[a-z]+", (?:NULL|"[a-z]+"), ', f.read())
    holds(len(table) > 30, "the table was read")
    equal(len(rows), len(table))
    for row in rows:
        contains(p.must(*row.split(), "--help"), "usage: placet " + row)
    contains(p.must("--version"), "placet ")
    for args in ((), ("sit",), ("site",), ("site", "x"), ("verify",),
                 ("verify", "a", "b"), ("site", "list", "--nonsense"),
                 ("--nonsense",), ("log", "check", HOST)):
        equal(p.cli(*args)[0], USAGE, args)
    equal(p.cli("site", "--help")[0], OK)


@test
def an_error_is_a_json_document_too(p):
    out = p.refuses(FAILED, "site.unknown", "--json", "petition", "list",
                    "none.localhost")
    equal(json.loads(out), {"error": "site.unknown"})


if __name__ == "__main__":
    run(fixture)

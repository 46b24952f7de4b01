#!/usr/bin/env python3
"""tlog.py - the log as others see it: Go's own sumdb code reads it

The log grows past a full tile, so that full and partial tiles of levels 0
and 1 are served; then tlogcheck.go verifies checkpoint, tiles, entries and a
receipt with golang.org/x/mod/sumdb, which knows nothing of Placet.
"""
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from placet import HOST, ROOT, Placet  # noqa: E402
from tap import Skip, contains, equal, eventually, run, test  # noqa: E402
import crowd  # noqa: E402

COUNT = 600


def checker(p):
    """tlogcheck, built with Debian's Go and its copy of x/mod."""
    go = shutil.which("go")
    if go is None or not os.path.exists("/usr/share/gocode/src/golang.org"):
        raise Skip("golang-go or golang-golang-x-mod-dev is missing")
    program = os.path.join(p.folder, "tlogcheck")
    if not os.path.exists(program):
        env = dict(os.environ, GO111MODULE="off", GOFLAGS="",
                   GOPATH="/usr/share/gocode", GOTOOLCHAIN="local",
                   GOCACHE=os.path.join(p.folder, "gocache"))
        subprocess.run([go, "build", "-o", program, os.path.join(
            ROOT, "tests/http/tlogcheck.go")], check=True, env=env)
    return program


def check(p, *args):
    done = subprocess.run([checker(p), *args], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          check=False)
    return done.returncode, done.stdout


def prefix(p):
    return f"http://{HOST}:{p.port}/p/1"


def vkey(p):
    return p.http.get_json("/petitions/1")["petition"]["log"]["vkey"]


@test
def go_verifies_checkpoint_tiles_entries_and_receipt(p):
    signed = p.sign(1, "premier@example.org")
    receipt = os.path.join(p.folder, "first.tlog-proof")
    with open(receipt, "wb") as f:
        f.write(p.receipt(signed))
    crowd.fill(p, 0, COUNT)
    crowd.confirm_all(p, 0, COUNT)
    # OPEN, ours, and the crowd's.
    eventually(lambda: p.http.get_json("/petitions/1")["petition"]["log"]
               ["size"] == COUNT + 2, 30, "all are in the log")
    status, said = check(p, prefix(p), vkey(p), receipt)
    equal(status, 0, said)
    contains(said, f"{COUNT + 2} leaves verified")
    contains(said, "receipt of leaf 1 holds")


@test
def go_refuses_another_key(p):
    other = p.petition()
    key = p.http.get_json(f"/petitions/{other}")["petition"]["log"]["vkey"]
    status, said = check(p, prefix(p), key)
    equal(status, 1, said)


@test
def placet_recomputes_the_whole_tree(p):
    for where in ((f"http://{HOST}:{p.port}/petitions/1",),
                  (HOST, "--petition", "1")):
        status, out, err = p.cli("log", "check", *where)
        equal(status, 0, f"{where}: {out}{err}")


@test
def placet_finds_a_tile_that_was_changed(p):
    change = ("update placet.tile set data = set_byte(data, 40, "
              "get_byte(data, 40) # 1) "
              "where (site_id, item, level) = (1, 1, 1)")
    p.sql(change)
    status, _, err = p.cli("log", "check", HOST, "--petition", "1")
    equal(status, 1)
    contains(err, "the tiles of level 1")
    p.sql(change)
    equal(p.cli("log", "check", HOST, "--petition", "1")[0], 0)


@test
def placet_finds_a_leaf_that_was_changed(p):
    # Only a superuser who means it can do this: leaves are append-only.
    change = ("set session_replication_role = replica; update placet.leaf "
              "set entry = set_byte(entry, 40, get_byte(entry, 40) # 1) "
              "where site_id = 1 and item = 1 and idx = 300")
    p.sql(change)
    try:
        status, out, err = p.cli("log", "check", HOST, "--petition", "1")
        equal(status, 1, f"{out}{err}")
    finally:
        p.sql(change)
    equal(p.cli("log", "check", HOST, "--petition", "1")[0], 0, "mended")


@test
def what_the_checkpoint_does_not_cover_is_not_served(p):
    for path in ("tile/0/x001/000", "tile/0/003", "tile/0/002.p/255",
                 "tile/1/000.p/200", "tile/entries/003", "tile/0/0",
                 "tile/0/000.p/256", "tile/0/000.p/0", "tile/64/000",
                 "tile/00/000", "tile/-1/000", "tile/8/0/000"):
        equal(p.http.get(f"/p/1/{path}").status, 404, path)


class _Town(Placet):
    def __enter__(self):
        super().__enter__()
        self.site()
        self.petition()
        return self


run(_Town)

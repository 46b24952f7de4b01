#!/usr/bin/python3
"""sumdb.py - our vectors of notes, trees and tiles, and Go's own code

golang.org/x/mod/sumdb is where these formats come from.  It must agree with
the vectors, and libplacet with what it signs.
"""
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tests", "lib"))
from tap import Skip, equal, run, test  # noqa: E402

CHECK = os.path.join(os.environ["PLACET_BUILD"], "tests", "vectors", "check")


@contextlib.contextmanager
def built():
    """The program, and a folder for what it writes."""
    with tempfile.TemporaryDirectory(prefix="placet-sumdb-") as folder:
        program = None
        go = shutil.which("go")
        if go and os.path.exists("/usr/share/gocode/src/golang.org/x/mod"):
            program = os.path.join(folder, "sumdb")
            env = dict(os.environ, GO111MODULE="off", GOFLAGS="",
                       GOPATH="/usr/share/gocode", GOTOOLCHAIN="local",
                       GOCACHE=os.path.join(folder, "gocache"))
            subprocess.run([go, "build", "-o", program,
                            os.path.join(HERE, "sumdb.go")],
                           check=True, env=env)
        yield program, folder


def said(*argv):
    done = subprocess.run(argv, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    return done.returncode, done.stdout


def sumdb(program, *args):
    if program is None:
        raise Skip("golang-go or golang-golang-x-mod-dev is missing")
    return said(program, *args)


@test
def sumdb_agrees_with_notes_cosignatures_trees_and_tiles(it):
    status, words = sumdb(it[0], os.path.join(ROOT, "proto", "vectors"))
    equal(status, 0, words)


@test
def libplacet_agrees_with_what_sumdb_signs(it):
    status, words = sumdb(it[0], os.path.join(ROOT, "proto", "vectors"),
                          it[1])
    equal(status, 0, words)
    for theme in ("note", "cosignature"):
        path = os.path.join(it[1], f"{theme}.json")
        status, words = said(CHECK, theme, path)
        equal(status, 0, words)
        # One digit of the sizes: so that agreeing means something.
        with open(path, encoding="utf-8") as f:
            text = f.read()
        with open(path, "w", encoding="utf-8") as f:
            f.write(text.replace("\\n7\\n", "\\n8\\n"))
        status, words = said(CHECK, theme, path)
        equal(status, 1, words)


run(built)

#!/usr/bin/env python3
"""uids.py - started as root, each process is somebody else

The four users exist only in a mount namespace of this test's own, with its
own /etc/passwd and /etc/group.  Skipped where that is not allowed.
"""
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from placet import Placet  # noqa: E402
from tap import contains, equal, eventually, holds, run, test  # noqa: E402

INSIDE = "PLACET_TEST_UIDS"
ROLES = {"web": 64101, "notary": 64102, "courier": 64103, "keyd": 64104}


def enter():
    """Run this file again where the users are known; False if we may not."""
    with tempfile.TemporaryDirectory(prefix="placet-uids-") as folder:
        for name in ("passwd", "group"):
            shutil.copy(f"/etc/{name}", folder)
        with open(f"{folder}/passwd", "a", encoding="utf-8") as passwd, \
                open(f"{folder}/group", "a", encoding="utf-8") as group:
            for role, uid in ROLES.items():
                passwd.write(f"placet-{role}:x:{uid}:{uid}::/nonexistent:"
                             "/usr/sbin/nologin\n")
                group.write(f"placet-{role}:x:{uid}:\n")
        mounts = " && ".join(f"mount --bind {folder}/{name} /etc/{name}"
                             for name in ("passwd", "group"))
        unshare = ["unshare", "--mount", "--propagation", "private", "sh",
                   "-c", f'{mounts} && exec "$@"', "sh"]
        if os.getuid() != 0 or subprocess.run(
                unshare + ["true"], capture_output=True,
                check=False).returncode != 0:
            return False
        done = subprocess.run(
            unshare + [sys.executable, os.path.abspath(__file__),
                       *sys.argv[1:]],
            env=dict(os.environ, **{INSIDE: "1"}), check=False)
        sys.exit(done.returncode)


def uids(pid):
    with open(f"/proc/{pid}/status", encoding="ascii",
              errors="replace") as f:
        status = dict(line.rstrip("\n").split(":\t", 1) for line in f
                      if ":\t" in line)
    return {int(n) for n in status["Uid"].split() + status["Gid"].split()}


def check_uids(p):
    for role, uid in ROLES.items():
        children = p.child(f"placet-{role}")
        holds(children, f"a {role}")
        for pid in children:
            equal(uids(pid), {uid}, role)


@test
def each_process_has_an_identity_of_its_own(p):
    check_uids(p)


@test
def a_citizen_signs_and_the_receipt_verifies(p):
    p.site()
    signed = p.sign(p.petition(), "sous-identites@example.org")
    path = os.path.join(p.folder, "receipt.tlog-proof")
    with open(path, "wb") as f:
        f.write(p.receipt(signed))
    status, out, err = p.cli("verify", path)
    equal(status, 0, err)
    contains(out, "genuine")


@test
def only_keyd_can_read_the_keys(p):
    state = os.path.join(p.folder, "state")
    equal(os.stat(state).st_uid, ROLES["keyd"])
    equal(os.stat(state).st_mode & 0o777, 0o700)
    for name in os.listdir(state):
        what = os.stat(os.path.join(state, name))
        equal((what.st_uid, what.st_mode & 0o077), (ROLES["keyd"], 0), name)


@test
def a_reload_starts_them_as_the_same_users_again(p):
    before = p.child("placet-web")
    p.daemon.send_signal(1)
    eventually(lambda: p.child("placet-web") and not
               set(before) & set(p.child("placet-web")), 20, "new workers")
    p.wait_ready()
    check_uids(p)


@test
def a_user_that_does_not_exist_stops_the_start(p):
    p.stop()
    p.write_conf(user="nobody-of-this-name")
    try:
        p.start(20)
    except RuntimeError:
        return
    raise AssertionError("placetd started")


class Town(Placet):
    def deploy(self):
        super().deploy()
        # The socket is trusted, so its folder is closed to others; here they
        # are others, and nobody else is on this socket.
        os.chmod(self.cluster.folder, 0o711)


if __name__ == "__main__":
    if not os.environ.get(INSIDE) and not enter():
        print("1..1\nok 1 - uids # SKIP needs root and mount namespaces")
        sys.exit(0)
    run(lambda: Town(user="placet"))

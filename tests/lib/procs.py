"""procs.py - child processes that do not outlive us, and free ports

Whatever a test starts is started here: it gets a signal when we end, however
we end (PR_SET_PDEATHSIG), and is stopped by its own id, never by a name.
"""
import ctypes
import os
import pwd
import signal
import socket
import subprocess
import sys
import threading
import time

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


_blocks = 0    # how many blocks hold signals back
_told = None   # the signal that asked us to end


def _unwind():
    if _told == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(128 + _told)


def _end(number, _frame):
    global _told
    _told = number
    if not _blocks:
        _unwind()


def interruptible():
    """SIGTERM and SIGHUP end us as Ctrl-C does: by unwinding."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _end)


class held:
    """A block that no signal interrupts; what came meanwhile ends us after.

    Python forgets an exception that a handler raises inside of what runs at
    a fork or in a destructor, and an object made in a function that is
    interrupted is lost.  So processes are started, and all is torn down, in
    such blocks; and as a signal may be forgotten elsewhere too, the end of
    each of them raises anew what we were told once.
    """
    def __enter__(self):
        global _blocks
        self.ours = threading.current_thread() is threading.main_thread()
        if self.ours:
            _blocks += 1

    def __exit__(self, *_why):
        global _blocks
        if self.ours:
            _blocks -= 1
            if not _blocks and _told is not None:
                _unwind()


def database_user():
    """Who PostgreSQL runs as: it refuses root."""
    return "postgres" if os.getuid() == 0 else None


def start(argv, user=None, death=signal.SIGTERM, **more):
    """Popen(argv) in a group of its own, as that user."""
    parent = os.getpid()

    def before_exec():
        # Ignored where we run in the background; a child would keep that.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        _libc.prctl(_PR_SET_PDEATHSIG, death)
        if os.getppid() != parent:
            os._exit(1)

    if user is not None:
        who = pwd.getpwnam(user)
        more.update(user=who.pw_uid, group=who.pw_gid,
                    extra_groups=os.getgrouplist(user, who.pw_gid))
    process = None
    try:
        with held():
            process = subprocess.Popen(argv, preexec_fn=before_exec,
                                       start_new_session=True, **more)
        return process
    except BaseException:
        stop(process)
        raise


def stop(process, first=signal.SIGTERM, patience=20):
    """Ask, wait, then insist; the exit status, or None if never started."""
    if process is None:
        return None
    if process.poll() is None:
        process.send_signal(first)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    return process.returncode


def wait(process):
    """Its exit status, whenever that is; what ends us ends the wait."""
    while True:
        with held():
            status = process.poll()
        if status is not None:
            return status
        time.sleep(0.2)


def output(argv, user=None, stdin=None, env=None):
    """Standard output of a command; RuntimeError with its errors."""
    p = None
    try:
        p = start(argv, user=user, text=True, env=env, stdin=subprocess.PIPE,
                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        out, err = p.communicate(stdin)
    except BaseException:
        stop(p)
        raise
    if p.returncode != 0:
        raise RuntimeError(
            f"{argv[0]} ended with {p.returncode}: {err or out}")
    return out


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def children(pid):
    """{process id: name} of the living children of a process."""
    found = {}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/stat", encoding="ascii",
                      errors="replace") as f:
                stat = f.read()
        except OSError:
            continue
        name = stat[stat.index("(") + 1:stat.rindex(")")]
        state, parent = stat[stat.rindex(")") + 2:].split()[:2]
        if int(parent) == pid and state != "Z":
            found[int(entry)] = name
    return found


def alive(pid):
    """Is it a process that still runs, not a zombie?"""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii",
                  errors="replace") as f:
            return f.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False

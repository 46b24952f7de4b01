"""cluster.py - a private PostgreSQL cluster under one directory

It listens on a socket in its own directory only, runs as postgres when we
are root, and ends with the block that opened it.
"""
import glob
import os
import shutil
import signal
import subprocess
import time

from procs import database_user, held, output, start, stop

_SETTINGS = """
listen_addresses = ''
max_connections = 60
shared_buffers = 64MB
log_min_messages = warning
timezone = 'UTC'
"""
# A crash of PostgreSQL loses nothing without these, only one of the machine.
_FAST = "fsync = off\nsynchronous_commit = on\nfull_page_writes = off\n"


def bindir():
    """Where the newest server's programs are; Debian keeps them apart."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"),
                   key=lambda p: int(p.split("/")[4]))
    if found:
        return os.path.dirname(found[-1])
    initdb = shutil.which("initdb")
    if initdb is None:
        raise RuntimeError("no PostgreSQL server is installed")
    return os.path.dirname(os.path.realpath(initdb))


class Cluster:
    def __init__(self, folder, durable=False):
        self.folder = folder
        self.data = os.path.join(folder, "data")
        self.user = database_user()
        self.bin = bindir()
        self.process = None
        self.durable = durable

    def __enter__(self):
        # Whoever reaches the socket is trusted.
        os.makedirs(self.folder, exist_ok=True)
        os.chmod(self.folder, 0o700)
        if self.user is not None:
            shutil.chown(self.folder, self.user, self.user)
        if not os.path.exists(os.path.join(self.data, "PG_VERSION")):
            self.make()
        self.start()
        return self

    def make(self):
        """Under its name once it is whole: we may be interrupted."""
        new = self.data + ".new"
        for half in (self.data, new):
            shutil.rmtree(half, ignore_errors=True)
        output([f"{self.bin}/initdb", "-D", new, "-U", "postgres",
                "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-k",
                "--no-sync"], user=self.user)
        with open(os.path.join(new, "postgresql.conf"), "a",
                  encoding="utf-8") as f:
            f.write(_SETTINGS)
            f.write(f"unix_socket_directories = '{self.folder}'\n")
            f.write("" if self.durable else _FAST)
        os.rename(new, self.data)

    def __exit__(self, *_why):
        self.stop()

    def start(self):
        with open(os.path.join(self.folder, "postgresql.log"), "ab") as log, \
                held():
            self.process = start(
                [f"{self.bin}/postgres", "-D", self.data], user=self.user,
                death=signal.SIGQUIT, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log)
        end = time.monotonic() + 60
        ready = [f"{self.bin}/pg_isready", "-q", "-h", self.folder]
        while subprocess.run(ready, check=False).returncode != 0:
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("PostgreSQL does not start, see "
                                   f"{self.folder}/postgresql.log")
            time.sleep(0.05)

    def stop(self, how="fast"):
        """fast: disconnect all.  immediate: as if it had crashed."""
        number = {"fast": signal.SIGINT, "immediate": signal.SIGQUIT}[how]
        stop(self.process, number)
        self.process = None

    def conninfo(self, dbname, user=None):
        who = f" user={user}" if user else ""
        return f"host={self.folder} dbname={dbname}{who}"

    def sql(self, dbname, text, user="postgres"):
        """Run it; the rows as psql prints them unaligned, less the last
        newline."""
        return output(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d",
                       self.conninfo(dbname, user)], stdin=text).rstrip("\n")

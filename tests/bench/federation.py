"""federation.py - the lines of tests/bench/run about other servers

Messages to our inbox are signed before the clock runs (sign.c) and played by
load.c; the servers we send to are addresses of 127.0.0.0/8 (inboxes.c).
"""
import http.server
import os
import shutil
import subprocess
import threading
import time

import node
import procs
from placet import Placet
from tap import eventually

HERE = os.path.dirname(os.path.abspath(__file__))
SITE = "localhost"
PEERS = "https://peer.example/people"
FEW, MANY = 100, 10000      # servers
HEALTHY, SILENT = 10, 50    # of them, while letters go out
LETTERS = 40


def _ask(process):
    """A line of our program inboxes, as {word: number}."""
    process.stdin.write("\n")
    process.stdin.flush()
    words = process.stdout.readline().split()
    return {k: float(v) for k, v in zip(words[::2], words[1::2])}


class _Actors(http.server.BaseHTTPRequestHandler):
    """Shows the actors that sign.c wrote to whoever fetches their keys."""
    folder = None

    def do_GET(self):  # pylint: disable=invalid-name
        name = os.path.basename(self.path)
        try:
            with open(os.path.join(self.folder, f"{int(name)}.json"),
                      "rb") as f:
                body = f.read()
        except (OSError, ValueError):
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/activity+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):  # pylint: disable=arguments-differ
        pass


class Federation:
    """`bench` is that of tests/bench/run: its program(), ticks(), rss()."""

    def __init__(self, bench, p, tools, build):
        self.b, self.p, self.t, self.build = bench, p, tools, build
        self.sink = None
        self.port, self.node_port = procs.free_port(), procs.free_port()
        self.actors_port = 0
        self.signed = {}

    @property
    def origin(self):
        return f"http://{SITE}:{self.p.port}"

    def cpu(self, *names):
        """CPU seconds of our processes so far, and of PostgreSQL."""
        pids = [p for name in names for p in self.p.child(name)]
        return [self.t.ticks(pid)
                for pid in [*pids, self.p.cluster.process.pid]]

    # --- the inbox ----------------------------------------------------------

    def sign(self, kind, peers, origin, count):
        """A folder with so many signed requests; made once an hour."""
        key = (kind, peers, origin)
        folder, at = self.signed.get(key, (None, 0))
        if time.monotonic() - at > 1800:
            folder = folder or os.path.join(
                self.p.folder, f"signed{len(self.signed)}")
            os.makedirs(folder, exist_ok=True)
            subprocess.run([f"{self.build}/bench-sign", "-n", str(count), kind,
                            peers, origin, f"{self.origin}/petitions/1",
                            folder], check=True)
            self.signed[key] = (folder, time.monotonic())
            if peers == PEERS:
                with open(f"{folder}/keys.sql", encoding="ascii") as f:
                    self.p.sql(f"delete from placet.remote_key where kind = "
                               f"'{kind}';" + f.read())
                self.p.stop()   # its keyring is of before
                self.p.start()
        return folder

    def play(self, folder, port, clients=64, seconds=600, skip=0):
        return self.t.program("load", "-p", port, "-c", clients, "-t",
                              seconds, "-f", skip, "play",
                              f"{folder}/requests")

    def receive(self, kind, count):
        """Deliveries a second, each of them a new comment."""
        folder = self.sign(kind, PEERS, self.origin, count)
        self.p.sql("truncate placet.seen, placet.comment, placet.flood")
        before = self.cpu("placet-web")
        rate = self.play(folder, self.p.port)["rate"]
        after = self.cpu("placet-web")
        have = int(self.p.sql("select count(*) from placet.comment"))
        if have != count:
            raise RuntimeError(f"{have} comments of {count} deliveries")
        web, pg = [(y - x) * 1e6 / count for x, y in zip(before, after)]
        print(f"#   {kind}: web {web:.0f} us, PostgreSQL {pg:.0f} us "
              "a delivery")
        return rate

    def inbox(self):
        """One worker, durable, beside one core that only verifies."""
        for kind, share in (("rsa", 10000), ("ed25519", 4000)):
            rate = self.receive(kind, int(share * self.b.o.seconds))
            limit = self.t.program("crypto", kind,
                                   int(20 * self.b.o.seconds))["limit"]
            self.b.note(f"inbox-{kind}", rate, limit)

    def fedify(self):
        """The same load, on an inbox that keeps nothing."""
        count = int(10000 * self.b.o.seconds)
        ours = self.receive("rsa", count)
        memory = self.t.rss(self.p.child("placet-web")[0])
        try:
            theirs, size = self.node(count // 4)
        except (RuntimeError, OSError, subprocess.SubprocessError) as why:
            print(f"#   skipped, Fedify cannot be had: {str(why)[:200]}")
            return
        self.b.note("fedify", ours, theirs)
        self.b.note("fedify-memory", memory, size)

    def node(self, count):
        """Deliveries a second that Fedify takes, and its memory."""
        folder = os.path.join(self.build, "federation")
        node.packages(os.path.join(HERE, "..", "federation"), folder)
        program = shutil.copy(os.path.join(HERE, "fedify.mjs"), folder)
        server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", self.actors_port), _Actors)
        self.actors_port = server.server_address[1]
        signed = self.sign("rsa", f"http://127.0.0.1:{self.actors_port}/p",
                           f"http://127.0.0.1:{self.node_port}", count)
        _Actors.folder = signed
        threading.Thread(target=server.serve_forever, daemon=True).start()
        peer = procs.start(
            [node.node(self.build), program, str(self.node_port)], text=True,
            stdout=subprocess.PIPE)
        try:
            if peer.stdout.readline() != "ready\n":
                raise RuntimeError("it does not start")
            # Its compiler needs to have seen the work.
            warm = self.play(signed, self.node_port, 16, self.b.o.seconds)
            rate = self.play(signed, self.node_port, 16, self.b.o.seconds,
                             int(warm["good"] + warm["bad"]))["rate"]
            return rate, self.t.rss(peer.pid)
        finally:
            procs.stop(peer)
            peer.stdout.close()
            server.shutdown()
            server.server_close()

    # --- deliveries ---------------------------------------------------------

    def inboxes(self):
        """Start the inboxes of others; asked by _ask()."""
        if self.sink is None:
            self.sink = procs.start(
                [f"{self.build}/bench-inboxes", str(self.port)], text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            if self.sink.stdout.readline() != "open\n":
                raise RuntimeError("inboxes does not listen")
        _ask(self.sink)

    def end(self):
        if self.sink is not None:
            procs.stop(self.sink)
            self.sink.stdin.close()
            self.sink.stdout.close()

    def followers(self, count, silent=0):
        """So many servers with one follower of the commune each."""
        self.p.sql(f"""
            truncate placet.follower, placet.letter;
            delete from placet.peer;
            create temp table host as
            select case when i <= {count}
                then '127.1.' || i / 250 || '.' || 1 + i % 250
                else '127.9.0.' || i - {count} end || ':{self.port}' as host
            from generate_series(1, {count + silent}) i;
            insert into placet.remote (id, host, type, username, inbox)
            select 'http://' || host || '/u', host, 'Person', 'u',
                'http://' || host || '/inbox'
            from host on conflict do nothing;
            insert into placet.follower (site_id, actor, remote, host, follow)
            select 1, -1, 'http://' || host || '/u', host, host from host;
            insert into placet.peer (site_id, host, cursor)
            select s.id, h.host, s.acts from host h, placet.site s
            where s.id = 1;
            vacuum analyze""")

    def acts(self, count):
        """The commune has that many things to say, of 2 KB."""
        self.p.sql(f"""
            insert into placet.act (site_id, n, kind, actor, object, draft, doc)
            select s.id, acts + i, 'update', -1, '{self.origin}/petitions/1',
                jsonb_build_object('actor', '{self.origin}/commune'),
                jsonb_build_object('actor', '{self.origin}/commune',
                    'id', '{self.origin}/acts/' || acts + i,
                    'content', repeat('Une piste cyclable. ', 100))
            from placet.site s, generate_series(1, {count}) i where s.id = 1;
            update placet.site set acts = acts + {count},
                acts_signed = acts_signed + {count} where id = 1""")

    def delivered(self):
        eventually(lambda: self.p.sql(
            "select count(*) from placet.peer p join placet.site s on "
            "s.id = p.site_id where p.cursor < s.acts_signed "
            "and p.host not like '127.9.%'") == "0", 900, "all is delivered",
            0.2)

    def deliver(self, peers, acts):
        """CPU seconds of a delivery (courier and PostgreSQL), and the rate."""
        self.followers(peers)
        self.inboxes()
        before = self.cpu("placet-courier", "placet-keyd")
        began = time.monotonic()
        self.acts(acts)
        self.delivered()
        took = time.monotonic() - began
        after = self.cpu("placet-courier", "placet-keyd")
        count, got = peers * acts, _ask(self.sink)
        if got["requests"] != count:
            raise RuntimeError(f"{got['requests']} requests for {count}")
        courier, keyd, pg = [(y - x) * 1e6 / count
                             for x, y in zip(before, after)]
        print(f"#   {peers} servers: courier {courier:.0f} us, PostgreSQL "
              f"{pg:.0f} us, keyd {keyd:.0f} us, "
              f"{got['connections'] / count:.2f} connections a delivery, "
              f"{count / took:.0f}/s")
        return courier + pg, count / took

    def fanout(self):
        few, _ = self.deliver(FEW, max(2, int(20 * self.b.o.seconds)))
        many, _ = self.deliver(MANY, 1)
        self.b.note("fanout", many, few)
        _, rate = self.deliver(1000, max(1, int(2 * self.b.o.seconds)))
        limit = self.t.program("crypto", "rsa-sign",
                               int(20 * self.b.o.seconds))["limit"]
        self.b.note("deliveries", rate, limit)

    def wait_time(self, silent):
        """Median microseconds of a letter to a server that is well."""
        self.followers(HEALTHY, silent)
        self.inboxes()
        self.acts(1)
        self.delivered()
        for i in range(LETTERS):
            self.p.sql(f"""
                insert into placet.letter (site_id, host, inbox, actor, doc)
                select 1, h, 'http://' || h || '/t/' || (extract(epoch from
                    clock_timestamp()) * 1e6)::bigint, -1, '{{}}'
                from (select '127.1.0.{2 + i % HEALTHY}:{self.port}' as h) x""")
            time.sleep(0.1)
        eventually(lambda: self.p.sql(
            "select count(*) from placet.letter") == "0", 60, "the letters")
        got = _ask(self.sink)
        if got["timed"] != LETTERS:
            raise RuntimeError(f"{got['timed']} letters of {LETTERS}")
        return got["p50"]

    def letters(self):
        alone = self.wait_time(0)
        self.b.note("letters", self.wait_time(SILENT), alone)


def measure(bench, tools, build, settings):
    """The steps, each as often as there are rounds."""
    with Placet(durable=True, workers=1, log_level="warn",
                federation_test=True, rate_inbox=1000000) as p:
        with open(os.path.join(p.cluster.data, "postgresql.conf"), "a",
                  encoding="ascii") as f:
            f.write(settings)
        p.stop()
        p.cluster.stop()
        p.cluster.start()
        p.start()
        p.host = SITE
        p.site(SITE)
        p.petition(SITE)
        eventually(lambda: p.sql("select 1 from placet.site where "
                                 "acts_signed >= 2"), 60, "acts are signed")
        # No moderator can read what is sent here; nobody shall be told so.
        p.sql("create or replace function courier.flood_count() returns void "
              "language sql as 'select'")
        f = Federation(bench, p, tools, build)
        try:
            bench.repeat(f.inbox, f.fedify, f.fanout, f.letters)
        finally:
            f.end()

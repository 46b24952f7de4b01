#!/usr/bin/env python3
"""master.py - what the master answers for: sockets, TLS, signals, rights

That killed children come back and that a killed master takes all with it is
seen under load in tests/faults/kill.py; broken requests in guard.py; a reload
over plain HTTP and a database that is away in pages.py.
"""
import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import procs  # noqa: E402
from placet import HOST, Placet  # noqa: E402
from tap import Skip, contains, equal, eventually, holds, run, test  # noqa: E402

CHILDREN = ("web", "notary", "courier", "keyd")
HEAD = {"Host": HOST}


def make_certificate(folder, name):
    """A self-signed certificate in that folder: (certificate, key)."""
    names = [os.path.join(folder, f"{name}-{n}.pem") for n in ("cert", "key")]
    procs.output(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                  "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                  "-subj", f"/CN={name}", "-out", names[0], "-keyout",
                  names[1]])
    return names


class Town(Placet):
    def __enter__(self):
        self.tls_port, self.second = procs.free_port(), procs.free_port()
        self.given = {n: make_certificate(self.folder, n)
                      for n in ("old", "new")}
        self.served = [os.path.join(self.folder, n)
                       for n in ("cert.pem", "key.pem")]
        self.certify("old")
        self.conf.update(
            listen=[f"127.0.0.1:{self.port}", f"127.0.0.2:{self.second}"],
            listen_tls=[f"127.0.0.1:{self.tls_port}"],
            tls_certificate=self.served[0], tls_key=self.served[1])
        super().__enter__()
        self.site()
        self.n = self.petition()
        return self

    def certify(self, name):
        for there, here in zip(self.given[name], self.served):
            shutil.copyfile(there, here)

    def webs(self):
        return set(self.child("placet-web"))

    def hang_up(self):
        """SIGHUP; its words in the log, once it has been dealt with."""
        before = len(self.log_text())
        os.kill(self.daemon.pid, signal.SIGHUP)

        def told():
            return re.search(r"settings (read again|stay as they are).*",
                             self.log_text()[before:])
        return eventually(told, 20, "the master says what it did")[0]

    def reload(self):
        """A reload that is expected to go well, to its end."""
        old = self.webs()
        contains(self.hang_up(), "read again")
        eventually(lambda: old.isdisjoint(self.webs()) and
                   len(self.webs()) == 2, 20, "new workers only")
        eventually(self.ready, 20, "service")


def context(**limits):
    c = ssl.create_default_context()
    c.check_hostname = False
    c.verify_mode = ssl.CERT_NONE
    c.set_ciphers("ALL:@SECLEVEL=0")  # else it is the client that refuses
    for name, value in limits.items():
        setattr(c, name, value)
    return c


@contextlib.contextmanager
def tls(p, c):
    with socket.create_connection(("127.0.0.1", p.tls_port), 10) as s:
        with c.wrap_socket(s, server_hostname=HOST) as t:
            yield t


def certificate(p):
    with tls(p, context()) as t:
        return t.getpeercert(binary_form=True)


def der(pem):
    with open(pem, encoding="ascii") as f:
        return ssl.PEM_cert_to_DER_cert(f.read())


# --- TLS ------------------------------------------------------------------

@test
def tls_1_2_and_1_3_and_nothing_older(p):
    for version, name in ((ssl.TLSVersion.TLSv1_2, "TLSv1.2"),
                          (ssl.TLSVersion.TLSv1_3, "TLSv1.3")):
        with tls(p, context(minimum_version=version,
                            maximum_version=version)) as t:
            equal(t.version(), name)
            holds(re.search("GCM|CHACHA20", t.cipher()[0]), t.cipher()[0])
    try:
        with tls(p, context(minimum_version=ssl.TLSVersion.TLSv1,
                            maximum_version=ssl.TLSVersion.TLSv1_1)):
            raise AssertionError("TLS 1.1 was accepted")
    except (ssl.SSLError, ConnectionError) as why:
        # The refusal must be the server's.
        contains(str(why).upper(), "ALERT", "TLS 1.1")


@test
def weak_ciphers_are_refused(p):
    for suite in ("AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA",
                  "aNULL:eNULL"):
        c = context(maximum_version=ssl.TLSVersion.TLSv1_2)
        c.set_ciphers(suite + ":@SECLEVEL=0")
        try:
            with tls(p, c):
                raise AssertionError(f"{suite} was accepted")
        except (ssl.SSLError, ConnectionError):
            pass


@test
def alpn_is_http_1_1_or_nothing(p):
    for offered, chosen in ((["h2", "http/1.1"], "http/1.1"),
                            (["http/1.1"], "http/1.1"), (None, None)):
        c = context()
        if offered:
            c.set_alpn_protocols(offered)
        with tls(p, c) as t:
            equal(t.selected_alpn_protocol(), chosen, offered)
    c = context()
    c.set_alpn_protocols(["h2"])
    try:
        with tls(p, c):
            raise AssertionError("h2 was accepted")
    except (ssl.SSLError, ConnectionError):
        pass


# --- listening ------------------------------------------------------------

def request(host, port, method="GET", target="/livez", source=None, **more):
    link = http.client.HTTPConnection(
        host, port, timeout=20,
        source_address=(source, 0) if source else None)
    with contextlib.closing(link):
        link.request(method, target, **{"headers": HEAD, **more})
        answer = link.getresponse()
        answer.read()
        return answer


@test
def each_address_that_is_listened_on_answers(p):
    equal(request("127.0.0.1", p.port).status, 200)
    equal(request("127.0.0.2", p.second).status, 200)
    for host, port in (("127.0.0.2", p.port), ("127.0.0.1", p.second)):
        try:
            request(host, port)
            raise AssertionError(f"{host}:{port} answers")
        except ConnectionRefusedError:
            pass


@test
def two_masters_do_not_share_an_address(p):
    other = os.path.join(p.folder, "other.conf")
    with open(p.conf_file, encoding="utf-8") as f:
        text = f.read()
    with open(other, "w", encoding="utf-8") as f:
        f.write(text.replace(os.path.join(p.folder, "state"),
                             os.path.join(p.folder, "state2")))
    second = procs.start([os.path.join(p.build, "placetd"), "-c", other],
                         stderr=subprocess.PIPE, text=True)
    try:
        _, err = second.communicate(timeout=20)
    finally:
        procs.stop(second)
    equal(second.returncode, 1)
    contains(err, f"cannot listen on '127.0.0.1:{p.port}'")
    equal(request("127.0.0.1", p.port).status, 200)


# --- SIGHUP ---------------------------------------------------------------

@test
def a_renewed_certificate_costs_no_request(p):
    failed, seen, stop = [], [], threading.Event()
    new = der(p.given["new"][0])

    def ask():
        c = context()
        while not stop.is_set():
            try:
                link = http.client.HTTPSConnection(
                    "127.0.0.1", p.tls_port, timeout=20, context=c)
                with contextlib.closing(link):
                    link.request("GET", f"/petitions/{p.n}", headers=HEAD)
                    cert = link.sock.getpeercert(binary_form=True)
                    answer = link.getresponse()
                    answer.read()
                seen.append(cert == new)
                if answer.status != 200:
                    failed.append(answer.status)
            except (OSError, http.client.HTTPException) as why:
                failed.append(repr(why))

    equal(certificate(p), der(p.given["old"][0]), "before")
    threads = [threading.Thread(target=ask) for _ in range(8)]
    for t in threads:
        t.start()
    try:
        eventually(lambda: len(seen) > 20, 10, "some requests")
        p.certify("new")
        for _ in range(3):
            p.reload()
            done = len(seen)
            eventually(lambda: len(seen) > done + 20, 10, "more requests")
    finally:
        stop.set()
        for t in threads:
            t.join()
    equal(failed, [], f"of {len(seen)}")
    equal(certificate(p), new, "after")
    holds(not seen[0] and seen[-1], "first the old one, then the new one")


@test
def who_waits_for_an_answer_gets_it_from_the_old_worker(p):
    with p.busy() as waiting:
        before = p.webs()
        contains(p.hang_up(), "read again")
        eventually(lambda: p.webs() - before, 10, "new workers")
        equal(request("127.0.0.1", p.port).status, 200, "the new ones")
        holds(waiting.is_alive(), "it still waits")
    equal(waiting.status, 200)
    eventually(lambda: before.isdisjoint(p.webs()), 10, "the old ones end")


@test
def settings_that_cannot_work_change_nothing(p):
    with open(p.conf_file, encoding="utf-8") as f:
        good = f.read()
    nothing = os.path.join(p.folder, "nothing")
    webs, others = p.webs(), [p.child(f"placet-{n}") for n in CHILDREN[1:]]
    try:
        for line, word in (
                ("workers = {", "unexpected token"),
                ("listn = { }", "listn"),
                ("rate_read = -1", "rate_read"),
                ("log_level = \"loud\"", "log_level"),
                (f"tls_certificate = \"{nothing}\"", nothing),
                (f"tls_key = \"{p.given['old'][1]}\"", "TLS"),
                (f"tls_certificate = \"{p.conf_file}\"", "TLS"),
                ("trusted_proxies = { \"127.0.0.1/33\" }", "127.0.0.1/33"),
                (f"data_dir = \"{nothing}\"", nothing),
                (f"smtp_password_file = \"{nothing}\"", nothing)):
            with open(p.conf_file, "w", encoding="utf-8") as f:
                f.write(good + line + "\n")
            before = len(p.log_text())
            contains(p.hang_up(), "stay as they are", line)
            contains(p.log_text()[before:], word, line)
            equal(p.webs(), webs, line)
            equal([p.child(f"placet-{n}") for n in CHILDREN[1:]], others,
                  line)
            equal(request("127.0.0.1", p.port).status, 200, line)
        os.unlink(p.conf_file)
        contains(p.hang_up(), "stay as they are", "no file")
    finally:
        with open(p.conf_file, "w", encoding="utf-8") as f:
            f.write(good)
    p.reload()
    equal(certificate(p), der(p.given["new"][0]))


@test
def what_needs_a_restart_says_so(p):
    p.write_conf(workers=3, cache_bytes=1 << 20)
    try:
        before = len(p.log_text())
        p.reload()
        contains(p.log_text()[before:], "'workers' changes only at a restart")
        equal(len(p.webs()), 2)
    finally:
        p.write_conf(workers=2)


@test
def many_signals_at_once_are_a_reload_or_two(p):
    before = p.log_text().count("settings read again")
    for _ in range(50):
        os.kill(p.daemon.pid, signal.SIGHUP)
    eventually(lambda: p.log_text().count("settings read again") > before,
               10, "a reload")
    eventually(lambda: len(p.webs()) == 2, 20, "as many workers as before")
    eventually(p.ready, 20, "service")


# --- limits ---------------------------------------------------------------

@test
def only_a_trusted_peer_speaks_for_others(p):
    p.write_conf(rate_read=5, trusted_proxies=["127.0.0.0/29", "::1"])
    p.reload()
    try:
        def ask(source, who):
            return request("127.0.0.1", p.port, target="/", source=source,
                           headers={**HEAD, "X-Forwarded-For": who}).status
        equal({ask("127.0.0.7", f"192.0.2.{i}") for i in range(99)}, {200},
              "a proxy of ours")
        equal(ask("127.0.0.7", "192.0.2.1, 127.0.0.3"), 200, "two of them")
        contains({ask("127.0.0.8", f"192.0.2.{i}") for i in range(99)}, 429,
                 "somebody else")
        equal(ask("127.0.0.7", "192.0.2.200"), 200, "still")
        # Nonsense counts as the proxy itself.
        contains({ask("127.0.0.6", f"nobody{i}") for i in range(99)}, 429,
                 "no address")
    finally:
        p.write_conf(rate_read=100000, trusted_proxies=[])
        p.reload()


@test
def too_many_forms_are_429_and_reading_goes_on(p):
    p.write_conf(rate_write=3)
    p.reload()
    try:
        def post():
            return request(
                "127.0.0.1", p.port, "POST", f"/petitions/{p.n}/sign",
                source="127.0.0.77", body="name=", headers={
                    **HEAD, "Accept": "application/json",
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Sec-Fetch-Site": "same-origin"})
        # Each worker counts for itself.
        answers = [post() for _ in range(3 * 2 + 1)]
        equal(answers[0].status, 422)
        equal({a.status for a in answers} - {422}, {429})
        for a in answers:
            if a.status == 429:
                holds(1 <= int(a.headers["Retry-After"]) <= 60,
                      a.headers["Retry-After"])
                contains(a.headers["Content-Type"], "problem+json")
        equal(request("127.0.0.1", p.port, target="/petitions",
                      source="127.0.0.77").status, 200, "reading")
        equal(request("127.0.0.1", p.port, "POST", f"/petitions/{p.n}/sign",
                      source="127.0.0.78").status, 403, "somebody else")
    finally:
        p.write_conf(rate_write=1000000)
        p.reload()


# --- rights ---------------------------------------------------------------

def status_of(pid):
    with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as f:
        return dict(line.rstrip("\n").split(":\t", 1) for line in f
                    if ":\t" in line)


def sockets_of(pid):
    """Inodes of its sockets; what else it has open."""
    inodes, rest = set(), []
    try:
        for fd in os.listdir(f"/proc/{pid}/fd"):
            try:
                where = os.readlink(f"/proc/{pid}/fd/{fd}")
            except FileNotFoundError:
                continue
            found = re.fullmatch(r"socket:\[(\d+)\]", where)
            if found:
                inodes.add(found[1])
            elif int(fd) > 2:
                rest.append(where)
    except PermissionError:
        raise Skip("only root may look at the descriptors") from None
    return inodes, rest


def lines_of(name):
    """Rows of /proc/net by the inode of the socket."""
    rows = {}
    column = 6 if name == "unix" else 9
    with open(f"/proc/net/{name}", encoding="ascii", errors="replace") as f:
        for line in f.readlines()[1:]:
            row = line.split()
            rows[row[column]] = row
    return rows


@test
def no_child_can_gain_a_right(p):
    for name in CHILDREN:
        pids = p.child(f"placet-{name}")
        equal(len(pids), 2 if name == "web" else 1, name)
        for pid in pids:
            status = status_of(pid)
            equal((status["Seccomp"].strip(), status["NoNewPrivs"].strip()),
                  ("2", "1"), name)
            with open(f"/proc/{pid}/limits", encoding="ascii") as f:
                core = [line.split() for line in f
                        if line.startswith("Max core file size")][0]
            equal(core[4:6], ["0", "0"], f"{name}: core dumps")


@test
def keyd_has_its_pairs_and_its_files(p):
    inodes, rest = sockets_of(p.child("placet-keyd")[0])
    unix = lines_of("unix")
    equal(len(inodes), 2 * 4, "pairs: notary, courier, two web workers, twice")
    for inode in inodes:
        row = unix.get(inode)
        holds(row is not None, "a socket that is no pair")
        equal(row[4], "0005", "SOCK_SEQPACKET")
        equal(row[7:], [], "an address")
    state = os.path.join(p.folder, "state")
    for where in rest:
        holds(where.startswith(("pipe:", "anon_inode:", state)), where)


@test
def web_and_notary_have_no_connection_of_the_network(p):
    tcp = {**lines_of("tcp"), **lines_of("tcp6")}
    ports = {f"{n:04X}" for n in (p.port, p.second, p.tls_port)}
    for name in ("web", "notary"):
        for pid in p.child(f"placet-{name}"):
            inodes, _ = sockets_of(pid)
            for row in (tcp[i] for i in inodes if i in tcp):
                equal((name, row[3] in ("0A", "01", "08")), ("web", True))
                contains(ports, row[1].split(":")[1], "its own port")
            for other in ("udp", "udp6", "raw", "raw6"):
                holds(not inodes & set(lines_of(other)), f"{name}: {other}")


# --- the end --------------------------------------------------------------

@test
def a_request_in_flight_is_answered_before_the_end(p):
    idle = socket.create_connection(("127.0.0.1", p.port))
    with contextlib.closing(idle):
        with p.busy() as waiting:
            os.kill(p.daemon.pid, signal.SIGTERM)
            eventually(lambda: "stops" in p.log_text(), 5, "it has heard")
            eventually(lambda: not accepts(p), 5, "nobody accepts")
            holds(waiting.is_alive() and p.daemon.poll() is None,
                  "it waits for who waits")
        equal(waiting.status, 200)
        equal(p.daemon.wait(15), 0)
    log = p.log_text()
    contains(log, "stopped")
    holds("not answered" not in log and "AddressSanitizer" not in log and
          "LeakSanitizer" not in log and "runtime error" not in log,
          "all was answered, nothing leaked")
    p.start()
    equal(request("127.0.0.1", p.port).status, 200, "and again")


def accepts(p):
    """Would somebody new be answered?"""
    try:
        with socket.create_connection(("127.0.0.1", p.port), 5) as s:
            s.sendall(f"GET /livez HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            s.settimeout(0.3)
            return s.recv(1) != b""
    except OSError:
        return False


@test
def a_signal_twice_is_somebody_in_a_hurry(p):
    with p.busy():
        os.kill(p.daemon.pid, signal.SIGTERM)
        eventually(lambda: p.log_text().count("stops") > 1, 5, "heard")
        began = time.monotonic()
        os.kill(p.daemon.pid, signal.SIGTERM)
        equal(p.daemon.wait(5), 0)
        holds(time.monotonic() - began < 2, "at once")
    p.start()


class _Waiting(threading.Thread):
    """A request whose answer somebody keeps from coming."""

    def __init__(self, p):
        super().__init__()
        self.p = p
        self.status = None

    def run(self):
        with contextlib.suppress(OSError, http.client.HTTPException):
            self.status = request("127.0.0.1", self.p.port,
                                  target="/search?q=piste").status


@contextlib.contextmanager
def busy(p):
    """Meanwhile a request waits for the database; afterwards it is over."""
    lock = procs.start(
        ["psql", "-XAtq", "-d", p.cluster.conninfo(p.dbname, "postgres")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        lock.stdin.write("begin; lock table placet.version; "
                         "select 'locked';\n")
        lock.stdin.flush()
        equal(lock.stdout.readline(), "locked\n")
        waiting = _Waiting(p)
        waiting.start()
        eventually(lambda: p.sql(
            "select count(*) from pg_locks where not granted") != "0",
                   5, "it waits for the lock", 0.01)
        yield waiting
        lock.stdin.write("commit;\n")
        lock.stdin.close()
        waiting.join(20)
    finally:
        procs.stop(lock)


Town.busy = busy


@contextlib.contextmanager
def fixture():
    with tempfile.TemporaryDirectory(prefix="placet-master-") as folder:
        os.chmod(folder, 0o755)
        with Town(folder=folder) as p:
            yield p


if __name__ == "__main__":
    run(fixture)

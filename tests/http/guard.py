#!/usr/bin/env python3
"""guard.py - hostile bytes on raw sockets: what evhttp alone would accept

Each test is a row of the table of facts about evhttp that the guard was made
for.  A refused request must end its connection, so that what follows on it
is never taken for a second request.
"""
import contextlib
import os
import re
import resource
import socket
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../lib"))
from placet import HOST, Placet
from tap import contains, equal, eventually, holds, run, test

TIMEOUT = 3      # request_timeout of the daemon, s
CONNECTIONS = 120
ADDRESS = 40
SECOND = f"GET /livez HTTP/1.1\r\nHost: {HOST}\r\n\r\n"


def connect(p, source="127.0.0.1"):
    s = socket.socket()
    s.bind((source, 0))
    s.connect(("127.0.0.1", p.port))
    s.settimeout(10)
    return s


def read_all(s, wait):
    """All that comes until the other side closes; was it closed?"""
    got = b""
    s.settimeout(wait)
    try:
        while True:
            part = s.recv(65536)
            if not part:
                return got, True
            got += part
    except TimeoutError:
        return got, False
    except ConnectionResetError:
        return got, True


def speak(p, text, wait=1.5):
    with connect(p) as s:
        s.sendall(text if isinstance(text, bytes) else text.encode())
        return read_all(s, wait)


def statuses(answer):
    return [int(n) for n in re.findall(rb"HTTP/1\.[01] (\d{3}) ", answer)]


def request(line="GET /livez HTTP/1.1", headers="", body="", host=HOST):
    given = f"Host: {host}\r\n" if host else ""
    return f"{line}\r\n{given}{headers}\r\n{body}"


def refused(p, text, allowed=(400,)):
    """Exactly one answer, a refusal, and then the end."""
    answer, closed = speak(p, text)
    got = statuses(answer)
    holds(len(got) == 1 and got[0] in allowed,
          f"answers {got}, want one of {allowed} to {text!r:.300}")
    holds(closed, f"stays open after {text!r:.300}")
    holds(b"8859" not in answer, "evhttp's own content type")
    return answer


def served(p, text, wait=1.5):
    answer, _ = speak(p, text, wait)
    equal(statuses(answer)[:1], [200], f"answer to {text!r:.200}")
    return answer


POST = "POST /petitions/1/sign HTTP/1.1"
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"


@test
def an_ordinary_request_is_served_and_its_connection_kept(p):
    with connect(p) as s:
        for _ in range(3):
            s.sendall(request().encode())
            answer = s.recv(65536)
            equal(statuses(answer), [200])
            contains(answer, b"Content-Type: text/plain; charset=utf-8")


@test
def two_content_lengths(p):
    for other in ("35", "3"):
        refused(p, request(POST, FORM + "Content-Length: 3\r\n"
                f"Content-Length: {other}\r\n", "a=b" + SECOND))


@test
def content_length_with_a_space_before_its_colon(p):
    refused(p, request(POST, FORM + f"Content-Length : {len(SECOND)}\r\n",
                       SECOND))


@test
def transfer_encodings_that_are_not_known(p):
    for coding in ("gzip", "identity", "xchunked", "\x0bchunked",
                   "chunked, gzip", ""):
        refused(p, request(POST, FORM + f"Transfer-Encoding: {coding}\r\n",
                           SECOND), (400, 501))


@test
def chunked_bodies_of_any_kind(p):
    for chunk in ("3\r\na=b\r\n0\r\n\r\n", "0x3\r\na=b\r\n0\r\n\r\n",
                  "+3\r\na=b\r\n0\r\n\r\n", "3\r\na=bX0\r\n\r\n",
                  "3;a=b\r\na=b\r\n0\r\n\r\n"):
        refused(p, request(POST, FORM + "Transfer-Encoding: chunked\r\n",
                           chunk), (400, 413))


@test
def content_lengths_that_are_not_digits(p):
    for length in ("+3", "-1", "0x3", "3, 3", "3 3", "", "03",
                   "99999999999999999999"):
        refused(p, request(POST, FORM + f"Content-Length: {length}\r\n",
                           "a=b"), (400, 413))


@test
def transfer_encoding_beside_content_length(p):
    refused(p, request(POST, FORM + "Content-Length: 3\r\n"
            "Transfer-Encoding: chunked\r\n", "0\r\n\r\n" + SECOND),
            (400, 413))


@test
def header_names_that_are_no_tokens(p):
    for line in (": v", "a b: v", "a\x01b: v", "a(b): v", "é: v"):
        refused(p, request(headers=line + "\r\n"))


@test
def bare_line_feeds_and_folded_lines_are_one_request_at_most(p):
    for text in (request().replace("\r\n", "\n"),
                 request(headers="X: a\r\n b: c\r\n")):
        answer, _ = speak(p, text, 0.5)
        holds(len(statuses(answer)) <= 1, "two answers to one request")


@test
def control_characters_in_values(p):
    for value in ("a\rb", "a\x01b", "a\x7fb"):
        refused(p, request(headers=f"X: {value}\r\n"))


@test
def nul_bytes(p):
    refused(p, b"GET /li\0vez HTTP/1.1\r\nHost: x\r\n\r\n")
    refused(p, request(headers="X\0Y: a\r\n"))
    refused(p, request("GET /search?q=%00 HTTP/1.1"))
    refused(p, request("GET /petitions/1%00 HTTP/1.1"))
    answer, _ = speak(p, request(headers="X: a\0b\r\n"), 0.5)
    holds(len(statuses(answer)) <= 1, "two answers to one request")


@test
def targets_with_two_slashes_or_a_host_of_their_own(p):
    for target in ("//evil/x", "///", "/\\evil", f"http://{HOST}/livez",
                   "http://evil/livez", "*", "livez", "/livez#x",
                   "/li vez", "/livez\x7f", "/li\"vez"):
        refused(p, request(f"GET {target} HTTP/1.1"))


@test
def targets_that_are_too_long(p):
    refused(p, request(f"GET /{'a' * 4000} HTTP/1.1"), (414,))
    served(p, request(f"GET /livez?{'a' * 1500} HTTP/1.1"), 0.5)


@test
def hosts_must_be_one(p):
    refused(p, request(host=None))
    refused(p, request(headers="Host: evil.example\r\n"))
    refused(p, request("GET / HTTP/1.0", host=None))


@test
def a_host_that_is_nobodys(p):
    for host in ("evil.example", "127.0.0.1", f"{HOST}.evil.example",
                 f"{HOST}:80@evil", "[::1]", ""):
        refused(p, request("GET / HTTP/1.1", host=host) if host else
                "GET / HTTP/1.1\r\nHost: \r\n\r\n", (421,))
    served(p, request("GET / HTTP/1.1", host=HOST.upper() + ":80"), 0.5)


@test
def four_thousand_headers(p):
    refused(p, request(headers="a: b\r\n" * 2000), (400, 431))
    refused(p, request(headers="a: b\r\n" * 70), (431,))


@test
def headers_and_bodies_without_end(p):
    refused(p, request(headers=f"X: {'a' * 20000}\r\n"), (400, 413))
    for size in (65537, 1 << 20):
        refused(p, request(POST, FORM + f"Content-Length: {size}\r\n",
                           "a" * size), (413,))
    # More than that is cut off while it arrives.
    with connect(p) as s:
        s.sendall(request(POST, FORM + "Content-Length: 5000000\r\n"
                          ).encode())
        with contextlib.suppress(ConnectionError):
            for _ in range(80):
                s.sendall(b"a" * 65536)
        answer, closed = read_all(s, 2)
        holds(closed, "a body of 5 MB keeps the connection")
        holds(statuses(answer) in ([], [413]), f"{statuses(answer)}")


@test
def methods_and_versions_that_are_none_of_ours(p):
    for line in ("CONNECT evil:80 HTTP/1.1",
                 "GET /livez HTTP/9.9", "GARBAGE", "GET /livez HTTP/1.1 x",
                 "BREW /livez HTTP/1.1"):
        answer, _ = speak(p, request(line), 0.5)
        got = statuses(answer)
        holds(len(got) <= 1 and all(n >= 400 for n in got),
              f"{line}: {got}")
    for method in ("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"):
        answer, _ = speak(p, request(f"{method} /petitions HTTP/1.1"), 0.5)
        equal(statuses(answer), [405], method)
        contains(answer, b"Allow: GET, HEAD\r\n", method)
        contains(answer, b"Content-Security-Policy: ", method)


@test
def a_head_has_no_body(p):
    with connect(p) as s:
        for path in ("/", "/livez", "/nothing", "/static/style.css"):
            s.sendall(request(f"HEAD {path} HTTP/1.1").encode())
            answer = s.recv(65536)
            holds(answer.endswith(b"\r\n\r\n"), f"a body after HEAD {path}")
            length = re.search(rb"Content-Length: (\d+)", answer)
            holds(length and int(length[1]) > 0, f"no length for {path}")


@test
def requests_in_a_row_are_answered_in_order(p):
    answer, _ = speak(p, request("GET /livez HTTP/1.1") +
                      request("GET / HTTP/1.1") +
                      request("GET /nothing HTTP/1.1"), 1)
    equal(statuses(answer), [200, 200, 404])


@test
def every_reply_has_the_headers_of_the_house(p):
    for path in ("/", "/nothing", "/livez", "/static/style.css",
                 "/petitions.json"):
        answer, _ = speak(p, request(f"GET {path} HTTP/1.1"), 0.3)
        head = answer.split(b"\r\n\r\n")[0]
        for line in (b"Content-Security-Policy: default-src 'none'; ",
                     b"X-Content-Type-Options: nosniff",
                     b"Cross-Origin-Opener-Policy: same-origin",
                     b"charset=utf-8", b"Cache-Control: "):
            contains(head, line, path)
        equal(head.count(b"Content-Type:"), 1, f"{path}: Content-Type")
        holds(b"Set-Cookie" not in head, "a cookie")


@test
def one_byte_at_a_time_is_cut_off_in_time(p):
    started = time.monotonic()
    closed = None
    with connect(p) as s:
        s.settimeout(0.5)
        for byte in request(headers="X: " + "a" * 200 + "\r\n").encode():
            try:
                s.sendall(bytes([byte]))
                if s.recv(1) == b"":
                    closed = time.monotonic() - started
                    break
            except TimeoutError:
                pass
            except ConnectionError:
                closed = time.monotonic() - started
                break
    holds(closed and closed < TIMEOUT + 1.5, f"closed after {closed} s")


@test
def a_body_that_never_comes_is_cut_off_too(p):
    with connect(p) as s:
        s.sendall(request(POST, FORM + "Content-Length: 9\r\n").encode())
        _, closed = read_all(s, TIMEOUT + 2)
        holds(closed, "waits for ever")


@test
def silence_is_cut_off_too(p):
    with connect(p) as s:
        _, closed = read_all(s, TIMEOUT + 2)
        holds(closed, "waits for ever")


@test
def who_asks_again_in_time_is_kept(p):
    with connect(p) as s:
        for _ in range(3):
            time.sleep(TIMEOUT * 0.6)
            s.sendall(request().encode())
            equal(statuses(s.recv(65536)), [200])


def close_all(sockets):
    for s in sockets:
        s.close()


def is_open(s):
    s.settimeout(0.05)
    try:
        return s.recv(1) != b""
    except TimeoutError:
        return True
    except ConnectionError:
        return False


@test
def one_address_has_its_share_of_connections(p):
    many = [connect(p, "127.0.0.9") for _ in range(ADDRESS + 20)]
    try:
        time.sleep(0.3)
        equal(sum(is_open(s) for s in many), ADDRESS, "connections kept")
        served(p, request(), 0.5)
    finally:
        close_all(many)
    time.sleep(0.1)
    with connect(p, "127.0.0.9") as s:
        s.sendall(request().encode())
        equal(statuses(s.recv(65536)), [200], "when they are gone")


def cpu(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as f:
        part = f.read().rsplit(")", 1)[1].split()
    return (int(part[11]) + int(part[12])) / os.sysconf("SC_CLK_TCK")


def flood(p, n):
    """That many connections that say nothing, from many addresses."""
    out = []
    for i in range(n):
        s = socket.socket()
        s.bind((f"127.0.{1 + i // 200}.{1 + i % 200}", 0))
        s.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            s.connect(("127.0.0.1", p.port))
        out.append(s)
    return out


def calm(p, flooded, what):
    """Quiet log and processor during a flood; service again after it."""
    web = p.child("placet-web")[0]
    try:
        time.sleep(0.5)
        lines, used = len(p.log_text().splitlines()), cpu(web)
        time.sleep(1)
        lines, used = len(p.log_text().splitlines()) - lines, cpu(web) - used
        holds(lines <= 3, f"{what}: {lines} lines of log a second")
        holds(used < 0.5, f"{what}: {used} s of processor a second")
    finally:
        close_all(flooded)
    eventually(lambda: statuses(speak(p, request(), 0.3)[0]) == [200],
               TIMEOUT + 5, f"{what}: service again")


@test
def a_flood_of_connections_is_held_at_the_ceiling(p):
    calm(p, flood(p, 4 * CONNECTIONS), "ceiling")
    contains(p.log_text(), "accepts no more")


@test
def no_descriptors_left_is_neither_a_loop_nor_a_flood_of_log(p):
    web = p.child("placet-web")[0]
    used = len(os.listdir(f"/proc/{web}/fd"))
    before = resource.prlimit(web, resource.RLIMIT_NOFILE)
    resource.prlimit(web, resource.RLIMIT_NOFILE, (used + 10, before[1]))
    try:
        calm(p, flood(p, 80), "no descriptors")
        contains(p.log_text(), "cannot accept")
    finally:
        with contextlib.suppress(PermissionError):
            resource.prlimit(web, resource.RLIMIT_NOFILE, before)
    equal(p.child("placet-web")[0], web, "the same worker")


@test
def clients_that_go_away_harm_nobody(p):
    for path in ("/", "/search?q=piste", "/petitions/1"):
        for _ in range(60):
            s = connect(p)
            s.sendall(request(f"GET {path} HTTP/1.1").encode())
            s.close()
    eventually(lambda: statuses(speak(p, request(), 0.3)[0]) == [200],
               5, "service")


@test
def all_that_did_not_kill_the_worker(p):
    equal(len(p.child("placet-web")), 1)
    holds("ended by signal" not in p.log_text() and
          "AddressSanitizer" not in p.log_text(), "a worker died")


@contextlib.contextmanager
def fixture():
    with Placet(workers=1, request_timeout=TIMEOUT, rate_read=0,
                max_connections=CONNECTIONS,
                max_connections_address=ADDRESS) as p:
        p.site()
        p.petition(closes_at="2035-12-31T23:00:00Z")
        yield p


if __name__ == "__main__":
    run(fixture)

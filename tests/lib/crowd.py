"""crowd.py - many signers at once, whose mails have all been read

fill() makes claims in bulk (tests/bench/fill.sql); Crowd confirms them over
real HTTP and remembers every answer, so that a test can compare what people
were told with what the log holds.
"""
import base64
import hashlib
import http.client
import os
import struct
import threading
import time

from tap import equal, eventually, holds

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
CLIENTS = 16


def token(i):
    """The secret of claim number i, as it would stand in a mail."""
    secret = hashlib.sha256(struct.pack(">q", i)).digest()
    return base64.urlsafe_b64encode(secret).rstrip(b"=").decode()


def fill(p, first, count, petitions=1):
    """Claims number first to first + count - 1, on petition 1 onwards."""
    with open(os.path.join(ROOT, "tests/bench/fill.sql"),
              encoding="utf-8") as f:
        text = f.read()
    site = p.sql(f"select id from placet.site where host = '{p.host}'")
    for name, value in (("site", site), ("petitions", petitions),
                        ("first", first), ("count", count)):
        text = text.replace(f":{name}", str(value))
    p.sql(text)


class Crowd:
    """Clients that confirm claims of petition 1 until each was answered
    200, and try again what was not, as people do."""

    def __init__(self, p, first, count):
        self.p = p
        self.todo = list(range(first, first + count))
        self.left = count
        self.lock = threading.Lock()
        self.good = set()
        self.strange = []
        self.threads = [threading.Thread(target=self._client)
                        for _ in range(CLIENTS)]

    def _take(self):
        """The next one, or None when all have their answer."""
        while True:
            with self.lock:
                if self.todo:
                    return self.todo.pop()
                if self.left == 0:
                    return None
            time.sleep(0.01)

    def _post(self, link, i):
        try:
            link = link or http.client.HTTPConnection(
                "127.0.0.1", self.p.port, timeout=20)
            link.request(
                "POST", f"/petitions/1/confirm/{token(i)}", body="",
                headers={"Host": f"{self.p.host}:{self.p.port}",
                         "Accept": "application/json",
                         "Sec-Fetch-Site": "same-origin"})
            answer = link.getresponse()
            answer.read()
            return link, answer.status
        except (OSError, http.client.HTTPException):
            return None, 0

    def _client(self):
        link = None
        while (i := self._take()) is not None:
            link, status = self._post(link, i)
            with self.lock:
                if status in (0, 503):
                    self.todo.insert(0, i)
                    continue
                self.left -= 1
                if status == 200:
                    self.good.add(i)
                else:
                    self.strange.append((i, status))

    def start(self):
        for t in self.threads:
            t.start()

    def until(self, n):
        """Wait until n of them have been told that they signed."""
        eventually(lambda: len(self.good) >= n, 60,
                   "signatures in flight", 0.002)

    def join(self):
        for t in self.threads:
            t.join(120)
            holds(not t.is_alive(), "a client still waits")


def confirm_all(p, first, count):
    crowd = Crowd(p, first, count)
    crowd.start()
    crowd.join()
    equal(crowd.strange, [], "answers that are neither 200 nor 503")

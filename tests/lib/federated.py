"""federated.py - Placet as other servers meet it, on this machine

The site is "localhost": what Node, libcurl and Python all find.  One petition
is open and published when the block begins.
"""
import json

from placet import Placet
from tap import equal, eventually

HOST = "localhost"
AS = "application/activity+json"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
QUEUES = ("letter", "deferred", "errand")


class Federated(Placet):
    def __init__(self, port=None, **conf):
        conf.setdefault("rate_inbox", 100000)
        super().__init__(port=port, federation_test=True, **conf)
        self.host = HOST

    @property
    def origin(self):
        return f"http://{HOST}:{self.port}"

    @property
    def commune(self):
        return self.origin + "/commune"

    def __enter__(self):
        super().__enter__()
        try:
            self.site(HOST, "35238")
            self.petition(HOST)
            self.published(2)
        except BaseException as why:
            self.__exit__(type(why), why, None)
            raise
        return self

    def petition(self, host=HOST, **change):
        return super().petition(host, **change)

    def published(self, n):
        """Until so many acts are signed."""
        eventually(lambda: int(self.sql(
            "select max(acts_signed) from placet.site")) >= n, 20,
            f"{n} acts are signed")

    def document(self, path, status=200):
        """What a server is shown there."""
        r = self.http.get(path, headers={"Accept": AS})
        equal(r.status, status, path)
        return r.json()

    def rows(self, query):
        """[[column, ...], ...] of a query, as text."""
        text = self.sql(query)
        return [line.split("|") for line in text.splitlines()]

    def until(self, query, want, seconds=20):
        """Wait until a query answers that text."""
        seen = None

        def ask():
            nonlocal seen
            seen = self.sql(query)
            return seen == want
        try:
            eventually(ask, seconds, query, 0.1)
        except AssertionError:
            equal(seen, want, query)

    def hurry(self):
        """What waits for another attempt is due now."""
        self.sql("delete from placet.host_failed; "
                 "update placet.peer set due_at = now(), "
                 "leased_until = null;" + "".join(
                     f"update placet.{q} set due_at = now(), "
                     "leased_until = null;" for q in QUEUES))

    def quiet(self, seconds=20):
        """Until no message waits, in or out."""
        self.until("select " + " + ".join(
            f"(select count(*) from placet.{q})" for q in QUEUES), "0",
            seconds)

    def supports(self, n=1):
        return {kind: int(count) for kind, count in self.rows(
            "select kind, count(*) from placet.support "
            f"where petition = {n} group by kind")}

    def comment(self, url):
        """Its row, or None."""
        text = self.sql("select row_to_json(c) from placet.comment c "
                        f"where object = '{url}'")
        return json.loads(text) if text else None

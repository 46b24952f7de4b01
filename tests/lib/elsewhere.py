"""elsewhere.py - people on other servers, and what they said of a petition

As rows, without the servers: what they send is the matter of
tests/federation.
"""


def quoted(text):
    return "null" if text is None else "'" + text.replace("'", "''") + "'"


class Person:
    """An account elsewhere; "name" is what it calls itself."""

    def __init__(self, p, user, host="social.example", name=""):
        self.p = p
        self.host = host
        self.handle = f"@{user}@{host}"
        self.id = f"https://{host}/users/{user}"
        self.url = f"https://{host}/@{user}"
        self.said = 0
        p.sql("insert into placet.remote (id, host, type, username, name, "
              f"url, inbox) values ({quoted(self.id)}, {quoted(host)}, "
              f"'Person', {quoted(user)}, {quoted(name)}, "
              f"{quoted(self.url)}, {quoted(self.id + '/inbox')})")

    def comments(self, host, n, text, state="shown", lang=None):
        """Say that of petition n of the site `host`; the comment's URL."""
        self.said += 1
        url = f"{self.url}/{self.said}"
        self.p.sql(
            "insert into placet.comment (site_id, petition, object, remote, "
            "host, reply_to, url, text, lang, state, published_at) "
            f"select id, {n}, {quoted(f'{self.id}/s/{self.said}')}, "
            f"{quoted(self.id)}, {quoted(self.host)}, '', {quoted(url)}, "
            f"{quoted(text)}, {quoted(lang)}, {quoted(state)}, "
            "timestamptz '2026-05-01T10:00:00Z' + "
            f"interval '1 minute' * {self.said} "
            f"from placet.site where host = {quoted(host)}")
        tell(self.p, host, n)
        return url

    def supports(self, host, n, kind="like"):
        self.p.sql(
            "insert into placet.support (site_id, petition, remote, kind, "
            f"activity) select id, {n}, {quoted(self.id)}, {quoted(kind)}, "
            f"{quoted(f'{self.id}#{kind}-{n}')} "
            f"from placet.site where host = {quoted(host)}")
        tell(self.p, host, n)


def tell(p, host, n):
    """Pages about petition n are stale."""
    p.sql(f"select pg_notify('petition', id || ':{n}') from placet.site "
          f"where host = {quoted(host)}")

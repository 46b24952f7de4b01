"""sink.py - an SMTP server that keeps what it is given (aiosmtpd)

How it behaves can be changed while it runs: sink.behaviour(address) answers
None to accept, "drop" to cut the connection, a number of seconds to think
about it first, or an SMTP reply such as "451 4.3.0 later".
"""
import asyncio
import email
import email.policy
import re
import sys
import threading
import time

try:
    from aiosmtpd.controller import Controller
except ImportError:
    # A python3 of one's own does not look where Debian puts its packages.
    sys.path.append("/usr/lib/python3/dist-packages")
    from aiosmtpd.controller import Controller

LINK = re.compile(r"https?://\S+/petitions/\d+/confirm/[A-Za-z0-9_-]{43}")
NOT_ME = re.compile(r"https?://\S+/petitions/\d+/not-me/[A-Za-z0-9_-]{43}")


class Mail:
    def __init__(self, sender, to, content):
        self.sender = sender
        self.to = to
        self.content = content
        self.at = time.time()
        self.message = email.message_from_bytes(
            content, policy=email.policy.default)

    def __getitem__(self, header):
        return self.message[header]

    def text(self, kind="plain"):
        part = self.message.get_body((kind,))
        return part.get_content() if part is not None else ""

    def _find(self, pattern):
        found = pattern.search(self.text())
        return found.group() if found else None

    @property
    def link(self):
        return self._find(LINK)

    @property
    def not_me(self):
        return self._find(NOT_ME)


class Sink:
    def __init__(self, port):
        self.port = port
        self.mails = []
        self.attempts = []     # every RCPT, whatever became of it
        self.behaviour = lambda address: None
        self._changed = threading.Condition()
        self._controller = Controller(
            self, hostname="127.0.0.1", port=port, ready_timeout=20)

    def __enter__(self):
        self._controller.start()
        return self

    def __exit__(self, *_why):
        self._controller.stop()

    async def handle_RCPT(self, server, _session, envelope, address, _opts):
        self.attempts.append((time.time(), address))
        answer = self.behaviour(address)
        if answer == "drop":
            server.transport.abort()
            return "421 4.3.0 gone"
        if isinstance(answer, (int, float)):
            await asyncio.sleep(answer)
        elif answer is not None:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        with self._changed:
            for to in envelope.rcpt_tos:
                self.mails.append(
                    Mail(envelope.mail_from, to, envelope.content))
            self._changed.notify_all()
        return "250 OK"

    def to(self, address):
        return [m for m in self.mails if m.to == address]

    def wait(self, address, n=1, seconds=30):
        """The n-th mail to that address."""
        with self._changed:
            if not self._changed.wait_for(
                    lambda: len(self.to(address)) >= n, seconds):
                raise AssertionError(
                    f"no mail number {n} within {seconds} s")
        return self.to(address)[n - 1]

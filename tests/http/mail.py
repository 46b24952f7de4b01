#!/usr/bin/python3
"""mail.py - what the courier sends, when it cannot, and what it forgets"""
import email
import email.header
import email.utils
import os
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from placet import HOST, Placet  # noqa: E402
from tap import contains, equal, eventually, holds, run, test  # noqa: E402


def fixture():
    return _Town()


class _Town(Placet):
    def __enter__(self):
        super().__enter__()
        self.site(name="Ville d'Œuvré-sur-Été : « pétitions »")
        self.n = self.petition(title="Les <arbres> & l'école de la rue Œ")
        return self

    def ask(self, address, **more):
        equal(self.claim(self.n, address, **more).status, 200)

    def state(self, column):
        """Of the newest mail."""
        return self.sql(f"select {column} from placet.mail "
                        "order by id desc limit 1")

    def tried(self, address):
        return [t for t, a in self.sink.attempts if a == address]


@test
def a_mail_is_complete_and_in_both_forms(p):
    p.ask("whole@example.org")
    m = p.sink.wait("whole@example.org")
    equal(m.sender, "petitions@rennes.localhost")
    equal(m["To"], "whole@example.org")
    raw = email.message_from_bytes(m.content)["From"]
    equal(str(email.header.make_header(email.header.decode_header(raw))),
          "Ville d'Œuvré-sur-Été : « pétitions » "
          "<petitions@rennes.localhost>")
    equal(m["Subject"], f"Confirmez votre signature sur {HOST}")
    equal(m["Auto-Submitted"], "auto-generated")
    contains(m["Message-ID"], f"@{HOST}>")
    contains(m["List-Unsubscribe"], m.not_me)
    equal(m["MIME-Version"], "1.0")
    equal(m.message.get_content_type(), "multipart/alternative")
    sent = email.utils.parsedate_to_datetime(m["Date"])
    holds(abs(sent.timestamp() - time.time()) < 60, "the date is now")
    contains(m.text("html"), "Les &lt;arbres&gt; &amp; l'école")
    contains(m.text("html"), f'href="{m.link}"')
    contains(m.text(), "48 heures")
    for line in m.content.split(b"\r\n"):
        holds(len(line) <= 998 and max(line, default=0) < 128,
              "lines fit, in ASCII")


@test
def the_title_is_not_in_the_headers(p):
    head = p.sink.to("whole@example.org")[0].content.split(b"\r\n\r\n")[0]
    holds(b"arbres" not in head, "no title in a header")


@test
def the_mail_speaks_the_language_of_the_page(p):
    target = f"/en/petitions/{p.n}/sign"
    page = p.http.get(target)
    answer = p.http.submit(page, target, {
        "name": "A", "email": "en@example.org", "postcode": "35000",
        "consent": "1"})
    equal(answer.status, 200)
    equal(p.sink.wait("en@example.org")["Subject"],
          f"Confirm your signature on {HOST}")


@test
def the_address_is_forgotten_once_the_mail_is_gone(p):
    p.ask("gone@example.org")
    p.sink.wait("gone@example.org")
    eventually(lambda: p.state("sent_at is not null") == "t", 5)
    equal(p.state("sealed is null"), "t")


@test
def one_mail_a_day_for_an_address_and_petition(p):
    p.ask("greedy@example.org")
    p.sink.wait("greedy@example.org")
    before = p.sql("select count(*) from placet.mail")
    for _ in range(3):
        p.ask("greedy@example.org")
    equal(p.sql("select count(*) from placet.mail"), before)


@test
def a_relay_that_says_later_is_asked_again(p):
    p.sink.behaviour = lambda a: "451 4.3.0 greylisted"
    p.ask("later@example.org")
    eventually(lambda: len(p.tried("later@example.org")) == 1, 10)
    eventually(lambda: p.state("due_at > now() + interval '5 s'") == "t", 5,
               "the next attempt waits")
    equal(p.state("failed is null"), "t")
    p.sink.behaviour = lambda a: None
    p.hurry_mail()
    p.sink.wait("later@example.org")
    equal(len(p.tried("later@example.org")), 2)
    eventually(lambda: p.state("attempts || ' ' || (sent_at is not null)")
               == "2 true", 5)


@test
def a_relay_that_hangs_up_is_asked_again(p):
    p.sink.behaviour = lambda a: "drop"
    p.ask("drop@example.org")
    eventually(lambda: p.tried("drop@example.org"), 10)
    eventually(lambda: p.state("leased_until is null and failed is null")
               == "t", 10)
    p.sink.behaviour = lambda a: None
    p.hurry_mail()
    p.sink.wait("drop@example.org")


@test
def a_refusal_for_ever_is_for_ever(p):
    p.sink.behaviour = lambda a: "550 5.1.1 no such mailbox"
    p.ask("nobody@example.org")
    eventually(lambda: p.state("failed") == "smtp.550", 10,
               "the mail is given up")
    equal(p.state("sealed is null"), "t", "and its address forgotten")
    p.sink.behaviour = lambda a: None
    p.hurry_mail()
    time.sleep(1.5)
    equal(len(p.tried("nobody@example.org")), 1)


@test
def a_relay_that_is_not_there_is_asked_again(p):
    old = p.conf.get("smtp_url")
    p.write_conf(smtp_url="smtp://127.0.0.1:1")
    p.daemon.send_signal(signal.SIGHUP)
    eventually(lambda: "smtp://127.0.0.1:1" in p.log_text(), 10,
               "the settings are read again")
    eventually(lambda: all(p.ready() for _ in range(8)), 10, "ready again")
    p.ask("away@example.org")
    eventually(lambda: p.state(
        "attempts > 0 and failed is null and leased_until is null")
        == "t", 10, "an attempt fails")
    p.conf.pop("smtp_url")
    if old is not None:
        p.conf["smtp_url"] = old
    p.write_conf()
    p.daemon.send_signal(signal.SIGHUP)
    eventually(lambda: (p.hurry_mail(), p.sink.to("away@example.org"))[1],
               20, "the mail goes when the relay is back", 0.5)
    eventually(lambda: all(p.ready() for _ in range(8)), 10, "ready again")


@test
def slow_recipients_do_not_hold_up_the_others(p):
    p.sink.behaviour = lambda a: 3 if a.startswith("slow") else None
    for i in range(4):
        p.ask(f"slow{i}@example.org")
    p.ask("quick@example.org")
    p.sink.wait("quick@example.org", seconds=2.5)
    for i in range(4):
        p.sink.wait(f"slow{i}@example.org")
    p.sink.behaviour = lambda a: None


@test
def a_courier_that_is_killed_loses_no_mail(p):
    p.sink.behaviour = lambda a: 0.05
    for i in range(40):
        p.ask(f"kill{i}@example.org")
        if i in (10, 25):
            for pid in p.child("placet-courier"):
                os.kill(pid, signal.SIGKILL)
    eventually(lambda: (p.hurry_mail() if i % 2 else None,
                        all(p.sink.to(f"kill{i}@example.org")
                            for i in range(40)))[1],
               30, "every mail arrives", 0.5)
    p.sink.behaviour = lambda a: None
    for i in range(40):
        ids = {m["Message-ID"] for m in p.sink.to(f"kill{i}@example.org")}
        equal(len(ids), 1, "a mail sent twice has one Message-ID")


@test
def the_link_not_me_blocks_the_address(p):
    p.ask("victim@example.org")
    m = p.sink.wait("victim@example.org")
    page = p.http.get(m.not_me)
    equal(page.status, 200)
    equal(p.http.submit(page, m.not_me, {}).status, 200)
    equal(p.http("POST", m.link, form={}, headers={
        "Accept": "application/json", "Sec-Fetch-Site": "same-origin"
    }).status, 410)
    p.sql("delete from placet.mail_budget")
    p.ask("victim@example.org")
    time.sleep(1.5)
    equal(len(p.sink.to("victim@example.org")), 1)


@test
def one_click_of_a_mail_program_blocks_too(p):
    p.ask("click@example.org")
    m = p.sink.wait("click@example.org")
    before = int(p.sql("select count(*) from placet.mail_block"))
    # RFC 8058: no cookie, no Referer, no Origin, and this very body.
    answer = p.http("POST", m.not_me, form={"List-Unsubscribe": "One-Click"})
    equal(answer.status, 200)
    equal(int(p.sql("select count(*) from placet.mail_block")), before + 1)


@test
def the_mails_are_on_dev_mail_in_development(p):
    page = p.http.get("/dev/mail")
    equal(page.status, 200)
    contains(page.text(), "click@example.org")


@test
def no_address_and_no_token_is_in_the_log(p):
    text = p.log_text()
    for _, address in p.sink.attempts:
        holds(address not in text, "an address is in the log")
    for m in p.sink.mails:
        if m.link:
            holds(m.link.rsplit("/", 1)[1] not in text,
                  "a token is in the log")
    for word in ("AddressSanitizer", "runtime error", "LeakSanitizer"):
        holds(word not in text, f"'{word}' is in the log")


if __name__ == "__main__":
    run(fixture)

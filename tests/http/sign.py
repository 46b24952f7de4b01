#!/usr/bin/python3
"""sign.py - signing from the form to the receipt, and what can go wrong"""
import base64
import json
import os
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from placet import HOST, Placet, in_days  # noqa: E402
from tap import contains, equal, eventually, holds, run, test  # noqa: E402

# A postcode of several communes: one must be chosen.
SHARED = "26150"
GOOD = {"name": "Une habitante", "email": "a@example.org",
        "postcode": "35000", "consent": "1"}
# A browser says so of what a page sends to its own site.
SCRIPT = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}


def fixture():
    return _Town()


class _Town(Placet):
    def __enter__(self):
        super().__enter__()
        self.site()
        self.n = self.petition()
        return self

    def rows(self):
        """How many claims, mails, signatures and SIGN leaves there are,
        once the notary has numbered what was confirmed before."""
        eventually(lambda: self.sql("select count(*) from placet.inbox")
                   == "0", 15, "an empty inbox")
        return self.sql(
            "select (select count(*) from placet.claim),"
            " (select count(*) from placet.mail),"
            " (select count(*) from placet.signature),"
            " (select count(*) from placet.leaf"
            "  where get_byte(entry, 1) = 1)")

    def post(self, form, n=None, **headers):
        """The form as a script of the page would send it."""
        return self.http("POST", f"/petitions/{n or self.n}/sign", form=form,
                         headers={**SCRIPT, **headers})

    def press(self, link):
        """The button under the link, whatever the page says by now."""
        return self.http("POST", link, form={}, headers=SCRIPT)


def refused(answer, status, code):
    equal(answer.status, status, answer.text()[:300])
    contains(answer.headers["Content-Type"], "application/problem+json")
    doc = answer.json()
    codes = [doc["code"]] + [e["code"] for e in doc.get("errors") or []]
    contains(codes, code)
    equal(doc["status"], status)
    holds(doc["title"] and doc["title"] != doc["code"], "a title in words")


@test
def a_citizen_signs_and_holds_a_receipt_that_verifies(p):
    signed = p.sign(p.n, "signer@example.org")
    p.first = signed
    receipt = p.receipt(signed)
    with tempfile.NamedTemporaryFile(suffix=".tlog-proof") as f:
        f.write(receipt)
        f.flush()
        status, out, err = p.cli("verify", f.name, config=False)
    equal(status, 0, err)
    contains(out, "This receipt is genuine.")
    contains(out, "Une habitante")


@test
def the_count_follows_the_log(p):
    eventually(lambda: p.http.get_json(
        f"/petitions/{p.n}/count")["count"] == 1, 5, "the count")
    eventually(lambda: "1" in p.http.get(f"/petitions/{p.n}").text(), 5)


@test
def opening_the_link_changes_nothing(p):
    p.claim(p.n, "looks@example.org")
    mail = p.sink.wait("looks@example.org")
    before = p.rows()
    for method in ("GET", "HEAD", "GET"):
        equal(p.http(method, mail.link).status, 200)
    equal(p.rows(), before)


@test
def the_button_may_be_pressed_twice(p):
    p.claim(p.n, "twice@example.org")
    link = p.sink.wait("twice@example.org").link
    equal(p.confirm(link).status, 200)
    equal([p.press(link).status for _ in range(3)], [200] * 3)
    equal(p.http.get(link).status, 200)
    equal(p.sql("select count(*) from placet.signature s join placet.claim c "
                "using (site_id, petition, nullifier) where c.token = "
                + token_hash(link)), "1")


def token_hash(link):
    token = link.rsplit("/", 1)[1]
    raw = base64.urlsafe_b64decode(token + "=")
    return f"sha256('\\x{raw.hex()}')"


@test
def the_button_pressed_by_many_at_once_signs_once(p):
    p.claim(p.n, "crowd@example.org")
    link = p.sink.wait("crowd@example.org").link
    statuses = []

    def press():
        statuses.append(p.press(link).status)
    threads = [threading.Thread(target=press) for _ in range(16)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    equal(statuses, [200] * 16)
    equal(p.sql("select count(*) from placet.signature s join placet.claim c "
                "using (site_id, petition, nullifier) where c.token = "
                + token_hash(link)), "1")


@test
def who_has_signed_gets_the_same_page_and_another_mail(p):
    fresh = p.claim(p.n, "new@example.org")
    p.sql("delete from placet.mail_budget")
    again = p.claim(p.n, "signer@example.org")
    equal(again.status, fresh.status)
    equal(again.body, fresh.body, "the same page")
    mail = p.sink.wait("signer@example.org", n=2)
    equal(mail.link, None)
    contains(mail.text(), "déjà votre signature")


@test
def two_spellings_of_an_address_are_one_person(p):
    p.sql("delete from placet.mail_budget")
    p.claim(p.n, "Signer+again@EXAMPLE.org")
    mail = p.sink.wait("Signer+again@EXAMPLE.org")
    contains(mail.text(), "déjà votre signature")


@test
def a_postcode_of_several_communes_asks_which_one(p):
    shared = p.sql("select c from (select unnest(postcodes) c, insee "
                   "from placet.commune) x group by c "
                   "having count(*) between 2 and 5 order by c limit 1")
    answer = p.post({**GOOD, "email": "choose@example.org",
                     "postcode": shared})
    refused(answer, 422, "commune.choose")
    page = p.claim(p.n, "choose@example.org", postcode=shared)
    equal(page.status, 422)
    choices = page.form().choices["commune"]
    chosen = [c for c in choices if c][-1]
    equal(p.claim(p.n, "choose@example.org", postcode=shared,
                  commune=chosen).status, 200)
    equal(p.sink.wait("choose@example.org").to, "choose@example.org")
    equal(p.sql("select commune from placet.claim order by created_at desc "
                "limit 1"), chosen)


WRONG = [
    ("name", "", "name.empty"),
    ("name", "   ", "name.empty"),
    ("name", "x" * 101, "name.long"),
    ("name", "李" * 101, "name.long"),
    ("name", "🚲" * 101, "name.long"),
    ("name", "a\r\nBcc: b@example.org", "name.invalid"),
    ("name", "a\nb", "name.invalid"),
    ("name", "a\tb", "name.invalid"),
    ("name", "\u202egnitirw", "name.invalid"),
    ("name", "a\u2066b", "name.invalid"),
    ("email", "", "email.empty"),
    ("email", "nobody", "email.invalid"),
    ("email", "a@b", "email.invalid"),
    ("email", "a@example.org\r\nBcc: b@example.org", "email.invalid"),
    ("email", "<a@example.org>", "email.invalid"),
    ("email", "a b@example.org", "email.invalid"),
    ("email", "a@example.org,b@example.org", "email.invalid"),
    ("email", "x" * 65 + "@example.org", "email.invalid"),
    ("email", "a@" + "x." * 130 + "org", "email.invalid"),
    ("email", "é@example.org", "email.invalid"),
    ("postcode", "", "postcode.invalid"),
    ("postcode", "3500", "postcode.invalid"),
    ("postcode", "350000", "postcode.invalid"),
    ("postcode", "abcde", "postcode.invalid"),
    ("postcode", "٣٥٠٠٠", "postcode.invalid"),
    ("postcode", "00000", "postcode.unknown"),
    ("commune", "99999", "commune.invalid"),
    ("commune", "'; --", "commune.invalid"),
    ("consent", "", "consent.missing"),
]


@test
def each_field_that_is_wrong_says_so_and_leaves_nothing(p):
    before = p.rows()
    for field, value, code in WRONG:
        try:
            refused(p.post({**GOOD, field: value}), 422, code)
        except AssertionError as why:
            raise AssertionError(f"{field} = {value!r}: {why}") from None
    equal(p.rows(), before)


@test
def all_that_is_wrong_is_said_at_once_and_what_was_typed_is_kept(p):
    page = p.claim(p.n, "nobody", name="<b>&\"", postcode="1")
    equal(page.status, 422)
    equal(page.form().fields["name"], "<b>&\"")
    equal(page.form().fields["email"], "nobody")
    contains(page.text(), "aria-invalid")
    holds("<b>&" not in page.text(), "what was typed is text")
    # What SQL would say too is not left for the next round.
    answer = p.post({**GOOD, "name": "é" * 101, "email": "nobody"})
    equal([e["code"] for e in answer.json()["errors"]],
          ["name.long", "email.invalid"])


@test
def a_name_may_be_written_in_any_script(p):
    p.sql("delete from placet.mail_budget")
    for i, name in enumerate(("Zoë Œuvré-d'Été", "Ὀδυσσεύς", "שלום", "李小龙",
                              "👩‍👩‍👧", "Ng\u0303", "a" * 100, "李" * 100,
                              "🚲" * 100, " " + "é" * 100 + " ")):
        equal(p.claim(p.n, f"script{i}@example.org", name=name).status, 200,
              name)
        p.sink.wait(f"script{i}@example.org")


def raw_body(p, body, kind="application/x-www-form-urlencoded"):
    return p.http("POST", f"/petitions/{p.n}/sign", body=body,
                  headers={**SCRIPT, "Content-Type": kind})


@test
def bodies_that_are_no_form_are_refused(p):
    before = p.rows()
    good = "email=a%40example.org&postcode=35000&consent=1&name="
    refused(raw_body(p, good + "a&name=b"), 400, "field.duplicate")
    refused(raw_body(p, good + "a&shoe=42"), 400, "field.unknown")
    refused(raw_body(p, good + "%FF%FE"), 400, "encoding.invalid")
    refused(raw_body(p, good + "%ED%A0%80"), 400, "encoding.invalid")
    refused(raw_body(p, good + "a%00b"), 400, "encoding.invalid")
    refused(raw_body(p, good + "%4"), 400, "form.invalid")
    refused(raw_body(p, good + "x" * 70000), 413, "body.large")
    holds(raw_body(p, good + "a", "multipart/form-data; boundary=x").status
          in (400, 415), "another type of body")
    equal(p.rows(), before)


@test
def the_json_face_takes_a_claim_too(p):
    p.sql("delete from placet.mail_budget")
    form = {**GOOD, "email": "json@example.org"}
    answer = raw_body(p, json.dumps(form), "application/json")
    equal(answer.status, 200, answer.text()[:300])
    equal(answer.json()["claimed"], True)
    p.sink.wait("json@example.org")
    for body in ("", "{", "[]", '{"name": {}}', '{"name": "a", "name": "b"}',
                 '{"name": "\\ud800"}', '"' + "[" * 5000):
        answer = raw_body(p, body, "application/json")
        holds(answer.status in (400, 422), f"{body[:20]}: {answer.status}")


@test
def a_petition_that_is_not_there_is_404(p):
    for n in ("999", "0", "-1", "1x", "99999999999999999999", "%27", "1%00"):
        answer = p.http.get(f"/petitions/{n}/sign")
        holds(answer.status in (400, 404), f"{n}: {answer.status}")
    refused(p.post(GOOD, n=999), 404, "petition.unknown")


@test
def another_method_is_405_and_says_which(p):
    for method in ("PUT", "DELETE", "PATCH"):
        answer = p.http(method, f"/petitions/{p.n}/sign", body="")
        holds(answer.status in (405, 501), f"{method}: {answer.status}")
    answer = p.http("POST", f"/petitions/{p.n}", form={})
    equal(answer.status, 405)
    contains(answer.headers["Allow"], "GET")


@test
def a_token_that_nobody_got_is_404(p):
    for token in ("A" * 43, "short", "A" * 44, "%2e%2e", "é" * 20):
        for way in ("confirm", "receipt", "not-me"):
            target = f"/petitions/{p.n}/{way}/" + \
                token.encode().decode("latin-1")
            try:
                status = p.http.get(target).status
            except UnicodeEncodeError:
                continue
            holds(status in (400, 404), f"{way} {token}: {status}")
    refused(p.press(f"/petitions/{p.n}/confirm/" + "A" * 43),
            404, "token.unknown")


@test
def a_token_of_another_petition_is_404(p):
    other = p.petition(title="Une autre")
    link = p.first.link.replace(f"/petitions/{p.n}/", f"/petitions/{other}/")
    equal(p.press(link).status, 404)


@test
def an_expired_link_is_410_and_signs_nothing(p):
    p.sql("delete from placet.mail_budget")
    p.claim(p.n, "late@example.org")
    link = p.sink.wait("late@example.org").link
    p.sql("update placet.claim set expires_at = now() - interval '1 s' "
          "where token = " + token_hash(link))
    before = p.rows()
    refused(p.press(link), 410, "token.expired")
    equal(p.http.get(link).status, 410)
    equal(p.rows(), before)


@test
def a_closed_petition_takes_no_claim_but_a_day_of_confirmations(p):
    n = p.petition(title="Bientôt close", closes_at=in_days(1))
    p.sql("delete from placet.mail_budget")
    p.claim(n, "close1@example.org")
    p.claim(n, "close2@example.org")
    first = p.sink.wait("close1@example.org").link
    second = p.sink.wait("close2@example.org").link
    equal(p.cli("petition", "close", HOST, str(n))[0], 0)
    eventually(lambda: p.post({**GOOD, "email": "close3@example.org"},
                              n=n).status == 409, 5, "the petition closes")
    refused(p.post({**GOOD, "email": "close3@example.org"}, n=n),
            409, "petition.closed")
    equal(p.confirm(first).status, 200)
    p.sql(f"update placet.petition set closes_at = now() - interval '25 h', "
          f"opened_at = now() - interval '30 h' where item = {n}")
    p.sql("update placet.claim set created_at = now() - interval '26 h' "
          "where token = " + token_hash(second))
    refused(p.press(second), 409, "petition.closed")


@test
def a_form_of_another_site_is_refused(p):
    before = p.rows()
    answer = p.post({**GOOD, "email": "csrf@example.org"}, **{
        "Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})
    holds(400 <= answer.status < 500, f"{answer.status}")
    equal(p.rows(), before)


@test
def the_log_is_what_the_receipts_say(p):
    for args in (("log", "check", f"http://{HOST}:{p.port}/petitions/{p.n}"),
                 ("log", "check", HOST, "--petition", str(p.n))):
        status, out, err = p.cli(*args)
        equal(status, 0, err)
        contains(out, "all is well")


@test
def nothing_secret_is_in_the_log_of_the_daemon(p):
    text = p.log_text()
    for mail in p.sink.mails:
        holds(mail.to not in text, "an address is in the log")
        if mail.link:
            holds(mail.link.rsplit("/", 1)[1] not in text,
                  "a token is in the log")
    for word in ("Une habitante", "AddressSanitizer", "runtime error"):
        holds(word not in text, f"'{word}' is in the log")


if __name__ == "__main__":
    run(fixture)

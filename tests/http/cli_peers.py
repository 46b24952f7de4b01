#!/usr/bin/python3
"""cli_peers.py - placet peer, queue, comment, flag, site policy, alias, move

What other servers did is put into the database as the courier would: this
is about the operator.
"""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from placet import HOST, PETITION, Placet, in_days  # noqa: E402
from tap import contains, equal, holds, run, test  # noqa: E402

OK, FAILED, USAGE = 0, 1, 2
OTHER = "brest.localhost"
HEADER = ("#domain,#severity,#reject_media,#reject_reports,#public_comment,"
          "#obfuscate\n")


def fixture():
    return _Town()


class _Town(Placet):
    def __enter__(self):
        super().__enter__()
        self.site(HOST, "35238")
        self.site(OTHER, "29019")
        self.petition(HOST)
        self.petition(OTHER)
        return self

    def must(self, *args, **more):
        status, out, err = self.cli(*args, **more)
        equal(status, OK, f"{args}: {err}")
        return out

    def refuses(self, words, *args, **more):
        status, out, err = self.cli(*args, **more)
        equal(status, FAILED, f"{args}: {out}{err}")
        contains(err, words)

    def peers(self, host=HOST):
        rows = json.loads(self.must("peer", "list", host, "--json"))["peers"]
        return {r["host"]: r["level"] for r in rows}

    def owner(self, text):
        return self.sql("set search_path = placet; " + text)

    def says(self, n, text, host="m.example"):
        """Somebody elsewhere answers petition 1 of our site."""
        who = f"https://{host}/zoe"
        self.owner(
            "insert into remote (id, host, type, username, inbox) values "
            f"('{who}', '{host}', 'Person', 'zoe', '{who}/inbox') "
            "on conflict do nothing; insert into comment (site_id, petition, "
            "object, remote, host, reply_to, text, published_at) "
            f"values (1, 1, '{who}/{n}', '{who}', '{host}', 'x', $${text}$$, "
            "now());")


@test
def a_rule_is_made_changed_and_forgotten(p):
    contains(p.must("peer", "limit", HOST, "Loud.example"),
             "loud.example: limit")
    p.must("peer", "suspend", HOST, "bad.example", "--note", "Why, oh why")
    p.must("peer", "allow", HOST, "good.bad.example")
    p.must("peer", "limit", HOST, "nude.example", "--media")
    equal(p.peers(), {"loud.example": "limit", "bad.example": "suspend",
                      "good.bad.example": "allow",
                      "nude.example": "reject_media"})
    contains(p.must("peer", "list", HOST),
             "bad.example\tsuspend\t0\t-\tWhy, oh why\n")
    p.must("peer", "suspend", HOST, "loud.example")
    contains(p.must("peer", "forget", HOST, "good.bad.example"), "no rule")
    equal(p.peers(), {"loud.example": "suspend", "bad.example": "suspend",
                      "nude.example": "reject_media"})
    equal(p.peers(OTHER), {})


@test
def a_rule_that_cannot_be_is_refused(p):
    for name in ("", "*.example", "é.example", "x.example:80", "a b",
                 "https://x.example/", "x..y", "x.-y", "x" * 254):
        p.refuses("host.invalid", "peer", "suspend", HOST, name)
    p.refuses("note.invalid", "peer", "suspend", HOST, "x.y", "--note",
              "é" * 501)
    p.refuses("peer.unknown", "peer", "forget", HOST, "x.example")
    p.refuses("site.unknown", "peer", "list", "none.localhost")
    p.refuses("site.unknown", "peer", "export", "none.localhost")
    p.refuses("site.unknown", "peer", "import", "none.localhost", "-",
              stdin="x.example\n")
    equal(p.cli("peer", "suspend", HOST)[0], USAGE)


@test
def a_list_goes_out_as_it_came_in(p):
    for host in list(p.peers()):
        p.must("peer", "forget", HOST, host)
    equal(p.must("peer", "export", HOST), HEADER)
    p.must("peer", "allow", HOST, "good.example")
    text = HEADER + (
        'a.example,suspend,false,false,"Spam, ""again"" and\nagain",false\n'
        "b.example,silence,false,false,,false\n"
        "c.example,noop,true,false,Été 🚲,false\n")
    equal(p.must("peer", "import", HOST, "-", stdin=text), "3 rules\n")
    equal(p.must("peer", "export", HOST), text)
    equal(p.must("peer", "import", HOST, "-", stdin=text), "3 rules\n")
    equal(p.peers(), {"a.example": "suspend", "b.example": "limit",
                      "c.example": "reject_media", "good.example": "allow"})
    out = p.must("peer", "list", HOST)
    contains(out, "and\\u{a}again")


@test
def lists_of_others_are_read_too(p):
    for text, want in (
            ("\ufeffdomain,severity\r\nx1.example,silence\r\n\r\n",
             {"x1.example": "limit"}),
            ("x2.example", {"x2.example": "suspend"}),
            ("X3.Example,suspend,True,True,,False,more,columns\n",
             {"x3.example": "suspend"}),
            ('"x4.example","limit"', {"x4.example": "limit"}),
            ("x5.example,noop,false,false,,\n", {}),
            (HEADER, {}), ("\n\n", {}), ("", {})):
        before = p.peers()
        p.must("peer", "import", HOST, "-", stdin=text)
        equal({h: v for h, v in p.peers().items() if h not in before}, want)


@test
def a_bad_list_is_refused_whole_with_its_line(p):
    before = p.peers()
    good = "good1.example,suspend,false,false,,false\n"
    for text, words in (
            (good + "bad host,suspend\n", "line 2: no host name"),
            (good + "\n*.example,suspend\n", "line 3: no host name"),
            (HEADER + good + "e*****e.com,silence\n", "line 3: no host name"),
            (HEADER + HEADER, "line 2: no host name"),
            ("x" * 300 + ".example,suspend", "line 1: no host name"),
            (",suspend\n", "line 1: no host name"),
            (good + "x.example,kill\n", "line 2: no severity"),
            (good + 'x.example,"suspend\n', "line 2: a quote is not closed"),
            (good + 'x.exa"mple,suspend', "line 2: a quote stands"),
            (good + '"x.example"y,suspend', "line 2: something stands behind"),
            ('a.example,suspend,false,false,"1\n2",false\n"b\n',
             "line 3: a quote is not closed"),
            (good + "x.example\rsuspend\n", "line 2: a carriage return"),
            ("x.example" + "," * 16, "line 1: too many fields"),
            ("x.example,suspend,false,false," + "é" * 501,
             "line 1: the comment is too long"),
            ("x.example,suspend,,,\0,\n", "is no text"),
            ("".join(f"h{n}.example\n" for n in range(20001)),
             "line 20001: too many rows"),
            ("x" * (1 << 20) + "y", "is too long")):
        p.refuses(words, "peer", "import", HOST, "-", stdin=text)
    path = os.path.join(p.folder, "latin1.csv")
    with open(path, "wb") as f:
        f.write(b"x.example,suspend,false,false,\xe9t\xe9,false\n")
    p.refuses("line 1: the comment is not UTF-8", "peer", "import", HOST,
              path)
    p.refuses("No such file", "peer", "import", HOST, "/none")
    equal(p.peers(), before)


@test
def the_queue_is_listed_retried_and_dropped(p):
    equal(p.must("queue", "list", HOST), "")
    p.owner("insert into peer (site_id, host, cursor, fails, failing_from, "
            "dead_at, due_at, leased_until) values "
            "(1, 'q.example', -5, 40, now(), now(), '2999-01-01', "
            "'2999-01-01'); "
            "insert into letter (site_id, host, inbox, actor, doc, due_at, "
            "leased_until) values (1, 'r.example', 'https://r.example/in', "
            "0, '{}', '2999-01-01', '2999-01-01');")
    out = p.must("queue", "list", HOST)
    contains(out, "q.example\tacts\t")
    contains(out, "\t40\tdead\n")
    contains(out, "r.example\tletters\t1\t0\t2999-01-01")
    equal(p.must("queue", "list", OTHER), "")
    p.refuses("peer.unknown", "queue", "retry", OTHER, "q.example")
    p.refuses("peer.unknown", "queue", "drop", OTHER, "q.example")
    contains(p.must("queue", "retry", HOST, "q.example"),
             "1 servers and 0 letters")
    holds("dead" not in p.must("queue", "list", HOST), "it is not dead")
    doc = json.loads(p.must("queue", "retry", HOST, "--json"))
    equal(doc["letters"], 1)
    contains(p.must("queue", "drop", HOST, "r.example"),
             "0 acts and 1 letters")
    p.must("queue", "drop", HOST, "q.example")
    equal(p.must("queue", "list", HOST), "")


@test
def a_reply_is_shown_hidden_and_does_not_speak_to_the_terminal(p):
    p.says(1, "Bien\x1b[2J vu\nmoi")
    p.says(2, "Non")
    out = p.must("comment", "list", HOST, "--state", "pending")
    contains(out, "\tpending\thttps://m.example/zoe\t"
             "Bien\\u{1b}[2J vu\\u{a}moi\n")
    number = json.loads(p.must("comment", "list", HOST, "--json"))[
        "comments"][-1]["id"]
    contains(p.must("comment", "show", HOST, str(number)), "is shown")
    contains(p.must("comment", "list", HOST, "--state", "shown"), "Bien")
    contains(p.must("comment", "hide", HOST, str(number)), "is hidden")
    equal(p.must("comment", "list", HOST, "--state", "shown"), "")
    equal(len(p.must("comment", "list", HOST).splitlines()), 2)
    p.refuses("comment.unknown", "comment", "show", OTHER, str(number))
    p.refuses("comment.unknown", "comment", "show", HOST, "x")
    p.refuses("state.invalid", "comment", "list", HOST, "--state", "x")


@test
def to_suspend_a_server_hides_what_it_said(p):
    p.says(9, "Achetez", "spam.example")
    contains(p.must("comment", "list", HOST, "--state", "pending"), "Achetez")
    p.must("peer", "suspend", HOST, "example.net")
    contains(p.must("comment", "list", HOST, "--state", "pending"), "Achetez")
    p.must("peer", "suspend", HOST, "spam.example")
    contains(p.must("comment", "list", HOST, "--state", "hidden"), "Achetez")


@test
def a_report_is_listed_and_closed(p):
    equal(p.must("flag", "list", HOST), "")
    p.owner("insert into flag (site_id, remote, activity, objects, text) "
            "values (1, 'https://m.example/zoe', 'a', '{x,y}', "
            "E'Oh\\u202e');")
    out = p.must("flag", "list", HOST)
    contains(out, "\thttps://m.example/zoe\tOh\\u{202e}\tx y\n")
    number = out.split("\t")[0]
    p.refuses("flag.unknown", "flag", "close", OTHER, number)
    contains(p.must("flag", "close", HOST, number), "is closed")
    p.refuses("flag.unknown", "flag", "close", HOST, number)
    equal(p.must("flag", "list", HOST), "")


@test
def a_comment_is_reported_to_its_server_once(p):
    p.owner("delete from letter;")
    p.says(7, "Vilain")
    number = json.loads(p.must("comment", "list", HOST, "--json"))[
        "comments"][0]["id"]
    who = "https://m.example/zoe"
    equal(p.must("flag", "send", HOST, str(number), "--text", "Injures"),
          f"{who} is reported to its server\n")
    equal(p.must("flag", "send", HOST, who + "/7", "--text", "Injures"),
          f"{who} is reported to its server: that was said today already\n")
    doc = json.loads(p.must("flag", "send", HOST, who, "--text", "Encore",
                            "--json"))["flag"]
    equal([doc["objects"], doc["sent"]], [[who], True])
    contains(p.must("queue", "list", HOST), "m.example\tletters\t2\t")
    p.refuses("subject.unknown", "flag", "send", OTHER, str(number),
              "--text", "x")
    p.refuses("subject.unknown", "flag", "send", HOST, "nobody", "--text",
              "x")
    p.refuses("text.invalid", "flag", "send", HOST, who, "--text", "")
    equal(p.cli("flag", "send", HOST, who)[0], USAGE)
    p.owner("delete from letter;")


@test
def a_commune_moves_to_another_that_agrees(p):
    p.owner("update site set rsa = coalesce(rsa, 'PEM'), "
            "ed25519 = coalesce(ed25519, 'z6Mk');")
    here, there = (f"http://{h}:{p.port}/commune" for h in (HOST, OTHER))
    equal(p.must("site", "move", HOST), "here\n")
    why = "the actor there does not name ours in alsoKnownAs"
    equal(p.must("site", "move", HOST, there), f"refused\t{there}\t{why}\n")
    contains(p.must("site", "list"), f"\trefused\t{there}\t{why}\n")
    equal(p.must("site", "alias", OTHER), "")
    equal(p.must("site", "alias", OTHER, "add", here), here + "\n")
    equal(p.must("site", "move", HOST, there), f"moved\t{there}\n")
    doc = json.loads(p.must("site", "list", "--json"))["sites"]
    equal([s["move"] and s["move"]["state"] for s in doc], ["moved", None])
    p.refuses("move.done", "site", "move", HOST, there)
    p.refuses("site.moved", "petition", "open", HOST, "-",
              stdin=json.dumps({**PETITION, "closes_at": in_days(30)}))
    equal(p.must("site", "move", HOST, "--undo"), "here\n")
    p.refuses("move.none", "site", "move", HOST, "--undo")
    equal(p.must("site", "alias", OTHER, "drop", here), "")
    p.refuses("alias.unknown", "site", "alias", OTHER, "drop", here)
    p.refuses("alias.invalid", "site", "alias", OTHER, "add", "@mairie@x.y")
    p.refuses("change.unknown", "site", "alias", OTHER, "ad", here)
    p.refuses("target.invalid", "site", "move", HOST, here)
    equal(p.cli("site", "move", HOST, there, "--undo")[0], USAGE)


@test
def a_site_says_whom_it_has_to_do_with(p):
    equal(p.must("site", "policy", HOST),
          "social\topen\nsignatures\tallow\naggregation\topen\n")
    p.must("site", "policy", HOST, "social", "allow")
    contains(p.must("site", "policy", HOST, "--json"), '"social":"allow"')
    contains(p.must("site", "policy", OTHER), "social\topen")
    p.refuses("switch.unknown", "site", "policy", HOST, "x", "open")
    p.refuses("policy.invalid", "site", "policy", HOST, "social", "perhaps")
    p.refuses("policy.invalid", "site", "policy", HOST, "social")
    p.must("site", "policy", HOST, "social", "open")


@test
def other_servers_get_the_text_as_the_page_shows_it(p):
    data = {**PETITION, "closes_at": in_days(30), "body":
            "# Un\n\n**deux** <script>trois</script> "
            "[x](javascript:alert(1))", "html": "<script>mine</script>"}
    out = p.must("petition", "open", HOST, "-", "--json",
                 stdin=json.dumps(data))
    n = json.loads(out)["petition"]["id"]
    html = p.owner(f"select html from version where (site_id, item) "
                   f"= (1, {n});")
    contains(html, "<strong>deux</strong>")
    holds("<script" not in html and "javascript:" not in html, html)
    p.refuses("body.invalid", "petition", "open", HOST, "-",
              stdin=json.dumps({**data, "body": None}))


@test
def a_petition_is_withdrawn_once(p):
    contains(p.must("petition", "withdraw", HOST, "1"), "is withdrawn")
    p.refuses("petition.withdrawn", "petition", "withdraw", HOST, "1")
    p.refuses("petition.unknown", "petition", "withdraw", HOST, "99")


if __name__ == "__main__":
    run(fixture)

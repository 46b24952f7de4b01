#!/usr/bin/env python3
"""peer.py - a real server of the fediverse meets the commune

Fedify finds the actors, follows, reads what is said with its own checks of
signatures and proofs, replies, likes, shares, reports, and goes away.
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from federated import PUBLIC, Federated  # noqa: E402
from fedify import RFC9421, Fedify, Refused  # noqa: E402
from tap import contains, equal, eventually, holds, run, test  # noqa: E402


def checked(entry):
    """Taken, with signature and proof both verified by Fedify."""
    equal([entry["status"], entry["heard"], entry["signed"],
           entry["proved"]], [202, True, True, True], entry["doc"]["type"])
    return entry["doc"]


@test
def it_finds_the_site_the_commune_and_the_petition(w):
    for path, kind in (("/actor", "Application"), ("/commune", "Group"),
                       ("/petitions/1/actor", "Service"),
                       ("/petitions/1", "Note")):
        found = w.peer("lookup", url=w.p.origin + path)
        equal(found["type"], kind, path)
        equal(found["doc"]["id"], w.p.origin + path)


@test
def it_follows_the_commune_though_its_key_is_not_known_yet(w):
    equal(w.p.sql("select count(*) from placet.remote"), "0")
    follow = w.peer("follow", url=w.p.commune)
    told = w.peer.wait("Accept", actor=w.p.commune)
    equal([told["status"], told["heard"], told["signed"]],
          [202, True, True])
    equal(told["doc"]["object"]["id"], follow["id"])
    equal(told["doc"]["object"]["actor"], w.peer.actor())
    equal(w.p.rows("select actor, remote, host from placet.follower"),
          [["-1", w.peer.actor(), w.peer.host]])
    w.p.quiet()


@test
def a_key_that_is_known_is_not_fetched_again(w):
    w.p.sql("update placet.remote set fetched_at = '2000-01-01'")
    w.peer("follow", url=w.p.origin + "/petitions/1/actor")
    w.peer.wait("Accept", actor=w.p.origin + "/petitions/1/actor")
    w.p.until("select count(*) from placet.follower", "2")
    equal(w.p.sql("select count(*) from placet.remote "
                  "where fetched_at < '2001-01-01'"), "1")


@test
def what_it_runs_is_asked_and_that_it_has_no_nodeinfo_is_no_harm(w):
    w.p.quiet()
    equal(w.p.sql("select count(*), count(software) from placet.peer"),
          "1|0")


@test
def a_new_petition_is_announced_with_a_proof(w):
    n = w.p.petition(title="Des bancs à l’ombre")
    note = f"{w.p.origin}/petitions/{n}"
    told = checked(w.peer.wait("Announce", object=note))
    equal(told["actor"], w.p.commune)
    found = w.peer("lookup", url=note)["doc"]
    contains(found["content"], "Des bancs à l’ombre")
    equal(w.peer.got("Create"), [], "only who follows it is told by it")


@test
def a_step_reached_is_news_from_the_petition_and_the_commune(w):
    for k in range(3):
        w.p.sign(1, f"pair{k}@example.org")
    news = w.p.origin + "/petitions/1/news/1"
    told = checked(w.peer.wait("Create"))
    equal(told["object"]["id"], news)
    equal(told["object"]["inReplyTo"], w.p.origin + "/petitions/1")
    contains(told["object"]["content"], "a atteint 3 signatures")
    checked(w.peer.wait("Announce", object=news))
    # One copy of each, although two of ours are followed from there.
    equal(len(w.peer.got("Create")), 1)


@test
def what_closes_is_updated_and_what_is_taken_back_is_deleted(w):
    n = w.p.petition(title="Un abri pour les vélos")
    note = f"{w.p.origin}/petitions/{n}"
    w.peer.wait("Announce", object=note)
    follow = w.peer("follow", url=note + "/actor")
    w.peer.wait("Accept", actor=note + "/actor")
    w.p.sql("update placet.petition set closes_at = now(), closed_at = now() "
            f"where item = {n}")
    told = checked(w.peer.wait("Update"))
    equal(told["object"]["id"], note)
    equal(told["object"]["petition"]["petitionState"], "closed")
    contains(checked(w.peer.wait("Create", actor=note + "/actor"))
             ["object"]["content"], "est close")
    equal(w.p.cli("petition", "withdraw", w.p.host, str(n))[0], 0)
    gone = checked(w.peer.wait("Delete", actor=note + "/actor"))
    equal(gone["object"]["type"], "Tombstone")
    checked(w.peer.wait("Undo", actor=w.p.commune))
    w.peer("undo", id=follow["id"])


@test
def a_reply_waits_for_a_moderator_and_is_then_shown(w):
    reply = w.peer("reply", url=w.p.origin + "/petitions/1",
                   html="<p>Et les <b>vélos</b> ?<br>Merci.</p>")
    w.reply = reply["id"]
    eventually(lambda: w.p.comment(w.reply), 10, "the comment")
    row = w.p.comment(w.reply)
    equal([row["state"], row["text"], row["remote"], row["petition"]],
          ["pending", "Et les vélos ?\nMerci.", w.peer.actor(), 1])
    page = w.p.document("/petitions/1/replies")
    equal(page["first"]["items"], [])
    w.p.sql("update placet.comment set state = 'shown'")
    page = eventually(lambda: [x for x in [w.p.document(
        "/petitions/1/replies")] if x["first"]["items"]], 10, "it is shown")
    equal(page[0]["first"]["items"], [w.reply])


@test
def an_edit_is_taken_and_looked_at_again(w):
    w.peer("edit", id=w.reply, html="<p>Et les trottinettes&nbsp;?</p>")
    w.p.until("select state from placet.comment where updated_at "
              "is not null", "pending")
    contains(w.p.comment(w.reply)["text"], "Et les trottinettes")


@test
def a_deleted_reply_is_gone_here_too(w):
    w.peer("delete", id=w.reply)
    w.p.until("select state from placet.comment", "deleted")
    equal(w.p.comment(w.reply)["text"], "")
    equal(w.p.document("/petitions/1/replies")["first"]["items"], [])


@test
def likes_and_shares_are_counted_apart_and_taken_back(w):
    note = w.p.origin + "/petitions/1"
    before = w.p.document("/petitions/1")["petition"]["signatureCount"]
    like = w.peer("like", url=note)
    share = w.peer("announce", url=note)
    eventually(lambda: w.p.supports() == {"like": 1, "share": 1}, 10,
               "both are counted")
    equal(w.p.document("/petitions/1")["petition"]["signatureCount"],
          before, "no signatures")
    w.peer("undo", id=like["id"])
    eventually(lambda: w.p.supports() == {"share": 1}, 10, "no more liked")
    w.peer("undo", id=share["id"])
    eventually(lambda: w.p.supports() == {}, 10, "no more shared")


@test
def what_is_reported_waits_for_the_moderators(w):
    w.peer("flag", url=w.p.origin + "/petitions/1", text="Pas très poli.")
    w.p.until("select objects, text, state from placet.flag",
              f"{{{w.p.origin}/petitions/1}}|Pas très poli.|open")


@test
def who_signs_by_the_newer_scheme_is_understood_too(w):
    with Fedify(w.p.build, knock=RFC9421) as other:
        other("follow", url=w.p.commune, **{"as": "bob"})
        told = other.wait("Accept", actor=w.p.commune)
        equal([told["status"], told["heard"], told["signed"]],
              [202, True, True])
        other("like", url=w.p.origin + "/petitions/1", **{"as": "bob"})
        eventually(lambda: w.p.supports() == {"like": 1}, 10, "it counts")
        # We knock with the older one; what they prefer is theirs.
        equal(told["scheme"], "cavage")
        w.p.sql("update placet.peer set scheme = 'rfc9421', "
                f"scheme_at = now() where host = '{other.host}'")
        n = w.p.petition(title="Un deuxième banc")
        told = other.wait("Announce",
                          object=f"{w.p.origin}/petitions/{n}")
        checked(told)
        equal(told["scheme"], "rfc9421")
        w.other = other.host


@test
def a_key_that_changed_is_fetched_again_and_nothing_is_lost(w):
    w.peer("rotate")
    try:
        w.peer("like", url=w.p.origin + "/petitions/1")
        raise AssertionError("a signature by an unknown key was taken")
    except Refused as why:
        contains(str(why), "401")
    # Fetched less than ten minutes ago: not again because a stranger asks.
    equal(w.p.sql("select count(*) from placet.deferred"), "0")
    w.p.sql("update placet.remote_key "
            "set fetched_at = now() - interval '11 minutes'")
    # Now it is taken: who would not send it again need not.
    like = w.peer("like", url=w.p.origin + "/petitions/1")
    eventually(lambda: w.p.supports() == {"like": 2}, 10, "it counts")
    equal(w.p.sql("select count(*) from placet.remote_key where owner = "
                  f"'{w.peer.actor()}' and (stale_at is not null or "
                  "fetched_at < now() - interval '10 minutes')"), "0")
    w.peer("undo", id=like["id"])


@test
def who_unfollows_gets_nothing_more_from_there(w):
    follow = w.peer("follow", url=w.p.commune)
    w.p.quiet()
    w.peer("undo", id=follow["id"])
    w.p.until("select actor from placet.follower where remote = "
              f"'{w.peer.actor()}'", "1")
    n = w.p.petition(title="Plus d’arbres")
    w.p.until("select count(*) from placet.peer p join placet.site s on "
              "s.id = p.site_id where p.cursor < s.acts_signed and "
              f"p.host = '{w.peer.host}'", "0")
    equal(w.peer.got("Announce", object=f"{w.p.origin}/petitions/{n}"), [])


@test
def who_blocks_us_is_left_alone(w):
    w.peer("block", url=w.p.commune)
    w.p.until("select count(*) from placet.follower where remote = "
              f"'{w.peer.actor()}'", "0")


@test
def who_leaves_takes_all_along(w):
    w.peer("reply", url=w.p.origin + "/petitions/1", html="<p>Adieu</p>")
    w.p.until("select count(*) from placet.comment where state = 'pending'",
              "1")
    w.peer("leave", url=w.p.commune)
    w.p.until("select gone_at is not null from placet.remote where id = "
              f"'{w.peer.actor()}'", "t")
    equal(w.p.sql("select count(*) from placet.comment where "
                  "state <> 'deleted' or text <> ''"), "0")
    equal(w.p.sql("select count(*) from placet.remote_key where owner = "
                  f"'{w.peer.actor()}'"), "0")


@test
def nothing_it_got_was_refused_or_came_without_proof(w):
    for entry in w.peer("log"):
        equal(entry["status"], 202, entry["doc"]["id"])
        holds(entry["signed"], entry["doc"]["id"])
        if PUBLIC in entry["doc"].get("to", []):
            holds(entry["proved"], entry["doc"]["id"])


class World:
    def __enter__(self):
        self.p = Federated().__enter__()
        try:
            self.peer = Fedify(self.p.build).__enter__()
        except BaseException:
            self.p.__exit__(*sys.exc_info())
            raise
        return self

    def __exit__(self, *why):
        self.peer.__exit__()
        self.p.__exit__(*why)


if __name__ == "__main__":
    run(World)

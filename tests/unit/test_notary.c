/*
 * test_notary.c - the notary, killed and restarted, against a real database
 *
 * A private cluster, the real keyd, and one or two notaries as the master
 * would fork them.  Signers are played by inserts of psql.  Skipped where no
 * PostgreSQL server is installed.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <placet/merkle.h>
#include <placet/note.h>
#include <placet/text.h>

#include "base/log.h"
#include "cluster.h"
#include "master/child.h"

enum { NOTARIES = 2, LINE = 16384 };

static char conninfo[128], state_dir[128];
static struct conf conf;
static int life[2], pair[NOTARIES][2];
static pid_t keyd, notary[NOTARIES];

/* The first line that psql prints, borrowed until the next call. */
static const char *
ask(const char *sql)
{
	static char out[LINE];
	char line[4096];
	FILE *f;

	snprintf(line, sizeof line,
	    "psql -XAtq -h %s -U postgres -d placet -v ON_ERROR_STOP=1 "
	    "-c \"%s\"",
	    dir, sql);
	f = popen(line, "r");
	assert_non_null(f);
	out[0] = '\0';
	if (fgets(out, sizeof out, f) == NULL)
		out[0] = '\0';
	out[strcspn(out, "\n")] = '\0';
	assert_int_equal(pclose(f), 0);
	return out;
}

/* Ask until the answer is this one; thirty seconds are too long. */
static void
until(const char *sql, const char *want)
{
	const char *got = "";

	for (int i = 0; i < 600; i++) {
		got = ask(sql);
		if (strcmp(got, want) == 0)
			return;
		usleep(50000);
	}
	fail_msg("'%s' says '%s' in place of '%s'", sql, got, want);
}

static void
begin_keyd(void)
{
	struct keyd_peer peer[NOTARIES];

	for (int i = 0; i < NOTARIES; i++)
		peer[i] = (struct keyd_peer){ KEYD_NOTARY, pair[i][1] };
	fflush(NULL);
	keyd = fork();
	assert_true(keyd >= 0);
	if (keyd == 0) {
		log_name("keyd");
		close(life[1]);
		keyd_main(&conf, life[0], peer, NOTARIES);
	}
}

static void
begin_notary(int i)
{
	const struct child child = {
		.conf = &conf,
		.number = i,
		.life = life[0],
		.keyd = pair[i][0],
	};

	fflush(NULL);
	notary[i] = fork();
	assert_true(notary[i] >= 0);
	if (notary[i] == 0) {
		log_name("notary");
		close(life[1]);
		notary_main(&child);
	}
}

/* End it by this signal; its status. */
static int
end_process(pid_t *pid, int sig)
{
	int status = -1;

	if (*pid <= 0)
		return 0;
	kill(*pid, sig);
	assert_int_equal(waitpid(*pid, &status, 0), *pid);
	*pid = 0;
	return status;
}

static int
end_notaries(void **state)
{
	(void)state;
	for (int i = 0; i < NOTARIES; i++) {
		const int status = end_process(&notary[i], SIGTERM);

		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
	return 0;
}

/* n confirmed signatures of a petition, in lots; tokens count from `from`. */
static void
sign(int petition, int from, int n)
{
	char sql[1024];

	snprintf(sql, sizeof sql,
	    "with l as materialized (select g, nextval('placet.lot_id') as lot"
	    " from generate_series(0, %d / 64) g),"
	    " c as (insert into placet.claim (site_id, petition, token,"
	    " lookup, nullifier, name, cn, cp, expires_at, signed_at, lot)"
	    " select 1, %d, sha256(i::text::bytea), 'l',"
	    " sha256(('%d/' || i)::bytea), 'n', sha256(('%d:' || i)::bytea),"
	    " sha256(('p' || i)::bytea), now(), now(), lot"
	    " from generate_series(%d, %d) i join l on g = (i - %d) / 64"
	    " returning *)"
	    " insert into placet.inbox (id, site_id, petition, n, rows)"
	    " select lot, site_id, petition, count(*),"
	    " string_agg(cn || cp, ''::bytea order by token)"
	    " from c group by 1, 2, 3",
	    n, petition, petition, petition, from, from + n - 1, from);
	ask(sql);
}

/* The log's leaves, added one by one, give the root that was signed. */
static void
check_log(int petition)
{
	struct placet_frontier f = { 0 };
	struct placet_checkpoint cp;
	struct placet_hash root;
	char line[LINE], note[LINE];
	uint8_t entry[PLACET_NOTE_MAX], pub[32];
	size_t len;
	FILE *p;

	snprintf(line, sizeof line,
	    "psql -XAtq -h %s -U postgres -d placet -c \"select encode(entry, "
	    "'hex') from placet.leaf where item = %d order by idx\"",
	    dir, petition);
	p = popen(line, "r");
	assert_non_null(p);
	while (fgets(line, sizeof line, p) != NULL) {
		len = strcspn(line, "\n");
		assert_int_equal(placet_unhex(line, len, entry, len / 2), 0);
		placet_frontier_add(&f, entry, len / 2);
	}
	assert_int_equal(pclose(p), 0);
	placet_frontier_root(&f, &root);

	snprintf(line, sizeof line,
	    "select encode(pub, 'hex') || encode(checkpoint::bytea, 'hex') "
	    "from placet.log where item = %d",
	    petition);
	snprintf(note, sizeof note, "%s", ask(line));
	len = strlen(note) / 2;
	assert_true(len > 32);
	assert_int_equal(placet_unhex(note, 64, pub, 32), 0);
	assert_int_equal(
	    placet_unhex(note + 64, 2 * (len - 32), entry, len - 32), 0);
	assert_int_equal(placet_checkpoint_open(entry, len - 32, pub, &cp), 0);
	assert_int_equal(cp.size, f.size);
	assert_memory_equal(cp.root.b, root.b, sizeof root.b);
}

/* Each signature has one leaf, each leaf its place, each tile its hashes. */
static void
check_database(void)
{
	assert_string_equal(
	    ask("select count(*) - count(distinct (f.item, f.idx)) || ',' || "
	        "count(*) - (select count(*) from placet.signature) from "
	        "placet.claim c join placet.lot t on (t.petition, t.id) = "
	        "(c.petition, c.lot) join placet.leaf f on f.item = "
	        "t.petition and f.idx >= t.first and f.idx < t.first + t.n "
	        "and position(c.cn in f.entry) > 0"),
	    "0,0");
	assert_string_equal(
	    ask("select sum(n) - (select count(*) from placet.signature) "
	        "from placet.lot"),
	    "0");
	assert_string_equal(ask("select count(*) from placet.inbox"), "0");
	assert_string_equal(
	    ask("select count(*) from placet.log l where size <> (select "
	        "count(*) from placet.leaf f where f.item = l.item) or "
	        "signs <> (select count(*) from placet.signature s where "
	        "s.petition = l.item) or size <> signed_size or halted is "
	        "not null"),
	    "0");
	/* Level 1 is short enough to be computed in SQL. */
	assert_string_equal(
	    ask("select count(*) from placet.log l where size >= 256 and "
	        "coalesce((select sum(length(data)) / 32 from placet.tile t "
	        "where t.item = l.item and level = 1), 0) <> size / 256"),
	    "0");
}

static void
a_new_log_gets_a_key_a_first_leaf_and_a_checkpoint(void **state)
{
	(void)state;
	begin_notary(0);
	until("select count(*) from placet.log where signed_size = 1", "3");
	for (int i = 1; i <= 3; i++)
		check_log(i);
	assert_string_equal(
	    ask("select count(*) from placet.leaf f join placet.version v "
	        "on v.item = f.item join placet.log l on l.item = f.item "
	        "where idx = 0 and substr(entry, length(entry) - 63) = "
	        "hash || pub and substr(entry, 1, 2) = '\\x0104'"),
	    "3");
}

/* A claim a row: signed long ago, late by a day and more, by less. */
static void
claims_that_nobody_confirmed_are_forgotten(void **state)
{
	(void)state;
	ask("insert into placet.claim (site_id, petition, token, lookup, "
	    "nullifier, name, cn, cp, expires_at, signed_at, lot) select 1, 1, "
	    "sha256(i::text::bytea), 'l', sha256(('c' || i)::bytea), 'n', "
	    "'c', 'p', now() - case i % 3 when 2 then interval '23 hours' "
	    "else interval '25 hours' end, case i % 3 when 0 then now() end, "
	    "case i % 3 when 0 then 0 end from generate_series(1, 3000) i");
	begin_notary(0);
	until("select count(*) from placet.claim", "2000");
	assert_string_equal(
	    ask("select count(*) filter (where signed_at is not null) || ',' "
	        "|| count(*) filter (where signed_at is null and expires_at "
	        "< now() - interval '24 hours') from placet.claim"),
	    "1000,0");
	ask("delete from placet.claim");
}

static void
signatures_are_numbered_and_signed(void **state)
{
	(void)state;
	sign(1, 1, 5000);
	begin_notary(0);
	sign(2, 1, 300);
	sign(1, 5001, 5000);
	until("select string_agg(signed_size::text, ',' order by item) from "
	      "placet.log",
	    "10001,301,1");
	check_database();
	check_log(1);
	check_log(2);
	assert_string_equal(
	    ask("select string_agg((reached_at is not null)::text, ',' order "
	        "by petition, threshold) from placet.rung"),
	    "true,false");
}

static void
killed_at_any_moment_nothing_is_lost_or_doubled(void **state)
{
	int at = 10001;

	(void)state;
	for (int i = 0; i < 8; i++, at += 3000) {
		begin_notary(0);
		sign(1, at, 3000);
		sign(3, at, 10);
		usleep((useconds_t)(20000 * i));
		end_process(&notary[0], SIGKILL);
		if (i == 4) {
			end_process(&keyd, SIGKILL);
			begin_keyd();
		}
	}
	begin_notary(0);
	until("select string_agg(signed_size::text, ',' order by item) from "
	      "placet.log",
	    "34001,301,81");
	check_database();
	check_log(1);
	check_log(3);
}

static void
a_standby_takes_over(void **state)
{
	(void)state;
	begin_notary(0);
	until("select count(*) from pg_locks where locktype = 'advisory'", "1");
	begin_notary(1);
	sign(2, 301, 100);
	until("select signed_size from placet.log where item = 2", "401");
	end_process(&notary[0], SIGKILL);
	sign(2, 401, 100);
	until("select signed_size from placet.log where item = 2", "501");
	check_log(2);
	check_database();
}

static void
a_crash_of_the_database_is_survived(void **state)
{
	(void)state;
	begin_notary(0);
	sign(2, 501, 2000);
	assert_int_equal(cluster_crash(), 0);
	assert_int_equal(cluster_start(), 0);
	sign(2, 2501, 100);
	until("select signed_size from placet.log where item = 2", "2601");
	check_log(2);
	check_database();
}

static void
a_petition_that_is_over_gets_its_last_leaf(void **state)
{
	(void)state;
	ask("update placet.petition set closes_at = now() - interval '25 "
	    "hours' where item = 3");
	begin_notary(0);
	until("select state from placet.item where id = 3", "closed");
	end_notaries(NULL);
	ask("update placet.petition set closed_at = now() - interval '2 "
	    "minutes' where item = 3");
	begin_notary(0);
	until("select signed_size from placet.log where item = 3", "82");
	check_log(3);
	assert_string_equal(
	    ask("select substr(entry, 1, 2) = '\\x0105' and right("
	        "encode(entry, 'hex'), 64) = '0000000000000050' || "
	        "repeat('0', 48) from placet.leaf where item = 3 and "
	        "idx = 81"),
	    "t");
	assert_string_equal(ask("select noted_at is not null from "
	                        "placet.petition where item = 3"),
	    "t");
}

/* As after a restore of yesterday's dump: what was signed is gone. */
static void
a_database_that_forgot_halts_its_log_only(void **state)
{
	(void)state;
	ask("begin; set local session_replication_role = replica; "
	    "delete from placet.leaf where item = 2 and idx >= 1; "
	    "delete from placet.tile where item = 2; "
	    "update placet.log set size = 1, signed_size = 0, "
	    "signed_frontier = '', frontier = (select sha256('\\x00'::bytea "
	    "|| entry) from placet.leaf where item = 2 and idx = 0) "
	    "where item = 2; commit");
	begin_notary(0);
	until("select halted from placet.log where item = 2",
	    "a larger log was signed before");
	sign(2, 9001, 5);
	sign(1, 90001, 5);
	until("select signed_size from placet.log where item = 1", "34006");
	assert_string_equal(ask("select sum(n) from placet.inbox"), "5");
	check_log(1);
}

static void
leaves_that_were_changed_are_not_signed(void **state)
{
	(void)state;
	end_notaries(NULL);
	sign(1, 91001, 5);
	ask("update placet.log set frontier = set_byte(frontier, 0, 1 + "
	    "get_byte(frontier, 0) % 255) where item = 1");
	begin_notary(0);
	until("select halted from placet.log where item = 1",
	    "its leaves are not those that were numbered");
	assert_string_equal(
	    ask("select signed_size from placet.log where item = 1"), "34006");
}

static int
open_cluster(void **state)
{
	static char empty[] = "";

	(void)state;
	log_level(LOG_ERROR_);
	assert_non_null(mkdtemp(dir));
	snprintf(conninfo, sizeof conninfo, "host=%s dbname=placet", dir);
	snprintf(state_dir, sizeof state_dir, "%s/keyd", dir);
	assert_int_equal(cluster_start(), 0);
	assert_int_equal(shell("mkdir -m 700 %s && \"$srcdir/sql/placet-db\" "
	                       "-d dbname=placet create >/dev/null",
	                     state_dir),
	    0);
	ask("select admin.site_add('exemple.fr', '01004', '{}')");
	for (int i = 0; i < 3; i++)
		ask("select admin.petition_open('exemple.fr', "
		    "jsonb_build_object('title', 'Un titre', 'body', "
		    "'Un texte', 'closes_at', now() + interval '1 day', "
		    "'rungs', '[]'::jsonb))");
	ask("insert into placet.rung (site_id, petition, n, threshold, "
	    "effect) values (1, 1, 1, 1000, 'x'), (1, 1, 2, 100000, 'y')");
	conf.database = conninfo;
	conf.state_dir = state_dir;
	conf.user = empty;
	conf.statement_timeout = 2000;
	assert_int_equal(pipe(life), 0);
	for (int i = 0; i < NOTARIES; i++)
		assert_int_equal(
		    socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair[i]), 0);
	begin_keyd();
	return 0;
}

static int
close_cluster(void **state)
{
	(void)state;
	end_process(&keyd, SIGTERM);
	assert_int_equal(cluster_remove(), 0);
	return 0;
}

#define ENDED(test) cmocka_unit_test_teardown(test, end_notaries)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ENDED(a_new_log_gets_a_key_a_first_leaf_and_a_checkpoint),
		ENDED(claims_that_nobody_confirmed_are_forgotten),
		ENDED(signatures_are_numbered_and_signed),
		ENDED(killed_at_any_moment_nothing_is_lost_or_doubled),
		ENDED(a_standby_takes_over),
		ENDED(a_crash_of_the_database_is_survived),
		ENDED(a_petition_that_is_over_gets_its_last_leaf),
		ENDED(a_database_that_forgot_halts_its_log_only),
		ENDED(leaves_that_were_changed_are_not_signed),
	};

	if (!cluster_possible()) {
		puts("1..0 # SKIP no PostgreSQL server is installed");
		return 0;
	}
	return cmocka_run_group_tests(tests, open_cluster, close_cluster);
}

/*
 * test_db.c - calls of SQL functions against a real, private PostgreSQL
 *
 * Skipped where no PostgreSQL server is installed.  tests/lib/pg.sh starts
 * and stops the cluster; the functions called are made here by psql, since
 * nobody but base/db sees libpq.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/db.h"
#include "base/log.h"

enum { ECHO, REFUSE, SLEEP, ADD, COUNT, BREAK, WRONG, SLOW, TELL };

/* clang-format off */
static const struct db_stmt stmts[] = {
	[ECHO] =   { "t.echo", 1, .read = true },
	[REFUSE] = { "t.refuse", 2, .read = true },
	[SLEEP] =  { "t.sleep", 1 },
	[ADD] =    { "t.add", 1 },
	[COUNT] =  { "t.count", 0, .read = true },
	[BREAK] =  { "t.break", 1, .read = true },
	[WRONG] =  { "t.add", 1, .read = true },
	[SLOW] =   { "t.sleep", 1, .slow = true },
	[TELL] =   { "t.tell", 2 },
};
/* clang-format on */

static const char functions[] =
    "create schema t; create table t.row (n int);"
    "create function t.echo(text) returns text language sql as"
    " 'select $1';"
    "create function t.refuse(text, text) returns text language plpgsql as"
    " 'begin raise exception using errcode = $1, message = $2,"
    " detail = ''why''; end';"
    "create function t.sleep(float) returns text language sql as"
    " 'select pg_sleep($1)::text';"
    "create function t.add(int) returns text language sql as"
    " 'insert into t.row values ($1) returning n::text';"
    "create function t.count() returns text language sql as"
    " 'select count(*)::text from t.row';"
    "create function t.break(int) returns int language sql as"
    " 'select 1 / $1';"
    "create function t.tell(text, text) returns text language sql as"
    " 'select pg_notify($1, $2)::text'";

static char dir[] = "/tmp/placet-test-db.XXXXXX";
static char conninfo[128];
static struct event_base *base;
static struct db *db;
static bool calling;
static int told, fresh;
static char noted[64];

/* What came back of one call. */
struct answer {
	int times;
	int status;
	bool unknown;
	char *doc;
	char message[64];
};

static void
shell(const char *command)
{
	char line[4096];

	snprintf(line, sizeof line,
	    "unset MAKEFLAGS; . \"$srcdir/tests/lib/pg.sh\"; PG_FSYNC=off; "
	    "export PGHOST=%s PGUSER=postgres; %s",
	    dir, command);
	assert_int_equal(system(line), 0);
}

static void
start(void)
{
	char line[128];

	snprintf(line, sizeof line, "pg_start %s", dir);
	shell(line);
}

static void
note(const char *channel, const char *payload, void *arg)
{
	(void)arg;
	if (channel == NULL) {
		fresh++;
		return;
	}
	told++;
	snprintf(noted, sizeof noted, "%s %s", channel, payload);
}

static void
done(const struct db_result *res, void *arg)
{
	struct answer *a = arg;

	assert_false(calling);
	a->times++;
	a->status = res->status;
	a->unknown = res->unknown;
	a->doc = res->doc != NULL ? strdup(res->doc) : NULL;
	snprintf(a->message, sizeof a->message, "%s",
	    res->message != NULL ? res->message : "");
}

static void
call(struct answer *a, int stmt, const char *one, const char *two)
{
	const struct db_arg args[] = { { one }, { two } };

	calling = true;
	db_call(db, stmt, args, done, a);
	calling = false;
}

static void
release(struct answer *a, int n)
{
	for (int i = 0; i < n; i++)
		free(a[i].doc);
}

static void
on_late(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	*(bool *)arg = true;
}

/* Turn the loop until *n reaches `want`; fails after ten seconds. */
static void
until(const int *n, int want)
{
	const struct timeval limit = { 10, 0 };
	bool late = false;
	struct event *timer = evtimer_new(base, on_late, &late);

	evtimer_add(timer, &limit);
	while (*n < want && !late)
		event_base_loop(base, EVLOOP_ONCE);
	event_free(timer);
	assert_false(late);
}

static void
wait_for(struct answer *a, int n)
{
	for (int i = 0; i < n; i++) {
		until(&a[i].times, 1);
		assert_int_equal(a[i].times, 1);
	}
}

/* One call, waited for. */
static void
ask(struct answer *a, int stmt, const char *one, const char *two)
{
	*a = (struct answer){ 0 };
	call(a, stmt, one, two);
	wait_for(a, 1);
}

/* All connections stand: each kind answers. */
static void
settle(void)
{
	static const int kind[] = { COUNT, SLEEP, SLOW };
	struct answer a = { .status = 503 };

	for (size_t i = 0; i < sizeof kind / sizeof *kind; i++) {
		do {
			event_base_loop(base, EVLOOP_NONBLOCK);
			usleep(1000);
			ask(&a, kind[i], "0", NULL);
			free(a.doc);
		} while (a.status == 503);
		assert_int_equal(a.status, 0);
	}
}

static int
open_db(void **state)
{
	static const char *const channels[] = { "petition", NULL };
	const struct db_conf conf = { .conninfo = conninfo,
		.user = "postgres",
		.connections = 2,
		.slow_lane = true,
		.inflight = 200,
		.timeout = 500,
		.slow_timeout = 3000,
		.listen = channels,
		.note = note };

	(void)state;
	told = fresh = 0;
	base = event_base_new();
	db = db_new(base, &conf, stmts, sizeof stmts / sizeof *stmts);
	assert_non_null(db);
	assert_false(db_ready(db));
	settle();
	return 0;
}

static int
close_db(void **state)
{
	(void)state;
	db_free(db);
	event_base_free(base);
	return 0;
}

static void
a_call_answers_one_value(void **state)
{
	struct answer a;

	(void)state;
	ask(&a, ECHO, "{\"a\": \"\xC3\xA9\"}", NULL);
	assert_int_equal(a.status, 0);
	assert_string_equal(a.doc, "{\"a\": \"\xC3\xA9\"}");
	free(a.doc);
	ask(&a, ECHO, NULL, NULL);
	assert_int_equal(a.status, 0);
	assert_null(a.doc);
	assert_true(db_ready(db));
	assert_int_equal(db_inflight(db), 0);
}

static void
a_refusal_has_a_status_and_a_message(void **state)
{
	static const struct {
		const char *state;
		int status;
		const char *message;
	} want[] = {
		{ "PL404", 404, "it says" },
		{ "PL410", 410, "it says" },
		{ "PL200", 500, "internal" },
		{ "22P02", 400, "encoding.invalid" },
		{ "40P01", 503, "busy" },
		{ "53100", 503, "busy" },
		{ "22012", 500, "internal" },
	};
	struct answer a;

	(void)state;
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		ask(&a, REFUSE, want[i].state, "it says");
		assert_int_equal(a.status, want[i].status);
		assert_string_equal(a.message, want[i].message);
		assert_false(a.unknown);
		assert_null(a.doc);
	}
	ask(&a, ADD, "one", NULL);
	assert_int_equal(a.status, 400);
	ask(&a, ECHO, "\xff", NULL);
	assert_int_equal(a.status, 400);
	ask(&a, SLEEP, "2", NULL);
	assert_int_equal(a.status, 503);
}

static void
an_error_costs_no_neighbour_its_answer(void **state)
{
	struct answer a[100] = { 0 };
	char text[100][12];

	(void)state;
	for (int i = 0; i < 100; i++) {
		snprintf(text[i], sizeof text[i], "%d", i);
		if (i % 10 == 7)
			call(&a[i], i % 20 == 7 ? BREAK : REFUSE,
			    i % 20 == 7 ? "0" : "PL404", "no");
		else
			call(&a[i], ECHO, text[i], NULL);
	}
	wait_for(a, 100);
	for (int i = 0; i < 100; i++) {
		if (i % 10 == 7) {
			assert_int_equal(a[i].status, i % 20 == 7 ? 500 : 404);
			continue;
		}
		assert_int_equal(a[i].status, 0);
		assert_string_equal(a[i].doc, text[i]);
	}
	release(a, 100);
	assert_int_equal(db_inflight(db), 0);
}

static void
a_read_cannot_write(void **state)
{
	struct answer a;

	(void)state;
	ask(&a, WRONG, "1", NULL);
	assert_int_equal(a.status, 500);
	ask(&a, COUNT, NULL, NULL);
	assert_string_equal(a.doc, "0");
	free(a.doc);
}

static void
the_slow_hold_nobody_up(void **state)
{
	struct answer slow = { 0 }, quick = { 0 };

	(void)state;
	call(&slow, SLOW, "0.7", NULL);
	call(&quick, ADD, "1", NULL);
	wait_for(&quick, 1);
	assert_int_equal(slow.times, 0);
	wait_for(&slow, 1);
	assert_int_equal(quick.status, 0);
	assert_int_equal(slow.status, 0);
	free(slow.doc);
	free(quick.doc);
}

static void
over_the_ceiling_is_busy_at_once(void **state)
{
	struct answer a[210] = { 0 };

	(void)state;
	for (int i = 0; i < 210; i++)
		call(&a[i], ECHO, "x", NULL);
	assert_int_equal(db_inflight(db), 210);
	wait_for(a, 210);
	for (int i = 0; i < 210; i++) {
		assert_int_equal(a[i].status, i < 200 ? 0 : 503);
		assert_false(a[i].unknown);
	}
	assert_string_equal(a[209].message, "busy");
	release(a, 210);
}

static void
large_arguments_and_answers_pass(void **state)
{
	enum { SIZE = 3 << 20 };
	struct answer a[4] = { 0 };
	char *text = malloc(SIZE + 1);

	(void)state;
	assert_non_null(text);
	memset(text, 'x', SIZE);
	text[SIZE] = '\0';
	for (int i = 0; i < 4; i++)
		call(&a[i], ECHO, text, NULL);
	wait_for(a, 4);
	for (int i = 0; i < 4; i++)
		assert_string_equal(a[i].doc, text);
	release(a, 4);
	free(text);
}

static void
a_notification_is_passed_on(void **state)
{
	struct answer a;

	(void)state;
	ask(&a, TELL, "petition", "1:42");
	free(a.doc);
	until(&told, 1);
	assert_string_equal(noted, "petition 1:42");
	ask(&a, TELL, "other", "1");
	free(a.doc);
	ask(&a, TELL, "petition", "2");
	free(a.doc);
	until(&told, 2);
	assert_string_equal(noted, "petition 2");
	assert_int_equal(fresh, 1);
}

static void
who_loses_the_connection_learns_it_and_it_comes_back(void **state)
{
	struct answer a[2] = { 0 };

	(void)state;
	call(&a[0], SLEEP, "0.4", NULL);
	call(&a[1], ADD, "5", NULL);
	event_base_loop(base, EVLOOP_NONBLOCK);
	shell("psql -Xqc \"select pg_terminate_backend(pid) from "
	      "pg_stat_activity where pid <> pg_backend_pid()\" "
	      "-o /dev/null");
	wait_for(a, 2);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(a[i].status, 503);
		assert_true(a[i].unknown);
	}
	settle();
	assert_int_equal(fresh, 2);
}

static void
a_crash_of_the_server_is_survived(void **state)
{
	char line[128];
	struct answer a;

	(void)state;
	snprintf(line, sizeof line, "pg_crash %s", dir);
	shell(line);
	do {
		event_base_loop(base, EVLOOP_NONBLOCK);
	} while (db_ready(db));
	ask(&a, ADD, "6", NULL);
	assert_int_equal(a.status, 503);
	assert_false(a.unknown);
	start();
	settle();
	assert_int_equal(fresh, 2);
}

static void
the_end_answers_what_is_in_flight(void **state)
{
	struct answer a[3] = { 0 };

	(void)state;
	call(&a[0], SLEEP, "0.4", NULL);
	call(&a[1], ECHO, "x", NULL);
	call(&a[2], SLOW, "1", NULL);
	db_free(db);
	db = NULL;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(a[i].times, 1);
		assert_int_equal(a[i].status, 503);
	}
}

static void
a_function_that_is_missing_ends_the_process(void **state)
{
	static const struct db_stmt none = { "t.none", 2 };
	const struct db_conf conf = { .conninfo = conninfo,
		.user = "postgres",
		.connections = 1,
		.inflight = 1,
		.timeout = 500 };
	int status;
	pid_t pid;

	(void)state;
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct event_base *b = event_base_new();

		alarm(10);
		if (freopen("/dev/null", "w", stderr) == NULL ||
		    db_new(b, &conf, &none, 1) == NULL)
			_exit(2);
		event_base_dispatch(b);
		_exit(3);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 1);
}

static void
a_command_asks_and_waits(void **state)
{
	const struct db_arg args[] = { { "PL409" }, { "petition.closed" } };
	char *doc, *why;

	(void)state;
	assert_int_equal(
	    db_ask(conninfo, "postgres", "t.echo", args, 1, &doc, &why), 0);
	assert_string_equal(doc, "PL409");
	assert_null(why);
	free(doc);
	assert_int_equal(
	    db_ask(conninfo, "postgres", "t.refuse", args, 2, &doc, &why), 409);
	assert_string_equal(why, "petition.closed");
	free(why);
	assert_int_equal(
	    db_ask(conninfo, "postgres", "t.none", args, 1, &doc, &why), 500);
	assert_non_null(strstr(why, "t.none"));
	free(why);
	assert_int_equal(
	    db_ask("host=/nowhere", "x", "t.echo", args, 1, &doc, &why), 503);
	assert_non_null(why);
	free(why);
}

static int
open_cluster(void **state)
{
	char line[128];
	FILE *f;

	(void)state;
	log_name("test_db");
	assert_non_null(mkdtemp(dir));
	snprintf(conninfo, sizeof conninfo, "host=%s dbname=postgres", dir);
	start();
	snprintf(line, sizeof line, "%s/functions.sql", dir);
	f = fopen(line, "w");
	assert_non_null(f);
	assert_true(fputs(functions, f) >= 0);
	assert_int_equal(fclose(f), 0);
	snprintf(line, sizeof line, "psql -Xq -f %s/functions.sql", dir);
	shell(line);
	return 0;
}

static int
close_cluster(void **state)
{
	char line[128];

	(void)state;
	snprintf(line, sizeof line, "pg_stop %s; rm -rf %s", dir, dir);
	shell(line);
	return 0;
}

#define WITH_DB(test) cmocka_unit_test_setup_teardown(test, open_db, close_db)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_DB(a_call_answers_one_value),
		WITH_DB(a_refusal_has_a_status_and_a_message),
		WITH_DB(an_error_costs_no_neighbour_its_answer),
		WITH_DB(a_read_cannot_write),
		WITH_DB(the_slow_hold_nobody_up),
		WITH_DB(over_the_ceiling_is_busy_at_once),
		WITH_DB(large_arguments_and_answers_pass),
		WITH_DB(a_notification_is_passed_on),
		WITH_DB(who_loses_the_connection_learns_it_and_it_comes_back),
		WITH_DB(a_crash_of_the_server_is_survived),
		WITH_DB(the_end_answers_what_is_in_flight),
		cmocka_unit_test(a_function_that_is_missing_ends_the_process),
		cmocka_unit_test(a_command_asks_and_waits),
	};

	if (getenv("srcdir") == NULL)
		setenv("srcdir", ".", 1);
	if (system(". \"$srcdir/tests/lib/pg.sh\" && "
	           "test -x \"$(pg_bindir)/initdb\"") != 0) {
		puts("1..0 # SKIP no PostgreSQL server is installed");
		return 0;
	}
	return cmocka_run_group_tests(tests, open_cluster, close_cluster);
}

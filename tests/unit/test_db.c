/*
 * test_db.c - calls of SQL functions against a real, private PostgreSQL
 *
 * Skipped where no PostgreSQL server is installed.
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
#include "db_calls.h"

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
		assert_int_equal(
		    a.crossed, strcmp(want[i].state, "40P01") == 0);
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
	call(&a[0], SLOW, "2.8", NULL);
	call(&a[1], SLOW, "0", NULL);
	event_base_loop(base, EVLOOP_NONBLOCK);
	assert_int_equal(
	    shell("psql -Xqc \"select pg_terminate_backend(pid) from "
	          "pg_stat_activity where backend_type = 'client backend' "
	          "and pid <> pg_backend_pid()\" -o /dev/null"),
	    0);
	wait_for(a, 2);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(a[i].status, 503);
		assert_true(a[i].unknown);
	}
	settle();
	until(&fresh, 2); /* the one that listens may be the last */
}

static void
a_crash_of_the_server_is_survived(void **state)
{
	struct answer a;

	(void)state;
	assert_int_equal(cluster_crash(), 0);
	do {
		event_base_loop(base, EVLOOP_NONBLOCK);
	} while (db_ready(db));
	ask(&a, ADD, "6", NULL);
	assert_int_equal(a.status, 503);
	assert_false(a.unknown);
	assert_int_equal(cluster_start(), 0);
	settle();
	until(&fresh, 2); /* the one that listens may be the last */
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
	const struct db_arg setting = { "placet.port" };
	const struct db_conf here = {
		.conninfo = conninfo, .user = "postgres", .port = 8080
	};
	const struct db_conf nowhere = { .conninfo = "host=/nowhere",
		.user = "x" };
	char *doc, *why;

	(void)state;
	assert_int_equal(db_ask(&here, "pg_catalog.current_setting", &setting,
	                     1, &doc, &why),
	    0);
	assert_string_equal(doc, "8080");
	free(doc);
	assert_int_equal(db_ask(&here, "t.echo", args, 1, &doc, &why), 0);
	assert_string_equal(doc, "PL409");
	assert_null(why);
	free(doc);
	assert_int_equal(db_ask(&here, "t.refuse", args, 2, &doc, &why), 409);
	assert_string_equal(why, "petition.closed");
	free(why);
	assert_int_equal(db_ask(&here, "t.none", args, 1, &doc, &why), 500);
	assert_non_null(strstr(why, "t.none"));
	free(why);
	assert_int_equal(db_ask(&nowhere, "t.echo", args, 1, &doc, &why), 503);
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
	assert_int_equal(cluster_start(), 0);
	snprintf(line, sizeof line, "%s/functions.sql", dir);
	f = fopen(line, "w");
	assert_non_null(f);
	assert_true(fputs(functions, f) >= 0);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(shell("psql -Xq -f %s/functions.sql", dir), 0);
	return 0;
}

static int
close_cluster(void **state)
{
	(void)state;
	assert_int_equal(cluster_remove(), 0);
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

	if (!cluster_possible()) {
		puts("1..0 # SKIP no PostgreSQL server is installed");
		return 0;
	}
	return cmocka_run_group_tests(tests, open_cluster, close_cluster);
}

/*
 * db_calls.h - functions to call, and calling them: the bench of test_db.c
 */
#ifndef TESTS_DB_CALLS_H
#define TESTS_DB_CALLS_H

#include "base/db.h"
#include "cluster.h"

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
	bool unknown, crossed;
	char *doc;
	char message[64];
};

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
	a->crossed = res->crossed;
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

#endif

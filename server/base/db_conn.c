/*
 * db_conn.c - one connection: connect, prepare, send, lose, try again
 *
 * Connecting never blocks (but for a host name to resolve; the processes
 * that may open no outgoing socket use a Unix socket anyway).  All
 * statements of the connection are prepared in one pipeline, so standing up
 * costs one round trip more than the login.
 */
#include "config.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

#include "base/db_conn.h"
#include "base/log.h"

enum {
	DELAY_MIN = 50, /* ms before the first new attempt */
	DELAY_MAX = 2000,
	CONNECT_LIMIT = 10000, /* ms for login and prepares */
};

static void conn_connect(struct conn *c);
static void conn_watch(struct conn *c, PostgresPollingStatusType want);

bool
conn_serves(const struct conn *c, const struct db_stmt *stmt)
{
	if (stmt->slow && c->db->conf.slow_lane)
		return c->role == CONN_SLOW;
	return c->role == (stmt->read ? CONN_READ : CONN_WRITE);
}

static void
conn_timer(struct conn *c, int ms)
{
	const struct timeval t = { ms / 1000, ms % 1000 * 1000L };

	evtimer_add(c->timer, &t);
}

static void
conn_close(struct conn *c)
{
	if (c->readable != NULL)
		event_free(c->readable);
	if (c->writable != NULL)
		event_free(c->writable);
	c->readable = c->writable = NULL;
	PQfinish(c->pg);
	c->pg = NULL;
	c->state = CONN_DOWN;
	c->open = c->broken = false;
}

/* Nobody will ever know whether these happened. */
static void
conn_answer_lost(struct conn *c)
{
	struct call_list lost = STAILQ_HEAD_INITIALIZER(lost);
	struct call *call;

	STAILQ_CONCAT(&lost, &c->calls);
	c->inflight = 0;
	while ((call = STAILQ_FIRST(&lost)) != NULL) {
		STAILQ_REMOVE_HEAD(&lost, link);
		if (call->done == NULL)
			call_free(call);
		else
			call_answer(c->db, call, true);
	}
}

/*
 * Close, try again later: twice as late each time, with a quarter of chance
 * so that the workers do not all come at once.
 */
void
conn_lost(struct conn *c, const char *why)
{
	unsigned char dice = 0;

	if (c->state == CONN_READY || c->delay == DELAY_MIN * 2)
		log_warnx("db: %s: %s",
		    c->state == CONN_READY ? "connection lost"
		                           : "cannot connect",
		    pg_words(why));
	else
		log_debug("db: cannot connect: %s", pg_words(why));
	conn_close(c);
	evutil_secure_rng_get_bytes(&dice, sizeof dice);
	conn_timer(c, c->delay - c->delay / 4 * dice / 255);
	c->delay = c->delay < DELAY_MAX / 2 ? c->delay * 2 : DELAY_MAX;
	conn_answer_lost(c);
}

void
conn_flush(struct conn *c)
{
	int n = PQflush(c->pg);

	if (n < 0)
		c->broken = true;
	else if (n > 0)
		event_add(c->writable, NULL);
}

static void
on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct conn *c = arg;
	bool alive;

	(void)fd;
	(void)what;
	/* What came before the end is still worth reading. */
	alive = PQconsumeInput(c->pg) != 0;
	conn_results(c);
	if (!alive)
		c->broken = true;
	if (!c->broken)
		conn_flush(c);
	if (c->broken)
		conn_lost(c, PQerrorMessage(c->pg));
}

static void
on_writable(evutil_socket_t fd, short what, void *arg)
{
	struct conn *c = arg;

	(void)fd;
	(void)what;
	conn_flush(c);
	if (c->broken)
		conn_lost(c, PQerrorMessage(c->pg));
}

/* The Sync that ends the group of reads of this turn. */
void
conn_sync(struct conn *c)
{
	struct call *call = calloc(1, sizeof *call);

	if (call == NULL)
		fatal("out of memory");
	c->open = false;
	call->kind = CALL_SYNC;
	STAILQ_INSERT_TAIL(&c->calls, call, link);
	if (!PQpipelineSync(c->pg))
		c->broken = true;
	else
		conn_flush(c);
}

void
conn_send(struct conn *c, struct call *call, const char *const *value)
{
	const int nargs = c->db->stmts[call->stmt].nargs;
	char name[16];

	/* Whoever commits alone may not stand in an open group. */
	if (call->kind == CALL_OWN && c->open)
		conn_sync(c);
	snprintf(name, sizeof name, "s%d", call->stmt);
	STAILQ_INSERT_TAIL(&c->calls, call, link);
	c->inflight++;
	if (c->broken ||
	    !PQsendQueryPrepared(c->pg, name, nargs, value, NULL, NULL, 0)) {
		c->broken = true;
	} else if (call->kind == CALL_SHARED) {
		c->open = true;
	} else {
		if (!PQpipelineSync(c->pg))
			c->broken = true;
		else
			conn_flush(c);
	}
}

/* Queue an answer that only we wait for. */
static void
conn_expect(struct conn *c, int stmt)
{
	struct call *call = calloc(1, sizeof *call);

	if (call == NULL)
		fatal("out of memory");
	call->kind = CALL_SETUP;
	call->stmt = stmt;
	STAILQ_INSERT_TAIL(&c->calls, call, link);
}

static void
conn_prepare(struct conn *c, int stmt)
{
	const struct db_stmt *s = &c->db->stmts[stmt];
	char name[16], sql[512];
	int n = snprintf(sql, sizeof sql, "select %s(", s->function);

	for (int i = 1; i <= s->nargs && n < (int)sizeof sql; i++)
		n += snprintf(sql + n, sizeof sql - (size_t)n, "%s$%d",
		    i > 1 ? ", " : "", i);
	assert(n < (int)sizeof sql - 1);
	snprintf(sql + n, sizeof sql - (size_t)n, ")");
	snprintf(name, sizeof name, "s%d", stmt);
	if (!PQsendPrepare(c->pg, name, sql, 0, NULL))
		c->broken = true;
	conn_expect(c, stmt);
}

static void
conn_listen(struct conn *c)
{
	const char *const *channel = c->db->conf.listen;
	char sql[128];

	for (; channel != NULL && *channel != NULL; channel++) {
		char *name = PQescapeIdentifier(
		    c->pg, *channel, strlen(*channel));

		if (name == NULL)
			fatal("out of memory");
		snprintf(sql, sizeof sql, "listen %s", name);
		PQfreemem(name);
		if (!PQsendQueryParams(
		        c->pg, sql, 0, NULL, NULL, NULL, NULL, 0))
			c->broken = true;
		conn_expect(c, -1);
	}
}

/* Logged in: now the events of the long run, and the prepares. */
static void
conn_setup(struct conn *c)
{
	event_free(c->readable);
	c->readable = event_new(
	    c->db->base, PQsocket(c->pg), EV_READ | EV_PERSIST, on_readable, c);
	c->writable = event_new(
	    c->db->base, PQsocket(c->pg), EV_WRITE, on_writable, c);
	if (c->readable == NULL || c->writable == NULL ||
	    event_add(c->readable, NULL) != 0)
		fatal("out of memory");
	c->state = CONN_SETUP;
	if (PQsetnonblocking(c->pg, 1) != 0 || !PQenterPipelineMode(c->pg)) {
		conn_lost(c, PQerrorMessage(c->pg));
		return;
	}
	for (int i = 0; i < c->db->nstmts; i++)
		if (conn_serves(c, &c->db->stmts[i]))
			conn_prepare(c, i);
	if (c->notes)
		conn_listen(c);
	conn_sync(c);
	if (c->broken)
		conn_lost(c, PQerrorMessage(c->pg));
}

static void
conn_poll(struct conn *c)
{
	PostgresPollingStatusType want = PQconnectPoll(c->pg);

	if (want == PGRES_POLLING_FAILED)
		conn_lost(c, PQerrorMessage(c->pg));
	else if (want == PGRES_POLLING_OK)
		conn_setup(c);
	else
		conn_watch(c, want);
}

static void
on_connecting(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	conn_poll(arg);
}

/* libpq may change the socket between two polls: a new event each time. */
static void
conn_watch(struct conn *c, PostgresPollingStatusType want)
{
	short what = want == PGRES_POLLING_READING ? EV_READ : EV_WRITE;

	if (c->readable != NULL)
		event_free(c->readable);
	c->readable = event_new(
	    c->db->base, PQsocket(c->pg), what, on_connecting, c);
	if (c->readable == NULL || event_add(c->readable, NULL) != 0)
		fatal("out of memory");
}

static void
on_notice(void *arg, const char *message)
{
	(void)arg;
	log_debug("db: %s", pg_words(message));
}

void
conn_settings(const struct db_conf *conf, char *options, size_t size)
{
	const char *groups = conf->groups;
	int n = snprintf(options, size,
	    "-c placet.version=" PACKAGE_VERSION
	    " -c placet.scheme=%s -c placet.port=%ld",
	    conf->scheme != NULL ? conf->scheme : "https", conf->port);

	if (groups == NULL)
		return;
	if (*groups == '\0')
		groups = "-"; /* an empty setting would be none */
	n += snprintf(
	    options + n, size - (size_t)n, " -c placet.groups=%s", groups);
	if (n >= (int)size)
		fatalx("db: too long a list of groups");
	for (char *s = options + n - strlen(groups); *s != '\0'; s++)
		if (*s == ' ')
			*s = ',';
}

static void
conn_connect(struct conn *c)
{
	const struct db_conf *conf = &c->db->conf;
	char options[640];
	int n;
	const char *const key[] = { "dbname", "user", "application_name",
		"client_encoding", "options", NULL };
	const char *const value[] = { conf->conninfo, conf->user, conf->user,
		"UTF8", options, NULL };

	/* Compiling a plan costs more than any of our calls may take. */
	n = snprintf(options, sizeof options,
	    "-c jit=off -c statement_timeout=%d "
	    "-c default_transaction_read_only=%s ",
	    c->role == CONN_SLOW ? conf->slow_timeout : conf->timeout,
	    c->role == CONN_READ ? "on" : "off");
	conn_settings(conf, options + n, sizeof options - (size_t)n);
	c->pg = PQconnectStartParams(key, value, 1);
	if (c->pg == NULL)
		fatal("out of memory");
	c->state = CONN_CONNECTING;
	conn_timer(c, CONNECT_LIMIT);
	PQsetNoticeProcessor(c->pg, on_notice, NULL);
	if (PQstatus(c->pg) == CONNECTION_BAD)
		conn_lost(c, PQerrorMessage(c->pg));
	else
		conn_watch(c, PGRES_POLLING_WRITING);
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct conn *c = arg;

	(void)fd;
	(void)what;
	if (c->state == CONN_DOWN)
		conn_connect(c);
	else if (c->state != CONN_READY)
		conn_lost(c, "too slow");
}

bool
conn_init(struct conn *c, struct db *db, enum conn_role role)
{
	STAILQ_INIT(&c->calls);
	c->db = db;
	c->role = role;
	c->notes = c == &db->conn[0];
	c->delay = DELAY_MIN;
	c->timer = evtimer_new(db->base, on_timer, c);
	if (c->timer == NULL)
		return false;
	conn_timer(c, 0);
	return true;
}

void
conn_release(struct conn *c)
{
	conn_close(c);
	conn_answer_lost(c);
	if (c->timer != NULL)
		event_free(c->timer);
}

/*
 * db.c - asynchronous calls of SQL functions: who goes where, and when
 *
 * DESIGN.  A pipeline has two costs: the Sync, which libpq 15 sends with a
 * system call of its own each time, and waiting behind others.  So:
 *
 *  - a write is followed by its own Sync, which commits it; it is answered
 *    only when that Sync is back;
 *  - reads of one turn of the event loop share one Sync, sent at the end of
 *    the turn.  An error aborts the rest of its group; those are sent again,
 *    each alone, before anybody notices;
 *  - reads, writes and slow statements never share a connection.
 *
 * done() is never called from inside db_call(): refusals wait for the end of
 * the turn too.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

#include "base/db_conn.h"
#include "base/log.h"

void
call_free(struct call *call)
{
	PQclear(call->res);
	for (int i = 0; i < LIMIT_ARGS; i++)
		free(call->value[i]);
	free(call);
}

/* Tell who asked; `lost`: the connection is gone, whatever came before. */
void
call_answer(struct db *db, struct call *call, bool lost)
{
	struct db_result out = { .status = 503, .message = "busy" };

	db->inflight--;
	if (lost)
		out.unknown = true;
	else if (call->res != NULL)
		result_read(call->res, db->conf.most, &out);
	if (out.status == 500 && call->res != NULL)
		result_log(call->res, db->stmts[call->stmt].function);
	call->done(&out, call->arg);
	call_free(call);
}

/* Ask for on_turn() to run when the callbacks of this turn have run. */
void
db_end_turn(struct db *db)
{
	event_active(db->turn, EV_TIMEOUT, 1);
}

static void
db_answer_refused(struct db *db)
{
	struct call_list now = STAILQ_HEAD_INITIALIZER(now);
	struct call *call;

	STAILQ_CONCAT(&now, &db->refused);
	while ((call = STAILQ_FIRST(&now)) != NULL) {
		STAILQ_REMOVE_HEAD(&now, link);
		call_answer(db, call, false);
	}
}

static void
on_turn(evutil_socket_t fd, short what, void *arg)
{
	struct db *db = arg;

	(void)fd;
	(void)what;
	for (int i = 0; i < db->nconn; i++) {
		struct conn *c = &db->conn[i];

		if (c->open)
			conn_sync(c);
		if (c->broken)
			conn_lost(c, PQerrorMessage(c->pg));
	}
	db_answer_refused(db);
}

/* The connection of the right kind with the least to do; NULL: none up. */
static struct conn *
db_idlest(struct db *db, const struct db_stmt *stmt)
{
	struct conn *best = NULL;

	for (int i = 0; i < db->nconn; i++) {
		struct conn *c = &db->conn[i];

		if (c->state != CONN_READY || c->broken ||
		    !conn_serves(c, stmt))
			continue;
		if (best == NULL || c->inflight < best->inflight)
			best = c;
	}
	return best;
}

void
db_call(struct db *db, int stmt, const struct db_arg *args, db_done *done,
    void *arg)
{
	const struct db_stmt *s = &db->stmts[stmt];
	const char *value[LIMIT_ARGS] = { NULL };
	struct call *call = calloc(1, sizeof *call);
	struct conn *c = NULL;

	assert(stmt >= 0 && stmt < db->nstmts);
	if (call == NULL)
		fatal("out of memory");
	call->stmt = stmt;
	call->done = done;
	call->arg = arg;
	if (db->inflight < db->conf.inflight)
		c = db_idlest(db, s);
	db->inflight++;
	if (c == NULL) {
		STAILQ_INSERT_TAIL(&db->refused, call, link);
		db_end_turn(db);
		return;
	}
	call->kind = c->role == CONN_READ ? CALL_SHARED : CALL_OWN;
	for (int i = 0; i < s->nargs; i++) {
		value[i] = args[i].data;
		if (call->kind != CALL_SHARED || args[i].data == NULL)
			continue;
		call->value[i] = strdup(args[i].data);
		if (call->value[i] == NULL)
			fatal("out of memory");
	}
	conn_send(c, call, value);
	if (c->open || c->broken)
		db_end_turn(db);
}

/* How many connections this table of statements needs. */
static int
db_count(const struct db_conf *conf, const struct db_stmt *stmts, int nstmts,
    int n[3])
{
	for (int i = 0; i < nstmts; i++) {
		assert(stmts[i].nargs <= LIMIT_ARGS);
		if (stmts[i].slow && conf->slow_lane)
			n[CONN_SLOW] = 1;
		else if (stmts[i].read)
			n[CONN_READ] = conf->connections;
		else
			n[CONN_WRITE] = 1;
	}
	return n[CONN_READ] + n[CONN_WRITE] + n[CONN_SLOW];
}

struct db *
db_new(struct event_base *base, const struct db_conf *conf,
    const struct db_stmt *stmts, int nstmts)
{
	int n[3] = { 0 };
	int nconn = db_count(conf, stmts, nstmts, n);
	struct db *db = calloc(
	    1, sizeof *db + (size_t)nconn * sizeof db->conn[0]);

	if (db == NULL)
		return NULL;
	db->base = base;
	db->conf = *conf;
	if (db->conf.most == 0)
		db->conf.most = LIMIT_DOC;
	db->stmts = stmts;
	db->nstmts = nstmts;
	STAILQ_INIT(&db->refused);
	db->turn = event_new(base, -1, 0, on_turn, db);
	if (db->turn == NULL)
		goto fail;
	for (int role = CONN_READ; role <= CONN_SLOW; role++)
		for (int i = 0; i < n[role]; i++)
			if (!conn_init(&db->conn[db->nconn++], db,
			        (enum conn_role)role))
				goto fail;
	return db;
fail:
	db_free(db);
	return NULL;
}

void
db_free(struct db *db)
{
	if (db == NULL)
		return;
	for (int i = 0; i < db->nconn; i++)
		conn_release(&db->conn[i]);
	while (!STAILQ_EMPTY(&db->refused))
		db_answer_refused(db);
	if (db->turn != NULL)
		event_free(db->turn);
	free(db);
}

bool
db_ready(const struct db *db)
{
	for (int i = 0; i < db->nconn; i++)
		if (db->conn[i].state == CONN_READY)
			return true;
	return false;
}

int
db_inflight(const struct db *db)
{
	return db->inflight;
}

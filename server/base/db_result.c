/*
 * db_result.c - what comes back: results of calls, notifications, errors
 *
 * In pipeline mode the answer to one statement is its row or error, then
 * NULL; a Sync answers by itself, without a NULL.  An error aborts what was
 * sent up to the next Sync.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

#include "base/db_conn.h"
#include "base/log.h"

const char *
pg_words(const char *message)
{
	static char line[512];
	size_t n;

	snprintf(line, sizeof line, "%s", message != NULL ? message : "");
	for (n = strlen(line); n > 0 && line[n - 1] == '\n'; n--)
		line[n - 1] = '\0';
	for (n = 0; line[n] != '\0'; n++)
		if ((unsigned char)line[n] < ' ')
			line[n] = ' ';
	return line;
}

/* Does this error mean that the connection is going away? */
bool
result_fatal(const struct pg_result *res)
{
	const char *state;

	if (PQresultStatus(res) != PGRES_FATAL_ERROR)
		return false;
	state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	return state == NULL || strncmp(state, "08", 2) == 0 ||
	    strncmp(state, "57P0", 4) == 0;
}

/*
 * SQLSTATE to HTTP.  Only PLxyz may speak to the client in its own words;
 * the server's could quote what somebody typed.
 */
static void
result_refusal(const struct pg_result *res, struct db_result *out)
{
	/* clang-format off */
	static const struct {
		const char *state;
		int status;
		const char *message;
	} table[] = {
		{ "22P02", 400, "encoding.invalid" }, /* no such number */
		{ "22003", 400, "encoding.invalid" }, /* too long a number */
		{ "22021", 400, "encoding.invalid" }, /* not UTF-8 */
		{ "22P05", 400, "encoding.invalid" }, /* not in this database */
		{ "57014", 503, "busy" },             /* statement_timeout */
		{ "55P03", 503, "busy" },             /* lock not available */
		{ "40001", 503, "busy" },             /* serialization */
		{ "40P01", 503, "busy" },             /* deadlock */
		{ "53",    503, "busy" },             /* disk, memory, slots */
	};
	/* clang-format on */
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);

	out->status = 500;
	out->message = "internal";
	if (state == NULL)
		return;
	if (strncmp(state, "PL", 2) == 0 && state[2] >= '4' &&
	    state[2] <= '5') {
		out->status = (int)strtol(state + 2, NULL, 10);
		out->message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
		out->detail = PQresultErrorField(res, PG_DIAG_MESSAGE_DETAIL);
		return;
	}
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		if (strncmp(state, table[i].state, strlen(table[i].state)) != 0)
			continue;
		out->status = table[i].status;
		out->message = table[i].message;
		out->crossed = strcmp(state, "40P01") == 0;
		return;
	}
}

void
result_read(const struct pg_result *res, int most, struct db_result *out)
{
	*out = (struct db_result){ 0 };
	if (PQresultStatus(res) != PGRES_TUPLES_OK) {
		result_refusal(res, out);
	} else if (PQntuples(res) != 1 || PQnfields(res) != 1 ||
	    PQgetlength(res, 0, 0) > most) {
		out->status = 500;
		out->message = "internal";
	} else if (!PQgetisnull(res, 0, 0)) {
		out->doc = PQgetvalue(res, 0, 0);
		out->len = (size_t)PQgetlength(res, 0, 0);
	}
}

/* Without DETAIL, which quotes the values of a row. */
void
result_log(const struct pg_result *res, const char *function)
{
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	const char *message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	const char *context = PQresultErrorField(res, PG_DIAG_CONTEXT);

	log_warnx("db: %s: %s %s", function, state != NULL ? state : "-----",
	    pg_words(message != NULL ? message : "not one value"));
	if (context != NULL)
		log_warnx("db: %s: %s", function, pg_words(context));
}

/* A prepare or listen has its answer. */
static void
setup_end(struct conn *c, const struct call *call)
{
	const char *state = PQresultErrorField(call->res, PG_DIAG_SQLSTATE);

	if (PQresultStatus(call->res) == PGRES_COMMAND_OK)
		return;
	/* No such function, no such schema: waiting will not mend that. */
	if (call->stmt >= 0 && state != NULL &&
	    (strcmp(state, "42883") == 0 || strcmp(state, "3F000") == 0))
		fatalx("db: '%s' cannot be prepared: %s",
		    c->db->stmts[call->stmt].function,
		    pg_words(PQresultErrorMessage(call->res)));
	if (!c->broken)
		log_warnx("db: %s", pg_words(PQresultErrorMessage(call->res)));
	c->broken = true;
}

static void
setup_done(struct conn *c)
{
	const struct db_conf *conf = &c->db->conf;

	c->state = CONN_READY;
	c->delay = 50;
	evtimer_del(c->timer);
	log_debug("db: connected");
	if (c->notes && conf->note != NULL)
		conf->note(NULL, NULL, conf->arg);
}

/* The head of the queue is complete: take it out and act on it. */
static void
conn_pop(struct conn *c)
{
	struct call *call = STAILQ_FIRST(&c->calls);

	STAILQ_REMOVE_HEAD(&c->calls, link);
	switch (call->kind) {
	case CALL_SETUP:
		setup_end(c, call);
		call_free(call);
		break;
	case CALL_SYNC:
		call_free(call);
		if (c->state == CONN_SETUP && !c->broken)
			setup_done(c);
		break;
	case CALL_SHARED:
	case CALL_OWN:
		c->inflight--;
		if (PQresultStatus(call->res) != PGRES_PIPELINE_ABORTED) {
			call_answer(c->db, call, false);
			break;
		}
		/* Another one of its group failed: once more, alone. */
		PQclear(call->res);
		call->res = NULL;
		call->kind = CALL_OWN;
		conn_send(c, call, (const char *const *)call->value);
		break;
	}
}

/* Take one result; false when there is no more to take for now. */
static bool
conn_result(struct conn *c)
{
	struct call *call = STAILQ_FIRST(&c->calls);
	PGresult *res = PQgetResult(c->pg);

	if (res == NULL) {
		if (call->res == NULL)
			return false;
		if (call->kind == CALL_SHARED || call->kind == CALL_SETUP)
			conn_pop(c);
		return true;
	}
	if (PQresultStatus(res) == PGRES_PIPELINE_SYNC) {
		PQclear(res);
		conn_pop(c);
		return true;
	}
	/* An error at commit comes after the row, and counts. */
	PQclear(call->res);
	call->res = res;
	if (result_fatal(res))
		c->broken = true;
	return true;
}

void
conn_results(struct conn *c)
{
	const struct db_conf *conf = &c->db->conf;
	PGnotify *note;
	int barren = 0;

	/* A NULL may end one statement and another may be right behind it. */
	while (barren < 2 && !c->broken && !STAILQ_EMPTY(&c->calls) &&
	    !PQisBusy(c->pg))
		barren = conn_result(c) ? 0 : barren + 1;
	while ((note = PQnotifies(c->pg)) != NULL) {
		if (conf->note != NULL && c->state == CONN_READY)
			conf->note(note->relname, note->extra, conf->arg);
		PQfreemem(note);
	}
}

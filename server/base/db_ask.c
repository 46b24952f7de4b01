/*
 * db_ask.c - one blocking call of a SQL function, for commands
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

#include "base/db_conn.h"
#include "base/log.h"

static char *
copy(const char *s)
{
	char *p = strdup(s);

	if (p == NULL)
		fatal("out of memory");
	return p;
}

static PGconn *
ask_connect(const struct db_conf *conf)
{
	char options[512];
	const char *const key[] = { "dbname", "user", "application_name",
		"client_encoding", "options", NULL };
	const char *const value[] = { conf->conninfo, conf->user, "placet",
		"UTF8", options, NULL };
	PGconn *pg;

	/* What is said on behalf of a site has its URLs in it. */
	conn_settings(conf, options, sizeof options);
	pg = PQconnectdbParams(key, value, 1);
	if (pg == NULL)
		fatal("out of memory");
	return pg;
}

static PGresult *
ask_send(PGconn *pg, const char *function, const struct db_arg *args, int nargs)
{
	const char *value[LIMIT_ARGS];
	char sql[512];
	int n = snprintf(sql, sizeof sql, "select %s(", function);

	for (int i = 0; i < nargs && n < (int)sizeof sql; i++) {
		value[i] = args[i].data;
		n += snprintf(sql + n, sizeof sql - (size_t)n, "%s$%d",
		    i > 0 ? ", " : "", i + 1);
	}
	if (n >= (int)sizeof sql - 1)
		fatalx("db: '%s' has too long a name", function);
	snprintf(sql + n, sizeof sql - (size_t)n, ")");
	return PQexecParams(pg, sql, nargs, NULL, value, NULL, NULL, 0);
}

int
db_ask(const struct db_conf *conf, const char *function,
    const struct db_arg *args, int nargs, char **doc, char **why)
{
	struct db_result out = { .status = 503 };
	PGconn *pg = ask_connect(conf);
	PGresult *res = NULL;
	const char *state;

	*doc = *why = NULL;
	if (nargs > LIMIT_ARGS)
		fatalx("db: '%s' has too many arguments", function);
	if (PQstatus(pg) == CONNECTION_OK)
		res = ask_send(pg, function, args, nargs);
	if (res == NULL || result_fatal(res)) {
		*why = copy(pg_words(PQerrorMessage(pg)));
	} else {
		result_read(res, LIMIT_DOC, &out);
		state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
		if (out.status == 0)
			*doc = copy(out.doc != NULL ? out.doc : "null");
		else if (state != NULL && strncmp(state, "PL", 2) == 0)
			*why = copy(out.message);
		else
			*why = copy(pg_words(PQresultErrorMessage(res)));
	}
	PQclear(res);
	PQfinish(pg);
	return out.status;
}

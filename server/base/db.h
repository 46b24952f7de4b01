/*
 * db.h - asynchronous calls of SQL functions (the only user of libpq)
 *
 * Connections in pipeline mode on one event base: N for statements that only
 * read, one for those that write, one for the slow.  Every statement is
 * prepared by name at connect, so a missing function is found at start.  A
 * call is one statement, one transaction, one answer.  While the database is
 * away calls are answered 503 at once and the connections are tried again
 * with back-off: nothing is lost, since nothing was promised.
 */
#ifndef BASE_DB_H
#define BASE_DB_H

#include <stdbool.h>
#include <stddef.h>

#include <event2/event.h>

/* The n-th statement is called by its number. */
struct db_stmt {
	const char *function; /* "web.petition_get" */
	int nargs;            /* <= LIMIT_ARGS */
	bool slow;            /* on the slow lane: its own connection */
	bool read;            /* writes nothing: all such calls of one turn
	                         of the loop share a connection that is
	                         read-only and one Sync.  A write that is
	                         marked so by mistake fails with 500 */
};

/* A parameter in text form; NULL data is SQL null.  For bytea: "\\x..". */
struct db_arg {
	const char *data;
};

struct db_result {
	int status;      /* 0, or the HTTP status of the refusal:
	                        PLxyz -> xyz, 22P02 -> 400, no room or no
	                        database or timeout -> 503, else 500 */
	bool unknown;    /* the connection broke after sending: it may
	                        or may not have happened */
	bool crossed;    /* it and another waited for each other: it did not
	                        happen, and may go well the next time */
	const char *doc; /* the one value answered; NULL if SQL null */
	size_t len;
	const char *message; /* of a refusal; fixed text unless PLxyz */
	const char *detail;  /* of a PLxyz; may be NULL */
};

/*
 * Called exactly once per db_call, never from inside it.  It may call
 * db_call() again, but not db_free().
 */
typedef void db_done(const struct db_result *res, void *arg);
typedef void db_note(const char *channel, const char *payload, void *arg);

struct db_conf {
	const char *conninfo;
	const char *user;   /* role */
	int connections;    /* for reads, >= 1; only made if a statement
	                          is marked read */
	bool slow_lane;     /* one more for statements marked slow */
	int inflight;       /* calls in flight before 503 */
	int most;           /* bytes of an answer; 0: LIMIT_DOC */
	int timeout;        /* statement_timeout, ms */
	int slow_timeout;   /* of the slow lane */
	const char *scheme; /* of our URLs, for core.origin(); NULL https */
	const char
	    *groups; /* for core.group_aware(), by blanks; NULL: its own */
	long port;   /* the same; 0 for none */
	const char *const *listen; /* channels, NULL-terminated; may be NULL */
	db_note *note;             /* a NOTIFY came; also called once with
	                          channel NULL after each (re)connection: what
	                          was cached may be stale */
	void *arg;
};

/*
 * Append an element to the text of an array, "{" before the first; NULL is
 * SQL null.  A "}" must be appended at the end.
 */
struct placet_buf;
void db_array_add(struct placet_buf *array, const char *s);

struct db;

/*
 * Starts connecting; NULL when out of memory.  stmts and the strings of conf
 * must stay.  A function that does not exist ends the process (fatalx).
 */
struct db *db_new(struct event_base *base, const struct db_conf *conf,
    const struct db_stmt *stmts, int nstmts);
/* Answers what is in flight with 503, closes. */
void db_free(struct db *db);
/* At least one connection stands? */
bool db_ready(const struct db *db);
/* args: nargs of the statement; borrowed until return. */
void db_call(struct db *db, int stmt, const struct db_arg *args, db_done *done,
    void *arg);
/* Calls in flight. */
int db_inflight(const struct db *db);

/*
 * For commands: connect as conf says (conninfo, user, scheme, port), call,
 * wait.  Returns 0 with *doc (yours to free) or an HTTP-like status with *why
 * (yours to free).  *why is the code of a PLxyz, else the server's own words:
 * the reader is the operator.
 */
int db_ask(const struct db_conf *conf, const char *function,
    const struct db_arg *args, int nargs, char **doc, char **why);

#endif

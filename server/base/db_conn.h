/*
 * db_conn.h - the inside of db: one connection and its queue
 *
 * Seen by db.c, db_conn.c, db_result.c and db_ask.c only.  The queue holds
 * what was sent, in the order in which the answers come.
 */
#ifndef BASE_DB_CONN_H
#define BASE_DB_CONN_H

#include <sys/queue.h>

#include "base/db.h"
#include "base/limit.h"

struct pg_conn;
struct pg_result;

enum call_kind {
	CALL_SETUP,  /* a prepare or a listen of our own */
	CALL_SHARED, /* a read; its Sync comes with those of the same turn */
	CALL_OWN,    /* followed by its own Sync: done when that is back */
	CALL_SYNC,   /* nothing but the Sync of a group */
};

struct call {
	STAILQ_ENTRY(call) link;
	enum call_kind kind;
	int stmt;              /* < 0: none */
	struct pg_result *res; /* the last result so far */
	db_done *done;
	void *arg;
	char *value[LIMIT_ARGS]; /* of CALL_SHARED: it may be sent again */
};
STAILQ_HEAD(call_list, call);

enum conn_state { CONN_DOWN, CONN_CONNECTING, CONN_SETUP, CONN_READY };
enum conn_role { CONN_READ, CONN_WRITE, CONN_SLOW };

struct conn {
	struct db *db;
	struct pg_conn *pg;
	enum conn_role role;
	enum conn_state state;
	bool notes;  /* this one listens */
	bool open;   /* reads were sent without their Sync */
	bool broken; /* found out while sending */
	int inflight;
	int delay; /* ms before the next attempt */
	struct call_list calls;
	struct event *readable;
	struct event *writable;
	struct event *timer; /* the next attempt, or the end of this one */
};

struct db {
	struct event_base *base;
	struct db_conf conf;
	const struct db_stmt *stmts;
	int nstmts;
	int inflight;
	struct event *turn;       /* runs at the end of a turn of the loop */
	struct call_list refused; /* to be answered 503 then */
	int nconn;
	struct conn conn[];
};

/* db.c */
void db_end_turn(struct db *db);
void call_free(struct call *call);
void call_answer(struct db *db, struct call *call, bool lost);

/* db_conn.c */
bool conn_init(struct conn *c, struct db *db, enum conn_role role);
void conn_release(struct conn *c);
/* What SQL reads with current_setting(): our URLs, and who reads groups. */
void conn_settings(const struct db_conf *conf, char *options, size_t size);
void conn_lost(struct conn *c, const char *why);
/* Send, or set c->broken; the call is in the queue either way. */
void conn_send(struct conn *c, struct call *call, const char *const *value);
void conn_sync(struct conn *c);
void conn_flush(struct conn *c);
bool conn_serves(const struct conn *c, const struct db_stmt *stmt);

/* db_result.c */
void conn_results(struct conn *c);
/* An answer of more than `most` bytes is an error. */
void result_read(const struct pg_result *res, int most, struct db_result *out);
bool result_fatal(const struct pg_result *res);
void result_log(const struct pg_result *res, const char *function);
/* One line without its newline, valid until the next call. */
const char *pg_words(const char *message);

#endif

/*
 * notary.h - the one process that writes the logs
 *
 * DESIGN.  Two loops run side by side on one connection to the database.
 * The sequencer moves rows from the inbox into leaves (sequence.c, and
 * clock.c when a petition is over); one SQL call commits a batch or nothing.
 * The signer takes logs that have grown, computes their roots again from the
 * leaves that were stored and has keyd sign them (checkpoint.c).  Neither
 * keeps anything that could not be read from the database again, so a notary
 * may be killed at any moment, and the next one elected goes on.
 */
#ifndef NOTARY_NOTARY_H
#define NOTARY_NOTARY_H

#include <placet/arena.h>
#include <placet/json.h>
#include <placet/merkle.h>

#include "base/db.h"
#include "base/ipc.h"
#include "base/limit.h"
#include "notary/batch.h"

enum notary_stmt {
	NOTARY_ELECT,
	NOTARY_LOT_TAKE,
	NOTARY_BATCH_COMMIT,
	NOTARY_LOG_STRAYS,
	NOTARY_SIGN_TAKE,
	NOTARY_CHECKPOINT_STORE,
	NOTARY_LOG_HALT,
	NOTARY_LOG_NEW,
	NOTARY_LOG_OPEN,
	NOTARY_CLOCK_RUN,
	NOTARY_PETITION_NOTIFY,
	NOTARY_CLAIM_PURGE,
	NOTARY_KEY_TAKE,
	NOTARY_KEY_STORE,
	NOTARY_REKEY_TAKE,
	NOTARY_REKEY_STORE,
	NOTARY_REKEY_FORGET,
	NOTARY_NEWS_RUN,
	NOTARY_ACT_TAKE,
	NOTARY_ACT_STORE,
	NOTARY_STMTS,
};

enum {
	NOTARY_GRACE = 24 * 3600, /* s to confirm after the closing time */
	NOTARY_SETTLE = 60,       /* s after which no transaction that was
	                             under way can still be */
	NOTARY_SIGN = 256,        /* logs signed in one round */
	NOTARY_ASKS = 32,         /* of them with keyd at once */
	NOTARY_NEW = 64,          /* logs opened, or closed, in one round */
	NOTARY_ACTS = 64,         /* acts that get their proofs in one round */
	NOTARY_COUNT = 300,       /* s between two counts told of a petition */
	NOTARY_COUNT_LOOK = 10,   /* s between two looks for such */
};

/* A list of petitions; twice in it does no harm. */
struct ref {
	int site, item;
};
struct refs {
	struct ref v[4 * LIMIT_SEQUENCE_LOGS];
	size_t n;
	bool over; /* some did not find room */
};

/* The inbox up to here was seen whole a while ago (see sequence.c). */
struct mark {
	int64_t at, id;
};

struct sequencer {
	bool busy;
	struct event *timer;
	struct placet_arena arena;
	struct batch batch;
	const struct placet_json *first; /* of the logs of the batch */
	int64_t began;                   /* ms, of the batch under way */
	int64_t from;                    /* id from which to look */
	int64_t last;                    /* highest id ever seen */
	struct mark mark[2];             /* old enough, and on the way to it */
	int64_t whole;                   /* ms, when all was looked at last */
	int take;      /* signatures at once; fewer after a failure */
	int rows;      /* the last batch had */
	bool more;     /* and some were left */
	int64_t clock; /* ms, when clock_run() ran last */
};

/* Where clock.c is with what is to be forgotten. */
struct purge {
	bool busy;
	int64_t at;   /* ms, when it began last */
	int64_t next; /* block of the table from which to look */
	int64_t seen; /* blocks since then */
};

/* When counts that are to be told are looked for; ms. */
struct counts {
	int64_t next;
	int64_t until; /* all that were numbered are told by then */
};

struct signer;
struct acts;

struct notary {
	struct event_base *base;
	struct db *db;
	struct ipc *ipc;
	bool elected;
	bool electing;
	bool stopping;
	struct sequencer seq;
	struct signer *signer;
	struct purge purge;
	struct refs grown;   /* to be signed */
	struct refs changed; /* to be told */
	bool opening;        /* start.c is at work */
	bool introducing;    /* introduce.c is */
	bool rekeying;       /* rekey.c is */
	struct acts *acts;   /* what act.c is at work on; NULL nothing */
	bool telling;        /* notary.news_run is under way */
	struct counts counts;
	struct event *second;
	unsigned ticks;
};

/* notary.c */
int64_t notary_now(void); /* ms, monotonic */
void notary_rest(struct notary *n);
/* Stop work on a log until an operator has looked at it. */
void notary_halt(struct notary *n, int site, int item, const char *why);
/* Parse an answer; false, logged, if it is none. */
bool notary_parse(struct placet_arena *a, const struct db_result *res,
    struct placet_json **doc);
/* Fields of answers. */
bool notary_ref(const struct placet_json *v, struct ref *ref);
bool notary_hex(
    const struct placet_json *v, const char *name, void *out, size_t len);
bool notary_frontier(const struct placet_json *v, const char *size,
    const char *peaks, struct placet_frontier *out);
void notary_refs_add(struct refs *refs, int site, int item);
/* Add every [site, item] of the array. */
void notary_refs_list(struct refs *refs, const struct placet_json *array);

/* The first of them, out of the list, as two array literals. */
void notary_refs_take(struct refs *refs, size_t most, struct placet_buf *site,
    struct placet_buf *item);

/* sequence.c */
void sequence_init(struct notary *n);
void sequence_start(struct notary *n);
/* The batch under way is over: look again in `ms`. */
void sequence_end(struct notary *n, int ms);
void sequence_release(struct notary *n);

/* checkpoint.c */
void checkpoint_run(struct notary *n);
bool checkpoint_busy(const struct notary *n);
void checkpoint_release(struct notary *n);

/* start.c: give new logs their key and first leaf. */
void start_run(struct notary *n);

/* clock.c: close what is over, the sequencer's turn being ours meanwhile;
   and forget what nobody confirmed. */
void clock_run(struct notary *n);

/* introduce.c: get the public keys of new sites from keyd. */
void introduce_run(struct notary *n);

/* rekey.c: replace the keys of sites, and forget what was replaced. */
void rekey_run(struct notary *n);

/* act.c: say what has happened, and add proofs to what is to be said. */
void act_run(struct notary *n);
/* Leaves were numbered, here or before: their counts are to be told. */
void act_counted(struct notary *n);

/* tell.c: NOTIFY for all that changed; strays: what others left undone. */
void tell_run(struct notary *n);
void tell_strays(struct notary *n);

#endif

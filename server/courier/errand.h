/*
 * errand.h - what the files share that fetch what was noted
 */
#ifndef COURIER_ERRAND_H
#define COURIER_ERRAND_H

#include "courier/federation.h"

enum {
	ERRAND_FETCHES = 10, /* for one of them, authors apart */
	ERRAND_ITEMS = 500,  /* of a thread, that one of them may find */
};

enum errand_kind {
	ERRAND_ACTOR,
	ERRAND_NODEINFO,
	ERRAND_OBJECT, /* a post: it may be a comment */
	ERRAND_GONE,   /* the same, of which somebody says that it is deleted */
	ERRAND_THREAD, /* the same, and then what it says that replies to it */
};

struct errand {
	struct federation *f;
	struct placet_arena arena;
	struct speaker by;
	struct dispatch d;
	enum errand_kind kind;
	const char *host, *url;
	char site[16], id[24];
	bool second; /* of NodeInfo: the document itself */
};

/* It is over; `again`: it may be had later. */
void errand_settle(struct errand *e, bool again);

/* --- seek.c: fetch a post, believe it only where it says that it lives --- */

enum seek_end {
	SEEK_FOUND,
	SEEK_GONE,    /* 410, or a Tombstone */
	SEEK_MISSING, /* 404 */
	SEEK_RETRY,   /* no answer now */
	SEEK_FAILED,
};

typedef void seek_done(enum seek_end end, void *arg);

/* Zero-initialised; all of it lives as long as the errand. */
struct seek {
	struct errand *e;
	int fetches;
	bool moved;      /* to the id that the document has */
	bool redirected; /* once at most */
	struct placet_msg msg;
	seek_done *done;
	void *arg;
};

void seek_start(struct seek *s, struct errand *e, seek_done *done, void *arg);

/* --- object.c, thread.c -------------------------------------------------- */

void object_start(struct errand *e);

/* What is said to reply to that post, which took some fetches; settles. */
void thread_start(
    struct errand *e, const struct placet_json *post, int fetches);

#endif

/*
 * keyd.h - what the files of keyd share
 *
 * keyd is the only process that sees a secret key.  It has no database, no
 * network and no clock that matters; it answers fixed questions over pairs of
 * sockets, and each peer may ask only what its work needs.
 */
#ifndef KEYD_KEYD_H
#define KEYD_KEYD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ask.h"
#include "base/ipc.h"
#include "base/limit.h"
#include "keyd/actor.h"
#include "keyd/journal.h"
#include "keyd/keys.h"
#include "master/child.h"

/* At most so many events at once, refilled at so many a second. */
struct bucket {
	double level;
	double rate, most;
	int64_t when; /* ns */
};

/* A signature that is made but not yet told: the journal comes first. */
struct signing {
	int fd;
	struct ipc_head h;
	struct told_sign told;
};

struct keyd {
	struct keys *keys;
	struct journal *journal;
	struct actors *actors;
	struct bucket open; /* addresses that may be read */
	struct signing signing[LIMIT_KEYD_SIGN];
	size_t nsigning;
};

struct question {
	const struct keyd_peer *peer;
	struct ipc_head h;
	const uint8_t *body; /* h.len bytes */
};

/* ops.c: one question; answers at once, except what waits in signing[]. */
void ops_run(struct keyd *k, const struct question *q);
void ops_answer(const struct question *q, enum ipc_status status,
    const void *head, size_t headlen, const void *data, size_t len);
bool bucket_take(struct bucket *b);

/* sign.c: the two questions about logs, and the end of a turn. */
void sign_vkey(struct keyd *k, const struct question *q);
void sign_checkpoint(struct keyd *k, const struct question *q);
void sign_flush(struct keyd *k);

/* seal.c: the two about addresses. */
void seal_seal(struct keyd *k, const struct question *q);
void seal_open(struct keyd *k, const struct question *q);

/* actor.c: the five about speaking to other servers. */
void actor_keys(struct keyd *k, const struct question *q);
void actor_prove(struct keyd *k, const struct question *q);
void actor_http(struct keyd *k, const struct question *q);
void actor_rekey(struct keyd *k, const struct question *q);
void actor_forget(struct keyd *k, const struct question *q);

#endif

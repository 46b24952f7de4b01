/*
 * batch.h - leaves for some logs, as the arguments of notary.batch_commit
 *
 * A log is added by batch_open(), batch_lot() for each lot of the inbox,
 * batch_leaf() for each new leaf and batch_close(); if anything about it is
 * not as it should be, batch_undo() takes it out again and the others are not
 * harmed.  A log without a lot gets its last leaf.
 */
#ifndef NOTARY_BATCH_H
#define NOTARY_BATCH_H

#include <placet/leaf.h>
#include <placet/merkle.h>

#include "base/db.h"
#include "base/limit.h"

enum { BATCH_ARGS = 16 };

struct batch {
	struct placet_buf arg[BATCH_ARGS]; /* array literals */
	size_t mark[BATCH_ARGS];           /* their lengths at batch_open */
	int logs;
	int leaves;
	int lots;
	/* The log that is open. */
	int signs, lots_before;
	size_t n;
	struct placet_frontier old, now;
	struct placet_hash hash[LIMIT_SEQUENCE];
};

void batch_begin(struct batch *b);
void batch_release(struct batch *b);

void batch_open(
    struct batch *b, int site, int item, const struct placet_frontier *old);
/* In the order of their leaves. */
void batch_lot(struct batch *b, uint64_t id);
int batch_leaf(struct batch *b, const struct placet_leaf *leaf);
/* Adds the tiles; 0, or why the log cannot be written. */
int batch_close(struct batch *b);
void batch_undo(struct batch *b);

/* NULL when out of memory or over the ceiling. */
const struct db_arg *batch_args(struct batch *b, struct db_arg *args);

/* Root over old and new leaves by way of the subtrees, not the frontier. */
int batch_root(const struct placet_frontier *old,
    const struct placet_hash *leaf, uint64_t n, struct placet_hash *root);
/* The peaks as they are stored. */
void batch_peaks(const struct placet_frontier *f, struct placet_buf *out);

#endif

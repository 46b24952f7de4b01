/*
 * limit.h - token buckets: how often one address may ask
 *
 * A table of fixed size in the worker's memory: a flood from many addresses
 * makes it forget the one seen longest ago, never grow.  A worker counts for
 * itself, so that W workers together allow up to W times the rate.
 */
#ifndef WEB_LIMIT_H
#define WEB_LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct limits;

/* One kind of budget: `count` in `period` ms, `burst` at once; 0 no limit. */
struct limit_rate {
	int64_t count, period, burst;
};

enum limit_kind {
	LIMIT_READ,
	LIMIT_WRITE,
	LIMIT_INBOX,
	LIMIT_SIGNER,
	LIMIT_KINDS
};

/* `secret` makes it hard to choose addresses that share a set. */
struct limits *limits_new(
    const struct limit_rate rate[LIMIT_KINDS], uint64_t secret);
void limits_free(struct limits *l);

/* A key for what has no address: the name of a server. */
uint64_t limits_name(const char *name, size_t len);

/*
 * Take one token of `key` at time `now` (ms, never going back).  0, or after
 * how many milliseconds there will be one.
 */
int64_t limits_take(
    struct limits *l, enum limit_kind kind, uint64_t key, int64_t now);

#endif

/*
 * limit.c - see limit.h
 *
 * A bucket is one number, as in GCRA: the time at which it will be full
 * again.  Taking a token moves that time by one token's worth; it may lie at
 * most a burst ahead of now.  Sets of eight ways: the oldest of a set makes
 * room, and to forget a full bucket changes nothing.
 */
#include <stdlib.h>

#include "limit.h"

enum { SETS = 2048, WAYS = 8, MICRO = 1000 };

struct bucket {
	uint64_t key;
	int64_t seen;              /* ms; 0 never */
	int64_t full[LIMIT_KINDS]; /* us */
};

struct limits {
	struct limit_rate rate[LIMIT_KINDS];
	uint64_t secret;
	struct bucket set[SETS][WAYS];
};

struct limits *
limits_new(const struct limit_rate rate[LIMIT_KINDS], uint64_t secret)
{
	struct limits *l = calloc(1, sizeof *l);

	if (l == NULL)
		return NULL;
	for (int i = 0; i < LIMIT_KINDS; i++)
		l->rate[i] = rate[i];
	l->secret = secret | 1;
	return l;
}

void
limits_free(struct limits *l)
{
	free(l);
}

static size_t
set_of(const struct limits *l, uint64_t key)
{
	key = (key ^ l->secret) * 0x9e3779b97f4a7c15u;
	key = (key ^ key >> 32) * l->secret;
	return (size_t)(key >> 40) % SETS;
}

static struct bucket *
bucket_of(struct limits *l, uint64_t key, int64_t now)
{
	struct bucket *set = l->set[set_of(l, key)], *oldest = set;

	for (int i = 0; i < WAYS; i++) {
		if (set[i].key == key && set[i].seen != 0) {
			set[i].seen = now;
			return &set[i];
		}
		if (set[i].seen < oldest->seen)
			oldest = &set[i];
	}
	*oldest = (struct bucket){ .key = key, .seen = now };
	return oldest;
}

/* FNV-1a */
uint64_t
limits_name(const char *name, size_t len)
{
	uint64_t h = 0xcbf29ce484222325U;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (uint8_t)name[i]) * 0x100000001b3U;
	return h;
}

int64_t
limits_take(struct limits *l, enum limit_kind kind, uint64_t key, int64_t now)
{
	const struct limit_rate *rate = &l->rate[kind];
	struct bucket *b;
	int64_t cost, full, over;

	if (rate->count == 0)
		return 0;
	cost = rate->period * MICRO / rate->count;
	b = bucket_of(l, key, now);
	full = b->full[kind] > now * MICRO ? b->full[kind] : now * MICRO;
	over = full + cost - now * MICRO - cost * rate->burst;
	if (over > 0)
		return (over + MICRO - 1) / MICRO;
	b->full[kind] = full + cost;
	return 0;
}

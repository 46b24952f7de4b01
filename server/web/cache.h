/*
 * cache.h - ready replies, kept until something says they are stale
 *
 * Anonymous pages are the same for everybody, so a worker keeps their bytes,
 * ETag and header lines: the least recently used go when there is no room,
 * those of a petition (and the lists of its site) when PostgreSQL notifies
 * of it, all when the connection was lost and a notice may have been missed.
 */
#ifndef WEB_CACHE_H
#define WEB_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a reply is kept under. */
struct cache_key {
	int site;
	unsigned face;
	const char *lang;   /* two letters */
	const char *prefix; /* links are written with it */
	const char *path;
};

enum { CACHE_ETAG = 36 };

/* A kept reply.  Hold it while its bytes are in use. */
struct cached {
	const char *body;
	size_t len;
	const char *head;      /* header lines, see reply.c */
	char etag[CACHE_ETAG]; /* with its quotes */
};

struct cache;

struct cache *cache_new(size_t bytes);
void cache_free(struct cache *c);

/* A reply no older than ten minutes at `now` (ms); NULL if there is none. */
struct cached *cache_get(
    struct cache *c, const struct cache_key *key, int64_t now);

/* A reply to be kept. */
struct cache_new {
	int petition;   /* what it is about; 0 a list of the site */
	uint64_t epoch; /* cache_epoch() when its content was asked for */
	char *body;     /* from malloc, taken over */
	size_t len;
	const char *head; /* copied */
	char etag[CACHE_ETAG];
};

/*
 * Keep a reply.  If anything was dropped since its content was asked for, it
 * may be stale already, and is given back for this one use only.  Never NULL
 * but without memory; held once.
 */
struct cached *cache_put(struct cache *c, const struct cache_key *key,
    const struct cache_new *reply, int64_t now);

void cached_drop(struct cached *reply);

uint64_t cache_epoch(const struct cache *c);

/* What was said about a petition, or about everything, holds no more. */
void cache_forget(struct cache *c, int site, int petition);
void cache_forget_all(struct cache *c);

/* Bytes kept. */
size_t cache_size(const struct cache *c);

#endif

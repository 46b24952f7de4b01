/*
 * cache.c - see cache.h
 *
 * An entry stands in a hash chain and in the list of use, newest first.  To
 * forget a petition walks that list: a few hundred entries at most, once a
 * second at most.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "base/limit.h"

#include "cache.h"

enum { BUCKETS = 1024, LIFE_MS = 600000 };

struct entry {
	struct cached reply; /* first: what the callers hold */
	TAILQ_ENTRY(entry) use;
	struct entry *next;  /* of the chain */
	struct cache *cache; /* NULL: no longer, or never, kept */
	size_t refs;
	size_t bytes;
	uint64_t hash;
	int64_t born;
	int site, petition;
	unsigned face;
	char lang[3];
	char prefix[4];
	char *path, *head, *body;
};

TAILQ_HEAD(entries, entry);

struct cache {
	struct entry *bucket[BUCKETS];
	struct entries use;
	size_t bytes, most;
	uint64_t epoch;
};

struct cache *
cache_new(size_t bytes)
{
	struct cache *c = calloc(1, sizeof *c);

	if (c == NULL)
		return NULL;
	TAILQ_INIT(&c->use);
	c->most = bytes;
	return c;
}

void
cache_free(struct cache *c)
{
	if (c == NULL)
		return;
	cache_forget_all(c);
	free(c);
}

uint64_t
cache_epoch(const struct cache *c)
{
	return c->epoch;
}

size_t
cache_size(const struct cache *c)
{
	return c->bytes;
}

/* FNV-1a; who fills one chain slows that chain, which LRU keeps short. */
static uint64_t
key_hash(const struct cache_key *key)
{
	uint64_t h = 0xcbf29ce484222325u;

	h = (h ^ (uint64_t)(unsigned)key->site) * 0x100000001b3u;
	h = (h ^ key->face ^ (uint64_t)(unsigned char)key->lang[0] << 8) *
	    0x100000001b3u;
	for (const char *p = key->path; *p != '\0'; p++)
		h = (h ^ (unsigned char)*p) * 0x100000001b3u;
	return h ^ h >> 29;
}

static bool
entry_is(const struct entry *e, const struct cache_key *key, uint64_t hash)
{
	return e->hash == hash && e->site == key->site &&
	    e->face == key->face && strcmp(e->lang, key->lang) == 0 &&
	    strcmp(e->prefix, key->prefix) == 0 &&
	    strcmp(e->path, key->path) == 0;
}

void
cached_drop(struct cached *reply)
{
	struct entry *e = (struct entry *)reply;

	assert(e->refs > 0);
	if (--e->refs > 0)
		return;
	free(e->path);
	free(e->head);
	free(e->body);
	free(e);
}

/* Take an entry out; it lives on while somebody sends it. */
static void
entry_out(struct entry *e)
{
	struct cache *c = e->cache;
	struct entry **p = &c->bucket[e->hash % BUCKETS];

	while (*p != e)
		p = &(*p)->next;
	*p = e->next;
	TAILQ_REMOVE(&c->use, e, use);
	c->bytes -= e->bytes;
	e->cache = NULL;
	cached_drop(&e->reply);
}

struct cached *
cache_get(struct cache *c, const struct cache_key *key, int64_t now)
{
	const uint64_t hash = key_hash(key);
	struct entry *e = c->bucket[hash % BUCKETS];

	while (e != NULL && !entry_is(e, key, hash))
		e = e->next;
	if (e == NULL)
		return NULL;
	if (now - e->born > LIFE_MS) {
		entry_out(e);
		return NULL;
	}
	if (TAILQ_FIRST(&c->use) != e) {
		TAILQ_REMOVE(&c->use, e, use);
		TAILQ_INSERT_HEAD(&c->use, e, use);
	}
	e->refs++;
	return &e->reply;
}

static struct entry *
entry_new(const struct cache_key *key, const char *head)
{
	struct entry *e = calloc(1, sizeof *e);

	if (e == NULL)
		return NULL;
	e->refs = 1;
	e->site = key->site;
	e->face = key->face;
	memcpy(e->lang, key->lang, strnlen(key->lang, sizeof e->lang - 1));
	memcpy(
	    e->prefix, key->prefix, strnlen(key->prefix, sizeof e->prefix - 1));
	e->path = strdup(key->path);
	e->head = strdup(head);
	if (e->path == NULL || e->head == NULL) {
		cached_drop(&e->reply);
		return NULL;
	}
	e->bytes = sizeof *e + strlen(key->path) + strlen(head);
	e->hash = key_hash(key);
	return e;
}

static void
entry_in(struct cache *c, struct entry *e, const struct cache_key *key)
{
	struct entry **p = &c->bucket[e->hash % BUCKETS];

	for (; *p != NULL; p = &(*p)->next)
		if (entry_is(*p, key, e->hash)) {
			entry_out(*p);
			break;
		}
	while (c->bytes + e->bytes > c->most && !TAILQ_EMPTY(&c->use))
		entry_out(TAILQ_LAST(&c->use, entries));
	p = &c->bucket[e->hash % BUCKETS];
	e->next = *p;
	*p = e;
	TAILQ_INSERT_HEAD(&c->use, e, use);
	e->cache = c;
	e->refs++;
	c->bytes += e->bytes;
}

struct cached *
cache_put(struct cache *c, const struct cache_key *key,
    const struct cache_new *reply, int64_t now)
{
	struct entry *e = entry_new(key, reply->head);

	if (e == NULL) {
		free(reply->body);
		return NULL;
	}
	e->body = reply->body;
	e->petition = reply->petition;
	e->born = now;
	e->bytes += reply->len;
	e->reply.body = e->body;
	e->reply.len = reply->len;
	e->reply.head = e->head;
	memcpy(e->reply.etag, reply->etag, CACHE_ETAG);
	if (reply->epoch == c->epoch && reply->len <= LIMIT_CACHE_ENTRY &&
	    e->bytes <= c->most)
		entry_in(c, e, key);
	return &e->reply;
}

void
cache_forget(struct cache *c, int site, int petition)
{
	struct entry *e, *next;

	c->epoch++;
	for (e = TAILQ_FIRST(&c->use); e != NULL; e = next) {
		next = TAILQ_NEXT(e, use);
		if (e->site == site &&
		    (e->petition == petition || e->petition == 0))
			entry_out(e);
	}
}

void
cache_forget_all(struct cache *c)
{
	c->epoch++;
	while (!TAILQ_EMPTY(&c->use))
		entry_out(TAILQ_FIRST(&c->use));
}

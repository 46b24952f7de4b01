/*
 * keyring.c - see keyring.h
 */
#include <stdlib.h>
#include <string.h>

#include "base/activity.h"
#include "base/limit.h"
#include "base/log.h"

#include "keyring.h"

enum {
	KEEP = 600000, /* ms */
	WARY = 10000, /* ms after a notice: what was asked before it may come */
	OWNERS = 64,
};

struct place {
	struct peer_key key; /* id NULL: free */
	int64_t at;
};

/* Whose keys were forgotten, by hash, and when. */
struct forgot {
	uint64_t owner;
	int64_t at;
};

struct keyring {
	struct place place[LIMIT_KEYRING];
	struct forgot forgot[OWNERS];
};

struct keyring *
keyring_new(void)
{
	return calloc(1, sizeof(struct keyring));
}

static void
place_clear(struct place *p)
{
	free((void *)(uintptr_t)p->key.id);
	free((void *)(uintptr_t)p->key.owner);
	placet_key_free(p->key.key);
	memset(p, 0, sizeof *p);
}

void
keyring_free(struct keyring *k)
{
	if (k == NULL)
		return;
	for (size_t i = 0; i < LIMIT_KEYRING; i++)
		place_clear(&k->place[i]);
	free(k);
}

static uint64_t
hash_of(const char *s)
{
	uint64_t h = 0xcbf29ce484222325U;

	for (; *s != '\0'; s++)
		h = (h ^ (uint8_t)*s) * 0x100000001b3U;
	return h ^ h >> 32;
}

static struct place *
place_of(struct keyring *k, const char *id)
{
	return &k->place[hash_of(id) % LIMIT_KEYRING];
}

const struct peer_key *
keyring_get(struct keyring *k, const char *id, int64_t now)
{
	const struct place *p = place_of(k, id);

	if (p->key.id == NULL || strcmp(p->key.id, id) != 0 ||
	    now - p->at > KEEP)
		return NULL;
	return &p->key;
}

const struct peer_key *
keyring_put(struct keyring *k, const char *id, const char *owner,
    const char *kind, const char *text, int64_t now)
{
	struct place *p = place_of(k, id);
	struct placet_key *key = activity_key(kind, text);
	const uint64_t hash = hash_of(owner);
	const struct forgot *f = &k->forgot[hash % OWNERS];

	if (key == NULL)
		return NULL;
	place_clear(p);
	p->key.id = strdup(id);
	p->key.owner = strdup(owner);
	p->key.key = key;
	/* Read before the notice perhaps: for this once. */
	p->at = f->owner == hash && now - f->at < WARY ? now - KEEP - 1 : now;
	if (p->key.id == NULL || p->key.owner == NULL)
		fatal("out of memory");
	return &p->key;
}

void
keyring_drop(struct keyring *k, const char *id)
{
	struct place *p = place_of(k, id);

	if (p->key.id != NULL && strcmp(p->key.id, id) == 0)
		place_clear(p);
}

void
keyring_forget(struct keyring *k, const char *owner, int64_t now)
{
	const uint64_t hash = hash_of(owner);

	for (size_t i = 0; i < LIMIT_KEYRING; i++)
		if (k->place[i].key.id != NULL &&
		    (*owner == '\0' ||
		        strcmp(k->place[i].key.owner, owner) == 0))
			place_clear(&k->place[i]);
	k->forgot[hash % OWNERS] = (struct forgot){ hash, now };
}

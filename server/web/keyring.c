/*
 * keyring.c - see keyring.h
 */
#include <stdlib.h>
#include <string.h>

#include "base/activity.h"
#include "base/limit.h"
#include "base/log.h"

#include "keyring.h"

enum { KEEP = 600000 }; /* ms */

struct place {
	struct peer_key key; /* id NULL: free */
	int64_t at;
};

struct keyring {
	struct place place[LIMIT_KEYRING];
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

static struct place *
place_of(struct keyring *k, const char *id)
{
	uint64_t h = 0xcbf29ce484222325U;

	for (; *id != '\0'; id++)
		h = (h ^ (uint8_t)*id) * 0x100000001b3U;
	return &k->place[(h ^ h >> 32) % LIMIT_KEYRING];
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

	if (key == NULL)
		return NULL;
	place_clear(p);
	p->key.id = strdup(id);
	p->key.owner = strdup(owner);
	p->key.key = key;
	p->at = now;
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

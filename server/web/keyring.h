/*
 * keyring.h - the public keys of peers, parsed once
 *
 * A table of fixed size: a key that has the place of another pushes it out.
 * Whoever changes one says so (NOTIFY key); and as that may come late, one
 * that does not fit is dropped and asked for again.
 */
#ifndef WEB_KEYRING_H
#define WEB_KEYRING_H

#include <stdint.h>

#include <placet/key.h>

/* A key of a peer; lives until the next call that changes the table. */
struct peer_key {
	const char *id;
	const char *owner; /* the actor that lists it */
	struct placet_key *key;
};

struct keyring;

struct keyring *keyring_new(void);
void keyring_free(struct keyring *k);
/* NULL when it is not there, or older than ten minutes at `now` (ms). */
const struct peer_key *keyring_get(
    struct keyring *k, const char *id, int64_t now);
/* Parse and keep: kind "rsa" (PEM) or "ed25519" (Multikey); NULL if no key. */
const struct peer_key *keyring_put(struct keyring *k, const char *id,
    const char *owner, const char *kind, const char *text, int64_t now);
void keyring_drop(struct keyring *k, const char *id);
/* The keys of `owner` were changed; of "": anybody's may have been. */
void keyring_forget(struct keyring *k, const char *owner, int64_t now);

#endif

/*
 * keys.h - the keys of servers in test vectors: RSA and Ed25519, as PEM
 */
#ifndef KEYS_H
#define KEYS_H

#include <string.h>

#include <placet/key.h>

#include "rsa_key.h"
#include "vec.h"

struct keys {
	struct placet_secret *rsa, *ed;
	struct placet_buf rsa_secret, rsa_public, ed_secret, ed_public;
};

static inline const char *
key_type_name(enum placet_key_type type)
{
	return type == PLACET_KEY_RSA ? "rsa" : "ed25519";
}

static inline void
key_texts(const struct placet_secret *secret, struct placet_buf *pem,
    struct placet_buf *public)
{
	struct placet_key *key;

	must(placet_secret_pem(secret, pem) == PLACET_OK);
	must(placet_secret_public(secret, &key) == PLACET_OK);
	must(placet_key_pem(key, public) == PLACET_OK);
	placet_key_free(key);
}

static inline void
keys_make(struct keys *k)
{
	uint8_t seed[32];

	memset(k, 0, sizeof *k);
	vec_fill("server key", seed);
	must(placet_secret_parse(rsa_key_pem, strlen(rsa_key_pem), &k->rsa) ==
	    PLACET_OK);
	must(placet_secret_of_seed(seed, &k->ed) == PLACET_OK);
	key_texts(k->rsa, &k->rsa_secret, &k->rsa_public);
	key_texts(k->ed, &k->ed_secret, &k->ed_public);
}

static inline void
keys_end(struct keys *k)
{
	placet_secret_free(k->rsa);
	placet_secret_free(k->ed);
	placet_buf_release(&k->rsa_secret);
	placet_buf_release(&k->rsa_public);
	placet_buf_release(&k->ed_secret);
	placet_buf_release(&k->ed_public);
}

#endif

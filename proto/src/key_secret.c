/*
 * key_secret.c - secret keys: drawn, stored, signing
 *
 * These are few and our own, so OpenSSL's decoder of PKCS#8 may take its
 * time over them.
 */
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "key_part.h"
#include "scoped.h"

DEFINE_SCOPED(PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free);

/* pkey becomes the secret's; on failure it is freed. */
static int
secret_new(EVP_PKEY *pkey, struct placet_secret **out)
{
	struct placet_secret *secret = calloc(1, sizeof *secret);
	const int err = secret != NULL ? placet_key_adopt(&secret->k, pkey)
	                               : PLACET_ENOMEM;

	if (err != 0) {
		EVP_PKEY_free(pkey);
		free(secret);
		return err;
	}
	*out = secret;
	return PLACET_OK;
}

int
placet_secret_draw_rsa(unsigned bits, struct placet_secret **secret)
{
	EVP_PKEY *pkey;

	*secret = NULL;
	if (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX)
		return PLACET_ERANGE;
	pkey = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)bits);
	return pkey != NULL ? secret_new(pkey, secret) : PLACET_ECRYPTO;
}

int
placet_secret_of_seed(const uint8_t seed[32], struct placet_secret **secret)
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_private_key(
	    EVP_PKEY_ED25519, NULL, seed, 32);

	*secret = NULL;
	return pkey != NULL ? secret_new(pkey, secret) : PLACET_ECRYPTO;
}

/* The structure, all of it, as a key of whatever kind. */
static int
pkcs8_read(const uint8_t *der, size_t len, EVP_PKEY **out)
{
	const uint8_t *p = der;
	scoped(PKCS8_PRIV_KEY_INFO) *info = d2i_PKCS8_PRIV_KEY_INFO(
	    NULL, &p, (long)len);

	if (info == NULL || p != der + len)
		return PLACET_EFORMAT;
	*out = EVP_PKCS82PKEY(info);
	return *out != NULL ? PLACET_OK : PLACET_ETYPE;
}

int
placet_secret_parse(const char *pem, size_t len, struct placet_secret **secret)
{
	EVP_PKEY *pkey = NULL;
	struct pem p;
	int err;

	*secret = NULL;
	ERR_set_mark();
	err = placet_pem_read(pem, len, &p);
	if (err == 0)
		err = p.label == PEM_PRIVATE_KEY
		    ? pkcs8_read(p.der, p.len, &pkey)
		    : PLACET_ETYPE;
	placet_pem_wipe(&p);
	ERR_pop_to_mark();
	return err == 0 ? secret_new(pkey, secret) : err;
}

void
placet_secret_free(struct placet_secret *secret)
{
	if (secret == NULL)
		return;
	placet_key_drop(&secret->k);
	free(secret);
}

int
placet_secret_pem(const struct placet_secret *secret, struct placet_buf *b)
{
	scoped(PKCS8_PRIV_KEY_INFO) *info = EVP_PKEY2PKCS8(secret->k.pkey);
	uint8_t *der = NULL;
	int len, err;

	if (info == NULL)
		return PLACET_ECRYPTO;
	len = i2d_PKCS8_PRIV_KEY_INFO(info, &der);
	if (len < 0)
		return PLACET_ECRYPTO;
	err = placet_pem_write(PEM_PRIVATE_KEY, der, (size_t)len, b);
	OPENSSL_clear_free(der, (size_t)len);
	return err;
}

/* By way of its text, which holds the public half only. */
int
placet_secret_public(
    const struct placet_secret *secret, struct placet_key **key)
{
	const struct placet_key half = { .k = secret->k };
	struct placet_buf b = { 0 };
	int err = placet_key_pem(&half, &b);

	*key = NULL;
	if (err == 0)
		err = placet_key_parse(b.data, b.len, key);
	placet_buf_release(&b);
	return err;
}

enum placet_key_type
placet_secret_type(const struct placet_secret *secret)
{
	return secret->k.type;
}

static int
rsa_sign(struct key *k, enum placet_sha sha, const void *msg, size_t len,
    uint8_t *sig, size_t *siglen)
{
	struct key_digest digest;
	const int err = placet_key_hash(
	    k, sha, EVP_PKEY_sign_init, msg, len, &digest);

	if (err != 0)
		return err;
	return EVP_PKEY_sign(k->scheme[sha - 1].rsa, sig, siglen, digest.b,
	           digest.len) == 1
	    ? PLACET_OK
	    : PLACET_ECRYPTO;
}

static int
ed25519_sign(struct key *k, enum placet_sha sha, const void *msg, size_t len,
    uint8_t *sig, size_t *siglen)
{
	if (sha != PLACET_SHA_NONE)
		return PLACET_ETYPE;
	if (k->ed25519 == NULL)
		k->ed25519 = EVP_MD_CTX_new();
	if (k->ed25519 == NULL)
		return PLACET_ENOMEM;
	return EVP_DigestSignInit(k->ed25519, NULL, NULL, NULL, k->pkey) == 1 &&
	        EVP_DigestSign(k->ed25519, sig, siglen, msg, len) == 1
	    ? PLACET_OK
	    : PLACET_ECRYPTO;
}

int
placet_secret_sign(struct placet_secret *secret, enum placet_sha sha,
    const void *msg, size_t len, uint8_t sig[PLACET_KEY_SIG_MAX],
    size_t *siglen)
{
	int err;

	*siglen = PLACET_KEY_SIG_MAX;
	ERR_set_mark();
	err = secret->k.type == PLACET_KEY_RSA
	    ? rsa_sign(&secret->k, sha, msg, len, sig, siglen)
	    : ed25519_sign(&secret->k, sha, msg, len, sig, siglen);
	ERR_pop_to_mark();
	return err;
}

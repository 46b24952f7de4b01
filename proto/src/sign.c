/*
 * sign.c - Ed25519 over OpenSSL, whose keys and signatures have one size
 */
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <placet/note.h>

#include "scoped.h"

DEFINE_SCOPED(EVP_PKEY, EVP_PKEY_free);
DEFINE_SCOPED(EVP_MD_CTX, EVP_MD_CTX_free);

int
placet_public(const struct placet_seed *seed, uint8_t pub[32])
{
	scoped(EVP_PKEY) *key = NULL;
	size_t len = 32;

	key = EVP_PKEY_new_raw_private_key(
	    EVP_PKEY_ED25519, NULL, seed->b, sizeof seed->b);
	if (key == NULL)
		return PLACET_ENOMEM;
	if (EVP_PKEY_get_raw_public_key(key, pub, &len) != 1)
		return PLACET_ECRYPTO;
	return PLACET_OK;
}

int
placet_sign(const struct placet_seed *seed, const void *msg, size_t len,
    struct placet_sig *sig)
{
	scoped(EVP_PKEY) *key = NULL;
	scoped(EVP_MD_CTX) *ctx = NULL;
	size_t siglen = sizeof sig->b;

	key = EVP_PKEY_new_raw_private_key(
	    EVP_PKEY_ED25519, NULL, seed->b, sizeof seed->b);
	ctx = EVP_MD_CTX_new();
	if (key == NULL || ctx == NULL)
		return PLACET_ENOMEM;

	/* Ed25519 hashes the message twice: no streaming, one shot only. */
	if (EVP_DigestSignInit(ctx, NULL, NULL, NULL, key) != 1 ||
	    EVP_DigestSign(ctx, sig->b, &siglen, msg, len) != 1)
		return PLACET_ECRYPTO;
	return PLACET_OK;
}

/*
 * The key is made anew each time: that is a twentieth of the verification,
 * and who checks often with one key keeps a placet_key.
 */
static int
check(const uint8_t pub[32], const void *msg, size_t len,
    const struct placet_sig *sig)
{
	scoped(EVP_PKEY) *key = NULL;
	scoped(EVP_MD_CTX) *ctx = NULL;

	key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, pub, 32);
	ctx = EVP_MD_CTX_new();
	if (key == NULL || ctx == NULL)
		return PLACET_ENOMEM;
	if (EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, key) != 1)
		return PLACET_ECRYPTO;
	if (EVP_DigestVerify(ctx, sig->b, sizeof sig->b, msg, len) != 1)
		return PLACET_ESIG;
	return PLACET_OK;
}

int
placet_check(const uint8_t pub[32], const void *msg, size_t len,
    const struct placet_sig *sig)
{
	int err;

	/* OpenSSL's queue of errors is the caller's, and SSL looks into it. */
	ERR_set_mark();
	err = check(pub, msg, len, sig);
	ERR_pop_to_mark();
	return err;
}

/*
 * test_fail_key.c - what happens when OpenSSL fails with keys in hand
 *
 * Each operation makes the key it works on anew, since keys remember what
 * they were once set up for.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <placet/key.h>

#include "fail.h"

/* One key of each kind: its two texts, and its signature of "x". */
struct pair {
	enum placet_sha sha;
	struct placet_buf secret, public;
	uint8_t sig[PLACET_KEY_SIG_MAX];
	size_t siglen;
};

static struct pair rsa = { .sha = PLACET_SHA_256 };
static struct pair ed25519 = { .sha = PLACET_SHA_NONE };

/* The secret becomes the pair's. */
static int
pair_make(struct pair *p, struct placet_secret *secret)
{
	struct placet_key *key = NULL;
	int err = placet_secret_pem(secret, &p->secret);

	if (err == 0)
		err = placet_secret_public(secret, &key);
	if (err == 0)
		err = placet_key_pem(key, &p->public);
	if (err == 0)
		err = placet_secret_sign(
		    secret, p->sha, "x", 1, p->sig, &p->siglen);
	placet_key_free(key);
	placet_secret_free(secret);
	return err;
}

static int
make(void **state)
{
	static const uint8_t seed[32] = { 7 };
	struct placet_secret *secret;

	(void)state;
	return placet_secret_draw_rsa(2048, &secret) != 0 ||
	    pair_make(&rsa, secret) != 0 ||
	    placet_secret_of_seed(seed, &secret) != 0 ||
	    pair_make(&ed25519, secret) != 0;
}

static int
release(void **state)
{
	(void)state;
	placet_buf_release(&rsa.secret);
	placet_buf_release(&rsa.public);
	placet_buf_release(&ed25519.secret);
	placet_buf_release(&ed25519.public);
	return 0;
}

/* --- the operations ----------------------------------------------------- */

/* What a key can do, in one: read, checked with, written. */
static int
public_all(struct pair *p)
{
	struct placet_buf b = { 0 };
	struct placet_key *key;
	int err = placet_key_parse(p->public.data, p->public.len, &key);

	assert_true((err == 0) == (key != NULL));
	for (int i = 0; i < 2 && err == 0; i++)
		err = placet_key_check(key, p->sha, "x", 1, p->sig, p->siglen);
	if (err == 0)
		err = placet_key_pem(key, &b);
	placet_buf_release(&b);
	placet_key_free(key);
	return err;
}

static int
secret_all(struct pair *p)
{
	uint8_t sig[PLACET_KEY_SIG_MAX];
	struct placet_secret *secret;
	struct placet_key *key = NULL;
	struct placet_buf b = { 0 };
	size_t n;
	int err = placet_secret_parse(p->secret.data, p->secret.len, &secret);

	assert_true((err == 0) == (secret != NULL));
	for (int i = 0; i < 2 && err == 0; i++)
		err = placet_secret_sign(secret, p->sha, "x", 1, sig, &n);
	if (err == 0)
		err = placet_secret_pem(secret, &b);
	if (err == 0) {
		err = placet_secret_public(secret, &key);
		assert_true((err == 0) == (key != NULL));
	}
	placet_buf_release(&b);
	placet_key_free(key);
	placet_secret_free(secret);
	return err;
}

static int
rsa_public(void)
{
	return public_all(&rsa);
}

static int
rsa_secret(void)
{
	return secret_all(&rsa);
}

static int
ed25519_public(void)
{
	return public_all(&ed25519);
}

static int
ed25519_secret(void)
{
	return secret_all(&ed25519);
}

static int
rsa_draw(void)
{
	struct placet_secret *secret;
	const int err = placet_secret_draw_rsa(2048, &secret);

	assert_true((err == 0) == (secret != NULL));
	placet_secret_free(secret);
	return err;
}

static int
ed25519_raw(void)
{
	static const uint8_t seed[32] = { 7 };
	struct placet_secret *secret;
	struct placet_key *key = NULL, *again = NULL;
	uint8_t pub[32];
	int err = placet_secret_of_seed(seed, &secret);

	if (err == 0)
		err = placet_secret_public(secret, &key);
	if (err == 0)
		err = placet_key_raw(key, pub);
	if (err == 0)
		err = placet_key_ed25519(pub, &again);
	placet_key_free(again);
	placet_key_free(key);
	placet_secret_free(secret);
	return err;
}

/* --- the tests ---------------------------------------------------------- */

/* clang-format off */
static const struct row {
	fail_op *op;
	const char *fails;
	int err;
} rows[] = {
	{ rsa_public, "calloc", PLACET_ENOMEM },
	{ rsa_public, "malloc", PLACET_ENOMEM },
	{ rsa_public, "realloc", PLACET_ENOMEM },
	{ rsa_public, "BN_bin2bn", PLACET_ENOMEM },
	{ rsa_public, "OSSL_PARAM_BLD_new", PLACET_ENOMEM },
	{ rsa_public, "OSSL_PARAM_BLD_push_BN", PLACET_ENOMEM },
	{ rsa_public, "OSSL_PARAM_BLD_to_param", PLACET_ENOMEM },
	{ rsa_public, "EVP_PKEY_CTX_new_from_name", PLACET_ENOMEM },
	{ rsa_public, "EVP_PKEY_fromdata_init", PLACET_ECRYPTO },
	{ rsa_public, "EVP_PKEY_fromdata", PLACET_ECRYPTO },
	{ rsa_public, "EVP_MD_fetch", PLACET_ENOMEM },
	{ rsa_public, "EVP_MD_CTX_new", PLACET_ENOMEM },
	{ rsa_public, "EVP_PKEY_CTX_new", PLACET_ENOMEM },
	{ rsa_public, "EVP_DigestInit_ex", PLACET_ECRYPTO },
	{ rsa_public, "EVP_DigestUpdate", PLACET_ECRYPTO },
	{ rsa_public, "EVP_DigestFinal_ex", PLACET_ECRYPTO },
	{ rsa_public, "EVP_PKEY_verify_init", PLACET_ECRYPTO },
	{ rsa_public, "EVP_PKEY_CTX_set_rsa_padding", PLACET_ECRYPTO },
	{ rsa_public, "EVP_PKEY_CTX_set_signature_md", PLACET_ECRYPTO },
	{ rsa_public, "EVP_PKEY_verify", PLACET_ESIG },
	{ rsa_public, "i2d_PUBKEY", PLACET_ECRYPTO },
	{ ed25519_public, "EVP_PKEY_new_raw_public_key", PLACET_ECRYPTO },
	{ ed25519_public, "EVP_MD_CTX_new", PLACET_ENOMEM },
	{ ed25519_public, "EVP_DigestVerifyInit", PLACET_ECRYPTO },
	{ ed25519_public, "EVP_DigestVerify", PLACET_ESIG },
	{ ed25519_raw, "calloc", PLACET_ENOMEM },
	{ ed25519_raw, "EVP_PKEY_new_raw_private_key", PLACET_ECRYPTO },
	{ ed25519_raw, "EVP_PKEY_get_raw_public_key", PLACET_ECRYPTO },
	{ ed25519_raw, "EVP_PKEY_new_raw_public_key", PLACET_ECRYPTO },
	{ rsa_draw, "EVP_PKEY_Q_keygen", PLACET_ECRYPTO },
	{ rsa_secret, "calloc", PLACET_ENOMEM },
	{ rsa_secret, "malloc", PLACET_ENOMEM },
	{ rsa_secret, "realloc", PLACET_ENOMEM },
	{ rsa_secret, "EVP_PKCS82PKEY", PLACET_ETYPE },
	{ rsa_secret, "EVP_PKEY_sign_init", PLACET_ECRYPTO },
	{ rsa_secret, "EVP_PKEY_sign", PLACET_ECRYPTO },
	{ rsa_secret, "EVP_PKEY2PKCS8", PLACET_ECRYPTO },
	{ rsa_secret, "i2d_PKCS8_PRIV_KEY_INFO", PLACET_ECRYPTO },
	{ rsa_secret, "i2d_PUBKEY", PLACET_ECRYPTO },
	{ ed25519_secret, "EVP_MD_CTX_new", PLACET_ENOMEM },
	{ ed25519_secret, "EVP_DigestSignInit", PLACET_ECRYPTO },
	{ ed25519_secret, "EVP_DigestSign", PLACET_ECRYPTO },
};
/* clang-format on */

static void
every_failure_is_told_and_leaves_nothing(void **state)
{
	size_t failed = 0;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct row *row = &rows[i];
		const size_t n = fail_each(row->op, row->fails, row->err);

		if (n == 0 || n == SIZE_MAX)
			fail_msg("row %zu, %s", i, row->fails);
		failed += n;
	}
	print_message("# %zu calls failed\n", failed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_failure_is_told_and_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, make, release);
}

/*
 * test_key.c - keys read, written, signing and checking
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <placet/key.h>

#include "hex.h"

/* An RSA key by openssl(1) in both forms, and what it signed: "abc". */
static const char rsa_pem[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtXlUczVliaPOntjQIWD3\n"
    "nmfaamOGVuQGllAej1h+mz+azWn6Ysqinh5AdDzceoFjs1WiKqvQLt8372yNAVPg\n"
    "7I6YIbf1Nl8teYk2T2SNTx4bTlEL+KBb/lCLGE45StD/pam+LmBXaiYzoSU3C2vi\n"
    "nl9FjHVaQrqy7dYhx5NaLk8Brf154HcHgzBIr9DRkiF7e9xqgt1qClgiHhmdPcdm\n"
    "Z1bt4poPH0s+x7y2T6hS3y/KJWbyMW+XzTzaaw4OBvHHLmlWi15P5xlovwOusa48\n"
    "Kpm0ffyc8gzFtxxWjXZucNrspSkPDduOMEoQG8Stf5WWvZW1h9kxY0A9sUfn0xiT\n"
    "OwIDAQAB\n"
    "-----END PUBLIC KEY-----\n";
static const char rsa_pkcs1[] =
    "-----BEGIN RSA PUBLIC KEY-----\n"
    "MIIBCgKCAQEAtXlUczVliaPOntjQIWD3nmfaamOGVuQGllAej1h+mz+azWn6Ysqi\n"
    "nh5AdDzceoFjs1WiKqvQLt8372yNAVPg7I6YIbf1Nl8teYk2T2SNTx4bTlEL+KBb\n"
    "/lCLGE45StD/pam+LmBXaiYzoSU3C2vinl9FjHVaQrqy7dYhx5NaLk8Brf154HcH\n"
    "gzBIr9DRkiF7e9xqgt1qClgiHhmdPcdmZ1bt4poPH0s+x7y2T6hS3y/KJWbyMW+X\n"
    "zTzaaw4OBvHHLmlWi15P5xlovwOusa48Kpm0ffyc8gzFtxxWjXZucNrspSkPDduO\n"
    "MEoQG8Stf5WWvZW1h9kxY0A9sUfn0xiTOwIDAQAB\n"
    "-----END RSA PUBLIC KEY-----\n";
static const char abc_sha256[] =
    "402440bc4cf628bfe5790d6cf2cfc8ac8051dd1435e11294fea8176808b6cb4b"
    "108645d955977f6dfd0ef5c138940657f535117c7aa8b0a68b0e203627e77b4c"
    "9782872843b94d9b4f0a60ed89801a0ecc701a28881274d59d26991330c629f6"
    "6c011ed6a360eeafc7276e1bf3ae5ba7722e6422eefdfa4aa93a89d385c16685"
    "9867e167ed4a7b780b361175ca44658e98d40f10f89579a93400bab7f33cc153"
    "19c642f49e82ea315693d32f4b4c702ae3ba9e47b8db0859b70aceba6fc9ce82"
    "ab2b00ae5e46bd9b2aee54cdc493c4c21b65f77323fd7095881fcdb708294c8f"
    "bab23019f70d2a4872be28ca43e75d3094ac18e2152a3492171b00bc05fe913c";
static const char abc_sha512[] =
    "7ceb2cba202f4ba37b1cf42b4b439058a3deb7c256ddea3506b0697446444984"
    "48f1d7f604197f0c333224787e462e620f06ec10d58f59b4400a01e1ea2b4847"
    "f60ac29885330262f14b373873a43af7c9e3ff98cfb603a1d0c4c438cc23d160"
    "bda6ac84f70ae552fd8c85065995c2c7ee834e60f52df73479cd94d60ebb811b"
    "b99c4d9662b46b9d08c34d59cbd53cdf51f82ecbea9ccdf3e92caa37be22fb6e"
    "2b109ee4a164611d86e568c5c3a172d65ccdd59b023459ee74cdcea3a7229ef7"
    "a1521fb92a1379a581ceb0d76b7f3912ab328837c03aa0b93103afefe9a17ae7"
    "52926b8e6afebdd8c2573199efa04c7128634e9de710c5a55f326d38597254ac";

/* The pair of RFC 8410 section 10. */
static const char ed25519_pem[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
    "-----END PUBLIC KEY-----\n";
static const char ed25519_secret[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
    "-----END PRIVATE KEY-----\n";

static struct placet_key *
key_of(const char *pem)
{
	struct placet_key *key;

	assert_int_equal(placet_key_parse(pem, strlen(pem), &key), 0);
	return key;
}

static void
assert_pem(const struct placet_key *key, const char *want)
{
	struct placet_buf b = { 0 };

	assert_int_equal(placet_key_pem(key, &b), 0);
	assert_string_equal(b.data, want);
	placet_buf_release(&b);
}

static void
rsa_keys_are_read_in_both_forms(void **state)
{
	const char *const forms[] = { rsa_pem, rsa_pkcs1 };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct placet_key *key = key_of(forms[i]);
		const struct hex one = unhex(abc_sha256);
		const struct hex two = unhex(abc_sha512);
		uint8_t pub[32];

		assert_int_equal(placet_key_type(key), PLACET_KEY_RSA);
		assert_int_equal(placet_key_bits(key), 2048);
		assert_int_equal(placet_key_raw(key, pub), PLACET_ETYPE);
		assert_pem(key, rsa_pem);
		/* In turns: the kept contexts do not get in their way. */
		for (int again = 0; again < 3; again++) {
			assert_int_equal(placet_key_check(key, PLACET_SHA_256,
			                     "abc", 3, one.b, one.len),
			    0);
			assert_int_equal(placet_key_check(key, PLACET_SHA_256,
			                     "abd", 3, one.b, one.len),
			    PLACET_ESIG);
			assert_int_equal(placet_key_check(key, PLACET_SHA_512,
			                     "abc", 3, one.b, one.len),
			    PLACET_ESIG);
			assert_int_equal(placet_key_check(key, PLACET_SHA_512,
			                     "abc", 3, two.b, two.len),
			    0);
		}
		placet_key_free(key);
	}
}

static void
rsa_signatures_are_of_one_size(void **state)
{
	struct placet_key *key = key_of(rsa_pem);
	struct hex sig = unhex(abc_sha256);

	(void)state;
	for (size_t n = 0; n < sig.len; n++)
		assert_int_equal(
		    placet_key_check(key, PLACET_SHA_256, "abc", 3, sig.b, n),
		    PLACET_ESIG);
	assert_int_equal(
	    placet_key_check(key, PLACET_SHA_256, "abc", 3, sig.b, sig.len + 1),
	    PLACET_ESIG);
	memset(sig.b, 0xff, sig.len);
	assert_int_equal(
	    placet_key_check(key, PLACET_SHA_256, "abc", 3, sig.b, sig.len),
	    PLACET_ESIG);
	memset(sig.b, 0, sig.len);
	assert_int_equal(
	    placet_key_check(key, PLACET_SHA_256, "abc", 3, sig.b, sig.len),
	    PLACET_ESIG);
	placet_key_free(key);
}

static void
hashes_and_keys_must_go_together(void **state)
{
	struct placet_key *rsa = key_of(rsa_pem);
	struct placet_key *ed = key_of(ed25519_pem);
	uint8_t sig[256] = { 0 };

	(void)state;
	assert_int_equal(
	    placet_key_check(rsa, PLACET_SHA_NONE, "", 0, sig, 256),
	    PLACET_ETYPE);
	assert_int_equal(
	    placet_key_check(rsa, (enum placet_sha)3, "", 0, sig, 256),
	    PLACET_ETYPE);
	assert_int_equal(
	    placet_key_check(ed, PLACET_SHA_256, "", 0, sig, 64), PLACET_ETYPE);
	assert_int_equal(
	    placet_key_check(ed, PLACET_SHA_NONE, "", 0, sig, 64), PLACET_ESIG);
	placet_key_free(rsa);
	placet_key_free(ed);
	placet_key_free(NULL);
	placet_secret_free(NULL);
}

/* S plus the order of the group: the same S, but not minimal. */
static void
add_order(uint8_t s[32])
{
	const struct hex order = unhex(
	    "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
	unsigned carry = 0;

	for (size_t i = 0; i < 32; i++) {
		carry += (unsigned)s[i] + order.b[i];
		s[i] = (uint8_t)carry;
		carry >>= 8;
	}
}

/* RFC 8032 section 7.1, tests 1 to 3. */
static const struct {
	const char *seed, *pub, *msg, *sig;
} rfc8032[] = {
	{ "9d61b19deffd5a60ba844af492ec2cc4"
	  "4449c5697b326919703bac031cae7f60",
	    "d75a980182b10ab7d54bfed3c964073a"
	    "0ee172f3daa62325af021a68f707511a",
	    "",
	    "e5564300c360ac729086e2cc806e828a"
	    "84877f1eb8e5d974d873e06522490155"
	    "5fb8821590a33bacc61e39701cf9b46b"
	    "d25bf5f0595bbe24655141438e7a100b" },
	{ "4ccd089b28ff96da9db6c346ec114e0f"
	  "5b8a319f35aba624da8cf6ed4fb8a6fb",
	    "3d4017c3e843895a92b70aa74d1b7ebc"
	    "9c982ccf2ec4968cc0cd55f12af4660c",
	    "72",
	    "92a009a9f0d4cab8720e820b5f642540"
	    "a2b27b5416503f8fb3762223ebdb69da"
	    "085ac1e43e15996e458f3613d0f11d8c"
	    "387b2eaeb4302aeeb00d291612bb0c00" },
	{ "c5aa8df43f9f837bedb7442f31dcb7b1"
	  "66d38535076f094b85ce3a2e0b4458f7",
	    "fc51cd8e6218a1a38da47ed00230f058"
	    "0816ed13ba3303ac5deb911548908025",
	    "af82",
	    "6291d657deec24024827e69c3abe01a3"
	    "0ce548a284743a445e3680d7db5ac3ac"
	    "18ff9b538d16f290ae67f760984dc659"
	    "4a7c15e9716ed28dc027beceea1ec40a" },
};

static void
ed25519_signs_as_the_rfc_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rfc8032 / sizeof *rfc8032; i++) {
		const struct hex seed = unhex(rfc8032[i].seed);
		const struct hex pub = unhex(rfc8032[i].pub);
		const struct hex msg = unhex(rfc8032[i].msg);
		const struct hex want = unhex(rfc8032[i].sig);
		struct placet_secret *secret;
		struct placet_key *key;
		uint8_t sig[PLACET_KEY_SIG_MAX], raw[32];
		size_t len;

		assert_int_equal(placet_secret_of_seed(seed.b, &secret), 0);
		assert_int_equal(
		    placet_secret_type(secret), PLACET_KEY_ED25519);
		for (int again = 0; again < 2; again++) {
			assert_int_equal(
			    placet_secret_sign(secret, PLACET_SHA_NONE, msg.b,
			        msg.len, sig, &len),
			    0);
			assert_int_equal(len, want.len);
			assert_memory_equal(sig, want.b, len);
		}
		assert_int_equal(placet_secret_sign(secret, PLACET_SHA_256,
		                     msg.b, msg.len, sig, &len),
		    PLACET_ETYPE);
		assert_int_equal(placet_secret_public(secret, &key), 0);
		placet_secret_free(secret);
		assert_int_equal(placet_key_raw(key, raw), 0);
		assert_memory_equal(raw, pub.b, sizeof raw);
		placet_key_free(key);
	}
}

static void
ed25519_checks_as_the_rfc_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rfc8032 / sizeof *rfc8032; i++) {
		const struct hex pub = unhex(rfc8032[i].pub);
		const struct hex msg = unhex(rfc8032[i].msg);
		struct hex sig = unhex(rfc8032[i].sig);
		struct placet_key *key;

		assert_int_equal(placet_key_ed25519(pub.b, &key), 0);
		assert_int_equal(placet_key_bits(key), 256);
		for (int again = 0; again < 2; again++) {
			assert_int_equal(placet_key_check(key, PLACET_SHA_NONE,
			                     msg.b, msg.len, sig.b, sig.len),
			    0);
			assert_int_equal(placet_key_check(key, PLACET_SHA_NONE,
			                     "x", 1, sig.b, sig.len),
			    PLACET_ESIG);
			assert_int_equal(
			    placet_key_check(key, PLACET_SHA_NONE, msg.b,
			        msg.len, sig.b, sig.len - 1),
			    PLACET_ESIG);
		}
		add_order(sig.b + 32);
		assert_int_equal(placet_key_check(key, PLACET_SHA_NONE, msg.b,
		                     msg.len, sig.b, sig.len),
		    PLACET_ESIG);
		placet_key_free(key);
	}
}

static void
the_pair_of_rfc_8410_belongs_together(void **state)
{
	struct placet_secret *secret;
	struct placet_key *key;
	struct placet_buf b = { 0 };

	(void)state;
	assert_int_equal(placet_secret_parse(
	                     ed25519_secret, strlen(ed25519_secret), &secret),
	    0);
	assert_int_equal(placet_secret_pem(secret, &b), 0);
	assert_string_equal(b.data, ed25519_secret);
	assert_int_equal(placet_secret_public(secret, &key), 0);
	assert_pem(key, ed25519_pem);
	placet_buf_release(&b);
	placet_secret_free(secret);
	placet_key_free(key);
}

static void
a_drawn_rsa_key_signs_and_comes_back(void **state)
{
	struct placet_secret *secret, *again;
	struct placet_key *key;
	struct placet_buf b = { 0 };
	uint8_t sig[PLACET_KEY_SIG_MAX], other[PLACET_KEY_SIG_MAX];
	size_t len, otherlen;

	(void)state;
	assert_int_equal(placet_secret_draw_rsa(2047, &secret), PLACET_ERANGE);
	assert_int_equal(placet_secret_draw_rsa(8193, &secret), PLACET_ERANGE);
	assert_null(secret);
	assert_int_equal(placet_secret_draw_rsa(2048, &secret), 0);
	assert_int_equal(placet_secret_type(secret), PLACET_KEY_RSA);
	assert_int_equal(placet_secret_pem(secret, &b), 0);
	assert_memory_equal(b.data, "-----BEGIN PRIVATE KEY-----\n", 28);
	assert_int_equal(placet_secret_parse(b.data, b.len, &again), 0);
	assert_int_equal(placet_secret_public(again, &key), 0);
	for (int sha = PLACET_SHA_256; sha <= PLACET_SHA_512; sha++) {
		const enum placet_sha hash = (enum placet_sha)sha;

		assert_int_equal(
		    placet_secret_sign(secret, hash, "abc", 3, sig, &len), 0);
		assert_int_equal(
		    placet_secret_sign(again, hash, "abc", 3, other, &otherlen),
		    0);
		assert_int_equal(len, 256);
		assert_int_equal(len, otherlen);
		assert_memory_equal(sig, other, len);
		assert_int_equal(
		    placet_key_check(key, hash, "abc", 3, sig, len), 0);
		sig[7] ^= 1;
		assert_int_equal(
		    placet_key_check(key, hash, "abc", 3, sig, len),
		    PLACET_ESIG);
	}
	assert_int_equal(
	    placet_secret_sign(secret, PLACET_SHA_NONE, "abc", 3, sig, &len),
	    PLACET_ETYPE);
	placet_buf_release(&b);
	placet_secret_free(secret);
	placet_secret_free(again);
	placet_key_free(key);
}

static void
a_full_buffer_is_said(void **state)
{
	struct placet_buf b = { .ceiling = 20 };
	struct placet_key *key = key_of(ed25519_pem);
	struct placet_secret *secret;

	(void)state;
	assert_int_equal(placet_key_pem(key, &b), PLACET_ELIMIT);
	assert_int_equal(placet_secret_parse(
	                     ed25519_secret, strlen(ed25519_secret), &secret),
	    0);
	assert_int_equal(placet_secret_pem(secret, &b), PLACET_ELIMIT);
	placet_buf_release(&b);
	placet_secret_free(secret);
	placet_key_free(key);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rsa_keys_are_read_in_both_forms),
		cmocka_unit_test(rsa_signatures_are_of_one_size),
		cmocka_unit_test(hashes_and_keys_must_go_together),
		cmocka_unit_test(ed25519_signs_as_the_rfc_says),
		cmocka_unit_test(ed25519_checks_as_the_rfc_says),
		cmocka_unit_test(the_pair_of_rfc_8410_belongs_together),
		cmocka_unit_test(a_drawn_rsa_key_signs_and_comes_back),
		cmocka_unit_test(a_full_buffer_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

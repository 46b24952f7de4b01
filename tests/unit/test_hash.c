/*
 * test_hash.c - published vectors of SHA-256, HMAC, HKDF and Ed25519
 *
 * FIPS 180-4, RFC 4231, RFC 5869 appendix A.3 (the one without salt), RFC
 * 8032 section 7.1.
 */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <placet/hash.h>
#include <placet/note.h>

#include "hex.h"

static void
assert_hash(const struct placet_hash *h, const char *want)
{
	char hex[65];

	placet_hex(h->b, sizeof h->b, hex);
	assert_string_equal(hex, want);
}

static void
sha256_is_as_published(void **state)
{
	struct placet_hash h;

	(void)state;
	placet_sha256("", 0, &h);
	assert_hash(&h,
	    "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855");
	placet_sha256("abc", 3, &h);
	assert_hash(&h,
	    "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad");
}

static void
pieces_hash_as_their_sum(void **state)
{
	const char *text = "the quick brown fox, in pieces of any size, hashes";
	struct placet_hash whole, parts;

	(void)state;
	placet_sha256(text, strlen(text), &whole);
	for (size_t i = 0; i <= strlen(text); i++) {
		const struct placet_bytes piece[] = {
			{ text, i },
			{ NULL, 0 },
			{ text + i, strlen(text) - i },
		};

		placet_sha256v(piece, 3, &parts);
		assert_memory_equal(&whole, &parts, sizeof whole);
	}
}

static void
hmac_is_as_published(void **state)
{
	const struct hex key = unhex(
	    "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
	const struct placet_bytes jefe[] = { { "what do ya want ", 16 },
		{ "for nothing?", 12 } };
	uint8_t long_key[131];
	struct placet_hash h;

	(void)state;
	placet_hmac(
	    key.b, key.len, &(struct placet_bytes){ "Hi There", 8 }, 1, &h);
	assert_hash(&h,
	    "b0344c61d8db38535ca8afceaf0bf12b"
	    "881dc200c9833da726e9376c2e32cff7");
	placet_hmac("Jefe", 4, jefe, 2, &h);
	assert_hash(&h,
	    "5bdcc146bf60754e6a042426089575c7"
	    "5a003f089d2739839dec58b964ec3843");
	memset(long_key, 0xaa, sizeof long_key);
	/* Not of the RFC: no key and no text. */
	placet_hmac(NULL, 0, NULL, 0, &h);
	assert_hash(&h,
	    "b613679a0814d9ec772f95d778c35fc5"
	    "ff1697c493715653c6c712144292c5ad");
	placet_hmac(long_key, sizeof long_key,
	    &(struct placet_bytes){
	        "Test Using Larger Than Block-Size Key - Hash Key First", 54 },
	    1, &h);
	assert_hash(&h,
	    "60e431591ee0b67f0d8a26aacbf5b77f"
	    "8e0bc6213728c5140546040f0ee37f54");
}

static void
hkdf_is_as_published(void **state)
{
	const struct hex ikm = unhex(
	    "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
	struct placet_hash h, other;

	(void)state;
	placet_hkdf(ikm.b, ikm.len, "", 0, &h);
	assert_hash(&h,
	    "8da4e775a563c18f715f802a063c5a31"
	    "b8a11f5c5ee1879ec3454e5f3c738d2d");
	placet_hkdf(ikm.b, ikm.len, "x", 1, &other);
	assert_false(placet_equal(&h, &other, sizeof h));
	assert_true(placet_equal(&h, &h, sizeof h));
}

static const struct {
	const char *seed, *pub, *msg, *sig;
} ed25519[] = {
	{ "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
	    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
	    "",
	    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
	    "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100"
	    "b" },
	{ "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
	    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
	    "72",
	    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
	    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c0"
	    "0" },
};

static void
signatures_are_as_published(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof ed25519 / sizeof *ed25519; i++) {
		const struct hex secret = unhex(ed25519[i].seed);
		const struct hex want = unhex(ed25519[i].sig);
		const struct hex msg = unhex(ed25519[i].msg);
		const struct hex key = unhex(ed25519[i].pub);
		struct placet_seed seed;
		struct placet_sig sig;
		uint8_t pub[32];

		memcpy(seed.b, secret.b, sizeof seed.b);
		assert_int_equal(placet_public(&seed, pub), 0);
		assert_memory_equal(pub, key.b, sizeof pub);
		assert_int_equal(placet_sign(&seed, msg.b, msg.len, &sig), 0);
		assert_memory_equal(sig.b, want.b, sizeof sig.b);
		assert_int_equal(placet_check(pub, msg.b, msg.len, &sig), 0);
	}
}

static void
one_flipped_bit_breaks_a_signature(void **state)
{
	struct placet_seed seed = { { 7 } };
	struct placet_sig sig;
	uint8_t pub[32];

	(void)state;
	assert_int_equal(placet_public(&seed, pub), 0);
	assert_int_equal(placet_sign(&seed, "vote", 4, &sig), 0);
	for (size_t i = 0; i < 8 * sizeof sig.b; i++) {
		sig.b[i / 8] ^= (uint8_t)(1 << i % 8);
		assert_int_equal(
		    placet_check(pub, "vote", 4, &sig), PLACET_ESIG);
		sig.b[i / 8] ^= (uint8_t)(1 << i % 8);
	}
	assert_int_equal(placet_check(pub, "note", 4, &sig), PLACET_ESIG);
	assert_int_equal(placet_check(pub, "vote", 4, &sig), 0);
}

static void
every_error_has_words(void **state)
{
	int err = 0;

	(void)state;
	while (strcmp(placet_strerror(err), "unknown error") != 0)
		err--;
	assert_true(err < PLACET_EMISSING);
	assert_string_equal(placet_strerror(INT_MIN), "unknown error");
	assert_string_equal(placet_strerror(1), "unknown error");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256_is_as_published),
		cmocka_unit_test(pieces_hash_as_their_sum),
		cmocka_unit_test(hmac_is_as_published),
		cmocka_unit_test(hkdf_is_as_published),
		cmocka_unit_test(signatures_are_as_published),
		cmocka_unit_test(one_flipped_bit_breaks_a_signature),
		cmocka_unit_test(every_error_has_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

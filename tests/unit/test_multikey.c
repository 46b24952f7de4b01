/*
 * test_multikey.c - base58btc, Multikey and did:key: one spelling each
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <placet/multikey.h>
#include <placet/note.h>

#include "hex.h"

#define KEY_DIGITS "6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
#define KEY        "z" KEY_DIGITS

/* Examples of draft-msporny-base58, and what zeros do. */
static void
base58_goes_both_ways(void **state)
{
	static const struct {
		const char *hex;
		const char *text;
	} table[] = {
		{ "", "" },
		{ "00", "1" },
		{ "0000", "11" },
		{ "39", "z" },
		{ "3a", "21" },
		{ "0000287fb4cd", "11233QC4" },
		{ "48656c6c6f20576f726c6421", "2NEpo7TZRRrLZSi2U" },
		{ "54686520717569636b2062726f776e20666f78206a756d7073206f7665"
		  "7220746865206c617a7920646f672e",
		    "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUB"
		    "k6Z" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		const struct hex h = unhex(table[i].hex);
		uint8_t bytes[64];
		size_t len = sizeof bytes;
		char text[PLACET_BASE58_SIZE(64)];

		assert_int_equal(placet_base58(h.b, h.len, text), 0);
		assert_string_equal(text, table[i].text);
		assert_int_equal(
		    placet_unbase58(text, strlen(text), bytes, &len), 0);
		assert_int_equal(len, h.len);
		assert_memory_equal(bytes, h.b, len);
	}
}

static void
every_length_comes_back(void **state)
{
	uint8_t in[PLACET_BASE58_MAX], out[PLACET_BASE58_MAX];
	char text[PLACET_BASE58_SIZE(PLACET_BASE58_MAX) + 1];

	(void)state;
	for (size_t n = 0; n <= sizeof in; n++)
		for (unsigned fill = 0; fill < 256; fill += 51) {
			size_t len = n;

			memset(in, (int)fill, sizeof in);
			assert_int_equal(placet_multibase(in, n, text), 0);
			assert_true(strlen(text) <= PLACET_BASE58_SIZE(n));
			assert_int_equal(
			    placet_unmultibase(text, strlen(text), out, &len),
			    0);
			assert_int_equal(len, n);
			assert_memory_equal(in, out, n);
		}
}

static int
unbase58(const char *s, size_t slen, size_t room)
{
	uint8_t out[PLACET_BASE58_MAX + 64];

	return placet_unbase58(s, slen, out, &room);
}

static void
base58_is_strict_and_bounded(void **state)
{
	uint8_t big[PLACET_BASE58_MAX + 1] = { 0 };
	char text[1024];
	size_t len = 8;

	(void)state;
	for (int c = 0; c < 256; c++) {
		const char s[3] = { '2', (char)c, '3' };
		const bool good = c != 0 &&
		    strchr("123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
		           "abcdefghijkmnopqrstuvwxyz",
		        c) != NULL;

		assert_int_equal(unbase58(s, 3, 8), good ? 0 : PLACET_EFORMAT);
	}
	assert_int_equal(unbase58("11233QC4", 8, 6), 0);
	assert_int_equal(unbase58("11233QC4", 8, 5), PLACET_ELIMIT);
	assert_int_equal(unbase58("111", 3, 2), PLACET_ELIMIT);
	memset(text, '1', sizeof text);
	assert_int_equal(unbase58(text, 128, 192), 0);
	assert_int_equal(unbase58(text, 129, 192), PLACET_ELIMIT);
	memset(text, 'z', sizeof text);
	for (size_t n = 175; n < sizeof text; n++)
		assert_int_equal(unbase58(text, n, 192), PLACET_ELIMIT);
	assert_int_equal(placet_base58(big, sizeof big, text), PLACET_ELIMIT);
	/* "m" is base64 and "f" hexadecimal: multibases we do not speak. */
	assert_int_equal(
	    placet_unmultibase("mAA", 3, big, &len), PLACET_EFORMAT);
	assert_int_equal(
	    placet_unmultibase("f00", 3, big, &len), PLACET_EFORMAT);
	assert_int_equal(placet_unmultibase("", 0, big, &len), PLACET_EFORMAT);
}

/*
 * Keys that others publish in two spellings: did:key's Multikey beside the
 * plain base58 of the same 32 bytes.
 */
static void
published_keys_agree(void **state)
{
	static const struct {
		const char *multikey;
		const char *base58;
	} table[] = {
		{ "z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH",
		    "B12NYF8RrR3h41TDCTJojY59usg3mbtbjnFs7Eud1Y6u" },
		{ "z6MkmjY8GnV5i9YTDtPETC2uUAW6ejw3nk5mXF5yci5ab7th",
		    "8HH5gYEeNc3z7PYXmd54d4x6qAfCNrqQqEB3nS7Zfu7K" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		const char *s = table[i].multikey;
		uint8_t pub[32], plain[32];
		size_t len = sizeof plain;
		char key[PLACET_MULTIKEY_SIZE], did[PLACET_DID_KEY_SIZE];

		assert_int_equal(placet_multikey_parse(s, strlen(s), pub), 0);
		assert_int_equal(placet_unbase58(table[i].base58,
		                     strlen(table[i].base58), plain, &len),
		    0);
		assert_int_equal(len, 32);
		assert_memory_equal(pub, plain, 32);
		placet_multikey(plain, key);
		assert_string_equal(key, s);
		placet_did_key(plain, did);
		assert_memory_equal(did, "did:key:", 8);
		assert_string_equal(did + 8, s);
		memset(pub, 0, sizeof pub);
		assert_int_equal(
		    placet_did_key_parse(did, strlen(did), pub), 0);
		assert_memory_equal(pub, plain, 32);
	}
}

/* The key pair of FEP-8b32's vectors: its secret half makes its public one. */
static void
the_pair_of_the_fep_belongs_together(void **state)
{
	static const char secret[] =
	    "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq";
	struct placet_seed seed;
	uint8_t bytes[34], pub[32];
	size_t len = sizeof bytes;
	char key[PLACET_MULTIKEY_SIZE];

	(void)state;
	assert_int_equal(
	    placet_unmultibase(secret, strlen(secret), bytes, &len), 0);
	assert_int_equal(len, 34);
	assert_memory_equal(bytes, "\x80\x26", 2);
	memcpy(seed.b, bytes + 2, sizeof seed.b);
	assert_int_equal(placet_public(&seed, pub), 0);
	placet_multikey(pub, key);
	assert_string_equal(
	    key, "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2");
	/* A secret is no public key, whatever a server publishes. */
	assert_int_equal(
	    placet_multikey_parse(secret, strlen(secret), pub), PLACET_ETYPE);
}

static void
every_multikey_has_the_same_length(void **state)
{
	char low[PLACET_MULTIKEY_SIZE], high[PLACET_MULTIKEY_SIZE];
	uint8_t pub[32], again[32];

	(void)state;
	memset(pub, 0, sizeof pub);
	placet_multikey(pub, low);
	assert_int_equal(strlen(low), PLACET_MULTIKEY_SIZE - 1);
	assert_int_equal(placet_multikey_parse(low, strlen(low), again), 0);
	assert_memory_equal(pub, again, 32);
	memset(pub, 0xff, sizeof pub);
	placet_multikey(pub, high);
	assert_int_equal(strlen(high), PLACET_MULTIKEY_SIZE - 1);
	assert_int_equal(placet_multikey_parse(high, strlen(high), again), 0);
	assert_memory_equal(pub, again, 32);
	assert_memory_equal(low, "z6Mk", 4);
	assert_memory_equal(high, "z6Mk", 4);
}

static int
parse(const char *s)
{
	uint8_t pub[32];

	return placet_multikey_parse(s, strlen(s), pub);
}

/* What bytes in a multibase are as a key. */
static int
parse_bytes(const char *hex)
{
	const struct hex h = unhex(hex);
	char text[PLACET_BASE58_SIZE(PLACET_BASE58_MAX) + 1];

	assert_int_equal(placet_multibase(h.b, h.len, text), 0);
	return parse(text);
}

static void
other_spellings_and_other_keys_are_refused(void **state)
{
	static const char *const dids[] = { "", "did:key:", KEY,
		"did:key:" KEY "#" KEY, "did:key:" KEY " ", "DID:key:" KEY,
		"did:web:" KEY, "did:key:did:key:" KEY, "did:key: " KEY };
	const char with_nul[] = KEY "\0";
	char many[2000];
	uint8_t pub[32];

	(void)state;
	assert_int_equal(parse(KEY), 0);
	assert_int_not_equal(parse(""), 0);
	assert_int_not_equal(parse("z"), 0);
	assert_int_not_equal(parse(KEY "1"), 0);
	assert_int_equal(parse(KEY " "), PLACET_EFORMAT);
	assert_int_equal(parse(" " KEY), PLACET_EFORMAT);
	assert_int_equal(parse("Z" KEY), PLACET_EFORMAT);
	assert_int_equal(parse(&KEY[1]), PLACET_EFORMAT);
	assert_int_equal(
	    placet_multikey_parse(with_nul, sizeof KEY, pub), PLACET_EFORMAT);
	/* Nothing, half a prefix, a key too short, one too long, zeros. */
	assert_int_equal(parse_bytes(""), PLACET_ETYPE);
	assert_int_equal(parse_bytes("ed"), PLACET_ETYPE);
	assert_int_equal(parse_bytes("ed01"), PLACET_EFORMAT);
	assert_int_equal(parse_bytes("ed01000000"), PLACET_EFORMAT);
	assert_int_equal(parse("z1" KEY_DIGITS), PLACET_ETYPE);
	/* X25519 (ec 01), P-256 (80 24), and something as long as RSA. */
	assert_int_equal(parse_bytes("ec01000000"), PLACET_ETYPE);
	assert_int_equal(parse_bytes("8024020000"), PLACET_ETYPE);
	memset(many, 'z', sizeof many);
	assert_int_equal(
	    placet_multikey_parse(many, sizeof many, pub), PLACET_ETYPE);
	for (size_t i = 0; i < sizeof dids / sizeof *dids; i++)
		assert_int_equal(
		    placet_did_key_parse(dids[i], strlen(dids[i]), pub),
		    PLACET_EFORMAT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(base58_goes_both_ways),
		cmocka_unit_test(every_length_comes_back),
		cmocka_unit_test(base58_is_strict_and_bounded),
		cmocka_unit_test(published_keys_agree),
		cmocka_unit_test(the_pair_of_the_fep_belongs_together),
		cmocka_unit_test(every_multikey_has_the_same_length),
		cmocka_unit_test(other_spellings_and_other_keys_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

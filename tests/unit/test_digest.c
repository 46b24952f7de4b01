/*
 * test_digest.c - the two headers that carry the hash of a body
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <placet/digest.h>

/* The body of the examples of RFC 9421, and that of RFC 9530. */
#define BODY    "{\"hello\": \"world\"}"
#define LINE    BODY "\n"
#define SHA256  "X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="
#define LINE256 "RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg="
#define SHA512                                         \
	"WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaP" \
	"m+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew=="
#define LINE512                                        \
	"YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6GJiOHTohq4y" \
	"P+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/WkppmM44T3qg=="
#define EMPTY256 "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

struct row {
	const char *value;
	int err;
};

typedef int check(const char *value, size_t vlen, const void *body, size_t len);

static void
run(check *how, const struct row *table, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *s = table[i].value;
		const int err = how(s, strlen(s), BODY, strlen(BODY));

		if (err != table[i].err)
			fail_msg("'%s': %d, not %d", s, err, table[i].err);
	}
}

static void
digests_are_written_as_published(void **state)
{
	struct placet_buf b = { 0 };

	(void)state;
	placet_digest_write(BODY, strlen(BODY), &b);
	assert_string_equal(b.data, "SHA-256=" SHA256);
	placet_buf_clear(&b);
	placet_content_digest_write(LINE, strlen(LINE), &b);
	assert_string_equal(b.data, "sha-256=:" LINE256 ":");
	placet_buf_clear(&b);
	placet_digest_write("", 0, &b);
	assert_string_equal(b.data, "SHA-256=" EMPTY256);
	placet_buf_release(&b);
}

static void
a_digest_is_of_the_body_or_refused(void **state)
{
	static const struct row table[] = {
		{ "SHA-256=" SHA256, 0 },
		{ "sha-256=" SHA256, 0 },
		{ "Sha-256=" SHA256, 0 },
		{ "SHA-512=" SHA512, 0 },
		{ "SHA-256=" SHA256 ",SHA-512=" SHA512, 0 },
		{ "SHA-512=" SHA512 " ,\tSHA-256=" SHA256, 0 },
		{ "MD5=Sd/dVLAcvNLSq16eXua5uQ==,SHA-256=" SHA256, 0 },
		{ "UNIXsum=30637,SHA-256=" SHA256 ",x=", 0 },
		{ "x=1,xy=~,SHA-256=" SHA256 ",y=!", 0 },
		/* Of another body, in either place. */
		{ "SHA-256=" EMPTY256, PLACET_EPROOF },
		{ "SHA-256=" LINE256, PLACET_EPROOF },
		{ "SHA-512=" LINE512, PLACET_EPROOF },
		{ "SHA-256=" SHA256 ",SHA-512=" LINE512, PLACET_EPROOF },
		{ "SHA-256=" EMPTY256 ",SHA-512=" SHA512, PLACET_EPROOF },
		/* Not as long as it should be. */
		{ "SHA-256=", PLACET_EPROOF },
		{ "SHA-256=X48E", PLACET_EPROOF },
		{ "SHA-256=" SHA512, PLACET_EPROOF },
		{ "SHA-512=" SHA256, PLACET_EPROOF },
		/* In hexadecimal, which is base64 of 48 bytes. */
		{ "SHA-256=5f8f04f6a3a892aaabbddb6cf273894493773960d4a325b105"
		  "fee46eef4304f1",
		    PLACET_EPROOF },
		/* Nothing we could compare. */
		{ "MD5=Sd/dVLAcvNLSq16eXua5uQ==", PLACET_EMISSING },
		{ "SHA=1", PLACET_EMISSING },
		{ "SHA256=" SHA256, PLACET_EMISSING },
		{ "id-SHA-256=" SHA256, PLACET_EMISSING },
		/* Twice is once too often, right or wrong. */
		{ "SHA-256=" SHA256 ",SHA-256=" SHA256, PLACET_EDUP },
		{ "SHA-256=" SHA256 ",sha-256=" EMPTY256, PLACET_EDUP },
		{ "x=1,SHA-256=" SHA256 ",X=2", PLACET_EDUP },
	};

	(void)state;
	run(placet_digest_check, table, sizeof table / sizeof *table);
}

static void
malformed_digests_are_refused(void **state)
{
	static const char *const table[] = { "", " ", "SHA-256", "=" SHA256,
		" SHA-256=" SHA256, "SHA-256 =" SHA256, "SHA-256= " SHA256,
		"SHA-256=" SHA256 ",", "SHA-256=" SHA256 ", ",
		",SHA-256=" SHA256, "SHA-256=" SHA256 ",,x=1",
		"SHA-256=" SHA256 ";q=1", "SHA-256=" SHA256 " x=1",
		"SHA-256=\"" SHA256 "\"", "SHA-256=" SHA256 "=",
		"SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE",
		"SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPF=",
		"SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWx_f7kbu9DBPE=",
		"SHA:256=" SHA256, "x=\x80,SHA-256=" SHA256,
		"sha-256=:" SHA256 ":" };

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		run(placet_digest_check,
		    &(struct row){ table[i], PLACET_EFORMAT }, 1);
}

static void
a_content_digest_is_of_the_body_or_refused(void **state)
{
	static const struct row table[] = {
		{ "sha-256=:" SHA256 ":", 0 },
		{ "sha-512=:" SHA512 ":", 0 },
		{ "sha-256=:" SHA256 ":, sha-512=:" SHA512 ":", 0 },
		{ "sha-256=:" SHA256 ":;x=1", 0 },
		{ "md5=:AAAA:, sha-256=:" SHA256 ":", 0 },
		{ "sha-256=:" LINE256 ":", PLACET_EPROOF },
		{ "sha-512=:" LINE512 ":", PLACET_EPROOF },
		{ "sha-256=:" SHA256 ":, sha-512=:" LINE512 ":",
		    PLACET_EPROOF },
		{ "sha-256=::", PLACET_EPROOF },
		{ "sha-256=:" SHA512 ":", PLACET_EPROOF },
		{ "md5=:Sd/dVLAcvNLSq16eXua5uQ==:", PLACET_EMISSING },
		{ "", PLACET_EMISSING },
		{ "sha-256=:" SHA256 ":, sha-256=:" SHA256 ":", PLACET_EDUP },
		{ "SHA-256=:" SHA256 ":", PLACET_EFORMAT },
		{ "sha-256=" SHA256, PLACET_EFORMAT },
		{ "sha-256=\"" SHA256 "\"", PLACET_EFORMAT },
		{ "sha-256", PLACET_EFORMAT },
		{ "sha-256=(:" SHA256 ":)", PLACET_EFORMAT },
		{ "x=1, sha-256=:" SHA256 ":", PLACET_EFORMAT },
		{ "sha-256=:" SHA256 ":,", PLACET_EFORMAT },
	};

	(void)state;
	run(placet_content_digest_check, table, sizeof table / sizeof *table);
}

static void
every_changed_bit_of_the_body_shows(void **state)
{
	char body[] = BODY;

	(void)state;
	for (size_t i = 0; i < 8 * strlen(BODY); i++) {
		body[i / 8] ^= (char)(1 << i % 8);
		assert_int_equal(placet_digest_check(
		                     "SHA-256=" SHA256, 52, body, strlen(BODY)),
		    PLACET_EPROOF);
		body[i / 8] ^= (char)(1 << i % 8);
	}
	assert_int_equal(
	    placet_digest_check("SHA-256=" SHA256, 52, body, strlen(BODY) - 1),
	    PLACET_EPROOF);
}

/* n parts of our own algorithm and others. */
static int
parts(check *how, const char *first, const char *value, int n)
{
	struct placet_buf b = { 0 };
	int err;

	placet_buf_str(&b, first);
	for (int i = 1; i < n; i++)
		placet_buf_printf(&b, ",x%d=%s", i, value);
	err = how(b.data, b.len, BODY, strlen(BODY));
	placet_buf_release(&b);
	return err;
}

static void
long_lists_are_refused(void **state)
{
	char s[PLACET_DIGEST_SIZE + 1];

	(void)state;
	assert_int_equal(parts(placet_digest_check, "SHA-256=" SHA256, "1",
	                     PLACET_DIGEST_COUNT),
	    0);
	assert_int_equal(parts(placet_digest_check, "SHA-256=" SHA256, "1",
	                     PLACET_DIGEST_COUNT + 1),
	    PLACET_ELIMIT);
	assert_int_equal(
	    parts(placet_content_digest_check, "sha-256=:" SHA256 ":",
	        ":AAAA:", PLACET_DIGEST_COUNT),
	    0);
	assert_int_equal(
	    parts(placet_content_digest_check, "sha-256=:" SHA256 ":",
	        ":AAAA:", PLACET_DIGEST_COUNT + 1),
	    PLACET_ELIMIT);
	memset(s, 'A', sizeof s);
	assert_int_equal(
	    placet_digest_check(s, sizeof s, "", 0), PLACET_ELIMIT);
	assert_int_equal(
	    placet_content_digest_check(s, sizeof s, "", 0), PLACET_ELIMIT);
	memcpy(s, "x=", 2);
	assert_int_equal(
	    placet_digest_check(s, PLACET_DIGEST_SIZE, "", 0), PLACET_EMISSING);
	memset(s, 'a', sizeof s);
	memcpy(s, "x=:AAAA:;", 9);
	assert_int_equal(
	    placet_content_digest_check(s, PLACET_DIGEST_SIZE, "", 0),
	    PLACET_EMISSING);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digests_are_written_as_published),
		cmocka_unit_test(a_digest_is_of_the_body_or_refused),
		cmocka_unit_test(malformed_digests_are_refused),
		cmocka_unit_test(a_content_digest_is_of_the_body_or_refused),
		cmocka_unit_test(every_changed_bit_of_the_body_shows),
		cmocka_unit_test(long_lists_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

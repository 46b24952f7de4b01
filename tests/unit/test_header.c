/*
 * test_header.c - text in headers, and what cannot get into one
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <placet/header.h>

#define EURO "\xe2\x82\xac"

struct row {
	const char *text;
	const char *want;
};

typedef int encode(const char *text, size_t len, struct placet_buf *out);

static int
subject(const char *text, size_t len, struct placet_buf *out)
{
	return placet_header_text(text, len, 9, out);
}

static int
from(const char *text, size_t len, struct placet_buf *out)
{
	return placet_header_phrase(text, len, 6, out);
}

static encode *const encoders[] = { subject, from, placet_header_quoted,
	placet_header_ext, placet_header_attachment };
enum { ENCODERS = sizeof encoders / sizeof *encoders };

static void
check(encode *f, const struct row *row, size_t n)
{
	struct placet_buf b = { 0 };

	for (size_t i = 0; i < n; i++) {
		placet_buf_clear(&b);
		placet_buf_str(&b, "|");
		assert_int_equal(f(row[i].text, strlen(row[i].text), &b), 0);
		assert_string_equal(b.data + 1, row[i].want);
	}
	placet_buf_release(&b);
}

#define CHECK(f, row) check(f, row, sizeof(row) / sizeof *(row))

static void
subjects_are_plain_or_encoded(void **state)
{
	static const struct row row[] = {
		{ "", "" },
		{ "a, \"b\" (c) <d>", "a, \"b\" (c) <d>" },
		{ "\xc3\x89", "=?UTF-8?B?w4k=?=" },
		{ " a", "=?UTF-8?B?IGE=?=" },
		{ "a ", "=?UTF-8?B?YSA=?=" },
		{ "=?UTF-8?B?YSA=?=", "=?UTF-8?B?PT9VVEYtOD9CP1lTQT0/PQ==?=" },
		{ "a=?", "=?UTF-8?B?YT0/?=" },
		{ "a=b?", "a=b?" },
	};

	(void)state;
	CHECK(subject, row);
}

static void
names_are_atoms_quoted_or_encoded(void **state)
{
	static const struct row row[] = {
		{ "Ville de Die", "Ville de Die" },
		{ "L'Isle-d'Abeau", "L'Isle-d'Abeau" },
		{ "a, b", "\"a, b\"" },
		{ "St. Brieuc", "\"St. Brieuc\"" },
		{ "a  b", "\"a  b\"" },
		{ "a\"b\\<c@d.example>", "\"a\\\"b\\\\<c@d.example>\"" },
		{ "\xc3\x89", "=?UTF-8?B?w4k=?=" },
	};

	(void)state;
	CHECK(from, row);
}

/* Every line <= 76, every word <= 75 and of whole characters. */
static void
long_text_is_folded(void **state)
{
	struct placet_buf text = { 0 }, b = { 0 };

	(void)state;
	for (int i = 0; i < 100; i++)
		placet_buf_str(&text, i % 7 == 0 ? "x" EURO : EURO);
	for (size_t column = 0; column < 100; column++) {
		size_t at = column;

		placet_buf_clear(&b);
		assert_int_equal(
		    placet_header_text(text.data, text.len, column, &b), 0);
		for (const char *line = b.data; *line != '\0';) {
			const size_t n = strcspn(line, "\r");
			const char *word = line + (*line == ' ');

			assert_true(n == 0 || at + n <= 76);
			assert_true(strcspn(word, "\r") <= 75);
			assert_true(
			    n == 0 || memcmp(word, "=?UTF-8?B?", 10) == 0);
			line += n;
			if (*line == '\0')
				break;
			assert_memory_equal(line, "\r\n ", 3);
			line += 2;
			at = 0;
		}
	}
	placet_buf_clear(&b);
	assert_int_equal(
	    placet_header_text(EURO EURO EURO EURO EURO EURO EURO EURO EURO EURO
	                           EURO EURO EURO EURO EURO EURO,
	        48, 9, &b),
	    0);
	assert_string_equal(b.data,
	    "=?UTF-8?B?4oKs4oKs4oKs4oKs4oKs4oKs4oKs4oKs4oKs4oKs4oKs4oKs4oKs"
	    "?=\r\n =?UTF-8?B?4oKs4oKs4oKs?=");
	placet_buf_release(&text);
	placet_buf_release(&b);
}

static void
long_ascii_is_encoded_when_it_does_not_fit(void **state)
{
	char text[80];
	struct placet_buf b = { 0 };

	(void)state;
	memset(text, 'a', sizeof text);
	assert_int_equal(placet_header_text(text, 67, 9, &b), 0);
	assert_int_equal(b.len, 67);
	placet_buf_clear(&b);
	assert_int_equal(placet_header_text(text, 68, 9, &b), 0);
	assert_memory_equal(b.data, "=?UTF-8?B?", 10);
	text[0] = '"';
	placet_buf_clear(&b);
	assert_int_equal(placet_header_phrase(text, 67, 6, &b), 0);
	assert_memory_equal(b.data, "\"\\\"aaa", 6);
	assert_int_equal(b.len, 70);
	placet_buf_clear(&b);
	assert_int_equal(placet_header_phrase(text, 68, 6, &b), 0);
	assert_memory_equal(b.data, "=?UTF-8?B?", 10);
	placet_buf_release(&b);
}

static void
strings_are_quoted(void **state)
{
	static const struct row row[] = {
		{ "", "\"\"" },
		{ "a b", "\"a b\"" },
		{ "\"\\\"", "\"\\\"\\\\\\\"\"" },
	};
	struct placet_buf b = { 0 };

	(void)state;
	CHECK(placet_header_quoted, row);
	placet_buf_str(&b, "|");
	assert_int_equal(
	    placet_header_quoted("\xc3\xa9", 2, &b), PLACET_EFORMAT);
	assert_string_equal(b.data, "|");
	placet_buf_release(&b);
}

/* The first two are after the examples of RFC 8187 3.2.3. */
static void
parameters_are_extended(void **state)
{
	static const struct row row[] = {
		{ "\xc2\xa3 rates", "UTF-8''%C2%A3%20rates" },
		{ "\xc2\xa3 and " EURO " rates",
		    "UTF-8''%C2%A3%20and%20%E2%82%AC%20rates" },
		{ "!#$&+-.^_`|~aZ09", "UTF-8''!#$&+-.^_`|~aZ09" },
		{ "%'()*/:;<=>?@[\\]{},\"",
		    "UTF-8''%25%27%28%29%2A%2F%3A%3B%3C%3D%3E%3F%40%5B%5C%5D"
		    "%7B%7D%2C%22" },
		{ "", "UTF-8''" },
	};

	(void)state;
	CHECK(placet_header_ext, row);
}

static void
file_names_are_proposed(void **state)
{
	static const struct row row[] = {
		{ "receipt-7.tlog-proof",
		    "attachment; filename=\"receipt-7.tlog-proof\"" },
		{ "p\xc3\xa9tition " EURO ".txt",
		    "attachment; filename=\"p_tition _.txt\"; "
		    "filename*=UTF-8''p%C3%A9tition%20%E2%82%AC.txt" },
		{ "../etc\\x", "attachment; filename=\".._etc_x\"" },
		{ "a\"b%41\xc3\xa9/",
		    "attachment; filename=\"a_b_41__\"; "
		    "filename*=UTF-8''a%22b%2541%C3%A9_" },
	};

	(void)state;
	CHECK(placet_header_attachment, row);
}

static void
nothing_ends_a_header(void **state)
{
	static const struct {
		const char *s;
		size_t len;
	} bad[] = {
		{ "a\r\nBcc: b@x.example", 19 }, { "\n", 1 }, { "\r", 1 },
		{ "a\0b", 3 }, { "\t", 1 }, { "\x1b[2J", 4 }, { "\x7f", 1 },
		{ "\xc2\x85", 2 },     /* NEL */
		{ "\xe2\x80\xa8", 3 }, /* line separator */
		{ "\xe2\x80\xae", 3 }, /* right-to-left override */
		{ "\xff", 1 }, { "\xc4\x8a\xc4", 3 },
		{ "\xc0\x8a", 2 }, /* LF, overlong */
	};
	struct placet_buf b = { 0 };

	(void)state;
	placet_buf_str(&b, "|");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		for (size_t f = 0; f < ENCODERS; f++) {
			assert_int_equal(encoders[f](bad[i].s, bad[i].len, &b),
			    PLACET_EUTF8);
			assert_string_equal(b.data, "|");
		}
	placet_buf_release(&b);
}

static void
long_text_and_full_buffers_are_refused(void **state)
{
	char big[PLACET_HEADER_MAX + 1];
	struct placet_buf b = { 0 };

	(void)state;
	memset(big, 'a', sizeof big);
	for (size_t f = 0; f < ENCODERS; f++) {
		assert_int_equal(
		    encoders[f](big, sizeof big, &b), PLACET_ELIMIT);
		assert_int_equal(encoders[f](big, sizeof big - 1, &b), 0);
		placet_buf_release(&b);
		b.ceiling = 3;
		placet_buf_str(&b, "|");
		assert_int_equal(encoders[f]("abc", 3, &b), PLACET_ELIMIT);
		assert_string_equal(b.data, "|");
		assert_int_equal(encoders[f]("a", 1, &b), PLACET_ELIMIT);
		placet_buf_release(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(subjects_are_plain_or_encoded),
		cmocka_unit_test(names_are_atoms_quoted_or_encoded),
		cmocka_unit_test(long_text_is_folded),
		cmocka_unit_test(long_ascii_is_encoded_when_it_does_not_fit),
		cmocka_unit_test(strings_are_quoted),
		cmocka_unit_test(parameters_are_extended),
		cmocka_unit_test(file_names_are_proposed),
		cmocka_unit_test(nothing_ends_a_header),
		cmocka_unit_test(long_text_and_full_buffers_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

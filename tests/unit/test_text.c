/*
 * test_text.c - UTF-8, hexadecimal, base64, decimals
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <placet/text.h>

/* RFC 3629 as a slow decoder: value, then shortest form, then range. */
static bool
slow_valid(const uint8_t *p, size_t len)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };

	while (len > 0) {
		size_t n = p[0] < 0x80 ? 1
		    : p[0] >> 5 == 6   ? 2
		    : p[0] >> 4 == 14  ? 3
		    : p[0] >> 3 == 30  ? 4
		                       : 0;
		uint32_t cp = n == 1 ? p[0] : p[0] & (0x7fU >> n);

		if (n == 0 || n > len)
			return false;
		for (size_t i = 1; i < n; i++) {
			if (p[i] >> 6 != 2)
				return false;
			cp = cp << 6 | (p[i] & 0x3fU);
		}
		if (cp < least[n] || cp > 0x10ffff ||
		    (cp >= 0xd800 && cp <= 0xdfff))
			return false;
		p += n;
		len -= n;
	}
	return true;
}

static void
utf8_agrees_with_a_slow_decoder(void **state)
{
	/* The edges of all ranges stand for the bytes between them. */
	static const uint8_t edge[] = { 0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90,
		0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec,
		0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf8, 0xff };
	const size_t n = sizeof edge;
	size_t valid = 0;

	(void)state;
	for (size_t i = 0; i < n * n * n * n; i++) {
		const uint8_t s[] = { edge[i % n], edge[i / n % n],
			edge[i / n / n % n], edge[i / n / n / n] };

		for (size_t len = 1; len <= 4; len++) {
			const bool want = slow_valid(s, len);

			if (placet_utf8_valid(s, len) != want)
				fail_msg("%02x%02x%02x%02x, %zu bytes", s[0],
				    s[1], s[2], s[3], len);
			valid += want;
		}
	}
	assert_true(valid > 0);
	assert_true(placet_utf8_valid("", 0));
}

static const struct {
	const char *text;
	bool fine;
} lines[] = {
	{ "", true },
	{ "Ève d'Été-Noël", true },
	{ "\xD7\x90\xD7\x91", true },
	{ "\xF0\x9F\x8C\xB3", true },
	{ "a\tb", false },
	{ "a\nb", false },
	{ "a\rb", false },
	{ "a\x7f", false },
	{ "a\xC2\x85", false },
	{ "a\xC2\xA0z", true },
	{ "a\xE2\x80\xA8", false },
	{ "a\xE2\x80\xA9", false },
	{ "a\xE2\x80\xAE", false },
	{ "a\xE2\x81\xA6", false },
	{ "a\xE2\x80\x99", true },
	{ "a\xC0\xAF", false },
};

static void
a_line_has_no_controls_or_overrides(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (placet_text_line(lines[i].text, strlen(lines[i].text)) !=
		    lines[i].fine)
			fail_msg("line %zu", i);
	assert_false(placet_text_line("a\0b", 3));
	assert_int_equal(placet_utf8_length("Noël 🌳", 10), 6);
}

static void
hex_is_read_back(void **state)
{
	uint8_t all[256], back[256];
	char hex[513];

	(void)state;
	for (int i = 0; i < 256; i++)
		all[i] = (uint8_t)i;
	placet_hex(all, sizeof all, hex);
	assert_int_equal(placet_unhex(hex, 512, back, 256), 0);
	assert_memory_equal(all, back, sizeof all);
	assert_int_equal(placet_unhex("0aFf", 4, back, 2), 0);
	assert_int_equal(back[1], 0xff);
	assert_int_equal(placet_unhex("0aFf", 4, back, 1), PLACET_EFORMAT);
	assert_int_equal(placet_unhex("0af", 3, back, 1), PLACET_EFORMAT);
	assert_int_equal(placet_unhex("0g", 2, back, 1), PLACET_EFORMAT);
	assert_int_equal(placet_unhex(" 0", 2, back, 1), PLACET_EFORMAT);
}

static void
base64_is_read_back_and_has_one_spelling(void **state)
{
	uint8_t data[64], back[64];
	char text[PLACET_BASE64_SIZE(64)];

	(void)state;
	for (size_t i = 0; i < sizeof data; i++)
		data[i] = (uint8_t)(i * 37 + 251);
	for (size_t len = 0; len <= sizeof data; len++) {
		size_t n = placet_base64(data, len, text), room = sizeof back;

		assert_int_equal(n, strlen(text));
		assert_int_equal(n, PLACET_BASE64_SIZE(len) - 1);
		assert_int_equal(placet_unbase64(text, n, back, &room), 0);
		assert_int_equal(room, len);
		assert_memory_equal(data, back, len);
		for (size_t cut = 1; cut < 4 && cut < n; cut++) {
			room = sizeof back;
			assert_int_equal(
			    placet_unbase64(text, n - cut, back, &room),
			    PLACET_EFORMAT);
		}
		n = placet_base64url(data, len, text);
		room = sizeof back;
		assert_int_equal(placet_unbase64url(text, n, back, &room), 0);
		assert_int_equal(room, len);
		assert_memory_equal(data, back, len);
		if (len > 0) {
			room = len - 1;
			assert_int_equal(
			    placet_unbase64url(text, n, back, &room),
			    PLACET_ELIMIT);
		}
	}
}

static void
other_spellings_of_base64_are_refused(void **state)
{
	static const char *const bad[] = { "=",
		"====", "A===", "AB==", "AAB=", "AA=A",
		"AAAA=", "AA==AA==", "AAA", "AA", "A", "AA= ", " AAA", "AA\nA",
		"AA-_", "AAAA\n" };
	static const char *const bad_url[] = { "A", "AB", "AAB", "AA==", "AA+/",
		"AAA=", "AA A" };
	uint8_t out[16];

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		size_t room = sizeof out;

		if (placet_unbase64(bad[i], strlen(bad[i]), out, &room) !=
		    PLACET_EFORMAT)
			fail_msg("accepted '%s'", bad[i]);
	}
	for (size_t i = 0; i < sizeof bad_url / sizeof *bad_url; i++) {
		size_t room = sizeof out;

		if (placet_unbase64url(bad_url[i], strlen(bad_url[i]), out,
		        &room) != PLACET_EFORMAT)
			fail_msg("accepted '%s'", bad_url[i]);
	}
}

static const struct {
	const char *text;
	uint64_t max;
	int err;
	uint64_t value;
} decimals[] = {
	{ "0", 0, 0, 0 },
	{ "7", 7, 0, 7 },
	{ "8", 7, PLACET_ERANGE, 0 },
	{ "18446744073709551615", UINT64_MAX, 0, UINT64_MAX },
	{ "18446744073709551616", UINT64_MAX, PLACET_ERANGE, 0 },
	{ "99999999999999999999999", UINT64_MAX, PLACET_ERANGE, 0 },
	{ "", 9, PLACET_EFORMAT, 0 },
	{ "00", 9, PLACET_EFORMAT, 0 },
	{ "01", 9, PLACET_EFORMAT, 0 },
	{ "+1", 9, PLACET_EFORMAT, 0 },
	{ "-1", 9, PLACET_EFORMAT, 0 },
	{ " 1", 9, PLACET_EFORMAT, 0 },
	{ "1 ", 9, PLACET_EFORMAT, 0 },
	{ "1e1", 99, PLACET_EFORMAT, 0 },
	{ "99999999999999999999999x", UINT64_MAX, PLACET_EFORMAT, 0 },
};

static void
decimals_are_read_strictly(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof decimals / sizeof *decimals; i++) {
		const char *text = decimals[i].text;
		uint64_t n = 0;

		if (placet_decimal(text, strlen(text), decimals[i].max, &n) !=
		        decimals[i].err ||
		    n != decimals[i].value)
			fail_msg("'%s'", text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_agrees_with_a_slow_decoder),
		cmocka_unit_test(a_line_has_no_controls_or_overrides),
		cmocka_unit_test(hex_is_read_back),
		cmocka_unit_test(base64_is_read_back_and_has_one_spelling),
		cmocka_unit_test(other_spellings_of_base64_are_refused),
		cmocka_unit_test(decimals_are_read_strictly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

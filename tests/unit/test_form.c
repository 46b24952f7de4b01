/*
 * test_form.c - which forms, queries and segments are read, and which refused
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limit.h"
#include "web/form.h"

enum { MAX = 4 };

static struct placet_arena arena;
static struct field field[MAX];
static size_t n;

static int
end_arena(void **state)
{
	(void)state;
	placet_arena_end(&arena);
	return 0;
}

/* In its own heap block, so that the sanitizer sees a byte read too far. */
static int
parse(const char *text)
{
	const size_t len = strlen(text);
	char *exact = malloc(len == 0 ? 1 : len);
	int err;

	assert_non_null(exact);
	memcpy(exact, text, len);
	err = form_parse(&arena, exact, len, field, MAX, &n);
	free(exact);
	if (err != 0)
		assert_int_equal(n, 0);
	return err;
}

static void
fields_come_in_order_and_decoded(void **state)
{
	(void)state;
	assert_int_equal(
	    parse("name=Ana%C3%AFs+B&q&x=1=2%26&%65=%2b%0d%0a"), 0);
	assert_int_equal(n, 4);
	assert_string_equal(field[0].name, "name");
	assert_string_equal(field[0].value, "Ana\303\257s B");
	assert_int_equal(field[0].len, 8);
	assert_string_equal(field[1].name, "q");
	assert_string_equal(field[1].value, "");
	assert_string_equal(field[2].value, "1=2&");
	assert_string_equal(field[3].name, "e");
	assert_string_equal(field[3].value, "+\r\n");
	assert_int_equal(parse(""), 0);
	assert_int_equal(n, 0);
}

static void
broken_forms_are_refused(void **state)
{
	/* clang-format off */
	static const struct { const char *text; int err; } row[] = {
		{ "a=%", PLACET_EFORMAT },
		{ "a=%4", PLACET_EFORMAT },
		{ "a=%4&b=1", PLACET_EFORMAT },
		{ "a=%zz", PLACET_EFORMAT },
		{ "a=%+1", PLACET_EFORMAT },
		{ "%=1", PLACET_EFORMAT },
		{ "=1", PLACET_EFORMAT },
		{ "&", PLACET_EFORMAT },
		{ "a=1&", PLACET_EFORMAT },
		{ "a=1&&b=2", PLACET_EFORMAT },
		{ "a=1 2", PLACET_EFORMAT },
		{ "a=1\r\nb=2", PLACET_EFORMAT },
		{ "a=%00", PLACET_EUTF8 },
		{ "a%00b=1", PLACET_EUTF8 },
		{ "a=%FF", PLACET_EUTF8 },
		{ "a=\xe9", PLACET_EUTF8 },
		{ "a=%ED%A0%80", PLACET_EUTF8 },
		{ "a=%C3&b=%A9", PLACET_EUTF8 },
		{ "a=1&b=2&a=3", PLACET_EDUP },
		{ "a=1&%61=2", PLACET_EDUP },
		{ "a&a", PLACET_EDUP },
		{ "a=1&b=2&c=3&d=4&e=5", PLACET_ELIMIT },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		if (parse(row[i].text) != row[i].err)
			print_error("# row %zu: %s\n", i, row[i].text);
		assert_int_equal(parse(row[i].text), row[i].err);
	}
}

static void
long_forms_are_refused(void **state)
{
	struct placet_arena tiny = { .ceiling = 1 };
	char *s = malloc(LIMIT_BODY + 2);

	(void)state;
	assert_non_null(s);
	memset(s, 'a', LIMIT_BODY + 1);
	s[LIMIT_BODY + 1] = '\0';
	assert_int_equal(parse(s), PLACET_ELIMIT);
	s[1] = '=';
	s[2 + LIMIT_FIELD] = '\0';
	assert_int_equal(parse(s), 0);
	assert_int_equal(field[0].len, LIMIT_FIELD);
	s[2 + LIMIT_FIELD] = 'a';
	s[3 + LIMIT_FIELD] = '\0';
	assert_int_equal(parse(s), PLACET_ELIMIT);
	free(s);
	assert_int_equal(
	    form_parse(&tiny, "a=1", 3, field, MAX, &n), PLACET_ENOMEM);
	placet_arena_end(&tiny);
}

static int
from_json(const char *s)
{
	return form_from_json(&arena, s, strlen(s), field, MAX, &n);
}

static void
json_objects_of_strings_are_fields(void **state)
{
	struct placet_buf b = { 0 };

	(void)state;
	assert_int_equal(from_json("{\"a\":\"1\",\"b\":\"\\u00e9\"}"), 0);
	assert_int_equal(n, 2);
	assert_string_equal(field[1].value, "\303\251");
	placet_json_write(&b, form_to_json(&arena, field, n));
	assert_string_equal(b.data, "{\"a\":\"1\",\"b\":\"\303\251\"}");
	placet_buf_release(&b);

	assert_int_equal(from_json("{}"), 0);
	assert_int_equal(from_json("[]"), PLACET_ETYPE);
	assert_int_equal(from_json("{\"a\":1}"), PLACET_ETYPE);
	assert_int_equal(from_json("{\"a\":{\"b\":\"c\"}}"), PLACET_ETYPE);
	assert_int_equal(from_json("{\"a\":\"1\",\"a\":\"2\"}"), PLACET_EDUP);
	assert_int_equal(from_json("{\"a\":\"\\u0000\"}"), PLACET_EUTF8);
	assert_int_equal(from_json("{\"a\":"), PLACET_EFORMAT);
	assert_int_equal(from_json("{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\","
	                           "\"d\":\"4\",\"e\":\"5\"}"),
	    PLACET_ELIMIT);
	assert_int_equal(n, 0);
}

static void
segments_are_decoded_one_by_one(void **state)
{
	/* clang-format off */
	static const struct { const char *text; int err; } bad[] = {
		{ "a%2Fb", PLACET_EFORMAT },
		{ "..", PLACET_EFORMAT },
		{ "%2e%2E", PLACET_EFORMAT },
		{ ".", PLACET_EFORMAT },
		{ "%0a", PLACET_EFORMAT },
		{ "%7f", PLACET_EFORMAT },
		{ "%", PLACET_EFORMAT },
		{ "%00", PLACET_EUTF8 },
		{ "%c3", PLACET_EUTF8 },
	};
	/* clang-format on */
	const char *out;

	(void)state;
	assert_int_equal(form_path_decode(&arena, "%C3%A9+1rest", 8, &out), 0);
	assert_string_equal(out, "\303\251+1");
	assert_int_equal(form_path_decode(&arena, "", 0, &out), 0);
	assert_string_equal(out, "");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(form_path_decode(&arena, bad[i].text,
		                     strlen(bad[i].text), &out),
		    bad[i].err);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_come_in_order_and_decoded),
		cmocka_unit_test(broken_forms_are_refused),
		cmocka_unit_test(long_forms_are_refused),
		cmocka_unit_test(json_objects_of_strings_are_fields),
		cmocka_unit_test(segments_are_decoded_one_by_one),
	};

	return cmocka_run_group_tests(tests, NULL, end_arena);
}

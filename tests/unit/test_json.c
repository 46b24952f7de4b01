/*
 * test_json.c - what the strict reader takes and refuses
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <placet/json.h>

#include "data.h"

/* How many cases the suite had when we first met it. */
enum { SUITE_YES = 95, SUITE_NO = 188, SUITE_I = 35 };

static struct placet_arena arena;

static int
end_arena(void **state)
{
	(void)state;
	placet_arena_end(&arena);
	return 0;
}

static int
parse(const char *text, struct placet_json **out)
{
	return placet_json_parse(&arena, text, strlen(text), NULL, out);
}

static int
error_of(const char *text)
{
	struct placet_json *v;
	const int err = parse(text, &v);

	if (err != 0)
		assert_null(v);
	return err;
}

static struct placet_json *
must_parse(const char *text)
{
	struct placet_json *v;

	assert_int_equal(parse(text, &v), 0);
	assert_non_null(v);
	return v;
}

/* Writing what was read gives `text` again. */
static void
assert_writes(const struct placet_json *v, const char *text)
{
	struct placet_buf b = { 0 };

	placet_json_write(&b, v);
	assert_int_equal(b.err, 0);
	assert_string_equal(b.data, text);
	placet_buf_release(&b);
}

static void
every_type_is_read_and_written_again(void **state)
{
	static const char *const same[] = { "null", "true", "false", "0",
		"-1.50e+3", "\"\"", "\"h\303\251\"", "[]", "{}",
		"[1,[2,{\"a\":[]}],3]",
		"{\"b\":1,\"a\":{\"c\":null},\"\":\"\\\"\\\\\\n\\u0001/\"}" };

	(void)state;
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		assert_writes(must_parse(same[i]), same[i]);
	assert_writes(must_parse("\t[ 1 ,\r\n2 ] "), "[1,2]");
	assert_writes(must_parse("\"\\u00e9\\ud83d\\ude00\\/\""),
	    "\"\303\251\360\237\230\200/\"");
	assert_writes(NULL, "null");
}

static void
members_are_found_by_name_and_type(void **state)
{
	struct placet_json *v = must_parse(
	    "{\"s\":\"x\",\"n\":12,\"e\":1e3,\"f\":1.5,\"huge\":-1e300,"
	    "\"o\":{\"z\":-0}}");

	(void)state;
	assert_string_equal(placet_json_text(v, "s"), "x");
	assert_null(placet_json_text(v, "n"));
	assert_null(placet_json_text(v, "absent"));
	assert_int_equal(placet_json_integer(v, "n", -7), 12);
	assert_int_equal(placet_json_integer(v, "e", -7), 1000);
	assert_int_equal(placet_json_integer(v, "f", -7), -7);
	assert_int_equal(placet_json_integer(v, "s", -7), -7);
	assert_int_equal(placet_json_integer(v, "absent", -7), -7);
	assert_int_equal(placet_json_integer(v, "huge", -7), -7);
	assert_int_equal(placet_json_integer(NULL, "n", -7), -7);
	assert_int_equal(
	    placet_json_integer(placet_json_get(v, "o"), "z", -7), 0);
	assert_null(placet_json_get(NULL, "s"));
	assert_null(placet_json_get(placet_json_get(v, "s"), "s"));
	assert_int_equal(v->count, 6);
}

/* clang-format off */
static const struct {
	const char *text;
	int err;
} row[] = {
	{ "{\"a\":1,\"a\":2}", PLACET_EDUP },
	{ "{\"a\":1,\"\\u0061\":2}", PLACET_EDUP },
	{ "{\"a\":{\"a\":1},\"b\":{\"a\":1}}", 0 },
	{ "[1/*c*/]", PLACET_EFORMAT },
	{ "[1]//", PLACET_EFORMAT },
	{ "[1]x", PLACET_EFORMAT },
	{ "[1][2]", PLACET_EFORMAT },
	{ "1 2", PLACET_EFORMAT },
	{ "", PLACET_EFORMAT },
	{ "  ", PLACET_EFORMAT },
	{ "[", PLACET_EFORMAT },
	{ "]", PLACET_EFORMAT },
	{ "[}", PLACET_EFORMAT },
	{ "\"", PLACET_EFORMAT },
	{ "\"\\", PLACET_EFORMAT },
	{ "\"\\u12", PLACET_EFORMAT },
	{ "\"a\nb\"", PLACET_EFORMAT },
	{ "\xef\xbb\xbf{}", PLACET_EFORMAT },
	{ "\"\xc0\xaf\"", PLACET_EUTF8 },
	{ "\"\xed\xa0\x80\"", PLACET_EUTF8 },
	{ "\"\xf4\x90\x80\x80\"", PLACET_EUTF8 },
	{ "\"1234567\303\2511234567\342\202\254\"", 0 },
	{ "\"1234567\3031234567\"", PLACET_EUTF8 },
	{ "\"12345678901234567890\xe2\x82", PLACET_EUTF8 },
	{ "\"\\u0000\"", PLACET_EUTF8 },
	{ "\"\\ud800\"", PLACET_EUTF8 },
	{ "\"\\udc00\\ud800\"", PLACET_EUTF8 },
	{ "\"\\ud800\\u0041\"", PLACET_EUTF8 },
	{ "\"\\ud800", PLACET_EUTF8 },
	{ "\"\\ud800......\"", PLACET_EUTF8 },
	{ "\"\\ud800\\n....\"", PLACET_EUTF8 },
	{ "\"\\ud800\\uffff\"", PLACET_EUTF8 },
	{ "\"\\ud800\\u....\"", PLACET_EUTF8 },
	{ "\"\\u....\"", PLACET_EFORMAT },
	{ "\"\\\\ud800\"", 0 },
	{ "9007199254740992", 0 },
	{ "-9007199254740992", 0 },
	{ "9007199254740993", PLACET_ERANGE },
	{ "123456789012345678901234567890", PLACET_ERANGE },
	{ "1e400", PLACET_ERANGE },
	{ "1e-400", PLACET_ERANGE },
	{ "0e-400", 0 },
	{ "0.000", 0 },
	{ "0.0E-5", 0 },
	{ "0.01E-400", PLACET_ERANGE },
	{ "-1e400", PLACET_ERANGE },
	{ "-0.0", 0 },
	{ "1e22", 0 },
	{ "01", PLACET_EFORMAT },
	{ "+1", PLACET_EFORMAT },
	{ ".5", PLACET_EFORMAT },
	{ "1.", PLACET_EFORMAT },
	{ "NaN", PLACET_EFORMAT },
	{ "tru", PLACET_EFORMAT },
};
/* clang-format on */

static void
what_two_parsers_may_read_differently_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		if (error_of(row[i].text) != row[i].err)
			print_error("# row %zu: %s\n", i, row[i].text);
		assert_int_equal(error_of(row[i].text), row[i].err);
	}
}

static void
raw_nul_is_refused(void **state)
{
	struct placet_json *v;

	(void)state;
	assert_int_equal(placet_json_parse(&arena, "[\"a\0\"]", 6, NULL, &v),
	    PLACET_EFORMAT);
	assert_int_equal(
	    placet_json_parse(&arena, "[]\0", 3, NULL, &v), PLACET_EFORMAT);
	assert_int_equal(
	    placet_json_parse(&arena, NULL, 0, NULL, &v), PLACET_EFORMAT);
}

/* n times a, then b, then n times c. */
static char *
nested(const char *a, const char *b, const char *c, int n)
{
	struct placet_buf buf = { 0 };
	char *s;

	for (int i = 0; i < n; i++)
		placet_buf_str(&buf, a);
	placet_buf_str(&buf, b);
	for (int i = 0; i < n; i++)
		placet_buf_str(&buf, c);
	s = placet_strdup(&arena, buf.data);
	placet_buf_release(&buf);
	assert_non_null(s);
	return s;
}

static void
limits_hold(void **state)
{
	static const struct placet_json_limits small = {
		.size = 40, .depth = 2, .members = 2, .values = 4, .string = 3
	};
	static const char *const good[] = { "[[1,2]]", "{\"a\":1,\"b\":2}",
		"\"abc\"" };
	static const char *const bad[] = { "[[[]]]", "[[1,2,3]]",
		"{\"a\":1,\"b\":2,\"c\":3}", "\"abcd\"", "{\"abcd\":1}",
		"[1                                      ]" };
	struct placet_arena tiny = { .ceiling = 1 };
	struct placet_json *v;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_int_equal(placet_json_parse(&arena, good[i],
		                     strlen(good[i]), &small, &v),
		    0);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(placet_json_parse(&arena, bad[i],
		                     strlen(bad[i]), &small, &v),
		    PLACET_ELIMIT);

	assert_int_equal(error_of(nested("[", "1", "]", 16)), 0);
	assert_int_equal(error_of(nested("[", "1", "]", 17)), PLACET_ELIMIT);
	assert_int_equal(error_of(nested("[", "", "", 200000)), PLACET_ELIMIT);
	assert_int_equal(error_of(nested("1", "", "", 2000)), PLACET_ELIMIT);
	assert_int_equal(error_of(nested("", "[1", ",1", 0)), PLACET_EFORMAT);
	assert_int_equal(
	    placet_json_parse(&tiny, "[1,2]", 5, NULL, &v), PLACET_ENOMEM);
	placet_arena_end(&tiny);
}

/* Whatever ceiling it meets, the reader says so, and gives nothing. */
static void
memory_may_end_anywhere(void **state)
{
	static const char text[] = "{\"a\":null,\"b\":true,\"c\":1.5,"
	                           "\"d\":\"x\",\"e\":[],\"f\":{}}";
	struct placet_json *v = NULL;
	size_t ceiling = 1;

	(void)state;
	for (; v == NULL; ceiling++) {
		struct placet_arena a = { .ceiling = ceiling };
		const int err = placet_json_parse(
		    &a, text, strlen(text), NULL, &v);

		assert_int_equal(err, v != NULL ? PLACET_OK : PLACET_ENOMEM);
		placet_arena_end(&a);
	}
	assert_in_range(ceiling, 500, 4096);
}

/*
 * RFC 8259 allows these, and so does the suite; we refuse them, since names
 * said twice and NUL are what parsers disagree about.
 */
static bool
stricter_than_the_suite(const char *name)
{
	static const char *const names[] = { "y_object_duplicated_key.json",
		"y_object_duplicated_key_and_value.json",
		"y_object_escaped_null_in_key.json",
		"y_string_null_escape.json" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static void
suite_case(const char *dir, const char *name)
{
	const bool good = name[0] == 'y' && !stricter_than_the_suite(name);
	struct placet_json *v;
	char path[4096];
	struct file f;
	int err;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	f = file_read(path);
	assert_non_null(f.data);
	err = placet_json_parse(&arena, f.data, f.len, NULL, &v);
	free(f.data);
	if ((err == 0) != good)
		fail_msg("%s: %d", name, err);
}

/* y_ is taken, n_ refused; all of i_ happens to be what we refuse too. */
static void
the_json_test_suite_agrees(void **state)
{
	char dir[2048];
	DIR *d = opendir(data_path("json/test_parsing", dir, sizeof dir));
	int yes = 0, no = 0, either = 0;
	const struct dirent *e;

	(void)state;
	if (d == NULL) {
		print_message("# JSONTestSuite: skipped, no %s\n", dir);
		return;
	}
	while ((e = readdir(d)) != NULL) {
		if (strncmp(e->d_name + 1, "_", 1) != 0)
			continue;
		suite_case(dir, e->d_name);
		yes += e->d_name[0] == 'y';
		no += e->d_name[0] == 'n';
		either += e->d_name[0] == 'i';
	}
	closedir(d);
	print_message("# JSONTestSuite: %d cases of y_, %d of n_, %d of i_\n",
	    yes, no, either);
	assert_true(yes >= SUITE_YES && no >= SUITE_NO && either >= SUITE_I);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_type_is_read_and_written_again),
		cmocka_unit_test(members_are_found_by_name_and_type),
		cmocka_unit_test(
		    what_two_parsers_may_read_differently_is_refused),
		cmocka_unit_test(raw_nul_is_refused),
		cmocka_unit_test(limits_hold),
		cmocka_unit_test(memory_may_end_anywhere),
		cmocka_unit_test(the_json_test_suite_agrees),
	};

	return cmocka_run_group_tests(tests, NULL, end_arena);
}

/*
 * test_json.c - what the strict reader takes and refuses, and the writer
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
	    "{\"s\":\"x\",\"n\":12,\"e\":1e3,\"f\":1.5,\"o\":{\"z\":-0}}");

	(void)state;
	assert_string_equal(placet_json_text(v, "s"), "x");
	assert_null(placet_json_text(v, "n"));
	assert_null(placet_json_text(v, "absent"));
	assert_int_equal(placet_json_integer(v, "n", -7), 12);
	assert_int_equal(placet_json_integer(v, "e", -7), 1000);
	assert_int_equal(placet_json_integer(v, "f", -7), -7);
	assert_int_equal(placet_json_integer(v, "s", -7), -7);
	assert_int_equal(
	    placet_json_integer(placet_json_get(v, "o"), "z", -7), 0);
	assert_null(placet_json_get(NULL, "s"));
	assert_null(placet_json_get(placet_json_get(v, "s"), "s"));
	assert_int_equal(v->count, 5);
}

static void
what_two_parsers_may_read_differently_is_refused(void **state)
{
	/* clang-format off */
	static const struct { const char *text; int err; } row[] = {
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
		{ "\"\\\\ud800\"", 0 },
		{ "9007199254740992", 0 },
		{ "-9007199254740992", 0 },
		{ "9007199254740993", PLACET_ERANGE },
		{ "123456789012345678901234567890", PLACET_ERANGE },
		{ "1e400", PLACET_ERANGE },
		{ "1e-400", PLACET_ERANGE },
		{ "0e-400", 0 },
		{ "0.000", 0 },
		{ "1e22", 0 },
		{ "01", PLACET_EFORMAT },
		{ "+1", PLACET_EFORMAT },
		{ ".5", PLACET_EFORMAT },
		{ "1.", PLACET_EFORMAT },
		{ "NaN", PLACET_EFORMAT },
		{ "tru", PLACET_EFORMAT },
	};
	/* clang-format on */

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

static void
documents_can_be_made_and_changed(void **state)
{
	struct placet_arena *a = &arena;
	struct placet_json *o = placet_json_new(a, PLACET_JSON_OBJECT);
	struct placet_json *list = placet_json_new(a, PLACET_JSON_ARRAY);

	(void)state;
	placet_json_set(a, o, "n", placet_json_new_integer(a, INT64_MIN));
	placet_json_set(a, o, "list", list);
	placet_json_push(list, placet_json_new_bool(a, true));
	placet_json_push(list, placet_json_new_text(a, "x\0y", 3));
	placet_json_push(list, placet_json_new_text(a, NULL, 0));
	placet_json_push(list, NULL);
	placet_json_push(NULL, list);
	placet_json_set(a, o, "ignored", NULL);
	placet_json_set(a, NULL, "ignored", list);
	assert_writes(o,
	    "{\"n\":-9223372036854775808,"
	    "\"list\":[true,\"x\\u0000y\",null]}");

	placet_json_set(a, o, "n", placet_json_new_integer(a, 7));
	placet_json_set(a, o, "list", placet_json_new(a, PLACET_JSON_NULL));
	placet_json_set(a, o, "z", placet_json_new_bool(a, false));
	assert_writes(o, "{\"n\":7,\"list\":null,\"z\":false}");
	assert_int_equal(o->count, 3);
}

static void
the_writer_refuses_what_it_could_not_read(void **state)
{
	struct placet_buf b = { 0 };
	struct placet_json *v = placet_json_new(&arena, PLACET_JSON_ARRAY);

	(void)state;
	placet_json_string(&b, "\xff", 1);
	assert_int_equal(b.err, PLACET_EUTF8);
	placet_buf_clear(&b);
	for (int i = 0; i < 100; i++) {
		struct placet_json *in = v;

		v = placet_json_new(&arena, PLACET_JSON_ARRAY);
		placet_json_push(v, in);
	}
	placet_json_write(&b, v);
	assert_int_equal(b.err, PLACET_ELIMIT);
	placet_buf_release(&b);
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

/* y_ is taken, n_ refused; all of i_ happens to be what we refuse too. */
static void
the_json_test_suite_agrees(void **state)
{
	char path[4096], dir[2048];
	DIR *d = opendir(data_path("json/test_parsing", dir, sizeof dir));
	int ran = 0, wrong = 0;
	const struct dirent *e;

	(void)state;
	if (d == NULL) {
		print_message("# no %s: skipped\n", dir);
		return;
	}
	while ((e = readdir(d)) != NULL) {
		struct file f;
		struct placet_json *v;
		int err;

		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
		f = file_read(path);
		assert_non_null(f.data);
		err = placet_json_parse(&arena, f.data, f.len, NULL, &v);
		if ((err == 0) !=
		    (e->d_name[0] == 'y' &&
		        !stricter_than_the_suite(e->d_name))) {
			print_error("# %s: %d\n", e->d_name, err);
			wrong++;
		}
		free(f.data);
		ran++;
	}
	closedir(d);
	print_message("# %d cases of JSONTestSuite ran\n", ran);
	assert_int_equal(wrong, 0);
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
		cmocka_unit_test(documents_can_be_made_and_changed),
		cmocka_unit_test(the_writer_refuses_what_it_could_not_read),
		cmocka_unit_test(the_json_test_suite_agrees),
	};

	return cmocka_run_group_tests(tests, NULL, end_arena);
}

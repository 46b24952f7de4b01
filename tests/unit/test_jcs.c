/*
 * test_jcs.c - the canonical form: RFC 8785, its examples and its numbers
 */
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <placet/hash.h>
#include <placet/jcs.h>
#include <placet/text.h>

#include "data.h"

static struct placet_arena arena;

static int
end_arena(void **state)
{
	(void)state;
	placet_arena_end(&arena);
	return 0;
}

static struct placet_json *
must_parse(const char *text)
{
	struct placet_json *v;

	assert_int_equal(
	    placet_json_parse(&arena, text, strlen(text), NULL, &v), 0);
	return v;
}

static void
assert_canonical(const struct placet_json *v, const char *text)
{
	struct placet_buf b = { 0 };

	assert_int_equal(placet_jcs(v, &b), 0);
	assert_string_equal(b.data, text);
	placet_buf_release(&b);
}

static int
error_of(const struct placet_json *v)
{
	struct placet_buf b = { 0 };
	const int err = placet_jcs(v, &b);

	placet_buf_release(&b);
	return err;
}

static double
double_of(uint64_t bits)
{
	double d;

	memcpy(&d, &bits, sizeof d);
	return d;
}

static void
names_are_ordered_by_utf16_code_units(void **state)
{
	(void)state;
	/* U+1F602 is d83d de02 there, and comes before U+E000 and U+FB33. */
	assert_canonical(
	    must_parse("{\"\\ufb33\":1,\"\\ud83d\\ude02\":2,\"\\u20ac\":3,"
	               "\"\\ud7ff\":4,\"\\ue000\":5,\"\\ud83d\\ude01\":6}"),
	    "{\"\342\202\254\":3,\"\355\237\277\":4,\"\360\237\230\201\":6,"
	    "\"\360\237\230\202\":2,\"\356\200\200\":5,\"\357\254\263\":1}");
	/* The shorter first; numbers are names like any other. */
	assert_canonical(
	    must_parse("{\"b\":{\"z\":1,\"y\":[{\"d\":1,\"c\":2}]},"
	               "\"ab\":1,\"a\":2,\"\":3,\"10\":4,\"9\":5}"),
	    "{\"\":3,\"10\":4,\"9\":5,\"a\":2,\"ab\":1,"
	    "\"b\":{\"y\":[{\"c\":2,\"d\":1}],\"z\":1}}");
}

static void
only_what_must_be_escaped_is(void **state)
{
	(void)state;
	assert_canonical(must_parse("\"\\u0001\\u0008\\u0009\\u000A\\u000c"
	                            "\\u000d\\u001F\\u0022\\u005c\\/\""),
	    "\"\\u0001\\b\\t\\n\\f\\r\\u001f\\\"\\\\/\"");
	assert_canonical(must_parse("\"\\u007f\\u00e9\\u2028\""),
	    "\"\177\303\251\342\200\250\"");
	assert_canonical(placet_json_new_text(&arena, "\0", 1), "\"\\u0000\"");
	assert_canonical(must_parse(" [ null , true,false ,{ } , [ ] ] "),
	    "[null,true,false,{},[]]");
}

/* RFC 8785, appendix B. */
static void
the_numbers_of_the_rfc_agree(void **state)
{
	static const struct {
		uint64_t bits;
		const char *text; /* NULL: an error */
	} table[] = {
		{ 0x0000000000000000, "0" },
		{ 0x8000000000000000, "0" },
		{ 0x0000000000000001, "5e-324" },
		{ 0x8000000000000001, "-5e-324" },
		{ 0x7fefffffffffffff, "1.7976931348623157e+308" },
		{ 0xffefffffffffffff, "-1.7976931348623157e+308" },
		{ 0x4340000000000000, "9007199254740992" },
		{ 0xc340000000000000, "-9007199254740992" },
		{ 0x4430000000000000, "295147905179352830000" },
		{ 0x7fffffffffffffff, NULL },
		{ 0x7ff0000000000000, NULL },
		{ 0xfff0000000000000, NULL },
		{ 0x44b52d02c7e14af5, "9.999999999999997e+22" },
		{ 0x44b52d02c7e14af6, "1e+23" },
		{ 0x44b52d02c7e14af7, "1.0000000000000001e+23" },
		{ 0x444b1ae4d6e2ef4e, "999999999999999700000" },
		{ 0x444b1ae4d6e2ef4f, "999999999999999900000" },
		{ 0x444b1ae4d6e2ef50, "1e+21" },
		{ 0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7" },
		{ 0x3eb0c6f7a0b5ed8d, "0.000001" },
		{ 0x41b3de4355555553, "333333333.3333332" },
		{ 0x41b3de4355555554, "333333333.33333325" },
		{ 0x41b3de4355555555, "333333333.3333333" },
		{ 0x41b3de4355555556, "333333333.3333334" },
		{ 0x41b3de4355555557, "333333333.33333343" },
		{ 0xbecbf647612f3696, "-0.0000033333333333333333" },
		{ 0x43143ff3c1cb0959, "1424953923781206.2" },
		/* Not of the RFC: 2^-44, whose last digit is rounded up. */
		{ 0x3d30000000000000, "5.684341886080802e-14" },
		/* Nor these: one more than 15 digits of them is a carry. */
		{ 0x44b52d02c7e14af2, "9.999999999999992e+22" },
		{ 0x3ff3c0ca428c5aa0, "1.2345678901234933" },
	};
	const size_t n = sizeof table / sizeof *table;
	char out[PLACET_JCS_NUMBER_SIZE];

	(void)state;
	for (size_t i = 0; i < n; i++) {
		const int err = placet_jcs_number(
		    double_of(table[i].bits), out);

		assert_int_equal(
		    err, table[i].text != NULL ? 0 : PLACET_ERANGE);
		if (table[i].text != NULL)
			assert_string_equal(out, table[i].text);
	}
	print_message("# %zu numbers of RFC 8785 and ours\n", n);
}

/* One line of the number file, as ECMAScript prints it. */
static void
number_line(struct placet_buf *b, uint64_t bits)
{
	char out[PLACET_JCS_NUMBER_SIZE];

	assert_int_equal(placet_jcs_number(double_of(bits), out), 0);
	placet_buf_printf(b, "%" PRIx64 ",%s\n", bits, out);
}

/* The bits that README.md lists, up to the end of its first array. */
static size_t
number_lines_listed(struct placet_buf *b, const char *readme)
{
	const char *p = strstr(readme, "BigUint64Array([");
	const char *end = p != NULL ? strstr(p, "])") : NULL;
	size_t n = 0;

	assert_non_null(end);
	while ((p = strstr(p, "0x")) != NULL && p < end) {
		number_line(b, strtoull(p, NULL, 16));
		p += 2;
		n++;
	}
	return n;
}

static void
assert_hash(const struct placet_buf *b, const char *hex)
{
	struct placet_hash h;
	char text[65];

	assert_int_equal(b->err, 0);
	placet_sha256(b->data, b->len, &h);
	placet_hex(h.b, sizeof h.b, text);
	assert_string_equal(text, hex);
}

/*
 * The number file of the RFC's author: listed values, the smallest normal
 * doubles and the largest subnormal ones, then a chain of SHA-256 read as
 * doubles.  README.md gives the hash of its first lines.
 */
static void
the_number_file_agrees(void **state)
{
	struct placet_buf b = { 0 };
	struct placet_hash block = { 0 };
	char path[1024];
	struct file readme = file_read(
	    data_path("jcs/README.md", path, sizeof path));
	size_t n;

	(void)state;
	if (readme.data == NULL) {
		print_message("# number file: skipped, no %s\n", path);
		return;
	}
	n = number_lines_listed(&b, readme.data);
	free(readme.data);
	for (uint64_t i = 0; i < 2000; i++) {
		number_line(&b, UINT64_C(0x0010000000000000) + i);
		if (++n == 1000)
			assert_hash(&b,
			    "be18b62b6f69cdab33a7e0dae0d9cfa8"
			    "69fda80ddc712221570f9f40a5878687");
	}
	for (int at = 4; n < 100000; at++) {
		uint64_t bits = 0;

		if (at == 4) {
			placet_sha256(block.b, sizeof block.b, &block);
			at = 0;
		}
		for (int i = 7; i >= 0; i--)
			bits = bits << 8 | block.b[8 * at + i];
		if (bits << 1 == 0 || !isfinite(double_of(bits)))
			continue;
		number_line(&b, bits);
		if (++n == 10000)
			assert_hash(&b,
			    "b9f7a8e75ef22a835685a52ccba7f7d6"
			    "bdc99e34b010992cbc5864cd12be6892");
	}
	assert_hash(&b,
	    "22776e6d4b49fa294a0d0f349268e5c2"
	    "8808fe7e0cb2bcbe28f63894e494d4c7");
	print_message("# number file: %zu numbers\n", n);
	placet_buf_release(&b);
}

static struct file
example(const char *folder, const char *name)
{
	char file[64], path[1024];

	snprintf(file, sizeof file, "jcs/%s/%s.json", folder, name);
	return file_read(data_path(file, path, sizeof path));
}

static void
the_examples_of_the_author_agree(void **state)
{
	static const char *const names[] = { "arrays", "french", "structures",
		"unicode", "values", "weird" };
	const size_t n = sizeof names / sizeof *names;
	size_t ran = 0;

	(void)state;
	for (size_t i = 0; i < n; i++) {
		const struct file in = example("input", names[i]);
		const struct file out = example("output", names[i]);

		if (in.data != NULL && out.data != NULL) {
			assert_canonical(must_parse(in.data), out.data);
			assert_canonical(must_parse(out.data), out.data);
			ran++;
		}
		free(in.data);
		free(out.data);
	}
	if (ran == 0)
		print_message("# pairs of RFC 8785's author: skipped\n");
	else
		print_message("# %zu pairs of RFC 8785's author\n", ran);
	assert_true(ran == 0 || ran == n);
}

static void
the_point_is_a_point_in_every_locale(void **state)
{
	static const char *const names[] = { "fr_FR.UTF-8", "fr_FR.utf8",
		"de_DE.UTF-8", "ps_AF.UTF-8" };
	int ran = 0;

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (setlocale(LC_ALL, names[i]) == NULL)
			continue;
		assert_canonical(must_parse("[0.1,-1.5e-9,333333333.33333329]"),
		    "[0.1,-1.5e-9,333333333.3333333]");
		ran++;
	}
	setlocale(LC_ALL, "C");
	print_message("# %d locales\n", ran);
}

static void
what_has_no_canonical_form_is_refused(void **state)
{
	struct placet_json *v = must_parse("{\"a\":[1,2]}");
	struct placet_json *twice = must_parse("{\"a\":1,\"b\":2,\"c\":3}");
	struct placet_json *deep = must_parse("[]");
	struct placet_buf b = { .ceiling = 4 };

	(void)state;
	assert_int_equal(error_of(NULL), PLACET_EMISSING);
	v->first->first->number = (double)NAN;
	assert_int_equal(error_of(v), PLACET_ERANGE);
	v->first->first->number = (double)INFINITY;
	assert_int_equal(error_of(v), PLACET_ERANGE);
	twice->last->name = "a";
	assert_int_equal(error_of(twice), PLACET_EDUP);
	assert_int_equal(
	    error_of(placet_json_new_text(&arena, "\355\240\200", 3)),
	    PLACET_EUTF8);
	for (int i = 1; i < 64; i++) {
		v = placet_json_new(&arena, PLACET_JSON_ARRAY);
		placet_json_push(v, deep);
		deep = v;
	}
	assert_int_equal(error_of(deep), 0);
	v = placet_json_new(&arena, PLACET_JSON_ARRAY);
	placet_json_push(v, deep);
	assert_int_equal(error_of(v), 0);
	deep = placet_json_new(&arena, PLACET_JSON_ARRAY);
	placet_json_push(deep, v);
	assert_int_equal(error_of(deep), PLACET_ELIMIT);
	assert_int_equal(placet_jcs(must_parse("[1,2,3]"), &b), PLACET_ELIMIT);
	placet_buf_release(&b);
	v = placet_json_new(&arena, (enum placet_json_type)99);
	assert_int_equal(error_of(v), PLACET_ETYPE);
}

static void
the_first_error_is_the_one_told(void **state)
{
	struct placet_json *v = must_parse("{\"a\":1,\"b\":2,\"c\":3}");

	(void)state;
	v->first->number = (double)NAN;
	v->last->name = "b";
	assert_int_equal(error_of(v), PLACET_ERANGE);
}

/* Made by hand, an object may be wrong about how many members it has. */
static void
members_are_counted_not_believed(void **state)
{
	struct placet_json *v = must_parse("{\"b\":1,\"a\":2}");

	(void)state;
	v->count = 1;
	assert_canonical(v, "{\"a\":2,\"b\":1}");
	v->count = 3;
	assert_canonical(v, "{\"a\":2,\"b\":1}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_ordered_by_utf16_code_units),
		cmocka_unit_test(only_what_must_be_escaped_is),
		cmocka_unit_test(the_numbers_of_the_rfc_agree),
		cmocka_unit_test(the_number_file_agrees),
		cmocka_unit_test(the_examples_of_the_author_agree),
		cmocka_unit_test(the_point_is_a_point_in_every_locale),
		cmocka_unit_test(what_has_no_canonical_form_is_refused),
		cmocka_unit_test(the_first_error_is_the_one_told),
		cmocka_unit_test(members_are_counted_not_believed),
	};

	return cmocka_run_group_tests(tests, NULL, end_arena);
}

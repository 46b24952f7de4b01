/*
 * test_sfv.c - structured fields: the grammar of RFC 8941, one spelling out
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <placet/sfv.h>

typedef int parse(struct placet_arena *arena, const char *s, size_t len,
    struct placet_sfv *out);

/* Parse and write; the error of the parser, or what was written. */
static int
respell(parse *how, const char *s, size_t len, struct placet_buf *out)
{
	struct placet_arena arena = { 0 };
	struct placet_sfv v;
	int err = how(&arena, s, len, &v);

	placet_buf_clear(out);
	if (err == 0) {
		err = placet_sfv_write(&v, out);
		assert_int_equal(err, 0);
	}
	placet_arena_end(&arena);
	return err;
}

struct row {
	const char *in;
	const char *out; /* NULL: refused */
};

static void
run(parse *how, const struct row *table, size_t n)
{
	struct placet_buf b = { 0 };

	for (size_t i = 0; i < n; i++) {
		const char *in = table[i].in;
		const int err = respell(how, in, strlen(in), &b);

		if (table[i].out == NULL && err != PLACET_EFORMAT)
			fail_msg("'%s' was not refused", in);
		if (table[i].out != NULL && err != 0)
			fail_msg("'%s' was refused", in);
		if (err == 0)
			assert_string_equal(
			    b.len > 0 ? b.data : "", table[i].out);
	}
	placet_buf_release(&b);
}

#define RUN(how, table) run(how, table, sizeof(table) / sizeof *(table))

/* Examples of RFC 8941 section 3, and the ends of what they allow. */
static void
items_are_spelled_one_way(void **state)
{
	static const struct row table[] = {
		{ "42", "42" },
		{ "  42  ", "42" },
		{ "-0", "0" },
		{ "-00042", "-42" },
		{ "999999999999999", "999999999999999" },
		{ "-999999999999999", "-999999999999999" },
		{ "4.5", "4.5" },
		{ "-1.0", "-1.0" },
		{ "0.10", "0.1" },
		{ "0.001", "0.001" },
		{ "-0.050", "-0.05" },
		{ "999999999999.999", "999999999999.999" },
		{ "\"hello world\"", "\"hello world\"" },
		{ "\"a\\\"b\\\\c\"", "\"a\\\"b\\\\c\"" },
		{ "\"\"", "\"\"" },
		{ "\" ~\"", "\" ~\"" },
		{ "0.0", "0.0" },
		{ "-0.0", "0.0" },
		{ "-999999999999.999", "-999999999999.999" },
		{ "foo123/456", "foo123/456" },
		{ "*a:b!#$%&'+-.^_`|~", "*a:b!#$%&'+-.^_`|~" },
		{ ":cHJldGVuZCB0aGlzIGlzIGJpbmFyeSBjb250ZW50Lg==:",
		    ":cHJldGVuZCB0aGlzIGlzIGJpbmFyeSBjb250ZW50Lg==:" },
		{ "::", "::" },
		{ "?1", "?1" },
		{ "?0", "?0" },
		{ "@1659578233", "@1659578233" },
		{ "@-1", "@-1" },
		{ "5; foo=bar;a;b=?1;c=?0", "5;foo=bar;a;b;c=?0" },
		{ "abc;a=1;  b=2;cd_-.*=\"x\"", "abc;a=1;b=2;cd_-.*=\"x\"" },
		{ "1;a=1;b=2;a=3", "1;a=3;b=2" },
	};

	(void)state;
	RUN(placet_sfv_item, table);
}

static void
bad_items_are_refused(void **state)
{
	static const struct row table[] = {
		{ "", NULL },
		{ "   ", NULL },
		{ "\t1", NULL },
		{ "1\t", NULL },
		{ "1 2", NULL },
		{ "1,2", NULL },
		{ "-", NULL },
		{ "--1", NULL },
		{ "+1", NULL },
		{ "1.", NULL },
		{ ".1", NULL },
		{ "1.2345", NULL },
		{ "1.2.3", NULL },
		{ "1000000000000000", NULL },
		{ "1000000000000.0", NULL },
		{ "\"open", NULL },
		{ "\"bad \\escape\"", NULL },
		{ "\"ends in \\", NULL },
		{ "\"tab\t\"", NULL },
		{ "\"caf\xc3\xa9\"", NULL },
		{ "\"del\x7f\"", NULL },
		{ "'single'", NULL },
		{ ":AAA:", NULL },
		{ ":AAB=:", NULL },
		{ ":AA A=:", NULL },
		{ ":AA-_:", NULL },
		{ ":AAAA", NULL },
		{ ":", NULL },
		{ "?2", NULL },
		{ "?", NULL },
		{ "?true", NULL },
		{ "@1.5", NULL },
		{ "@", NULL },
		{ "%\"display string\"", NULL },
		{ "(1)", NULL },
		{ "1;", NULL },
		{ "1;A=1", NULL },
		{ "1;1=1", NULL },
		{ "1;a=", NULL },
		{ "1;a= 1", NULL },
		{ "1 ;a", NULL },
		{ "1;a=(1)", NULL },
		{ "1;\ta", NULL },
		{ "a\x80", NULL },
		{ "tok\"en", NULL },
	};

	(void)state;
	RUN(placet_sfv_item, table);
}

static void
lists_hold_items_and_inner_lists(void **state)
{
	static const struct row table[] = {
		{ "", "" },
		{ "  ", "" },
		{ "sugar, tea, rum", "sugar, tea, rum" },
		{ "1,\t2 ,3", "1, 2, 3" },
		{ "(\"foo\" \"bar\"), (\"baz\"), (\"bat\" \"one\"), ()",
		    "(\"foo\" \"bar\"), (\"baz\"), (\"bat\" \"one\"), ()" },
		{ "(  a   b  );x", "(a b);x" },
		{ "(\"foo\"; a=1;b=2);lvl=5, (\"bar\" \"baz\");lvl=1",
		    "(\"foo\";a=1;b=2);lvl=5, (\"bar\" \"baz\");lvl=1" },
		{ "abc;a=1;b=2; cde_456, (ghi;jk=4 l);q=\"9\";r=w",
		    "abc;a=1;b=2;cde_456, (ghi;jk=4 l);q=\"9\";r=w" },
		{ "1,", NULL },
		{ "1, ", NULL },
		{ ",1", NULL },
		{ "1,,2", NULL },
		{ "1 2", NULL },
		{ "(1", NULL },
		{ "(1(2))", NULL },
		{ "(1,2)", NULL },
		{ "(1\t2)", NULL },
		{ "(1\"a\")", NULL },
		{ "((1))", NULL },
		{ ")", NULL },
		{ "1;a=1 ,2;", NULL },
	};

	(void)state;
	RUN(placet_sfv_list, table);
}

static void
dictionaries_hold_members(void **state)
{
	static const struct row table[] = {
		{ "", "" },
		{ "en=\"Applepie\", da=:w4ZibGV0w6ZydGU=:",
		    "en=\"Applepie\", da=:w4ZibGV0w6ZydGU=:" },
		{ "a=?0, b, c; foo=bar", "a=?0, b, c;foo=bar" },
		{ "rating=1.5, feelings=(joy sadness)",
		    "rating=1.5, feelings=(joy sadness)" },
		{ "a=(1 2), b=3, c=4;aa=bb, d=(5 6);valid",
		    "a=(1 2), b=3, c=4;aa=bb, d=(5 6);valid" },
		{ "a=?1;x", "a;x" },
		{ "*k.-_9=1", "*k.-_9=1" },
		{ "a=1,b=2,a=3", "a=3, b=2" },
		{ "a=(1 2);x, a", "a" },
		{ "a=1,", NULL },
		{ "=1", NULL },
		{ "a =1", NULL },
		{ "a= 1", NULL },
		{ "A=1", NULL },
		{ "9=1", NULL },
		{ "-a=1", NULL },
		{ "a=1 b=2", NULL },
		{ "a=1;b=2;", NULL },
		{ "a,,b", NULL },
		{ "(1)", NULL },
		{ "a==1", NULL },
		{ "\xc3\xa9=1", NULL },
	};

	(void)state;
	RUN(placet_sfv_dict, table);
}

/* Not one byte more than given, nor less: a NUL is a byte like others. */
static void
lengths_are_kept_to(void **state)
{
	struct placet_buf b = { 0 };

	(void)state;
	assert_int_equal(respell(placet_sfv_item, "12345", 2, &b), PLACET_OK);
	assert_string_equal(b.data, "12");
	assert_int_equal(
	    respell(placet_sfv_item, "1\0", 2, &b), PLACET_EFORMAT);
	assert_int_equal(
	    respell(placet_sfv_item, "\"a\0b\"", 5, &b), PLACET_EFORMAT);
	assert_int_equal(
	    respell(placet_sfv_item, "a\0b", 3, &b), PLACET_EFORMAT);
	assert_int_equal(
	    respell(placet_sfv_dict, "a\0=1", 4, &b), PLACET_EFORMAT);
	placet_buf_release(&b);
}

static void
what_was_said_is_found(void **state)
{
	static const char s[] = "sig1=(\"@method\" \"date\";sf);created=16;"
	                        "keyid=\"k\", b=1.25;t=:AAEC:, c";
	struct placet_arena arena = { 0 };
	struct placet_sfv dict;
	const struct placet_sfv *v;

	(void)state;
	assert_int_equal(
	    placet_sfv_dict(&arena, s, strlen(s), &dict), PLACET_OK);
	assert_false(dict.repeated);
	assert_int_equal(dict.nitems, 3);
	v = placet_sfv_get(&dict, "sig1");
	assert_non_null(v);
	assert_int_equal(v->type, PLACET_SFV_INNER);
	assert_int_equal(v->nitems, 2);
	assert_string_equal(v->item[0].data, "@method");
	assert_null(v->item[0].key);
	assert_non_null(placet_sfv_param(&v->item[1], "sf"));
	assert_int_equal(placet_sfv_param(v, "created")->number, 16);
	assert_string_equal(placet_sfv_param(v, "keyid")->data, "k");
	assert_null(placet_sfv_param(v, "sf"));
	v = placet_sfv_get(&dict, "b");
	assert_int_equal(v->type, PLACET_SFV_DECIMAL);
	assert_int_equal(v->number, 1250);
	v = placet_sfv_param(v, "t");
	assert_int_equal(v->len, 3);
	assert_memory_equal(v->data, "\0\1\2", 3);
	v = placet_sfv_get(&dict, "c");
	assert_int_equal(v->type, PLACET_SFV_BOOLEAN);
	assert_int_equal(v->number, 1);
	assert_null(placet_sfv_get(&dict, "d"));
	assert_null(placet_sfv_get(v, "c"));
	placet_arena_end(&arena);
}

static bool
repeats(parse *how, const char *s)
{
	struct placet_arena arena = { 0 };
	struct placet_sfv v;

	assert_int_equal(how(&arena, s, strlen(s), &v), PLACET_OK);
	placet_arena_end(&arena);
	return v.repeated;
}

static void
repeated_keys_are_told(void **state)
{
	(void)state;
	assert_true(repeats(placet_sfv_dict, "a, a"));
	assert_true(repeats(placet_sfv_dict, "a;x;y;x"));
	assert_true(repeats(placet_sfv_dict, "a=(1;x;x)"));
	assert_true(repeats(placet_sfv_list, "(1 2);x;x, 3"));
	assert_true(repeats(placet_sfv_item, "1;x=1;x=1"));
	assert_false(repeats(placet_sfv_dict, "a;x, b;x"));
	assert_false(repeats(placet_sfv_dict, "a=(1;x 2;x);x, x"));
}

/* The numbers below n, each behind `piece`, with `glue` between. */
static int
many(parse *how, const char *start, const char *piece, const char *glue,
    const char *end, size_t n)
{
	struct placet_buf s = { 0 }, b = { 0 };
	int err;

	placet_buf_str(&s, start);
	for (size_t i = 0; i < n; i++) {
		placet_buf_str(&s, i > 0 ? glue : "");
		placet_buf_printf(&s, "%s%d", piece, (int)i);
	}
	placet_buf_str(&s, end);
	err = respell(how, s.data, s.len, &b);
	placet_buf_release(&s);
	placet_buf_release(&b);
	return err;
}

static void
everything_has_a_ceiling(void **state)
{
	char *s = malloc(PLACET_SFV_SIZE + 1);
	struct placet_buf b = { 0 };

	(void)state;
	assert_int_equal(many(placet_sfv_list, "", "", ",", "", 64), 0);
	assert_int_equal(
	    many(placet_sfv_list, "", "", ",", "", 65), PLACET_ELIMIT);
	assert_int_equal(many(placet_sfv_dict, "", "k", ",", "", 64), 0);
	assert_int_equal(
	    many(placet_sfv_dict, "", "k", ",", "", 65), PLACET_ELIMIT);
	assert_int_equal(many(placet_sfv_item, "1", ";k", "", "", 64), 0);
	assert_int_equal(
	    many(placet_sfv_item, "1", ";k", "", "", 65), PLACET_ELIMIT);
	assert_int_equal(many(placet_sfv_list, "(", "", " ", ")", 64), 0);
	assert_int_equal(
	    many(placet_sfv_list, "(", "", " ", ")", 65), PLACET_ELIMIT);
	/* A repeated key takes no second place. */
	assert_int_equal(many(placet_sfv_item, "1", ";k=", "", "", 999), 0);

	assert_non_null(s);
	memset(s, 'a', PLACET_SFV_SIZE + 1);
	s[0] = '"';
	s[PLACET_SFV_SIZE - 1] = '"';
	assert_int_equal(
	    respell(placet_sfv_item, s, PLACET_SFV_SIZE, &b), PLACET_OK);
	assert_int_equal(b.len, PLACET_SFV_SIZE);
	assert_int_equal(respell(placet_sfv_item, s, PLACET_SFV_SIZE + 1, &b),
	    PLACET_ELIMIT);
	/* The longest byte sequence fits its buffer. */
	memset(s, 'A', PLACET_SFV_SIZE);
	s[0] = s[8189] = ':';
	assert_int_equal(respell(placet_sfv_item, s, 8190, &b), PLACET_OK);
	placet_buf_release(&b);
	free(s);
}

static void
no_memory_is_an_error(void **state)
{
	static const char s[] = "a=(1 tok \"str\");p=:AAEC:, b;c";

	(void)state;
	for (size_t ceiling = 1; ceiling < 20000; ceiling += 97) {
		struct placet_arena arena = { .ceiling = ceiling };
		struct placet_sfv v;
		const int err = placet_sfv_dict(&arena, s, strlen(s), &v);

		assert_true(err == 0 || err == PLACET_ENOMEM);
		assert_true(err != 0 || ceiling > 500);
		placet_arena_end(&arena);
	}
}

/* What a parser would refuse is not written either. */
static void
values_without_a_spelling_are_not_written(void **state)
{
	static const struct placet_sfv bad[] = {
		{ .type = 0 },
		{ .type = 99 },
		{ .type = PLACET_SFV_INTEGER, .number = INT64_MIN },
		{ .type = PLACET_SFV_INTEGER, .number = 1000000000000000 },
		{ .type = PLACET_SFV_DECIMAL, .number = 1000000000000000 },
		{ .type = PLACET_SFV_DATE, .number = INT64_MAX },
		{ .type = PLACET_SFV_TOKEN, .data = "", .len = 0 },
		{ .type = PLACET_SFV_TOKEN, .data = "1a", .len = 2 },
		{ .type = PLACET_SFV_TOKEN, .data = "a b", .len = 3 },
		{ .type = PLACET_SFV_TOKEN, .data = "a\0", .len = 2 },
		{ .type = PLACET_SFV_STRING, .data = "a\nb", .len = 3 },
		{ .type = PLACET_SFV_STRING, .data = "\x7f", .len = 1 },
		{ .type = PLACET_SFV_STRING, .data = "\xc3\xa9", .len = 2 },
		{ .type = PLACET_SFV_LIST },
		{ .type = PLACET_SFV_DICT },
	};
	static const char *const keys[] = { NULL, "", "A", "a b", "1", "a=" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		const struct placet_sfv inner = {
			.type = PLACET_SFV_INNER, .item = &bad[i], .nitems = 1
		};
		const struct placet_sfv list = {
			.type = PLACET_SFV_LIST, .item = &inner, .nitems = 1
		};
		struct placet_buf b = { 0 };

		assert_int_not_equal(placet_sfv_write(&list, &b), 0);
		placet_buf_release(&b);
	}
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const struct placet_sfv one = {
			.type = PLACET_SFV_BOOLEAN, .key = keys[i], .number = 1
		};
		const struct placet_sfv dict = {
			.type = PLACET_SFV_DICT, .item = &one, .nitems = 1
		};
		const struct placet_sfv item = {
			.type = PLACET_SFV_INTEGER, .param = &one, .nparams = 1
		};
		struct placet_buf b = { 0 };

		assert_int_equal(placet_sfv_write(&dict, &b), PLACET_EFORMAT);
		assert_int_equal(placet_sfv_write(&item, &b), PLACET_EFORMAT);
		placet_buf_release(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(items_are_spelled_one_way),
		cmocka_unit_test(bad_items_are_refused),
		cmocka_unit_test(lists_hold_items_and_inner_lists),
		cmocka_unit_test(dictionaries_hold_members),
		cmocka_unit_test(lengths_are_kept_to),
		cmocka_unit_test(what_was_said_is_found),
		cmocka_unit_test(repeated_keys_are_told),
		cmocka_unit_test(everything_has_a_ceiling),
		cmocka_unit_test(no_memory_is_an_error),
		cmocka_unit_test(values_without_a_spelling_are_not_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

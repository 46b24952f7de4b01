/*
 * make_json.c - which JSON is taken, and its canonical form
 */
#include <string.h>

#include <placet/jcs.h>

#include "vec.h"

struct text {
	const char *desc, *json;
	size_t len; /* when it holds NUL */
};

/* clang-format off */
static const struct text good[] = {
	{ "null alone", "null", 0 },
	{ "a number alone, white space around it", "\t\r\n 7 \n", 0 },
	{ "empty containers", "[{},[],\"\"]", 0 },
	{ "escapes", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"", 0 },
	{ "a pair of surrogates, escaped", "\"\\ud83c\\udf33\"", 0 },
	{ "a character beyond the first plane", "\"🌳\"", 0 },
	{ "DEL and U+2028 as they are", "\"\x7f\xE2\x80\xA8\"", 0 },
	{ "2^53", "9007199254740992", 0 },
	{ "-2^53", "-9007199254740992", 0 },
	{ "numbers", "[0,-0,0.5,-1.50e+3,1E2,4.9e-324]", 0 },
	{ "the empty name", "{\"\":1}", 0 },
	{ "names that differ in case", "{\"a\":1,\"A\":2}", 0 },
	{ "the same name in two objects", "[{\"a\":1},{\"a\":1}]", 0 },
	{ "16 deep", "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]", 0 },
};

static const struct {
	struct text t;
	int err;
} bad[] = {
	{ { "nothing", "", 0 }, PLACET_EFORMAT },
	{ { "white space only", " ", 0 }, PLACET_EFORMAT },
	{ { "two values", "1 2", 0 }, PLACET_EFORMAT },
	{ { "a byte behind", "{}x", 0 }, PLACET_EFORMAT },
	{ { "a comma too many", "[1,]", 0 }, PLACET_EFORMAT },
	{ { "a comma too many for a member", "{\"a\":1,}", 0 },
	  PLACET_EFORMAT },
	{ { "not closed", "[1", 0 }, PLACET_EFORMAT },
	{ { "a string not closed", "\"a", 0 }, PLACET_EFORMAT },
	{ { "a name without quotes", "{a:1}", 0 }, PLACET_EFORMAT },
	{ { "single quotes", "{'a':1}", 0 }, PLACET_EFORMAT },
	{ { "a name that is a number", "{1:1}", 0 }, PLACET_EFORMAT },
	{ { "a line comment", "1 // one", 0 }, PLACET_EFORMAT },
	{ { "a block comment", "[/* none */]", 0 }, PLACET_EFORMAT },
	{ { "a word in upper case", "True", 0 }, PLACET_EFORMAT },
	{ { "not a number", "NaN", 0 }, PLACET_EFORMAT },
	{ { "infinity", "-Infinity", 0 }, PLACET_EFORMAT },
	{ { "a leading zero", "01", 0 }, PLACET_EFORMAT },
	{ { "a leading plus", "+1", 0 }, PLACET_EFORMAT },
	{ { "no digit before the point", ".5", 0 }, PLACET_EFORMAT },
	{ { "no digit behind the point", "1.", 0 }, PLACET_EFORMAT },
	{ { "hexadecimal", "0x1", 0 }, PLACET_EFORMAT },
	{ { "an unknown escape", "\"\\x41\"", 0 }, PLACET_EFORMAT },
	{ { "an escape cut short", "\"\\u12\"", 0 }, PLACET_EFORMAT },
	{ { "a newline in a string", "\"a\nb\"", 0 }, PLACET_EFORMAT },
	{ { "a form feed between values", "[1,\f2]", 0 }, PLACET_EFORMAT },
	{ { "a byte order mark", "\xEF\xBB\xBF{}", 0 }, PLACET_EFORMAT },
	{ { "NUL in a string", "\"a\0b\"", 5 }, PLACET_EFORMAT },
	{ { "NUL behind", "{}\0", 3 }, PLACET_EFORMAT },
	{ { "NUL, escaped", "\"\\u0000\"", 0 }, PLACET_EUTF8 },
	{ { "a high surrogate alone", "\"\\ud800\"", 0 }, PLACET_EUTF8 },
	{ { "a low surrogate alone", "\"\\udc00\"", 0 }, PLACET_EUTF8 },
	{ { "surrogates in the wrong order", "\"\\udf33\\ud83c\"", 0 },
	  PLACET_EUTF8 },
	{ { "a surrogate in UTF-8", "\"\xED\xA0\x80\"", 0 }, PLACET_EUTF8 },
	{ { "an overlong form", "\"\xC0\xAF\"", 0 }, PLACET_EUTF8 },
	{ { "a byte that is no UTF-8", "\"\xFF\"", 0 }, PLACET_EUTF8 },
	{ { "a character cut short", "\"\xE2\x80\"", 0 }, PLACET_EUTF8 },
	{ { "over U+10FFFF", "\"\xF4\x90\x80\x80\"", 0 }, PLACET_EUTF8 },
	{ { "UTF-16", "\xFF\xFE{\0}\0", 6 }, PLACET_EUTF8 },
	{ { "a name twice", "{\"a\":1,\"a\":1}", 0 }, PLACET_EDUP },
	{ { "a name twice, once escaped", "{\"a\":1,\"\\u0061\":2}", 0 },
	  PLACET_EDUP },
	{ { "2^53 + 1", "9007199254740993", 0 }, PLACET_ERANGE },
	{ { "-2^53 - 1", "-9007199254740993", 0 }, PLACET_ERANGE },
	{ { "more than a double holds", "1e400", 0 }, PLACET_ERANGE },
	{ { "17 deep", "[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", 0 },
	  PLACET_ELIMIT },
};

/* What is canonical, and what is not yet. */
static const struct text canonical[] = {
	{ "white space goes", " { \"b\" : [ 1 , 2 ] , \"a\" : { } } ", 0 },
	{ "names in order", "{\"b\":1,\"a\":2,\"ab\":3,\"\":4,\"B\":5}", 0 },
	{ "names in the order of UTF-16, in which what is beyond U+FFFF comes "
	  "before U+E000",
	  "{\"\uE000\":1,\"🌳\":2,\"é\":3,\"z\":4,\"\\r\":5,\"1\":6,\"€\":7}",
	  0 },
	{ "the fewest escapes",
	  "\"\\u0022\\u005c\\/\\u0008\\u000c\\u000a\\u000d\\u0009\\u0001\\u001f"
	  "\\u007f\\u00e9\\u2028\\ud83c\\udf33\"", 0 },
	{ "numbers", "[1.0,-0,100e-2,1e-7,0.000001,"
	  "4.50,2e-3,0.1,1e23,5e-324,1.7976931348623157e308]", 0 },
	{ "nothing of it is normalised", "\"e\\u0301\\u00e9\"", 0 },
	{ "the order of an array stays", "[3,1,2,[\"b\",\"a\"]]", 0 },
	{ "words", "[null,true,false]", 0 },
};

/* The bits of a double, of which the text is the number's only form. */
static const uint64_t numbers[] = {
	0x0000000000000000, 0x8000000000000000, 0x0000000000000001,
	0x8000000000000001, 0x7fefffffffffffff, 0xffefffffffffffff,
	0x4340000000000000, 0xc340000000000000, 0x4430000000000000,
	0x44b52d02c7e14af5, 0x44b52d02c7e14af6, 0x44b52d02c7e14af7,
	0x444b1ae4d6e2ef4e, 0x444b1ae4d6e2ef4f, 0x444b1ae4d6e2ef50,
	0x3eb0c6f7a0b5ed8c, 0x3eb0c6f7a0b5ed8d, 0x41b3de4355555553,
	0x41b3de4355555554, 0x41b3de4355555555, 0x41b3de4355555556,
	0x41b3de4355555557, 0xbecbf647612f3696, 0x43143ff3c1cb0959,
	0x3ff0000000000001, 0x3fb999999999999a,
};
/* clang-format on */

#define COUNT(a) (sizeof(a) / sizeof *(a))

static size_t
text_len(const struct text *t)
{
	return t->len != 0 ? t->len : strlen(t->json);
}

/* An array of one value more than may be. */
static void
refuse_values(struct vec *v)
{
	struct placet_arena arena = { 0 };
	struct placet_buf b = { 0 };
	struct placet_json *out;

	placet_buf_str(&b, "[0");
	for (int i = 1; i < 4096; i++)
		placet_buf_str(&b, ",0");
	placet_buf_byte(&b, ']');
	vec_expect("4097 values",
	    placet_json_parse(&arena, b.data, b.len, NULL, &out),
	    PLACET_ELIMIT);
	vec_case(v, "4097 values");
	vec_base64(v, "base64", b.data, b.len);
	vec_refused(v, PLACET_ELIMIT);
	placet_buf_release(&b);
	placet_arena_end(&arena);
}

void
make_json(struct vec *v)
{
	struct placet_arena arena = { 0 };
	struct placet_json *out;

	vec_text(v, "about",
	    "JSON as it comes from outside, in base64: what a parser takes "
	    "with the limits of placet_json_parse(), and what it refuses.");
	vec_text(v, "source", "tests/vectors/make_json.c");
	vec_array(v, "accept");
	for (size_t i = 0; i < COUNT(good); i++) {
		vec_expect(good[i].desc,
		    placet_json_parse(
		        &arena, good[i].json, text_len(&good[i]), NULL, &out),
		    PLACET_OK);
		vec_case(v, good[i].desc);
		vec_base64(v, "base64", good[i].json, text_len(&good[i]));
		vec_end(v);
	}
	vec_end(v);
	vec_array(v, "refuse");
	for (size_t i = 0; i < COUNT(bad); i++) {
		const struct text *t = &bad[i].t;

		vec_expect(t->desc,
		    placet_json_parse(&arena, t->json, text_len(t), NULL, &out),
		    bad[i].err);
		vec_case(v, t->desc);
		vec_base64(v, "base64", t->json, text_len(t));
		vec_refused(v, bad[i].err);
	}
	refuse_values(v);
	vec_end(v);
	placet_arena_end(&arena);
}

static void
jcs_canonical(struct vec *v, const struct text *t)
{
	const size_t len = strlen(t->json);
	struct placet_arena arena = { 0 };
	struct placet_buf b = { 0 };
	struct placet_json *doc;

	/* The guard is for what comes from outside; these are only examples. */
	must(placet_json_parse(&arena, t->json, len, NULL, &doc) == PLACET_OK);
	must(placet_jcs(doc, &b) == PLACET_OK);
	vec_case(v, t->desc);
	vec_text(v, "json", t->json);
	vec_textn(v, "jcs", b.data, b.len);
	vec_end(v);
	placet_buf_release(&b);
	placet_arena_end(&arena);
}

/* What has no text; of each kind of them one. */
static void
refuse_numbers(struct vec *v)
{
	static const struct {
		const char *desc;
		uint8_t bits[8];
	} none[] = {
		{ "infinity", { 0x7f, 0xf0 } },
		{ "minus infinity", { 0xff, 0xf0 } },
		{ "not a number", { 0x7f, 0xf8 } },
	};

	vec_array(v, "refuse_number");
	for (size_t i = 0; i < COUNT(none); i++) {
		vec_case(v, none[i].desc);
		vec_hex(v, "ieee754", none[i].bits, sizeof none[i].bits);
		vec_refused(v, PLACET_ERANGE);
	}
	vec_end(v);
}

void
make_jcs(struct vec *v)
{
	char text[PLACET_JCS_NUMBER_SIZE];
	uint8_t bits[8];
	double d;

	vec_text(v, "about",
	    "RFC 8785: \"canonical\" gives JSON and its canonical form; "
	    "\"number\" the bits of a double and its text.");
	vec_text(v, "source", "tests/vectors/make_json.c");
	vec_array(v, "canonical");
	for (size_t i = 0; i < COUNT(canonical); i++)
		jcs_canonical(v, &canonical[i]);
	vec_end(v);
	vec_array(v, "number");
	for (size_t i = 0; i < COUNT(numbers); i++) {
		memcpy(&d, &numbers[i], sizeof d);
		for (int at = 0; at < 8; at++)
			bits[at] = (uint8_t)(numbers[i] >> (56 - 8 * at));
		must(placet_jcs_number(d, text) == PLACET_OK);
		vec_object(v, NULL);
		vec_hex(v, "ieee754", bits, sizeof bits);
		vec_text(v, "jcs", text);
		vec_end(v);
	}
	vec_end(v);
	refuse_numbers(v);
}

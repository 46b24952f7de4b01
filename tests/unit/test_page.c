/*
 * test_page.c - templates: the specification's cases, then what we added
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "web/page.h"

#include "data.h"

static struct placet_arena arena;
static struct placet_buf out;

static struct placet_json *
json(const char *text)
{
	static const struct placet_json_limits large = { .size = 1 << 20,
		.values = 100000 };
	struct placet_json *v;

	assert_int_equal(
	    placet_json_parse(&arena, text, strlen(text), &large, &v), 0);
	return v;
}

/* --- the specification -------------------------------------------------- */

static bool
case_holds(const struct placet_json *c)
{
	const char *want = placet_json_text(c, "expected");
	int err;

	placet_buf_clear(&out);
	placet_buf_str(&out, "");
	err = page_once(placet_json_text(c, "template"),
	    placet_json_get(c, "partials"), placet_json_get(c, "data"), &out);
	if (err == 0 && out.len == strlen(want) &&
	    memcmp(out.data, want, out.len) == 0)
		return true;
	print_error("# %s: error %d, got '%s', want '%s'\n",
	    placet_json_text(c, "name"), err, err == 0 ? out.data : "", want);
	return false;
}

static void
the_specification_agrees(void **state)
{
	static const char *const names[] = { "comments", "delimiters",
		"interpolation", "inverted", "partials", "sections" };
	int ran = 0, wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char path[2048], name[64];
		const struct placet_json *tests;
		struct file f;

		snprintf(name, sizeof name, "mustache/%s.json", names[i]);
		f = file_read(data_path(name, path, sizeof path));
		if (f.data == NULL) {
			print_message("# no %s: skipped\n", path);
			return;
		}
		tests = placet_json_get(json(f.data), "tests");
		assert_non_null(tests);
		for (const struct placet_json *c = tests->first; c != NULL;
		     c = c->next, ran++)
			wrong += !case_holds(c);
		free(f.data);
	}
	print_message("# %d cases of the mustache specification ran\n", ran);
	assert_int_equal(wrong, 0);
}

/* --- our own, without catalogue ----------------------------------------- */

static void
assert_gives(const char *template, const char *doc, const char *want)
{
	placet_buf_clear(&out);
	placet_buf_str(&out, "");
	assert_int_equal(page_once(template, NULL, json(doc), &out), 0);
	assert_string_equal(out.data, want);
}

static int
error_of(const char *template, const char *doc, const char *partials)
{
	int err;

	placet_buf_clear(&out);
	err = page_once(template, json(partials), json(doc), &out);
	return err;
}

static void
everything_that_html_knows_is_escaped(void **state)
{
	(void)state;
	assert_gives("<a title='{{x}}'>{{{x}}}", "{\"x\":\"<&>\\\"'\"}",
	    "<a title='&lt;&amp;&gt;&quot;&#39;'><&>\"'");
}

static void
texts_are_compared_and_lists_indexed(void **state)
{
	(void)state;
	assert_gives("{{#s.open}}yes{{/s.open}}{{^s.closed}}no{{/s.closed}}",
	    "{\"s\":\"open\"}", "yesno");
	assert_gives("{{#l.0}}<ul>{{/l.0}}{{l.1}}{{l.2}}{{l.9}}{{l.x}}",
	    "{\"l\":[1,2]}", "<ul>2");
	assert_gives(
	    "{{#l.0}}<ul>{{/l.0}}{{l.99999999999999999999}}", "{\"l\":[]}", "");
	assert_gives("{{#a}}A{{/a}}{{#b}}B{{/b}}{{#c}}C{{/c}}",
	    "{\"a\":\"\",\"b\":0,\"c\":{}}", "BC");
	assert_gives(
	    "{{#l}}{{#f}}{{.}}{{/f}}{{/l}}", "{\"l\":[1,2],\"f\":true}", "12");
}

static void
numbers_are_grouped(void **state)
{
	(void)state;
	assert_gives("{{a|number}} {{b|number}} {{c | number}} {{d|number}}",
	    "{\"a\":1234567,\"b\":-999,\"c\":\"1000\",\"d\":12345.25}",
	    "1,234,567 -999 1,000 12,345.25");
	assert_gives("{{a|number}} {{b|number}} {{c|number}}",
	    "{\"a\":1e3,\"b\":\"<1\",\"c\":\"\"}", "1e3 &lt;1 ");
}

static void
moments_are_read_in_paris(void **state)
{
	/* clang-format off */
	static const char *const row[][2] = {
		{ "2026-11-23", "23\302\240November 2026" },
		{ "2026-11-23T10:05:00Z", "23\302\240November 2026 at 11:05" },
		{ "2026-07-01T22:30:00Z", "2\302\240July 2026 at 0:30" },
		{ "2026-12-31T23:00:00+00:00",
		    "1\302\240January 2027 at 0:00" },
		{ "2026-01-01 00:00:00+02",
		    "31\302\240December 2025 at 23:00" },
		{ "2026-03-29T00:59:59Z", "29\302\240March 2026 at 1:59" },
		{ "2026-03-29T01:00:00Z", "29\302\240March 2026 at 3:00" },
		{ "2026-10-25T00:59:59Z", "25\302\240October 2026 at 2:59" },
		{ "2026-10-25T01:00:00Z", "25\302\240October 2026 at 2:00" },
		{ "2024-02-29T12:00:00.123456Z",
		    "29\302\240February 2024 at 13:00" },
		{ "2023-02-29", "2023-02-29" },
		{ "2026-13-01", "2026-13-01" },
		{ "2026-11-23T24:00:00Z", "2026-11-23T24:00:00Z" },
		{ "2026-11-23T10:05:00", "2026-11-23T10:05:00" },
		{ "2026-11-23T10:05", "2026-11-23T10:05" },
		{ "2026-11-23T", "2026-11-23T" },
		{ "soon", "soon" },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		char doc[128];

		snprintf(doc, sizeof doc, "{\"x\":\"%s\"}", row[i][0]);
		assert_gives("{{x|datetime}}", doc, row[i][1]);
	}
	assert_gives("{{x|date}}", "{\"x\":\"2026-06-30T22:00:00Z\"}",
	    "1\302\240July 2026");
	assert_gives("{{x|date}}", "{\"x\":12}", "12");
}

static void
other_filters_do_what_they_say(void **state)
{
	(void)state;
	assert_gives("/{{x|url}}", "{\"x\":\"a/\303\251 ?&'\"}",
	    "/a%2F%C3%A9%20%3F%26%27");
	assert_gives("{{x|json}} {{{x|json}}}", "{\"x\":{\"a\":[\"<\"]}}",
	    "{&quot;a&quot;:[&quot;&lt;&quot;]} {\"a\":[\"<\"]}");
	assert_gives("{{x|plain}}",
	    "{\"x\":\"# A & B\\n\\n- *one*\\n- [two](http://x)\\n\\n"
	    "1 < 2\\n\"}",
	    "A &amp; B one two 1 &lt; 2");
	assert_gives(
	    "{{x|message}}", "{\"x\":\"token.expired\"}", "token.expired");
	assert_gives("{{none|number}}{{none|markdown}}", "{}", "");
}

static void
markdown_is_safe(void **state)
{
	/* clang-format off */
	static const char *const row[][2] = {
		{ "# Title\\n\\n###### Low", "<h2>Title</h2>\n<h6>Low</h6>\n" },
		{ "a <b>c</b>", "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n" },
		{ "<script>x</script>",
		    "<p>&lt;script&gt;x&lt;/script&gt;\n</p>\n" },
		{ "![photo](http://x/y.png)", "<p>photo</p>\n" },
		{ "[a](https://x/?b&c='\\\")",
		    "<p><a href=\"https://x/?b&amp;c=&#39;%22\""
		    " rel=\"nofollow ugc\">a</a></p>\n" },
		{ "[*a* b](HTTP://x \\\"title\\\")",
		    "<p><a href=\"HTTP://x\" rel=\"nofollow ugc\">"
		    "<em>a</em> b</a></p>\n" },
		{ "<mairie@example.fr>",
		    "<p><a href=\"mailto:mairie@example.fr\""
		    " rel=\"nofollow ugc\">mairie@example.fr</a></p>\n" },
		{ "[a](//x)", "<p>a</p>\n" },
		{ "[a](javascript:alert(1))", "<p>a</p>\n" },
		{ "[a](data:text/html,x)", "<p>a</p>\n" },
		{ "[a](/x) [b](x) [c](ftp://x) [d]()", "<p>a b c d</p>\n" },
		{ "[a](http:///x) [b](http://)", "<p>a b</p>\n" },
		{ "[![i](http://x)](http://y)",
		    "<p><a href=\"http://y\" rel=\"nofollow ugc\">i</a></p>\n" },
		{ "![[a](javascript:x)](y)", "<p>a</p>\n" },
		{ "```js\\nx<y\\n```",
		    "<pre><code>x&lt;y\n</code></pre>\n" },
		{ "", "" },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		char doc[256];

		snprintf(doc, sizeof doc, "{\"x\":\"%s\"}", row[i][0]);
		assert_gives("{{x|markdown}}", doc, row[i][1]);
	}
}

static void
plain_text_has_paragraphs_and_nothing_else(void **state)
{
	static const char *const row[][2] = {
		{ "one", "<p>one</p>\n" },
		{ "a\\nb\\n\\nc", "<p>a<br>\nb</p>\n<p>c</p>\n" },
		{ "\\n\\n\\na\\n\\n\\n\\nb\\n\\n", "<p>a</p>\n<p>b</p>\n" },
		{ "<b>'&' *x* http://y",
		    "<p>&lt;b&gt;&#39;&amp;&#39; *x* http://y</p>\n" },
		{ "\\n\\n", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		char doc[256];

		snprintf(doc, sizeof doc, "{\"x\":\"%s\"}", row[i][0]);
		assert_gives("{{x|paragraphs}}", doc, row[i][1]);
	}
}

static void
broken_templates_are_refused(void **state)
{
	static const char *const bad[] = { "{{", "{{a", "{{{a}}", "{{#a}}",
		"{{/a}}", "{{#a}}{{/b}}", "{{#a}}{{#b}}{{/a}}{{/b}}", "{{}}",
		"{{a..b}}", "{{a.}}", "{{.a}}", "{{a b}}", "{{a|none}}",
		"{{#a|date}}{{/a|date}}", "{{=a}}", "{{= =}}", "{{=<% %>",
		"{{=a b c=}}", "{{=aaaaaaaaaaaaaaaaaaaaa b=}}", "{{_a {b}}",
		"{{_a {b|none}}}", "{{_one;many}}", "{{_{}}}", "{{$block}}" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		if (error_of(bad[i], "{}", "{}") != PLACET_EFORMAT)
			print_error("# %s\n", bad[i]);
		assert_int_equal(error_of(bad[i], "{}", "{}"), PLACET_EFORMAT);
	}
}

/* s n times. */
static const char *
times(const char *s, int n)
{
	struct placet_buf b = { 0 };
	const char *copy;

	while (n-- > 0)
		placet_buf_str(&b, s);
	copy = placet_strdup(&arena, b.data);
	placet_buf_release(&b);
	assert_non_null(copy);
	return copy;
}

static void
bombs_do_not_go_off(void **state)
{
	const char *sections;

	(void)state;
	assert_int_equal(
	    error_of("{{>a}}", "{}", "{\"a\":\"{{>a}}\"}"), PLACET_ELIMIT);
	/* Two more kinds of indentation each time: it ends by their number. */
	assert_int_equal(
	    error_of("{{>a}}", "{}", "{\"a\":\" {{>a}}\\n\\t{{>a}}\\n\"}"), 0);
	sections = placet_printf(
	    &arena, "%s%s", times("{{#l}}", 30), times("{{/l}}", 30));
	assert_int_equal(
	    error_of(sections, "{\"l\":[1,2,3,4]}", "{}"), PLACET_ELIMIT);
	sections = placet_printf(
	    &arena, "%s%s", times("{{#l}}", 33), times("{{/l}}", 33));
	assert_int_equal(error_of(sections, "{}", "{}"), PLACET_EFORMAT);
	out.ceiling = 64;
	assert_int_equal(error_of("{{#l}}{{>a}}{{/l}}", "{\"l\":[1,2,3,4]}",
	                     "{\"a\":\"a quite long text\"}"),
	    PLACET_ELIMIT);
	out.ceiling = 0;
	placet_buf_release(&out);
}

static void
messages_without_catalogue_are_english(void **state)
{
	(void)state;
	assert_gives("{{_Sign\n\t this <petition> }}!", "{}",
	    "Sign this &lt;petition&gt;!");
	assert_gives("{{_Closes on {a.b|date}}}.",
	    "{\"a\":{\"b\":\"2026-11-23\"}}",
	    "Closes on 23\302\240November 2026.");
	assert_gives("{{&_<b>{x}</b>}}", "{\"x\":\"<\"}", "<b>&lt;</b>");
	assert_gives("{{_Read; then sign;}}", "{}", "Read; then sign;");
	assert_gives("{{#l}}{{_one signature;{.|number} signatures}}, {{/l}}",
	    "{\"l\":[0,1,2,1000,null,\"x\"]}",
	    "0 signatures, one signature, 2 signatures, 1,000 signatures, "
	    " signatures, x signatures, ");
	assert_gives("{{=<% %>=}}<%_Hello {x}%>", "{\"x\":1}", "Hello 1");
}

static int
end(void **state)
{
	(void)state;
	placet_arena_end(&arena);
	placet_buf_release(&out);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_specification_agrees),
		cmocka_unit_test(everything_that_html_knows_is_escaped),
		cmocka_unit_test(texts_are_compared_and_lists_indexed),
		cmocka_unit_test(numbers_are_grouped),
		cmocka_unit_test(moments_are_read_in_paris),
		cmocka_unit_test(other_filters_do_what_they_say),
		cmocka_unit_test(markdown_is_safe),
		cmocka_unit_test(plain_text_has_paragraphs_and_nothing_else),
		cmocka_unit_test(broken_templates_are_refused),
		cmocka_unit_test(bombs_do_not_go_off),
		cmocka_unit_test(messages_without_catalogue_are_english),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}

/*
 * test_pages.c - folders of templates and catalogues, ours among them
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "web/page.h"

static struct placet_arena arena;
static struct placet_buf out;
static char why[512];
static char folder[64];

static struct placet_json *
json(const char *text)
{
	struct placet_json *v;

	assert_int_equal(
	    placet_json_parse(&arena, text, strlen(text), NULL, &v), 0);
	return v;
}

static void
file_write(const char *name, const char *text)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	if (text == NULL) {
		unlink(path);
		return;
	}
	f = fopen(path, "wb");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static const char *const files[] = { "fr.po", "en.po", "home.html", "head.html",
	"note.txt" };

static void
files_forget(void)
{
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		file_write(files[i], NULL);
}

static int
folder_make(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/placet-page-XXXXXX");
	return mkdtemp(folder) == NULL;
}

static int
folder_end(void **state)
{
	(void)state;
	files_forget();
	placet_arena_end(&arena);
	placet_buf_release(&out);
	return rmdir(folder);
}

static const char fr_head[] =
    "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=2; plural=(n > 1);\\n\"\n";

/* A folder with a page, a partial and two catalogues. */
static struct pages *
demo_pages(void)
{
	struct placet_buf po = { 0 };
	struct pages *p;

	placet_buf_printf(&po, "%s%s", fr_head,
	    "msgid \"Hello {name}\"\n"
	    "msgstr \"Bonjour \302\253{name}\302\273\"\n"
	    "msgid \"one signature\"\n"
	    "msgid_plural \"{.|number} signatures\"\n"
	    "msgstr[0] \"{.|number} sign\303\251e\"\n"
	    "msgstr[1] \"{.|number} sign\303\251es\"\n"
	    "msgid \"busy\"\nmsgstr \"Occup\303\251\"\n");
	file_write("fr.po", po.data);
	placet_buf_release(&po);
	file_write("en.po", "msgid \"busy\"\nmsgstr \"Busy\"\n");
	file_write("note.txt", "{{not a template");
	file_write("head.html", "<h1>{{_Hello {name}}}</h1>\n");
	file_write("home.html",
	    "<div>\n  {{> head}}\n</div>\n"
	    "{{#l}}{{_one signature;{.|number} signatures}}|{{/l}}\n"
	    "{{at|datetime}} {{e|message}} {{_Only here}}\n");
	p = pages_new(folder, folder, why, sizeof why);
	assert_string_equal(why, "");
	assert_non_null(p);
	files_forget();
	return p;
}

static void
pages_speak_the_language_asked_for(void **state)
{
	const struct placet_json *doc = json(
	    "{\"l\":[0,1,1234],\"name\":\"<\",\"e\":\"busy\","
	    "\"at\":\"2027-01-01T09:05:00Z\"}");
	struct pages *p = demo_pages();

	(void)state;
	placet_buf_clear(&out);
	assert_int_equal(pages_render(p, "home", "fr", doc, &out), 0);
	assert_string_equal(out.data,
	    "<div>\n  <h1>Bonjour \302\253&lt;\302\273</h1>\n</div>\n"
	    "0 sign\303\251e|1 sign\303\251e|"
	    "1\342\200\257234 sign\303\251es|\n"
	    "1er\302\240janvier 2027 \303\240 10\302\240h\302\24005 "
	    "Occup\303\251 Only here\n");
	placet_buf_clear(&out);
	assert_int_equal(pages_render(p, "home", "en", doc, &out), 0);
	assert_string_equal(out.data,
	    "<div>\n  <h1>Hello &lt;</h1>\n</div>\n"
	    "0 signatures|one signature|1,234 signatures|\n"
	    "1\302\240January 2027 at 10:05 Busy Only here\n");
	assert_int_equal(
	    pages_render(p, "none", "fr", doc, &out), PLACET_EMISSING);
	assert_int_equal(
	    pages_render(p, "home", "br", doc, &out), PLACET_EMISSING);
	pages_free(p);
}

static void
what_there_is_can_be_asked(void **state)
{
	struct pages *p = demo_pages();

	(void)state;
	assert_true(pages_has_lang(p, "fr"));
	assert_false(pages_has_lang(p, "br"));
	assert_string_equal(pages_lang(p, 0), "en");
	assert_string_equal(pages_lang(p, 1), "fr");
	assert_null(pages_lang(p, 2));
	assert_true(pages_has(p, "home"));
	assert_true(pages_has(p, "head"));
	assert_false(pages_has(p, "note"));
	assert_string_equal(pages_text(p, "fr", "busy"), "Occup\303\251");
	assert_string_equal(pages_text(p, "fr", "other"), "other");
	assert_non_null(
	    strstr(pages_missing(p, "fr"), "home.html:5: Only here\n"));
	assert_null(strstr(pages_missing(p, "fr"), "Hello"));
	pages_free(p);
}

/* why[] without the folder. */
static void
assert_refused(const char *po, const char *home, const char *want)
{
	struct pages *p;

	file_write("fr.po", po);
	file_write("home.html", home);
	p = pages_new(folder, folder, why, sizeof why);
	assert_null(p);
	assert_string_equal(why + strlen(folder), want);
	files_forget();
}

static void
errors_name_file_and_line(void **state)
{
	(void)state;
	assert_refused(
	    "", "a\n{{#b}}\n", "/home.html:2: section is not closed");
	assert_refused(
	    "", "\n\n{{a|dat}}", "/home.html:3: no filter 'dat' here");
	assert_refused("", "\n{{> head}}\n",
	    "/home.html:2: no partial 'head', or too many");
	assert_refused("", "\xff", "/home.html:1: not readable UTF-8 text");
	assert_refused("x", "", "/fr.po:1: unknown keyword");
	assert_refused("\nmsgid \"a {b}\"\nmsgstr \"{c|raw}\"\n", "{{_a {b}}}",
	    "/fr.po:2: {c} is not in the message");
	assert_refused(NULL, "x", ": nothing there");
	assert_refused("", NULL, ": nothing there");
	assert_null(pages_new("/nowhere", folder, why, sizeof why));
	assert_string_equal(why, "/nowhere: cannot be read");
	pages_free(NULL);
}

/* What is installed: it compiles, and French lacks no message. */
static void
our_own_pages_compile_and_are_translated(void **state)
{
	const char *srcdir = getenv("srcdir");
	const struct placet_json *empty = json("{}");
	char dir[1024], locale[1024];
	struct pages *p;

	(void)state;
	snprintf(dir, sizeof dir, "%s/server/pages/templates",
	    srcdir != NULL ? srcdir : ".");
	snprintf(locale, sizeof locale, "%s/server/pages/locale",
	    srcdir != NULL ? srcdir : ".");
	p = pages_new(dir, locale, why, sizeof why);
	assert_string_equal(why, "");
	assert_non_null(p);
	assert_true(pages_has_lang(p, "fr"));
	assert_true(pages_has_lang(p, "en"));
	assert_true(pages_has(p, "error"));
	assert_string_equal(pages_missing(p, "fr"), "");
	placet_buf_clear(&out);
	assert_int_equal(pages_render(p, "error", "fr", empty, &out), 0);
	pages_free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_speak_the_language_asked_for),
		cmocka_unit_test(what_there_is_can_be_asked),
		cmocka_unit_test(errors_name_file_and_line),
		cmocka_unit_test(our_own_pages_compile_and_are_translated),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_end);
}

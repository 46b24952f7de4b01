/*
 * test_lang.c - which language, which face, which part of a target
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "web/lang.h"
#include "web/target.h"

static bool
both(const void *arg, const char *code)
{
	(void)arg;
	return strcmp(code, "fr") == 0 || strcmp(code, "en") == 0;
}

static void
language_is_the_best_that_there_is(void **state)
{
	static const struct {
		const char *accept, *lang;
	} row[] = {
		{ NULL, "fr" },
		{ "", "fr" },
		{ "en", "en" },
		{ "en-GB,en;q=0.9", "en" },
		{ "de,en;q=0.5,fr;q=0.4", "en" },
		{ "en;q=0.4, fr-BE;q=0.8", "fr" },
		{ "EN", "en" },
		{ "en;q=0", "fr" },
		{ "eng", "fr" },
		{ "de, *;q=0.5", "fr" },
		{ "en ; q=1.000, fr", "en" },
		{ ";;;,,,q=,en;q=x", "fr" },
		{ "en;q=0.999,fr;q=1", "fr" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		assert_string_equal(
		    lang_choose(row[i].accept, both, NULL), row[i].lang);
}

static void
json_is_for_who_would_rather_have_it(void **state)
{
	static const struct {
		const char *accept;
		enum face face;
	} row[] = {
		{ NULL, FACE_HTML },
		{ "*/*", FACE_HTML },
		{ "text/html,application/xhtml+xml,*/*;q=0.8", FACE_HTML },
		{ "application/json", FACE_JSON },
		{ "application/json, text/html", FACE_HTML },
		{ "application/json, text/html;q=0.9", FACE_JSON },
		{ "text/html;q=0.5, application/json;q=0.4", FACE_HTML },
		{ "application/json, */*;q=0.5", FACE_JSON },
		{ "application/json;q=0", FACE_HTML },
		{ "application/problem+json", FACE_JSON },
		{ "image/png", FACE_HTML },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		assert_int_equal(lang_face(row[i].accept), row[i].face);
}

static void
a_target_comes_apart(void **state)
{
	static const struct {
		const char *uri, *lang, *path, *suffix, *query;
	} row[] = {
		{ "/", "", "/", "", "" },
		{ "/en", "en", "/", "", "" },
		{ "/en/", "en", "/", "", "" },
		{ "/en/petitions/4", "en", "/petitions/4", "", "" },
		{ "/enter", "", "/enter", "", "" },
		{ "/de/petitions", "", "/de/petitions", "", "" },
		{ "/petitions/4.json", "", "/petitions/4", "json", "" },
		{ "/fr/x.json?q=a.json", "fr", "/x", "json", "q=a.json" },
		{ "/r/t.tlog-proof", "", "/r/t", "tlog-proof", "" },
		{ "/p/4/tile/0/000.p/8", "", "/p/4/tile/0/000.p/8", "", "" },
		{ "/.json", "", "/.json", "", "" },
		{ "/a.css", "", "/a.css", "", "" },
		{ "/search?q=%2F&b", "", "/search", "", "q=%2F&b" },
		{ "/search?", "", "/search", "", "" },
	};
	struct placet_arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct target t;

		assert_true(target_parse(&a, row[i].uri, both, NULL, &t));
		assert_string_equal(t.lang, row[i].lang);
		assert_string_equal(t.path, row[i].path);
		assert_string_equal(t.suffix, row[i].suffix);
		assert_string_equal(t.query, row[i].query);
	}
	placet_arena_end(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(language_is_the_best_that_there_is),
		cmocka_unit_test(json_is_for_who_would_rather_have_it),
		cmocka_unit_test(a_target_comes_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_locale.c - catalogues of messages: what is read, what is an error
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

#include "web/locale.h"

static char why[256];

/* A catalogue of this text; NULL with why[], the file's name cut off. */
static struct locale *
catalogue(const char *text)
{
	char path[] = "/tmp/placet-po-XXXXXX";
	struct locale *l;
	const int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (int)strlen(text));
	close(fd);
	why[0] = '\0';
	l = locale_new(path, why, sizeof why);
	unlink(path);
	if (l == NULL)
		memmove(
		    why, why + strlen(path), strlen(why + strlen(path)) + 1);
	return l;
}

static void
entries_are_found_by_id(void **state)
{
	struct locale *l = catalogue(
	    "# a comment\nmsgid \"\"\nmsgstr \"\"\n"
	    "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
	    "\"Plural-Forms: nplurals=2; plural=(n > 1);\\n\"\n\n"
	    "#: home.html:12\n#. for the button\nmsgid \"Sign\"\n"
	    "msgstr \"Signer\"\n\n"
	    "msgid \"\"\n\"two \"\n\"lines\\n\"\r\nmsgstr \"\"\n"
	    "  \"deux \\\"lignes\\\"\\t\\\\\"\n"
	    "msgid \"one\"\nmsgid_plural \"{n} many\"\n"
	    "msgstr[0] \"une\"\nmsgstr[1] \"{n} plusieurs\"");
	const struct message *m;

	(void)state;
	assert_non_null(l);
	assert_int_equal(locale_plural(l), PLURAL_OVER_ONE);
	m = locale_find(l, "Sign");
	assert_non_null(m);
	assert_string_equal(m->str[0], "Signer");
	assert_null(m->str[1]);
	assert_int_equal(m->line, 9);
	m = locale_find(l, "two lines\n");
	assert_non_null(m);
	assert_string_equal(m->str[0], "deux \"lignes\"\t\\");
	m = locale_find(l, "one");
	assert_non_null(m);
	assert_string_equal(m->plural, "{n} many");
	assert_string_equal(m->str[1], "{n} plusieurs");
	assert_null(locale_find(l, "absent"));
	assert_null(locale_find(l, ""));
	locale_free(l);
}

static void
what_is_not_a_translation_is_skipped(void **state)
{
	struct locale *l = catalogue(
	    "#, fuzzy\nmsgid \"\"\nmsgstr "
	    "\"Plural-Forms: nplurals=2; plural=n != 1;\\n\"\n"
	    "#, c-format, fuzzy\nmsgid \"guess\"\nmsgstr \"devin\"\n"
	    "msgid \"empty\"\nmsgstr \"\"\n"
	    "msgid \"half\"\nmsgid_plural \"halves\"\n"
	    "msgstr[0] \"moiti\303\251\"\nmsgstr[1] \"\"\n"
	    "#, fuzzy\n#~ msgid \"old\"\n#~ msgstr \"vieux\"\n"
	    "#| msgid \"was\"\nmsgid \"new\"\nmsgstr \"neuf\"\n");

	(void)state;
	assert_non_null(l);
	assert_int_equal(locale_plural(l), PLURAL_NOT_ONE);
	assert_null(locale_find(l, "guess"));
	assert_null(locale_find(l, "empty"));
	assert_null(locale_find(l, "half"));
	assert_null(locale_find(l, "old"));
	assert_non_null(locale_find(l, "new"));
	locale_free(l);
}

static void
an_empty_catalogue_is_one(void **state)
{
	struct locale *l = catalogue("");

	(void)state;
	assert_non_null(l);
	assert_null(locale_find(l, "x"));
	locale_free(l);
	locale_free(NULL);
}

static void
errors_name_the_line(void **state)
{
	/* clang-format off */
	static const struct { const char *text, *why; } row[] = {
		{ "msgid \"a\"\nmsgstr \"b", ":2: string is not closed" },
		{ "msgid \"a\"\nmsgstr \"b\\", ":2: unknown escape in string" },
		{ "msgid \"a\"\nmsgstr \"\\x41\"",
		    ":2: unknown escape in string" },
		{ "msgid \"a\" x", ":1: text after string" },
		{ "msgid a", ":1: string expected" },
		{ "msgid", ":1: string expected" },
		{ "\"a\"", ":1: string without keyword" },
		{ "msgctxt \"c\"", ":1: unknown keyword" },
		{ "msgstr \"c\"", ":1: msgid expected" },
		{ "\nmsgid \"a\"\n\nmsgid \"b\"\nmsgstr \"\"",
		    ":2: entry lacks a msgstr" },
		{ "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"c\"",
		    ":1: entry lacks a msgstr" },
		{ "msgid \"a\"\nmsgstr[0] \"c\"\nmsgstr[1] \"c\"",
		    ":1: entry lacks a msgstr" },
		{ "msgid \"a\"\nmsgstr \"b\"\nmsgstr \"c\"", ":3: said twice" },
		{ "msgid \"a\"\nmsgstr \"b\"\nmsgid \"a\"\nmsgstr \"c\"",
		    ":3: message is there twice" },
		{ "msgid \"\"\nmsgstr \"\"\n\"X: y\\n\"\n"
		  "\"Plural-Forms: nplurals=3; plural=n%10;\\n\"\n",
		    ":4: Plural-Forms must be n > 1 or n != 1" },
		{ "msgid \"\xff\"", ":0: file is not UTF-8 text" },
	};
	/* clang-format on */
	char path[] = "/nowhere/fr.po";

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		assert_null(catalogue(row[i].text));
		assert_string_equal(why, row[i].why);
	}
	assert_null(locale_new(path, why, sizeof why));
	assert_string_equal(why, "/nowhere/fr.po:0: cannot be read");
}

static void
forms_follow_the_rule(void **state)
{
	(void)state;
	assert_int_equal(plural_form(PLURAL_NOT_ONE, 0), 1);
	assert_int_equal(plural_form(PLURAL_NOT_ONE, 1), 0);
	assert_int_equal(plural_form(PLURAL_NOT_ONE, 2), 1);
	assert_int_equal(plural_form(PLURAL_OVER_ONE, 0), 0);
	assert_int_equal(plural_form(PLURAL_OVER_ONE, 1), 0);
	assert_int_equal(plural_form(PLURAL_OVER_ONE, 2), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_are_found_by_id),
		cmocka_unit_test(what_is_not_a_translation_is_skipped),
		cmocka_unit_test(an_empty_catalogue_is_one),
		cmocka_unit_test(errors_name_the_line),
		cmocka_unit_test(forms_follow_the_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_handle.c - what people type to say where their account is
 */
#include "web/handle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct row {
	const char *typed, *account, *host;
};

static void
all_the_usual_forms_are_understood(void **state)
{
	static const struct row rows[] = {
		{ "@zoe@social.example", "zoe", "social.example" },
		{ "zoe@social.example", "zoe", "social.example" },
		{ "acct:zoe@social.example", "zoe", "social.example" },
		{ "ACCT:zoe@social.example", "zoe", "social.example" },
		{ "  @Zoe_1.b-c~d@SOCIAL.Example. \t", "Zoe_1.b-c~d",
		    "social.example" },
		{ "@ zoe @ social.example", "zoe", "social.example" },
		{ "\xe2\x80\x8e@zoe\xe2\x81\xa9@social.example\xc2\xa0", "zoe",
		    "social.example" },
		{ "social.example", "", "social.example" },
		{ "@social.example", "", "social.example" },
		{ "https://social.example", "", "social.example" },
		{ "https://social.example/", "", "social.example" },
		{ "https://social.example/@zoe", "zoe", "social.example" },
		{ "HTTPS://Social.Example/@zoe", "zoe", "social.example" },
		{ "http://social.example/@zoe", "zoe", "social.example" },
		{ "social.example/@zoe", "zoe", "social.example" },
		{ "https://social.example/@zoe/113", "zoe", "social.example" },
		{ "https://social.example/@zoe?a=b#c", "zoe",
		    "social.example" },
		{ "https://social.example/users/zoe", "zoe", "social.example" },
		{ "https://social.example/u/zoe", "zoe", "social.example" },
		{ "https://social.example/web/@zoe", "zoe", "social.example" },
		{ "https://social.example/@tom@other.example", "",
		    "social.example" },
		{ "https://social.example/home", "", "social.example" },
		{ "@zoe@xn--cole-9oa.example", "zoe", "xn--cole-9oa.example" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct handle h;

		assert_int_equal(
		    handle_parse(rows[i].typed, false, &h), HANDLE_OK);
		assert_string_equal(h.account, rows[i].account);
		assert_string_equal(h.host, rows[i].host);
	}
}

static void
nothing_is_told_from_what_is_wrong(void **state)
{
	static const struct {
		const char *typed;
		enum handle_end end;
	} rows[] = {
		{ "", HANDLE_EMPTY },
		{ " \t\xc2\xa0", HANDLE_EMPTY },
		{ "@zoe@\xc3\xa9"
		  "colo.example",
		    HANDLE_FOREIGN },
		{ "\xc3\xa9"
		  "colo.example",
		    HANDLE_FOREIGN },
		{ "@", HANDLE_WRONG },
		{ "@@", HANDLE_WRONG },
		{ "zoe", HANDLE_WRONG },
		{ "@zoe@", HANDLE_WRONG },
		{ "@zo\xc3\xa9@social.example", HANDLE_WRONG },
		{ "@zoe@social.example@other.example", HANDLE_WRONG },
		{ "@zoe@localhost", HANDLE_WRONG },
		{ "@zoe@127.0.0.1", HANDLE_WRONG },
		{ "@zoe@[::1]", HANDLE_WRONG },
		{ "@zoe@2130706433", HANDLE_WRONG },
		{ "@zoe@social.example:8443", HANDLE_WRONG },
		{ "https://zoe:secret@social.example/", HANDLE_WRONG },
		{ "ftp://social.example/", HANDLE_WRONG },
		{ "javascript:alert(1)", HANDLE_WRONG },
		{ "https://", HANDLE_WRONG },
		{ "https:///@zoe", HANDLE_WRONG },
		{ "@zoe@social..example", HANDLE_WRONG },
		{ "@zoe@-.example", HANDLE_WRONG },
		{ "@zoe%40x@social.example", HANDLE_WRONG },
		{ "@zoe@social.example\\@x.example", HANDLE_WRONG },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct handle h;

		assert_int_equal(
		    handle_parse(rows[i].typed, false, &h), rows[i].end);
	}
}

static void
what_is_too_long_is_refused_at_its_edge(void **state)
{
	char text[600];
	struct handle h;

	(void)state;
	memset(text, 'a', 64);
	memcpy(text + 64, "@b.example", 11);
	assert_int_equal(handle_parse(text, false, &h), HANDLE_OK);
	memset(text, 'a', 65);
	memcpy(text + 65, "@b.example", 11);
	assert_int_equal(handle_parse(text, false, &h), HANDLE_WRONG);
	memset(text, ' ', sizeof text);
	memcpy(text + sizeof text - 11, "z.example1", 11);
	assert_int_equal(handle_parse(text, false, &h), HANDLE_OK);
	memset(text, 'a', sizeof text - 11);
	assert_int_equal(handle_parse(text, false, &h), HANDLE_WRONG);
	memset(text, 'a', 300);
	memcpy(text + 300, ".example", 9);
	assert_int_equal(handle_parse(text, false, &h), HANDLE_WRONG);
}

static void
tests_may_use_this_machine(void **state)
{
	struct handle h;

	(void)state;
	assert_int_equal(
	    handle_parse("@zoe@127.0.0.2:8080", true, &h), HANDLE_OK);
	assert_string_equal(h.host, "127.0.0.2:8080");
	assert_int_equal(
	    handle_parse("http://localhost:8080/@zoe", true, &h), HANDLE_OK);
	assert_string_equal(h.host, "localhost:8080");
	assert_int_equal(handle_parse("@zoe@[::1]", true, &h), HANDLE_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_the_usual_forms_are_understood),
		cmocka_unit_test(nothing_is_told_from_what_is_wrong),
		cmocka_unit_test(what_is_too_long_is_refused_at_its_edge),
		cmocka_unit_test(tests_may_use_this_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

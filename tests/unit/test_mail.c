/*
 * test_mail.c - what a message says, and what cannot get into it
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "courier/mail.h"

#define TOKEN "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static struct mail_texts texts;
static struct placet_arena arena;

static const struct mail_order sample = {
	.kind = MAIL_CONFIRM,
	.lang = MAIL_FR,
	.id = "00/1",
	.scheme = "http",
	.port = 8080,
	.host = "c.example",
	.name = "Ville de Saint-\xC3\x89tienne",
	.title = "Une <piste> & un \"banc\"",
	.petition = 7,
	.to = "a@example.org",
	.token = TOKEN,
	.from = "petitions@c.example",
	.now = 1700000000,
};

static int
load(void **state)
{
	const char *dir = getenv("srcdir");

	(void)state;
	return mail_texts_load(&texts, dir != NULL ? dir : ".");
}

static int
release(void **state)
{
	(void)state;
	mail_texts_release(&texts);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	placet_arena_end(&arena);
	return 0;
}

static const char *
header_of(const struct mail *m, const char *name)
{
	for (size_t i = 0; i < m->nheader; i++)
		if (strncmp(m->header[i], name, strlen(name)) == 0)
			return m->header[i];
	return NULL;
}

static void
link_leads_to_the_button(void **state)
{
	struct mail m;

	(void)state;
	assert_int_equal(mail_compose(&arena, &texts, &sample, &m), 0);
	assert_non_null(strstr(
	    m.text, "\nhttp://c.example:8080/petitions/7/confirm/" TOKEN "\n"));
	assert_non_null(strstr(m.html,
	    "<a href=\"http://c.example:8080/petitions/7/confirm/" TOKEN
	    "\">"));
	assert_non_null(strstr(m.text, "/petitions/7/not-me/" TOKEN));
	assert_null(strstr(m.text, "{{"));
	assert_null(strstr(m.html, "{{"));
}

static void
title_is_text_in_html(void **state)
{
	struct mail m;

	(void)state;
	assert_int_equal(mail_compose(&arena, &texts, &sample, &m), 0);
	assert_non_null(strstr(m.text, "Une <piste> & un \"banc\""));
	assert_non_null(
	    strstr(m.html, "Une &lt;piste&gt; &amp; un &quot;banc&quot;"));
	assert_null(strstr(m.subject, "piste"));
}

static void
title_is_cut_at_a_whole_character(void **state)
{
	struct mail_order o = sample;
	char title[601];
	struct mail m;
	const char *at;

	(void)state;
	for (int i = 0; i < 300; i++)
		memcpy(title + 2 * i, "\xC3\xA9", 2);
	title[600] = '\0';
	o.title = title;
	assert_int_equal(mail_compose(&arena, &texts, &o, &m), 0);
	at = strstr(m.text, "\xC3\xA9\xC3\xA9\xC3\xA9");
	assert_non_null(at);
	assert_memory_equal(at + 240, "\xE2\x80\xA6", 3);
}

static void
newline_in_a_title_stays_out(void **state)
{
	struct mail_order o = sample;
	struct mail m;

	(void)state;
	o.title = "a\r\nBcc: b@example.org\n\n.";
	o.name = "C\r\nBcc: b@example.org";
	assert_int_equal(mail_compose(&arena, &texts, &o, &m), 0);
	assert_null(strstr(m.text, "\nBcc"));
	for (size_t i = 0; i < m.nheader; i++)
		assert_null(strstr(m.header[i], "\nBcc"));
}

static void
strange_address_is_refused(void **state)
{
	static const char *const bad[] = { "a", "a@b", "a@example.org\r\nX: y",
		"a b@example.org", "<a@example.org>", "" };
	struct mail_order o = sample;
	struct mail m;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		o.to = bad[i];
		assert_int_equal(
		    mail_compose(&arena, &texts, &o, &m), PLACET_EFORMAT);
	}
	o = sample;
	o.host = "c.example\r\nX: y";
	assert_int_equal(mail_compose(&arena, &texts, &o, &m), PLACET_EFORMAT);
	o = sample;
	o.token = "short";
	assert_int_equal(mail_compose(&arena, &texts, &o, &m), PLACET_EFORMAT);
}

static void
headers_are_complete(void **state)
{
	struct mail_order o = sample;
	struct mail m, again;

	(void)state;
	o.scheme = "https";
	o.port = 0;
	assert_int_equal(mail_compose(&arena, &texts, &o, &m), 0);
	assert_string_equal(
	    header_of(&m, "Date:"), "Date: Tue, 14 Nov 2023 22:13:20 +0000");
	assert_string_equal(header_of(&m, "To:"), "To: <a@example.org>");
	assert_non_null(header_of(&m, "Auto-Submitted: auto-generated"));
	assert_string_equal(header_of(&m, "List-Unsubscribe:"),
	    "List-Unsubscribe:\r\n"
	    " <https://c.example/petitions/7/not-me/" TOKEN ">");
	assert_non_null(header_of(&m, "List-Unsubscribe-Post:"));
	assert_int_equal(mail_compose(&arena, &texts, &o, &again), 0);
	assert_string_equal(
	    header_of(&m, "Message-ID:"), header_of(&again, "Message-ID:"));
}

static void
mail_without_token_has_no_link_to_block(void **state)
{
	struct mail_order o = sample;
	struct mail m;

	(void)state;
	o.kind = MAIL_ALREADY;
	o.token = NULL;
	assert_int_equal(mail_compose(&arena, &texts, &o, &m), 0);
	assert_null(header_of(&m, "List-Unsubscribe"));
	assert_null(strstr(m.text, "/confirm/"));
	assert_non_null(
	    strstr(m.text, "\nhttp://c.example:8080/petitions/7\n"));
}

static void
headers_are_encoded(void **state)
{
	struct mail_order o = sample;
	struct mail m;

	(void)state;
	assert_int_equal(mail_compose(&arena, &texts, &o, &m), 0);
	assert_string_equal(header_of(&m, "From:"),
	    "From: =?UTF-8?B?VmlsbGUgZGUgU2FpbnQtw4l0aWVubmU=?=\r\n"
	    " <petitions@c.example>");
	assert_string_equal(header_of(&m, "Subject:"),
	    "Subject: Confirmez votre signature sur c.example");
	o.name = "Ville de Die";
	assert_int_equal(mail_compose(&arena, &texts, &o, &m), 0);
	assert_string_equal(header_of(&m, "From:"),
	    "From: Ville de Die\r\n <petitions@c.example>");
}

static void
strange_name_gives_way_to_the_host(void **state)
{
	static const char *const bad[] = { "C\r\nBcc: b@example.org", "\x7f",
		"a\xE2\x80\xAE"
		"b",
		"\xff" };
	struct mail_order o = sample;
	struct mail m;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		o.name = bad[i];
		assert_int_equal(mail_compose(&arena, &texts, &o, &m), 0);
		assert_string_equal(header_of(&m, "From:"),
		    "From: \"c.example\"\r\n <petitions@c.example>");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(link_leads_to_the_button, end),
		cmocka_unit_test_teardown(title_is_text_in_html, end),
		cmocka_unit_test_teardown(
		    title_is_cut_at_a_whole_character, end),
		cmocka_unit_test_teardown(newline_in_a_title_stays_out, end),
		cmocka_unit_test_teardown(strange_address_is_refused, end),
		cmocka_unit_test_teardown(headers_are_complete, end),
		cmocka_unit_test_teardown(
		    mail_without_token_has_no_link_to_block, end),
		cmocka_unit_test_teardown(headers_are_encoded, end),
		cmocka_unit_test_teardown(
		    strange_name_gives_way_to_the_host, end),
	};

	return cmocka_run_group_tests(tests, load, release);
}

/*
 * test_activity.c - which notes of others may become comments, and as what
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <placet/json.h>

#include "base/activity.h"

#define ZOE "https://m.example/zoe"

/*
 * An activity of zoe's, of that type.  Members of its note: "more" ones
 * replace what a good one has, which is all that is not named there.
 */
static struct activity
read_note(struct placet_arena *a, const char *type, const char *more)
{
	static const char good[] =
	    "{\"id\":\"" ZOE "/notes/1\",\"type\":\"Note\","
	    "\"attributedTo\":\"" ZOE "\",\"content\":\"<p>Je suis pour.</p>\","
	    "\"inReplyTo\":\"https://a.example/petitions/1\","
	    "\"to\":\"" PLACET_AS_PUBLIC "\"}";
	const struct placet_msg_rules rules = activity_rules(false);
	struct placet_json *note, *changes, *doc, *next;
	struct placet_buf b = { .ceiling = 1 << 20 };
	struct placet_msg msg;
	struct activity out;
	char text[512];

	snprintf(text, sizeof text,
	    "{\"@context\":\"" PLACET_AS "\",\"id\":\"" ZOE
	    "/acts/1\",\"type\":\"%s\",\"actor\":\"" ZOE "\"}",
	    type);
	assert_int_equal(
	    placet_json_parse(a, text, strlen(text), NULL, &doc), 0);
	assert_int_equal(
	    placet_json_parse(a, good, sizeof good - 1, NULL, &note), 0);
	assert_int_equal(
	    placet_json_parse(a, more, strlen(more), NULL, &changes), 0);
	for (; changes->first != NULL; changes->first = next) {
		next = changes->first->next;
		placet_json_set(a, note, changes->first->name, changes->first);
	}
	placet_json_set(a, doc, "object", note);
	placet_json_write(&b, doc);
	if (placet_msg_parse(a, b.data, b.len, &rules, &msg) != 0)
		fail_msg(
		    "%s: %s in %s", msg.fault.path, msg.fault.reason, more);
	activity_read(a, &msg, &out);
	placet_buf_release(&b);
	return out;
}

static void
same(const char *got, const char *want)
{
	if (want == NULL)
		assert_null(got);
	else if (got == NULL)
		fail_msg("nothing in place of '%s'", want);
	else
		assert_string_equal(got, want);
}

static void
a_public_note_of_its_author_is_read(void **state)
{
	struct placet_arena a = { 0 };
	struct activity act = read_note(&a, "Create",
	    "{\"url\":\"https://m.example/@zoe/1\",\"published\":"
	    "\"2026-01-02T03:04:05.678+01:00\","
	    "\"contentMap\":{\"fr-FR\":\"\"}}");

	(void)state;
	same(act.text, "Je suis pour.");
	same(act.object, ZOE "/notes/1");
	same(act.reply_to, "https://a.example/petitions/1");
	same(act.url, "https://m.example/@zoe/1");
	same(act.lang, "fr-fr");
	same(act.published, "1767319445");
	act = read_note(&a, "Create", "{}");
	same(act.object, ZOE "/notes/1");
	same(act.url, NULL);
	same(act.lang, NULL);
	same(act.published, NULL);
	placet_arena_end(&a);
}

/* These are taken all the same, for there is nothing wrong with them. */
static void
other_notes_are_no_comments(void **state)
{
	static const char *const table[] = {
		/* of another person, of several */
		"{\"attributedTo\":\"https://m.example/tom\"}",
		"{\"attributedTo\":[\"https://m.example/tom\",\"" ZOE "\"]}",
		/* with the id of another host, or of ours */
		"{\"id\":\"https://e.example/notes/1\"}",
		"{\"id\":\"https://m.example.e.example/notes/1\"}",
		"{\"id\":\"https://a.example/petitions/1\"}",
		/* not for all */
		"{\"to\":\"" ZOE "/followers\"}",
		"{\"to\":[\"https://a.example/petitions/1/actor\"],\"cc\":[]}",
		"{\"to\":null}",
		"{\"to\":[]}",
		/* something else */
		"{\"type\":\"Question\"}",
		"{\"type\":\"Question\",\"x\":\"Note\"}",
		"{\"type\":[\"Article\",\"x:Note\"]}",
		/* a vote */
		"{\"name\":\"Oui\",\"content\":null}",
		/* without words */
		"{\"content\":\"\"}",
		"{\"content\":\"<p> <br> </p>\"}",
		"{\"content\":\"<script>x</script>\"}",
	};
	struct placet_arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (read_note(&a, "Create", table[i]).object != NULL)
			fail_msg("%s is a comment", table[i]);
	placet_arena_end(&a);
}

static void
everybody_has_three_names_and_two_places(void **state)
{
	static const char *const table[] = {
		"{\"to\":\"as:Public\"}",
		"{\"type\":[\"x:Avis\",\"Note\"]}",
		"{\"to\":\"Public\"}",
		"{\"to\":[\"" ZOE "/followers\",\"as:Public\"]}",
		"{\"to\":[],\"cc\":[\"" PLACET_AS_PUBLIC "\"]}",
		"{\"to\":null,\"cc\":\"Public\"}",
	};
	struct placet_arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (read_note(&a, "Create", table[i]).object == NULL)
			fail_msg("%s is no comment", table[i]);
	placet_arena_end(&a);
}

static void
what_leads_elsewhere_or_says_nothing_is_left_out(void **state)
{
	static const struct {
		const char *more;
		const char *url, *lang, *published;
	} table[] = {
		{ "{\"url\":\"javascript:alert(1)\"}" },
		{ "{\"url\":\"https://evil.example/@zoe/1\"}" },
		{ "{\"url\":\"https://m.example@evil.example/\"}" },
		{ "{\"url\":[{\"type\":\"Link\","
		  "\"href\":\"https://m.example/1\"}]}" },
		{ "{\"url\":[\"https://m.example/1\",\"https://x.example/\"]}",
		    "https://m.example/1" },
		{ "{\"contentMap\":{\"<b>\":\"x\"}}" },
		{ "{\"contentMap\":{\"abcdefghi\":\"x\"}}" },
		{ "{\"contentMap\":{\"fr-\":\"x\"}}" },
		{ "{\"contentMap\":{\"f\":\"x\"}}" },
		{ "{\"contentMap\":{\"a-b\":\"x\",\"BR-x-Zz9\":\"x\"}}", NULL,
		    "br-x-zz9" },
		{ "{\"contentMap\":{\"en-a-b-c-d\":\"x\"}}" },
		{ "{\"contentMap\":{\"en\":\"I am.\",\"br\":\"Me.\"}}", NULL,
		    "en" },
		{ "{\"contentMap\":{\"en\":\"I am.\","
		  "\"fr\":\"<p>Je suis pour.</p>\"}}",
		    NULL, "fr" },
		{ "{\"published\":\"1970-01-01T00:00:01Z\"}", NULL, NULL, "1" },
	};
	struct placet_arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct activity act = read_note(&a, "Create", table[i].more);

		same(act.object, ZOE "/notes/1");
		same(act.url, table[i].url);
		same(act.lang, table[i].lang);
		same(act.published, table[i].published);
	}
	placet_arena_end(&a);
}

static void
only_what_is_created_is_a_note(void **state)
{
	struct placet_arena a = { 0 };
	struct activity act = read_note(&a, "Update", "{}");

	(void)state;
	same(act.text, "Je suis pour.");
	same(act.object, NULL);
	act = read_note(&a, "Like", "{}");
	same(act.text, NULL);
	same(act.object, NULL);
	act = read_note(&a, "Dance", "{}");
	same(act.object, NULL);
	placet_arena_end(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_public_note_of_its_author_is_read),
		cmocka_unit_test(other_notes_are_no_comments),
		cmocka_unit_test(everybody_has_three_names_and_two_places),
		cmocka_unit_test(
		    what_leads_elsewhere_or_says_nothing_is_left_out),
		cmocka_unit_test(only_what_is_created_is_a_note),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_msg.c - messages: every row takes what is right and names what is not
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <placet/jcs.h>
#include <placet/msg.h>

#include "data.h"
#include "msg_examples.h"

#define AS   "\"@context\":\"" PLACET_AS "\""
#define LEA  "https://m.example/users/lea"
#define TOWN "https://a.example/mairie"

static int
error_named(const char *name)
{
	static const struct {
		const char *name;
		int err;
	} table[] = {
		{ "missing", PLACET_EMISSING },
		{ "format", PLACET_EFORMAT },
		{ "type", PLACET_ETYPE },
		{ "range", PLACET_ERANGE },
		{ "limit", PLACET_ELIMIT },
		{ "utf8", PLACET_EUTF8 },
		{ "key", PLACET_EKEY },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strcmp(table[i].name, name) == 0)
			return table[i].err;
	fail_msg("no error is called %s", name);
	return 0;
}

static void
run_example(struct placet_arena *a, const struct placet_json *c)
{
	const char *desc = placet_json_text(c, "desc");
	const char *error = placet_json_text(c, "error");
	const enum placet_msg_type type = type_named(
	    placet_json_text(c, "type"));
	struct placet_msg_rules rules = { 0 };
	struct placet_msg msg;
	int err;

	if (placet_json_get(c, "want") != NULL)
		rules.want = type;
	err = placet_msg_check(a, placet_json_get(c, "doc"), &rules, &msg);
	if (error == NULL) {
		if (err != 0)
			fail_msg("%s (%s): %s at %s",
			    placet_json_text(c, "type"), desc, msg.fault.reason,
			    msg.fault.path);
		assert_int_equal(msg.type, type);
		assert_null(msg.fault.reason);
		assert_string_equal(msg.fault.path, "");
		return;
	}
	if (err != error_named(error) || msg.fault.reason == NULL ||
	    (msg.fault.path[0] != '\0' &&
	        strcmp(msg.fault.path, placet_json_text(c, "path")) != 0))
		fail_msg("%s (%s): %d, %s at %s", placet_json_text(c, "type"),
		    desc, err, msg.fault.reason, msg.fault.path);
	if (msg.fault.path[0] == '\0')
		assert_string_equal(placet_json_text(c, "path"), "");
}

static void
examples_are_as_they_say(void **state)
{
	struct placet_arena arena = { 0 };
	int valid[PLACET_MSG_TYPES] = { 0 }, hostile[PLACET_MSG_TYPES] = { 0 };
	int n = 0;

	(void)state;
	for (struct placet_json *c = examples(&arena); c != NULL;
	     c = c->next, n++) {
		const int t = type_named(placet_json_text(c, "type"));

		run_example(&arena, c);
		if (placet_json_get(c, "error") == NULL)
			valid[t]++;
		else
			hostile[t]++;
	}
	print_message("# %d messages\n", n);
	for (int t = 0; t < PLACET_MSG_TYPES; t++)
		if (valid[t] == 0 || hostile[t] == 0)
			fail_msg("no good or no bad example of %s",
			    placet_msg_type_name(t));
	placet_arena_end(&arena);
}

/* What a document is after parsing, writing and parsing: the same. */
static void
nothing_of_a_document_is_lost(void **state)
{
	struct placet_arena arena = { 0 };

	(void)state;
	for (struct placet_json *c = examples(&arena); c != NULL; c = c->next) {
		struct placet_buf before = { 0 }, text = { 0 }, after = { 0 };
		struct placet_msg_rules rules = { 0 };
		struct placet_msg msg;

		if (placet_json_get(c, "error") != NULL)
			continue;
		if (placet_json_get(c, "want") != NULL)
			rules.want = type_named(placet_json_text(c, "type"));
		assert_int_equal(
		    placet_jcs(placet_json_get(c, "doc"), &before), 0);
		placet_json_write(&text, placet_json_get(c, "doc"));
		assert_int_equal(
		    placet_msg_parse(&arena, text.data, text.len, &rules, &msg),
		    0);
		assert_int_equal(placet_jcs(msg.doc, &after), 0);
		assert_string_equal(after.data, before.data);
		placet_buf_release(&before);
		placet_buf_release(&text);
		placet_buf_release(&after);
	}
	placet_arena_end(&arena);
}

static int
parse(struct placet_arena *a, const char *s, struct placet_msg *msg)
{
	return placet_msg_parse(a, s, strlen(s), NULL, msg);
}

static const char reply[] =
    "{" AS ",\"id\":\"" LEA "/1/activity\",\"type\":\"Create\","
    "\"actor\":\"" LEA "\",\"to\":[\"" PLACET_AS_PUBLIC "\",\"" TOWN "\"],"
    "\"object\":{\"id\":\"" LEA "/1\",\"type\":\"Note\",\"attributedTo\":"
    "\"" LEA "\",\"inReplyTo\":\"https://a.example/petitions/42\","
    "\"content\":\"<p>oui</p>\",\"published\":\"2026-05-04T10:00:00Z\","
    "\"sensitive\":true,\"url\":[{\"type\":\"Link\",\"href\":"
    "\"javascript:alert(1)\"},{\"href\":\"http://m.example/1\"}],"
    "\"updated\":null}}";

static void
fields_are_read_by_path(void **state)
{
	struct placet_arena arena = { 0 };
	struct placet_msg msg;
	int64_t t;

	(void)state;
	assert_int_equal(parse(&arena, reply, &msg), 0);
	assert_int_equal(msg.type, PLACET_MSG_CREATE);
	assert_string_equal(msg.row->name, "create");
	assert_string_equal(msg.id, LEA "/1/activity");
	assert_string_equal(msg.owner, LEA);
	assert_true(placet_msg_is_by(&msg, LEA));
	assert_false(placet_msg_is_by(&msg, LEA "a"));
	assert_int_equal(placet_msg_count(&msg, "to"), 2);
	assert_string_equal(placet_msg_text(&msg, "to[1]"), TOWN);
	assert_null(placet_msg_text(&msg, "to[2]"));
	assert_null(placet_msg_text(&msg, "to"));
	assert_string_equal(placet_msg_ref(&msg, "to"), PLACET_AS_PUBLIC);
	assert_string_equal(placet_msg_ref(&msg, "actor"), LEA);
	assert_string_equal(placet_msg_ref(&msg, "object"), LEA "/1");
	assert_string_equal(
	    placet_msg_text(&msg, "object.content"), "<p>oui</p>");
	assert_string_equal(
	    placet_msg_text(&msg, "object[0].content[0]"), "<p>oui</p>");
	assert_true(placet_msg_bool(&msg, "object.sensitive"));
	assert_false(placet_msg_bool(&msg, "object.content"));
	assert_int_equal(placet_msg_time(&msg, "object.published", &t), 0);
	assert_int_equal(t, 1777888800);
	assert_int_equal(
	    placet_msg_time(&msg, "object.updated", &t), PLACET_EMISSING);
	assert_null(placet_msg_at(&msg, "object.updated"));
	assert_int_equal(placet_msg_count(&msg, "object.updated"), 0);
	assert_string_equal(
	    placet_msg_link(&msg, "object.url"), "http://m.example/1");
	assert_int_equal(placet_msg_integer(&msg, "object.content", 7), 7);
	assert_null(placet_msg_at(&msg, "object.content.x"));
	assert_null(placet_msg_at(&msg, "to[x]"));
	assert_null(placet_msg_at(&msg, "to[0"));
	assert_ptr_equal(placet_msg_at(&msg, ""), msg.doc);
	placet_arena_end(&arena);
}

static void
bytes_are_read_by_path(void **state)
{
	static const char doc[] =
	    "{\"petition\":\"5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b467"
	    "29d73a27fb57e9\",\"key\":"
	    "\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\",\"proof\":"
	    "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	    "AAAAAAAAAAAAAAAAAAAAAA\"}";
	const struct placet_msg_rules rules = { .want = PLACET_MSG_OPRF_KEY };
	struct placet_arena arena = { 0 };
	struct placet_hash hash;
	struct placet_msg msg;
	uint8_t key[32];
	size_t len = sizeof key;

	(void)state;
	assert_int_equal(
	    placet_msg_parse(&arena, doc, sizeof doc - 1, &rules, &msg), 0);
	assert_int_equal(placet_msg_hash(&msg, "petition", &hash), 0);
	assert_int_equal(hash.b[0], 0x5f);
	assert_int_equal(hash.b[31], 0xe9);
	assert_int_equal(placet_msg_bytes(&msg, "key", key, &len), 0);
	assert_int_equal(len, 32);
	assert_int_equal(key[31], 31);
	assert_int_equal(
	    placet_msg_bytes(&msg, "proof", key, &len), PLACET_ELIMIT);
	assert_int_equal(
	    placet_msg_bytes(&msg, "no", key, &len), PLACET_EMISSING);
	assert_int_equal(placet_msg_hash(&msg, "no", &hash), PLACET_EMISSING);
	/* Nobody owns it, so it is nobody's word. */
	assert_null(msg.owner);
	assert_false(placet_msg_is_by(&msg, TOWN));
	placet_arena_end(&arena);
}

static void
what_is_named_is_listed_and_what_is_foreign_is_marked(void **state)
{
	static const char doc[] =
	    "{" AS ",\"id\":\"https://l.example/announce/1\",\"type\":"
	    "\"Announce\",\"actor\":{\"id\":\"https://l.example/c/isere\"},"
	    "\"object\":{\"id\":\"https://m.example/create/1\",\"type\":"
	    "\"Create\",\"actor\":\"" LEA "\",\"object\":{\"id\":\"" LEA
	    "/1\",\"type\":\"Note\",\"attributedTo\":\"" LEA "\"}}}";
	static const struct {
		const char *path, *id;
		bool embedded, foreign;
	} want[] = {
		{ "actor", "https://l.example/c/isere", true, false },
		{ "object", "https://m.example/create/1", true, true },
		{ "object.actor", LEA, false, true },
		{ "object.object", LEA "/1", true, true },
		{ "object.object.attributedTo", LEA, false, true },
	};
	struct placet_arena arena = { 0 };
	const struct placet_msg_ref *ref;
	struct placet_msg msg, inner, note;
	size_t n = 0;

	(void)state;
	assert_int_equal(parse(&arena, doc, &msg), 0);
	assert_string_equal(msg.owner, "https://l.example/c/isere");
	for (ref = msg.refs; ref != NULL; ref = ref->next, n++) {
		assert_true(n < 5);
		assert_string_equal(ref->path, want[n].path);
		assert_string_equal(ref->id, want[n].id);
		assert_int_equal(ref->object != NULL, want[n].embedded);
		assert_int_equal(ref->foreign, want[n].foreign);
	}
	assert_int_equal(n, 5);

	/* Seen for itself the inner one is its own actor's. */
	assert_int_equal(
	    placet_msg_inner(&arena, &msg, "object", NULL, &inner), 0);
	assert_int_equal(inner.type, PLACET_MSG_CREATE);
	assert_string_equal(inner.owner, LEA);
	assert_false(inner.refs->foreign);
	assert_int_equal(
	    placet_msg_inner(&arena, &inner, "object", NULL, &note), 0);
	assert_int_equal(note.type, PLACET_MSG_NOTE);
	assert_int_equal(placet_msg_inner(&arena, &inner, "actor", NULL, &note),
	    PLACET_EMISSING);
	placet_arena_end(&arena);
}

static void
rules_narrow_what_is_taken(void **state)
{
	static const char local[] =
	    "{" AS ",\"id\":\"http://127.0.0.1:8080/1\",\"type\":\"Follow\","
	    "\"actor\":\"http://127.0.0.1:8080/a\",\"object\":\"" TOWN "\"}";
	static const char other_port[] =
	    "{" AS ",\"id\":\"http://127.0.0.1:8081/1\",\"type\":\"Follow\","
	    "\"actor\":\"http://127.0.0.1:8080/a\",\"object\":\"" TOWN "\"}";
	struct placet_msg_rules rules = {
		.url = { .http = true, .port = true, .local = true }
	};
	struct placet_arena arena = { 0 };
	struct placet_msg msg;

	(void)state;
	assert_int_equal(parse(&arena, local, &msg), PLACET_ETYPE);
	assert_string_equal(msg.fault.path, "id");
	assert_int_equal(
	    placet_msg_parse(&arena, local, sizeof local - 1, &rules, &msg), 0);
	assert_int_equal(placet_msg_parse(&arena, other_port,
	                     sizeof other_port - 1, &rules, &msg),
	    PLACET_EKEY);
	rules.want = PLACET_MSG_LIKE;
	assert_int_equal(
	    placet_msg_parse(&arena, local, sizeof local - 1, &rules, &msg),
	    PLACET_ETYPE);
	assert_string_equal(msg.fault.path, "type");
	rules = (struct placet_msg_rules){ .json.size = 20 };
	assert_int_equal(
	    placet_msg_parse(&arena, reply, sizeof reply - 1, &rules, &msg),
	    PLACET_ELIMIT);
	assert_non_null(msg.fault.reason);
	placet_arena_end(&arena);
}

static void
no_json_is_no_message(void **state)
{
	static const struct {
		const char *doc;
		int err;
	} table[] = {
		{ "", PLACET_EFORMAT },
		{ "[]", PLACET_ETYPE },
		{ "\"Follow\"", PLACET_ETYPE },
		{ "null", PLACET_ETYPE },
		{ "{}", PLACET_EMISSING },
		{ "{\"id\":1,\"id\":2}", PLACET_EDUP },
		{ "{" AS ",\"type\":[]}", PLACET_ETYPE },
		{ "{" AS ",\"type\":[\"Follow\",5]}", PLACET_ETYPE },
		{ "{" AS ",\"type\":\"\"}", PLACET_ETYPE },
	};
	struct placet_arena arena = { 0 };
	struct placet_msg msg;

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		assert_int_equal(
		    parse(&arena, table[i].doc, &msg), table[i].err);
		assert_non_null(msg.fault.reason);
	}
	placet_arena_end(&arena);
}

static void
objects_do_not_nest_without_end(void **state)
{
	struct placet_arena arena = { 0 };
	struct placet_buf b = { 0 };
	struct placet_msg msg;

	(void)state;
	placet_buf_str(&b, "{" AS);
	for (int i = 0; i < 9; i++)
		placet_buf_printf(&b,
		    "%s\"id\":\"" LEA "/%d\",\"type\":\"Announce\",\"actor\":"
		    "\"" LEA "\",\"object\":",
		    i == 0 ? "," : "{", i);
	placet_buf_str(&b, "\"" LEA "\"}}}}}}}}}");
	assert_int_equal(
	    placet_msg_parse(&arena, b.data, b.len, NULL, &msg), PLACET_ELIMIT);
	/* The path of the fault is cut, not overrun. */
	assert_true(strlen(msg.fault.path) < PLACET_MSG_PATH);
	placet_buf_release(&b);
	placet_arena_end(&arena);
}

/* What nobody owns is compared with its own id. */
static void
things_in_a_collection_are_foreign_to_it_or_not(void **state)
{
	static const char doc[] = "{" AS ",\"id\":\"" TOWN
	                          "/c\",\"type\":\"Collection\",\"items\":"
	                          "[\"" TOWN "/1\",\"" LEA "\"]}";
	static const char stub[] = "{" AS ",\"id\":\"" LEA
	                           "\",\"type\":\"Person\",\"publicKey\":"
	                           "{\"id\":\"" LEA
	                           "/main-key\",\"owner\":\"" LEA
	                           "\",\"publicKeyPem\":\"x\"}}";
	const struct placet_msg_rules want = { .want = PLACET_MSG_PUBLIC_KEY };
	struct placet_arena arena = { 0 };
	struct placet_msg msg, key;

	(void)state;
	assert_int_equal(parse(&arena, doc, &msg), 0);
	assert_null(msg.owner);
	assert_string_equal(msg.refs->path, "items[0]");
	assert_false(msg.refs->foreign);
	assert_true(msg.refs->next->foreign);

	/* An actor of which only its key is shown: no actor, but a key. */
	assert_int_equal(parse(&arena, stub, &msg), PLACET_EMISSING);
	assert_string_equal(msg.fault.path, "inbox");
	assert_int_equal(
	    placet_msg_inner(&arena, &msg, "publicKey", &want, &key), 0);
	assert_string_equal(placet_msg_text(&key, "owner"), LEA);
	placet_arena_end(&arena);
}

static void
a_document_may_be_deep_but_not_bottomless(void **state)
{
	const struct placet_msg_rules rules = { .json.depth = 200 };
	struct placet_arena arena = { 0 };
	struct placet_buf b = { 0 };
	struct placet_msg msg;

	(void)state;
	placet_buf_str(&b, "{" AS ",\"x\":");
	for (int i = 0; i < 100; i++)
		placet_buf_byte(&b, '[');
	placet_buf_byte(&b, '1');
	for (int i = 0; i < 100; i++)
		placet_buf_byte(&b, ']');
	placet_buf_byte(&b, '}');
	assert_int_equal(placet_msg_parse(&arena, b.data, b.len, &rules, &msg),
	    PLACET_ELIMIT);
	placet_buf_release(&b);
	placet_arena_end(&arena);
}

static void
an_actors_keys_are_its_own(void **state)
{
	static const char doc[] =
	    "{" AS ",\"id\":\"" TOWN "\",\"type\":\"Group\",\"inbox\":\"" TOWN
	    "/inbox\",\"publicKey\":[{\"id\":\"" TOWN "#main-key\",\"owner\":"
	    "\"" TOWN "\",\"publicKeyPem\":\"PEM\"},{\"id\":\"" LEA "#main-key"
	    "\",\"owner\":\"" LEA "\",\"publicKeyPem\":\"stolen\"}],"
	    "\"assertionMethod\":[\"" TOWN "#other\",{\"id\":\"" TOWN
	    "#ed25519-key\",\"type\":\"Multikey\",\"controller\":\"" TOWN
	    "\",\"publicKeyMultibase\":"
	    "\"z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2\"},{\"id\":"
	    "\"" TOWN "#p256\",\"type\":\"Multikey\",\"controller\":\"" TOWN
	    "\",\"publicKeyMultibase\":\"zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehn"
	    "PAmxcf5mDZpv\"},{\"id\":\"" LEA "#ed25519-key\",\"type\":"
	    "\"Multikey\",\"controller\":\"" LEA "\",\"publicKeyMultibase\":"
	    "\"z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2\"}]}";
	struct placet_arena arena = { 0 };
	struct placet_msg msg;
	const char *pem = NULL;
	uint8_t pub[32];

	(void)state;
	assert_int_equal(parse(&arena, doc, &msg), 0);
	assert_int_equal(placet_msg_pem(&msg, TOWN "#main-key", &pem), 0);
	assert_string_equal(pem, "PEM");
	assert_int_equal(
	    placet_msg_pem(&msg, LEA "#main-key", &pem), PLACET_EKEY);
	assert_int_equal(placet_msg_pem(&msg, TOWN, &pem), PLACET_EKEY);
	assert_int_equal(
	    placet_msg_multikey(&msg, TOWN "#ed25519-key", pub), 0);
	assert_int_equal(
	    placet_msg_multikey(&msg, TOWN "#p256", pub), PLACET_ETYPE);
	assert_int_equal(
	    placet_msg_multikey(&msg, TOWN "#other", pub), PLACET_EKEY);
	assert_int_equal(
	    placet_msg_multikey(&msg, LEA "#ed25519-key", pub), PLACET_EKEY);
	assert_int_equal(parse(&arena, reply, &msg), 0);
	assert_int_equal(
	    placet_msg_pem(&msg, TOWN "#main-key", &pem), PLACET_EKEY);
	placet_arena_end(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(examples_are_as_they_say),
		cmocka_unit_test(nothing_of_a_document_is_lost),
		cmocka_unit_test(fields_are_read_by_path),
		cmocka_unit_test(bytes_are_read_by_path),
		cmocka_unit_test(
		    what_is_named_is_listed_and_what_is_foreign_is_marked),
		cmocka_unit_test(rules_narrow_what_is_taken),
		cmocka_unit_test(no_json_is_no_message),
		cmocka_unit_test(objects_do_not_nest_without_end),
		cmocka_unit_test(
		    things_in_a_collection_are_foreign_to_it_or_not),
		cmocka_unit_test(a_document_may_be_deep_but_not_bottomless),
		cmocka_unit_test(an_actors_keys_are_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

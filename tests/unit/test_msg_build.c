/*
 * test_msg_build.c - messages made: what is written is what is read
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <placet/integrity.h>
#include <placet/jcs.h>
#include <placet/msg.h>

#include "data.h"
#include "msg_examples.h"

#define A        "https://a.example"
#define B        "https://b.example"
#define NOON     1777888800 /* 2026-05-04T10:00:00Z */
#define COUNT(x) (sizeof(x) / sizeof *(x))

static void
assert_same(const struct placet_json *a, const struct placet_json *b)
{
	struct placet_buf first = { 0 }, second = { 0 };

	assert_int_equal(placet_jcs(a, &first), 0);
	assert_int_equal(placet_jcs(b, &second), 0);
	assert_string_equal(first.data, second.data);
	placet_buf_release(&first);
	placet_buf_release(&second);
}

/* Built from values given as a table; must work. */
static struct placet_msg
make(struct placet_arena *a, enum placet_msg_type type,
    const struct placet_msg_value *value, size_t n)
{
	struct placet_json *values;
	struct placet_msg msg;

	assert_int_equal(placet_msg_values(a, type, value, n, &values), 0);
	if (placet_msg_build(a, type, values, NULL, &msg) != 0)
		fail_msg("%s: %s", msg.fault.path, msg.fault.reason);
	return msg;
}

static struct placet_msg
make_follow(struct placet_arena *a)
{
	const struct placet_msg_value value[] = {
		{ "object", B "/mairie" },
		{ "actor", A "/acteur" },
		{ "id", A "/suivis/1" },
		{ "cc", NULL },
	};

	return make(a, PLACET_MSG_FOLLOW, value, COUNT(value));
}

static struct placet_msg
make_petition(struct placet_arena *a)
{
	const struct placet_msg_value value[] = {
		{ "id", A "/petitions/42" },
		{ "attributedTo", A "/petitions/42/acteur" },
		{ "to", PLACET_AS_PUBLIC },
		{ "cc", A "/petitions/42/acteur/abonnes" },
		{ "cc", A "/mairie" },
		{ "audience", A "/mairie" },
		{ "content", "<p>Un banc</p>" },
		{ "url", A "/petitions/42" },
		{ "published", .number = NOON },
		{ "petition.title", "Un banc" },
		{ "petition.petitionState", "open" },
		{ "petition.signatureCount", .number = 1234 },
		{ "petition.countedAt", .number = NOON },
		{ "petition.threshold", .number = 5000 },
		{ "petition.policy", NULL },
	};

	return make(a, PLACET_MSG_PETITION, value, COUNT(value));
}

static void
a_follow_is_written_in_the_order_of_its_row(void **state)
{
	struct placet_arena arena = { 0 };
	struct placet_buf b = { 0 };
	struct placet_msg msg = make_follow(&arena);
	const char *behind;

	(void)state;
	assert_string_equal(msg.owner, A "/acteur");
	placet_json_write(&b, msg.doc);
	assert_memory_equal(b.data,
	    "{\"@context\":[\"https://www.w3.org/ns/activitystreams\","
	    "\"https://w3id.org/security/data-integrity/v1\",{",
	    100);
	behind = strstr(b.data, "}],\"type\"");
	assert_non_null(behind);
	assert_string_equal(behind + 2,
	    ",\"type\":\"Follow\",\"id\":\"" A "/suivis/1\",\"actor\":\"" A
	    "/acteur\",\"object\":\"" B "/mairie\"}");
	placet_buf_release(&b);
	placet_arena_end(&arena);
}

static void
a_petition_is_a_note_with_its_data_inside(void **state)
{
	struct placet_arena arena = { 0 };
	struct placet_msg msg = make_petition(&arena);
	struct placet_buf b = { 0 };
	struct placet_msg again;
	int64_t t;

	(void)state;
	placet_json_write(&b, msg.doc);
	assert_int_equal(
	    placet_msg_parse(&arena, b.data, b.len, NULL, &again), 0);
	assert_int_equal(again.type, PLACET_MSG_PETITION);
	assert_string_equal(placet_msg_text(&again, "type"), "Note");
	assert_string_equal(
	    placet_msg_text(&again, "petition.type"), "Petition");
	assert_string_equal(
	    placet_msg_text(&again, "petition.title"), "Un banc");
	assert_int_equal(
	    placet_msg_integer(&again, "petition.signatureCount", -1), 1234);
	assert_int_equal(placet_msg_time(&again, "published", &t), 0);
	assert_int_equal(t, NOON);
	/* One recipient is a list too; one audience is not. */
	assert_string_equal(placet_msg_text(&again, "to[0]"), PLACET_AS_PUBLIC);
	assert_null(placet_msg_text(&again, "to"));
	assert_int_equal(placet_msg_count(&again, "cc"), 2);
	assert_string_equal(placet_msg_text(&again, "audience"), A "/mairie");
	/* Neither a name nor a summary: they would be content warnings. */
	assert_null(placet_msg_at(&again, "name"));
	assert_null(placet_msg_at(&again, "summary"));
	assert_null(placet_msg_at(&again, "petition.policy"));
	placet_buf_release(&b);
	placet_arena_end(&arena);
}

static void
an_offer_says_both_of_its_types(void **state)
{
	const struct placet_hash hash = { { 0xab } };
	const struct placet_msg_value value[] = {
		{ "id", B "/offres/7" },
		{ "actor", B "/acteur" },
		{ "target", A "/petitions/42" },
		{ "object.id", B "/signatures/7" },
		{ "object.petition", A "/petitions/42" },
		{ "object.signedAt", .number = NOON },
		{ "object.assurance", "email" },
		{ "object.nullifier", .bytes = hash.b, .len = 32 },
		{ "object.nullifierSalt", .bytes = hash.b, .len = 32 },
		{ "object.profileCommitment", .bytes = hash.b, .len = 32 },
		{ "object.consentVersion", "1" },
	};
	struct placet_arena arena = { 0 };
	struct placet_msg msg = make(
	    &arena, PLACET_MSG_OFFER, value, COUNT(value));
	struct placet_msg inner;
	struct placet_hash got;

	(void)state;
	assert_string_equal(placet_msg_text(&msg, "object.type[0]"), "Object");
	assert_string_equal(
	    placet_msg_text(&msg, "object.type[1]"), "placet:Signature");
	assert_int_equal(placet_msg_hash(&msg, "object.nullifier", &got), 0);
	assert_memory_equal(got.b, hash.b, 32);
	assert_int_equal(
	    placet_msg_inner(&arena, &msg, "object", NULL, &inner), 0);
	assert_int_equal(inner.type, PLACET_MSG_SIGNATURE);
	assert_string_equal(inner.id, B "/signatures/7");
	placet_arena_end(&arena);
}

/* Federation 6.1: the key ids, and one string as the type. */
static void
an_actor_gets_the_context_of_keys(void **state)
{
	const struct placet_msg_value value[] = {
		{ "id", A "/mairie" },
		{ "preferredUsername", "mairie" },
		{ "inbox", A "/mairie/inbox" },
		{ "outbox", A "/mairie/outbox" },
		{ "endpoints.sharedInbox", A "/inbox" },
		{ "publicKey.id", A "/mairie#main-key" },
		{ "publicKey.owner", A "/mairie" },
		{ "publicKey.publicKeyPem", "PEM" },
		{ "assertionMethod.id", A "/mairie#ed25519-key" },
		{ "assertionMethod.controller", A "/mairie" },
		{ "assertionMethod.publicKeyMultibase",
		    "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2" },
		{ "discoverable", .number = 1 },
	};
	struct placet_arena arena = { 0 };
	struct placet_json *values;
	struct placet_msg msg, update;
	uint8_t pub[32];

	(void)state;
	assert_int_equal(placet_msg_values(&arena, PLACET_MSG_ACTOR, value,
	                     COUNT(value), &values),
	    0);
	placet_json_set(
	    &arena, values, "type", placet_json_new_text(&arena, "Group", 5));
	assert_int_equal(
	    placet_msg_build(&arena, PLACET_MSG_ACTOR, values, NULL, &msg), 0);
	assert_string_equal(placet_msg_text(&msg, "type"), "Group");
	assert_string_equal(placet_msg_text(&msg, "@context[1]"),
	    "https://w3id.org/security/v1");
	assert_string_equal(
	    placet_msg_text(&msg, "assertionMethod[0].type"), "Multikey");
	assert_null(placet_msg_at(&msg, "publicKey.type"));
	assert_true(placet_msg_bool(&msg, "discoverable"));
	assert_int_equal(
	    placet_msg_multikey(&msg, A "/mairie#ed25519-key", pub), 0);

	/* An Update of it speaks of keys as well. */
	update = make(&arena, PLACET_MSG_UPDATE,
	    (struct placet_msg_value[]){ { "id", A "/mairie/maj/1" },
	        { "actor", A "/mairie" }, { "object", .json = msg.doc } },
	    3);
	assert_string_equal(placet_msg_text(&update, "@context[1]"),
	    "https://w3id.org/security/v1");
	assert_null(placet_msg_at(&update, "object.@context"));
	placet_arena_end(&arena);
}

static const struct placet_seed seed = { { 7 } };

static void
what_has_a_proof_keeps_its_context(void **state)
{
	struct placet_arena arena = { 0 };
	struct placet_msg follow = make_follow(&arena), wrap;
	struct placet_msg_value value[] = {
		{ "id", B "/annonces/1" },
		{ "actor", B "/mairie" },
		{ "object", .json = follow.doc },
	};

	(void)state;
	wrap = make(&arena, PLACET_MSG_ANNOUNCE, value, COUNT(value));
	assert_null(placet_msg_at(&wrap, "object.@context"));
	assert_non_null(placet_msg_at(&follow, "@context"));
	assert_int_equal(placet_integrity_sign(&arena, follow.doc, &seed,
	                     A "/acteur#ed25519-key", NOON),
	    0);
	wrap = make(&arena, PLACET_MSG_ANNOUNCE, value, COUNT(value));
	assert_non_null(placet_msg_at(&wrap, "object.@context"));
	placet_arena_end(&arena);
}

static void
a_proof_must_be_the_owners(void **state)
{
	struct placet_arena arena = { 0 };
	struct placet_msg msg = make_follow(&arena), other;
	uint8_t pub[32], wrong[32] = { 9 };

	(void)state;
	assert_int_equal(placet_public(&seed, pub), 0);
	assert_int_equal(
	    placet_msg_verify(&arena, &msg, pub, NOON), PLACET_EMISSING);
	assert_int_equal(placet_integrity_sign(&arena, msg.doc, &seed,
	                     A "/acteur#ed25519-key", NOON),
	    0);
	assert_int_equal(placet_msg_verify(&arena, &msg, pub, NOON), 0);
	assert_int_equal(
	    placet_msg_verify(&arena, &msg, wrong, NOON), PLACET_ESIG);
	placet_json_set(&arena, msg.doc, "object",
	    placet_json_new_text(&arena, A "/x", 19));
	assert_int_equal(
	    placet_msg_verify(&arena, &msg, pub, NOON), PLACET_ESIG);

	/* A good proof by another actor of the same server is no proof. */
	other = make_follow(&arena);
	assert_int_equal(placet_integrity_sign(&arena, other.doc, &seed,
	                     A "/autre#ed25519-key", NOON),
	    0);
	assert_int_equal(
	    placet_msg_verify(&arena, &other, pub, NOON), PLACET_EKEY);
	/* ... and of what nobody owns nobody can prove anything. */
	other.owner = NULL;
	assert_int_equal(
	    placet_msg_verify(&arena, &other, pub, NOON), PLACET_EKEY);
	placet_arena_end(&arena);
}

static void
documents_get_neither_type_nor_context(void **state)
{
	static const uint8_t key[32] = { 1 }, proof[64] = { 2 };
	const struct placet_msg_value value[] = {
		{ "petition", .bytes = key, .len = 32 },
		{ "key", .bytes = key, .len = 32 },
		{ "proof", .bytes = proof, .len = 64 },
	};
	struct placet_arena arena = { 0 };
	struct placet_msg msg = make(
	    &arena, PLACET_MSG_OPRF_KEY, value, COUNT(value));
	uint8_t got[64];
	size_t len = sizeof got;

	(void)state;
	assert_int_equal(msg.doc->count, 3);
	assert_int_equal(placet_msg_bytes(&msg, "proof", got, &len), 0);
	assert_int_equal(len, 64);
	assert_memory_equal(got, proof, 64);
	placet_arena_end(&arena);
}

/* A type that the row has stays; any other gives way to the row's own. */
static void
a_given_type_stays_if_the_row_has_it(void **state)
{
	static const char emoji[] = "{\"type\":\"EmojiReact\",\"id\":\"" A
	                            "/1\",\"actor\":\"" A "/u\",\"object\":\"" B
	                            "/1\",\"extra\":[{}]}";
	const struct placet_msg_rules rules = { .url.fragment = true };
	struct placet_arena arena = { 0 };
	struct placet_json *values;
	struct placet_msg msg;

	(void)state;
	assert_int_equal(
	    placet_json_parse(&arena, emoji, sizeof emoji - 1, NULL, &values),
	    0);
	assert_int_equal(
	    placet_msg_build(&arena, PLACET_MSG_LIKE, values, &rules, &msg), 0);
	assert_string_equal(placet_msg_text(&msg, "type"), "EmojiReact");
	assert_non_null(placet_msg_at(&msg, "extra[0]"));
	assert_int_equal(
	    placet_msg_build(&arena, PLACET_MSG_FOLLOW, values, NULL, &msg), 0);
	assert_string_equal(placet_msg_text(&msg, "type"), "Follow");
	placet_arena_end(&arena);
}

static void
nothing_is_built_that_would_be_refused(void **state)
{
	static const struct {
		struct placet_msg_value value;
		int values, build;
		const char *path;
	} table[] = {
		{ { "object", "not a url" }, 0, PLACET_EFORMAT, "object" },
		{ { "id", B "/1" }, 0, PLACET_EKEY, "id" },
		{ { "actor", A "/acteur" }, 0, PLACET_ETYPE, "actor" },
		{ { "nothing", "x" }, PLACET_EMISSING, 0, NULL },
		{ { "object.id", "x" }, PLACET_EMISSING, 0, NULL },
		{ { "published", .number = INT64_MAX }, PLACET_ERANGE, 0,
		    NULL },
		{ { "published", "yesterday" }, 0, PLACET_EFORMAT,
		    "published" },
	};
	struct placet_arena arena = { 0 };
	struct placet_json *values;
	struct placet_msg msg;

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct placet_msg_value value[4] = {
			{ "id", A "/1" },
			{ "actor", A "/acteur" },
			{ "object", B "/mairie" },
		};

		for (int k = 0; k < 3 && i != 2; k++)
			if (strcmp(value[k].path, table[i].value.path) == 0)
				value[k] = table[i].value;
		value[3] = table[i].value;
		assert_int_equal(placet_msg_values(&arena, PLACET_MSG_FOLLOW,
		                     value, i < 2 ? 3 : 4, &values),
		    table[i].values);
		if (table[i].values != 0)
			continue;
		assert_int_equal(placet_msg_build(&arena, PLACET_MSG_FOLLOW,
		                     values, NULL, &msg),
		    table[i].build);
		assert_string_equal(msg.fault.path, table[i].path);
	}
	assert_int_equal(
	    placet_msg_build(&arena, PLACET_MSG_UNKNOWN, values, NULL, &msg),
	    PLACET_ETYPE);
	assert_int_equal(
	    placet_msg_build(&arena, PLACET_MSG_FOLLOW, NULL, NULL, &msg),
	    PLACET_ETYPE);
	placet_arena_end(&arena);
}

/*
 * Each example without what the builder adds, built: it is the same again,
 * but for the context and lists of one; built once more, it is just itself.
 */
static void
examples_are_built_as_they_are(void **state)
{
	struct placet_arena arena = { 0 };
	int n = 0;

	(void)state;
	for (struct placet_json *c = examples(&arena); c != NULL; c = c->next) {
		const char *name = placet_json_text(c, "type");
		const enum placet_msg_type type = type_named(name);
		struct placet_json *doc = placet_json_get(c, "doc");
		struct placet_msg once, twice;

		if (type == PLACET_MSG_UNKNOWN ||
		    placet_json_get(c, "error") != NULL)
			continue;
		if (placet_msg_build(&arena, type, doc, NULL, &once) != 0)
			fail_msg("%s (%s): %s at %s", name,
			    placet_json_text(c, "desc"), once.fault.reason,
			    once.fault.path);
		assert_int_equal(once.type, type);
		for (struct placet_json *m = doc->first; m != NULL;
		     m = m->next) {
			const struct placet_json *got = placet_json_get(
			    once.doc, m->name);

			assert_non_null(got);
			if (strcmp(m->name, "@context") != 0 &&
			    strcmp(m->name, "type") != 0 &&
			    got->type == m->type)
				if (m->type != PLACET_JSON_OBJECT)
					assert_same(got, m);
		}
		assert_int_equal(
		    placet_msg_build(&arena, type, once.doc, NULL, &twice), 0);
		assert_same(twice.doc, once.doc);
		n++;
	}
	print_message("# %d messages\n", n);
	placet_arena_end(&arena);
}

/* Whatever memory there is, the answer is a message or ENOMEM. */
static void
no_memory_is_an_error_like_others(void **state)
{
	struct placet_arena whole = { 0 };
	struct placet_msg petition = make_petition(&whole), msg;
	struct placet_buf b = { 0 };
	size_t refused = 0;
	int err = PLACET_ENOMEM;

	(void)state;
	placet_json_write(&b, petition.doc);
	for (size_t room = 4096; err == PLACET_ENOMEM; room += 4096) {
		struct placet_arena a = { .ceiling = room };

		err = placet_msg_parse(&a, b.data, b.len, NULL, &msg);
		if (err == 0)
			err = placet_msg_build(
			    &a, msg.type, msg.doc, NULL, &msg);
		refused += err == PLACET_ENOMEM;
		placet_arena_end(&a);
		assert_true(room < 1 << 20);
	}
	assert_int_equal(err, 0);
	assert_true(refused > 0);
	placet_buf_release(&b);
	placet_arena_end(&whole);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_follow_is_written_in_the_order_of_its_row),
		cmocka_unit_test(a_petition_is_a_note_with_its_data_inside),
		cmocka_unit_test(an_offer_says_both_of_its_types),
		cmocka_unit_test(an_actor_gets_the_context_of_keys),
		cmocka_unit_test(what_has_a_proof_keeps_its_context),
		cmocka_unit_test(a_proof_must_be_the_owners),
		cmocka_unit_test(documents_get_neither_type_nor_context),
		cmocka_unit_test(a_given_type_stays_if_the_row_has_it),
		cmocka_unit_test(nothing_is_built_that_would_be_refused),
		cmocka_unit_test(examples_are_built_as_they_are),
		cmocka_unit_test(no_memory_is_an_error_like_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

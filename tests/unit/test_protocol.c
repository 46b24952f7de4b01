/*
 * test_protocol.c - rules of docs/PROTOCOL.md that belong to no one module,
 * and the numbers of its section 13, to the byte
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <placet/cosign.h>
#include <placet/digest.h>
#include <placet/httpsig.h>
#include <placet/json.h>
#include <placet/leaf.h>
#include <placet/note.h>
#include <placet/oprf.h>

static const struct placet_seed seed = { { 7 } };

/* head, then n times part with commas between, then tail. */
static void
repeat(struct placet_buf *b, const char *head, const char *part, int n,
    const char *tail)
{
	placet_buf_clear(b);
	placet_buf_str(b, head);
	for (int i = 0; i < n; i++) {
		placet_buf_str(b, i > 0 && part[0] != '\\' ? "," : "");
		placet_buf_str(b, part);
	}
	placet_buf_str(b, tail);
	assert_int_equal(b->err, 0);
}

static int
error_of(const struct placet_buf *b)
{
	struct placet_arena arena = { 0 };
	struct placet_json *v;
	const int err = placet_json_parse(&arena, b->data, b->len, NULL, &v);

	placet_arena_end(&arena);
	return err;
}

/* An object of n members, each with a name of its own. */
static int
error_of_members(struct placet_buf *b, int n)
{
	placet_buf_clear(b);
	for (int i = 0; i < n; i++)
		placet_buf_printf(b, "%c\"m%d\":1", i > 0 ? ',' : '{', i);
	placet_buf_byte(b, '}');
	assert_int_equal(b->err, 0);
	return error_of(b);
}

static void
json_texts_end_where_the_table_of_limits_says(void **state)
{
	struct placet_buf b = { 0 };

	(void)state;
	assert_int_equal(error_of_members(&b, 256), 0);
	assert_int_equal(error_of_members(&b, 257), PLACET_ELIMIT);

	/* The array counts as one of its 4096 values. */
	repeat(&b, "[", "1", 4095, "]");
	assert_int_equal(error_of(&b), 0);
	repeat(&b, "[", "1", 4096, "]");
	assert_int_equal(error_of(&b), PLACET_ELIMIT);

	/* Bytes of a string are those it reads as, not as it is written. */
	repeat(&b, "\"", "\\u0041", 32768, "\"");
	assert_int_equal(error_of(&b), 0);
	repeat(&b, "\"", "\\\\", 65536, "\"");
	assert_int_equal(error_of(&b), 0);
	repeat(&b, "\"", "\\\\", 65537, "\"");
	assert_int_equal(error_of(&b), PLACET_ELIMIT);

	placet_buf_clear(&b);
	placet_buf_str(&b, "[]");
	while (b.len < 262144)
		placet_buf_byte(&b, ' ');
	assert_int_equal(error_of(&b), 0);
	placet_buf_byte(&b, ' ');
	assert_int_equal(error_of(&b), PLACET_ELIMIT);
	placet_buf_release(&b);
}

static void
line(struct placet_buf *b, const char *name, size_t textlen)
{
	struct placet_sig sig;
	uint8_t pub[32];

	assert_int_equal(placet_public(&seed, pub), 0);
	assert_int_equal(placet_sign(&seed, b->data, textlen, &sig), 0);
	assert_int_equal(placet_note_line(name, pub, &sig, b), 0);
}

/* A checkpoint of "a" with n lines; the last is the log's own. */
static int
open_with_lines(struct placet_buf *b, int n)
{
	const struct placet_hash root = { { 1 } };
	struct placet_checkpoint cp;
	uint8_t pub[32];
	size_t textlen;

	placet_buf_clear(b);
	assert_int_equal(placet_checkpoint_text("a", 9, &root, b), 0);
	textlen = b->len;
	placet_buf_byte(b, '\n');
	for (int i = 1; i < n; i++)
		line(b, "somebody.example", textlen);
	line(b, "a", textlen);
	assert_int_equal(placet_public(&seed, pub), 0);
	return placet_checkpoint_open(b->data, b->len, pub, &cp);
}

static void
sixty_four_signature_lines_are_the_most(void **state)
{
	struct placet_buf b = { 0 };

	(void)state;
	assert_int_equal(open_with_lines(&b, 16), 0);
	assert_int_equal(open_with_lines(&b, 64), 0);
	assert_int_equal(open_with_lines(&b, 65), PLACET_ELIMIT);
	placet_buf_release(&b);
}

/* An extension line fills the note up to its limit. */
static void
notes_end_at_65536_bytes(void **state)
{
	const struct placet_hash root = { { 1 } };
	const char *end = "\n\n\xE2\x80\x94 a AAAAAAE=\n";
	struct placet_buf b = { 0 };
	struct placet_checkpoint cp;

	(void)state;
	assert_int_equal(placet_checkpoint_text("a", 9, &root, &b), 0);
	while (b.len < 65536 - strlen(end))
		placet_buf_byte(&b, 'x');
	placet_buf_str(&b, end);
	assert_int_equal(b.len, 65536);
	assert_int_equal(placet_checkpoint_parse(b.data, b.len, &cp), 0);
	placet_buf_clear(&b);
	assert_int_equal(placet_checkpoint_text("a", 9, &root, &b), 0);
	while (b.len < 65537 - strlen(end))
		placet_buf_byte(&b, 'x');
	placet_buf_str(&b, end);
	assert_int_equal(
	    placet_checkpoint_parse(b.data, b.len, &cp), PLACET_ELIMIT);
	placet_buf_release(&b);
}

static void
the_longest_leaf_has_328_bytes(void **state)
{
	struct placet_leaf leaf = { .type = PLACET_LEAF_SIGN, .time = 3600 };
	struct placet_buf b = { 0 };

	(void)state;
	memset(leaf.instance, 'a', 253);
	for (int type = 1; type <= 5; type++) {
		leaf.type = (enum placet_leaf_type)type;
		placet_buf_clear(&b);
		assert_int_equal(placet_leaf_encode(&leaf, &b), 0);
		assert_true(b.len <= 328);
		if (type == PLACET_LEAF_SIGN || type == PLACET_LEAF_OPEN)
			assert_int_equal(b.len, 328);
	}
	placet_buf_release(&b);
}

/* Neither half of a leaf tells that two signatures are of one person. */
static void
one_person_signs_two_unlike_leaves(void **state)
{
	const struct placet_hash petition = { { 1 } }, nullifier = { { 2 } };
	const struct placet_hash salt[2] = { { { 3 } }, { { 4 } } };
	const char *profile = "name\nA\ncommune\n35238\n";
	struct placet_hash cn[2], cp[2];

	(void)state;
	for (int i = 0; i < 2; i++) {
		placet_commit_nullifier(
		    &petition, &salt[i], &nullifier, &cn[i]);
		placet_commit_profile(
		    &petition, &salt[i], profile, strlen(profile), &cp[i]);
	}
	assert_memory_not_equal(&cn[0], &cn[1], sizeof cn[0]);
	assert_memory_not_equal(&cp[0], &cp[1], sizeof cp[0]);
	assert_memory_not_equal(&cn[0], &cp[0], sizeof cn[0]);
}

/* The type in its id keeps a log's signature from being a witness's. */
static void
a_key_has_an_id_for_each_kind_of_signature(void **state)
{
	char name[PLACET_NAME_MAX], vkey[PLACET_VKEY_MAX];
	uint8_t pub[32], again[32];

	(void)state;
	assert_int_equal(placet_public(&seed, pub), 0);
	assert_true(placet_key_id("a", pub) != placet_cosign_id("a", pub));
	assert_true(placet_key_id("a", pub) != placet_key_id("b", pub));
	assert_int_equal(placet_vkey("a", pub, vkey), 0);
	assert_int_equal(
	    placet_cosign_vkey_parse(vkey, strlen(vkey), name, again),
	    PLACET_EFORMAT);
	assert_int_equal(placet_cosign_vkey("a", pub, vkey), 0);
	assert_int_equal(
	    placet_vkey_parse(vkey, strlen(vkey), name, again), PLACET_EFORMAT);
}

/* RFC 9496, A.1: the generator, which times a secret is its public key. */
static const struct placet_oprf_element generator = { { 0xe2, 0xf2, 0xae, 0x0a,
    0x6a, 0xbc, 0x4e, 0x71, 0xa8, 0x84, 0xa9, 0x61, 0xc5, 0x00, 0x51, 0x5f,
    0x58, 0xe3, 0x0b, 0x6a, 0xa5, 0x82, 0xdd, 0x8d, 0xb6, 0xa6, 0x59, 0x45,
    0xe0, 0x8d, 0x2d, 0x76 } };

static void
a_holder_proves_its_key_by_the_generator(void **state)
{
	struct placet_oprf_key key, other;
	struct placet_oprf_element out;
	struct placet_oprf_proof proof;

	(void)state;
	assert_int_equal(placet_oprf_key_draw(&key), 0);
	assert_int_equal(placet_oprf_key_draw(&other), 0);
	assert_int_equal(placet_oprf_evaluate(&key.sk, &generator, 1, &out), 0);
	assert_memory_equal(&out, &key.pk, sizeof out);
	assert_int_equal(
	    placet_oprf_prove(&key, &generator, &out, 1, NULL, &proof), 0);
	assert_int_equal(
	    placet_oprf_verify(&key.pk, &generator, &key.pk, 1, &proof), 0);

	/* Nobody proves the key of another, or the sum with it. */
	assert_int_equal(
	    placet_oprf_verify(&other.pk, &generator, &other.pk, 1, &proof),
	    PLACET_EPROOF);
	assert_int_equal(placet_oprf_add(&key.pk, &other.pk, &out), 0);
	assert_int_equal(placet_oprf_verify(&out, &generator, &out, 1, &proof),
	    PLACET_EPROOF);
}

#define KEYID "https://b.example/acteur#main-key"
#define BODY  "{\"id\":\"https://b.example/offres/7\"}"
#define SHA   "pjqm9QJw0bumq9LhPYNe3PNKx9PdHFI9DkAYCLddqbw="
#define PARAMS                                                      \
	"(\"@method\" \"@target-uri\" \"content-digest\");created=" \
	"1790001600;keyid=\"" KEYID "\";alg=\"rsa-v1_5-sha256\""

/* The examples of section 7.3. */
static const struct {
	enum placet_httpsig_scheme scheme;
	const char *base, *signature, *input;
} requests[] = {
	{ PLACET_HTTPSIG_CAVAGE,
	    "(request-target): post /inbox\n"
	    "host: a.example\n"
	    "date: Mon, 21 Sep 2026 14:40:00 GMT\n"
	    "digest: SHA-256=" SHA "\n"
	    "content-type: application/activity+json",
	    "keyId=\"" KEYID "\",algorithm=\"rsa-sha256\","
	    "headers=\"(request-target) host date digest content-type\","
	    "signature=\"U0lH\"",
	    NULL },
	{ PLACET_HTTPSIG_RFC9421,
	    "\"@method\": POST\n"
	    "\"@target-uri\": https://a.example/inbox\n"
	    "\"content-digest\": sha-256=:" SHA ":\n"
	    "\"@signature-params\": " PARAMS,
	    "sig1=:U0lH:", "sig1=" PARAMS },
};

static const struct placet_http_field fields[] = {
	{ "Host", "a.example" },
	{ "Date", "Mon, 21 Sep 2026 14:40:00 GMT" },
	{ "Digest", "SHA-256=" SHA },
	{ "Content-Digest", "sha-256=:" SHA ":" },
	{ "Content-Type", "application/activity+json" },
};

static void
the_requests_of_the_specification_are_signed_so(void **state)
{
	const struct placet_http_request req = { .method = "POST",
		.target = "/inbox",
		.origin = "https://a.example",
		.field = fields,
		.nfields = 5,
		.body = BODY,
		.bodylen = strlen(BODY) };

	(void)state;
	for (int i = 0; i < 2; i++) {
		const struct placet_httpsig_how how = {
			.scheme = requests[i].scheme,
			.type = PLACET_KEY_RSA,
			.keyid = KEYID,
			.created = 1790001600
		};
		struct placet_buf base = { 0 }, sig = { 0 }, input = { 0 };

		assert_int_equal(placet_httpsig_base(&how, &req, &base), 0);
		assert_string_equal(base.data, requests[i].base);
		assert_int_equal(
		    placet_httpsig_header(&how, &req, "SIG", 3, &sig, &input),
		    0);
		assert_string_equal(sig.data, requests[i].signature);
		if (requests[i].input != NULL)
			assert_string_equal(input.data, requests[i].input);
		placet_buf_release(&base);
		placet_buf_release(&sig);
		placet_buf_release(&input);
	}
	assert_int_equal(placet_digest_check(fields[2].value,
	                     strlen(fields[2].value), BODY, strlen(BODY)),
	    0);
	assert_int_equal(placet_content_digest_check(fields[3].value,
	                     strlen(fields[3].value), BODY, strlen(BODY)),
	    0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_texts_end_where_the_table_of_limits_says),
		cmocka_unit_test(sixty_four_signature_lines_are_the_most),
		cmocka_unit_test(notes_end_at_65536_bytes),
		cmocka_unit_test(the_longest_leaf_has_328_bytes),
		cmocka_unit_test(one_person_signs_two_unlike_leaves),
		cmocka_unit_test(a_key_has_an_id_for_each_kind_of_signature),
		cmocka_unit_test(a_holder_proves_its_key_by_the_generator),
		cmocka_unit_test(
		    the_requests_of_the_specification_are_signed_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_integrity_forms.c - what a proof may look like, and what it may not
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "integrity.h"

/* What is signed has the proof's context, so more of it may come behind. */
static void
only_the_context_of_the_proof_counts(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *context;
		int err;
	} table[] = {
		{ CONTEXT, 0 },
		{ "[\"https://www.w3.org/ns/activitystreams\","
		  "\"https://w3id.org/security/data-integrity/v2\","
		  "{\"as\":\"https://www.w3.org/ns/activitystreams#\"}]",
		    0 },
		{ "[\"https://w3id.org/security/data-integrity/v2\","
		  "\"https://www.w3.org/ns/activitystreams\"]",
		    PLACET_EPROOF },
		{ "[\"https://www.w3.org/ns/activitystreams\"]",
		    PLACET_EPROOF },
		{ "\"https://www.w3.org/ns/activitystreams\"", PLACET_EPROOF },
		{ "[\"x\",\"https://www.w3.org/ns/activitystreams\","
		  "\"https://w3id.org/security/data-integrity/v2\"]",
		    PLACET_EPROOF },
		{ "[]", PLACET_EPROOF },
		{ "null", PLACET_EPROOF },
		{ "{}", PLACET_EPROOF },
		{ "7", PLACET_EPROOF },
	};
	char text[2048];

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		snprintf(text, sizeof text,
		    "{\"@context\":%s" BODY ",\"proof\":" PROOF "}",
		    table[i].context);
		assert_int_equal(check(f, text), table[i].err);
	}
	assert_int_equal(
	    check(f, "{\"id\":\"x\",\"proof\":" PROOF "}"), PLACET_EPROOF);
}

/*
 * A context that stands alone ends with itself: what follows it in the
 * document is another member, whatever it reads.
 */
static void
a_lone_context_is_an_array_of_one(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *doc, *proof;
		int err;
	} table[] = {
		{ "\"x\"", "\"x\"", PLACET_ESIG },
		{ "[\"x\"]", "\"x\"", PLACET_ESIG },
		{ "\"x\"", "[\"x\"]", PLACET_ESIG },
		{ "[\"x\",\"y\"]", "\"x\"", PLACET_ESIG },
		{ "{\"x\":1,\"y\":2}", "{\"y\":2,\"x\":1}", PLACET_ESIG },
		{ "\"x\"", "[\"x\",\"y\"]", PLACET_EPROOF },
		{ "\"x\"", "\"y\"", PLACET_EPROOF },
		{ "\"x\"", "{\"x\":1}", PLACET_EPROOF },
		{ "\"x\"", "[]", PLACET_EFORMAT },
		{ "[]", "[]", PLACET_EFORMAT },
		{ "\"x\"", "null", PLACET_EFORMAT },
		{ "\"x\"", "1", PLACET_EFORMAT },
	};
	char text[2048];

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		snprintf(text, sizeof text,
		    "{\"@context\":%s,\"z\":\"y\",\"proof\":{\"@context\":%s,"
		    "\"z\":\"y\"," SUITE "," VALUE "}}",
		    table[i].doc, table[i].proof);
		assert_int_equal(check(f, text), table[i].err);
	}
}

static void
proofs_of_another_kind_are_told_apart(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *proof;
		int err;
	} table[] = {
		{ "{}", PLACET_ETYPE },
		{ "null", PLACET_EFORMAT },
		{ "\"x\"", PLACET_EFORMAT },
		{ "[]", PLACET_ETYPE },
		{ "[null]", PLACET_EFORMAT },
		{ "[" PROOF ",1]", PLACET_EFORMAT },
		{ "[[" PROOF "]]", PLACET_EFORMAT },
		{ "[{},{},{},{},{},{},{}," PROOF "]", 0 },
		{ "[{},{},{},{},{},{},{},{}," PROOF "]", PLACET_ELIMIT },
		{ "[" PROOF "," PROOF "]", 0 },
		{ "[{\"type\":\"DataIntegrityProof\",\"cryptosuite\":"
		  "\"mldsa44-jcs-2024\"}," PROOF "]",
		    0 },
		{ "{\"type\":\"DataIntegrityProof\",\"cryptosuite\":"
		  "\"eddsa-rdfc-2022\"," VALUE "}",
		    PLACET_ETYPE },
		{ "{\"type\":\"DataIntegrityPROOF\",\"cryptosuite\":"
		  "\"eddsa-jcs-2022\"," VALUE "}",
		    PLACET_ETYPE },
		{ "{\"type\":\"Ed25519Signature2020\"," VALUE "}",
		    PLACET_ETYPE },
		{ "{\"type\":[\"DataIntegrityProof\"],\"cryptosuite\":"
		  "\"eddsa-jcs-2022\"}",
		    PLACET_ETYPE },
		{ "{" SUITE ",\"domain\":\"x.example\"," VALUE "}",
		    PLACET_ETYPE },
		{ "{" SUITE ",\"challenge\":\"x\"," VALUE "}", PLACET_ETYPE },
		{ "{" SUITE ",\"previousProof\":\"x\"," VALUE "}",
		    PLACET_ETYPE },
		{ "{" SUITE "}", PLACET_EMISSING },
		{ "{" SUITE ",\"created\":1," VALUE "}", PLACET_EFORMAT },
		{ "{" SUITE ",\"created\":\"2023-02-24T23:36:38\"," VALUE "}",
		    PLACET_EFORMAT },
		{ "{" SUITE ",\"expires\":\"2023-02-30T23:36:38Z\"," VALUE "}",
		    PLACET_ERANGE },
	};
	char text[4096];

	assert_int_equal(check(f, DOC "}"), PLACET_EMISSING);
	assert_int_equal(check(f, "[" DOC "}]"), PLACET_ETYPE);
	assert_int_equal(check(f, "1"), PLACET_ETYPE);
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		snprintf(
		    text, sizeof text, DOC ",\"proof\":%s}", table[i].proof);
		assert_int_equal(check(f, text), table[i].err);
	}
}

static int
check_members(struct fixture *f, const char *method, const char *purpose,
    const char *value)
{
	char text[8192];

	snprintf(text, sizeof text,
	    DOC ",\"proof\":{\"type\":\"DataIntegrityProof\","
	        "\"cryptosuite\":\"eddsa-jcs-2022\"%s%s%s}}",
	    method, purpose, value);
	return check(f, text);
}

static void
each_member_has_one_form(void **state)
{
	struct fixture *f = *state;
	static const char good[] = ",\"verificationMethod\":\"" METHOD "\"";
	static const char purpose[] = ",\"proofPurpose\":\"assertionMethod\"";
	static const char value[] = "," VALUE;
	static const struct {
		const char *method;
		int err;
	} methods[] = {
		{ good, PLACET_ESIG },
		{ ",\"verificationMethod\":\"did:key:z\"", PLACET_ESIG },
		{ "", PLACET_EMISSING },
		{ ",\"verificationMethod\":\"\"", PLACET_EFORMAT },
		{ ",\"verificationMethod\":\"#key\"", PLACET_EFORMAT },
		{ ",\"verificationMethod\":\"a#b#c\"", PLACET_EFORMAT },
		{ ",\"verificationMethod\":\"a b#c\"", PLACET_EFORMAT },
		{ ",\"verificationMethod\":\"a\\n#c\"", PLACET_EFORMAT },
		{ ",\"verificationMethod\":\"a\\u007f\"", PLACET_EFORMAT },
		{ ",\"verificationMethod\":{\"id\":\"" METHOD "\"}",
		    PLACET_EFORMAT },
		{ ",\"verificationMethod\":null", PLACET_EFORMAT },
	};
	/* Too short by a byte, too long, no multibase, another, spaces. */
	static const char *const values[] = { ",\"proofValue\":\"\"",
		",\"proofValue\":\"z\"", ",\"proofValue\":null",
		",\"proofValue\":[]",
		",\"proofValue\":\"42ffGu6AUKPCFcFPiabmUvnGLPJzC7e4DGWC52NUas"
		"SSH37UMa9c58tdgVszUcZfytxa4fQ5TYHaJENCxUDe9SdL\"",
		",\"proofValue\":\"z42ffGu6AUKPCFcFPiabmUvnGLPJzC7e4DGWC52NUa"
		"sSSH37UMa9c58tdgVszUcZfytxa4fQ5TYHaJENCxUDe9SdL \"",
		",\"proofValue\":\"z42ffGu6AUKPCFcFPiabmUvnGLPJzC7e4DGWC52NUa"
		"sSSH37UMa9c58tdgVszUcZfytxa4fQ5TYHaJENCxUDe9\"",
		",\"proofValue\":\"uAAAA\"" };

	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		assert_int_equal(
		    check_members(f, methods[i].method, purpose, value),
		    methods[i].err);
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		assert_int_equal(
		    check_members(f, good, purpose, values[i]), PLACET_EFORMAT);
	assert_int_equal(
	    check_members(f, good, purpose,
	        ",\"proofValue\":\"z142ffGu6AUKPCFcFPiabmUvnGLPJzC7e4DGWC52NU"
	        "asSSH37UMa9c58tdgVszUcZfytxa4fQ5TYHaJENCxUDe9SdL\""),
	    PLACET_ELIMIT);
	assert_int_equal(check_members(f, good, purpose, ""), PLACET_EMISSING);
	assert_int_equal(check_members(f, good, "", value), PLACET_EMISSING);
	assert_int_equal(check_members(f, good,
	                     ",\"proofPurpose\":\"authentication\"", value),
	    PLACET_ETYPE);
	assert_int_equal(check_members(f, good,
	                     ",\"proofPurpose\":[\"assertionMethod\"]", value),
	    PLACET_ETYPE);
}

static void
a_long_method_is_refused(void **state)
{
	struct fixture *f = *state;
	char method[PLACET_INTEGRITY_METHOD + 2], member[4096];
	struct placet_json *proof;
	uint8_t tbs[64];

	memset(method, 'a', sizeof method - 1);
	method[sizeof method - 1] = '\0';
	snprintf(
	    member, sizeof member, ",\"verificationMethod\":\"%s\"", method);
	assert_int_equal(
	    check_members(
	        f, member, ",\"proofPurpose\":\"assertionMethod\"", "," VALUE),
	    PLACET_ELIMIT);
	assert_int_equal(placet_integrity_prepare(&f->arena, parse(f, DOC "}"),
	                     method, 0, &proof, tbs),
	    PLACET_ELIMIT);
}

/* A document that was read with other limits than those of servers. */
static void
what_is_too_deep_is_not_hashed(void **state)
{
	const struct placet_json_limits limits = { .depth = 100 };
	struct fixture *f = *state;
	static const struct {
		const char *before, *behind;
		int err;
	} table[] = {
		{ "{\"x\":", ",\"proof\":" PROOF "}", PLACET_EPROOF },
		{ "{\"@context\":",
		    ",\"proof\":{\"@context\":\"x\"," SUITE "," VALUE "}}",
		    PLACET_ELIMIT },
		{ "{\"@context\":\"x\",\"proof\":{\"@context\":",
		    "," SUITE "," VALUE "}}", PLACET_ELIMIT },
		{ "{\"@context\":" CONTEXT ",\"x\":", ",\"proof\":" PROOF "}",
		    PLACET_ELIMIT },
		{ "{\"@context\":" CONTEXT ",\"proof\":{\"x\":",
		    "," SUITE "," VALUE "}}", PLACET_ELIMIT },
	};
	char deep[161] = "", text[4096];

	memset(deep, '[', 80);
	memset(deep + 80, ']', 80);
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct placet_integrity in;
		struct placet_json *doc;

		snprintf(text, sizeof text, "%s%s%s", table[i].before, deep,
		    table[i].behind);
		assert_int_equal(placet_json_parse(&f->arena, text,
		                     strlen(text), &limits, &doc),
		    0);
		assert_int_equal(
		    placet_integrity_open(&f->arena, doc, &in), table[i].err);
	}
}

/* Others drop it before they hash, so it must be nothing one would read. */
static void
a_signature_beside_is_of_the_older_kind(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(check(f,
	                     DOC ",\"signature\":{\"type\":"
	                         "\"RsaSignature2017\",\"creator\":\"x\","
	                         "\"signatureValue\":\"AA==\"},"
	                         "\"proof\":" PROOF "}"),
	    0);
	assert_int_equal(
	    check(f, DOC ",\"signature\":\"x\",\"proof\":" PROOF "}"),
	    PLACET_EFORMAT);
	assert_int_equal(check(f,
	                     DOC ",\"signature\":{\"type\":\"Offer\"},"
	                         "\"proof\":" PROOF "}"),
	    PLACET_EFORMAT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		it(only_the_context_of_the_proof_counts),
		it(a_lone_context_is_an_array_of_one),
		it(proofs_of_another_kind_are_told_apart),
		it(each_member_has_one_form),
		it(a_long_method_is_refused),
		it(what_is_too_deep_is_not_hashed),
		it(a_signature_beside_is_of_the_older_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

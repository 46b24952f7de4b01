/*
 * test_integrity.c - proofs in documents, to the byte
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "hex.h"
#include "integrity.h"

/* The two hashes that make what is signed, config first. */
static const char tbs_hex[] =
    "cf63e2308ce7d1137667192c5c5e751ba7b1c6e3d5e746a7b717d309654ad198"
    "0793e8d97e2de4b989b2b2d7a5fae8cf941f102a03c0ecab00f03eaa2330c650";

static void
signing_gives_the_vector_of_the_fep(void **state)
{
	static const char want[] = DOC ",\"proof\":{\"@context\":" CONTEXT
	                               "," SUITE "," CREATED "," VALUE "}}";
	struct fixture *f = *state;
	struct placet_json *doc = parse(f, DOC "}"), *proof;
	const struct hex hashes = unhex(tbs_hex);
	struct placet_buf b = { 0 };
	uint8_t tbs[64];

	assert_int_equal(placet_integrity_prepare(
	                     &f->arena, doc, METHOD, CREATED_AT, &proof, tbs),
	    0);
	assert_memory_equal(tbs, hashes.b, sizeof tbs);
	assert_int_equal(
	    placet_integrity_sign(&f->arena, doc, &f->seed, METHOD, CREATED_AT),
	    0);
	placet_json_write(&b, doc);
	assert_int_equal(b.err, 0);
	assert_string_equal(b.data, want);
	placet_buf_release(&b);
}

static void
the_signed_document_of_the_fep_is_valid(void **state)
{
	struct fixture *f = *state;
	const struct hex hashes = unhex(tbs_hex);
	struct placet_integrity in;

	assert_int_equal(placet_integrity_open(&f->arena,
	                     parse(f, DOC ",\"proof\":" PROOF "}"), &in),
	    0);
	assert_memory_equal(in.tbs, hashes.b, sizeof in.tbs);
	assert_string_equal(in.method, METHOD);
	assert_string_equal(
	    in.controller, "https://server.example/users/alice");
	assert_true(in.created == CREATED_AT);
	assert_true(in.expires == INT64_MAX);
	assert_int_equal(placet_integrity_check(&in, f->pub, INT64_MAX), 0);
	f->pub[0] ^= 1;
	assert_int_not_equal(
	    placet_integrity_check(&in, f->pub, CREATED_AT), 0);
}

/* W3C Data Integrity EdDSA Cryptosuites 1.0, appendix A, same key. */
static void
the_credential_of_the_cryptosuite_is_signed_so(void **state)
{
	static const char doc[] =
	    "{\"@context\":[\"https://www.w3.org/ns/credentials/v2\","
	    "\"https://www.w3.org/ns/credentials/examples/v2\"],\"id\":"
	    "\"urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33\",\"type\":["
	    "\"VerifiableCredential\",\"AlumniCredential\"],\"name\":"
	    "\"Alumni Credential\",\"description\":\"A minimum viable example"
	    " of an Alumni Credential.\",\"issuer\":"
	    "\"https://vc.example/issuers/5678\",\"validFrom\":"
	    "\"2023-01-01T00:00:00Z\",\"credentialSubject\":{\"id\":"
	    "\"did:example:abcdefgh\",\"alumniOf\":"
	    "\"The School of Examples\"}}";
	const struct hex hashes = unhex(
	    "66ab154f5c2890a140cb8388a22a160454f80575f6eae09e5a097cab"
	    "e539a1db59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f6"
	    "87db1a03abc92f19");
	struct fixture *f = *state;
	struct placet_json *v = parse(f, doc);
	struct placet_integrity in;
	char method[128];

	snprintf(
	    method, sizeof method, "did:key:%s#%s", public_key, public_key);
	assert_int_equal(
	    placet_integrity_sign(&f->arena, v, &f->seed, method, CREATED_AT),
	    0);
	assert_string_equal(
	    placet_json_text(placet_json_get(v, "proof"), "proofValue"),
	    "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTW"
	    "d3GAVFuUfjoJdcnTMuVor51aX");
	assert_int_equal(placet_integrity_open(&f->arena, v, &in), 0);
	assert_memory_equal(in.tbs, hashes.b, sizeof in.tbs);
	assert_int_equal(placet_integrity_check(&in, f->pub, CREATED_AT), 0);
}

/* FEP-521a: the same key as bytes and as text. */
static void
the_key_of_fep_521a_is_spelled_so(void **state)
{
	static const char want[] =
	    "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
	const struct hex h = unhex(
	    "2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6");
	char key[PLACET_MULTIKEY_SIZE];
	uint8_t pub[32];

	(void)state;
	placet_multikey(h.b, key);
	assert_string_equal(key, want);
	assert_int_equal(placet_multikey_parse(want, strlen(want), pub), 0);
	assert_memory_equal(pub, h.b, sizeof pub);
}

static void
every_change_shows(void **state)
{
	struct fixture *f = *state;
	static const char *const changed[] = {
		/* Another id, a member more, a strange one, some less. */
		"{\"@context\":" CONTEXT ",\"id\":\"https://server.example/"
		"activities/2\",\"proof\":" PROOF "}",
		DOC ",\"to\":[],\"proof\":" PROOF "}",
		DOC ",\"Proof\":1,\"proof\":" PROOF "}",
		"{\"@context\":" CONTEXT ",\"proof\":" PROOF "}",
		/* The options of the proof are signed too. */
		DOC ",\"proof\":{\"@context\":" CONTEXT "," SUITE "," VALUE
		    ",\"created\":\"2023-02-24T23:36:39Z\"}}",
		DOC ",\"proof\":{\"@context\":" CONTEXT "," SUITE "," VALUE
		    ",\"created\":\"2023-02-24T23:36:38.0Z\"}}",
		DOC ",\"proof\":{\"@context\":" CONTEXT "," SUITE "," VALUE
		    "," CREATED ",\"nonce\":\"x\"}}",
		DOC ",\"proof\":{\"@context\":" CONTEXT "," SUITE "," VALUE
		    "}}",
		DOC ",\"proof\":{" SUITE "," VALUE "," CREATED "}}",
	};

	assert_int_equal(check(f, DOC ",\"proof\":" PROOF "}"), 0);
	/* White space and order do not matter. */
	assert_int_equal(
	    check(f, " {\"proof\":" PROOF ", \"@context\":" CONTEXT BODY "}"),
	    0);
	for (size_t i = 0; i < sizeof changed / sizeof *changed; i++)
		assert_int_equal(check(f, changed[i]), PLACET_ESIG);
}

static void
a_proof_ends_when_it_says(void **state)
{
	struct fixture *f = *state;
	static const char config[] =
	    "{" SUITE ",\"expires\":\"2023-02-25T00:36:38+01:00\"}";
	struct placet_json *doc = parse(f, DOC "}");
	struct placet_json *proof = parse(f, config);
	struct placet_integrity in;
	struct placet_sig sig = { { 0 } };

	/* What to sign is learnt from a proof that is not signed yet. */
	assert_int_equal(
	    placet_integrity_attach(&f->arena, doc, proof, &sig), 0);
	assert_int_equal(placet_integrity_open(&f->arena, doc, &in), 0);
	assert_int_equal(
	    placet_integrity_check(&in, f->pub, CREATED_AT), PLACET_ESIG);
	assert_int_equal(placet_sign(&f->seed, in.tbs, sizeof in.tbs, &sig), 0);
	assert_int_equal(
	    placet_integrity_attach(&f->arena, doc, proof, &sig), 0);
	assert_int_equal(placet_integrity_open(&f->arena, doc, &in), 0);
	assert_true(in.created == INT64_MIN);
	assert_true(in.expires == CREATED_AT);
	assert_int_equal(placet_integrity_check(&in, f->pub, CREATED_AT), 0);
	assert_int_equal(
	    placet_integrity_check(&in, f->pub, CREATED_AT + 1), PLACET_ERANGE);
}

static void
only_whole_documents_are_signed(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *doc, *method;
		int64_t at;
		int err;
	} table[] = {
		{ "{\"@context\":\"x\"}", METHOD, 0, 0 },
		{ "{\"@context\":[{}]}", "did:key:z", 0, 0 },
		{ "[]", METHOD, 0, PLACET_ETYPE },
		{ "\"x\"", METHOD, 0, PLACET_ETYPE },
		{ "{}", METHOD, 0, PLACET_EMISSING },
		{ "{\"@context\":[]}", METHOD, 0, PLACET_EMISSING },
		{ "{\"@context\":null}", METHOD, 0, PLACET_EMISSING },
		{ "{\"@context\":\"x\",\"proof\":null}", METHOD, 0,
		    PLACET_EDUP },
		{ "{\"@context\":\"x\",\"signature\":1}", METHOD, 0,
		    PLACET_ETYPE },
		{ "{\"@context\":\"x\"}", "", 0, PLACET_EFORMAT },
		{ "{\"@context\":\"x\"}", "#x", 0, PLACET_EFORMAT },
		{ "{\"@context\":\"x\"}", METHOD, INT64_MAX, PLACET_ERANGE },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct placet_json *doc = parse(f, table[i].doc);
		struct placet_integrity in;

		assert_int_equal(placet_integrity_sign(&f->arena, doc, &f->seed,
		                     table[i].method, table[i].at),
		    table[i].err);
		if (table[i].err != 0)
			continue;
		assert_int_equal(placet_integrity_open(&f->arena, doc, &in), 0);
		assert_true(in.created == table[i].at);
		assert_int_equal(placet_integrity_check(&in, f->pub, 0), 0);
	}
}

/* Wherever memory ends, the answer is an error and never half a proof. */
static void
a_small_arena_is_an_error(void **state)
{
	struct fixture *f = *state;
	struct placet_json *doc = parse(f, DOC ",\"proof\":" PROOF "}");
	struct placet_integrity in;
	int err = PLACET_ENOMEM;

	for (size_t room = 64; err != 0; room += 64) {
		struct placet_arena small = { .ceiling = room };

		err = placet_integrity_open(&small, doc, &in);
		assert_true(err == 0 || err == PLACET_ENOMEM);
		placet_arena_end(&small);
		assert_true(room < 65536);
	}
	err = PLACET_ENOMEM;
	for (size_t room = 64; err != 0; room += 64) {
		struct placet_arena small = { .ceiling = room };

		doc = parse(f, DOC "}");
		err = placet_integrity_sign(
		    &small, doc, &f->seed, METHOD, CREATED_AT);
		assert_true(err == 0 || err == PLACET_ENOMEM);
		assert_true(room < 65536);
		if (err == 0) {
			assert_int_equal(
			    placet_integrity_open(&f->arena, doc, &in), 0);
			assert_int_equal(
			    placet_integrity_check(&in, f->pub, 0), 0);
		}
		placet_arena_end(&small);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		it(signing_gives_the_vector_of_the_fep),
		it(the_signed_document_of_the_fep_is_valid),
		it(the_credential_of_the_cryptosuite_is_signed_so),
		it(the_key_of_fep_521a_is_spelled_so),
		it(every_change_shows),
		it(a_proof_ends_when_it_says),
		it(only_whole_documents_are_signed),
		it(a_small_arena_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

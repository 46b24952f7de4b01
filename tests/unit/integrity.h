/*
 * integrity.h - the signed document of FEP-8b32, in pieces to put together
 */
#ifndef UNIT_INTEGRITY_H
#define UNIT_INTEGRITY_H

#include <placet/integrity.h>
#include <placet/multikey.h>

/* The vectors of FEP-8b32 (fep-8b32.feature). */
#define CONTEXT                                       \
	"[\"https://www.w3.org/ns/activitystreams\"," \
	"\"https://w3id.org/security/data-integrity/v2\"]"
#define BODY                                                              \
	",\"id\":\"https://server.example/activities/1\","                \
	"\"type\":\"Create\",\"actor\":\"https://server.example/users/"   \
	"alice\",\"object\":{\"id\":\"https://server.example/objects/1\"" \
	",\"type\":\"Note\",\"attributedTo\":\"https://server.example/"   \
	"users/alice\",\"content\":\"Hello world\",\"location\":{"        \
	"\"type\":\"Place\",\"longitude\":-71.184902,\"latitude\":"       \
	"25.273962}}"
#define METHOD "https://server.example/users/alice#ed25519-key"
#define SUITE                                                 \
	"\"type\":\"DataIntegrityProof\",\"cryptosuite\":"    \
	"\"eddsa-jcs-2022\",\"verificationMethod\":\"" METHOD \
	"\",\"proofPurpose\":\"assertionMethod\""
#define VALUE                                                         \
	"\"proofValue\":\"z42ffGu6AUKPCFcFPiabmUvnGLPJzC7e4DGWC52NUa" \
	"sSSH37UMa9c58tdgVszUcZfytxa4fQ5TYHaJENCxUDe9SdL\""
#define CREATED "\"created\":\"2023-02-24T23:36:38Z\""
#define PROOF   "{\"@context\":" CONTEXT "," SUITE "," VALUE "," CREATED "}"
#define DOC     "{\"@context\":" CONTEXT BODY

static const char secret_key[] =
    "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq";
static const char public_key[] =
    "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";

enum { CREATED_AT = 1677281798 };

struct fixture {
	struct placet_arena arena;
	struct placet_seed seed;
	uint8_t pub[32];
};

static inline int
set_up(void **state)
{
	static struct fixture f;
	uint8_t bytes[34];
	size_t len = sizeof bytes;

	f = (struct fixture){ 0 };
	*state = &f;
	if (placet_unmultibase(secret_key, strlen(secret_key), bytes, &len) !=
	        0 ||
	    len != sizeof bytes)
		return -1;
	memcpy(f.seed.b, bytes + 2, sizeof f.seed.b);
	return placet_multikey_parse(public_key, strlen(public_key), f.pub);
}

static inline int
tear_down(void **state)
{
	struct fixture *f = *state;

	placet_arena_end(&f->arena);
	return 0;
}

static inline struct placet_json *
parse(struct fixture *f, const char *text)
{
	struct placet_json *doc = NULL;

	assert_int_equal(
	    placet_json_parse(&f->arena, text, strlen(text), NULL, &doc), 0);
	return doc;
}

/* Open and check; the first error. */
static inline int
check(struct fixture *f, const char *text)
{
	struct placet_integrity in;
	const int err = placet_integrity_open(&f->arena, parse(f, text), &in);

	return err != 0 ? err : placet_integrity_check(&in, f->pub, CREATED_AT);
}

#define it(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

#endif

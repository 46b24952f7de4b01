/*
 * make_integrity.c - documents with proofs in them
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <placet/integrity.h>
#include <placet/json.h>

#include "signer.h"

#define CREATED INT64_C(1790001600)
#define NOW     (CREATED + 60)
#define METHOD  "https://b.example/actor#ed25519-key"
#define CONTEXT "https://www.w3.org/ns/activitystreams"

static const char offer[] =
    "{\"@context\":[\"" CONTEXT "\","
    "\"https://w3id.org/security/data-integrity/v1\"],"
    "\"id\":\"https://b.example/offers/1\",\"type\":\"Offer\","
    "\"actor\":\"https://b.example/actor\","
    "\"target\":\"https://a.example/petitions/42\","
    "\"object\":{\"type\":\"Note\",\"content\":\"Plus d'arbres 🌳, "
    "s'il vous plaît\",\"n\":[1,-71.184902,1e-7,4096]}}";

static const char small[] = "{\"@context\":\"" CONTEXT "\",\"type\":\"Like\","
                            "\"actor\":\"https://b.example/actor\","
                            "\"object\":\"https://a.example/petitions/42\"}";

/* What a proof is made over, and what it says of itself. */
struct made {
	struct placet_arena arena;
	struct placet_json *doc, *proof;
	uint8_t tbs[64];
};

static void
made_parse(struct made *m, const char *text)
{
	*m = (struct made){ 0 };
	must(placet_json_parse(&m->arena, text, strlen(text), NULL, &m->doc) ==
	    PLACET_OK);
	must(placet_integrity_prepare(&m->arena, m->doc, METHOD, CREATED,
	         &m->proof, m->tbs) == PLACET_OK);
}

static void
made_sign(struct made *m, const struct signer *s)
{
	struct placet_sig sig;

	must(placet_sign(&s->seed, m->tbs, sizeof m->tbs, &sig) == PLACET_OK);
	must(placet_integrity_attach(&m->arena, m->doc, m->proof, &sig) ==
	    PLACET_OK);
}

/* Signs `text`; its document is to be written to b. */
static void
signed_text(const char *text, const struct signer *s, struct placet_buf *b)
{
	struct made m;

	made_parse(&m, text);
	made_sign(&m, s);
	placet_json_write(b, m.doc);
	must(b->err == PLACET_OK);
	placet_arena_end(&m.arena);
}

static void
vec_inputs(struct vec *v, const char *desc, const struct signer *s,
    const struct placet_buf *doc, int64_t now)
{
	char text[24];

	snprintf(text, sizeof text, "%" PRId64, now);
	vec_case(v, desc);
	vec_hex(v, "public", s->pub, sizeof s->pub);
	vec_text(v, "now", text);
	vec_textn(v, "document", doc->data, doc->len);
}

static void
verify(struct vec *v, const char *desc, const struct placet_buf *doc)
{
	const struct signer s = signer_of("integrity");
	struct placet_arena a = { 0 };
	struct placet_integrity in;
	struct placet_json *d;

	must(placet_json_parse(&a, doc->data, doc->len, NULL, &d) == PLACET_OK);
	vec_expect(desc, placet_integrity_open(&a, d, &in), PLACET_OK);
	vec_expect(desc, placet_integrity_check(&in, s.pub, NOW), PLACET_OK);
	vec_inputs(v, desc, &s, doc, NOW);
	vec_hex(v, "seed", s.seed.b, sizeof s.seed.b);
	vec_text(v, "method", in.method);
	vec_hex(v, "config_hash", in.tbs, 32);
	vec_hex(v, "document_hash", in.tbs + 32, 32);
	vec_hex(v, "signature", in.sig.b, sizeof in.sig.b);
	vec_end(v);
	placet_arena_end(&a);
}

static void
refuse_at(struct vec *v, const char *desc, const struct signer *s,
    const struct placet_buf *doc, int64_t now, int want)
{
	struct placet_arena a = { 0 };
	struct placet_integrity in;
	struct placet_json *d;
	int err = placet_json_parse(&a, doc->data, doc->len, NULL, &d);

	if (err == PLACET_OK)
		err = placet_integrity_open(&a, d, &in);
	if (err == PLACET_OK)
		err = placet_integrity_check(&in, s->pub, now);
	vec_expect(desc, err, want);
	vec_inputs(v, desc, s, doc, now);
	vec_refused(v, want);
	placet_arena_end(&a);
}

/* The first `a` of the good document as `b`; the next one if a repeats. */
static void
refuse_changed(
    struct vec *v, const char *desc, const char *a, const char *b, int want)
{
	const struct signer s = signer_of("integrity");
	struct placet_buf good = { 0 }, bad = { 0 };
	const char *at;

	signed_text(offer, &s, &good);
	at = strstr(good.data, a);
	must(at != NULL);
	placet_buf_add(&bad, good.data, (size_t)(at - good.data));
	placet_buf_str(&bad, b);
	placet_buf_str(&bad, at + strlen(a));
	refuse_at(v, desc, &s, &bad, NOW, want);
	placet_buf_release(&good);
	placet_buf_release(&bad);
}

/* A document whose proof has one option more, and is right. */
static void
with_option(const char *name, const char *value, struct placet_buf *b)
{
	const struct signer s = signer_of("integrity");
	struct placet_arena a = { 0 };
	struct placet_integrity in;
	struct made m;

	made_parse(&m, small);
	placet_json_set(&m.arena, m.proof, name,
	    placet_json_new_text(&m.arena, value, strlen(value)));
	made_sign(&m, &s);
	/* The hash of the options changed: sign once more what it is now. */
	if (placet_integrity_open(&a, m.doc, &in) == PLACET_OK) {
		memcpy(m.tbs, in.tbs, sizeof m.tbs);
		must(placet_sign(&s.seed, m.tbs, sizeof m.tbs, &in.sig) ==
		    PLACET_OK);
		must(placet_integrity_attach(
		         &m.arena, m.doc, m.proof, &in.sig) == PLACET_OK);
	}
	placet_json_write(b, m.doc);
	must(b->err == PLACET_OK);
	placet_arena_end(&a);
	placet_arena_end(&m.arena);
}

static void
verify_all(struct vec *v)
{
	const struct signer s = signer_of("integrity");
	struct placet_buf b = { 0 };

	signed_text(offer, &s, &b);
	verify(v, "an offer", &b);
	placet_buf_clear(&b);
	signed_text(small, &s, &b);
	verify(v, "a context that is no list", &b);
	placet_buf_clear(&b);
	with_option("expires", "2026-09-22T00:00:00Z", &b);
	verify(v, "one that expires later", &b);
	placet_buf_clear(&b);
	with_option("nonce", "abc", &b);
	verify(v, "an option without meaning to us, which is signed, too", &b);
	placet_buf_release(&b);
}

static void
refuse_proofs(struct vec *v)
{
	refuse_changed(
	    v, "another document", "petitions/42", "petitions/43", PLACET_ESIG);
	refuse_changed(v, "another number", "4096", "4097", PLACET_ESIG);
	refuse_changed(v, "a member more", "\"type\":\"Offer\"",
	    "\"type\":\"Offer\",\"to\":[]", PLACET_ESIG);
	refuse_changed(
	    v, "another time", "T14:40:00Z", "T14:40:01Z", PLACET_ESIG);
	refuse_changed(
	    v, "another key named", "#ed25519-key", "#other-key", PLACET_ESIG);
	refuse_changed(v, "another purpose", "assertionMethod",
	    "authentication", PLACET_ETYPE);
	refuse_changed(v, "another suite", "eddsa-jcs-2022", "eddsa-rdfc-2022",
	    PLACET_ETYPE);
	refuse_changed(v, "another type", "DataIntegrityProof",
	    "Ed25519Signature2020", PLACET_ETYPE);
	refuse_changed(
	    v, "no value", "\"proofValue\"", "\"proofvalue\"", PLACET_EMISSING);
	refuse_changed(v, "no multibase", "\"proofValue\":\"z",
	    "\"proofValue\":\"u", PLACET_EFORMAT);
	refuse_changed(v, "a character that base58 does not have",
	    "\"proofValue\":\"z", "\"proofValue\":\"z0", PLACET_EFORMAT);
	refuse_changed(v, "no purpose", "\"proofPurpose\"", "\"purpose\"",
	    PLACET_EMISSING);
	refuse_changed(v, "no method", "\"verificationMethod\"", "\"method\"",
	    PLACET_EMISSING);
	refuse_changed(
	    v, "no proof", "\"proof\"", "\"proofs\"", PLACET_EMISSING);
	refuse_changed(v, "a context in front of the proof's",
	    "{\"@context\":[", "{\"@context\":[\"https://c.example/ns\",",
	    PLACET_EPROOF);
	refuse_changed(v, "a name twice", "\"type\":\"Offer\"",
	    "\"type\":\"Offer\",\"type\":\"Like\"", PLACET_EDUP);
	refuse_changed(v, "a time that does not exist", "T14:40:00Z",
	    "T25:40:00Z", PLACET_ERANGE);
}

static void
refuse_all(struct vec *v)
{
	const struct signer s = signer_of("integrity");
	const struct signer other = signer_of("another.key");
	struct placet_buf b = { 0 };

	signed_text(offer, &s, &b);
	refuse_at(v, "another key", &other, &b, NOW, PLACET_ESIG);
	placet_buf_clear(&b);
	with_option("expires", "2026-09-21T14:40:30Z", &b);
	refuse_at(v, "one that has expired", &s, &b, NOW, PLACET_ERANGE);
	placet_buf_clear(&b);
	with_option("domain", "c.example", &b);
	refuse_at(v, "one for somebody else", &s, &b, NOW, PLACET_ETYPE);
	placet_buf_release(&b);
	refuse_proofs(v);
}

void
make_integrity(struct vec *v)
{
	vec_text(v, "about",
	    "FEP-8b32 with eddsa-jcs-2022: documents as received, the public "
	    "key of the proof's method, and the time. The signature is over "
	    "config_hash and document_hash, one after the other.");
	vec_text(v, "source", "tests/vectors/make_integrity.c");
	vec_array(v, "verify");
	verify_all(v);
	vec_end(v);
	vec_array(v, "refuse");
	refuse_all(v);
	vec_end(v);
}

/*
 * make_person.c - addresses, and the nullifiers that two key holders make
 */
#include <stdio.h>
#include <string.h>

#include <placet/leaf.h>
#include <placet/oprf.h>
#include <placet/text.h>

#include "vec.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char *const addresses[] = { "eve@example.org",
	" \tEve@Example.ORG ", "Eve.Martin+mairie@example.org",
	"eve+a+b@example.org", "+eve@example.org", "eve.+tag@example.org",
	"E.v.e+x@gmail.com", "e.ve@GoogleMail.com", "e.ve@mail.gmail.com",
	"o'neil@example.org", "!#$%&'*-/=?^_`{|}~@example.org",
	"a@xn--caf-dma.fr" };

static const struct {
	const char *desc, *text;
} no_addresses[] = {
	{ "empty", "" },
	{ "no at sign", "eve" },
	{ "two at signs", "eve@@example.org" },
	{ "no local part", "@example.org" },
	{ "no host", "eve@" },
	{ "a host of one label", "eve@localhost" },
	{ "a dot behind the host", "eve@example.org." },
	{ "an address for a host", "eve@192.0.2.1" },
	{ "a literal", "eve@[192.0.2.1]" },
	{ "a label that begins with a hyphen", "eve@-example.org" },
	{ "a dot in front", ".eve@example.org" },
	{ "a dot at the end", "eve.@example.org" },
	{ "two dots", "e..ve@example.org" },
	{ "quotes", "\"eve\"@example.org" },
	{ "a comment", "eve(x)@example.org" },
	{ "a name in front", "Eve <eve@example.org>" },
	{ "two addresses", "eve@example.org,bob@example.org" },
	{ "a newline", "eve@example.org\n" },
	{ "a header behind", "eve@example.org\r\nBcc: x@example.org" },
	{ "a local part beyond ASCII", "ève@example.org" },
	{ "a host beyond ASCII", "eve@café.fr" },
};

void
make_email(struct vec *v)
{
	char norm[PLACET_EMAIL_SIZE];

	vec_text(v, "about",
	    "norm/v1: the form under which two spellings of one mailbox are "
	    "one person, placet_email_norm().");
	vec_text(v, "source", "tests/vectors/make_person.c");
	vec_array(v, "norm");
	for (size_t i = 0; i < COUNT(addresses); i++) {
		const char *s = addresses[i];

		must(placet_email_norm(s, strlen(s), norm) == PLACET_OK);
		vec_object(v, NULL);
		vec_text(v, "address", s);
		vec_text(v, "norm", norm);
		vec_end(v);
	}
	vec_end(v);
	vec_array(v, "refuse");
	for (size_t i = 0; i < COUNT(no_addresses); i++) {
		const char *s = no_addresses[i].text;
		const int err = placet_email_norm(s, strlen(s), norm);

		must(err != PLACET_OK);
		vec_case(v, no_addresses[i].desc);
		vec_text(v, "address", s);
		vec_refused(v, err);
	}
	vec_end(v);
}

/* --- the oblivious function --------------------------------------------- */

enum { BATCH = 3 };

/* The petition's host or the second operator, over one batch. */
struct holder {
	struct placet_oprf_key key;
	struct placet_oprf_scalar nonce;
	struct placet_oprf_element out[BATCH];
	struct placet_oprf_proof proof;
};

struct batch {
	char input[BATCH][128];
	size_t len[BATCH];
	struct placet_oprf_scalar blind[BATCH];
	struct placet_oprf_element in[BATCH];
	struct holder h, k;
};

/* A scalar for a purpose; below the order for certain. */
static struct placet_oprf_scalar
scalar(const char *purpose)
{
	struct placet_oprf_scalar s;

	vec_fill(purpose, s.b);
	s.b[31] &= 0x0f;
	return s;
}

static void
holder_make(struct holder *o, const char *who, const struct batch *b)
{
	char purpose[64];
	uint8_t seed[32];

	snprintf(purpose, sizeof purpose, "%s: seed", who);
	vec_fill(purpose, seed);
	must(placet_oprf_key_derive(
	         PLACET_VOPRF, seed, who, strlen(who), &o->key) == PLACET_OK);
	snprintf(purpose, sizeof purpose, "%s: nonce", who);
	o->nonce = scalar(purpose);
	must(placet_oprf_evaluate(&o->key.sk, b->in, BATCH, o->out) ==
	    PLACET_OK);
	must(placet_oprf_prove(&o->key, b->in, o->out, BATCH, &o->nonce,
	         &o->proof) == PLACET_OK);
}

static void
batch_make(struct batch *b)
{
	static const char *const norm[BATCH] = { "eve@example.org",
		"bob@example.org", "zoe@example.net" };
	static const uint8_t site[16] = { 0x01, 0x97, 0xa1, 0xc2, 0xd3, 0xe4,
		0xf5, 0x06, 0x17, 0x28, 0x39, 0x4a, 0x5b, 0x6c, 0x7d, 0x8e };
	struct placet_hash id;
	char purpose[32];

	placet_petition_id(site, 1, &id);
	for (int i = 0; i < BATCH; i++) {
		size_t n = 0;

		memcpy(b->input[i], "placet/n1\n", 10);
		memcpy(b->input[i] + 10, id.b, sizeof id.b);
		n = 10 + sizeof id.b;
		n += (size_t)snprintf(b->input[i] + n, sizeof b->input[i] - n,
		    "mail\n%s", norm[i]);
		b->len[i] = n;
		snprintf(purpose, sizeof purpose, "blind %d", i);
		b->blind[i] = scalar(purpose);
		must(placet_oprf_blind(PLACET_VOPRF, b->input[i], n,
		         &b->blind[i], &b->in[i]) == PLACET_OK);
	}
	holder_make(&b->h, "host", b);
	holder_make(&b->k, "key holder", b);
}

static void
vec_elements(struct vec *v, const char *name,
    const struct placet_oprf_element *e, size_t n)
{
	vec_array(v, name);
	for (size_t i = 0; i < n; i++)
		vec_hex(v, NULL, e[i].b, sizeof e[i].b);
	vec_end(v);
}

/* What a holder answers to a batch; all but the secrets. */
static void
vec_answer(struct vec *v, const struct placet_oprf_element *pk,
    const struct placet_oprf_element *in, const struct placet_oprf_element *out,
    size_t n, const struct placet_oprf_proof *proof)
{
	vec_hex(v, "pk", pk->b, sizeof pk->b);
	vec_elements(v, "blinded", in, n);
	vec_elements(v, "evaluated", out, n);
	vec_hex(v, "proof", proof->b, sizeof proof->b);
}

static void
evaluation(struct vec *v, const char *desc, const struct holder *o,
    const struct batch *b)
{
	must(placet_oprf_verify(&o->key.pk, b->in, o->out, BATCH, &o->proof) ==
	    PLACET_OK);
	vec_case(v, desc);
	vec_hex(v, "sk", o->key.sk.b, sizeof o->key.sk.b);
	vec_hex(v, "nonce", o->nonce.b, sizeof o->nonce.b);
	vec_answer(v, &o->key.pk, b->in, o->out, BATCH, &o->proof);
	vec_end(v);
}

/* Unblind the sum of both answers: whom it is about, for these two keys. */
static void
nullifier(struct vec *v, const struct batch *b, int i)
{
	struct placet_oprf_element sum;
	struct placet_oprf_output out;

	must(placet_oprf_add(&b->h.out[i], &b->k.out[i], &sum) == PLACET_OK);
	must(placet_oprf_finalize(b->input[i], b->len[i], &b->blind[i], &sum,
	         &out) == PLACET_OK);
	vec_object(v, NULL);
	vec_hex(v, "input", b->input[i], b->len[i]);
	vec_hex(v, "blind", b->blind[i].b, sizeof b->blind[i].b);
	vec_hex(v, "blinded", b->in[i].b, sizeof b->in[i].b);
	vec_hex(v, "evaluated_h", b->h.out[i].b, 32);
	vec_hex(v, "evaluated_k", b->k.out[i].b, 32);
	vec_hex(v, "sum", sum.b, sizeof sum.b);
	vec_hex(v, "output", out.b, sizeof out.b);
	vec_hex(v, "nullifier", out.b, 32);
	vec_end(v);
}

static void
refuse(struct vec *v, const char *desc, const struct batch *b, int want)
{
	const struct holder *o = &b->h;

	vec_expect(desc,
	    placet_oprf_verify(&o->key.pk, b->in, o->out, BATCH, &o->proof),
	    want);
	vec_case(v, desc);
	vec_answer(v, &o->key.pk, b->in, o->out, BATCH, &o->proof);
	vec_refused(v, want);
}

static void
refuse_all(struct vec *v, const struct batch *good)
{
	struct batch b = *good;

	b.h.key.pk = good->k.key.pk;
	refuse(v, "another key", &b, PLACET_EPROOF);
	b = *good;
	b.h.out[2] = good->k.out[2];
	refuse(v, "one answer under another key", &b, PLACET_EPROOF);
	b = *good;
	b.h.out[0] = good->h.out[1];
	b.h.out[1] = good->h.out[0];
	refuse(v, "two answers changed places", &b, PLACET_EPROOF);
	b = *good;
	b.h.proof.b[0] ^= 1;
	refuse(v, "another challenge", &b, PLACET_EPROOF);
	b = *good;
	b.h.proof.b[32] ^= 1;
	refuse(v, "another response", &b, PLACET_EPROOF);
	b = *good;
	memset(b.h.proof.b + 32, 0xff, 32);
	refuse(v, "a response over the order", &b, PLACET_EFORMAT);
	b = *good;
	memset(b.h.out[1].b, 0, 32);
	refuse(v, "the identity for an answer", &b, PLACET_EFORMAT);
	b = *good;
	b.in[0].b[31] |= 0x80;
	refuse(v, "a question that is no element", &b, PLACET_EFORMAT);
	b = *good;
	b.h.out[0].b[0] ^= 1;
	refuse(v, "a negative encoding", &b, PLACET_EFORMAT);
	b = *good;
	memset(b.h.key.pk.b, 0, 32);
	refuse(v, "the identity for a key", &b, PLACET_EFORMAT);
}

void
make_oprf(struct vec *v)
{
	struct placet_oprf_element pk;
	struct batch b;

	batch_make(&b);
	must(placet_oprf_add(&b.h.key.pk, &b.k.key.pk, &pk) == PLACET_OK);
	vec_text(v, "about",
	    "RFC 9497 (VOPRF, ristretto255-SHA512) with two holders of keys, "
	    "H and K: each evaluates the batch and proves it; the sum of "
	    "their answers, unblinded, is the output under the sum of their "
	    "keys. Its first 32 bytes are the nullifier. Blinds and nonces "
	    "are drawn anew each time; these are for tests only.");
	vec_text(v, "source", "tests/vectors/make_person.c");
	vec_array(v, "evaluate");
	evaluation(v, "by H, the petition's host", &b.h, &b);
	evaluation(v, "by K, the second operator", &b.k, &b);
	vec_end(v);
	vec_array(v, "two_holders");
	for (int i = 0; i < BATCH; i++)
		nullifier(v, &b, i);
	vec_end(v);
	vec_array(v, "key");
	vec_case(v, "the sum of the public keys");
	vec_hex(v, "pk_h", b.h.key.pk.b, 32);
	vec_hex(v, "pk_k", b.k.key.pk.b, 32);
	vec_hex(v, "sum", pk.b, sizeof pk.b);
	vec_end(v);
	vec_end(v);
	vec_array(v, "refuse");
	refuse_all(v, &b);
	vec_end(v);
}

/*
 * oprf_dleq.c - the proof that a batch was evaluated under a public key
 *
 * RFC 9497, 2.2: one proof of equal discrete logarithms for the whole batch,
 * made non-interactive by hashing.
 */
#include <string.h>

#include <sodium.h>

#include <placet/oprf.h>

#include "oprf_part.h"

/* sum += factor times e; not zero when e or the product is no element. */
static int
accumulate(struct placet_oprf_element *sum,
    const struct placet_oprf_scalar *factor,
    const struct placet_oprf_element *e)
{
	struct placet_oprf_element product = { 0 };
	int bad;

	bad = placet_oprf_times(e, factor, &product);
	bad |= crypto_core_ristretto255_add(sum->b, sum->b, product.b);
	return bad;
}

/*
 * The batch as one pair: the sums of its elements, each times a factor that
 * comes of all that is public.  `z` is NULL for the holder, who gets it
 * cheaper by its key.
 */
static int
composites(const struct placet_oprf_element *pk,
    const struct placet_oprf_element *in, const struct placet_oprf_element *out,
    size_t n, struct placet_oprf_element *m, struct placet_oprf_element *z)
{
	uint8_t seed[crypto_hash_sha512_BYTES];
	struct transcript d, t = { 0 };
	int bad = 0;

	placet_oprf_dst(&d, "Seed-", PLACET_VOPRF);
	transcript_piece(&t, pk->b, sizeof pk->b);
	transcript_piece(&t, d.b, d.len);
	crypto_hash_sha512(seed, t.b, t.len);
	for (size_t i = 0; i < n; i++) {
		struct placet_oprf_scalar factor;

		t.len = 0;
		transcript_piece(&t, seed, sizeof seed);
		transcript_u16(&t, i);
		transcript_piece(&t, in[i].b, sizeof in[i].b);
		transcript_piece(&t, out[i].b, sizeof out[i].b);
		transcript_add(&t, "Composite", strlen("Composite"));
		placet_oprf_hash_to_scalar(PLACET_VOPRF, t.b, t.len, &factor);
		bad |= accumulate(m, &factor, &in[i]);
		if (z != NULL)
			bad |= accumulate(z, &factor, &out[i]);
	}
	return bad;
}

static void
challenge(const struct placet_oprf_element *pk,
    const struct placet_oprf_element *m, const struct placet_oprf_element *z,
    const struct placet_oprf_element *t2, const struct placet_oprf_element *t3,
    struct placet_oprf_scalar *c)
{
	const struct placet_oprf_element *const all[] = { pk, m, z, t2, t3 };
	struct transcript t = { 0 };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		transcript_piece(&t, all[i]->b, sizeof all[i]->b);
	transcript_add(&t, "Challenge", strlen("Challenge"));
	placet_oprf_hash_to_scalar(PLACET_VOPRF, t.b, t.len, c);
}

/* The proof under nonce r: (c, r - c sk), where c commits to r. */
static int
respond(const struct placet_oprf_key *key, const struct placet_oprf_element *m,
    const struct placet_oprf_scalar *r, struct placet_oprf_proof *proof)
{
	struct placet_oprf_element z = { 0 }, t2 = { 0 }, t3 = { 0 };
	struct placet_oprf_scalar c, s;
	int bad;

	bad = crypto_scalarmult_ristretto255(z.b, key->sk.b, m->b);
	bad |= crypto_scalarmult_ristretto255_base(t2.b, r->b);
	bad |= crypto_scalarmult_ristretto255(t3.b, r->b, m->b);
	challenge(&key->pk, m, &z, &t2, &t3, &c);
	crypto_core_ristretto255_scalar_mul(s.b, c.b, key->sk.b);
	crypto_core_ristretto255_scalar_sub(s.b, r->b, s.b);
	memcpy(proof->b, c.b, sizeof c.b);
	memcpy(proof->b + sizeof c.b, s.b, sizeof s.b);
	return bad;
}

int
placet_oprf_prove(const struct placet_oprf_key *key,
    const struct placet_oprf_element *in, const struct placet_oprf_element *out,
    size_t n, const struct placet_oprf_scalar *nonce,
    struct placet_oprf_proof *proof)
{
	int bad, err = PLACET_OK;
	struct placet_oprf_element m = { 0 };
	struct placet_oprf_scalar r;

	*proof = (struct placet_oprf_proof){ 0 };
	if (n == 0 || n > PLACET_OPRF_BATCH || !placet_oprf_usable(&key->sk) ||
	    (nonce != NULL && !placet_oprf_usable(nonce)))
		return PLACET_ERANGE;
	if (nonce != NULL)
		r = *nonce;
	else
		err = placet_oprf_draw(&r);
	if (err != 0)
		return err;
	bad = composites(&key->pk, in, out, n, &m, NULL);
	bad |= respond(key, &m, &r, proof);
	sodium_memzero(&r, sizeof r);
	if (bad == 0)
		return PLACET_OK;
	*proof = (struct placet_oprf_proof){ 0 };
	return PLACET_EFORMAT;
}

int
placet_oprf_verify(const struct placet_oprf_element *pk,
    const struct placet_oprf_element *in, const struct placet_oprf_element *out,
    size_t n, const struct placet_oprf_proof *proof)
{
	struct placet_oprf_element m = { 0 }, z = { 0 }, t2 = { 0 }, t3 = { 0 };
	struct placet_oprf_scalar c, s, again;
	int bad;

	if (n == 0 || n > PLACET_OPRF_BATCH)
		return PLACET_ERANGE;
	memcpy(c.b, proof->b, sizeof c.b);
	memcpy(s.b, proof->b + sizeof c.b, sizeof s.b);
	if (!placet_oprf_reduced(c.b) || !placet_oprf_reduced(s.b) ||
	    !placet_oprf_sound(pk) || composites(pk, in, out, n, &m, &z) != 0)
		return PLACET_EFORMAT;
	bad = crypto_scalarmult_ristretto255_base(t2.b, s.b);
	bad |= accumulate(&t2, &c, pk);
	bad |= accumulate(&t3, &s, &m);
	bad |= accumulate(&t3, &c, &z);
	challenge(pk, &m, &z, &t2, &t3, &again);
	bad |= sodium_memcmp(again.b, c.b, sizeof c.b);
	return bad != 0 ? PLACET_EPROOF : PLACET_OK;
}

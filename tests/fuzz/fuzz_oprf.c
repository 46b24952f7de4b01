/*
 * fuzz_oprf.c - elements and proofs from strangers
 *
 * The input is a public key, a proof and pairs of a blinded and an evaluated
 * element.  Nobody finds a proof by chance: one that verifies came with the
 * corpus, and stops verifying with any bit of it changed.
 */
#include <string.h>

#include <placet/oprf.h>

#include "fuzz.h"

enum { PAIRS = PLACET_OPRF_BATCH + 1 };

struct batch {
	struct placet_oprf_element pk;
	struct placet_oprf_proof proof;
	struct placet_oprf_element in[PAIRS], out[PAIRS];
	size_t n;
};

static const uint8_t *
take(const uint8_t *data, void *out, size_t len)
{
	memcpy(out, data, len);
	return data + len;
}

static void
one_bit_matters(struct batch *b, uint8_t bit)
{
	uint8_t *at = &b->proof.b[bit / 8 % sizeof b->proof.b];

	*at ^= (uint8_t)(1 << bit % 8);
	promise(placet_oprf_verify(&b->pk, b->in, b->out, b->n, &b->proof) !=
	    PLACET_OK);
	*at ^= (uint8_t)(1 << bit % 8);
}

/* What is accepted is evaluated, and what we prove verifies. */
static void
evaluate(const struct batch *b)
{
	static const uint8_t seed[32] = { 1 };
	struct placet_oprf_element out[PAIRS], sum;
	struct placet_oprf_proof proof;
	struct placet_oprf_output output;
	struct placet_oprf_key key;
	int err;

	promise(placet_oprf_key_derive(PLACET_VOPRF, seed, "", 0, &key) == 0);
	err = placet_oprf_evaluate(&key.sk, b->in, b->n, out);
	promise(
	    (err == PLACET_ERANGE) == (b->n == 0 || b->n > PLACET_OPRF_BATCH));
	if (err != PLACET_OK)
		return;
	promise(placet_oprf_prove(&key, b->in, out, b->n, NULL, &proof) == 0);
	promise(placet_oprf_verify(&key.pk, b->in, out, b->n, &proof) == 0);
	/* The sum with itself is the double; only of zero it is zero. */
	promise(placet_oprf_add(&b->in[0], &b->in[0], &sum) == 0);
	promise(placet_oprf_finalize("", 0, &key.sk, &b->in[0], &output) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct batch b = { 0 };
	const size_t head = sizeof b.pk + sizeof b.proof;

	if (size < head)
		return 0;
	data = take(data, &b.pk, sizeof b.pk);
	data = take(data, &b.proof, sizeof b.proof);
	for (size -= head; size >= 2 * sizeof b.pk && b.n < PAIRS; b.n++) {
		data = take(data, &b.in[b.n], sizeof b.in[b.n]);
		data = take(data, &b.out[b.n], sizeof b.out[b.n]);
		size -= 2 * sizeof b.pk;
	}
	if (placet_oprf_verify(&b.pk, b.in, b.out, b.n, &b.proof) == 0)
		one_bit_matters(&b, size > 0 ? *data : 0);
	evaluate(&b);
	return 0;
}

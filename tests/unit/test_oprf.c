/*
 * test_oprf.c - what the OPRF refuses, and what holds for any key
 *
 * Of expand_message_xmd there are two vectors of RFC 9380, K.3; those of RFC
 * 9497 are in test_oprf_vectors.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include <placet/oprf.h>

#include "hex.h"

#define works(call) assert_int_equal(call, PLACET_OK)

enum { SPLITS = 20 };

/* A few elements and their evaluation, proved. */
struct proved {
	struct placet_oprf_key key;
	struct placet_oprf_scalar blind[3];
	struct placet_oprf_element in[3], out[3];
	struct placet_oprf_proof proof;
};

static const uint8_t order[32] = { 0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12,
	0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10 };

static int
proved_verify(const struct proved *p)
{
	return placet_oprf_verify(&p->key.pk, p->in, p->out, 3, &p->proof);
}

static void
proved_make(struct proved *p)
{
	works(placet_oprf_key_draw(&p->key));
	for (size_t i = 0; i < 3; i++)
		works(placet_oprf_blind_draw(
		    PLACET_VOPRF, &i, sizeof i, &p->blind[i], &p->in[i]));
	works(placet_oprf_evaluate(&p->key.sk, p->in, 3, p->out));
	works(placet_oprf_prove(&p->key, p->in, p->out, 3, NULL, &p->proof));
	works(proved_verify(p));
}

static void
bytes_are(const void *got, const char *hex, size_t len)
{
	struct hex want;

	assert_non_null(hex);
	want = unhex(hex);
	assert_int_equal(want.len, len);
	assert_memory_equal(got, want.b, len);
}

static void
messages_expand_as_in_rfc_9380(void **state)
{
	static const char dst[] = "QUUX-V01-CS02-with-expander-SHA512-256";
	uint8_t out[32], large[255 * 64];

	(void)state;
	works(placet_oprf_expand("", 0, dst, strlen(dst), out, sizeof out));
	bytes_are(out,
	    "6b9a7312411d92f921c6f68ca0b63807"
	    "30a1a4d982c507211a90964c394179ba",
	    sizeof out);
	works(placet_oprf_expand("abc", 3, dst, strlen(dst), out, sizeof out));
	bytes_are(out,
	    "0da749f12fbe5483eb066a5f595055679"
	    "b976e93abe9be6f0f6318bce7aca8dc",
	    sizeof out);
	works(placet_oprf_expand(NULL, 0, large, 255, large, sizeof large));
	assert_int_equal(
	    placet_oprf_expand("", 0, large, 256, out, 32), PLACET_ERANGE);
	assert_int_equal(
	    placet_oprf_expand("", 0, dst, 1, out, 0), PLACET_ERANGE);
	assert_int_equal(
	    placet_oprf_expand("", 0, dst, 1, large, sizeof large + 1),
	    PLACET_ERANGE);
}

static void
the_modes_hash_apart(void **state)
{
	struct placet_oprf_element a, b;
	struct placet_oprf_scalar s, t;

	(void)state;
	placet_oprf_hash_to_group(PLACET_OPRF, "x", 1, &a);
	placet_oprf_hash_to_group(PLACET_VOPRF, "x", 1, &b);
	assert_memory_not_equal(&a, &b, sizeof a);
	placet_oprf_hash_to_scalar(PLACET_OPRF, "x", 1, &s);
	placet_oprf_hash_to_scalar(PLACET_VOPRF, "x", 1, &t);
	assert_memory_not_equal(&s, &t, sizeof s);
}

static void
a_proof_changed_in_any_byte_is_refused(void **state)
{
	struct proved p;

	(void)state;
	proved_make(&p);
	for (size_t i = 0; i < sizeof p.proof.b; i++) {
		p.proof.b[i] ^= 1;
		assert_int_equal(proved_verify(&p), PLACET_EPROOF);
		p.proof.b[i] ^= 1;
	}
	works(proved_verify(&p));
	/* One over the order, in either half, is another spelling. */
	memcpy(p.proof.b, order, sizeof order);
	assert_int_equal(proved_verify(&p), PLACET_EFORMAT);
	memset(p.proof.b, 0, sizeof p.proof.b);
	assert_int_equal(proved_verify(&p), PLACET_EPROOF);
	memcpy(p.proof.b + 32, order, sizeof order);
	assert_int_equal(proved_verify(&p), PLACET_EFORMAT);
}

/* As the vectors need it; whoever gives one must never give it twice. */
static void
a_nonce_makes_a_proof_that_repeats(void **state)
{
	struct placet_oprf_proof again;
	struct proved p;

	(void)state;
	proved_make(&p);
	works(placet_oprf_prove(&p.key, p.in, p.out, 3, &p.blind[0], &p.proof));
	works(proved_verify(&p));
	works(placet_oprf_prove(&p.key, p.in, p.out, 3, &p.blind[0], &again));
	assert_memory_equal(&p.proof, &again, sizeof again);
	works(placet_oprf_prove(&p.key, p.in, p.out, 3, &p.blind[1], &again));
	assert_memory_not_equal(&p.proof, &again, sizeof again);
}

static void
a_proof_holds_for_its_batch_only(void **state)
{
	struct proved p, q;

	(void)state;
	proved_make(&p);
	proved_make(&q);
	assert_int_equal(
	    placet_oprf_verify(&q.key.pk, p.in, p.out, 3, &p.proof),
	    PLACET_EPROOF);
	assert_int_equal(
	    placet_oprf_verify(&p.key.pk, p.in, p.out, 2, &p.proof),
	    PLACET_EPROOF);
	assert_int_equal(
	    placet_oprf_verify(&p.key.pk, p.out, p.in, 3, &p.proof),
	    PLACET_EPROOF);
	q = p;
	q.out[1] = p.out[2];
	assert_int_equal(proved_verify(&q), PLACET_EPROOF);
	q = p;
	q.in[2] = p.in[0];
	assert_int_equal(proved_verify(&q), PLACET_EPROOF);
	/* A holder that evaluated one under another key cannot prove it. */
	q = p;
	q.out[0] = p.in[0];
	works(placet_oprf_prove(&q.key, q.in, q.out, 3, NULL, &q.proof));
	assert_int_equal(proved_verify(&q), PLACET_EPROOF);
}

static void
is_refused_everywhere(const struct placet_oprf_element *bad)
{
	static const struct placet_oprf_element none = { { 0 } };
	struct placet_oprf_output output;
	struct placet_oprf_element sum;
	struct placet_oprf_proof proof;
	struct proved p, q;

	proved_make(&p);
	q = p;
	q.key.pk = *bad;
	assert_int_equal(proved_verify(&q), PLACET_EFORMAT);
	q = p;
	q.out[2] = *bad;
	assert_int_equal(proved_verify(&q), PLACET_EFORMAT);
	q = p;
	q.in[1] = *bad;
	assert_int_equal(proved_verify(&q), PLACET_EFORMAT);
	assert_int_equal(
	    placet_oprf_evaluate(&q.key.sk, q.in, 3, q.out), PLACET_EFORMAT);
	assert_memory_equal(&q.out[0], &none, sizeof none);
	assert_int_equal(
	    placet_oprf_prove(&q.key, q.in, p.out, 3, NULL, &proof),
	    PLACET_EFORMAT);
	assert_true(sodium_is_zero(proof.b, sizeof proof.b));
	assert_int_equal(placet_oprf_add(&p.in[0], bad, &sum), PLACET_EFORMAT);
	assert_int_equal(placet_oprf_add(bad, &p.in[0], &sum), PLACET_EFORMAT);
	assert_int_equal(placet_oprf_finalize("", 0, &p.blind[0], bad, &output),
	    PLACET_EFORMAT);
	assert_true(sodium_is_zero(output.b, sizeof output.b));
}

/* RFC 9496, A.3 has more; these are one of each kind. */
static void
identity_and_false_encodings_are_refused(void **state)
{
	static const char *const bad[] = {
		"00000000000000000000000000000000"
		"00000000000000000000000000000000", /* the identity */
		"00ffffffffffffffffffffffffffffff"
		"ffffffffffffffffffffffffffffffff", /* over the field */
		"edffffffffffffffffffffffffffffff"
		"ffffffffffffffffffffffffffffff7f", /* zero, once more */
		"01000000000000000000000000000000"
		"00000000000000000000000000000000", /* negative */
		"26948d35ca62e643e26a83177332e6b6"
		"afeb9d08e4268b650f1f5bbd8d81d371", /* no square */
		"e2f2ae0a6abc4e71a884a961c500515f"
		"58e30b6aa582dd8db6a65945e08d2df6", /* the top bit */
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct placet_oprf_element e;

		memcpy(e.b, unhex(bad[i]).b, sizeof e.b);
		is_refused_everywhere(&e);
	}
}

static void
scalars_of_zero_or_the_order_are_refused(void **state)
{
	struct placet_oprf_scalar bad[3] = { { { 0 } } };
	struct placet_oprf_output output;
	struct placet_oprf_element e;
	struct placet_oprf_key key;
	struct proved p;

	(void)state;
	proved_make(&p);
	memcpy(bad[1].b, order, sizeof order);
	memset(bad[2].b, 0xff, sizeof bad[2].b);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(
		    placet_oprf_key_of(&bad[i], &key), PLACET_ERANGE);
		assert_int_equal(
		    placet_oprf_blind(PLACET_OPRF, "", 0, &bad[i], &e),
		    PLACET_ERANGE);
		assert_int_equal(
		    placet_oprf_evaluate(&bad[i], p.in, 1, &e), PLACET_ERANGE);
		assert_int_equal(
		    placet_oprf_finalize("", 0, &bad[i], p.out, &output),
		    PLACET_ERANGE);
		assert_int_equal(placet_oprf_prove(
		                     &p.key, p.in, p.out, 3, &bad[i], &p.proof),
		    PLACET_ERANGE);
		key = p.key;
		key.sk = bad[i];
		assert_int_equal(
		    placet_oprf_prove(&key, p.in, p.out, 3, NULL, &p.proof),
		    PLACET_ERANGE);
	}
}

static void
lengths_and_counts_have_ceilings(void **state)
{
	static uint8_t input[PLACET_OPRF_INPUT_MAX + 1];
	static struct placet_oprf_element in[PLACET_OPRF_BATCH + 1],
	    out[PLACET_OPRF_BATCH + 1];
	const size_t most = sizeof input - 1;
	struct placet_oprf_output output;
	struct placet_oprf_key key;
	struct proved p;

	(void)state;
	proved_make(&p);
	works(placet_oprf_blind_draw(PLACET_VOPRF, input, most, p.blind, p.in));
	works(placet_oprf_finalize(input, most, p.blind, p.in, &output));
	assert_int_equal(
	    placet_oprf_finalize(input, most + 1, p.blind, p.in, &output),
	    PLACET_ERANGE);
	assert_int_equal(placet_oprf_blind_draw(
	                     PLACET_VOPRF, input, most + 1, p.blind, p.in),
	    PLACET_ERANGE);
	assert_true(sodium_is_zero(p.blind[0].b, sizeof p.blind[0].b));
	assert_int_equal(
	    placet_oprf_key_derive(PLACET_VOPRF, input, input, most + 1, &key),
	    PLACET_ERANGE);
	for (size_t i = 0; i <= PLACET_OPRF_BATCH; i++)
		placet_oprf_hash_to_group(PLACET_VOPRF, &i, sizeof i, &in[i]);
	for (size_t n = 0; n <= PLACET_OPRF_BATCH + 1; n += 13) {
		const int want = n == 0 || n > 64 ? PLACET_ERANGE : 0;

		assert_int_equal(
		    placet_oprf_evaluate(&p.key.sk, in, n, out), want);
		assert_int_equal(
		    placet_oprf_prove(&p.key, in, out, n, NULL, &p.proof),
		    want);
		assert_int_equal(
		    placet_oprf_verify(&p.key.pk, in, out, n, &p.proof), want);
	}
}

/* Evaluated under `key`, with a proof that holds. */
static void
evaluated_by(const struct placet_oprf_key *key,
    const struct placet_oprf_element *in, struct placet_oprf_element *out)
{
	struct placet_oprf_proof proof;

	works(placet_oprf_evaluate(&key->sk, in, 1, out));
	works(placet_oprf_prove(key, in, out, 1, NULL, &proof));
	works(placet_oprf_verify(&key->pk, in, out, 1, &proof));
}

static void
two_holders_make_the_key_of_their_sum(void **state)
{
	struct placet_oprf_element in, of_h, of_k, both, pk;
	struct placet_oprf_key h, k, sum;
	struct placet_oprf_scalar blind, sk;
	struct placet_oprf_output got, want;

	(void)state;
	for (int i = 0; i < SPLITS; i++) {
		works(placet_oprf_key_draw(&h));
		works(placet_oprf_key_draw(&k));
		crypto_core_ristretto255_scalar_add(sk.b, h.sk.b, k.sk.b);
		works(placet_oprf_key_of(&sk, &sum));
		works(placet_oprf_add(&h.pk, &k.pk, &pk));
		assert_memory_equal(&pk, &sum.pk, sizeof pk);

		works(placet_oprf_blind_draw(
		    PLACET_VOPRF, &i, sizeof i, &blind, &in));
		evaluated_by(&h, &in, &of_h);
		evaluated_by(&k, &in, &of_k);
		works(placet_oprf_add(&of_h, &of_k, &both));
		works(placet_oprf_finalize(&i, sizeof i, &blind, &both, &got));
		/* Under the sum, and another blind, the same comes out. */
		works(placet_oprf_blind_draw(
		    PLACET_VOPRF, &i, sizeof i, &blind, &in));
		evaluated_by(&sum, &in, &both);
		works(placet_oprf_finalize(&i, sizeof i, &blind, &both, &want));
		assert_memory_equal(&got, &want, sizeof got);
	}
}

static void
an_element_and_its_opposite_have_no_sum(void **state)
{
	struct placet_oprf_key a, b;
	struct placet_oprf_scalar sk;
	struct placet_oprf_element sum;

	(void)state;
	works(placet_oprf_key_draw(&a));
	crypto_core_ristretto255_scalar_negate(sk.b, a.sk.b);
	works(placet_oprf_key_of(&sk, &b));
	assert_int_equal(placet_oprf_add(&a.pk, &b.pk, &sum), PLACET_EFORMAT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_nonce_makes_a_proof_that_repeats),
		cmocka_unit_test(messages_expand_as_in_rfc_9380),
		cmocka_unit_test(the_modes_hash_apart),
		cmocka_unit_test(a_proof_changed_in_any_byte_is_refused),
		cmocka_unit_test(a_proof_holds_for_its_batch_only),
		cmocka_unit_test(identity_and_false_encodings_are_refused),
		cmocka_unit_test(scalars_of_zero_or_the_order_are_refused),
		cmocka_unit_test(lengths_and_counts_have_ceilings),
		cmocka_unit_test(two_holders_make_the_key_of_their_sum),
		cmocka_unit_test(an_element_and_its_opposite_have_no_sum),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

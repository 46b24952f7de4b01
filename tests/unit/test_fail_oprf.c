/*
 * test_fail_oprf.c - what happens when libsodium fails
 *
 * Most of these failures nobody can bring about from outside (a hash that is
 * the identity); the outputs must be empty all the same.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include <placet/oprf.h>

#include "fail.h"

static struct placet_oprf_key key;
static struct placet_oprf_scalar blind;
static struct placet_oprf_element in[2], out[2];
static struct placet_oprf_proof proof;

static int
make(void **state)
{
	int err = placet_oprf_key_draw(&key);

	(void)state;
	for (size_t i = 0; i < 2 && err == 0; i++)
		err = placet_oprf_blind_draw(
		    PLACET_VOPRF, &i, sizeof i, &blind, &in[i]);
	if (err == 0)
		err = placet_oprf_evaluate(&key.sk, in, 2, out);
	if (err == 0)
		err = placet_oprf_prove(&key, in, out, 2, NULL, &proof);
	return err;
}

/* An error and something in the output is not what we promise. */
static int
checked(int err, const void *output, size_t len)
{
	if (err != 0)
		assert_true(sodium_is_zero(output, len));
	return err;
}

static int
key_draw(void)
{
	struct placet_oprf_key k;
	const int err = placet_oprf_key_draw(&k);

	return checked(err, &k, sizeof k);
}

static int
key_derive(void)
{
	struct placet_oprf_key k;
	const int err = placet_oprf_key_derive(
	    PLACET_VOPRF, key.sk.b, "info", 4, &k);

	return checked(err, &k, sizeof k);
}

static int
blind_draw(void)
{
	struct placet_oprf_scalar s;
	struct placet_oprf_element e;
	const int err = placet_oprf_blind_draw(PLACET_VOPRF, "x", 1, &s, &e);

	checked(err, &s, sizeof s);
	return checked(err, &e, sizeof e);
}

static int
evaluate(void)
{
	struct placet_oprf_element e[2];
	const int err = placet_oprf_evaluate(&key.sk, in, 2, e);

	return checked(err, e, sizeof e);
}

static int
prove(void)
{
	struct placet_oprf_proof p;
	const int err = placet_oprf_prove(&key, in, out, 2, NULL, &p);

	return checked(err, &p, sizeof p);
}

static int
add(void)
{
	struct placet_oprf_element e;

	return checked(placet_oprf_add(&in[0], &in[1], &e), e.b, sizeof e.b);
}

static int
finalize(void)
{
	struct placet_oprf_output o;
	const int err = placet_oprf_finalize("x", 1, &blind, &out[1], &o);

	return checked(err, &o, sizeof o);
}

/* Refused for the reason at hand, whichever of its steps failed. */
static int
verify(void)
{
	const int err = placet_oprf_verify(&key.pk, in, out, 2, &proof);

	return err == PLACET_EFORMAT ? PLACET_EPROOF : err;
}

/* clang-format off */
static const struct row {
	fail_op *op;
	const char *fails;
	int err;
} rows[] = {
	{ key_draw, "sodium_init", PLACET_ECRYPTO },
	{ key_draw, "crypto_scalarmult_ristretto255_base", PLACET_ERANGE },
	{ blind_draw, "sodium_init", PLACET_ECRYPTO },
	{ blind_draw, "crypto_scalarmult_ristretto255", PLACET_EFORMAT },
	{ evaluate, "crypto_scalarmult_ristretto255", PLACET_EFORMAT },
	{ prove, "sodium_init", PLACET_ECRYPTO },
	{ prove, "crypto_scalarmult_ristretto255", PLACET_EFORMAT },
	{ prove, "crypto_scalarmult_ristretto255_base", PLACET_EFORMAT },
	{ prove, "crypto_core_ristretto255_add", PLACET_EFORMAT },
	{ verify, "crypto_scalarmult_ristretto255", PLACET_EPROOF },
	{ verify, "crypto_scalarmult_ristretto255_base", PLACET_EPROOF },
	{ verify, "crypto_core_ristretto255_add", PLACET_EPROOF },
	{ add, "crypto_core_ristretto255_add", PLACET_EFORMAT },
	{ finalize, "crypto_core_ristretto255_scalar_invert", PLACET_EFORMAT },
	{ finalize, "crypto_scalarmult_ristretto255", PLACET_EFORMAT },
};
/* clang-format on */

static void
every_failure_is_told_and_leaves_nothing(void **state)
{
	size_t failed = 0;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct row *row = &rows[i];
		const size_t n = fail_each(row->op, row->fails, row->err);

		if (n == 0 || n == SIZE_MAX)
			fail_msg("row %zu, %s", i, row->fails);
		failed += n;
	}
	print_message("# %zu calls failed\n", failed);
}

/* One hash that gives no key is followed by others, but not for ever. */
static void
a_key_is_derived_in_256_tries_or_not_at_all(void **state)
{
	static const char name[] = "crypto_scalarmult_ristretto255_base";

	(void)state;
	fail = (struct fail){ .name = name };
	assert_int_equal(key_derive(), 0);
	assert_int_equal(fail.seen, 2);
	fail = (struct fail){ .name = name, .ever = true };
	assert_int_equal(key_derive(), PLACET_ERANGE);
	assert_int_equal(fail.seen, 256);
	fail.name = NULL;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_failure_is_told_and_leaves_nothing),
		cmocka_unit_test(a_key_is_derived_in_256_tries_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, make, NULL);
}

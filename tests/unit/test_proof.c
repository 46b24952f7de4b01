/*
 * test_proof.c - proofs over a store of nodes that fails, and at the edges
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <placet/merkle.h>

enum { SIZE = 45 };

/* A store that answers so many times, then never again. */
struct store {
	int good;
	int asked;
};

static int
store_node(void *arg, unsigned level, uint64_t index, struct placet_hash *out)
{
	struct store *s = arg;

	if (s->asked++ == s->good)
		return PLACET_ECRYPTO;
	memset(out->b, (int)(level + index), sizeof out->b);
	return PLACET_OK;
}

/* One store after the other; each time one node more comes before the end. */
static void
the_error_of_the_store_is_handed_on(void **state)
{
	struct placet_hash path[PLACET_PROOF_MAX];
	size_t n;

	(void)state;
	for (uint64_t i = 0; i < SIZE; i++) {
		struct store s = { 0 };

		while (placet_merkle_inclusion(
		           i, SIZE, store_node, &s, path, &n) == PLACET_ECRYPTO)
			s = (struct store){ s.good + 1, 0 };
		assert_in_range(s.good, 1, 64);
		assert_int_equal(s.good, s.asked);
	}
	for (uint64_t i = 1; i < SIZE; i++) {
		struct store s = { 0 };

		while (placet_merkle_consistency(
		           i, SIZE, store_node, &s, path, &n) == PLACET_ECRYPTO)
			s = (struct store){ s.good + 1, 0 };
		assert_in_range(s.good, 1, 64);
		assert_int_equal(s.good, s.asked);
	}
}

/* Between a log and itself, and from the empty one, there is no proof. */
static void
what_needs_no_proof_asks_for_no_node(void **state)
{
	struct placet_hash path[PLACET_PROOF_MAX];
	struct store s = { 0 };
	size_t n = 1;

	(void)state;
	assert_int_equal(
	    placet_merkle_consistency(SIZE, SIZE, store_node, &s, path, &n), 0);
	assert_int_equal(n, 0);
	assert_int_equal(
	    placet_merkle_consistency(0, SIZE, store_node, &s, path, &n), 0);
	assert_int_equal(n, 0);
	assert_int_equal(
	    placet_merkle_inclusion(0, 1, store_node, &s, path, &n), 0);
	assert_int_equal(n, 0);
	assert_int_equal(s.asked, 0);
}

static void
growth_over_the_largest_size_is_refused(void **state)
{
	const struct placet_hash leaf[2] = { { { 0 } } };
	const struct placet_frontier old = { .size = UINT64_MAX };
	struct placet_growth g = { &old, leaf, 2 };
	struct placet_hash got;

	(void)state;
	assert_int_equal(placet_growth_node(&g, 0, 0, &got), PLACET_ERANGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_error_of_the_store_is_handed_on),
		cmocka_unit_test(what_needs_no_proof_asks_for_no_node),
		cmocka_unit_test(growth_over_the_largest_size_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

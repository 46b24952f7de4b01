/*
 * test_merkle.c - roots against vectors, proofs against their checks
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <placet/merkle.h>

#include "hex.h"

enum { LEAVES = 300, PAIRS = 130 };

/* Leaves in the order they are added, and the root after each (all hex). */
static const char *const leaf[] = { "", "00", "10", "2021", "3031", "40414243",
	"5051525354555657", "606162636465666768696a6b6c6d6e6f" };
static const char *const root_after[] = {
	"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
	"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
	"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
	"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
	"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
	"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

/* The hashes of the leaves of the tests, and the roots of all prefixes. */
static struct placet_hash hash[LEAVES], root[LEAVES + 1];

static int
grow(void **state)
{
	struct placet_frontier log = { 0 };

	(void)state;
	placet_frontier_root(&log, &root[0]);
	for (size_t i = 0; i < LEAVES; i++) {
		const uint16_t data = (uint16_t)(i * 31);

		placet_merkle_leaf(&data, sizeof data, &hash[i]);
		placet_frontier_add_hash(&log, &hash[i]);
		placet_frontier_root(&log, &root[i + 1]);
	}
	return 0;
}

static void
root_grows_as_the_vectors_say(void **state)
{
	struct placet_frontier log = { 0 };
	struct placet_hash got;

	(void)state;
	placet_frontier_root(&log, &got);
	assert_memory_equal(got.b,
	    unhex("e3b0c44298fc1c149afbf4c8996fb924"
	          "27ae41e4649b934ca495991b7852b855")
	        .b,
	    sizeof got.b);
	for (size_t i = 0; i < sizeof leaf / sizeof *leaf; i++) {
		const struct hex data = unhex(leaf[i]);
		const struct hex want = unhex(root_after[i]);

		placet_frontier_add(&log, data.b, data.len);
		placet_frontier_root(&log, &got);
		assert_memory_equal(got.b, want.b, sizeof got.b);
		assert_int_equal(log.size, i + 1);
	}
}

/* MTH of RFC 6962 2.1 by its recursion. */
static void
slow_root(const struct placet_hash *h, size_t n, struct placet_hash *out)
{
	struct placet_hash left, right;
	size_t k = 1;

	if (n == 1) {
		*out = *h;
		return;
	}
	while (k * 2 < n)
		k *= 2;
	slow_root(h, k, &left);
	slow_root(h + k, n - k, &right);
	placet_merkle_node(&left, &right, out);
}

static void
root_is_that_of_the_definition(void **state)
{
	struct placet_hash want;

	(void)state;
	for (size_t n = 1; n <= LEAVES; n++) {
		slow_root(hash, n, &want);
		assert_memory_equal(&want, &root[n], sizeof want);
	}
}

static void
every_inclusion_proof_verifies(void **state)
{
	const struct placet_frontier empty = { 0 };
	struct placet_growth all = { &empty, hash, LEAVES };
	struct placet_hash path[PLACET_PROOF_MAX];
	size_t n;

	(void)state;
	for (uint64_t size = 1; size <= LEAVES; size++) {
		for (uint64_t i = 0; i < size; i++) {
			assert_int_equal(
			    placet_merkle_inclusion(
			        i, size, placet_growth_node, &all, path, &n),
			    0);
			assert_int_equal(placet_merkle_verify(&root[size], size,
			                     i, &hash[i], path, n),
			    0);
		}
		assert_int_equal(placet_merkle_inclusion(size, size,
		                     placet_growth_node, &all, path, &n),
		    PLACET_ERANGE);
	}
}

static void
every_consistency_proof_verifies(void **state)
{
	struct placet_hash path[PLACET_PROOF_MAX];
	size_t n;

	(void)state;
	for (uint64_t size1 = 0; size1 <= PAIRS; size1++) {
		struct placet_frontier old = { 0 };
		struct placet_growth g = { &old, hash + size1, PAIRS - size1 };

		for (uint64_t i = 0; i < size1; i++)
			placet_frontier_add_hash(&old, &hash[i]);
		for (uint64_t size2 = size1; size2 <= PAIRS; size2++) {
			assert_int_equal(placet_merkle_consistency(size1, size2,
			                     placet_growth_node, &g, path, &n),
			    0);
			assert_int_equal(
			    placet_merkle_extends(size1, &root[size1], size2,
			        &root[size2], path, n),
			    0);
			assert_int_equal(
			    placet_merkle_consistent(size1, &root[size1], size2,
			        &root[size2], path, n),
			    size1 > 0 ? PLACET_OK : PLACET_EPROOF);
		}
		if (size1 > 0)
			assert_int_equal(
			    placet_merkle_consistency(size1, size1 - 1,
			        placet_growth_node, &g, path, &n),
			    PLACET_ERANGE);
	}
}

/* No other index, size, leaf, root or length passes with this path. */
static void
inclusion_proof_proves_nothing_else(void **state)
{
	const struct placet_frontier empty = { 0 };
	struct placet_growth all = { &empty, hash, LEAVES };
	struct placet_hash path[PLACET_PROOF_MAX + 1];
	const uint64_t size = 45;
	size_t n;

	(void)state;
	for (uint64_t i = 0; i < size; i++) {
		memset(path, 0, sizeof path);
		assert_int_equal(placet_merkle_inclusion(i, size,
		                     placet_growth_node, &all, path, &n),
		    0);
		for (uint64_t k = 0; k <= size + 1; k++) {
			if (k != i)
				assert_int_not_equal(
				    placet_merkle_verify(&root[size], size, k,
				        &hash[i], path, n),
				    0);
			if (k != i && k < size)
				assert_int_not_equal(
				    placet_merkle_verify(&root[size], size, i,
				        &hash[k], path, n),
				    0);
			if (k != size)
				assert_int_not_equal(
				    placet_merkle_verify(
				        &root[k], size, i, &hash[i], path, n),
				    0);
		}
		for (size_t k = 0; k <= n + 1; k++)
			if (k != n)
				assert_int_not_equal(
				    placet_merkle_verify(&root[size], size, i,
				        &hash[i], path, k),
				    0);
		for (size_t bit = 0; bit < n * 256; bit += 13) {
			path[bit / 256].b[bit / 8 % 32] ^= 4;
			assert_int_equal(placet_merkle_verify(&root[size], size,
			                     i, &hash[i], path, n),
			    PLACET_EPROOF);
			path[bit / 256].b[bit / 8 % 32] ^= 4;
		}
	}
}

static void
consistency_proof_proves_nothing_else(void **state)
{
	const struct placet_frontier empty = { 0 };
	struct placet_growth all = { &empty, hash, LEAVES };
	struct placet_hash path[PLACET_PROOF_MAX + 1];
	size_t n;

	(void)state;
	for (uint64_t a = 1; a < 40; a++) {
		const uint64_t b = 40;

		memset(path, 0, sizeof path);
		assert_int_equal(placet_merkle_consistency(
		                     a, b, placet_growth_node, &all, path, &n),
		    0);
		for (uint64_t k = 1; k <= 41; k++) {
			if (k != a)
				assert_int_not_equal(
				    placet_merkle_consistent(
				        a, &root[k], b, &root[b], path, n),
				    0);
			if (k != b)
				assert_int_not_equal(
				    placet_merkle_consistent(
				        a, &root[a], b, &root[k], path, n),
				    0);
		}
		for (size_t k = 0; k <= n + 1; k++)
			if (k != n)
				assert_int_not_equal(
				    placet_merkle_consistent(
				        a, &root[a], b, &root[b], path, k),
				    0);
		for (size_t i = 0; i < n; i++) {
			path[i].b[i] ^= 1;
			assert_int_equal(placet_merkle_consistent(
			                     a, &root[a], b, &root[b], path, n),
			    PLACET_EPROOF);
			path[i].b[i] ^= 1;
		}
	}
	assert_int_equal(
	    placet_merkle_consistent(2, &root[2], 1, &root[1], path, 0),
	    PLACET_EPROOF);
	assert_int_equal(
	    placet_merkle_extends(0, &root[0], 1, &root[1], path, 1),
	    PLACET_EPROOF);
	assert_int_equal(
	    placet_merkle_extends(2, &root[2], 1, &root[1], path, 0),
	    PLACET_EPROOF);
	assert_int_equal(
	    placet_merkle_consistent(7, &root[7], 7, &root[7], path, 1),
	    PLACET_EPROOF);
}

static void
proof_of_another_leaf_is_refused(void **state)
{
	struct placet_frontier log = { 0 };
	struct placet_hash r, a, b;

	(void)state;
	placet_frontier_add(&log, "a", 1);
	placet_frontier_add(&log, "b", 1);
	placet_frontier_root(&log, &r);
	placet_merkle_leaf("a", 1, &a);
	placet_merkle_leaf("b", 1, &b);

	assert_int_equal(placet_merkle_verify(&r, 2, 0, &a, &b, 1), 0);
	assert_int_equal(placet_merkle_verify(&r, 2, 1, &b, &a, 1), 0);
	assert_int_equal(
	    placet_merkle_verify(&r, 2, 1, &a, &b, 1), PLACET_EPROOF);
	assert_int_equal(
	    placet_merkle_verify(&r, 2, 0, &a, &b, 0), PLACET_EPROOF);
	assert_int_equal(
	    placet_merkle_verify(&r, 0, 0, &a, NULL, 0), PLACET_EPROOF);
	assert_int_equal(
	    placet_merkle_verify(&r, UINT64_MAX, UINT64_MAX, &a, NULL, 0),
	    PLACET_EPROOF);
}

/* The path of the last leaf of the largest log is as long as may be. */
static void
largest_log_keeps_within_bounds(void **state)
{
	struct placet_hash path[PLACET_PROOF_MAX];
	struct placet_hash r = hash[0];

	(void)state;
	for (size_t i = 0; i < PLACET_PROOF_MAX; i++)
		path[i] = hash[1];
	for (size_t i = 0; i < 63; i++)
		placet_merkle_node(&path[i], &r, &r);
	assert_int_equal(placet_merkle_verify(&r, UINT64_C(1) << 63,
	                     (UINT64_C(1) << 63) - 1, &hash[0], path, 63),
	    0);
	assert_int_equal(placet_merkle_verify(&r, UINT64_MAX, UINT64_MAX - 1,
	                     &hash[0], path, PLACET_PROOF_MAX),
	    PLACET_EPROOF);
}

static void
growth_knows_only_what_it_can_know(void **state)
{
	struct placet_frontier old = { 0 };
	struct placet_growth g = { &old, hash + 6, 2 };
	struct placet_hash got, want;

	(void)state;
	for (int i = 0; i < 6; i++)
		placet_frontier_add_hash(&old, &hash[i]);
	assert_int_equal(placet_growth_node(&g, 2, 0, &got), 0);
	assert_memory_equal(&got, &root[4], sizeof got);
	assert_int_equal(placet_growth_node(&g, 3, 0, &got), 0);
	assert_memory_equal(&got, &root[8], sizeof got);
	assert_int_equal(placet_growth_node(&g, 2, 1, &got), 0);
	slow_root(hash + 4, 4, &want);
	assert_memory_equal(&got, &want, sizeof got);

	assert_int_equal(placet_growth_node(&g, 0, 0, &got), PLACET_ERANGE);
	assert_int_equal(placet_growth_node(&g, 1, 0, &got), PLACET_ERANGE);
	assert_int_equal(placet_growth_node(&g, 0, 8, &got), PLACET_ERANGE);
	assert_int_equal(placet_growth_node(&g, 4, 0, &got), PLACET_ERANGE);
	assert_int_equal(placet_growth_node(&g, 64, 0, &got), PLACET_ERANGE);
	assert_int_equal(placet_growth_node(&g, 63, 1, &got), PLACET_ERANGE);
	assert_int_equal(
	    placet_growth_node(&g, 1, UINT64_MAX, &got), PLACET_ERANGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(root_grows_as_the_vectors_say),
		cmocka_unit_test(root_is_that_of_the_definition),
		cmocka_unit_test(every_inclusion_proof_verifies),
		cmocka_unit_test(every_consistency_proof_verifies),
		cmocka_unit_test(inclusion_proof_proves_nothing_else),
		cmocka_unit_test(consistency_proof_proves_nothing_else),
		cmocka_unit_test(proof_of_another_leaf_is_refused),
		cmocka_unit_test(largest_log_keeps_within_bounds),
		cmocka_unit_test(growth_knows_only_what_it_can_know),
	};

	return cmocka_run_group_tests(tests, grow, NULL);
}

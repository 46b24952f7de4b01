/*
 * test_merkle_subtree.c - every subtree of every small log, and no other
 *
 * The prover here is the recursive definition of
 * draft-ietf-plants-merkle-tree-certs, "Generating a Subtree Consistency
 * Proof"; the library has none, since nobody asks us for such proofs yet.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <placet/merkle.h>

enum { LEAVES = 36, DEPTH = 8 };

static struct placet_hash leaf[LEAVES];

static struct placet_hash
mth(uint64_t start, uint64_t end)
{
	struct placet_frontier f = { 0 };
	struct placet_hash root;

	while (start < end)
		placet_frontier_add_hash(&f, &leaf[start++]);
	placet_frontier_root(&f, &root);
	return root;
}

struct proof {
	struct placet_hash path[DEPTH + 1];
	size_t n;
};

/* SUBTREE_SUBPROOF; base is where the tree of n leaves begins. */
static void
subproof(uint64_t base, uint64_t start, uint64_t end, uint64_t n, bool known,
    struct proof *p)
{
	uint64_t k = 1;

	if (start == 0 && end == n) {
		if (!known)
			p->path[p->n++] = mth(base, base + n);
		return;
	}
	while (2 * k < n)
		k *= 2;
	if (end <= k) {
		subproof(base, start, end, k, known, p);
		p->path[p->n++] = mth(base + k, base + n);
	} else if (k <= start) {
		subproof(base + k, start - k, end - k, n - k, known, p);
		p->path[p->n++] = mth(base, base + k);
	} else {
		subproof(base + k, 0, end - k, n - k, false, p);
		p->path[p->n++] = mth(base, base + k);
	}
}

static bool
aligned(uint64_t start, uint64_t end)
{
	uint64_t power = 1;

	while (power < end - start)
		power *= 2;
	return start % power == 0;
}

static int
make_leaves(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEAVES; i++)
		placet_merkle_leaf(&i, sizeof i, &leaf[i]);
	return 0;
}

static int
check(uint64_t start, uint64_t end, const struct placet_hash *sub,
    uint64_t size, const struct placet_hash *root, const struct proof *p)
{
	return placet_merkle_subtree_consistent(
	    start, end, sub, size, root, p->path, p->n);
}

static void
subtree_is_what_the_draft_says(void **state)
{
	static const struct {
		uint64_t start, end;
		bool valid;
	} t[] = {
		{ 0, 0, true },
		{ 5, 5, true },
		{ 0, 1, true },
		{ 4, 8, true },
		{ 8, 13, true },
		{ 6, 9, false },
		{ 4, 9, false },
		{ 2, 1, false },
		{ 0, UINT64_MAX, true },
		{ 1, UINT64_MAX, false },
		{ UINT64_MAX - 1, UINT64_MAX, true },
		{ UINT64_C(1) << 63, UINT64_MAX, true },
		{ 1, (UINT64_C(1) << 63) + 2, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		assert_int_equal(
		    placet_merkle_subtree_valid(t[i].start, t[i].end),
		    t[i].valid);
}

/* Of one subtree: the proof passes; for no other size, root or length. */
static void
assert_only_this(uint64_t start, uint64_t end, uint64_t size)
{
	const struct placet_hash sub = mth(start, end), root = mth(0, size);
	struct placet_hash other = sub;
	struct proof p = { .n = 0 };

	subproof(0, start, end, size, true, &p);
	assert_int_equal(check(start, end, &sub, size, &root, &p), 0);
	other.b[31] ^= 1;
	assert_int_equal(
	    check(start, end, &other, size, &root, &p), PLACET_EPROOF);
	assert_int_equal(
	    check(start, end, &sub, size, &other, &p), PLACET_EPROOF);
	for (size_t i = 0; i < p.n; i++) {
		p.path[i].b[i] ^= 1;
		assert_int_equal(
		    check(start, end, &sub, size, &root, &p), PLACET_EPROOF);
		p.path[i].b[i] ^= 1;
	}
	p.path[p.n++] = root;
	assert_int_equal(
	    check(start, end, &sub, size, &root, &p), PLACET_EPROOF);
	if (p.n-- == 1)
		return;
	p.n--;
	assert_int_equal(
	    check(start, end, &sub, size, &root, &p), PLACET_EPROOF);
}

static void
every_subtree_is_in_its_log(void **state)
{
	const struct proof none = { .n = 0 };

	(void)state;
	for (uint64_t size = 1; size <= LEAVES; size++) {
		const struct placet_hash root = mth(0, size);

		for (uint64_t start = 0; start < size; start++)
			for (uint64_t end = start + 1; end <= size; end++) {
				const struct placet_hash sub = mth(start, end);

				if (aligned(start, end))
					assert_only_this(start, end, size);
				else
					assert_int_equal(
					    check(start, end, &sub, size, &root,
					        &none),
					    PLACET_EPROOF);
			}
	}
}

static void
subtree_beyond_the_log_is_not_in_it(void **state)
{
	const struct placet_hash root = mth(0, 5), sub = mth(4, 8);
	const struct proof none = { .n = 0 };

	(void)state;
	assert_int_equal(check(4, 8, &sub, 5, &root, &none), PLACET_EPROOF);
	assert_int_equal(check(8, 8, &sub, 5, &root, &none), PLACET_EPROOF);
	assert_int_equal(check(3, 1, &sub, 5, &root, &none), PLACET_EPROOF);
}

static void
empty_subtree_is_in_every_log_that_is_long_enough(void **state)
{
	const struct placet_hash root = mth(0, 5), empty = mth(0, 0);
	struct proof p = { .n = 0 };

	(void)state;
	assert_int_equal(check(3, 3, &empty, 5, &root, &p), 0);
	assert_int_equal(check(6, 6, &empty, 5, &root, &p), PLACET_EPROOF);
	assert_int_equal(check(3, 3, &root, 5, &root, &p), PLACET_EPROOF);
	p.path[p.n++] = root;
	assert_int_equal(check(3, 3, &empty, 5, &root, &p), PLACET_EPROOF);
}

static void
leaf_is_found_by_its_number_in_the_log(void **state)
{
	const struct placet_hash sub = mth(8, 11);
	const struct placet_hash path[] = { leaf[8], leaf[10] };

	(void)state;
	assert_int_equal(
	    placet_merkle_subtree_verify(&sub, 8, 11, 9, &leaf[9], path, 2), 0);
	/* Another number, a range that is no subtree, or that is empty. */
	for (uint64_t i = 0; i < 20; i++)
		if (i != 9)
			assert_int_equal(placet_merkle_subtree_verify(
			                     &sub, 8, 11, i, &leaf[9], path, 2),
			    PLACET_EPROOF);
	assert_int_equal(
	    placet_merkle_subtree_verify(&sub, 9, 12, 10, &leaf[9], path, 2),
	    PLACET_EPROOF);
	assert_int_equal(
	    placet_merkle_subtree_verify(&sub, 9, 9, 9, &leaf[9], path, 2),
	    PLACET_EPROOF);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(subtree_is_what_the_draft_says),
		cmocka_unit_test(every_subtree_is_in_its_log),
		cmocka_unit_test(subtree_beyond_the_log_is_not_in_it),
		cmocka_unit_test(
		    empty_subtree_is_in_every_log_that_is_long_enough),
		cmocka_unit_test(leaf_is_found_by_its_number_in_the_log),
	};

	return cmocka_run_group_tests(tests, make_leaves, NULL);
}

/*
 * proof.c - making the proofs that merkle.c checks
 *
 * RFC 9162 defines them by recursion from the root.  We walk down the same
 * way, keep what hangs off the path, and turn it round at the end, since
 * proofs are read from the leaf upwards.  What hangs off is a range of leaves
 * that is perfect or else the right edge of the log; `node` knows only
 * perfect ones, so the edge is folded from its peaks.
 */
#include <placet/merkle.h>

/* Where the log of n > 1 leaves splits: the largest power of two below n. */
static uint64_t
split(uint64_t n)
{
	uint64_t k = 1;

	while (k < n - k)
		k <<= 1;
	return k;
}

static unsigned
log2_of(uint64_t power)
{
	unsigned level = 0;

	for (; power > 1; power >>= 1)
		level++;
	return level;
}

/* Root of the n > 0 leaves from lo on, smallest peak first. */
static int
range_root(uint64_t lo, uint64_t n, placet_node_fn *node, void *arg,
    struct placet_hash *out)
{
	uint64_t end = lo + n;
	struct placet_hash peak;
	bool first = true;

	for (uint64_t bit; n != 0; n -= bit, end -= bit) {
		unsigned level;
		int err;

		bit = n & (~n + 1);
		level = log2_of(bit);
		err = node(
		    arg, level, (end - bit) >> level, first ? out : &peak);
		if (err != 0)
			return err;
		if (!first)
			placet_merkle_node(&peak, out, out);
		first = false;
	}
	return PLACET_OK;
}

static void
reverse(struct placet_hash *path, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		struct placet_hash h = path[i];

		path[i] = path[n - 1 - i];
		path[n - 1 - i] = h;
	}
}

int
placet_merkle_inclusion(uint64_t index, uint64_t size, placet_node_fn *node,
    void *arg, struct placet_hash *path, size_t *n)
{
	uint64_t lo = 0;

	*n = 0;
	if (index >= size)
		return PLACET_ERANGE;
	while (size > 1) {
		uint64_t k = split(size);
		int err;

		if (index - lo < k) {
			err = range_root(
			    lo + k, size - k, node, arg, &path[*n]);
			size = k;
		} else {
			err = range_root(lo, k, node, arg, &path[*n]);
			lo += k;
			size -= k;
		}
		if (err != 0)
			return err;
		++*n;
	}
	reverse(path, *n);
	return PLACET_OK;
}

int
placet_merkle_consistency(uint64_t size1, uint64_t size2, placet_node_fn *node,
    void *arg, struct placet_hash *path, size_t *n)
{
	uint64_t lo = 0;
	int err;

	*n = 0;
	if (size1 > size2)
		return PLACET_ERANGE;
	if (size1 == 0)
		return PLACET_OK;
	while (size1 != size2) {
		uint64_t k = split(size2);

		if (size1 <= k) {
			err = range_root(
			    lo + k, size2 - k, node, arg, &path[*n]);
			size2 = k;
		} else {
			err = range_root(lo, k, node, arg, &path[*n]);
			lo += k;
			size1 -= k;
			size2 -= k;
		}
		if (err != 0)
			return err;
		++*n;
	}
	/* The verifier has the old root: no need to send it if it is a node. */
	if (lo > 0) {
		err = range_root(lo, size1, node, arg, &path[*n]);
		if (err != 0)
			return err;
		++*n;
	}
	reverse(path, *n);
	return PLACET_OK;
}

/* Of the old tree's leaves, those in subtrees larger than of this level. */
static uint64_t
before_peak(const struct placet_frontier *old, unsigned level)
{
	const uint64_t bit = UINT64_C(1) << level;

	return old->size & ~(bit | (bit - 1));
}

static bool
is_peak(const struct placet_frontier *old, unsigned level, uint64_t index)
{
	return (old->size >> level & 1) != 0 &&
	    index << level == before_peak(old, level);
}

static uint64_t
last_leaf(unsigned level, uint64_t index)
{
	return (index << level) + ((UINT64_C(1) << level) - 1);
}

/*
 * A subtree with new leaves in it is made from its halves; at most as deep
 * as its level, and each new leaf is looked at once.  What it has of the old
 * tree is the last peaks of that, whole.
 */
static void
grown(const struct placet_growth *g, unsigned level, uint64_t index,
    struct placet_hash *out)
{
	struct placet_hash right;

	if (last_leaf(level, index) < g->old->size) {
		*out = g->old->peak[placet_frontier_peaks(
		    before_peak(g->old, level))];
	} else if (level == 0) {
		*out = g->leaf[index - g->old->size];
	} else {
		grown(g, level - 1, 2 * index, out);
		grown(g, level - 1, 2 * index + 1, &right);
		placet_merkle_node(out, &right, out);
	}
}

int
placet_growth_node(
    void *arg, unsigned level, uint64_t index, struct placet_hash *out)
{
	const struct placet_growth *g = arg;
	const uint64_t size = g->old->size + g->n;

	if (level > 63 || index > UINT64_MAX >> level || size < g->n ||
	    last_leaf(level, index) >= size)
		return PLACET_ERANGE;
	if (last_leaf(level, index) < g->old->size &&
	    !is_peak(g->old, level, index))
		return PLACET_ERANGE;
	grown(g, level, index, out);
	return PLACET_OK;
}

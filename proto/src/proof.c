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

/* The old tree's perfect subtree over exactly these leaves, if a peak. */
static int
old_peak(const struct placet_frontier *old, unsigned level, uint64_t index,
    struct placet_hash *out)
{
	const uint64_t bit = UINT64_C(1) << level;
	const uint64_t above = old->size & ~(bit | (bit - 1));

	if ((old->size & bit) == 0 || index << level != above)
		return PLACET_ERANGE;
	*out = old->peak[placet_frontier_peaks(above)];
	return PLACET_OK;
}

/*
 * A subtree with new leaves in it is made from its halves; at most as deep
 * as its level, and each new leaf is looked at once.
 */
static int
grown(const struct placet_growth *g, unsigned level, uint64_t index,
    struct placet_hash *out)
{
	const uint64_t last = (index << level) + ((UINT64_C(1) << level) - 1);
	struct placet_hash right;
	int err;

	if (last < g->old->size)
		return old_peak(g->old, level, index, out);
	if (level == 0) {
		*out = g->leaf[index - g->old->size];
		return PLACET_OK;
	}
	err = grown(g, level - 1, 2 * index, out);
	if (err == 0)
		err = grown(g, level - 1, 2 * index + 1, &right);
	if (err == 0)
		placet_merkle_node(out, &right, out);
	return err;
}

int
placet_growth_node(
    void *arg, unsigned level, uint64_t index, struct placet_hash *out)
{
	const struct placet_growth *g = arg;
	const uint64_t size = g->old->size + g->n;

	if (level > 63 || index > UINT64_MAX >> level || size < g->n ||
	    (index << level) + ((UINT64_C(1) << level) - 1) >= size)
		return PLACET_ERANGE;
	return grown(g, level, index, out);
}

/*
 * merkle.c - the tree's hashing and the checking of proofs
 *
 * The checks follow published algorithms by their letter, names included:
 * they were argued over by many, and a cleverer one of ours would not be.
 * Inclusion is RFC 9162 2.1.3.2.  Consistency is that of subtrees, of which
 * RFC 9162 2.1.4.2 is the case that starts at 0.
 */
#include <string.h>

#include <placet/hash.h>
#include <placet/merkle.h>

static bool
same(const struct placet_hash *a, const struct placet_hash *b)
{
	return memcmp(a->b, b->b, sizeof a->b) == 0;
}

void
placet_merkle_leaf(const void *data, size_t len, struct placet_hash *leaf)
{
	static const uint8_t prefix = 0;
	const struct placet_bytes piece[] = { { &prefix, 1 }, { data, len } };

	placet_sha256v(piece, 2, leaf);
}

void
placet_merkle_node(const struct placet_hash *left,
    const struct placet_hash *right, struct placet_hash *node)
{
	uint8_t in[65];

	in[0] = 1;
	memcpy(in + 1, left->b, 32);
	memcpy(in + 33, right->b, 32);
	placet_sha256(in, sizeof in, node);
}

size_t
placet_frontier_peaks(uint64_t size)
{
	size_t n = 0;

	for (; size != 0; size &= size - 1)
		n++;
	return n;
}

/* Adding one carries through the trailing ones of size, as in addition. */
void
placet_frontier_add_hash(
    struct placet_frontier *f, const struct placet_hash *leaf)
{
	size_t n = placet_frontier_peaks(f->size);
	struct placet_hash h = *leaf;

	for (uint64_t s = f->size; (s & 1) != 0; s >>= 1)
		placet_merkle_node(&f->peak[--n], &h, &h);
	f->peak[n] = h;
	f->size++;
}

void
placet_frontier_add(struct placet_frontier *f, const void *data, size_t len)
{
	struct placet_hash leaf;

	placet_merkle_leaf(data, len, &leaf);
	placet_frontier_add_hash(f, &leaf);
}

void
placet_frontier_root(const struct placet_frontier *f, struct placet_hash *root)
{
	size_t n = placet_frontier_peaks(f->size);
	struct placet_hash h;

	if (n == 0) {
		placet_sha256("", 0, root);
		return;
	}
	h = f->peak[--n];
	while (n > 0)
		placet_merkle_node(&f->peak[--n], &h, &h);
	*root = h;
}

/*
 * Climb one step with the sibling on the left, past the levels at which the
 * node, being the last of an odd row, moves up unhashed.  fn is not 0: it is
 * odd, or it is sn, at which the climb would have ended.
 */
static void
climb_from_right(uint64_t *fn, uint64_t *sn)
{
	while ((*fn & 1) == 0) {
		*fn >>= 1;
		*sn >>= 1;
	}
	*fn >>= 1;
	*sn >>= 1;
}

int
placet_merkle_verify(const struct placet_hash *root, uint64_t size,
    uint64_t index, const struct placet_hash *leaf,
    const struct placet_hash *path, size_t n)
{
	uint64_t fn = index, sn = size - 1;
	struct placet_hash r = *leaf;

	if (index >= size)
		return PLACET_EPROOF;
	for (size_t i = 0; i < n; i++) {
		if (sn == 0)
			return PLACET_EPROOF;
		if ((fn & 1) != 0 || fn == sn) {
			placet_merkle_node(&path[i], &r, &r);
			climb_from_right(&fn, &sn);
		} else {
			placet_merkle_node(&r, &path[i], &r);
			fn >>= 1;
			sn >>= 1;
		}
	}
	return sn == 0 && same(&r, root) ? PLACET_OK : PLACET_EPROOF;
}

/*
 * Where the climb begins: at the last perfect subtree of [start, end), or at
 * [start, end) itself if that is a node of the log.  Returns whether it is.
 */
static bool
subtree_foot(uint64_t *fn, uint64_t *sn, uint64_t *tn)
{
	const bool edge = *sn == *tn;

	while (*fn != *sn && (edge || (*sn & 1) != 0)) {
		*fn >>= 1;
		*sn >>= 1;
		*tn >>= 1;
	}
	return *fn == *sn;
}

/* The part of the check in which start < end <= size, and aligned. */
static int
subtree_climb(uint64_t start, uint64_t end, const struct placet_hash *sub,
    uint64_t size, const struct placet_hash *root,
    const struct placet_hash *path, size_t n)
{
	uint64_t fn = start, sn = end - 1, tn = size - 1;
	struct placet_hash fr = *sub, sr;
	size_t i = 0;

	if (!subtree_foot(&fn, &sn, &tn)) {
		if (n == 0)
			return PLACET_EPROOF;
		fr = path[i++];
	}
	for (sr = fr; i < n; i++) {
		if (tn == 0)
			return PLACET_EPROOF;
		if ((sn & 1) != 0 || sn == tn) {
			if (fn < sn)
				placet_merkle_node(&path[i], &fr, &fr);
			placet_merkle_node(&path[i], &sr, &sr);
			for (; (sn & 1) == 0; sn >>= 1) {
				fn >>= 1;
				tn >>= 1;
			}
		} else {
			placet_merkle_node(&sr, &path[i], &sr);
		}
		fn >>= 1;
		sn >>= 1;
		tn >>= 1;
	}
	return tn == 0 && same(&fr, sub) && same(&sr, root) ? PLACET_OK
	                                                    : PLACET_EPROOF;
}

/* No power of two that holds the range need exist: its mask does. */
bool
placet_merkle_subtree_valid(uint64_t start, uint64_t end)
{
	uint64_t mask;

	if (start >= end)
		return start == end;
	mask = end - start - 1;
	for (unsigned shift = 1; shift < 64; shift <<= 1)
		mask |= mask >> shift;
	return (start & mask) == 0;
}

int
placet_merkle_subtree_verify(const struct placet_hash *root, uint64_t start,
    uint64_t end, uint64_t index, const struct placet_hash *leaf,
    const struct placet_hash *path, size_t n)
{
	if (index < start || !placet_merkle_subtree_valid(start, end))
		return PLACET_EPROOF;
	return placet_merkle_verify(
	    root, end - start, index - start, leaf, path, n);
}

int
placet_merkle_subtree_consistent(uint64_t start, uint64_t end,
    const struct placet_hash *sub, uint64_t size,
    const struct placet_hash *root, const struct placet_hash *path, size_t n)
{
	struct placet_hash empty;

	if (end > size || !placet_merkle_subtree_valid(start, end))
		return PLACET_EPROOF;
	if (start < end)
		return subtree_climb(start, end, sub, size, root, path, n);
	placet_sha256("", 0, &empty);
	return n == 0 && same(sub, &empty) ? PLACET_OK : PLACET_EPROOF;
}

int
placet_merkle_consistent(uint64_t size1, const struct placet_hash *root1,
    uint64_t size2, const struct placet_hash *root2,
    const struct placet_hash *path, size_t n)
{
	if (size1 == 0 || size1 > size2)
		return PLACET_EPROOF;
	return subtree_climb(0, size1, root1, size2, root2, path, n);
}

int
placet_merkle_extends(uint64_t size1, const struct placet_hash *root1,
    uint64_t size2, const struct placet_hash *root2,
    const struct placet_hash *path, size_t n)
{
	if (size1 == 0)
		return n == 0 ? PLACET_OK : PLACET_EPROOF;
	return placet_merkle_consistent(size1, root1, size2, root2, path, n);
}

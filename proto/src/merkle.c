/*
 * merkle.c - the tree's hashing and the checking of proofs
 *
 * The checks follow the algorithms of RFC 9162 2.1.3.2 and 2.1.4.2 by their
 * letter (fn and sn are its names): they were argued over by many, and a
 * cleverer one of ours would not be.
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
 * node, being the last of an odd row, moves up unhashed.
 */
static void
climb_from_right(uint64_t *fn, uint64_t *sn)
{
	while ((*fn & 1) == 0 && *fn != 0) {
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

/* The part of the check in which 0 < size1 < size2. */
static int
consistent(uint64_t size1, const struct placet_hash *root1, uint64_t size2,
    const struct placet_hash *root2, const struct placet_hash *path, size_t n)
{
	uint64_t fn = size1 - 1, sn = size2 - 1;
	struct placet_hash fr, sr;
	size_t i = 0;

	/* A perfect old tree is its own first node, left out of the proof. */
	if ((size1 & (size1 - 1)) == 0)
		fr = *root1;
	else if (n > 0)
		fr = path[i++];
	else
		return PLACET_EPROOF;
	for (; (fn & 1) != 0; fn >>= 1)
		sn >>= 1;
	for (sr = fr; i < n; i++) {
		if (sn == 0)
			return PLACET_EPROOF;
		if ((fn & 1) != 0 || fn == sn) {
			placet_merkle_node(&path[i], &fr, &fr);
			placet_merkle_node(&path[i], &sr, &sr);
			climb_from_right(&fn, &sn);
		} else {
			placet_merkle_node(&sr, &path[i], &sr);
			fn >>= 1;
			sn >>= 1;
		}
	}
	return sn == 0 && same(&fr, root1) && same(&sr, root2) ? PLACET_OK
	                                                       : PLACET_EPROOF;
}

int
placet_merkle_consistent(uint64_t size1, const struct placet_hash *root1,
    uint64_t size2, const struct placet_hash *root2,
    const struct placet_hash *path, size_t n)
{
	if (size1 > size2)
		return PLACET_EPROOF;
	if (size1 == size2)
		return n == 0 && same(root1, root2) ? PLACET_OK : PLACET_EPROOF;
	if (size1 == 0)
		return n == 0 ? PLACET_OK : PLACET_EPROOF;
	return consistent(size1, root1, size2, root2, path, n);
}

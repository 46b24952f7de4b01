/*
 * merkle.h - the append-only log: RFC 6962 hashing, RFC 9162 proofs
 *
 * Pure functions over memory the caller owns: nothing here allocates, does
 * I/O or remembers anything.  A log is carried as its frontier, the roots of
 * the perfect subtrees that make up its size, largest first; that is all one
 * needs to append a leaf or to take the root.
 */
#ifndef PLACET_MERKLE_H
#define PLACET_MERKLE_H

#include <placet/base.h>

/* No proof of a log of less than 2^63 leaves is longer. */
#define PLACET_PROOF_MAX 64

/* Zero-initialise for an empty log.  Plain data: copy, store, compare. */
struct placet_frontier {
	uint64_t size;               /* leaves so far */
	struct placet_hash peak[64]; /* popcount(size) of them are valid */
};

/* Append the leaf whose content is data[0..len). */
PLACET_API void placet_frontier_add(
    struct placet_frontier *f, const void *data, size_t len);

/* Append a leaf by its hash. */
PLACET_API void placet_frontier_add_hash(
    struct placet_frontier *f, const struct placet_hash *leaf);

/* Root of the log; SHA-256 of the empty string when size is 0. */
PLACET_API void placet_frontier_root(
    const struct placet_frontier *f, struct placet_hash *root);

/* How many peaks a log of this size has: its number of one bits. */
PLACET_API size_t placet_frontier_peaks(uint64_t size);

/* Hash of a leaf: SHA-256(0x00 || data). */
PLACET_API void placet_merkle_leaf(
    const void *data, size_t len, struct placet_hash *leaf);

/* Hash of an inner node: SHA-256(0x01 || left || right). */
PLACET_API void placet_merkle_node(const struct placet_hash *left,
    const struct placet_hash *right, struct placet_hash *node);

/*
 * Check that `leaf` is number `index` of the `size` leaves under `root`.
 * `path` holds the n sibling hashes, from the leaf upwards.
 *
 * Returns 0 if it is, PLACET_EPROOF if the path proves anything else.
 * Time and stack are bounded by n; safe to call on a hostile path.
 */
PLACET_API PLACET_MUST int placet_merkle_verify(const struct placet_hash *root,
    uint64_t size, uint64_t index, const struct placet_hash *leaf,
    const struct placet_hash *path, size_t n);

/*
 * Check that the log (size2, root2) extends (size1, root1) by a proof of
 * RFC 9162 section 2.1.4.2.  Equal sizes need an empty proof and equal roots;
 * size1 == 0 is refused, since it would prove nothing.
 */
PLACET_API PLACET_MUST int placet_merkle_consistent(uint64_t size1,
    const struct placet_hash *root1, uint64_t size2,
    const struct placet_hash *root2, const struct placet_hash *path, size_t n);

/*
 * The same for who follows a log from its beginning, as whoever signs or
 * cosigns does: every log extends the empty one, by an empty proof; root1 is
 * not looked at then.
 */
PLACET_API PLACET_MUST int placet_merkle_extends(uint64_t size1,
    const struct placet_hash *root1, uint64_t size2,
    const struct placet_hash *root2, const struct placet_hash *path, size_t n);

/*
 * Subtrees (draft-ietf-plants-merkle-tree-certs, "Subtrees"): the leaves
 * [start, end) have a root of their own, with proofs as short as the log's,
 * when start is a multiple of the power of two that holds end - start
 * leaves.  An empty range is one too, with the root of an empty log.
 */
PLACET_API bool placet_merkle_subtree_valid(uint64_t start, uint64_t end);

/* Check that `leaf` is number `index` of the log, under the subtree's root. */
PLACET_API PLACET_MUST int placet_merkle_subtree_verify(
    const struct placet_hash *root, uint64_t start, uint64_t end,
    uint64_t index, const struct placet_hash *leaf,
    const struct placet_hash *path, size_t n);

/*
 * Check that the log (size, root) has the subtree [start, end) with the root
 * `sub`.  An empty subtree is in every log that is long enough.  EPROOF.
 */
PLACET_API PLACET_MUST int placet_merkle_subtree_consistent(uint64_t start,
    uint64_t end, const struct placet_hash *sub, uint64_t size,
    const struct placet_hash *root, const struct placet_hash *path, size_t n);

/*
 * Gives the root of the perfect subtree over the leaves
 * [index << level, (index + 1) << level).  Returns 0 or an error, which the
 * prover hands on.
 */
typedef int placet_node_fn(
    void *arg, unsigned level, uint64_t index, struct placet_hash *out);

/*
 * Make the proofs that the two functions above check, asking `node` for the
 * hashes.  path[PLACET_PROOF_MAX]; *n gets how many.  ERANGE when index or
 * size1 do not lie within the log.
 */
PLACET_API PLACET_MUST int placet_merkle_inclusion(uint64_t index,
    uint64_t size, placet_node_fn *node, void *arg, struct placet_hash *path,
    size_t *n);
PLACET_API PLACET_MUST int placet_merkle_consistency(uint64_t size1,
    uint64_t size2, placet_node_fn *node, void *arg, struct placet_hash *path,
    size_t *n);

/*
 * A node function over an old frontier and the hashes of the leaves that
 * came after it (all that a consistency proof from old->size needs).
 * `arg` is a struct placet_growth.  ERANGE for a node that it cannot know.
 */
struct placet_growth {
	const struct placet_frontier *old;
	const struct placet_hash *leaf; /* leaves old->size ... */
	uint64_t n;                     /* how many */
};
PLACET_API placet_node_fn placet_growth_node;

#endif

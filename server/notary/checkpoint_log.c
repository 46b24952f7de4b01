/*
 * checkpoint_log.c - from stored leaves to a root, a proof and a note
 *
 * Everything is computed from the bytes in the database, and twice: the
 * frontier by adding leaf after leaf, the root by way of the subtrees, and
 * both must agree with the frontier that was stored with the leaves.
 */
#include <stdio.h>
#include <string.h>

#include <placet/text.h>

#include "base/log.h"
#include "notary/checkpoint.h"

/* The hashes of the leaves: each entry follows its length in two bytes. */
static bool
read_leaves(struct checkpoint *c, const struct placet_json *v)
{
	const struct placet_json *hex = placet_json_get(v, "leaves");
	size_t len = hex != NULL ? hex->len / 2 : 0;
	uint8_t *p = placet_alloc(c->arena, len + 1);
	uint64_t n = 0;

	c->nleaf = (uint64_t)placet_json_integer(v, "n", 0);
	if (c->nleaf == 0 || c->nleaf > len / 2)
		return false;
	c->leaf = placet_alloc(c->arena, c->nleaf * sizeof *c->leaf);
	if (p == NULL || c->leaf == NULL)
		fatal("out of memory");
	if (placet_unhex(hex->str, hex->len, p, len) != 0)
		return false;
	while (len >= 2 && n < c->nleaf) {
		const size_t size = (size_t)p[0] << 8 | p[1];

		if (size > len - 2)
			return false;
		placet_merkle_leaf(p + 2, size, &c->leaf[n++]);
		p += 2 + size;
		len -= 2 + size;
	}
	return len == 0 && n == c->nleaf;
}

/* Prove that `now` extends the log as it was at `size`; check the proof. */
static bool
prove(struct checkpoint *c, uint64_t size)
{
	struct placet_frontier from = c->old;
	struct placet_growth g = { .old = &from };
	struct placet_hash root;

	while (from.size < size)
		placet_frontier_add_hash(
		    &from, &c->leaf[from.size - c->old.size]);
	g.leaf = c->leaf + (size - c->old.size);
	g.n = c->now.size - size;
	c->ask.old = size;
	placet_frontier_root(&from, &root);
	return placet_merkle_consistency(size, c->now.size, placet_growth_node,
	           &g, c->path, &c->npath) == 0 &&
	    placet_merkle_extends(
	        size, &root, c->now.size, &c->root, c->path, c->npath) == 0;
}

static bool
same_frontier(const struct placet_frontier *a, const struct placet_frontier *b)
{
	return a->size == b->size &&
	    memcmp(a->peak, b->peak,
	        placet_frontier_peaks(a->size) * sizeof *a->peak) == 0;
}

const char *
checkpoint_read(struct checkpoint *c, const struct placet_json *v)
{
	const char *origin = placet_json_text(v, "origin");
	struct placet_frontier stored;
	struct placet_hash again;

	if (origin == NULL || strlen(origin) >= sizeof c->ask.origin ||
	    !notary_hex(v, "uuid", c->ask.site, sizeof c->ask.site) ||
	    !notary_hex(v, "pub", c->pub, sizeof c->pub) ||
	    !notary_frontier(v, "size", "frontier", &stored) ||
	    !notary_frontier(v, "signed_size", "signed_frontier", &c->old) ||
	    !read_leaves(c, v))
		return "the database's answer about it is malformed";
	c->size = stored.size;
	c->now = c->old;
	for (uint64_t i = 0; i < c->nleaf; i++)
		placet_frontier_add_hash(&c->now, &c->leaf[i]);
	if (c->now.size > c->size ||
	    (c->now.size == c->size && !same_frontier(&c->now, &stored)))
		return "its leaves are not those that were numbered";
	placet_frontier_root(&c->now, &c->root);
	if (batch_root(&c->old, c->leaf, c->nleaf, &again) != 0 ||
	    memcmp(again.b, c->root.b, sizeof again.b) != 0 ||
	    !prove(c, c->old.size))
		return "its root was computed in two ways and differs";
	snprintf(c->ask.origin, sizeof c->ask.origin, "%s", origin);
	c->ask.size = c->now.size;
	memcpy(c->ask.root, c->root.b, sizeof c->ask.root);
	return NULL;
}

/* The signed note; false if the signature is not one by the log's key. */
static bool
write_note(struct checkpoint *c, const struct told_sign *told)
{
	struct placet_buf b = { .ceiling = PLACET_NOTE_MAX };
	struct placet_sig sig;
	bool good;

	memcpy(sig.b, told->sig, sizeof sig.b);
	good = memcmp(told->pub, c->pub, sizeof c->pub) == 0 &&
	    placet_checkpoint_text(c->ask.origin, c->now.size, &c->root, &b) ==
	        0 &&
	    placet_check(c->pub, b.data, b.len, &sig) == 0;
	placet_buf_byte(&b, '\n');
	good = good && placet_note_line(c->ask.origin, c->pub, &sig, &b) == 0;
	if (good && b.err == 0)
		c->note = placet_memdup(c->arena, b.data, b.len);
	placet_buf_release(&b);
	return good && c->note != NULL;
}

/*
 * keyd last signed another size than the database says.  More, within what
 * we have: its answer was lost with a notary before it was stored; so prove
 * from there.  More than we have: the database has lost leaves that were
 * signed.  Less: keyd has lost its memory.
 */
static enum checkpoint_fate
refused(struct checkpoint *c, uint64_t size, const char **why)
{
	if (!c->again && size > c->old.size && size <= c->now.size &&
	    prove(c, size)) {
		c->again = true;
		return CHECKPOINT_AGAIN;
	}
	if (size > c->size)
		*why = "a larger log was signed before";
	else if (size < c->old.size)
		*why = "keyd has signed less than is served";
	else
		*why = "it does not extend what was signed";
	return CHECKPOINT_HALT;
}

enum checkpoint_fate
checkpoint_told(struct checkpoint *c, int status, const void *data, size_t len,
    const char **why)
{
	struct told_sign told;

	if (len == sizeof told)
		memcpy(&told, data, sizeof told);
	if (status == IPC_REFUSED && len == sizeof told)
		return refused(c, told.size, why);
	if (status != IPC_OK || len != sizeof told)
		return CHECKPOINT_LATER;
	if (write_note(c, &told))
		return CHECKPOINT_SIGNED;
	*why = "keyd's signature is not by its key";
	return CHECKPOINT_HALT;
}

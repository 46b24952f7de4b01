/*
 * batch.c - leaves, frontiers and tiles as array literals
 *
 * All arrays are of numbers or of bytea in hexadecimal, so nothing in them
 * needs quoting but the backslash of "\x".
 */
#include <string.h>

#include "notary/batch.h"

/* The arguments of notary.batch_commit, in their order. */
enum {
	SITE,
	ITEM,
	SIZE,
	NEW_SIZE,
	FRONTIER,
	SIGNS,
	LEAF_LOG,
	LEAF_IDX,
	LEAF_ENTRY,
	LOT_LOG,
	LOT_ID,
	TILE_LOG,
	TILE_LEVEL,
	TILE_N,
	TILE_AT,
	TILE_DATA,
};

enum { TOP_LEVEL = 7, ARG_MAX_BYTES = 8 << 20 };

static struct placet_buf *
next(struct batch *b, int arg)
{
	struct placet_buf *buf = &b->arg[arg];

	if (buf->len > 1)
		placet_buf_byte(buf, ',');
	return buf;
}

static void
add_number(struct batch *b, int arg, uint64_t n)
{
	placet_buf_printf(next(b, arg), "%llu", (unsigned long long)n);
}

void
batch_begin(struct batch *b)
{
	for (int i = 0; i < BATCH_ARGS; i++) {
		placet_buf_clear(&b->arg[i]);
		b->arg[i].ceiling = ARG_MAX_BYTES;
		placet_buf_byte(&b->arg[i], '{');
	}
	b->logs = b->leaves = b->lots = 0;
}

void
batch_release(struct batch *b)
{
	for (int i = 0; i < BATCH_ARGS; i++)
		placet_buf_release(&b->arg[i]);
}

void
batch_open(
    struct batch *b, int site, int item, const struct placet_frontier *old)
{
	for (int i = 0; i < BATCH_ARGS; i++)
		b->mark[i] = b->arg[i].len;
	b->old = b->now = *old;
	b->n = 0;
	b->signs = 0;
	b->lots_before = b->lots;
	b->logs++;
	add_number(b, SITE, (uint64_t)site);
	add_number(b, ITEM, (uint64_t)item);
	add_number(b, SIZE, old->size);
}

void
batch_undo(struct batch *b)
{
	for (int i = 0; i < BATCH_ARGS; i++)
		b->arg[i].len = b->mark[i];
	b->logs--;
	b->leaves -= (int)b->n;
	b->lots = b->lots_before;
}

void
batch_lot(struct batch *b, uint64_t id)
{
	add_number(b, LOT_LOG, (uint64_t)b->logs);
	add_number(b, LOT_ID, id);
	b->lots++;
}

int
batch_leaf(struct batch *b, const struct placet_leaf *leaf)
{
	struct placet_buf entry = { .ceiling = PLACET_LEAF_MAX };
	int err = placet_leaf_encode(leaf, &entry);

	if (err == 0 && (b->n == LIMIT_SEQUENCE || entry.err != 0))
		err = PLACET_ELIMIT;
	if (err == 0) {
		placet_merkle_leaf(entry.data, entry.len, &b->hash[b->n]);
		add_number(b, LEAF_LOG, (uint64_t)b->logs);
		add_number(b, LEAF_IDX, b->now.size);
		placet_buf_str(next(b, LEAF_ENTRY), "\\\\x");
		placet_buf_hex(&b->arg[LEAF_ENTRY], entry.data, entry.len);
		placet_frontier_add_hash(&b->now, &b->hash[b->n]);
		b->n++;
		b->leaves++;
		b->signs += leaf->type == PLACET_LEAF_SIGN;
	}
	placet_buf_release(&entry);
	return err;
}

void
batch_peaks(const struct placet_frontier *f, struct placet_buf *out)
{
	const size_t n = placet_frontier_peaks(f->size);

	for (size_t i = 0; i < n; i++)
		placet_buf_hex(out, f->peak[i].b, sizeof f->peak[i].b);
}

/* Largest power of two below n > 1. */
static uint64_t
split(uint64_t n)
{
	return UINT64_C(1) << (63 - __builtin_clzll(n - 1));
}

/* RFC 6962's own definition, from the right end down to perfect subtrees. */
static int
root_of(
    struct placet_growth *g, uint64_t lo, uint64_t n, struct placet_hash *root)
{
	struct placet_hash right;
	uint64_t k;
	int err;

	if ((n & (n - 1)) == 0) {
		const unsigned level = (unsigned)__builtin_ctzll(n);

		return placet_growth_node(g, level, lo >> level, root);
	}
	k = split(n);
	err = root_of(g, lo, k, root);
	if (err == 0)
		err = root_of(g, lo + k, n - k, &right);
	if (err == 0)
		placet_merkle_node(root, &right, root);
	return err;
}

int
batch_root(const struct placet_frontier *old, const struct placet_hash *leaf,
    uint64_t n, struct placet_hash *root)
{
	struct placet_growth g = { old, leaf, n };

	if (old->size + n == 0)
		return PLACET_ERANGE;
	return root_of(&g, 0, old->size + n, root);
}

/* The hashes of one level that these leaves have completed. */
static int
add_tiles(struct batch *b, unsigned level)
{
	struct placet_growth g = { &b->old, b->hash, b->n };
	const uint64_t end = b->now.size >> (8 * level);
	struct placet_hash h;
	uint64_t i = b->old.size >> (8 * level);
	bool first = true;

	for (; i < end; i++) {
		const int err = placet_growth_node(&g, 8 * level, i, &h);

		if (err != 0)
			return err;
		if (first || i % 256 == 0) {
			add_number(b, TILE_LOG, (uint64_t)b->logs);
			add_number(b, TILE_LEVEL, level);
			add_number(b, TILE_N, i / 256);
			add_number(b, TILE_AT, i % 256);
			placet_buf_str(next(b, TILE_DATA), "\\\\x");
		}
		placet_buf_hex(&b->arg[TILE_DATA], h.b, sizeof h.b);
		first = false;
	}
	return 0;
}

int
batch_close(struct batch *b)
{
	struct placet_hash root, again;
	int err;

	placet_frontier_root(&b->now, &root);
	err = batch_root(&b->old, b->hash, b->n, &again);
	if (err == 0 && memcmp(root.b, again.b, sizeof root.b) != 0)
		err = PLACET_EPROOF;
	for (unsigned level = 1; level <= TOP_LEVEL && err == 0; level++)
		err = add_tiles(b, level);
	if (err != 0)
		return err;
	add_number(b, NEW_SIZE, b->now.size);
	add_number(b, SIGNS, (uint64_t)b->signs);
	placet_buf_str(next(b, FRONTIER), "\\\\x");
	batch_peaks(&b->now, &b->arg[FRONTIER]);
	return 0;
}

const struct db_arg *
batch_args(struct batch *b, struct db_arg *args)
{
	for (int i = 0; i < BATCH_ARGS; i++) {
		placet_buf_byte(&b->arg[i], '}');
		if (b->arg[i].err != 0)
			return NULL;
		args[i].data = b->arg[i].data;
	}
	return args;
}

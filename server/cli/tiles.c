/*
 * tiles.c - see tiles.h
 *
 * A tile is 256 hashes; its root is the next hash of the level above.
 */
#include <string.h>

#include <placet/hash.h>
#include <placet/text.h>
#include <placet/tile.h>

#include "base/log.h"
#include "cli/tiles.h"

static void
level_add(struct tiles *t, int level, const struct placet_hash *h)
{
	const uint64_t n = t->hashes[level]++;
	struct placet_buf *b = &t->data[level];

	for (int bit = 56; n % PLACET_TILE_WIDTH == 0 && bit >= 0; bit -= 8)
		placet_buf_byte(
		    b, (unsigned char)(n / PLACET_TILE_WIDTH >> bit));
	placet_buf_add(b, h->b, sizeof h->b);
	if (b->err != 0)
		fatalx("out of memory");
}

void
tiles_add(struct tiles *t, const void *data, size_t len)
{
	struct placet_hash h;

	placet_merkle_leaf(data, len, &h);
	for (int level = 0; level < TILES_LEVELS; level++) {
		if (level > 0)
			level_add(t, level, &h);
		placet_frontier_add_hash(&t->part[level], &h);
		if (t->part[level].size < PLACET_TILE_WIDTH)
			return;
		placet_frontier_root(&t->part[level], &h);
		t->part[level].size = 0;
	}
}

bool
tiles_same(const struct tiles *t, int level, const char *hex)
{
	const struct placet_buf *b = &t->data[level];
	struct placet_hash h;
	char own[65];

	if (b->len == 0 || hex == NULL)
		return b->len == 0 && hex == NULL;
	placet_sha256(b->data, b->len, &h);
	placet_hex(h.b, sizeof h.b, own);
	return strcmp(own, hex) == 0;
}

void
tiles_end(struct tiles *t)
{
	for (int level = 0; level < TILES_LEVELS; level++)
		placet_buf_release(&t->data[level]);
}

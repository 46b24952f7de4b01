/*
 * tiles.h - the tiles that a log should have, of its entries
 *
 * Levels 1 to 7, as the table of tiles holds them; level 0 is not stored.
 */
#ifndef CLI_TILES_H
#define CLI_TILES_H

#include <stdbool.h>

#include <placet/buf.h>
#include <placet/merkle.h>

enum { TILES_LEVELS = 8 };

/* Zero-initialise for an empty log. */
struct tiles {
	struct placet_frontier part[TILES_LEVELS]; /* of the tile that grows */
	uint64_t hashes[TILES_LEVELS];
	struct placet_buf data[TILES_LEVELS]; /* each tile after its number */
};

/* The next entry. */
void tiles_add(struct tiles *t, const void *data, size_t len);

/* Is that the hash (admin.log_get) of all of a level?  NULL: it has none. */
bool tiles_same(const struct tiles *t, int level, const char *hex);

void tiles_end(struct tiles *t);

#endif

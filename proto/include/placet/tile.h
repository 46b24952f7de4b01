/*
 * tile.h - C2SP tlog-tiles: names and sizes of the pieces a log is served in
 *
 * A tile is up to 256 hashes of one level (level L hash i is the root of
 * 256^L leaves); an entry bundle is up to 256 entries, each after its length
 * as a big-endian uint16.
 */
#ifndef PLACET_TILE_H
#define PLACET_TILE_H

#include <placet/base.h>

enum {
	PLACET_TILE_WIDTH = 256,
	PLACET_TILE_ENTRIES = -1, /* the `level` of an entry bundle */
	PLACET_TILE_PATH = 96,    /* room for any path, NUL included */
};

struct placet_tile {
	int level;      /* 0-63, or PLACET_TILE_ENTRIES */
	uint64_t index; /* which tile of its level */
	unsigned width; /* 1-256; below 256 the tile is partial */
};

/*
 * "0/x001/067.p/8" or "entries/000", what follows "tile/" in a URL.
 * Exactly the one spelling that the specification allows; EFORMAT, ERANGE.
 */
PLACET_API PLACET_MUST int placet_tile_parse(
    const char *path, size_t len, struct placet_tile *t);
PLACET_API void placet_tile_path(
    const struct placet_tile *t, char out[PLACET_TILE_PATH]);

/*
 * How many hashes (or entries) tile number `index` of `level` has in a log of
 * `size` leaves: 0 to 256.
 */
PLACET_API unsigned placet_tile_width(int level, uint64_t index, uint64_t size);

/*
 * A node function for placet_merkle_inclusion() over tiles: `find` gives the
 * hashes of a tile, at least `width` of them, or NULL.
 * `arg` of placet_tile_node is a struct placet_tiles.
 */
struct placet_tiles {
	const struct placet_hash *(*find)(
	    void *arg, int level, uint64_t index, unsigned width);
	void *arg;
};
PLACET_API int placet_tile_node(
    void *arg, unsigned level, uint64_t index, struct placet_hash *out);

#endif

/*
 * fuzz_tile.c - a tile has one path
 */
#include <string.h>

#include <placet/tile.h>

#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[PLACET_TILE_PATH];
	struct placet_tile t;

	if (placet_tile_parse((const char *)data, size, &t) != 0)
		return 0;
	promise(t.width >= 1 && t.width <= PLACET_TILE_WIDTH);
	promise(t.level >= PLACET_TILE_ENTRIES && t.level <= 63);
	promise(placet_tile_width(t.level, t.index, size) <= 256);
	placet_tile_path(&t, path);
	promise(strlen(path) == size && memcmp(path, data, size) == 0);
	return 0;
}

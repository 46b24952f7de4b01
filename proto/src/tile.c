/*
 * tile.c - C2SP tlog-tiles: paths, widths, and nodes out of tiles
 *
 * A tile holds every eighth level of the tree; the seven between are hashed
 * again when asked for, at most 127 nodes.
 */
#include <stdio.h>
#include <string.h>

#include <placet/merkle.h>
#include <placet/text.h>
#include <placet/tile.h>

enum {
	TILE_HEIGHT = 8, /* log2 of PLACET_TILE_WIDTH */
	LEVEL_LAST = 63,
	GROUPS_MAX = 7, /* of three digits, for 64 bits */
};

static int
three_digits(const char *s, unsigned *out)
{
	unsigned n = 0;

	for (int i = 0; i < 3; i++) {
		if (s[i] < '0' || s[i] > '9')
			return PLACET_EFORMAT;
		n = n * 10 + (unsigned)(s[i] - '0');
	}
	*out = n;
	return PLACET_OK;
}

/*
 * "x001/x234/067": thousands, all but the last after an x.  The first may be
 * "000" only if it is the last too.  Returns the bytes read, 0 if malformed;
 * a number over `max` reads on but sets *over.
 */
static size_t
index_parse(
    const char *s, size_t len, uint64_t max, uint64_t *index, bool *over)
{
	uint64_t n = 0;
	size_t at = 0;
	unsigned group;

	*over = false;
	for (int i = 0; i < GROUPS_MAX; i++) {
		const bool more = at < len && s[at] == 'x';

		at += more;
		if (len - at < 3 || three_digits(s + at, &group) != 0)
			return 0;
		at += 3;
		if (more && i == 0 && group == 0)
			return 0;
		if (n > (max - group) / 1000)
			*over = true;
		else
			n = n * 1000 + group;
		if (!more) {
			*index = n;
			return at;
		}
		if (at == len || s[at++] != '/')
			return 0;
	}
	return 0;
}

int
placet_tile_parse(const char *path, size_t len, struct placet_tile *t)
{
	const char *slash = len > 0 ? memchr(path, '/', len) : NULL;
	uint64_t level, width = PLACET_TILE_WIDTH;
	size_t levellen, n;
	bool over;

	if (slash == NULL)
		return PLACET_EFORMAT;
	levellen = (size_t)(slash - path);
	if (levellen == 7 && memcmp(path, "entries", 7) == 0) {
		t->level = PLACET_TILE_ENTRIES;
	} else {
		int err = placet_decimal(path, levellen, LEVEL_LAST, &level);

		if (err != 0)
			return err;
		t->level = (int)level;
	}
	path = slash + 1;
	len -= levellen + 1;
	n = index_parse(
	    path, len, UINT64_MAX / PLACET_TILE_WIDTH, &t->index, &over);
	if (n == 0)
		return PLACET_EFORMAT;
	path += n;
	len -= n;
	if (len > 0) {
		if (len < 3 || memcmp(path, ".p/", 3) != 0)
			return PLACET_EFORMAT;
		if (placet_decimal(path + 3, len - 3, PLACET_TILE_WIDTH - 1,
		        &width) != 0 ||
		    width == 0)
			return PLACET_EFORMAT;
	}
	t->width = (unsigned)width;
	return over ? PLACET_ERANGE : PLACET_OK;
}

void
placet_tile_path(const struct placet_tile *t, char out[PLACET_TILE_PATH])
{
	unsigned group[GROUPS_MAX];
	uint64_t n = t->index;
	int groups = 0;
	size_t at = 0;

	do {
		group[groups++] = (unsigned)(n % 1000);
		n /= 1000;
	} while (n > 0);

	if (t->level == PLACET_TILE_ENTRIES)
		at += (size_t)snprintf(out, PLACET_TILE_PATH, "entries/");
	else
		at += (size_t)snprintf(out, PLACET_TILE_PATH, "%d/", t->level);
	while (groups-- > 0)
		at += (size_t)snprintf(out + at, PLACET_TILE_PATH - at,
		    groups > 0 ? "x%03u/" : "%03u", group[groups]);
	if (t->width < PLACET_TILE_WIDTH)
		snprintf(out + at, PLACET_TILE_PATH - at, ".p/%u", t->width);
}

unsigned
placet_tile_width(int level, uint64_t index, uint64_t size)
{
	if (level > 0)
		size = level < 8 ? size >> (TILE_HEIGHT * level) : 0;
	if (index > size / PLACET_TILE_WIDTH)
		return 0;
	size -= index * PLACET_TILE_WIDTH;
	return size < PLACET_TILE_WIDTH ? (unsigned)size : PLACET_TILE_WIDTH;
}

int
placet_tile_node(
    void *arg, unsigned level, uint64_t index, struct placet_hash *out)
{
	const struct placet_tiles *tiles = arg;
	const unsigned up = level % TILE_HEIGHT;
	const struct placet_hash *tile;
	struct placet_hash row[PLACET_TILE_WIDTH / 2];
	size_t first, count = (size_t)1 << up;

	if (level > 63 || index > UINT64_MAX >> level)
		return PLACET_ERANGE;
	index <<= up;
	first = (size_t)(index % PLACET_TILE_WIDTH);
	tile = tiles->find(tiles->arg, (int)(level / TILE_HEIGHT),
	    index / PLACET_TILE_WIDTH, (unsigned)(first + count));
	if (tile == NULL)
		return PLACET_ERANGE;
	memcpy(row, tile + first, count * sizeof *row);
	for (; count > 1; count /= 2)
		for (size_t i = 0; i < count / 2; i++)
			placet_merkle_node(
			    &row[2 * i], &row[2 * i + 1], &row[i]);
	*out = row[0];
	return PLACET_OK;
}

/*
 * make_log.c - the log: roots, proofs, and the names of its tiles
 */
#include <stdio.h>
#include <string.h>

#include <placet/merkle.h>
#include <placet/tile.h>

#include "vec.h"

enum { LEAVES = 13 };

/* A small log: what its leaves hold, their hashes, the root after each. */
struct log {
	char data[LEAVES][16];
	struct placet_hash leaf[LEAVES];
	struct placet_hash root[LEAVES + 1];
	struct placet_frontier empty;
	struct placet_growth growth;
};

static void
log_make(struct log *l)
{
	struct placet_frontier f = { 0 };

	memset(l, 0, sizeof *l);
	placet_frontier_root(&f, &l->root[0]);
	for (int i = 0; i < LEAVES; i++) {
		/* The first is empty: that is a leaf, too. */
		snprintf(l->data[i], sizeof l->data[i], "%.*d", i, i);
		if (i == 0)
			l->data[0][0] = '\0';
		placet_merkle_leaf(l->data[i], strlen(l->data[i]), &l->leaf[i]);
		placet_frontier_add_hash(&f, &l->leaf[i]);
		placet_frontier_root(&f, &l->root[i + 1]);
	}
	l->growth = (struct placet_growth){ &l->empty, l->leaf, LEAVES };
}

static void
vec_hash(struct vec *v, const char *name, const struct placet_hash *h)
{
	vec_hex(v, name, h->b, sizeof h->b);
}

static void
vec_path(struct vec *v, const struct placet_hash *path, size_t n)
{
	vec_array(v, "path");
	for (size_t i = 0; i < n; i++)
		vec_hash(v, NULL, &path[i]);
	vec_end(v);
}

static void
tree(struct vec *v, const struct log *l)
{
	vec_array(v, "tree");
	vec_case(v, "leaves, the hash of each, and the root after each");
	vec_array(v, "leaves");
	for (int i = 0; i < LEAVES; i++)
		vec_hex(v, NULL, l->data[i], strlen(l->data[i]));
	vec_end(v);
	vec_array(v, "hashes");
	for (int i = 0; i < LEAVES; i++)
		vec_hash(v, NULL, &l->leaf[i]);
	vec_end(v);
	vec_hash(v, "empty", &l->root[0]);
	vec_array(v, "roots");
	for (int i = 1; i <= LEAVES; i++)
		vec_hash(v, NULL, &l->root[i]);
	vec_end(v);
	vec_end(v);
	vec_end(v);
}

/* --- inclusion ---------------------------------------------------------- */

struct inclusion {
	uint64_t size, index;
	struct placet_hash leaf, root, path[PLACET_PROOF_MAX];
	size_t n;
};

static struct inclusion
included(struct log *l, uint64_t index, uint64_t size)
{
	struct inclusion p = { .size = size, .index = index };

	p.leaf = l->leaf[index];
	p.root = l->root[size];
	must(placet_merkle_inclusion(index, size, placet_growth_node,
	         &l->growth, p.path, &p.n) == PLACET_OK);
	return p;
}

static void
inclusion(struct vec *v, const char *desc, const struct inclusion *p, int err)
{
	vec_expect(desc,
	    placet_merkle_verify(
	        &p->root, p->size, p->index, &p->leaf, p->path, p->n),
	    err);
	vec_case(v, desc);
	vec_number(v, "size", p->size);
	vec_number(v, "index", p->index);
	vec_hash(v, "leaf", &p->leaf);
	vec_path(v, p->path, p->n);
	vec_hash(v, "root", &p->root);
	if (err != PLACET_OK)
		vec_refused(v, err);
	else
		vec_end(v);
}

static void
refuse_inclusion(struct vec *v, struct log *l)
{
	const struct inclusion good = included(l, 4, 7);
	struct inclusion p = good;

	p.index = 5;
	inclusion(v, "another index", &p, PLACET_EPROOF);
	p.index = 7;
	inclusion(v, "an index that the log does not have", &p, PLACET_EPROOF);
	p = good;
	p.size = 9;
	inclusion(v, "another size", &p, PLACET_EPROOF);
	p.size = 0;
	inclusion(v, "a log without leaves", &p, PLACET_EPROOF);
	p = good;
	p.leaf = l->leaf[5];
	inclusion(v, "another leaf", &p, PLACET_EPROOF);
	p = good;
	p.root = l->root[6];
	inclusion(v, "another root", &p, PLACET_EPROOF);
	p = good;
	p.n--;
	inclusion(v, "one hash too few", &p, PLACET_EPROOF);
	p.n = good.n + 1;
	inclusion(v, "one hash too many", &p, PLACET_EPROOF);
	p = good;
	p.path[0] = good.path[1];
	p.path[1] = good.path[0];
	inclusion(v, "two hashes changed places", &p, PLACET_EPROOF);
	p = good;
	p.path[1].b[31] ^= 1;
	inclusion(v, "one bit of the path", &p, PLACET_EPROOF);
	p = good;
	p.leaf = p.path[0];
	p.path[0] = good.leaf;
	inclusion(v, "leaf and sibling changed places", &p, PLACET_EPROOF);
}

static void
inclusions(struct vec *v, struct log *l)
{
	static const uint64_t at[][2] = { { 0, 1 }, { 0, 2 }, { 1, 2 },
		{ 2, 3 }, { 0, 7 }, { 4, 7 }, { 6, 7 }, { 3, 8 }, { 7, 8 },
		{ 8, 9 }, { 12, 13 }, { 11, 13 } };
	char desc[64];

	vec_array(v, "inclusion");
	for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
		const struct inclusion p = included(l, at[i][0], at[i][1]);

		snprintf(desc, sizeof desc, "leaf %u of %u", (unsigned)at[i][0],
		    (unsigned)at[i][1]);
		inclusion(v, desc, &p, PLACET_OK);
	}
	vec_end(v);
	vec_array(v, "refuse_inclusion");
	refuse_inclusion(v, l);
	vec_end(v);
}

/* --- consistency -------------------------------------------------------- */

struct growth {
	uint64_t size1, size2;
	struct placet_hash root1, root2, path[PLACET_PROOF_MAX];
	size_t n;
};

static struct growth
grown(struct log *l, uint64_t size1, uint64_t size2)
{
	struct growth p = { .size1 = size1, .size2 = size2 };

	p.root1 = l->root[size1];
	p.root2 = l->root[size2];
	must(placet_merkle_consistency(size1, size2, placet_growth_node,
	         &l->growth, p.path, &p.n) == PLACET_OK);
	return p;
}

static void
consistency(struct vec *v, const char *desc, const struct growth *p, int err)
{
	vec_expect(desc,
	    placet_merkle_consistent(
	        p->size1, &p->root1, p->size2, &p->root2, p->path, p->n),
	    err);
	vec_case(v, desc);
	vec_number(v, "size1", p->size1);
	vec_hash(v, "root1", &p->root1);
	vec_number(v, "size2", p->size2);
	vec_hash(v, "root2", &p->root2);
	vec_path(v, p->path, p->n);
	if (err != PLACET_OK)
		vec_refused(v, err);
	else
		vec_end(v);
}

static void
refuse_consistency(struct vec *v, struct log *l)
{
	const struct growth good = grown(l, 6, 13);
	struct growth p = good;

	p.size1 = 7;
	consistency(v, "another size before", &p, PLACET_EPROOF);
	p = good;
	p.root1 = l->root[5];
	consistency(v, "another root before", &p, PLACET_EPROOF);
	p = good;
	p.root2.b[0] ^= 0x80;
	consistency(v, "another root after", &p, PLACET_EPROOF);
	p = good;
	p.n--;
	consistency(v, "one hash too few", &p, PLACET_EPROOF);
	p.n = good.n + 1;
	consistency(v, "one hash too many", &p, PLACET_EPROOF);
	p = (struct growth){ .size1 = 13, .size2 = 6 };
	p.root1 = l->root[13];
	p.root2 = l->root[6];
	consistency(v, "a log that has shrunk", &p, PLACET_EPROOF);
	p = grown(l, 7, 7);
	p.root2 = l->root[8];
	consistency(v, "one size, two roots", &p, PLACET_EPROOF);
	p = grown(l, 7, 7);
	p.n = 1;
	consistency(v, "one size, and a proof", &p, PLACET_EPROOF);
	p = (struct growth){ .size2 = 7 };
	p.root1 = l->root[0];
	p.root2 = l->root[7];
	consistency(v, "from nothing, which proves nothing", &p, PLACET_EPROOF);
}

static void
consistencies(struct vec *v, struct log *l)
{
	static const uint64_t at[][2] = { { 1, 2 }, { 1, 3 }, { 2, 3 },
		{ 3, 7 }, { 4, 7 }, { 6, 7 }, { 6, 8 }, { 7, 8 }, { 8, 13 },
		{ 6, 13 }, { 12, 13 }, { 7, 7 } };
	char desc[64];

	vec_array(v, "consistency");
	for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
		const struct growth p = grown(l, at[i][0], at[i][1]);

		snprintf(desc, sizeof desc, "from %u to %u leaves",
		    (unsigned)at[i][0], (unsigned)at[i][1]);
		consistency(v, desc, &p, PLACET_OK);
	}
	vec_end(v);
	vec_array(v, "refuse_consistency");
	refuse_consistency(v, l);
	vec_end(v);
}

void
make_merkle(struct vec *v)
{
	struct log l;

	log_make(&l);
	vec_text(v, "about",
	    "RFC 6962 hashing and RFC 9162 proofs. Leaves and hashes are "
	    "hexadecimal; a path goes from the leaf upwards.");
	vec_text(v, "source", "tests/vectors/make_log.c");
	tree(v, &l);
	inclusions(v, &l);
	consistencies(v, &l);
}

/* --- tiles -------------------------------------------------------------- */

/* clang-format off */
static const struct placet_tile tiles[] = {
	{ 0, 0, 256 },
	{ 0, 1, 8 },
	{ 1, 0, 1 },
	{ 0, 999, 256 },
	{ 0, 1000, 256 },
	{ 0, 1067, 8 },
	{ 2, 1234067, 255 },
	{ 63, 0, 1 },
	{ PLACET_TILE_ENTRIES, 0, 256 },
	{ PLACET_TILE_ENTRIES, 273, 112 },
};

/* level, index, size of the log */
static const struct {
	int level;
	uint64_t index, size;
} widths[] = {
	{ 0, 0, 0 },     { 0, 0, 1 },       { 0, 0, 256 },   { 0, 1, 256 },
	{ 1, 0, 255 },   { 1, 0, 256 },     { 0, 273, 70000 }, { 1, 1, 70000 },
	{ 2, 0, 70000 }, { 3, 0, 70000 },   { 0, 274, 70000 },
	{ PLACET_TILE_ENTRIES, 273, 70000 },
	{ 7, 127, INT64_MAX }, { 7, 128, INT64_MAX },
};

static const char *const no_tiles[][2] = {
	{ "empty", "" },
	{ "two digits", "0/00" },
	{ "four digits", "0/0000" },
	{ "no x before thousands", "0/001/067" },
	{ "x before the last", "0/x001/x067" },
	{ "zero thousands", "0/x000/067" },
	{ "a leading zero of the level", "00/000" },
	{ "a level over 63", "64/000" },
	{ "a negative level", "-1/000" },
	{ "a partial tile of no hash", "0/000.p/0" },
	{ "a partial tile of 256 hashes", "0/000.p/256" },
	{ "a leading zero of the width", "0/000.p/08" },
	{ "a height, as sumdb has it", "8/0/000" },
	{ "a slash at the end", "0/000/" },
	{ "a slash in front", "/0/000" },
	{ "dots", "0/../000" },
	{ "white space", "0/000 " },
};
/* clang-format on */

static void
vec_level(struct vec *v, int level)
{
	char text[16];

	snprintf(text, sizeof text, "%d", level);
	vec_text(v, "level", level == PLACET_TILE_ENTRIES ? "entries" : text);
}

static void
refuse_tiles(struct vec *v)
{
	vec_array(v, "refuse_path");
	for (size_t i = 0; i < sizeof no_tiles / sizeof *no_tiles; i++) {
		const char *path = no_tiles[i][1];
		struct placet_tile t;
		int err = placet_tile_parse(path, strlen(path), &t);

		must(err != PLACET_OK);
		vec_case(v, no_tiles[i][0]);
		vec_text(v, "path", path);
		vec_refused(v, err);
	}
	vec_end(v);
}

void
make_tile(struct vec *v)
{
	char path[PLACET_TILE_PATH];

	vec_text(v, "about",
	    "C2SP tlog-tiles: what follows \"tile/\" in a URL, and how many "
	    "hashes (or entries) a tile has in a log of a size.");
	vec_text(v, "source", "tests/vectors/make_log.c");
	vec_array(v, "path");
	for (size_t i = 0; i < sizeof tiles / sizeof *tiles; i++) {
		placet_tile_path(&tiles[i], path);
		vec_object(v, NULL);
		vec_text(v, "path", path);
		vec_level(v, tiles[i].level);
		vec_number(v, "index", tiles[i].index);
		vec_number(v, "width", tiles[i].width);
		vec_end(v);
	}
	vec_end(v);
	vec_array(v, "width");
	for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
		vec_object(v, NULL);
		vec_level(v, widths[i].level);
		vec_number(v, "index", widths[i].index);
		vec_number(v, "size", widths[i].size);
		vec_number(v, "width",
		    placet_tile_width(
		        widths[i].level, widths[i].index, widths[i].size));
		vec_end(v);
	}
	vec_end(v);
	refuse_tiles(v);
}

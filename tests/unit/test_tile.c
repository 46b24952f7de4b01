/*
 * test_tile.c - spellings and widths of tiles, and proofs made from them
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <placet/merkle.h>
#include <placet/tile.h>

enum { LEAVES = 300, PAIRS = 130, BIG = 66000 };

static const struct {
	const char *path;
	struct placet_tile tile;
} good[] = {
	{ "0/000", { 0, 0, 256 } },
	{ "0/x001/x234/067", { 0, 1234067, 256 } },
	{ "0/x001/067.p/8", { 0, 1067, 8 } },
	{ "63/999.p/255", { 63, 999, 255 } },
	{ "entries/000", { PLACET_TILE_ENTRIES, 0, 256 } },
	{ "entries/x001/000.p/1", { PLACET_TILE_ENTRIES, 1000, 1 } },
	{ "1/x072/x057/x594/x037/x927/935",
	    { 1, UINT64_C(72057594037927935), 256 } },
};

static const struct {
	const char *path;
	int err;
} bad[] = {
	{ "", PLACET_EFORMAT },
	{ "0", PLACET_EFORMAT },
	{ "0/", PLACET_EFORMAT },
	{ "/000", PLACET_EFORMAT },
	{ "00/000", PLACET_EFORMAT },
	{ "-1/000", PLACET_EFORMAT },
	{ "64/000", PLACET_ERANGE },
	{ "0/0", PLACET_EFORMAT },
	{ "0/00", PLACET_EFORMAT },
	{ "0/0000", PLACET_EFORMAT },
	{ "0/1234067", PLACET_EFORMAT },
	{ "0/x000/067", PLACET_EFORMAT },
	{ "0/001/067", PLACET_EFORMAT },
	{ "0/x001", PLACET_EFORMAT },
	{ "0/x001/", PLACET_EFORMAT },
	{ "0/x001.067", PLACET_EFORMAT },
	{ "0/x001/x067", PLACET_EFORMAT },
	{ "0/X001/067", PLACET_EFORMAT },
	{ "0/000/", PLACET_EFORMAT },
	{ "0/000.p", PLACET_EFORMAT },
	{ "0/000.p/", PLACET_EFORMAT },
	{ "0/000.p/0", PLACET_EFORMAT },
	{ "0/000.p/01", PLACET_EFORMAT },
	{ "0/000.p/256", PLACET_EFORMAT },
	{ "0/000.p/8/", PLACET_EFORMAT },
	{ "0/+00", PLACET_EFORMAT },
	{ "Entries/000", PLACET_EFORMAT },
	{ "entries/", PLACET_EFORMAT },
	{ "1/x072/x057/x594/x037/x927/936", PLACET_ERANGE },
	{ "1/x999/x999/x999/x999/x999/x999/999", PLACET_ERANGE },
	{ "1/x001/x999/x999/x999/x999/x999/x999/999", PLACET_EFORMAT },
};

static void
paths_are_read_and_written_alike(void **state)
{
	char path[PLACET_TILE_PATH];

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct placet_tile t;
		const char *want = good[i].path;

		assert_int_equal(placet_tile_parse(want, strlen(want), &t), 0);
		assert_int_equal(t.level, good[i].tile.level);
		assert_int_equal(t.index, good[i].tile.index);
		assert_int_equal(t.width, good[i].tile.width);
		placet_tile_path(&t, path);
		assert_string_equal(path, want);
	}
	placet_tile_path(&(struct placet_tile){ 63, UINT64_MAX, 255 }, path);
	assert_string_equal(path, "63/x018/x446/x744/x073/x709/x551/615.p/255");
}

static void
other_paths_are_refused(void **state)
{
	struct placet_tile t;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (placet_tile_parse(bad[i].path, strlen(bad[i].path), &t) !=
		    bad[i].err)
			fail_msg("'%s'", bad[i].path);
}

static void
widths_are_those_of_the_specification(void **state)
{
	(void)state;
	/* 70,000 leaves: 273 tiles and 112, 1 tile and 17, 1. */
	assert_int_equal(placet_tile_width(0, 0, 70000), 256);
	assert_int_equal(placet_tile_width(0, 272, 70000), 256);
	assert_int_equal(placet_tile_width(0, 273, 70000), 112);
	assert_int_equal(placet_tile_width(0, 274, 70000), 0);
	assert_int_equal(
	    placet_tile_width(PLACET_TILE_ENTRIES, 273, 70000), 112);
	assert_int_equal(placet_tile_width(1, 0, 70000), 256);
	assert_int_equal(placet_tile_width(1, 1, 70000), 17);
	assert_int_equal(placet_tile_width(2, 0, 70000), 1);
	assert_int_equal(placet_tile_width(3, 0, 70000), 0);
	assert_int_equal(placet_tile_width(0, 1, 256), 0);
	assert_int_equal(placet_tile_width(1, 0, 256), 1);
	assert_int_equal(placet_tile_width(0, 0, 0), 0);
	assert_int_equal(placet_tile_width(7, 0, UINT64_MAX), 255);
	assert_int_equal(placet_tile_width(8, 0, UINT64_MAX), 0);
	assert_int_equal(placet_tile_width(63, 0, UINT64_MAX), 0);
	assert_int_equal(placet_tile_width(0, UINT64_MAX, UINT64_MAX), 0);
}

/* A log as its tiles: all hashes of a level in one array. */
struct log {
	uint64_t size;
	struct placet_hash *level[3];
};

static const struct placet_hash *
log_tile(void *arg, int level, uint64_t index, unsigned width)
{
	const struct log *log = arg;

	assert_in_range(width, 1, 256);
	if (level > 2 || placet_tile_width(level, index, log->size) < width)
		return NULL;
	return log->level[level] + 256 * index;
}

/* The first size leaves of any log are the same ones. */
static struct log
log_new(uint64_t size)
{
	struct log log = { .size = size };

	for (int l = 0; l < 3; l++) {
		const uint64_t n = size >> (8 * l);

		log.level[l] = calloc(n + 1, sizeof *log.level[l]);
		for (uint64_t i = 0; i < n; i++) {
			struct placet_frontier f = { 0 };

			if (l == 0) {
				placet_merkle_leaf(
				    &i, sizeof i, &log.level[l][i]);
				continue;
			}
			for (uint64_t k = 0; k < 256; k++)
				placet_frontier_add_hash(
				    &f, &log.level[l - 1][256 * i + k]);
			placet_frontier_root(&f, &log.level[l][i]);
		}
	}
	return log;
}

static void
log_free(struct log *log)
{
	for (int l = 0; l < 3; l++)
		free(log->level[l]);
}

static void
log_root(const struct log *log, uint64_t size, struct placet_hash *root)
{
	struct placet_frontier f = { 0 };

	for (uint64_t i = 0; i < size; i++)
		placet_frontier_add_hash(&f, &log->level[0][i]);
	placet_frontier_root(&f, root);
}

static void
assert_included(
    struct log *log, uint64_t i, uint64_t size, const struct placet_hash *root)
{
	struct placet_tiles tiles = { log_tile, log };
	struct placet_hash path[PLACET_PROOF_MAX];
	size_t n;

	assert_int_equal(placet_merkle_inclusion(
	                     i, size, placet_tile_node, &tiles, path, &n),
	    0);
	assert_int_equal(
	    placet_merkle_verify(root, size, i, &log->level[0][i], path, n), 0);
}

static void
every_inclusion_proof_from_tiles_verifies(void **state)
{
	struct log log = log_new(LEAVES);
	struct placet_hash root;

	(void)state;
	for (uint64_t size = 1; size <= LEAVES; size++) {
		log_root(&log, size, &root);
		for (uint64_t i = 0; i < size; i++)
			assert_included(&log, i, size, &root);
	}
	log_free(&log);
}

static void
every_consistency_proof_from_tiles_verifies(void **state)
{
	struct log log = log_new(PAIRS);
	struct placet_tiles tiles = { log_tile, &log };
	struct placet_hash path[PLACET_PROOF_MAX], root[PAIRS + 1];
	size_t n;

	(void)state;
	for (uint64_t size = 0; size <= PAIRS; size++)
		log_root(&log, size, &root[size]);
	for (uint64_t a = 0; a <= PAIRS; a++) {
		for (uint64_t b = a; b <= PAIRS; b++) {
			assert_int_equal(
			    placet_merkle_consistency(
			        a, b, placet_tile_node, &tiles, path, &n),
			    0);
			assert_int_equal(placet_merkle_extends(
			                     a, &root[a], b, &root[b], path, n),
			    0);
		}
	}
	log_free(&log);
}

static void
proofs_reach_into_upper_tiles(void **state)
{
	struct log log = log_new(BIG);
	struct placet_hash root, older, path[PLACET_PROOF_MAX];
	struct placet_tiles tiles = { log_tile, &log };
	size_t n;

	(void)state;
	log_root(&log, BIG, &root);
	for (uint64_t i = 0; i < BIG; i += 97)
		assert_included(&log, i, BIG, &root);
	for (uint64_t a = 1; a < BIG; a += 9973) {
		log_root(&log, a, &older);
		assert_int_equal(placet_merkle_consistency(a, BIG,
		                     placet_tile_node, &tiles, path, &n),
		    0);
		assert_int_equal(
		    placet_merkle_consistent(a, &older, BIG, &root, path, n),
		    0);
	}
	log_free(&log);
}

static void
missing_tile_is_an_error(void **state)
{
	struct log log = log_new(10);
	struct placet_tiles tiles = { log_tile, &log };
	struct placet_hash h, path[PLACET_PROOF_MAX];
	size_t n;

	(void)state;
	assert_int_equal(
	    placet_merkle_inclusion(0, 11, placet_tile_node, &tiles, path, &n),
	    PLACET_ERANGE);
	assert_int_equal(placet_tile_node(&tiles, 64, 0, &h), PLACET_ERANGE);
	assert_int_equal(
	    placet_tile_node(&tiles, 8, UINT64_MAX, &h), PLACET_ERANGE);
	log_free(&log);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_are_read_and_written_alike),
		cmocka_unit_test(other_paths_are_refused),
		cmocka_unit_test(widths_are_those_of_the_specification),
		cmocka_unit_test(every_inclusion_proof_from_tiles_verifies),
		cmocka_unit_test(every_consistency_proof_from_tiles_verifies),
		cmocka_unit_test(proofs_reach_into_upper_tiles),
		cmocka_unit_test(missing_tile_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

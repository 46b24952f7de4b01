/*
 * test_receipt.c - what a citizen keeps proves this and nothing else
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <placet/note.h>

#define ORIGIN "rennes.example.org/p/42"

enum { SIZE = 21, INDEX = 5 };

static const char *const entry = "the entry that is proved";
static const struct placet_seed seed = { { 9 } };
static uint8_t pub[32];
static struct placet_buf note, receipt;
static struct placet_hash path[PLACET_PROOF_MAX];
static size_t npath;

/* A log of SIZE entries, signed, and the receipt for one of them. */
static int
make(void **state)
{
	const struct placet_frontier none = { 0 };
	struct placet_frontier log = { 0 };
	struct placet_hash leaf[SIZE], root;
	struct placet_growth all = { &none, leaf, SIZE };
	struct placet_sig sig;
	size_t len;
	int err;

	(void)state;
	for (int i = 0; i < SIZE; i++) {
		placet_merkle_leaf(&i, sizeof i, &leaf[i]);
		if (i == INDEX)
			placet_merkle_leaf(entry, strlen(entry), &leaf[i]);
		placet_frontier_add_hash(&log, &leaf[i]);
	}
	placet_frontier_root(&log, &root);
	err = placet_public(&seed, pub);
	if (err == 0)
		err = placet_checkpoint_text(ORIGIN, SIZE, &root, &note);
	len = note.len;
	placet_buf_byte(&note, '\n');
	if (err == 0)
		err = placet_sign(&seed, note.data, len, &sig);
	if (err == 0)
		err = placet_note_line(ORIGIN, pub, &sig, &note);
	if (err == 0)
		err = placet_merkle_inclusion(
		    INDEX, SIZE, placet_growth_node, &all, path, &npath);
	if (err == 0)
		err = placet_receipt_write(INDEX, path, npath, "{\"a\":1}", 7,
		    note.data, note.len, &receipt);
	return err;
}

static int
release(void **state)
{
	(void)state;
	placet_buf_release(&note);
	placet_buf_release(&receipt);
	return 0;
}

static int
verify(const void *data, size_t len)
{
	struct placet_checkpoint cp;
	struct placet_receipt r;
	int err = placet_receipt_parse(data, len, &r);

	if (err == 0)
		err = placet_receipt_verify(&r, entry, strlen(entry), pub, &cp);
	placet_receipt_release(&r);
	return err;
}

static void
receipt_is_read_back_and_verifies(void **state)
{
	struct placet_checkpoint cp;
	struct placet_receipt r;

	(void)state;
	assert_int_equal(
	    placet_receipt_parse(receipt.data, receipt.len, &r), 0);
	assert_int_equal(r.index, INDEX);
	assert_int_equal(r.npath, npath);
	assert_memory_equal(r.path, path, npath * sizeof *path);
	assert_int_equal(r.extralen, 7);
	assert_string_equal(r.extra, "{\"a\":1}");
	assert_int_equal(r.notelen, note.len);
	assert_memory_equal(r.note, note.data, note.len);
	assert_int_equal(
	    placet_receipt_verify(&r, entry, strlen(entry), pub, &cp), 0);
	assert_string_equal(cp.origin, ORIGIN);
	assert_int_equal(cp.size, SIZE);

	assert_int_equal(
	    placet_receipt_verify(&r, entry, strlen(entry) - 1, pub, &cp),
	    PLACET_EPROOF);
	pub[0] ^= 1;
	assert_int_equal(
	    placet_receipt_verify(&r, entry, strlen(entry), pub, &cp),
	    PLACET_EKEY);
	pub[0] ^= 1;
	placet_receipt_release(&r);
	assert_null(r.extra);
	placet_receipt_release(&r);
	placet_receipt_release(NULL);
}

static void
receipt_without_extra_has_no_line_for_it(void **state)
{
	struct placet_buf b = { 0 };
	struct placet_receipt r;

	(void)state;
	assert_int_equal(placet_receipt_write(INDEX, path, npath, NULL, 0,
	                     note.data, note.len, &b),
	    0);
	assert_memory_equal(b.data, "c2sp.org/tlog-proof@v1\nindex 5\n", 31);
	assert_int_equal(placet_receipt_parse(b.data, b.len, &r), 0);
	assert_null(r.extra);
	assert_int_equal(r.extralen, 0);
	placet_receipt_release(&r);
	assert_int_equal(verify(b.data, b.len), 0);
	placet_buf_release(&b);
}

static void
what_would_not_be_read_is_not_written(void **state)
{
	struct placet_buf b = { 0 };

	(void)state;
	assert_int_equal(placet_receipt_write(SIZE, path, npath, NULL, 0,
	                     note.data, note.len, &b),
	    PLACET_ERANGE);
	assert_int_equal(placet_receipt_write(INDEX, path, PLACET_PROOF_MAX + 1,
	                     NULL, 0, note.data, note.len, &b),
	    PLACET_ERANGE);
	assert_int_equal(placet_receipt_write(INDEX, path, npath, NULL, 0,
	                     note.data, note.len - 1, &b),
	    PLACET_EFORMAT);
	assert_int_equal(b.len, 0);
	placet_buf_release(&b);
}

/* The extra line is not covered by anything: its content may change. */
static bool
in_extra(size_t i)
{
	const char *line = strstr(receipt.data, "extra ");
	const size_t start = (size_t)(line - receipt.data) + 6;

	return i >= start && i < start + strcspn(line + 6, "\n");
}

static void
damaged_receipt_never_verifies(void **state)
{
	(void)state;
	assert_int_equal(verify(receipt.data, receipt.len), 0);
	for (size_t len = 0; len < receipt.len; len++)
		assert_int_not_equal(verify(receipt.data, len), 0);
	for (size_t i = 0; i < 8 * receipt.len; i++) {
		if (in_extra(i / 8))
			continue;
		receipt.data[i / 8] ^= (char)(1 << i % 8);
		if (verify(receipt.data, receipt.len) == 0)
			fail_msg("byte %zu, bit %zu", i / 8, i % 8);
		receipt.data[i / 8] ^= (char)(1 << i % 8);
	}
}

/* The head of a receipt, the note being what it is. */
static const struct {
	const char *head;
	int err;
} heads[] = {
	{ "c2sp.org/tlog-proof@v1\nindex 5\n\n", 0 },
	{ "c2sp.org/tlog-proof@v1\nextra YQ==\nindex 5\n\n", 0 },
	{ "c2sp.org/tlog-proof@v1\nindex 21\n\n", PLACET_ERANGE },
	{ "c2sp.org/tlog-proof@v1\nindex 05\n\n", PLACET_EFORMAT },
	{ "c2sp.org/tlog-proof@v1\nindex \n\n", PLACET_EFORMAT },
	{ "c2sp.org/tlog-proof@v1\n\n", PLACET_EFORMAT },
	{ "c2sp.org/tlog-proof@v1\nextra \nindex 5\n\n", PLACET_EFORMAT },
	{ "c2sp.org/tlog-proof@v1\nextra YR==\nindex 5\n\n", PLACET_EFORMAT },
	{ "c2sp.org/tlog-proof@v1\nextra YQ\nindex 5\n\n", PLACET_EFORMAT },
	{ "c2sp.org/tlog-proof@v1\nindex 5\nextra YQ==\n\n", PLACET_EFORMAT },
	{ "c2sp.org/tlog-proof@v1\nindex 5\nYQ==\n\n", PLACET_EFORMAT },
	{ "c2sp.org/tlog-proof@v1\nindex 5\n", PLACET_EFORMAT },
	{ "c2sp.org/tlog-proof@v2\nindex 5\n\n", PLACET_EFORMAT },
	{ "c2sp.org/tlog-proof@v1 \nindex 5\n\n", PLACET_EFORMAT },
	{ "\nindex 5\n\n", PLACET_EFORMAT },
};

static void
heads_are_read_strictly(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		struct placet_buf b = { 0 };
		struct placet_receipt r;

		placet_buf_str(&b, heads[i].head);
		placet_buf_add(&b, note.data, note.len);
		if (placet_receipt_parse(b.data, b.len, &r) != heads[i].err)
			fail_msg("head %zu", i);
		placet_receipt_release(&r);
		placet_buf_release(&b);
	}
}

static void
overlong_receipts_are_refused(void **state)
{
	struct placet_buf b = { 0 };
	struct placet_receipt r;

	(void)state;
	placet_buf_str(&b, "c2sp.org/tlog-proof@v1\nindex 5\n");
	for (int i = 0; i <= PLACET_PROOF_MAX; i++) {
		placet_buf_base64(&b, path[0].b, sizeof path[0].b);
		placet_buf_byte(&b, '\n');
	}
	placet_buf_byte(&b, '\n');
	placet_buf_add(&b, note.data, note.len);
	assert_int_equal(
	    placet_receipt_parse(b.data, b.len, &r), PLACET_ELIMIT);
	while (b.len <= PLACET_NOTE_MAX)
		placet_buf_byte(&b, '\n');
	assert_int_equal(
	    placet_receipt_parse(b.data, b.len, &r), PLACET_ELIMIT);
	placet_buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(receipt_is_read_back_and_verifies),
		cmocka_unit_test(receipt_without_extra_has_no_line_for_it),
		cmocka_unit_test(what_would_not_be_read_is_not_written),
		cmocka_unit_test(damaged_receipt_never_verifies),
		cmocka_unit_test(heads_are_read_strictly),
		cmocka_unit_test(overlong_receipts_are_refused),
	};

	return cmocka_run_group_tests(tests, make, release);
}

/*
 * test_fail.c - what happens when memory or OpenSSL fail
 *
 * Each row runs an operation with every call of one function failing in
 * turn: the error is the documented one, the outputs hold nothing, and under
 * the sanitizers nothing leaks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <placet/hash.h>
#include <placet/jcs.h>
#include <placet/leaf.h>
#include <placet/note.h>
#include <placet/witness.h>

#include "fail.h"

#define ORIGIN "rennes.example.org/p/42"

static const struct placet_seed seed = { { 1, 2, 3 } };
static uint8_t pub[32];
static struct placet_buf note;    /* a signed checkpoint of one leaf */
static struct placet_buf receipt; /* for that leaf, with something extra */

static int
make(void **state)
{
	struct placet_hash root;
	struct placet_sig sig;
	size_t len;
	int err;

	(void)state;
	placet_merkle_leaf("leaf", 4, &root);
	err = placet_public(&seed, pub);
	if (err == 0)
		err = placet_checkpoint_text(ORIGIN, 1, &root, &note);
	len = note.len;
	placet_buf_byte(&note, '\n');
	if (err == 0)
		err = placet_sign(&seed, note.data, len, &sig);
	if (err == 0)
		err = placet_note_line(ORIGIN, pub, &sig, &note);
	if (err == 0)
		err = placet_receipt_write(
		    0, NULL, 0, "extra", 5, note.data, note.len, &receipt);
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

/* --- the operations ----------------------------------------------------- */

static int
keys(void)
{
	uint8_t key[32];

	return placet_public(&seed, key);
}

static int
sign(void)
{
	struct placet_sig sig;

	return placet_sign(&seed, "x", 1, &sig);
}

static int
note_open(void)
{
	struct placet_checkpoint cp;

	return placet_checkpoint_open(note.data, note.len, pub, &cp);
}

static int
note_write(void)
{
	const struct placet_sig sig = { { 0 } };
	const struct placet_hash root = { { 0 } };
	struct placet_buf b = { 0 };
	int err = placet_checkpoint_text(ORIGIN, 7, &root, &b);

	if (err == 0)
		err = placet_note_line(ORIGIN, pub, &sig, &b);
	placet_buf_release(&b);
	return err;
}

static int
receipt_write(void)
{
	struct placet_buf b = { 0 };
	const int err = placet_receipt_write(
	    0, NULL, 0, "x", 1, note.data, note.len, &b);

	placet_buf_release(&b);
	return err;
}

static int
receipt_read(void)
{
	struct placet_receipt r;
	const int err = placet_receipt_parse(receipt.data, receipt.len, &r);

	if (err != 0)
		assert_true(r.extra == NULL && r.note == NULL);
	placet_receipt_release(&r);
	return err;
}

static int
receipt_verify(void)
{
	struct placet_checkpoint cp;
	struct placet_receipt r;
	int err = placet_receipt_parse(receipt.data, receipt.len, &r);

	if (err == 0)
		err = placet_receipt_verify(&r, "leaf", 4, pub, &cp);
	placet_receipt_release(&r);
	return err;
}

/* A witness that cannot look is not one that refuses. */
static int
witness_decide(void)
{
	const struct placet_witness_state never = { 0 };
	struct placet_witness_request q;
	struct placet_buf b = { 0 };
	enum placet_witness_status status = PLACET_WITNESS_MALFORMED;
	int err = placet_witness_request_write(
	    0, NULL, 0, note.data, note.len, &b);

	if (err == 0)
		err = placet_witness_request_parse(b.data, b.len, &q);
	if (err == 0) {
		status = placet_witness_decide(&q, pub, &never);
		assert_true(status == PLACET_WITNESS_OK ||
		    status == PLACET_WITNESS_FAILED);
	}
	placet_buf_release(&b);
	return status == PLACET_WITNESS_FAILED ? PLACET_ECRYPTO : err;
}

static int
leaf_write(void)
{
	const struct placet_leaf leaf = { .type = PLACET_LEAF_SIGN,
		.time = 7200,
		.instance = "rennes.example.org" };
	struct placet_buf b = { 0 };
	int err = placet_leaf_encode(&leaf, &b);

	if (err == 0)
		err = placet_profile("Eve", "35238", &b);
	placet_buf_release(&b);
	return err;
}

/* Long enough for some blocks of the arena, and a number to convert. */
static int
json_read(void)
{
	struct placet_arena arena = { 0 };
	struct placet_json *v;
	char text[9001];
	int err;

	memset(text, ' ', sizeof text - 1);
	memcpy(text, "[\"", 2);
	memset(text + 2, 'x', 8000);
	memcpy(text + 8002, "\",1.5,2e3,{\"a\":[]}]", 19);
	err = placet_json_parse(&arena, text, sizeof text - 1, NULL, &v);
	assert_true((v != NULL) == (err == 0));
	placet_arena_end(&arena);
	return err;
}

static int
json_canonical(void)
{
	struct placet_arena arena = { 0 };
	struct placet_buf b = { 0 };
	struct placet_json *v;
	static const char text[] = "{\"b\":{\"z\":1},\"a\":[{},1e30]}";
	int err = placet_json_parse(&arena, text, strlen(text), NULL, &v);

	if (err == 0)
		err = placet_jcs(v, &b);
	placet_buf_release(&b);
	placet_arena_end(&arena);
	return err;
}

static int
arena_print(void)
{
	struct placet_arena arena = { 0 };
	const bool printed = placet_printf(&arena, "%d", 1) != NULL;

	placet_arena_end(&arena);
	return printed ? PLACET_OK : PLACET_ENOMEM;
}

static int
hash(void)
{
	struct placet_hash h;

	placet_sha256("x", 1, &h);
	return 0;
}

static int
hmac(void)
{
	struct placet_hash h;

	placet_hmac("x", 1, NULL, 0, &h);
	return 0;
}

/* --- the tests ---------------------------------------------------------- */

/* clang-format off */
static const struct row {
	fail_op *op;
	const char *fails;
	int err;
} rows[] = {
	{ arena_print, "malloc", PLACET_ENOMEM },
	{ json_read, "malloc", PLACET_ENOMEM },
	{ json_read, "yajl_alloc", PLACET_ENOMEM },
	{ json_read, "newlocale", PLACET_ENOMEM },
	{ json_canonical, "calloc", PLACET_ENOMEM },
	{ json_canonical, "realloc", PLACET_ENOMEM },
	{ leaf_write, "realloc", PLACET_ENOMEM },
	{ note_write, "realloc", PLACET_ENOMEM },
	{ receipt_write, "realloc", PLACET_ENOMEM },
	{ receipt_read, "malloc", PLACET_ENOMEM },
	{ keys, "EVP_PKEY_new_raw_private_key", PLACET_ENOMEM },
	{ keys, "EVP_PKEY_get_raw_public_key", PLACET_ECRYPTO },
	{ sign, "EVP_PKEY_new_raw_private_key", PLACET_ENOMEM },
	{ sign, "EVP_MD_CTX_new", PLACET_ENOMEM },
	{ sign, "EVP_DigestSignInit", PLACET_ECRYPTO },
	{ sign, "EVP_DigestSign", PLACET_ECRYPTO },
	{ note_open, "EVP_PKEY_new_raw_public_key", PLACET_ENOMEM },
	{ note_open, "EVP_MD_CTX_new", PLACET_ENOMEM },
	{ note_open, "EVP_DigestVerifyInit", PLACET_ECRYPTO },
	/* OpenSSL does not tell a false signature from a failure. */
	{ note_open, "EVP_DigestVerify", PLACET_ESIG },
	{ witness_decide, "realloc", PLACET_ENOMEM },
	{ witness_decide, "EVP_MD_CTX_new", PLACET_ECRYPTO },
	{ witness_decide, "EVP_DigestVerifyInit", PLACET_ECRYPTO },
	{ receipt_verify, "malloc", PLACET_ENOMEM },
	{ receipt_verify, "EVP_DigestVerifyInit", PLACET_ECRYPTO },
};
/* clang-format on */

static void
every_failure_is_told_and_leaves_nothing(void **state)
{
	size_t failed = 0;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct row *row = &rows[i];
		const size_t n = fail_each(row->op, row->fails, row->err);

		if (n == 0 || n == SIZE_MAX)
			fail_msg("row %zu, %s", i, row->fails);
		failed += n;
	}
	print_message("# %zu calls failed\n", failed);
}

/* Nobody could go on without SHA-256. */
static void
without_sha256_the_program_ends(void **state)
{
	(void)state;
	assert_int_equal(hash(), 0);
	assert_true(fail_aborts(hash, "EVP_DigestInit_ex", 0));
	assert_true(fail_aborts(hash, "EVP_DigestUpdate", 0));
	assert_true(fail_aborts(hash, "EVP_DigestFinal_ex", 0));
	assert_true(fail_aborts(hmac, "EVP_MD_fetch", 0));
	assert_true(fail_aborts(hmac, "EVP_MD_CTX_new", 0));
	assert_true(fail_aborts(hmac, "EVP_DigestInit_ex", 0));
	assert_false(fail_aborts(hash, "EVP_MD_fetch", 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_failure_is_told_and_leaves_nothing),
		cmocka_unit_test(without_sha256_the_program_ends),
	};

	return cmocka_run_group_tests(tests, make, release);
}

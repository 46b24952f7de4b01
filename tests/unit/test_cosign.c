/*
 * test_cosign.c - witnesses' keys, lines and what they sign
 *
 * The example was made with golang.org/x/mod/sumdb/note and a signer of 20
 * lines for type 0x04, of the seeds 1 and 2; Ed25519 has one signature for a
 * message, so ours are the same.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <placet/cosign.h>

#include "signed.h"

#define ORIGIN  "rennes.example.org/p/42"
#define WITNESS "witness.example.org/w1"

enum { LOG = 1, W1 = 2, W2 = 3, TIME = 1679315147 };

static const char vkey[] =
    "witness.example.org/w1+413e7227+BGt5xX5qCVI5KCwEgY6WES8/A6QAG6l6VkwjhSo/"
    "HqX8";
static const char log_vkey[] =
    "rennes.example.org/p/42+aa606792+Ac7MFQfcHd1ylZUcKQiI8JWtuQRNG3PWlubfBl1o"
    "O9T8";
static const char example[] =
    "rennes.example.org/p/42\n"
    "1\n"
    "2cLWa1IsJSJyj1Of+fZ7hdQN7/8JX8ilKMmU9PNbs94=\n"
    "\n"
    "\xE2\x80\x94 rennes.example.org/p/42 qmBnkqreRYIAN6P7wlXv9c4IhG5KakuSQOO+"
    "dJbh/yN9P5ZyGBWWVxjZNS5kXi5xFlmoq3ssvjR+JHaPdtmWUy2WwwU=\n"
    "\xE2\x80\x94 witness.example.org/w1 QT5yJwAAAABkGFDLtGeaDt8DZ/+vuT+pErmiD"
    "zTa0dgPM0EqmQXaOWaiZ6klPQensL9PggU+1dxoZk6b8kZ6qpT/mKNgVdegWZNJBg==\n";

/* The same checkpoint without the witness; returns its text's length. */
static size_t
plain(struct placet_buf *b)
{
	struct placet_hash root;

	placet_merkle_leaf("entry", 5, &root);
	return checkpoint(LOG, ORIGIN, 1, &root, b);
}

static void
note_and_key_of_another_implementation_are_ours(void **state)
{
	char name[PLACET_NAME_MAX], again[PLACET_VKEY_MAX];
	struct placet_buf b = { 0 };
	struct placet_cosign c;
	uint8_t pub[32], key[32];

	(void)state;
	pub_of(W1, pub);
	assert_int_equal(
	    placet_cosign_vkey_parse(vkey, strlen(vkey), name, key), 0);
	assert_string_equal(name, WITNESS);
	assert_memory_equal(key, pub, 32);
	assert_int_equal(placet_cosign_vkey(WITNESS, pub, again), 0);
	assert_string_equal(again, vkey);
	assert_int_equal(placet_cosign_id(WITNESS, pub), 0x413e7227);

	witness_signs(W1, WITNESS, plain(&b), TIME, &b);
	assert_string_equal(b.data, example);
	assert_int_equal(
	    placet_cosign_check(example, strlen(example), WITNESS, pub, &c), 0);
	assert_int_equal(c.time, TIME);
	placet_buf_release(&b);
}

static void
key_of_a_log_is_none_of_a_witness(void **state)
{
	char name[PLACET_NAME_MAX];
	uint8_t pub[32];

	(void)state;
	assert_int_equal(
	    placet_cosign_vkey_parse(log_vkey, strlen(log_vkey), name, pub),
	    PLACET_EFORMAT);
	assert_int_equal(
	    placet_vkey_parse(vkey, strlen(vkey), name, pub), PLACET_EFORMAT);
	assert_int_equal(
	    placet_cosign_vkey("no name", pub, (char[PLACET_VKEY_MAX]){ 0 }),
	    PLACET_EFORMAT);
	pub_of(W1, pub);
	assert_int_not_equal(
	    placet_cosign_id(WITNESS, pub), placet_key_id(WITNESS, pub));
}

static void
text_to_sign_is_two_lines_and_the_checkpoint(void **state)
{
	struct placet_buf b = { 0 };

	(void)state;
	assert_int_equal(placet_cosign_text("a\n0\nb\n", 6, TIME, &b), 0);
	assert_string_equal(
	    b.data, "cosignature/v1\ntime 1679315147\na\n0\nb\n");
	placet_buf_clear(&b);
	assert_int_equal(placet_cosign_text("", 0, INT64_MAX, &b), 0);
	assert_string_equal(
	    b.data, "cosignature/v1\ntime 9223372036854775807\n");
	assert_int_equal(placet_cosign_text("", 0, 0, &b), PLACET_ERANGE);
	assert_int_equal(placet_cosign_text("", 0, (uint64_t)INT64_MAX + 1, &b),
	    PLACET_ERANGE);
	placet_buf_release(&b);
	b.ceiling = 8;
	assert_int_equal(placet_cosign_text("", 0, TIME, &b), PLACET_ELIMIT);
	placet_buf_release(&b);
}

static void
line_is_read_as_it_was_written(void **state)
{
	struct placet_cosign c = { .time = INT64_MAX, .sig = { { 1, 2 } } };
	struct placet_buf b = { 0 };
	struct placet_note_lines lines;
	struct placet_note_sig line;
	struct placet_cosign back;
	uint8_t pub[32];

	(void)state;
	pub_of(W1, pub);
	assert_int_equal(placet_cosign_line(WITNESS, pub, &c, &b), 0);
	lines = (struct placet_note_lines){ b.data, b.len };
	assert_int_equal(placet_note_next(&lines, &line), 0);
	assert_int_equal(line.namelen, strlen(WITNESS));
	assert_memory_equal(line.name, WITNESS, line.namelen);
	assert_int_equal(line.id, placet_cosign_id(WITNESS, pub));
	assert_int_equal(placet_cosign_parse(&line, &back), 0);
	assert_int_equal(back.time, c.time);
	assert_memory_equal(&back.sig, &c.sig, sizeof c.sig);
	assert_int_equal(placet_note_next(&lines, &line), PLACET_EMISSING);

	line.data[0] = 0x80;
	assert_int_equal(placet_cosign_parse(&line, &back), PLACET_ERANGE);
	memset(line.data, 0, 8);
	assert_int_equal(placet_cosign_parse(&line, &back), PLACET_ERANGE);
	line.len = 64;
	assert_int_equal(placet_cosign_parse(&line, &back), PLACET_EFORMAT);
	line.len = 73;
	assert_int_equal(placet_cosign_parse(&line, &back), PLACET_EFORMAT);

	assert_int_equal(
	    placet_cosign_line("a b", pub, &c, &b), PLACET_EFORMAT);
	c.time = 0;
	assert_int_equal(
	    placet_cosign_line(WITNESS, pub, &c, &b), PLACET_ERANGE);
	c.time = UINT64_MAX;
	assert_int_equal(
	    placet_cosign_line(WITNESS, pub, &c, &b), PLACET_ERANGE);
	placet_buf_release(&b);
}

static void
lines_that_are_none_are_told_from_the_end(void **state)
{
	static const char *const bad[] = { "\xE2\x80\x94 a b", "a\n",
		"\xE2\x80\x94 a\n", "\xE2\x80\x94 a AAAAAA==\n", "\n" };
	struct placet_note_lines lines = { NULL, 0 };
	struct placet_note_sig line;

	(void)state;
	assert_int_equal(placet_note_next(&lines, &line), PLACET_EMISSING);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		lines = (struct placet_note_lines){ bad[i], strlen(bad[i]) };
		assert_int_equal(
		    placet_note_next(&lines, &line), PLACET_EFORMAT);
	}
}

static void
cosignature_is_for_this_text_time_and_key(void **state)
{
	struct placet_buf b = { 0 };
	size_t len = plain(&b);
	struct placet_cosign c = cosign(W1, b.data, len, TIME);
	uint8_t pub[32], other[32];

	(void)state;
	pub_of(W1, pub);
	pub_of(W2, other);
	assert_int_equal(placet_cosign_verify(&c, b.data, len, pub), 0);
	assert_int_equal(
	    placet_cosign_verify(&c, b.data, len - 1, pub), PLACET_ESIG);
	assert_int_equal(
	    placet_cosign_verify(&c, b.data, len, other), PLACET_ESIG);
	c.time++;
	assert_int_equal(
	    placet_cosign_verify(&c, b.data, len, pub), PLACET_ESIG);
	c.time = 0;
	assert_int_equal(
	    placet_cosign_verify(&c, b.data, len, pub), PLACET_ERANGE);
	placet_buf_release(&b);
}

static void
extension_lines_are_signed_too(void **state)
{
	static const char text[] = ORIGIN
	    "\n1\n2cLWa1IsJSJyj1Of+fZ7hdQN7/8JX8ilKMmU9PNbs94=\nmore\n";
	struct placet_buf b = { 0 };
	struct placet_cosign c;
	uint8_t pub[32];

	(void)state;
	pub_of(W1, pub);
	placet_buf_str(&b, text);
	placet_buf_byte(&b, '\n');
	witness_signs(W1, WITNESS, strlen(text), TIME, &b);
	assert_int_equal(
	    placet_cosign_check(b.data, b.len, WITNESS, pub, &c), 0);
	*strstr(b.data, "more") = 'M';
	assert_int_equal(
	    placet_cosign_check(b.data, b.len, WITNESS, pub, &c), PLACET_ESIG);
	placet_buf_release(&b);
}

static void
latest_of_several_counts(void **state)
{
	static const uint64_t times[][2] = { { TIME, TIME + 9 },
		{ TIME + 9, TIME }, { TIME + 9, TIME + 9 } };
	struct placet_buf b = { 0 };
	struct placet_cosign c;
	uint8_t pub[32];

	(void)state;
	pub_of(W1, pub);
	for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
		size_t len = plain(&b);

		witness_signs(W1, WITNESS, len, times[i][0], &b);
		witness_signs(W2, WITNESS, len, TIME + 20, &b);
		witness_signs(W1, WITNESS "2", len, TIME + 30, &b);
		witness_signs(W1, WITNESS, len, times[i][1], &b);
		assert_int_equal(
		    placet_cosign_check(b.data, b.len, WITNESS, pub, &c), 0);
		assert_int_equal(c.time, TIME + 9);
	}
	placet_buf_release(&b);
}

static void
false_line_of_a_known_key_spoils_the_note(void **state)
{
	struct placet_buf b = { 0 };
	struct placet_cosign c;
	size_t len = plain(&b);
	uint8_t pub[32], other[32];

	(void)state;
	pub_of(W1, pub);
	pub_of(W2, other);
	witness_signs(W1, WITNESS, len, TIME, &b);
	/* One over other bytes, and true for nobody. */
	witness_signs(W1, WITNESS, len - 1, TIME, &b);
	assert_int_equal(
	    placet_cosign_check(b.data, b.len, WITNESS, pub, &c), PLACET_ESIG);
	assert_int_equal(placet_cosign_check(b.data, b.len, WITNESS, other, &c),
	    PLACET_EKEY);
	assert_int_equal(
	    placet_cosign_check(b.data, b.len, ORIGIN, pub, &c), PLACET_EKEY);
	assert_int_equal(
	    placet_cosign_check(b.data, len, WITNESS, pub, &c), PLACET_EFORMAT);
	placet_buf_release(&b);
}

/* Of the right id, but one byte short: whoever wrote it, it is not true. */
static void
short_line_of_a_known_key_spoils_the_note(void **state)
{
	char note[sizeof example];
	struct placet_cosign c;
	uint8_t pub[32];
	char *cut;

	(void)state;
	pub_of(W1, pub);
	memcpy(note, example, sizeof example);
	cut = note + strlen(note) - 5;
	memcpy(cut, "\n", 2);
	assert_int_equal(
	    placet_cosign_check(note, strlen(note), WITNESS, pub, &c),
	    PLACET_ESIG);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    note_and_key_of_another_implementation_are_ours),
		cmocka_unit_test(key_of_a_log_is_none_of_a_witness),
		cmocka_unit_test(text_to_sign_is_two_lines_and_the_checkpoint),
		cmocka_unit_test(line_is_read_as_it_was_written),
		cmocka_unit_test(lines_that_are_none_are_told_from_the_end),
		cmocka_unit_test(cosignature_is_for_this_text_time_and_key),
		cmocka_unit_test(extension_lines_are_signed_too),
		cmocka_unit_test(latest_of_several_counts),
		cmocka_unit_test(false_line_of_a_known_key_spoils_the_note),
		cmocka_unit_test(short_line_of_a_known_key_spoils_the_note),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

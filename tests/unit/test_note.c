/*
 * test_note.c - keys, notes and checkpoints
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <placet/hash.h>
#include <placet/note.h>
#include <placet/text.h>

#define ORIGIN "rennes.example.org/p/42"
#define OTHER  "witness.example.org"

static const struct placet_seed seed = { { 1, 2, 3 } };
static const struct placet_seed other = { { 4, 5, 6 } };
static uint8_t pub[32], otherpub[32];

static int
keys(void **state)
{
	(void)state;
	return placet_public(&seed, pub) | placet_public(&other, otherpub);
}

static int
size_root(uint64_t size, struct placet_buf *b)
{
	struct placet_hash root;

	placet_sha256("root", 4, &root);
	return placet_checkpoint_text(ORIGIN, size, &root, b);
}

static void
line(const struct placet_seed *s, const char *name, size_t textlen,
    struct placet_buf *b)
{
	struct placet_sig sig;
	uint8_t key[32];

	assert_int_equal(placet_public(s, key), 0);
	assert_int_equal(placet_sign(s, b->data, textlen, &sig), 0);
	assert_int_equal(placet_note_line(name, key, &sig, b), 0);
}

/* A checkpoint of size 20852163 that its log and another signed. */
static void
checkpoint(struct placet_buf *b)
{
	size_t textlen;

	assert_int_equal(size_root(20852163, b), 0);
	textlen = b->len;
	placet_buf_byte(b, '\n');
	line(&other, OTHER, textlen, b);
	line(&seed, ORIGIN, textlen, b);
}

/* The verifier key and the note that C2SP signed-note shows. */
static const char spec_vkey[] =
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
static const char spec_text[] = "This is an example message.\n";
static const char spec_sig[] =
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYj"
    "OBH3mFXmRKuwHjG1Yu72IneyaQM=";

static void
example_of_the_specification_verifies(void **state)
{
	char name[PLACET_NAME_MAX], vkey[PLACET_VKEY_MAX];
	uint8_t key[32], bytes[68];
	size_t room = sizeof bytes;
	struct placet_sig sig;

	(void)state;
	assert_int_equal(
	    placet_vkey_parse(spec_vkey, strlen(spec_vkey), name, key), 0);
	assert_string_equal(name, "example.com/foo");
	assert_int_equal(placet_key_id(name, key), 0x530d903a);
	assert_int_equal(placet_vkey(name, key, vkey), 0);
	assert_string_equal(vkey, spec_vkey);
	assert_int_equal(
	    placet_unbase64(spec_sig, strlen(spec_sig), bytes, &room), 0);
	assert_memory_equal(bytes, "\x53\x0d\x90\x3a", 4);
	memcpy(sig.b, bytes + 4, sizeof sig.b);
	assert_int_equal(
	    placet_check(key, spec_text, strlen(spec_text), &sig), 0);
}

static const char *const bad_vkey[] = { "", "+", "++", "example.com/foo",
	"example.com/foo+530d903a", "example.com/foo+530d903a+",
	"example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
	"example.com/foo+530d903a-AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
	"example.com/foo+530g903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
	"example.com/foo+530d903a+A-kyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
	"example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
	"example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
	"example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2l",
	"example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
	"a+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2kA",
	"example com+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
	"+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k" };

static void
verifier_keys_are_read_strictly(void **state)
{
	char name[PLACET_NAME_MAX];
	uint8_t key[32];

	(void)state;
	for (size_t i = 0; i < sizeof bad_vkey / sizeof *bad_vkey; i++)
		if (placet_vkey_parse(bad_vkey[i], strlen(bad_vkey[i]), name,
		        key) != PLACET_EFORMAT)
			fail_msg("accepted '%s'", bad_vkey[i]);
	for (size_t len = 0; len < strlen(spec_vkey); len++)
		assert_int_equal(placet_vkey_parse(spec_vkey, len, name, key),
		    PLACET_EFORMAT);
}

static const struct {
	const char *name;
	bool valid;
} names[] = {
	{ "rennes.example.org/p/42", true },
	{ "Noël", true },
	{ "a", true },
	{ "", false },
	{ "a b", false },
	{ "a+b", false },
	{ "a\tb", false },
	{ "a\nb", false },
	{ "a\x7f", false },
	{ "a\xC2\xA0", false },
	{ "a\xC2\x85", false },
	{ "a\xE2\x80\x89", false },
	{ "a\xE2\x80\x8B", true },
	{ "a\xE2\x80\xA8", false },
	{ "a\xE3\x80\x80", false },
	{ "a\xC0\xAF", false },
};

static void
names_hold_no_spaces_and_no_plus(void **state)
{
	char name[255];

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (placet_name_valid(names[i].name, strlen(names[i].name)) !=
		    names[i].valid)
			fail_msg("name %zu", i);
	memset(name, 'a', sizeof name);
	assert_true(placet_name_valid(name, 253));
	assert_false(placet_name_valid(name, 254));
}

static void
checkpoint_is_written_and_opened(void **state)
{
	struct placet_buf b = { 0 };
	struct placet_checkpoint cp;
	struct placet_hash root;

	(void)state;
	placet_sha256("root", 4, &root);
	checkpoint(&b);
	assert_memory_equal(
	    b.data, ORIGIN "\n20852163\n", strlen(ORIGIN "\n20852163\n"));
	assert_int_equal(placet_checkpoint_open(b.data, b.len, pub, &cp), 0);
	assert_string_equal(cp.origin, ORIGIN);
	assert_int_equal(cp.size, 20852163);
	assert_memory_equal(&cp.root, &root, sizeof root);
	assert_memory_equal(b.data + cp.textlen, "\n\xE2\x80\x94 ", 5);
	placet_buf_release(&b);
}

static void
another_key_or_name_is_not_the_log(void **state)
{
	struct placet_buf b = { 0 };
	struct placet_checkpoint cp;
	size_t textlen;

	(void)state;
	checkpoint(&b);
	assert_int_equal(
	    placet_checkpoint_open(b.data, b.len, otherpub, &cp), PLACET_EKEY);
	placet_buf_clear(&b);
	assert_int_equal(size_root(7, &b), 0);
	textlen = b.len;
	placet_buf_byte(&b, '\n');
	line(&seed, OTHER, textlen, &b);
	assert_int_equal(
	    placet_checkpoint_open(b.data, b.len, pub, &cp), PLACET_EKEY);
	assert_int_equal(placet_checkpoint_parse(b.data, b.len, &cp), 0);
	assert_int_equal(cp.size, 7);
	placet_buf_release(&b);
}

/* Whoever signs may write any id, so the name counts too. */
static void
name_is_compared_where_the_id_is_the_same(void **state)
{
	struct placet_buf b = { 0 };
	struct placet_checkpoint cp;
	size_t textlen;
	char *name;

	(void)state;
	assert_int_equal(size_root(7, &b), 0);
	textlen = b.len;
	placet_buf_byte(&b, '\n');
	line(&seed, ORIGIN, textlen, &b);
	assert_int_equal(placet_checkpoint_open(b.data, b.len, pub, &cp), 0);
	name = strstr(b.data + textlen, ORIGIN);
	name[0] = 'v';
	assert_int_equal(
	    placet_checkpoint_open(b.data, b.len, pub, &cp), PLACET_EKEY);
	memmove(name, name + 1, strlen(name));
	assert_int_equal(
	    placet_checkpoint_open(b.data, b.len - 1, pub, &cp), PLACET_EKEY);
	placet_buf_release(&b);
}

static void
lines_are_taken_off_one_by_one(void **state)
{
	static const char more[] = "\xE2\x80\x94 a AAAAAAE=\nx";
	struct placet_note_lines lines = { more, strlen(more) };
	struct placet_note_sig sig;

	(void)state;
	assert_int_equal(placet_note_next(&lines, &sig), 0);
	assert_int_equal(sig.namelen, 1);
	assert_int_equal(sig.id, 0);
	assert_int_equal(sig.len, 1);
	assert_int_equal(sig.data[0], 1);
	assert_int_equal(placet_note_next(&lines, &sig), PLACET_EFORMAT);
	lines.len = 0;
	assert_int_equal(placet_note_next(&lines, &sig), PLACET_EMISSING);
}

/* One good line does not excuse a bad one of the same key. */
static void
second_line_that_fails_refuses_the_note(void **state)
{
	struct placet_buf b = { 0 };
	struct placet_checkpoint cp;

	(void)state;
	checkpoint(&b);
	line(&seed, ORIGIN, 3, &b);
	assert_int_equal(
	    placet_checkpoint_open(b.data, b.len, pub, &cp), PLACET_ESIG);
	placet_buf_release(&b);
}

static void
sixteen_signatures_are_fine_and_hundreds_are_not(void **state)
{
	struct placet_buf b = { 0 };
	struct placet_checkpoint cp;
	size_t textlen;

	(void)state;
	assert_int_equal(size_root(7, &b), 0);
	textlen = b.len;
	placet_buf_byte(&b, '\n');
	for (int i = 0; i < 15; i++)
		line(&other, OTHER, textlen, &b);
	line(&seed, ORIGIN, textlen, &b);
	assert_int_equal(placet_checkpoint_open(b.data, b.len, pub, &cp), 0);
	for (int i = 0; i < 200; i++)
		line(&other, OTHER, textlen, &b);
	assert_int_equal(
	    placet_checkpoint_open(b.data, b.len, pub, &cp), PLACET_ELIMIT);
	placet_buf_release(&b);
}

/* Cut or changed anywhere, a checkpoint never opens as another. */
static void
damaged_checkpoint_never_opens(void **state)
{
	struct placet_buf b = { 0 };
	struct placet_checkpoint cp;
	size_t ours;

	(void)state;
	assert_int_equal(size_root(12345, &b), 0);
	ours = b.len;
	placet_buf_byte(&b, '\n');
	line(&seed, ORIGIN, ours, &b);
	for (size_t len = 0; len < b.len; len++)
		assert_int_not_equal(
		    placet_checkpoint_open(b.data, len, pub, &cp), 0);
	for (size_t i = 0; i < 8 * b.len; i++) {
		b.data[i / 8] ^= (char)(1 << i % 8);
		if (placet_checkpoint_open(b.data, b.len, pub, &cp) == 0)
			fail_msg("byte %zu, bit %zu", i / 8, i % 8);
		b.data[i / 8] ^= (char)(1 << i % 8);
	}
	assert_int_equal(placet_checkpoint_open(b.data, b.len, pub, &cp), 0);
	placet_buf_release(&b);
}

#define ROOT  "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
#define EMPTY "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
#define LINE  "\xE2\x80\x94 a AAAAAAE=\n"

static const struct {
	const char *note;
	int err;
} parsed[] = {
	{ "a\n1\n" ROOT "\n\n" LINE, 0 },
	{ "a\n1\n" ROOT "\nextension\n\n" LINE, 0 },
	{ "a\n0\n" EMPTY "\n\n" LINE, 0 },
	{ "a\n0\n" ROOT "\n\n" LINE, PLACET_EFORMAT },
	{ "a\n01\n" ROOT "\n\n" LINE, PLACET_EFORMAT },
	{ "a\n-1\n" ROOT "\n\n" LINE, PLACET_EFORMAT },
	{ "a\n9223372036854775807\n" ROOT "\n\n" LINE, 0 },
	{ "a\n9223372036854775808\n" ROOT "\n\n" LINE, PLACET_EFORMAT },
	{ "a b\n1\n" ROOT "\n\n" LINE, PLACET_EFORMAT },
	{ "\n1\n" ROOT "\n\n" LINE, PLACET_EFORMAT },
	{ "a\n1\nCsUYag==\n\n" LINE, PLACET_EFORMAT },
	{ "a\n1\n" ROOT "\n\n\n" LINE, PLACET_EFORMAT },
	{ "a\n1\n" ROOT "\n" LINE, PLACET_EFORMAT },
	{ "a\n1\n" ROOT "\n\n", PLACET_EFORMAT },
	{ "a\n1\n" ROOT "\n", PLACET_EFORMAT },
	{ "a\n1\n\n" LINE, PLACET_EFORMAT },
	{ "\n\n" LINE, PLACET_EFORMAT },
	{ "\n" LINE, PLACET_EFORMAT },
	{ "a\n1\n" ROOT "\n\n" LINE "x", PLACET_EFORMAT },
	{ "a\n1\n" ROOT "\n\n- a AAAAAAE=\n", PLACET_EFORMAT },
	{ "a\n1\n" ROOT "\n\n" LINE "x\n", PLACET_EFORMAT },
	{ "a\n1\n" ROOT "\n\n\xE2\x80\x94 \n", PLACET_EFORMAT },
	{ "a\n1\n" ROOT "\n\n\xE2\x80\x94 a\n", PLACET_EFORMAT },
	{ "a\n\n" LINE, PLACET_EFORMAT },
	{ "a\n1\n" ROOT "\n\n\xE2\x80\x94 a  AAAAAAE=\n", PLACET_EFORMAT },
	{ "a\n1\n" ROOT "\n\n\xE2\x80\x94  AAAAAAE=\n", PLACET_EFORMAT },
	{ "a\n1\n" ROOT "\n\n\xE2\x80\x94 a AAAAAA==\n", PLACET_EFORMAT },
	{ "a\n1\n" ROOT "\n\n\xE2\x80\x94 a \n", PLACET_EFORMAT },
	{ "a\n1\n" ROOT "\r\n\n" LINE, PLACET_EUTF8 },
	{ "a\xff\n1\n" ROOT "\n\n" LINE, PLACET_EUTF8 },
};

static void
notes_are_read_strictly(void **state)
{
	struct placet_checkpoint cp;

	(void)state;
	for (size_t i = 0; i < sizeof parsed / sizeof *parsed; i++)
		if (placet_checkpoint_parse(parsed[i].note,
		        strlen(parsed[i].note), &cp) != parsed[i].err)
			fail_msg("note %zu", i);
}

static void
largest_note_is_read_and_a_larger_one_is_not(void **state)
{
	struct placet_buf b = { 0 };
	struct placet_checkpoint cp;
	const size_t rest = strlen("\n\n" LINE);

	(void)state;
	placet_buf_str(&b, "a\n1\n" ROOT "\n");
	while (b.len < PLACET_NOTE_MAX - rest)
		placet_buf_byte(&b, 'x');
	placet_buf_str(&b, "\n\n" LINE);
	assert_int_equal(b.len, PLACET_NOTE_MAX);
	assert_int_equal(placet_checkpoint_parse(b.data, b.len, &cp), 0);
	assert_int_equal(
	    placet_checkpoint_parse(b.data, b.len + 1, &cp), PLACET_ELIMIT);
	placet_buf_release(&b);
}

static void
names_that_are_not_valid_are_not_written(void **state)
{
	struct placet_buf b = { 0 };
	const struct placet_hash root = { { 0 } };
	const struct placet_sig sig = { { 0 } };
	char vkey[PLACET_VKEY_MAX];

	(void)state;
	assert_int_equal(
	    placet_checkpoint_text("a b", 1, &root, &b), PLACET_EFORMAT);
	assert_int_equal(
	    placet_note_line("a+b", pub, &sig, &b), PLACET_EFORMAT);
	assert_int_equal(placet_vkey("", pub, vkey), PLACET_EFORMAT);
	assert_int_equal(b.len, 0);
	placet_buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(example_of_the_specification_verifies),
		cmocka_unit_test(verifier_keys_are_read_strictly),
		cmocka_unit_test(names_hold_no_spaces_and_no_plus),
		cmocka_unit_test(checkpoint_is_written_and_opened),
		cmocka_unit_test(another_key_or_name_is_not_the_log),
		cmocka_unit_test(name_is_compared_where_the_id_is_the_same),
		cmocka_unit_test(lines_are_taken_off_one_by_one),
		cmocka_unit_test(second_line_that_fails_refuses_the_note),
		cmocka_unit_test(
		    sixteen_signatures_are_fine_and_hundreds_are_not),
		cmocka_unit_test(damaged_checkpoint_never_opens),
		cmocka_unit_test(notes_are_read_strictly),
		cmocka_unit_test(largest_note_is_read_and_a_larger_one_is_not),
		cmocka_unit_test(names_that_are_not_valid_are_not_written),
	};

	return cmocka_run_group_tests(tests, keys, NULL);
}

/*
 * test_witness.c - what is asked of a witness, and what it answers
 *
 * The transcript is that of litewitness (FiloSottile/litetlog,
 * cmd/litewitness/testdata/litewitness.txt), whose logs are Sigsum's: their
 * signatures are over checkpoints as they are here.  An origin that is not
 * known is 404 today and was 403 then.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <placet/witness.h>

#include "hex.h"
#include "signed.h"

#define ORIGIN  "rennes.example.org/p/42"
#define WITNESS "witness.example.org/w1"

enum { LOG = 1, W1 = 2, OTHER = 3, TIME = 1700000000, LEAVES = 9 };

static struct placet_hash leaf[LEAVES], root[LEAVES + 1];

static int
make_log(void **state)
{
	struct placet_frontier f = { 0 };

	(void)state;
	placet_frontier_root(&f, &root[0]);
	for (size_t i = 0; i < LEAVES; i++) {
		placet_merkle_leaf(&i, sizeof i, &leaf[i]);
		placet_frontier_add_hash(&f, &leaf[i]);
		placet_frontier_root(&f, &root[i + 1]);
	}
	return 0;
}

static struct placet_hash
hash_of(const char *hex)
{
	struct placet_hash h;

	memcpy(h.b, unhex(hex).b, sizeof h.b);
	return h;
}

#define FILL "000000000000000000000000000000000000000000000000000000000000"
#define SIGSUM                \
	"sigsum.org/v1/tree/" \
	"4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562"
#define ROOT3 "45c088d4d939e9971298811f227d1295eaad57bbafae55cd71c171e7de48c25d"
#define SIG3                                                               \
	"655bb4871d15bc05032d67eece88900c4863a27f190393b99176391577f5def9" \
	"71b023d9a418c3226b7b7ea47b33686d9b3849451dadc6b07c007c595af1ea0"
#define ROOT5 "42bb57ad06420afa4882c4a63ac6a1ec77480b330b2f20dfc53a0caa5f564e36"
#define SIG5                                                               \
	"0fc43899968b48b5150b0e8fe7ad07b17c21c7056a6fe381deb0cd19ece103d5" \
	"9b2119b5dbe5d54d8a1262ce67f01245c5898b4b56f747495804a17a2eec0f0c"

static const char sigsum_pub[] =
    "ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f";

static const struct {
	uint64_t old, size;
	const char *root, *sig;
	const char *path[4];
	bool known;
	enum placet_witness_status want;
} transcript[] = {
	{ 0, 1, "2a00" FILL,
	    "b7cf653aa9c565a1ca359db81bd3bc656ab2890c6ea4c0aec42295e80aa05049"
	    "423505026434f987923ccdf07d440c152cd59e736e5914d8ada8d7a4d51b2106",
	    { NULL }, true, PLACET_WITNESS_OK },
	{ 1, 3, ROOT3, SIG3 "b", { "2a01" FILL, "2a02" FILL }, true,
	    PLACET_WITNESS_FORBIDDEN },
	{ 1, 3, ROOT3, SIG3 "a", { "2a01" FILL, "2a02" FILL }, false,
	    PLACET_WITNESS_UNKNOWN },
	{ 1, 3, ROOT3, SIG3 "a", { NULL }, true, PLACET_WITNESS_PROOF },
	{ 1, 3, ROOT3, SIG3 "a",
	    { "2a01" FILL,
	        "2a02000000000000000000000000000000000000000000000000000000000"
	        "001" },
	    true, PLACET_WITNESS_PROOF },
	{ 1, 3, ROOT3, SIG3 "a", { "2a01" FILL, "2a02" FILL }, true,
	    PLACET_WITNESS_OK },
	{ 1, 5, ROOT5, SIG5,
	    { "2a01" FILL,
	        "f9f50357e93def4078237b8aaea24ce1a3f5965a0f64ff26bebd99e30470d8"
	        "b2",
	        "2a04" FILL },
	    true, PLACET_WITNESS_CONFLICT },
	{ 3, 5, ROOT5, SIG5,
	    { "2a02" FILL, "2a03" FILL,
	        "c2088815d65f60dbfa594d4e96504ab169cb6084bf0c132ab7c521fd2e0eba"
	        "41",
	        "2a04" FILL },
	    true, PLACET_WITNESS_OK },
};

/* The body that line i of the transcript stands for. */
static void
transcript_body(size_t i, const uint8_t pub[32], struct placet_buf *body)
{
	const struct placet_hash tree = hash_of(transcript[i].root);
	struct placet_hash path[4];
	struct placet_buf note = { 0 };
	struct placet_sig sig;
	size_t n = 0;

	memcpy(sig.b, unhex(transcript[i].sig).b, sizeof sig.b);
	must(placet_checkpoint_text(SIGSUM, transcript[i].size, &tree, &note));
	placet_buf_byte(&note, '\n');
	must(placet_note_line(SIGSUM, pub, &sig, &note));
	for (; n < 4 && transcript[i].path[n] != NULL; n++)
		path[n] = hash_of(transcript[i].path[n]);
	must(placet_witness_request_write(
	    transcript[i].old, path, n, note.data, note.len, body));
	placet_buf_release(&note);
}

static void
transcript_of_litewitness_is_ours(void **state)
{
	struct placet_witness_state last = { .size = 0 };
	struct placet_witness_request q;
	struct placet_buf body = { 0 };
	uint8_t pub[32];

	(void)state;
	memcpy(pub, unhex(sigsum_pub).b, sizeof pub);
	for (size_t i = 0; i < sizeof transcript / sizeof *transcript; i++) {
		placet_buf_clear(&body);
		transcript_body(i, pub, &body);
		assert_int_equal(
		    placet_witness_request_parse(body.data, body.len, &q), 0);
		assert_string_equal(q.cp.origin, SIGSUM);
		assert_int_equal(placet_witness_decide(&q,
		                     transcript[i].known ? pub : NULL, &last),
		    transcript[i].want);
		if (transcript[i].want == PLACET_WITNESS_OK) {
			last.size = q.cp.size;
			last.root = q.cp.root;
		}
	}
	assert_int_equal(last.size, 5);
	placet_buf_release(&body);
}

/* Ask about the log of `size` leaves under tree, from old by this proof. */
static enum placet_witness_status
ask(uint64_t old, uint64_t size, const struct placet_hash *tree,
    const struct placet_hash *path, size_t npath, uint64_t last)
{
	const struct placet_witness_state state = { last, root[last] };
	struct placet_witness_request q = { .old = old, .npath = npath };
	struct placet_buf note = { 0 };
	enum placet_witness_status status;
	uint8_t pub[32];

	pub_of(LOG, pub);
	checkpoint(LOG, ORIGIN, size, tree, &note);
	q.note = note.data;
	q.notelen = note.len;
	must(placet_checkpoint_parse(note.data, note.len, &q.cp));
	if (npath > 0)
		memcpy(q.path, path, npath * sizeof *path);
	status = placet_witness_decide(&q, pub, &state);
	placet_buf_release(&note);
	return status;
}

static void
every_step_of_a_log_is_taken_once(void **state)
{
	const struct placet_frontier none = { 0 };
	struct placet_growth all = { &none, leaf, LEAVES };
	struct placet_hash path[PLACET_PROOF_MAX];
	size_t n;

	(void)state;
	for (uint64_t a = 0; a <= LEAVES; a++)
		for (uint64_t b = a; b <= LEAVES; b++) {
			assert_int_equal(
			    placet_merkle_consistency(
			        a, b, placet_growth_node, &all, path, &n),
			    0);
			assert_int_equal(
			    ask(a, b, &root[b], path, n, a), PLACET_WITNESS_OK);
			if (a > 0)
				assert_int_equal(
				    ask(a, b, &root[b], path, n, a - 1),
				    PLACET_WITNESS_CONFLICT);
		}
}

static void
what_does_not_extend_is_refused(void **state)
{
	(void)state;
	/* A proof from nothing, or for no growth. */
	assert_int_equal(ask(0, 2, &root[2], leaf, 1, 0), PLACET_WITNESS_PROOF);
	assert_int_equal(ask(2, 2, &root[2], leaf, 1, 2), PLACET_WITNESS_PROOF);
	/* The same size, another root. */
	assert_int_equal(ask(2, 2, &root[3], NULL, 0, 2), PLACET_WITNESS_PROOF);
	assert_int_equal(ask(2, 3, &root[3], NULL, 0, 2), PLACET_WITNESS_PROOF);
	/* Backwards: of what it says itself, and of what we know. */
	assert_int_equal(
	    ask(4, 3, &root[3], NULL, 0, 4), PLACET_WITNESS_MALFORMED);
	assert_int_equal(
	    ask(3, 3, &root[3], NULL, 0, 4), PLACET_WITNESS_CONFLICT);
	assert_int_equal(
	    ask(0, 3, &root[3], NULL, 0, 4), PLACET_WITNESS_CONFLICT);
}

static void
empty_log_has_one_root(void **state)
{
	static const char text[] = ORIGIN
	    "\n0\n2cLWa1IsJSJyj1Of+fZ7hdQN7/8JX8ilKMmU9PNbs94=\n";
	const struct placet_witness_state none = { .size = 0 };
	struct placet_witness_request q;
	struct placet_buf note = { 0 }, body = { 0 };
	uint8_t pub[32];

	(void)state;
	pub_of(LOG, pub);
	placet_buf_str(&note, text);
	placet_buf_byte(&note, '\n');
	log_signs(LOG, ORIGIN, strlen(text), &note);
	placet_buf_str(&body, "old 0\n\n");
	placet_buf_add(&body, note.data, note.len);
	assert_int_equal(
	    placet_witness_request_parse(body.data, body.len, &q), 0);
	assert_int_equal(
	    placet_witness_decide(&q, pub, &none), PLACET_WITNESS_PROOF);
	placet_buf_release(&note);
	placet_buf_release(&body);
}

static void
only_the_key_of_the_log_opens(void **state)
{
	const struct placet_witness_state none = { .size = 0 };
	struct placet_witness_request q = { .old = 0 };
	struct placet_buf note = { 0 };
	uint8_t pub[32];

	(void)state;
	pub_of(OTHER, pub);
	checkpoint(LOG, ORIGIN, 3, &root[3], &note);
	q.note = note.data;
	q.notelen = note.len;
	must(placet_checkpoint_parse(note.data, note.len, &q.cp));
	assert_int_equal(
	    placet_witness_decide(&q, pub, &none), PLACET_WITNESS_FORBIDDEN);
	assert_int_equal(
	    placet_witness_decide(&q, NULL, &none), PLACET_WITNESS_UNKNOWN);
	placet_buf_release(&note);
}

static void
request_is_read_as_it_was_written(void **state)
{
	struct placet_witness_request q;
	struct placet_hash path[PLACET_WITNESS_PATH + 1] = { 0 };
	struct placet_buf note = { 0 }, body = { 0 };

	(void)state;
	checkpoint(LOG, ORIGIN, 3, &root[3], &note);
	for (size_t n = 0; n <= PLACET_WITNESS_PATH; n += 21) {
		placet_buf_clear(&body);
		path[n].b[0] = 1;
		assert_int_equal(placet_witness_request_write(INT64_MAX, path,
		                     n, note.data, note.len, &body),
		    0);
		assert_int_equal(
		    placet_witness_request_parse(body.data, body.len, &q), 0);
		assert_int_equal(q.old, INT64_MAX);
		assert_int_equal(q.npath, n);
		assert_memory_equal(q.path, path, n * sizeof *path);
		assert_int_equal(q.notelen, note.len);
		assert_memory_equal(q.note, note.data, note.len);
		assert_int_equal(q.cp.size, 3);
	}
	assert_int_equal(
	    placet_witness_request_write(
	        0, path, PLACET_WITNESS_PATH + 1, note.data, note.len, &body),
	    PLACET_ERANGE);
	assert_int_equal(placet_witness_request_write(
	                     UINT64_MAX, path, 0, note.data, note.len, &body),
	    PLACET_ERANGE);
	assert_int_equal(placet_witness_request_write(
	                     0, path, 0, note.data, note.len - 1, &body),
	    PLACET_EFORMAT);
	placet_buf_release(&note);
	placet_buf_release(&body);
}

#define HASH "2cLWa1IsJSJyj1Of+fZ7hdQN7/8JX8ilKMmU9PNbs94=\n"

static void
body_has_one_spelling(void **state)
{
	static const struct {
		const char *head;
		int want;
	} t[] = {
		{ "old 0\n\n", PLACET_OK },
		{ "old 1\n" HASH HASH "\n", PLACET_OK },
		{ "", PLACET_EFORMAT },
		{ "old 1", PLACET_EFORMAT },
		{ "old\n\n", PLACET_EFORMAT },
		{ "new 1\n\n", PLACET_EFORMAT },
		{ "old 01\n\n", PLACET_EFORMAT },
		{ "old 1 \n\n", PLACET_EFORMAT },
		{ "old 1\r\n\n", PLACET_EFORMAT },
		{ "old -1\n\n", PLACET_EFORMAT },
		{ "old 9223372036854775808\n\n", PLACET_ERANGE },
		{ "old 1\n" HASH, PLACET_EFORMAT },
		{ "old 1\nAAAA\n\n", PLACET_EFORMAT },
		{ "old 1\n=\n\n", PLACET_EFORMAT },
		{ "old 1\n\n\n", PLACET_EFORMAT },
	};
	struct placet_witness_request q;
	struct placet_buf note = { 0 }, body = { 0 };

	(void)state;
	checkpoint(LOG, ORIGIN, 3, &root[3], &note);
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		placet_buf_clear(&body);
		placet_buf_str(&body, t[i].head);
		placet_buf_add(&body, note.data, note.len);
		assert_int_equal(
		    placet_witness_request_parse(body.data, body.len, &q),
		    t[i].want);
	}
	assert_int_equal(
	    placet_witness_request_parse("old 1", 5, &q), PLACET_EFORMAT);
	assert_int_equal(placet_witness_request_parse("old 1\n" HASH, 51, &q),
	    PLACET_EFORMAT);
	assert_int_equal(
	    placet_witness_request_parse("old 1\n\n", 7, &q), PLACET_EFORMAT);
	placet_buf_release(&note);
	placet_buf_release(&body);
}

static void
body_has_a_limit(void **state)
{
	struct placet_witness_request q;
	struct placet_buf body = { 0 };

	(void)state;
	placet_buf_str(&body, "old 1\n");
	for (size_t i = 0; i <= PLACET_WITNESS_PATH; i++)
		placet_buf_str(&body, HASH);
	placet_buf_byte(&body, '\n');
	assert_int_equal(placet_witness_request_parse(body.data, body.len, &q),
	    PLACET_ELIMIT);
	while (body.len <= PLACET_WITNESS_MAX)
		placet_buf_str(&body, HASH);
	assert_int_equal(placet_witness_request_parse(body.data, body.len, &q),
	    PLACET_ELIMIT);
	placet_buf_release(&body);
}

static void
conflict_says_a_size(void **state)
{
	static const char *const bad[] = { "", "5", "\n", "05\n", "5\n\n",
		" 5\n" };
	struct placet_buf b = { 0 };
	uint64_t size = 0;

	(void)state;
	assert_int_equal(placet_witness_size_write(20852163, &b), 0);
	assert_string_equal(b.data, "20852163\n");
	assert_int_equal(placet_witness_size_parse(b.data, b.len, &size), 0);
	assert_int_equal(size, 20852163);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(
		    placet_witness_size_parse(bad[i], strlen(bad[i]), &size),
		    PLACET_EFORMAT);
	assert_int_equal(
	    placet_witness_size_parse("9223372036854775808\n", 20, &size),
	    PLACET_ERANGE);
	placet_buf_release(&b);
}

static int
answer(const struct placet_buf *body, const struct placet_buf *note,
    struct placet_cosign *c)
{
	uint8_t pub[32];

	pub_of(W1, pub);
	return placet_witness_answer_parse(
	    body->data, body->len, note->data, note->len, WITNESS, pub, c);
}

static void
answer_holds_our_witness_among_others(void **state)
{
	struct placet_buf note = { 0 }, body = { 0 };
	size_t len = checkpoint(LOG, ORIGIN, 3, &root[3], &note);
	struct placet_cosign c, other = cosign(OTHER, note.data, len, TIME);
	const struct placet_cosign mine = cosign(W1, note.data, len, TIME);
	uint8_t pub[32], otherpub[32];

	(void)state;
	pub_of(W1, pub);
	pub_of(OTHER, otherpub);
	assert_int_equal(answer(&body, &note, &c), PLACET_EKEY);
	must(placet_cosign_line("w2.example.org", otherpub, &other, &body));
	assert_int_equal(answer(&body, &note, &c), PLACET_EKEY);
	must(placet_cosign_line(WITNESS, pub, &mine, &body));
	assert_int_equal(answer(&body, &note, &c), 0);
	assert_int_equal(c.time, TIME);
	assert_memory_equal(&c.sig, &mine.sig, sizeof c.sig);

	/* The line we add is the one it sent. */
	placet_buf_clear(&body);
	must(placet_cosign_line(WITNESS, pub, &c, &note));
	assert_int_equal(
	    placet_cosign_check(note.data, note.len, WITNESS, pub, &c), 0);

	must(placet_cosign_line(WITNESS, pub, &other, &body));
	assert_int_equal(answer(&body, &note, &c), PLACET_ESIG);
	placet_buf_release(&note);
	placet_buf_release(&body);
}

static void
answer_that_is_no_lines_is_refused(void **state)
{
	struct placet_buf note = { 0 }, body = { 0 };
	size_t len = checkpoint(LOG, ORIGIN, 3, &root[3], &note);
	const struct placet_cosign mine = cosign(W1, note.data, len, TIME);
	struct placet_cosign c;
	uint8_t pub[32];

	(void)state;
	pub_of(W1, pub);
	must(placet_cosign_line(WITNESS, pub, &mine, &body));
	body.len--;
	assert_int_equal(answer(&body, &note, &c), PLACET_EFORMAT);
	body.len++;
	placet_buf_str(&body, "and more\n");
	assert_int_equal(answer(&body, &note, &c), PLACET_EFORMAT);
	note.len = len;
	assert_int_equal(answer(&body, &note, &c), PLACET_EFORMAT);

	placet_buf_clear(&body);
	for (size_t i = 0; i <= PLACET_NOTE_LINES; i++)
		must(placet_cosign_line(WITNESS, pub, &mine, &body));
	assert_int_equal(answer(&body, &note, &c), PLACET_ELIMIT);
	while (body.len <= PLACET_NOTE_MAX)
		placet_buf_str(&body, "more");
	assert_int_equal(answer(&body, &note, &c), PLACET_ELIMIT);
	placet_buf_release(&note);
	placet_buf_release(&body);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(transcript_of_litewitness_is_ours),
		cmocka_unit_test(every_step_of_a_log_is_taken_once),
		cmocka_unit_test(what_does_not_extend_is_refused),
		cmocka_unit_test(empty_log_has_one_root),
		cmocka_unit_test(only_the_key_of_the_log_opens),
		cmocka_unit_test(request_is_read_as_it_was_written),
		cmocka_unit_test(body_has_one_spelling),
		cmocka_unit_test(body_has_a_limit),
		cmocka_unit_test(conflict_says_a_size),
		cmocka_unit_test(answer_holds_our_witness_among_others),
		cmocka_unit_test(answer_that_is_no_lines_is_refused),
	};

	return cmocka_run_group_tests(tests, make_log, NULL);
}

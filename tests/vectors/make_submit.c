/*
 * make_submit.c - checkpoints submitted to a witness, and what it answers
 */
#include <stdio.h>
#include <string.h>

#include <placet/witness.h>

#include "signer.h"

#define ORIGIN "rennes.example.org/p/42"

enum { LEAVES = 13 };

/* The log, and a submission under way. */
struct submit {
	struct placet_frontier none;
	struct placet_hash leaf[LEAVES], root[LEAVES + 1];
	struct placet_growth growth;
	struct signer log;
	struct placet_witness_state last; /* what the witness has cosigned */
	bool known;                       /* the origin */
	struct placet_buf body;
};

static void
submit_make(struct submit *s)
{
	struct placet_frontier f = { 0 };

	memset(s, 0, sizeof *s);
	placet_frontier_root(&f, &s->root[0]);
	for (int i = 0; i < LEAVES; i++) {
		placet_merkle_leaf(&i, 1, &s->leaf[i]);
		placet_frontier_add_hash(&f, &s->leaf[i]);
		placet_frontier_root(&f, &s->root[i + 1]);
	}
	s->growth = (struct placet_growth){ &s->none, s->leaf, LEAVES };
	s->log = signer_of(ORIGIN);
	s->known = true;
}

static void
last_is(struct submit *s, uint64_t size)
{
	s->last.size = size;
	s->last.root = s->root[size];
	if (size == 0)
		memset(&s->last.root, 0, sizeof s->last.root);
}

/* The body that submits `size`, with the proof from `old`; root may differ. */
static void
body_make(struct submit *s, uint64_t old, uint64_t size,
    const struct placet_hash *root, const struct signer *by)
{
	struct placet_buf text = { 0 }, note = { 0 };
	struct placet_hash path[PLACET_PROOF_MAX];
	size_t n = 0;

	if (old > 0)
		must(placet_merkle_consistency(old, size, placet_growth_node,
		         &s->growth, path, &n) == PLACET_OK);
	must(placet_checkpoint_text(ORIGIN, size, root, &text) == PLACET_OK);
	signer_note(by, text.data, &note);
	placet_buf_clear(&s->body);
	/* By hand: the library writes none that cannot be good. */
	placet_buf_printf(&s->body, "old %u\n", (unsigned)old);
	for (size_t i = 0; i < n; i++) {
		placet_buf_base64(&s->body, path[i].b, sizeof path[i].b);
		placet_buf_byte(&s->body, '\n');
	}
	placet_buf_printf(&s->body, "\n%s", note.data);
	placet_buf_release(&text);
	placet_buf_release(&note);
}

/* In the body, the first `a` as `b`. */
static void
change(struct submit *s, const char *a, const char *b)
{
	const char *at = strstr(s->body.data, a);
	struct placet_buf out = { 0 };

	must(at != NULL);
	placet_buf_add(&out, s->body.data, (size_t)(at - s->body.data));
	placet_buf_str(&out, b);
	placet_buf_str(&out, at + strlen(a));
	placet_buf_release(&s->body);
	s->body = out;
}

static void
decide(struct vec *v, const char *desc, struct submit *s, int want)
{
	struct placet_witness_request q;
	int status = PLACET_WITNESS_MALFORMED;

	if (placet_witness_request_parse(s->body.data, s->body.len, &q) ==
	    PLACET_OK)
		status = placet_witness_decide(
		    &q, s->known ? s->log.pub : NULL, &s->last);
	if (status != want)
		fprintf(stderr, "%s: %d, not %d\n", desc, status, want);
	must(status == want);
	vec_case(v, desc);
	if (s->known)
		vec_text(v, "vkey", s->log.vkey);
	vec_number(v, "size", s->last.size);
	vec_hex(v, "root", s->last.root.b, sizeof s->last.root.b);
	vec_textn(v, "body", s->body.data, s->body.len);
	vec_number(v, "status", (uint64_t)status);
	vec_end(v);
}

static void
good(struct vec *v, struct submit *s)
{
	last_is(s, 0);
	body_make(s, 0, 5, &s->root[5], &s->log);
	decide(v, "the first checkpoint of a log", s, 200);
	last_is(s, 5);
	body_make(s, 5, 12, &s->root[12], &s->log);
	decide(v, "a log that has grown", s, 200);
	body_make(s, 5, 5, &s->root[5], &s->log);
	decide(v, "the same once more", s, 200);
	last_is(s, 0);
	body_make(s, 0, 0, &s->root[0], &s->log);
	decide(v, "an empty log", s, 200);
}

static void
refused(struct vec *v, struct submit *s)
{
	struct signer other = signer_of("another.key");

	other.name = ORIGIN;
	last_is(s, 5);
	body_make(s, 5, 12, &s->root[12], &s->log);
	s->known = false;
	decide(v, "a log that is not known", s, 404);
	s->known = true;
	body_make(s, 5, 12, &s->root[12], &other);
	decide(v, "another key", s, 403);
	body_make(s, 4, 12, &s->root[12], &s->log);
	decide(v, "from another size than the last", s, 409);
	body_make(s, 0, 12, &s->root[12], &s->log);
	decide(v, "as if it were the first", s, 409);
	body_make(s, 5, 5, &s->root[6], &s->log);
	decide(v, "the same size, another root", s, 422);
	body_make(s, 5, 12, &s->root[11], &s->log);
	decide(v, "a log that does not extend the last", s, 422);
	last_is(s, 0);
	body_make(s, 0, 0, &s->root[1], &s->log);
	decide(v, "an empty log with a root", s, 422);
}

static void
malformed(struct vec *v, struct submit *s)
{
	static const char *const to[][3] = {
		{ "a leading zero", "old 5", "old 05" },
		{ "no old size", "old 5", "new 5" },
		{ "two spaces", "old 5", "old  5" },
		{ "more than the checkpoint has", "old 5", "old 13" },
		{ "no hash", "old 5\n", "old 5\nAAAA\n" },
		{ "carriage returns", "old 5\n", "old 5\r\n" },
		{ "no empty line", "\n\n", "\n" },
	};

	last_is(s, 5);
	for (size_t i = 0; i < sizeof to / sizeof *to; i++) {
		body_make(s, 5, 12, &s->root[12], &s->log);
		change(s, to[i][1], to[i][2]);
		decide(v, to[i][0], s, 400);
	}
	placet_buf_clear(&s->body);
	placet_buf_str(&s->body, "\n");
	decide(v, "an empty body", s, 400);
}

void
make_witness(struct vec *v)
{
	struct submit s;

	submit_make(&s);
	vec_text(v, "about",
	    "C2SP tlog-witness: bodies of add-checkpoint, and the status "
	    "that a witness answers who knows the log by this key (or not "
	    "at all) and has cosigned this size and root last.");
	vec_text(v, "source", "tests/vectors/make_submit.c");
	vec_array(v, "decide");
	good(v, &s);
	refused(v, &s);
	malformed(v, &s);
	vec_end(v);
	placet_buf_release(&s.body);
}

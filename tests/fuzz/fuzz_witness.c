/*
 * fuzz_witness.c - requests have one spelling; nothing makes a witness shrink
 *
 * Input: a request, a size, or an answer.
 */
#include <string.h>

#include <placet/witness.h>

#include "fuzz.h"

static const char name[] = "witness.example.org/w1";

/* A checkpoint of the log of the corpus. */
static const char note[] =
    "rennes.example.org/p/42\n"
    "1\n"
    "2cLWa1IsJSJyj1Of+fZ7hdQN7/8JX8ilKMmU9PNbs94=\n"
    "\n"
    "\xE2\x80\x94 rennes.example.org/p/42 qmBnkqreRYIAN6P7wlXv9c4IhG5KakuSQOO+"
    "dJbh/yN9P5ZyGBWWVxjZNS5kXi5xFlmoq3ssvjR+JHaPdtmWUy2WwwU=\n";

static void
request(const uint8_t *data, size_t size, const uint8_t pub[32])
{
	static struct placet_witness_request q;
	struct placet_witness_state last = { .size = 0 };
	struct placet_checkpoint cp;
	struct placet_buf b = { 0 };
	enum placet_witness_status status;

	if (placet_witness_request_parse(data, size, &q) != 0)
		return;
	promise(
	    placet_witness_decide(&q, NULL, &last) == PLACET_WITNESS_UNKNOWN);
	last.size = q.old;
	last.root = q.cp.root;
	status = placet_witness_decide(&q, pub, &last);
	promise(status != PLACET_WITNESS_CONFLICT &&
	    status != PLACET_WITNESS_FAILED);
	if (status == PLACET_WITNESS_OK)
		promise(q.cp.size >= last.size);
	last.size++;
	promise(placet_witness_decide(&q, pub, &last) != PLACET_WITNESS_OK);

	/* But for an empty log of a false root, that is a checkpoint. */
	if (placet_checkpoint_parse(q.note, q.notelen, &cp) != 0) {
		promise(q.cp.size == 0 && status != PLACET_WITNESS_OK);
		return;
	}
	promise(placet_witness_request_write(
	            q.old, q.path, q.npath, q.note, q.notelen, &b) == 0);
	promise(b.len == size && memcmp(b.data, data, size) == 0);
	placet_buf_release(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct placet_seed log = { { 1 } }, witness = { { 2 } };
	struct placet_buf b = { 0 };
	struct placet_cosign c;
	uint8_t pub[32];
	uint64_t n;

	promise(placet_public(&log, pub) == 0);
	request(data, size, pub);
	if (placet_witness_size_parse(data, size, &n) == 0) {
		promise(placet_witness_size_write(n, &b) == 0);
		promise(b.len == size && memcmp(b.data, data, size) == 0);
		placet_buf_clear(&b);
	}
	promise(placet_public(&witness, pub) == 0);
	if (placet_witness_answer_parse(
	        data, size, note, strlen(note), name, pub, &c) == 0) {
		/* It may be added to the note, which then bears it. */
		placet_buf_str(&b, note);
		promise(placet_cosign_line(name, pub, &c, &b) == 0);
		promise(placet_cosign_check(b.data, b.len, name, pub, &c) == 0);
	}
	placet_buf_release(&b);
	return 0;
}

/*
 * witness.c - what a witness is asked, and what it must answer
 */
#include <string.h>

#include <placet/text.h>
#include <placet/witness.h>

#include "cosign_part.h"
#include "note_part.h"

int
placet_witness_request_write(uint64_t old, const struct placet_hash *path,
    size_t npath, const void *note, size_t notelen, struct placet_buf *b)
{
	struct placet_checkpoint cp;
	int err = placet_checkpoint_parse(note, notelen, &cp);

	if (err != 0)
		return err;
	if (old > INT64_MAX || npath > PLACET_WITNESS_PATH)
		return PLACET_ERANGE;
	placet_buf_printf(b, "old %llu\n", (unsigned long long)old);
	placet_path_write(path, npath, b);
	placet_buf_add(b, note, notelen);
	return b->err;
}

static int
old_parse(struct lines *in, struct placet_witness_request *q)
{
	size_t len;
	const char *line = placet_line_next(in, &len);

	if (line == NULL || len < 4 || memcmp(line, "old ", 4) != 0)
		return PLACET_EFORMAT;
	return placet_decimal(line + 4, len - 4, INT64_MAX, &q->old);
}

int
placet_witness_request_parse(
    const void *data, size_t len, struct placet_witness_request *q)
{
	struct lines in = { data, len };
	int err;

	memset(q, 0, sizeof *q);
	if (len > PLACET_WITNESS_MAX)
		return PLACET_ELIMIT;
	err = old_parse(&in, q);
	if (err == 0)
		err = placet_path_read(
		    &in, q->path, PLACET_WITNESS_PATH, &q->npath);
	if (err != 0)
		return err;
	q->note = in.p;
	q->notelen = in.len;
	return placet_note_read(q->note, q->notelen, &q->cp);
}

enum placet_witness_status
placet_witness_decide(const struct placet_witness_request *q,
    const uint8_t *pub, const struct placet_witness_state *last)
{
	int err;

	if (pub == NULL)
		return PLACET_WITNESS_UNKNOWN;
	err = placet_note_signed(q->note, q->notelen, pub, &q->cp);
	if (err == PLACET_EKEY || err == PLACET_ESIG)
		return PLACET_WITNESS_FORBIDDEN;
	if (err != 0)
		return PLACET_WITNESS_FAILED;
	if (q->old > q->cp.size)
		return PLACET_WITNESS_MALFORMED;
	if (q->old != last->size)
		return PLACET_WITNESS_CONFLICT;
	if (!placet_note_root_fits(&q->cp) ||
	    placet_merkle_extends(last->size, &last->root, q->cp.size,
	        &q->cp.root, q->path, q->npath) != 0)
		return PLACET_WITNESS_PROOF;
	return PLACET_WITNESS_OK;
}

int
placet_witness_size_write(uint64_t size, struct placet_buf *b)
{
	placet_buf_printf(b, "%llu\n", (unsigned long long)size);
	return b->err;
}

int
placet_witness_size_parse(const void *data, size_t len, uint64_t *size)
{
	const char *s = data;

	if (len == 0 || s[len - 1] != '\n')
		return PLACET_EFORMAT;
	return placet_decimal(s, len - 1, INT64_MAX, size);
}

/* No more lines than a note may have? */
static int
lines_count(const char *s, size_t len)
{
	size_t n = 0;

	if (len > PLACET_NOTE_MAX)
		return PLACET_ELIMIT;
	for (size_t i = 0; i < len; i++)
		n += s[i] == '\n';
	return n > PLACET_NOTE_LINES ? PLACET_ELIMIT : PLACET_OK;
}

int
placet_witness_answer_parse(const void *data, size_t len, const void *note,
    size_t notelen, const char *name, const uint8_t pub[32],
    struct placet_cosign *c)
{
	struct placet_note_lines lines = { data, len };
	struct placet_checkpoint cp;
	int err = lines_count(data, len);

	if (err == 0)
		err = placet_checkpoint_parse(note, notelen, &cp);
	if (err != 0)
		return err;
	return placet_cosign_find(&lines, note, cp.textlen, name, pub, c);
}

/*
 * receipt.c - C2SP tlog-proof: what a citizen keeps
 *
 * The file is lines up to an empty one, then the checkpoint verbatim.
 * Nothing in it is trusted before placet_receipt_verify() has looked.
 */
#include <stdlib.h>
#include <string.h>

#include <placet/note.h>
#include <placet/text.h>

#include "note_part.h"

static const char header[] = "c2sp.org/tlog-proof@v1\n";

/* Skip the word if the line begins with it. */
static bool
line_skip(const char **line, size_t *len, const char *word)
{
	const size_t n = strlen(word);

	if (*len < n || memcmp(*line, word, n) != 0)
		return false;
	*line += n;
	*len -= n;
	return true;
}

int
placet_receipt_write(uint64_t index, const struct placet_hash *path,
    size_t npath, const void *extra, size_t extralen, const void *note,
    size_t notelen, struct placet_buf *b)
{
	struct placet_checkpoint cp;
	int err = placet_checkpoint_parse(note, notelen, &cp);

	if (err != 0)
		return err;
	if (index >= cp.size || npath > PLACET_PROOF_MAX)
		return PLACET_ERANGE;
	placet_buf_str(b, header);
	if (extralen > 0) {
		placet_buf_str(b, "extra ");
		placet_buf_base64(b, extra, extralen);
		placet_buf_byte(b, '\n');
	}
	placet_buf_printf(b, "index %llu\n", (unsigned long long)index);
	placet_path_write(path, npath, b);
	placet_buf_add(b, note, notelen);
	return b->err;
}

static int
extra_parse(const char *line, size_t len, struct placet_receipt *r)
{
	if (len == 0)
		return PLACET_EFORMAT;
	r->extralen = len / 4 * 3;
	r->extra = malloc(r->extralen + 1);
	if (r->extra == NULL)
		return PLACET_ENOMEM;
	if (placet_unbase64(line, len, r->extra, &r->extralen) != 0)
		return PLACET_EFORMAT;
	r->extra[r->extralen] = '\0';
	return PLACET_OK;
}

static int
receipt_parse(struct lines in, struct placet_receipt *r)
{
	struct placet_checkpoint cp;
	const char *line;
	size_t len;
	int err;

	line = placet_line_next(&in, &len);
	if (line == NULL || len != sizeof header - 2 ||
	    memcmp(line, header, len) != 0)
		return PLACET_EFORMAT;
	line = placet_line_next(&in, &len);
	if (line != NULL && line_skip(&line, &len, "extra ")) {
		err = extra_parse(line, len, r);
		if (err != 0)
			return err;
		line = placet_line_next(&in, &len);
	}
	if (line == NULL || !line_skip(&line, &len, "index "))
		return PLACET_EFORMAT;
	err = placet_decimal(line, len, INT64_MAX, &r->index);
	if (err != 0)
		return err;
	err = placet_path_read(&in, r->path, PLACET_PROOF_MAX, &r->npath);
	if (err != 0)
		return err;
	r->note = (const uint8_t *)in.p;
	r->notelen = in.len;
	err = placet_checkpoint_parse(r->note, r->notelen, &cp);
	if (err == 0 && r->index >= cp.size)
		err = PLACET_ERANGE;
	return err;
}

int
placet_receipt_parse(const void *data, size_t len, struct placet_receipt *r)
{
	int err;

	memset(r, 0, sizeof *r);
	if (len > PLACET_NOTE_MAX)
		return PLACET_ELIMIT;
	err = receipt_parse((struct lines){ data, len }, r);
	if (err != 0)
		placet_receipt_release(r);
	return err;
}

void
placet_receipt_release(struct placet_receipt *r)
{
	if (r == NULL)
		return;
	free(r->extra);
	memset(r, 0, sizeof *r);
}

int
placet_receipt_verify(const struct placet_receipt *r, const void *entry,
    size_t len, const uint8_t pub[32], struct placet_checkpoint *cp)
{
	struct placet_hash leaf;
	int err = placet_checkpoint_open(r->note, r->notelen, pub, cp);

	if (err != 0)
		return err;
	placet_merkle_leaf(entry, len, &leaf);
	return placet_merkle_verify(
	    &cp->root, cp->size, r->index, &leaf, r->path, r->npath);
}

/*
 * note.c - signed notes and the checkpoints in them
 *
 * The text comes first, then an empty line, then a line a signature.  The
 * parser walks the bytes once and keeps positions; it accepts one spelling
 * only, so that what was signed is what is shown.
 */
#include <string.h>

#include <placet/hash.h>
#include <placet/note.h>
#include <placet/text.h>

#include "note_part.h"

/* A run of bytes in a note. */
struct slice {
	const char *p;
	size_t len;
};

int
placet_checkpoint_text(const char *origin, uint64_t size,
    const struct placet_hash *root, struct placet_buf *b)
{
	if (!placet_name_valid(origin, strlen(origin)))
		return PLACET_EFORMAT;
	placet_buf_printf(b, "%s\n%llu\n", origin, (unsigned long long)size);
	placet_buf_base64(b, root->b, sizeof root->b);
	placet_buf_byte(b, '\n');
	return b->err;
}

/* Cut the next line off `rest`, its newline left out; false if none. */
static bool
next_line(struct slice *rest, struct slice *line)
{
	const char *end = rest->len > 0 ? memchr(rest->p, '\n', rest->len)
	                                : NULL;

	if (end == NULL)
		return false;
	line->p = rest->p;
	line->len = (size_t)(end - rest->p);
	rest->p = end + 1;
	rest->len -= line->len + 1;
	return true;
}

/*
 * Split a note at its last empty line.  text ends with the newline before
 * it; after the empty line comes never less than a line.
 */
static int
note_split(const char *note, size_t len, struct slice *text)
{
	size_t at;

	if (len > PLACET_NOTE_MAX)
		return PLACET_ELIMIT;
	if (!placet_utf8_valid(note, len))
		return PLACET_EUTF8;
	for (size_t i = 0; i < len; i++)
		if ((uint8_t)note[i] < 0x20 && note[i] != '\n')
			return PLACET_EUTF8;
	if (len < 4 || note[len - 1] != '\n')
		return PLACET_EFORMAT;
	for (at = len - 2; at > 0; at--)
		if (note[at] == '\n' && note[at - 1] == '\n')
			break;
	if (at == 0)
		return PLACET_EFORMAT;
	*text = (struct slice){ note, at };
	return PLACET_OK;
}

/* Origin, size, root, and extensions that we skip but that may not be "". */
static int
text_parse(struct slice text, struct placet_checkpoint *cp)
{
	struct slice field[3], more;
	const struct slice *origin = &field[0], *size = &field[1];
	const struct slice *root = &field[2];
	size_t rootlen = sizeof cp->root.b;

	cp->textlen = text.len;
	for (size_t i = 0; i < sizeof field / sizeof *field; i++)
		if (!next_line(&text, &field[i]))
			return PLACET_EFORMAT;
	if (!placet_name_valid(origin->p, origin->len))
		return PLACET_EFORMAT;
	while (next_line(&text, &more))
		if (more.len == 0)
			return PLACET_EFORMAT;
	if (placet_decimal(size->p, size->len, INT64_MAX, &cp->size) != 0)
		return PLACET_EFORMAT;
	if (placet_unbase64(root->p, root->len, cp->root.b, &rootlen) != 0 ||
	    rootlen != sizeof cp->root.b)
		return PLACET_EFORMAT;
	memcpy(cp->origin, origin->p, origin->len);
	cp->origin[origin->len] = '\0';
	return PLACET_OK;
}

void
placet_note_begin(const void *note, size_t len,
    const struct placet_checkpoint *cp, struct placet_note_lines *lines)
{
	lines->p = (const char *)note + cp->textlen + 1;
	lines->len = len - cp->textlen - 1;
}

int
placet_note_read(const void *note, size_t len, struct placet_checkpoint *cp)
{
	struct placet_note_lines lines;
	struct placet_note_sig sig;
	struct slice text;
	size_t n = 0;
	int err = note_split(note, len, &text);

	if (err == 0)
		err = text_parse(text, cp);
	if (err != 0)
		return err;
	placet_note_begin(note, len, cp, &lines);
	while ((err = placet_note_next(&lines, &sig)) == 0)
		if (++n > PLACET_NOTE_LINES)
			return PLACET_ELIMIT;
	return err == PLACET_EMISSING ? PLACET_OK : err;
}

bool
placet_note_root_fits(const struct placet_checkpoint *cp)
{
	struct placet_hash empty;

	placet_sha256("", 0, &empty);
	return cp->size > 0 || memcmp(&cp->root, &empty, sizeof empty) == 0;
}

int
placet_checkpoint_parse(
    const void *note, size_t len, struct placet_checkpoint *cp)
{
	int err = placet_note_read(note, len, cp);

	if (err == 0 && !placet_note_root_fits(cp))
		err = PLACET_EFORMAT;
	return err;
}

int
placet_note_signed(const void *note, size_t len, const uint8_t pub[32],
    const struct placet_checkpoint *cp)
{
	const uint32_t id = placet_key_id(cp->origin, pub);
	struct placet_note_lines lines;
	struct placet_note_sig sig;
	struct placet_sig plain;
	bool found = false;
	int err;

	placet_note_begin(note, len, cp, &lines);
	while (placet_note_next(&lines, &sig) == 0) {
		if (!placet_note_by(&sig, cp->origin, id))
			continue;
		if (sig.len != sizeof plain.b)
			return PLACET_ESIG;
		memcpy(plain.b, sig.data, sizeof plain.b);
		err = placet_check(pub, note, cp->textlen, &plain);
		if (err != 0)
			return err;
		found = true;
	}
	return found ? PLACET_OK : PLACET_EKEY;
}

int
placet_checkpoint_open(const void *note, size_t len, const uint8_t pub[32],
    struct placet_checkpoint *cp)
{
	int err = placet_checkpoint_parse(note, len, cp);

	return err == 0 ? placet_note_signed(note, len, pub, cp) : err;
}

/*
 * cosign.c - cosignature/v1, over the lines that note_line.c reads
 */
#include <string.h>

#include <placet/cosign.h>

#include "cosign_part.h"

enum {
	TIME_BYTES = 8,
	DATA_BYTES = TIME_BYTES + 64,
	HEAD_MAX = 64, /* more than the two lines before the text */
};

static bool
time_valid(uint64_t time)
{
	return time > 0 && time <= INT64_MAX;
}

uint32_t
placet_cosign_id(const char *name, const uint8_t pub[32])
{
	return placet_note_id(name, NOTE_COSIGNATURE, pub);
}

int
placet_cosign_vkey(
    const char *name, const uint8_t pub[32], char out[PLACET_VKEY_MAX])
{
	return placet_note_vkey(name, NOTE_COSIGNATURE, pub, out);
}

int
placet_cosign_vkey_parse(
    const char *vkey, size_t len, char name[PLACET_NAME_MAX], uint8_t pub[32])
{
	return placet_note_vkey_parse(vkey, len, NOTE_COSIGNATURE, name, pub);
}

int
placet_cosign_text(
    const void *text, size_t len, uint64_t time, struct placet_buf *b)
{
	if (!time_valid(time))
		return PLACET_ERANGE;
	placet_buf_printf(
	    b, "cosignature/v1\ntime %llu\n", (unsigned long long)time);
	placet_buf_add(b, text, len);
	return b->err;
}

int
placet_cosign_line(const char *name, const uint8_t pub[32],
    const struct placet_cosign *c, struct placet_buf *b)
{
	uint8_t data[DATA_BYTES];

	if (!time_valid(c->time))
		return PLACET_ERANGE;
	for (int i = 0; i < TIME_BYTES; i++)
		data[i] = (uint8_t)(c->time >> (56 - 8 * i));
	memcpy(data + TIME_BYTES, c->sig.b, sizeof c->sig.b);
	return placet_note_write(
	    name, placet_cosign_id(name, pub), data, sizeof data, b);
}

int
placet_cosign_parse(const struct placet_note_sig *line, struct placet_cosign *c)
{
	if (line->len != DATA_BYTES)
		return PLACET_EFORMAT;
	c->time = 0;
	for (int i = 0; i < TIME_BYTES; i++)
		c->time = c->time << 8 | line->data[i];
	memcpy(c->sig.b, line->data + TIME_BYTES, sizeof c->sig.b);
	return time_valid(c->time) ? PLACET_OK : PLACET_ERANGE;
}

int
placet_cosign_verify(const struct placet_cosign *c, const void *text,
    size_t len, const uint8_t pub[32])
{
	struct placet_buf msg = { .ceiling = PLACET_NOTE_MAX + HEAD_MAX };
	int err = placet_cosign_text(text, len, c->time, &msg);

	if (err == 0)
		err = placet_check(pub, msg.data, msg.len, &c->sig);
	placet_buf_release(&msg);
	return err;
}

int
placet_cosign_of(const struct placet_note_sig *line, const void *text,
    size_t len, const uint8_t pub[32], struct placet_cosign *c)
{
	if (placet_cosign_parse(line, c) != 0)
		return PLACET_ESIG;
	return placet_cosign_verify(c, text, len, pub);
}

int
placet_cosign_find(struct placet_note_lines *lines, const void *text,
    size_t len, const char *name, const uint8_t pub[32],
    struct placet_cosign *c)
{
	const uint32_t id = placet_cosign_id(name, pub);
	struct placet_note_sig line;
	struct placet_cosign one;
	int err;

	c->time = 0;
	while ((err = placet_note_next(lines, &line)) == 0) {
		if (!placet_note_by(&line, name, id))
			continue;
		err = placet_cosign_of(&line, text, len, pub, &one);
		if (err != 0)
			return err;
		if (one.time >= c->time)
			*c = one;
	}
	if (err != PLACET_EMISSING)
		return err;
	return c->time > 0 ? PLACET_OK : PLACET_EKEY;
}

int
placet_cosign_check(const void *note, size_t len, const char *name,
    const uint8_t pub[32], struct placet_cosign *c)
{
	struct placet_note_lines lines;
	struct placet_checkpoint cp;
	int err = placet_checkpoint_parse(note, len, &cp);

	if (err != 0)
		return err;
	placet_note_begin(note, len, &cp, &lines);
	return placet_cosign_find(&lines, note, cp.textlen, name, pub, c);
}

/*
 * note_path.c - the lines of a proof before the note that it belongs to
 */
#include <string.h>

#include <placet/text.h>

#include "note_part.h"

const char *
placet_line_next(struct lines *in, size_t *len)
{
	const char *line = in->p;
	const char *end = in->len > 0 ? memchr(line, '\n', in->len) : NULL;

	if (end == NULL)
		return NULL;
	*len = (size_t)(end - line);
	in->p = end + 1;
	in->len -= *len + 1;
	return line;
}

void
placet_path_write(
    const struct placet_hash *path, size_t n, struct placet_buf *b)
{
	for (size_t i = 0; i < n; i++) {
		placet_buf_base64(b, path[i].b, sizeof path[i].b);
		placet_buf_byte(b, '\n');
	}
	placet_buf_byte(b, '\n');
}

int
placet_path_read(
    struct lines *in, struct placet_hash *path, size_t most, size_t *n)
{
	const char *line;
	size_t len;

	while ((line = placet_line_next(in, &len)) != NULL && len > 0) {
		size_t room = sizeof path[0].b;

		if (*n == most)
			return PLACET_ELIMIT;
		if (placet_unbase64(line, len, path[*n].b, &room) != 0 ||
		    room != sizeof path[0].b)
			return PLACET_EFORMAT;
		++*n;
	}
	return line != NULL ? PLACET_OK : PLACET_EFORMAT;
}

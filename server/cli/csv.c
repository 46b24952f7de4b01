/*
 * csv.c - see csv.h
 *
 * What does not read the same everywhere - a quote in the middle, text after
 * a closing one, a return alone - is refused, not guessed.
 */
#include <string.h>

#include "cli/csv.h"

/* A field in quotes; p is behind the first, the result behind the last. */
static char *
quoted(struct csv *c, char *p, const char **why)
{
	char *out = p;

	for (;; p++) {
		if (*p == '\0') {
			*why = "a quote is not closed";
			return NULL;
		}
		if (*p == '"' && *++p != '"')
			break;
		c->lines += *p == '\n';
		*out++ = *p;
	}
	if (*p != ',' && *p != '\n' && *p != '\r' && *p != '\0') {
		*why = "something stands behind a closing quote";
		return NULL;
	}
	/* At the closing quote or before it: never over the separator. */
	*out = '\0';
	c->field[c->n++] = c->text;
	return p;
}

/* A field without; the result is at its separator. */
static char *
plain(struct csv *c, char *p, const char **why)
{
	c->field[c->n++] = p;
	p += strcspn(p, ",\r\n\"");
	if (*p == '"') {
		*why = "a quote stands in the middle of a field";
		return NULL;
	}
	return p;
}

/* One field, and what ends it: ',' '\n' or '\0'; 1 when it is no field. */
static int
field(struct csv *c, const char **why)
{
	char *p, end;

	if (c->n == CSV_FIELDS) {
		*why = "too many fields";
		return 1;
	}
	if (*c->text == '"') {
		c->text++;
		p = quoted(c, c->text, why);
	} else {
		p = plain(c, c->text, why);
	}
	if (p == NULL)
		return 1;
	end = *p;
	if (end == '\r') {
		*p++ = '\0';
		end = *p;
		if (end != '\n') {
			*why = "a carriage return stands alone";
			return 1;
		}
	}
	if (end != '\0')
		*p++ = '\0';
	c->text = p;
	return end == '\n' ? '\n' : end == ',' ? ',' : 0;
}

int
csv_row(struct csv *c, const char **why)
{
	int end;

	do {
		if (*c->text == '\0')
			return 0;
		c->line = c->lines + 1;
		c->n = 0;
		do {
			end = field(c, why);
			if (end == 1)
				return -1;
		} while (end == ',');
		c->lines += end == '\n';
	} while (c->n == 1 && c->field[0][0] == '\0');
	return 1;
}

void
csv_add(struct placet_buf *b, const char *s)
{
	if (s[strcspn(s, ",\"\r\n")] == '\0' && *s != ' ') {
		placet_buf_str(b, s);
		return;
	}
	placet_buf_byte(b, '"');
	for (; *s != '\0'; s++) {
		if (*s == '"')
			placet_buf_byte(b, '"');
		placet_buf_byte(b, (uint8_t)*s);
	}
	placet_buf_byte(b, '"');
}

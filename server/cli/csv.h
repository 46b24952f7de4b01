/*
 * csv.h - rows of a CSV file (RFC 4180), strictly
 */
#ifndef CLI_CSV_H
#define CLI_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include <placet/buf.h>

enum { CSV_FIELDS = 16 };

/* Set text to the whole file, NUL-terminated; it is changed. */
struct csv {
	char *text;
	int line;  /* of the row that was read last, from 1 */
	int lines; /* that came before the next one */
	size_t n;
	const char *field[CSV_FIELDS];
};

/*
 * The next row that is not empty: 1 with its fields, 0 at the end, -1 when it
 * is none; then *why says so.
 */
int csv_row(struct csv *c, const char **why);

/* Append a field, in quotes if it needs them. */
void csv_add(struct placet_buf *b, const char *s);

#endif

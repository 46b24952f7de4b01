/*
 * db_array.c - the text of an array, as PostgreSQL reads it
 */
#include <string.h>

#include <placet/buf.h>

#include "base/db.h"

/* {"a","b"}: quotes and backslashes of an element are escaped. */
void
db_array_add(struct placet_buf *array, const char *s)
{
	placet_buf_byte(array, array->len == 0 ? '{' : ',');
	if (s == NULL) {
		placet_buf_str(array, "NULL");
		return;
	}
	placet_buf_byte(array, '"');
	for (;;) {
		const size_t n = strcspn(s, "\"\\");

		placet_buf_add(array, s, n);
		if (s[n] == '\0')
			break;
		placet_buf_byte(array, '\\');
		placet_buf_byte(array, (uint8_t)s[n]);
		s += n + 1;
	}
	placet_buf_byte(array, '"');
}

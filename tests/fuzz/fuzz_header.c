/*
 * fuzz_header.c - no text ends a header, and every reader reads it back
 *
 * The first byte is the column at which the text begins.
 */
#include <string.h>

#include <placet/header.h>
#include <placet/text.h>

#include "fuzz.h"

static int
hex(char c)
{
	return c <= '9' ? c - '0' : c - 'A' + 10;
}

/* What encoded words say, or the text if it is none. */
static void
unword(const char *s, struct placet_buf *out)
{
	if (strncmp(s, "\r\n ", 3) != 0 && strncmp(s, "=?", 2) != 0) {
		placet_buf_str(out, s);
		return;
	}
	while (*s != '\0') {
		uint8_t bytes[64];
		size_t len = sizeof bytes;
		const char *end;

		s += strncmp(s, "\r\n ", 3) == 0 ? 3 : 0;
		promise(strncmp(s, "=?UTF-8?B?", 10) == 0);
		s += 10;
		end = strstr(s, "?=");
		promise(end != NULL && end - s <= 63);
		promise(
		    placet_unbase64(s, (size_t)(end - s), bytes, &len) == 0);
		promise(len > 0 && placet_utf8_valid(bytes, len));
		placet_buf_add(out, bytes, len);
		s = end + 2;
	}
}

static void
unquote(const char *s, struct placet_buf *out)
{
	promise(*s++ == '"');
	for (; *s != '"'; s++) {
		s += *s == '\\';
		promise(*s != '\0');
		placet_buf_byte(out, (uint8_t)*s);
	}
	promise(s[1] == '\0');
}

static void
unext(const char *s, struct placet_buf *out)
{
	promise(strncmp(s, "UTF-8''", 7) == 0);
	for (s += 7; *s != '\0'; s++) {
		promise(*s > ' ' && (*s & 0x80) == 0);
		if (*s == '%') {
			placet_buf_byte(
			    out, (uint8_t)(hex(s[1]) << 4 | hex(s[2])));
			s += 2;
		} else {
			placet_buf_byte(out, (uint8_t)*s);
		}
	}
}

/* Lines are short, and each but the first begins with a blank. */
static void
promise_folded(const struct placet_buf *b, size_t column)
{
	const char *s = b->data;

	while (s != NULL) {
		const char *end = strstr(s, "\r\n ");
		const size_t len = end != NULL ? (size_t)(end - s) : strlen(s);

		promise(len == 0 || column + len <= 76);
		promise(placet_text_line(s, len));
		column = 0;
		s = end != NULL ? end + 2 : NULL;
	}
}

static void
promise_same(
    struct placet_buf *got, const char *s, size_t len, struct placet_buf *b)
{
	promise(got->err == 0 && got->len == len);
	promise(len == 0 || memcmp(got->data, s, len) == 0);
	placet_buf_clear(got);
	placet_buf_clear(b);
}

static void
encode(const char *s, size_t len, size_t column)
{
	struct placet_buf b = { 0 }, got = { 0 };

	promise(placet_header_text(s, len, column, &b) == 0);
	promise_folded(&b, column);
	unword(len > 0 ? b.data : "", &got);
	promise_same(&got, s, len, &b);

	promise(placet_header_phrase(s, len, column, &b) == 0);
	promise_folded(&b, column);
	if (len > 0 && b.data[0] == '"')
		unquote(b.data, &got);
	else
		unword(len > 0 ? b.data : "", &got);
	promise_same(&got, s, len, &b);

	if (placet_header_quoted(s, len, &b) == 0) {
		unquote(b.data, &got);
		promise_same(&got, s, len, &b);
	}
	promise(placet_header_ext(s, len, &b) == 0);
	unext(b.data, &got);
	promise_same(&got, s, len, &b);

	promise(placet_header_attachment(s, len, &b) == 0);
	promise(placet_text_line(b.data, b.len));
	promise(strpbrk(b.data, "/\\") == NULL);
	promise(placet_utf8_length(b.data, b.len) == b.len);
	placet_buf_release(&b);
	placet_buf_release(&got);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *s = (const char *)data + 1;
	const size_t len = size - 1;
	struct placet_buf b = { 0 };

	if (size == 0)
		return 0;
	if (len <= PLACET_HEADER_MAX && placet_text_line(s, len)) {
		encode(s, len, data[0]);
		return 0;
	}
	promise(placet_header_text(s, len, data[0], &b) != 0);
	promise(placet_header_phrase(s, len, data[0], &b) != 0);
	promise(placet_header_quoted(s, len, &b) != 0);
	promise(placet_header_ext(s, len, &b) != 0);
	promise(placet_header_attachment(s, len, &b) != 0);
	promise(b.len == 0);
	placet_buf_release(&b);
	return 0;
}

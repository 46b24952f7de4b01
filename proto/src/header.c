/*
 * header.c - text in headers (see header.h)
 *
 * What needs encoding at all is encoded in one way: base64 for mails, since
 * mixed forms are where clients disagree, and percent for HTTP.
 */
#include <string.h>

#include <placet/header.h>
#include <placet/text.h>

enum {
	LINE_MAX_LEN = 76,
	WORD_AROUND = 12, /* of =?UTF-8?B? and ?= */
	WORD_LEAST = 4,   /* bytes that a word always has room for */
};

static bool
is_alnum(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	    (c >= '0' && c <= '9');
}

static bool
among(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

static bool
is_ascii(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((s[i] & 0x80) != 0)
			return false;
	return true;
}

static int
check(const char *text, size_t len, const struct placet_buf *out)
{
	if (out->err != PLACET_OK)
		return out->err;
	if (len > PLACET_HEADER_MAX)
		return PLACET_ELIMIT;
	return placet_text_line(text, len) ? PLACET_OK : PLACET_EUTF8;
}

/* What was written stays only if all of it was. */
static int
finish(struct placet_buf *out, size_t before)
{
	if (out->err != PLACET_OK && out->len > before) {
		out->len = before;
		out->data[before] = '\0';
	}
	return out->err;
}

static void
quoted(const char *s, size_t len, struct placet_buf *out)
{
	placet_buf_byte(out, '"');
	for (size_t i = 0; i < len; i++) {
		if (among(s[i], "\"\\"))
			placet_buf_byte(out, '\\');
		placet_buf_byte(out, (uint8_t)s[i]);
	}
	placet_buf_byte(out, '"');
}

static size_t
escapes(const char *s, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += among(s[i], "\"\\");
	return n;
}

/* --- mail ----------------------------------------------------------------- */

/* How many bytes of s, at most `most`, end with a whole character? */
static size_t
whole(const char *s, size_t len, size_t most)
{
	if (len <= most)
		return len;
	while (most > 0 && (s[most] & 0xc0) == 0x80)
		most--;
	return most;
}

static void
words(const char *s, size_t len, size_t column, struct placet_buf *out)
{
	/* A word is at most 75 long, so it never fills a line alone. */
	if (column == 0)
		column = 1;
	while (len > 0) {
		size_t room = 0, n;

		if (column + WORD_AROUND < LINE_MAX_LEN)
			room = (LINE_MAX_LEN - WORD_AROUND - column) / 4 * 3;
		if (room < WORD_LEAST) {
			placet_buf_str(out, "\r\n ");
			column = 1;
			continue;
		}
		n = whole(s, len, room);
		placet_buf_str(out, "=?UTF-8?B?");
		placet_buf_base64(out, s, n);
		placet_buf_str(out, "?=");
		column = LINE_MAX_LEN;
		s += n;
		len -= n;
	}
}

/* Blanks at an end would be lost, and "=?" taken for an encoded word. */
static bool
is_plain(const char *s, size_t len, size_t column)
{
	if (!is_ascii(s, len) || column > LINE_MAX_LEN ||
	    len > LINE_MAX_LEN - column)
		return false;
	for (size_t i = 0; i + 1 < len; i++)
		if (s[i] == '=' && s[i + 1] == '?')
			return false;
	return len == 0 || (s[0] != ' ' && s[len - 1] != ' ');
}

/* Atoms with one blank between them. */
static bool
is_phrase(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!is_alnum(s[i]) && !among(s[i], "!#$%&'*+-/=?^_`{|}~") &&
		    (s[i] != ' ' || i == 0 || s[i - 1] == ' '))
			return false;
	return true;
}

int
placet_header_text(
    const char *text, size_t len, size_t column, struct placet_buf *out)
{
	const size_t before = out->len;
	const int err = check(text, len, out);

	if (err != 0)
		return err;
	if (is_plain(text, len, column))
		placet_buf_add(out, text, len);
	else
		words(text, len, column, out);
	return finish(out, before);
}

int
placet_header_phrase(
    const char *text, size_t len, size_t column, struct placet_buf *out)
{
	const size_t before = out->len;
	const int err = check(text, len, out);

	if (err != 0)
		return err;
	if (is_plain(text, len, column) && is_phrase(text, len))
		placet_buf_add(out, text, len);
	else if (is_plain(text, len, column + 2 + escapes(text, len)))
		quoted(text, len, out);
	else
		words(text, len, column, out);
	return finish(out, before);
}

/* --- HTTP ----------------------------------------------------------------- */

int
placet_header_quoted(const char *text, size_t len, struct placet_buf *out)
{
	const size_t before = out->len;
	const int err = check(text, len, out);

	if (err != 0)
		return err;
	if (!is_ascii(text, len))
		return PLACET_EFORMAT;
	quoted(text, len, out);
	return finish(out, before);
}

/* attr-char of RFC 8187 3.2.1 stays. */
static void
ext(const char *s, size_t len, bool file, struct placet_buf *out)
{
	placet_buf_str(out, "UTF-8''");
	for (size_t i = 0; i < len; i++)
		if (file && (s[i] == '/' || s[i] == '\\'))
			placet_buf_byte(out, '_');
		else if (is_alnum(s[i]) || among(s[i], "!#$&+-.^_`|~"))
			placet_buf_byte(out, (uint8_t)s[i]);
		else
			placet_buf_printf(out, "%%%02X", (uint8_t)s[i]);
}

int
placet_header_ext(const char *text, size_t len, struct placet_buf *out)
{
	const size_t before = out->len;
	const int err = check(text, len, out);

	if (err != 0)
		return err;
	ext(text, len, false, out);
	return finish(out, before);
}

/* RFC 6266, appendix D: clients decode "%" and mistake "\" and quotes. */
int
placet_header_attachment(const char *name, size_t len, struct placet_buf *out)
{
	const size_t before = out->len;
	const int err = check(name, len, out);
	bool lossy = false;

	if (err != 0)
		return err;
	placet_buf_str(out, "attachment; filename=\"");
	for (size_t i = 0; i < len; i++) {
		const bool good = (name[i] & 0x80) == 0 &&
		    !among(name[i], "%\"\\/");

		/* One "_" for a character, however many bytes it has. */
		if (good)
			placet_buf_byte(out, (uint8_t)name[i]);
		else if ((name[i] & 0xc0) != 0x80)
			placet_buf_byte(out, '_');
		lossy = lossy || (!good && !among(name[i], "/\\"));
	}
	placet_buf_byte(out, '"');
	if (lossy) {
		placet_buf_str(out, "; filename*=");
		ext(name, len, true, out);
	}
	return finish(out, before);
}

/*
 * fuzz_html.c - whatever the HTML, the text is text, and its own text
 */
#include <string.h>

#include <placet/html.h>
#include <placet/text.h>

#include "fuzz.h"

enum { LIMIT = 1 << 20 };

static int
text_of(const char *html, size_t len, size_t limit, struct placet_buf *out)
{
	return placet_html_text(html, len, limit, false, out);
}

/* Lines without blanks at their end, no two of them empty, none at an end. */
static void
promise_lines(const char *s, size_t len)
{
	bool empty = true;

	if (len == 0)
		return;
	for (const char *end = s + len;;) {
		const char *p = memchr(s, '\n', (size_t)(end - s));
		const size_t n = (size_t)((p != NULL ? p : end) - s);

		promise(placet_text_line(s, n));
		promise(n > 0 || !empty);
		promise(n == 0 || s[n - 1] != ' ');
		promise(n < 2 || memcmp(s + n - 2, "\xc2\xa0", 2) != 0);
		empty = n == 0;
		if (p == NULL)
			break;
		s = p + 1;
	}
	promise(!empty);
}

/* Escaped and read again, it is the same. */
static void
promise_again(const char *s, size_t len)
{
	struct placet_buf html = { 0 }, again = { 0 };

	placet_buf_str(&html, "<pre>");
	for (size_t i = 0; i < len; i++)
		if (s[i] == '<')
			placet_buf_str(&html, "&lt;");
		else if (s[i] == '&')
			placet_buf_str(&html, "&amp;");
		else
			placet_buf_byte(&html, (uint8_t)s[i]);
	promise(html.err == 0);
	if (html.len <= PLACET_HTML_MAX) {
		promise(text_of(html.data, html.len, len, &again) == 0);
		promise(again.len == len);
		promise(len == 0 || memcmp(again.data, s, len) == 0);
	}
	placet_buf_release(&html);
	placet_buf_release(&again);
}

/* ASCII without markup keeps all of its words. */
static void
promise_words(const char *s, size_t len, const struct placet_buf *text)
{
	size_t n = 0;
	bool blank = false;

	for (size_t i = 0; i < len; i++)
		if (s[i] == '<' || s[i] == '&' || (s[i] & 0x80) != 0)
			return;
	for (size_t i = 0; i < len; i++) {
		if (strchr(" \t\n\f\r", s[i]) != NULL && s[i] != '\0') {
			blank = n > 0;
		} else if (s[i] > ' ' && s[i] != 0x7f) {
			if (blank)
				promise(text->data[n++] == ' ');
			promise(n < text->len && text->data[n++] == s[i]);
			blank = false;
		}
	}
	promise(n == text->len);
}

/* Words of a link may be longer than the target that replaces them. */
static bool
has_link(const char *s, size_t len)
{
	for (size_t i = 0; i + 1 < len; i++)
		if (s[i] == '<' && (s[i + 1] == 'a' || s[i + 1] == 'A'))
			return true;
	return false;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *s = (const char *)data;
	struct placet_buf whole = { 0 }, half = { 0 };
	const int err = text_of(s, size, LIMIT, &whole);

	if (err != 0) {
		promise(whole.len == 0);
		promise(err == PLACET_ELIMIT || !placet_utf8_valid(s, size));
		placet_buf_release(&whole);
		return 0;
	}
	promise_lines(whole.data, whole.len);
	promise_again(whole.data, whole.len);
	promise_words(s, size, &whole);

	/* Exactly long enough, one byte too short, and half of it. */
	if (text_of(s, size, whole.len, &half) == 0)
		promise(half.len == whole.len);
	else
		promise(has_link(s, size));
	for (size_t limit = whole.len; limit > 0; limit /= 2) {
		placet_buf_clear(&half);
		promise(placet_html_text(s, size, limit - 1, true, &half) == 0);
		promise(half.len < limit);
		promise_lines(half.data, half.len);
	}
	placet_buf_release(&whole);
	placet_buf_release(&half);
	return 0;
}

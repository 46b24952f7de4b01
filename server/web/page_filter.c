/*
 * page_filter.c - how a value is shown: {{x|filter}}
 *
 *	number    1234567.5 -> 1,234,567.5, in French with narrow no-break
 *	          spaces and a comma
 *	date      2026-11-23T10:00:00Z -> 23 novembre 2026 or 23 November 2026
 *	datetime  the same and the time of day
 *	url       percent-encoded, for one segment of a path
 *	message   the text is the id of a message ("token.expired"): its words
 *	markdown  CommonMark as safe HTML
 *	paragraphs  plain text as <p>, parted where a line is empty, and <br>
 *	plain     CommonMark as words on one line
 *	json      JSON, escaped like any text
 *
 * What a filter does not understand it shows as it is, escaped.  markdown and
 * paragraphs alone give markup.
 */
#include <string.h>

#include <placet/text.h>

#include "base/markdown.h"

#include "page_node.h"
#include "stamp.h"

#define NARROW_SPACE "\xe2\x80\xaf" /* U+202F */
#define NO_BREAK     "\xc2\xa0"     /* U+00A0 */

void
page_escape(struct placet_buf *out, const char *s, size_t len)
{
	size_t from = 0;

	for (size_t i = 0; i < len; i++) {
		const char *esc;

		switch (s[i]) {
		case '&': esc = "&amp;"; break;
		case '<': esc = "&lt;"; break;
		case '>': esc = "&gt;"; break;
		case '"': esc = "&quot;"; break;
		case '\'': esc = "&#39;"; break;
		default: continue;
		}
		placet_buf_add(out, s + from, i - from);
		placet_buf_str(out, esc);
		from = i + 1;
	}
	placet_buf_add(out, s + from, len - from);
}

const char *
page_text_of(const struct placet_json *v, size_t *len)
{
	const char *s = "";

	switch (v->type) {
	case PLACET_JSON_STRING:
	case PLACET_JSON_NUMBER: *len = v->len; return v->str;
	case PLACET_JSON_BOOL: s = v->truth ? "true" : "false"; break;
	case PLACET_JSON_NULL:
	case PLACET_JSON_ARRAY:
	case PLACET_JSON_OBJECT: break;
	}
	*len = strlen(s);
	return s;
}

static void
put(struct placet_buf *out, const char *s, size_t len, bool raw)
{
	if (raw)
		placet_buf_add(out, s, len);
	else
		page_escape(out, s, len);
}

static void
put_as_is(struct placet_buf *out, const struct placet_json *v, bool raw)
{
	size_t len;
	const char *s = page_text_of(v, &len);

	put(out, s, len, raw);
}

static void
filter_number(struct placet_buf *out, const struct page_style *style,
    const struct placet_json *v, bool raw)
{
	size_t len, whole, i = 0;
	const char *s = page_text_of(v, &len);

	if (len > 0 && s[0] == '-')
		i = 1;
	whole = i + strspn(s + i, "0123456789");
	if (whole == i ||
	    (whole < len &&
	        (s[whole] != '.' ||
	            strspn(s + whole + 1, "0123456789") != len - whole - 1))) {
		put(out, s, len, raw);
		return;
	}
	placet_buf_add(out, s, i);
	for (const size_t first = i; i < whole; i++) {
		if (i > first && (whole - i) % 3 == 0)
			placet_buf_str(out, style->french ? NARROW_SPACE : ",");
		placet_buf_byte(out, (uint8_t)s[i]);
	}
	if (whole < len) {
		placet_buf_byte(out, style->french ? ',' : '.');
		placet_buf_add(out, s + whole + 1, len - whole - 1);
	}
}

static void
put_date(struct placet_buf *out, bool french, const struct stamp *t)
{
	static const char *const months[2][12] = {
		{ "January", "February", "March", "April", "May", "June",
		    "July", "August", "September", "October", "November",
		    "December" },
		{ "janvier", "février", "mars", "avril", "mai", "juin",
		    "juillet", "août", "septembre", "octobre", "novembre",
		    "décembre" },
	};

	placet_buf_printf(out, "%d%s" NO_BREAK "%s %d", t->day,
	    french && t->day == 1 ? "er" : "", months[french][t->month - 1],
	    t->year);
}

static void
filter_date(struct placet_buf *out, const struct page_style *style,
    const struct placet_json *v, bool raw)
{
	struct stamp t;

	if (v->type == PLACET_JSON_STRING && stamp_paris(v->str, v->len, &t))
		put_date(out, style->french, &t);
	else
		put_as_is(out, v, raw);
}

static void
filter_datetime(struct placet_buf *out, const struct page_style *style,
    const struct placet_json *v, bool raw)
{
	struct stamp t;

	if (v->type != PLACET_JSON_STRING || !stamp_paris(v->str, v->len, &t)) {
		put_as_is(out, v, raw);
		return;
	}
	put_date(out, style->french, &t);
	if (!t.has_time)
		return;
	placet_buf_printf(out,
	    style->french ? " à %d" NO_BREAK "h" NO_BREAK "%02d"
	                  : " at %d:%02d",
	    t.hour, t.minute);
}

static void
filter_url(struct placet_buf *out, const struct page_style *style,
    const struct placet_json *v, bool raw)
{
	size_t len;
	const char *s = page_text_of(v, &len);

	(void)style;
	(void)raw;
	for (size_t i = 0; i < len; i++) {
		const char c = s[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') ||
		    (c != '\0' && strchr("-._~", c) != NULL))
			placet_buf_byte(out, (uint8_t)c);
		else
			placet_buf_printf(out, "%%%02X", (unsigned char)c);
	}
}

static void
filter_message(struct placet_buf *out, const struct page_style *style,
    const struct placet_json *v, bool raw)
{
	const struct message *m = NULL;

	if (v->type == PLACET_JSON_STRING && style->locale != NULL)
		m = locale_find(style->locale, v->str);
	if (m != NULL)
		put(out, m->str[0], strlen(m->str[0]), raw);
	else
		put_as_is(out, v, raw);
}

static void
filter_markdown(struct placet_buf *out, const struct page_style *style,
    const struct placet_json *v, bool raw)
{
	size_t len;
	const char *s = page_text_of(v, &len);

	(void)style;
	(void)raw;
	markdown_html(out, s, len);
}

static void
filter_paragraphs(struct placet_buf *out, const struct page_style *style,
    const struct placet_json *v, bool raw)
{
	size_t len, at = 0;
	const char *s = page_text_of(v, &len);

	(void)style;
	(void)raw;
	while (len > 0 && s[len - 1] == '\n')
		len--;
	while (at < len && s[at] == '\n')
		at++;
	if (at == len)
		return;
	placet_buf_str(out, "<p>");
	while (at < len) {
		const char *end = memchr(s + at, '\n', len - at);
		const size_t to = end == NULL ? len : (size_t)(end - s);
		size_t next = to;

		page_escape(out, s + at, to - at);
		while (next < len && s[next] == '\n')
			next++;
		if (next - to == 1)
			placet_buf_str(out, "<br>\n");
		else if (next > to)
			placet_buf_str(out, "</p>\n<p>");
		at = next;
	}
	placet_buf_str(out, "</p>\n");
}

/* Through a buffer of its own, since what it writes is escaped after. */
static void
put_buf(struct placet_buf *out, struct placet_buf *b, bool raw)
{
	if (b->len > 0)
		put(out, b->data, b->len, raw);
	if (b->err != 0 && out->err == 0)
		out->err = b->err;
	placet_buf_release(b);
}

static void
filter_plain(struct placet_buf *out, const struct page_style *style,
    const struct placet_json *v, bool raw)
{
	struct placet_buf b = { .ceiling = out->ceiling };
	size_t len;
	const char *s = page_text_of(v, &len);

	(void)style;
	markdown_plain(&b, s, len);
	put_buf(out, &b, raw);
}

static void
filter_json(struct placet_buf *out, const struct page_style *style,
    const struct placet_json *v, bool raw)
{
	struct placet_buf b = { .ceiling = out->ceiling };

	(void)style;
	placet_json_write(&b, v);
	put_buf(out, &b, raw);
}

page_filter *
page_filter_find(const char *name, size_t len)
{
	static const struct {
		const char *name;
		page_filter *filter;
	} filters[] = {
		{ "date", filter_date },
		{ "datetime", filter_datetime },
		{ "json", filter_json },
		{ "markdown", filter_markdown },
		{ "message", filter_message },
		{ "number", filter_number },
		{ "paragraphs", filter_paragraphs },
		{ "plain", filter_plain },
		{ "url", filter_url },
	};

	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
		if (strlen(filters[i].name) == len &&
		    memcmp(filters[i].name, name, len) == 0)
			return filters[i].filter;
	return NULL;
}

/*
 * html.c - foreign HTML to plain text (see html.h)
 *
 * DESIGN.  One pass, no tree.  Lines, blanks and the mark of an item are not
 * written when they are met but when the next character is: so they fold,
 * and none is left at an end.  Only a link looks back, at its own words.
 */
#include <string.h>

#include <placet/html.h>
#include <placet/text.h>

#include "ascii.h"
#include "html_part.h"

enum {
	NO_BREAK_SPACE = 0xa0,
	LINES_MAX = 2, /* of newlines together: one empty line */
};

struct link {
	bool open;
	bool begun;     /* it has words, from `start` on */
	bool shortened; /* some are there for browsers to hide */
	size_t before;  /* where the output ended before it */
	size_t start;
	size_t len; /* of the target; 0: none is to be shown */
	char url[PLACET_HTML_URL];
};

struct html {
	struct placet_buf *out;
	size_t from;       /* where our text begins in `out` */
	size_t limit;      /* how long it may be */
	bool full;         /* there was more */
	unsigned newlines; /* to write before the next character */
	uint32_t blank;    /* the same; 0: none */
	bool item;         /* the same */
	unsigned pre, lists;
	struct link link;
};

/* What a tag means for the text. */
enum effect { NOTHING, LINE, BREAK, PARA, ITEM, CELL, LIST, PRE, LINK, SPAN };

/* clang-format off */
static const struct {
	const char *name;
	enum effect effect;
} effects[] = {
	{ "a", LINK }, { "span", SPAN }, { "br", BREAK }, { "p", PARA },
	{ "li", ITEM }, { "ol", LIST }, { "ul", LIST }, { "pre", PRE },
	{ "blockquote", PARA }, { "dl", PARA }, { "h1", PARA }, { "h2", PARA },
	{ "h3", PARA }, { "h4", PARA }, { "h5", PARA }, { "h6", PARA },
	{ "hr", PARA }, { "listing", PRE }, { "table", PARA },
	{ "td", CELL }, { "th", CELL },
	{ "address", LINE }, { "article", LINE }, { "aside", LINE },
	{ "body", LINE }, { "caption", LINE }, { "center", LINE },
	{ "dd", LINE }, { "details", LINE }, { "dialog", LINE },
	{ "dir", LIST }, { "div", LINE }, { "dt", LINE }, { "fieldset", LINE },
	{ "figcaption", LINE }, { "figure", LINE }, { "footer", LINE },
	{ "form", LINE }, { "head", LINE }, { "header", LINE },
	{ "hgroup", LINE }, { "legend", LINE }, { "main", LINE },
	{ "menu", LIST }, { "nav", LINE }, { "option", LINE },
	{ "search", LINE }, { "section", LINE }, { "summary", LINE },
	{ "tr", LINE },
};
/* clang-format on */

static enum effect
effect_of(const char *name)
{
	for (size_t i = 0; i < sizeof effects / sizeof *effects; i++)
		if (strcmp(name, effects[i].name) == 0)
			return effects[i].effect;
	return NOTHING;
}

/* --- characters ----------------------------------------------------------- */

/* One character of valid UTF-8. */
static size_t
read_utf8(const char *s, uint32_t *cp)
{
	const uint8_t c = (uint8_t)s[0];
	const size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

	*cp = n == 1 ? c : c & (0xffU >> (n + 1));
	for (size_t i = 1; i < n; i++)
		*cp = *cp << 6 | ((uint8_t)s[i] & 0x3fU);
	return n;
}

static size_t
write_utf8(uint32_t cp, char out[4])
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xc0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xe0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		out[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	out[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

static bool
is_newline(uint32_t cp)
{
	return cp == '\n' || cp == 0x2028 || cp == 0x2029;
}

static bool
is_blank(uint32_t cp)
{
	return cp == ' ' || cp == '\t' || cp == '\f' || cp == '\r' ||
	    cp == NO_BREAK_SPACE || is_newline(cp);
}

/* Controls, overrides of direction, the mark of a byte order. */
static bool
is_removed(uint32_t cp)
{
	return (cp < 0x20 && !is_blank(cp)) || (cp >= 0x7f && cp <= 0x9f) ||
	    (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069) ||
	    cp == 0xfeff;
}

/* The next character of HTML that is no markup: as it is, or by reference. */
static size_t
next_character(const char *s, size_t len, uint32_t *cp)
{
	const size_t n = *s == '&' ? html_entity(s, len, cp) : 0;

	return n > 0 ? n : read_utf8(s, cp);
}

/* --- output --------------------------------------------------------------- */

static void
cut(struct html *h, size_t len)
{
	if (len < h->out->len) {
		h->out->len = len;
		h->out->data[len] = '\0';
	}
}

/*
 * Text that is no blank.  Only this counts against the limit, together with
 * what it made us write since `before`: other blanks are taken back.
 */
static void
put(struct html *h, const char *s, size_t len, size_t before)
{
	const size_t used = h->out->len - h->from;

	if (used > h->limit || len > h->limit - used)
		h->full = true;
	if (h->full)
		cut(h, before);
	else
		placet_buf_add(h->out, s, len);
}

/* Take back the blanks at the end; how many newlines are there then? */
static unsigned
lines_at_end(struct html *h)
{
	const char *data = h->out->data;
	size_t len = h->out->len;
	unsigned n = 0;

	for (;;)
		if (len > h->from && data[len - 1] == ' ')
			len--;
		else if (len - h->from >= 2 &&
		    memcmp(data + len - 2, "\xc2\xa0", 2) == 0)
			len -= 2;
		else
			break;
	cut(h, len);
	if (len == h->from)
		return LINES_MAX; /* there is nothing to stand apart from */
	while (n < LINES_MAX && len - n > h->from && data[len - n - 1] == '\n')
		n++;
	return n;
}

/* Write what was put off, as a character comes.  Where did the text end? */
static size_t
flush(struct html *h)
{
	unsigned n = h->newlines > 0 ? lines_at_end(h) : 0;
	const size_t before = h->out->len;

	if (h->newlines > 0) {
		for (; n < h->newlines; n++)
			placet_buf_byte(h->out, '\n');
	} else if (h->blank != 0 && h->out->len > h->from) {
		placet_buf_str(h->out, h->blank == ' ' ? " " : "\xc2\xa0");
	}
	if (h->item)
		placet_buf_str(h->out, "- ");
	h->newlines = 0;
	h->blank = 0;
	h->item = false;
	if (h->link.open && !h->link.begun) {
		h->link.begun = true;
		h->link.before = before;
		h->link.start = h->out->len;
	}
	return before;
}

/* The next character stands apart by so many newlines. */
static void
stand_apart(struct html *h, unsigned newlines)
{
	if (h->newlines < newlines)
		h->newlines = newlines;
	h->blank = 0;
}

/* One newline more than there are. */
static void
break_line(struct html *h)
{
	stand_apart(h, lines_at_end(h));
	if (h->newlines < LINES_MAX)
		h->newlines++;
}

static void
character(struct html *h, uint32_t cp)
{
	size_t before;
	char s[4];

	if (is_removed(cp))
		return;
	if (is_blank(cp) && h->pre == 0) {
		if (h->blank == 0 || cp == NO_BREAK_SPACE)
			h->blank = cp == NO_BREAK_SPACE ? cp : ' ';
		return;
	}
	if (is_newline(cp)) {
		break_line(h);
		return;
	}
	if (cp == '\r' || (is_blank(cp) && h->item))
		return;
	if (cp == '\t' || cp == '\f')
		cp = ' ';
	before = flush(h);
	if (is_blank(cp))
		placet_buf_add(h->out, s, write_utf8(cp, s));
	else
		put(h, s, write_utf8(cp, s), before);
}

/* --- links ---------------------------------------------------------------- */

/* How long is the "http://" or "https://" in front? */
static size_t
scheme_len(const char *s, size_t len)
{
	if (len >= 8 && ascii_is(s, 8, "https://"))
		return 8;
	if (len >= 7 && ascii_is(s, 7, "http://"))
		return 7;
	return 0;
}

/*
 * The target of a link that we show, or 0: whole, of http or https, with a
 * host, and without what a browser would drop or take for something else.
 */
static size_t
target(struct html_value href, char url[PLACET_HTML_URL])
{
	size_t n = 0, scheme, i = 0;
	uint32_t cp;

	while (href.len > 0 && is_blank((uint8_t)href.s[href.len - 1]))
		href.len--;
	while (i < href.len && is_blank((uint8_t)href.s[i]))
		i++;
	while (i < href.len) {
		i += next_character(href.s + i, href.len - i, &cp);
		if (is_removed(cp) || is_blank(cp) || cp == '<' || cp == '>' ||
		    cp == '"' || cp == '\\' || n + 4 > PLACET_HTML_URL)
			return 0;
		n += write_utf8(cp, url + n);
	}
	scheme = scheme_len(url, n);
	if (scheme == 0 || scheme == n ||
	    memchr("/?#:@.", url[scheme], 6) != NULL)
		return 0;
	return n;
}

/* Do these words only repeat the target? */
static bool
repeats(const char *s, size_t len, const struct link *link)
{
	const char *url = link->url + scheme_len(link->url, link->len);
	size_t n = link->len - (size_t)(url - link->url);
	const size_t scheme = scheme_len(s, len);

	s += scheme;
	len -= scheme;
	if (n > 0 && url[n - 1] == '/')
		n--;
	if (len > 0 && s[len - 1] == '/')
		len--;
	return len == n && memcmp(s, url, n) == 0;
}

static void
link_end(struct html *h)
{
	struct link *link = &h->link;

	if (!link->open)
		return;
	link->open = false;
	if (link->len == 0)
		return;
	if (!link->begun) {
		link->before = flush(h);
		put(h, link->url, link->len, link->before);
		return;
	}
	if (link->start > h->out->len)
		link->start = h->out->len;
	if (link->shortened ||
	    repeats(
	        h->out->data + link->start, h->out->len - link->start, link)) {
		cut(h, link->start);
		put(h, link->url, link->len, link->before);
		return;
	}
	/* All of it, or none. */
	link->start = h->out->len;
	placet_buf_str(h->out, " (");
	put(h, link->url, link->len, link->start);
	if (!h->full)
		put(h, ")", 1, link->start);
}

static void
link_begin(struct html *h, const struct html_tag *tag)
{
	struct link *link = &h->link;

	link_end(h);
	link->open = true;
	link->begun = false;
	link->shortened = false;
	link->len = 0;
	if (!html_has(tag->class, "mention") &&
	    !html_has(tag->class, "hashtag") && !html_has(tag->rel, "tag"))
		link->len = target(tag->href, link->url);
}

/* --- tags ----------------------------------------------------------------- */

static void
list(struct html *h, bool end)
{
	if (end && h->lists > 0)
		h->lists--;
	stand_apart(h, h->lists > 0 ? 1 : LINES_MAX);
	h->item = false;
	if (!end)
		h->lists++;
}

static void
pre(struct html *h, bool end)
{
	stand_apart(h, LINES_MAX);
	if (!end)
		h->pre++;
	else if (h->pre > 0)
		h->pre--;
}

static void
markup(struct html *h, const struct html_tag *tag)
{
	switch (effect_of(tag->name)) {
	case NOTHING: break;
	case LINE: stand_apart(h, 1); break;
	case BREAK: break_line(h); break;
	case PARA: stand_apart(h, LINES_MAX); break;
	case ITEM:
		stand_apart(h, 1);
		h->item = !tag->end;
		break;
	case CELL: character(h, ' '); break;
	case LIST: list(h, tag->end); break;
	case PRE: pre(h, tag->end); break;
	case LINK:
		if (tag->end)
			link_end(h);
		else
			link_begin(h, tag);
		break;
	case SPAN:
		if (html_has(tag->class, "invisible") ||
		    html_has(tag->class, "ellipsis"))
			h->link.shortened = true;
		break;
	}
}

static void
read_all(struct html *h, const char *s, const char *end)
{
	while (s < end && !h->full && h->out->err == PLACET_OK) {
		struct html_tag tag;
		const char *behind = *s == '<' ? html_markup(s, end, &tag)
		                               : NULL;
		uint32_t cp;

		if (behind != NULL) {
			markup(h, &tag);
			s = behind;
		} else {
			s += next_character(s, (size_t)(end - s), &cp);
			character(h, cp);
		}
	}
	/* Half of the words that stand for a target tell nothing. */
	if (h->full && h->link.open && h->link.begun && h->link.shortened &&
	    h->link.len > 0)
		cut(h, h->link.before);
	else
		link_end(h);
}

int
placet_html_text(const char *html, size_t len, size_t limit, bool cut_it,
    struct placet_buf *out)
{
	struct html h = { .out = out, .from = out->len, .limit = limit };
	int err = out->err;

	if (err != PLACET_OK)
		return err;
	if (len > PLACET_HTML_MAX)
		return PLACET_ELIMIT;
	if (!placet_utf8_valid(html, len))
		return PLACET_EUTF8;
	if (len == 0)
		return PLACET_OK;
	read_all(&h, html, html + len);
	err = out->err;
	if (err == PLACET_OK && h.full && !cut_it)
		err = PLACET_ELIMIT;
	if (err != PLACET_OK) {
		cut(&h, h.from);
		return err;
	}
	while (lines_at_end(&h) > 0 && out->len > h.from)
		cut(&h, out->len - 1);
	return PLACET_OK;
}

/*
 * page_parse.c - from the text of a template to nodes
 *
 * The tags of the mustache specification, and {{_...}} (page_message.c).  A
 * value may name one filter: {{x|date}}.  A partial that stands alone on an
 * indented line is compiled again with that indentation, since the
 * specification wants it in front of each of its lines; rendering then has
 * nothing left to do about it.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limit.h"

#include "page_node.h"

struct tag {
	char type;     /* one of "#^/!>=_", '&' for raw, 'v' escaped */
	bool raw;      /* of a message */
	const char *s; /* what is inside, trimmed */
	size_t len;
	size_t start, end; /* of the whole tag in the source */
};

void
parse_fail(struct page_parse *p, size_t at, const char *fmt, ...)
{
	unsigned line = 1;
	va_list ap;
	int n;

	if (p->failed)
		return;
	p->failed = true;
	for (size_t i = 0; i < at && i < p->len; i++)
		line += p->src[i] == '\n';
	n = snprintf(p->set->why, p->set->size, "%s:%u: ", p->page->file, line);
	if (n < 0 || (size_t)n >= p->set->size)
		return;
	va_start(ap, fmt);
	vsnprintf(p->set->why + n, p->set->size - (size_t)n, fmt, ap);
	va_end(ap);
}

struct node *
parse_node(struct page_parse *p, enum node_op op)
{
	static struct node none;
	struct node *more;

	if (p->n == p->cap) {
		p->cap = p->cap == 0 ? 64 : p->cap * 2;
		more = realloc(p->node, p->cap * sizeof *more);
		if (more == NULL) {
			parse_fail(p, p->pos, "out of memory");
			return &none;
		}
		p->node = more;
	}
	p->node[p->n] = (struct node){ .op = op };
	return &p->node[p->n++];
}

void
parse_flush(struct page_parse *p)
{
	struct node *n;

	if (p->text.len == 0)
		return;
	n = parse_node(p, NODE_TEXT);
	n->len = p->text.len;
	n->text = placet_memdup(p->set->arena, p->text.data, p->text.len);
	if (n->text == NULL || p->text.err != 0)
		parse_fail(p, p->pos, "out of memory");
	placet_buf_clear(&p->text);
}

/* Letters, digits, "_" and "-": anything else is a typing error. */
static bool
key_valid(const struct key *key)
{
	for (size_t i = 0; i < key->len; i++)
		if (!isalnum((unsigned char)key->name[i]) &&
		    key->name[i] != '_' && key->name[i] != '-')
			return false;
	return key->len > 0;
}

/* "a.b.c" or "." into keys. */
static bool
keys_parse(
    struct page_parse *p, struct node *n, const char *s, size_t len, size_t at)
{
	char *copy = placet_memdup(p->set->arena, s, len);
	struct key *key;
	size_t count = 1;

	if (copy == NULL) {
		parse_fail(p, at, "out of memory");
		return false;
	}
	if (len == 1 && *s == '.')
		return true;
	for (size_t i = 0; i < len; i++)
		count += s[i] == '.';
	key = placet_zalloc(p->set->arena, count * sizeof *key);
	if (key == NULL) {
		parse_fail(p, at, "out of memory");
		return false;
	}
	n->key = key;
	n->nkey = count;
	for (const char *from = copy; count > 0; count--, key++) {
		key->name = from;
		key->len = count > 1 ? strcspn(from, ".")
		                     : len - (size_t)(from - copy);
		if (!key_valid(key)) {
			parse_fail(p, at, "'%.*s' is no name", (int)len, s);
			return false;
		}
		from += key->len + 1;
	}
	return true;
}

static void
trim(const char **s, size_t *len)
{
	while (*len > 0 && strchr(" \t\r\n", **s) != NULL) {
		(*s)++;
		(*len)--;
	}
	while (*len > 0 && strchr(" \t\r\n", (*s)[*len - 1]) != NULL)
		(*len)--;
}

/* "path" or "path|filter". */
bool
parse_path(
    struct page_parse *p, struct node *n, const char *s, size_t len, size_t at)
{
	const char *bar = memchr(s, '|', len);
	size_t pathlen = len, filterlen;
	const char *filter;

	if (bar != NULL) {
		pathlen = (size_t)(bar - s);
		filter = bar + 1;
		filterlen = len - pathlen - 1;
		trim(&filter, &filterlen);
		n->filter = page_filter_find(filter, filterlen);
		if (n->op != NODE_VALUE || n->filter == NULL) {
			parse_fail(p, at, "no filter '%.*s' here",
			    (int)filterlen, filter);
			return false;
		}
	}
	trim(&s, &pathlen);
	return keys_parse(p, n, s, pathlen, at);
}

/* --- finding tags ------------------------------------------------------- */

/* The first `what` in src[from..len); SIZE_MAX if there is none. */
static size_t
find(const struct page_parse *p, size_t from, const char *what)
{
	const size_t n = strlen(what);

	for (; p->len - from >= n; from++) {
		const char *hit = memchr(
		    p->src + from, what[0], p->len - from - n + 1);

		if (hit == NULL)
			break;
		from = (size_t)(hit - p->src);
		if (memcmp(hit, what, n) == 0)
			return from;
	}
	return SIZE_MAX;
}

/* The same, but not inside the {values} of a message. */
static size_t
find_outside(const struct page_parse *p, size_t from, const char *what)
{
	const size_t n = strlen(what);
	bool in = false;

	for (; p->len - from >= n; from++) {
		if (!in && memcmp(p->src + from, what, n) == 0)
			return from;
		if (p->src[from] == '{')
			in = true;
		else if (p->src[from] == '}')
			in = false;
	}
	return SIZE_MAX;
}

/*
 * The next tag; false when there is none, or none that is well formed.  Which
 * delimiter closes it depends on its first character.
 */
static bool
tag_next(struct page_parse *p, struct tag *t)
{
	const bool usual = strcmp(p->open, "{{") == 0;
	char close[20];
	size_t from, to;

	*t = (struct tag){ .type = 'v', .start = find(p, p->pos, p->open) };
	if (t->start == SIZE_MAX)
		return false;
	from = t->start + strlen(p->open);
	if (from < p->len && p->src[from] != '\0' &&
	    strchr(usual ? "#^/!>=&_{" : "#^/!>=&_", p->src[from]) != NULL)
		t->type = p->src[from++];
	if (t->type == '&' && from < p->len && p->src[from] == '_') {
		t->type = p->src[from++];
		t->raw = true;
	}
	snprintf(close, sizeof close, "%s%s",
	    t->type == '{'       ? "}"
	        : t->type == '=' ? "="
	                         : "",
	    p->close);
	to = t->type == '_' ? find_outside(p, from, close)
	                    : find(p, from, close);
	if (to == SIZE_MAX) {
		parse_fail(p, t->start, "tag is not closed");
		return false;
	}
	t->end = to + strlen(close);
	t->s = p->src + from;
	t->len = to - from;
	trim(&t->s, &t->len);
	if (t->type == '{')
		t->type = '&';
	return true;
}

/*
 * Does the tag stand alone on its line?  Then the line goes with it: *start
 * is where it begins, *end where the next one does; else they stay.
 */
static void
stands_alone(
    const struct page_parse *p, const struct tag *t, size_t *start, size_t *end)
{
	size_t i = t->start, j = t->end;

	if (strchr("#^/!>=", t->type) == NULL)
		return;
	while (i > 0 && (p->src[i - 1] == ' ' || p->src[i - 1] == '\t'))
		i--;
	while (j < p->len && (p->src[j] == ' ' || p->src[j] == '\t'))
		j++;
	if ((i > 0 && p->src[i - 1] != '\n') || i < p->pos)
		return;
	if (j < p->len && p->src[j] == '\r')
		j++;
	if (j < p->len && p->src[j] != '\n')
		return;
	*start = i;
	*end = j < p->len ? j + 1 : j;
}

/* --- what tags mean ----------------------------------------------------- */

static void
section_open(struct page_parse *p, const struct tag *t)
{
	struct node *n;

	if (p->nsection == LIMIT_SECTIONS) {
		parse_fail(p, t->start, "too many sections in one another");
		return;
	}
	parse_flush(p);
	n = parse_node(p, t->type == '#' ? NODE_SECTION : NODE_INVERTED);
	if (!parse_path(p, n, t->s, t->len, t->start))
		return;
	p->section[p->nsection].node = p->n - 1;
	p->section[p->nsection].at = t->start;
	p->section[p->nsection].name = t->s;
	p->section[p->nsection++].len = t->len;
}

static void
section_close(struct page_parse *p, const struct tag *t)
{
	const size_t top = p->nsection - 1;

	if (p->nsection == 0 || p->section[top].len != t->len ||
	    memcmp(p->section[top].name, t->s, t->len) != 0) {
		parse_fail(p, t->start, "section '%.*s' is not open here",
		    (int)t->len, t->s);
		return;
	}
	parse_flush(p);
	p->node[p->section[top].node].end = p->n;
	p->nsection--;
}

/* "<% %>": two words without white space or "=". */
static void
delimiters_set(struct page_parse *p, const struct tag *t)
{
	const size_t first = strcspn(t->s, " \t\r\n");
	const char *second = t->s + first;
	size_t rest = t->len - (first < t->len ? first : t->len);

	trim(&second, &rest);
	if (first == 0 || rest == 0 || first >= sizeof p->open ||
	    rest >= sizeof p->close || memchr(t->s, '=', t->len) != NULL ||
	    strcspn(second, " \t\r\n") < rest) {
		parse_fail(p, t->start, "delimiters are not understood");
		return;
	}
	memcpy(p->open, t->s, first);
	p->open[first] = '\0';
	memcpy(p->close, second, rest);
	p->close[rest] = '\0';
}

static struct page *page_want(struct page_set *set, const char *name,
    size_t len, const char *indent, size_t indentlen);

static void
partial(struct page_parse *p, const struct tag *t, size_t line)
{
	struct node *n;

	parse_flush(p);
	n = parse_node(p, NODE_PARTIAL);
	n->page = page_want(
	    p->set, t->s, t->len, p->src + line, t->start - line);
	if (n->page == NULL && !p->set->lenient)
		parse_fail(p, t->start, "no partial '%.*s', or too many",
		    (int)t->len, t->s);
}

static void
value(struct page_parse *p, const struct tag *t)
{
	struct node *n;

	parse_flush(p);
	n = parse_node(p, NODE_VALUE);
	if (parse_path(p, n, t->s, t->len, t->start) && t->type == '&')
		n->raw = true;
}

static void
tag_parse(struct page_parse *p, const struct tag *t)
{
	size_t start = t->start, end = t->end;

	stands_alone(p, t, &start, &end);
	placet_buf_add(&p->text, p->src + p->pos, start - p->pos);
	switch (t->type) {
	case '#':
	case '^': section_open(p, t); break;
	case '/': section_close(p, t); break;
	case '>': partial(p, t, start); break;
	case '=': delimiters_set(p, t); break;
	case '_': parse_message(p, t->s, t->len, t->start, t->raw); break;
	case '!': break;
	default: value(p, t); break;
	}
	p->pos = end;
}

/* --- pages -------------------------------------------------------------- */

/* The page of that name and indentation, now or soon; NULL: no such. */
static struct page *
page_want(struct page_set *set, const char *name, size_t len,
    const char *indent, size_t indentlen)
{
	struct page *page;
	size_t ignored;

	/* A partial that holds itself would be indented without end. */
	if (indentlen > 64)
		indentlen = 64;
	for (page = set->first; page != NULL; page = page->next)
		if (strlen(page->name) == len &&
		    memcmp(page->name, name, len) == 0 &&
		    strlen(page->indent) == indentlen &&
		    memcmp(page->indent, indent, indentlen) == 0)
			return page;
	page = placet_zalloc(set->arena, sizeof *page);
	if (page == NULL || set->n >= LIMIT_TEMPLATES)
		return NULL;
	page->name = placet_memdup(set->arena, name, len);
	page->indent = placet_memdup(set->arena, indent, indentlen);
	if (page->name == NULL || page->indent == NULL ||
	    set->find(set->arg, page->name, &ignored, &page->file) == NULL)
		return NULL;
	if (set->last == NULL)
		set->first = page;
	else
		set->last->next = page;
	set->last = page;
	set->n++;
	return page;
}

/* The source with the page's indentation before each line. */
static bool
source_get(struct page_parse *p)
{
	const char *indent = p->page->indent;
	struct placet_buf b = { .ceiling = (size_t)16 * LIMIT_TEMPLATE };
	const char *file;

	p->src = p->set->find(p->set->arg, p->page->name, &p->len, &file);
	if (*indent == '\0' || p->len == 0)
		return true;
	for (size_t i = 0; i < p->len; i++) {
		if (i == 0 || p->src[i - 1] == '\n')
			placet_buf_str(&b, indent);
		placet_buf_byte(&b, (uint8_t)p->src[i]);
	}
	p->len = b.len;
	p->src = b.err == 0 ? placet_memdup(p->set->arena, b.data, b.len)
	                    : NULL;
	placet_buf_release(&b);
	if (p->src == NULL)
		p->src = "";
	return b.err == 0;
}

static bool
page_parse(struct page_set *set, struct page *page)
{
	struct page_parse p = {
		.set = set, .page = page, .open = "{{", .close = "}}"
	};
	struct tag t;

	if (!source_get(&p))
		parse_fail(&p, 0, "out of memory");
	while (!p.failed && tag_next(&p, &t))
		tag_parse(&p, &t);
	if (!p.failed && p.nsection > 0)
		parse_fail(
		    &p, p.section[p.nsection - 1].at, "section is not closed");
	placet_buf_add(&p.text, p.src + p.pos, p.len - p.pos);
	parse_flush(&p);
	if (!p.failed && p.n > 0) {
		page->n = p.n;
		page->node = placet_alloc(set->arena, p.n * sizeof *p.node);
		if (page->node == NULL)
			parse_fail(&p, p.pos, "out of memory");
		else
			memcpy(page->node, p.node, p.n * sizeof *p.node);
	}
	free(p.node);
	placet_buf_release(&p.text);
	return !p.failed;
}

/*
 * Partials are put at the end of the list by those who name them, and
 * compiled when the list gets there: no recursion, however they are nested.
 */
const struct page *
page_compile(struct page_set *set, const char *name)
{
	struct page *todo = set->last;
	struct page *page = page_want(set, name, strlen(name), "", 0);

	if (page == NULL) {
		snprintf(set->why, set->size, "%s: cannot be compiled", name);
		return NULL;
	}
	for (todo = todo == NULL ? set->first : todo->next; todo != NULL;
	     todo = todo->next)
		if (!page_parse(set, todo))
			return NULL;
	return page;
}

/*
 * page_message.c - {{_messages}}: translated when the page is compiled
 *
 * The message is its own id, white space folded to single spaces.  "{x}" and
 * "{x|filter}" stand for values, always escaped; ";" that no space follows
 * divides the singular from the plural, and the first value of the plural
 * (else of the singular) is the number that chooses.
 *
 * A translation may move values, repeat them, leave them out and give them
 * other filters, but use no value that the message has not: a catalogue must
 * not be able to show what the template did not mean to.
 */
#include <stdio.h>
#include <string.h>

#include "page_node.h"

/* The first "{value}" of s: *len is of what is inside. */
static const char *
value_find(const char *s, size_t *len)
{
	const char *open = strchr(s, '{');
	const char *close = open != NULL ? strchr(open, '}') : NULL;

	if (close == NULL)
		return NULL;
	*len = (size_t)(close - open) - 1;
	return open + 1;
}

/* Bytes of the path of a value, without the filter. */
static size_t
path_len(const char *s, size_t len)
{
	const char *bar = memchr(s, '|', len);

	return bar != NULL ? (size_t)(bar - s) : len;
}

/* Does the message use that value? */
static bool
value_in(const char *message, const char *path, size_t pathlen)
{
	size_t len;

	for (const char *v = message; (v = value_find(v, &len)) != NULL;)
		if (path_len(v, len) == pathlen &&
		    memcmp(v, path, pathlen) == 0)
			return true;
	return false;
}

/* One form of a message: text and values, to the end of s. */
static void
form_parse(struct page_parse *p, const char *s, size_t at, bool raw)
{
	while (*s != '\0' && !p->failed) {
		const size_t text = strcspn(s, "{");
		const char *inside;
		struct node *n;
		size_t len;

		if (raw)
			placet_buf_add(&p->text, s, text);
		else
			page_escape(&p->text, s, text);
		s += text;
		if (*s == '\0')
			return;
		inside = value_find(s, &len);
		if (inside == NULL) {
			parse_fail(p, at, "value is not closed in message");
			return;
		}
		parse_flush(p);
		n = parse_node(p, NODE_VALUE);
		parse_path(p, n, inside, len, at);
		s = inside + len + 1;
	}
}

static void
plural_parse(struct page_parse *p, const char *const form[2], enum plural rule,
    size_t at, bool raw)
{
	size_t len = 0;
	const char *number = value_find(form[1], &len);
	const size_t plural = p->n + (p->text.len > 0);
	struct node *n;

	if (number == NULL)
		number = value_find(form[0], &len);
	if (number == NULL) {
		parse_fail(p, at, "plural without a {number}");
		return;
	}
	parse_flush(p);
	n = parse_node(p, NODE_PLURAL);
	n->rule = rule;
	if (!parse_path(p, n, number, path_len(number, len), at))
		return;
	for (int i = 0; i < 2; i++) {
		const size_t self = p->n;

		parse_node(p, NODE_FORM);
		form_parse(p, form[i], at, raw);
		parse_flush(p);
		if (!p->failed)
			p->node[self].end = p->n;
	}
	if (!p->failed)
		p->node[plural].end = p->n;
}

/* Values that the translation invents are an error in the catalogue. */
static bool
translation_fits(struct page_parse *p, const struct message *m)
{
	for (int i = 0; i < 2; i++) {
		size_t len, path;

		for (const char *v = m->str[i];
		     v != NULL && (v = value_find(v, &len)) != NULL;) {
			path = path_len(v, len);
			if (value_in(m->id, v, path) ||
			    (m->plural != NULL && value_in(m->plural, v, path)))
				continue;
			p->failed = true;
			snprintf(p->set->why, p->set->size,
			    "%s:%u: {%.*s} is not in the message",
			    locale_path(p->set->style.locale), m->line,
			    (int)path, v);
			return false;
		}
	}
	return true;
}

/* White space folded; divided at the ";" of a plural, if it has one. */
static bool
message_divide(
    struct page_parse *p, const char *s, size_t len, const char *form[2])
{
	char *to = placet_alloc(p->set->arena, len + 1);
	bool inside = false;
	size_t n = 0;

	form[0] = to;
	form[1] = NULL;
	if (to == NULL)
		return false;
	for (size_t i = 0; i < len; i++) {
		const bool space = strchr(" \t\r\n", s[i]) != NULL;

		if (space && n > 0 && to[n - 1] == ' ')
			continue;
		to[n++] = (char)(space ? ' ' : s[i]);
		inside = s[i] == '{' || (inside && s[i] != '}');
		if (s[i] != ';' || inside || form[1] != NULL || i + 1 == len ||
		    strchr(" \t\r\n", s[i + 1]) != NULL)
			continue;
		to[n - 1] = '\0';
		form[1] = to + n;
	}
	to[n] = '\0';
	return true;
}

/* Note a message that the catalogue lacks, for those who write it. */
static void
report_missing(struct page_parse *p, const char *id, size_t at)
{
	unsigned line = 1;

	p->set->missing++;
	if (p->set->report == NULL)
		return;
	for (size_t i = 0; i < at; i++)
		line += p->src[i] == '\n';
	placet_buf_printf(
	    p->set->report, "%s:%u: %s\n", p->page->file, line, id);
}

void
parse_message(
    struct page_parse *p, const char *s, size_t len, size_t at, bool raw)
{
	const struct locale *locale = p->set->style.locale;
	const struct message *m = NULL;
	enum plural rule = PLURAL_NOT_ONE; /* of English, the ids' language */
	const char *form[2];

	if (!message_divide(p, s, len, form)) {
		parse_fail(p, at, "out of memory");
		return;
	}
	if (locale != NULL)
		m = locale_find(locale, form[0]);
	if (m != NULL && (m->plural == NULL) != (form[1] == NULL))
		m = NULL;
	if (m != NULL && m->plural != NULL && strcmp(m->plural, form[1]) != 0)
		m = NULL;
	if (m == NULL) {
		report_missing(p, form[0], at);
	} else {
		if (!translation_fits(p, m))
			return;
		rule = locale_plural(locale);
		form[0] = m->str[0];
		form[1] = m->str[1];
	}
	if (form[1] == NULL)
		form_parse(p, form[0], at, raw);
	else
		plural_parse(p, form, rule, at, raw);
}

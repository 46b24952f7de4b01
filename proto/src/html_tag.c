/*
 * html_tag.c - where markup ends, and what of it matters
 */
#include <string.h>

#include "ascii.h"
#include "html_part.h"

/* Elements whose content is for machines, or for nobody. */
static const char *const silent[] = { "iframe", "noembed", "noframes", "script",
	"style", "svg", "template", "textarea", "title", "xmp" };

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static const char *
skip_space(const char *s, const char *end)
{
	while (s < end && is_space(*s))
		s++;
	return s;
}

/* Behind the first ">" from s on. */
static const char *
behind_angle(const char *s, const char *end)
{
	const char *p = memchr(s, '>', (size_t)(end - s));

	return p != NULL ? p + 1 : end;
}

/* s is behind "<!--"; "-->" and "--!>" end it, and at once ">" and "->". */
static const char *
comment_end(const char *s, const char *end)
{
	if (s < end && s[0] == '>')
		return s + 1;
	if (end - s >= 2 && memcmp(s, "->", 2) == 0)
		return s + 2;
	for (const char *p = s; p < end;) {
		const char *q = behind_angle(p, end);

		if ((q - s >= 3 && memcmp(q - 3, "-->", 3) == 0) ||
		    (q - s >= 4 && memcmp(q - 4, "--!>", 4) == 0))
			return q;
		p = q;
	}
	return end;
}

/* s is behind "<![CDATA[". */
static const char *
cdata_end(const char *s, const char *end)
{
	for (const char *p = s; p < end;) {
		const char *q = behind_angle(p, end);

		if (q - s >= 3 && memcmp(q - 3, "]]>", 3) == 0)
			return q;
		p = q;
	}
	return end;
}

static bool
begins(const char *s, const char *end, const char *with)
{
	const size_t len = strlen(with);

	return (size_t)(end - s) >= len && memcmp(s, with, len) == 0;
}

/* The end tag that ends what began with <name>, or the end of all. */
static const char *
silence_end(const char *s, const char *end, const char *name)
{
	const size_t len = strlen(name);

	while (s < end) {
		const char *p = memchr(s, '<', (size_t)(end - s));

		if (p == NULL)
			break;
		s = p + 1;
		if ((size_t)(end - p) > len + 2 && p[1] == '/' &&
		    ascii_is(p + 2, len, name) &&
		    (is_space(p[2 + len]) || p[2 + len] == '/' ||
		        p[2 + len] == '>'))
			return p;
	}
	return end;
}

/* Keep the first value of an attribute that somebody may ask for. */
static void
attribute(
    struct html_tag *tag, const char *name, size_t len, struct html_value value)
{
	struct html_value *v = NULL;

	if (ascii_is(name, len, "href"))
		v = &tag->href;
	else if (ascii_is(name, len, "class"))
		v = &tag->class;
	else if (ascii_is(name, len, "rel"))
		v = &tag->rel;
	if (v != NULL && v->s == NULL)
		*v = value;
}

/* s is behind the "=" and white space; the value, and where it ends. */
static const char *
value_end(const char *s, const char *end, struct html_value *value)
{
	const char *p = s;

	if (s < end && (*s == '"' || *s == '\'')) {
		p = memchr(s + 1, *s, (size_t)(end - s - 1));
		if (p == NULL)
			return end;
		*value = (struct html_value){ s + 1, (size_t)(p - s - 1) };
		return p + 1;
	}
	while (p < end && !is_space(*p) && *p != '>')
		p++;
	*value = (struct html_value){ s, (size_t)(p - s) };
	return p;
}

/* s is behind the name of the tag. */
static const char *
attributes(const char *s, const char *end, struct html_tag *tag)
{
	for (;;) {
		struct html_value value = { "", 0 };
		const char *name;
		size_t len;

		while (s < end && (is_space(*s) || *s == '/'))
			s++;
		if (s == end)
			return end;
		if (*s == '>')
			return s + 1;
		/* Even "=" may begin a name. */
		for (name = s++; s < end && !is_space(*s) && *s != '/' &&
		     *s != '>' && *s != '=';)
			s++;
		len = (size_t)(s - name);
		s = skip_space(s, end);
		if (s < end && *s == '=')
			s = value_end(skip_space(s + 1, end), end, &value);
		attribute(tag, name, len, value);
	}
}

/* s is at the first letter. */
static const char *
tag_end(const char *s, const char *end, struct html_tag *tag)
{
	const char *p = s;
	size_t len;

	while (p < end && !is_space(*p) && *p != '/' && *p != '>')
		p++;
	len = (size_t)(p - s);
	if (len < sizeof tag->name)
		for (size_t i = 0; i < len; i++)
			tag->name[i] = ascii_lower(s[i]);
	p = attributes(p, end, tag);
	for (size_t i = 0; !tag->end && i < sizeof silent / sizeof *silent; i++)
		if (strcmp(tag->name, silent[i]) == 0)
			return silence_end(p, end, silent[i]);
	return p;
}

const char *
html_markup(const char *s, const char *end, struct html_tag *tag)
{
	*tag = (struct html_tag){ .name = "" };
	if (end - s < 2)
		return NULL;
	if (is_letter(s[1]))
		return tag_end(s + 1, end, tag);
	if (s[1] == '/' && end - s > 2 && is_letter(s[2])) {
		tag->end = true;
		return tag_end(s + 2, end, tag);
	}
	if (begins(s, end, "<!--"))
		return comment_end(s + 4, end);
	if (begins(s, end, "<![CDATA["))
		return cdata_end(s + 9, end);
	if (s[1] == '!' || s[1] == '?')
		return behind_angle(s, end);
	return NULL;
}

bool
html_has(struct html_value v, const char *word)
{
	const char *end;

	if (v.s == NULL)
		return false;
	end = v.s + v.len;
	for (const char *s = v.s; s < end;) {
		const char *p = s;

		while (p < end && !is_space(*p))
			p++;
		if (ascii_is(s, (size_t)(p - s), word))
			return true;
		s = skip_space(p, end);
	}
	return false;
}

/*
 * html_part.h - what html.c wants of its neighbours
 */
#ifndef PLACET_HTML_PART_H
#define PLACET_HTML_PART_H

#include <placet/base.h>

/* The value of an attribute as it is written; s is NULL if there is none. */
struct html_value {
	const char *s;
	size_t len;
};

struct html_tag {
	char name[12]; /* in lower case; "" for what no table knows */
	bool end;      /* </name> */
	struct html_value href, class, rel;
};

/*
 * Read the markup that begins with the "<" at s: a tag, a comment or the
 * like, or an element whose content is no text.  Where does it end?  NULL
 * if this "<" is text.  What is never closed lasts until the end.
 */
const char *html_markup(const char *s, const char *end, struct html_tag *tag);

/* Is `word` among the words of the value? */
bool html_has(struct html_value v, const char *word);

/*
 * Decode the character reference that begins with the "&" at s: how many
 * bytes has it?  0 if this is text.
 */
size_t html_entity(const char *s, size_t len, uint32_t *cp);

#endif

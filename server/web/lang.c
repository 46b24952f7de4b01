/*
 * lang.c - Accept and Accept-Language (RFC 9110 section 12), read leniently
 *
 * These headers are wishes: what cannot be read is passed over, never
 * refused, and there is always an answer.
 */
#include <string.h>
#include <strings.h>

#include "lang.h"
#include "page.h"

const struct lang langs[] = {
	{ "fr", "Français" },
	{ "en", "English" },
};
const int nlangs = sizeof langs / sizeof *langs;

enum { ITEMS = 32 }; /* of a list; the rest does not count */

struct item {
	const char *s;
	size_t len;
	int q; /* thousandths */
};

/* "0.7" is 700; what is no weight counts as none. */
static int
weight(const char *s, size_t len)
{
	int q = 0, place = 1000;

	if (len == 0 || (s[0] != '0' && s[0] != '1'))
		return 0;
	q = s[0] == '1' ? 1000 : 0;
	for (size_t i = 2; i < len && i < 5; i++) {
		if (s[1] != '.' || s[i] < '0' || s[i] > '9')
			break;
		place /= 10;
		q += (s[i] - '0') * place;
	}
	return q > 1000 ? 1000 : q;
}

/* The q of "text/html;level=1;q=0.5". */
static int
item_weight(const char *s, size_t len)
{
	const char *end = s + len;

	while ((s = memchr(s, ';', (size_t)(end - s))) != NULL) {
		s++;
		while (s < end && (*s == ' ' || *s == '\t'))
			s++;
		if (end - s > 2 && (*s | 0x20) == 'q' && s[1] == '=')
			return weight(s + 2, (size_t)(end - s - 2));
	}
	return 1000;
}

/* The next item of a list; false at its end. */
static bool
item_next(const char **list, struct item *item)
{
	const char *s = *list;
	size_t all;

	s += strspn(s, " \t,");
	if (*s == '\0')
		return false;
	all = strcspn(s, ",");
	item->s = s;
	item->q = item_weight(s, all);
	item->len = strcspn(s, ";, \t");
	*list = s + all;
	return true;
}

bool
lang_has(const void *pages, const char *code)
{
	return pages_has_lang(pages, code);
}

/* The known language that an item names; NULL if none. */
static const char *
item_lang(const struct item *item, lang_known *known, const void *arg)
{
	if (item->len < 2 || (item->len > 2 && item->s[2] != '-'))
		return NULL;
	for (int i = 0; i < nlangs; i++)
		if (strncasecmp(item->s, langs[i].code, 2) == 0 &&
		    known(arg, langs[i].code))
			return langs[i].code;
	return NULL;
}

const char *
lang_choose(const char *accept, lang_known *known, const void *arg)
{
	const char *best = langs[0].code;
	struct item item;
	int q = 0;

	if (accept == NULL)
		return best;
	for (int i = 0; i < ITEMS && item_next(&accept, &item); i++) {
		const char *code = item_lang(&item, known, arg);

		if (code != NULL && item.q > q) {
			best = code;
			q = item.q;
		}
	}
	return best;
}

static bool
item_is(const struct item *item, const char *type)
{
	return item->len == strlen(type) &&
	    strncasecmp(item->s, type, item->len) == 0;
}

enum face
lang_face(const char *accept)
{
	struct item item;
	int html = -1, json = -1, as = 0, any = 0;

	if (accept == NULL)
		return FACE_HTML;
	for (int i = 0; i < ITEMS && item_next(&accept, &item); i++) {
		if (item_is(&item, "text/html"))
			html = item.q;
		else if (item_is(&item, "application/json") ||
		    item_is(&item, "application/problem+json"))
			json = item.q > json ? item.q : json;
		else if (item_is(&item, "application/activity+json") ||
		    item_is(&item, "application/ld+json"))
			as = item.q > as ? item.q : as;
		else if (item_is(&item, "*/*") || item_is(&item, "text/*"))
			any = item.q > any ? item.q : any;
	}
	/* Servers name it; a browser's "any" is no wish for it. */
	if (as > 0 && as >= html && as >= json)
		return FACE_AS;
	if (html < 0)
		html = any;
	return json > 0 && json > html ? FACE_JSON : FACE_HTML;
}

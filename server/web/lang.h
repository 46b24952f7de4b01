/*
 * lang.h - which language and which face a client would rather have
 */
#ifndef WEB_LANG_H
#define WEB_LANG_H

#include <stdbool.h>

#include "req.h"

struct lang {
	const char *code;
	const char *name; /* in itself */
};

/* The languages that Placet may have; the first is the default. */
extern const struct lang langs[];
extern const int nlangs;

/* Is there a language of this code?  (arg: a struct pages) */
bool lang_has(const void *pages, const char *code);

typedef bool lang_known(const void *arg, const char *code);

/*
 * The best of Accept-Language (NULL: none sent) that `known` has, else the
 * default.  Only the primary subtag counts: "fr-BE" is French.
 */
const char *lang_choose(const char *accept, lang_known *known, const void *arg);

/*
 * JSON if Accept would rather have it than HTML.  A browser's list, a
 * wildcard, no list at all and a list without either mean HTML.
 */
enum face lang_face(const char *accept);

#endif

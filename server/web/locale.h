/*
 * locale.h - the messages of one language, from a .po file
 *
 * Read as it is, not as .mo: one file less to make, and errors have lines.
 * libintl is no help: it speaks one language a process.
 */
#ifndef WEB_LOCALE_H
#define WEB_LOCALE_H

#include <stddef.h>

/* The two rules that our languages need; both have two forms. */
enum plural { PLURAL_NOT_ONE, PLURAL_OVER_ONE };

struct message {
	const char *id;
	const char *plural; /* msgid_plural; NULL: none */
	const char *str[2]; /* never empty; [1] NULL without plural */
	unsigned line;      /* where it begins */
};

struct locale;

/* NULL with why[] saying "file:line: what". */
struct locale *locale_new(const char *path, char *why, size_t size);
void locale_free(struct locale *l);

/* NULL: not translated.  Fuzzy and empty translations are none. */
const struct message *locale_find(const struct locale *l, const char *id);
enum plural locale_plural(const struct locale *l);
const char *locale_path(const struct locale *l);

/* Which form for n: 0 or 1. */
int plural_form(enum plural rule, double n);

#endif

/*
 * target.h - the target of a request: prefix, path, suffix, query
 */
#ifndef WEB_TARGET_H
#define WEB_TARGET_H

#include <placet/arena.h>

struct target {
	const char *path;   /* "/petitions/42", still percent-encoded */
	const char *query;  /* after '?', "" none */
	char lang[3];       /* of a prefix "/en"; "" none */
	const char *suffix; /* "json", "tlog-proof"; "" none */
};

/* Is there a language of this code? */
typedef bool target_has(const void *arg, const char *lang);

/* Take a target apart; false when there is no memory. */
bool target_parse(struct placet_arena *a, const char *uri, target_has *has,
    const void *arg, struct target *t);

#endif

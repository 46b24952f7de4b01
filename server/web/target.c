/*
 * target.c - see target.h
 */
#include <string.h>

#include "target.h"

static const char *const suffixes[] = { "json", "tlog-proof" };

/* Cut ".json" or ".tlog-proof" off the path. */
static void
cut_suffix(char *path, struct target *t)
{
	char *dot = strrchr(path, '.');

	t->suffix = "";
	if (dot == NULL || strchr(dot, '/') != NULL || dot[-1] == '/')
		return;
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		if (strcmp(dot + 1, suffixes[i]) == 0) {
			t->suffix = suffixes[i];
			*dot = '\0';
			return;
		}
	}
}

bool
target_parse(struct placet_arena *a, const char *uri, target_has *has,
    const void *arg, struct target *t)
{
	size_t len = strcspn(uri, "?");
	char *path = placet_memdup(a, uri, len);

	if (path == NULL)
		return false;
	t->query = uri[len] == '?' ? uri + len + 1 : "";
	t->lang[0] = '\0';
	if (len >= 3 && (path[3] == '/' || path[3] == '\0')) {
		char lang[3] = { path[1], path[2], '\0' };

		if (has(arg, lang)) {
			memcpy(t->lang, lang, sizeof lang);
			path += 3;
			if (*path == '\0')
				*--path = '/';
		}
	}
	cut_suffix(path, t);
	t->path = path;
	return true;
}

/*
 * media.h - is this that media type, whatever parameters follow?
 */
#ifndef BASE_MEDIA_H
#define BASE_MEDIA_H

#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* A Content-Type, NULL if there is none, against "type/subtype". */
static inline bool
media_is(const char *type, const char *want)
{
	const size_t n = strlen(want);

	return type != NULL && strncasecmp(type, want, n) == 0 &&
	    (type[n] == '\0' || type[n] == ';' || type[n] == ' ');
}

#endif

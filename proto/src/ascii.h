/*
 * ascii.h - letters in either case, whatever locale a program has set
 */
#ifndef PLACET_ASCII_H
#define PLACET_ASCII_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static inline char
ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Are s[0..len) and `name` the same but for the case of letters? */
static inline bool
ascii_is(const char *s, size_t len, const char *name)
{
	if (len != strlen(name))
		return false;
	for (size_t i = 0; i < len; i++)
		if (ascii_lower(s[i]) != ascii_lower(name[i]))
			return false;
	return true;
}

#endif

/*
 * sfv_part.h - the characters of structured fields, for their reader and
 * their writer (RFC 8941 sections 3 and 4)
 *
 * Each takes a byte, or -1 for the end of the text, which is none of them.
 */
#ifndef PLACET_SFV_PART_H
#define PLACET_SFV_PART_H

#include <stdbool.h>
#include <string.h>

static inline bool
sfv_is_digit(int c)
{
	return c >= '0' && c <= '9';
}

static inline bool
sfv_is_lower(int c)
{
	return c >= 'a' && c <= 'z';
}

static inline bool
sfv_is_key_start(int c)
{
	return sfv_is_lower(c) || c == '*';
}

static inline bool
sfv_is_key(int c)
{
	return sfv_is_lower(c) || sfv_is_digit(c) ||
	    (c > 0 && strchr("_-.*", c) != NULL);
}

static inline bool
sfv_is_token_start(int c)
{
	return sfv_is_lower(c) || (c >= 'A' && c <= 'Z') || c == '*';
}

/* tchar of RFC 9110, ":" and "/". */
static inline bool
sfv_is_token(int c)
{
	return sfv_is_token_start(c) || sfv_is_digit(c) ||
	    (c > 0 && strchr("!#$%&'*+-.^_`|~:/", c) != NULL);
}

#endif

/*
 * hex.h - byte strings in tests, written in hexadecimal
 */
#ifndef UNIT_HEX_H
#define UNIT_HEX_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <placet/base.h>
#include <placet/text.h>

struct hex {
	uint8_t b[512];
	size_t len;
};

/* A typing mistake in a test ends it. */
static inline struct hex
unhex(const char *s)
{
	struct hex h = { .len = strlen(s) / 2 };

	if (h.len > sizeof h.b ||
	    placet_unhex(s, strlen(s), h.b, h.len) != PLACET_OK)
		abort();
	return h;
}

#endif

/*
 * signer.h - who signs notes in test vectors
 */
#ifndef SIGNER_H
#define SIGNER_H

#include <string.h>

#include <placet/note.h>

#include "vec.h"

struct signer {
	const char *name;
	struct placet_seed seed;
	uint8_t pub[32];
	char vkey[PLACET_VKEY_MAX];
};

/* The one of that name; its seed is vec_fill() of it. */
static inline struct signer
signer_of(const char *name)
{
	struct signer s = { .name = name };

	vec_fill(name, s.seed.b);
	must(placet_public(&s.seed, s.pub) == PLACET_OK);
	must(placet_vkey(name, s.pub, s.vkey) == PLACET_OK);
	return s;
}

/* Append its signature line over text[0..len). */
static inline void
signer_sign(
    const struct signer *s, const char *text, size_t len, struct placet_buf *b)
{
	struct placet_sig sig;

	must(placet_sign(&s->seed, text, len, &sig) == PLACET_OK);
	must(placet_note_line(s->name, s->pub, &sig, b) == PLACET_OK);
}

/* A note of text and one signature. */
static inline void
signer_note(const struct signer *s, const char *text, struct placet_buf *b)
{
	placet_buf_str(b, text);
	placet_buf_byte(b, '\n');
	signer_sign(s, text, strlen(text), b);
}

#endif

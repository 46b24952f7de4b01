/*
 * oprf_part.h - what the two halves of the OPRF share
 */
#ifndef OPRF_PART_H
#define OPRF_PART_H

#include <string.h>

#include <placet/oprf.h>

/* What is to be hashed; the longest is a challenge of 179 bytes. */
struct transcript {
	uint8_t b[192];
	size_t len;
};

static inline void
transcript_add(struct transcript *t, const void *data, size_t len)
{
	memcpy(t->b + t->len, data, len);
	t->len += len;
}

static inline void
transcript_u16(struct transcript *t, size_t n)
{
	const uint8_t b[2] = { (uint8_t)(n >> 8), (uint8_t)n };

	transcript_add(t, b, sizeof b);
}

/* With its length in front, as almost everything in the RFC. */
static inline void
transcript_piece(struct transcript *t, const void *data, size_t len)
{
	transcript_u16(t, len);
	transcript_add(t, data, len);
}

/* The domain separation tag of a hash: its name, the mode and the suite. */
void placet_oprf_dst(
    struct transcript *d, const char *name, enum placet_oprf_mode mode);

/* Below the order?  In constant time. */
bool placet_oprf_reduced(const uint8_t b[32]);

/* A scalar to multiply by: neither zero nor over the order. */
bool placet_oprf_usable(const struct placet_oprf_scalar *s);

/* A valid encoding of anything but the identity? */
bool placet_oprf_sound(const struct placet_oprf_element *e);

/*
 * factor times e; -1 for an encoding that is not valid, the identity, or if
 * that comes out.
 */
int placet_oprf_times(const struct placet_oprf_element *e,
    const struct placet_oprf_scalar *factor, struct placet_oprf_element *out);

/* A fresh usable scalar; ECRYPTO when libsodium has no randomness. */
int placet_oprf_draw(struct placet_oprf_scalar *out);

#endif

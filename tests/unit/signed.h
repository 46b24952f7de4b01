/*
 * signed.h - checkpoints for tests, signed and cosigned
 *
 * Seeds are one byte and zeros.  A mistake in a test ends it.
 */
#ifndef UNIT_SIGNED_H
#define UNIT_SIGNED_H

#include <stdlib.h>
#include <string.h>

#include <placet/cosign.h>

static inline void
must(int err)
{
	if (err != PLACET_OK)
		abort();
}

static inline void
pub_of(uint8_t seed, uint8_t pub[32])
{
	const struct placet_seed s = { { seed } };

	must(placet_public(&s, pub));
}

/* One more line by the log. */
static inline void
log_signs(
    uint8_t seed, const char *origin, size_t textlen, struct placet_buf *b)
{
	const struct placet_seed s = { { seed } };
	struct placet_sig sig;
	uint8_t pub[32];

	pub_of(seed, pub);
	must(placet_sign(&s, b->data, textlen, &sig));
	must(placet_note_line(origin, pub, &sig, b));
}

/* A checkpoint with the log's line; returns how long its text is. */
static inline size_t
checkpoint(uint8_t seed, const char *origin, uint64_t size,
    const struct placet_hash *root, struct placet_buf *b)
{
	size_t textlen;

	placet_buf_clear(b);
	must(placet_checkpoint_text(origin, size, root, b));
	textlen = b->len;
	placet_buf_byte(b, '\n');
	log_signs(seed, origin, textlen, b);
	return textlen;
}

/* What a witness with this seed says of the text at this time. */
static inline struct placet_cosign
cosign(uint8_t seed, const void *text, size_t len, uint64_t time)
{
	const struct placet_seed s = { { seed } };
	struct placet_cosign c = { .time = time };
	struct placet_buf msg = { 0 };

	must(placet_cosign_text(text, len, time, &msg));
	must(placet_sign(&s, msg.data, msg.len, &c.sig));
	placet_buf_release(&msg);
	return c;
}

/* One more line by a witness. */
static inline void
witness_signs(uint8_t seed, const char *name, size_t textlen, uint64_t time,
    struct placet_buf *b)
{
	const struct placet_cosign c = cosign(seed, b->data, textlen, time);
	uint8_t pub[32];

	pub_of(seed, pub);
	must(placet_cosign_line(name, pub, &c, b));
}

#endif

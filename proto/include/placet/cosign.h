/*
 * cosign.h - cosignature/v1: a witness says how large it saw a log, and when
 *
 * C2SP tlog-cosignature with Ed25519 (type 0x04).  A cosignature says: as of
 * this time, the largest tree that I saw of this log, each extending the one
 * before, has this root.  It stands in the checkpoint as one more signature
 * line, whose data is the time, 8 bytes big-endian, and 64 bytes of
 * signature.
 *
 * Making one takes two steps, since the secret is in another process: what is
 * to be signed (placet_cosign_text), and the line (placet_cosign_line).
 * What is signed does not have the witness's name in it, so no two witnesses
 * may share a key.  Times are POSIX seconds, 1 to 2^63 - 1: 0 is for
 * cosignatures that say nothing of time, which no checkpoint bears.
 */
#ifndef PLACET_COSIGN_H
#define PLACET_COSIGN_H

#include <placet/note.h>

/* Big-endian SHA-256(name || 0x0A || 0x04 || pub)[0..4). */
PLACET_API uint32_t placet_cosign_id(const char *name, const uint8_t pub[32]);

/* "name+hex8+base64(0x04 || pub)", and back, strict.  EFORMAT. */
PLACET_API PLACET_MUST int placet_cosign_vkey(
    const char *name, const uint8_t pub[32], char out[PLACET_VKEY_MAX]);
PLACET_API PLACET_MUST int placet_cosign_vkey_parse(
    const char *vkey, size_t len, char name[PLACET_NAME_MAX], uint8_t pub[32]);

/*
 * What a witness signs for a checkpoint's text: the note's first textlen
 * bytes (struct placet_checkpoint), or what placet_checkpoint_text() wrote.
 * ERANGE for the time.
 */
PLACET_API PLACET_MUST int placet_cosign_text(
    const void *text, size_t len, uint64_t time, struct placet_buf *b);

struct placet_cosign {
	uint64_t time;
	struct placet_sig sig;
};

/* "\xE2\x80\x94 name base64(id || time || sig)\n".  EFORMAT, ERANGE. */
PLACET_API PLACET_MUST int placet_cosign_line(const char *name,
    const uint8_t pub[32], const struct placet_cosign *c, struct placet_buf *b);

/*
 * Read what a line of placet_note_next() holds, if it may be a cosignature:
 * only who knows the key of its id knows that it is one.  EFORMAT, ERANGE.
 */
PLACET_API PLACET_MUST int placet_cosign_parse(
    const struct placet_note_sig *line, struct placet_cosign *c);

/* Is this one by the key `pub`, over the checkpoint's text?  0 or ESIG. */
PLACET_API PLACET_MUST int placet_cosign_verify(const struct placet_cosign *c,
    const void *text, size_t len, const uint8_t pub[32]);

/*
 * Has the witness (name, pub) cosigned this note, and when?  Its latest
 * cosignature is given back.  ESIG if a line of its name and id is none, or
 * is false; EKEY if there is no such line; or as placet_checkpoint_parse().
 */
PLACET_API PLACET_MUST int placet_cosign_check(const void *note, size_t len,
    const char *name, const uint8_t pub[32], struct placet_cosign *c);

#endif

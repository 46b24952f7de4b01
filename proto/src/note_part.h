/*
 * note_part.h - what notes, cosignatures and policies share
 */
#ifndef NOTE_PART_H
#define NOTE_PART_H

#include <placet/note.h>

/* Types of keys: C2SP signed-note, "Signature types". */
enum note_type {
	NOTE_ED25519 = 1,
	NOTE_COSIGNATURE = 4,
};

/* Big-endian SHA-256(name || 0x0A || type || pub)[0..4). */
uint32_t placet_note_id(
    const char *name, enum note_type type, const uint8_t pub[32]);

/* "name+hex8+base64(type || pub)", and back. */
int placet_note_vkey(const char *name, enum note_type type,
    const uint8_t pub[32], char out[PLACET_VKEY_MAX]);
int placet_note_vkey_parse(const char *vkey, size_t len, enum note_type type,
    char name[PLACET_NAME_MAX], uint8_t pub[32]);

/* A signature line by the key of this id; at most 72 bytes of data. */
int placet_note_write(const char *name, uint32_t id, const void *data,
    size_t len, struct placet_buf *b);

/* Is the line by the key of this name and id? */
bool placet_note_by(
    const struct placet_note_sig *sig, const char *name, uint32_t id);

/*
 * placet_checkpoint_parse() but for one rule: the root of an empty log may be
 * any.  The second function is that rule.
 */
int placet_note_read(
    const void *note, size_t len, struct placet_checkpoint *cp);
bool placet_note_root_fits(const struct placet_checkpoint *cp);

/* A text of lines: what is left to read of it. */
struct lines {
	const char *p;
	size_t len;
};

/* Cut off the next line; NULL if none.  *len is without the newline. */
const char *placet_line_next(struct lines *in, size_t *len);

/*
 * The hashes of a proof in base64, a line each, and an empty line after them,
 * as receipts and witnesses have them.  Reading adds to *n: EFORMAT, ELIMIT
 * for more than `most`.
 */
void placet_path_write(
    const struct placet_hash *path, size_t n, struct placet_buf *b);
int placet_path_read(
    struct lines *in, struct placet_hash *path, size_t most, size_t *n);

/* The rest of placet_checkpoint_open(), of a note that was read. */
int placet_note_signed(const void *note, size_t len, const uint8_t pub[32],
    const struct placet_checkpoint *cp);

#endif

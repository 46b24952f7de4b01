/*
 * note.h - C2SP signed notes, checkpoints and tlog-proof receipts
 *
 * A checkpoint is the note "origin\nsize\nroot in base64\n", signed with
 * Ed25519 under the origin's name.  Ids and lines: C2SP signed-note v1.0.0,
 * tlog-checkpoint v1.0.0, tlog-cosignature, tlog-proof.
 */
#ifndef PLACET_NOTE_H
#define PLACET_NOTE_H

#include <placet/buf.h>
#include <placet/merkle.h>

enum {
	PLACET_NOTE_MAX = 65536, /* bytes of a whole note or receipt */
	PLACET_NAME_MAX = 300,   /* bytes of a key name, NUL included */
	PLACET_VKEY_MAX = 400,
	PLACET_NOTE_LINES = 64,     /* signatures; 16 or more must be borne */
	PLACET_NOTE_SIG_MAX = 8192, /* the largest standard one is 7,856 */
};

/* An Ed25519 key pair; the seed is the secret and never leaves this type. */
struct placet_seed {
	uint8_t b[32];
};
struct placet_sig {
	uint8_t b[64];
};

PLACET_API PLACET_MUST int placet_public(
    const struct placet_seed *seed, uint8_t pub[32]);
PLACET_API PLACET_MUST int placet_sign(const struct placet_seed *seed,
    const void *msg, size_t len, struct placet_sig *sig);
/* 0, ESIG or ECRYPTO. */
PLACET_API PLACET_MUST int placet_check(const uint8_t pub[32], const void *msg,
    size_t len, const struct placet_sig *sig);

/* Big-endian SHA-256(name || 0x0A || 0x01 || pub)[0..4). */
PLACET_API uint32_t placet_key_id(const char *name, const uint8_t pub[32]);

/* "name+hex8+base64(0x01 || pub)" */
PLACET_API PLACET_MUST int placet_vkey(
    const char *name, const uint8_t pub[32], char out[PLACET_VKEY_MAX]);
/* The other way, strict: id must fit name and key. EFORMAT. */
PLACET_API PLACET_MUST int placet_vkey_parse(
    const char *vkey, size_t len, char name[PLACET_NAME_MAX], uint8_t pub[32]);

/* May this be a key name / origin: UTF-8, no space, no '+', 1-253 bytes? */
PLACET_API bool placet_name_valid(const char *name, size_t len);

/* The three lines that are signed. */
PLACET_API PLACET_MUST int placet_checkpoint_text(const char *origin,
    uint64_t size, const struct placet_hash *root, struct placet_buf *b);

/* "\xE2\x80\x94 name base64(id || sig)\n" */
PLACET_API PLACET_MUST int placet_note_line(const char *name,
    const uint8_t pub[32], const struct placet_sig *sig, struct placet_buf *b);

struct placet_checkpoint {
	char origin[PLACET_NAME_MAX];
	uint64_t size;
	struct placet_hash root;
	size_t textlen; /* the signed text is the note's first textlen bytes */
};

/* Parse without verifying.  EFORMAT, EUTF8, ELIMIT. */
PLACET_API PLACET_MUST int placet_checkpoint_parse(
    const void *note, size_t len, struct placet_checkpoint *cp);

/* The signature lines of a note that were not looked at yet. */
struct placet_note_lines {
	const char *p;
	size_t len;
};

/* One of them, as sent; the name is no string, and borrows from the note. */
struct placet_note_sig {
	const char *name;
	size_t namelen;
	uint32_t id;
	size_t len; /* bytes of what follows the id, one or more */
	uint8_t data[PLACET_NOTE_SIG_MAX];
};

/* All lines of a note that placet_checkpoint_parse() took. */
PLACET_API void placet_note_begin(const void *note, size_t len,
    const struct placet_checkpoint *cp, struct placet_note_lines *lines);

/* Take off the next: 0, EMISSING when there is none, or EFORMAT. */
PLACET_API PLACET_MUST int placet_note_next(
    struct placet_note_lines *lines, struct placet_note_sig *sig);

/*
 * Parse and verify: at least one line by (cp->origin, pub) that verifies,
 * and none by it that fails (ESIG).  Unknown keys are ignored; EKEY if the
 * known one did not sign.
 */
PLACET_API PLACET_MUST int placet_checkpoint_open(const void *note, size_t len,
    const uint8_t pub[32], struct placet_checkpoint *cp);

/* A receipt: c2sp.org/tlog-proof@v1.  All pointers borrow from the input. */
struct placet_receipt {
	uint64_t index;
	size_t npath;
	struct placet_hash path[PLACET_PROOF_MAX];
	const uint8_t *note;
	size_t notelen;
	char *extra;     /* decoded; yours to free() */
	size_t extralen; /* 0: none */
};

PLACET_API PLACET_MUST int placet_receipt_write(uint64_t index,
    const struct placet_hash *path, size_t npath, const void *extra,
    size_t extralen, const void *note, size_t notelen, struct placet_buf *b);
PLACET_API PLACET_MUST int placet_receipt_parse(
    const void *data, size_t len, struct placet_receipt *r);
PLACET_API void placet_receipt_release(struct placet_receipt *r);

/*
 * Does the receipt prove that `entry` stands in the log of key pub?  Opens
 * the checkpoint, hashes the entry, checks the path.  *cp says which log and
 * how large.
 */
PLACET_API PLACET_MUST int placet_receipt_verify(const struct placet_receipt *r,
    const void *entry, size_t len, const uint8_t pub[32],
    struct placet_checkpoint *cp);

#endif

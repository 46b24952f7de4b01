/*
 * leaf.h - leaf v1: what a petition's log says, one encoding only
 *
 * Big-endian, in this order:
 *
 *	u8 version = 1 | u8 type | u64 time, POSIX seconds, whole hours
 *	u8 length | instance, the host that signs the entry, without scheme
 *	SIGN        cn[32] cp[32]
 *	WITHDRAW    u64 index
 *	INVALIDATE  u64 index, u16 reason
 *	OPEN        text[32], key[32]   (SHA-256 of the text; Ed25519 key)
 *	CLOSE       u64 gross, withdrawn, invalidated, duplicate
 *
 * cn and cp are salted commitments: who holds the salt can open them, and
 * erasing the salt erases the person while the tree stays as it is.
 */
#ifndef PLACET_LEAF_H
#define PLACET_LEAF_H

#include <placet/buf.h>

enum placet_leaf_type {
	PLACET_LEAF_SIGN = 1,
	PLACET_LEAF_WITHDRAW = 2,
	PLACET_LEAF_INVALIDATE = 3,
	PLACET_LEAF_OPEN = 4,
	PLACET_LEAF_CLOSE = 5,
};

enum { PLACET_LEAF_MAX = 400 };

struct placet_leaf {
	enum placet_leaf_type type;
	uint64_t time;             /* a multiple of 3600 */
	char instance[256];        /* NUL-terminated host, <= 253 bytes */
	struct placet_hash cn, cp; /* SIGN */
	uint64_t index;            /* WITHDRAW, INVALIDATE */
	uint16_t reason;           /* INVALIDATE */
	struct placet_hash text;   /* OPEN */
	uint8_t key[32];           /* OPEN */
	uint64_t count[4];         /* CLOSE: as listed above */
};

/*
 * Append the encoding to b.  EFORMAT if the fields are not valid: an
 * instance is lower-case host[:port], no number is over 2^63 - 1.
 */
PLACET_API PLACET_MUST int placet_leaf_encode(
    const struct placet_leaf *leaf, struct placet_buf *b);

/* The other way; accepts only what encode writes. EFORMAT, ERANGE. */
PLACET_API PLACET_MUST int placet_leaf_decode(
    const void *data, size_t len, struct placet_leaf *leaf);

/*
 * petition = SHA-256("placet/petition/v1\n" || uuid of the site || u32 number)
 *
 * What names a petition inside commitments and nullifiers: it survives a
 * change of host, as the origin of the log does not need to.
 */
PLACET_API void placet_petition_id(
    const uint8_t site[16], uint32_t number, struct placet_hash *petition);

/*
 * cn = SHA-256("placet/cn/v1\n" || petition || salt || nullifier)
 * cp = SHA-256("placet/cp/v1\n" || petition || salt || profile)
 * The profile is the text that placet_profile() makes.
 */
PLACET_API void placet_commit_nullifier(const struct placet_hash *petition,
    const struct placet_hash *salt, const struct placet_hash *nullifier,
    struct placet_hash *cn);
PLACET_API void placet_commit_profile(const struct placet_hash *petition,
    const struct placet_hash *salt, const void *profile, size_t len,
    struct placet_hash *cp);

/*
 * The canonical profile: "name\n<name>\ncommune\n<INSEE code>\n".  Neither
 * part may hold a newline: EFORMAT.
 */
PLACET_API PLACET_MUST int placet_profile(
    const char *name, const char *commune, struct placet_buf *b);

#endif

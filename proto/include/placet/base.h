/*
 * base.h - what every part of libplacet shares: errors, marks, the hash type
 *
 * The library is pure: bytes in, bytes out.  It opens nothing, reads no
 * clock, keeps no state between calls and never aborts.
 */
#ifndef PLACET_BASE_H
#define PLACET_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PLACET_API  __attribute__((visibility("default")))
#define PLACET_MUST __attribute__((warn_unused_result))

/* Every function that can fail returns 0 or one of these. */
enum placet_err {
	PLACET_OK = 0,
	PLACET_ENOMEM = -1,    /* no memory, or a ceiling of the caller's */
	PLACET_ECRYPTO = -2,   /* the crypto library refused */
	PLACET_EFORMAT = -3,   /* not well formed */
	PLACET_EUTF8 = -4,     /* not valid UTF-8, or a forbidden character */
	PLACET_ELIMIT = -5,    /* too deep, too long, too many */
	PLACET_EDUP = -6,      /* the same name twice */
	PLACET_ETYPE = -7,     /* another type than expected */
	PLACET_ERANGE = -8,    /* a number out of range */
	PLACET_EPROOF = -9,    /* a proof that proves something else */
	PLACET_ESIG = -10,     /* a signature that does not verify */
	PLACET_EKEY = -11,     /* no known key signed */
	PLACET_EMISSING = -12, /* a required member is absent */
	PLACET_EQUORUM = -13,  /* too few witnesses cosigned */
};

/* What went wrong, in lower-case English without full stop. */
PLACET_API const char *placet_strerror(int err);

/* A SHA-256 digest. */
struct placet_hash {
	uint8_t b[32];
};

#endif

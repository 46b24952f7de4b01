/*
 * digest.h - the hash of a body in the headers before it: Digest (RFC 3230
 * with the SHA-2 names of RFC 5843) and Content-Digest (RFC 9530)
 *
 * A header may list several algorithms.  SHA-256 and SHA-512 are the ones we
 * know: at least one of them must be there, and each that is there must be
 * the hash of the body, so that whichever a reader picks, it read the same.
 * Others are read past.  No algorithm may come twice.
 */
#ifndef PLACET_DIGEST_H
#define PLACET_DIGEST_H

#include <placet/buf.h>

enum {
	PLACET_DIGEST_SIZE = 1024, /* bytes of a header */
	PLACET_DIGEST_COUNT = 8,   /* algorithms in it */
};

/* Append "SHA-256=<base64>", the only part Lemmy would understand. */
PLACET_API void placet_digest_write(
    const void *body, size_t len, struct placet_buf *b);
/* Append "sha-256=:<base64>:". */
PLACET_API void placet_content_digest_write(
    const void *body, size_t len, struct placet_buf *b);

/*
 * Does the header belong to this body?  0; EPROOF if it is of another one;
 * EMISSING without an algorithm we know; EFORMAT, EDUP, ELIMIT, ENOMEM.
 */
PLACET_API PLACET_MUST int placet_digest_check(
    const char *value, size_t vlen, const void *body, size_t len);
PLACET_API PLACET_MUST int placet_content_digest_check(
    const char *value, size_t vlen, const void *body, size_t len);

#endif

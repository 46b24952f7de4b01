/*
 * multikey.h - how keys are spelled between servers: base58btc, Multikey
 * (W3C Controlled Identifiers, FEP-521a) and did:key
 *
 * Of Multikeys only Ed25519 public keys (multicodec 0xed, the bytes ed 01)
 * exist here, and of multibases only base58btc ("z").  Each key has exactly
 * one spelling, and the parsers take no other.  Not constant time: none of
 * this is for secrets.
 */
#ifndef PLACET_MULTIKEY_H
#define PLACET_MULTIKEY_H

#include <placet/base.h>

/*
 * base58btc (draft-msporny-base58) costs the square of the length, so it is
 * for keys and signatures only: at most PLACET_BASE58_MAX bytes.
 * PLACET_BASE58_SIZE(n) holds the text of n bytes and its NUL.
 */
#define PLACET_BASE58_MAX     128
#define PLACET_BASE58_SIZE(n) ((n)*138 / 100 + 2)

/* out[PLACET_BASE58_SIZE(len)] gets text and NUL; ELIMIT. */
PLACET_API PLACET_MUST int placet_base58(
    const void *data, size_t len, char *out);
/* *len is the room on the way in, the size on the way out; EFORMAT, ELIMIT. */
PLACET_API PLACET_MUST int placet_unbase58(
    const char *s, size_t slen, void *out, size_t *len);

/* The same with "z" in front: out[PLACET_BASE58_SIZE(len) + 1]. */
PLACET_API PLACET_MUST int placet_multibase(
    const void *data, size_t len, char *out);
PLACET_API PLACET_MUST int placet_unmultibase(
    const char *s, size_t slen, void *out, size_t *len);

/* "z6Mk..." and NUL. */
#define PLACET_MULTIKEY_SIZE 49
PLACET_API void placet_multikey(
    const uint8_t pub[32], char out[PLACET_MULTIKEY_SIZE]);
/*
 * EFORMAT, or ETYPE if this spells another kind of key.  Says nothing about
 * whether the bytes are a point of the curve: that shows when one verifies.
 */
PLACET_API PLACET_MUST int placet_multikey_parse(
    const char *s, size_t len, uint8_t pub[32]);

/* "did:key:z6Mk..." and NUL; the bare identifier, without "#...". */
#define PLACET_DID_KEY_SIZE (8 + PLACET_MULTIKEY_SIZE)
PLACET_API void placet_did_key(
    const uint8_t pub[32], char out[PLACET_DID_KEY_SIZE]);
/* As placet_multikey_parse; EFORMAT for any other method too. */
PLACET_API PLACET_MUST int placet_did_key_parse(
    const char *s, size_t len, uint8_t pub[32]);

#endif

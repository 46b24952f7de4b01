/*
 * key.h - the keys that sign for a server: RSA (HTTP signatures) and Ed25519
 * (integrity proofs), as PEM and as objects made once and used often
 *
 * RSA keys have 2048 to 8192 bits and an odd public exponent from 3 up to 64
 * bits, and sign with RSASSA-PKCS1-v1_5 over SHA-256 or SHA-512 (RFC 8017);
 * Ed25519 is RFC 8032.  Public keys are SubjectPublicKeyInfo (RFC 5280) under
 * the label PUBLIC KEY, or PKCS#1 under RSA PUBLIC KEY; secret keys are
 * PKCS#8 under PRIVATE KEY.  PEM is the strict encoding of RFC 7468, but for
 * white space around all of it and lines of any length; DER has one form.
 * A secret leaves its type by one door only, placet_secret_pem, which exists
 * to store it.
 */
#ifndef PLACET_KEY_H
#define PLACET_KEY_H

#include <placet/buf.h>

enum placet_key_type {
	PLACET_KEY_RSA = 1,
	PLACET_KEY_ED25519 = 2,
};

/* Ed25519 hashes by itself: it takes PLACET_SHA_NONE only. */
enum placet_sha {
	PLACET_SHA_NONE = 0,
	PLACET_SHA_256 = 1,
	PLACET_SHA_512 = 2,
};

enum {
	PLACET_PEM_MAX = 16384,    /* bytes of a PEM text that is looked at */
	PLACET_KEY_SIG_MAX = 1024, /* bytes of the longest signature */
};

struct placet_key;    /* a public key; one thread at a time */
struct placet_secret; /* a secret key; one thread at a time */

/*
 * A public key out of PEM.  Yours: placet_key_free().  EFORMAT for what is
 * no such PEM, ETYPE for another kind of key, also a secret one, ERANGE for
 * the size of an RSA key or its exponent, ELIMIT, ENOMEM, ECRYPTO.
 */
PLACET_API PLACET_MUST int placet_key_parse(
    const char *pem, size_t len, struct placet_key **key);
/* Out of the 32 bytes of an Ed25519 key.  Yours.  ECRYPTO, ENOMEM. */
PLACET_API PLACET_MUST int placet_key_ed25519(
    const uint8_t pub[32], struct placet_key **key);
PLACET_API void placet_key_free(struct placet_key *key);

PLACET_API enum placet_key_type placet_key_type(const struct placet_key *key);
/* Of an RSA modulus; 256 for Ed25519. */
PLACET_API unsigned placet_key_bits(const struct placet_key *key);
/* Append the PUBLIC KEY as PEM, lines of 64, with the last newline. */
PLACET_API PLACET_MUST int placet_key_pem(
    const struct placet_key *key, struct placet_buf *b);
/* The 32 bytes of an Ed25519 key; ETYPE. */
PLACET_API PLACET_MUST int placet_key_raw(
    const struct placet_key *key, uint8_t pub[32]);

/*
 * Is `sig` a signature over msg[0..len) by that key?  0, ESIG, ETYPE when
 * the hash does not go with the kind of key, ECRYPTO.
 */
PLACET_API PLACET_MUST int placet_key_check(struct placet_key *key,
    enum placet_sha sha, const void *msg, size_t len, const void *sig,
    size_t siglen);

/* A new RSA key of that many bits, drawn by OpenSSL.  Yours.  ERANGE. */
PLACET_API PLACET_MUST int placet_secret_draw_rsa(
    unsigned bits, struct placet_secret **secret);
/* The Ed25519 key of a 32-byte seed.  Yours. */
PLACET_API PLACET_MUST int placet_secret_of_seed(
    const uint8_t seed[32], struct placet_secret **secret);
/* A PRIVATE KEY out of PEM, not encrypted.  Errors as placet_key_parse. */
PLACET_API PLACET_MUST int placet_secret_parse(
    const char *pem, size_t len, struct placet_secret **secret);
PLACET_API void placet_secret_free(struct placet_secret *secret);

/* Append it as PEM; wipe the buffer after use. */
PLACET_API PLACET_MUST int placet_secret_pem(
    const struct placet_secret *secret, struct placet_buf *b);
/* Its public half.  Yours. */
PLACET_API PLACET_MUST int placet_secret_public(
    const struct placet_secret *secret, struct placet_key **key);
PLACET_API enum placet_key_type placet_secret_type(
    const struct placet_secret *secret);

/* Sign; *siglen gets how many bytes of sig are used.  ETYPE, ECRYPTO. */
PLACET_API PLACET_MUST int placet_secret_sign(struct placet_secret *secret,
    enum placet_sha sha, const void *msg, size_t len,
    uint8_t sig[PLACET_KEY_SIG_MAX], size_t *siglen);

#endif

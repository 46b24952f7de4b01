/*
 * oprf.h - a keyed hash that the holder of the key computes without seeing
 *
 * RFC 9497 with ristretto255-SHA512, modes OPRF and VOPRF, on libsodium;
 * expand_message_xmd is RFC 9380, 5.3.1.  The asker blinds its input, the
 * holder of the key multiplies (evaluate) and proves for up to 64 at once
 * that it used the key it published (prove), the asker checks that (verify)
 * and takes off the blind (finalize):
 *
 *	asker   placet_oprf_blind_draw(mode, input, len, &blind, &in[i])
 *	holder  placet_oprf_evaluate(&key.sk, in, n, out)
 *	        placet_oprf_prove(&key, in, out, n, NULL, &proof)
 *	asker   placet_oprf_verify(&pk, in, out, n, &proof)
 *	        placet_oprf_finalize(input, len, &blind, &out[i], &output)
 *
 * With two holders the asker verifies each and adds (placet_oprf_add) the
 * two evaluations before it finalizes: that is the output under the sum of
 * their keys, which neither of them knows.
 *
 * Elements are the 32-byte encodings of ristretto255, scalars 32 bytes
 * little-endian below the order of the group.  An element that is no valid
 * encoding or the identity is PLACET_EFORMAT wherever it comes in; so is a
 * proof whose halves are no scalars.  A key, blind or nonce that is zero or
 * not below the order is PLACET_ERANGE; so is a length or count that the
 * RFCs exclude.  A struct that a function was to fill is zero when it fails.
 * Temporary secrets are wiped; wiping its keys and blinds is the caller's.
 */
#ifndef PLACET_OPRF_H
#define PLACET_OPRF_H

#include <placet/base.h>

enum {
	PLACET_OPRF_BATCH = 64,        /* elements under one proof */
	PLACET_OPRF_INPUT_MAX = 65535, /* bytes of an input, or of an info */
};

/* Part of every hash: an output of one mode means nothing in the other. */
enum placet_oprf_mode {
	PLACET_OPRF = 0,  /* the holder proves nothing */
	PLACET_VOPRF = 1, /* each batch comes with a proof */
};

/* A number modulo the order: a key, a blind, a nonce.  Secret. */
struct placet_oprf_scalar {
	uint8_t b[32];
};

/* An element of the group: a public key, or blinded, or evaluated. */
struct placet_oprf_element {
	uint8_t b[32];
};

/* Two scalars: the challenge, and the response to it. */
struct placet_oprf_proof {
	uint8_t b[64];
};

/* What the whole is for: the hash of the input under the key. */
struct placet_oprf_output {
	uint8_t b[64];
};

struct placet_oprf_key {
	struct placet_oprf_scalar sk;  /* secret */
	struct placet_oprf_element pk; /* sk times the generator */
};

/*
 * expand_message_xmd with SHA-512: `outlen` bytes out of a message and the
 * name `dst` of what they are for.  ERANGE when dst is over 255 bytes or
 * outlen not in 1..16320.
 */
PLACET_API PLACET_MUST int placet_oprf_expand(const void *msg, size_t len,
    const void *dst, size_t dstlen, uint8_t *out, size_t outlen);

/* HashToGroup.  The element may be sent: it says nothing but its input. */
PLACET_API void placet_oprf_hash_to_group(enum placet_oprf_mode mode,
    const void *msg, size_t len, struct placet_oprf_element *out);

/* HashToScalar. */
PLACET_API void placet_oprf_hash_to_scalar(enum placet_oprf_mode mode,
    const void *msg, size_t len, struct placet_oprf_scalar *out);

/* The key pair of a secret; ERANGE when that is zero or not reduced. */
PLACET_API PLACET_MUST int placet_oprf_key_of(
    const struct placet_oprf_scalar *sk, struct placet_oprf_key *key);

/* A key pair drawn with libsodium's randombytes; ECRYPTO if it has none. */
PLACET_API PLACET_MUST int placet_oprf_key_draw(struct placet_oprf_key *key);

/*
 * DeriveKeyPair: the key pair of 32 secret random bytes and a public `info`,
 * the same each time.  ERANGE when info is over 65535 bytes.
 */
PLACET_API PLACET_MUST int placet_oprf_key_derive(enum placet_oprf_mode mode,
    const uint8_t seed[32], const void *info, size_t infolen,
    struct placet_oprf_key *key);

/*
 * Blind with a scalar of the caller's, for test vectors; who uses one twice
 * lets the holder see whether the inputs were the same.
 */
PLACET_API PLACET_MUST int placet_oprf_blind(enum placet_oprf_mode mode,
    const void *input, size_t len, const struct placet_oprf_scalar *blind,
    struct placet_oprf_element *out);

/* The same with a fresh scalar, given back in `blind`; ECRYPTO as above. */
PLACET_API PLACET_MUST int placet_oprf_blind_draw(enum placet_oprf_mode mode,
    const void *input, size_t len, struct placet_oprf_scalar *blind,
    struct placet_oprf_element *out);

/*
 * BlindEvaluate without the proof: out[i] = sk times in[i], for 1..64 of
 * them, in constant time.  One bad element refuses the whole batch.  `out`
 * is not `in`; for another n it is not touched.
 */
PLACET_API PLACET_MUST int placet_oprf_evaluate(
    const struct placet_oprf_scalar *sk, const struct placet_oprf_element *in,
    size_t n, struct placet_oprf_element *out);

/*
 * GenerateProof: that out[i] = sk times in[i] for all n, as evaluate made
 * them.  `nonce` is NULL, and drawn, but for test vectors: two proofs under
 * one nonce give the key away.
 */
PLACET_API PLACET_MUST int placet_oprf_prove(const struct placet_oprf_key *key,
    const struct placet_oprf_element *in, const struct placet_oprf_element *out,
    size_t n, const struct placet_oprf_scalar *nonce,
    struct placet_oprf_proof *proof);

/*
 * VerifyProof.  0 when out[i] is in[i] times the secret of pk for all n,
 * EPROOF when not.  All of it may be hostile.
 */
PLACET_API PLACET_MUST int placet_oprf_verify(
    const struct placet_oprf_element *pk, const struct placet_oprf_element *in,
    const struct placet_oprf_element *out, size_t n,
    const struct placet_oprf_proof *proof);

/*
 * The sum: of two evaluations, or of two public keys.  EFORMAT also when the
 * sum is the identity, as of an element and its opposite.  `out` may be one
 * of the two.
 */
PLACET_API PLACET_MUST int placet_oprf_add(const struct placet_oprf_element *a,
    const struct placet_oprf_element *b, struct placet_oprf_element *out);

/*
 * Finalize, of either mode, of an evaluation that was verified before (or of
 * the sum of two): takes off the blind and hashes with the input.
 */
PLACET_API PLACET_MUST int placet_oprf_finalize(const void *input, size_t len,
    const struct placet_oprf_scalar *blind,
    const struct placet_oprf_element *evaluated,
    struct placet_oprf_output *out);

#endif

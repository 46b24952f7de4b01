/*
 * hash.h - SHA-256, HMAC-SHA-256 (RFC 2104), HKDF-SHA-256 (RFC 5869)
 *
 * The only place that hashes with SHA-256 (oprf.h takes SHA-512 from
 * libsodium).  These abort if OpenSSL has none, since no caller could go on.
 */
#ifndef PLACET_HASH_H
#define PLACET_HASH_H

#include <placet/base.h>

/* A piece of the input of a hash. */
struct placet_bytes {
	const void *data;
	size_t len;
};

PLACET_API void placet_sha256(
    const void *data, size_t len, struct placet_hash *out);

/* SHA-256 of n pieces one after the other. */
PLACET_API void placet_sha256v(
    const struct placet_bytes *piece, size_t n, struct placet_hash *out);

PLACET_API void placet_hmac(const void *key, size_t keylen,
    const struct placet_bytes *piece, size_t n, struct placet_hash *out);

/* One 32-byte key derived from `secret` for the purpose named by `info`. */
PLACET_API void placet_hkdf(const void *secret, size_t len, const void *info,
    size_t infolen, struct placet_hash *out);

/* Compare in constant time. */
PLACET_API bool placet_equal(const void *a, const void *b, size_t len);

#endif

/*
 * hash.c - the only place that hashes
 *
 * OpenSSL 3 finds an algorithm by name through locks and a property query,
 * and allocates a context for each digest; together that costs several times
 * the hashing of a tree node.  So one spare context, already set up, is kept
 * between calls.  It is the only mutable variable of the library: whoever
 * hashes takes it out by an atomic exchange and puts it back, and two
 * threads at once merely make a second one, which is freed again.  Nothing
 * secret goes through it: HMAC uses contexts of its own, wiped when freed.
 */
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <placet/hash.h>

enum { HMAC_BLOCK = 64 };

static EVP_MD_CTX *spare;

static EVP_MD_CTX *
ctx_new(void)
{
	EVP_MD *md = EVP_MD_fetch(NULL, "SHA2-256", NULL);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	/* Without SHA-256 there is nothing any caller could still do. */
	if (md == NULL || ctx == NULL || EVP_DigestInit_ex(ctx, md, NULL) != 1)
		abort();
	EVP_MD_free(md);
	return ctx;
}

static EVP_MD_CTX *
ctx_take(void)
{
	EVP_MD_CTX *ctx = __atomic_exchange_n(&spare, NULL, __ATOMIC_ACQUIRE);

	if (ctx == NULL)
		return ctx_new();
	if (EVP_DigestInit_ex(ctx, NULL, NULL) != 1)
		abort();
	return ctx;
}

static void
ctx_give(EVP_MD_CTX *ctx)
{
	EVP_MD_CTX_free(__atomic_exchange_n(&spare, ctx, __ATOMIC_RELEASE));
}

static void
update(EVP_MD_CTX *ctx, const void *data, size_t len)
{
	if (EVP_DigestUpdate(ctx, data, len) != 1)
		abort();
}

static void
final(EVP_MD_CTX *ctx, struct placet_hash *out)
{
	unsigned len = sizeof out->b;

	if (EVP_DigestFinal_ex(ctx, out->b, &len) != 1)
		abort();
}

void
placet_sha256(const void *data, size_t len, struct placet_hash *out)
{
	EVP_MD_CTX *ctx = ctx_take();

	update(ctx, data, len);
	final(ctx, out);
	ctx_give(ctx);
}

void
placet_sha256v(
    const struct placet_bytes *piece, size_t n, struct placet_hash *out)
{
	EVP_MD_CTX *ctx = ctx_take();

	for (size_t i = 0; i < n; i++)
		update(ctx, piece[i].data, piece[i].len);
	final(ctx, out);
	ctx_give(ctx);
}

/* One of the two hashes of HMAC: H((key ^ pad) || pieces). */
static void
hmac_half(const uint8_t key[HMAC_BLOCK], uint8_t pad,
    const struct placet_bytes *piece, size_t n, struct placet_hash *out)
{
	EVP_MD_CTX *ctx = ctx_new();
	uint8_t block[HMAC_BLOCK];

	for (size_t i = 0; i < sizeof block; i++)
		block[i] = key[i] ^ pad;
	update(ctx, block, sizeof block);
	for (size_t i = 0; i < n; i++)
		update(ctx, piece[i].data, piece[i].len);
	final(ctx, out);
	EVP_MD_CTX_free(ctx);
	OPENSSL_cleanse(block, sizeof block);
}

void
placet_hmac(const void *key, size_t keylen, const struct placet_bytes *piece,
    size_t n, struct placet_hash *out)
{
	uint8_t block[HMAC_BLOCK] = { 0 };
	struct placet_hash inner;

	if (keylen > sizeof block) {
		EVP_MD_CTX *ctx = ctx_new();
		struct placet_hash hashed;

		update(ctx, key, keylen);
		final(ctx, &hashed);
		EVP_MD_CTX_free(ctx);
		memcpy(block, hashed.b, sizeof hashed.b);
		OPENSSL_cleanse(&hashed, sizeof hashed);
	} else if (keylen > 0) {
		memcpy(block, key, keylen);
	}
	hmac_half(block, 0x36, piece, n, &inner);
	hmac_half(block, 0x5c,
	    &(struct placet_bytes){ inner.b, sizeof inner.b }, 1, out);
	OPENSSL_cleanse(block, sizeof block);
	OPENSSL_cleanse(&inner, sizeof inner);
}

/* RFC 5869 with no salt and one block of output: two HMACs in all. */
void
placet_hkdf(const void *secret, size_t len, const void *info, size_t infolen,
    struct placet_hash *out)
{
	static const uint8_t no_salt[32], one = 1;
	const struct placet_bytes in = { secret, len };
	const struct placet_bytes block[] = { { info, infolen }, { &one, 1 } };
	struct placet_hash prk;

	placet_hmac(no_salt, sizeof no_salt, &in, 1, &prk);
	placet_hmac(prk.b, sizeof prk.b, block, 2, out);
	OPENSSL_cleanse(&prk, sizeof prk);
}

bool
placet_equal(const void *a, const void *b, size_t len)
{
	return CRYPTO_memcmp(a, b, len) == 0;
}

/*
 * oprf.c - hash to the group, blind, evaluate, finalize (RFC 9497)
 *
 * libsodium has the group; the RFCs add how to hash into it, and the proof,
 * which is in oprf_dleq.c.  crypto_scalarmult_ristretto255 refuses invalid
 * encodings, the identity and results that are the identity, so a factor
 * needs no check of its own; but it ignores the top bit of a scalar, and
 * 1.0.18 that of an element, so those are checked here.
 * Outcomes that nobody can bring about (a hash that is zero) are gathered
 * with those that anyone can, rather than each in a branch never taken.
 *
 * SHA-512 is libsodium's: hash.c keeps to the hash of the log.
 */
#include <string.h>

#include <sodium.h>

#include <placet/hash.h>
#include <placet/oprf.h>

#include "oprf_part.h"

enum { SHA = 64, BLOCK = 128, DST_MAX = 255, ROUNDS = 255 };

void
placet_oprf_dst(
    struct transcript *d, const char *name, enum placet_oprf_mode mode)
{
	static const char suite[] = "-ristretto255-SHA512";
	const uint8_t byte = (uint8_t)mode;

	d->len = 0;
	transcript_add(d, name, strlen(name));
	transcript_add(d, "OPRFV1-", strlen("OPRFV1-"));
	transcript_add(d, &byte, 1);
	transcript_add(d, suite, strlen(suite));
}

static void
sha_add(crypto_hash_sha512_state *sha, const void *data, size_t len)
{
	crypto_hash_sha512_update(sha, data, len);
}

static void
sha_u16(crypto_hash_sha512_state *sha, size_t n)
{
	const uint8_t b[2] = { (uint8_t)(n >> 8), (uint8_t)n };

	sha_add(sha, b, sizeof b);
}

static void
sha_end(crypto_hash_sha512_state *sha, uint8_t out[SHA])
{
	crypto_hash_sha512_final(sha, out);
	sodium_memzero(sha, sizeof *sha);
}

/* b_0 = H(Z_pad || msg || length || 0 || dst || length of dst) */
static void
expand_start(const struct placet_bytes *piece, size_t n,
    const struct placet_bytes *dst, size_t outlen, uint8_t b0[SHA])
{
	static const uint8_t pad[BLOCK];
	const uint8_t zero = 0, dstlen = (uint8_t)dst->len;
	crypto_hash_sha512_state sha;

	crypto_hash_sha512_init(&sha);
	sha_add(&sha, pad, sizeof pad);
	for (size_t i = 0; i < n; i++)
		sha_add(&sha, piece[i].data, piece[i].len);
	sha_u16(&sha, outlen);
	sha_add(&sha, &zero, 1);
	sha_add(&sha, dst->data, dst->len);
	sha_add(&sha, &dstlen, 1);
	sha_end(&sha, b0);
}

/* Lengths are checked; the blocks are hashed one over the other. */
static void
expand(const struct placet_bytes *piece, size_t n,
    const struct placet_bytes *dst, uint8_t *out, size_t outlen)
{
	const uint8_t dstlen = (uint8_t)dst->len;
	uint8_t b0[SHA], b[SHA] = { 0 };
	crypto_hash_sha512_state sha;

	expand_start(piece, n, dst, outlen, b0);
	for (uint8_t i = 1; outlen > 0; i++) {
		const size_t len = outlen < SHA ? outlen : SHA;

		for (size_t k = 0; k < SHA; k++)
			b[k] ^= b0[k];
		crypto_hash_sha512_init(&sha);
		sha_add(&sha, b, SHA);
		sha_add(&sha, &i, 1);
		sha_add(&sha, dst->data, dst->len);
		sha_add(&sha, &dstlen, 1);
		sha_end(&sha, b);
		memcpy(out, b, len);
		out += len;
		outlen -= len;
	}
	sodium_memzero(b0, sizeof b0);
	sodium_memzero(b, sizeof b);
}

int
placet_oprf_expand(const void *msg, size_t len, const void *dst, size_t dstlen,
    uint8_t *out, size_t outlen)
{
	const struct placet_bytes piece = { msg, len };
	const struct placet_bytes name = { dst, dstlen };

	if (dstlen > DST_MAX || outlen == 0 || outlen > (size_t)ROUNDS * SHA)
		return PLACET_ERANGE;
	expand(&piece, 1, &name, out, outlen);
	return PLACET_OK;
}

void
placet_oprf_hash_to_group(enum placet_oprf_mode mode, const void *msg,
    size_t len, struct placet_oprf_element *out)
{
	const struct placet_bytes piece = { msg, len };
	uint8_t wide[crypto_core_ristretto255_HASHBYTES];
	struct transcript d;

	placet_oprf_dst(&d, "HashToGroup-", mode);
	expand(
	    &piece, 1, &(struct placet_bytes){ d.b, d.len }, wide, sizeof wide);
	crypto_core_ristretto255_from_hash(out->b, wide);
	sodium_memzero(wide, sizeof wide);
}

static void
hash_to_scalar(const char *name, enum placet_oprf_mode mode,
    const struct placet_bytes *piece, size_t n, struct placet_oprf_scalar *out)
{
	uint8_t wide[crypto_core_ristretto255_NONREDUCEDSCALARBYTES];
	struct transcript d;

	placet_oprf_dst(&d, name, mode);
	expand(
	    piece, n, &(struct placet_bytes){ d.b, d.len }, wide, sizeof wide);
	crypto_core_ristretto255_scalar_reduce(out->b, wide);
	sodium_memzero(wide, sizeof wide);
}

void
placet_oprf_hash_to_scalar(enum placet_oprf_mode mode, const void *msg,
    size_t len, struct placet_oprf_scalar *out)
{
	const struct placet_bytes piece = { msg, len };

	hash_to_scalar("HashToScalar-", mode, &piece, 1, out);
}

bool
placet_oprf_reduced(const uint8_t b[32])
{
	uint8_t wide[crypto_core_ristretto255_NONREDUCEDSCALARBYTES] = { 0 };
	struct placet_oprf_scalar same;
	bool is;

	memcpy(wide, b, sizeof same.b);
	crypto_core_ristretto255_scalar_reduce(same.b, wide);
	is = sodium_memcmp(same.b, b, sizeof same.b) == 0;
	sodium_memzero(wide, sizeof wide);
	sodium_memzero(&same, sizeof same);
	return is;
}

bool
placet_oprf_usable(const struct placet_oprf_scalar *s)
{
	return placet_oprf_reduced(s->b) & !sodium_is_zero(s->b, sizeof s->b);
}

/* RFC 9496, 4.3.1: numbers over the field, as all of 256 bits are. */
static bool
top_bit(const struct placet_oprf_element *e)
{
	return (e->b[sizeof e->b - 1] & 0x80) != 0;
}

bool
placet_oprf_sound(const struct placet_oprf_element *e)
{
	return !top_bit(e) &&
	    crypto_core_ristretto255_is_valid_point(e->b) == 1 &&
	    !sodium_is_zero(e->b, sizeof e->b);
}

int
placet_oprf_times(const struct placet_oprf_element *e,
    const struct placet_oprf_scalar *factor, struct placet_oprf_element *out)
{
	const int bad = crypto_scalarmult_ristretto255(out->b, factor->b, e->b);

	return bad | -(int)top_bit(e);
}

int
placet_oprf_draw(struct placet_oprf_scalar *out)
{
	/* Once would do, but the library does not know whether it was. */
	if (sodium_init() < 0)
		return PLACET_ECRYPTO;
	crypto_core_ristretto255_scalar_random(out->b);
	return PLACET_OK;
}

int
placet_oprf_key_of(
    const struct placet_oprf_scalar *sk, struct placet_oprf_key *key)
{
	struct placet_oprf_scalar copy = *sk;
	int err = PLACET_ERANGE;

	/* Through a copy, for sk may be the one in the key itself. */
	*key = (struct placet_oprf_key){ 0 };
	if (placet_oprf_usable(&copy) &&
	    crypto_scalarmult_ristretto255_base(key->pk.b, copy.b) == 0) {
		key->sk = copy;
		err = PLACET_OK;
	}
	sodium_memzero(&copy, sizeof copy);
	return err;
}

int
placet_oprf_key_draw(struct placet_oprf_key *key)
{
	int err;

	*key = (struct placet_oprf_key){ 0 };
	err = placet_oprf_draw(&key->sk);
	return err != 0 ? err : placet_oprf_key_of(&key->sk, key);
}

int
placet_oprf_key_derive(enum placet_oprf_mode mode, const uint8_t seed[32],
    const void *info, size_t infolen, struct placet_oprf_key *key)
{
	const uint8_t len[2] = { (uint8_t)(infolen >> 8), (uint8_t)infolen };
	int err = PLACET_ERANGE;
	struct placet_oprf_scalar sk;

	*key = (struct placet_oprf_key){ 0 };
	if (infolen > PLACET_OPRF_INPUT_MAX)
		return PLACET_ERANGE;
	/* Again only when the hash is zero, which nobody has seen. */
	for (unsigned i = 0; err != 0 && i <= UINT8_MAX; i++) {
		const uint8_t counter = (uint8_t)i;
		const struct placet_bytes piece[] = { { seed, 32 },
			{ len, sizeof len }, { info, infolen },
			{ &counter, 1 } };

		hash_to_scalar("DeriveKeyPair", mode, piece, 4, &sk);
		err = placet_oprf_key_of(&sk, key);
	}
	sodium_memzero(&sk, sizeof sk);
	return err;
}

int
placet_oprf_blind(enum placet_oprf_mode mode, const void *input, size_t len,
    const struct placet_oprf_scalar *blind, struct placet_oprf_element *out)
{
	struct placet_oprf_element in;
	int bad;

	*out = (struct placet_oprf_element){ 0 };
	if (len > PLACET_OPRF_INPUT_MAX || !placet_oprf_usable(blind))
		return PLACET_ERANGE;
	placet_oprf_hash_to_group(mode, input, len, &in);
	bad = crypto_scalarmult_ristretto255(out->b, blind->b, in.b);
	sodium_memzero(&in, sizeof in);
	return bad != 0 ? PLACET_EFORMAT : PLACET_OK;
}

int
placet_oprf_blind_draw(enum placet_oprf_mode mode, const void *input,
    size_t len, struct placet_oprf_scalar *blind,
    struct placet_oprf_element *out)
{
	int err = placet_oprf_draw(blind);

	*out = (struct placet_oprf_element){ 0 };
	if (err == 0)
		err = placet_oprf_blind(mode, input, len, blind, out);
	if (err != 0)
		sodium_memzero(blind, sizeof *blind);
	return err;
}

int
placet_oprf_evaluate(const struct placet_oprf_scalar *sk,
    const struct placet_oprf_element *in, size_t n,
    struct placet_oprf_element *out)
{
	int bad = 0;

	if (n == 0 || n > PLACET_OPRF_BATCH)
		return PLACET_ERANGE;
	memset(out, 0, n * sizeof *out);
	if (!placet_oprf_usable(sk))
		return PLACET_ERANGE;
	for (size_t i = 0; i < n; i++)
		bad |= placet_oprf_times(&in[i], sk, &out[i]);
	if (bad == 0)
		return PLACET_OK;
	memset(out, 0, n * sizeof *out);
	return PLACET_EFORMAT;
}

int
placet_oprf_add(const struct placet_oprf_element *a,
    const struct placet_oprf_element *b, struct placet_oprf_element *out)
{
	struct placet_oprf_element sum = { 0 };
	const bool good = placet_oprf_sound(a) && placet_oprf_sound(b) &&
	    crypto_core_ristretto255_add(sum.b, a->b, b->b) == 0 &&
	    !sodium_is_zero(sum.b, sizeof sum.b);

	*out = good ? sum : (struct placet_oprf_element){ 0 };
	return good ? PLACET_OK : PLACET_EFORMAT;
}

int
placet_oprf_finalize(const void *input, size_t len,
    const struct placet_oprf_scalar *blind,
    const struct placet_oprf_element *evaluated, struct placet_oprf_output *out)
{
	crypto_hash_sha512_state sha;
	struct placet_oprf_scalar inverse;
	struct placet_oprf_element plain;
	int bad;

	*out = (struct placet_oprf_output){ 0 };
	if (len > PLACET_OPRF_INPUT_MAX || !placet_oprf_usable(blind))
		return PLACET_ERANGE;
	bad = crypto_core_ristretto255_scalar_invert(inverse.b, blind->b);
	bad |= placet_oprf_times(evaluated, &inverse, &plain);
	sodium_memzero(&inverse, sizeof inverse);
	if (bad != 0)
		return PLACET_EFORMAT;
	crypto_hash_sha512_init(&sha);
	sha_u16(&sha, len);
	sha_add(&sha, input, len);
	sha_u16(&sha, sizeof plain.b);
	sha_add(&sha, plain.b, sizeof plain.b);
	sha_add(&sha, "Finalize", strlen("Finalize"));
	sha_end(&sha, out->b);
	sodium_memzero(&plain, sizeof plain);
	return PLACET_OK;
}

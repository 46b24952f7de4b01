/*
 * multikey.c - base58btc by long division, and the two spellings built on it
 */
#include <string.h>

#include <placet/multikey.h>

enum { DIGITS_MAX = PLACET_BASE58_SIZE(PLACET_BASE58_MAX), KEY_LEN = 34 };

static const char alphabet[] =
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

static const uint8_t ed25519_pub[2] = { 0xed, 0x01 };

static const char did_key[] = "did:key:";

/*
 * A number written anew: digit[0..n) of base `to`, lowest first, becomes
 * itself times `from` plus `add`.  Answers the new n.  The caller's array is
 * large enough because what goes in is bounded.
 */
static size_t
push_digit(uint8_t *digit, size_t n, unsigned to, unsigned from, unsigned add)
{
	unsigned carry = add;

	for (size_t i = 0; i < n; i++) {
		carry += digit[i] * from;
		digit[i] = (uint8_t)(carry % to);
		carry /= to;
	}
	for (; carry > 0; carry /= to)
		digit[n++] = (uint8_t)(carry % to);
	return n;
}

/* len <= PLACET_BASE58_MAX. */
static void
encode(const uint8_t *p, size_t len, char *out)
{
	uint8_t digit[DIGITS_MAX];
	size_t zeros = 0, n = 0;

	/* Zeros in front are no part of the number: each is a "1". */
	while (zeros < len && p[zeros] == 0)
		zeros++;
	for (size_t i = zeros; i < len; i++)
		n = push_digit(digit, n, 58, 256, p[i]);
	memset(out, alphabet[0], zeros);
	for (size_t i = 0; i < n; i++)
		out[zeros + i] = alphabet[digit[n - 1 - i]];
	out[zeros + n] = '\0';
}

int
placet_base58(const void *data, size_t len, char *out)
{
	if (len > PLACET_BASE58_MAX)
		return PLACET_ELIMIT;
	encode(data, len, out);
	return PLACET_OK;
}

int
placet_unbase58(const char *s, size_t slen, void *out, size_t *len)
{
	uint8_t byte[DIGITS_MAX], *to = out;
	size_t zeros = 0, n = 0;

	if (slen >= DIGITS_MAX)
		return PLACET_ELIMIT;
	while (zeros < slen && s[zeros] == alphabet[0])
		zeros++;
	for (size_t i = zeros; i < slen; i++) {
		const char *at = memchr(alphabet, s[i], 58);

		if (at == NULL)
			return PLACET_EFORMAT;
		n = push_digit(byte, n, 256, 58, (unsigned)(at - alphabet));
	}
	if (zeros + n > PLACET_BASE58_MAX || zeros + n > *len)
		return PLACET_ELIMIT;
	for (size_t i = 0; i < zeros; i++)
		to[i] = 0;
	for (size_t i = 0; i < n; i++)
		to[zeros + i] = byte[n - 1 - i];
	*len = zeros + n;
	return PLACET_OK;
}

int
placet_multibase(const void *data, size_t len, char *out)
{
	out[0] = 'z';
	return placet_base58(data, len, out + 1);
}

int
placet_unmultibase(const char *s, size_t slen, void *out, size_t *len)
{
	if (slen == 0 || s[0] != 'z')
		return PLACET_EFORMAT;
	return placet_unbase58(s + 1, slen - 1, out, len);
}

/* What starts with these two bytes is always 47 digits long. */
void
placet_multikey(const uint8_t pub[32], char out[PLACET_MULTIKEY_SIZE])
{
	uint8_t key[KEY_LEN];

	memcpy(key, ed25519_pub, 2);
	memcpy(key + 2, pub, 32);
	out[0] = 'z';
	encode(key, sizeof key, out + 1);
}

int
placet_multikey_parse(const char *s, size_t len, uint8_t pub[32])
{
	uint8_t key[PLACET_BASE58_MAX];
	size_t keylen = sizeof key;
	const int err = placet_unmultibase(s, len, key, &keylen);

	/* Keys of other kinds may be longer than what we ever decode. */
	if (err == PLACET_ELIMIT)
		return PLACET_ETYPE;
	if (err != 0)
		return err;
	if (keylen < 2 || memcmp(key, ed25519_pub, 2) != 0)
		return PLACET_ETYPE;
	if (keylen != KEY_LEN)
		return PLACET_EFORMAT;
	memcpy(pub, key + 2, 32);
	return PLACET_OK;
}

void
placet_did_key(const uint8_t pub[32], char out[PLACET_DID_KEY_SIZE])
{
	memcpy(out, did_key, 8);
	placet_multikey(pub, out + 8);
}

int
placet_did_key_parse(const char *s, size_t len, uint8_t pub[32])
{
	if (len < 8 || memcmp(s, did_key, 8) != 0)
		return PLACET_EFORMAT;
	return placet_multikey_parse(s + 8, len - 8, pub);
}

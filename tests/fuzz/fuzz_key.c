/*
 * fuzz_key.c - a key that is read is written, and reads the same again
 *
 * What does not start like PEM is taken for DER under one of the labels, so
 * that the fuzzer need not learn base64.
 */
#include <string.h>

#include <placet/key.h>

#include "fuzz.h"

static void
public_half(const char *pem, size_t len)
{
	struct placet_buf first = { 0 }, second = { 0 };
	struct placet_key *key, *again;
	uint8_t pub[32];
	const bool good = placet_key_parse(pem, len, &key) == 0;

	promise(good == (key != NULL));
	if (!good)
		return;
	promise(placet_key_bits(key) >= 256 && placet_key_bits(key) <= 8192);
	promise(placet_key_pem(key, &first) == 0);
	promise(placet_key_parse(first.data, first.len, &again) == 0);
	promise(placet_key_pem(again, &second) == 0);
	promise(first.len == second.len &&
	    memcmp(first.data, second.data, first.len) == 0);
	promise(placet_key_type(key) == placet_key_type(again));
	promise(placet_key_bits(key) == placet_key_bits(again));
	if (placet_key_type(key) == PLACET_KEY_RSA) {
		promise(placet_key_raw(key, pub) == PLACET_ETYPE);
		promise(placet_key_check(key, PLACET_SHA_256, pem, len,
		            first.data, first.len) == PLACET_ESIG);
	} else {
		promise(placet_key_raw(key, pub) == 0);
		promise(placet_key_check(key, PLACET_SHA_NONE, pem, len, pem,
		            64) == PLACET_ESIG);
	}
	placet_buf_release(&first);
	placet_buf_release(&second);
	placet_key_free(key);
	placet_key_free(again);
}

static void
secret_half(const char *pem, size_t len)
{
	struct placet_buf b = { 0 };
	struct placet_secret *secret, *again;
	const bool good = placet_secret_parse(pem, len, &secret) == 0;

	promise(good == (secret != NULL));
	if (!good)
		return;
	promise(placet_secret_pem(secret, &b) == 0);
	promise(placet_secret_parse(b.data, b.len, &again) == 0);
	promise(placet_secret_type(secret) == placet_secret_type(again));
	placet_buf_release(&b);
	placet_secret_free(secret);
	placet_secret_free(again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const labels[] = { "PUBLIC KEY", "RSA PUBLIC KEY",
		"PRIVATE KEY" };
	struct placet_buf b = { 0 };

	public_half((const char *)data, size);
	secret_half((const char *)data, size);
	if (size < 1 || data[0] == '-')
		return 0;
	placet_buf_printf(&b, "-----BEGIN %s-----\n", labels[data[0] % 3]);
	placet_buf_base64(&b, data + 1, size - 1);
	placet_buf_printf(&b, "\n-----END %s-----\n", labels[data[0] % 3]);
	promise(b.err == 0);
	public_half(b.data, b.len);
	secret_half(b.data, b.len);
	placet_buf_release(&b);
	return 0;
}

/*
 * fuzz_multikey.c - one spelling a key, one text a byte string
 */
#include <string.h>

#include <placet/multikey.h>

#include "fuzz.h"

static void
keys(const char *s, size_t size)
{
	char key[PLACET_MULTIKEY_SIZE], did[PLACET_DID_KEY_SIZE];
	uint8_t pub[32];

	if (placet_multikey_parse(s, size, pub) == 0) {
		placet_multikey(pub, key);
		promise(size == strlen(key) && memcmp(s, key, size) == 0);
	}
	if (placet_did_key_parse(s, size, pub) == 0) {
		placet_did_key(pub, did);
		promise(size == strlen(did) && memcmp(s, did, size) == 0);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[PLACET_BASE58_SIZE(PLACET_BASE58_MAX)];
	uint8_t bytes[PLACET_BASE58_MAX];
	size_t len = sizeof bytes;

	keys((const char *)data, size);
	if (placet_unbase58((const char *)data, size, bytes, &len) == 0) {
		promise(placet_base58(bytes, len, text) == 0);
		promise(strlen(text) == size);
		promise(size == 0 || memcmp(text, data, size) == 0);
	}
	if (size > PLACET_BASE58_MAX)
		return 0;
	promise(placet_base58(data, size, text) == 0);
	promise(strlen(text) < PLACET_BASE58_SIZE(size));
	len = size;
	promise(placet_unbase58(text, strlen(text), bytes, &len) == 0);
	promise(len == size && (size == 0 || memcmp(bytes, data, size) == 0));
	return 0;
}

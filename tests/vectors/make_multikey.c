/*
 * make_multikey.c - how Ed25519 keys are spelled between servers
 */
#include <stdio.h>
#include <string.h>

#include <placet/multikey.h>

#include "signer.h"

static void
base58(struct vec *v, const char *desc, const void *data, size_t len)
{
	char text[PLACET_BASE58_SIZE(PLACET_BASE58_MAX) + 1];

	must(placet_base58(data, len, text) == PLACET_OK);
	vec_case(v, desc);
	vec_hex(v, "hex", data, len);
	vec_text(v, "base58", text);
	vec_end(v);
}

static void
multikey(struct vec *v, const char *who)
{
	const struct signer s = signer_of(who);
	char key[PLACET_MULTIKEY_SIZE], did[PLACET_DID_KEY_SIZE];

	placet_multikey(s.pub, key);
	placet_did_key(s.pub, did);
	vec_object(v, NULL);
	vec_hex(v, "seed", s.seed.b, sizeof s.seed.b);
	vec_hex(v, "public", s.pub, sizeof s.pub);
	vec_text(v, "multikey", key);
	vec_text(v, "did", did);
	vec_end(v);
}

static void
refuse(struct vec *v, const char *desc, const char *text)
{
	uint8_t pub[32];
	const int err = placet_multikey_parse(text, strlen(text), pub);

	must(err != PLACET_OK);
	vec_case(v, desc);
	vec_text(v, "multikey", text);
	vec_refused(v, err);
}

static void
refuse_multikeys(struct vec *v)
{
	const struct signer s = signer_of("multikey");
	char key[PLACET_MULTIKEY_SIZE], text[80];
	uint8_t other[35] = { 0xec, 0x01 };

	placet_multikey(s.pub, key);
	refuse(v, "empty", "");
	refuse(v, "no multibase", key + 1);
	snprintf(text, sizeof text, "m%s", key + 1);
	refuse(v, "another multibase", text);
	snprintf(text, sizeof text, "%s ", key);
	refuse(v, "a space behind", text);
	snprintf(text, sizeof text, "z1%s", key + 1);
	refuse(v, "a zero byte in front", text);
	snprintf(text, sizeof text, "%.*s0", 47, key);
	refuse(v, "a character that base58 does not have", text);
	snprintf(text, sizeof text, "%.*s", 47, key);
	refuse(v, "one character short", text);
	snprintf(text, sizeof text, "did:key:%s", key);
	refuse(v, "a did:key", text);
	memcpy(other + 2, s.pub, 32);
	must(placet_multibase(other, 34, text) == PLACET_OK);
	refuse(v, "an X25519 key", text);
	other[0] = 0xed;
	must(placet_multibase(other, 35, text) == PLACET_OK);
	refuse(v, "a key of 33 bytes", text);
	must(placet_multibase(other, 33, text) == PLACET_OK);
	refuse(v, "a key of 31 bytes", text);
}

static void
refuse_did(struct vec *v, const char *desc, const char *text)
{
	uint8_t pub[32];
	const int err = placet_did_key_parse(text, strlen(text), pub);

	must(err != PLACET_OK);
	vec_case(v, desc);
	vec_text(v, "did", text);
	vec_refused(v, err);
}

static void
refuse_dids(struct vec *v)
{
	const struct signer s = signer_of("multikey");
	char key[PLACET_MULTIKEY_SIZE], text[160];

	placet_multikey(s.pub, key);
	refuse_did(v, "a bare Multikey", key);
	snprintf(text, sizeof text, "did:key:%s#%s", key, key);
	refuse_did(v, "with a fragment", text);
	snprintf(text, sizeof text, "did:web:%s", key);
	refuse_did(v, "another method", text);
	snprintf(text, sizeof text, "DID:KEY:%s", key);
	refuse_did(v, "in upper case", text);
}

void
make_multikey(struct vec *v)
{
	static const uint8_t zeros[4] = { 0 };

	vec_text(v, "about",
	    "base58btc, Multikey and did:key of Ed25519 public keys. Seeds "
	    "are secret keys of RFC 8032, for tests only.");
	vec_text(v, "source", "tests/vectors/make_multikey.c");
	vec_array(v, "base58");
	base58(v, "nothing", "", 0);
	base58(v, "zeros in front", zeros, sizeof zeros);
	base58(v, "the example of the draft", "Hello World!", 12);
	base58(v, "zeros in front of more", "\0\0\x28\x7f\xb4\xcd", 6);
	vec_end(v);
	vec_array(v, "multikey");
	multikey(v, "multikey");
	multikey(v, "rennes.example.org");
	vec_end(v);
	vec_array(v, "refuse_multikey");
	refuse_multikeys(v);
	vec_end(v);
	vec_array(v, "refuse_did");
	refuse_dids(v);
	vec_end(v);
}

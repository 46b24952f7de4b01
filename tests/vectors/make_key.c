/*
 * make_key.c - keys as PEM, and what they sign
 */
#include <stdio.h>
#include <string.h>

#include <placet/key.h>
#include <placet/text.h>

#include "keys.h"
#include "vec.h"

#define MESSAGE "The quick brown fox\n"

/* A PEM text's bytes: what is base64 between its two lines. */
static size_t
pem_bytes(const char *pem, uint8_t out[PLACET_PEM_MAX])
{
	const char *end = strstr(pem, "\n-----END");
	struct placet_buf b = { 0 };
	size_t len = PLACET_PEM_MAX;

	for (const char *p = strchr(pem, '\n'); p != end; p++)
		if (*p != '\n')
			placet_buf_byte(&b, (uint8_t)*p);
	must(placet_unbase64(b.data, b.len, out, &len) == PLACET_OK);
	placet_buf_release(&b);
	return len;
}

static void
vec_key(struct vec *v, const char *desc, const char *pem)
{
	struct placet_key *key;
	struct placet_buf b = { 0 };
	uint8_t der[PLACET_PEM_MAX], raw[32];
	size_t len;

	vec_expect(desc, placet_key_parse(pem, strlen(pem), &key), PLACET_OK);
	must(placet_key_pem(key, &b) == PLACET_OK);
	vec_case(v, desc);
	vec_text(v, "pem", pem);
	vec_text(v, "type", key_type_name(placet_key_type(key)));
	vec_number(v, "bits", placet_key_bits(key));
	len = pem_bytes(b.data, der);
	vec_hex(v, "spki", der, len);
	if (placet_key_raw(key, raw) == PLACET_OK)
		vec_hex(v, "raw", raw, sizeof raw);
	vec_end(v);
	placet_buf_release(&b);
	placet_key_free(key);
}

/* "\n" in front, "\r\n" for newlines, and spaces behind. */
static void
vec_key_loose(struct vec *v, const char *pem)
{
	struct placet_buf b = { 0 };

	placet_buf_str(&b, "\n ");
	for (; *pem != '\0'; pem++) {
		if (*pem == '\n')
			placet_buf_byte(&b, '\r');
		placet_buf_byte(&b, (uint8_t)*pem);
	}
	placet_buf_str(&b, " \n");
	vec_key(v, "white space around it, and \\r\\n", b.data);
	placet_buf_release(&b);
}

static void
refuse_key(struct vec *v, const char *desc, const char *pem, int want)
{
	struct placet_key *key;

	vec_expect(desc, placet_key_parse(pem, strlen(pem), &key), want);
	vec_case(v, desc);
	vec_text(v, "pem", pem);
	vec_refused(v, want);
}

/* The text with its first `a` as `b`. */
static void
refuse_changed(struct vec *v, const char *desc, const char *pem, const char *a,
    const char *b, int want)
{
	const char *at = strstr(pem, a);
	struct placet_buf out = { 0 };

	must(at != NULL);
	placet_buf_add(&out, pem, (size_t)(at - pem));
	placet_buf_str(&out, b);
	placet_buf_str(&out, at + strlen(a));
	refuse_key(v, desc, out.data, want);
	placet_buf_release(&out);
}

/* Made by openssl, for this only. */
static const char p256[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEq7GrEhgBb//Ehj9WOT1elyRijCi8\n"
    "eBf1vlhoIsyq6OuiTpsdnBRnCRRPZZ8v1EepGQCdcu2NtQDZiHjPFU620Q==\n"
    "-----END PUBLIC KEY-----\n";

static const char rsa1024[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCuv+bEB5HaV4NMj3aUg2hHTpWO\n"
    "vs57GNolQx2cnK7P2bA291si7jde0vqy4XXf9PA5m6KJXn/OR/Hj3V5wfenpeVXH\n"
    "aBCYVa9fEFDtolFP0bRuq9QpHEtrU2hKeavCEt1JjQQQ4CxdBdJ4M/2h7Dp+uCcd\n"
    "yTF1rnVAX2ufW7mA/wIDAQAB\n"
    "-----END PUBLIC KEY-----\n";

static void
refuse_keys(struct vec *v, const struct keys *k)
{
	const char *pem = k->rsa_public.data;

	refuse_key(v, "empty", "", PLACET_EFORMAT);
	refuse_key(v, "no PEM", "ssh-rsa AAAA", PLACET_EFORMAT);
	refuse_key(v, "a secret key", rsa_key_pem, PLACET_ETYPE);
	refuse_key(v, "a key of another kind", p256, PLACET_ETYPE);
	refuse_key(v, "an RSA key of 1024 bits", rsa1024, PLACET_ERANGE);
	refuse_changed(v, "no end", pem, "-----END", "-----", PLACET_EFORMAT);
	refuse_changed(
	    v, "another end", pem, "END PUBLIC", "END PRIVATE", PLACET_EFORMAT);
	refuse_changed(v, "no base64", pem, "\nMIIB", "\nMII*", PLACET_EFORMAT);
	refuse_changed(v, "a text in front", pem, "-----BEGIN",
	    "key:\n-----BEGIN", PLACET_EFORMAT);
	refuse_changed(v, "a text behind", pem, "END PUBLIC KEY-----\n",
	    "END PUBLIC KEY-----\nx", PLACET_EFORMAT);
}

static void
vec_signed(struct vec *v, const char *desc, struct placet_secret *secret,
    const struct placet_buf *pem, enum placet_sha sha, const char *sha_name)
{
	struct placet_buf public = { 0 };
	struct placet_key *key;
	uint8_t sig[PLACET_KEY_SIG_MAX];
	size_t len;

	must(placet_secret_public(secret, &key) == PLACET_OK);
	must(placet_key_pem(key, &public) == PLACET_OK);
	must(placet_secret_sign(secret, sha, MESSAGE, strlen(MESSAGE), sig,
	         &len) == PLACET_OK);
	must(placet_key_check(key, sha, MESSAGE, strlen(MESSAGE), sig, len) ==
	    PLACET_OK);
	vec_case(v, desc);
	vec_text(v, "secret", pem->data);
	vec_text(v, "pem", public.data);
	vec_text(v, "sha", sha_name);
	vec_hex(v, "message", MESSAGE, strlen(MESSAGE));
	vec_hex(v, "signature", sig, len);
	vec_end(v);
	placet_buf_release(&public);
	placet_key_free(key);
}

static void
refuse_signed(struct vec *v, const char *desc, const struct placet_buf *pem,
    const char *sha, const void *sig, size_t len, int want)
{
	vec_case(v, desc);
	vec_text(v, "pem", pem->data);
	vec_text(v, "sha", sha);
	vec_hex(v, "message", MESSAGE, strlen(MESSAGE));
	vec_hex(v, "signature", sig, len);
	vec_refused(v, want);
}

static void
refuse_signatures(struct vec *v, const struct keys *k)
{
	uint8_t sig[PLACET_KEY_SIG_MAX];
	size_t len;

	must(placet_secret_sign(k->rsa, PLACET_SHA_256, MESSAGE,
	         strlen(MESSAGE), sig, &len) == PLACET_OK);
	refuse_signed(
	    v, "another hash", &k->rsa_public, "sha512", sig, len, PLACET_ESIG);
	refuse_signed(v, "a byte short", &k->rsa_public, "sha256", sig, len - 1,
	    PLACET_ESIG);
	refuse_signed(
	    v, "empty", &k->rsa_public, "sha256", sig, 0, PLACET_ESIG);
	refuse_signed(
	    v, "no hash", &k->rsa_public, "none", sig, len, PLACET_ETYPE);
	sig[100] ^= 1;
	refuse_signed(v, "one bit of it", &k->rsa_public, "sha256", sig, len,
	    PLACET_ESIG);
	must(placet_secret_sign(k->ed, PLACET_SHA_NONE, MESSAGE,
	         strlen(MESSAGE), sig, &len) == PLACET_OK);
	refuse_signed(v, "a hash for Ed25519", &k->ed_public, "sha256", sig,
	    len, PLACET_ETYPE);
	sig[63] |= 0x80;
	refuse_signed(v, "Ed25519, not reduced", &k->ed_public, "none", sig,
	    len, PLACET_ESIG);
}

void
make_key(struct vec *v)
{
	struct keys k;

	keys_make(&k);
	vec_text(v, "about",
	    "Public keys in PEM (\"spki\" is the DER of a "
	    "SubjectPublicKeyInfo), and what secret keys sign: RSA with "
	    "PKCS#1 v1.5 over sha256 or sha512, Ed25519 with none. The "
	    "secret keys are for tests only.");
	vec_text(v, "source", "tests/vectors/make_key.c");
	vec_array(v, "key");
	vec_key(v, "RSA", k.rsa_public.data);
	vec_key(v, "Ed25519", k.ed_public.data);
	vec_key_loose(v, k.rsa_public.data);
	vec_end(v);
	vec_array(v, "refuse_key");
	refuse_keys(v, &k);
	vec_end(v);
	vec_array(v, "signature");
	vec_signed(v, "RSA with SHA-256", k.rsa, &k.rsa_secret, PLACET_SHA_256,
	    "sha256");
	vec_signed(v, "RSA with SHA-512", k.rsa, &k.rsa_secret, PLACET_SHA_512,
	    "sha512");
	vec_signed(v, "Ed25519", k.ed, &k.ed_secret, PLACET_SHA_NONE, "none");
	vec_end(v);
	vec_array(v, "refuse_signature");
	refuse_signatures(v, &k);
	vec_end(v);
	keys_end(&k);
}

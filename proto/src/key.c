/*
 * key.c - public keys: from the bytes of their structures to verdicts
 *
 * The two structures of DER that exist here (RFC 5280 section 4.1.2.7 with
 * RFC 3279 and RFC 8410, and RFC 8017 appendix A.1.1) are read by hand: it
 * says what is wrong, leaves nothing unread behind, and is some forty times
 * as fast as OpenSSL's decoders, which look for whoever might know the input.
 *
 * What OpenSSL has to say about a signature that fails is dropped, since its
 * queue of errors belongs to the caller, and SSL_get_error looks into it.
 */
#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "key_part.h"
#include "scoped.h"

DEFINE_SCOPED(BIGNUM, BN_free);
DEFINE_SCOPED(EVP_MD, EVP_MD_free);
DEFINE_SCOPED(EVP_MD_CTX, EVP_MD_CTX_free);
DEFINE_SCOPED(EVP_PKEY_CTX, EVP_PKEY_CTX_free);
DEFINE_SCOPED(OSSL_PARAM, OSSL_PARAM_free);
DEFINE_SCOPED(OSSL_PARAM_BLD, OSSL_PARAM_BLD_free);

enum { EXPONENT_BITS_MAX = 64, ED25519_BITS = 256 };

/* Tags of DER. */
enum {
	DER_INTEGER = 0x02,
	DER_BIT_STRING = 0x03,
	DER_SEQUENCE = 0x30,
};

/* AlgorithmIdentifiers, all of them: rsaEncryption with NULL, and Ed25519. */
static const uint8_t alg_rsa[] = { 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7,
	0x0d, 0x01, 0x01, 0x01, 0x05, 0x00 };
static const uint8_t alg_ed25519[] = { 0x06, 0x03, 0x2b, 0x65, 0x70 };

/* --- DER ---------------------------------------------------------------- */

/* Bytes that are left to read. */
struct der {
	const uint8_t *p;
	size_t len;
};

/* Take the value of that tag off the front; the length in its one form. */
static bool
der_take(struct der *in, uint8_t tag, struct der *value)
{
	size_t head = 2, n = 0, octets;

	if (in->len < 2 || in->p[0] != tag)
		return false;
	if (in->p[1] < 0x80) {
		n = in->p[1];
	} else {
		octets = in->p[1] & 0x7f;
		if (octets < 1 || octets > 2 || in->len < 2 + octets)
			return false;
		for (; head < 2 + octets; head++)
			n = n << 8 | in->p[head];
		if (n < (octets == 1 ? 0x80U : 0x100U))
			return false;
	}
	if (n > in->len - head)
		return false;
	*value = (struct der){ in->p + head, n };
	in->p += head + n;
	in->len -= head + n;
	return true;
}

/* An INTEGER over zero, its sign byte dropped. */
static bool
der_take_positive(struct der *in, struct der *value)
{
	if (!der_take(in, DER_INTEGER, value) || value->len == 0 ||
	    value->p[0] >= 0x80)
		return false;
	if (value->p[0] != 0)
		return true;
	if (value->len == 1 || value->p[1] < 0x80)
		return false;
	value->p++;
	value->len--;
	return true;
}

static bool
der_is(const struct der *d, const uint8_t *bytes, size_t len)
{
	return d->len == len && memcmp(d->p, bytes, len) == 0;
}

/* --- making ------------------------------------------------------------- */

static int
rsa_new(const struct der *n, const struct der *e, EVP_PKEY **out)
{
	scoped(BIGNUM) *modulus = BN_bin2bn(n->p, (int)n->len, NULL);
	scoped(BIGNUM) *exponent = BN_bin2bn(e->p, (int)e->len, NULL);
	scoped(OSSL_PARAM_BLD) *build = OSSL_PARAM_BLD_new();
	scoped(OSSL_PARAM) *param = NULL;
	scoped(EVP_PKEY_CTX) *ctx = NULL;

	if (modulus == NULL || exponent == NULL || build == NULL ||
	    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, modulus) !=
	        1 ||
	    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, exponent) != 1)
		return PLACET_ENOMEM;
	param = OSSL_PARAM_BLD_to_param(build);
	ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	if (param == NULL || ctx == NULL)
		return PLACET_ENOMEM;
	if (EVP_PKEY_fromdata_init(ctx) != 1 ||
	    EVP_PKEY_fromdata(ctx, out, EVP_PKEY_PUBLIC_KEY, param) != 1)
		return PLACET_ECRYPTO;
	return PLACET_OK;
}

static unsigned
bits(const struct der *n)
{
	unsigned count = (unsigned)n->len * 8;

	for (uint8_t top = n->p[0]; top < 0x80; top = (uint8_t)(top << 1))
		count--;
	return count;
}

/* SEQUENCE { modulus, publicExponent } and nothing else. */
static int
rsa_read(struct der in, EVP_PKEY **out)
{
	struct der seq, n, e;

	if (!der_take(&in, DER_SEQUENCE, &seq) || in.len != 0 ||
	    !der_take_positive(&seq, &n) || !der_take_positive(&seq, &e) ||
	    seq.len != 0)
		return PLACET_EFORMAT;
	/* Even ones have no inverse; 1 would make every text a signature. */
	if (bits(&n) < RSA_BITS_MIN || bits(&n) > RSA_BITS_MAX ||
	    bits(&e) > EXPONENT_BITS_MAX || bits(&e) < 2 ||
	    n.p[n.len - 1] % 2 == 0 || e.p[e.len - 1] % 2 == 0)
		return PLACET_ERANGE;
	return rsa_new(&n, &e, out);
}

static int
ed25519_new(const uint8_t pub[32], EVP_PKEY **out)
{
	*out = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, pub, 32);
	return *out != NULL ? PLACET_OK : PLACET_ECRYPTO;
}

/* SubjectPublicKeyInfo ::= SEQUENCE { AlgorithmIdentifier, BIT STRING } */
static int
spki_read(struct der in, EVP_PKEY **out)
{
	struct der seq, algorithm, key;

	if (!der_take(&in, DER_SEQUENCE, &seq) || in.len != 0 ||
	    !der_take(&seq, DER_SEQUENCE, &algorithm) ||
	    !der_take(&seq, DER_BIT_STRING, &key) || seq.len != 0 ||
	    key.len == 0 || key.p[0] != 0)
		return PLACET_EFORMAT;
	key.p++;
	key.len--;
	if (der_is(&algorithm, alg_rsa, sizeof alg_rsa))
		return rsa_read(key, out);
	if (!der_is(&algorithm, alg_ed25519, sizeof alg_ed25519))
		return PLACET_ETYPE;
	return key.len == 32 ? ed25519_new(key.p, out) : PLACET_EFORMAT;
}

int
placet_key_adopt(struct key *k, EVP_PKEY *pkey)
{
	const int size = EVP_PKEY_get_bits(pkey);

	switch (EVP_PKEY_get_base_id(pkey)) {
	case EVP_PKEY_RSA:
		if (size < RSA_BITS_MIN || size > RSA_BITS_MAX)
			return PLACET_ERANGE;
		k->type = PLACET_KEY_RSA;
		k->bits = (unsigned)size;
		break;
	case EVP_PKEY_ED25519:
		k->type = PLACET_KEY_ED25519;
		k->bits = ED25519_BITS;
		break;
	default: return PLACET_ETYPE;
	}
	k->pkey = pkey;
	return PLACET_OK;
}

void
placet_key_drop(struct key *k)
{
	for (size_t i = 0; i < 2; i++) {
		EVP_MD_CTX_free(k->scheme[i].hash);
		EVP_PKEY_CTX_free(k->scheme[i].rsa);
	}
	EVP_MD_CTX_free(k->ed25519);
	EVP_PKEY_free(k->pkey);
}

/* pkey becomes the key's; on failure it is freed. */
static int
key_new(EVP_PKEY *pkey, struct placet_key **out)
{
	struct placet_key *key = calloc(1, sizeof *key);
	const int err = key != NULL ? placet_key_adopt(&key->k, pkey)
	                            : PLACET_ENOMEM;

	if (err != 0) {
		EVP_PKEY_free(pkey);
		free(key);
		return err;
	}
	*out = key;
	return PLACET_OK;
}

int
placet_key_parse(const char *pem, size_t len, struct placet_key **key)
{
	EVP_PKEY *pkey = NULL;
	struct pem p;
	int err;

	*key = NULL;
	err = placet_pem_read(pem, len, &p);
	if (err != 0)
		return err;
	if (p.label == PEM_PRIVATE_KEY) {
		placet_pem_wipe(&p);
		return PLACET_ETYPE;
	}
	ERR_set_mark();
	err = p.label == PEM_PUBLIC_KEY
	    ? spki_read((struct der){ p.der, p.len }, &pkey)
	    : rsa_read((struct der){ p.der, p.len }, &pkey);
	ERR_pop_to_mark();
	return err == 0 ? key_new(pkey, key) : err;
}

int
placet_key_ed25519(const uint8_t pub[32], struct placet_key **key)
{
	EVP_PKEY *pkey;
	const int err = ed25519_new(pub, &pkey);

	*key = NULL;
	return err == 0 ? key_new(pkey, key) : err;
}

void
placet_key_free(struct placet_key *key)
{
	if (key == NULL)
		return;
	placet_key_drop(&key->k);
	free(key);
}

/* --- asking ------------------------------------------------------------- */

enum placet_key_type
placet_key_type(const struct placet_key *key)
{
	return key->k.type;
}

unsigned
placet_key_bits(const struct placet_key *key)
{
	return key->k.bits;
}

int
placet_key_pem(const struct placet_key *key, struct placet_buf *b)
{
	uint8_t *der = NULL;
	const int len = i2d_PUBKEY(key->k.pkey, &der);
	int err;

	if (len < 0)
		return PLACET_ECRYPTO;
	err = placet_pem_write(PEM_PUBLIC_KEY, der, (size_t)len, b);
	OPENSSL_free(der);
	return err;
}

int
placet_key_raw(const struct placet_key *key, uint8_t pub[32])
{
	size_t len = 32;

	if (key->k.type != PLACET_KEY_ED25519)
		return PLACET_ETYPE;
	if (EVP_PKEY_get_raw_public_key(key->k.pkey, pub, &len) != 1)
		return PLACET_ECRYPTO;
	return PLACET_OK;
}

/* --- checking ----------------------------------------------------------- */

static int
scheme_make(struct key_scheme *s, EVP_PKEY *pkey, const char *name,
    int (*init)(EVP_PKEY_CTX *))
{
	scoped(EVP_MD) *md = EVP_MD_fetch(NULL, name, NULL);
	scoped(EVP_MD_CTX) *hash = EVP_MD_CTX_new();
	scoped(EVP_PKEY_CTX) *rsa = EVP_PKEY_CTX_new(pkey, NULL);

	if (md == NULL || hash == NULL || rsa == NULL)
		return PLACET_ENOMEM;
	if (EVP_DigestInit_ex(hash, md, NULL) != 1 || init(rsa) != 1 ||
	    EVP_PKEY_CTX_set_rsa_padding(rsa, RSA_PKCS1_PADDING) != 1 ||
	    EVP_PKEY_CTX_set_signature_md(rsa, md) != 1)
		return PLACET_ECRYPTO;
	*s = (struct key_scheme){ hash, rsa };
	hash = NULL;
	rsa = NULL;
	return PLACET_OK;
}

int
placet_key_hash(struct key *k, enum placet_sha sha, int (*init)(EVP_PKEY_CTX *),
    const void *msg, size_t len, struct key_digest *out)
{
	struct key_scheme *s;
	unsigned n = sizeof out->b;

	if (sha != PLACET_SHA_256 && sha != PLACET_SHA_512)
		return PLACET_ETYPE;
	s = &k->scheme[sha - 1];
	if (s->hash == NULL) {
		const int err = scheme_make(s, k->pkey,
		    sha == PLACET_SHA_256 ? "SHA2-256" : "SHA2-512", init);

		if (err != 0)
			return err;
	}
	if (EVP_DigestInit_ex(s->hash, NULL, NULL) != 1 ||
	    EVP_DigestUpdate(s->hash, msg, len) != 1 ||
	    EVP_DigestFinal_ex(s->hash, out->b, &n) != 1)
		return PLACET_ECRYPTO;
	out->len = n;
	return PLACET_OK;
}

static int
rsa_check(struct key *k, enum placet_sha sha, const void *msg, size_t len,
    const void *sig, size_t siglen)
{
	struct key_digest digest;
	const int err = placet_key_hash(
	    k, sha, EVP_PKEY_verify_init, msg, len, &digest);

	if (err != 0)
		return err;
	return EVP_PKEY_verify(k->scheme[sha - 1].rsa, sig, siglen, digest.b,
	           digest.len) == 1
	    ? PLACET_OK
	    : PLACET_ESIG;
}

static int
ed25519_check(struct key *k, enum placet_sha sha, const void *msg, size_t len,
    const void *sig, size_t siglen)
{
	if (sha != PLACET_SHA_NONE)
		return PLACET_ETYPE;
	if (k->ed25519 == NULL)
		k->ed25519 = EVP_MD_CTX_new();
	if (k->ed25519 == NULL)
		return PLACET_ENOMEM;
	if (EVP_DigestVerifyInit(k->ed25519, NULL, NULL, NULL, k->pkey) != 1)
		return PLACET_ECRYPTO;
	return EVP_DigestVerify(k->ed25519, sig, siglen, msg, len) == 1
	    ? PLACET_OK
	    : PLACET_ESIG;
}

int
placet_key_check(struct placet_key *key, enum placet_sha sha, const void *msg,
    size_t len, const void *sig, size_t siglen)
{
	int err;

	ERR_set_mark();
	err = key->k.type == PLACET_KEY_RSA
	    ? rsa_check(&key->k, sha, msg, len, sig, siglen)
	    : ed25519_check(&key->k, sha, msg, len, sig, siglen);
	ERR_pop_to_mark();
	return err;
}

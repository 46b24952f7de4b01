/*
 * key_part.h - what public keys, secret keys and their PEM share
 */
#ifndef KEY_PART_H
#define KEY_PART_H

#include <openssl/evp.h>

#include <placet/key.h>

enum {
	PEM_DER_MAX = PLACET_PEM_MAX / 4 * 3,
	RSA_BITS_MIN = 2048,
	RSA_BITS_MAX = 8192,
};

/* The labels that exist here. */
enum pem_label {
	PEM_PUBLIC_KEY,
	PEM_RSA_PUBLIC_KEY,
	PEM_PRIVATE_KEY,
};

/* What stood between the lines.  May hold a secret: placet_pem_wipe(). */
struct pem {
	enum pem_label label;
	size_t len;
	uint8_t der[PEM_DER_MAX];
};

int placet_pem_read(const char *s, size_t len, struct pem *pem);
void placet_pem_wipe(struct pem *pem);
int placet_pem_write(
    enum pem_label label, const uint8_t *der, size_t len, struct placet_buf *b);

/*
 * RSASSA-PKCS1-v1_5 over one hash, set up at its first use and kept: what
 * OpenSSL looks up by name each time costs a good part of a verification.
 */
struct key_scheme {
	EVP_MD_CTX *hash;
	EVP_PKEY_CTX *rsa;
};

/* A key of either half. */
struct key {
	enum placet_key_type type;
	unsigned bits;
	EVP_PKEY *pkey;
	struct key_scheme scheme[2]; /* RSA: by enum placet_sha, less one */
	EVP_MD_CTX *ed25519;
};

struct placet_key {
	struct key k;
};
struct placet_secret {
	struct key k;
};

/* The message hashed, as the scheme of that key wants it. */
struct key_digest {
	uint8_t b[64];
	size_t len;
};

/*
 * What kind of key pkey is, which becomes k's on success only.  ETYPE, ERANGE.
 */
int placet_key_adopt(struct key *k, EVP_PKEY *pkey);
void placet_key_drop(struct key *k);

/* Hash for RSA; ETYPE when that hash does not go with RSA, ECRYPTO. */
int placet_key_hash(struct key *k, enum placet_sha sha,
    int (*init)(EVP_PKEY_CTX *), const void *msg, size_t len,
    struct key_digest *out);

#endif

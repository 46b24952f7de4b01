/*
 * ask.h - the shapes of what keyd is asked (see ipc.h)
 *
 * `site` is the site's uuid: keyd keeps one random seed a site and derives
 * everything from it with HKDF (labels in keyd/keys.c).
 */
#ifndef BASE_ASK_H
#define BASE_ASK_H

#include <stdint.h>

#include <placet/note.h>

/*
 * SEAL: make an address usable without knowing it.  `lookup` is
 * HMAC(site key, norm): the same person on this site.  `nullifier` is
 * HMAC(site key, petition || norm): the same person on this petition only.
 * The bytes that follow told_seal are XChaCha20-Poly1305 of `payload`
 * (nonce[24] || box), bound to site and petition.  The payload follows the
 * question: at most 1024 bytes.
 */
struct ask_seal {
	uint8_t site[16];
	uint8_t petition[32]; /* placet_petition_id */
	char norm[256];       /* placet_email_norm, NUL-padded */
};
struct told_seal {
	uint8_t lookup[32];
	uint8_t nullifier[32];
};

/* OPEN: the payload again.  The sealed bytes follow. */
struct ask_open {
	uint8_t site[16];
	uint8_t petition[32];
};

/* VKEY: the public key of a log, made if need be. */
struct ask_vkey {
	uint8_t site[16];
	char origin[PLACET_NAME_MAX];
};
struct told_vkey {
	uint8_t pub[32];
};

/*
 * SIGN: sign the checkpoint (origin, size, root) of a log if it extends the
 * last one signed.  `old` must be the size last signed (0 at first) and
 * `npath` hashes that follow prove it.  Signing the very same checkpoint
 * again is allowed.  On IPC_REFUSED told_sign.size says what was last signed.
 */
struct ask_sign {
	uint8_t site[16];
	char origin[PLACET_NAME_MAX];
	uint32_t npath;
	uint64_t old;
	uint64_t size;
	uint8_t root[32];
};
struct told_sign {
	uint64_t size;
	uint8_t sig[64];
	uint8_t pub[32];
};

/*
 * KEYS: the public keys that speak for a site, made if need be.  The PEM of
 * the RSA key follows told_keys.
 */
struct ask_keys {
	uint8_t site[16];
};
struct told_keys {
	uint8_t ed25519[32];
};

/*
 * PROVE: sign the two hashes of an integrity proof (placet/integrity.h) with
 * the Ed25519 key of the site.
 */
struct ask_prove {
	uint8_t site[16];
	uint8_t tbs[64];
};
struct told_prove {
	uint8_t sig[64];
};

/*
 * HTTP: sign the base of an HTTP signature (placet/httpsig.h), which follows,
 * with that RSA key of the site: at most ASK_HTTP_MAX bytes, beginning as
 * only such a base does.  An RSA key is named by the SHA-256 of the PEM of its
 * public half.  The answer is the signature.  IPC_REFUSED: the site has no
 * such key.
 */
enum { ASK_HTTP_MAX = 16384 };
struct ask_http {
	uint8_t site[16];
	uint8_t key[32];
};

/*
 * REKEY: put a new RSA key in the place of that one, which is kept and signs
 * still when it is named.  Answers as KEYS does.  If that one has been
 * replaced already nothing happens, so a question that is asked again after a
 * crash gets the same answer.  IPC_REFUSED: the site has no such key.
 *
 * FORGET: lose the key that was replaced, if there is one.
 */
struct ask_rekey {
	uint8_t site[16];
	uint8_t key[32];
};
struct ask_forget {
	uint8_t site[16];
};

#endif

/*
 * seal.c - addresses: sealed for web workers, opened for the courier
 *
 * A web worker sees an address once, when it is typed, and keeps nothing of
 * it: what goes to the database can be opened only here, for the courier, at
 * a bounded rate.
 */
#include <sodium.h>
#include <string.h>

#include "keyd/keyd.h"

enum {
	PAYLOAD = 1024,
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
};

/* What the box is bound to: moved to another petition it does not open. */
struct context {
	uint8_t b[sizeof "placet/mail/v1\n" - 1 + 16 + 32];
};

static struct context
context(const uint8_t site[16], const uint8_t petition[32])
{
	static const char label[] = "placet/mail/v1\n";
	struct context c;

	memcpy(c.b, label, sizeof label - 1);
	memcpy(c.b + sizeof label - 1, site, 16);
	memcpy(c.b + sizeof label - 1 + 16, petition, 32);
	return c;
}

/* HMAC under a key of the site, which is made for this and forgotten. */
static enum ipc_status
mac(struct keyd *k, const uint8_t site[16], const char *label,
    const struct placet_bytes *piece, size_t n, uint8_t out[32])
{
	struct placet_hash key, h;
	const enum ipc_status status = keys_derive(
	    k->keys, site, true, label, NULL, &key);

	if (status == IPC_OK) {
		placet_hmac(key.b, sizeof key.b, piece, n, &h);
		memcpy(out, h.b, sizeof h.b);
	}
	sodium_memzero(&key, sizeof key);
	return status;
}

static enum ipc_status
box(struct keyd *k, const struct ask_seal *ask, const uint8_t *payload,
    size_t len, uint8_t out[NONCE + PAYLOAD + TAG])
{
	const struct context c = context(ask->site, ask->petition);
	struct placet_hash key;
	const enum ipc_status status = keys_derive(
	    k->keys, ask->site, true, "placet/mail/v1\n", NULL, &key);

	if (status == IPC_OK) {
		randombytes_buf(out, NONCE);
		crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, NULL,
		    payload, len, c.b, sizeof c.b, NULL, out, key.b);
	}
	sodium_memzero(&key, sizeof key);
	return status;
}

void
seal_seal(struct keyd *k, const struct question *q)
{
	struct ask_seal ask;
	struct told_seal told;
	uint8_t sealed[NONCE + PAYLOAD + TAG];
	const size_t len = q->h.len - sizeof ask;
	enum ipc_status status;

	memcpy(&ask, q->body, sizeof ask);
	if (len > PAYLOAD || ask.norm[0] == '\0' ||
	    memchr(ask.norm, '\0', sizeof ask.norm) == NULL) {
		ops_answer(q, IPC_MALFORMED, NULL, 0, NULL, 0);
		return;
	}
	const struct placet_bytes piece[] = {
		{ ask.petition, sizeof ask.petition },
		{ ask.norm, strlen(ask.norm) },
	};
	status = mac(
	    k, ask.site, "placet/lookup/v1\n", piece + 1, 1, told.lookup);
	if (status == IPC_OK)
		status = mac(k, ask.site, "placet/nullifier/v1\n", piece, 2,
		    told.nullifier);
	if (status == IPC_OK)
		status = box(k, &ask, q->body + sizeof ask, len, sealed);
	if (status == IPC_OK)
		ops_answer(
		    q, status, &told, sizeof told, sealed, NONCE + len + TAG);
	else
		ops_answer(q, status, NULL, 0, NULL, 0);
	sodium_memzero(&ask, sizeof ask);
}

void
seal_open(struct keyd *k, const struct question *q)
{
	struct ask_open ask;
	struct placet_hash key;
	uint8_t payload[PAYLOAD];
	unsigned long long n = 0;
	const uint8_t *sealed = q->body + sizeof ask;
	const size_t len = q->h.len - sizeof ask;
	enum ipc_status status;

	memcpy(&ask, q->body, sizeof ask);
	const struct context c = context(ask.site, ask.petition);

	if (len < NONCE + TAG || len > NONCE + PAYLOAD + TAG)
		status = IPC_MALFORMED;
	else if (!bucket_take(&k->open))
		status = IPC_BUSY;
	else
		status = keys_derive(
		    k->keys, ask.site, false, "placet/mail/v1\n", NULL, &key);
	if (status == IPC_OK &&
	    crypto_aead_xchacha20poly1305_ietf_decrypt(payload, &n, NULL,
	        sealed + NONCE, len - NONCE, c.b, sizeof c.b, sealed,
	        key.b) != 0)
		status = IPC_REFUSED;
	ops_answer(
	    q, status, NULL, 0, payload, status == IPC_OK ? (size_t)n : 0);
	sodium_memzero(&key, sizeof key);
	sodium_memzero(payload, sizeof payload);
}

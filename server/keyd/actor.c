/*
 * actor.c - the two keys that speak for a site to other servers
 *
 * Ed25519, derived from the seed, proves what the site said; RSA, which
 * nothing can derive, signs the requests that carry it, and lives in a file
 * of its own.  Two keys, two jobs: peers look them up in different places.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include <placet/key.h>
#include <placet/note.h>

#include "base/log.h"
#include "keyd/actor.h"
#include "keyd/keyd.h"

enum { PLACES = 256, BITS = 2048, PEM = 8192 };

/* One place for each value of a hash: a collision costs a read of a file. */
struct actors {
	struct {
		uint8_t site[16];
		struct placet_secret *rsa; /* NULL: free */
	} place[PLACES];
};

struct actors *
actors_new(void)
{
	struct actors *a = calloc(1, sizeof *a);

	if (a == NULL)
		fatalx("out of memory");
	return a;
}

void
actors_free(struct actors *a)
{
	if (a == NULL)
		return;
	for (size_t i = 0; i < PLACES; i++)
		placet_secret_free(a->place[i].rsa);
	free(a);
}

static enum ipc_status
rsa_read(struct keyd *k, const uint8_t site[16], struct placet_secret **rsa)
{
	char pem[PEM];
	size_t len = sizeof pem;
	enum ipc_status status = keys_read(k->keys, site, "rsa", pem, &len);

	if (status == IPC_OK && placet_secret_parse(pem, len, rsa) != 0) {
		log_warnx("a site has a broken RSA key");
		status = IPC_FAILED;
	}
	sodium_memzero(pem, sizeof pem);
	return status;
}

static enum ipc_status
rsa_make(struct keyd *k, const uint8_t site[16], struct placet_secret **rsa)
{
	struct placet_buf pem = { .ceiling = PEM };
	enum ipc_status status = keys_may_make(k->keys);

	if (status != IPC_OK)
		return status;
	status = IPC_FAILED;
	if (placet_secret_draw_rsa(BITS, rsa) == 0 &&
	    placet_secret_pem(*rsa, &pem) == 0)
		status = keys_write(k->keys, site, "rsa", pem.data, pem.len);
	if (pem.data != NULL)
		sodium_memzero(pem.data, pem.cap);
	placet_buf_release(&pem);
	if (status != IPC_OK) {
		placet_secret_free(*rsa);
		*rsa = NULL;
	}
	return status;
}

/* The RSA key of a site, borrowed from the table. */
static enum ipc_status
rsa_of(struct keyd *k, const uint8_t site[16], bool make,
    struct placet_secret **rsa)
{
	const size_t at = (site[0] ^ site[5] ^ site[10] ^ site[15]) % PLACES;
	struct placet_secret *fresh = NULL;
	enum ipc_status status;

	if (k->actors->place[at].rsa != NULL &&
	    memcmp(k->actors->place[at].site, site, 16) == 0) {
		*rsa = k->actors->place[at].rsa;
		return IPC_OK;
	}
	status = rsa_read(k, site, &fresh);
	if (status == IPC_REFUSED && make)
		status = rsa_make(k, site, &fresh);
	if (status != IPC_OK)
		return status;
	placet_secret_free(k->actors->place[at].rsa);
	k->actors->place[at].rsa = *rsa = fresh;
	memcpy(k->actors->place[at].site, site, 16);
	return IPC_OK;
}

/* Wipe it after use. */
static enum ipc_status
proof_seed(struct keyd *k, const uint8_t site[16], struct placet_seed *seed)
{
	struct placet_hash key;
	const enum ipc_status status = keys_derive(
	    k->keys, site, true, "placet/proof/v1\n", NULL, &key);

	if (status == IPC_OK)
		memcpy(seed->b, key.b, sizeof seed->b);
	sodium_memzero(&key, sizeof key);
	return status;
}

static enum ipc_status
rsa_public(struct keyd *k, const uint8_t site[16], struct placet_buf *pem)
{
	struct placet_secret *rsa = NULL;
	struct placet_key *pub = NULL;
	enum ipc_status status = rsa_of(k, site, true, &rsa);

	if (status == IPC_OK &&
	    (placet_secret_public(rsa, &pub) != 0 ||
	        placet_key_pem(pub, pem) != 0))
		status = IPC_FAILED;
	placet_key_free(pub);
	return status;
}

void
actor_keys(struct keyd *k, const struct question *q)
{
	struct placet_buf pem = { .ceiling = PEM };
	struct placet_seed seed = { 0 };
	struct told_keys told = { 0 };
	struct ask_keys ask;
	enum ipc_status status;

	if (q->h.len != sizeof ask) {
		ops_answer(q, IPC_MALFORMED, NULL, 0, NULL, 0);
		return;
	}
	memcpy(&ask, q->body, sizeof ask);
	status = proof_seed(k, ask.site, &seed);
	if (status == IPC_OK && placet_public(&seed, told.ed25519) != 0)
		status = IPC_FAILED;
	sodium_memzero(&seed, sizeof seed);
	if (status == IPC_OK)
		status = rsa_public(k, ask.site, &pem);
	if (status == IPC_OK)
		ops_answer(q, IPC_OK, &told, sizeof told, pem.data, pem.len);
	else
		ops_answer(q, status, NULL, 0, NULL, 0);
	placet_buf_release(&pem);
}

void
actor_prove(struct keyd *k, const struct question *q)
{
	struct placet_seed seed = { 0 };
	struct told_prove told = { 0 };
	struct placet_sig sig;
	struct ask_prove ask;
	enum ipc_status status;

	if (q->h.len != sizeof ask) {
		ops_answer(q, IPC_MALFORMED, NULL, 0, NULL, 0);
		return;
	}
	memcpy(&ask, q->body, sizeof ask);
	status = proof_seed(k, ask.site, &seed);
	if (status == IPC_OK &&
	    placet_sign(&seed, ask.tbs, sizeof ask.tbs, &sig) != 0)
		status = IPC_FAILED;
	sodium_memzero(&seed, sizeof seed);
	if (status == IPC_OK)
		memcpy(told.sig, sig.b, sizeof told.sig);
	ops_answer(
	    q, status, &told, status == IPC_OK ? sizeof told : 0, NULL, 0);
}

/* What else is signed with RSA would not begin like this. */
static bool
is_base(const uint8_t *base, size_t len)
{
	static const char *const begin[] = { "(request-target): ",
		"\"@method\": " };

	for (size_t i = 0; i < 2; i++)
		if (len > strlen(begin[i]) &&
		    memcmp(base, begin[i], strlen(begin[i])) == 0)
			return true;
	return false;
}

void
actor_http(struct keyd *k, const struct question *q)
{
	const uint8_t *base = q->body + sizeof(struct ask_http);
	const size_t len = q->h.len - sizeof(struct ask_http);
	uint8_t sig[PLACET_KEY_SIG_MAX];
	struct placet_secret *rsa = NULL;
	struct ask_http ask;
	size_t siglen = 0;
	enum ipc_status status;

	memcpy(&ask, q->body, sizeof ask);
	if (len > ASK_HTTP_MAX || !is_base(base, len)) {
		ops_answer(q, IPC_MALFORMED, NULL, 0, NULL, 0);
		return;
	}
	status = rsa_of(k, ask.site, false, &rsa);
	if (status == IPC_OK &&
	    placet_secret_sign(rsa, PLACET_SHA_256, base, len, sig, &siglen) !=
	        0)
		status = IPC_FAILED;
	ops_answer(q, status, sig, status == IPC_OK ? siglen : 0, NULL, 0);
}

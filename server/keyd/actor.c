/*
 * actor.c - the keys that speak for a site to other servers
 *
 * Ed25519, derived from the seed, proves what the site said; RSA, which
 * nothing can derive, signs the requests that carry it, and lives in a file
 * of its own.  Two keys, two jobs: peers look them up in different places.
 *
 * Only the RSA key can be replaced.  The one before is kept in a second file
 * until all peers have heard of the new one; which of them signs is for
 * whoever asks to know.
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

static const char NOW[] = "rsa", OLD[] = "rsa.old";

/* An RSA key, and its name: see IPC_HTTP. */
struct rsa {
	struct placet_secret *secret; /* NULL: none */
	struct placet_hash name;
};

/* One place for each value of a hash: a collision costs a read of a file. */
struct place {
	uint8_t site[16];
	struct rsa now; /* NULL: free */
	struct rsa old;
};

struct actors {
	struct place place[PLACES];
};

struct actors *
actors_new(void)
{
	struct actors *a = calloc(1, sizeof *a);

	if (a == NULL)
		fatalx("out of memory");
	return a;
}

static void
rsa_release(struct rsa *r)
{
	placet_secret_free(r->secret);
	r->secret = NULL;
}

static void
place_release(struct place *p)
{
	rsa_release(&p->now);
	rsa_release(&p->old);
}

void
actors_free(struct actors *a)
{
	if (a == NULL)
		return;
	for (size_t i = 0; i < PLACES; i++)
		place_release(&a->place[i]);
	free(a);
}

static bool
rsa_is(const struct rsa *r, const uint8_t name[32])
{
	return r->secret != NULL &&
	    memcmp(r->name.b, name, sizeof r->name.b) == 0;
}

static int
rsa_public(const struct rsa *r, struct placet_buf *pem)
{
	struct placet_key *pub = NULL;
	int err = placet_secret_public(r->secret, &pub);

	if (err == 0)
		err = placet_key_pem(pub, pem);
	placet_key_free(pub);
	return err;
}

/* The key must have a name to be of use. */
static enum ipc_status
rsa_name(struct rsa *r)
{
	struct placet_buf pem = { .ceiling = PEM };
	const int err = rsa_public(r, &pem);

	if (err == 0)
		placet_sha256(pem.data, pem.len, &r->name);
	else
		rsa_release(r);
	placet_buf_release(&pem);
	return err == 0 ? IPC_OK : IPC_FAILED;
}

static enum ipc_status
rsa_read(
    struct keyd *k, const uint8_t site[16], const char *suffix, struct rsa *rsa)
{
	char pem[PEM];
	size_t len = sizeof pem;
	enum ipc_status status = keys_read(k->keys, site, suffix, pem, &len);

	if (status == IPC_OK &&
	    placet_secret_parse(pem, len, &rsa->secret) != 0) {
		log_warnx("a site has a broken RSA key");
		status = IPC_FAILED;
	}
	sodium_memzero(pem, sizeof pem);
	return status == IPC_OK ? rsa_name(rsa) : status;
}

static enum ipc_status
rsa_write(struct keyd *k, const uint8_t site[16], const char *suffix,
    const struct rsa *rsa)
{
	struct placet_buf pem = { .ceiling = PEM };
	enum ipc_status status = IPC_FAILED;

	if (placet_secret_pem(rsa->secret, &pem) == 0)
		status = keys_write(k->keys, site, suffix, pem.data, pem.len);
	if (pem.data != NULL)
		sodium_memzero(pem.data, pem.cap);
	placet_buf_release(&pem);
	return status;
}

static enum ipc_status
rsa_make(struct keyd *k, const uint8_t site[16], struct rsa *rsa)
{
	enum ipc_status status = keys_may_make(k->keys);

	if (status != IPC_OK)
		return status;
	if (placet_secret_draw_rsa(BITS, &rsa->secret) != 0)
		return IPC_FAILED;
	status = rsa_name(rsa);
	if (status == IPC_OK)
		status = rsa_write(k, site, NOW, rsa);
	if (status != IPC_OK)
		rsa_release(rsa);
	return status;
}

/* The RSA keys of a site, in the table. */
static enum ipc_status
place_of(struct keyd *k, const uint8_t site[16], bool make, struct place **out)
{
	struct place *p =
	    &k->actors
	         ->place[(site[0] ^ site[5] ^ site[10] ^ site[15]) % PLACES];
	enum ipc_status status;

	*out = p;
	if (p->now.secret != NULL && memcmp(p->site, site, 16) == 0)
		return IPC_OK;
	place_release(p);
	memcpy(p->site, site, 16);
	status = rsa_read(k, site, NOW, &p->now);
	if (status == IPC_REFUSED && make)
		status = rsa_make(k, site, &p->now);
	/* Without the old one the site is not mute. */
	if (status == IPC_OK)
		rsa_read(k, site, OLD, &p->old);
	return status;
}

/*
 * The copy first: whenever this is killed there is a key in use.  What failed
 * half-way is read from the disk again.
 */
static enum ipc_status
place_turn(struct keyd *k, struct place *p)
{
	struct rsa fresh = { 0 };
	enum ipc_status status = rsa_write(k, p->site, OLD, &p->now);

	if (status == IPC_OK)
		status = rsa_make(k, p->site, &fresh);
	if (status != IPC_OK) {
		place_release(p);
		return status;
	}
	rsa_release(&p->old);
	p->old = p->now;
	p->now = fresh;
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

/* The public keys. */
static void
tell_keys(struct keyd *k, const struct question *q, const struct place *p)
{
	struct placet_buf pem = { .ceiling = PEM };
	struct placet_seed seed = { 0 };
	struct told_keys told = { 0 };
	enum ipc_status status = proof_seed(k, p->site, &seed);

	if (status == IPC_OK &&
	    (placet_public(&seed, told.ed25519) != 0 ||
	        rsa_public(&p->now, &pem) != 0))
		status = IPC_FAILED;
	sodium_memzero(&seed, sizeof seed);
	if (status == IPC_OK)
		ops_answer(q, IPC_OK, &told, sizeof told, pem.data, pem.len);
	else
		ops_answer(q, status, NULL, 0, NULL, 0);
	placet_buf_release(&pem);
}

void
actor_keys(struct keyd *k, const struct question *q)
{
	struct place *p;
	struct ask_keys ask;
	enum ipc_status status = IPC_MALFORMED;

	if (q->h.len == sizeof ask) {
		memcpy(&ask, q->body, sizeof ask);
		status = place_of(k, ask.site, true, &p);
	}
	if (status == IPC_OK)
		tell_keys(k, q, p);
	else
		ops_answer(q, status, NULL, 0, NULL, 0);
}

void
actor_rekey(struct keyd *k, const struct question *q)
{
	struct place *p;
	struct ask_rekey ask;
	enum ipc_status status = IPC_MALFORMED;

	if (q->h.len == sizeof ask) {
		memcpy(&ask, q->body, sizeof ask);
		status = place_of(k, ask.site, false, &p);
	}
	if (status == IPC_OK && rsa_is(&p->now, ask.key))
		status = place_turn(k, p);
	else if (status == IPC_OK && !rsa_is(&p->old, ask.key))
		status = IPC_REFUSED;
	if (status == IPC_OK)
		tell_keys(k, q, p);
	else
		ops_answer(q, status, NULL, 0, NULL, 0);
}

void
actor_forget(struct keyd *k, const struct question *q)
{
	struct place *p;
	struct ask_forget ask;
	enum ipc_status status = IPC_MALFORMED;

	if (q->h.len == sizeof ask) {
		memcpy(&ask, q->body, sizeof ask);
		status = place_of(k, ask.site, false, &p);
	}
	if (status == IPC_OK) {
		rsa_release(&p->old);
		status = keys_drop(k->keys, ask.site, OLD);
	}
	ops_answer(q, status, NULL, 0, NULL, 0);
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
	struct place *p;
	const struct rsa *rsa = NULL;
	struct ask_http ask;
	size_t siglen = 0;
	enum ipc_status status;

	memcpy(&ask, q->body, sizeof ask);
	if (len > ASK_HTTP_MAX || !is_base(base, len)) {
		ops_answer(q, IPC_MALFORMED, NULL, 0, NULL, 0);
		return;
	}
	status = place_of(k, ask.site, false, &p);
	if (status == IPC_OK) {
		rsa = rsa_is(&p->now, ask.key) ? &p->now : &p->old;
		if (!rsa_is(rsa, ask.key))
			status = IPC_REFUSED;
	}
	if (status == IPC_OK &&
	    placet_secret_sign(
	        rsa->secret, PLACET_SHA_256, base, len, sig, &siglen) != 0)
		status = IPC_FAILED;
	ops_answer(q, status, sig, status == IPC_OK ? siglen : 0, NULL, 0);
}

/*
 * sign.c - log keys and checkpoints
 *
 * The one promise of a log is that it only grows.  keyd checks it itself: it
 * signs a tree only with a proof that it extends the last one it signed under
 * that name, and it remembers that on the disk before the signature leaves.
 * So whoever takes over the notary or the database can stop a log, but
 * cannot make two histories of it.
 */
#include <sodium.h>
#include <string.h>

#include <placet/merkle.h>

#include "base/log.h"
#include "keyd/keyd.h"

static bool
origin_valid(const char origin[PLACET_NAME_MAX])
{
	const char *end = memchr(origin, '\0', PLACET_NAME_MAX);

	return end != NULL && placet_name_valid(origin, (size_t)(end - origin));
}

/* The key pair of a log, by its origin; wipe the seed. */
static enum ipc_status
log_key(struct keyd *k, const uint8_t site[16], const char *origin,
    struct placet_seed *seed, uint8_t pub[32])
{
	struct placet_hash key;
	enum ipc_status status = keys_derive(
	    k->keys, site, true, "placet/log/v1\n", origin, &key);

	if (status == IPC_OK) {
		memcpy(seed->b, key.b, sizeof seed->b);
		if (placet_public(seed, pub) != PLACET_OK)
			status = IPC_FAILED;
	}
	sodium_memzero(&key, sizeof key);
	return status;
}

void
sign_vkey(struct keyd *k, const struct question *q)
{
	struct ask_vkey ask;
	struct told_vkey told = { 0 };
	struct placet_seed seed = { 0 };
	enum ipc_status status = IPC_MALFORMED;

	memcpy(&ask, q->body, sizeof ask);
	if (q->h.len == sizeof ask && origin_valid(ask.origin))
		status = log_key(k, ask.site, ask.origin, &seed, told.pub);
	sodium_memzero(&seed, sizeof seed);
	ops_answer(
	    q, status, &told, status == IPC_OK ? sizeof told : 0, NULL, 0);
}

/* Is the tree asked for the last one signed, or does it extend that? */
static enum ipc_status
extends(const struct last *last, const struct ask_sign *ask,
    const struct placet_hash *root, const struct placet_hash *path,
    const uint8_t pub[32])
{
	static const struct last none = { .size = 0 };
	const struct last *l = last != NULL ? last : &none;
	size_t npath = ask->npath;

	if (l->size > 0 && memcmp(l->pub, pub, sizeof l->pub) != 0) {
		log_warnx("refused '%s': its key is not the one it was signed "
		          "with before; is a seed lost?",
		    ask->origin);
		return IPC_REFUSED;
	}
	if (l->size == ask->size && placet_equal(&l->root, root, sizeof *root))
		return IPC_OK;
	if (ask->old == l->size && ask->size > l->size &&
	    placet_merkle_extends(
	        l->size, &l->root, ask->size, root, path, npath) == PLACET_OK)
		return IPC_OK;
	/* A notary that was killed may not know the last signature. */
	if (ask->old == l->size || ask->size <= l->size)
		log_warnx("refused '%s': size %llu does not extend size %llu",
		    ask->origin, (unsigned long long)ask->size,
		    (unsigned long long)l->size);
	return IPC_REFUSED;
}

static enum ipc_status
make_signature(const struct placet_seed *seed, const struct ask_sign *ask,
    const struct placet_hash *root, struct told_sign *told)
{
	struct placet_buf text = { .ceiling = PLACET_NOTE_MAX };
	struct placet_sig sig;
	enum ipc_status status = IPC_FAILED;

	if (placet_checkpoint_text(ask->origin, ask->size, root, &text) ==
	        PLACET_OK &&
	    placet_sign(seed, text.data, text.len, &sig) == PLACET_OK) {
		memcpy(told->sig, sig.b, sizeof told->sig);
		told->size = ask->size;
		status = IPC_OK;
	}
	placet_buf_release(&text);
	return status;
}

/* Verify, sign, note; what is good waits in signing[] for the disk. */
static enum ipc_status
decide(struct keyd *k, const struct ask_sign *ask,
    const struct placet_hash *path, struct told_sign *told)
{
	struct placet_seed seed = { 0 };
	struct placet_hash root;
	struct last next = { .size = ask->size };
	const struct last *last = journal_find(k->journal, ask->origin);
	enum ipc_status status = log_key(
	    k, ask->site, ask->origin, &seed, told->pub);

	memcpy(root.b, ask->root, sizeof root.b);
	told->size = last != NULL ? last->size : 0;
	if (status == IPC_OK)
		status = extends(last, ask, &root, path, told->pub);
	if (status == IPC_OK)
		status = make_signature(&seed, ask, &root, told);
	sodium_memzero(&seed, sizeof seed);
	if (status != IPC_OK || (last != NULL && last->size == ask->size))
		return status;
	memcpy(next.origin, ask->origin, sizeof next.origin);
	memcpy(next.pub, told->pub, sizeof next.pub);
	next.root = root;
	journal_note(k->journal, &next);
	return IPC_OK;
}

void
sign_checkpoint(struct keyd *k, const struct question *q)
{
	struct ask_sign ask;
	struct told_sign told = { 0 };
	struct placet_hash path[PLACET_PROOF_MAX];
	enum ipc_status status;

	memcpy(&ask, q->body, sizeof ask);
	if (!origin_valid(ask.origin) || ask.size == 0 ||
	    ask.size > INT64_MAX || ask.npath > PLACET_PROOF_MAX ||
	    q->h.len != sizeof ask + ask.npath * sizeof *path) {
		ops_answer(q, IPC_MALFORMED, NULL, 0, NULL, 0);
		return;
	}
	memcpy(path, q->body + sizeof ask, ask.npath * sizeof *path);
	status = decide(k, &ask, path, &told);
	if (status != IPC_OK) {
		ops_answer(q, status, &told, sizeof told, NULL, 0);
		return;
	}
	k->signing[k->nsigning].fd = q->peer->fd;
	k->signing[k->nsigning].h = q->h;
	k->signing[k->nsigning].told = told;
	if (++k->nsigning == LIMIT_KEYD_SIGN)
		sign_flush(k);
}

/* One fsync for all that came in this turn. */
void
sign_flush(struct keyd *k)
{
	int err;

	if (k->nsigning == 0)
		return;
	err = journal_commit(k->journal);
	for (size_t i = 0; i < k->nsigning; i++) {
		struct signing *s = &k->signing[i];

		s->h.status = err == 0 ? IPC_OK : IPC_FAILED;
		(void)ipc_send(s->fd, &s->h, &s->told,
		    err == 0 ? sizeof s->told : 0, NULL, 0);
	}
	k->nsigning = 0;
}

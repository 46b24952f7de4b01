/*
 * voucher.c - see voucher.h
 */
#include <string.h>

#include <placet/multikey.h>

#include "base/activity.h"
#include "base/log.h"
#include "base/voucher.h"

enum { DAY = 86400, OLD = 28 * DAY, EARLY = 300 };

/* Of what threads are made? */
static bool
may_be_brought(enum placet_msg_type type)
{
	return type == PLACET_MSG_CREATE || type == PLACET_MSG_UPDATE ||
	    type == PLACET_MSG_DELETE || type == PLACET_MSG_LIKE ||
	    type == PLACET_MSG_DISLIKE || type == PLACET_MSG_ANNOUNCE ||
	    type == PLACET_MSG_UNDO;
}

static bool
may_be_fetched(enum placet_msg_type type)
{
	return type == PLACET_MSG_CREATE || type == PLACET_MSG_UPDATE ||
	    type == PLACET_MSG_DELETE;
}

/* No proof of ours to judge is none; one that is against itself is false. */
static enum claim
proof_read(struct placet_arena *a, const struct placet_msg *msg, int64_t now,
    struct voucher *v)
{
	const int err = placet_integrity_open(a, msg->doc, &v->proof);

	if (err == PLACET_ENOMEM)
		fatal("out of memory");
	if (err == PLACET_EMISSING || err == PLACET_ETYPE)
		return CLAIM_BROUGHT;
	if (err != 0) {
		v->why = placet_strerror(err);
		return CLAIM_BROKEN;
	}
	if (!placet_msg_is_by(msg, v->proof.controller)) {
		v->why = "the proof is not the actor's";
		return CLAIM_NOBODYS;
	}
	if (v->proof.created < now - OLD || v->proof.created > now + EARLY)
		return CLAIM_BROUGHT;
	return CLAIM_PROVED;
}

struct voucher
voucher_read(struct placet_arena *a, const struct placet_msg *msg,
    const char *keyid, int64_t now)
{
	struct voucher v = { .claim = CLAIM_NOBODYS,
		.why = "not of the origin of the key" };

	/* Whose origins are the same needs no proof: both say it there. */
	if (activity_same_origin(keyid, msg->owner))
		v.claim = CLAIM_SIGNED;
	else if (may_be_brought(msg->type))
		v.claim = proof_read(a, msg, now, &v);
	if (v.claim == CLAIM_BROUGHT &&
	    (keyid == NULL || !may_be_fetched(msg->type)))
		v.claim = CLAIM_NOBODYS;
	return v;
}

bool
voucher_holds(const struct voucher *v, const struct placet_msg *msg,
    const char *owner, const char *kind, const char *key, int64_t now)
{
	uint8_t pub[32];

	return placet_msg_is_by(msg, owner) && strcmp(kind, "ed25519") == 0 &&
	    placet_multikey_parse(key, strlen(key), pub) == 0 &&
	    placet_integrity_check(&v->proof, pub, now) == 0;
}

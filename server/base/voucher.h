/*
 * voucher.h - on whose word a message of another server is taken
 */
#ifndef BASE_VOUCHER_H
#define BASE_VOUCHER_H

#include <placet/integrity.h>
#include <placet/msg.h>

enum claim {
	CLAIM_SIGNED,  /* the request is signed by its actor's server */
	CLAIM_PROVED,  /* its actor made the proof inside, so it says */
	CLAIM_BROUGHT, /* by another, without proof: fetch what it is about */
	CLAIM_NOBODYS, /* the same, and there is nothing to fetch */
	CLAIM_BROKEN,  /* its proof cannot be one */
};

struct voucher {
	enum claim claim;
	struct placet_integrity proof; /* of CLAIM_PROVED; to be checked */
	const char *why;               /* of the last two; lower case */
};

/*
 * What to check of a message that came at `now`; `keyid` is whose signature
 * the request has, NULL: nobody's.  Only what threads are made of is taken
 * from others than its actor's server: who follows or reports comes himself.
 *
 * A proof must be young, since ids are forgotten after 30 days: an older one
 * is as good as none.  fatal() without memory.
 */
struct voucher voucher_read(struct placet_arena *a,
    const struct placet_msg *msg, const char *keyid, int64_t now);

/* Is the proof by that key of the actor's, as SQL keeps it? */
bool voucher_holds(const struct voucher *v, const struct placet_msg *msg,
    const char *owner, const char *kind, const char *key, int64_t now);

#endif

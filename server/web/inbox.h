/*
 * inbox.h - what the files share that take messages of other servers
 */
#ifndef WEB_INBOX_H
#define WEB_INBOX_H

#include <placet/httpsig.h>
#include <placet/msg.h>

#include "base/activity.h"
#include "base/voucher.h"

#include "req.h"

struct inbox {
	struct placet_msg msg;
	struct placet_httpsig sig; /* keyid NULL: the request has none */
	struct voucher by;
	const char *key; /* what it hangs on: of the request or the proof */
	bool asked;      /* the database was asked for the key */
};

/* inbox.c: what it does, as SQL takes it. */
void inbox_take(struct req *r, struct inbox *in);
/*
 * What the server of that actor signs may come from as many addresses as it
 * likes: 429 when it says more than its share.
 */
enum req_next inbox_budget(struct req *r, const char *owner);
/* The key is not known: let the courier look, and say thank you. */
enum req_next inbox_defer(struct req *r);
/* It is not by the key that we know: wait for another, if there may be one. */
enum req_next inbox_stale(struct req *r);

/* forward.c: what its actor's server did not bring itself; it may wait. */
enum req_next forward_check(struct req *r, struct inbox *in);

/* sender.c: the network that it came from, as a keyed hash in hexadecimal. */
const char *sender_name(struct req *r);

#endif

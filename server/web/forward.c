/*
 * forward.c - what one server brings of another's
 *
 * Servers pass on replies to those who follow the thread, and relays all they
 * get.  The signature of such a request says who brings it, not who said it.
 * A proof inside (FEP-8b32) says that, whoever brings it.  Without one the
 * object is fetched where it lives, by the courier.  Both only for what
 * belongs to a thread of ours: the rest is thanked for and forgotten, or
 * whoever liked could send us around the world.
 */
#include <string.h>
#include <time.h>

#include "base/log.h"

#include "inbox.h"
#include "reply.h"
#include "route.h"
#include "web.h"

/* Thank you; the request is over. */
static void
thank(struct req *r)
{
	(void)inbox_finish(r);
	req_end(r);
}

static void
refuse(struct req *r, int status, const char *code, const char *why)
{
	req_explain(r, "", why);
	(void)req_fail(r, status, code);
	req_end(r);
}

static void
on_noted(const struct db_result *res, void *arg)
{
	struct req *r = arg;

	if (res->status == 0) {
		thank(r);
		return;
	}
	(void)req_fail(r, res->status, res->message);
	req_end(r);
}

/* The proof is by that key? */
static void
forward_proved(struct req *r, struct inbox *in, const char *kind,
    const char *key, const char *owner)
{
	if (!voucher_holds(&in->by, &in->msg, owner, kind, key, time(NULL))) {
		(void)inbox_stale(r);
		return;
	}
	inbox_take(r, in);
	req_run(r);
}

/* The request is by that key, of whoever brings it? */
static void
forward_brought(struct req *r, struct inbox *in, const char *kind,
    const char *text, const char *owner)
{
	struct placet_key *key = activity_key(kind, text);

	if (key == NULL || placet_httpsig_check(&in->sig, key) != 0)
		(void)inbox_stale(r);
	else if (inbox_budget(r, owner) == REQ_NEXT)
		call_forward_new(r, in->key, on_noted);
	else
		req_end(r);
	placet_key_free(key);
}

/* What the database knows of it and of the key. */
static void
forward_known(struct req *r, struct inbox *in, const struct placet_json *doc)
{
	const bool proved = in->by.claim == CLAIM_PROVED;
	const char *state = placet_json_text(doc, "state");
	const char *owner = placet_json_text(doc, "owner");
	const char *kind = placet_json_text(doc, "kind");
	const char *key = placet_json_text(doc, "key");

	if (state != NULL && strcmp(state, "blocked") == 0)
		refuse(r, 403, "peer.blocked", "a server involved is blocked");
	else if (state != NULL && strcmp(state, "ignored") == 0)
		thank(r);
	else if (state != NULL && strcmp(state, "unknown") == 0) {
		if (inbox_defer(r) == REQ_NEXT)
			req_run(r);
		else
			req_end(r);
	} else if (owner == NULL || kind == NULL || key == NULL)
		refuse(r, 401, proved ? "proof.invalid" : "signature.invalid",
		    "the key cannot be had");
	else if (proved)
		forward_proved(r, in, kind, key, owner);
	else
		forward_brought(r, in, kind, key, owner);
}

static void
on_known(const struct db_result *res, void *arg)
{
	struct req *r = arg;
	struct placet_json *doc = NULL;

	if (res->status != 0) {
		(void)req_fail(r, res->status, res->message);
		req_end(r);
	} else if (res->doc == NULL ||
	    placet_json_parse(&r->arena, res->doc, res->len, NULL, &doc) != 0) {
		(void)req_fail(r, 500, "web.forward_get did not answer JSON");
		req_end(r);
	} else {
		forward_known(r, r->inbox, doc);
	}
}

enum req_next
forward_check(struct req *r, struct inbox *in)
{
	const bool proved = in->by.claim == CLAIM_PROVED;

	if (in->by.claim == CLAIM_BROKEN) {
		req_explain(r, "proof", in->by.why);
		return req_fail(r, 401, "proof.invalid");
	}
	if (in->by.claim == CLAIM_NOBODYS) {
		req_explain(r, "actor", in->by.why);
		return req_fail(r, 401,
		    in->sig.keyid != NULL ? "actor.mismatch"
		                          : "signature.invalid");
	}
	call_forward(
	    r, in->sig.keyid, proved ? in->by.proof.method : NULL, on_known);
	return REQ_WAIT;
}

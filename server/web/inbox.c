/*
 * inbox.c - POST to an inbox: who says so, and is it theirs to say
 *
 * The order is the defence (research/federation 3): well formed, signed over
 * what matters, by a key whose owner is the actor, and only then is anything
 * done.  A key that we know decides at once; with one that we do not, the
 * message waits for the courier, who may fetch it.  What it does is for SQL.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <placet/httpsig.h>
#include <placet/msg.h>

#include "base/activity.h"
#include "base/log.h"
#include "base/media.h"

#include "inbox.h"
#include "keyring.h"
#include "limit.h"
#include "reply.h"
#include "route.h"
#include "web.h"

/* What GoToSocial and Mastodon send; anything else is a browser's or worse. */
static bool
type_known(const char *type)
{
	return media_is(type, "application/activity+json") ||
	    media_is(type, "application/ld+json");
}

/* The message, or 400 saying what is wrong where. */
static enum req_next
inbox_parse(struct req *r, struct inbox *in)
{
	const struct placet_msg_rules rules = activity_rules(
	    r->worker->conf->federation_test);
	const int err = placet_msg_parse(
	    &r->arena, r->body, r->bodylen, &rules, &in->msg);
	const char *why = in->msg.fault.reason;

	if (err != 0) {
		if (why == NULL)
			why = placet_strerror(err);
		req_explain(r, in->msg.fault.path, why);
		return req_fail(r, 400, "activity.invalid");
	}
	if (in->msg.id == NULL || in->msg.owner == NULL ||
	    placet_msg_at(&in->msg, "actor") == NULL) {
		req_explain(r, "actor", "no activity of anybody");
		return req_fail(r, 400, "activity.invalid");
	}
	return REQ_NEXT;
}

static enum req_next
inbox_open(struct req *r, struct inbox *in)
{
	struct placet_http_field field[LIMIT_HEADER_COUNT];
	const struct placet_http_request http = {
		.method = req_method(r),
		.target = req_target(r),
		.origin = r->site->origin,
		.field = field,
		.nfields = req_headers(r, field, LIMIT_HEADER_COUNT),
		.body = r->body,
		.bodylen = r->bodylen,
	};
	const struct placet_httpsig_policy policy = { .now = time(NULL) };
	int err;

	/* Without any, a proof inside may do: forward.c. */
	if (req_header(r, "Signature") == NULL &&
	    placet_msg_at(&in->msg, "proof") != NULL)
		return REQ_NEXT;
	err = placet_httpsig_open(&r->arena, &http, &policy, &in->sig);
	if (err == 0)
		return REQ_NEXT;
	req_explain(
	    r, "", in->sig.why != NULL ? in->sig.why : placet_strerror(err));
	return req_fail(r, 401, "signature.invalid");
}

static struct placet_json *
text(struct req *r, const char *s)
{
	return placet_json_new_text(&r->arena, s, strlen(s));
}

/* The request as the courier can check it again. */
static const char *
inbox_request(struct req *r)
{
	struct placet_http_field field[LIMIT_HEADER_COUNT];
	const size_t n = req_headers(r, field, LIMIT_HEADER_COUNT);
	struct placet_arena *a = &r->arena;
	struct placet_json *o = placet_json_new(a, PLACET_JSON_OBJECT);
	struct placet_json *list = placet_json_new(a, PLACET_JSON_ARRAY);
	struct placet_buf b = { .ceiling = LIMIT_DOC };
	const char *made;

	if (o == NULL || list == NULL)
		fatal("out of memory");
	placet_json_set(a, o, "method", text(r, req_method(r)));
	placet_json_set(a, o, "target", text(r, req_target(r)));
	for (size_t i = 0; i < n; i++) {
		struct placet_json *pair = placet_json_new(
		    a, PLACET_JSON_ARRAY);

		if (pair == NULL)
			fatal("out of memory");
		placet_json_push(pair, text(r, field[i].name));
		placet_json_push(pair, text(r, field[i].value));
		placet_json_push(list, pair);
	}
	placet_json_set(a, o, "headers", list);
	placet_json_write(&b, o);
	made = b.err == 0 ? req_copy(r, b.data, b.len) : NULL;
	placet_buf_release(&b);
	return made;
}

enum req_next
inbox_defer(struct req *r)
{
	r->later = true;
	r->extra[3] = r->inbox->key;
	r->extra[4] = inbox_request(r);
	r->extra[5] = r->body;
	r->extra[6] = sender_name(r);
	if (r->extra[4] == NULL)
		return req_fail(r, 401, "signature.invalid");
	return REQ_NEXT;
}

void
inbox_take(struct req *r, struct inbox *in)
{
	struct activity act;

	activity_read(&r->arena, &in->msg, &act);
	r->extra[0] = in->msg.owner;
	r->extra[1] = act.object;
	r->extra[2] = act.reply_to;
	r->extra[3] = act.url;
	r->extra[4] = act.lang;
	r->extra[5] = act.published;
	r->extra[6] = act.text;
	/* A note in its parts is enough where nobody is told of it. */
	if (act.object == NULL || r->site->groups)
		r->extra[7] = r->body;
}

static enum req_next
inbox_refuse(struct req *r)
{
	const bool proved = r->inbox->by.claim == CLAIM_PROVED;

	req_explain(r, "", "the signature is not by that key");
	return req_fail(r, 401, proved ? "proof.invalid" : "signature.invalid");
}

/* Not by the key that we know: there may be another under its name by now. */
static void
on_stale(const struct db_result *res, void *arg)
{
	struct req *r = arg;
	struct placet_json *doc = NULL;
	const struct placet_json *fetch;

	if (res->status != 0)
		req_fail(r, res->status, res->message);
	else if (res->doc == NULL ||
	    placet_json_parse(&r->arena, res->doc, res->len, NULL, &doc) != 0)
		req_fail(r, 500, "web.key_stale did not answer JSON");
	else if ((fetch = placet_json_get(doc, "fetch")) == NULL ||
	    !fetch->truth)
		inbox_refuse(r);
	else if (inbox_defer(r) == REQ_NEXT) {
		req_run(r);
		return;
	}
	req_end(r);
}

enum req_next
inbox_stale(struct req *r)
{
	call_key_stale(r, r->inbox->key, on_stale);
	return REQ_WAIT;
}

enum req_next
inbox_budget(struct req *r, const char *owner)
{
	const char *host = strstr(owner, "://");
	int64_t wait;

	host = host == NULL ? owner : host + 3;
	wait = limits_take(r->worker->limits, LIMIT_SIGNER,
	    limits_name(host, strcspn(host, "/")), worker_now(r->worker));
	if (wait <= 0)
		return REQ_NEXT;
	r->retry = (int)((wait + 999) / 1000);
	return req_fail(r, 429, "rate.exceeded");
}

/* Does the key fit, and is it the actor's? */
static enum req_next
inbox_verify(struct req *r, struct inbox *in, const struct peer_key *key)
{
	enum req_next next;

	if (placet_httpsig_check(&in->sig, key->key) != 0) {
		keyring_drop(r->worker->keyring, in->sig.keyid);
		if (!in->asked)
			return REQ_WAIT; /* perhaps it was changed */
		return inbox_stale(r);
	}
	if (!placet_msg_is_by(&in->msg, key->owner)) {
		req_explain(r, "actor", "not the owner of the key");
		return req_fail(r, 401, "actor.mismatch");
	}
	next = inbox_budget(r, key->owner);
	if (next == REQ_NEXT)
		inbox_take(r, in);
	return next;
}

/* What the database knows of the key; then the request goes on. */
static enum req_next
inbox_known(struct req *r, struct inbox *in, const struct placet_json *doc)
{
	const char *state = placet_json_text(doc, "state");
	const char *owner = placet_json_text(doc, "owner");
	const char *kind = placet_json_text(doc, "kind");
	const char *pem = placet_json_text(doc, "key");
	const struct peer_key *key = NULL;

	if (state == NULL)
		return req_fail(r, 500, "web.key_get answers strangely");
	if (strcmp(state, "blocked") == 0)
		return req_fail(r, 403, "peer.blocked");
	if (strcmp(state, "unknown") == 0)
		return inbox_defer(r);
	if (owner != NULL && kind != NULL && pem != NULL)
		key = keyring_put(r->worker->keyring, in->sig.keyid, owner,
		    kind, pem, worker_now(r->worker));
	if (key == NULL) {
		req_explain(r, "", "the key cannot be had");
		return req_fail(r, 401, "signature.invalid");
	}
	return inbox_verify(r, in, key);
}

static void
on_key(const struct db_result *res, void *arg)
{
	struct req *r = arg;
	struct placet_json *doc = NULL;
	enum req_next next = REQ_DONE;

	if (res->status != 0)
		req_fail(r, res->status, res->message);
	else if (res->doc == NULL ||
	    placet_json_parse(&r->arena, res->doc, res->len, NULL, &doc) != 0)
		req_fail(r, 500, "web.key_get did not answer JSON");
	else
		next = inbox_known(r, r->inbox, doc);
	if (next == REQ_NEXT)
		req_run(r);
	else if (next == REQ_DONE)
		req_end(r);
}

static enum req_next
inbox_ask(struct req *r, struct inbox *in)
{
	in->asked = true;
	call_key(r, in->sig.keyid, on_key);
	return REQ_WAIT;
}

enum req_next
inbox_check(struct req *r)
{
	struct inbox *in = placet_zalloc(&r->arena, sizeof *in);
	const struct peer_key *key;
	enum req_next next;

	if (in == NULL)
		fatal("out of memory");
	r->inbox = in;
	r->face = FACE_JSON;
	if (!type_known(req_header(r, "Content-Type")) ||
	    req_header(r, "Content-Encoding") != NULL)
		return req_fail(r, 415, "type.unknown");
	next = inbox_parse(r, in);
	if (next == REQ_NEXT)
		next = inbox_open(r, in);
	if (next != REQ_NEXT)
		return next;
	in->by = voucher_read(&r->arena, &in->msg, in->sig.keyid, time(NULL));
	in->key = in->by.claim == CLAIM_PROVED ? in->by.proof.method
	                                       : in->sig.keyid;
	if (in->by.claim != CLAIM_SIGNED)
		return forward_check(r, in);
	key = keyring_get(
	    r->worker->keyring, in->sig.keyid, worker_now(r->worker));
	next = key != NULL ? inbox_verify(r, in, key) : REQ_WAIT;
	return next == REQ_WAIT ? inbox_ask(r, in) : next;
}

/* Taken: nobody reads more than the status. */
enum req_next
inbox_finish(struct req *r)
{
	return reply_bytes(
	    r, 202, "text/plain; charset=utf-8", "no-store", "", 0);
}

/*
 * receive.c - a message that waited for its key
 *
 * What the web process does with a key that it knows (web/inbox.c,
 * web/forward.c), with one that is fetched first.  The request is judged by
 * the time it came.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <placet/multikey.h>

#include "base/activity.h"
#include "base/limit.h"
#include "base/log.h"
#include "base/voucher.h"
#include "courier/federation.h"

struct reception {
	struct federation *f;
	struct placet_arena arena;
	struct speaker by;
	struct placet_json *row;
	struct placet_msg msg;
	struct placet_httpsig sig;
	struct voucher voucher;
	const char *key; /* what it hangs on */
	char site[16], id[24];
};

static void
reception_end(struct reception *r)
{
	struct federation *f = r->f;

	placet_arena_end(&r->arena);
	free(r);
	federation_ended(f, &f->in);
}

static void
on_settled(const struct db_result *res, void *arg)
{
	if (res->status != 0 && res->status != 503)
		log_warnx("cannot settle a message: %s", res->message);
	reception_end(arg);
}

static void
reception_settle(struct reception *r, bool again)
{
	db_call(r->f->c->db, COURIER_DEFERRED_DONE,
	    (const struct db_arg[]){
	        { r->site }, { r->id }, { again ? "t" : "f" } },
	    on_settled, r);
}

/* Not now?  It has been taken (202), so it is for us to come again. */
static bool
is_later(struct reception *r, const struct db_result *res)
{
	struct placet_json *doc = NULL;
	int64_t status;

	if (res->status != 0 || res->doc == NULL ||
	    placet_json_parse(&r->arena, res->doc, res->len, NULL, &doc) != 0)
		return res->status == 503;
	status = placet_json_integer(doc, "status", 0);
	return status == 429 || status == 503;
}

static void
on_applied(const struct db_result *res, void *arg)
{
	if (res->status != 0 && res->status != 503)
		log_warnx("a message had no effect: %s", res->message);
	reception_settle(arg, is_later(arg, res));
}

static void
reception_apply(struct reception *r)
{
	struct activity act;

	activity_read(&r->arena, &r->msg, &act);
	db_call(r->f->c->db, COURIER_INBOX_APPLY,
	    (const struct db_arg[]){ { r->site }, { r->msg.owner },
	        { act.object }, { act.reply_to }, { act.url }, { act.lang },
	        { act.published }, { act.text },
	        { placet_json_text(r->row, "body") } },
	    on_applied, r);
}

/* Said by another than who signed: have it fetched where it lives. */
static void
reception_forward(struct reception *r)
{
	db_call(r->f->c->db, COURIER_FORWARD_NEW,
	    (const struct db_arg[]){
	        { r->site }, { r->key }, { placet_json_text(r->row, "body") } },
	    on_applied, r);
}

/* Is the request signed by that key? */
static bool
reception_signed(const struct reception *r, const char *kind, const char *text)
{
	struct placet_key *key = activity_key(kind, text);
	const bool is = key != NULL && placet_httpsig_check(&r->sig, key) == 0;

	placet_key_free(key);
	return is;
}

/* The key, whose owner is `owner`; then the effect. */
static void
reception_verify(
    struct reception *r, const char *owner, const char *kind, const char *text)
{
	const enum claim claim = r->voucher.claim;
	const int64_t at = placet_json_integer(r->row, "at", 0);

	if (claim == CLAIM_PROVED &&
	    voucher_holds(&r->voucher, &r->msg, owner, kind, text, at)) {
		reception_apply(r);
		return;
	}
	if (claim == CLAIM_PROVED || !reception_signed(r, kind, text))
		log_info("a message with a wrong signature by '%s'", r->key);
	else if (claim == CLAIM_BROUGHT) {
		reception_forward(r);
		return;
	} else if (!placet_msg_is_by(&r->msg, owner))
		log_info(
		    "a message of '%s' signed by '%s'", r->msg.owner, owner);
	else {
		reception_apply(r);
		return;
	}
	reception_settle(r, false);
}

static void
on_no_key(const struct db_result *res, void *arg)
{
	(void)res;
	reception_settle(arg, false);
}

/* The actor lists no such key: do not fetch it again for the next name. */
static void
reception_no_key(struct reception *r)
{
	log_info("no key '%s' where it should be", r->key);
	db_call(r->f->c->db, COURIER_FETCH_FAILED,
	    (const struct db_arg[]){ { r->key } }, on_no_key, r);
}

static void
on_look(enum look_end end, const struct placet_msg *actor, void *arg)
{
	struct reception *r = arg;
	char text[PLACET_MULTIKEY_SIZE];
	const char *pem = NULL;
	uint8_t pub[32];

	if (end != LOOK_FOUND)
		reception_settle(r, end == LOOK_RETRY);
	else if (placet_msg_pem(actor, r->key, &pem) == 0)
		reception_verify(r, actor->id, "rsa", pem);
	else if (placet_msg_multikey(actor, r->key, pub) == 0) {
		placet_multikey(pub, text);
		reception_verify(r, actor->id, "ed25519", text);
	} else
		reception_no_key(r);
}

/* The headers as they came. */
static size_t
fields(const struct reception *r, struct placet_http_field *field, size_t most)
{
	const struct placet_json *list = placet_json_get(
	    placet_json_get(r->row, "request"), "headers");
	const struct placet_json *v = list == NULL ? NULL : list->first;
	size_t n = 0;

	for (; v != NULL && n < most; v = v->next) {
		const struct placet_json *name = v->first;

		if (name == NULL || name->next == NULL ||
		    name->type != PLACET_JSON_STRING ||
		    name->next->type != PLACET_JSON_STRING)
			continue;
		field[n].name = name->str;
		field[n++].value = name->next->str;
	}
	return n;
}

/* On whose word it is to be taken, and by which key that is checked. */
static bool
reception_vouched(struct reception *r)
{
	r->voucher = voucher_read(&r->arena, &r->msg, r->sig.keyid,
	    placet_json_integer(r->row, "at", 0));
	r->key = r->voucher.claim == CLAIM_PROVED ? r->voucher.proof.method
	                                          : r->sig.keyid;
	return r->key != NULL && r->voucher.claim != CLAIM_NOBODYS &&
	    r->voucher.claim != CLAIM_BROKEN;
}

/* Read it again; what web accepted is accepted here. */
static bool
reception_open(struct reception *r)
{
	const struct placet_msg_rules rules = activity_rules(
	    r->f->conf.testing);
	const struct placet_json *request = placet_json_get(r->row, "request");
	const struct placet_httpsig_policy policy = {
		.now = placet_json_integer(r->row, "at", 0),
	};
	struct placet_http_field field[LIMIT_HEADER_COUNT];
	const char *body = placet_json_text(r->row, "body");
	const struct placet_http_request http = {
		.method = placet_json_text(request, "method"),
		.target = placet_json_text(request, "target"),
		.origin = r->by.origin,
		.field = field,
		.nfields = fields(r, field, LIMIT_HEADER_COUNT),
		.body = body,
		.bodylen = body == NULL ? 0 : strlen(body),
	};

	if (body == NULL || http.method == NULL || http.target == NULL ||
	    placet_msg_parse(&r->arena, body, http.bodylen, &rules, &r->msg) !=
	        0 ||
	    r->msg.owner == NULL)
		return false;
	/* None is well where there is a proof. */
	if (placet_httpsig_open(&r->arena, &http, &policy, &r->sig) != 0)
		r->sig.keyid = NULL;
	return reception_vouched(r);
}

/* Another message of theirs may have brought the key meanwhile. */
static bool
reception_known(struct reception *r)
{
	const struct placet_json *known = placet_json_get(r->row, "known");
	const char *owner = placet_json_text(known, "owner");
	const char *kind = placet_json_text(known, "kind");
	const char *text = placet_json_text(known, "key");

	if (owner == NULL || kind == NULL || text == NULL)
		return false;
	reception_verify(r, owner, kind, text);
	return true;
}

/* A copy of the row that lives as long as we do. */
static bool
reception_read(struct reception *r, const struct placet_json *v)
{
	const struct placet_json_limits limits = { .size = 4 << 20,
		.values = LIMIT_ACTIVITY_VALUES,
		.string = 2 << 20 };
	struct placet_buf b = { .ceiling = 4 << 20 };
	bool ok;

	placet_json_write(&b, v);
	ok = b.err == 0 &&
	    placet_json_parse(&r->arena, b.data, b.len, &limits, &r->row) == 0;
	placet_buf_release(&b);
	if (!ok || !federation_speaker(r->row, &r->by))
		return false;
	r->by.actor = placet_printf(&r->arena, "%s/actor", r->by.origin);
	snprintf(r->site, sizeof r->site, "%lld",
	    (long long)placet_json_integer(r->row, "site", 0));
	snprintf(r->id, sizeof r->id, "%lld",
	    (long long)placet_json_integer(r->row, "id", 0));
	return r->by.actor != NULL;
}

void
receive_start(struct federation *f, const struct placet_json *v)
{
	struct reception *r = calloc(1, sizeof *r);

	if (r == NULL)
		fatalx("out of memory");
	r->f = f;
	f->in++;
	if (!reception_read(r, v)) {
		log_warnx("a deferred message cannot be read");
		reception_end(r);
	} else if (!reception_open(r)) {
		reception_settle(r, false);
	} else if (!reception_known(r)) {
		look_actor(f, &r->by, r->key, on_look, r);
	}
}

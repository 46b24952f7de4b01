/*
 * req.c - the life of a request, once
 *
 * The http request stays valid even if its client goes away: libevent then
 * only unties it from the connection, and frees it when we reply.  So we
 * reply exactly once, always, and never ask whether anyone still listens.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/queue.h>

#include <event2/buffer.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>

#include <placet/text.h>

#include "base/log.h"
#include "base/media.h"

#include "csrf.h"
#include "form.h"
#include "guard.h"
#include "lang.h"
#include "limit.h"
#include "reply.h"
#include "route.h"
#include "site.h"
#include "target.h"
#include "web.h"

static req_step req_guard, req_match, req_limit, req_ready, req_form, req_auth,
    req_check, req_call, req_finish;

/* The life of a request, in order. */
static req_step *const req_steps[] = {
	req_guard,  /* is it one request to every reader? 400 */
	req_match,  /* which site, which row; 404, 405, 421 */
	req_limit,  /* not too often; 429 */
	req_ready,  /* a reply that is kept */
	req_form,   /* the fields of a body or query; 400, 413, 415 */
	req_auth,   /* who asks, and from where; 403 */
	req_check,  /* the row's own refusals; may wait for keyd */
	req_call,   /* the SQL function; waits */
	req_finish, /* the reply */
};

enum { STEP_CALL = 7 };

void
req_run(struct req *r)
{
	enum req_next next = REQ_NEXT;

	while (next == REQ_NEXT)
		next = req_steps[r->step++](r);
	if (next == REQ_DONE)
		req_end(r);
}

enum req_next
req_again(struct req *r)
{
	r->status = 0;
	r->json = NULL;
	r->step = STEP_CALL;
	return REQ_NEXT;
}

void
req_end(struct req *r)
{
	r->worker->live--;
	sites_drop(r->sites);
	placet_arena_end(&r->arena);
	free(r);
}

void
req_start(struct evhttp_request *http, void *arg)
{
	struct req *r = calloc(1, sizeof *r);

	if (r == NULL)
		fatal("out of memory");
	r->http = http;
	r->worker = arg;
	r->arena.ceiling = LIMIT_ARENA;
	r->lang = langs[0].code;
	r->prefix = "";
	r->path = "/";
	r->query = "";
	r->worker->live++;
	guard_busy(r->worker->guard, http);
	req_run(r);
}

/* --- steps --- */

static enum req_next
req_guard(struct req *r)
{
	struct evbuffer *in = evhttp_request_get_input_buffer(r->http);
	const int status = guard_strict(r->http);

	r->face = lang_face(req_header(r, "Accept"));
	r->lang = lang_choose(
	    req_header(r, "Accept-Language"), lang_has, r->worker->pages);
	r->head = evhttp_request_get_command(r->http) == EVHTTP_REQ_HEAD;
	if (status != 0) {
		r->close = true;
		return req_fail(r, status, NULL);
	}
	r->bodylen = evbuffer_get_length(in);
	r->body = "";
	if (r->bodylen > 0) {
		if (evbuffer_add(in, "", 1) != 0)
			fatal("out of memory");
		r->body = (const char *)evbuffer_pullup(in, -1);
	}
	return REQ_NEXT;
}

static void
take_target(struct req *r)
{
	struct target t;

	if (!target_parse(&r->arena, evhttp_request_get_uri(r->http), lang_has,
	        r->worker->pages, &t))
		fatal("out of memory");
	r->path = t.path;
	r->query = t.query;
	if (t.lang[0] != '\0') {
		r->lang = req_copy(r, t.lang, 2);
		r->prefix = req_printf(r, "/%s", t.lang);
	}
	if (strcmp(t.suffix, "json") == 0)
		r->face = FACE_JSON;
	else if (*t.suffix != '\0')
		r->face = FACE_RAW;
}

/* The row; 0 or what it is refused with. */
static int
take_route(struct req *r)
{
	const enum evhttp_cmd_type cmd = evhttp_request_get_command(r->http);
	const bool known = cmd == EVHTTP_REQ_GET || cmd == EVHTTP_REQ_HEAD ||
	    cmd == EVHTTP_REQ_POST;
	const char *allow = NULL;
	int status;

	status = route_find(
	    r, cmd == EVHTTP_REQ_POST ? POST : GET, r->path, &allow);
	if (status == 0 && !known) {
		allow = "GET, HEAD";
		status = 405;
	}
	if (status == 405)
		reply_header(r, "Allow", allow);
	if (status == 0 && (r->route->flags & DEV) &&
	    !r->worker->conf->development)
		status = 404;
	if (status == 0 && r->face == FACE_RAW &&
	    r->route->finish != receipt_finish)
		status = 404;
	if (status != 0) {
		r->route = NULL;
		r->face = r->face == FACE_RAW ? FACE_HTML : r->face;
	} else if (r->route->flags & AS) {
		r->face = FACE_AS;
	} else if (r->face == FACE_AS) {
		r->face = FACE_HTML;
	}
	if (status != 0 || r->route->flags & AS)
		return status;
	if (r->route->page == NULL && r->route->function != NULL) {
		r->face = r->route->finish == NULL ? FACE_JSON : FACE_RAW;
	}
	return status;
}

static enum req_next
req_match(struct req *r)
{
	int status;

	take_target(r);
	status = take_route(r);
	if (r->worker->sites != NULL) {
		r->sites = r->worker->sites;
		sites_hold(r->sites);
		r->site = sites_find(r->sites, req_header(r, "Host"));
	}
	if (status == 0 && r->route->flags & NOSITE)
		return REQ_NEXT;
	if (r->sites == NULL)
		return req_fail(r, 503, "busy");
	if (r->site == NULL) {
		r->close = true;
		return req_fail(r, 421, "host.unknown");
	}
	if (r->bodylen > LIMIT_BODY &&
	    (r->route == NULL || !(r->route->flags & INBOX))) {
		r->close = true;
		return req_fail(r, 413, "body.large");
	}
	return status == 0 ? REQ_NEXT : req_fail(r, status, NULL);
}

/*
 * The last header of that name: a proxy may add its own line after one that
 * the client made up, instead of adding to it.
 */
static const char *
header_last(const struct req *r, const char *name)
{
	const struct evkeyvalq *in = evhttp_request_get_input_headers(r->http);
	const struct evkeyval *h;
	const char *last = NULL;

	TAILQ_FOREACH (h, in, next)
		if (strcasecmp(h->key, name) == 0)
			last = h->value;
	return last;
}

static enum req_next
req_limit(struct req *r)
{
	struct worker *w = r->worker;
	const struct net_address *peer = guard_peer(w->guard, r->http);
	enum limit_kind kind = LIMIT_READ;
	int64_t wait;

	if (peer == NULL || r->route->flags & OPEN)
		return REQ_NEXT; /* gone, or nobody to limit */
	net_client(
	    w->proxies, peer, header_last(r, "X-Forwarded-For"), &r->client);
	if (r->route->flags & INBOX)
		kind = LIMIT_INBOX;
	else if (r->route->method == POST)
		kind = LIMIT_WRITE;
	wait = limits_take(
	    w->limits, kind, net_key(&r->client).n, worker_now(w));
	if (wait == 0)
		return REQ_NEXT;
	r->retry = (int)((wait + 999) / 1000);
	return req_fail(r, 429, "rate.exceeded");
}

static enum req_next
req_ready(struct req *r)
{
	return reply_cached(r) ? REQ_DONE : REQ_NEXT;
}

/* What a form that cannot be read is refused with. */
static enum req_next
form_fail(struct req *r, int err)
{
	switch (err) {
	case PLACET_EUTF8: return req_fail(r, 400, "encoding.invalid");
	case PLACET_EDUP: return req_fail(r, 400, "field.duplicate");
	case PLACET_ELIMIT: return req_fail(r, 413, "body.large");
	default: return req_fail(r, 400, "form.invalid");
	}
}

static int
form_body(struct req *r, const char *type)
{
	const char *accept = req_header(r, "Accept");

	if (!media_is(type, "application/json"))
		return form_parse(&r->arena, r->body, r->bodylen, r->field,
		    LIMIT_FIELDS, &r->nfield);
	r->json_body = true;
	/* Who speaks JSON and does not ask for HTML wants JSON back. */
	if (accept == NULL || strstr(accept, "text/html") == NULL)
		r->face = FACE_JSON;
	return form_from_json(
	    &r->arena, r->body, r->bodylen, r->field, LIMIT_FIELDS, &r->nfield);
}

static enum req_next
req_form(struct req *r)
{
	const char *type = req_header(r, "Content-Type");
	int err = 0;

	if (r->route->method == GET) {
		for (int i = 0; i < ROUTE_ARGS; i++)
			if (r->route->args[i] == FORM)
				err = form_parse(&r->arena, r->query,
				    strlen(r->query), r->field, LIMIT_FIELDS,
				    &r->nfield);
	} else if (r->route->flags & INBOX) {
		return REQ_NEXT; /* it is no form */
	} else if (r->route->flags & ONECLICK &&
	    media_is(type, "multipart/form-data")) {
		return REQ_NEXT; /* RFC 8058 allows it; nothing in it counts */
	} else if (r->bodylen > 0 && !media_is(type, "application/json") &&
	    !media_is(type, "application/x-www-form-urlencoded")) {
		return req_fail(r, 415, "form.invalid");
	} else {
		err = form_body(r, type);
	}
	return err == 0 ? REQ_NEXT : form_fail(r, err);
}

/* Nobody has to be known yet; a form must come from our own pages. */
static enum req_next
req_auth(struct req *r)
{
	if (r->route->method == POST &&
	    !(r->route->flags & (ONECLICK | INBOX)) && csrf_foreign(r))
		return req_fail(r, 403, "form.foreign");
	return REQ_NEXT;
}

static enum req_next
req_check(struct req *r)
{
	enum req_next next = REQ_NEXT;

	if (r->route->check != NULL)
		next = r->route->check(r);
	if (next == REQ_NEXT && r->errors != NULL)
		r->refused_fields = true;
	return next;
}

static enum req_next
req_call(struct req *r)
{
	if (r->refused_fields || r->decoy)
		return call_form(r);
	if (r->later)
		return call_later(r);
	return r->route->function != NULL ? call_route(r) : REQ_NEXT;
}

/* SQL refused a field: show the form again, as for our own refusals. */
static enum req_next
form_again(struct req *r)
{
	req_wrong(r, r->detail == NULL ? "" : r->detail,
	    r->why == NULL ? "form.invalid" : r->why);
	r->refused_fields = true;
	r->status = 0;
	r->step = STEP_CALL;
	return REQ_NEXT;
}

static enum req_next
req_finish(struct req *r)
{
	if (r->status == 422 && r->route->form != NULL && !r->refused_fields)
		return form_again(r);
	if (r->status != 0)
		return req_fail(r, r->status, r->why);
	if (r->refused_fields)
		return reply_refused(r);
	if (r->route->finish != NULL)
		return r->route->finish(r);
	return reply_doc(r, 200);
}

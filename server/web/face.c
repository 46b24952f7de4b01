/*
 * face.c - a document or a refusal in the face that was asked for
 */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

#include "context.h"
#include "page.h"
#include "reply.h"
#include "route.h"
#include "web.h"

#define HTML    "text/html; charset=utf-8"
#define JSON    "application/json; charset=utf-8"
#define PROBLEM "application/problem+json; charset=utf-8"

#define FEP_C180 "https://w3id.org/fep/c180#"

/* How long others may keep it: ask again each time, or not at all. */
static const char *
keep_for(const struct req *r, int status)
{
	if (status != 200)
		return "no-store";
	return r->route != NULL && r->route->flags & (CACHED | LISTED)
	    ? "public, no-cache"
	    : "private, no-cache";
}

/* r->doc as an object that may be added to; NULL if it is not JSON. */
static struct placet_json *
doc_object(struct req *r)
{
	const struct placet_json_limits limits = {
		.size = LIMIT_DOC, .values = LIMIT_DOC / 16, .string = LIMIT_DOC
	};

	if (r->json == NULL && r->doc != NULL &&
	    placet_json_parse(
	        &r->arena, r->doc, r->doclen, &limits, &r->json) != 0)
		return NULL;
	if (r->json == NULL || r->json->type != PLACET_JSON_OBJECT)
		r->json = placet_json_new(&r->arena, PLACET_JSON_OBJECT);
	return r->json;
}

struct placet_json *
req_json(struct req *r)
{
	struct placet_json *doc = doc_object(r);

	if (doc == NULL)
		fatalx("'%s' answered what is not JSON", r->route->function);
	return doc;
}

/* Render over a document that has all; false after logging why not. */
static bool
page_send(struct req *r, int status, const char *page, struct placet_json *doc)
{
	struct placet_buf out = { .ceiling = LIMIT_DOC };
	int err;

	context_add(r, doc, status);
	err = pages_render(r->worker->pages, page, r->lang, doc, &out);
	if (err == 0)
		err = out.err;
	if (err != 0 || out.data == NULL) {
		log_warnx("cannot render '%s': %s", page, placet_strerror(err));
		placet_buf_release(&out);
		return false;
	}
	reply_own(r, status, HTML, keep_for(r, status), out.data, out.len);
	return true;
}

enum req_next
reply_page(struct req *r, int status, const char *page)
{
	struct placet_json *doc = doc_object(r);

	if (doc == NULL) {
		log_warnx(
		    "'%s' did not answer JSON that fits", r->route->function);
		return req_fail(r, 500, "internal");
	}
	if (page_send(r, status, page, doc))
		return REQ_DONE;
	return req_fail(r, 500, "internal");
}

enum req_next
reply_doc(struct req *r, int status)
{
	char *copy;

	if (r->face == FACE_HTML && r->route->page != NULL)
		return reply_page(r, status, r->route->page);
	if (r->json == NULL) {
		copy = malloc(r->doclen + 1);
		if (copy == NULL)
			fatal("out of memory");
		memcpy(copy, r->doc, r->doclen);
		return reply_own(
		    r, status, JSON, keep_for(r, status), copy, r->doclen);
	}
	return reply_json(r, status, r->json);
}

static enum req_next
json_send(
    struct req *r, int status, const char *type, const struct placet_json *v)
{
	struct placet_buf b = { .ceiling = LIMIT_DOC };

	placet_json_write(&b, v);
	if (b.err != 0)
		fatal("out of memory");
	return reply_own(r, status, type, keep_for(r, status), b.data, b.len);
}

enum req_next
reply_json(struct req *r, int status, const struct placet_json *v)
{
	return json_send(r, status, JSON, v);
}

/* --- refusals --- */

static void
put(struct req *r, struct placet_json *o, const char *name, const char *s)
{
	placet_json_set(
	    &r->arena, o, name, placet_json_new_text(&r->arena, s, strlen(s)));
}

/* What other servers call it, where that is what we mean (FEP-c180). */
static const struct {
	const char *code;
	const char *type;
} inbox_types[] = {
	{ "actor.mismatch", FEP_C180 "principal-actor-mismatch" },
	{ "proof.invalid", FEP_C180 "principal-actor-mismatch" },
	{ "peer.blocked", FEP_C180 "actor-not-authorized" },
	{ "rate.exceeded", FEP_C180 "rate-limit-exceeded" },
};

static const char *
problem_type(struct req *r, const char *code)
{
	const size_t n = sizeof inbox_types / sizeof *inbox_types;

	if (r->route != NULL && r->route->flags & INBOX)
		for (size_t i = 0; i < n; i++)
			if (strcmp(inbox_types[i].code, code) == 0)
				return inbox_types[i].type;
	return req_printf(r, "/problems/%s", code);
}

/* {"type","title","status","code"}: of RFC 9457, and of the page. */
static struct placet_json *
problem(struct req *r, int status, const char *code)
{
	struct placet_json *o = placet_json_new(&r->arena, PLACET_JSON_OBJECT);
	const char *title = pages_text(r->worker->pages, r->lang, code);

	if (o == NULL)
		fatal("out of memory");
	put(r, o, "type", problem_type(r, code));
	put(r, o, "title", title == NULL ? code : title);
	placet_json_set(
	    &r->arena, o, "status", placet_json_new_integer(&r->arena, status));
	put(r, o, "code", code);
	if (r->explained != NULL)
		put(r, o, "detail", r->explained);
	return o;
}

enum req_next
req_fail(struct req *r, int status, const char *why)
{
	const char *code = context_code(status, why);
	struct placet_json *o = problem(r, status, code);

	if (status >= 500 && status != 503)
		log_warnx("%s: %d %s",
		    r->route != NULL ? r->route->path : "no row", status,
		    why == NULL ? code : why);
	if ((status == 503 || status == 429) && r->retry == 0)
		r->retry = 1;
	if (r->retry > 0)
		reply_header(r, "Retry-After", req_printf(r, "%d", r->retry));
	if (r->face == FACE_HTML) {
		if (page_send(r, status, "error", o))
			return REQ_DONE;
		why = placet_json_text(o, "title");
		return reply_bytes(r, status, "text/plain; charset=utf-8",
		    "no-store", why, strlen(why));
	}
	if (r->errors != NULL)
		placet_json_set(&r->arena, o, "errors", context_errors(r));
	return json_send(r, status, PROBLEM, o);
}

enum req_next
reply_refused(struct req *r)
{
	struct placet_json *o, *communes;

	if (r->face == FACE_HTML)
		return reply_page(r, 422, r->route->form_page);
	o = problem(r, 422, "form.invalid");
	/* Found before "errors" moves over, which stands in the same list. */
	communes = placet_json_get(req_json(r), "communes");
	placet_json_set(&r->arena, o, "errors", context_errors(r));
	placet_json_set(&r->arena, o, "communes", communes);
	return json_send(r, 422, PROBLEM, o);
}

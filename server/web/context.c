/*
 * context.c - see context.h
 */
#include <string.h>

#include "base/log.h"

#include "context.h"
#include "csrf.h"
#include "lang.h"
#include "page.h"
#include "route.h"
#include "static.h"
#include "web.h"

static struct placet_json *
text(struct req *r, const char *s)
{
	return placet_json_new_text(&r->arena, s, strlen(s));
}

static void
set(struct req *r, struct placet_json *o, const char *name,
    struct placet_json *v)
{
	if (v == NULL)
		fatal("out of memory");
	placet_json_set(&r->arena, o, name, v);
}

static struct placet_json *
make(struct req *r, enum placet_json_type type)
{
	struct placet_json *v = placet_json_new(&r->arena, type);

	if (v == NULL)
		fatal("out of memory");
	return v;
}

/* --- refusals --- */

static const struct {
	int status;
	const char *code;
} codes[] = {
	{ 400, "request.invalid" },
	{ 401, "auth.missing" },
	{ 403, "form.foreign" },
	{ 404, "page.unknown" },
	{ 405, "method.wrong" },
	{ 413, "body.large" },
	{ 415, "form.invalid" },
	{ 421, "host.unknown" },
	{ 422, "form.invalid" },
	{ 429, "rate.exceeded" },
	{ 503, "busy" },
};

const char *
context_code(int status, const char *why)
{
	/* A code is "noun.adjective"; anything else is for the log. */
	if (why != NULL && *why != '\0' &&
	    why[strspn(why, "abcdefghijklmnopqrstuvwxyz._")] == '\0')
		return why;
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (codes[i].status == status)
			return codes[i].code;
	return status < 500 ? "request.invalid" : "internal";
}

struct placet_json *
context_errors(struct req *r)
{
	struct placet_json *list = r->errors, *v;

	if (list == NULL)
		list = make(r, PLACET_JSON_ARRAY);
	for (v = list->first; v != NULL; v = v->next) {
		const char *code = placet_json_text(v, "code");

		if (code != NULL)
			set(r, v, "title",
			    text(r,
			        pages_text(r->worker->pages, r->lang, code)));
	}
	return list;
}

/* --- forms --- */

/* {"email": "title"}: what is wrong, by field. */
static struct placet_json *
wrong(struct req *r, const struct placet_json *errors)
{
	struct placet_json *o = make(r, PLACET_JSON_OBJECT);

	for (struct placet_json *v = errors->first; v != NULL; v = v->next) {
		const char *field = placet_json_text(v, "field");
		const char *title = placet_json_text(v, "title");

		if (field != NULL && title != NULL && *field != '\0')
			set(r, o, field, text(r, title));
	}
	return o;
}

/* What was typed, to be shown again; never a secret, nor the trap. */
static struct placet_json *
values(struct req *r)
{
	struct placet_json *o = make(r, PLACET_JSON_OBJECT);

	for (size_t i = 0; i < r->nfield; i++) {
		const struct field *f = &r->field[i];

		if (f->name[0] != '_' && strcmp(f->name, "website") != 0)
			set(r, o, f->name,
			    placet_json_new_text(&r->arena, f->value, f->len));
	}
	return o;
}

static void
add_form(struct req *r, struct placet_json *doc)
{
	struct placet_json *errors = context_errors(r);
	char token[CSRF_TOKEN];

	set(r, doc, "errors", errors);
	set(r, doc, "error_count",
	    placet_json_new_integer(&r->arena, (int64_t)errors->count));
	set(r, doc, "wrong", wrong(r, errors));
	set(r, doc, "values", values(r));
	csrf_token(r, token);
	set(r, doc, "form_token", text(r, token));
	if (r->route != NULL && r->route->flags & PRIVATE && r->nseg > 1)
		set(r, doc, "token", text(r, r->seg[1]));
}

/* --- everywhere --- */

static struct placet_json *
site(struct req *r)
{
	struct placet_json *o = make(r, PLACET_JSON_OBJECT);

	set(r, o, "name", text(r, r->site != NULL ? r->site->name : ""));
	set(r, o, "host", text(r, r->site != NULL ? r->site->host : ""));
	return o;
}

/* Where the commune is now: its page, and that page's host. */
static struct placet_json *
moved(struct req *r)
{
	struct placet_json *o = make(r, PLACET_JSON_OBJECT);
	const char *url = r->site->moved;
	const char *host = strstr(url, "://");

	host = host == NULL ? url : host + 3;
	set(r, o, "url", text(r, url));
	set(r, o, "host",
	    placet_json_new_text(&r->arena, host, strcspn(host, "/")));
	return o;
}

/* The same page in each language there is. */
static struct placet_json *
languages(struct req *r)
{
	struct placet_json *list = make(r, PLACET_JSON_ARRAY), *o;

	for (int i = 0; i < nlangs; i++) {
		if (!pages_has_lang(r->worker->pages, langs[i].code))
			continue;
		o = make(r, PLACET_JSON_OBJECT);
		set(r, o, "code", text(r, langs[i].code));
		set(r, o, "name", text(r, langs[i].name));
		set(r, o, "href",
		    text(r, req_printf(r, "/%s%s", langs[i].code, r->path)));
		set(r, o, "current",
		    placet_json_new_bool(
		        &r->arena, strcmp(r->lang, langs[i].code) == 0));
		placet_json_push(list, o);
	}
	return list;
}

void
context_add(struct req *r, struct placet_json *doc, int status)
{
	const char *state = placet_json_text(doc, "state");
	const struct placet_json *old = placet_json_get(doc, "site");

	/* site_get answers a site of its own, with more to it. */
	if (old == NULL)
		set(r, doc, "site", site(r));
	if (r->site != NULL && r->site->moved != NULL)
		set(r, doc, "moved", moved(r));
	set(r, doc, "lang", text(r, r->lang));
	set(r, doc, "prefix", text(r, r->prefix));
	set(r, doc, "path", text(r, r->path));
	set(r, doc, "langs", languages(r));
	set(r, doc, "style", text(r, statics_style(r->worker->statics)));
	if (r->worker->conf->source_url[0] != '\0')
		set(r, doc, "source_url", text(r, r->worker->conf->source_url));
	set(r, doc, "status", placet_json_new_integer(&r->arena, status));
	set(r, doc, "development",
	    placet_json_new_bool(&r->arena, r->worker->conf->development));
	add_form(r, doc);
	if (state != NULL && placet_json_get(doc, state) == NULL)
		set(r, doc, state, placet_json_new_bool(&r->arena, true));
}

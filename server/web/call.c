/*
 * call.c - from a row of routes.c to a statement, and back with its answer
 *
 * Statements are numbered as their rows; the functions of forms shown again
 * and the map of sites follow.  db.c prepares all of them when it connects.
 */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

#include "batch.h"
#include "cache.h"
#include "form.h"
#include "route.h"
#include "web.h"

struct calls {
	int n, site_map, key, key_stale, forward, forward_new;
	int *route; /* row -> statement */
	int *form;
	int *later;
	struct db_stmt *stmt;
};

/* "web.petition_get": the schema is the process's name. */
static char *
full_name(const char *function)
{
	size_t size = sizeof "web." + strlen(function);
	char *name = malloc(size);

	if (name == NULL)
		fatal("out of memory");
	memcpy(name, "web.", 4);
	memcpy(name + 4, function, size - 4);
	return name;
}

/* What GET calls writes nothing, so it need not queue behind a commit. */
static int
calls_add(struct calls *c, const char *function, int nargs, enum method method,
    unsigned flags)
{
	const struct db_stmt want = { full_name(function), nargs,
		.slow = flags & SLOW,
		.read = method == GET && !(flags & SLOW) };

	for (int i = 0; i < c->n; i++) {
		const struct db_stmt *s = &c->stmt[i];

		if (strcmp(s->function, want.function) == 0 &&
		    s->nargs == nargs && s->slow == want.slow &&
		    s->read == want.read) {
			free((void *)(uintptr_t)want.function);
			return i;
		}
	}
	c->stmt[c->n] = want;
	return c->n++;
}

struct calls *
calls_new(void)
{
	const size_t rows = (size_t)nroutes;
	struct calls *c = calloc(1, sizeof *c);

	if (c == NULL)
		return NULL;
	c->route = calloc(rows, sizeof *c->route);
	c->form = calloc(rows, sizeof *c->form);
	c->later = calloc(rows, sizeof *c->later);
	c->stmt = calloc(3 * rows + 5, sizeof *c->stmt);
	if (c->route == NULL || c->form == NULL || c->later == NULL ||
	    c->stmt == NULL) {
		calls_free(c);
		return NULL;
	}
	for (int i = 0; i < nroutes; i++) {
		const struct route *row = &routes[i];

		if (row->function != NULL)
			c->route[i] = calls_add(c, row->function,
			    route_nargs(row), row->method, row->flags);
		if (row->form != NULL)
			c->form[i] = calls_add(c, row->form, 3, GET, 0);
		if (row->later != NULL)
			c->later[i] = calls_add(c, row->later, 5, POST, 0);
	}
	c->site_map = calls_add(c, "site_map", 0, GET, 0);
	c->key = calls_add(c, "key_get", 2, GET, 0);
	c->key_stale = calls_add(c, "key_stale", 2, POST, 0);
	c->forward = calls_add(c, "forward_get", 4, GET, 0);
	c->forward_new = calls_add(c, "forward_new", 3, POST, 0);
	return c;
}

void
calls_free(struct calls *c)
{
	if (c == NULL)
		return;
	for (int i = 0; i < c->n; i++)
		free((void *)(uintptr_t)c->stmt[i].function);
	free(c->stmt);
	free(c->later);
	free(c->form);
	free(c->route);
	free(c);
}

const struct db_stmt *
calls_stmts(const struct calls *c, int *n)
{
	*n = c->n;
	return c->stmt;
}

/* The fields as text of JSON, for the function to read. */
static const char *
form_text(struct req *r)
{
	struct placet_json *v = form_to_json(&r->arena, r->field, r->nfield);
	struct placet_buf b = { .ceiling = LIMIT_DOC };
	const char *text;

	if (v == NULL)
		fatal("out of memory");
	placet_json_write(&b, v);
	if (b.err != 0)
		fatal("out of memory");
	text = req_copy(r, b.data, b.len);
	placet_buf_release(&b);
	return text;
}

const char *
call_arg(struct req *r, int source)
{
	switch ((enum source)source) {
	case NOTHING: return NULL;
	case SITE: return req_printf(r, "%d", r->site->id);
	case SEG1:
	case SEG2:
	case SEG3:
		return (size_t)(source - SEG1) < r->nseg ? r->seg[source - SEG1]
		                                         : NULL;
	case LANG: return r->lang;
	case FORM: return form_text(r);
	case ONE: return "1";
	case THE_SITE: return "0";
	case THE_COMMUNE: return "-1";
	case EXTRA1:
	case EXTRA2:
	case EXTRA3:
	case EXTRA4:
	case EXTRA5:
	case EXTRA6:
	case EXTRA7:
	case EXTRA8: return r->extra[source - EXTRA1];
	}
	return NULL;
}

void
call_keep(struct req *r, const struct db_result *res)
{
	r->status = res->status;
	if (res->status != 0) {
		r->why = req_copy(r, res->message, strlen(res->message));
		if (res->detail != NULL)
			r->detail = req_copy(
			    r, res->detail, strlen(res->detail));
		return;
	}
	r->doc = req_copy(r, res->doc == NULL ? "null" : res->doc,
	    res->doc == NULL ? 4 : res->len);
	r->doclen = res->doc == NULL ? 4 : res->len;
}

static void
on_called(const struct db_result *res, void *arg)
{
	struct req *r = arg;

	call_keep(r, res);
	req_run(r);
}

enum req_next
call_route(struct req *r)
{
	const struct route *row = r->route;
	struct db_arg args[ROUTE_ARGS];
	const int nargs = route_nargs(row);

	if (row->flags & BATCH)
		return batch_add(r);
	for (int i = 0; i < nargs; i++)
		args[i].data = call_arg(r, (int)row->args[i]);
	r->epoch = cache_epoch(r->worker->cache);
	db_call(r->worker->db, r->worker->calls->route[row - routes], args,
	    on_called, r);
	return REQ_WAIT;
}

enum req_next
call_form(struct req *r)
{
	const struct db_arg args[] = { { call_arg(r, SITE) },
		{ call_arg(r, SEG1) }, { r->lang } };

	db_call(r->worker->db, r->worker->calls->form[r->route - routes], args,
	    on_called, r);
	return REQ_WAIT;
}

enum req_next
call_later(struct req *r)
{
	const struct db_arg args[] = { { call_arg(r, SITE) }, { r->extra[3] },
		{ r->extra[4] }, { r->extra[5] }, { r->extra[6] } };

	db_call(r->worker->db, r->worker->calls->later[r->route - routes], args,
	    on_called, r);
	return REQ_WAIT;
}

void
call_key(struct req *r, const char *key, db_done *done)
{
	const struct db_arg args[] = { { call_arg(r, SITE) }, { key } };

	db_call(r->worker->db, r->worker->calls->key, args, done, r);
}

void
call_key_stale(struct req *r, const char *key, db_done *done)
{
	const struct db_arg args[] = { { call_arg(r, SITE) }, { key } };

	db_call(r->worker->db, r->worker->calls->key_stale, args, done, r);
}

void
call_forward(struct req *r, const char *key, const char *method, db_done *done)
{
	const struct db_arg args[] = { { call_arg(r, SITE) }, { key },
		{ method }, { r->body } };

	db_call(r->worker->db, r->worker->calls->forward, args, done, r);
}

void
call_forward_new(struct req *r, const char *key, db_done *done)
{
	const struct db_arg args[] = { { call_arg(r, SITE) }, { key },
		{ r->body } };

	db_call(r->worker->db, r->worker->calls->forward_new, args, done, r);
}

int
call_number(const struct worker *w, const struct route *row)
{
	return w->calls->route[row - routes];
}

void
call_site_map(struct worker *w, db_done *done)
{
	db_call(w->db, w->calls->site_map, NULL, done, w);
}

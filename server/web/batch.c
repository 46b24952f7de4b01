/*
 * batch.c - see batch.h; measured against timers in research/performance 3
 *
 * One batch of a row is out at a time: a second one only contends with it.
 * The answer is an array with an element a request, in order, each with
 * "status" and either the document or "code".
 */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

#include "batch.h"
#include "route.h"
#include "web.h"

struct batch {
	struct worker *worker;
	const struct route *route;
	struct event *turn;
	struct req *first, **last; /* waiting */
	size_t waiting;
	struct req *out[LIMIT_BATCH]; /* at the database */
	size_t nout;
	size_t alone; /* of out: next to be called by itself; 0 not */
};

struct batches {
	size_t n;
	struct batch *batch; /* by the number of the row */
};

static void on_batch(const struct db_result *res, void *arg);

/* Call the function for the n requests of out[from..]. */
static void
batch_call(struct batch *b, size_t from, size_t n)
{
	const struct route *row = b->route;
	const int nargs = route_nargs(row);
	struct placet_buf array[ROUTE_ARGS] = { { 0 } };
	struct db_arg args[ROUTE_ARGS];

	for (int i = 0; i < nargs; i++) {
		for (size_t j = from; j < from + n; j++)
			db_array_add(
			    &array[i], call_arg(b->out[j], (int)row->args[i]));
		placet_buf_byte(&array[i], '}');
		if (array[i].err != 0)
			fatal("out of memory");
		args[i].data = array[i].data;
	}
	db_call(b->worker->db, call_number(b->worker, row), args, on_batch, b);
	for (int i = 0; i < nargs; i++)
		placet_buf_release(&array[i]);
}

static void
batch_send(struct batch *b)
{
	size_t bytes = 0;

	if (b->nout > 0)
		return;
	while (b->first != NULL && b->nout < LIMIT_BATCH &&
	    bytes < LIMIT_BATCH_BYTES) {
		struct req *r = b->first;

		bytes += r->bodylen;
		b->first = r->next;
		r->next = NULL;
		b->out[b->nout++] = r;
		b->waiting--;
	}
	if (b->first == NULL)
		b->last = &b->first;
	if (b->nout > 0)
		batch_call(b, 0, b->nout);
}

static void
on_turn(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	batch_send(arg);
}

/* --- answering --- */

/* Give a request its element of the answer. */
static void
row_answer(struct req *r, const struct placet_json *v)
{
	const int64_t status = placet_json_integer(v, "status", 500);
	const char *code = placet_json_text(v, "code");
	struct placet_buf text = { 0 };

	if (status != 200 && status != 202) {
		r->status = status >= 400 && status < 600 ? (int)status : 500;
		code = code == NULL ? "internal" : code;
		r->why = req_copy(r, code, strlen(code));
	} else {
		placet_json_write(&text, v);
		if (text.err != 0)
			fatal("out of memory");
		r->status = 0;
		r->doc = req_copy(r, text.data, text.len);
		r->doclen = text.len;
		placet_buf_release(&text);
	}
	req_run(r);
}

/* Answer out[from .. from + n) from an array of as many elements. */
static bool
rows_answer(struct batch *b, size_t from, size_t n, const struct db_result *res)
{
	const struct placet_json_limits limits = { .size = LIMIT_DOC,
		.values = LIMIT_DOC / 16 };
	struct placet_arena a = { 0 };
	struct placet_json *v = NULL;
	bool ok;

	ok = res->doc != NULL &&
	    placet_json_parse(&a, res->doc, res->len, &limits, &v) == 0 &&
	    v->type == PLACET_JSON_ARRAY && v->count == n;
	if (ok) {
		v = v->first;
		for (size_t i = from; i < from + n; i++, v = v->next)
			row_answer(b->out[i], v);
	}
	placet_arena_end(&a);
	return ok;
}

static void
rows_fail(struct batch *b, size_t from, size_t n, const struct db_result *res)
{
	for (size_t i = from; i < from + n; i++) {
		call_keep(b->out[i], res);
		req_run(b->out[i]);
	}
}

static void
batch_done(struct batch *b)
{
	b->nout = 0;
	b->alone = 0;
	batch_send(b);
}

static void
on_batch(const struct db_result *res, void *arg)
{
	static const struct db_result broken = { .status = 500,
		.message = "internal" };
	struct batch *b = arg;
	const bool alone = b->alone > 0;
	const size_t from = alone ? b->alone - 1 : 0;
	const size_t n = alone ? 1 : b->nout;

	/* What crossed another batch holds one row at a time now. */
	if (res->status != 0 && (res->status != 503 || res->crossed) && n > 1) {
		log_warnx("a batch of %zu failed; row by row", n);
		b->alone = 1;
		batch_call(b, 0, 1);
		return;
	}
	if (res->status != 0)
		rows_fail(b, from, n, res);
	else if (!rows_answer(b, from, n, res)) {
		log_warnx("'%s' did not answer a row each", b->route->function);
		rows_fail(b, from, n, &broken);
	}
	if (alone && b->alone < b->nout)
		batch_call(b, b->alone++, 1);
	else
		batch_done(b);
}

/* --- life --- */

enum req_next
batch_add(struct req *r)
{
	struct batch *b = &r->worker->batches->batch[r->route - routes];

	if (b->waiting >= LIMIT_BATCH_QUEUE)
		return req_fail(r, 503, "busy");
	*b->last = r;
	b->last = &r->next;
	b->waiting++;
	if (b->nout == 0)
		event_active(b->turn, EV_TIMEOUT, 0);
	return REQ_WAIT;
}

struct batches *
batches_new(struct worker *w)
{
	struct batches *all = calloc(1, sizeof *all);

	if (all == NULL)
		return NULL;
	all->n = (size_t)nroutes;
	all->batch = calloc(all->n, sizeof *all->batch);
	if (all->batch == NULL) {
		free(all);
		return NULL;
	}
	for (size_t i = 0; i < all->n; i++) {
		struct batch *b = &all->batch[i];

		b->worker = w;
		b->route = &routes[i];
		b->last = &b->first;
		if (!(b->route->flags & BATCH))
			continue;
		b->turn = event_new(w->base, -1, 0, on_turn, b);
		if (b->turn == NULL) {
			batches_free(all);
			return NULL;
		}
	}
	return all;
}

void
batches_free(struct batches *all)
{
	if (all == NULL)
		return;
	for (size_t i = 0; i < all->n; i++)
		if (all->batch[i].turn != NULL)
			event_free(all->batch[i].turn);
	free(all->batch);
	free(all);
}

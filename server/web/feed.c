/*
 * feed.c - see feed.h
 *
 * Whether there is more is for SQL to say; a NOTIFY only wakes.  One that
 * comes while the question is under way may belong to an act that the answer
 * misses, so it is asked again: `told` says how many came.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/queue.h>

#include <event2/event.h>

#include <placet/buf.h>
#include <placet/text.h>

#include "base/log.h"

#include "feed.h"
#include "guard.h"
#include "reply.h"
#include "route.h"
#include "web.h"

enum { WAIT_MOST = 30, LOOK_MS = 250 };

/* In the arena of its request. */
struct waiter {
	TAILQ_ENTRY(waiter) link;
	struct req *r;
	int wait;      /* s that were asked for */
	int64_t until; /* 0: has not begun to wait */
	uint64_t told; /* when SQL was asked */
};

TAILQ_HEAD(waiters, waiter);

struct feed {
	struct worker *worker;
	struct waiters waiters;
	int n;
	uint64_t told;
	struct event *look;
	bool drained;
};

/* --- Prefer: wait=N --- */

static size_t
spaces(const char *s)
{
	return strspn(s, " \t");
}

/*
 * The first "wait" of the list; 0 when there is none, or none that can be
 * read.  More than we grant is as much as we grant.
 */
static int
prefer_wait(const char *s)
{
	while (s != NULL && *s != '\0') {
		const char *name = s + spaces(s), *v;
		const size_t len = strcspn(name, " \t=;,");
		uint64_t n = 0;

		v = name + len + spaces(name + len);
		if (len == 4 && strncasecmp(name, "wait", 4) == 0 &&
		    *v == '=') {
			v += 1 + spaces(v + 1);
			v += *v == '"';
			if (placet_decimal(
			        v, strspn(v, "0123456789"), INT32_MAX, &n) != 0)
				return 0;
			return n > WAIT_MOST ? WAIT_MOST : (int)n;
		}
		s = strchr(name, ',');
		s = s == NULL ? NULL : s + 1;
	}
	return 0;
}

/* --- waiting --- */

/* One activity a line (NDJSON); Placet-Next says where to go on. */
static enum req_next
feed_reply(struct req *r)
{
	struct placet_json *doc = req_json(r);
	struct placet_json *acts = placet_json_get(doc, "acts");
	struct placet_buf b = { .ceiling = LIMIT_DOC };

	for (struct placet_json *v = acts == NULL ? NULL : acts->first;
	     v != NULL; v = v->next) {
		placet_json_write(&b, v);
		placet_buf_byte(&b, '\n');
	}
	if (b.err != 0)
		fatal("out of memory");
	if (r->waiter != NULL && r->waiter->until != 0)
		reply_header(r, "Preference-Applied",
		    req_printf(r, "wait=%d", r->waiter->wait));
	reply_header(r, "Placet-Next",
	    req_printf(
	        r, "%lld", (long long)placet_json_integer(doc, "last", 0)));
	return reply_own(r, 200, "application/x-ndjson", "public, no-cache",
	    b.data != NULL ? b.data : strdup(""), b.len);
}

static void
waiter_out(struct feed *f, struct waiter *w)
{
	TAILQ_REMOVE(&f->waiters, w, link);
	if (--f->n == 0)
		event_del(f->look);
}

/* Answer with what there is: nothing. */
static void
waiter_end(struct feed *f, struct waiter *w)
{
	struct req *r = w->r;

	waiter_out(f, w);
	feed_reply(r);
	req_end(r);
}

static enum req_next
waiter_in(struct feed *f, struct waiter *w)
{
	static const struct timeval every = { 0, LOOK_MS * 1000L };

	TAILQ_INSERT_TAIL(&f->waiters, w, link);
	if (f->n++ == 0 && event_add(f->look, &every) != 0)
		fatal("out of memory");
	return REQ_WAIT;
}

enum req_next
feed_check(struct req *r)
{
	const int wait = r->head ? 0 : prefer_wait(req_header(r, "Prefer"));
	struct waiter *w;

	if (wait == 0)
		return REQ_NEXT;
	w = placet_alloc(&r->arena, sizeof *w);
	if (w == NULL)
		fatal("out of memory");
	*w = (struct waiter){ .r = r, .wait = wait };
	w->told = r->worker->feed->told;
	r->waiter = w;
	return REQ_NEXT;
}

enum req_next
feed_finish(struct req *r)
{
	const struct placet_json *acts = placet_json_get(req_json(r), "acts");
	struct feed *f = r->worker->feed;
	struct waiter *w = r->waiter;
	const int64_t now = worker_now(r->worker);

	if (w == NULL || f->drained || (acts != NULL && acts->count > 0) ||
	    (w->until == 0 && f->n >= LIMIT_WAITERS) ||
	    (w->until != 0 && now >= w->until))
		return feed_reply(r);
	if (w->until == 0)
		w->until = now + 1000 * w->wait;
	if (w->told == f->told)
		return waiter_in(f, w);
	w->told = f->told;
	return req_again(r);
}

/* Whose time is up, or who has gone: a place for somebody else. */
static void
on_look(evutil_socket_t fd, short what, void *arg)
{
	struct feed *f = arg;
	const int64_t now = worker_now(f->worker);
	struct waiter *w, *next;

	(void)fd;
	(void)what;
	for (w = TAILQ_FIRST(&f->waiters); w != NULL; w = next) {
		next = TAILQ_NEXT(w, link);
		if (now >= w->until || guard_left(f->worker->guard, w->r->http))
			waiter_end(f, w);
	}
}

void
feed_told(struct feed *f, int site)
{
	struct waiter *w, *next;

	f->told++;
	for (w = TAILQ_FIRST(&f->waiters); w != NULL; w = next) {
		next = TAILQ_NEXT(w, link);
		if (site != 0 && w->r->site->id != site)
			continue;
		waiter_out(f, w);
		w->told = f->told;
		(void)req_again(w->r);
		req_run(w->r);
	}
}

void
feed_drain(struct feed *f)
{
	f->drained = true;
	while (!TAILQ_EMPTY(&f->waiters))
		waiter_end(f, TAILQ_FIRST(&f->waiters));
}

struct feed *
feed_new(struct worker *w)
{
	struct feed *f = calloc(1, sizeof *f);

	if (f == NULL)
		return NULL;
	f->worker = w;
	TAILQ_INIT(&f->waiters);
	f->look = event_new(w->base, -1, EV_PERSIST, on_look, f);
	if (f->look == NULL) {
		free(f);
		return NULL;
	}
	return f;
}

void
feed_free(struct feed *f)
{
	if (f == NULL)
		return;
	event_free(f->look);
	free(f);
}

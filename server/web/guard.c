/*
 * guard.c - connections, watched from outside evhttp (see guard.h)
 *
 * evhttp shows a connection only once a request on it is complete, so one
 * that never completes cannot be found through it.  What can be found is its
 * descriptor: we make the bufferevent (bevcb), and learn the descriptor at
 * the end of the turn, when evhttp has set it.  shutdown() of one that is too
 * slow then makes evhttp free it the usual way.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <openssl/ssl.h>

#include "base/limit.h"
#include "base/log.h"

#include "conn.h"
#include "guard.h"
#include "web.h"

enum {
	SWEEP_MS = 250,
	SWEEP_MOST = 4096, /* connections looked at in one sweep */
	PAUSE_MS = 250,    /* without descriptors, until the next try */
	TELL_MS = 10000,   /* between two lines of log about it */
	WRITE_TIMES = 6,   /* request timeouts that a reader may take */
};

struct lane {
	struct guard *guard;
	struct evhttp *http;
	bool tls;
};

struct guard {
	struct worker *worker;
	struct lane lane[2]; /* plain, tls */
	struct evhttp_bound_socket **bound;
	size_t nbound;
	struct bufferevent **fresh; /* accepted in this turn */
	size_t nfresh, maxfresh;
	struct event *adopt, *sweep;
	struct conns conns;
	struct conn_limits limits;
	size_t cap;
	bool paused, drained;
	int64_t told_cap, told_files; /* when that was last logged */
	int64_t retry; /* when paused for want of descriptors; else 0 */
};

/*
 * evconnlistener gives its error callback the argument that belongs to
 * evhttp, and no way to learn it is ours; a process has one guard.
 */
static struct guard *the_guard;

/* --- pausing the listeners --- */

static void
guard_listen(struct guard *g, bool on)
{
	for (size_t i = 0; i < g->nbound; i++) {
		struct evconnlistener *l = evhttp_bound_socket_get_listener(
		    g->bound[i]);

		if (on)
			evconnlistener_enable(l);
		else
			evconnlistener_disable(l);
	}
	g->paused = !on;
}

/* Not for each connection that is turned away. */
static void
guard_tell(struct guard *g, int64_t *told, const char *what)
{
	const int64_t now = worker_now(g->worker);

	if (*told != 0 && now - *told < TELL_MS)
		return;
	*told = now;
	log_warnx("%s with %zu connections", what, g->conns.live);
}

/* accept() failed: no descriptors.  Try again later, not at once. */
static void
on_accept_error(struct evconnlistener *l, void *arg)
{
	struct guard *g = the_guard;

	(void)l;
	(void)arg;
	if (g == NULL || g->paused)
		return;
	guard_tell(g, &g->told_files, "cannot accept");
	guard_listen(g, false);
	g->retry = worker_now(g->worker) + PAUSE_MS;
}

/* --- accepting --- */

/* End of the turn: evhttp has told the bufferevents their descriptors. */
static void
on_adopt(evutil_socket_t fd, short what, void *arg)
{
	struct guard *g = arg;

	(void)fd;
	(void)what;
	for (size_t i = 0; i < g->nfresh; i++) {
		conn_adopt(&g->conns, bufferevent_getfd(g->fresh[i]),
		    &g->limits, worker_now(g->worker));
		bufferevent_decref(g->fresh[i]);
	}
	g->nfresh = 0;
}

static struct bufferevent *
lane_bufferevent(struct lane *lane, struct event_base *base)
{
	struct bufferevent *bev;
	SSL *ssl;

	if (!lane->tls)
		return bufferevent_socket_new(base, -1, 0);
	ssl = SSL_new(lane->guard->worker->child->ssl_ctx);
	if (ssl == NULL)
		return NULL;
	/* 34 KB less for each connection that is quiet. */
	SSL_set_mode(ssl, SSL_MODE_RELEASE_BUFFERS);
	bev = bufferevent_openssl_socket_new(
	    base, -1, ssl, BUFFEREVENT_SSL_ACCEPTING, BEV_OPT_CLOSE_ON_FREE);
	if (bev == NULL)
		SSL_free(ssl);
	else
		bufferevent_openssl_set_allow_dirty_shutdown(bev, 1);
	return bev;
}

static struct bufferevent *
on_accept(struct event_base *base, void *arg)
{
	struct lane *lane = arg;
	struct guard *g = lane->guard;
	struct bufferevent *bev = lane_bufferevent(lane, base);

	if (bev == NULL)
		fatal("out of memory");
	if (g->nfresh == g->maxfresh) {
		size_t n = g->maxfresh == 0 ? 64 : 2 * g->maxfresh;
		struct bufferevent **f = realloc(g->fresh, n * sizeof *f);

		if (f == NULL)
			fatal("out of memory");
		g->fresh = f;
		g->maxfresh = n;
	}
	bufferevent_incref(bev);
	g->fresh[g->nfresh++] = bev;
	event_active(g->adopt, EV_TIMEOUT, 0);
	if (g->conns.live + g->nfresh >= g->cap)
		conns_sweep(
		    &g->conns, SIZE_MAX, &g->limits, worker_now(g->worker));
	if (g->conns.live + g->nfresh >= g->cap && !g->paused) {
		guard_tell(g, &g->told_cap, "accepts no more");
		guard_listen(g, false);
	}
	return bev;
}

/* --- the sweep --- */

static void
on_sweep(evutil_socket_t fd, short what, void *arg)
{
	struct guard *g = arg;

	(void)fd;
	(void)what;
	conns_sweep(&g->conns, SWEEP_MOST, &g->limits, worker_now(g->worker));
	if (!g->paused || g->drained)
		return;
	if (g->retry != 0 ? worker_now(g->worker) >= g->retry
	                  : g->conns.live < g->cap / 10 * 9) {
		g->retry = 0;
		guard_listen(g, true);
	}
}

/* --- what requests tell --- */

static struct conn *
guard_conn(struct guard *g, struct evhttp_request *http)
{
	struct evhttp_connection *evcon = evhttp_request_get_connection(http);

	if (evcon == NULL)
		return NULL;
	return conn_find(&g->conns,
	    bufferevent_getfd(evhttp_connection_get_bufferevent(evcon)));
}

const struct net_address *
guard_peer(struct guard *g, struct evhttp_request *http)
{
	struct conn *c = guard_conn(g, http);

	return c == NULL ? NULL : &c->peer;
}

/* evhttp does not read while a reply is due, so it would not tell us. */
bool
guard_left(struct guard *g, struct evhttp_request *http)
{
	const struct conn *c = guard_conn(g, http);
	char byte;
	ssize_t n;

	if (c == NULL)
		return true;
	n = recv(c->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
	return n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
}

void
guard_busy(struct guard *g, struct evhttp_request *http)
{
	struct conn *c = guard_conn(g, http);

	if (c != NULL)
		conn_set(c, CONN_BUSY, worker_now(g->worker));
}

/* The reply has been written: its connection waits for the next request. */
static void
on_written(struct evhttp_request *http, void *arg)
{
	struct conn *c = arg;

	(void)http;
	if (c->state == CONN_WRITING)
		conn_set(c, CONN_READING, worker_now(the_guard->worker));
}

void
guard_replied(struct guard *g, struct evhttp_request *http)
{
	struct conn *c = guard_conn(g, http);

	if (c == NULL)
		return;
	conn_set(c, CONN_WRITING, worker_now(g->worker));
	evhttp_request_set_on_complete_cb(http, on_written, c);
}

bool
guard_quiet(const struct guard *g)
{
	return g->conns.writing == 0;
}

/* --- life --- */

static bool
lane_init(struct lane *lane, struct guard *g, bool tls, guard_request *cb)
{
	const struct conf *conf = g->worker->conf;

	lane->guard = g;
	lane->tls = tls;
	lane->http = evhttp_new(g->worker->base);
	if (lane->http == NULL)
		return false;
	evhttp_set_max_headers_size(lane->http, LIMIT_HEADERS);
	evhttp_set_max_body_size(lane->http, LIMIT_BODY_READ);
	evhttp_set_timeout(lane->http, (int)conf->request_timeout);
	/*
	 * The others get 501 from evhttp, as what is not well formed gets its
	 * 400, on a page of its own without our headers: libevent 2.1 lets
	 * nobody else write that.  It repeats nothing of what was asked.  These
	 * get a 405 of ours.
	 */
	evhttp_set_allowed_methods(lane->http,
	    EVHTTP_REQ_GET | EVHTTP_REQ_HEAD | EVHTTP_REQ_POST |
	        EVHTTP_REQ_PUT | EVHTTP_REQ_DELETE | EVHTTP_REQ_PATCH |
	        EVHTTP_REQ_OPTIONS | EVHTTP_REQ_TRACE);
	evhttp_set_bevcb(lane->http, on_accept, lane);
	evhttp_set_gencb(lane->http, cb, g->worker);
	return true;
}

bool
guard_open(struct guard *g)
{
	const struct child *child = g->worker->child;

	if (g->bound != NULL || g->drained)
		return true;
	g->bound = calloc(child->nlisten + 1, sizeof *g->bound);
	if (g->bound == NULL)
		return false;
	for (size_t i = 0; i < child->nlisten; i++) {
		struct evhttp_bound_socket
		    *b = evhttp_accept_socket_with_handle(
		        g->lane[child->tls[i]].http, child->listen[i]);

		if (b == NULL)
			return false;
		evconnlistener_set_error_cb(
		    evhttp_bound_socket_get_listener(b), on_accept_error);
		g->bound[g->nbound++] = b;
	}
	return true;
}

struct guard *
guard_new(struct worker *w, guard_request *cb)
{
	const struct timeval every = { 0, SWEEP_MS * 1000L };
	struct guard *g = calloc(1, sizeof *g);

	if (g == NULL)
		return NULL;
	the_guard = g;
	g->worker = w;
	g->cap = (size_t)w->conf->max_connections;
	g->limits.read = 1000 * w->conf->request_timeout;
	g->limits.write = WRITE_TIMES * g->limits.read;
	g->limits.address = w->conf->max_connections_address;
	g->limits.proxies = w->proxies;
	g->adopt = event_new(w->base, -1, 0, on_adopt, g);
	g->sweep = event_new(w->base, -1, EV_PERSIST, on_sweep, g);
	if (g->adopt == NULL || g->sweep == NULL ||
	    event_add(g->sweep, &every) != 0 ||
	    !lane_init(&g->lane[0], g, false, cb) ||
	    !lane_init(&g->lane[1], g, true, cb)) {
		guard_free(g);
		return NULL;
	}
	return g;
}

void
guard_drain(struct guard *g)
{
	g->drained = true;
	for (size_t i = 0; i < g->nbound; i++) {
		struct lane *lane = &g->lane[g->worker->child->tls[i]];

		evhttp_del_accept_socket(lane->http, g->bound[i]);
	}
	g->nbound = 0;
}

void
guard_free(struct guard *g)
{
	if (g == NULL)
		return;
	the_guard = NULL;
	on_adopt(-1, 0, g);
	for (int i = 0; i < 2; i++)
		if (g->lane[i].http != NULL)
			evhttp_free(g->lane[i].http);
	if (g->adopt != NULL)
		event_free(g->adopt);
	if (g->sweep != NULL)
		event_free(g->sweep);
	conns_release(&g->conns);
	free(g->fresh);
	free(g->bound);
	free(g);
}

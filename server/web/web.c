/*
 * web.c - the life of a web worker (see web.h)
 *
 * Made with all it reads from files before the sandbox closes; then one loop.
 * SIGTERM drains: no new connection, each request gets its reply, each reply
 * is written, then exit.  The sockets stay with the master, so connections
 * that wait to be accepted go to the worker that comes next.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/sandbox.h"

#include "batch.h"
#include "cache.h"
#include "feed.h"
#include "guard.h"
#include "keyring.h"
#include "limit.h"
#include "net.h"
#include "page.h"
#include "reply.h"
#include "route.h"
#include "site.h"
#include "static.h"
#include "web.h"

enum {
	DRAIN_S = 10,
	DRAIN_LOOK_MS = 20,
	BURST = 4, /* times the rate */
	SLOW_TIMES = 5,
	SITES_AGAIN_S = 1,
	PATIENCE_S = 3,
};

int64_t
worker_now(const struct worker *w)
{
	struct timespec t;

	(void)w;
	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* --- what the database tells --- */

static void sites_read(struct worker *w);

static void
on_sites_again(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	sites_read(arg);
}

static void
on_site_map(const struct db_result *res, void *arg)
{
	const struct timeval again = { SITES_AGAIN_S, 0 };
	struct worker *w = arg;
	struct sites *sites = NULL;

	w->asked--;
	if (res->status == 0 && res->doc != NULL)
		sites = sites_new(res->doc, res->len, w->conf);
	if (sites == NULL) {
		if (res->status != 503)
			log_warnx("cannot read the map of sites");
		if (!w->draining)
			event_base_once(
			    w->base, -1, EV_TIMEOUT, on_sites_again, w, &again);
		return;
	}
	sites_drop(w->sites);
	w->sites = sites;
	cache_forget_all(w->cache);
	if (!guard_open(w->guard))
		fatal("out of memory");
}

static void
sites_read(struct worker *w)
{
	if (w->draining)
		return;
	w->asked++;
	call_site_map(w, on_site_map);
}

/* "site:item[,site:item...]" */
static void
petitions_changed(struct worker *w, const char *payload)
{
	while (payload != NULL && *payload != '\0') {
		char *end;
		const long site = strtol(payload, &end, 10);
		const long item = *end == ':' ? strtol(end + 1, &end, 10) : 0;

		if (site > 0 && item > 0)
			cache_forget(w->cache, (int)site, (int)item);
		payload = strchr(end, ',');
		if (payload != NULL)
			payload++;
	}
}

static void
on_note(const char *channel, const char *payload, void *arg)
{
	struct worker *w = arg;

	if (channel != NULL && strcmp(channel, "petition") == 0) {
		petitions_changed(w, payload);
		return;
	}
	if (channel != NULL && strcmp(channel, "key") == 0) {
		keyring_forget(w->keyring, payload, worker_now(w));
		return;
	}
	if (channel != NULL && strcmp(channel, "feed") == 0) {
		feed_told(w->feed, (int)strtol(payload, NULL, 10));
		return;
	}
	/* A site changed; or we were away and may have missed anything. */
	if (channel == NULL)
		feed_told(w->feed, 0);
	cache_forget_all(w->cache);
	keyring_forget(w->keyring, "", worker_now(w));
	sites_read(w);
}

/*
 * A worker accepts once it knows its sites: until then, clients wait for it
 * in the sockets that the master holds.  Without a database they are told so.
 */
static void
on_patience(evutil_socket_t fd, short what, void *arg)
{
	struct worker *w = arg;

	(void)fd;
	(void)what;
	if (!guard_open(w->guard))
		fatal("out of memory");
}

/* --- the end --- */

static void
on_drain(evutil_socket_t fd, short what, void *arg)
{
	struct worker *w = arg;

	(void)fd;
	(void)what;
	if ((w->live == 0 && w->asked == 0 && guard_quiet(w->guard)) ||
	    worker_now(w) >= w->deadline)
		event_base_loopbreak(w->base);
}

static void
on_term(evutil_socket_t fd, short what, void *arg)
{
	const struct timeval look = { 0, DRAIN_LOOK_MS * 1000L };
	struct worker *w = arg;

	(void)fd;
	(void)what;
	if (w->draining)
		return;
	w->draining = true;
	w->deadline = worker_now(w) + DRAIN_S * 1000L;
	guard_drain(w->guard);
	feed_drain(w->feed);
	event_add(w->drain, &look);
}

/* --- the beginning --- */

static void
open_loop(struct worker *w)
{
	loop_init(&w->loop, w->child->life, on_term, w);
	w->base = w->loop.base;
	w->drain = event_new(w->base, -1, EV_PERSIST, on_drain, w);
	if (w->drain == NULL)
		fatal("out of memory");
}

/* data_dir as installed, or server/ of a source tree. */
static const char *
data_path(const struct worker *w, const char *tail, char *path, size_t size)
{
	static const char *const where[] = { "pages", "server/pages" };

	for (size_t i = 0; i < sizeof where / sizeof *where; i++) {
		snprintf(
		    path, size, "%s/%s/%s", w->conf->data_dir, where[i], tail);
		if (access(path, R_OK | X_OK) == 0)
			return path;
	}
	fatalx("no 'pages/%s' in '%s'", tail, w->conf->data_dir);
}

static void
open_files(struct worker *w)
{
	char templates[1024], locale[1024], statics[1024], why[512] = "";

	data_path(w, "templates", templates, sizeof templates);
	data_path(w, "locale", locale, sizeof locale);
	data_path(w, "static", statics, sizeof statics);
	w->pages = pages_new(templates, locale, why, sizeof why);
	if (w->pages == NULL)
		fatalx("pages: %s", why);
	for (int i = 0; i < nroutes; i++)
		if (routes[i].page != NULL &&
		    !pages_has(w->pages, routes[i].page))
			fatalx("no template '%s'", routes[i].page);
	w->statics = statics_new(statics, why, sizeof why);
	if (w->statics == NULL)
		fatalx("pages: %s", why);
}

static void
open_limits(struct worker *w)
{
	const struct conf *conf = w->conf;
	const struct limit_rate rate[LIMIT_KINDS] = {
		[LIMIT_READ] = { conf->rate_read, 1000,
		    BURST * conf->rate_read },
		[LIMIT_WRITE] = { conf->rate_write, 60000, conf->rate_write },
		[LIMIT_INBOX] = { conf->rate_inbox, 1000,
		    10 * conf->rate_inbox },
		[LIMIT_SIGNER] = { conf->rate_inbox, 1000,
		    10 * conf->rate_inbox },
	};
	const char *const *list = (const char *const *)conf->trusted_proxies.v;
	const char *bad;
	uint64_t secret;

	memcpy(&secret, w->child->secret, sizeof secret);
	w->limits = limits_new(rate, secret);
	w->proxies = nets_new(list, conf->trusted_proxies.n, &bad);
	if (bad != NULL)
		fatalx("trusted_proxies: '%s' is no network", bad);
	if (w->limits == NULL || w->proxies == NULL)
		fatal("out of memory");
}

static void
open_db(struct worker *w)
{
	static const char *const channels[] = { "petition", "site", "key",
		"feed", NULL };
	const struct conf *conf = w->conf;
	const struct db_conf db = {
		.conninfo = conf->database,
		.scheme = conf->public_scheme,
		.groups = conf->federation_groups,
		.port = conf->public_port,
		.user = "placet_web",
		.connections = (int)conf->database_connections,
		.slow_lane = true,
		.inflight = (int)conf->database_inflight,
		.timeout = (int)conf->statement_timeout,
		.slow_timeout = SLOW_TIMES * (int)conf->statement_timeout,
		.listen = channels,
		.note = on_note,
		.arg = w,
	};
	const struct db_stmt *stmts;
	int n;

	w->calls = calls_new();
	if (w->calls == NULL)
		fatal("out of memory");
	stmts = calls_stmts(w->calls, &n);
	w->db = db_new(w->base, &db, stmts, n);
	if (w->db == NULL)
		fatal("out of memory");
}

/* Replies to what is left (at a deadline) come from db_free(). */
static void
close_all(struct worker *w)
{
	ipc_free(w->keyd);
	db_free(w->db);
	guard_free(w->guard);
	feed_free(w->feed);
	batches_free(w->batches);
	keyring_free(w->keyring);
	cache_free(w->cache);
	limits_free(w->limits);
	nets_free(w->proxies);
	sites_drop(w->sites);
	statics_free(w->statics);
	pages_free(w->pages);
	calls_free(w->calls);
	reply_release(w);
	event_free(w->drain);
	loop_release(&w->loop);
}

void
web_try(const struct conf *conf)
{
	static const uint8_t secret[32];
	const struct child c = { .conf = conf, .secret = secret };
	struct worker w = { .child = &c, .conf = conf };

	open_files(&w);
	open_limits(&w);
	limits_free(w.limits);
	nets_free(w.proxies);
	statics_free(w.statics);
	pages_free(w.pages);
}

_Noreturn void
web_main(const struct child *c)
{
	const struct timeval patience = { PATIENCE_S, 0 };
	struct worker w = { .child = c, .conf = c->conf };

	open_loop(&w);
	open_files(&w);
	open_limits(&w);
	w.keyring = keyring_new();
	w.cache = cache_new((size_t)w.conf->cache_bytes);
	w.batches = batches_new(&w);
	w.feed = feed_new(&w);
	if (w.feed == NULL || w.keyring == NULL || w.cache == NULL ||
	    w.batches == NULL || !reply_init(&w))
		fatal("out of memory");
	if (c->keyd >= 0 && (w.keyd = ipc_new(w.base, c->keyd)) == NULL)
		fatal("out of memory");
	open_db(&w);
	sandbox_role(w.conf, "web");
	w.guard = guard_new(&w, req_start);
	if (w.guard == NULL ||
	    event_base_once(
	        w.base, -1, EV_TIMEOUT, on_patience, &w, &patience) != 0)
		fatal("out of memory");
	event_base_dispatch(w.base);
	if (worker_now(&w) >= w.deadline && w.live > 0)
		log_warnx("ends with %zu requests not answered", w.live);
	else
		close_all(&w);
	exit(0);
}

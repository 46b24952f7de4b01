/*
 * web.h - a web worker: what its parts share
 *
 * One event loop, nobody else's memory, nothing that cannot be lost: pages,
 * sites and limits are made anew from files and the database.
 */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <event2/event.h>

#include "base/conf.h"
#include "base/db.h"
#include "base/ipc.h"
#include "base/loop.h"
#include "master/child.h"

#include "req.h"

struct worker {
	const struct child *child;
	const struct conf *conf;
	struct event_base *base;
	struct db *db;
	struct ipc *keyd;
	struct guard *guard;
	struct pages *pages;
	struct statics *statics;
	struct cache *cache;
	struct limits *limits;
	struct keyring *keyring;
	struct nets *proxies;
	struct sites *sites; /* NULL until the map has been read */
	struct batches *batches;
	struct calls *calls;
	char *security; /* header lines of every reply */
	struct feed *feed;
	struct loop loop;
	struct event *drain;
	size_t live;  /* requests that have no reply yet */
	size_t asked; /* times the map of sites is on its way */
	bool draining;
	int64_t deadline; /* of the drain */
};

/* --- req.c: the engine --- */

/* A request that evhttp has parsed (guard_request). */
struct evhttp_request;
void req_start(struct evhttp_request *http, void *arg);

/* Milliseconds of a clock that never goes back; cheap, some ms coarse. */
int64_t worker_now(const struct worker *w);

/* --- call.c: which statement a row of routes.c is --- */

struct calls;

/* The statements of all rows, of forms shown again, and of the site map. */
struct calls *calls_new(void);
void calls_free(struct calls *calls);
const struct db_stmt *calls_stmts(const struct calls *calls, int *n);

/* Call the row's function, or that of its form: REQ_WAIT. */
enum req_next call_route(struct req *r);
enum req_next call_form(struct req *r);
/* Call its other function: the message is dealt with later. */
enum req_next call_later(struct req *r);

/* Argument from an enum source, as text; NULL is SQL null. */
const char *call_arg(struct req *r, int source);
/* The statement of a row. */
int call_number(const struct worker *w, const struct route *row);
/* Keep what SQL answered. */
void call_keep(struct req *r, const struct db_result *res);

/* Ask whose key that is (web.key_get); `done` gets the request. */
void call_key(struct req *r, const char *key, db_done *done);
/* A key that we know did not fit: may it be fetched again? (web.key_stale) */
void call_key_stale(struct req *r, const char *key, db_done *done);
/* Ask about what another brings, signed and proved by these keys
   (web.forward_get); have what it is about fetched (web.forward_new). */
void call_forward(
    struct req *r, const char *key, const char *method, db_done *done);
void call_forward_new(struct req *r, const char *key, db_done *done);

/* Ask for the map of sites; `done` gets the worker. */
void call_site_map(struct worker *w, db_done *done);

#endif

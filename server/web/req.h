/*
 * req.h - the life of a request: what a noun file may see
 *
 * guard -> match -> limit -> auth -> check -> call -> finish; each step
 * returns NEXT, WAIT or DONE.  Everything of a request lives in its arena.
 */
#ifndef WEB_REQ_H
#define WEB_REQ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <placet/arena.h>
#include <placet/json.h>

#include "base/limit.h"

#include "net.h"

enum req_next { REQ_NEXT, REQ_WAIT, REQ_DONE };

struct req;
typedef enum req_next req_step(struct req *r);

enum face { FACE_HTML, FACE_JSON, FACE_RAW, FACE_AS };

struct field {
	const char *name;
	const char *value; /* NUL-terminated, valid UTF-8, no NUL inside */
	size_t len;
};

struct site {
	int id;
	uint8_t uuid[16];
	const char *host;   /* canonical */
	const char *name;   /* of the commune */
	const char *origin; /* "https://host[:port]", for links */
	const char *moved;  /* where the commune is now, or NULL: here */
	bool groups;        /* others may have to be told what comes in */
};

struct worker;         /* web.h: the process */
struct sites;          /* site.h: the map that `site` stands in */
struct route;          /* route.h */
struct evhttp_request; /* only req.c, reply.c and guard.c look inside */

struct req {
	struct worker *worker;
	struct evhttp_request *http;
	struct placet_arena arena;
	struct req *next;        /* in the queue of a batch */
	size_t step;             /* the next one to run */
	struct sites *sites;     /* held until the end */
	const struct site *site; /* after match */
	const struct route *route;
	const char *path;   /* without language prefix and suffix */
	const char *lang;   /* "fr", "en" */
	const char *prefix; /* "" or "/en": when asked by path */
	const char *query;  /* what follows '?'; "" none */
	enum face face;
	bool head;      /* HEAD: the reply has no body */
	bool close;     /* the connection ends with the reply */
	bool json_body; /* the form came as a JSON object */
	const char *seg[LIMIT_SEGMENTS]; /* what {} matched, decoded */
	size_t nseg;
	struct field field[LIMIT_FIELDS]; /* of the form or the query */
	size_t nfield;
	const char *body;
	size_t bodylen;
	struct net_address client;  /* behind trusted proxies */
	const char *extra[8];       /* arguments made by check: EXTRA1... */
	struct placet_json *errors; /* array of {"field","code"}; NULL none */
	bool refused_fields;        /* the form is shown again with errors */
	bool decoy;          /* a robot's: call the form's function only */
	bool later;          /* call the row's other function */
	struct inbox *inbox; /* of a message of another server */
	int retry;           /* Retry-After of a refusal, seconds */
	int status;          /* of the reply; 0 until known */
	const char *why;     /* message of a refusal */
	const char *detail;
	const char *explained; /* "detail" of a problem document */
	const char *doc;       /* what SQL answered */
	size_t doclen;
	struct placet_json *json; /* the same parsed, when it was needed */
	const char *header[8][2]; /* of the reply, by reply_header() */
	size_t nheader;
	uint64_t epoch;        /* of the cache when SQL was asked */
	struct waiter *waiter; /* for news of the feed */
	void (*sealed)(struct req *, int, const void *, size_t);
};

/* The value of a form or query field; NULL when absent. */
const char *req_field(const struct req *r, const char *name);

/* Refuse: a problem document or a page.  Always REQ_DONE. */
enum req_next req_fail(struct req *r, int status, const char *why);

/* Note that a field is wrong ("email", "email.invalid"); go on checking. */
void req_wrong(struct req *r, const char *field, const char *code);

/* Say where and why in "detail" of the refusal that follows; ASCII. */
void req_explain(struct req *r, const char *where, const char *why);

/* A step that waited has replied: the request is over. */
void req_end(struct req *r);

/* Parse r->doc into r->json once; never NULL (fatal on our own bad JSON). */
struct placet_json *req_json(struct req *r);

/* Go on with a request that waited. */
void req_run(struct req *r);

/*
 * Call its function once more, and finish with what that answers: REQ_NEXT.
 * Who calls it from outside of a step goes on with req_run().
 */
enum req_next req_again(struct req *r);

/*
 * Memory of the request, never NULL: what comes from outside is bounded far
 * below the ceiling of the arena, so running out is a reason to end.
 */
char *req_copy(struct req *r, const void *data, size_t len);
char *req_printf(struct req *r, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* "\\x" and hexadecimal, as an argument of type bytea. */
const char *req_bytea(struct req *r, const void *data, size_t len);

/*
 * The secret in the last segment of a link (43 characters of base64url) as
 * argument EXTRA1: its SHA-256 as bytea.  A step by itself: 404 token.unknown
 * when it cannot be one.
 */
req_step token_check;

/*
 * Have keyd seal `payload` for one person and this petition (ask.h); `done`
 * is called exactly once, with an enum ipc_status, and goes on with
 * req_run().
 */
struct ask_seal;
typedef void req_sealed(
    struct req *r, int status, const void *data, size_t len);
void req_seal(struct req *r, const struct ask_seal *ask, const void *payload,
    size_t len, req_sealed *done);

/*
 * A header of the request, NULL when absent; all of them, with `bytes` for
 * the texts borrowed from the request.
 */
const char *req_header(const struct req *r, const char *name);
struct placet_http_field;
size_t req_headers(
    const struct req *r, struct placet_http_field *field, size_t most);
/* "POST", and the target as it was received. */
const char *req_method(const struct req *r);
const char *req_target(const struct req *r);

/* The link to `path` on this request's site, with the language's prefix. */
const char *req_link(struct req *r, const char *path);

#endif

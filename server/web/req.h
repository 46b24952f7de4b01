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

enum req_next { REQ_NEXT, REQ_WAIT, REQ_DONE };

struct req;
typedef enum req_next req_step(struct req *r);

enum face { FACE_HTML, FACE_JSON, FACE_RAW };

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
};

struct worker;         /* web.h: the process */
struct route;          /* route.h */
struct evhttp_request; /* only req.c, reply.c and guard.c look inside */

struct req {
	struct worker *worker;
	struct evhttp_request *http;
	struct placet_arena arena;
	size_t step;              /* the next one to run */
	const struct site *site;  /* after match */
	const struct route *route;
	const char *path;         /* without language prefix and suffix */
	const char *lang;         /* "fr", "en" */
	const char *prefix;       /* "" or "/en": when asked by path */
	enum face face;
	const char *seg[8];       /* what {} matched, decoded */
	size_t nseg;
	struct field field[32];   /* of the form or the query */
	size_t nfield;
	const char *body;
	size_t bodylen;
	char address[46];         /* of the client, behind trusted proxies */
	const char *extra[8];     /* arguments made by check: EXTRA1... */
	struct placet_json *errors; /* array of {"field","code"}; NULL none */
	bool refused_fields;      /* the form is shown again with errors */
	int status;               /* of the reply; 0 until known */
	const char *why;          /* message of a refusal */
	const char *detail;
	const char *doc;          /* what SQL answered */
	size_t doclen;
	struct placet_json *json; /* the same parsed, when it was needed */
};

/* The value of a form or query field; NULL when absent. */
const char *req_field(const struct req *r, const char *name);

/* Refuse: a problem document or a page.  Always REQ_DONE. */
enum req_next req_fail(struct req *r, int status, const char *why);

/* Note that a field is wrong ("email", "email.invalid"); go on checking. */
void req_wrong(struct req *r, const char *field, const char *code);

/* Parse r->doc into r->json once; never NULL (fatal on our own bad JSON). */
struct placet_json *req_json(struct req *r);

/* Go on with a request that waited. */
void req_run(struct req *r);

#endif

/*
 * reply.c - see reply.h
 *
 * The header lines of a reply are made as one text and handed to libevent as
 * the value of Content-Type.  evhttp_add_header() would refuse a value with
 * line breaks, and rightly; but it also costs three allocations and a printf
 * a header, and most of our lines are the same for ever.  So this file puts
 * the finished text into evhttp's list itself: the only values in it are our
 * own constants and those that header_ok() has looked at.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include <event2/buffer.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>

#include <placet/hash.h>
#include <placet/text.h>

#include "base/log.h"

#include "cache.h"
#include "guard.h"
#include "reply.h"
#include "route.h"
#include "web.h"

#define SECURITY                                                \
	"\r\nContent-Security-Policy: default-src 'none'; "     \
	"style-src 'self'; img-src 'self'; script-src 'self'; " \
	"base-uri 'none'; frame-ancestors 'none'; "             \
	"object-src 'none'; form-action 'self'"
#define SECURITY_MORE                         \
	"\r\nX-Content-Type-Options: nosniff" \
	"\r\nCross-Origin-Opener-Policy: same-origin"
#define HSTS                                                \
	"\r\nStrict-Transport-Security: max-age=31536000; " \
	"includeSubDomains"
#define OPEN_REFERRER "\r\nReferrer-Policy: same-origin"
#define NO_REFERRER   "\r\nReferrer-Policy: no-referrer"
#define VARY          "\r\nVary: Accept, Accept-Language"

/* The status lines that libevent 2.1 has no words for. */
static const char *
phrase(int status)
{
	switch (status) {
	case 409: return "Conflict";
	case 410: return "Gone";
	case 413: return "Content Too Large";
	case 415: return "Unsupported Media Type";
	case 421: return "Misdirected Request";
	case 422: return "Unprocessable Content";
	case 429: return "Too Many Requests";
	case 431: return "Request Header Fields Too Large";
	default: return NULL;
	}
}

bool
reply_init(struct worker *w)
{
	const bool tls = strcmp(w->conf->public_scheme, "https") == 0;
	struct placet_buf b = { 0 };

	placet_buf_str(&b, SECURITY_MORE);
	placet_buf_str(&b, tls ? HSTS : "");
	if (b.err != 0)
		placet_buf_release(&b);
	w->security = b.data;
	return b.data != NULL;
}

/*
 * Browsers hold a form to its "form-action" where it is redirected too: one
 * that leads people to their own server may end anywhere.
 */
static const char *
form_action(const struct req *r, unsigned flags)
{
	if (!(flags & LEAVES))
		return "";
	return r->worker->conf->federation_test ? " https: http:" : " https:";
}

void
reply_release(struct worker *w)
{
	free(w->security);
	w->security = NULL;
}

/* --- header lines --- */

static bool
header_ok(const char *value)
{
	return value != NULL && value[strcspn(value, "\r\n")] == '\0' &&
	    strlen(value) <= LIMIT_FIELD;
}

void
reply_header(struct req *r, const char *name, const char *value)
{
	assert(header_ok(value));
	if (r->nheader == sizeof r->header / sizeof *r->header)
		return;
	r->header[r->nheader][0] = name;
	r->header[r->nheader][1] = value;
	r->nheader++;
}

/* Without the lines of reply_header(), which are not kept. */
static void
head_write(const struct req *r, const char *type, const char *cache,
    const char *etag, struct placet_buf *b)
{
	const unsigned flags = r->route == NULL ? 0 : r->route->flags;

	assert(header_ok(type) && header_ok(cache));
	placet_buf_str(b, type);
	placet_buf_str(b, "\r\nCache-Control: ");
	placet_buf_str(b, flags & PRIVATE ? "no-store" : cache);
	if (etag != NULL) {
		placet_buf_str(b, "\r\nETag: ");
		placet_buf_str(b, etag);
	}
	placet_buf_str(b, flags & PRIVATE ? NO_REFERRER : OPEN_REFERRER);
	if (r->face != FACE_RAW)
		placet_buf_str(b, VARY);
	if (r->face == FACE_AS || flags & SHARED)
		placet_buf_str(b, "\r\nAccess-Control-Allow-Origin: *");
	placet_buf_str(b, SECURITY);
	placet_buf_str(b, form_action(r, flags));
	placet_buf_str(b, r->worker->security);
	if (b->err != 0)
		fatal("out of memory");
}

/* Put the lines, from malloc and taken over, into the reply. */
static void
head_give(struct req *r, char *lines)
{
	struct evkeyvalq *out = evhttp_request_get_output_headers(r->http);
	struct evkeyval *h = calloc(1, sizeof *h);
	char *key = strdup("Content-Type");

	if (h == NULL || key == NULL || lines == NULL)
		fatal("out of memory");
	h->key = key;
	h->value = lines;
	TAILQ_INSERT_TAIL(out, h, next);
	for (size_t i = 0; i < r->nheader; i++)
		if (evhttp_add_header(out, r->header[i][0], r->header[i][1]) !=
		    0)
			fatal("out of memory");
	if ((r->close || r->worker->draining) &&
	    evhttp_add_header(out, "Connection", "close") != 0)
		fatal("out of memory");
}

/* --- sending: the one place that replies --- */

static enum req_next
reply_send(struct req *r, int status, size_t len)
{
	struct evhttp_request *http = r->http;
	char text[24];

	assert(http != NULL);
	if (r->head && status != 304) {
		snprintf(text, sizeof text, "%zu", len);
		if (evhttp_add_header(evhttp_request_get_output_headers(http),
		        "Content-Length", text) != 0)
			fatal("out of memory");
	}
	r->http = NULL;
	guard_replied(r->worker->guard, http);
	evhttp_send_reply(http, status, phrase(status), NULL);
	return REQ_DONE;
}

static bool
not_modified(struct req *r, const char *etag)
{
	const char *want = evhttp_find_header(
	    evhttp_request_get_input_headers(r->http), "If-None-Match");

	return want != NULL &&
	    (strstr(want, etag) != NULL || strcmp(want, "*") == 0);
}

enum req_next
reply_bytes(struct req *r, int status, const char *type, const char *cache,
    const void *data, size_t len)
{
	struct evbuffer *out = evhttp_request_get_output_buffer(r->http);
	struct placet_buf head = { 0 };

	head_write(r, type, cache, NULL, &head);
	head_give(r, head.data);
	if (!r->head && evbuffer_add(out, data, len) != 0)
		fatal("out of memory");
	return reply_send(r, status, len);
}

enum req_next
reply_static(struct req *r, const char *type, const char *cache,
    const char *etag, const char *data, size_t len)
{
	struct evbuffer *out = evhttp_request_get_output_buffer(r->http);
	struct placet_buf head = { 0 };

	r->face = FACE_RAW;
	head_write(r, type, cache, etag, &head);
	head_give(r, head.data);
	if (not_modified(r, etag))
		return reply_send(r, 304, 0);
	if (!r->head && evbuffer_add_reference(out, data, len, NULL, NULL) != 0)
		fatal("out of memory");
	return reply_send(r, 200, len);
}

/* --- what is kept --- */

static bool
keepable(const struct req *r)
{
	return r->route != NULL && r->route->flags & (CACHED | LISTED) &&
	    r->site != NULL;
}

static struct cache_key
key_of(const struct req *r)
{
	return (struct cache_key){ r->site->id, r->face, r->lang, r->prefix,
		r->path };
}

/* Which petition a kept reply is about; 0 a list. */
static int
petition_of(const struct req *r)
{
	uint64_t n = 0;

	if (r->route->flags & LISTED || r->nseg == 0 ||
	    placet_decimal(r->seg[0], strlen(r->seg[0]), INT32_MAX, &n) != 0)
		return 0;
	return (int)n;
}

static void
cached_sent(const void *data, size_t len, void *arg)
{
	(void)data;
	(void)len;
	cached_drop(arg);
}

/* Send a kept reply, held for us. */
static enum req_next
cached_send(struct req *r, struct cached *e)
{
	struct evbuffer *out = evhttp_request_get_output_buffer(r->http);
	size_t len = e->len;

	head_give(r, strdup(e->head));
	if (not_modified(r, e->etag)) {
		cached_drop(e);
		return reply_send(r, 304, 0);
	}
	if (r->head || len == 0)
		cached_drop(e);
	else if (evbuffer_add_reference(out, e->body, len, cached_sent, e) != 0)
		fatal("out of memory");
	return reply_send(r, 200, len);
}

bool
reply_cached(struct req *r)
{
	struct cache_key key;
	struct cached *e;

	if (!keepable(r))
		return false;
	key = key_of(r);
	e = cache_get(r->worker->cache, &key, worker_now(r->worker));
	if (e == NULL)
		return false;
	cached_send(r, e);
	return true;
}

static void
own_sent(const void *data, size_t len, void *arg)
{
	(void)data;
	(void)len;
	free(arg);
}

/* A strong validator: the bytes decide (RFC 9110 section 8.8.3). */
static void
etag_of(const char *data, size_t len, char etag[CACHE_ETAG])
{
	struct placet_hash hash;

	etag[0] = '"';
	placet_sha256(data, len, &hash);
	placet_hex(hash.b, 16, etag + 1);
	memcpy(etag + 33, "\"", 2);
}

static enum req_next
reply_keep(
    struct req *r, const char *type, const char *cache, char *data, size_t len)
{
	const struct cache_key key = key_of(r);
	struct cache_new reply = { petition_of(r), r->epoch, data, len, NULL,
		"" };
	struct placet_buf head = { 0 };
	struct cached *e;

	etag_of(data, len, reply.etag);
	head_write(r, type, cache, reply.etag, &head);
	reply.head = head.data;
	e = cache_put(r->worker->cache, &key, &reply, worker_now(r->worker));
	if (e == NULL)
		fatal("out of memory");
	placet_buf_release(&head);
	return cached_send(r, e);
}

enum req_next
reply_own(struct req *r, int status, const char *type, const char *cache,
    char *data, size_t len)
{
	struct evbuffer *out = evhttp_request_get_output_buffer(r->http);
	const bool tagged = status == 200 && r->face == FACE_AS;
	struct placet_buf head = { 0 };
	char etag[CACHE_ETAG];

	if (status == 200 && keepable(r))
		return reply_keep(r, type, cache, data, len);
	if (tagged)
		etag_of(data, len, etag);
	head_write(r, type, cache, tagged ? etag : NULL, &head);
	head_give(r, head.data);
	if (tagged && not_modified(r, etag)) {
		free(data);
		return reply_send(r, 304, 0);
	}
	if (r->head || len == 0)
		free(data);
	else if (evbuffer_add_reference(out, data, len, own_sent, data) != 0)
		fatal("out of memory");
	return reply_send(r, status, len);
}

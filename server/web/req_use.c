/*
 * req_use.c - what noun files ask of a request, and make in its memory
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/queue.h>

#include <event2/http.h>
#include <event2/keyvalq_struct.h>

#include <placet/hash.h>
#include <placet/httpsig.h>
#include <placet/text.h>

#include "base/ask.h"
#include "base/log.h"

#include "route.h"
#include "web.h"

const char *
req_field(const struct req *r, const char *name)
{
	for (size_t i = 0; i < r->nfield; i++)
		if (strcmp(r->field[i].name, name) == 0)
			return r->field[i].value;
	return NULL;
}

void
req_wrong(struct req *r, const char *field, const char *code)
{
	struct placet_arena *a = &r->arena;
	struct placet_json *o = placet_json_new(a, PLACET_JSON_OBJECT);

	if (r->errors == NULL)
		r->errors = placet_json_new(a, PLACET_JSON_ARRAY);
	if (o == NULL || r->errors == NULL)
		fatal("out of memory");
	placet_json_set(
	    a, o, "field", placet_json_new_text(a, field, strlen(field)));
	placet_json_set(
	    a, o, "code", placet_json_new_text(a, code, strlen(code)));
	placet_json_push(r->errors, o);
}

void
req_explain(struct req *r, const char *where, const char *why)
{
	r->explained = *where == '\0' ? why
	                              : req_printf(r, "%s: %s", where, why);
}

char *
req_copy(struct req *r, const void *data, size_t len)
{
	char *s = placet_memdup(&r->arena, data, len);

	if (s == NULL)
		fatal("out of memory");
	return s;
}

char *
req_printf(struct req *r, const char *fmt, ...)
{
	char text[1024];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (n < 0)
		fatal("out of memory");
	if ((size_t)n >= sizeof text)
		n = sizeof text - 1;
	return req_copy(r, text, (size_t)n);
}

const char *
req_bytea(struct req *r, const void *data, size_t len)
{
	char *s = placet_alloc(&r->arena, 2 * len + 3);

	if (s == NULL)
		fatal("out of memory");
	s[0] = '\\';
	s[1] = 'x';
	placet_hex(data, len, s + 2);
	return s;
}

enum req_next
token_check(struct req *r)
{
	uint8_t secret[32];
	const char *last = r->seg[r->nseg - 1];
	size_t len = sizeof secret;
	struct placet_hash hash;

	if (placet_unbase64url(last, strlen(last), secret, &len) != 0 ||
	    len != sizeof secret)
		return req_fail(r, 404, "token.unknown");
	placet_sha256(secret, sizeof secret, &hash);
	r->extra[0] = req_bytea(r, hash.b, sizeof hash.b);
	return REQ_NEXT;
}

static void
on_sealed(int status, const void *data, size_t len, void *arg)
{
	struct req *r = arg;

	r->sealed(r, status, data, len);
}

void
req_seal(struct req *r, const struct ask_seal *ask, const void *payload,
    size_t len, req_sealed *done)
{
	r->sealed = done;
	if (r->worker->keyd == NULL) {
		done(r, IPC_FAILED, NULL, 0);
		return;
	}
	ipc_ask(r->worker->keyd, IPC_SEAL, ask, sizeof *ask, payload, len,
	    on_sealed, r);
}

const char *
req_header(const struct req *r, const char *name)
{
	return evhttp_find_header(
	    evhttp_request_get_input_headers(r->http), name);
}

size_t
req_headers(const struct req *r, struct placet_http_field *field, size_t most)
{
	const struct evkeyvalq *in = evhttp_request_get_input_headers(r->http);
	const struct evkeyval *h;
	size_t n = 0;

	TAILQ_FOREACH (h, in, next) {
		if (n == most)
			break;
		field[n].name = h->key;
		field[n++].value = h->value;
	}
	return n;
}

const char *
req_method(const struct req *r)
{
	return evhttp_request_get_command(r->http) == EVHTTP_REQ_POST ? "POST"
	                                                              : "GET";
}

const char *
req_target(const struct req *r)
{
	return evhttp_request_get_uri(r->http);
}

const char *
req_link(struct req *r, const char *path)
{
	return req_printf(r, "%s%s%s", r->site->origin, r->prefix, path);
}

/*
 * httpsig.h - requests for the tests of signatures, signed by hand
 *
 * What is signed here is put together by a few lines of its own, so that
 * the library is not only asked whether it agrees with itself.
 */
#ifndef UNIT_HTTPSIG_H
#define UNIT_HTTPSIG_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <placet/digest.h>
#include <placet/httpsig.h>
#include <placet/text.h>

#define NOW  1618884475 /* Tue, 20 Apr 2021 02:07:55 GMT */
#define BODY "{\"hello\": \"world\"}"

#define OLD PLACET_HTTPSIG_CAVAGE
#define NEW PLACET_HTTPSIG_RFC9421

/* Drawn for these tests by openssl genpkey; signs nothing else. */
static const char rsa_pem[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCV6YixSKXQgCNt\n"
    "TIXOWS7A08SAuXWcp5HCK1qWs83wAjTjIe/1cvA1qinNCG69smHjs0sszOBngbLd\n"
    "3xtmcb7xZMLGxKFM60zc+2B4txjl2YLgXO5KOPkTqsQHwwun+yojUzXNIn8s6nw0\n"
    "HjP28+mUS7Tcd9ToDvyD8xyteZdVi5B3Iv7UX4Er5AinJUMUH+ue/aLBGsBWik52\n"
    "Uv2oNiSCYEKDeiC3UEyJH6HxX9aPDiZrj+TCzHh7iE0ayjdGXiGI8GkDNzWnmIUD\n"
    "4aIi7fQkf29I2dK1VMOyweWeVHntogIH+0RdkHO26AaQWp68bRfJrYMHuj+1gBVw\n"
    "W0OsSXFfAgMBAAECggEACZwLuBmJD4F3Q+VY2m5bEd9BRGMfB+ix7jlrOCfUdqMd\n"
    "ksW1JQ22GiqLPWph9uT9Y2Q12GxVoiztM02+6uU1sTGdTrKCCHU42x1+BJ7wCKPV\n"
    "wN4UJEvco4cZw8mb8Kun+tW1qC2i61UomwqomBbwjSIBOPSxgCKdyzOFThVyPvh3\n"
    "HkrP2JITkjydAtnh7avkkqyUkjyhUHf1O7UBK0GW9hv4gPQ6pHDf5Mij0pr0Fybb\n"
    "+Nd4ztGnkAYH4GwFDtejtLvckcdf7RzSTaoSsHXCyQ/zJnV4IcbUlWSM5urD01sN\n"
    "R8xrtLx4RI6I2U7S9b72QIQE1K8iNAMae9O0JCraIQKBgQDS2J999qf9nB/jSbu9\n"
    "Wisz5P6W73rqPtZBaI55JwqgvLY7o15i4lWl3/t2YBXdZu7mC+svqFSRXKZJpV2h\n"
    "+TB/HmNeYOkONBtPoDziK0MvocHr+QVN8T2mthBsyLPSKXM1ABiNWFnyPtItncF0\n"
    "a1DwxpSF6ozz2DL5QlokSTJhTwKBgQC2BEjAN9lDzS4pqcYZtfHmTzlJrpKj369Q\n"
    "5eZYfdVGPkOswL3cYcZoKMYLj2ncwNXf7VuadLBuDoPud+3NndFHt8kbmL3PbVmI\n"
    "2DHcRWV3X8cwaVNLWPa7t3WsitDvDmmgzIziNztxA6UmCy0bK2TpjsAuXq/0OhdF\n"
    "j43zs9VK8QKBgBlPTZ32TOYhpqZHBJVPTJ5XH8SIjM2vq1KAtZGPgTQYUxvHmZ3v\n"
    "I27c+zeTgyxnncfZqGq5HyWv5Ho0so+t9QddY3pB0dgVoy2kw4o2vULrfPbRlrRr\n"
    "gAYSFtioIwXYWe8Dyu60q19r8Rjutfk+pKGyhMOqiy7+Regr8dwnOTf7AoGBALRN\n"
    "miOPL1HStp/e5bYiXfXfFMjAfdKHiouAsaWHQPXMSA2hAHKHCJu1iDl7X0qmWzbv\n"
    "UYa3gO4Ewvw/IPpGE0IP9M+5ho0rrT25q+qfc9vErPRv4WsKPZ/GJHM/L6kfhdMb\n"
    "zZNpUyCok7gT6iK34cba+dT1RyePQ+5MPjnjMq6BAoGAPYvmekEU1DF6nxh/F8gN\n"
    "+WTgF0AKoMlVKZ0nrT08aldWyRUvAPg4wlimpbey1RU2ddktty/O0L6eEO+WgXSq\n"
    "/651hRdNphTnABhiDx7qyBi02ZwKRmfUGg+inIof9EwD/fAPI9dTNPoD8QHgv/qD\n"
    "nMRXbm9BtTsCvjU5WUiSGnE=\n"
    "-----END PRIVATE KEY-----\n";

/* The seed of test-key-ed25519 (RFC 9421 B.1.4). */
static const uint8_t ed25519_seed[32] = { 0x9f, 0x83, 0x62, 0xf8, 0x7a, 0x48,
	0x4a, 0x95, 0x4e, 0x6e, 0x74, 0x0c, 0x5b, 0x4c, 0x0e, 0x84, 0x22, 0x91,
	0x39, 0xa2, 0x0a, 0xa8, 0xab, 0x56, 0xff, 0x66, 0x58, 0x6f, 0x6a, 0x7d,
	0x29, 0xc5 };

static inline void
must(bool holds)
{
	if (!holds)
		abort();
}

struct pair {
	struct placet_secret *secret;
	struct placet_key *key;
};

static inline struct pair
pair_rsa(void)
{
	struct pair p;

	must(placet_secret_parse(rsa_pem, strlen(rsa_pem), &p.secret) == 0);
	must(placet_secret_public(p.secret, &p.key) == 0);
	return p;
}

static inline struct pair
pair_ed25519(void)
{
	struct pair p;

	must(placet_secret_of_seed(ed25519_seed, &p.secret) == 0);
	must(placet_secret_public(p.secret, &p.key) == 0);
	return p;
}

static inline void
pair_release(struct pair *p)
{
	placet_secret_free(p->secret);
	placet_key_free(p->key);
}

enum { HEADERS = PLACET_HTTPSIG_FIELDS + 2 };

/* A request under construction. */
struct draft {
	struct placet_arena arena;
	struct placet_http_field field[HEADERS];
	struct placet_http_request req;
};

static inline void
draft_add(struct draft *d, const char *name, const char *value)
{
	must(d->req.nfields < HEADERS);
	d->field[d->req.nfields].name = name;
	d->field[d->req.nfields++].value = placet_strdup(&d->arena, value);
}

static inline struct placet_http_field *
draft_find(struct draft *d, const char *name)
{
	for (size_t i = 0; i < d->req.nfields; i++)
		if (strcmp(d->field[i].name, name) == 0)
			return &d->field[i];
	return NULL;
}

/* Another value for a header; NULL takes it away, "+name" adds one more. */
static inline void
draft_set(struct draft *d, const char *name, const char *value)
{
	struct placet_http_field *f = draft_find(d, name);

	if (name[0] == '+') {
		draft_add(d, name + 1, value);
	} else if (value == NULL) {
		must(f != NULL);
		*f = d->field[--d->req.nfields];
	} else if (f != NULL) {
		f->value = value;
	} else {
		draft_add(d, name, value);
	}
}

static inline void
draft_body(struct draft *d, const char *body)
{
	d->req.body = body;
	d->req.bodylen = strlen(body);
}

/* What a peer would send to our inbox, or ask of us. */
static inline void
draft_start(struct draft *d, const char *method, const char *target)
{
	struct placet_buf b = { 0 };

	*d = (struct draft){ 0 };
	d->req.method = method;
	d->req.target = target;
	d->req.origin = "https://placet.example";
	d->req.field = d->field;
	draft_body(d, "");
	draft_add(d, "host", "placet.example");
	draft_add(d, "date", "Tue, 20 Apr 2021 02:07:55 GMT");
	draft_add(d, "user-agent", "peer/1.0");
	if (strcmp(method, "GET") == 0)
		return;
	draft_body(d, BODY);
	draft_add(d, "content-type", "application/activity+json");
	placet_digest_write(BODY, strlen(BODY), &b);
	draft_add(d, "digest", b.data);
	placet_buf_clear(&b);
	placet_content_digest_write(BODY, strlen(BODY), &b);
	draft_add(d, "content-digest", b.data);
	placet_buf_release(&b);
}

static inline void
draft_end(struct draft *d)
{
	placet_arena_end(&d->arena);
}

/* The value of a component, as a signer would see it. */
static inline const char *
draft_value(struct draft *d, const char *name)
{
	const struct placet_http_request *req = &d->req;
	const char *query = strchr(req->target, '?');
	const struct placet_http_field *f = draft_find(d, name);

	if (strcmp(name, "(request-target)") == 0)
		return placet_printf(&d->arena, "%s %s",
		    strcmp(req->method, "GET") == 0 ? "get" : "post",
		    req->target);
	if (strcmp(name, "@method") == 0)
		return req->method;
	if (strcmp(name, "@target-uri") == 0)
		return placet_printf(
		    &d->arena, "https://placet.example%s", req->target);
	if (strcmp(name, "@authority") == 0)
		return "placet.example";
	if (strcmp(name, "@scheme") == 0)
		return "https";
	if (strcmp(name, "@request-target") == 0)
		return req->target;
	if (strcmp(name, "@path") == 0)
		return placet_memdup(
		    &d->arena, req->target, strcspn(req->target, "?"));
	if (strcmp(name, "@query") == 0)
		return query != NULL ? query : "?";
	return f != NULL ? f->value : "";
}

/* The digits of a parameter such as created=1. */
static inline const char *
draft_number(struct draft *d, const char *params, const char *name)
{
	const char *at = strstr(params, name);

	if (at == NULL)
		return "";
	at += strlen(name) + 1;
	at += *at == '"';
	return placet_memdup(&d->arena, at, strspn(at, "0123456789"));
}

/* The lines of what is signed, and the names in them as a list. */
static inline void
draft_base(struct draft *d, const char *q, const char *covered,
    const char *params, struct placet_buf *base, struct placet_buf *list)
{
	char *names = placet_strdup(&d->arena, covered), *save = NULL;

	for (char *n = strtok_r(names, " ", &save); n != NULL;
	     n = strtok_r(NULL, " ", &save)) {
		const char *value;

		if (strcmp(n, "(created)") == 0)
			value = draft_number(d, params, "created");
		else if (strcmp(n, "(expires)") == 0)
			value = draft_number(d, params, "expires");
		else
			value = draft_value(d, n);
		placet_buf_printf(base, "%s%s%s%s: %s",
		    base->len > 0 ? "\n" : "", q, n, q, value);
		placet_buf_printf(
		    list, "%s%s%s%s", list->len > 0 ? " " : "", q, n, q);
	}
}

/* A signature in base64, kept by the draft. */
static inline const char *
draft_seal(struct draft *d, struct placet_secret *secret,
    const struct placet_buf *base)
{
	const bool rsa = placet_secret_type(secret) == PLACET_KEY_RSA;
	char text[PLACET_BASE64_SIZE(PLACET_KEY_SIG_MAX)];
	uint8_t sig[PLACET_KEY_SIG_MAX];
	size_t len;

	must(placet_secret_sign(secret, rsa ? PLACET_SHA_256 : PLACET_SHA_NONE,
	         base->data, base->len, sig, &len) == 0);
	placet_base64(sig, len, text);
	return placet_strdup(&d->arena, text);
}

/*
 * Sign `covered`, names with blanks between, with these parameters: for the
 * older scheme all but headers and signature, for the newer one all that
 * stands behind the list.
 */
static inline void
draft_sign(struct draft *d, enum placet_httpsig_scheme scheme,
    struct placet_secret *secret, const char *covered, const char *params)
{
	struct placet_buf base = { 0 }, list = { 0 }, value = { 0 };

	placet_buf_str(&list, "");
	draft_base(d, scheme == NEW ? "\"" : "", covered, params, &base, &list);
	if (scheme == NEW) {
		placet_buf_printf(&base, "%s\"@signature-params\": (%s)%s",
		    base.len > 0 ? "\n" : "", list.data, params);
		placet_buf_printf(&value, "sig1=(%s)%s", list.data, params);
		draft_set(d, "+signature-input", value.data);
		placet_buf_clear(&value);
		placet_buf_printf(
		    &value, "sig1=:%s:", draft_seal(d, secret, &base));
	} else {
		placet_buf_printf(&value, "%s,headers=\"%s\",signature=\"%s\"",
		    params, list.data, draft_seal(d, secret, &base));
	}
	draft_set(d, "+signature", value.data);
	placet_buf_release(&base);
	placet_buf_release(&list);
	placet_buf_release(&value);
}

#endif

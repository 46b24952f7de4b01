/*
 * dispatch.c - one signed request to another server
 *
 *	headers -> base -> signature (keyd) -> send (fetch_http)
 *
 * Signed anew each time: a signature is good for an hour, a retry may come
 * days later.
 *
 * While the key of a site is being replaced SQL says which one a server
 * should know.  It cannot see who has fetched the new one early, or missed
 * it; so whoever refuses the first is sent the same by the second at once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <placet/digest.h>
#include <placet/time.h>
#include <placet/url.h>

#include "base/activity.h"
#include "base/ask.h"
#include "base/log.h"
#include "courier/federation.h"

#define ACTIVITY "application/activity+json"
#define ACCEPT   ACTIVITY ", application/ld+json; profile=\"" PLACET_AS "\""

enum { FIELDS = 6 };

struct parcel {
	struct federation *f;
	struct placet_arena arena;
	const struct dispatch *d;
	struct placet_http_field field[FIELDS];
	struct placet_http_request req;
	struct placet_httpsig_how how;
	const char *header[FETCH_HTTP_HEADERS];
	const char *failed; /* why it was not sent */
	int key;            /* which of the speaker's signs */
	http_done *done;
	void *arg;
};

static void
parcel_end(struct parcel *p)
{
	placet_arena_end(&p->arena);
	free(p);
}

static void
on_failed(evutil_socket_t fd, short what, void *arg)
{
	struct parcel *p = arg;
	const struct http_answer none = { .code = p->failed, .body = "" };

	(void)fd;
	(void)what;
	p->done(&none, p->arg);
	parcel_end(p);
}

/* Tell in the next turn of the loop. */
static void
parcel_fail(struct parcel *p, const char *code)
{
	static const struct timeval now;

	p->failed = code;
	if (event_base_once(
	        p->f->c->base, -1, EV_TIMEOUT, on_failed, p, &now) != 0)
		fatalx("out of memory");
}

static const char *
must(const char *s)
{
	if (s == NULL)
		fatalx("out of memory");
	return s;
}

static const char *
own(struct parcel *p, struct placet_buf *b)
{
	const char *s = NULL;

	if (b->err == 0)
		s = placet_memdup(&p->arena, b->data, b->len);
	placet_buf_release(b);
	return must(s);
}

static void
add_field(struct parcel *p, const char *name, const char *value)
{
	p->field[p->req.nfields].name = name;
	p->field[p->req.nfields++].value = value;
}

/* What is sent besides the body, in the order in which it is signed. */
static void
add_fields(struct parcel *p, const struct placet_url *url)
{
	const struct dispatch *d = p->d;
	const struct placet_slice *o = &url->origin, *s = &url->scheme;
	char date[PLACET_HTTP_DATE_SIZE];
	struct placet_buf digest = { 0 };

	/* host[:port], as the URL has it. */
	add_field(p, "Host",
	    must(placet_memdup(
	        &p->arena, o->s + s->len + 3, o->len - s->len - 3)));
	if (placet_http_date_write(time(NULL), date) != 0)
		fatalx("the clock is out of range");
	add_field(p, "Date", must(placet_strdup(&p->arena, date)));
	if (d->body == NULL)
		return;
	if (d->scheme == PLACET_HTTPSIG_RFC9421)
		placet_content_digest_write(d->body, d->len, &digest);
	else
		placet_digest_write(d->body, d->len, &digest);
	add_field(p,
	    d->scheme == PLACET_HTTPSIG_RFC9421 ? "Content-Digest" : "Digest",
	    own(p, &digest));
	add_field(p, "Content-Type", ACTIVITY);
}

static const char *
header_line(struct parcel *p, const char *name, const char *value)
{
	return must(placet_printf(&p->arena, "%s: %s", name, value));
}

static void parcel_sign(struct parcel *p);

static void
on_sent(const struct http_answer *answer, void *arg)
{
	struct parcel *p = arg;

	if (answer->status == 401 && p->key + 1 < p->d->by->nkeys) {
		p->key++;
		parcel_sign(p);
		return;
	}
	p->done(answer, p->arg);
	parcel_end(p);
}

static void
parcel_send(struct parcel *p, const void *sig, size_t siglen)
{
	const struct http_order order = { p->d->url, p->header, p->d->body,
		p->d->len, p->d->most };
	struct placet_buf signature = { 0 }, input = { 0 };
	size_t n = 0;

	if (placet_httpsig_header(
	        &p->how, &p->req, sig, siglen, &signature, &input) != 0)
		fatalx("cannot write a signature");
	for (size_t i = 0; i < p->req.nfields; i++)
		p->header[n++] = header_line(
		    p, p->field[i].name, p->field[i].value);
	if (input.len > 0)
		p->header[n++] = header_line(
		    p, "Signature-Input", own(p, &input));
	p->header[n++] = header_line(p, "Signature", own(p, &signature));
	p->header[n++] = header_line(p, "User-Agent",
	    must(placet_printf(&p->arena, "Placet (+%s)", p->d->by->origin)));
	p->header[n++] = "Accept: " ACCEPT;
	p->header[n++] = "Expect:"; /* curl would wait for a 100 */
	fetch_http(p->f->http, &order, on_sent, p);
}

static void
on_signed(int status, const void *data, size_t len, void *arg)
{
	struct parcel *p = arg;

	if (status != IPC_OK) {
		log_warnx("keyd signs no request (status %d)", status);
		parcel_fail(p, "http.key");
		return;
	}
	parcel_send(p, data, len);
}

static void
parcel_sign(struct parcel *p)
{
	struct placet_buf base = { .ceiling = ASK_HTTP_MAX };
	struct ask_http ask;

	memcpy(ask.site, p->d->by->site, sizeof ask.site);
	memcpy(ask.key, p->d->by->key[p->key], sizeof ask.key);
	if (p->d->by->nkeys == 0)
		parcel_fail(p, "http.key"); /* not made yet */
	else if (placet_httpsig_base(&p->how, &p->req, &base) != 0 ||
	    base.err != 0)
		parcel_fail(p, "http.url");
	else
		ipc_ask(p->f->c->keyd, IPC_HTTP, &ask, sizeof ask, base.data,
		    base.len, on_signed, p);
	placet_buf_release(&base);
}

/* Whom it is for; NULL, or why not. */
static const char *
parcel_address(struct parcel *p, struct placet_url *url)
{
	const struct placet_msg_rules rules = activity_rules(
	    p->f->conf.testing);
	const struct dispatch *d = p->d;

	if (placet_url_parse(d->url, strlen(d->url), &rules.url, url) != 0)
		return "http.url";
	if (strlen(d->by->origin) == url->origin.len &&
	    memcmp(d->by->origin, url->origin.s, url->origin.len) == 0)
		return "http.self";
	p->req.method = d->body != NULL ? "POST" : "GET";
	p->req.target = url->path.len == 0
	    ? "/"
	    : must(placet_strdup(&p->arena, url->path.s));
	p->req.origin = must(
	    placet_memdup(&p->arena, url->origin.s, url->origin.len));
	p->req.field = p->field;
	p->req.body = d->body;
	p->req.bodylen = d->len;
	return NULL;
}

void
dispatch(
    struct federation *f, const struct dispatch *d, http_done *done, void *arg)
{
	struct parcel *p = calloc(1, sizeof *p);
	struct placet_url url;
	const char *wrong;

	if (p == NULL)
		fatalx("out of memory");
	p->f = f;
	p->d = d;
	p->done = done;
	p->arg = arg;
	wrong = parcel_address(p, &url);
	if (wrong != NULL) {
		parcel_fail(p, wrong);
		return;
	}
	add_fields(p, &url);
	p->how.scheme = d->scheme;
	p->how.type = PLACET_KEY_RSA;
	p->how.created = time(NULL);
	p->how.keyid = must(
	    placet_printf(&p->arena, "%s#main-key", d->by->actor));
	parcel_sign(p);
}

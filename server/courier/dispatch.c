/*
 * dispatch.c - one signed request to another server
 *
 *	may we? -> headers -> base -> signature (keyd) -> send (fetch_http)
 *
 * Signed anew each time: a signature is good for an hour, a retry may come
 * days later.
 *
 * While the key of a site is being replaced SQL says which one a server
 * should know.  It cannot see who has fetched the new one early, or missed
 * it; so whoever refuses the first is sent the same by the second at once.
 * So is, where there is a query, who may want it left out of what is signed.
 *
 * What is fetched may lead anywhere, by redirects and by what documents say:
 * each time SQL is asked whether the site may fetch it, and told if the server
 * did not answer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <placet/digest.h>
#include <placet/text.h>
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
	const char *target; /* path and query */
	const char *failed; /* why it was not sent */
	int key;            /* which of the speaker's signs */
	bool bare;          /* the query is not signed */
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
on_noted(const struct db_result *res, void *arg)
{
	(void)arg;
	if (res->status != 0 && res->status != 503)
		log_warnx("cannot note a server that failed: %s", res->message);
}

/* Who does not answer, or not now, is left alone for a while. */
static void
parcel_note(struct parcel *p, const struct http_answer *a)
{
	static const char *const passing[] = { "http.connect", "http.timeout",
		"http.resolve", "http.tls" };
	bool failed = a->status >= 500 || a->status == 429;
	char after[16];

	for (size_t i = 0; i < sizeof passing / sizeof *passing; i++)
		if (a->status == 0 && strcmp(a->code, passing[i]) == 0)
			failed = true;
	if (!failed || p->d->body != NULL)
		return;
	snprintf(after, sizeof after, "%d", a->retry_after);
	db_call(p->f->c->db, COURIER_HOST_FAILED,
	    (const struct db_arg[]){ { p->d->url }, { after } }, on_noted,
	    NULL);
}

/* Is there another way to sign it? */
static bool
parcel_again(struct parcel *p)
{
	if (!p->bare && p->d->body == NULL && strchr(p->target, '?') != NULL) {
		p->bare = true;
		return true;
	}
	p->bare = false;
	return ++p->key < p->d->by->nkeys;
}

static void
on_sent(const struct http_answer *answer, void *arg)
{
	struct parcel *p = arg;

	if (answer->status == 401 && parcel_again(p)) {
		parcel_sign(p);
		return;
	}
	parcel_note(p, answer);
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
	p->header[n++] = "Accept-Encoding: identity";
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

	p->req.target = p->bare
	    ? must(placet_memdup(&p->arena, p->target, strcspn(p->target, "?")))
	    : p->target;
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
	p->target = url->path.len == 0
	    ? "/"
	    : must(placet_strdup(&p->arena, url->path.s));
	p->req.origin = must(
	    placet_memdup(&p->arena, url->origin.s, url->origin.len));
	p->req.field = p->field;
	p->req.body = d->body;
	p->req.bodylen = d->len;
	return NULL;
}

static void
on_allowed(const struct db_result *res, void *arg)
{
	struct parcel *p = arg;

	if (res->status != 0)
		parcel_fail(p, "http.key"); /* not now, by no fault of theirs */
	else if (res->doc == NULL || strcmp(res->doc, "t") != 0)
		parcel_fail(p, "http.blocked");
	else
		parcel_sign(p);
}

/* A message to an inbox was asked about when it was taken. */
static void
parcel_ask(struct parcel *p)
{
	char site[2 * sizeof p->d->by->site + 1];

	placet_hex(p->d->by->site, sizeof p->d->by->site, site);
	db_call(p->f->c->db, COURIER_FETCH_ALLOWED,
	    (const struct db_arg[]){ { site }, { p->d->url } }, on_allowed, p);
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
	if (d->body == NULL)
		parcel_ask(p);
	else
		parcel_sign(p);
}

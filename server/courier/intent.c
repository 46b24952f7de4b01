/*
 * intent.c - where the pages of somebody's own server are, to follow, like
 * and reply from there
 *
 * Their server is asked by WebFinger (RFC 7033): for their account, if they
 * named one, for the server itself, for the actor that some have in its name.
 * The first answer with a template that we know counts: those of FEP-3b86,
 * and the older one for following.  Not signed: nobody should have to know
 * us to say this, and it tells no more than a browser would.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <placet/text.h>
#include <placet/url.h>

#include "base/activity.h"
#include "base/log.h"
#include "courier/federation.h"

#define FEP "https://w3id.org/fep/3b86/"

enum {
	INTENT_HOPS = 3,        /* redirects of one question, all together */
	INTENT_BYTES = 65536,   /* of an answer */
	INTENT_TEMPLATE = 1024, /* of a template */
	INTENT_LINKS = 256,     /* that are looked at */
};

/* What a link is called, what SQL calls it, what it must have a place for. */
static const struct {
	const char *rel, *name, *place;
} templates[] = {
	{ FEP "Follow", "follow", "{object}" },
	{ FEP "Like", "like", "{object}" },
	{ FEP "Create", "reply", "{inReplyTo}" },
	{ FEP "Object", "object", "{object}" },
	{ "http://ostatus.org/schema/1.0/subscribe", "subscribe", "{uri}" },
};
enum { TEMPLATES = sizeof templates / sizeof *templates };

struct intent {
	struct federation *f;
	struct placet_arena arena;
	const char *origin, *host, *account;
	const char *id;
	char site[16];
	const char *header[4];
	struct http_order order;
	int asked, hops;
	const char *found[TEMPLATES];
};

static const char *
must(const char *s)
{
	if (s == NULL)
		fatalx("out of memory");
	return s;
}

/* --- the end --- */

static void
on_done(const struct db_result *res, void *arg)
{
	struct intent *i = arg;
	struct federation *f = i->f;

	if (res->status != 0 && res->status != 503)
		log_warnx("cannot lead somebody on: %s", res->message);
	placet_arena_end(&i->arena);
	free(i);
	federation_ended(f, &f->asks);
}

static void
intent_done(struct intent *i, const char *found, bool keep)
{
	db_call(i->f->c->db, COURIER_INTENT_DONE,
	    (const struct db_arg[]){
	        { i->site }, { i->id }, { found }, { keep ? "t" : "f" } },
	    on_done, i);
}

/* host[:port] of a URL; it is also one of `host` when that is above it. */
static bool
host_same(const struct placet_url *url, const char *host)
{
	const char *s = url->origin.s + url->scheme.len + 3;
	const size_t len = url->origin.len - url->scheme.len - 3;
	const size_t want = strlen(host);

	return len >= want && memcmp(s + len - want, host, want) == 0 &&
	    (len == want || s[len - want - 1] == '.');
}

static bool
names(const char *t, const char *account)
{
	const size_t len = strlen(account);

	for (; *t != '\0'; t++)
		if (strncasecmp(t, account, len) == 0)
			return true;
	return false;
}

/*
 * What holds for one of the server's people holds for all if it leads to the
 * server itself and does not hold their name.
 */
static bool
template_common(const struct intent *i, const char *t)
{
	const struct placet_msg_rules rules = activity_rules(
	    i->f->conf.testing);
	struct placet_url url;

	return (i->account == NULL || !names(t, i->account)) &&
	    placet_url_parse(t, strcspn(t, "?{"), &rules.url, &url) == 0 &&
	    host_same(&url, i->host);
}

static void
intent_tell(struct intent *i)
{
	struct placet_json *o = placet_json_new(&i->arena, PLACET_JSON_OBJECT);
	struct placet_buf b = { .ceiling = 8 * INTENT_TEMPLATE };
	bool common = true;
	int n = 0;

	for (int k = 0; k < TEMPLATES; k++) {
		const char *t = i->found[k];
		struct placet_json *v;

		if (t == NULL)
			continue;
		v = placet_json_new_text(&i->arena, t, strlen(t));
		if (o == NULL || v == NULL)
			fatalx("out of memory");
		placet_json_set(&i->arena, o, templates[k].name, v);
		common = common && template_common(i, t);
		n++;
	}
	placet_json_write(&b, o);
	if (b.err != 0)
		fatalx("out of memory");
	/* That a name leads nowhere says nothing about the others. */
	intent_done(i, b.data, common && (n > 0 || i->account == NULL));
	placet_buf_release(&b);
}

/* --- what it says --- */

/*
 * A template is a URL once its places are filled; they may not be in the name
 * of the server.
 */
static bool
template_good(const struct intent *i, const char *t, const char *place)
{
	const struct placet_msg_rules rules = activity_rules(
	    i->f->conf.testing);
	char bare[INTENT_TEMPLATE + 1];
	struct placet_url url;
	size_t n = 0;
	bool in = false;

	if (strlen(t) > INTENT_TEMPLATE || strstr(t, place) == NULL)
		return false;
	for (const char *s = t; *s != '\0'; s++) {
		if (*s == (in ? '}' : '{'))
			in = !in;
		else if (*s == '{' || *s == '}')
			return false;
		else if (!in)
			bare[n++] = *s;
	}
	return !in && placet_url_parse(bare, n, &rules.url, &url) == 0 &&
	    strcspn(t, "{") > url.origin.len;
}

/* The FEP says "href"; those who came first, and most since, "template". */
static void
intent_link(struct intent *i, const struct placet_json *link)
{
	const char *rel = placet_json_text(link, "rel");
	const char *t = placet_json_text(link, "template");

	if (t == NULL)
		t = placet_json_text(link, "href");
	for (int k = 0; rel != NULL && t != NULL && k < TEMPLATES; k++)
		if (i->found[k] == NULL &&
		    strcasecmp(rel, templates[k].rel) == 0 &&
		    template_good(i, t, templates[k].place))
			i->found[k] = t;
}

/* Is there a template in it? */
static bool
intent_read(struct intent *i, const struct http_answer *a)
{
	struct placet_json *doc = NULL;
	const struct placet_json *v;
	int n = 0;

	if (placet_json_parse(&i->arena, a->body, a->len, NULL, &doc) != 0)
		return false;
	v = placet_json_get(doc, "links");
	for (v = v == NULL ? NULL : v->first; v != NULL && n < INTENT_LINKS;
	     v = v->next, n++)
		intent_link(i, v);
	for (int k = 0; k < TEMPLATES; k++)
		if (i->found[k] != NULL)
			return true;
	return false;
}

/* --- asking --- */

static void intent_ask(struct intent *i);
static void intent_fetch(struct intent *i, const char *url);

static void
on_answer(const struct http_answer *a, void *arg)
{
	struct intent *i = arg;

	if (a->status >= 301 && a->status <= 308 && a->location != NULL &&
	    i->hops < INTENT_HOPS) {
		i->hops++;
		intent_fetch(i, a->location);
	} else if (a->status == 200 && intent_read(i, a)) {
		intent_tell(i);
	} else if (a->status == 0 || a->status == 429 || a->status >= 500) {
		log_debug("'%s' answers nobody: %s", i->host,
		    a->code != NULL ? a->code : "its fault");
		intent_done(i, NULL, true);
	} else {
		intent_ask(i);
	}
}

/* Anywhere but to ourselves; where it leads is looked at again. */
static void
intent_fetch(struct intent *i, const char *url)
{
	const struct placet_msg_rules rules = activity_rules(
	    i->f->conf.testing);
	struct placet_url u;

	if (placet_url_parse(url, strlen(url), &rules.url, &u) != 0 ||
	    (strlen(i->origin) == u.origin.len &&
	        memcmp(i->origin, u.origin.s, u.origin.len) == 0)) {
		intent_ask(i);
		return;
	}
	i->order.url = must(placet_strdup(&i->arena, url));
	fetch_http(i->f->http, &i->order, on_answer, i);
}

static const char *
encoded(struct intent *i, const char *s)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                            "abcdefghijklmnopqrstuvwxyz0123456789-._~";
	struct placet_buf b = { .ceiling = INTENT_BYTES };
	const char *out = NULL;
	char hex[4];

	for (; *s != '\0'; s++) {
		snprintf(hex, sizeof hex, "%%%02X", (unsigned)(uint8_t)*s);
		if (strchr(plain, *s) != NULL)
			placet_buf_byte(&b, (uint8_t)*s);
		else
			placet_buf_str(&b, hex);
	}
	if (b.err == 0)
		out = placet_memdup(&i->arena, b.data, b.len);
	placet_buf_release(&b);
	return must(out);
}

/* The next resource, if there is one. */
static void
intent_ask(struct intent *i)
{
	const char *scheme = i->f->conf.testing ? "http" : "https";
	const char *what = NULL;

	if (i->asked == 0 && i->account == NULL)
		i->asked++;
	switch (i->asked++) {
	case 0:
		what = placet_printf(
		    &i->arena, "acct:%s@%s", i->account, i->host);
		break;
	case 1:
		what = placet_printf(&i->arena, "%s://%s/", scheme, i->host);
		break;
	case 2:
		what = placet_printf(&i->arena, "acct:%s@%s", i->host, i->host);
		break;
	default: intent_tell(i); return;
	}
	intent_fetch(i,
	    must(placet_printf(&i->arena,
	        "%s://%s/.well-known/webfinger?resource=%s", scheme, i->host,
	        encoded(i, must(what)))));
}

static const char *
copied(struct intent *i, const struct placet_json *v, const char *name)
{
	const char *s = placet_json_text(v, name);

	return s == NULL ? NULL : must(placet_strdup(&i->arena, s));
}

void
intent_start(struct federation *f, const struct placet_json *v)
{
	struct intent *i = calloc(1, sizeof *i);

	if (i == NULL)
		fatalx("out of memory");
	i->f = f;
	f->asks++;
	i->origin = copied(i, v, "origin");
	i->host = copied(i, v, "host");
	i->account = copied(i, v, "account");
	i->id = copied(i, v, "id");
	snprintf(i->site, sizeof i->site, "%lld",
	    (long long)placet_json_integer(v, "site", 0));
	if (i->origin == NULL || i->host == NULL || i->id == NULL)
		fatalx("cannot read what courier.intent_take said");
	i->header[0] = must(
	    placet_printf(&i->arena, "User-Agent: Placet (+%s)", i->origin));
	i->header[1] = "Accept: application/jrd+json, application/json";
	i->order.header = i->header;
	i->order.most = INTENT_BYTES;
	intent_ask(i);
}

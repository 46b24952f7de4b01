/*
 * errand.c - what was noted to be fetched: actors that may have changed, posts
 * of threads (object.c), and what software a server runs
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <placet/url.h>

#include "base/activity.h"
#include "base/log.h"
#include "courier/errand.h"

static void
on_settled(const struct db_result *res, void *arg)
{
	struct errand *e = arg;
	struct federation *f = e->f;

	if (res->status != 0 && res->status != 503)
		log_warnx("cannot settle an errand: %s", res->message);
	placet_arena_end(&e->arena);
	free(e);
	federation_ended(f, &f->in);
}

void
errand_settle(struct errand *e, bool again)
{
	db_call(e->f->c->db, COURIER_ERRAND_DONE,
	    (const struct db_arg[]){
	        { e->site }, { e->id }, { again ? "t" : "f" } },
	    on_settled, e);
}

static void
on_done(const struct db_result *res, void *arg)
{
	errand_settle(arg, res->status != 0);
}

/* --- an actor --- */

static void
on_look(enum look_end end, const struct placet_msg *actor, void *arg)
{
	struct errand *e = arg;

	(void)actor;
	if (end == LOOK_GONE)
		db_call(e->f->c->db, COURIER_REMOTE_GONE,
		    (const struct db_arg[]){ { e->url } }, on_done, e);
	else
		errand_settle(e, end == LOOK_RETRY);
}

/* --- NodeInfo (FEP-f1d5) --- */

static void on_nodeinfo(const struct http_answer *a, void *arg);

/* The link to the document, on the same server; NULL when there is none. */
static const char *
nodeinfo_link(struct errand *e, const struct placet_json *doc)
{
	static const char rel[] =
	    "http://nodeinfo.diaspora.software/ns/schema/2.";
	const struct placet_msg_rules rules = activity_rules(
	    e->f->conf.testing);
	const struct placet_json *v = placet_json_get(doc, "links");
	struct placet_url self, url;

	if (placet_url_parse(e->url, strlen(e->url), &rules.url, &self) != 0)
		return NULL;
	for (v = v == NULL ? NULL : v->first; v != NULL; v = v->next) {
		const char *what = placet_json_text(v, "rel");
		const char *href = placet_json_text(v, "href");

		if (what != NULL && href != NULL &&
		    strncmp(what, rel, sizeof rel - 1) == 0 &&
		    placet_url_parse(href, strlen(href), &rules.url, &url) ==
		        0 &&
		    placet_url_same_origin(&url, &self))
			return href;
	}
	return NULL;
}

static void
nodeinfo_store(struct errand *e, const struct placet_json *doc)
{
	const struct placet_json *software = placet_json_get(doc, "software");
	const char *name = placet_json_text(software, "name");
	const bool placet = placet_json_get(placet_json_get(doc, "metadata"),
	                        "placet") != NULL;

	if (name == NULL)
		errand_settle(e, false);
	else
		db_call(e->f->c->db, COURIER_NODEINFO_STORE,
		    (const struct db_arg[]){ { e->site }, { e->host }, { name },
		        { placet ? "t" : "f" } },
		    on_done, e);
}

static void
on_nodeinfo(const struct http_answer *a, void *arg)
{
	struct errand *e = arg;
	struct placet_json *doc = NULL;
	const char *href;

	if (a->status != 200 ||
	    placet_json_parse(&e->arena, a->body, a->len, NULL, &doc) != 0) {
		errand_settle(e, a->status == 0 || a->status >= 500);
	} else if (e->second) {
		nodeinfo_store(e, doc);
	} else if ((href = nodeinfo_link(e, doc)) == NULL) {
		errand_settle(e, false);
	} else {
		e->second = true;
		e->d.url = href;
		dispatch(e->f, &e->d, on_nodeinfo, e);
	}
}

/* --- beginning --- */

static const char *const kinds[] = {
	[ERRAND_ACTOR] = "actor",
	[ERRAND_NODEINFO] = "nodeinfo",
	[ERRAND_OBJECT] = "object",
	[ERRAND_GONE] = "gone",
	[ERRAND_THREAD] = "thread",
};

static bool
kind_read(struct errand *e, const char *kind)
{
	const size_t n = sizeof kinds / sizeof *kinds;

	for (size_t i = 0; kind != NULL && i < n; i++)
		if (strcmp(kinds[i], kind) == 0) {
			e->kind = (enum errand_kind)i;
			return true;
		}
	return false;
}

static bool
errand_read(struct errand *e, const struct placet_json *v)
{
	const char *host = placet_json_text(v, "host");
	const char *url = placet_json_text(v, "url");

	if (host == NULL || url == NULL || !federation_speaker(v, &e->by) ||
	    !kind_read(e, placet_json_text(v, "kind")))
		return false;
	e->host = placet_strdup(&e->arena, host);
	e->url = placet_strdup(&e->arena, url);
	e->by.origin = placet_strdup(&e->arena, e->by.origin);
	if (e->host == NULL || e->url == NULL || e->by.origin == NULL)
		return false;
	e->by.actor = placet_printf(&e->arena, "%s/actor", e->by.origin);
	snprintf(e->site, sizeof e->site, "%lld",
	    (long long)placet_json_integer(v, "site", 0));
	snprintf(e->id, sizeof e->id, "%lld",
	    (long long)placet_json_integer(v, "id", 0));
	return e->by.actor != NULL;
}

void
errand_start(struct federation *f, const struct placet_json *v)
{
	struct errand *e = calloc(1, sizeof *e);

	if (e == NULL)
		fatalx("out of memory");
	e->f = f;
	f->in++;
	if (!errand_read(e, v)) {
		log_warnx("an errand cannot be read");
		placet_arena_end(&e->arena);
		free(e);
		federation_ended(f, &f->in);
		return;
	}
	e->d = (struct dispatch){ .by = &e->by,
		.url = e->url,
		.scheme = PLACET_HTTPSIG_CAVAGE,
		.most = FEDERATION_LOOK };
	switch (e->kind) {
	case ERRAND_ACTOR: look_actor(f, &e->by, e->url, on_look, e); return;
	case ERRAND_NODEINFO: dispatch(f, &e->d, on_nodeinfo, e); return;
	case ERRAND_OBJECT:
	case ERRAND_GONE:
	case ERRAND_THREAD: object_start(e); return;
	}
}

/*
 * look.c - fetch an actor, believe it only where it says that it lives
 *
 * A document is trusted if its id is the URL that was asked (research/
 * federation 3).  One that has another id of the same server is fetched from
 * there, once: key ids lead to their owners that way.  At most one redirect
 * is followed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <placet/url.h>

#include "base/activity.h"
#include "base/log.h"
#include "base/media.h"
#include "courier/federation.h"

struct look {
	struct federation *f;
	struct placet_arena arena;
	struct speaker by;
	struct dispatch d;
	const char *asked; /* what the caller wanted */
	bool moved;        /* to the id that the document has */
	bool redirected;
	struct placet_msg actor;
	look_done *done;
	void *arg;
};

static void
look_end(struct look *l, enum look_end end)
{
	l->done(end, &l->actor, l->arg);
	placet_arena_end(&l->arena);
	free(l);
}

static void
on_noted(const struct db_result *res, void *arg)
{
	(void)arg;
	if (res->status != 0 && res->status != 503)
		log_warnx("cannot note a failed look: %s", res->message);
}

/* Not to be asked again for a while. */
static void
look_fail(struct look *l, enum look_end end, const char *why)
{
	const struct db_arg args[] = { { l->asked } };

	log_info("nothing of use at '%s': %s", l->d.url, why);
	db_call(l->f->c->db, COURIER_FETCH_FAILED, args, on_noted, NULL);
	look_end(l, end);
}

static void
on_stored(const struct db_result *res, void *arg)
{
	struct look *l = arg;

	if (res->status == 0)
		look_end(l, LOOK_FOUND);
	else
		look_end(l, LOOK_RETRY);
}

static struct placet_json *
text(struct look *l, const char *s)
{
	return s == NULL ? placet_json_new(&l->arena, PLACET_JSON_NULL)
	                 : placet_json_new_text(&l->arena, s, strlen(s));
}

static void
set(struct look *l, struct placet_json *o, const char *name,
    struct placet_json *v)
{
	if (o == NULL || v == NULL)
		fatalx("out of memory");
	placet_json_set(&l->arena, o, name, v);
}

static void
add_key(struct look *l, struct placet_json *keys, const char *id,
    const char *kind, const char *key)
{
	struct placet_json *o = placet_json_new(&l->arena, PLACET_JSON_OBJECT);

	set(l, o, "id", text(l, id));
	set(l, o, "kind", text(l, kind));
	set(l, o, "key", text(l, key));
	placet_json_push(keys, o);
}

/* A key of another server's would take that one's place here. */
static bool
is_own(const struct look *l, const char *key)
{
	struct placet_msg_rules rules = activity_rules(l->f->conf.testing);
	struct placet_url a, b;

	rules.url.fragment = true;
	return placet_url_parse(key, strlen(key), &rules.url, &a) == 0 &&
	    placet_url_parse(
	        l->actor.id, strlen(l->actor.id), &rules.url, &b) == 0 &&
	    placet_url_same_origin(&a, &b);
}

/* The keys that the actor lists as its own, of both kinds. */
static struct placet_json *
look_keys(struct look *l)
{
	static const char *const where[2][3] = {
		{ "publicKey", "publicKeyPem", "rsa" },
		{ "assertionMethod", "publicKeyMultibase", "ed25519" },
	};
	struct placet_json *keys = placet_json_new(
	    &l->arena, PLACET_JSON_ARRAY);
	const char *pem;
	uint8_t pub[32];
	char path[64];

	if (keys == NULL)
		fatalx("out of memory");
	for (int k = 0; k < 2; k++) {
		const size_t n = placet_msg_count(&l->actor, where[k][0]);

		for (size_t i = 0; i < n && i < 10; i++) {
			const char *id, *key;

			snprintf(
			    path, sizeof path, "%s[%zu].id", where[k][0], i);
			id = placet_msg_text(&l->actor, path);
			snprintf(path, sizeof path, "%s[%zu].%s", where[k][0],
			    i, where[k][1]);
			key = placet_msg_text(&l->actor, path);
			if (id != NULL && key != NULL && is_own(l, id) &&
			    (k == 0 ? placet_msg_pem(&l->actor, id, &pem)
			            : placet_msg_multikey(
			                  &l->actor, id, pub)) == 0)
				add_key(l, keys, id, where[k][2], key);
		}
	}
	return keys;
}

static bool
speaks_placet(const struct placet_msg *actor)
{
	const size_t n = placet_msg_count(actor, "generator.implements");
	char path[64];

	for (size_t i = 0; i < n && i < 32; i++) {
		const char *href;

		snprintf(
		    path, sizeof path, "generator.implements[%zu].href", i);
		href = placet_msg_text(actor, path);
		if (href != NULL && strcmp(href, PLACET_PROTOCOL) == 0)
			return true;
	}
	return false;
}

/*
 * An inbox counts where it is the same server's: else whoever follows could
 * have us send to somebody who never asked.
 */
static const char *
own_inbox(struct look *l, const char *path, const struct placet_url *self)
{
	const struct placet_msg_rules rules = activity_rules(
	    l->f->conf.testing);
	const char *s = placet_msg_text(&l->actor, path);
	struct placet_url url;

	if (s == NULL ||
	    placet_url_parse(s, strlen(s), &rules.url, &url) != 0 ||
	    !placet_url_same_origin(&url, self))
		return NULL;
	return s;
}

static void
look_store(struct look *l, const struct placet_url *self)
{
	const struct placet_msg *m = &l->actor;
	struct placet_json *o = placet_json_new(&l->arena, PLACET_JSON_OBJECT);
	struct placet_json *known = placet_json_new(
	    &l->arena, PLACET_JSON_ARRAY);
	const char *type = placet_msg_text(m, "type");
	const char *name = placet_msg_text(m, "preferredUsername");
	struct placet_buf b = { .ceiling = 4 * FEDERATION_LOOK };
	char path[32];

	set(l, o, "id", text(l, m->id));
	set(l, o, "host",
	    placet_json_new_text(&l->arena,
	        self->origin.s + self->scheme.len + 3,
	        self->origin.len - self->scheme.len - 3));
	set(l, o, "type", text(l, type != NULL ? type : m->row->types[0]));
	set(l, o, "username", text(l, name != NULL ? name : ""));
	set(l, o, "name", text(l, placet_msg_text(m, "name")));
	set(l, o, "url", text(l, placet_msg_link(m, "url")));
	set(l, o, "inbox", text(l, placet_msg_text(m, "inbox")));
	set(l, o, "shared_inbox",
	    text(l, own_inbox(l, "endpoints.sharedInbox", self)));
	for (size_t i = 0; i < placet_msg_count(m, "alsoKnownAs") && i < 64;
	     i++) {
		snprintf(path, sizeof path, "alsoKnownAs[%zu]", i);
		placet_json_push(known, text(l, placet_msg_text(m, path)));
	}
	set(l, o, "also_known_as", known);
	set(l, o, "placet", placet_json_new_bool(&l->arena, speaks_placet(m)));
	set(l, o, "keys", look_keys(l));
	placet_json_write(&b, o);
	if (b.err != 0)
		fatalx("out of memory");
	db_call(l->f->c->db, COURIER_REMOTE_STORE,
	    (const struct db_arg[]){ { b.data } }, on_stored, l);
	placet_buf_release(&b);
}

static void look_ask(struct look *l, const char *url);

/*
 * What is no actor with an inbox may lead to one: a bare key names its owner,
 * and what GoToSocial shows of an actor where its key is does so in the key.
 */
static const char *
owner_of(struct look *l, const struct http_answer *a)
{
	struct placet_json *v = NULL;
	const struct placet_json *key;
	const char *owner = NULL;

	if (placet_json_parse(&l->arena, a->body, a->len, NULL, &v) != 0)
		return NULL;
	owner = placet_json_text(v, "owner");
	if (owner == NULL)
		owner = placet_json_text(v, "controller");
	key = placet_json_get(v, "publicKey");
	if (key != NULL && key->type == PLACET_JSON_ARRAY)
		key = key->first;
	if (owner == NULL && key != NULL)
		owner = placet_json_text(key, "owner");
	return owner != NULL ? owner : placet_json_text(v, "id");
}

static void
look_read(struct look *l, const struct http_answer *a)
{
	struct placet_msg_rules rules = activity_rules(l->f->conf.testing);
	struct placet_url self, id;
	const char *where;
	bool whole;

	rules.want = PLACET_MSG_ACTOR;
	whole = placet_msg_parse(
	            &l->arena, a->body, a->len, &rules, &l->actor) == 0;
	where = whole ? l->actor.id : owner_of(l, a);
	if (where == NULL ||
	    placet_url_parse(where, strlen(where), &rules.url, &id) != 0 ||
	    placet_url_parse(l->d.url, strlen(l->d.url), &rules.url, &self) !=
	        0)
		look_fail(l, LOOK_FAILED, "no actor");
	else if (strcmp(where, l->d.url) == 0 && whole &&
	    own_inbox(l, "inbox", &self) == NULL)
		look_fail(l, LOOK_FAILED, "its inbox is not its server's");
	else if (strcmp(where, l->d.url) == 0 && whole)
		look_store(l, &self);
	else if (!whole && strcmp(where, l->d.url) == 0)
		look_fail(l, LOOK_FAILED, "no actor");
	else if (l->moved || !placet_url_same_origin(&id, &self))
		look_fail(l, LOOK_FAILED, "its id is not where it was fetched");
	else {
		l->moved = true;
		look_ask(l, where);
	}
}

bool
look_type(const char *type)
{
	return media_is(type, "application/activity+json") ||
	    (media_is(type, "application/ld+json") &&
	        strstr(type, PLACET_AS) != NULL);
}

bool
look_later(const struct http_answer *a)
{
	return a->status >= 500 || a->status == 429 ||
	    (a->status == 0 &&
	        (strcmp(a->code, "http.connect") == 0 ||
	            strcmp(a->code, "http.timeout") == 0 ||
	            strcmp(a->code, "http.resolve") == 0 ||
	            strcmp(a->code, "http.tls") == 0 ||
	            strcmp(a->code, "http.key") == 0));
}

static void
on_answer(const struct http_answer *a, void *arg)
{
	struct look *l = arg;

	if (a->status == 410)
		look_fail(l, LOOK_GONE, "gone");
	else if (look_later(a))
		look_end(l, LOOK_RETRY);
	else if (a->status >= 300 && a->status <= 308 && a->location != NULL &&
	    !l->redirected) {
		l->redirected = true;
		look_ask(l, a->location);
	} else if (a->status != 200)
		look_fail(
		    l, LOOK_FAILED, a->code != NULL ? a->code : "not 200");
	else if (!look_type(a->type))
		look_fail(l, LOOK_FAILED, "not the media type of ActivityPub");
	else
		look_read(l, a);
}

static void
look_ask(struct look *l, const char *url)
{
	/* Without the fragment: what is behind it is in the document. */
	l->d.url = placet_memdup(&l->arena, url, strcspn(url, "#"));
	if (l->d.url == NULL)
		fatalx("out of memory");
	dispatch(l->f, &l->d, on_answer, l);
}

void
look_actor(struct federation *f, const struct speaker *by, const char *url,
    look_done *done, void *arg)
{
	struct look *l = calloc(1, sizeof *l);

	if (l == NULL)
		fatalx("out of memory");
	l->f = f;
	l->done = done;
	l->arg = arg;
	l->by = *by;
	l->by.origin = placet_strdup(&l->arena, by->origin);
	l->by.actor = placet_strdup(&l->arena, by->actor);
	l->asked = placet_strdup(&l->arena, url);
	if (l->by.origin == NULL || l->by.actor == NULL || l->asked == NULL)
		fatalx("out of memory");
	l->d.by = &l->by;
	l->d.scheme = PLACET_HTTPSIG_CAVAGE;
	l->d.most = FEDERATION_LOOK;
	look_ask(l, l->asked);
}

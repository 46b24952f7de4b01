/*
 * object.c - a post elsewhere that may be a comment here
 *
 * Somebody brought it, or said that it was changed or deleted; or it was
 * found in a thread.  It is fetched from where it lives, with its author when
 * that one is unknown, and judged as if it had been delivered.
 */
#include <string.h>

#include "base/activity.h"
#include "base/log.h"
#include "courier/errand.h"

struct object {
	struct errand *e;
	struct seek seek;
	struct activity act;
	const char *owner, *updated;
	bool looked; /* for its author */
};

static void object_store(struct object *o);

static void
on_author(enum look_end end, const struct placet_msg *actor, void *arg)
{
	struct object *o = arg;

	(void)actor;
	if (end == LOOK_FOUND)
		object_store(o);
	else
		errand_settle(o->e, end == LOOK_RETRY);
}

/* What SQL made of it: "stored", "waits", "known", "ignored", or "actor". */
static void
object_stored(struct object *o, const char *state)
{
	struct errand *e = o->e;

	if (strcmp(state, "actor") == 0 && !o->looked) {
		o->looked = true;
		look_actor(e->f, &e->by, o->owner, on_author, o);
		return;
	}
	if (strcmp(state, "later") == 0) {
		errand_settle(e, true);
		return;
	}
	log_info("fetched '%s': %s", o->act.object, state);
	if (e->kind == ERRAND_THREAD && strcmp(state, "ignored") != 0)
		thread_start(e, o->seek.msg.doc, o->seek.fetches);
	else
		errand_settle(e, false);
}

static void
on_stored(const struct db_result *res, void *arg)
{
	struct object *o = arg;
	struct placet_json *doc = NULL;
	const char *state = NULL;

	if (res->status == 0 && res->doc != NULL &&
	    placet_json_parse(&o->e->arena, res->doc, res->len, NULL, &doc) ==
	        0)
		state = placet_json_text(doc, "state");
	if (state != NULL) {
		object_stored(o, state);
		return;
	}
	if (res->status != 503)
		log_warnx("cannot store a post: %s", res->message);
	errand_settle(o->e, res->status == 503);
}

static void
object_store(struct object *o)
{
	const struct db_arg args[] = { { o->e->site }, { o->e->id },
		{ o->owner }, { o->act.object }, { o->act.reply_to },
		{ o->act.url }, { o->act.lang }, { o->act.published },
		{ o->act.text }, { o->updated } };

	db_call(o->e->f->c->db, COURIER_OBJECT_STORE, args, on_stored, o);
}

static struct placet_json *
text(struct errand *e, const char *s)
{
	struct placet_json *v = placet_json_new_text(&e->arena, s, strlen(s));

	if (v == NULL)
		fatalx("out of memory");
	return v;
}

/* Its parts as what creates it would have them; false: it is no comment. */
static bool
object_read(struct object *o)
{
	const struct placet_msg_rules rules = activity_rules(
	    o->e->f->conf.testing);
	struct placet_arena *a = &o->e->arena;
	struct placet_json *v = placet_json_new(a, PLACET_JSON_OBJECT);
	struct placet_json *post = o->seek.msg.doc;
	const char *id = placet_printf(a, "%s#create", o->seek.msg.id);
	struct placet_msg create;

	if (v == NULL || id == NULL)
		fatalx("out of memory");
	placet_json_set(a, v, "@context", text(o->e, PLACET_AS));
	placet_json_set(a, v, "id", text(o->e, id));
	placet_json_set(a, v, "type", text(o->e, "Create"));
	placet_json_set(a, v, "actor", text(o->e, o->seek.msg.owner));
	placet_json_set(a, v, "object", post);
	if (placet_msg_check(a, v, &rules, &create) != 0)
		return false;
	activity_read(a, &create, &o->act);
	o->owner = o->seek.msg.owner;
	o->updated = placet_json_text(post, "updated");
	return o->act.object != NULL;
}

static void
on_gone(const struct db_result *res, void *arg)
{
	if (res->status != 0 && res->status != 503)
		log_warnx("cannot delete a comment: %s", res->message);
	errand_settle(arg, res->status == 503);
}

static void
object_gone(struct errand *e)
{
	log_info("'%s' is gone", e->url);
	db_call(e->f->c->db, COURIER_OBJECT_GONE,
	    (const struct db_arg[]){ { e->site }, { e->url } }, on_gone, e);
}

static void
on_noted(const struct db_result *res, void *arg)
{
	(void)res;
	errand_settle(arg, false);
}

static void
on_sought(enum seek_end end, void *arg)
{
	struct object *o = arg;
	struct errand *e = o->e;

	if (end == SEEK_FOUND && object_read(o))
		object_store(o);
	else if (end == SEEK_GONE ||
	    (end == SEEK_MISSING && e->kind == ERRAND_GONE))
		object_gone(e);
	else if (end == SEEK_RETRY)
		errand_settle(e, true);
	else if (end == SEEK_FOUND)
		errand_settle(e, false);
	else
		db_call(e->f->c->db, COURIER_FETCH_FAILED,
		    (const struct db_arg[]){ { e->url } }, on_noted, e);
}

void
object_start(struct errand *e)
{
	struct object *o = placet_zalloc(&e->arena, sizeof *o);

	if (o == NULL)
		fatalx("out of memory");
	o->e = e;
	seek_start(&o->seek, e, on_sought, o);
}

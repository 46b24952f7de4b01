/*
 * thread.c - what is said elsewhere to reply to a comment
 *
 * Its `replies` and its `context` (FEP-7888, FEP-f228) are collections, in it
 * or at a URL, of one page or many.  Only those of the comment's own server
 * are read, within a number of fetches, each once; the first pages of both
 * before the next ones.  What they list is not believed: SQL notes what is
 * unknown, to be fetched where it lives.
 */
#include <string.h>

#include <placet/url.h>

#include "base/activity.h"
#include "base/log.h"
#include "courier/errand.h"

enum { DEEP = 3 }; /* pages in a collection in a post */

struct thread {
	struct errand *e;
	const char *post;                 /* its id */
	const char *page[ERRAND_FETCHES]; /* that are known of */
	int npages, next, most;
	int items;
	struct placet_buf found; /* an array */
};

static void thread_next(struct thread *t);

static void
on_told(const struct db_result *res, void *arg)
{
	if (res->status != 0 && res->status != 503)
		log_warnx("cannot note what is in a thread: %s", res->message);
	errand_settle(arg, res->status == 503);
}

static void
thread_end(struct thread *t)
{
	struct errand *e = t->e;

	if (t->items == 0) {
		errand_settle(e, false);
	} else {
		placet_buf_byte(&t->found, '}');
		if (t->found.err != 0)
			fatalx("out of memory");
		db_call(e->f->c->db, COURIER_THREAD_FOUND,
		    (const struct db_arg[]){
		        { e->site }, { e->id }, { t->found.data } },
		    on_told, e);
	}
	placet_buf_release(&t->found);
}

/* Of the comment's own server, and not known of yet? */
static void
page_add(struct thread *t, const char *s)
{
	const struct placet_msg_rules rules = activity_rules(
	    t->e->f->conf.testing);
	struct placet_url url, post;

	for (int i = 0; i < t->npages; i++)
		if (strcmp(t->page[i], s) == 0)
			return;
	if (t->npages >= t->most ||
	    placet_url_parse(s, strlen(s), &rules.url, &url) != 0 ||
	    placet_url_parse(t->post, strlen(t->post), &rules.url, &post) !=
	        0 ||
	    !placet_url_same_origin(&url, &post))
		return;
	t->page[t->npages] = placet_strdup(&t->e->arena, s);
	if (t->page[t->npages++] == NULL)
		fatalx("out of memory");
}

/* By its id, whatever else is shown of it. */
static void
item_add(struct thread *t, const struct placet_json *v)
{
	const struct placet_msg_rules rules = activity_rules(
	    t->e->f->conf.testing);
	const char *id = v->type == PLACET_JSON_STRING
	    ? v->str
	    : placet_json_text(v, "id");
	struct placet_url url;

	if (id == NULL || strcmp(id, t->post) == 0 ||
	    t->items >= ERRAND_ITEMS ||
	    placet_url_parse(id, strlen(id), &rules.url, &url) != 0)
		return;
	db_array_add(&t->found, id);
	t->items++;
}

static void
items_add(struct thread *t, const struct placet_json *v)
{
	if (v == NULL)
		return;
	if (v->type != PLACET_JSON_ARRAY) {
		item_add(t, v);
		return;
	}
	for (v = v->first; v != NULL; v = v->next)
		item_add(t, v);
}

/* A collection or a page of one, here or where it can be had. */
static void
collection_add(struct thread *t, const struct placet_json *v, int deep)
{
	if (v == NULL)
		return;
	if (v->type == PLACET_JSON_STRING) {
		page_add(t, v->str);
	} else if (v->type == PLACET_JSON_OBJECT && deep < DEEP) {
		items_add(t, placet_json_get(v, "items"));
		items_add(t, placet_json_get(v, "orderedItems"));
		collection_add(t, placet_json_get(v, "first"), deep + 1);
		collection_add(t, placet_json_get(v, "next"), deep + 1);
	}
}

static void
on_page(const struct http_answer *a, void *arg)
{
	struct thread *t = arg;
	const struct placet_msg_rules rules = activity_rules(
	    t->e->f->conf.testing);
	struct placet_arena page = { 0 };
	struct placet_json *v = NULL;

	if (a->status != 200 || !look_type(a->type) ||
	    placet_json_parse(&page, a->body, a->len, &rules.json, &v) != 0)
		log_info("no part of a thread at '%s'", t->e->d.url);
	else
		collection_add(t, v, 0);
	placet_arena_end(&page);
	thread_next(t);
}

static void
thread_next(struct thread *t)
{
	if (t->next == t->npages || t->items >= ERRAND_ITEMS) {
		thread_end(t);
		return;
	}
	t->e->d.url = t->page[t->next++];
	dispatch(t->e->f, &t->e->d, on_page, t);
}

void
thread_start(struct errand *e, const struct placet_json *post, int fetches)
{
	struct thread *t = placet_zalloc(&e->arena, sizeof *t);

	if (t == NULL)
		fatalx("out of memory");
	t->e = e;
	t->post = placet_json_text(post, "id");
	t->most = ERRAND_FETCHES - fetches;
	collection_add(t, placet_json_get(post, "replies"), 0);
	collection_add(t, placet_json_get(post, "context"), 0);
	thread_next(t);
}

/*
 * seek.c - fetch a post, believe it only where it says that it lives
 *
 * As look.c does with actors: a document is trusted if its id is the URL that
 * was asked.  One that has another id of the same server is fetched from
 * there, once: a page of a post leads to it that way.  At most one redirect
 * is followed.
 */
#include <string.h>

#include <placet/url.h>

#include "base/activity.h"
#include "base/log.h"
#include "courier/errand.h"

static void seek_ask(struct seek *s, const char *url);

static void
seek_fail(struct seek *s, const char *why)
{
	log_info("nothing of use at '%s': %s", s->e->d.url, why);
	s->done(SEEK_FAILED, s->arg);
}

static bool
same_origin(const struct seek *s, const char *a, const char *b)
{
	const struct placet_msg_rules rules = activity_rules(
	    s->e->f->conf.testing);
	struct placet_url x, y;

	return placet_url_parse(a, strlen(a), &rules.url, &x) == 0 &&
	    placet_url_parse(b, strlen(b), &rules.url, &y) == 0 &&
	    placet_url_same_origin(&x, &y);
}

static void
seek_read(struct seek *s, const struct http_answer *a)
{
	const struct placet_msg_rules rules = activity_rules(
	    s->e->f->conf.testing);
	const char *url = s->e->d.url;

	if (placet_msg_parse(&s->e->arena, a->body, a->len, &rules, &s->msg) !=
	    0)
		seek_fail(s, "no message");
	else if (s->msg.id == NULL || s->msg.row == NULL)
		seek_fail(s, "no post");
	else if (strcmp(s->msg.id, url) != 0 &&
	    (s->moved || !same_origin(s, s->msg.id, url)))
		seek_fail(s, "its id is not where it was fetched");
	else if (strcmp(s->msg.id, url) != 0) {
		s->moved = true;
		seek_ask(s, s->msg.id);
	} else if (s->msg.type == PLACET_MSG_TOMBSTONE)
		s->done(SEEK_GONE, s->arg);
	else if (s->msg.row->family != PLACET_MSG_A_POST ||
	    s->msg.owner == NULL)
		seek_fail(s, "no post");
	else
		s->done(SEEK_FOUND, s->arg);
}

static void
on_answer(const struct http_answer *a, void *arg)
{
	struct seek *s = arg;

	if (a->status == 410)
		s->done(SEEK_GONE, s->arg);
	else if (a->status == 404)
		s->done(SEEK_MISSING, s->arg);
	else if (look_later(a))
		s->done(SEEK_RETRY, s->arg);
	else if (a->status >= 300 && a->status <= 308 && a->location != NULL &&
	    !s->redirected) {
		s->redirected = true;
		seek_ask(s, a->location);
	} else if (a->status != 200)
		seek_fail(s, a->code != NULL ? a->code : "not 200");
	else if (!look_type(a->type))
		seek_fail(s, "not the media type of ActivityPub");
	else
		seek_read(s, a);
}

static void
seek_ask(struct seek *s, const char *url)
{
	s->fetches++;
	s->e->d.url = placet_strdup(&s->e->arena, url);
	if (s->e->d.url == NULL)
		fatalx("out of memory");
	dispatch(s->e->f, &s->e->d, on_answer, s);
}

void
seek_start(struct seek *s, struct errand *e, seek_done *done, void *arg)
{
	s->e = e;
	s->done = done;
	s->arg = arg;
	seek_ask(s, e->url);
}

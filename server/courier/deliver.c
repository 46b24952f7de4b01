/*
 * deliver.c - one act to one server, or one letter to one inbox
 *
 * Signed first as all of the fediverse reads it; a server that does not
 * understand (400, 401) gets a second knock with the other signature, and
 * what it understood is remembered for it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "courier/federation.h"

struct delivery {
	struct federation *f;
	struct placet_arena arena;
	struct speaker by;
	struct dispatch d;
	bool letter;
	const char *site, *host, *number; /* for SQL */
	const char *inbox[FEDERATION_INBOXES];
	size_t ninbox, next;
	int64_t began;    /* s of the monotonic clock */
	int64_t refusals; /* before, of the first of them */
	bool more;        /* it has other inboxes, for another time */
	bool knocked;     /* with the other signature, at this inbox */
	bool learnt;      /* the other one is understood */
	bool retry;       /* one inbox at least is to be tried again */
	bool refused;     /* one wants no such key, perhaps for now */
	bool dropped;     /* one did not take it, for good */
	int after;        /* Retry-After */
};

static void delivery_next(struct delivery *d);

static int64_t
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

/* What is to be done again counts first, then what is left. */
static const char *
outcome_of(const struct delivery *d)
{
	if (d->retry)
		return "retry";
	if (d->refused)
		return "refuse";
	if (d->more)
		return "more";
	return d->dropped ? "drop" : "ok";
}

static void
delivery_end(struct delivery *d)
{
	struct federation *f = d->f;
	struct outcomes *o = d->letter ? &f->letters : &f->acts;
	const char *outcome = outcome_of(d);
	const char *scheme = d->d.scheme == PLACET_HTTPSIG_RFC9421 ? "rfc9421"
	                                                           : "cavage";
	char after[16];
	int i = 0;

	snprintf(after, sizeof after, "%d", d->after);
	db_array_add(&o->column[i++], d->site);
	if (!d->letter)
		db_array_add(&o->column[i++], d->host);
	db_array_add(&o->column[i++], d->number);
	db_array_add(&o->column[i++], outcome);
	db_array_add(&o->column[i++], d->after > 0 ? after : NULL);
	if (!d->letter) {
		db_array_add(&o->column[i++], d->learnt ? scheme : NULL);
		db_array_add(&o->column[i++],
		    d->next > 0 ? d->inbox[d->next - 1] : NULL);
	}
	placet_arena_end(&d->arena);
	free(d);
	outcome_tell(f, o);
	federation_ended(f, &f->out);
}

/* Untold: when its lease runs out it is taken again. */
static void
delivery_leave(struct delivery *d)
{
	struct federation *f = d->f;

	placet_arena_end(&d->arena);
	free(d);
	federation_ended(f, &f->out);
}

/* research/federation 4: what is worth another try. */
static bool
is_passing(const struct http_answer *a)
{
	if (a->status == 0)
		return strcmp(a->code, "http.url") != 0 &&
		    strcmp(a->code, "http.self") != 0 &&
		    strcmp(a->code, "http.address") != 0;
	return a->status >= 500 || a->status == 408 || a->status == 429;
}

static void
on_noted(const struct db_result *res, void *arg)
{
	(void)arg;
	if (res->status != 0 && res->status != 503)
		log_warnx(
		    "cannot note an inbox that is gone: %s", res->message);
}

/* The inbox did not take it. */
static void
delivery_refused(struct delivery *d, const struct http_answer *a)
{
	const struct db_arg args[] = { { d->inbox[d->next] } };

	log_info("'%s' did not take number %s: %d%s%s", d->inbox[d->next],
	    d->number, a->status, a->code != NULL ? " " : "",
	    a->code != NULL ? a->code : "");
	if ((a->status == 401 || a->status == 403) &&
	    d->refusals + 1 < FEDERATION_KNOCKS)
		d->refused = true;
	else if (is_passing(a))
		d->retry = true;
	else
		d->dropped = true;
	if (a->status == 404 || a->status == 410)
		db_call(d->f->c->db, COURIER_INBOX_GONE, args, on_noted, NULL);
	d->after = a->retry_after;
}

static void
on_answer(const struct http_answer *a, void *arg)
{
	struct delivery *d = arg;
	const bool done = a->status >= 200 && a->status <= 299;

	/* That keyd is away is no fault of theirs. */
	if (a->status == 0 && strcmp(a->code, "http.key") == 0) {
		delivery_leave(d);
		return;
	}
	if (!done && !d->knocked && (a->status == 400 || a->status == 401)) {
		d->knocked = true;
		d->d.scheme = d->d.scheme == PLACET_HTTPSIG_CAVAGE
		    ? PLACET_HTTPSIG_RFC9421
		    : PLACET_HTTPSIG_CAVAGE;
		delivery_next(d);
		return;
	}
	if (done && d->knocked)
		d->learnt = true;
	else if (!done && d->knocked)
		d->d.scheme = d->d.scheme == PLACET_HTTPSIG_CAVAGE
		    ? PLACET_HTTPSIG_RFC9421
		    : PLACET_HTTPSIG_CAVAGE;
	if (!done)
		delivery_refused(d, a);
	d->knocked = false;
	if (!d->retry && !d->refused) {
		d->next++;
		d->refusals = 0;
	}
	delivery_next(d);
}

/*
 * It ends at the first inbox that is to be tried again, where the next attempt
 * then begins; and early enough that the row is still ours.
 */
static bool
delivery_over(struct delivery *d)
{
	if (d->retry || d->refused || d->next == d->ninbox)
		return true;
	if (d->next == 0 || seconds() - d->began < FEDERATION_LEASE / 2)
		return false;
	d->more = true;
	return true;
}

/* One inbox after the other; with a shared inbox there is but one. */
static void
delivery_next(struct delivery *d)
{
	if (delivery_over(d)) {
		delivery_end(d);
		return;
	}
	d->d.url = d->inbox[d->next];
	dispatch(d->f, &d->d, on_answer, d);
}

static const char *
keep(struct delivery *d, const struct placet_json *v, const char *name)
{
	const struct placet_json *x = placet_json_get(v, name);
	const char *s = NULL;

	if (x != NULL && x->str != NULL)
		s = placet_memdup(&d->arena, x->str, x->len);
	return s;
}

static bool
delivery_read(struct delivery *d, const struct placet_json *v)
{
	const struct placet_json *list = placet_json_get(v, "inboxes");
	const char *scheme = placet_json_text(v, "scheme");
	const char *inbox = keep(d, v, "inbox");

	d->site = keep(d, v, "site");
	d->host = keep(d, v, "host");
	d->number = keep(d, v, d->letter ? "id" : "n");
	d->began = seconds();
	d->refusals = placet_json_integer(v, "refused", 0);
	d->more = list != NULL && placet_json_get(v, "more") != NULL &&
	    placet_json_get(v, "more")->truth;
	if (!federation_speaker(v, &d->by))
		return false;
	d->by.origin = keep(d, v, "origin");
	d->by.actor = keep(d, v, "actor");
	d->d.body = keep(d, v, "doc");
	if (inbox != NULL)
		d->inbox[d->ninbox++] = inbox;
	for (v = list == NULL ? NULL : list->first;
	     v != NULL && d->ninbox < FEDERATION_INBOXES; v = v->next)
		if (v->type == PLACET_JSON_STRING)
			d->inbox[d->ninbox++] = placet_memdup(
			    &d->arena, v->str, v->len);
	if (scheme == NULL || d->by.actor == NULL || d->d.body == NULL ||
	    d->site == NULL || d->host == NULL || d->number == NULL)
		return false;
	d->d.by = &d->by;
	d->d.len = strlen(d->d.body);
	d->d.most = FEDERATION_HEARD;
	d->d.scheme = strcmp(scheme, "rfc9421") == 0 ? PLACET_HTTPSIG_RFC9421
	                                             : PLACET_HTTPSIG_CAVAGE;
	return true;
}

void
deliver_start(struct federation *f, const struct placet_json *v, bool letter)
{
	struct delivery *d = calloc(1, sizeof *d);

	if (d == NULL)
		fatalx("out of memory");
	d->f = f;
	d->letter = letter;
	f->out++;
	if (delivery_read(d, v)) {
		delivery_next(d);
		return;
	}
	log_warnx("a delivery cannot be read");
	delivery_leave(d);
}

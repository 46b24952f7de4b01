/*
 * federation.c - the queues of messages to and from other servers
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <placet/text.h>

#include "base/limit.h"
#include "base/log.h"
#include "courier/federation.h"

/*
 * Together less than FETCH_HTTP_MOST: none waits inside of libcurl.  Acts
 * leave some places to letters, and are taken a few at once: each look at the
 * queue costs as much as some deliveries.
 */
enum {
	OUT_MOST = 64,
	OUT_ACTS = 48,
	OUT_FEW = 16,
	IN_MOST = 16,
	ASKS_MOST = 12
};

enum { COUNT_EVERY = 60 }; /* s */

/* --- what all of them need --- */

bool
federation_speaker(const struct placet_json *v, struct speaker *by)
{
	const struct placet_json *key = placet_json_get(v, "keys");
	const char *uuid = placet_json_text(v, "uuid");

	by->origin = placet_json_text(v, "origin");
	by->nkeys = 0;
	for (key = key == NULL ? NULL : key->first;
	     key != NULL && by->nkeys < 2; key = key->next)
		if (key->type != PLACET_JSON_STRING ||
		    placet_unhex(key->str, key->len, by->key[by->nkeys++],
		        sizeof *by->key) != 0)
			return false;
	return uuid != NULL && by->origin != NULL &&
	    placet_unhex(uuid, strlen(uuid), by->site, sizeof by->site) == 0;
}

/* --- telling what became of them --- */

static void outcome_send(struct federation *f, struct outcomes *o);
static void take_out(struct federation *f);

/*
 * Nothing is lost when it was not told: the leases run out, and the same is
 * sent again under the same id.
 */
static void
outcome_told(
    struct federation *f, struct outcomes *o, const struct db_result *res)
{
	o->telling = false;
	if (res->status != 0 && res->status != 503)
		log_warnx("cannot tell of deliveries: %s", res->message);
	if (o->rows > 0)
		outcome_send(f, o);
	if (o == &f->letters || f->out == 0 || f->out + OUT_FEW <= OUT_ACTS)
		take_out(f);
}

static void
on_acts_told(const struct db_result *res, void *arg)
{
	struct federation *f = arg;

	outcome_told(f, &f->acts, res);
}

static void
on_letters_told(const struct db_result *res, void *arg)
{
	struct federation *f = arg;

	outcome_told(f, &f->letters, res);
}

static void
outcome_send(struct federation *f, struct outcomes *o)
{
	const bool letters = o == &f->letters;
	const int n = letters ? 4 : 7;
	struct db_arg args[OUTCOMES];

	for (int i = 0; i < n; i++) {
		placet_buf_byte(&o->column[i], '}');
		if (o->column[i].err != 0)
			fatalx("out of memory");
		args[i].data = o->column[i].data;
	}
	o->telling = true;
	o->rows = 0;
	db_call(f->c->db, letters ? COURIER_LETTER_DONE : COURIER_DELIVERY_DONE,
	    args, letters ? on_letters_told : on_acts_told, f);
	for (int i = 0; i < n; i++)
		placet_buf_clear(&o->column[i]);
}

void
outcome_tell(struct federation *f, struct outcomes *o)
{
	o->rows++;
	if (!o->telling)
		outcome_send(f, o);
}

/* --- taking what waits --- */

static void
idle_in(struct federation *f, long ms)
{
	const struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	if (!f->c->draining)
		evtimer_add(f->idle, &tv);
}

/* The elements of an answer, each begun by `start`; how many. */
static int
begin(struct federation *f, const struct db_result *res,
    void (*start)(struct federation *, const struct placet_json *))
{
	const struct placet_json_limits limits = {
		.size = 256 << 20, .values = 1 << 20, .string = 4 << 20
	};
	struct placet_arena a = { 0 };
	struct placet_json *v = NULL;
	int n = 0;

	f->taking--;
	if (res->status != 0 && res->status != 503)
		log_warnx("cannot take messages: %s", res->message);
	else if (res->status == 0 &&
	    (res->doc == NULL ||
	        placet_json_parse(&a, res->doc, res->len, &limits, &v) != 0))
		log_warnx("cannot read what is to be sent");
	for (v = v == NULL ? NULL : v->first; v != NULL; v = v->next) {
		start(f, v);
		n++;
	}
	placet_arena_end(&a);
	courier_rest(f->c);
	return n;
}

static void
start_act(struct federation *f, const struct placet_json *v)
{
	deliver_start(f, v, false);
}

static void
start_letter(struct federation *f, const struct placet_json *v)
{
	deliver_start(f, v, true);
}

static void
on_acts(const struct db_result *res, void *arg)
{
	begin(arg, res, start_act);
}

static void
on_letters(const struct db_result *res, void *arg)
{
	begin(arg, res, start_letter);
}

static void
on_deferred(const struct db_result *res, void *arg)
{
	struct federation *f = arg;

	if (begin(f, res, receive_start) > 0)
		idle_in(f, 0);
}

static void
on_errands(const struct db_result *res, void *arg)
{
	struct federation *f = arg;

	if (begin(f, res, errand_start) > 0)
		idle_in(f, 0);
}

static void
on_intents(const struct db_result *res, void *arg)
{
	struct federation *f = arg;

	if (begin(f, res, intent_start) > 0)
		idle_in(f, 0);
}

static void
take(struct federation *f, int stmt, int room, db_done *done)
{
	char most[12], lease[12];

	if (room <= 0)
		return;
	snprintf(most, sizeof most, "%d", room);
	snprintf(lease, sizeof lease, "%d", FEDERATION_LEASE);
	f->taking++;
	db_call(f->c->db, stmt, (const struct db_arg[]){ { most }, { lease } },
	    done, f);
}

static bool
may_take(const struct federation *f)
{
	return f->c->begun && !f->c->draining && f->taking == 0 &&
	    db_ready(f->c->db);
}

/* Letters first: somebody waits for each of them. */
static void
take_out(struct federation *f)
{
	if (!may_take(f))
		return;
	take(f, COURIER_LETTER_TAKE, OUT_MOST - f->out, on_letters);
	take(f, COURIER_DELIVERY_TAKE, OUT_ACTS - f->out, on_acts);
}

/* One of each host at a time: when that is over the next one may begin. */
static void
take_in(struct federation *f)
{
	take(f, COURIER_DEFERRED_TAKE, IN_MOST - f->in, on_deferred);
	take(f, COURIER_ERRAND_TAKE, IN_MOST - f->in, on_errands);
}

static void
federation_take(struct federation *f)
{
	if (!may_take(f))
		return;
	take_out(f);
	take_in(f);
	take(f, COURIER_INTENT_TAKE, ASKS_MOST - f->asks, on_intents);
}

static void
on_counted(const struct db_result *res, void *arg)
{
	struct federation *f = arg;

	f->counting = false;
	if (res->status != 0 && res->status != 503)
		log_warnx(
		    "cannot count what waits for moderators: %s", res->message);
	courier_rest(f->c);
}

/* Once a minute: who says more than moderators can read (SQL). */
static void
count_floods(struct federation *f)
{
	const time_t now = time(NULL);

	if (f->counting || !db_ready(f->c->db) ||
	    (now >= f->counted && now < f->counted + COUNT_EVERY))
		return;
	f->counting = true;
	f->counted = now;
	db_call(f->c->db, COURIER_FLOOD_COUNT, NULL, on_counted, f);
}

static void
on_idle(evutil_socket_t fd, short what, void *arg)
{
	struct federation *f = arg;

	(void)fd;
	(void)what;
	idle_in(f, COURIER_IDLE);
	federation_take(f);
	count_floods(f);
}

void
federation_ended(struct federation *f, int *hands)
{
	--*hands;
	if (hands == &f->in && may_take(f))
		take_in(f);
	courier_rest(f->c);
}

/* --- life --- */

bool
federation_quiet(const struct federation *f)
{
	return f->out == 0 && f->in == 0 && f->asks == 0 && f->taking == 0 &&
	    !f->counting && !f->acts.telling && !f->letters.telling;
}

struct federation *
federation_new(struct courier *c)
{
	struct federation *f = calloc(1, sizeof *f);

	if (f == NULL)
		fatalx("out of memory");
	f->c = c;
	f->conf = (struct http_conf){ .ca_file = c->conf->federation_ca,
		.own = c->conf->federation_test ? NULL : &c->own,
		.testing = c->conf->federation_test };
	f->http = http_new(c->base, &f->conf);
	f->idle = evtimer_new(c->base, on_idle, f);
	if (f->http == NULL || f->idle == NULL)
		fatalx("out of memory");
	idle_in(f, 0);
	return f;
}

void
federation_free(struct federation *f)
{
	for (int i = 0; i < OUTCOMES; i++) {
		placet_buf_release(&f->acts.column[i]);
		placet_buf_release(&f->letters.column[i]);
	}
	event_free(f->idle);
	http_free(f->http);
	free(f);
}

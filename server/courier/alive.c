/*
 * alive.c - the courier says that it is at work
 *
 * The first time before it takes anything: what one before it had in its
 * hands is free then.  SQL sees by the gap whether there is something to ask
 * others for.
 */
#include <event2/event.h>

#include "base/log.h"
#include "courier/job.h"

enum { AGAIN = 500 }; /* ms, until the first one is heard */

static void
alive_in(struct courier *c, long ms)
{
	const struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	if (!c->draining)
		evtimer_add(c->alive, &tv);
}

/* It was away: say how long, and what is asked for. */
static void
alive_read(const struct db_result *res)
{
	struct placet_arena a = { .ceiling = 65536 };
	struct placet_json *doc = NULL;
	int64_t walked;

	if (res->doc != NULL &&
	    placet_json_parse(&a, res->doc, res->len, NULL, &doc) == 0) {
		walked = placet_json_integer(doc, "walked", 0);
		if (walked > 0)
			log_info("was away for %lld s: asks for what was said "
			         "to %lld comments",
			    (long long)placet_json_integer(doc, "away", 0),
			    (long long)walked);
	}
	placet_arena_end(&a);
}

static void
on_heard(const struct db_result *res, void *arg)
{
	struct courier *c = arg;

	c->living = false;
	if (res->status == 0) {
		c->begun = true;
		alive_read(res);
	} else if (res->status != 503) {
		log_warnx("cannot say that it is alive: %s", res->message);
	}
	alive_in(c, c->begun ? COURIER_ALIVE_EVERY * 1000L : AGAIN);
	courier_rest(c);
}

static void
on_alive(evutil_socket_t fd, short what, void *arg)
{
	struct courier *c = arg;

	(void)fd;
	(void)what;
	if (c->living || c->draining)
		return;
	c->living = true;
	db_call(c->db, COURIER_ALIVE,
	    (const struct db_arg[]){ { c->begun ? "f" : "t" } }, on_heard, c);
}

void
alive_start(struct courier *c)
{
	c->alive = evtimer_new(c->base, on_alive, c);
	if (c->alive == NULL)
		fatalx("out of memory");
	alive_in(c, 0);
}

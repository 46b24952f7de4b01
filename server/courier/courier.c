/*
 * courier.c - the courier's loop: take mails while there is room
 *
 * No notification wakes the courier: one in each signer's transaction would
 * cost more than looking twice a second.  While there is work it asks for as
 * many mails as it has room for, whenever one is done.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/limit.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "courier/federation.h"
#include "courier/job.h"
#include "master/child.h"

#define PURGE_ROWS "10000" /* of a kind, at once */
#define ASK_PEERS  "1000"  /* what they run, each hour */

/* clang-format off */
static const struct db_stmt courier_stmts[COURIER_STMTS] = {
	[COURIER_MAIL_TAKE]      = { "courier.mail_take", 2 },
	[COURIER_MAIL_SENT]      = { "courier.mail_sent", 3 },
	[COURIER_MAIL_RETRY]     = { "courier.mail_retry", 4 },
	[COURIER_MAIL_FAILED]    = { "courier.mail_failed", 4 },
	[COURIER_DEV_MAIL_STORE] = { "courier.dev_mail_store", 4 },
	[COURIER_LETTER_TAKE]    = { "courier.letter_take", 2 },
	[COURIER_LETTER_DONE]    = { "courier.letter_done", 4 },
	[COURIER_DELIVERY_TAKE]  = { "courier.delivery_take", 2 },
	[COURIER_DELIVERY_DONE]  = { "courier.delivery_done", 7 },
	[COURIER_DEFERRED_TAKE]  = { "courier.deferred_take", 2 },
	[COURIER_DEFERRED_DONE]  = { "courier.deferred_done", 3 },
	[COURIER_ERRAND_TAKE]    = { "courier.errand_take", 2 },
	[COURIER_ERRAND_DONE]    = { "courier.errand_done", 3 },
	[COURIER_FLOOD_COUNT]    = { "courier.flood_count", 0 },
	[COURIER_INBOX_APPLY]    = { "courier.inbox_apply", 9 },
	[COURIER_INBOX_GONE]     = { "courier.inbox_gone", 1 },
	[COURIER_REMOTE_STORE]   = { "courier.remote_store", 1 },
	[COURIER_REMOTE_GONE]    = { "courier.remote_gone", 1 },
	[COURIER_FETCH_ALLOWED]  = { "courier.fetch_allowed", 2 },
	[COURIER_FETCH_FAILED]   = { "courier.fetch_failed", 1 },
	[COURIER_HOST_FAILED]    = { "courier.host_failed", 2 },
	[COURIER_NODEINFO_ASK]   = { "courier.nodeinfo_ask", 1 },
	[COURIER_NODEINFO_STORE] = { "courier.nodeinfo_store", 4 },
	[COURIER_INTENT_TAKE]    = { "courier.intent_take", 2 },
	[COURIER_INTENT_DONE]    = { "courier.intent_done", 4 },
	[COURIER_PURGE]          = { "courier.purge", 1 },
	[COURIER_FORWARD_NEW]    = { "courier.forward_new", 3 },
	[COURIER_OBJECT_STORE]   = { "courier.object_store", 10 },
	[COURIER_OBJECT_GONE]    = { "courier.object_gone", 2 },
	[COURIER_THREAD_FOUND]   = { "courier.thread_found", 3 },
	[COURIER_ALIVE]          = { "courier.alive", 1 },
};
/* clang-format on */

void
courier_rest(struct courier *c)
{
	if (c->draining && c->jobs == 0 && !c->taking && !c->purging &&
	    !c->living && federation_quiet(c->federation))
		event_base_loopbreak(c->base);
}

static void
idle_in(struct courier *c, long ms)
{
	const struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	if (!c->draining)
		evtimer_add(c->idle, &tv);
}

/* Start a job for each mail; how many, or -1 for a document we cannot read. */
static int
courier_start_jobs(struct courier *c, const char *doc, size_t len)
{
	struct placet_arena arena = { .ceiling = 4 << 20 };
	const struct placet_json *v;
	struct placet_json *root;
	int n = -1;

	if (placet_json_parse(&arena, doc, len, NULL, &root) == 0 &&
	    (v = placet_json_get(root, "mails")) != NULL) {
		n = 0;
		for (v = v->first; v != NULL; v = v->next) {
			c->jobs++;
			n++;
			job_start(c, v);
		}
	}
	placet_arena_end(&arena);
	return n;
}

static void
on_taken(const struct db_result *res, void *arg)
{
	struct courier *c = arg;
	int n = 0;

	c->taking = false;
	if (res->status == 0 && res->doc != NULL) {
		n = courier_start_jobs(c, res->doc, res->len);
		if (n < 0)
			log_warnx("cannot read what courier.mail_take said");
	} else if (res->status != 503) {
		log_warnx("cannot take mails: %s", res->message);
	}
	if (n > 0 && c->jobs < COURIER_AT_ONCE)
		idle_in(c, 0);
	else if (n <= 0)
		idle_in(c, COURIER_IDLE);
	courier_rest(c);
}

static void
courier_take(struct courier *c)
{
	char room[16], lease[16];
	const struct db_arg args[] = { { room }, { lease } };

	if (!c->begun) {
		idle_in(c, COURIER_IDLE);
		return;
	}
	if (c->draining || c->taking || c->jobs >= COURIER_AT_ONCE)
		return;
	snprintf(room, sizeof room, "%d", COURIER_AT_ONCE - c->jobs);
	snprintf(lease, sizeof lease, "%d", COURIER_LEASE);
	c->taking = true;
	db_call(c->db, COURIER_MAIL_TAKE, args, on_taken, c);
}

static void
on_idle(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	courier_take(arg);
}

void
courier_job_ended(struct courier *c)
{
	c->jobs--;
	idle_in(c, 0);
	courier_rest(c);
}

/* What of it there is more of is looked at again soon, not in an hour. */
static void
on_purged(const struct db_result *res, void *arg)
{
	const struct timeval soon = { COURIER_CLEAN_MORE, 0 };
	struct placet_arena arena = { .ceiling = 1 << 20 };
	const struct placet_json *v, *more;
	struct courier *c = arg;
	struct placet_json *doc;

	c->purging = false;
	if (res->status != 0 && res->status != 503)
		log_warnx("cannot purge: %s", res->message);
	if (res->status == 0 && res->doc != NULL &&
	    placet_json_parse(&arena, res->doc, res->len, NULL, &doc) == 0) {
		v = placet_json_get(doc, "failed");
		for (v = v == NULL ? NULL : v->first; v != NULL; v = v->next)
			log_warnx("cannot purge %s", v->str);
		more = placet_json_get(doc, "more");
		if (more != NULL && more->type == PLACET_JSON_BOOL &&
		    more->truth)
			evtimer_add(c->purge, &soon);
	}
	placet_arena_end(&arena);
	courier_rest(c);
}

static void
on_asked(const struct db_result *res, void *arg)
{
	struct courier *c = arg;

	if (res->status != 0 && res->status != 503)
		log_warnx("cannot ask what servers run: %s", res->message);
	db_call(c->db, COURIER_PURGE, (const struct db_arg[]){ { PURGE_ROWS } },
	    on_purged, c);
}

static void
on_purge(evutil_socket_t fd, short what, void *arg)
{
	const struct timeval tv = { COURIER_CLEAN, 0 };
	struct courier *c = arg;

	(void)fd;
	(void)what;
	evtimer_add(c->purge, &tv);
	if (c->purging || c->draining)
		return;
	c->purging = true;
	db_call(c->db, COURIER_NODEINFO_ASK,
	    (const struct db_arg[]){ { ASK_PEERS } }, on_asked, c);
}

static void
on_term(evutil_socket_t fd, short what, void *arg)
{
	const struct timeval tv = { COURIER_DRAIN, 0 };
	struct courier *c = arg;

	(void)fd;
	(void)what;
	c->draining = true;
	evtimer_del(c->idle);
	evtimer_add(c->deadline, &tv);
	courier_rest(c);
}

static void
on_deadline(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	(void)arg;
	log_info("leaves what is unfinished to the next courier");
	_exit(0);
}

/* The first line of the file; without it mail would be refused anyway. */
static void
read_password(struct courier *c)
{
	const char *path = c->conf->smtp_password_file;
	FILE *f;

	if (*path == '\0')
		return;
	f = fopen(path, "re");
	if (f == NULL || fgets(c->password, sizeof c->password, f) == NULL)
		fatal("cannot read '%s'", path);
	c->password[strcspn(c->password, "\r\n")] = '\0';
	fclose(f);
}

static void
read_files(struct courier *c)
{
	read_password(c);
	if (mail_texts_load(&c->texts, c->conf->data_dir) != 0)
		fatalx("no texts for mails");
}

void
courier_try(const struct conf *conf)
{
	struct courier c = { .conf = conf };

	read_files(&c);
	mail_texts_release(&c.texts);
}

static void
courier_connect(struct courier *c)
{
	const struct db_conf conf = {
		.conninfo = c->conf->database,
		.scheme = c->conf->public_scheme,
		.groups = c->conf->federation_groups,
		.port = c->conf->public_port,
		.user = "placet_courier",
		.connections = 1,
		.inflight = 1024,
		.most = LIMIT_QUEUE,
		.timeout = 10000,
		.slow_timeout = 10000,
	};

	c->db = db_new(c->base, &conf, courier_stmts, COURIER_STMTS);
	if (c->db == NULL)
		fatalx("out of memory");
}

static void
courier_begin(struct courier *c, const struct child *child)
{
	const struct timeval soon = { 5, 0 };

	read_files(c);
	if (!address_own(&c->own))
		log_warn("cannot learn the addresses of this machine");
	sandbox_role(c->conf, "courier");
	loop_init(&c->loop, child->life, on_term, c);
	c->base = c->loop.base;
	courier_connect(c);
	c->smtp = (struct fetch_conf){ .url = c->conf->smtp_url,
		.user = c->conf->smtp_user,
		.password = c->password };
	c->fetch = fetch_new(c->base, &c->smtp);
	c->keyd = ipc_new(c->base, child->keyd);
	c->idle = evtimer_new(c->base, on_idle, c);
	c->purge = evtimer_new(c->base, on_purge, c);
	c->deadline = evtimer_new(c->base, on_deadline, c);
	if (c->fetch == NULL || c->keyd == NULL || c->idle == NULL ||
	    c->purge == NULL || c->deadline == NULL)
		fatalx("out of memory");
	c->federation = federation_new(c);
	evtimer_add(c->purge, &soon);
	alive_start(c);
	idle_in(c, 0);
}

static void
courier_end(struct courier *c)
{
	db_free(c->db);
	ipc_free(c->keyd);
	federation_free(c->federation);
	fetch_free(c->fetch);
	event_free(c->idle);
	event_free(c->purge);
	event_free(c->alive);
	event_free(c->deadline);
	loop_release(&c->loop);
	mail_texts_release(&c->texts);
}

_Noreturn void
courier_main(const struct child *child)
{
	struct courier c = { .conf = child->conf };

	signal(SIGPIPE, SIG_IGN);
	courier_begin(&c, child);
	log_info("sends mail by %s",
	    *c.conf->smtp_url != '\0' ? c.conf->smtp_url : "nobody");
	event_base_dispatch(c.base);
	courier_end(&c);
	exit(0);
}

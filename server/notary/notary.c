/*
 * notary.c - the notary's loop: be elected, then keep the others going
 *
 * Elected is whoever holds an advisory lock of the database, by its one
 * connection.  A connection that is lost is an election that is lost: what
 * was under way is answered as failed, and all begins again when a new
 * connection has the lock.  A standby asks four times a second: the one that
 * it follows may be itself, killed a moment ago.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/log.h"
#include "base/loop.h"
#include "base/sandbox.h"
#include "master/child.h"
#include "notary/notary.h"

enum {
	TIMEOUT = 30000, /* ms for a statement: a full batch on a slow disk */
	START = 5,       /* s between looks for new logs; told otherwise */
	STRAYS = 60,     /* s between looks for strays */
	LAST = 8,        /* s to finish after SIGTERM */
	AGAIN = 250,     /* ms between a standby's attempts */
};

/* clang-format off */
static const struct db_stmt stmts[NOTARY_STMTS] = {
	[NOTARY_ELECT]            = { "notary.elect", 0 },
	[NOTARY_LOT_TAKE]         = { "notary.lot_take", 3 },
	[NOTARY_BATCH_COMMIT]     = { "notary.batch_commit", BATCH_ARGS },
	[NOTARY_LOG_STRAYS]       = { "notary.log_strays", 1 },
	[NOTARY_SIGN_TAKE]        = { "notary.sign_take", 3 },
	[NOTARY_CHECKPOINT_STORE] = { "notary.checkpoint_store", 5 },
	[NOTARY_LOG_HALT]         = { "notary.log_halt", 3 },
	[NOTARY_LOG_NEW]          = { "notary.log_new", 1 },
	[NOTARY_LOG_OPEN]         = { "notary.log_open", 5 },
	[NOTARY_CLOCK_RUN]        = { "notary.clock_run", 3 },
	[NOTARY_PETITION_NOTIFY]  = { "notary.petition_notify", 2 },
	[NOTARY_CLAIM_PURGE]      = { "notary.claim_purge", 2 },
	[NOTARY_KEY_TAKE]         = { "notary.key_take", 1 },
	[NOTARY_KEY_STORE]        = { "notary.key_store", 3 },
	[NOTARY_REKEY_TAKE]       = { "notary.rekey_take", 1 },
	[NOTARY_REKEY_STORE]      = { "notary.rekey_store", 2 },
	[NOTARY_REKEY_FORGET]     = { "notary.rekey_forget", 1 },
	[NOTARY_NEWS_RUN]         = { "notary.news_run", 2 },
	[NOTARY_ACT_TAKE]         = { "notary.act_take", 1 },
	[NOTARY_ACT_STORE]        = { "notary.act_store", 3 },
};
/* clang-format on */

int64_t
notary_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Asked to stop: do so when nothing is half done. */
void
notary_rest(struct notary *n)
{
	if (n->stopping && !n->seq.busy && !n->opening && n->acts == NULL &&
	    !checkpoint_busy(n))
		event_base_loopbreak(n->base);
}

static void
on_halted(const struct db_result *res, void *arg)
{
	(void)arg;
	if (res->status != 0)
		log_warnx("cannot halt a log: %s", res->message);
}

void
notary_halt(struct notary *n, int site, int item, const char *why)
{
	char s[12], i[12];

	log_warnx("log of petition %d:%d halted: %s", site, item, why);
	snprintf(s, sizeof s, "%d", site);
	snprintf(i, sizeof i, "%d", item);
	db_call(n->db, NOTARY_LOG_HALT,
	    (const struct db_arg[]){ { s }, { i }, { why } }, on_halted, n);
	notary_refs_add(&n->changed, site, item);
}

static void elect(struct notary *n);

static void
on_again(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	elect(arg);
}

static void
on_elected(const struct db_result *res, void *arg)
{
	const struct timeval again = { 0, AGAIN * 1000L };
	struct notary *n = arg;

	n->electing = false;
	if (res->status != 0 || res->doc == NULL)
		return; /* on_second() asks again */
	if (strcmp(res->doc, "true") != 0) {
		event_base_once(n->base, -1, EV_TIMEOUT, on_again, n, &again);
		return;
	}
	log_info("elected");
	n->elected = true;
	act_counted(n);
	tell_strays(n);
	introduce_run(n);
	start_run(n);
	sequence_start(n);
}

static void
elect(struct notary *n)
{
	if (n->electing || n->elected || n->stopping || !db_ready(n->db))
		return;
	n->electing = true;
	db_call(n->db, NOTARY_ELECT, NULL, on_elected, n);
}

static void
on_note(const char *channel, const char *payload, void *arg)
{
	struct notary *n = arg;

	(void)payload;
	if (channel != NULL) {
		if (strcmp(channel, "act") == 0)
			act_run(n);
		else
			start_run(n);
		return;
	}
	n->elected = false;
	elect(n);
}

static void
on_second(evutil_socket_t fd, short what, void *arg)
{
	struct notary *n = arg;

	(void)fd;
	(void)what;
	n->ticks++;
	if (!n->elected) {
		elect(n);
		return;
	}
	tell_run(n);
	if (n->ticks % START == 0) {
		introduce_run(n);
		rekey_run(n);
		start_run(n);
	}
	act_run(n);
	if (n->ticks % STRAYS == 0 || (n->grown.over && n->grown.n == 0))
		tell_strays(n);
	checkpoint_run(n);
}

static void
on_last(evutil_socket_t fd, short what, void *arg)
{
	struct notary *n = arg;

	(void)fd;
	(void)what;
	event_base_loopbreak(n->base);
}

static void
on_term(evutil_socket_t fd, short what, void *arg)
{
	const struct timeval last = { LAST, 0 };
	struct notary *n = arg;

	(void)fd;
	(void)what;
	n->stopping = true;
	event_base_once(n->base, -1, EV_TIMEOUT, on_last, n, &last);
	notary_rest(n);
}

static struct db *
open_db(struct notary *n, const struct conf *conf)
{
	static const char *const channels[] = { "petition", "act", NULL };
	const struct db_conf db = { .conninfo = conf->database,
		.scheme = conf->public_scheme,
		.groups = conf->federation_groups,
		.port = conf->public_port,
		.user = "placet_notary",
		.connections = 1,
		.inflight = 4096,
		.most = LIMIT_QUEUE,
		.timeout = TIMEOUT,
		.slow_timeout = TIMEOUT,
		.listen = channels,
		.note = on_note,
		.arg = n };

	return db_new(n->base, &db, stmts, NOTARY_STMTS);
}

_Noreturn void
notary_main(const struct child *c)
{
	static struct notary n; /* a megabyte of lists */
	const struct timeval second = { 1, 0 };
	struct loop loop;

	loop_init(&loop, c->life, on_term, &n);
	n.base = loop.base;
	n.second = event_new(n.base, -1, EV_PERSIST, on_second, &n);
	n.ipc = ipc_new(n.base, c->keyd);
	n.db = open_db(&n, c->conf);
	if (n.second == NULL || n.ipc == NULL || n.db == NULL ||
	    event_add(n.second, &second) != 0)
		fatal("out of memory");
	sequence_init(&n);
	sandbox_role(c->conf, "notary");
	event_base_dispatch(n.base);

	tell_run(&n);
	ipc_free(n.ipc);
	db_free(n.db);
	sequence_release(&n);
	checkpoint_release(&n);
	event_free(n.second);
	loop_release(&loop);
	exit(0);
}

/*
 * sequence.c - from the inbox to the logs
 *
 * DESIGN.  A batch is what has come in while the last one was written, at
 * most LIMIT_SEQUENCE rows, and begins no sooner than 100 ms after the last
 * began unless that was full: the signers need the processor too.
 *
 * Ids of the inbox are given before the commit, so a lower id may appear
 * after a higher one was taken.  No transaction of a signer lasts a minute,
 * hence ids below one seen a minute ago are all there or never will be: the
 * scan begins at that mark and does not wade through the index entries of
 * rows long gone.  Rows that were passed over (their log has no key yet, or
 * is halted) are found again when all is looked at, once a minute.
 *
 * A batch that is refused is tried again smaller; a single row that is
 * refused halts its log, so that it costs the others nothing.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <placet/text.h>

#include "base/log.h"
#include "notary/notary.h"

enum {
	PACE = 100,    /* ms from batch to batch */
	IDLE = 200,    /* ms between looks at an empty inbox */
	CLOCK = 10000, /* ms between looks at the clock */
	ROW = 72,      /* bytes of cn, cp and time in an answer */
};

static void
sequence_in(struct notary *n, int ms)
{
	const struct timeval t = { ms / 1000, ms % 1000 * 1000L };

	if (!n->stopping)
		evtimer_add(n->seq.timer, &t);
}

void
sequence_end(struct notary *n, int ms)
{
	placet_arena_end(&n->seq.arena);
	n->seq.busy = false;
	sequence_in(n, ms);
	notary_rest(n);
}

/* Move the mark, and see whether it is time to look at all. */
static void
sequence_mark(struct sequencer *s)
{
	const int64_t now = notary_now();

	if (now - s->mark[1].at >= NOTARY_SETTLE * 1000L) {
		s->mark[0] = s->mark[1];
		s->mark[1] = (struct mark){ now, s->last };
	}
	s->from = s->mark[0].id;
	if (now - s->whole >= NOTARY_SETTLE * 1000L) {
		s->whole = now;
		s->from = 0;
	}
}

static int64_t
pace(const struct sequencer *s)
{
	const int64_t left = s->began + PACE - notary_now();

	if (s->rows >= s->take)
		return 0;
	return left > 0 ? left : 0;
}

/* Refused or failed: smaller, and at last without the log at fault. */
static void
sequence_failed(struct notary *n, const struct db_result *res)
{
	struct ref ref;

	if (res->status == 503) {
		sequence_end(n, 1000);
		return;
	}
	log_warnx(
	    "a batch of %d was refused: %s", n->seq.batch.leaves, res->message);
	if (n->seq.batch.leaves == 1 && notary_ref(n->seq.first, &ref))
		notary_halt(n, ref.site, ref.item, res->message);
	n->seq.take = n->seq.take > 8 ? n->seq.take / 8 : 1;
	sequence_end(n, IDLE);
}

static void
on_committed(const struct db_result *res, void *arg)
{
	struct notary *n = arg;
	const struct placet_json *log = n->seq.first;
	struct ref ref;

	if (res->status != 0) {
		sequence_failed(n, res);
		return;
	}
	for (; log != NULL; log = log->next) {
		if (!notary_ref(log, &ref))
			continue;
		notary_refs_add(&n->grown, ref.site, ref.item);
		notary_refs_add(&n->changed, ref.site, ref.item);
	}
	act_counted(n);
	/* Before the list is full; else it waits for its second. */
	if (n->changed.n > LIMIT_SEQUENCE_LOGS)
		tell_run(n);
	log_debug("%d leaves in %d logs, %lld ms", n->seq.batch.leaves,
	    n->seq.batch.logs, (long long)(notary_now() - n->seq.began));
	sequence_end(n, (int)pace(&n->seq));
	if (n->seq.take < LIMIT_SEQUENCE)
		n->seq.take = 2 * n->seq.take < LIMIT_SEQUENCE ? 2 * n->seq.take
		                                               : LIMIT_SEQUENCE;
	checkpoint_run(n);
}

/* One row of the inbox: cn, cp, time. */
static int
add_leaf(struct batch *b, const char *host, const uint8_t *row,
    const char *inbox, size_t len)
{
	struct placet_leaf leaf = { .type = PLACET_LEAF_SIGN };

	memcpy(leaf.cn.b, row, sizeof leaf.cn.b);
	memcpy(leaf.cp.b, row + 32, sizeof leaf.cp.b);
	for (int i = 64; i < ROW; i++)
		leaf.time = leaf.time << 8 | row[i];
	leaf.time -= leaf.time % 3600;
	snprintf(leaf.instance, sizeof leaf.instance, "%s", host);
	return batch_leaf(b, &leaf, inbox, len);
}

static int
add_leaves(struct batch *b, const struct placet_json *log)
{
	const char *host = placet_json_text(log, "host");
	const char *ids = placet_json_text(log, "ids");
	const struct placet_json *rows = placet_json_get(log, "rows");
	const int64_t n = placet_json_integer(log, "n", 0);
	uint8_t row[ROW];

	if (host == NULL || ids == NULL || rows == NULL || n < 1 ||
	    rows->len != (size_t)n * (size_t)(2 * ROW))
		return PLACET_EFORMAT;
	for (int64_t i = 0; i < n; i++) {
		const size_t len = strspn(ids, "0123456789");
		int err = placet_unhex(rows->str + (size_t)i * 2 * sizeof row,
		    2 * sizeof row, row, sizeof row);

		if (err == 0 && (len == 0 || len > 19))
			err = PLACET_EFORMAT;
		if (err == 0)
			err = add_leaf(b, host, row, ids, len);
		if (err != 0)
			return err;
		ids += len;
		ids += *ids == ',';
	}
	return 0;
}

static void
add_log(struct notary *n, const struct placet_json *log)
{
	struct placet_frontier old;
	struct ref ref;
	int err = PLACET_EFORMAT;

	if (!notary_ref(log, &ref))
		return;
	if (notary_frontier(log, "size", "frontier", &old)) {
		batch_open(&n->seq.batch, ref.site, ref.item, &old);
		err = add_leaves(&n->seq.batch, log);
		if (err == 0)
			err = batch_close(&n->seq.batch);
		if (err != 0)
			batch_undo(&n->seq.batch);
	}
	if (err != 0)
		notary_halt(n, ref.site, ref.item, placet_strerror(err));
}

static void
on_taken(const struct db_result *res, void *arg)
{
	struct db_arg args[BATCH_ARGS];
	struct notary *n = arg;
	struct sequencer *s = &n->seq;
	struct placet_json *doc;
	int64_t last;

	s->rows = 0;
	if (!notary_parse(&s->arena, res, &doc)) {
		sequence_end(n, 1000);
		return;
	}
	s->rows = (int)placet_json_integer(doc, "rows", 0);
	last = placet_json_integer(doc, "last", 0);
	s->last = last > s->last ? last : s->last;
	batch_begin(&s->batch);
	s->first = placet_json_get(doc, "logs") != NULL
	    ? placet_json_get(doc, "logs")->first
	    : NULL;
	for (const struct placet_json *v = s->first; v != NULL; v = v->next)
		add_log(n, v);
	if (s->batch.logs == 0) {
		sequence_end(n, IDLE);
		return;
	}
	if (batch_args(&s->batch, args) == NULL)
		fatal("out of memory");
	db_call(n->db, NOTARY_BATCH_COMMIT, args, on_committed, n);
}

static void
sequence_run(struct notary *n)
{
	struct sequencer *s = &n->seq;
	char from[24], take[12], logs[12];
	const struct db_arg args[] = { { from }, { take }, { logs } };

	s->busy = true;
	s->began = notary_now();
	sequence_mark(s);
	snprintf(from, sizeof from, "%lld", (long long)s->from);
	snprintf(take, sizeof take, "%d", s->take);
	snprintf(logs, sizeof logs, "%d", LIMIT_SEQUENCE_LOGS);
	db_call(n->db, NOTARY_INBOX_TAKE, args, on_taken, n);
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct notary *n = arg;
	struct sequencer *s = &n->seq;

	(void)fd;
	(void)what;
	if (s->busy || !n->elected || n->stopping)
		return;
	if (s->rows == 0 && notary_now() - s->clock >= CLOCK) {
		s->busy = true;
		s->clock = s->began = notary_now();
		clock_run(n);
	} else {
		sequence_run(n);
	}
}

void
sequence_start(struct notary *n)
{
	n->seq.whole = 0;
	sequence_in(n, 0);
}

void
sequence_init(struct notary *n)
{
	n->seq.take = LIMIT_SEQUENCE;
	n->seq.arena.ceiling = 32 << 20;
	n->seq.timer = evtimer_new(n->base, on_timer, n);
	if (n->seq.timer == NULL)
		fatal("out of memory");
}

void
sequence_release(struct notary *n)
{
	event_free(n->seq.timer);
	batch_release(&n->seq.batch);
	placet_arena_end(&n->seq.arena);
}

/*
 * sequence.c - from the inbox to the logs
 *
 * DESIGN.  A batch is what has come in while the last one was written, at
 * most LIMIT_SEQUENCE signatures, and begins no sooner than 100 ms after the
 * last began unless more is waiting: the signers need the processor too.
 *
 * A row of the inbox is a lot: what a web worker confirmed at once for one
 * petition.  Ids of lots are given before the commit, so a lower id may appear
 * after a higher one was taken.  No transaction of a signer lasts a minute,
 * hence ids below one seen a minute ago are all there or never will be: the
 * scan begins at that mark and does not wade through the index entries of
 * rows long gone.  Rows that were passed over (their log has no key yet, or
 * is halted) are found again when all is looked at, once a minute.
 *
 * A batch that is refused is tried again smaller; a single lot that is
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
	HEAD = 20,     /* bytes of id, number and time of a lot */
	ROW = 64,      /* bytes of cn and cp, for each signature of it */
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

	if (s->more)
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
	if (n->seq.batch.lots == 1 && notary_ref(n->seq.first, &ref))
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

static uint64_t
number(const uint8_t *bytes, int n)
{
	uint64_t v = 0;

	while (n-- > 0)
		v = v << 8 | *bytes++;
	return v;
}

/* One signature: cn, cp. */
static int
add_leaf(struct batch *b, const char *host, uint64_t time, const uint8_t *row)
{
	struct placet_leaf leaf = { .type = PLACET_LEAF_SIGN };

	memcpy(leaf.cn.b, row, sizeof leaf.cn.b);
	memcpy(leaf.cp.b, row + 32, sizeof leaf.cp.b);
	leaf.time = time - time % 3600;
	snprintf(leaf.instance, sizeof leaf.instance, "%s", host);
	return batch_leaf(b, &leaf);
}

/* The lot that hex begins with; *hex and *len move behind it. */
static int
add_lot(struct batch *b, const char *host, const char **hex, size_t *len)
{
	uint8_t head[HEAD], row[ROW];
	uint64_t left;
	int err = *len < 2 * sizeof head
	    ? PLACET_EFORMAT
	    : placet_unhex(*hex, 2 * sizeof head, head, sizeof head);

	if (err != 0)
		return err;
	*hex += 2 * sizeof head;
	*len -= 2 * sizeof head;
	left = number(head + 8, 4);
	if (left == 0 || left > *len / (2 * sizeof row))
		return PLACET_EFORMAT;
	batch_lot(b, number(head, 8));
	for (; left > 0 && err == 0; left--) {
		err = placet_unhex(*hex, 2 * sizeof row, row, sizeof row);
		if (err == 0)
			err = add_leaf(b, host, number(head + 12, 8), row);
		*hex += 2 * sizeof row;
		*len -= 2 * sizeof row;
	}
	return err;
}

static int
add_lots(struct batch *b, const struct placet_json *log)
{
	const char *host = placet_json_text(log, "host");
	const struct placet_json *lots = placet_json_get(log, "lots");
	const char *hex;
	size_t len;
	int err = 0;

	if (host == NULL || placet_json_text(log, "lots") == NULL)
		return PLACET_EFORMAT;
	hex = lots->str;
	len = lots->len;
	if (len == 0)
		return PLACET_EFORMAT;
	while (len > 0 && err == 0)
		err = add_lot(b, host, &hex, &len);
	return err;
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
		err = add_lots(&n->seq.batch, log);
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
	struct placet_json *doc, *more;
	int64_t last;

	s->rows = 0;
	s->more = false;
	if (!notary_parse(&s->arena, res, &doc)) {
		sequence_end(n, 1000);
		return;
	}
	s->rows = (int)placet_json_integer(doc, "rows", 0);
	more = placet_json_get(doc, "more");
	s->more = more != NULL && more->truth;
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
	db_call(n->db, NOTARY_LOT_TAKE, args, on_taken, n);
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

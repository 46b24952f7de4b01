/*
 * clock.c - what is due by the clock: last leaves, and forgetting
 *
 * Petitions that are over get their CLOSE leaf in the sequencer's turn and
 * with its batch, so that nobody else appends to the log meanwhile.
 *
 * Claims that nobody confirmed are forgotten beside it, since no log has to
 * do with them: once a minute a piece of their table, or as many pieces as it
 * takes to see all of it once a day.  Where it stands is not worth keeping; a
 * new notary begins anywhere.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "notary/notary.h"

enum {
	PURGE = 60000,   /* ms between looks for claims to forget */
	PIECE = 64,      /* blocks of their table at once: a thousand rows */
	LEAST = 1024,    /* blocks in one look: eight megabytes */
	A_DAY = 24 * 60, /* looks that see all of it */
};

static void purge_piece(struct notary *n);

/*
 * How many of the table's blocks one look sees, a piece after the other.  One
 * piece more than that: the last one before the end is not a whole one.
 */
static int64_t
purge_share(int64_t all)
{
	const int64_t share = all / A_DAY > LEAST ? all / A_DAY : LEAST;

	return (share < all ? share : all) + PIECE;
}

static void
on_purged(const struct db_result *res, void *arg)
{
	struct placet_arena arena = { .ceiling = 1 << 16 };
	struct notary *n = arg;
	struct purge *p = &n->purge;
	struct placet_json *doc;
	int64_t claims, all;

	p->busy = false;
	if (notary_parse(&arena, res, &doc)) {
		claims = placet_json_integer(doc, "claims", 0);
		if (claims > 0)
			log_debug("%" PRId64 " claims forgotten", claims);
		p->next = placet_json_integer(doc, "next", 0);
		p->seen += PIECE;
		all = placet_json_integer(doc, "blocks", 0);
		if (p->seen < purge_share(all) && n->elected && !n->stopping)
			purge_piece(n);
	}
	placet_arena_end(&arena);
}

static void
purge_piece(struct notary *n)
{
	char from[24], blocks[12];
	const struct db_arg args[] = { { from }, { blocks } };

	n->purge.busy = true;
	snprintf(from, sizeof from, "%" PRId64, n->purge.next);
	snprintf(blocks, sizeof blocks, "%d", PIECE);
	db_call(n->db, NOTARY_CLAIM_PURGE, args, on_purged, n);
}

static void
purge_run(struct notary *n)
{
	const int64_t now = notary_now();

	if (n->purge.busy || now - n->purge.at < PURGE)
		return;
	if (n->purge.at == 0)
		n->purge.next = -1;
	n->purge.at = now;
	n->purge.seen = 0;
	purge_piece(n);
}

static void
on_committed(const struct db_result *res, void *arg)
{
	struct notary *n = arg;
	const struct placet_json *log = n->seq.first;
	struct ref ref;

	if (res->status != 0 && res->status != 503)
		log_warnx("closing was refused: %s", res->message);
	for (; res->status == 0 && log != NULL; log = log->next)
		if (notary_ref(log, &ref))
			notary_refs_add(&n->grown, ref.site, ref.item);
	sequence_end(n, 0);
	checkpoint_run(n);
}

static void
add_close(struct notary *n, const struct placet_json *log)
{
	static const char *const name[] = { "signs", "withdrawn",
		"invalidated" };
	const char *host = placet_json_text(log, "host");
	const int64_t time = placet_json_integer(log, "time", 0);
	struct placet_leaf leaf = { .type = PLACET_LEAF_CLOSE };
	struct placet_frontier old;
	struct ref ref;
	int err;

	if (!notary_ref(log, &ref))
		return;
	for (int i = 0; i < 3; i++)
		leaf.count[i] = (uint64_t)placet_json_integer(log, name[i], 0);
	leaf.time = (uint64_t)(time - time % 3600);
	if (host == NULL || !notary_frontier(log, "size", "frontier", &old)) {
		notary_halt(n, ref.site, ref.item, "its frontier is broken");
		return;
	}
	snprintf(leaf.instance, sizeof leaf.instance, "%s", host);
	batch_open(&n->seq.batch, ref.site, ref.item, &old);
	err = batch_leaf(&n->seq.batch, &leaf);
	if (err == 0)
		err = batch_close(&n->seq.batch);
	if (err != 0) {
		batch_undo(&n->seq.batch);
		notary_halt(n, ref.site, ref.item, placet_strerror(err));
	}
}

static void
on_clock(const struct db_result *res, void *arg)
{
	struct db_arg args[BATCH_ARGS];
	struct notary *n = arg;
	struct placet_json *doc, *logs;

	if (!notary_parse(&n->seq.arena, res, &doc)) {
		sequence_end(n, 1000);
		return;
	}
	notary_refs_list(&n->changed, placet_json_get(doc, "ended"));
	notary_refs_list(&n->changed, placet_json_get(doc, "closed"));
	logs = placet_json_get(doc, "logs");
	batch_begin(&n->seq.batch);
	n->seq.first = logs != NULL ? logs->first : NULL;
	for (const struct placet_json *v = n->seq.first; v != NULL; v = v->next)
		add_close(n, v);
	if (n->seq.batch.logs == 0) {
		sequence_end(n, 0);
		return;
	}
	if (batch_args(&n->seq.batch, args) == NULL)
		fatal("out of memory");
	db_call(n->db, NOTARY_BATCH_COMMIT, args, on_committed, n);
}

void
clock_run(struct notary *n)
{
	char grace[12], settle[12], most[12];
	const struct db_arg args[] = { { grace }, { settle }, { most } };

	snprintf(grace, sizeof grace, "%d", NOTARY_GRACE);
	snprintf(settle, sizeof settle, "%d", NOTARY_SETTLE);
	snprintf(most, sizeof most, "%d", NOTARY_NEW);
	db_call(n->db, NOTARY_CLOCK_RUN, args, on_clock, n);
	purge_run(n);
}

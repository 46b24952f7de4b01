/*
 * clock.c - petitions that are over get their CLOSE leaf
 *
 * Runs in the sequencer's turn and with its batch, so that nobody else
 * appends to the log meanwhile.
 */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "notary/notary.h"

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
	err = batch_leaf(&n->seq.batch, &leaf, NULL, 0);
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
}

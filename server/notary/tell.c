/*
 * tell.c - NOTIFY for petitions that changed; strays of other notaries
 *
 * At most one round a second for all petitions: a notification in each
 * signer's transaction cost the database more than all the rest of signing.
 */
#include <stdio.h>

#include "base/log.h"
#include "notary/notary.h"

static void
on_told(const struct db_result *res, void *arg)
{
	(void)arg;
	/* Whoever listens lost its connection too, and forgets its cache. */
	if (res->status != 0 && res->status != 503)
		log_warnx("cannot notify: %s", res->message);
}

void
tell_run(struct notary *n)
{
	struct placet_buf site = { 0 }, item = { 0 };

	if (n->changed.n == 0 || !db_ready(n->db))
		return;
	notary_refs_take(&n->changed, n->changed.n, &site, &item);
	n->changed.over = false;
	db_call(n->db, NOTARY_PETITION_NOTIFY,
	    (const struct db_arg[]){ { site.data }, { item.data } }, on_told,
	    n);
	placet_buf_release(&site);
	placet_buf_release(&item);
}

static void
on_strays(const struct db_result *res, void *arg)
{
	struct placet_arena arena = { .ceiling = 16 << 20 };
	struct notary *n = arg;
	struct placet_json *doc, *list;

	if (notary_parse(&arena, res, &doc)) {
		list = placet_json_get(doc, "unsigned");
		if (list != NULL && list->count == LIMIT_SEQUENCE_LOGS)
			n->grown.over = true;
		notary_refs_list(&n->grown, placet_json_get(doc, "unsigned"));
		notary_refs_list(&n->changed, placet_json_get(doc, "recent"));
	}
	placet_arena_end(&arena);
	checkpoint_run(n);
}

void
tell_strays(struct notary *n)
{
	char most[12];
	const struct db_arg args[] = { { most } };

	if (!n->elected || n->stopping)
		return;
	snprintf(most, sizeof most, "%d", LIMIT_SEQUENCE_LOGS);
	n->grown.over = false;
	db_call(n->db, NOTARY_LOG_STRAYS, args, on_strays, n);
}

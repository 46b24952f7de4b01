/*
 * start.c - a new log gets its key from keyd, and OPEN as its first leaf
 *
 * Nobody can be numbered in a log before: the inbox is read only for logs
 * that have a key.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <placet/text.h>

#include "base/ask.h"
#include "base/log.h"
#include "notary/notary.h"

/* A log being opened. */
struct start {
	struct notary *n;
	struct start_round *round;
	struct ref ref;
	struct placet_leaf leaf;
	struct ask_vkey ask;
};

struct start_round {
	size_t n, done, opened;
	struct start log[NOTARY_NEW];
};

static void
start_done(struct start *s)
{
	struct notary *n = s->n;
	struct start_round *round = s->round;
	const bool more = round->opened == NOTARY_NEW;

	if (++round->done < round->n)
		return;
	if (round->opened > 0)
		log_info("%zu new logs are open, the last is '%s'",
		    round->opened, s->ask.origin);
	free(round);
	n->opening = false;
	checkpoint_run(n);
	if (more)
		start_run(n);
	notary_rest(n);
}

static void
on_opened(const struct db_result *res, void *arg)
{
	struct start *s = arg;

	if (res->status == 0) {
		notary_refs_add(&s->n->grown, s->ref.site, s->ref.item);
		notary_refs_add(&s->n->changed, s->ref.site, s->ref.item);
		s->round->opened++;
	} else if (res->status != 503) {
		log_warnx("log '%s' cannot be opened: %s", s->ask.origin,
		    res->message);
	}
	start_done(s);
}

static void
add_bytea(struct placet_buf *b, const void *data, size_t len)
{
	placet_buf_str(b, "\\x");
	placet_buf_hex(b, data, len);
}

static void
start_open(struct start *s)
{
	struct placet_buf entry = { 0 }, key = { 0 }, text = { 0 },
	                  peak = { 0 };
	struct placet_hash leaf;
	char site[12], item[12];

	snprintf(site, sizeof site, "%d", s->ref.site);
	snprintf(item, sizeof item, "%d", s->ref.item);
	if (placet_leaf_encode(&s->leaf, &entry) != 0) {
		notary_halt(s->n, s->ref.site, s->ref.item, "cannot be opened");
		start_done(s);
	} else {
		placet_merkle_leaf(entry.data, entry.len, &leaf);
		add_bytea(&key, s->leaf.key, sizeof s->leaf.key);
		add_bytea(&text, entry.data, entry.len);
		add_bytea(&peak, leaf.b, sizeof leaf.b);
		if (key.err != 0 || text.err != 0 || peak.err != 0)
			fatal("out of memory");
		db_call(s->n->db, NOTARY_LOG_OPEN,
		    (const struct db_arg[]){ { site }, { item }, { key.data },
		        { text.data }, { peak.data } },
		    on_opened, s);
	}
	placet_buf_release(&entry);
	placet_buf_release(&key);
	placet_buf_release(&text);
	placet_buf_release(&peak);
}

static void
on_key(int status, const void *data, size_t len, void *arg)
{
	const struct told_vkey *told = data;
	struct start *s = arg;

	if (status != IPC_OK || len != sizeof *told) {
		log_warnx("keyd gives no key for '%s' (status %d)",
		    s->ask.origin, status);
		start_done(s);
		return;
	}
	memcpy(s->leaf.key, told->pub, sizeof s->leaf.key);
	start_open(s);
}

static bool
start_read(struct start *s, const struct placet_json *v)
{
	const char *host = placet_json_text(v, "host");
	const char *origin = placet_json_text(v, "origin");
	const int64_t time = placet_json_integer(v, "time", -1);

	if (!notary_ref(v, &s->ref) || host == NULL || origin == NULL ||
	    strlen(origin) >= sizeof s->ask.origin || time < 0 ||
	    !notary_hex(v, "uuid", s->ask.site, sizeof s->ask.site) ||
	    !notary_hex(v, "hash", s->leaf.text.b, sizeof s->leaf.text.b))
		return false;
	s->leaf.type = PLACET_LEAF_OPEN;
	s->leaf.time = (uint64_t)(time - time % 3600);
	snprintf(s->leaf.instance, sizeof s->leaf.instance, "%s", host);
	snprintf(s->ask.origin, sizeof s->ask.origin, "%s", origin);
	return true;
}

static void
on_new(const struct db_result *res, void *arg)
{
	struct placet_arena arena = { .ceiling = 4 << 20 };
	struct start_round *round = calloc(1, sizeof *round);
	struct notary *n = arg;
	struct placet_json *doc, *v = NULL;

	if (round == NULL)
		fatal("out of memory");
	if (notary_parse(&arena, res, &doc) &&
	    placet_json_get(doc, "logs") != NULL)
		v = placet_json_get(doc, "logs")->first;
	for (; v != NULL && round->n < NOTARY_NEW; v = v->next) {
		struct start *s = &round->log[round->n];

		if (!start_read(s, v))
			continue;
		s->n = n;
		s->round = round;
		round->n++;
	}
	placet_arena_end(&arena);
	if (round->n == 0) {
		free(round);
		n->opening = false;
		notary_rest(n);
		return;
	}
	/* An answer never comes before ipc_ask() has returned. */
	for (size_t i = 0, all = round->n; i < all; i++)
		ipc_ask(n->ipc, IPC_VKEY, &round->log[i].ask,
		    sizeof round->log[i].ask, NULL, 0, on_key, &round->log[i]);
}

void
start_run(struct notary *n)
{
	char most[12];
	const struct db_arg args[] = { { most } };

	if (n->opening || !n->elected || n->stopping)
		return;
	n->opening = true;
	snprintf(most, sizeof most, "%d", NOTARY_NEW);
	db_call(n->db, NOTARY_LOG_NEW, args, on_new, n);
}

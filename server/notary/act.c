/*
 * act.c - what a site has to say gets its proof, in order
 *
 * The database writes drafts (core.act_new); here keyd signs each, and the
 * document that peers get, byte for byte for ever, goes back.  A round takes
 * what waits, asks for all signatures at once and stores them in one call.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <placet/integrity.h>
#include <placet/time.h>

#include "base/ask.h"
#include "base/log.h"
#include "notary/notary.h"

/* An act that waits for its proof. */
struct act {
	struct notary *n;
	int site;
	int64_t number;
	struct placet_json *draft, *proof;
	struct ask_prove ask;
	bool proved;
};

struct acts {
	struct placet_arena arena;
	size_t n, done;
	struct act act[NOTARY_ACTS];
};

static void
acts_end(struct notary *n, bool more)
{
	placet_arena_end(&n->acts->arena);
	free(n->acts);
	n->acts = NULL;
	if (more)
		act_run(n);
	notary_rest(n);
}

static void
on_stored(const struct db_result *res, void *arg)
{
	struct notary *n = arg;

	if (res->status != 0 && res->status != 503)
		log_warnx("acts cannot be stored: %s", res->message);
	acts_end(n, res->status == 0 && n->acts->n == NOTARY_ACTS);
}

/*
 * Those that got their proofs.  If one did not, the database holds back what
 * follows it.
 */
static void
acts_store(struct notary *n)
{
	struct placet_buf site = { 0 }, number = { 0 }, docs = { 0 },
	                  doc = { 0 };

	for (size_t i = 0; i < n->acts->n; i++) {
		const struct act *a = &n->acts->act[i];

		if (!a->proved)
			continue;
		placet_buf_clear(&doc);
		placet_json_write(&doc, a->draft);
		placet_buf_printf(
		    &site, "%s%d", site.len == 0 ? "{" : ",", a->site);
		placet_buf_printf(&number, "%s%lld",
		    number.len == 0 ? "{" : ",", (long long)a->number);
		db_array_add(&docs, doc.data);
	}
	if (docs.len == 0) {
		acts_end(n, false);
		return;
	}
	placet_buf_str(&site, "}");
	placet_buf_str(&number, "}");
	placet_buf_str(&docs, "}");
	if (doc.err != 0 || site.err != 0 || number.err != 0 || docs.err != 0)
		fatal("out of memory");
	db_call(n->db, NOTARY_ACT_STORE,
	    (const struct db_arg[]){
	        { site.data }, { number.data }, { docs.data } },
	    on_stored, n);
	placet_buf_release(&site);
	placet_buf_release(&number);
	placet_buf_release(&docs);
	placet_buf_release(&doc);
}

static void
on_proved(int status, const void *data, size_t len, void *arg)
{
	struct act *a = arg;
	struct acts *acts = a->n->acts;
	struct placet_sig sig;

	if (status == IPC_OK && len == sizeof sig.b) {
		memcpy(sig.b, data, sizeof sig.b);
		a->proved = placet_integrity_attach(
		                &acts->arena, a->draft, a->proof, &sig) == 0;
	}
	if (!a->proved)
		log_warnx("act %d:%lld got no proof (status %d)", a->site,
		    (long long)a->number, status);
	if (++acts->done == acts->n)
		acts_store(a->n);
}

/* What is to be signed of one; false, logged, if it is no act. */
static bool
act_read(struct acts *acts, struct act *a, struct placet_json *v)
{
	const char *at = placet_json_text(v, "at");
	const char *method = placet_json_text(v, "method");
	int64_t created = 0;
	int err = PLACET_EFORMAT;

	a->site = (int)placet_json_integer(v, "site", 0);
	a->number = placet_json_integer(v, "n", 0);
	a->draft = placet_json_get(v, "draft");
	if (at != NULL && method != NULL && a->draft != NULL &&
	    notary_hex(v, "uuid", a->ask.site, sizeof a->ask.site))
		err = placet_time_parse(at, strlen(at), &created);
	if (err == 0)
		err = placet_integrity_prepare(&acts->arena, a->draft, method,
		    created, &a->proof, a->ask.tbs);
	if (err == 0)
		return true;
	log_warnx("act %d:%lld cannot be signed: %s", a->site,
	    (long long)a->number, placet_strerror(err));
	return false;
}

static void
on_acts(const struct db_result *res, void *arg)
{
	struct notary *n = arg;
	struct acts *acts = n->acts;
	struct placet_json *doc, *v = NULL;

	if (notary_parse(&acts->arena, res, &doc))
		v = doc->first;
	for (; v != NULL && acts->n < NOTARY_ACTS; v = v->next) {
		struct act *a = &acts->act[acts->n];

		a->n = n;
		if (act_read(acts, a, v))
			acts->n++;
	}
	if (acts->n == 0) {
		acts_end(n, false);
		return;
	}
	/* An answer never comes before ipc_ask() has returned. */
	for (size_t i = 0, all = acts->n; i < all; i++)
		ipc_ask(n->ipc, IPC_PROVE, &acts->act[i].ask,
		    sizeof acts->act[i].ask, NULL, 0, on_proved, &acts->act[i]);
}

static void
acts_take(struct notary *n)
{
	char most[12];
	const struct db_arg args[] = { { most } };

	if (n->acts != NULL || !n->elected || n->stopping)
		return;
	n->acts = calloc(1, sizeof *n->acts);
	if (n->acts == NULL)
		fatal("out of memory");
	n->acts->arena.ceiling = 64 << 20;
	snprintf(most, sizeof most, "%d", NOTARY_ACTS);
	db_call(n->db, NOTARY_ACT_TAKE, args, on_acts, n);
}

static void
on_news(const struct db_result *res, void *arg)
{
	struct placet_arena arena = { 0 };
	struct notary *n = arg;
	struct placet_json *doc;

	n->telling = false;
	if (notary_parse(&arena, res, &doc)) {
		if (placet_json_integer(doc, "counts", 0) == NOTARY_ACTS) {
			act_counted(n);
			n->counts.next = 0;
		}
		if (placet_json_integer(doc, "acts", 0) > 0)
			acts_take(n);
	}
	placet_arena_end(&arena);
}

void
act_counted(struct notary *n)
{
	n->counts.until = notary_now() +
	    (NOTARY_COUNT + 2 * NOTARY_COUNT_LOOK) * INT64_C(1000);
}

/* Shall counts be looked at in this round? */
static bool
counts_due(struct notary *n)
{
	const int64_t now = notary_now();

	if (now > n->counts.until || now < n->counts.next)
		return false;
	n->counts.next = now + NOTARY_COUNT_LOOK * INT64_C(1000);
	return true;
}

void
act_run(struct notary *n)
{
	char interval[12], most[12];

	if (n->telling || n->acts != NULL || !n->elected || n->stopping)
		return;
	n->telling = true;
	snprintf(interval, sizeof interval, "%d", NOTARY_COUNT);
	snprintf(most, sizeof most, "%d", NOTARY_ACTS);
	db_call(n->db, NOTARY_NEWS_RUN,
	    (const struct db_arg[]){
	        { counts_due(n) ? interval : NULL }, { most } },
	    on_news, n);
}

/*
 * checkpoint.c - have the logs that have grown signed, and store the notes
 *
 * DESIGN.  A round takes some logs with their leaves as the database keeps
 * them, computes frontier and root of each (checkpoint_log.c), asks keyd for
 * all signatures, a few at a time, and stores the notes in one call.  What
 * could not be signed for a passing reason stays on the list; what keyd
 * refuses, or what does not give the root that was computed when the leaves
 * were numbered, halts its log.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "notary/checkpoint.h"

/* The arguments of notary.checkpoint_store. */
enum { SITE, ITEM, SIZE, FRONTIER, NOTE, ARGS };

struct signer {
	bool busy;
	bool failed; /* for a passing reason: not at once again */
	size_t n, next, waiting;
	struct checkpoint *log;
	struct placet_arena arena;
	struct placet_buf arg[ARGS];
	size_t stored;
};

bool
checkpoint_busy(const struct notary *n)
{
	return n->signer != NULL && n->signer->busy;
}

static void
signer_end(struct notary *n)
{
	struct signer *s = n->signer;

	placet_arena_end(&s->arena);
	s->busy = false;
	notary_rest(n);
	if (s->failed)
		return; /* on_second() comes back to it */
	if (n->grown.n == 0 && n->grown.over)
		tell_strays(n);
	else
		checkpoint_run(n);
}

/* All that are not stored, once more. */
static void
signer_again(struct notary *n)
{
	for (size_t i = 0; i < n->signer->n; i++)
		notary_refs_add(&n->grown, n->signer->log[i].ref.site,
		    n->signer->log[i].ref.item);
	n->signer->failed = true;
}

static void
on_stored(const struct db_result *res, void *arg)
{
	struct notary *n = arg;

	if (res->status != 0) {
		log_warnx("cannot store checkpoints: %s", res->message);
		signer_again(n);
	}
	signer_end(n);
}

static struct placet_buf *
next(struct signer *s, int arg)
{
	if (s->arg[arg].len > 1)
		placet_buf_byte(&s->arg[arg], ',');
	return &s->arg[arg];
}

/* Neither origin nor base64 holds what an array literal would mistake. */
static void
signer_add(struct notary *n, const struct checkpoint *c)
{
	struct signer *s = n->signer;

	placet_buf_printf(next(s, SITE), "%d", c->ref.site);
	placet_buf_printf(next(s, ITEM), "%d", c->ref.item);
	placet_buf_printf(
	    next(s, SIZE), "%llu", (unsigned long long)c->now.size);
	placet_buf_str(next(s, FRONTIER), "\\\\x");
	batch_peaks(&c->now, &s->arg[FRONTIER]);
	placet_buf_byte(next(s, NOTE), '"');
	placet_buf_str(&s->arg[NOTE], c->note);
	placet_buf_byte(&s->arg[NOTE], '"');
	s->stored++;
	notary_refs_add(&n->changed, c->ref.site, c->ref.item);
	/* More than fitted into one round. */
	if (c->now.size < c->size)
		notary_refs_add(&n->grown, c->ref.site, c->ref.item);
}

static void
signer_store(struct notary *n)
{
	struct signer *s = n->signer;
	struct db_arg args[ARGS];

	if (s->stored == 0) {
		signer_end(n);
		return;
	}
	for (int i = 0; i < ARGS; i++) {
		placet_buf_byte(&s->arg[i], '}');
		if (s->arg[i].err != 0)
			fatal("out of memory");
		args[i].data = s->arg[i].data;
	}
	db_call(n->db, NOTARY_CHECKPOINT_STORE, args, on_stored, n);
}

static void signer_ask(struct notary *n);
static void ask_one(struct notary *n, struct checkpoint *c);

static void
on_signed(int status, const void *data, size_t len, void *arg)
{
	struct checkpoint *c = arg;
	struct notary *n = c->notary;
	const char *why = NULL;

	n->signer->waiting--;
	switch (checkpoint_told(c, status, data, len, &why)) {
	case CHECKPOINT_SIGNED: signer_add(n, c); break;
	case CHECKPOINT_AGAIN: ask_one(n, c); break;
	case CHECKPOINT_LATER:
		log_warnx("keyd did not sign '%s' (status %d)", c->ask.origin,
		    status);
		notary_refs_add(&n->grown, c->ref.site, c->ref.item);
		n->signer->failed = true;
		break;
	case CHECKPOINT_HALT:
		notary_halt(n, c->ref.site, c->ref.item, why);
		break;
	}
	signer_ask(n);
}

static void
ask_one(struct notary *n, struct checkpoint *c)
{
	n->signer->waiting++;
	c->ask.npath = (uint32_t)c->npath;
	ipc_ask(n->ipc, IPC_SIGN, &c->ask, sizeof c->ask, c->path,
	    c->npath * sizeof *c->path, on_signed, c);
}

/* Keep some questions with keyd; store when all are answered. */
static void
signer_ask(struct notary *n)
{
	struct signer *s = n->signer;

	while (s->next < s->n && s->waiting < NOTARY_ASKS)
		ask_one(n, &s->log[s->next++]);
	if (s->next == s->n && s->waiting == 0)
		signer_store(n);
}

static void
signer_begin(struct signer *s)
{
	for (int i = 0; i < ARGS; i++) {
		placet_buf_clear(&s->arg[i]);
		s->arg[i].ceiling = LIMIT_DOC;
		placet_buf_byte(&s->arg[i], '{');
	}
	s->n = s->next = s->waiting = s->stored = 0;
	s->log = placet_alloc(&s->arena, NOTARY_SIGN * sizeof *s->log);
	if (s->log == NULL)
		fatal("out of memory");
}

static void
on_taken(const struct db_result *res, void *arg)
{
	struct notary *n = arg;
	struct signer *s = n->signer;
	struct placet_json *doc, *v = NULL;

	signer_begin(s);
	if (!notary_parse(&s->arena, res, &doc)) {
		/* Which logs these were is found out with the strays. */
		n->grown.over = true;
		s->failed = true;
		signer_end(n);
		return;
	}
	notary_refs_list(&n->grown, placet_json_get(doc, "rest"));
	if (placet_json_get(doc, "logs") != NULL)
		v = placet_json_get(doc, "logs")->first;
	for (; v != NULL && s->n < NOTARY_SIGN; v = v->next) {
		struct checkpoint *c = &s->log[s->n];
		const char *why;

		memset(c, 0, sizeof *c);
		c->notary = n;
		c->arena = &s->arena;
		if (!notary_ref(v, &c->ref))
			continue;
		why = checkpoint_read(c, v);
		if (why != NULL)
			notary_halt(n, c->ref.site, c->ref.item, why);
		else
			s->n++;
	}
	signer_ask(n);
}

void
checkpoint_run(struct notary *n)
{
	struct placet_buf site = { 0 }, item = { 0 };
	char most[12];

	if (n->signer == NULL)
		n->signer = calloc(1, sizeof *n->signer);
	if (n->signer == NULL)
		fatal("out of memory");
	if (n->signer->busy || !n->elected || n->stopping || n->grown.n == 0)
		return;
	n->signer->busy = true;
	n->signer->failed = false;
	n->signer->arena.ceiling = 32 << 20;
	snprintf(most, sizeof most, "%d", LIMIT_SEQUENCE);
	notary_refs_take(&n->grown, NOTARY_SIGN, &site, &item);
	db_call(n->db, NOTARY_SIGN_TAKE,
	    (const struct db_arg[]){ { site.data }, { item.data }, { most } },
	    on_taken, n);
	placet_buf_release(&site);
	placet_buf_release(&item);
}

void
checkpoint_release(struct notary *n)
{
	if (n->signer == NULL)
		return;
	for (int i = 0; i < ARGS; i++)
		placet_buf_release(&n->signer->arg[i]);
	placet_arena_end(&n->signer->arena);
	free(n->signer);
	n->signer = NULL;
}

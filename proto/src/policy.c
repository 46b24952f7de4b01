/*
 * policy.c - is what signed a checkpoint enough?
 */
#include <string.h>

#include <placet/policy.h>

#include "cosign_part.h"

/* When each witness cosigned; 0 if it did not. */
struct seen {
	uint64_t time[PLACET_POLICY_NAMES];
};

/* One line: whose is it, and is it true? */
static int
look(const struct placet_policy *p, const struct placet_note_sig *line,
    const void *text, size_t len, struct seen *seen)
{
	for (size_t i = 0; i < p->nname; i++) {
		const struct placet_policy_name *w = &p->name[i];
		struct placet_cosign c;
		int err;

		if (w->k > 0 || !placet_note_by(line, w->key_name, w->id))
			continue;
		err = placet_cosign_of(line, text, len, w->pub, &c);
		if (err != 0)
			return err;
		if (c.time > seen->time[i])
			seen->time[i] = c.time;
	}
	return PLACET_OK;
}

static void
tally(const struct placet_policy *p, const struct seen *seen,
    struct placet_quorum *q)
{
	for (size_t i = 0; i < p->nname; i++) {
		const uint64_t time = seen->time[i];

		if (time == 0)
			continue;
		if (q->witnesses++ == 0 || time < q->first)
			q->first = time;
		if (time > q->last)
			q->last = time;
	}
}

/* Members come before their group, so one walk settles all. */
static bool
reached(const struct placet_policy *p, const struct seen *seen)
{
	size_t members[PLACET_POLICY_NAMES] = { 0 };
	bool good[PLACET_POLICY_NAMES] = { false };

	for (size_t i = 0; i < p->nname; i++) {
		const struct placet_policy_name *n = &p->name[i];

		good[i] = n->k > 0 ? members[i] >= n->k : seen->time[i] > 0;
		if (good[i])
			members[n->group]++;
	}
	return p->none || good[p->quorum];
}

static int
cosigned(const struct placet_policy *p, const void *note, size_t len,
    const struct placet_checkpoint *cp, struct placet_quorum *q)
{
	struct placet_note_lines lines;
	struct placet_note_sig line;
	struct seen seen = { { 0 } };
	int err;

	placet_note_begin(note, len, cp, &lines);
	while (placet_note_next(&lines, &line) == 0) {
		err = look(p, &line, note, cp->textlen, &seen);
		if (err != 0)
			return err;
	}
	tally(p, &seen, q);
	return reached(p, &seen) ? PLACET_OK : PLACET_EQUORUM;
}

int
placet_policy_cosigned(const struct placet_policy *p, const void *note,
    size_t len, struct placet_quorum *q)
{
	struct placet_checkpoint cp;
	int err = placet_checkpoint_parse(note, len, &cp);

	*q = (struct placet_quorum){ 0 };
	return err == 0 ? cosigned(p, note, len, &cp, q) : err;
}

int
placet_policy_check(const struct placet_policy *p, const void *note, size_t len,
    struct placet_checkpoint *cp, struct placet_quorum *q)
{
	int err = placet_checkpoint_parse(note, len, cp);
	bool found = false;

	*q = (struct placet_quorum){ 0 };
	for (size_t i = 0; err == 0 && i < p->nlog; i++) {
		if (strcmp(p->log[i].origin, cp->origin) != 0)
			continue;
		err = placet_note_signed(note, len, p->log[i].pub, cp);
		if (err == 0)
			q->log = i;
		found = found || err == 0;
		if (err == PLACET_EKEY)
			err = PLACET_OK;
	}
	if (err == 0 && !found)
		err = PLACET_EKEY;
	return err == 0 ? cosigned(p, note, len, cp, q) : err;
}

int
placet_policy_receipt(const struct placet_policy *p,
    const struct placet_receipt *r, const void *entry, size_t len,
    struct placet_checkpoint *cp, struct placet_quorum *q)
{
	struct placet_hash leaf;
	int err = placet_policy_check(p, r->note, r->notelen, cp, q);

	if (err != 0)
		return err;
	placet_merkle_leaf(entry, len, &leaf);
	return placet_merkle_verify(
	    &cp->root, cp->size, r->index, &leaf, r->path, r->npath);
}

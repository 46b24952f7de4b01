/*
 * fuzz_policy.c - a policy that is read holds what it may, and decides
 *
 * What is read is written again, one space between the words, and must be
 * read as the same; and the more witnesses sign, the better: a checkpoint
 * that nobody cosigned passes only where none is asked for.
 */
#include <string.h>

#include <placet/policy.h>

#include "fuzz.h"

static struct placet_policy policy, again;

/* Its log is the seed 1, 0, 0 and so on, and in no policy of the corpus. */
static const char note[] =
    "rennes.example.org/p/42\n"
    "21\n"
    "X2s1f4/9rOiMjlorXte4j44hFmCp6+6QUgANnFY0q18=\n"
    "\n"
    "\xE2\x80\x94 rennes.example.org/p/42 qmBnkjNNhDU/5HQIfPxOGAKj2+y3LXg3kYbC"
    "/qgxnDRu8UTjtFRq+6GS3cBmjuoFcMG1ZNniHp63htqKigYGpZw18ws=\n";

static void
word(const struct placet_policy_word *w, struct placet_buf *b)
{
	if (w->len == 0)
		return;
	placet_buf_byte(b, ' ');
	placet_buf_add(b, w->p, w->len);
}

static void
name_write(const struct placet_policy *p, size_t i, struct placet_buf *b)
{
	const struct placet_policy_name *n = &p->name[i];
	char vkey[PLACET_VKEY_MAX];

	placet_buf_str(b, n->k > 0 ? "group" : "witness");
	word(&n->name, b);
	if (n->k > 0) {
		placet_buf_printf(b, " %zu", n->k);
		for (size_t m = 0; m < i; m++)
			if (p->name[m].group == i)
				word(&p->name[m].name, b);
	} else {
		promise(placet_cosign_vkey(n->key_name, n->pub, vkey) == 0);
		placet_buf_printf(b, " %s", vkey);
		word(&n->url, b);
	}
	placet_buf_byte(b, '\n');
}

static void
policy_write(const struct placet_policy *p, struct placet_buf *b)
{
	char vkey[PLACET_VKEY_MAX];

	for (size_t i = 0; i < p->nlog; i++) {
		promise(
		    placet_vkey(p->log[i].origin, p->log[i].pub, vkey) == 0);
		placet_buf_printf(b, "log %s", vkey);
		word(&p->log[i].url, b);
		placet_buf_byte(b, '\n');
	}
	for (size_t i = 0; i < p->nname; i++)
		name_write(p, i, b);
	placet_buf_str(b, "quorum");
	if (p->none)
		placet_buf_str(b, " none");
	else
		word(&p->name[p->quorum].name, b);
	placet_buf_byte(b, '\n');
}

static void
assert_same(void)
{
	promise(again.nlog == policy.nlog && again.nname == policy.nname);
	promise(again.none == policy.none);
	promise(policy.none || again.quorum == policy.quorum);
	for (size_t i = 0; i < policy.nname; i++) {
		promise(again.name[i].k == policy.name[i].k);
		promise(again.name[i].group == policy.name[i].group);
		promise(policy.name[i].group >= i);
		promise(again.name[i].id == policy.name[i].id);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct placet_buf b = { 0 };
	struct placet_checkpoint cp;
	struct placet_quorum q;
	int err;

	if (placet_policy_parse(data, size, &policy) != 0)
		return 0;
	policy_write(&policy, &b);
	promise(placet_policy_parse(b.data, b.len, &again) == 0);
	assert_same();
	err = placet_policy_cosigned(&policy, note, strlen(note), &q);
	promise(err == (policy.none ? PLACET_OK : PLACET_EQUORUM));
	promise(q.witnesses == 0 && q.first == 0 && q.last == 0);
	err = placet_policy_check(&policy, note, strlen(note), &cp, &q);
	promise(err == PLACET_OK || err == PLACET_EKEY ||
	    err == PLACET_EQUORUM || err == PLACET_ESIG);
	placet_buf_release(&b);
	return 0;
}

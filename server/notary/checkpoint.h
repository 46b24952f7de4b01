/*
 * checkpoint.h - one log on its way to a signed checkpoint
 */
#ifndef NOTARY_CHECKPOINT_H
#define NOTARY_CHECKPOINT_H

#include "base/ask.h"
#include "notary/notary.h"

enum checkpoint_fate {
	CHECKPOINT_SIGNED, /* c->note stands */
	CHECKPOINT_AGAIN,  /* ask once more, the proof is another */
	CHECKPOINT_LATER,  /* keyd is busy or failed */
	CHECKPOINT_HALT,   /* never again, see *why */
};

struct checkpoint {
	struct notary *notary;
	struct placet_arena *arena;
	struct ref ref;
	uint64_t size;                   /* of the log in the database */
	struct placet_frontier old, now; /* signed last; to be signed */
	struct placet_hash *leaf;        /* those from old to now */
	uint64_t nleaf;
	struct placet_hash root; /* of now */
	uint8_t pub[32];
	struct ask_sign ask;
	struct placet_hash path[PLACET_PROOF_MAX];
	size_t npath;
	bool again;
	char *note;
};

/*
 * Read an element of notary.sign_take and compute what is to be signed.
 * NULL, or why this log may not be signed.
 */
const char *checkpoint_read(struct checkpoint *c, const struct placet_json *v);

/* What keyd's answer means. */
enum checkpoint_fate checkpoint_told(struct checkpoint *c, int status,
    const void *data, size_t len, const char **why);

#endif

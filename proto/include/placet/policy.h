/*
 * policy.h - whom to believe: logs, witnesses, and how many of them
 *
 * C2SP tlog-policy, a text file:
 *
 *	log <vkey> [<url>]
 *	witness <name> <vkey> [<url>]
 *	group <name> <k>|any|all <name>...
 *	quorum <name>|none
 *
 * A checkpoint is good when one of the logs signed it and the quorum, which
 * is a witness or a group, cosigned it.  A group did when k of its members
 * did.  A name stands in one group at most, and groups and the quorum name
 * what was defined above them: so there are no cycles, and looking at each
 * name once in the order of the file decides.
 */
#ifndef PLACET_POLICY_H
#define PLACET_POLICY_H

#include <placet/cosign.h>

enum {
	PLACET_POLICY_MAX = 65536, /* bytes of the file */
	PLACET_POLICY_LOGS = 64,
	PLACET_POLICY_NAMES = 128, /* witnesses and groups together */
};

/* A run of bytes of the file.  Opaque: no string, perhaps no UTF-8. */
struct placet_policy_word {
	const char *p;
	size_t len; /* 0: not given */
};

struct placet_policy_log {
	char origin[PLACET_NAME_MAX];
	uint8_t pub[32];
	struct placet_policy_word url;
};

/* A witness, or a group (then k > 0). */
struct placet_policy_name {
	struct placet_policy_word name;
	size_t group; /* the group it is in; its own place when in none */
	size_t k;     /* of a group: how many members are enough */
	/* of a witness */
	char key_name[PLACET_NAME_MAX];
	uint32_t id;
	uint8_t pub[32];
	struct placet_policy_word url;
};

/* About 72 kB: not for the stack of a small thread. */
struct placet_policy {
	size_t nlog, nname;
	struct placet_policy_log log[PLACET_POLICY_LOGS];
	struct placet_policy_name name[PLACET_POLICY_NAMES];
	bool none;     /* the quorum is none */
	size_t quorum; /* else its place in name[] */
	size_t line;   /* the last one read: where an error is */
};

/*
 * Read a policy; words borrow from data.  EFORMAT; EUTF8 for a control
 * character; EDUP for a name, a key among logs or among witnesses, a member
 * or a quorum that was there before; EMISSING for a name not defined above,
 * or no quorum; ERANGE for k; ELIMIT.
 */
PLACET_API PLACET_MUST int placet_policy_parse(
    const void *data, size_t len, struct placet_policy *p);

/* What a checkpoint was found to bear. */
struct placet_quorum {
	size_t log;           /* which of the logs signed it */
	size_t witnesses;     /* how many of the policy's cosigned it */
	uint64_t first, last; /* the earliest and the latest time they say */
};

/*
 * Does the note satisfy the policy?  EKEY if no log of the policy signed it;
 * EQUORUM if too few witnesses did; ESIG if a line by a key of the policy is
 * false, whatever the others say; or as placet_checkpoint_parse().
 */
PLACET_API PLACET_MUST int placet_policy_check(const struct placet_policy *p,
    const void *note, size_t len, struct placet_checkpoint *cp,
    struct placet_quorum *q);

/* The part of it that is about witnesses; q->log is 0. */
PLACET_API PLACET_MUST int placet_policy_cosigned(const struct placet_policy *p,
    const void *note, size_t len, struct placet_quorum *q);

/* placet_receipt_verify() with a policy in place of the log's key. */
PLACET_API PLACET_MUST int placet_policy_receipt(const struct placet_policy *p,
    const struct placet_receipt *r, const void *entry, size_t len,
    struct placet_checkpoint *cp, struct placet_quorum *q);

#endif

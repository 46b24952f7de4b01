/*
 * journal.h - what was last signed for every log, never to be forgotten
 *
 * A log that forks is worthless, so no signature leaves keyd before its size
 * and root stand on the disk.  The file signed.log is append-only text, one
 * line a signature; at start it is read and rewritten with one line a log.
 */
#ifndef KEYD_JOURNAL_H
#define KEYD_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <placet/note.h>

struct journal;

/* The last tree signed of a log, and under which key. */
struct last {
	struct last *next; /* of the same bucket */
	char origin[PLACET_NAME_MAX];
	uint64_t size;
	struct placet_hash root;
	uint8_t pub[32];
};

/*
 * Read what is there; a torn end is dropped, for it was never told.  With
 * `make` a missing file is made, else it is fatal(), as is a damaged one.
 */
struct journal *journal_open(int dir, bool make);
void journal_close(struct journal *j);

/* NULL: nothing was ever signed under this origin. */
const struct last *journal_find(const struct journal *j, const char *origin);

/*
 * Note a new last tree, in memory until journal_commit() makes all of them
 * durable at once.  That returns -1 if the disk takes none of them: then all
 * is as before the first journal_note().  At most LIMIT_KEYD_SIGN of them.
 */
void journal_note(struct journal *j, const struct last *l);
int journal_commit(struct journal *j);

#endif

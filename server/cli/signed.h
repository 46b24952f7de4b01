/*
 * signed.h - what keyd has signed, read from its journal
 */
#ifndef CLI_SIGNED_H
#define CLI_SIGNED_H

#include <stdint.h>

#include <placet/hash.h>

#include "cli/cli.h"

/* The last tree that was signed of a log, and under which key. */
struct signed_tree {
	uint64_t size;
	struct placet_hash root;
	uint8_t pub[32];
};

/* CLI_OK, or it has said why: no journal, or nothing in it of this log. */
int signed_last(struct cli *cli, const char *origin, struct signed_tree *t);

#endif

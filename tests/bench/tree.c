/*
 * tree.c - the limit of the log: leaves of a signature's size into a tree
 *
 *	tree COUNT pure|leaf
 *
 * `pure` hashes ready bytes into the frontier: what SHA-256 allows.  `leaf`
 * makes each leaf from its fields first, as the notary does.  Prints leaves
 * a second.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <placet/leaf.h>
#include <placet/merkle.h>

static void
pure(struct placet_frontier *log, uint64_t count)
{
	uint8_t bytes[90] = { 1 };

	for (uint64_t i = 0; i < count; i++) {
		memcpy(bytes + 20, &i, sizeof i);
		placet_frontier_add(log, bytes, sizeof bytes);
	}
}

static void
encoded(struct placet_frontier *log, uint64_t count)
{
	struct placet_leaf leaf = { .type = PLACET_LEAF_SIGN,
		.time = 3600,
		.instance = "rennes.localhost" };
	struct placet_buf b = { 0 };

	for (uint64_t i = 0; i < count; i++) {
		memcpy(leaf.cn.b, &i, sizeof i);
		placet_buf_clear(&b);
		if (placet_leaf_encode(&leaf, &b) != 0)
			exit(1);
		placet_frontier_add(log, b.data, b.len);
	}
	placet_buf_release(&b);
}

int
main(int argc, char **argv)
{
	struct placet_frontier log = { 0 };
	struct placet_hash root;
	struct timespec a, b;
	double took;

	if (argc != 3)
		return 2;
	clock_gettime(CLOCK_MONOTONIC, &a);
	if (strcmp(argv[2], "pure") == 0)
		pure(&log, strtoull(argv[1], NULL, 10));
	else
		encoded(&log, strtoull(argv[1], NULL, 10));
	placet_frontier_root(&log, &root);
	clock_gettime(CLOCK_MONOTONIC, &b);
	took = (double)(b.tv_sec - a.tv_sec) +
	    (double)(b.tv_nsec - a.tv_nsec) * 1e-9;
	printf("rate %.0f root %02x%02x\n", (double)log.size / took, root.b[0],
	    root.b[1]);
	return 0;
}

/*
 * tree.c - the limit of the log: leaves of a signature's size into a tree
 *
 *	tree COUNT
 *
 * Prints the leaves a second that SHA-256 alone allows: one hash a leaf and
 * one a node, nothing stored.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <placet/merkle.h>

int
main(int argc, char **argv)
{
	struct placet_frontier log = { 0 };
	struct placet_hash root;
	struct timespec a, b;
	uint8_t leaf[100] = { 1 };
	uint64_t count = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000;
	double took;

	clock_gettime(CLOCK_MONOTONIC, &a);
	for (uint64_t i = 0; i < count; i++) {
		memcpy(leaf + 2, &i, sizeof i);
		placet_frontier_add(&log, leaf, sizeof leaf);
	}
	placet_frontier_root(&log, &root);
	clock_gettime(CLOCK_MONOTONIC, &b);
	took = (double)(b.tv_sec - a.tv_sec) +
	    (double)(b.tv_nsec - a.tv_nsec) * 1e-9;
	printf("rate %.0f root %02x%02x\n", (double)count / took, root.b[0],
	    root.b[1]);
	return 0;
}

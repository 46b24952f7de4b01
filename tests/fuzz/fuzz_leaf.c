/*
 * fuzz_leaf.c - a leaf that is read is written back as it was
 */
#include <string.h>

#include <placet/leaf.h>

#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct placet_leaf leaf;
	struct placet_buf b = { .ceiling = PLACET_LEAF_MAX };

	if (placet_leaf_decode(data, size, &leaf) == 0) {
		promise(placet_leaf_encode(&leaf, &b) == 0);
		promise(b.len == size && memcmp(b.data, data, size) == 0);
	}
	placet_buf_release(&b);
	return 0;
}

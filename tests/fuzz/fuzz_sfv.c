/*
 * fuzz_sfv.c - what parses has one spelling, and that parses to the same
 */
#include <string.h>

#include <placet/sfv.h>

#include "fuzz.h"

typedef int parse(struct placet_arena *arena, const char *s, size_t len,
    struct placet_sfv *out);

static void
both_ways(parse *how, const char *s, size_t size)
{
	struct placet_arena arena = { 0 };
	struct placet_buf first = { 0 }, second = { 0 };
	struct placet_sfv v, again;

	if (how(&arena, s, size, &v) == 0) {
		promise(placet_sfv_write(&v, &first) == 0);
		/* Never longer, but for ", " and ".0": so it fits again. */
		if (first.len <= PLACET_SFV_SIZE) {
			promise(
			    how(&arena, first.data, first.len, &again) == 0);
			promise(!again.repeated);
			promise(placet_sfv_write(&again, &second) == 0);
			promise(second.len == first.len);
			promise(first.len == 0 ||
			    memcmp(first.data, second.data, first.len) == 0);
		}
	}
	placet_buf_release(&first);
	placet_buf_release(&second);
	placet_arena_end(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	both_ways(placet_sfv_item, (const char *)data, size);
	both_ways(placet_sfv_list, (const char *)data, size);
	both_ways(placet_sfv_dict, (const char *)data, size);
	return 0;
}

/*
 * fuzz_jcs.c - the canonical form of the canonical form is itself
 */
#include <math.h>
#include <string.h>

#include <placet/jcs.h>

#include "fuzz.h"

/* Every finite double reads back as it was. */
static void
number(const uint8_t *data, size_t size)
{
	char text[PLACET_JCS_NUMBER_SIZE];
	double d;

	if (size < sizeof d)
		return;
	memcpy(&d, data, sizeof d);
	if (placet_jcs_number(d, text) != 0) {
		promise(!isfinite(d));
		return;
	}
	promise(memchr(text, '\0', sizeof text) != NULL);
	promise(!islessgreater(strtod(text, NULL), d));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Whole numbers get longer: 1e20 has 21 digits. */
	const struct placet_json_limits limits = { .size = 1 << 26 };
	struct placet_arena arena = { 0 };
	struct placet_buf first = { 0 }, second = { 0 };
	struct placet_json *v, *again;

	number(data, size);
	if (placet_json_parse(&arena, data, size, NULL, &v) == 0) {
		int err;

		promise(placet_jcs(v, &first) == 0);
		err = placet_json_parse(
		    &arena, first.data, first.len, &limits, &again);
		/* ... and those beyond 2^53 are refused as integers. */
		promise(err == 0 || err == PLACET_ERANGE);
		if (err == 0) {
			promise(placet_jcs(again, &second) == 0);
			promise(second.len == first.len &&
			    memcmp(second.data, first.data, first.len) == 0);
		}
	}
	placet_buf_release(&first);
	placet_buf_release(&second);
	placet_arena_end(&arena);
	return 0;
}

/*
 * fuzz_json.c - what is read can be written, and reads the same again
 */
#include <string.h>

#include <placet/json.h>
#include <placet/text.h>

#include "fuzz.h"

/* Every text is UTF-8 and ends with NUL; a list is as long as it says. */
static void
check(const struct placet_json *v)
{
	size_t n = 0;

	if (v->type == PLACET_JSON_STRING || v->type == PLACET_JSON_NUMBER) {
		promise(placet_utf8_valid(v->str, v->len));
		promise(strlen(v->str) == v->len);
	}
	for (const struct placet_json *m = v->first; m != NULL; m = m->next) {
		promise((m->name != NULL) == (v->type == PLACET_JSON_OBJECT));
		if (m->name != NULL)
			promise(placet_json_get(v, m->name) == m);
		check(m);
		n++;
	}
	promise(n == v->count);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct placet_arena arena = { 0 };
	struct placet_buf first = { 0 }, second = { 0 };
	struct placet_json *v, *again;

	if (placet_json_parse(&arena, data, size, NULL, &v) == 0) {
		check(v);
		placet_json_write(&first, v);
		promise(first.err == 0);
		promise(placet_json_parse(
		            &arena, first.data, first.len, NULL, &again) == 0);
		placet_json_write(&second, again);
		promise(second.len == first.len &&
		    memcmp(second.data, first.data, first.len) == 0);
	} else {
		promise(v == NULL);
	}
	placet_buf_release(&first);
	placet_buf_release(&second);
	placet_arena_end(&arena);
	return 0;
}

/*
 * fuzz_form.c - fields are texts, none twice, however they came
 */
#include <string.h>

#include <placet/text.h>

#include "web/form.h"

#include "fuzz.h"

enum { MAX = 8 };

static void
check(const struct field *field, size_t n)
{
	promise(n <= MAX);
	for (size_t i = 0; i < n; i++) {
		promise(strlen(field[i].value) == field[i].len);
		promise(placet_utf8_valid(field[i].value, field[i].len));
		promise(
		    placet_utf8_valid(field[i].name, strlen(field[i].name)));
		for (size_t j = 0; j < i; j++)
			promise(strcmp(field[i].name, field[j].name) != 0);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *s = (const char *)data, *segment;
	struct placet_arena arena = { 0 };
	struct field field[MAX];
	size_t n;

	if (form_parse(&arena, s, size, field, MAX, &n) == 0)
		check(field, n);
	else
		promise(n == 0);
	if (form_from_json(&arena, s, size, field, MAX, &n) == 0)
		check(field, n);
	else
		promise(n == 0);
	if (form_path_decode(&arena, s, size, &segment) == 0) {
		promise(placet_utf8_valid(segment, strlen(segment)));
		promise(strchr(segment, '/') == NULL);
		promise(strcmp(segment, "..") != 0);
	}
	placet_arena_end(&arena);
	return 0;
}

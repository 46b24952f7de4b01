/*
 * fuzz_page.c - no template and no document makes markup of a value
 *
 * The input is a template, a partial "p" and a document, divided by form
 * feeds.  Where neither asks for markup there is none in the output.
 */
#include <string.h>

#include "web/page.h"

#include "fuzz.h"

/* One of three pieces, NUL-terminated in the arena. */
static char *
piece(struct placet_arena *a, const uint8_t **data, size_t *size)
{
	const uint8_t *end = memchr(*data, '\f', *size);
	const size_t len = end != NULL ? (size_t)(end - *data) : *size;
	char *s = placet_memdup(a, *data, len);

	promise(s != NULL);
	*data += end != NULL ? len + 1 : len;
	*size -= end != NULL ? len + 1 : len;
	return s;
}

/* Raw tags, filters that give markup, and markup of the template's own. */
static bool
asks_for_markup(const char *s)
{
	return strpbrk(s, "<&") != NULL || strstr(s, "{{{") != NULL ||
	    strstr(s, "markdown") != NULL || strstr(s, "paragraphs") != NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char usual[] =
	    "{\"a\":\"<b> & 'c' \\\"d\\\"\",\"l\":[1,{\"x\":\"<\"},[2]],"
	    "\"n\":1234567.5,\"t\":\"2026-11-23T10:00:00Z\",\"y\":true,"
	    "\"m\":\"# A *b* <i>c</i> [d](javascript:e) ![f](g)\"}";
	struct placet_arena a = { 0 };
	struct placet_buf out = { .ceiling = 65536 };
	const char *text = size > 0 ? piece(&a, &data, &size) : "";
	const char *partial = size > 0 ? piece(&a, &data, &size) : "";
	struct placet_json *partials = placet_json_new(&a, PLACET_JSON_OBJECT);
	struct placet_json *doc;

	if (placet_json_parse(&a, data, size, NULL, &doc) != 0)
		promise(placet_json_parse(
		            &a, usual, sizeof usual - 1, NULL, &doc) == 0);
	placet_json_set(&a, partials, "p",
	    placet_json_new_text(&a, partial, strlen(partial)));
	if (page_once(text, partials, doc, &out) == 0 && out.len > 0 &&
	    !asks_for_markup(text) && !asks_for_markup(partial))
		promise(memchr(out.data, '<', out.len) == NULL);
	placet_buf_release(&out);
	placet_arena_end(&a);
	return 0;
}

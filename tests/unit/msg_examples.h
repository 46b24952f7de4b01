/*
 * msg_examples.h - the examples of proto/vectors/examples.json
 *
 * Include data.h and <cmocka.h> before.
 */
#ifndef UNIT_MSG_EXAMPLES_H
#define UNIT_MSG_EXAMPLES_H

#include <placet/msg.h>

/* The first of the examples, parsed into the arena; others are ->next. */
static inline struct placet_json *
examples(struct placet_arena *a)
{
	const struct placet_json_limits limits = {
		.size = 1 << 20, .values = 1 << 16, .members = 4096, .depth = 32
	};
	const char *srcdir = getenv("srcdir");
	char path[1024];
	struct placet_json *doc;
	struct file f;

	snprintf(path, sizeof path, "%s/proto/vectors/examples.json",
	    srcdir != NULL ? srcdir : ".");
	f = file_read(path);
	assert_non_null(f.data);
	assert_int_equal(placet_json_parse(a, f.data, f.len, &limits, &doc), 0);
	free(f.data);
	return placet_json_get(doc, "cases")->first;
}

static inline enum placet_msg_type
type_named(const char *name)
{
	for (int t = 0; t < PLACET_MSG_TYPES; t++)
		if (strcmp(placet_msg_type_name(t), name) == 0)
			return (enum placet_msg_type)t;
	fail_msg("no row is called %s", name);
	return PLACET_MSG_UNKNOWN;
}

#endif

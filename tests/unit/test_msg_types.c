/*
 * test_msg_types.c - the table of messages itself, and the list of reasons
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <placet/msg.h>

static void
rows_are_in_order(void **state)
{
	(void)state;
	assert_null(placet_msg_row(PLACET_MSG_UNKNOWN));
	assert_null(placet_msg_row(PLACET_MSG_TYPES));
	for (int t = 1; t < PLACET_MSG_TYPES; t++) {
		const struct placet_msg_row *row = placet_msg_row(t);
		const struct placet_msg_field *f, *g;
		size_t i, j;

		assert_non_null(row->name);
		for (int u = 1; u < t; u++)
			assert_string_not_equal(
			    row->name, placet_msg_row(u)->name);
		for (i = 0; (f = placet_msg_field(row, i)) != NULL; i++) {
			int64_t min, max;

			placet_msg_field_range(f, &min, &max);
			assert_true(f->kind != PLACET_T_NONE && min <= max);
			assert_int_equal(
			    f->kind == PLACET_T_ENUM, f->values != NULL);
			if (f->kind == PLACET_T_PART)
				assert_non_null(placet_msg_row(f->of));
			for (j = 0; j < i; j++) {
				g = placet_msg_field(row, j);
				assert_string_not_equal(f->name, g->name);
			}
		}
	}
}

/* Words of ActivityStreams and of Data Integrity, whose contexts we name. */
static bool
is_everybodys(const char *term)
{
	static const char *const known[] = { "id", "actor", "object", "target",
		"result", "content", "published", "attributedTo", "to", "cc",
		"audience", "totalItems", "orderedItems", "proof" };

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(term, known[i]) == 0)
			return true;
	return strncmp(term, "placet:", 7) == 0;
}

/* A term without a meaning is dropped by whoever expands JSON-LD. */
static void
our_terms_are_in_the_context(void **state)
{
	const struct placet_msg_value value[] = {
		{ "id", "https://a.example/1" },
		{ "actor", "https://a.example/acteur" },
		{ "object", "https://b.example/mairie" },
	};
	struct placet_arena arena = { 0 };
	struct placet_json *values, *terms;
	struct placet_msg msg;

	(void)state;
	assert_int_equal(
	    placet_msg_values(&arena, PLACET_MSG_FOLLOW, value, 3, &values), 0);
	assert_int_equal(
	    placet_msg_build(&arena, PLACET_MSG_FOLLOW, values, NULL, &msg), 0);
	terms = placet_msg_at(&msg, "@context[2]");
	for (int t = PLACET_MSG_OFFER; t <= PLACET_MSG_PETITION_DATA; t++) {
		const struct placet_msg_row *row = placet_msg_row(t);
		const struct placet_msg_field *f;

		for (size_t i = 0; (f = &row->fields[i])->name != NULL; i++)
			if (!is_everybodys(f->name) &&
			    placet_json_get(terms, f->name) == NULL)
				fail_msg("%s has no term", f->name);
	}
	placet_arena_end(&arena);
}

static void
reasons_are_a_closed_list(void **state)
{
	(void)state;
	assert_null(placet_reason_name(PLACET_REASON_NONE));
	assert_null(placet_reason_name(PLACET_REASONS));
	assert_int_equal(placet_reason_parse("because"), PLACET_REASON_NONE);
	assert_int_equal(placet_reason_parse(""), PLACET_REASON_NONE);
	assert_int_equal(PLACET_REASONS, 16);
	for (int i = 1; i < PLACET_REASONS; i++) {
		const char *name = placet_reason_name(i);

		assert_int_equal(placet_reason_parse(name), i);
		assert_int_equal(placet_reason_retryable(i),
		    strcmp(name, "rate-limited") == 0 ||
		        strcmp(name, "temporarily-unavailable") == 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_in_order),
		cmocka_unit_test(our_terms_are_in_the_context),
		cmocka_unit_test(reasons_are_a_closed_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

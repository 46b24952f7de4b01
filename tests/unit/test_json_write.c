/*
 * test_json_write.c - documents made by hand, changed and written
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <placet/json.h>

static struct placet_arena arena;

static int
end_arena(void **state)
{
	(void)state;
	placet_arena_end(&arena);
	return 0;
}

static void
assert_writes(const struct placet_json *v, const char *text)
{
	struct placet_buf b = { 0 };

	placet_json_write(&b, v);
	assert_int_equal(b.err, 0);
	assert_string_equal(b.data, text);
	placet_buf_release(&b);
}

static void
documents_can_be_made_and_changed(void **state)
{
	struct placet_arena *a = &arena;
	struct placet_json *o = placet_json_new(a, PLACET_JSON_OBJECT);
	struct placet_json *list = placet_json_new(a, PLACET_JSON_ARRAY);

	(void)state;
	placet_json_set(a, o, "n", placet_json_new_integer(a, INT64_MIN));
	placet_json_set(a, o, "list", list);
	placet_json_push(list, placet_json_new_bool(a, true));
	placet_json_push(list, placet_json_new_text(a, "x\0y", 3));
	placet_json_push(list, placet_json_new_text(a, NULL, 0));
	placet_json_push(list, NULL);
	placet_json_push(NULL, list);
	placet_json_set(a, o, "ignored", NULL);
	placet_json_set(a, NULL, "ignored", list);
	assert_writes(o,
	    "{\"n\":-9223372036854775808,"
	    "\"list\":[true,\"x\\u0000y\",null]}");

	placet_json_set(a, o, "n", placet_json_new_integer(a, 7));
	placet_json_set(a, o, "list", placet_json_new(a, PLACET_JSON_NULL));
	placet_json_set(a, o, "z", placet_json_new_bool(a, false));
	assert_writes(o, "{\"n\":7,\"list\":null,\"z\":false}");
	assert_int_equal(o->count, 3);
}

static void
the_writer_refuses_what_it_could_not_read(void **state)
{
	struct placet_buf b = { 0 };
	struct placet_json *v = placet_json_new(&arena, PLACET_JSON_ARRAY);

	(void)state;
	placet_json_string(&b, "\xff", 1);
	assert_int_equal(b.err, PLACET_EUTF8);
	b.err = PLACET_ENOMEM; /* the first error is the one told */
	placet_json_string(&b, "\xff", 1);
	assert_int_equal(b.err, PLACET_ENOMEM);
	placet_buf_clear(&b);
	for (int i = 0; i < 100; i++) {
		struct placet_json *in = v;

		v = placet_json_new(&arena, PLACET_JSON_ARRAY);
		placet_json_push(v, in);
	}
	placet_json_write(&b, v);
	assert_int_equal(b.err, PLACET_ELIMIT);
	placet_buf_release(&b);
}

static void
a_value_of_no_type_is_not_written(void **state)
{
	struct placet_buf b = { 0 };
	struct placet_json *v = placet_json_new(
	    &arena, (enum placet_json_type)99);

	(void)state;
	placet_json_write(&b, v);
	assert_int_equal(b.err, PLACET_ETYPE);
	assert_int_equal(b.len, 0);
	placet_buf_release(&b);
}

/* All makers in one document; those without memory leave a gap. */
static struct placet_json *
document(struct placet_arena *a)
{
	struct placet_json *o = placet_json_new(a, PLACET_JSON_OBJECT);

	placet_json_set(a, o, "text", placet_json_new_text(a, "x", 1));
	placet_json_set(a, o, "none", placet_json_new_text(a, NULL, 0));
	placet_json_set(a, o, "number", placet_json_new_integer(a, -5));
	placet_json_set(a, o, "truth", placet_json_new_bool(a, true));
	return o;
}

/* Without memory there is no member, rather than half of one. */
static void
memory_may_end_anywhere(void **state)
{
	struct placet_json *o;
	size_t members = 0, ceiling = 1;

	(void)state;
	for (; members < 4; ceiling++) {
		struct placet_arena a = { .ceiling = ceiling };
		struct placet_buf b = { 0 };

		o = document(&a);
		members = o != NULL ? o->count : 0;
		placet_json_write(&b, o);
		assert_int_equal(b.err, 0);
		if (members == 4)
			assert_string_equal(b.data,
			    "{\"text\":\"x\",\"none\":null,"
			    "\"number\":-5,\"truth\":true}");
		placet_buf_release(&b);
		placet_arena_end(&a);
	}
	assert_in_range(ceiling, 400, 4096);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents_can_be_made_and_changed),
		cmocka_unit_test(the_writer_refuses_what_it_could_not_read),
		cmocka_unit_test(a_value_of_no_type_is_not_written),
		cmocka_unit_test(memory_may_end_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, end_arena);
}

/*
 * test_arena.c - memory that ends all at once
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include <placet/arena.h>

static void
memory_is_aligned_and_apart(void **state)
{
	struct placet_arena a = { 0 };
	unsigned char *p[200];

	(void)state;
	for (size_t i = 0; i < 200; i++) {
		p[i] = placet_alloc(&a, i);
		assert_non_null(p[i]);
		assert_int_equal((uintptr_t)p[i] % _Alignof(max_align_t), 0);
		memset(p[i], (int)i, i);
	}
	for (size_t i = 0; i < 200; i++)
		for (size_t k = 0; k < i; k++)
			assert_int_equal(p[i][k], i);
	placet_arena_end(&a);
	assert_null(a.head);
	assert_int_equal(a.used, 0);
}

static void
large_memory_leaves_the_rest_of_a_block_usable(void **state)
{
	struct placet_arena a = { 0 };
	char *small, *again;
	size_t used;

	(void)state;
	small = placet_alloc(&a, 16);
	assert_non_null(placet_alloc(&a, 100000));
	used = a.used;
	again = placet_alloc(&a, 16);
	assert_ptr_equal(again, small + 16);
	assert_int_equal(a.used, used);
	placet_arena_end(&a);
}

static void
zeroed_memory_is_zero(void **state)
{
	struct placet_arena a = { 0 };

	(void)state;
	for (int i = 0; i < 10; i++) {
		unsigned char *p = placet_zalloc(&a, 1000);

		for (int k = 0; k < 1000; k++)
			assert_int_equal(p[k], 0);
		memset(p, 0xff, 1000);
	}
	placet_arena_end(&a);
}

static void
ceiling_holds_and_small_things_still_fit_below_it(void **state)
{
	struct placet_arena a = { .ceiling = 1000 };
	size_t n = 0;

	(void)state;
	assert_null(placet_alloc(&a, 1000));
	assert_null(placet_alloc(&a, SIZE_MAX));
	assert_null(placet_alloc(&a, SIZE_MAX / 2));
	while (placet_alloc(&a, 100) != NULL)
		n++;
	assert_in_range(n, 3, 9);
	assert_true(a.used <= 1000);
	placet_arena_end(&a);
	assert_non_null(placet_alloc(&a, 100));
	placet_arena_end(&a);
}

/* At every step of the way there: none, one block less, room for some. */
static void
ceiling_may_lie_anywhere(void **state)
{
	(void)state;
	for (size_t ceiling = 1; ceiling < 12000; ceiling += 7) {
		struct placet_arena a = { .ceiling = ceiling };

		while (placet_alloc(&a, 500) != NULL)
			assert_true(a.used <= ceiling);
		assert_true(ceiling - a.used < 600);
		/* Lowered below what is used already. */
		a.ceiling = 1;
		assert_null(placet_alloc(&a, 500));
		placet_arena_end(&a);
	}
}

static void
what_cannot_be_held_or_printed_is_null(void **state)
{
	struct placet_arena a = { 0 };

	(void)state;
	assert_null(placet_memdup(&a, "x", SIZE_MAX));
	assert_null(placet_memdup(&a, "x", SIZE_MAX - 1));
	/* No character has this number. */
	assert_null(placet_printf(&a, "%lc", (wint_t)0x110000));
	assert_null(a.head);
}

static void
strings_are_copied_and_printed(void **state)
{
	struct placet_arena a = { 0 };

	(void)state;
	assert_string_equal(placet_strdup(&a, "Saint-Malo"), "Saint-Malo");
	assert_string_equal(placet_memdup(&a, "abcdef", 3), "abc");
	assert_string_equal(placet_memdup(&a, NULL, 0), "");
	assert_string_equal(
	    placet_printf(&a, "%s %d%%", "part", 12), "part 12%");
	assert_string_equal(placet_printf(&a, "%s", ""), "");
	assert_int_equal(strlen(placet_printf(&a, "%9000d", 1)), 9000);
	placet_arena_end(&a);
	a.ceiling = 100;
	assert_null(placet_printf(&a, "%900d", 1));
	placet_arena_end(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_aligned_and_apart),
		cmocka_unit_test(
		    large_memory_leaves_the_rest_of_a_block_usable),
		cmocka_unit_test(zeroed_memory_is_zero),
		cmocka_unit_test(
		    ceiling_holds_and_small_things_still_fit_below_it),
		cmocka_unit_test(ceiling_may_lie_anywhere),
		cmocka_unit_test(what_cannot_be_held_or_printed_is_null),
		cmocka_unit_test(strings_are_copied_and_printed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

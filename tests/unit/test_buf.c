/*
 * test_buf.c - a growing byte string and its sticky error
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include <placet/buf.h>

static void
pieces_come_out_in_order(void **state)
{
	struct placet_buf b = { 0 };

	(void)state;
	placet_buf_str(&b, "a=");
	placet_buf_printf(&b, "%03d", 7);
	placet_buf_byte(&b, ';');
	placet_buf_hex(&b, "\x01\xfe", 2);
	placet_buf_byte(&b, ';');
	placet_buf_base64(&b, "\xff", 1);
	placet_buf_add(&b, NULL, 0);
	assert_int_equal(b.err, PLACET_OK);
	assert_string_equal(b.data, "a=007;01fe;/w==");
	assert_int_equal(b.len, strlen(b.data));
	placet_buf_release(&b);
	assert_null(b.data);
}

static void
content_survives_growth(void **state)
{
	struct placet_buf b = { 0 };

	(void)state;
	for (int i = 0; i < 100000; i++)
		placet_buf_byte(&b, (uint8_t)i);
	assert_int_equal(b.len, 100000);
	for (int i = 0; i < 100000; i++)
		assert_int_equal((uint8_t)b.data[i], (uint8_t)i);
	placet_buf_clear(&b);
	assert_int_equal(b.len, 0);
	assert_string_equal(b.data, "");
	assert_true(b.cap >= 100000);
	placet_buf_release(&b);
}

static void
ceiling_is_exact_and_its_error_sticks(void **state)
{
	struct placet_buf b = { .ceiling = 8 };

	(void)state;
	placet_buf_str(&b, "12345678");
	assert_int_equal(b.err, PLACET_OK);
	placet_buf_byte(&b, '9');
	assert_int_equal(b.err, PLACET_ELIMIT);
	placet_buf_add(&b, "", 0);
	placet_buf_printf(&b, "%d", 1);
	placet_buf_hex(&b, "x", 1);
	placet_buf_base64(&b, "x", 1);
	assert_int_equal(b.err, PLACET_ELIMIT);
	assert_int_equal(b.len, 8);
	placet_buf_clear(&b);
	assert_int_equal(b.err, PLACET_OK);
	placet_buf_hex(&b, "abcd", 4);
	assert_int_equal(b.err, PLACET_OK);
	assert_string_equal(b.data, "61626364");
	placet_buf_release(&b);
}

static void
ceiling_may_come_below_what_is_there(void **state)
{
	struct placet_buf b = { 0 };

	(void)state;
	placet_buf_str(&b, "12345678");
	b.ceiling = 4;
	placet_buf_add(&b, "", 0);
	assert_int_equal(b.err, PLACET_ELIMIT);
	assert_string_equal(b.data, "12345678");
	placet_buf_release(&b);
}

static void
what_cannot_be_printed_is_an_error_that_sticks(void **state)
{
	struct placet_buf b = { 0 };

	(void)state;
	/* No character has this number. */
	placet_buf_printf(&b, "%lc", (wint_t)0x110000);
	assert_int_equal(b.err, PLACET_ELIMIT);
	b.err = PLACET_ENOMEM;
	placet_buf_printf(&b, "%lc", (wint_t)0x110000);
	assert_int_equal(b.err, PLACET_ENOMEM);
	assert_int_equal(b.len, 0);
	placet_buf_release(&b);
}

static void
lengths_that_overflow_are_refused(void **state)
{
	struct placet_buf b = { 0 };

	(void)state;
	placet_buf_str(&b, "x");
	placet_buf_add(&b, "", SIZE_MAX);
	assert_int_equal(b.err, PLACET_ELIMIT);
	placet_buf_clear(&b);
	placet_buf_hex(&b, "", SIZE_MAX / 2 + 1);
	assert_int_equal(b.err, PLACET_ELIMIT);
	placet_buf_clear(&b);
	placet_buf_base64(&b, "", SIZE_MAX - 1);
	assert_int_equal(b.err, PLACET_ELIMIT);
	placet_buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_come_out_in_order),
		cmocka_unit_test(content_survives_growth),
		cmocka_unit_test(ceiling_is_exact_and_its_error_sticks),
		cmocka_unit_test(ceiling_may_come_below_what_is_there),
		cmocka_unit_test(
		    what_cannot_be_printed_is_an_error_that_sticks),
		cmocka_unit_test(lengths_that_overflow_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

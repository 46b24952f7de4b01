/*
 * test_time.c - instants as text, for all days there are
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <placet/time.h>

static int
parse(const char *s, int64_t *t)
{
	*t = 4711;
	return placet_time_parse(s, strlen(s), t);
}

static int
http_parse(const char *s, int64_t *t)
{
	*t = 4711;
	return placet_http_date_parse(s, strlen(s), t);
}

/* The examples of RFC 3339 section 5.8 that POSIX time can say, and edges. */
static void
date_times_are_read(void **state)
{
	static const struct {
		const char *text;
		int64_t t;
	} table[] = {
		{ "1970-01-01T00:00:00Z", 0 },
		{ "1969-12-31T23:59:59Z", -1 },
		{ "1985-04-12T23:20:50.52Z", 482196050 },
		{ "1996-12-19T16:39:57-08:00", 851042397 },
		{ "1937-01-01T12:00:27.87+00:20", -1041337173 },
		{ "2000-02-29T00:00:00Z", 951782400 },
		{ "2000-03-01T00:00:00Z", 951868800 },
		{ "2023-02-24T23:36:38Z", 1677281798 },
		{ "2023-02-25T00:36:38.999999999+01:00", 1677281798 },
		{ "2023-02-24T23:36:38-00:00", 1677281798 },
		{ "2023-02-25T23:35:38+23:59", 1677281798 },
		{ "2038-01-19T03:14:08Z", INT64_C(2147483648) },
		{ "0001-01-01T00:00:00Z", PLACET_TIME_FIRST },
		{ "0001-01-01T01:00:00+01:00", PLACET_TIME_FIRST },
		{ "9999-12-31T23:59:59Z", PLACET_TIME_LAST },
		{ "9999-12-31T23:59:59.99999999999999999999Z",
		    PLACET_TIME_LAST },
	};
	int64_t t;

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		assert_int_equal(parse(table[i].text, &t), 0);
		assert_true(t == table[i].t);
	}
}

static void
what_is_no_date_time_is_refused(void **state)
{
	static const struct {
		const char *text;
		int err;
	} table[] = {
		{ "", PLACET_EFORMAT },
		{ "2023-02-24", PLACET_EFORMAT },
		{ "2023-02-24T23:36:38", PLACET_EFORMAT },
		{ "2023-02-24T23:36Z", PLACET_EFORMAT },
		{ "2023-02-24 23:36:38Z", PLACET_EFORMAT },
		{ "2023-02-24t23:36:38Z", PLACET_EFORMAT },
		{ "2023-02-24T23:36:38z", PLACET_EFORMAT },
		{ "2023-02-24T23:36:38Z ", PLACET_EFORMAT },
		{ " 2023-02-24T23:36:38Z", PLACET_EFORMAT },
		{ "2023-02-24T23:36:38ZZ", PLACET_EFORMAT },
		{ "2023-02-24T23:36:38.Z", PLACET_EFORMAT },
		{ "2023-02-24T23:36:38,5Z", PLACET_EFORMAT },
		{ "2023-02-24T23:36:38.5", PLACET_EFORMAT },
		{ "2023-02-24T23:36:38.123456789012345678901Z",
		    PLACET_EFORMAT },
		{ "2023-02-24T23:36:38+01", PLACET_EFORMAT },
		{ "2023-02-24T23:36:38+0100", PLACET_EFORMAT },
		{ "2023-02-24T23:36:38+1:00", PLACET_EFORMAT },
		{ "2023-02-24T23:36:38*01:00", PLACET_EFORMAT },
		{ "2023-02-24T23:36:38+01.00", PLACET_EFORMAT },
		{ "2023-02-24T23:36:38+01:00Z", PLACET_EFORMAT },
		{ "20230224T233638Z", PLACET_EFORMAT },
		{ "-001-02-24T23:36:38Z", PLACET_EFORMAT },
		{ "12023-02-24T23:36:38Z", PLACET_EFORMAT },
		{ "2023-2-24T23:36:38Z", PLACET_EFORMAT },
		{ "2023-02-2/T23:36:38Z", PLACET_EFORMAT },
		{ "2023-02-2:T23:36:38Z", PLACET_EFORMAT },
		{ "0000-02-24T23:36:38Z", PLACET_ERANGE },
		{ "2023-00-24T23:36:38Z", PLACET_ERANGE },
		{ "2023-13-24T23:36:38Z", PLACET_ERANGE },
		{ "2023-02-00T23:36:38Z", PLACET_ERANGE },
		{ "2023-02-29T23:36:38Z", PLACET_ERANGE },
		{ "2024-02-30T23:36:38Z", PLACET_ERANGE },
		{ "1900-02-29T23:36:38Z", PLACET_ERANGE },
		{ "2023-04-31T23:36:38Z", PLACET_ERANGE },
		{ "2023-12-32T23:36:38Z", PLACET_ERANGE },
		{ "2023-02-24T24:00:00Z", PLACET_ERANGE },
		{ "2023-02-24T23:60:38Z", PLACET_ERANGE },
		{ "1990-12-31T23:59:60Z", PLACET_ERANGE },
		{ "2023-02-24T23:36:38+24:00", PLACET_ERANGE },
		{ "2023-02-24T23:36:38+01:60", PLACET_ERANGE },
		{ "0001-01-01T00:00:00+00:01", PLACET_ERANGE },
		{ "9999-12-31T23:59:59-00:01", PLACET_ERANGE },
	};
	int64_t t;

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		assert_int_equal(parse(table[i].text, &t), table[i].err);
		assert_true(t == 4711);
	}
}

/* RFC 9110 section 5.6.7 names the three forms; one is for us. */
static void
http_dates_have_one_form(void **state)
{
	static const struct {
		const char *text;
		int err;
	} table[] = {
		{ "Sun, 06 Nov 1994 08:49:37 GMT", 0 },
		{ "Sunday, 06-Nov-94 08:49:37 GMT", PLACET_EFORMAT },
		{ "Sun Nov  6 08:49:37 1994", PLACET_EFORMAT },
		{ "", PLACET_EFORMAT },
		{ "Mon, 06 Nov 1994 08:49:37 GMT", PLACET_EFORMAT },
		{ "sun, 06 Nov 1994 08:49:37 GMT", PLACET_EFORMAT },
		{ "Sun, 06 nov 1994 08:49:37 GMT", PLACET_EFORMAT },
		{ "Sun, 06 ovD 1994 08:49:37 GMT", PLACET_EFORMAT },
		{ "Sun, 6 Nov 1994 08:49:37 GMT", PLACET_EFORMAT },
		{ "Sun, 06 Nov 1994 08:49:37 UTC", PLACET_EFORMAT },
		{ "Sun, 06 Nov 1994 08:49:37 gmt", PLACET_EFORMAT },
		{ "Sun, 06 Nov 1994 08:49:37 GMT ", PLACET_EFORMAT },
		{ "Sun, 06 Nov 1994 08:49:37 +000", PLACET_EFORMAT },
		{ "Sun, 06 Nov 1994 24:49:37 GMT", PLACET_ERANGE },
		{ "Sun, 06 Nov 1994 08:49:60 GMT", PLACET_ERANGE },
		{ "Sun, 31 Nov 1994 08:49:37 GMT", PLACET_ERANGE },
		{ "Sun, 06 Nov 0000 08:49:37 GMT", PLACET_ERANGE },
	};
	int64_t t;

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		assert_int_equal(http_parse(table[i].text, &t), table[i].err);
		assert_true(t == (table[i].err == 0 ? 784111777 : 4711));
	}
}

static void
nothing_is_written_out_of_range(void **state)
{
	char text[PLACET_TIME_SIZE], http[PLACET_HTTP_DATE_SIZE];
	static const int64_t out[] = { INT64_MIN, PLACET_TIME_FIRST - 1,
		PLACET_TIME_LAST + 1, INT64_MAX };

	(void)state;
	for (size_t i = 0; i < sizeof out / sizeof *out; i++) {
		assert_int_equal(
		    placet_time_write(out[i], text), PLACET_ERANGE);
		assert_int_equal(
		    placet_http_date_write(out[i], http), PLACET_ERANGE);
	}
	assert_int_equal(placet_time_write(PLACET_TIME_FIRST, text), 0);
	assert_string_equal(text, "0001-01-01T00:00:00Z");
	assert_int_equal(placet_time_write(PLACET_TIME_LAST, text), 0);
	assert_string_equal(text, "9999-12-31T23:59:59Z");
	assert_int_equal(placet_http_date_write(784111777, http), 0);
	assert_string_equal(http, "Sun, 06 Nov 1994 08:49:37 GMT");
	assert_int_equal(placet_http_date_write(PLACET_TIME_FIRST, http), 0);
	assert_string_equal(http, "Mon, 01 Jan 0001 00:00:00 GMT");
}

/* The day after this one, by counting on one's fingers. */
static void
next_day(int date[3])
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	const bool leap = date[0] % 4 == 0 &&
	    (date[0] % 100 != 0 || date[0] % 400 == 0);
	const int last = lengths[date[1] - 1] + (leap && date[1] == 2);

	if (date[2]++ < last)
		return;
	date[2] = 1;
	if (date[1]++ < 12)
		return;
	date[1] = 1;
	date[0]++;
}

static int
number(const char *s)
{
	int n = 0;

	for (; *s >= '0' && *s <= '9'; s++)
		n = n * 10 + (*s - '0');
	return n;
}

static void
every_day_goes_there_and_back(void **state)
{
	static const char weekdays[] = "MonTueWedThuFriSatSun";
	int date[3] = { 1, 1, 1 };
	int64_t day = 0;
	int64_t t;

	(void)state;
	for (; date[0] < 10000; next_day(date), day++) {
		const int64_t at = PLACET_TIME_FIRST + day * 86400 +
		    day % 86400;
		char text[PLACET_TIME_SIZE], http[PLACET_HTTP_DATE_SIZE];

		assert_int_equal(placet_time_write(at, text), 0);
		assert_int_equal(number(text), date[0]);
		assert_int_equal(number(text + 5), date[1]);
		assert_int_equal(number(text + 8), date[2]);
		assert_int_equal(parse(text, &t), 0);
		assert_true(t == at);
		assert_int_equal(placet_http_date_write(at, http), 0);
		assert_memory_equal(http, weekdays + 3 * (day % 7), 3);
		assert_int_equal(number(http + 5), date[2]);
		assert_int_equal(number(http + 12), date[0]);
		assert_int_equal(http_parse(http, &t), 0);
		assert_true(t == at);
	}
	assert_true(PLACET_TIME_FIRST + day * 86400 == PLACET_TIME_LAST + 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(date_times_are_read),
		cmocka_unit_test(what_is_no_date_time_is_refused),
		cmocka_unit_test(http_dates_have_one_form),
		cmocka_unit_test(nothing_is_written_out_of_range),
		cmocka_unit_test(every_day_goes_there_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * stamp.c - ISO 8601 to the time of Paris
 *
 * Without a time zone library: TZ is one a process, and the rule is law and
 * short.  Directive 2000/84/EC: UTC+2 from the last Sunday of March, 01:00
 * UTC, to the last Sunday of October, 01:00 UTC; else UTC+1.  Before 1996 the
 * autumn date was another; no petition of ours is that old.  The communes
 * overseas read the time of Paris too.
 */
#include <stdint.h>
#include <string.h>

#include "stamp.h"

/* Days from 1970-01-01 in the Gregorian calendar; years begin in March. */
static int64_t
days_of(int64_t year, int month, int day)
{
	const int64_t y = month <= 2 ? year - 1 : year;
	const int64_t era = y / 400;
	const int64_t of_era = y - era * 400;
	const int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) +
	                            2) /
	        5 +
	    day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - 719468;
}

/* The other way, for days not before the year 0. */
static void
date_of(int64_t days, struct stamp *t)
{
	const int64_t z = days + 719468;
	const int64_t era = z / 146097;
	const int64_t of_era = z - era * 146097;
	const int64_t y = (of_era - of_era / 1460 + of_era / 36524 -
	                      of_era / 146096) /
	    365;
	const int64_t of_year = of_era - (365 * y + y / 4 - y / 100);
	const int64_t m = (5 * of_year + 2) / 153;

	t->day = (int)(of_year - (153 * m + 2) / 5 + 1);
	t->month = (int)(m < 10 ? m + 3 : m - 9);
	t->year = (int)(y + era * 400 + (t->month <= 2));
}

/* 01:00 UTC on the last Sunday of a month of 31 days, in seconds. */
static int64_t
last_sunday(int year, int month)
{
	const int64_t last = days_of(year, month, 31);

	/* 1970-01-01 was a Thursday: day 3 a Sunday. */
	return (last - ((last - 3) % 7 + 7) % 7) * 86400 + 3600;
}

static int
paris_offset(int64_t t, int year)
{
	const bool summer = t >= last_sunday(year, 3) &&
	    t < last_sunday(year, 10);

	return summer ? 7200 : 3600;
}

/* n digits at s; -1 if they are not. */
static int
digits(const char *s, int n)
{
	int v = 0;

	for (; n > 0; n--, s++) {
		if (*s < '0' || *s > '9')
			return -1;
		v = v * 10 + (*s - '0');
	}
	return v;
}

/* "Z", "+hh", "+hhmm" or "+hh:mm" at the end of s: seconds east. */
static bool
zone_read(const char *s, size_t len, int *seconds)
{
	const int sign = len > 0 && s[0] == '-' ? -1 : 1;
	int hour, minute = 0;

	*seconds = 0;
	if (len == 1 && s[0] == 'Z')
		return true;
	if (len < 3 || (s[0] != '+' && s[0] != '-'))
		return false;
	hour = digits(s + 1, 2);
	if (len == 5)
		minute = digits(s + 3, 2);
	else if (len == 6 && s[3] == ':')
		minute = digits(s + 4, 2);
	else if (len != 3)
		return false;
	*seconds = sign * (hour * 3600 + minute * 60);
	return hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
}

/* "hh:mm[:ss[.fff]]zone": seconds of the day in UTC, may leave the day. */
static bool
time_read(const char *s, size_t len, int *seconds)
{
	int hour, minute, second = 0, east;
	size_t at = 5;

	if (len < 6 || s[2] != ':')
		return false;
	hour = digits(s, 2);
	minute = digits(s + 3, 2);
	if (s[5] == ':') {
		if (len < 9)
			return false;
		second = digits(s + 6, 2);
		at = 8;
		if (s[at] == '.')
			at += 1 + strspn(s + at + 1, "0123456789");
	}
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
	    second > 60 || at > len || !zone_read(s + at, len - at, &east))
		return false;
	*seconds = hour * 3600 + minute * 60 + second - east;
	return true;
}

static int
month_days(int year, int month)
{
	if (month == 2)
		return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
		    ? 29
		    : 28;
	return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

bool
stamp_paris(const char *s, size_t len, struct stamp *t)
{
	int64_t moment, local;
	int seconds;

	memset(t, 0, sizeof *t);
	if (len < 10 || s[4] != '-' || s[7] != '-')
		return false;
	t->year = digits(s, 4);
	t->month = digits(s + 5, 2);
	t->day = digits(s + 8, 2);
	if (t->year < 1 || t->month < 1 || t->month > 12 || t->day < 1 ||
	    t->day > month_days(t->year, t->month))
		return false;
	if (len == 10)
		return true;
	if ((s[10] != 'T' && s[10] != ' ') ||
	    !time_read(s + 11, len - 11, &seconds))
		return false;
	moment = days_of(t->year, t->month, t->day) * 86400 + seconds;
	local = moment + paris_offset(moment, t->year) + 719468LL * 86400;
	date_of(local / 86400 - 719468, t);
	t->hour = (int)(local % 86400 / 3600);
	t->minute = (int)(local % 3600 / 60);
	t->has_time = true;
	return true;
}

/*
 * time.c - the calendar by arithmetic
 *
 * Years are counted from the first of March, so that the leap day is the
 * last of its year and months before it have a regular rhythm: 31, 30, 31,
 * 30, 31 days, which (153 * month + 2) / 5 counts.
 */
#include <string.h>

#include <placet/time.h>

enum {
	DAY = 86400,
	ERA_DAYS = 146097,  /* in 400 years */
	EPOCH_DAY = 719468, /* 1970-01-01 counted from 0000-03-01 */
	FRACTION_MAX = 20,
};

/* A date and time of day, as written; month and day from 1. */
struct civil {
	int year, month, day, hour, minute, second;
};

static const char weekdays[] = "MonTueWedThuFriSatSun";
static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

/* --- the calendar ------------------------------------------------------- */

/* Days from 0000-03-01 to the first of March of that year. */
static int64_t
year_start(int64_t year)
{
	return year * 365 + year / 4 - year / 100 + year / 400;
}

static int
month_days(int year, int month)
{
	const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	if (month == 2)
		return leap ? 29 : 28;
	return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/* Of a year of four digits. */
static int
civil_seconds(const struct civil *c, int64_t *t)
{
	const int month = (c->month + 9) % 12; /* March is 0 */
	const int year = c->year - (month > 9);
	int64_t days;

	if (c->year < 1 || c->month < 1 || c->month > 12 || c->day < 1 ||
	    c->day > month_days(c->year, c->month) || c->hour > 23 ||
	    c->minute > 59 || c->second > 59)
		return PLACET_ERANGE;
	days = year_start(year) + (153 * month + 2) / 5 + c->day - 1;
	*t = (days - EPOCH_DAY) * DAY +
	    ((int64_t)c->hour * 60 + c->minute) * 60 + c->second;
	return PLACET_OK;
}

/* t is in range.  *weekday is 0 on Mondays. */
static struct civil
civil_of(int64_t t, int *weekday)
{
	const int64_t at = t - PLACET_TIME_FIRST;
	const int64_t days = at / DAY + EPOCH_DAY + PLACET_TIME_FIRST / DAY;
	const int of_day = (int)(at % DAY);
	int64_t year = days * 400 / ERA_DAYS;
	int rest, month;

	/*
	 * No year starts a whole day later than mean years would have it, so
	 * this guess is never too late, and too early by one at most.
	 */
	if (year_start(year + 1) <= days)
		year++;
	rest = (int)(days - year_start(year));
	month = (5 * rest + 2) / 153;
	*weekday = (int)(at / DAY % 7); /* 0001-01-01 was a Monday */
	return (struct civil){
		.year = (int)year + (month > 9),
		.month = month > 9 ? month - 9 : month + 3,
		.day = rest - (153 * month + 2) / 5 + 1,
		.hour = of_day / 3600,
		.minute = of_day / 60 % 60,
		.second = of_day % 60,
	};
}

static bool
in_range(int64_t t)
{
	return t >= PLACET_TIME_FIRST && t <= PLACET_TIME_LAST;
}

/* --- reading ------------------------------------------------------------ */

/*
 * Does s have the shape, character by character?  '0' stands for any digit,
 * 'a' for anything.
 */
static bool
shaped(const char *s, const char *shape)
{
	for (size_t i = 0; shape[i] != '\0'; i++) {
		const bool digit = s[i] >= '0' && s[i] <= '9';

		if (shape[i] == '0' ? !digit
		                    : shape[i] != 'a' && s[i] != shape[i])
			return false;
	}
	return true;
}

/* The number that n digits make. */
static int
number(const char *s, int n)
{
	int value = 0;

	for (int i = 0; i < n; i++)
		value = value * 10 + (s[i] - '0');
	return value;
}

/* Which of the names of three letters; -1 for none. */
static int
name_index(const char *s, const char *names)
{
	for (int i = 0; names[3 * i] != '\0'; i++)
		if (memcmp(s, names + 3 * (ptrdiff_t)i, 3) == 0)
			return i;
	return -1;
}

/* "Z" or "+hh:mm", which must be all of it: how far local time is ahead. */
static int
offset_read(const char *s, size_t len, int64_t *ahead)
{
	int hours, minutes;

	*ahead = 0;
	if (len == 1 && *s == 'Z')
		return PLACET_OK;
	if (len != 6 || !shaped(s, "a00:00") || (*s != '+' && *s != '-'))
		return PLACET_EFORMAT;
	hours = number(s + 1, 2);
	minutes = number(s + 4, 2);
	if (hours > 23 || minutes > 59)
		return PLACET_ERANGE;
	*ahead = (*s == '-' ? -60 : 60) * ((int64_t)hours * 60 + minutes);
	return PLACET_OK;
}

int
placet_time_parse(const char *s, size_t len, int64_t *t)
{
	size_t at = 19;
	struct civil c;
	int64_t local, ahead;
	int err;

	if (len <= at || !shaped(s, "0000-00-00T00:00:00"))
		return PLACET_EFORMAT;
	if (s[at] == '.') {
		const size_t dot = at++;

		while (at < len && s[at] >= '0' && s[at] <= '9')
			at++;
		if (at == dot + 1 || at - dot - 1 > FRACTION_MAX)
			return PLACET_EFORMAT;
	}
	c = (struct civil){ number(s, 4), number(s + 5, 2), number(s + 8, 2),
		number(s + 11, 2), number(s + 14, 2), number(s + 17, 2) };
	err = offset_read(s + at, len - at, &ahead);
	if (err != 0)
		return err;
	err = civil_seconds(&c, &local);
	if (err != 0)
		return err;
	if (!in_range(local - ahead))
		return PLACET_ERANGE;
	*t = local - ahead;
	return PLACET_OK;
}

int
placet_http_date_parse(const char *s, size_t len, int64_t *t)
{
	struct civil c;
	int64_t at;
	int month, weekday, err;

	if (len != 29 || !shaped(s, "aaa, 00 aaa 0000 00:00:00 GMT"))
		return PLACET_EFORMAT;
	month = name_index(s + 8, months);
	weekday = name_index(s, weekdays);
	if (month < 0 || weekday < 0)
		return PLACET_EFORMAT;
	c = (struct civil){ number(s + 12, 4), month + 1, number(s + 5, 2),
		number(s + 17, 2), number(s + 20, 2), number(s + 23, 2) };
	err = civil_seconds(&c, &at);
	if (err != 0)
		return err;
	if ((at - PLACET_TIME_FIRST) / DAY % 7 != weekday)
		return PLACET_EFORMAT;
	*t = at;
	return PLACET_OK;
}

/* --- writing ------------------------------------------------------------ */

/* The digits of a number that has at most n. */
static void
put(char *at, int n, int value)
{
	for (; n > 0; value /= 10)
		at[--n] = (char)('0' + value % 10);
}

int
placet_time_write(int64_t t, char out[PLACET_TIME_SIZE])
{
	struct civil c;
	int weekday;

	if (!in_range(t))
		return PLACET_ERANGE;
	c = civil_of(t, &weekday);
	memcpy(out, "0000-00-00T00:00:00Z", PLACET_TIME_SIZE);
	put(out, 4, c.year);
	put(out + 5, 2, c.month);
	put(out + 8, 2, c.day);
	put(out + 11, 2, c.hour);
	put(out + 14, 2, c.minute);
	put(out + 17, 2, c.second);
	return PLACET_OK;
}

int
placet_http_date_write(int64_t t, char out[PLACET_HTTP_DATE_SIZE])
{
	struct civil c;
	int weekday;

	if (!in_range(t))
		return PLACET_ERANGE;
	c = civil_of(t, &weekday);
	memcpy(out, "Mon, 00 Jan 0000 00:00:00 GMT", PLACET_HTTP_DATE_SIZE);
	memcpy(out, weekdays + 3 * (ptrdiff_t)weekday, 3);
	put(out + 5, 2, c.day);
	memcpy(out + 8, months + 3 * (ptrdiff_t)(c.month - 1), 3);
	put(out + 12, 4, c.year);
	put(out + 17, 2, c.hour);
	put(out + 20, 2, c.minute);
	put(out + 23, 2, c.second);
	return PLACET_OK;
}

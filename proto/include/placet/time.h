/*
 * time.h - instants as text: RFC 3339 in documents, IMF-fixdate in HTTP
 *
 * An instant is seconds since 1970-01-01T00:00:00Z as POSIX counts them, in
 * the years 0001 to 9999 of the Gregorian calendar.  POSIX has no leap
 * seconds, so a second 60 is refused like a thirteenth month.  Neither
 * locale, time zone nor clock of the machine show here.
 */
#ifndef PLACET_TIME_H
#define PLACET_TIME_H

#include <placet/base.h>

#define PLACET_TIME_FIRST INT64_C(-62135596800) /* 0001-01-01T00:00:00Z */
#define PLACET_TIME_LAST  INT64_C(253402300799) /* 9999-12-31T23:59:59Z */

/*
 * The date-time of RFC 3339 section 5.6 with "T" and "Z" in upper case, as
 * the dateTimeStamp of XML Schema 1.1 has them too.  The offset is a must,
 * and is applied; a fraction of up to 20 digits is dropped.  EFORMAT, or
 * ERANGE for a day or hour that does not exist or an instant out of range.
 */
PLACET_API PLACET_MUST int placet_time_parse(
    const char *s, size_t len, int64_t *t);
/* "YYYY-MM-DDTHH:MM:SSZ" and NUL; ERANGE. */
#define PLACET_TIME_SIZE 21
PLACET_API PLACET_MUST int placet_time_write(
    int64_t t, char out[PLACET_TIME_SIZE]);

/*
 * IMF-fixdate of RFC 9110 section 5.6.7 ("Sun, 06 Nov 1994 08:49:37 GMT"),
 * not its obsolete forms.  EFORMAT, also for the wrong day of the week;
 * ERANGE as above.
 */
PLACET_API PLACET_MUST int placet_http_date_parse(
    const char *s, size_t len, int64_t *t);
#define PLACET_HTTP_DATE_SIZE 30
PLACET_API PLACET_MUST int placet_http_date_write(
    int64_t t, char out[PLACET_HTTP_DATE_SIZE]);

#endif

/*
 * stamp.h - moments of documents ("2026-11-23T10:00:00Z") as people read them
 */
#ifndef WEB_STAMP_H
#define WEB_STAMP_H

#include <stdbool.h>
#include <stddef.h>

struct stamp {
	int year, month, day; /* month from 1 */
	int hour, minute;
	bool has_time; /* else a date alone */
};

/*
 * ISO 8601, a date alone or with a time and Z or +hh:mm, between years 1 and
 * 9999; a moment is turned into the time of Paris.  s must end with NUL, as the
 * texts of documents do.  False: not understood.
 */
bool stamp_paris(const char *s, size_t len, struct stamp *t);

#endif

/*
 * fuzz_time.c - instants come back as they went, whatever their spelling
 */
#include <string.h>

#include <placet/time.h>

#include "fuzz.h"

static void
there_and_back(int64_t t)
{
	const bool good = t >= PLACET_TIME_FIRST && t <= PLACET_TIME_LAST;
	char text[PLACET_TIME_SIZE], http[PLACET_HTTP_DATE_SIZE];
	int64_t again;

	promise((placet_time_write(t, text) == 0) == good);
	promise((placet_http_date_write(t, http) == 0) == good);
	if (!good)
		return;
	promise(strlen(text) == sizeof text - 1);
	promise(strlen(http) == sizeof http - 1);
	promise(placet_time_parse(text, strlen(text), &again) == 0);
	promise(again == t);
	promise(placet_http_date_parse(http, strlen(http), &again) == 0);
	promise(again == t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *s = (const char *)data;
	char http[PLACET_HTTP_DATE_SIZE];
	int64_t t;

	if (placet_time_parse(s, size, &t) == 0) {
		promise(t >= PLACET_TIME_FIRST && t <= PLACET_TIME_LAST);
		there_and_back(t);
	}
	/* Of these there is one spelling only. */
	if (placet_http_date_parse(s, size, &t) == 0) {
		promise(placet_http_date_write(t, http) == 0);
		promise(size == strlen(http) && memcmp(s, http, size) == 0);
	}
	if (size >= sizeof t) {
		memcpy(&t, data, sizeof t);
		there_and_back(t);
		/* Few of all numbers are instants, so make one of each. */
		there_and_back(t % (PLACET_TIME_LAST + 1));
	}
	return 0;
}

/*
 * fuzz_email.c - a norm is an address, on one line, and its own norm
 */
#include <string.h>

#include <placet/text.h>

#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char norm[PLACET_EMAIL_SIZE], again[PLACET_EMAIL_SIZE];
	const char *s = (const char *)data;
	size_t len;

	if (placet_email_norm(s, size, norm) != 0) {
		promise(placet_email_norm(s, size, NULL) != 0);
		return 0;
	}
	len = strlen(norm);
	promise(len <= size);
	promise(placet_text_line(norm, len));
	promise(strcspn(norm, " \",;<>()\\") == len);
	promise(placet_email_norm(norm, len, again) == 0);
	promise(strcmp(norm, again) == 0);
	return 0;
}

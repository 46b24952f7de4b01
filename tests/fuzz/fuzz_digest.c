/*
 * fuzz_digest.c - a digest that is right for one body is wrong for another
 *
 * The first line is the header, the rest the body.
 */
#include <string.h>

#include <placet/digest.h>

#include "fuzz.h"

typedef int check(const char *value, size_t vlen, const void *body, size_t len);

static void
binds(
    check *how, const char *value, size_t vlen, const uint8_t *body, size_t len)
{
	if (how(value, vlen, body, len) != 0)
		return;
	if (len > 0)
		promise(how(value, vlen, body, len - 1) == PLACET_EPROOF);
	else
		promise(how(value, vlen, "x", 1) == PLACET_EPROOF);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
	const size_t vlen = end != NULL ? (size_t)(end - data) : size;
	const uint8_t *body = data + vlen + (end != NULL);
	const size_t len = size - vlen - (end != NULL);
	struct placet_buf b = { 0 };

	binds(placet_digest_check, (const char *)data, vlen, body, len);
	binds(placet_content_digest_check, (const char *)data, vlen, body, len);
	placet_digest_write(body, len, &b);
	promise(placet_digest_check(b.data, b.len, body, len) == 0);
	placet_buf_clear(&b);
	placet_content_digest_write(body, len, &b);
	promise(placet_content_digest_check(b.data, b.len, body, len) == 0);
	placet_buf_release(&b);
	return 0;
}

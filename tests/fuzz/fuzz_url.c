/*
 * fuzz_url.c - a URL is the sum of its parts, and stricter rules take less
 */
#include <string.h>

#include <placet/url.h>

#include "fuzz.h"

static void
parts(const struct placet_url *u, const char *s, size_t size)
{
	const struct placet_slice bare = placet_url_without_fragment(u);
	struct placet_url again;
	size_t sum = u->origin.len + u->path.len;

	if (u->query.s != NULL)
		sum += 1 + u->query.len;
	promise(bare.s == s && bare.len == sum);
	if (u->fragment.s != NULL)
		sum += 1 + u->fragment.len;
	promise(sum == size && u->whole.s == s && u->whole.len == size);
	promise(u->origin.s == s && u->path.s == s + u->origin.len);
	promise(u->host.s == s + u->scheme.len + 3 && u->port != 0);
	for (size_t i = 0; i < size; i++)
		promise(s[i] > ' ' && s[i] < 127 && s[i] != '\\');
	promise(memchr(s, '@', u->origin.len) == NULL);
	for (size_t i = 0; i < u->origin.len; i++)
		promise(s[i] < 'A' || s[i] > 'Z');

	/* The origin is a URL, of itself. */
	promise(placet_url_parse(u->origin.s, u->origin.len,
	            &(struct placet_url_rules){
	                .http = true, .port = true, .local = true },
	            &again) == 0);
	promise(placet_url_same_origin(u, &again));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct placet_url_rules any = {
		.fragment = true, .http = true, .port = true, .local = true
	};
	const char *s = (const char *)data;
	struct placet_url url, strict;
	const int err = placet_url_parse(s, size, &any, &url);

	promise(err == 0 || err == PLACET_EFORMAT || err == PLACET_ELIMIT);
	if (err == 0)
		parts(&url, s, size);
	if (placet_url_parse(s, size, NULL, &strict) == 0) {
		promise(err == 0 && strict.port == 443);
		promise(strict.fragment.s == NULL);
		promise(placet_host_valid(strict.host.s, strict.host.len));
	}
	return 0;
}

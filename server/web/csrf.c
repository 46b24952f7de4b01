/*
 * csrf.c - see csrf.h and research/trust 3.2 W3
 *
 * Three ways to know, best first: Sec-Fetch-Site, which no page can forge;
 * Origin or Referer; and for a browser that sends none of them (or "null",
 * as it must from our pages that forbid referrers) a token in the form.
 *
 * No cookie gives a request any authority here, so all that a foreign page
 * could do is what it can do from its own server.  A JSON body without any
 * of these headers comes from a program, not from a browser's form, and is
 * let through.
 */
#include <string.h>
#include <strings.h>
#include <time.h>

#include <event2/http.h>

#include <placet/hash.h>
#include <placet/text.h>

#include "csrf.h"
#include "web.h"

enum { HOUR = 3600, HOURS = 2 };

static void
token_of(const struct req *r, uint64_t hour, char out[CSRF_TOKEN])
{
	const uint32_t site = r->site == NULL ? 0 : (uint32_t)r->site->id;
	const struct placet_bytes piece[] = {
		{ "placet/form/v1\n", 15 },
		{ &site, sizeof site },
		{ &hour, sizeof hour },
		{ r->path, strlen(r->path) },
	};
	struct placet_hash mac;

	placet_hmac(r->worker->child->secret, 32, piece,
	    sizeof piece / sizeof *piece, &mac);
	placet_hex(mac.b, (CSRF_TOKEN - 1) / 2, out);
}

void
csrf_token(const struct req *r, char out[CSRF_TOKEN])
{
	token_of(r, (uint64_t)time(NULL) / HOUR, out);
}

/* Pages are kept for some minutes, and people take their time. */
static bool
token_good(const struct req *r)
{
	const char *told = req_field(r, "_t");
	const uint64_t hour = (uint64_t)time(NULL) / HOUR;
	char want[CSRF_TOKEN];

	if (told == NULL || strlen(told) != CSRF_TOKEN - 1)
		return false;
	for (uint64_t i = 0; i <= HOURS; i++) {
		token_of(r, hour - i, want);
		if (placet_equal(told, want, CSRF_TOKEN - 1))
			return true;
	}
	return false;
}

/* "https://host:port[/...]" is ours when its authority is the Host. */
static bool
url_ours(const char *url, const char *host)
{
	const char *s = strstr(url, "://");
	size_t len;

	if (s == NULL || host == NULL)
		return false;
	s += 3;
	len = strcspn(s, "/?#");
	return len == strlen(host) && strncasecmp(s, host, len) == 0;
}

bool
csrf_foreign(const struct req *r)
{
	const struct evkeyvalq *in = evhttp_request_get_input_headers(r->http);
	const char *fetch = evhttp_find_header(in, "Sec-Fetch-Site");
	const char *origin = evhttp_find_header(in, "Origin");
	const char *referer = evhttp_find_header(in, "Referer");
	const char *host = evhttp_find_header(in, "Host");

	if (fetch != NULL)
		return strcmp(fetch, "same-origin") != 0 &&
		    strcmp(fetch, "none") != 0;
	if (origin != NULL && strcmp(origin, "null") != 0)
		return !url_ours(origin, host);
	if (referer != NULL && *referer != '\0')
		return !url_ours(referer, host);
	return !token_good(r) && (origin != NULL || !r->json_body);
}

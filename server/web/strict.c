/*
 * strict.c - a request read once more, after evhttp (guard_strict)
 *
 * evhttp accepts what a proxy in front of us, or a cache behind it, may read
 * as another request: two lengths, a length with a space before its colon, a
 * transfer coding it does not know, an absolute target beside a Host, and so
 * on.  None of that comes from a browser; all of it is refused.
 */
#include <string.h>
#include <strings.h>
#include <sys/queue.h>

#include <event2/buffer.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>

#include <placet/text.h>

#include "base/limit.h"

#include "guard.h"

/* tchar of RFC 9110 section 5.6.2. */
static bool
is_token(const char *s)
{
	const char *p = s;

	for (; *p != '\0'; p++) {
		const char c = *p;
		const char low = (char)(c | 0x20);

		if ((low < 'a' || low > 'z') && (c < '0' || c > '9') &&
		    strchr("!#$%&'*+-.^_`|~", c) == NULL)
			return false;
	}
	return p != s;
}

static bool
is_value(const char *s)
{
	for (; *s != '\0'; s++)
		if (((unsigned char)*s < ' ' && *s != '\t') || *s == 0x7f)
			return false;
	return true;
}

/* Origin-form only, one slash first, nothing that should be escaped. */
static int
strict_target(const char *uri)
{
	if (uri == NULL || uri[0] != '/' || uri[1] == '/' || uri[1] == '\\')
		return 400;
	for (const char *p = uri; *p != '\0'; p++) {
		const unsigned char c = (unsigned char)*p;

		if (c <= ' ' || c >= 0x7f || strchr("\\#\"<>", *p) != NULL)
			return 400;
		/* What ends a text for some ends it for nobody here. */
		if (c == '%' && strncmp(p, "%00", 3) == 0)
			return 400;
		if (p - uri >= LIMIT_PATH)
			return 414;
	}
	return 0;
}

struct seen {
	size_t headers, hosts, lengths;
	uint64_t length;
};

static int
strict_header(const struct evkeyval *h, struct seen *seen)
{
	if (++seen->headers > LIMIT_HEADER_COUNT)
		return 431;
	if (!is_token(h->key) || !is_value(h->value))
		return 400;
	switch (h->key[0] | 0x20) {
	case 'h':
		if (strcasecmp(h->key, "host") == 0)
			seen->hosts++;
		return 0;
	case 'c':
		if (strcasecmp(h->key, "content-length") != 0)
			return 0;
		seen->lengths++;
		return placet_decimal(h->value, strlen(h->value),
		           LIMIT_BODY_READ, &seen->length) == 0
		    ? 0
		    : 400;
	case 't':
		if (strcasecmp(h->key, "transfer-encoding") == 0)
			return 400;
		return 0;
	default: return 0;
	}
}

int
guard_strict(struct evhttp_request *http)
{
	struct evkeyvalq *headers = evhttp_request_get_input_headers(http);
	struct seen seen = { 0 };
	const struct evkeyval *h;
	int status = strict_target(evhttp_request_get_uri(http));

	TAILQ_FOREACH (h, headers, next) {
		if (status != 0)
			return status;
		status = strict_header(h, &seen);
	}
	if (status != 0)
		return status;
	if (seen.hosts != 1 || seen.lengths > 1)
		return 400;
	if (evbuffer_get_length(evhttp_request_get_input_buffer(http)) !=
	    seen.length)
		return 400;
	return 0;
}

/*
 * url.c - URLs with one spelling only
 *
 * A straight line from the left: scheme, authority, path, query, fragment.
 * No part is decoded, so nothing can hide in an encoding.
 */
#include <string.h>

#include <placet/text.h>
#include <placet/url.h>

/* What is still to be read. */
struct reader {
	const char *p, *end;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static int
hex_value(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static struct placet_slice
slice(const char *from, const char *to)
{
	return (struct placet_slice){ from, (size_t)(to - from) };
}

static bool
same(struct placet_slice a, struct placet_slice b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.s, b.s, a.len) == 0);
}

static bool
label_valid(const char *s, size_t len)
{
	if (len == 0 || len > 63 || s[0] == '-' || s[len - 1] == '-')
		return false;
	for (size_t i = 0; i < len; i++)
		if (!is_lower(s[i]) && !is_digit(s[i]) && s[i] != '-')
			return false;
	return true;
}

/*
 * A last label that begins with a digit makes resolvers think of IPv4 in one
 * of its many spellings (127.1, 0x7f000001); no top-level domain does.
 */
static bool
names_valid(const char *s, size_t len, size_t least)
{
	const char *end = s + len, *label = s;
	size_t n = 0;

	if (len == 0 || len > PLACET_HOST_MAX)
		return false;
	for (;;) {
		const char *dot = memchr(label, '.', (size_t)(end - label));
		const char *stop = dot != NULL ? dot : end;

		if (!label_valid(label, (size_t)(stop - label)))
			return false;
		n++;
		if (dot == NULL)
			break;
		label = dot + 1;
	}
	return n >= least && !is_digit(*label);
}

bool
placet_host_valid(const char *s, size_t len)
{
	return names_valid(s, len, 2);
}

/* Four decimal numbers, as addresses are written; for tests only. */
static bool
ipv4_valid(const char *s, size_t len)
{
	const char *end = s + len;

	for (int i = 0; i < 4; i++) {
		const char *dot = memchr(s, '.', (size_t)(end - s));
		const char *stop = i < 3 ? dot : end;
		uint64_t n;

		if (stop == NULL ||
		    placet_decimal(s, (size_t)(stop - s), 255, &n) != 0)
			return false;
		s = stop + 1;
	}
	return true;
}

/* Whether the digits make sense is for the resolver to say. */
static bool
ipv6_valid(const char *s, size_t len)
{
	if (len < 4 || len > 47 || s[0] != '[' || s[len - 1] != ']')
		return false;
	for (size_t i = 1; i < len - 1; i++)
		if (s[i] != ':' && s[i] != '.' &&
		    (hex_value(s[i]) < 0 || (s[i] >= 'A' && s[i] <= 'F')))
			return false;
	return memchr(s, ':', len) != NULL;
}

static int
read_scheme(struct reader *r, const struct placet_url_rules *rules,
    struct placet_url *url)
{
	const size_t left = (size_t)(r->end - r->p);

	if (left >= 8 && memcmp(r->p, "https://", 8) == 0)
		url->port = 443;
	else if (left >= 7 && memcmp(r->p, "http://", 7) == 0)
		url->port = 80;
	else
		return PLACET_EFORMAT;
	if (url->port == 80 && !rules->http)
		return PLACET_ETYPE;
	url->scheme = slice(r->p, r->p + (url->port == 443 ? 5 : 4));
	r->p += url->scheme.len + 3;
	return PLACET_OK;
}

static int
check_host(struct placet_slice host, const struct placet_url_rules *rules)
{
	if (placet_host_valid(host.s, host.len))
		return PLACET_OK;
	if (!names_valid(host.s, host.len, 1) &&
	    !ipv4_valid(host.s, host.len) && !ipv6_valid(host.s, host.len))
		return PLACET_EFORMAT;
	return rules->local ? PLACET_OK : PLACET_ETYPE;
}

static int
read_authority(struct reader *r, const struct placet_url_rules *rules,
    struct placet_url *url)
{
	const char *from = r->p, *colon = NULL;
	bool inside = false;
	uint64_t port;
	int err;

	for (; r->p < r->end && strchr("/?#", *r->p) == NULL; r->p++) {
		if (*r->p == '[' || *r->p == ']')
			inside = *r->p == '[';
		if (*r->p == ':' && !inside && colon == NULL)
			colon = r->p;
	}
	url->origin = slice(url->whole.s, r->p);
	url->host = slice(from, colon != NULL ? colon : r->p);
	err = check_host(url->host, rules);
	if (err != 0 || colon == NULL)
		return err;
	/* One spelling: a port that goes without saying is not said. */
	if (placet_decimal(
	        colon + 1, (size_t)(r->p - colon - 1), 65535, &port) != 0 ||
	    port == 0 || port == url->port)
		return PLACET_EFORMAT;
	url->port = (uint16_t)port;
	return rules->port ? PLACET_OK : PLACET_ETYPE;
}

/* pchar of RFC 3986, and what `more` adds to it; controls stay out. */
static bool
read_chars(struct reader *r, const char *more)
{
	for (; r->p < r->end; r->p++) {
		const char c = *r->p;
		int high, low;

		if (c == '?' || c == '#')
			if (strchr(more, c) == NULL)
				return true;
		if (c == '\0')
			return false;
		if (is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z') ||
		    strchr("-._~!$&'()*+,;=:@/", c) != NULL ||
		    strchr(more, c) != NULL)
			continue;
		if (c != '%' || r->end - r->p < 3)
			return false;
		high = hex_value(r->p[1]);
		low = hex_value(r->p[2]);
		if (high < 2 || low < 0 || (high == 7 && low == 15))
			return false;
		r->p += 2;
	}
	return true;
}

/* "." or "..", also where a dot is written %2e. */
static bool
is_dots(const char *s, size_t len)
{
	size_t dots = 0;

	for (size_t i = 0; i < len; dots++) {
		if (s[i] == '.')
			i++;
		else if (len - i >= 3 && s[i] == '%' && s[i + 1] == '2' &&
		    (s[i + 2] | 0x20) == 'e')
			i += 3;
		else
			return false;
	}
	return dots == 1 || dots == 2;
}

/*
 * "//" in front would name a host where only the path is used; elsewhere an
 * empty segment does no harm, and archives have URLs within URLs.
 */
static bool
path_valid(struct placet_slice path)
{
	const char *s = path.s, *end = path.s + path.len;

	if (path.len >= 2 && s[1] == '/')
		return false;
	while (s < end) {
		const char *stop;

		s++;
		stop = memchr(s, '/', (size_t)(end - s));
		if (stop == NULL)
			stop = end;
		if (is_dots(s, (size_t)(stop - s)))
			return false;
		s = stop;
	}
	return true;
}

/* From the path to the end. */
static int
read_rest(struct reader *r, const struct placet_url_rules *rules,
    struct placet_url *url)
{
	const char *from = r->p;

	if (!read_chars(r, ""))
		return PLACET_EFORMAT;
	url->path = slice(from, r->p);
	if (!path_valid(url->path))
		return PLACET_EFORMAT;
	if (r->p < r->end && *r->p == '?') {
		from = ++r->p;
		if (!read_chars(r, "?"))
			return PLACET_EFORMAT;
		url->query = slice(from, r->p);
	}
	if (r->p == r->end)
		return PLACET_OK;
	from = ++r->p;
	if (!read_chars(r, "?") || r->p != r->end || from == r->end)
		return PLACET_EFORMAT;
	url->fragment = slice(from, r->p);
	return rules->fragment ? PLACET_OK : PLACET_ETYPE;
}

int
placet_url_parse(const char *s, size_t len,
    const struct placet_url_rules *rules, struct placet_url *url)
{
	static const struct placet_url_rules strict = { 0 };
	struct reader r = { s, s + len };
	int err;

	if (len > PLACET_URL_MAX)
		return PLACET_ELIMIT;
	if (rules == NULL)
		rules = &strict;
	*url = (struct placet_url){ .whole = { s, len } };
	err = read_scheme(&r, rules, url);
	if (err == 0)
		err = read_authority(&r, rules, url);
	if (err == 0)
		err = read_rest(&r, rules, url);
	return err;
}

bool
placet_url_same_origin(const struct placet_url *a, const struct placet_url *b)
{
	return same(a->scheme, b->scheme) && same(a->host, b->host) &&
	    a->port == b->port;
}

struct placet_slice
placet_url_without_fragment(const struct placet_url *url)
{
	struct placet_slice whole = url->whole;

	if (url->fragment.s != NULL)
		whole.len -= url->fragment.len + 1;
	return whole;
}

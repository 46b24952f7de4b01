/*
 * url.h - the one parser of URLs: ids of actors and objects, key ids, peers
 *
 * RFC 3986 less all that two implementations may read differently.  What is
 * accepted has one spelling, so that two ids are the same when their bytes
 * are: a scheme and a host in lower case, an ASCII host name of two labels
 * or more (A-labels for others), no user, no port, no dot segments, no
 * control, space, backslash or non-ASCII byte, plain or percent-encoded
 * controls included.  What is refused is refused, never repaired.
 */
#ifndef PLACET_URL_H
#define PLACET_URL_H

#include <placet/base.h>

enum { PLACET_URL_MAX = 2048, PLACET_HOST_MAX = 253 };

/*
 * What is allowed beyond https://host/path?query.  Zero is right for all
 * that comes from peers; the last three are for tests on one machine.
 */
struct placet_url_rules {
	bool fragment; /* ids of keys have one */
	bool http;
	bool port;
	bool local; /* host names of one label, IP addresses */
};

/* Bytes of the text that was parsed: borrowed, without NUL. */
struct placet_slice {
	const char *s;
	size_t len;
};

struct placet_url {
	struct placet_slice whole;
	struct placet_slice origin; /* https://host, with the port if any */
	struct placet_slice scheme;
	struct placet_slice host;     /* [::1] with its brackets */
	uint16_t port;                /* 443 or 80 where none is written */
	struct placet_slice path;     /* empty, or from "/" on */
	struct placet_slice query;    /* behind "?"; s is NULL without one */
	struct placet_slice fragment; /* behind "#"; s is NULL without one */
};

/*
 * rules may be NULL for all zero.  ELIMIT over PLACET_URL_MAX bytes, EFORMAT
 * for what is no such URL, ETYPE for one that the rules do not allow.
 */
PLACET_API PLACET_MUST int placet_url_parse(const char *s, size_t len,
    const struct placet_url_rules *rules, struct placet_url *url);

/* Same scheme, host and port (RFC 6454). */
PLACET_API bool placet_url_same_origin(
    const struct placet_url *a, const struct placet_url *b);
/* The document that a key id lies in. */
PLACET_API struct placet_slice placet_url_without_fragment(
    const struct placet_url *url);

/*
 * Is this a host as such URLs have it: labels of a-z, 0-9 and inner hyphens,
 * of 63 bytes at most, joined by dots, the last one no number?
 */
PLACET_API bool placet_host_valid(const char *s, size_t len);

#endif

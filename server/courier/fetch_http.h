/*
 * fetch_http.h - HTTP requests to strangers, many at a time
 *
 * Each is checked where it counts: https only, the address when it is about
 * to be connected to, time and size of the answer while it comes.  Nothing is
 * followed, nothing unpacked.  With `testing` http, ports and this machine
 * are allowed too.
 */
#ifndef COURIER_FETCH_HTTP_H
#define COURIER_FETCH_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include <event2/event.h>

enum {
	FETCH_HTTP_MOST = 96,    /* requests in flight */
	FETCH_HTTP_HOST = 8,     /* of them to one host */
	FETCH_HTTP_TIME = 10,    /* s for all of one */
	FETCH_HTTP_CONNECT = 5,  /* s of them for the connection */
	FETCH_HTTP_HEADERS = 12, /* lines that may be added */
	FETCH_HTTP_TYPE = 128,   /* bytes of a Content-Type that is kept */
};

struct address_set; /* address.h */

struct http_conf {
	const char *ca_file;           /* PEM; "" the system's */
	const struct address_set *own; /* never connected to; NULL: none */
	bool testing;
};

/* What is to be sent; borrowed until the answer. */
struct http_order {
	const char *url;
	const char *const *header; /* "Name: value", NULL-terminated */
	const char *body;          /* NULL: GET, else POST */
	size_t len;
	size_t most; /* bytes of the answer's body */
};

struct http_answer {
	int status;       /* 0: there was none */
	const char *code; /* then why: "http.address", "http.connect", ... */
	char type[FETCH_HTTP_TYPE];
	const char *location; /* NULL: none */
	int retry_after;      /* s; 0: it does not say */
	const char *body;     /* NUL-terminated, borrowed until return */
	size_t len;
};

struct http;

/* Called once an order, never from inside fetch_http(). */
typedef void http_done(const struct http_answer *answer, void *arg);

/* NULL when out of memory.  The strings of conf must stay. */
struct http *http_new(struct event_base *base, const struct http_conf *conf);
/* Nothing may be in flight. */
void http_free(struct http *h);
void fetch_http(
    struct http *h, const struct http_order *order, http_done *done, void *arg);

#endif

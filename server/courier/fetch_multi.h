/*
 * fetch_multi.h - libcurl's multi interface on our event loop
 *
 * Only the files fetch*.c see libcurl.
 */
#ifndef COURIER_FETCH_MULTI_H
#define COURIER_FETCH_MULTI_H

#include <curl/curl.h>
#include <event2/event.h>

struct multi;

/*
 * A transfer is over; it has been taken out, and is the receiver's to free.
 * Never called from inside multi_add(), nor from a callback of curl.
 */
typedef void multi_done(CURL *easy, CURLcode rc, void *arg);

/* At most so many connections, to all and to one host.  NULL: no memory. */
struct multi *multi_new(struct event_base *base, long most, long most_host,
    multi_done *done, void *arg);
/* Nothing may be in flight. */
void multi_free(struct multi *m);
/* Begin a transfer; it must stay until it is done. */
void multi_add(struct multi *m, CURL *easy);

#endif

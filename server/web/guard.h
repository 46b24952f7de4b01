/*
 * guard.h - what stands between the network and evhttp
 *
 * evhttp parses well enough but trusts its clients: no ceiling on
 * connections, a timeout a read instead of a request, a melt-down when
 * descriptors run out, and readings of a request that a proxy might not
 * share.  The guard owns the listeners and watches every connection from
 * outside, through its descriptor; then it reads each parsed request again,
 * strictly, before anybody else sees it.
 */
#ifndef WEB_GUARD_H
#define WEB_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net.h"

struct evhttp_request;
struct guard;
struct worker;

typedef void guard_request(struct evhttp_request *http, void *arg);

/* NULL when out of memory. */
struct guard *guard_new(struct worker *w, guard_request *cb);

/* Begin to accept, if that has not begun; false when out of memory. */
bool guard_open(struct guard *g);

void guard_free(struct guard *g);

/* Accept no more; what is open goes on. */
void guard_drain(struct guard *g);

/* Are all replies written out? */
bool guard_quiet(const struct guard *g);

/* Who is at the other end; NULL when it is gone. */
const struct net_address *guard_peer(
    struct guard *g, struct evhttp_request *http);

/* Has it closed its end?  Then nobody may be left to read the reply. */
bool guard_left(struct guard *g, struct evhttp_request *http);

/* A request has come in whole; its reply has been handed to libevent. */
void guard_busy(struct guard *g, struct evhttp_request *http);
void guard_replied(struct guard *g, struct evhttp_request *http);

/*
 * Could any two readers disagree about this request?  0, or the status to
 * refuse it with; the connection must end with that reply, since what
 * follows on it may be the tail of this one.
 */
int guard_strict(struct evhttp_request *http);

#endif

/*
 * listen.h - the listening sockets, made once and kept by the master
 *
 * One SO_REUSEPORT socket a worker and address: the kernel spreads the
 * connections, and those of a worker that has died wait in its queue until
 * the next one takes the socket over.
 */
#ifndef MASTER_LISTEN_H
#define MASTER_LISTEN_H

#include "base/conf.h"

struct listen {
	int *fd;       /* of worker w: n of them from fd + w * n */
	bool *tls;     /* n: which of them speak TLS */
	size_t n;      /* addresses */
	size_t worker; /* workers */
};

/* fatal() when an address cannot be had. */
void listen_open(const struct conf *conf, size_t workers, struct listen *l);

#endif

/*
 * conn.h - the connections of a worker, by descriptor
 *
 * Plain sockets, no libevent: what guard.c knows of those that evhttp holds.
 * There is no call when a connection ends; the kernel's socket cookie says
 * whether a descriptor still means the same one.  Numbers are reused lowest
 * first, so a busy server finds the dead by accepting, a quiet one by
 * sweeping.
 */
#ifndef WEB_CONN_H
#define WEB_CONN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net.h"

enum conn_state {
	CONN_NONE,
	CONN_FRESH,   /* accepted: its first request must be on its way */
	CONN_READING, /* a request is to come, or is coming */
	CONN_BUSY,    /* it is being answered */
	CONN_WRITING, /* the reply is on its way */
};

struct conns;

/* One a descriptor, kept for its next owner: the address never goes away. */
struct conn {
	struct conns *all;
	struct conn *next, **link; /* of the same bucket of addresses */
	enum conn_state state;
	int fd;
	uint64_t cookie;
	int64_t since; /* of the state, ms */
	struct net_address peer;
};

enum { CONN_BUCKETS = 1024 };

struct conns {
	struct conn **by_fd;
	size_t n, cursor;
	size_t live;
	size_t writing; /* replies on their way; and the fresh, who have not
	                   heard of us yet: what a drain waits for */
	struct conn *bucket[CONN_BUCKETS];
};

struct conn_limits {
	int64_t read, write; /* ms in a state */
	long address;        /* connections of one address; 0 any number */
	const struct nets *proxies; /* who may have any number */
};

void conns_release(struct conns *all);

/* A new connection: know it, or shut it down. */
void conn_adopt(
    struct conns *all, int fd, const struct conn_limits *limits, int64_t now);

/* The connection on a descriptor; NULL if it is not known. */
struct conn *conn_find(struct conns *all, int fd);

void conn_set(struct conn *c, enum conn_state state, int64_t now);

/* Look at the next `most` descriptors: forget the dead, shut the slow. */
void conns_sweep(struct conns *all, size_t most,
    const struct conn_limits *limits, int64_t now);

#endif

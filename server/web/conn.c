/*
 * conn.c - see conn.h
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/log.h"

#include "conn.h"

/* ms for a first request, a TLS handshake included: then it is a browser
   that has connected in advance, and will connect again. */
enum { FRESH_MS = 1000 };

static uint64_t
fd_cookie(int fd)
{
	uint64_t cookie = 0;
	socklen_t len = sizeof cookie;

	if (getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &len) != 0)
		return 0;
	return cookie;
}

/* The state, and whether a drain waits for it. */
static void
conn_turn(struct conn *c, enum conn_state state)
{
	if (c->state == CONN_WRITING || c->state == CONN_FRESH)
		c->all->writing--;
	if (state == CONN_WRITING || state == CONN_FRESH)
		c->all->writing++;
	c->state = state;
}

static void
conn_forget(struct conn *c)
{
	conn_turn(c, CONN_NONE);
	c->all->live--;
	*c->link = c->next;
	if (c->next != NULL)
		c->next->link = c->link;
}

/* Is it still there?  If not, forget it. */
static bool
conn_alive(struct conn *c)
{
	if (fd_cookie(c->fd) == c->cookie)
		return true;
	conn_forget(c);
	return false;
}

void
conn_set(struct conn *c, enum conn_state state, int64_t now)
{
	conn_turn(c, state);
	c->since = now;
}

/* May one address have one more? */
static bool
conn_allowed(struct conn *head, const struct net_address *peer,
    const struct conn_limits *limits)
{
	const struct net_key key = net_key(peer);
	struct conn *c, *next;
	long n = 0;

	if (limits->address == 0 || nets_has(limits->proxies, peer))
		return true;
	for (c = head; c != NULL && n < limits->address; c = c->next)
		n += net_key(&c->peer).n == key.n;
	if (n < limits->address)
		return true;
	/* Some may have gone since. */
	n = 0;
	for (c = head; c != NULL; c = next) {
		next = c->next;
		n += net_key(&c->peer).n == key.n && conn_alive(c);
	}
	return n < limits->address;
}

/* The place of a descriptor, made if need be. */
static struct conn *
conn_at(struct conns *all, int fd)
{
	size_t n = all->n == 0 ? 256 : all->n;

	while (n <= (size_t)fd)
		n *= 2;
	if (n > all->n) {
		struct conn **p = realloc(
		    all->by_fd, n * sizeof(struct conn *));

		if (p == NULL)
			fatal("out of memory");
		memset(p + all->n, 0, (n - all->n) * sizeof(struct conn *));
		all->by_fd = p;
		all->n = n;
	}
	if (all->by_fd[fd] == NULL) {
		all->by_fd[fd] = calloc(1, sizeof **all->by_fd);
		if (all->by_fd[fd] == NULL)
			fatal("out of memory");
		all->by_fd[fd]->all = all;
		all->by_fd[fd]->fd = fd;
	}
	return all->by_fd[fd];
}

struct conn *
conn_find(struct conns *all, int fd)
{
	struct conn *c;

	if (fd < 0 || (size_t)fd >= all->n)
		return NULL;
	c = all->by_fd[fd];
	return c != NULL && c->state != CONN_NONE ? c : NULL;
}

static struct conn **
bucket_of(struct conns *all, const struct net_address *peer)
{
	const uint64_t mixed = net_key(peer).n * 0x9e3779b97f4a7c15u;

	return &all->bucket[(mixed >> 32) % CONN_BUCKETS];
}

void
conn_adopt(
    struct conns *all, int fd, const struct conn_limits *limits, int64_t now)
{
	struct sockaddr_storage ss = { 0 };
	struct net_address peer = { { 0 } };
	socklen_t len = sizeof ss;
	struct conn *c, **head;

	if (fd < 0)
		return;
	c = conn_at(all, fd);
	if (c->state != CONN_NONE)
		conn_forget(c); /* its number has a new owner */
	if (getpeername(fd, (struct sockaddr *)&ss, &len) != 0 ||
	    !net_from_sockaddr((const struct sockaddr *)&ss, &peer)) {
		shutdown(fd, SHUT_RDWR);
		return;
	}
	head = bucket_of(all, &peer);
	if (!conn_allowed(*head, &peer, limits)) {
		shutdown(fd, SHUT_RDWR);
		return;
	}
	c->cookie = fd_cookie(fd);
	c->peer = peer;
	c->next = *head;
	c->link = head;
	if (c->next != NULL)
		c->next->link = &c->next;
	*head = c;
	all->live++;
	conn_set(c, CONN_FRESH, now);
}

void
conns_sweep(struct conns *all, size_t most, const struct conn_limits *limits,
    int64_t now)
{
	if (most > all->n)
		most = all->n;
	for (; most > 0; most--) {
		struct conn *c;

		all->cursor = all->cursor + 1 < all->n ? all->cursor + 1 : 0;
		c = conn_find(all, (int)all->cursor);
		if (c == NULL || !conn_alive(c))
			continue;
		if (c->state == CONN_FRESH && now - c->since > FRESH_MS)
			conn_turn(c, CONN_READING);
		if ((c->state == CONN_READING &&
		        now - c->since > limits->read) ||
		    (c->state == CONN_WRITING &&
		        now - c->since > limits->write))
			shutdown(c->fd, SHUT_RDWR);
	}
}

void
conns_release(struct conns *all)
{
	for (size_t i = 0; i < all->n; i++)
		free(all->by_fd[i]);
	free(all->by_fd);
	*all = (struct conns){ 0 };
}

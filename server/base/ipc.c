/*
 * ipc.c - questions over a SOCK_SEQPACKET pair, asked until answered
 *
 * Every question keeps a copy of its bytes until the answer has come, so
 * that it can be asked again: the other side may have been killed with the
 * first copy in its hands.  The list is ordered by the time of the last
 * asking; an answer nearly always belongs to its head.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>

#include "base/ipc.h"
#include "base/limit.h"
#include "base/log.h"

enum {
	REPEAT = 1000,   /* ms without answer before asking again */
	GIVE_UP = 15000, /* ms; a process killed is back long before */
	TICK = 100000,   /* us */
};

struct ask {
	TAILQ_ENTRY(ask) link;
	struct ipc_head h;
	ipc_told *told;
	void *arg;
	int64_t first; /* ms, when asked */
	int64_t last;  /* ms, when sent the last time */
	bool sent;
	int fate; /* told at the next turn of the loop; -1: waiting */
	unsigned char data[]; /* h.len bytes */
};

TAILQ_HEAD(asks, ask);

struct ipc {
	int fd;
	uint64_t next;
	size_t pending, unsent;
	struct asks asks;
	struct event *readable, *writable, *tick;
	unsigned char in[LIMIT_IPC];
};

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int
ipc_send(int fd, const struct ipc_head *h, const void *head, size_t headlen,
    const void *data, size_t len)
{
	struct ipc_head copy = *h;
	struct iovec iov[3] = {
		{ .iov_base = &copy, .iov_len = sizeof copy },
		{ .iov_len = headlen },
		{ .iov_len = len },
	};
	const struct msghdr msg = { .msg_iov = iov, .msg_iovlen = 3 };

	if (headlen + len > LIMIT_IPC - sizeof copy) {
		errno = EMSGSIZE;
		return -1;
	}
	copy.len = (uint32_t)(headlen + len);
	/* iovec serves readers too, hence has no const. */
	memcpy(&iov[1].iov_base, &head, sizeof head);
	memcpy(&iov[2].iov_base, &data, sizeof data);
	return sendmsg(fd, &msg, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 ? -1 : 0;
}

int
ipc_recv(int fd, struct ipc_head *h, void *data, size_t size)
{
	struct iovec iov[2] = {
		{ .iov_base = h, .iov_len = sizeof *h },
		{ .iov_base = data, .iov_len = size },
	};
	struct msghdr msg = { .msg_iov = iov, .msg_iovlen = 2 };
	const ssize_t n = recvmsg(fd, &msg, MSG_DONTWAIT);

	if (n < 0)
		return -1;
	if (n == 0) {
		errno = EPIPE;
		return -1;
	}
	if ((size_t)n < sizeof *h || (msg.msg_flags & MSG_TRUNC) != 0 ||
	    h->len != (size_t)n - sizeof *h) {
		errno = EBADMSG;
		return -1;
	}
	return (int)h->len;
}

static void
ask_end(
    struct ipc *ipc, struct ask *a, int status, const void *data, size_t len)
{
	TAILQ_REMOVE(&ipc->asks, a, link);
	ipc->pending--;
	if (!a->sent)
		ipc->unsent--;
	a->told(status, data, len, a->arg);
	/* It may have held an address. */
	explicit_bzero(a->data, a->h.len);
	free(a);
}

/*
 * Send it; when the socket is full on_writable() comes back to it.  Any other
 * failure is taken for a loss: it will be asked again.
 */
static void
ask_send(struct ipc *ipc, struct ask *a, int64_t now)
{
	const bool full = ipc_send(ipc->fd, &a->h, a->data, a->h.len, NULL,
	                      0) != 0 &&
	    (errno == EAGAIN || errno == ENOBUFS);

	if (full)
		event_add(ipc->writable, NULL);
	if (full && a->sent)
		ipc->unsent++;
	else if (!full && !a->sent)
		ipc->unsent--;
	a->sent = !full;
	a->last = now;
}

static void
on_writable(evutil_socket_t fd, short what, void *arg)
{
	struct ipc *ipc = arg;
	struct ask *a;
	const int64_t now = now_ms();

	(void)fd;
	(void)what;
	TAILQ_FOREACH (a, &ipc->asks, link) {
		if (ipc->unsent == 0)
			return;
		if (a->sent)
			continue;
		ask_send(ipc, a, now);
		if (!a->sent)
			return;
	}
}

static void
answer(struct ipc *ipc, const struct ipc_head *h, const void *data)
{
	struct ask *a;

	TAILQ_FOREACH (a, &ipc->asks, link)
		if (a->h.id == h->id && a->h.op == h->op) {
			ask_end(ipc, a, h->status, data, h->len);
			return;
		}
	/* The second answer to a question repeated, or our predecessor's. */
	log_debug("ipc: an answer nobody waits for");
}

static void
on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct ipc *ipc = arg;
	struct ipc_head h;

	(void)what;
	for (int i = 0; i < 64; i++) {
		const int n = ipc_recv(fd, &h, ipc->in, sizeof ipc->in);

		if (n >= 0)
			answer(ipc, &h, ipc->in);
		else if (errno == EBADMSG)
			log_warnx("ipc: a malformed answer");
		else if (errno == EPIPE) {
			/* The master is gone, and so are we in a moment. */
			event_del(ipc->readable);
			return;
		} else
			return;
	}
}

/*
 * Tell what is decided, repeat what waits too long.  The callbacks may ask
 * anew: that only appends, so the saved successor stays good.
 */
static void
on_tick(evutil_socket_t fd, short what, void *arg)
{
	const struct timeval tick = { .tv_usec = TICK };
	struct ipc *ipc = arg;
	const int64_t now = now_ms();
	struct ask *a, *next, *last = TAILQ_LAST(&ipc->asks, asks);

	(void)fd;
	(void)what;
	for (a = TAILQ_FIRST(&ipc->asks); a != NULL; a = next) {
		next = a == last ? NULL : TAILQ_NEXT(a, link);
		if (a->fate < 0 && now - a->first >= GIVE_UP)
			a->fate = IPC_FAILED;
		if (a->fate >= 0)
			ask_end(ipc, a, a->fate, NULL, 0);
		else if (a->sent && now - a->last >= REPEAT) {
			TAILQ_REMOVE(&ipc->asks, a, link);
			TAILQ_INSERT_TAIL(&ipc->asks, a, link);
			ask_send(ipc, a, now);
		}
	}
	if (ipc->pending > 0)
		evtimer_add(ipc->tick, &tick);
}

struct ipc *
ipc_new(struct event_base *base, int fd)
{
	struct ipc *ipc = calloc(1, sizeof *ipc);

	if (ipc == NULL)
		return NULL;
	ipc->fd = fd;
	TAILQ_INIT(&ipc->asks);
	ipc->readable = event_new(
	    base, fd, EV_READ | EV_PERSIST, on_readable, ipc);
	ipc->writable = event_new(base, fd, EV_WRITE, on_writable, ipc);
	ipc->tick = evtimer_new(base, on_tick, ipc);
	if (getrandom(&ipc->next, sizeof ipc->next, 0) !=
	        (ssize_t)sizeof ipc->next ||
	    ipc->readable == NULL || ipc->writable == NULL ||
	    ipc->tick == NULL || event_add(ipc->readable, NULL) != 0) {
		ipc_free(ipc);
		return NULL;
	}
	return ipc;
}

void
ipc_free(struct ipc *ipc)
{
	struct ask *a, *next;

	if (ipc == NULL)
		return;
	for (a = TAILQ_FIRST(&ipc->asks); a != NULL; a = next) {
		next = TAILQ_NEXT(a, link);
		ask_end(ipc, a, IPC_FAILED, NULL, 0);
	}
	if (ipc->readable != NULL)
		event_free(ipc->readable);
	if (ipc->writable != NULL)
		event_free(ipc->writable);
	if (ipc->tick != NULL)
		event_free(ipc->tick);
	free(ipc);
}

void
ipc_ask(struct ipc *ipc, enum ipc_op op, const void *head, size_t headlen,
    const void *data, size_t len, ipc_told *told, void *arg)
{
	const struct timeval soon = { 0 }, tick = { .tv_usec = TICK };
	const bool fits = headlen + len <= LIMIT_IPC - sizeof(struct ipc_head);
	const size_t size = fits ? headlen + len : 0;
	struct ask *a = calloc(1, sizeof *a + size);

	if (a == NULL)
		fatalx("out of memory");
	a->h.id = ipc->next++;
	a->h.op = (uint16_t)op;
	a->h.len = (uint32_t)size;
	a->told = told;
	a->arg = arg;
	a->first = now_ms();
	a->fate = fits ? -1 : IPC_MALFORMED;
	if (fits && headlen > 0)
		memcpy(a->data, head, headlen);
	if (fits && len > 0)
		memcpy(a->data + headlen, data, len);
	if (ipc->pending >= LIMIT_IPC_PENDING)
		a->fate = IPC_BUSY;
	a->sent = a->fate >= 0;
	TAILQ_INSERT_TAIL(&ipc->asks, a, link);
	ipc->pending++;
	/* Behind others that wait for room: keep the order. */
	if (!a->sent && ipc->unsent++ == 0)
		ask_send(ipc, a, a->first);
	if (a->fate >= 0)
		evtimer_add(ipc->tick, &soon);
	else if (!evtimer_pending(ipc->tick, NULL))
		evtimer_add(ipc->tick, &tick);
}

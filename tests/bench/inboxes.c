/*
 * inboxes.c - the inboxes of many servers, which take whatever comes
 *
 *	inboxes PORT
 *
 * Listens on all of 127.0.0.0/8, so that each address is a server; those of
 * 127.9.0.0/16 accept a connection and are silent ever after.  The others
 * answer 202 to every request, whatever it says.  To a line on its standard
 * input it answers with one about what came since the last: requests, new
 * connections, and of the requests for /t/N, where N is the time they were
 * written at in microseconds since 1970, how many and how long they took, in
 * microseconds (median, 99th percentile).  Ends with its standard input.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { IN_MAX = 65536, TIMES_MAX = 1 << 20, SILENT = 0x7f09 };

struct link {
	int fd;
	bool silent;
	size_t len;
	char in[IN_MAX];
};

static uint64_t requests, connections;
static float times[TIMES_MAX];
static size_t ntimes;
static int ep;

static void
die(const char *what)
{
	perror(what);
	exit(1);
}

static void
watch(int fd, void *what)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.ptr = what };

	if (epoll_ctl(ep, EPOLL_CTL_ADD, fd, &ev) != 0)
		die("epoll_ctl");
}

static int
listen_on(int port)
{
	struct sockaddr_in any = { .sin_family = AF_INET };
	const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	int on = 1;

	any.sin_port = htons((uint16_t)port);
	any.sin_addr.s_addr = htonl(INADDR_ANY);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	if (bind(fd, (struct sockaddr *)&any, sizeof any) != 0 ||
	    listen(fd, 4096) != 0)
		die("listen");
	return fd;
}

static void
link_accept(int listener)
{
	struct sockaddr_in us;
	socklen_t len;
	int fd;

	while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
		struct link *l = malloc(sizeof *l);

		len = sizeof us;
		if (l == NULL ||
		    getsockname(fd, (struct sockaddr *)&us, &len) != 0)
			die("accept");
		l->fd = fd;
		l->len = 0;
		l->silent = ntohl(us.sin_addr.s_addr) >> 16 == SILENT;
		connections++;
		watch(fd, l);
	}
}

static void
link_end(struct link *l)
{
	close(l->fd);
	free(l);
}

/* Microseconds since 1970. */
static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec * 1e-3;
}

static void
count(const char *head)
{
	static const char timed[] = "POST /t/";

	requests++;
	if (strncmp(head, timed, sizeof timed - 1) == 0 && ntimes < TIMES_MAX)
		times[ntimes++] = (float)(now() -
		    strtod(head + sizeof timed - 1, NULL));
}

/* Answer the requests that are whole; false when the rest makes no sense. */
static bool
link_answer(struct link *l)
{
	static const char told[] =
	    "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";

	for (;;) {
		const char *end, *field;
		size_t whole;

		l->in[l->len] = '\0';
		end = strstr(l->in, "\r\n\r\n");
		if (end == NULL)
			return l->len < IN_MAX - 1;
		field = strcasestr(l->in, "\r\ncontent-length:");
		whole = (size_t)(end - l->in) + 4;
		if (field != NULL && field < end)
			whole += strtoul(field + 17, NULL, 10);
		if (whole >= IN_MAX)
			return false;
		if (l->len < whole)
			return true;
		count(l->in);
		if (send(l->fd, told, sizeof told - 1, MSG_NOSIGNAL) < 0)
			return false;
		l->len -= whole;
		memmove(l->in, l->in + whole, l->len);
	}
}

static void
link_read(struct link *l)
{
	const ssize_t n = recv(l->fd, l->in + l->len, IN_MAX - 1 - l->len, 0);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		link_end(l);
		return;
	}
	if (l->silent)
		return;
	l->len += (size_t)n;
	if (!link_answer(l))
		link_end(l);
}

static int
by_value(const void *a, const void *b)
{
	const float *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
report(void)
{
	qsort(times, ntimes, sizeof *times, by_value);
	printf("requests %llu connections %llu timed %zu p50 %.0f p99 %.0f\n",
	    (unsigned long long)requests, (unsigned long long)connections,
	    ntimes, ntimes > 0 ? (double)times[ntimes / 2] : 0,
	    ntimes > 0 ? (double)times[ntimes * 99 / 100] : 0);
	fflush(stdout);
	requests = connections = ntimes = 0;
}

/* False at the end of the input. */
static bool
ask_read(void)
{
	char c[64];
	const ssize_t n = read(STDIN_FILENO, c, sizeof c);

	if (n > 0)
		report();
	return n > 0;
}

int
main(int argc, char **argv)
{
	static char listener, ask;
	struct epoll_event ev[256];
	int fd;

	if (argc != 2) {
		fputs("usage: inboxes PORT\n", stderr);
		return 2;
	}
	ep = epoll_create1(EPOLL_CLOEXEC);
	if (ep < 0)
		die("epoll");
	fd = listen_on((int)strtol(argv[1], NULL, 10));
	watch(fd, &listener);
	watch(STDIN_FILENO, &ask);
	puts("open");
	fflush(stdout);
	for (;;) {
		const int n = epoll_wait(ep, ev, 256, -1);

		for (int i = 0; i < n; i++) {
			void *what = ev[i].data.ptr;

			if (what == &listener)
				link_accept(fd);
			else if (what != &ask)
				link_read(what);
			else if (!ask_read())
				return 0;
		}
	}
}

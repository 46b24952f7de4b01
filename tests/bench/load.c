/*
 * load.c - a closed-loop HTTP/1.1 load on 127.0.0.1, one thread, epoll
 *
 *	load -p PORT -H HOST -c CLIENTS -t SECONDS get PATH
 *	load -p PORT -H HOST -c CLIENTS -n COUNT -f FIRST [-P N] confirm
 *	load -p PORT -c CLIENTS -t SECONDS [-f SKIP] play FILE
 *	load -p PORT -c CONNECTIONS -t SECONDS idle
 *
 * `get` asks for one path over and over.  `confirm` posts the claims number
 * FIRST to FIRST + COUNT - 1 that tests/bench/fill.sql has made: the secret
 * of claim i is SHA-256(i as 8 bytes, big-endian), on petition 1 + i mod N.
 * `play` sends the requests that sign.c wrote, each once, from number SKIP on.
 * `idle` opens connections, sends nothing and waits.
 *
 * Prints one line: requests a second, median and 99th percentile in
 * microseconds, answers of class 2xx and others.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <placet/hash.h>
#include <placet/text.h>

enum { IN_MAX = 65536, OUT_MAX = 1024, TIMES_MAX = 1 << 22 };

struct client {
	int fd;
	char own[OUT_MAX];
	const char *out; /* own, or a request of the file */
	size_t outlen, sent;
	char in[IN_MAX];
	size_t inlen;
	double began;
};

struct load {
	const char *host, *mode, *path;
	int port, clients, epoll;
	double seconds, stop;
	uint64_t first, count, next, petitions;
	uint64_t good, bad, live;
	const uint8_t *file, *end; /* what is left to play */
	float *times;
	size_t ntimes;
	struct client *client;
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void
die(const char *what)
{
	perror(what);
	exit(1);
}

static void
client_open(struct load *l, struct client *c)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	struct epoll_event ev = { .events = EPOLLIN, .data.ptr = c };
	int on = 1;

	to.sin_port = htons((uint16_t)l->port);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&to, sizeof to) != 0)
		die("connect");
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	if (fcntl(c->fd, F_SETFL, O_NONBLOCK) != 0 ||
	    epoll_ctl(l->epoll, EPOLL_CTL_ADD, c->fd, &ev) != 0)
		die("epoll");
}

/* The request of claim number i. */
static void
write_confirm(struct load *l, struct client *c, uint64_t i)
{
	struct placet_hash secret;
	char token[PLACET_BASE64_SIZE(32)];
	uint8_t be[8];

	for (int k = 0; k < 8; k++)
		be[k] = (uint8_t)(i >> (56 - 8 * k));
	placet_sha256(be, sizeof be, &secret);
	placet_base64url(secret.b, sizeof secret.b, token);
	c->outlen = (size_t)snprintf(c->own, sizeof c->own,
	    "POST /petitions/%llu/confirm/%s HTTP/1.1\r\nHost: %s\r\n"
	    "Accept: application/json\r\nSec-Fetch-Site: same-origin\r\n"
	    "Content-Type: application/x-www-form-urlencoded\r\n"
	    "Content-Length: 0\r\n\r\n",
	    (unsigned long long)(1 + i % l->petitions), token, l->host);
}

static bool
next_played(struct load *l, struct client *c)
{
	const uint8_t *p = l->file;

	if (l->end - p < 4)
		return false;
	c->outlen = p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16;
	c->out = (const char *)p + 4;
	if ((size_t)(l->end - p - 4) < c->outlen)
		return false;
	l->file = p + 4 + c->outlen;
	return true;
}

/* Give the client its next request; false when there is none left. */
static bool
client_next(struct load *l, struct client *c, double t)
{
	if (strcmp(l->mode, "confirm") == 0) {
		if (l->next == l->first + l->count)
			return false;
		write_confirm(l, c, l->next++);
	} else if (t >= l->stop) {
		return false;
	} else if (strcmp(l->mode, "play") == 0) {
		if (!next_played(l, c))
			return false;
	} else if (c->outlen == 0) {
		c->outlen = (size_t)snprintf(c->own, sizeof c->own,
		    "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", l->path, l->host);
	}
	c->sent = 0;
	c->inlen = 0;
	c->began = t;
	return true;
}

static void
client_send(struct client *c)
{
	ssize_t n = send(
	    c->fd, c->out + c->sent, c->outlen - c->sent, MSG_NOSIGNAL);

	if (n < 0 && errno != EAGAIN)
		die("send");
	if (n > 0)
		c->sent += (size_t)n;
	if (c->sent < c->outlen) {
		fputs("load: a short write on loopback\n", stderr);
		exit(1);
	}
}

/* Is there a whole answer? */
static bool
answer_whole(struct client *c)
{
	const char *end, *length;
	size_t head;

	c->in[c->inlen] = '\0';
	end = strstr(c->in, "\r\n\r\n");
	if (end == NULL)
		return false;
	head = (size_t)(end - c->in) + 4;
	length = strcasestr(c->in, "\r\ncontent-length:");
	if (length == NULL || length > end) {
		if (strcasestr(c->in, "\r\ntransfer-encoding:") != NULL)
			return c->inlen >= head + 5 &&
			    strcmp(c->in + c->inlen - 5, "0\r\n\r\n") == 0;
		fputs("load: an answer without Content-Length\n", stderr);
		exit(1);
	}
	return c->inlen >= head + strtoul(length + 17, NULL, 10);
}

static void
client_read(struct load *l, struct client *c)
{
	ssize_t n = recv(c->fd, c->in + c->inlen, IN_MAX - 1 - c->inlen, 0);
	double t;

	if (n < 0 && errno == EAGAIN)
		return;
	if (n <= 0) {
		fprintf(stderr, "load: connection closed after %zu bytes\n",
		    c->inlen);
		exit(1);
	}
	c->inlen += (size_t)n;
	if (!answer_whole(c))
		return;
	t = now();
	if (c->in[9] == '2')
		l->good++;
	else
		l->bad++;
	if (l->ntimes < TIMES_MAX)
		l->times[l->ntimes++] = (float)((t - c->began) * 1e6);
	if (client_next(l, c, t))
		client_send(c);
	else
		l->live--;
}

static int
by_value(const void *a, const void *b)
{
	const float *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
report(struct load *l, double took)
{
	float p50 = 0, p99 = 0;

	qsort(l->times, l->ntimes, sizeof *l->times, by_value);
	if (l->ntimes > 0) {
		p50 = l->times[l->ntimes / 2];
		p99 = l->times[l->ntimes * 99 / 100];
	}
	printf("rate %.0f p50 %.0f p99 %.0f good %llu bad %llu\n",
	    (double)(l->good + l->bad) / took, (double)p50, (double)p99,
	    (unsigned long long)l->good, (unsigned long long)l->bad);
}

static void
run(struct load *l)
{
	struct epoll_event ev[256];
	double began = now();

	l->stop = began + l->seconds;
	for (int i = 0; i < l->clients; i++) {
		if (!client_next(l, &l->client[i], now()))
			break;
		l->live++;
		client_send(&l->client[i]);
	}
	while (l->live > 0) {
		int n = epoll_wait(l->epoll, ev, 256, 30000);

		if (n == 0) {
			fputs("load: no answer for 30 s\n", stderr);
			exit(1);
		}
		for (int i = 0; i < n; i++)
			client_read(l, ev[i].data.ptr);
	}
	report(l, now() - began);
}

static void
open_file(struct load *l)
{
	const int fd = open(l->path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *data = MAP_FAILED;

	if (fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0)
		data = mmap(
		    NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (data == MAP_FAILED)
		die(l->path);
	close(fd);
	l->file = data;
	l->end = l->file + st.st_size;
	for (struct client c; l->next > 0 && next_played(l, &c);)
		l->next--;
}

static void
options(struct load *l, int argc, char **argv)
{
	int o;

	while ((o = getopt(argc, argv, "p:H:c:t:n:f:P:")) != -1)
		switch (o) {
		case 'p': l->port = (int)strtol(optarg, NULL, 10); break;
		case 'H': l->host = optarg; break;
		case 'c': l->clients = (int)strtol(optarg, NULL, 10); break;
		case 't': l->seconds = strtod(optarg, NULL); break;
		case 'n': l->count = strtoull(optarg, NULL, 10); break;
		case 'f': l->first = strtoull(optarg, NULL, 10); break;
		case 'P': l->petitions = strtoull(optarg, NULL, 10); break;
		default: exit(2);
		}
	if (optind == argc) {
		fputs("usage: load [options] get PATH|confirm|play FILE|idle\n",
		    stderr);
		exit(2);
	}
	l->mode = argv[optind];
	l->path = optind + 1 < argc ? argv[optind + 1] : "/";
	l->next = l->first;
}

int
main(int argc, char **argv)
{
	struct load l = {
		.host = "localhost", .clients = 64, .seconds = 3, .petitions = 1
	};

	options(&l, argc, argv);
	l.epoll = epoll_create1(EPOLL_CLOEXEC);
	l.client = calloc((size_t)l.clients, sizeof *l.client);
	l.times = calloc(TIMES_MAX, sizeof *l.times);
	if (l.epoll < 0 || l.client == NULL || l.times == NULL)
		die("load");
	for (int i = 0; i < l.clients; i++) {
		client_open(&l, &l.client[i]);
		l.client[i].out = l.client[i].own;
	}
	if (strcmp(l.mode, "play") == 0)
		open_file(&l);
	if (strcmp(l.mode, "idle") == 0) {
		puts("open");
		fflush(stdout);
		usleep((useconds_t)(l.seconds * 1e6));
	} else {
		run(&l);
	}
	free(l.times);
	free(l.client);
	return l.bad > 0;
}

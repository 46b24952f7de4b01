/*
 * listen.c - bind every address once for each worker
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "master/listen.h"

enum { BACKLOG = 1024, PATIENCE = 50 /* tenths of a second */ };

static int
bound(const char *name, bool shared)
{
	const int on = 1;
	struct sockaddr_storage sa;
	socklen_t len;
	int fd;

	if (conf_address(name, &sa, &len) != 0)
		fatalx("cannot listen on '%s': not an address", name);
	fd = socket(
	    sa.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		fatal("cannot listen on '%s'", name);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (shared)
		setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
	if (sa.ss_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
	if (bind(fd, (const struct sockaddr *)&sa, len) == 0)
		return fd;
	close(fd);
	return -1;
}

/*
 * SO_REUSEPORT would let a second server of ours share the port in silence;
 * a first bind without it finds that out.  A master that was killed leaves
 * children behind for a moment, so this is patient.
 */
static void
claim(const char *name)
{
	const struct timespec pause = { .tv_nsec = 100000000 };
	int fd = bound(name, false);

	for (int i = 0; fd < 0 && errno == EADDRINUSE && i < PATIENCE; i++) {
		nanosleep(&pause, NULL);
		fd = bound(name, false);
	}
	if (fd < 0)
		fatal("cannot listen on '%s'", name);
	close(fd);
}

/* TCP_NODELAY here is inherited by what is accepted: no call for each. */
static int
listening(const char *name)
{
	const int on = 1;
	const int fd = bound(name, true);

	if (fd < 0 || listen(fd, BACKLOG) != 0)
		fatal("cannot listen on '%s'", name);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
	return fd;
}

static void
add(struct listen *l, const struct conf_list *names, size_t at, bool tls)
{
	for (size_t i = 0; i < names->n; i++) {
		l->tls[at + i] = tls;
		claim(names->v[i]);
		for (size_t w = 0; w < l->worker; w++)
			l->fd[w * l->n + at + i] = listening(names->v[i]);
		log_info(
		    "listens on %s://%s", tls ? "https" : "http", names->v[i]);
	}
}

void
listen_open(const struct conf *conf, size_t workers, struct listen *l)
{
	l->n = conf->listen.n + conf->listen_tls.n;
	l->worker = workers;
	l->fd = calloc(l->n * workers, sizeof *l->fd);
	l->tls = calloc(l->n, sizeof *l->tls);
	if (l->fd == NULL || l->tls == NULL)
		fatalx("out of memory");
	add(l, &conf->listen, 0, false);
	add(l, &conf->listen_tls, conf->listen.n, true);
}

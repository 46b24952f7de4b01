/*
 * keyd.c - the keeper of keys: one loop over the pairs of its peers
 *
 * Plain poll(), no library of events: the less code runs beside the keys the
 * better.  Everything it must remember is on the disk before it answers, so
 * it may be killed at any moment and needs no way to shut down.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/sandbox.h"
#include "keyd/keyd.h"

enum {
	TURN = 32,     /* questions of one peer before the next one's */
	PATIENCE = 50, /* tenths of a second for a predecessor to end */
};

static void
on_term(int sig)
{
	(void)sig;
	_exit(0);
}

/* The folder of keys: ours alone, and locked against a second keyd. */
static int
open_dir(const char *path)
{
	const struct timespec pause = { .tv_nsec = 100000000 };
	const int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct stat st;
	int tries = 0;

	if (dir < 0 || fstat(dir, &st) != 0)
		fatal("cannot open '%s'", path);
	if ((st.st_mode & 077) != 0 && fchmod(dir, 0700) != 0)
		fatal("'%s' is open to others", path);
	while (flock(dir, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK || tries++ == PATIENCE)
			fatal("'%s' is in use by another keyd", path);
		nanosleep(&pause, NULL);
	}
	return dir;
}

/* A few questions of one peer; what they held is wiped. */
static void
serve(struct keyd *k, const struct keyd_peer *peer, uint8_t *body)
{
	struct question q = { .peer = peer, .body = body };

	for (int i = 0; i < TURN; i++) {
		if (ipc_recv(peer->fd, &q.h, body, LIMIT_IPC) >= 0)
			ops_run(k, &q);
		else if (errno == EBADMSG)
			log_warnx("a malformed question");
		else
			break;
	}
	sodium_memzero(body, LIMIT_IPC);
}

static _Noreturn void
loop(struct keyd *k, int life, const struct keyd_peer *peer, size_t n)
{
	struct pollfd *pfd = calloc(n + 1, sizeof *pfd);
	uint8_t *body = sodium_malloc(LIMIT_IPC);

	if (pfd == NULL || body == NULL)
		fatalx("out of memory");
	for (size_t i = 0; i < n; i++) {
		pfd[i].fd = peer[i].fd;
		pfd[i].events = POLLIN;
	}
	pfd[n].fd = life;
	pfd[n].events = POLLIN;
	for (;;) {
		if (poll(pfd, n + 1, -1) < 0 && errno != EINTR)
			fatal("poll");
		if (pfd[n].revents != 0)
			_exit(0);
		for (size_t i = 0; i < n; i++) {
			if ((pfd[i].revents & POLLIN) != 0)
				serve(k, &peer[i], body);
			if ((pfd[i].revents & (POLLHUP | POLLERR)) != 0)
				pfd[i].fd = -1;
		}
		sign_flush(k);
	}
}

void
keyd_main(const struct conf *conf, int life, const struct keyd_peer *peer,
    size_t npeer)
{
	struct keyd k = {
		.open = { .rate = LIMIT_KEYD_OPEN, .most = LIMIT_KEYD_OPEN },
	};
	int dir;

	if (sodium_init() < 0)
		fatalx("libsodium does not start");
	signal(SIGTERM, on_term);
	umask(077);
	sandbox_role(conf, "keyd");
	dir = open_dir(conf->state_dir);
	/*
	 * A journal is made only together with the first key: were it made
	 * again later, logs could be signed anew from their beginning.
	 */
	k.journal = journal_open(dir, !keys_any(dir));
	k.keys = keys_new(dir);
	k.actors = actors_new();
	log_info("holds the keys in '%s'", conf->state_dir);
	loop(&k, life, peer, npeer);
}

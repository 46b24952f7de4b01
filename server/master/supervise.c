/*
 * supervise.c - the master's loop: wait for a signal or a time, then look
 *
 * The master touches no request and no database.  It waits in sigtimedwait()
 * with everything blocked, so there is no handler and no race; what a signal
 * asks for is a state, and each turn brings the processes nearer to it.
 */
#define _GNU_SOURCE /* pipe2; NOLINT */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "master/process.h"
#include "master/supervise.h"
#include "master/tls.h"
#include "master/trial.h"

enum {
	DRAIN = 12000, /* ms from SIGTERM to SIGKILL */
	BACKOFF_FIRST = 100,
	BACKOFF_MOST = 5000,
	HEALTHY = 10000, /* ms of life that forgive earlier deaths */
};

const char *const process_name[PROCESS_KINDS] = {
	[PROCESS_KEYD] = "keyd",
	[PROCESS_NOTARY] = "notary",
	[PROCESS_COURIER] = "courier",
	[PROCESS_WEB] = "web",
};

const enum keyd_who process_who[PROCESS_KINDS] = {
	[PROCESS_NOTARY] = KEYD_NOTARY,
	[PROCESS_COURIER] = KEYD_COURIER,
	[PROCESS_WEB] = KEYD_WEB,
};

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
start(struct master *m, struct process *p)
{
	const pid_t pid = fork();

	if (pid == 0)
		child_begin(m, p);
	p->born = now_ms();
	if (pid < 0) {
		log_warn("cannot start %s", process_name[p->kind]);
		p->due = p->born + BACKOFF_MOST;
		return;
	}
	p->pid = pid;
	log_info(
	    "%s %d is process %d", process_name[p->kind], p->number, (int)pid);
}

/* It ended and should not have: when shall the next one start? */
static void
ended(struct process *p, int status)
{
	const int64_t now = now_ms();

	if (WIFSIGNALED(status))
		log_warnx("%s %d was ended by signal %d", process_name[p->kind],
		    p->number, WTERMSIG(status));
	else
		log_warnx("%s %d ended with status %d", process_name[p->kind],
		    p->number, WEXITSTATUS(status));
	if (now - p->born >= HEALTHY)
		p->delay = 0;
	p->pid = 0;
	p->due = now + p->delay;
	p->delay = p->delay == 0 ? BACKOFF_FIRST : 2 * p->delay;
	if (p->delay > BACKOFF_MOST)
		p->delay = BACKOFF_MOST;
}

static void
reap(struct master *m)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (size_t i = 0; i < m->n; i++) {
			struct process *p = &m->process[i];

			if (p->old == pid)
				p->old = 0;
			else if (p->pid == pid && m->stopping)
				p->pid = 0;
			else if (p->pid == pid)
				ended(p, status);
		}
}

/*
 * New settings, new certificate, new children; keyd stays as it is, for it
 * must not be away.  A file that cannot be read changes nothing.
 */
static void
reload(struct master *m)
{
	char why[512];
	struct conf conf;
	enum log_level level;
	const char *changed;
	SSL_CTX *tls = NULL;

	m->reload = false;
	if (conf_read(&conf, m->path, why, sizeof why) != 0) {
		log_warnx("settings stay as they are: %s", why);
		return;
	}
	changed = conf_carry(&m->conf, &conf);
	tls = tls_load(&conf, why, sizeof why);
	if ((tls == NULL && why[0] != '\0') || !trial(&conf)) {
		log_warnx("settings stay as they are%s%s",
		    why[0] != '\0' ? ": " : "", why);
		conf_carry(&m->conf, &conf);
		conf_release(&conf);
		SSL_CTX_free(tls);
		return;
	}
	if (changed != NULL)
		log_warnx("'%s' changes only at a restart", changed);
	conf_release(&m->conf);
	m->conf = conf;
	SSL_CTX_free(m->tls);
	m->tls = tls;
	log_json(conf.log_json);
	if (log_level_parse(conf.log_level, &level) == 0)
		log_level(level);
	for (size_t i = 0; i < m->n; i++) {
		struct process *p = &m->process[i];

		if (p->kind == PROCESS_KEYD)
			continue;
		p->delay = 0;
		p->due = 0;
		if (p->pid == 0)
			continue; /* tend() starts it, with the new settings */
		p->old = p->pid;
		p->old_end = now_ms() + DRAIN;
		p->generation = !p->generation;
		p->pid = 0;
		start(m, p);
		kill(p->old, SIGTERM);
	}
	log_info("settings read again from '%s'", m->path);
}

static bool
draining(const struct master *m)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->process[i].old != 0)
			return true;
	return false;
}

/* Signal all but keyd, or keyd; is there any of them left? */
static bool
signal_all(const struct master *m, bool keyd, int sig)
{
	bool any = false;

	for (size_t i = 0; i < m->n; i++) {
		const struct process *p = &m->process[i];

		if ((p->kind == PROCESS_KEYD) != keyd)
			continue;
		any = any || p->pid != 0 || p->old != 0;
		if (sig != 0 && p->pid != 0)
			kill(p->pid, sig);
		if (sig != 0 && p->old != 0)
			kill(p->old, sig);
	}
	return any;
}

static void
on_signal(struct master *m, int sig)
{
	if (sig == SIGHUP)
		m->reload = true;
	if (sig != SIGTERM && sig != SIGINT)
		return;
	if (m->stopping) {
		/* Asked twice: somebody is in a hurry. */
		m->stop_end = now_ms();
		return;
	}
	log_info("stops");
	m->stopping = true;
	m->stop_end = now_ms() + DRAIN;
	signal_all(m, false, SIGTERM);
}

/* One step towards the end; true when there. */
static bool
stop(struct master *m)
{
	if (now_ms() >= m->stop_end) {
		signal_all(m, false, SIGKILL);
		signal_all(m, true, SIGKILL);
	}
	if (signal_all(m, false, 0))
		return false;
	if (!m->keyd_told)
		signal_all(m, true, SIGTERM);
	m->keyd_told = true;
	return !signal_all(m, true, 0);
}

/* Do what is due; how long until the next thing is? */
static int64_t
tend(struct master *m)
{
	const int64_t now = now_ms();
	int64_t wait = 60000;

	if (m->stopping)
		return m->stop_end > now ? m->stop_end - now : 100;
	for (size_t i = 0; i < m->n; i++) {
		struct process *p = &m->process[i];

		if (p->pid == 0 && p->due <= now)
			start(m, p);
		if (p->old != 0 && p->old_end <= now)
			kill(p->old, SIGKILL);
		if (p->pid == 0 && p->due - now < wait)
			wait = p->due - now;
		if (p->old != 0 && p->old_end - now < wait)
			wait = p->old_end - now;
	}
	if (m->reload && !draining(m))
		reload(m);
	return wait > 100 ? wait : 100;
}

static size_t
workers(const struct conf *conf)
{
	const long cores = sysconf(_SC_NPROCESSORS_ONLN);

	if (conf->workers > 0)
		return (size_t)conf->workers;
	if (cores < 1)
		return 1;
	return cores > LIMIT_WORKERS ? LIMIT_WORKERS : (size_t)cores;
}

/* The table: keyd, notary, courier, then the web workers. */
static void
lay_out(struct master *m, size_t nweb)
{
	m->n = PROCESS_WEB + nweb;
	m->process = calloc(m->n, sizeof *m->process);
	if (m->process == NULL)
		fatalx("out of memory");
	for (size_t i = 0; i < m->n; i++) {
		struct process *p = &m->process[i];

		p->kind = i < PROCESS_WEB ? (enum process_kind)i : PROCESS_WEB;
		p->number = i < PROCESS_WEB ? 0 : (int)(i - PROCESS_WEB);
		memset(p->pair, -1, sizeof p->pair);
		for (int g = 0; p->kind != PROCESS_KEYD && g < 2; g++)
			if (socketpair(AF_UNIX,
			        SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK,
			        0, p->pair[g]) != 0)
				fatal("cannot make a pair of sockets");
	}
}

static void
prepare(struct master *m, sigset_t *set)
{
	char why[512];
	const size_t nweb = workers(&m->conf);

	sigemptyset(set);
	sigaddset(set, SIGCHLD);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGHUP);
	sigprocmask(SIG_BLOCK, set, NULL);
	signal(SIGCHLD, SIG_DFL);
	m->pid = getpid();
	prctl(PR_SET_NAME, "placetd");
	prctl(PR_SET_DUMPABLE, 0);
	if (pipe2(m->life, O_CLOEXEC) != 0 ||
	    getrandom(m->secret, sizeof m->secret, 0) !=
	        (ssize_t)sizeof m->secret)
		fatal("cannot start");
	m->tls = tls_load(&m->conf, why, sizeof why);
	if (m->tls == NULL && why[0] != '\0')
		fatalx("%s", why);
	listen_open(&m->conf, nweb, &m->listen);
	lay_out(m, nweb);
}

int
supervise(struct conf *conf, const char *path)
{
	struct master m = { .conf = *conf, .path = path };
	sigset_t set;

	log_name("master");
	prepare(&m, &set);
	for (;;) {
		const int64_t wait = tend(&m);
		const struct timespec t = {
			.tv_sec = (time_t)(wait / 1000),
			.tv_nsec = (long)(wait % 1000) * 1000000,
		};
		const int sig = sigtimedwait(&set, NULL, &t);

		if (sig > 0)
			on_signal(&m, sig);
		reap(&m);
		if (m.stopping && stop(&m))
			break;
	}
	log_info("stopped");
	free(m.process);
	free(m.listen.fd);
	free(m.listen.tls);
	SSL_CTX_free(m.tls);
	conf_release(&m.conf);
	return 0;
}

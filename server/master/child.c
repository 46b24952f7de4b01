/*
 * child.c - from fork() to the main function of a process
 *
 * A child begins with all that the master has and keeps only what it needs:
 * its sockets, the pipe of life, its end of the pair with keyd.
 */
#define _GNU_SOURCE /* close_range; NOLINT */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/log.h"
#include "master/process.h"

static int
by_number(const void *a, const void *b)
{
	const int *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Without close_range(2) (Linux < 5.9), one by one. */
static void
close_from_to(unsigned first, unsigned last)
{
	const long most = sysconf(_SC_OPEN_MAX);

	if (first > last || close_range(first, last, 0) == 0)
		return;
	for (unsigned fd = first; fd <= last && (long)fd < most; fd++)
		close((int)fd);
}

/* Close all but stdio and keep[]. */
static void
close_others(int *keep, size_t n)
{
	unsigned from = STDERR_FILENO + 1;

	qsort(keep, n, sizeof *keep, by_number);
	for (size_t i = 0; i < n; i++) {
		if (keep[i] < 0 || (unsigned)keep[i] < from)
			continue;
		if ((unsigned)keep[i] > from)
			close_from_to(from, (unsigned)keep[i] - 1);
		from = (unsigned)keep[i] + 1;
	}
	close_from_to(from, ~0U);
}

/*
 * The master alone decides when a child ends: a terminal's Ctrl-C reaches
 * the whole group and would skip the drain.
 */
static void
reset_signals(void)
{
	static const int plain[] = { SIGALRM, SIGCHLD, SIGTERM, SIGUSR1,
		SIGUSR2 };
	sigset_t none;

	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		signal(plain[i], SIG_DFL);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static void
name(const struct process *p)
{
	static char who[32];
	char title[16]; /* as much as the kernel keeps */

	if (p->kind == PROCESS_WEB)
		snprintf(who, sizeof who, "web %d", p->number);
	else
		snprintf(who, sizeof who, "%s", process_name[p->kind]);
	snprintf(title, sizeof title, "placet-%s", process_name[p->kind]);
	log_name(who);
	prctl(PR_SET_NAME, title);
}

/* What only web workers may know. */
static void
forget(struct master *m)
{
	explicit_bzero(m->secret, sizeof m->secret);
	SSL_CTX_free(m->tls);
	m->tls = NULL;
}

static _Noreturn void
run_keyd(struct master *m)
{
	struct keyd_peer peer[2 * (LIMIT_WORKERS + PROCESS_KINDS)];
	int keep[1 + 2 * (LIMIT_WORKERS + PROCESS_KINDS)];
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++)
		for (int g = 0; m->process[i].kind != PROCESS_KEYD && g < 2;
		     g++) {
			peer[n].who = process_who[m->process[i].kind];
			peer[n].fd = m->process[i].pair[g][1];
			keep[n] = peer[n].fd;
			n++;
		}
	keep[n] = m->life[0];
	close_others(keep, n + 1);
	forget(m);
	keyd_main(&m->conf, m->life[0], peer, n);
}

static _Noreturn void
run(struct master *m, const struct process *p)
{
	const bool web = p->kind == PROCESS_WEB;
	struct child c = {
		.conf = &m->conf,
		.number = p->number,
		.life = m->life[0],
		.keyd = p->pair[p->generation][0],
	};
	int keep[2 + 32];
	size_t n = 0;

	keep[n++] = c.life;
	keep[n++] = c.keyd;
	if (web) {
		c.listen = m->listen.fd + (size_t)p->number * m->listen.n;
		c.tls = m->listen.tls;
		c.nlisten = m->listen.n;
		c.ssl_ctx = m->tls;
		c.secret = m->secret;
		for (size_t i = 0; i < c.nlisten; i++)
			keep[n++] = c.listen[i];
	} else
		forget(m);
	close_others(keep, n);
	if (web)
		web_main(&c);
	if (p->kind == PROCESS_NOTARY)
		notary_main(&c);
	courier_main(&c);
}

void
child_begin(struct master *m, const struct process *p)
{
	name(p);
	reset_signals();
	prctl(PR_SET_DUMPABLE, 0);
	/* Besides the pipe of life, for a child that does not look at it. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != m->pid)
		_exit(0);
	if (p->kind == PROCESS_KEYD)
		run_keyd(m);
	run(m, p);
}

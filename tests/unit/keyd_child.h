/*
 * keyd_child.h - a real keyd in a child of the test, asked as its peers ask
 *
 * Every test has a folder of its own; keyd is killed with SIGKILL always,
 * since that is how it must be able to end.
 */
#ifndef UNIT_KEYD_CHILD_H
#define UNIT_KEYD_CHILD_H

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/ask.h"
#include "base/ipc.h"
#include "base/limit.h"
#include "base/log.h"
#include "master/child.h"

static struct keyd {
	struct conf conf;
	char dir[32];
	int pair[3][2]; /* by enum keyd_who: [0] ours, [1] keyd's */
	int life[2];
	pid_t pid;
	uint64_t id;
} k;

/* The last answer. */
static struct ipc_head got;
static uint8_t body[LIMIT_IPC];

static const uint8_t site[16] = "a site, 16 byte";

static void
start(void)
{
	const struct keyd_peer peer[] = {
		{ KEYD_WEB, k.pair[KEYD_WEB][1] },
		{ KEYD_NOTARY, k.pair[KEYD_NOTARY][1] },
		{ KEYD_COURIER, k.pair[KEYD_COURIER][1] },
	};

	k.pid = fork();
	assert_true(k.pid >= 0);
	if (k.pid == 0) {
		log_level(LOG_ERROR_);
		close(k.life[1]);
		keyd_main(&k.conf, k.life[0], peer, 3);
	}
}

static void
stop(void)
{
	kill(k.pid, SIGKILL);
	waitpid(k.pid, NULL, 0);
}

static int
setup(void **state)
{
	char why[256];

	(void)state;
	memset(&k, 0, sizeof k);
	snprintf(k.dir, sizeof k.dir, "/tmp/placet-keyd-XXXXXX");
	if (mkdtemp(k.dir) == NULL ||
	    conf_read(&k.conf, NULL, why, sizeof why) != 0 || pipe(k.life) != 0)
		return -1;
	free(k.conf.state_dir);
	k.conf.state_dir = strdup(k.dir);
	k.conf.user[0] = '\0';
	for (int i = 0; i < 3; i++)
		if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, k.pair[i]) != 0)
			return -1;
	start();
	return 0;
}

static int
teardown(void **state)
{
	char command[64];

	(void)state;
	stop();
	for (int i = 0; i < 3; i++) {
		close(k.pair[i][0]);
		close(k.pair[i][1]);
	}
	close(k.life[0]);
	close(k.life[1]);
	conf_release(&k.conf);
	snprintf(command, sizeof command, "rm -r %s", k.dir);
	return system(command);
}

static void
send_ask(enum keyd_who who, enum ipc_op op, const void *head, size_t headlen,
    const void *data, size_t len)
{
	const struct ipc_head h = { .id = ++k.id, .op = (uint16_t)op };

	assert_int_equal(
	    ipc_send(k.pair[who][0], &h, head, headlen, data, len), 0);
}

/* Wait for an answer; gives its status. */
static int
receive(enum keyd_who who)
{
	struct pollfd p = { .fd = k.pair[who][0], .events = POLLIN };

	assert_int_equal(poll(&p, 1, 10000), 1);
	assert_true(ipc_recv(p.fd, &got, body, sizeof body) >= 0);
	return got.status;
}

static int
ask(enum keyd_who who, enum ipc_op op, const void *head, size_t headlen,
    const void *data, size_t len)
{
	send_ask(who, op, head, headlen, data, len);
	receive(who);
	assert_true(got.id == k.id);
	assert_int_equal(got.op, op);
	return got.status;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

#endif

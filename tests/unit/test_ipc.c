/*
 * test_ipc.c - questions survive lost answers and strangers
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/ipc.h"
#include "base/limit.h"

struct side {
	struct event_base *base;
	struct ipc *ipc;
	int pair[2]; /* [1]: the answering end */
};

/* What was told, and how often. */
struct told {
	int times, status;
	size_t len;
	char data[64];
};

static void
note(int status, const void *data, size_t len, void *arg)
{
	struct told *t = arg;

	t->times++;
	t->status = status;
	t->len = len;
	if (len > 0 && len <= sizeof t->data)
		memcpy(t->data, data, len);
}

static int
setup(void **state)
{
	static struct side s;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, s.pair) != 0)
		return -1;
	s.base = event_base_new();
	s.ipc = ipc_new(s.base, s.pair[0]);
	*state = &s;
	return s.ipc == NULL;
}

static int
teardown(void **state)
{
	struct side *s = *state;

	ipc_free(s->ipc);
	event_base_free(s->base);
	close(s->pair[0]);
	close(s->pair[1]);
	return 0;
}

/* Let the loop run for so many milliseconds. */
static void
turn(struct side *s, int ms)
{
	const struct timespec pause = { .tv_nsec = 1000000 };

	for (int i = 0; i < ms; i++) {
		event_base_loop(s->base, EVLOOP_NONBLOCK);
		nanosleep(&pause, NULL);
	}
}

static int
get(struct side *s, struct ipc_head *h, char *data, size_t size)
{
	return ipc_recv(s->pair[1], h, data, size);
}

static void
give(struct side *s, const struct ipc_head *h, const char *text)
{
	assert_int_equal(
	    ipc_send(s->pair[1], h, text, strlen(text), NULL, 0), 0);
}

static void
an_answer_is_told_once(void **state)
{
	struct side *s = *state;
	struct told t = { 0 };
	struct ipc_head h;
	char data[64];

	ipc_ask(s->ipc, IPC_SEAL, "ab", 2, "cde", 3, note, &t);
	assert_int_equal(t.times, 0);
	assert_int_equal(get(s, &h, data, sizeof data), 5);
	assert_memory_equal(data, "abcde", 5);
	assert_int_equal(h.op, IPC_SEAL);
	h.status = IPC_REFUSED;
	give(s, &h, "no");
	give(s, &h, "again");
	turn(s, 20);
	assert_int_equal(t.times, 1);
	assert_int_equal(t.status, IPC_REFUSED);
	assert_int_equal(t.len, 2);
	assert_memory_equal(t.data, "no", 2);
}

static void
a_lost_answer_is_asked_for_again(void **state)
{
	struct side *s = *state;
	struct told t = { 0 };
	struct ipc_head first, again;
	char data[64];

	ipc_ask(s->ipc, IPC_LIFE, NULL, 0, NULL, 0, note, &t);
	assert_int_equal(get(s, &first, data, sizeof data), 0);
	turn(s, 500);
	assert_int_equal(get(s, &again, data, sizeof data), -1);
	turn(s, 900);
	assert_int_equal(get(s, &again, data, sizeof data), 0);
	assert_true(again.id == first.id);
	give(s, &again, "");
	turn(s, 20);
	assert_int_equal(t.times, 1);
	assert_int_equal(t.status, IPC_OK);
}

static void
answers_of_others_are_ignored(void **state)
{
	struct side *s = *state;
	struct told t = { 0 };
	struct ipc_head h, other;
	char data[64];

	ipc_ask(s->ipc, IPC_LIFE, NULL, 0, NULL, 0, note, &t);
	assert_int_equal(get(s, &h, data, sizeof data), 0);
	other = h;
	other.id++;
	give(s, &other, "");
	other = h;
	other.op = IPC_OPEN;
	give(s, &other, "");
	assert_int_equal(send(s->pair[1], "junk", 4, 0), 4);
	turn(s, 20);
	assert_int_equal(t.times, 0);
	give(s, &h, "yes");
	turn(s, 20);
	assert_int_equal(t.times, 1);
}

static void
two_askers_get_each_its_own(void **state)
{
	struct side *s = *state;
	struct told a = { 0 }, b = { 0 };
	struct ipc_head ha, hb;
	char data[64];

	ipc_ask(s->ipc, IPC_SEAL, "a", 1, NULL, 0, note, &a);
	ipc_ask(s->ipc, IPC_SEAL, "b", 1, NULL, 0, note, &b);
	assert_int_equal(get(s, &ha, data, sizeof data), 1);
	assert_int_equal(get(s, &hb, data, sizeof data), 1);
	give(s, &hb, "for b");
	give(s, &ha, "for a");
	turn(s, 20);
	assert_int_equal(a.times, 1);
	assert_int_equal(b.times, 1);
	assert_memory_equal(a.data, "for a", 5);
	assert_memory_equal(b.data, "for b", 5);
}

static void
what_is_too_large_is_not_sent(void **state)
{
	struct side *s = *state;
	struct told t = { 0 };
	struct ipc_head h;
	char *big = calloc(1, LIMIT_IPC), data[64];

	assert_non_null(big);
	ipc_ask(s->ipc, IPC_SEAL, "x", 1, big, LIMIT_IPC, note, &t);
	assert_int_equal(t.times, 0);
	turn(s, 20);
	assert_int_equal(t.times, 1);
	assert_int_equal(t.status, IPC_MALFORMED);
	assert_int_equal(get(s, &h, data, sizeof data), -1);

	h = (struct ipc_head){ .id = 1 };
	assert_int_equal(ipc_send(s->pair[1], &h, big, LIMIT_IPC, NULL, 0), -1);
	assert_int_equal(
	    ipc_send(s->pair[0], &h, big, LIMIT_IPC - sizeof h, NULL, 0), 0);
	assert_int_equal(get(s, &h, data, sizeof data), -1);
	free(big);
}

static void
a_full_socket_loses_nothing(void **state)
{
	enum { MANY = 3000 };
	struct side *s = *state;
	struct told *t = calloc(MANY, sizeof *t);
	struct ipc_head h;
	char data[1024] = { 0 };
	int answered = 0;

	assert_non_null(t);
	for (int i = 0; i < MANY; i++)
		ipc_ask(s->ipc, IPC_SEAL, data, 600, NULL, 0, note, &t[i]);
	for (int i = 0; i < 2000 && answered < MANY; i++) {
		while (get(s, &h, data, sizeof data) == 600) {
			give(s, &h, "");
			answered++;
			event_base_loop(s->base, EVLOOP_NONBLOCK);
		}
		turn(s, 1);
	}
	turn(s, 20);
	for (int i = 0; i < MANY; i++)
		assert_int_equal(t[i].times, 1);
	free(t);
}

static void
freeing_tells_what_waits(void **state)
{
	struct side *s = *state;
	struct told t = { 0 };

	ipc_ask(s->ipc, IPC_LIFE, NULL, 0, NULL, 0, note, &t);
	ipc_free(s->ipc);
	s->ipc = NULL;
	assert_int_equal(t.times, 1);
	assert_int_equal(t.status, IPC_FAILED);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_answer_is_told_once),
		TEST(a_lost_answer_is_asked_for_again),
		TEST(answers_of_others_are_ignored),
		TEST(two_askers_get_each_its_own),
		TEST(what_is_too_large_is_not_sent),
		TEST(a_full_socket_loses_nothing),
		TEST(freeing_tells_what_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

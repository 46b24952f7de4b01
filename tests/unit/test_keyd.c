/*
 * test_keyd.c - addresses, and what keyd is to everybody
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "keyd_child.h"

static struct ask_seal
sealing(const char *norm)
{
	struct ask_seal a = { .petition = "a petition" };

	memcpy(a.site, site, sizeof a.site);
	snprintf(a.norm, sizeof a.norm, "%s", norm);
	return a;
}

static int
seal(const char *norm, const char *payload)
{
	const struct ask_seal a = sealing(norm);

	return ask(KEYD_WEB, IPC_SEAL, &a, sizeof a, payload, strlen(payload));
}

static void
what_is_sealed_opens_for_the_courier(void **state)
{
	struct ask_open open = { .petition = "a petition" };
	uint8_t sealed[256];
	size_t len;

	(void)state;
	assert_int_equal(seal("me@a.example", "{\"to\":\"Me@a.example\"}"), 0);
	len = got.len - sizeof(struct told_seal);
	assert_int_equal(len, 24 + 21 + 16);
	memcpy(sealed, body + sizeof(struct told_seal), len);
	memcpy(open.site, site, sizeof open.site);
	assert_int_equal(
	    ask(KEYD_COURIER, IPC_OPEN, &open, sizeof open, sealed, len), 0);
	assert_int_equal(got.len, 21);
	assert_memory_equal(body, "{\"to\":\"Me@a.example\"}", 21);
}

static void
another_petition_or_site_does_not_open_it(void **state)
{
	struct ask_open open = { .petition = "b petition" };
	uint8_t sealed[256];
	size_t len;

	(void)state;
	assert_int_equal(seal("me@a.example", "secret"), 0);
	len = got.len - sizeof(struct told_seal);
	memcpy(sealed, body + sizeof(struct told_seal), len);
	memcpy(open.site, site, sizeof open.site);
	assert_int_equal(
	    ask(KEYD_COURIER, IPC_OPEN, &open, sizeof open, sealed, len),
	    IPC_REFUSED);
	assert_int_equal(got.len, 0);
	open.petition[0] = 'a';
	open.site[0]++;
	assert_int_equal(
	    ask(KEYD_COURIER, IPC_OPEN, &open, sizeof open, sealed, len),
	    IPC_REFUSED);
	open.site[0]--;
	sealed[len - 1] ^= 1;
	assert_int_equal(
	    ask(KEYD_COURIER, IPC_OPEN, &open, sizeof open, sealed, len),
	    IPC_REFUSED);
}

static void
one_person_has_one_lookup_and_a_nullifier_each(void **state)
{
	struct told_seal a, b, c;
	struct ask_seal other = sealing("me@a.example");

	(void)state;
	assert_int_equal(seal("me@a.example", "1"), 0);
	memcpy(&a, body, sizeof a);
	assert_int_equal(seal("me@a.example", "2"), 0);
	memcpy(&b, body, sizeof b);
	assert_memory_equal(&a, &b, sizeof a);
	other.petition[0]++;
	assert_int_equal(
	    ask(KEYD_WEB, IPC_SEAL, &other, sizeof other, "1", 1), 0);
	memcpy(&c, body, sizeof c);
	assert_memory_equal(a.lookup, c.lookup, sizeof a.lookup);
	assert_memory_not_equal(a.nullifier, c.nullifier, sizeof a.nullifier);
	assert_memory_not_equal(a.lookup, a.nullifier, sizeof a.lookup);
	assert_int_equal(seal("you@a.example", "1"), 0);
	memcpy(&b, body, sizeof b);
	assert_memory_not_equal(a.lookup, b.lookup, sizeof a.lookup);
}

static void
each_peer_asks_only_what_it_may(void **state)
{
	/* clang-format off */
	static const struct {
		enum ipc_op op;
		bool web, notary, courier;
	} may[] = {
		{ IPC_SEAL, true, false, false },
		{ IPC_OPEN, false, false, true },
		{ IPC_VKEY, false, true, false },
		{ IPC_SIGN, false, true, false },
		{ IPC_LIFE, true, true, true },
		{ (enum ipc_op)99, false, false, false },
	};
	/* clang-format on */
	uint8_t zero[512] = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof may / sizeof *may; i++) {
		const enum ipc_op op = may[i].op;

		assert_int_equal(
		    ask(KEYD_WEB, op, zero, sizeof zero, "", 0) != IPC_DENIED,
		    may[i].web);
		assert_int_equal(ask(KEYD_NOTARY, op, zero, sizeof zero, "",
		                     0) != IPC_DENIED,
		    may[i].notary);
		assert_int_equal(ask(KEYD_COURIER, op, zero, sizeof zero, "",
		                     0) != IPC_DENIED,
		    may[i].courier);
	}
}

static void
malformed_questions_are_said_to_be(void **state)
{
	static const char big[1025];
	struct ask_seal a = sealing("x");
	struct ask_vkey v = { .origin = "has space/p/1" };
	struct ask_sign s = {
		.origin = "a.example/p/1", .size = 1, .npath = 65
	};

	(void)state;
	assert_int_equal(
	    ask(KEYD_WEB, IPC_SEAL, "short", 5, "", 0), IPC_MALFORMED);
	assert_int_equal(
	    ask(KEYD_WEB, IPC_SEAL, &a, sizeof a, big, 1025), IPC_MALFORMED);
	assert_int_equal(
	    ask(KEYD_WEB, IPC_SEAL, &a, sizeof a, big, 1024), IPC_OK);
	memset(a.norm, 'x', sizeof a.norm);
	assert_int_equal(
	    ask(KEYD_WEB, IPC_SEAL, &a, sizeof a, "", 0), IPC_MALFORMED);
	assert_int_equal(
	    ask(KEYD_NOTARY, IPC_VKEY, &v, sizeof v, "", 0), IPC_MALFORMED);
	assert_int_equal(
	    ask(KEYD_NOTARY, IPC_SIGN, &s, sizeof s, "", 0), IPC_MALFORMED);
	s.npath = 0;
	s.size = 0;
	assert_int_equal(
	    ask(KEYD_NOTARY, IPC_SIGN, &s, sizeof s, "", 0), IPC_MALFORMED);
	/* What is no message at all is not answered, and does no harm. */
	assert_int_equal(send(k.pair[KEYD_WEB][0], "junk", 4, 0), 4);
	assert_int_equal(send(k.pair[KEYD_WEB][0], "", 0, 0), 0);
	assert_int_equal(ask(KEYD_WEB, IPC_LIFE, "", 0, "", 0), IPC_OK);
}

static void
a_question_waits_for_the_next_keyd(void **state)
{
	(void)state;
	assert_int_equal(seal("me@a.example", "1"), 0);
	stop();
	send_ask(KEYD_COURIER, IPC_LIFE, "", 0, "", 0);
	start();
	assert_int_equal(receive(KEYD_COURIER), IPC_OK);
}

static void
addresses_are_read_at_a_bounded_rate(void **state)
{
	enum { MANY = 3 * LIMIT_KEYD_OPEN, WINDOW = 50 };
	struct ask_open open = { .petition = "a petition" };
	static const uint8_t sealed[64];
	int sent = 0, busy = 0;

	(void)state;
	assert_int_equal(seal("me@a.example", "1"), 0);
	memcpy(open.site, site, sizeof open.site);
	for (int i = 0; i < MANY; i++) {
		for (; sent < MANY && sent < i + WINDOW; sent++)
			send_ask(KEYD_COURIER, IPC_OPEN, &open, sizeof open,
			    sealed, sizeof sealed);
		busy += receive(KEYD_COURIER) == IPC_BUSY;
	}
	assert_true(busy > 0);
	assert_true(busy <= MANY - LIMIT_KEYD_OPEN);
}

static void
secrets_are_for_nobody_else(void **state)
{
	char name[80];
	struct stat st;

	(void)state;
	assert_int_equal(seal("me@a.example", "1"), 0);
	assert_int_equal(stat(k.dir, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	snprintf(name, sizeof name,
	    "%s/site-6120736974652c203136206279746500.seed", k.dir);
	assert_int_equal(stat(name, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(st.st_size, 32);
}

static void
keyd_ends_with_its_master(void **state)
{
	int status;

	(void)state;
	assert_int_equal(ask(KEYD_WEB, IPC_LIFE, "", 0, "", 0), IPC_OK);
	close(k.life[1]);
	assert_int_equal(waitpid(k.pid, &status, 0), k.pid);
	assert_int_equal(status, 0);
	k.life[1] = dup(0);
	start(); /* for teardown: it ends at once, being without a master */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_sealed_opens_for_the_courier),
		TEST(another_petition_or_site_does_not_open_it),
		TEST(one_person_has_one_lookup_and_a_nullifier_each),
		TEST(each_peer_asks_only_what_it_may),
		TEST(malformed_questions_are_said_to_be),
		TEST(a_question_waits_for_the_next_keyd),
		TEST(addresses_are_read_at_a_bounded_rate),
		TEST(secrets_are_for_nobody_else),
		TEST(keyd_ends_with_its_master),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

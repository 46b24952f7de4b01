/*
 * test_keyd_sign.c - a log only grows, whatever keyd is asked and suffers
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

#include <placet/merkle.h>

#include "keyd_child.h"

enum { LOGS = 100 };

/* For a keyd that must not start: its exit status. */
static int
failing_start(void)
{
	int status;

	start();
	assert_int_equal(waitpid(k.pid, &status, 0), k.pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* A log that grows, as the notary has it. */
struct grown {
	struct placet_frontier f;
	struct placet_hash leaf[64];
	char origin[PLACET_NAME_MAX];
};

/* Append up to `size` leaves; what is asked then is in *a and path. */
static void
grow(struct grown *g, uint64_t size, const char *salt, struct ask_sign *a,
    struct placet_hash *path)
{
	const struct placet_frontier old = g->f;
	struct placet_growth growth = { .old = &old, .leaf = g->leaf };
	struct placet_hash root;
	size_t n = 0;

	while (g->f.size < size) {
		placet_merkle_leaf(salt, strlen(salt), &g->leaf[growth.n]);
		placet_frontier_add_hash(&g->f, &g->leaf[growth.n++]);
	}
	placet_frontier_root(&g->f, &root);
	if (old.size > 0)
		assert_int_equal(placet_merkle_consistency(old.size, size,
		                     placet_growth_node, &growth, path, &n),
		    0);
	*a = (struct ask_sign){
		.old = old.size, .size = size, .npath = (uint32_t)n
	};
	memcpy(a->site, site, sizeof a->site);
	snprintf(a->origin, sizeof a->origin, "%s",
	    g->origin[0] != '\0' ? g->origin : "a.example/p/1");
	memcpy(a->root, root.b, sizeof root.b);
}

static int
sign(const struct ask_sign *a, const struct placet_hash *path)
{
	return ask(
	    KEYD_NOTARY, IPC_SIGN, a, sizeof *a, path, a->npath * sizeof *path);
}

/* Does the last answer hold a good signature of this checkpoint? */
static void
signature_is_good(const struct ask_sign *a)
{
	struct told_sign t;
	struct placet_buf text = { 0 };
	struct placet_hash root;
	struct placet_sig sig;

	assert_int_equal(got.len, sizeof t);
	memcpy(&t, body, sizeof t);
	memcpy(root.b, a->root, sizeof root.b);
	memcpy(sig.b, t.sig, sizeof sig.b);
	assert_true(t.size == a->size);
	assert_int_equal(
	    placet_checkpoint_text(a->origin, a->size, &root, &text), 0);
	assert_int_equal(placet_check(t.pub, text.data, text.len, &sig), 0);
	placet_buf_release(&text);
}

static uint64_t
told_size(void)
{
	struct told_sign t;

	assert_int_equal(got.len, sizeof t);
	memcpy(&t, body, sizeof t);
	return t.size;
}

static void
an_extension_is_signed(void **state)
{
	struct grown g = { 0 };
	struct ask_sign a;
	struct ask_vkey v = { .origin = "a.example/p/1" };
	struct placet_hash path[PLACET_PROOF_MAX];
	struct told_sign t;

	(void)state;
	grow(&g, 1, "x", &a, path);
	assert_int_equal(sign(&a, path), IPC_OK);
	signature_is_good(&a);
	memcpy(&t, body, sizeof t);
	memcpy(v.site, site, sizeof v.site);
	assert_int_equal(
	    ask(KEYD_NOTARY, IPC_VKEY, &v, sizeof v, "", 0), IPC_OK);
	assert_memory_equal(body, t.pub, sizeof t.pub);
	for (uint64_t size = 3; size < 60; size += 7) {
		grow(&g, size, "y", &a, path);
		assert_int_equal(sign(&a, path), IPC_OK);
		signature_is_good(&a);
		assert_int_equal(sign(&a, path), IPC_OK); /* again */
		signature_is_good(&a);
	}
}

static void
a_fork_is_refused(void **state)
{
	struct grown g = { 0 }, fork1, fork2 = { 0 };
	struct ask_sign a, b;
	struct placet_hash path[PLACET_PROOF_MAX];

	(void)state;
	grow(&g, 5, "x", &a, path);
	assert_int_equal(sign(&a, path), IPC_OK);
	fork1 = g;
	fork1.f.size = 0; /* another log of the same size */
	grow(&fork1, 5, "other", &b, path);
	assert_int_equal(sign(&b, path), IPC_REFUSED);
	assert_true(told_size() == 5);
	b.old = 5;
	assert_int_equal(sign(&b, path), IPC_REFUSED);
	/* Longer, with a proof from another past. */
	grow(&fork2, 5, "other", &b, path);
	grow(&fork2, 9, "other", &b, path);
	assert_int_equal(sign(&b, path), IPC_REFUSED);
	/* No proof, a proof that is spoilt, from the wrong size. */
	grow(&g, 9, "x", &a, path);
	b = a;
	b.npath = 0;
	assert_int_equal(sign(&b, path), IPC_REFUSED);
	path[0].b[0] ^= 1;
	assert_int_equal(sign(&a, path), IPC_REFUSED);
	path[0].b[0] ^= 1;
	b = a;
	b.old = 0;
	assert_int_equal(sign(&b, path), IPC_REFUSED);
	assert_int_equal(sign(&a, path), IPC_OK);
}

static void
a_smaller_tree_is_refused(void **state)
{
	struct grown g = { 0 };
	struct ask_sign small, large;
	struct placet_hash path[PLACET_PROOF_MAX];

	(void)state;
	grow(&g, 2, "x", &small, path);
	assert_int_equal(sign(&small, path), IPC_OK);
	grow(&g, 4, "x", &large, path);
	assert_int_equal(sign(&large, path), IPC_OK);
	assert_int_equal(sign(&small, path), IPC_REFUSED);
	assert_true(told_size() == 4);
	small.old = 4;
	assert_int_equal(sign(&small, path), IPC_REFUSED);
}

static void
a_killed_keyd_remembers(void **state)
{
	struct grown g = { 0 };
	struct ask_sign a, early;
	struct placet_hash path[PLACET_PROOF_MAX];
	struct told_sign before, after;

	(void)state;
	grow(&g, 3, "x", &early, path);
	assert_int_equal(sign(&early, path), IPC_OK);
	grow(&g, 6, "x", &a, path);
	assert_int_equal(sign(&a, path), IPC_OK);
	memcpy(&before, body, sizeof before);
	for (int i = 0; i < 3; i++) {
		stop();
		start();
		assert_int_equal(sign(&early, path), IPC_REFUSED);
		assert_true(told_size() == 6);
		assert_int_equal(sign(&a, path), IPC_OK);
		memcpy(&after, body, sizeof after);
		assert_memory_equal(&before, &after, sizeof before);
	}
	grow(&g, 7, "x", &a, path);
	assert_int_equal(sign(&a, path), IPC_OK);
}

static void
many_signatures_share_a_turn(void **state)
{
	static struct grown g[LOGS];
	struct ask_sign a[LOGS];
	struct placet_hash path[PLACET_PROOF_MAX];
	char origin[LOGS][32];

	(void)state;
	memset(g, 0, sizeof g);
	for (size_t i = 0; i < LOGS; i++) {
		snprintf(origin[i], sizeof origin[i], "a.example/p/%zu", i);
		memcpy(g[i].origin, origin[i], sizeof origin[i]);
		grow(&g[i], 1 + i % 7, origin[i], &a[i], path);
		send_ask(KEYD_NOTARY, IPC_SIGN, &a[i], sizeof a[i], path, 0);
	}
	for (size_t i = 0; i < LOGS; i++) {
		assert_int_equal(receive(KEYD_NOTARY), IPC_OK);
		signature_is_good(&a[got.id - 1]);
	}
	stop();
	start();
	for (size_t i = 0; i < LOGS; i++)
		assert_int_equal(sign(&a[i], path), IPC_OK);
}

static void
a_full_disk_signs_nothing_and_forgets_nothing(void **state)
{
	const struct rlimit small = { 700, RLIM_INFINITY },
	                    none = { RLIM_INFINITY, RLIM_INFINITY };
	struct grown g = { 0 };
	struct ask_sign a;
	struct placet_hash path[PLACET_PROOF_MAX];
	uint64_t size = 0;

	(void)state;
	stop();
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	start();
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
	do
		grow(&g, ++size, "x", &a, path);
	while (sign(&a, path) == IPC_OK && size < 10);
	assert_int_equal(got.status, IPC_FAILED);
	assert_int_equal(got.len, 0);
	assert_int_equal(sign(&a, path), IPC_FAILED);
	a.size = 1;
	assert_int_equal(sign(&a, path), IPC_REFUSED);
	assert_true(told_size() == size - 1);
	a.size = size;
	stop();
	start();
	assert_int_equal(sign(&a, path), IPC_OK);
	signature_is_good(&a);
}

static int
journal(int flags)
{
	char name[64];
	int fd;

	snprintf(name, sizeof name, "%s/signed.log", k.dir);
	fd = open(name, flags);
	assert_true(fd >= 0);
	return fd;
}

static void
a_torn_end_of_the_journal_is_dropped(void **state)
{
	static const char torn[] = "4 a.example/p/1 9 0011";
	static const char zeros[600];
	struct grown g = { 0 };
	struct ask_sign a;
	struct placet_hash path[PLACET_PROOF_MAX];
	int fd;

	(void)state;
	grow(&g, 3, "x", &a, path);
	assert_int_equal(sign(&a, path), IPC_OK);
	stop();
	fd = journal(O_WRONLY | O_APPEND);
	assert_true(write(fd, torn, sizeof torn - 1) > 0);
	close(fd);
	start();
	assert_int_equal(sign(&a, path), IPC_OK);
	grow(&g, 5, "x", &a, path);
	assert_int_equal(sign(&a, path), IPC_OK);
	stop();
	fd = journal(O_WRONLY | O_APPEND);
	assert_true(write(fd, zeros, sizeof zeros) > 0);
	close(fd);
	start();
	assert_int_equal(sign(&a, path), IPC_OK);
	grow(&g, 6, "x", &a, path);
	assert_int_equal(sign(&a, path), IPC_OK);
}

static void
a_damaged_journal_stops_everything(void **state)
{
	struct grown g = { 0 };
	struct ask_sign a;
	struct placet_hash path[PLACET_PROOF_MAX];
	int fd;

	(void)state;
	for (uint64_t size = 1; size < 5; size++) {
		grow(&g, size, "x", &a, path);
		assert_int_equal(sign(&a, path), IPC_OK);
	}
	stop();
	fd = journal(O_WRONLY);
	assert_int_equal(pwrite(fd, "?", 1, 250), 1);
	close(fd);
	assert_int_equal(failing_start(), 1);
}

static void
a_lost_journal_stops_everything(void **state)
{
	char name[64];
	struct grown g = { 0 };
	struct ask_sign a;
	struct placet_hash path[PLACET_PROOF_MAX];

	(void)state;
	grow(&g, 1, "x", &a, path);
	assert_int_equal(sign(&a, path), IPC_OK);
	stop();
	snprintf(name, sizeof name, "%s/signed.log", k.dir);
	assert_int_equal(unlink(name), 0);
	assert_int_equal(failing_start(), 1);
}

static void
a_lost_seed_signs_no_old_log(void **state)
{
	char command[128];
	struct grown g = { 0 };
	struct ask_sign a;
	struct placet_hash path[PLACET_PROOF_MAX];

	(void)state;
	grow(&g, 3, "x", &a, path);
	assert_int_equal(sign(&a, path), IPC_OK);
	stop();
	snprintf(command, sizeof command, "rm %s/site-*.seed", k.dir);
	assert_int_equal(system(command), 0); /* NOLINT */
	start();
	grow(&g, 5, "x", &a, path);
	assert_int_equal(sign(&a, path), IPC_REFUSED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_extension_is_signed),
		TEST(a_fork_is_refused),
		TEST(a_smaller_tree_is_refused),
		TEST(a_killed_keyd_remembers),
		TEST(many_signatures_share_a_turn),
		TEST(a_full_disk_signs_nothing_and_forgets_nothing),
		TEST(a_torn_end_of_the_journal_is_dropped),
		TEST(a_damaged_journal_stops_everything),
		TEST(a_lost_journal_stops_everything),
		TEST(a_lost_seed_signs_no_old_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_keyd_actor.c - the keys that speak for a site to other servers
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include <placet/key.h>
#include <placet/note.h>

#include "keyd_child.h"

static struct told_keys keys;
static char pem[4096];

/* The public keys, by the notary's question. */
static int
ask_public(void)
{
	struct ask_keys a;
	const size_t n = sizeof keys;

	memcpy(a.site, site, sizeof a.site);
	if (ask(KEYD_NOTARY, IPC_KEYS, &a, sizeof a, "", 0) != IPC_OK)
		return got.status;
	assert_true(got.len > n && got.len < n + sizeof pem);
	memcpy(&keys, body, n);
	memcpy(pem, body + n, got.len - n);
	pem[got.len - n] = '\0';
	return IPC_OK;
}

static int
ask_http(const char *base)
{
	struct ask_http a;

	memcpy(a.site, site, sizeof a.site);
	return ask(KEYD_COURIER, IPC_HTTP, &a, sizeof a, base, strlen(base));
}

static void
keys_stay_the_same_for_ever(void **state)
{
	struct told_keys before;
	char old[sizeof pem];

	(void)state;
	assert_int_equal(ask_public(), IPC_OK);
	before = keys;
	memcpy(old, pem, sizeof old);
	assert_non_null(strstr(pem, "-----BEGIN PUBLIC KEY-----\n"));
	assert_int_equal(ask_public(), IPC_OK);
	assert_string_equal(pem, old);
	stop();
	start();
	assert_int_equal(ask_public(), IPC_OK);
	assert_string_equal(pem, old);
	assert_memory_equal(&keys, &before, sizeof keys);
}

static void
requests_are_signed_with_the_rsa_key(void **state)
{
	static const char base[] = "(request-target): post /inbox\nhost: b";
	struct placet_key *key = NULL;

	(void)state;
	assert_int_equal(ask_public(), IPC_OK);
	assert_int_equal(ask_http(base), IPC_OK);
	assert_int_equal(placet_key_parse(pem, strlen(pem), &key), 0);
	assert_int_equal(placet_key_bits(key), 2048);
	assert_int_equal(placet_key_check(key, PLACET_SHA_256, base,
	                     strlen(base), body, got.len),
	    0);
	assert_int_equal(ask_http("\"@method\": POST\n"), IPC_OK);
	placet_key_free(key);
}

static void
nothing_else_is_signed_with_it(void **state)
{
	(void)state;
	assert_int_equal(ask_public(), IPC_OK);
	assert_int_equal(
	    ask_http("host: a\n(request-target): post /inbox"), IPC_MALFORMED);
	assert_int_equal(ask_http("(request-target): "), IPC_MALFORMED);
	assert_int_equal(ask_http(""), IPC_MALFORMED);
}

static void
a_site_without_keys_signs_no_request(void **state)
{
	(void)state;
	assert_int_equal(ask_http("(request-target): get /actor"), IPC_REFUSED);
}

static void
proofs_are_signed_with_the_ed25519_key(void **state)
{
	struct ask_prove a = { .tbs = "two hashes" };
	struct placet_sig sig;

	(void)state;
	assert_int_equal(ask_public(), IPC_OK);
	memcpy(a.site, site, sizeof a.site);
	assert_int_equal(
	    ask(KEYD_NOTARY, IPC_PROVE, &a, sizeof a, "", 0), IPC_OK);
	assert_int_equal(got.len, sizeof sig);
	memcpy(sig.b, body, sizeof sig.b);
	assert_int_equal(
	    placet_check(keys.ed25519, a.tbs, sizeof a.tbs, &sig), 0);
	assert_int_equal(
	    ask(KEYD_NOTARY, IPC_PROVE, &a, sizeof a, "x", 1), IPC_MALFORMED);
}

static void
each_peer_asks_only_what_it_may(void **state)
{
	struct ask_prove a = { .tbs = "two hashes" };

	(void)state;
	memcpy(a.site, site, sizeof a.site);
	for (int who = KEYD_WEB; who <= KEYD_COURIER; who++) {
		assert_int_equal(
		    ask((enum keyd_who)who, IPC_KEYS, a.site, 16, "", 0),
		    who == KEYD_NOTARY ? IPC_OK : IPC_DENIED);
		assert_int_equal(
		    ask((enum keyd_who)who, IPC_PROVE, &a, sizeof a, "", 0),
		    who == KEYD_NOTARY ? IPC_OK : IPC_DENIED);
	}
	assert_int_equal(
	    ask(KEYD_WEB, IPC_HTTP, a.site, 16, "", 0), IPC_DENIED);
	assert_int_equal(
	    ask(KEYD_NOTARY, IPC_HTTP, a.site, 16, "", 0), IPC_DENIED);
}

static void
a_broken_file_is_no_reason_for_a_new_key(void **state)
{
	char name[96];
	FILE *f;

	(void)state;
	assert_int_equal(ask_public(), IPC_OK);
	stop();
	snprintf(name, sizeof name,
	    "%s/site-6120736974652c203136206279746500.rsa", k.dir);
	f = fopen(name, "w");
	assert_non_null(f);
	fputs("-----BEGIN PRIVATE KEY-----\n", f);
	fclose(f);
	start();
	assert_int_equal(ask_public(), IPC_FAILED);
}

static void
the_file_is_for_nobody_else(void **state)
{
	char name[96];
	struct stat st;

	(void)state;
	assert_int_equal(ask_public(), IPC_OK);
	snprintf(name, sizeof name,
	    "%s/site-6120736974652c203136206279746500.rsa", k.dir);
	assert_int_equal(stat(name, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(keys_stay_the_same_for_ever),
		TEST(requests_are_signed_with_the_rsa_key),
		TEST(nothing_else_is_signed_with_it),
		TEST(a_site_without_keys_signs_no_request),
		TEST(proofs_are_signed_with_the_ed25519_key),
		TEST(each_peer_asks_only_what_it_may),
		TEST(a_broken_file_is_no_reason_for_a_new_key),
		TEST(the_file_is_for_nobody_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

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

#include <placet/hash.h>
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

static void
name_of(const char *key, uint8_t name[32])
{
	struct placet_hash h;

	placet_sha256(key, strlen(key), &h);
	memcpy(name, h.b, sizeof h.b);
}

/* With the key whose public half that is. */
static int
ask_http_by(const char *key, const char *base)
{
	struct ask_http a;

	memcpy(a.site, site, sizeof a.site);
	name_of(key, a.key);
	return ask(KEYD_COURIER, IPC_HTTP, &a, sizeof a, base, strlen(base));
}

static int
ask_http(const char *base)
{
	return ask_http_by(pem, base);
}

/* A new key in the place of that one; it is in pem[] then. */
static int
ask_rekey(const char *key)
{
	struct ask_rekey a;

	memcpy(a.site, site, sizeof a.site);
	name_of(key, a.key);
	if (ask(KEYD_NOTARY, IPC_REKEY, &a, sizeof a, "", 0) != IPC_OK)
		return got.status;
	assert_memory_equal(&keys, body, sizeof keys);
	memcpy(pem, body + sizeof keys, got.len - sizeof keys);
	pem[got.len - sizeof keys] = '\0';
	return IPC_OK;
}

static int
ask_forget(void)
{
	struct ask_forget a;

	memcpy(a.site, site, sizeof a.site);
	return ask(KEYD_NOTARY, IPC_FORGET, &a, sizeof a, "", 0);
}

/* The name of a file of the site. */
static const char *
file(const char *suffix)
{
	static char name[96];

	snprintf(name, sizeof name,
	    "%s/site-6120736974652c203136206279746500.%s", k.dir, suffix);
	return name;
}

static const char BASE[] = "(request-target): post /inbox\nhost: b";

/* That key signs, and what it signs is its. */
static void
assert_signs(const char *by)
{
	struct placet_key *key = NULL;

	assert_int_equal(ask_http_by(by, BASE), IPC_OK);
	assert_int_equal(placet_key_parse(by, strlen(by), &key), 0);
	assert_int_equal(placet_key_check(key, PLACET_SHA_256, BASE,
	                     strlen(BASE), body, got.len),
	    0);
	placet_key_free(key);
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
	for (int who = KEYD_WEB; who <= KEYD_COURIER; who += 2) {
		assert_int_equal(
		    ask((enum keyd_who)who, IPC_REKEY, &a, 48, "", 0),
		    IPC_DENIED);
		assert_int_equal(
		    ask((enum keyd_who)who, IPC_FORGET, a.site, 16, "", 0),
		    IPC_DENIED);
	}
	assert_int_equal(
	    ask(KEYD_WEB, IPC_HTTP, a.site, 16, "", 0), IPC_DENIED);
	assert_int_equal(
	    ask(KEYD_NOTARY, IPC_HTTP, a.site, 16, "", 0), IPC_DENIED);
}

static void
a_broken_file_is_no_reason_for_a_new_key(void **state)
{
	FILE *f;

	(void)state;
	assert_int_equal(ask_public(), IPC_OK);
	stop();
	f = fopen(file("rsa"), "w");
	assert_non_null(f);
	fputs("-----BEGIN PRIVATE KEY-----\n", f);
	fclose(f);
	start();
	assert_int_equal(ask_public(), IPC_FAILED);
}

static void
the_file_is_for_nobody_else(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(ask_public(), IPC_OK);
	assert_int_equal(stat(file("rsa"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void
a_new_key_takes_the_place_of_the_old_one(void **state)
{
	char old[sizeof pem], fresh[sizeof pem];

	(void)state;
	assert_int_equal(ask_public(), IPC_OK);
	memcpy(old, pem, sizeof old);
	assert_int_equal(ask_rekey(old), IPC_OK);
	memcpy(fresh, pem, sizeof fresh);
	assert_string_not_equal(fresh, old);
	for (int restarted = 0; restarted < 2; restarted++) {
		assert_signs(old);
		assert_signs(fresh);
		assert_int_equal(ask_public(), IPC_OK);
		assert_string_equal(pem, fresh);
		stop();
		start();
	}
}

static void
who_asks_twice_gets_one_new_key(void **state)
{
	char old[sizeof pem], fresh[sizeof pem];

	(void)state;
	assert_int_equal(ask_public(), IPC_OK);
	memcpy(old, pem, sizeof old);
	assert_int_equal(ask_rekey(old), IPC_OK);
	memcpy(fresh, pem, sizeof fresh);
	assert_int_equal(ask_rekey(old), IPC_OK);
	assert_string_equal(pem, fresh);
	stop();
	start();
	assert_int_equal(ask_rekey(old), IPC_OK);
	assert_string_equal(pem, fresh);
	assert_int_equal(ask_rekey(fresh), IPC_OK); /* the next, though */
	assert_string_not_equal(pem, fresh);
	assert_signs(fresh);
	assert_int_equal(ask_http_by(old, BASE), IPC_REFUSED);
}

static void
a_key_that_is_not_there_is_not_replaced(void **state)
{
	(void)state;
	assert_int_equal(ask_rekey("no key"), IPC_REFUSED);
	assert_int_equal(ask_forget(), IPC_REFUSED);
	assert_int_equal(ask_public(), IPC_OK);
	assert_int_equal(ask_rekey("no key"), IPC_REFUSED);
	assert_int_equal(ask_http_by("no key", BASE), IPC_REFUSED);
	assert_signs(pem);
	assert_int_not_equal(access(file("rsa.old"), F_OK), 0);
}

static void
killed_after_the_copy_it_begins_again(void **state)
{
	char old[sizeof pem], copy[96];

	(void)state;
	assert_int_equal(ask_public(), IPC_OK);
	memcpy(old, pem, sizeof old);
	assert_int_equal(ask_rekey(old), IPC_OK);
	stop();
	/* As it was when the new one was not yet there. */
	assert_int_equal(unlink(file("rsa")), 0);
	snprintf(copy, sizeof copy, "%s", file("rsa.old"));
	assert_int_equal(link(copy, file("rsa")), 0);
	start();
	assert_signs(old);
	assert_int_equal(ask_rekey(old), IPC_OK);
	assert_string_not_equal(pem, old);
	assert_signs(old);
	assert_signs(pem);
}

static void
a_file_that_was_half_written_does_not_count(void **state)
{
	char old[sizeof pem];
	FILE *f;

	(void)state;
	assert_int_equal(ask_public(), IPC_OK);
	memcpy(old, pem, sizeof old);
	stop();
	f = fopen(file("new"), "w");
	assert_non_null(f);
	fputs("-----BEGIN PRIVATE KEY-----\n", f);
	fclose(f);
	start();
	assert_signs(old);
	assert_int_equal(ask_rekey(old), IPC_OK);
	assert_signs(old);
	assert_signs(pem);
}

static void
an_old_key_that_broke_keeps_no_site_from_speaking(void **state)
{
	char old[sizeof pem];
	FILE *f;

	(void)state;
	assert_int_equal(ask_public(), IPC_OK);
	memcpy(old, pem, sizeof old);
	assert_int_equal(ask_rekey(old), IPC_OK);
	stop();
	f = fopen(file("rsa.old"), "w");
	assert_non_null(f);
	fputs("-----BEGIN PRIVATE KEY-----\n", f);
	fclose(f);
	start();
	assert_signs(pem);
	assert_int_equal(ask_http_by(old, BASE), IPC_REFUSED);
	assert_int_equal(ask_forget(), IPC_OK);
	assert_signs(pem);
}

static void
the_old_key_is_forgotten_for_good(void **state)
{
	char old[sizeof pem];
	struct stat st;

	(void)state;
	assert_int_equal(ask_public(), IPC_OK);
	memcpy(old, pem, sizeof old);
	assert_int_equal(ask_forget(), IPC_OK); /* there is none */
	assert_int_equal(ask_rekey(old), IPC_OK);
	assert_int_equal(stat(file("rsa.old"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	for (int again = 0; again < 2; again++) {
		assert_int_equal(ask_forget(), IPC_OK);
		assert_int_equal(ask_http_by(old, BASE), IPC_REFUSED);
		assert_int_not_equal(access(file("rsa.old"), F_OK), 0);
		assert_signs(pem);
	}
	stop();
	start();
	assert_int_equal(ask_http_by(old, BASE), IPC_REFUSED);
	assert_int_equal(ask_rekey(old), IPC_REFUSED);
	assert_signs(pem);
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
		TEST(a_new_key_takes_the_place_of_the_old_one),
		TEST(who_asks_twice_gets_one_new_key),
		TEST(a_key_that_is_not_there_is_not_replaced),
		TEST(killed_after_the_copy_it_begins_again),
		TEST(a_file_that_was_half_written_does_not_count),
		TEST(an_old_key_that_broke_keeps_no_site_from_speaking),
		TEST(the_old_key_is_forgotten_for_good),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

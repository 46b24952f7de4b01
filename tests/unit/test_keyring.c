/*
 * test_keyring.c - keys of peers: for how long, and what a notice drops
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "web/keyring.h"

#define ZOE "https://m.example/zoe"
#define TOM "https://m.example/tom"
#define KEY "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"

enum { MINUTE = 60000 };

static int
open_ring(void **state)
{
	*state = keyring_new();
	return *state == NULL;
}

static int
close_ring(void **state)
{
	keyring_free(*state);
	return 0;
}

static void
put(struct keyring *k, const char *owner, int64_t now)
{
	char id[64];

	snprintf(id, sizeof id, "%s#key", owner);
	assert_non_null(keyring_put(k, id, owner, "ed25519", KEY, now));
}

static void
a_key_is_kept_for_ten_minutes(void **state)
{
	const struct peer_key *key;

	put(*state, ZOE, 0);
	key = keyring_get(*state, ZOE "#key", 10 * MINUTE);
	assert_non_null(key);
	assert_string_equal(key->owner, ZOE);
	assert_null(keyring_get(*state, ZOE "#key", 10 * MINUTE + 1));
	assert_null(keyring_get(*state, TOM "#key", 0));
	assert_null(keyring_put(*state, "x", ZOE, "ed25519", "z6Mk", 0));
}

static void
a_notice_drops_the_keys_of_one(void **state)
{
	put(*state, ZOE, 0);
	put(*state, TOM, 0);
	keyring_forget(*state, ZOE, MINUTE);
	assert_null(keyring_get(*state, ZOE "#key", MINUTE));
	assert_non_null(keyring_get(*state, TOM "#key", MINUTE));
	keyring_forget(*state, "", MINUTE);
	assert_null(keyring_get(*state, TOM "#key", MINUTE));
}

/* The answer of the database may have been read before the change. */
static void
what_comes_just_after_it_is_used_once(void **state)
{
	keyring_forget(*state, ZOE, 0);
	put(*state, ZOE, 9999);
	assert_null(keyring_get(*state, ZOE "#key", 9999));
	put(*state, TOM, 9999);
	assert_non_null(keyring_get(*state, TOM "#key", 9999));
	put(*state, ZOE, 10000);
	assert_non_null(keyring_get(*state, ZOE "#key", 10000));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_key_is_kept_for_ten_minutes, open_ring, close_ring),
		cmocka_unit_test_setup_teardown(
		    a_notice_drops_the_keys_of_one, open_ring, close_ring),
		cmocka_unit_test_setup_teardown(
		    what_comes_just_after_it_is_used_once, open_ring,
		    close_ring),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

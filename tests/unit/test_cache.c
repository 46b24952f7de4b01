/*
 * test_cache.c - what is kept, for how long, and what a notice drops
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "web/cache.h"

enum { SITE = 1, OTHER = 2, MINUTE = 60000 };

static const char etag[CACHE_ETAG] = "\"e\"";

static struct cache_key
key(int site, const char *path)
{
	return (struct cache_key){ site, 0, "fr", "", path };
}

/* Keep `size` bytes under a path. */
static void
put(struct cache *c, int site, const char *path, int petition, size_t size)
{
	const struct cache_key k = key(site, path);
	char *body = calloc(1, size + 1);
	struct cached *e;

	assert_non_null(body);
	memset(body, 'x', size);
	e = cache_put(c, &k,
	    &(struct cache_new){
	        petition, cache_epoch(c), body, size, "head", "\"e\"" },
	    0);
	assert_non_null(e);
	assert_int_equal(e->len, size);
	cached_drop(e);
}

static bool
has_at(struct cache *c, int site, const char *path, int64_t now)
{
	const struct cache_key k = key(site, path);
	struct cached *e = cache_get(c, &k, now);

	if (e == NULL)
		return false;
	assert_string_equal(e->head, "head");
	assert_string_equal(e->etag, etag);
	cached_drop(e);
	return true;
}

static bool
has(struct cache *c, int site, const char *path)
{
	return has_at(c, site, path, 1);
}

static void
what_was_put_is_found_under_its_whole_key_only(void **state)
{
	struct cache *c = cache_new(100000);
	struct cache_key k = key(SITE, "/petitions/1");

	(void)state;
	put(c, SITE, "/petitions/1", 1, 100);
	assert_true(has(c, SITE, "/petitions/1"));
	assert_false(has(c, OTHER, "/petitions/1"));
	assert_false(has(c, SITE, "/petitions/2"));
	k.lang = "en";
	assert_null(cache_get(c, &k, 1));
	k.lang = "fr";
	k.prefix = "/fr";
	assert_null(cache_get(c, &k, 1));
	k.prefix = "";
	k.face = 1;
	assert_null(cache_get(c, &k, 1));
	cache_free(c);
}

static void
the_least_recently_used_goes_first(void **state)
{
	struct cache *c = cache_new(25000);

	(void)state;
	put(c, SITE, "/a", 1, 10000);
	put(c, SITE, "/b", 2, 10000);
	assert_true(has(c, SITE, "/a"));
	put(c, SITE, "/c", 3, 10000);
	assert_true(has(c, SITE, "/a"));
	assert_false(has(c, SITE, "/b"));
	assert_true(has(c, SITE, "/c"));
	assert_true(cache_size(c) <= 25000);
	cache_free(c);
}

static void
what_is_too_large_is_only_lent(void **state)
{
	struct cache *c = cache_new(5000);

	(void)state;
	put(c, SITE, "/a", 1, 10000);
	assert_false(has(c, SITE, "/a"));
	assert_int_equal(cache_size(c), 0);
	cache_free(c);
}

static void
a_notice_drops_the_petition_and_the_lists_of_its_site(void **state)
{
	struct cache *c = cache_new(1000000);

	(void)state;
	put(c, SITE, "/petitions/1", 1, 100);
	put(c, SITE, "/petitions/2", 2, 100);
	put(c, SITE, "/", 0, 100);
	put(c, OTHER, "/petitions/1", 1, 100);
	put(c, OTHER, "/", 0, 100);
	cache_forget(c, SITE, 1);
	assert_false(has(c, SITE, "/petitions/1"));
	assert_false(has(c, SITE, "/"));
	assert_true(has(c, SITE, "/petitions/2"));
	assert_true(has(c, OTHER, "/petitions/1"));
	assert_true(has(c, OTHER, "/"));
	cache_forget_all(c);
	assert_false(has(c, OTHER, "/"));
	assert_int_equal(cache_size(c), 0);
	cache_free(c);
}

static void
an_answer_asked_for_before_a_notice_is_not_kept(void **state)
{
	struct cache *c = cache_new(1000000);
	const uint64_t before = cache_epoch(c);
	const struct cache_key k = key(SITE, "/petitions/1");
	struct cached *e;

	(void)state;
	cache_forget(c, SITE, 1);
	e = cache_put(c, &k,
	    &(struct cache_new){ 1, before, strdup("old"), 3, "head", "\"e\"" },
	    0);
	assert_non_null(e);
	assert_string_equal(e->body, "old");
	cached_drop(e);
	assert_false(has(c, SITE, "/petitions/1"));
	cache_free(c);
}

static void
a_reply_being_sent_outlives_its_place(void **state)
{
	struct cache *c = cache_new(1000000);
	const struct cache_key k = key(SITE, "/a");
	struct cached *e;

	(void)state;
	put(c, SITE, "/a", 1, 3);
	e = cache_get(c, &k, 1);
	assert_non_null(e);
	cache_forget_all(c);
	assert_memory_equal(e->body, "xxx", 3);
	cache_free(c);
	cached_drop(e);
}

static void
the_newer_of_two_under_one_key_stays(void **state)
{
	struct cache *c = cache_new(1000000);
	const struct cache_key k = key(SITE, "/a");
	struct cached *e;

	(void)state;
	put(c, SITE, "/a", 1, 3);
	put(c, SITE, "/a", 1, 5);
	e = cache_get(c, &k, 1);
	assert_non_null(e);
	assert_int_equal(e->len, 5);
	cached_drop(e);
	cache_free(c);
}

static void
nothing_is_kept_for_more_than_ten_minutes(void **state)
{
	struct cache *c = cache_new(1000000);

	(void)state;
	put(c, SITE, "/a", 1, 3);
	assert_true(has_at(c, SITE, "/a", 9 * MINUTE));
	assert_false(has_at(c, SITE, "/a", 11 * MINUTE));
	assert_int_equal(cache_size(c), 0);
	cache_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    what_was_put_is_found_under_its_whole_key_only),
		cmocka_unit_test(the_least_recently_used_goes_first),
		cmocka_unit_test(what_is_too_large_is_only_lent),
		cmocka_unit_test(
		    a_notice_drops_the_petition_and_the_lists_of_its_site),
		cmocka_unit_test(
		    an_answer_asked_for_before_a_notice_is_not_kept),
		cmocka_unit_test(a_reply_being_sent_outlives_its_place),
		cmocka_unit_test(the_newer_of_two_under_one_key_stays),
		cmocka_unit_test(nothing_is_kept_for_more_than_ten_minutes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

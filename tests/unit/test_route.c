/*
 * test_route.c - which row a path finds, and which site a Host means
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "web/route.h"
#include "web/site.h"

static struct req r;
static const char *allow;

static int
find_face(enum method method, const char *path, enum face face)
{
	placet_arena_end(&r.arena);
	r = (struct req){ .face = face };
	allow = NULL;
	return route_find(&r, method, path, &allow);
}

static int
find(enum method method, const char *path)
{
	return find_face(method, path, FACE_HTML);
}

static int
end_request(void **state)
{
	(void)state;
	placet_arena_end(&r.arena);
	return 0;
}

static void
a_path_finds_its_row(void **state)
{
	(void)state;
	assert_int_equal(find(GET, "/"), 0);
	assert_string_equal(r.route->path, "/");
	assert_int_equal(find(GET, "/petitions/42"), 0);
	assert_string_equal(r.route->function, "petition_page");
	assert_int_equal(r.nseg, 1);
	assert_string_equal(r.seg[0], "42");
	assert_int_equal(find(POST, "/petitions/42/confirm/abc"), 0);
	assert_string_equal(r.route->function, "signature_confirm");
	assert_string_equal(r.seg[1], "abc");
}

static void
a_face_may_have_a_row_of_its_own(void **state)
{
	(void)state;
	assert_int_equal(find_face(GET, "/petitions/42", FACE_JSON), 0);
	assert_string_equal(r.route->function, "petition_get");
	assert_int_equal(find_face(GET, "/petitions/42", FACE_AS), 0);
	assert_string_equal(r.route->function, "note_get");
	assert_int_equal(find_face(GET, "/petitions/42/follow", FACE_AS), 0);
	assert_string_equal(r.route->function, "follow_get");
	assert_string_equal(r.seg[0], "42");
}

static void
what_fits_no_row_is_unknown(void **state)
{
	static const char *const unknown[] = { "/nothing", "/petitions/",
		"/petitions//sign", "/petitions/42/", "/petitions/42/sign/",
		"/petition", "/petitions/%2F", "/petitions/%2e%2e",
		"/petitions/%ff", "/petitions/%zz", "/petitions/a%00b", "",
		"/p/42/tile/", "/p/42/tile/0/%30" };

	(void)state;
	for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
		assert_int_equal(find(GET, unknown[i]), 404);
}

static void
a_segment_is_decoded_and_the_rest_of_a_tile_taken_whole(void **state)
{
	(void)state;
	assert_int_equal(find(GET, "/petitions/%34%32"), 0);
	assert_string_equal(r.seg[0], "42");
	assert_int_equal(find(GET, "/p/42/tile/0/x001/067.p/8"), 0);
	assert_string_equal(r.seg[1], "0/x001/067.p/8");
}

static void
a_wrong_method_is_told_the_right_ones(void **state)
{
	(void)state;
	assert_int_equal(find(POST, "/petitions"), 405);
	assert_string_equal(allow, "GET, HEAD");
	assert_int_equal(find(GET, "/petitions/42/sign"), 0);
	assert_int_equal(find(POST, "/petitions/42/sign"), 0);
}

static void
rows_make_sense(void **state)
{
	(void)state;
	for (int i = 0; i < nroutes; i++) {
		const struct route *row = &routes[i];
		const unsigned kept = row->flags & (CACHED | LISTED);
		const unsigned own = AS | PAGE;

		/* Kept means the same for all: no token, nothing posted. */
		assert_false(kept && row->method == POST);
		assert_false(kept && row->flags & PRIVATE);
		/* Something must answer. */
		assert_true(row->function != NULL || row->finish != NULL);
		assert_true((row->form == NULL) == (row->form_page == NULL));
		if (row->function != NULL && !(row->flags & NOSITE))
			assert_int_equal(row->args[0], SITE);
		for (int j = 0; j < i; j++)
			assert_false(row->method == routes[j].method &&
			    (row->flags & own) == (routes[j].flags & own) &&
			    strcmp(row->path, routes[j].path) == 0);
	}
}

static void
a_host_means_its_site(void **state)
{
	static const char doc[] =
	    "{\"sites\":[{\"id\":7,\"uuid\":"
	    "\"0197a1c2-0000-4000-8000-0000000000ff\",\"host\":"
	    "\"rennes.example\",\"name\":\"Rennes\"},{\"id\":8,\"uuid\":"
	    "\"0197a1c2000040008000000000000001\",\"host\":"
	    "\"brest.example\",\"name\":\"Brest\"}]}";
	struct conf conf = { .public_port = 8443 };
	char scheme[] = "https";
	struct sites *s;
	const struct site *site;

	(void)state;
	conf.public_scheme = scheme;
	s = sites_new(doc, strlen(doc), &conf);
	assert_non_null(s);
	site = sites_find(s, "Rennes.EXAMPLE:8443");
	assert_non_null(site);
	assert_int_equal(site->id, 7);
	assert_int_equal(site->uuid[15], 0xff);
	assert_string_equal(site->origin, "https://rennes.example:8443");
	assert_int_equal(sites_find(s, "brest.example")->id, 8);
	assert_null(sites_find(s, "paris.example"));
	assert_null(sites_find(s, ""));
	assert_null(sites_find(s, "rennes.example:80x"));
	assert_null(sites_find(s, "rennes.example."));
	sites_drop(s);
}

static void
a_map_that_is_none_is_refused(void **state)
{
	static const char *const bad[] = { "", "{}", "[]", "{\"sites\":1}",
		"{\"sites\":[{}]}",
		"{\"sites\":[{\"id\":7,\"uuid\":\"0197\",\"host\":\"a\","
		"\"name\":\"A\"}]}" };
	char scheme[] = "https";
	struct conf conf = { .public_scheme = scheme };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_null(sites_new(bad[i], strlen(bad[i]), &conf));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_path_finds_its_row),
		cmocka_unit_test(a_face_may_have_a_row_of_its_own),
		cmocka_unit_test(what_fits_no_row_is_unknown),
		cmocka_unit_test(
		    a_segment_is_decoded_and_the_rest_of_a_tile_taken_whole),
		cmocka_unit_test(a_wrong_method_is_told_the_right_ones),
		cmocka_unit_test(rows_make_sense),
		cmocka_unit_test(a_host_means_its_site),
		cmocka_unit_test(a_map_that_is_none_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, end_request);
}

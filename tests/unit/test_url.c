/*
 * test_url.c - URLs: one spelling, and no doubt about the host
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <placet/url.h>

static const struct placet_url_rules any = {
	.fragment = true, .http = true, .port = true, .local = true
};

static int
parse(const char *s, const struct placet_url_rules *rules)
{
	struct placet_url url;

	return placet_url_parse(s, strlen(s), rules, &url);
}

static void
assert_slice(struct placet_slice got, const char *want)
{
	if (want == NULL) {
		assert_null(got.s);
		return;
	}
	assert_non_null(got.s);
	assert_int_equal(got.len, strlen(want));
	assert_memory_equal(got.s, want, got.len);
}

static void
parts_are_where_they_are(void **state)
{
	static const struct {
		const char *url, *origin, *scheme, *host;
		uint16_t port;
		const char *path, *query, *fragment;
	} table[] = {
		{ "https://a.example", "https://a.example", "https",
		    "a.example", 443, "", NULL, NULL },
		{ "https://a.example/", "https://a.example", "https",
		    "a.example", 443, "/", NULL, NULL },
		{ "https://a.example/petitions/42#main-key",
		    "https://a.example", "https", "a.example", 443,
		    "/petitions/42", NULL, "main-key" },
		{ "https://a.example?p=1#k", "https://a.example", "https",
		    "a.example", 443, "", "p=1", "k" },
		{ "https://a.example/@mairie?p=a/b?c&d=%C3%A9",
		    "https://a.example", "https", "a.example", 443, "/@mairie",
		    "p=a/b?c&d=%C3%A9", NULL },
		{ "https://a.example/?", "https://a.example", "https",
		    "a.example", 443, "/", "", NULL },
		{ "https://xn--besanon-t0a.example/a//b",
		    "https://xn--besanon-t0a.example", "https",
		    "xn--besanon-t0a.example", 443, "/a//b", NULL, NULL },
		{ "http://localhost:8080/a", "http://localhost:8080", "http",
		    "localhost", 8080, "/a", NULL, NULL },
		{ "http://127.0.0.1/", "http://127.0.0.1", "http", "127.0.0.1",
		    80, "/", NULL, NULL },
		{ "https://[::1]:8443/a", "https://[::1]:8443", "https",
		    "[::1]", 8443, "/a", NULL, NULL },
		{ "https://a.example/a...b/.well-known/..c/...",
		    "https://a.example", "https", "a.example", 443,
		    "/a...b/.well-known/..c/...", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		const char *s = table[i].url;
		struct placet_url u;

		assert_int_equal(placet_url_parse(s, strlen(s), &any, &u), 0);
		assert_slice(u.whole, s);
		assert_slice(u.origin, table[i].origin);
		assert_slice(u.scheme, table[i].scheme);
		assert_slice(u.host, table[i].host);
		assert_int_equal(u.port, table[i].port);
		assert_slice(u.path, table[i].path);
		assert_slice(u.query, table[i].query);
		assert_slice(u.fragment, table[i].fragment);
	}
}

static void
what_tests_need_is_refused_elsewhere(void **state)
{
	static const struct {
		const char *url;
		struct placet_url_rules needs;
	} table[] = {
		{ "https://a.example/a#key", { .fragment = true } },
		{ "http://a.example/", { .http = true } },
		{ "https://a.example:8443/", { .port = true } },
		{ "https://localhost/", { .local = true } },
		{ "https://127.0.0.1/", { .local = true } },
		{ "https://10.0.0.1/", { .local = true } },
		{ "https://[::1]/", { .local = true } },
		{ "https://[::ffff:127.0.0.1]/", { .local = true } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		assert_int_equal(parse(table[i].url, NULL), PLACET_ETYPE);
		assert_int_equal(parse(table[i].url, &table[i].needs), 0);
	}
}

/* None of these passes under any rules. */
static const char *const hostile[] = {
	"",
	"a",
	"/",
	"//a.example/",
	"https:",
	"https:/a.example/",
	"https://",
	"https:///a",
	"https://#a",
	"HTTPS://a.example/",
	"Https://a.example/",
	"ftp://a.example/",
	"javascript://a.example/%0aalert(1)",
	"data:text/plain,a",
	" https://a.example/",
	"https://a.example/ ",
	/* whose host is this? */
	"https://A.example/",
	"https://a.example./",
	"https://.a.example/",
	"https://a..example/",
	"https://-a.example/",
	"https://a-.example/",
	"https://a_b.example/",
	"https://a.example\\@b.example/",
	"https://a.example@b.example/",
	"https://user:pass@b.example/",
	"https://@b.example/",
	"https://a.example%2eb.example/",
	"https://a%00.example/",
	"https://b\xc3\xa9.example/",
	"https://a.example\xe3\x80\x82/",
	/* numbers that resolvers read as addresses */
	"https://127.1/",
	"https://2130706433/",
	"https://0x7f000001/",
	"https://0x7f.1/",
	"https://0177.0.0.1/",
	"https://1.2.3.4.5/",
	"https://256.1.1.1/",
	"https://a.example.1/",
	"https://a.0x1/",
	"https://[::1/",
	"https://::1]/",
	"https://[]/",
	"https://[::1]a/",
	"https://[fe80::1%25eth0]/",
	"https://[v1.a]/",
	"https://[abcd]/",
	/* ports */
	"https://a.example:/",
	"https://a.example:0/",
	"https://a.example:443/",
	"http://a.example:80/",
	"https://a.example:08443/",
	"https://a.example:65536/",
	"https://a.example:8443:8443/",
	"https://a.example:+1/",
	/* paths that are another path */
	"https://a.example/.",
	"https://a.example/..",
	"https://a.example/a/./b",
	"https://a.example/a/../b",
	"https://a.example/a/%2e/b",
	"https://a.example/a/%2E%2e/b",
	"https://a.example/a/.%2e",
	"https://a.example//b.example/",
	"https://a.example/a\\b",
	"https://a.example/a b",
	"https://a.example/a\tb",
	"https://a.example/a\r\nHost: b",
	"https://a.example/a%",
	"https://a.example/a%4",
	"https://a.example/a%4g",
	"https://a.example/%00",
	"https://a.example/%0d%0aHost:%20b",
	"https://a.example/%7f",
	"https://a.example/\x7f",
	"https://a.example/\xc3\xa9",
	"https://a.example/<script>",
	"https://a.example/\"a\"",
	"https://a.example/`",
	"https://a.example/{a}",
	"https://a.example/a|b",
	"https://a.example/a^b",
	"https://a.example/[a]",
	"https://a.example/?a b",
	"https://a.example/?a=\xff",
	"https://a.example/?%",
	"https://a.example/#",
	"https://a.example/#a#b",
	"https://a.example/#a b",
	"https://a.example/#%",
};

static void
hostile_urls_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
		if (parse(hostile[i], &any) != PLACET_EFORMAT)
			fail_msg("accepted: %s", hostile[i]);
		assert_int_not_equal(parse(hostile[i], NULL), 0);
	}
	/* A NUL ends nothing. */
	for (size_t i = 0; i < 22; i++) {
		char s[] = "https://a.example/abcd";
		struct placet_url u;

		s[i] = '\0';
		assert_int_equal(placet_url_parse(s, sizeof s - 1, &any, &u),
		    PLACET_EFORMAT);
	}
}

static void
every_byte_is_judged(void **state)
{
	(void)state;
	for (int c = 1; c < 256; c++) {
		const char s[] = { 'h', 't', 't', 'p', 's', ':', '/', '/', 'a',
			'.', 'b', '/', 'c', (char)c, 'd', '\0' };
		const bool good = strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		                         "abcdefghijklmnopqrstuvwxyz"
		                         "0123456789-._~!$&'()*+,;=:@/?#",
		                      c) != NULL;

		assert_int_equal(parse(s, &any), good ? 0 : PLACET_EFORMAT);
	}
}

static void
lengths_have_an_end(void **state)
{
	static const char head[] = "https://a.example/";
	char s[PLACET_URL_MAX + 2], label[65], host[300];

	(void)state;
	memset(s, 'a', sizeof s);
	memcpy(s, head, sizeof head - 1);
	s[PLACET_URL_MAX] = '\0';
	assert_int_equal(parse(s, NULL), 0);
	s[PLACET_URL_MAX] = 'a';
	s[PLACET_URL_MAX + 1] = '\0';
	assert_int_equal(parse(s, NULL), PLACET_ELIMIT);

	memset(label, 'a', sizeof label);
	memcpy(host, label, 63);
	memcpy(host + 63, ".example", 9);
	assert_true(placet_host_valid(host, strlen(host)));
	memcpy(host, label, 64);
	memcpy(host + 64, ".example", 9);
	assert_false(placet_host_valid(host, strlen(host)));
	for (size_t i = 0; i < sizeof host; i++)
		host[i] = i % 2 == 0 ? 'a' : '.';
	assert_true(placet_host_valid(host, 253));
	assert_false(placet_host_valid(host, 254));
	assert_false(placet_host_valid(host, 255));
	assert_false(placet_host_valid("", 0));
	assert_false(placet_host_valid("localhost", 9));
}

static struct placet_url
url(const char *s)
{
	struct placet_url u;

	assert_int_equal(placet_url_parse(s, strlen(s), &any, &u), 0);
	return u;
}

static bool
same_origin(const char *a, const char *b)
{
	const struct placet_url first = url(a), second = url(b);

	return placet_url_same_origin(&first, &second);
}

static void
an_origin_is_scheme_host_and_port(void **state)
{
	(void)state;
	assert_true(same_origin("https://a.example", "https://a.example/b#c"));
	assert_true(same_origin(
	    "https://a.example:8443/b", "https://a.example:8443/?c"));
	assert_false(same_origin("https://a.example/", "http://a.example/"));
	assert_false(same_origin("https://a.example/", "https://b.example/"));
	assert_false(
	    same_origin("https://a.example/", "https://a.example:8443/"));
	assert_false(
	    same_origin("https://a.example/", "https://a.example.org/"));
	assert_false(same_origin("https://a.example/", "https://b.a.example/"));
}

static void
a_key_lies_in_the_document_before_its_fragment(void **state)
{
	struct placet_url u = url("https://a.example/mairie#main-key");

	(void)state;
	assert_slice(
	    placet_url_without_fragment(&u), "https://a.example/mairie");
	u = url("https://a.example/mairie?a");
	assert_slice(
	    placet_url_without_fragment(&u), "https://a.example/mairie?a");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_are_where_they_are),
		cmocka_unit_test(what_tests_need_is_refused_elsewhere),
		cmocka_unit_test(hostile_urls_are_refused),
		cmocka_unit_test(every_byte_is_judged),
		cmocka_unit_test(lengths_have_an_end),
		cmocka_unit_test(an_origin_is_scheme_host_and_port),
		cmocka_unit_test(
		    a_key_lies_in_the_document_before_its_fragment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

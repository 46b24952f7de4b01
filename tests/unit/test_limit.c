/*
 * test_limit.c - how often one address may ask, and whom a proxy speaks for
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "web/limit.h"
#include "web/net.h"

static const struct limit_rate rate[LIMIT_KINDS] = {
	[LIMIT_READ] = { 10, 1000, 40 },  /* 10 a second, 40 at once */
	[LIMIT_WRITE] = { 60, 60000, 2 }, /* one a second, 2 at once */
};

static void
a_burst_passes_and_then_one_a_period(void **state)
{
	struct limits *l = limits_new(rate, 1);

	(void)state;
	assert_non_null(l);
	assert_int_equal(limits_take(l, LIMIT_WRITE, 7, 1000), 0);
	assert_int_equal(limits_take(l, LIMIT_WRITE, 7, 1000), 0);
	assert_int_equal(limits_take(l, LIMIT_WRITE, 7, 1000), 1000);
	assert_int_equal(limits_take(l, LIMIT_WRITE, 7, 1400), 600);
	assert_int_equal(limits_take(l, LIMIT_WRITE, 7, 2000), 0);
	assert_true(limits_take(l, LIMIT_WRITE, 7, 2000) > 0);
	limits_free(l);
}

static void
a_refusal_costs_nothing(void **state)
{
	struct limits *l = limits_new(rate, 1);

	(void)state;
	assert_non_null(l);
	for (int i = 0; i < 100; i++)
		(void)limits_take(l, LIMIT_WRITE, 7, 1000);
	assert_int_equal(limits_take(l, LIMIT_WRITE, 7, 2000), 0);
	limits_free(l);
}

static void
kinds_and_addresses_do_not_share(void **state)
{
	struct limits *l = limits_new(rate, 1);

	(void)state;
	assert_non_null(l);
	for (int i = 0; i < 3; i++)
		(void)limits_take(l, LIMIT_WRITE, 7, 1000);
	assert_int_equal(limits_take(l, LIMIT_READ, 7, 1000), 0);
	assert_int_equal(limits_take(l, LIMIT_WRITE, 8, 1000), 0);
	limits_free(l);
}

static void
a_rate_of_zero_is_no_limit(void **state)
{
	const struct limit_rate none[LIMIT_KINDS] = { { 0, 1000, 0 } };
	struct limits *l = limits_new(none, 1);

	(void)state;
	assert_non_null(l);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(limits_take(l, LIMIT_READ, 7, 1000), 0);
	limits_free(l);
}

static void
a_flood_of_addresses_makes_it_forget_the_oldest(void **state)
{
	struct limits *l = limits_new(rate, 1);

	(void)state;
	assert_non_null(l);
	for (int i = 0; i < 3; i++)
		(void)limits_take(l, LIMIT_WRITE, 1, 1000);
	assert_true(limits_take(l, LIMIT_WRITE, 1, 1000) > 0);
	for (uint64_t key = 2; key < 200000; key++)
		(void)limits_take(l, LIMIT_WRITE, key, 1001);
	assert_int_equal(limits_take(l, LIMIT_WRITE, 1, 1001), 0);
	limits_free(l);
}

static struct net_address
address(const char *s)
{
	struct net_address a;

	assert_true(net_parse(s, strlen(s), &a));
	return a;
}

static void
ipv6_counts_by_its_64_and_ipv4_by_itself(void **state)
{
	const struct net_address a = address("2001:db8:1:2::1");
	const struct net_address b = address("[2001:db8:1:2:ffff::9]:443");
	const struct net_address c = address("2001:db8:1:3::1");
	const struct net_address d = address("192.0.2.1");
	const struct net_address e = address("192.0.2.2:80");
	const struct net_address f = address("::ffff:192.0.2.1");

	(void)state;
	assert_true(net_key(&a).n == net_key(&b).n);
	assert_true(net_key(&a).n != net_key(&c).n);
	assert_true(net_key(&d).n != net_key(&e).n);
	assert_true(net_key(&d).n == net_key(&f).n);
}

static void
what_is_no_address_is_refused(void **state)
{
	static const char *const bad[] = { "", "[", "[::1", "1.2.3", "a.b.c.d",
		"1.2.3.4.5", "unknown", "2001:db8:::1",
		"1111111111111111111111111111111111111111111111" };
	struct net_address a;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(net_parse(bad[i], strlen(bad[i]), &a));
}

static void
client_is_the_last_hop_that_is_no_proxy_of_ours(void **state)
{
	static const char *const cidr[] = { "10.0.0.0/8", "::1", "fd00::/8" };
	static const struct {
		const char *peer, *forwarded, *client;
	} row[] = {
		{ "192.0.2.1", NULL, "192.0.2.1" },
		{ "192.0.2.1", "198.51.100.7", "192.0.2.1" },
		{ "10.0.0.1", NULL, "10.0.0.1" },
		{ "10.0.0.1", "198.51.100.7", "198.51.100.7" },
		{ "10.0.0.1", "1.1.1.1, 198.51.100.7 ", "198.51.100.7" },
		{ "10.0.0.1", "1.1.1.1,198.51.100.7,10.2.0.1", "198.51.100.7" },
		{ "::1", "2001:db8::5", "2001:db8::5" },
		{ "fd12::1", "[2001:db8::5]:1234", "2001:db8::5" },
		{ "10.0.0.1", "1.1.1.1, nonsense", "10.0.0.1" },
		{ "10.0.0.1", "10.0.0.2, 10.0.0.3", "10.0.0.2" },
	};
	const char *bad;
	struct nets *nets = nets_new(cidr, 3, &bad);

	(void)state;
	assert_non_null(nets);
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		const struct net_address peer = address(row[i].peer);
		char text[NET_TEXT];
		struct net_address client;

		net_client(nets, &peer, row[i].forwarded, &client);
		net_text(&client, text);
		assert_string_equal(text, row[i].client);
	}
	nets_free(nets);
}

static void
a_network_that_is_none_is_named(void **state)
{
	static const char *const cidr[] = { "10.0.0.0/8", "10.0.0.0/33" };
	const char *bad;

	(void)state;
	assert_null(nets_new(cidr, 2, &bad));
	assert_string_equal(bad, "10.0.0.0/33");
}

static void
names_have_keys_of_their_own(void **state)
{
	(void)state;
	assert_true(
	    limits_name("m.example", 9) == limits_name("m.examples", 9));
	assert_true(limits_name("m.example", 9) != limits_name("n.example", 9));
	assert_true(limits_name("m.example", 9) != limits_name("m.exampl", 8));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_burst_passes_and_then_one_a_period),
		cmocka_unit_test(a_refusal_costs_nothing),
		cmocka_unit_test(kinds_and_addresses_do_not_share),
		cmocka_unit_test(a_rate_of_zero_is_no_limit),
		cmocka_unit_test(
		    a_flood_of_addresses_makes_it_forget_the_oldest),
		cmocka_unit_test(ipv6_counts_by_its_64_and_ipv4_by_itself),
		cmocka_unit_test(what_is_no_address_is_refused),
		cmocka_unit_test(
		    client_is_the_last_hop_that_is_no_proxy_of_ours),
		cmocka_unit_test(a_network_that_is_none_is_named),
		cmocka_unit_test(names_have_keys_of_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_address.c - where requests to strangers may go, and may not
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <cmocka.h>

#include "courier/address.h"

static bool
is_public(const char *text, bool loopback)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };

	if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
		return address_public((struct sockaddr *)&in, loopback);
	assert_int_equal(inet_pton(AF_INET6, text, &in6.sin6_addr), 1);
	return address_public((struct sockaddr *)&in6, loopback);
}

/* The first and last of each block, and what stands beside it. */
static const char *const closed[] = { "0.0.0.0", "0.255.255.255", "10.0.0.0",
	"10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1",
	"127.255.255.255", "169.254.169.254", "172.16.0.0", "172.31.255.255",
	"192.0.0.1", "192.0.2.255", "192.88.99.1", "192.168.0.1", "198.18.0.0",
	"198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1",
	"239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1",
	"::7f00:1", "::808:808", "::ffff:127.0.0.1", "::ffff:10.1.2.3",
	"64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::808:808", "100::1",
	"2001::1", "2001:0:808:808::1", "2001:1ff:ffff::1", "2001:db8::1",
	"2002:7f00:1::1", "2002:a01:203::", "2002:c0a8:1::1", "3fff::1",
	"3fff:fff:ffff::1", "5f00::1", "fc00::1", "fdff::1", "fe80::1",
	"fec0::1", "ff02::1", "4000::1", "1fff::1" };

static const char *const open_[] = { "1.0.0.0", "9.255.255.255", "11.0.0.0",
	"100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
	"169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.1",
	"192.167.255.255", "198.17.255.255", "198.20.0.0", "223.255.255.255",
	"::ffff:8.8.8.8", "64:ff9b::808:808", "2001:200::1",
	"2001:4860:4860::8888", "2002:808:808::1", "2a00::1", "3ffe::1",
	"3fff:1000::1" };

static void
private_addresses_are_closed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
		if (is_public(closed[i], false))
			fail_msg("'%s' is not public", closed[i]);
}

static void
public_addresses_are_open(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof open_ / sizeof *open_; i++)
		if (!is_public(open_[i], false))
			fail_msg("'%s' is public", open_[i]);
}

static void
tests_may_reach_this_machine_and_no_other(void **state)
{
	static const char *const self[] = { "127.0.0.1", "127.9.9.9", "::1",
		"::ffff:127.0.0.1" };

	(void)state;
	for (size_t i = 0; i < sizeof self / sizeof *self; i++)
		assert_true(is_public(self[i], true));
	assert_false(is_public("10.0.0.1", true));
	assert_false(is_public("0.0.0.0", true));
	assert_false(is_public("::", true));
	assert_false(is_public("fe80::1", true));
}

static void
other_families_are_closed(void **state)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };

	(void)state;
	assert_false(address_public((struct sockaddr *)&un, true));
}

static struct sockaddr_storage
address(const char *text)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	struct sockaddr_storage sa = { 0 };

	if (inet_pton(AF_INET, text, &in.sin_addr) == 1) {
		memcpy(&sa, &in, sizeof in);
		return sa;
	}
	assert_int_equal(inet_pton(AF_INET6, text, &in6.sin6_addr), 1);
	memcpy(&sa, &in6, sizeof in6);
	return sa;
}

static void
add(struct address_set *set, const char *text)
{
	struct sockaddr_storage sa = address(text);

	address_add(set, (struct sockaddr *)&sa);
}

static bool
among(const char *text, const struct address_set *set)
{
	struct sockaddr_storage sa = address(text);

	return address_among((struct sockaddr *)&sa, set);
}

static void
one_address_is_one_in_all_its_forms(void **state)
{
	static const char *const same[] = { "8.8.8.8", "::ffff:8.8.8.8",
		"64:ff9b::808:808", "2002:808:808::1" };
	static const char *const others[] = { "8.8.8.9", "::ffff:8.8.8.9",
		"64:ff9b::808:809", "2002:808:809::", "2a00::8", "::808:808" };
	struct address_set set = { .n = 0 };
	struct sockaddr_un un = { .sun_family = AF_UNIX };

	(void)state;
	add(&set, "2a00::7");
	add(&set, "8.8.8.8");
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		assert_true(among(same[i], &set));
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_false(among(others[i], &set));
	assert_true(among("2a00::7", &set));
	assert_false(address_among((struct sockaddr *)&un, &set));
	address_add(&set, (struct sockaddr *)&un);
	assert_int_equal(set.n, 2);
	for (int i = 0; i < 2 * ADDRESS_SET; i++)
		add(&set, "8.8.4.4");
	assert_int_equal(set.n, ADDRESS_SET);
}

static void
the_addresses_of_this_machine_are_its_own(void **state)
{
	struct address_set own;

	(void)state;
	assert_true(address_own(&own));
	assert_true(among("127.0.0.1", &own));
	assert_true(among("::ffff:127.0.0.1", &own));
	assert_false(among("8.8.8.8", &own));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(private_addresses_are_closed),
		cmocka_unit_test(public_addresses_are_open),
		cmocka_unit_test(tests_may_reach_this_machine_and_no_other),
		cmocka_unit_test(other_families_are_closed),
		cmocka_unit_test(one_address_is_one_in_all_its_forms),
		cmocka_unit_test(the_addresses_of_this_machine_are_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

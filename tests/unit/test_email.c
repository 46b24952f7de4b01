/*
 * test_email.c - norm/v1: two spellings of one mailbox are one person
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <placet/text.h>

static const struct {
	const char *typed, *norm;
} good[] = {
	{ "eve@example.org", "eve@example.org" },
	{ " \tEve@Example.ORG ", "eve@example.org" },
	{ "Eve.Martin+mairie@example.org", "eve.martin@example.org" },
	{ "eve+a+b@example.org", "eve@example.org" },
	{ "+eve@example.org", "+eve@example.org" },
	{ "+a+b@example.org", "+a+b@example.org" },
	{ "eve.+tag@example.org", "eve@example.org" },
	{ "E.v.e+x@gmail.com", "eve@gmail.com" },
	{ "e.ve@GoogleMail.com", "eve@gmail.com" },
	{ "eve1984@example.org", "eve1984@example.org" },
	{ "e.ve@gmail.org", "e.ve@gmail.org" },
	{ "e.ve@example-mail.fr", "e.ve@example-mail.fr" },
	{ "e.ve@mail.gmail.com", "e.ve@mail.gmail.com" },
	{ "e.ve@notgmail.com", "e.ve@notgmail.com" },
	{ "o'neil@example.org", "o'neil@example.org" },
	{ "!#$%&'*-/=?^_`{|}~@example.org", "!#$%&'*-/=?^_`{|}~@example.org" },
	{ "a@xn--caf-dma.fr", "a@xn--caf-dma.fr" },
};

static const char *const bad[] = { "", " ", "eve", "@", "eve@", "@example.org",
	"eve@@example.org", "eve@localhost", "eve@example.org.", "eve@.org",
	"eve@example..org", "eve@-example.org", "eve@example-.org",
	"eve@exa_mple.org", "eve@[192.0.2.1]", "eve@192.0.2.1", "eve@a.3x",
	".eve@a.org", "eve.@a.org", "e..ve@a.org", "e ve@a.org", "\"e\"@a.org",
	"eve(x)@a.org", "eve@a.org\n", "eve\r\n@a.org", "eve@a.org\r\nBcc: x",
	"eve@a.org,b@a.org", "eve@a.org;b", "<eve@a.org>", "\xC3\xA8ve@a.org",
	"eve@caf\xC3\xA9.fr", "eve@a.org\x01", "e:ve@a.org", "e\\ve@a.org" };

static void
spellings_of_a_mailbox_come_together(void **state)
{
	char out[PLACET_EMAIL_SIZE], again[PLACET_EMAIL_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		const char *typed = good[i].typed;

		assert_int_equal(
		    placet_email_norm(typed, strlen(typed), out), 0);
		assert_string_equal(out, good[i].norm);
		assert_int_equal(
		    placet_email_norm(typed, strlen(typed), NULL), 0);
		assert_int_equal(placet_email_norm(out, strlen(out), again), 0);
		assert_string_equal(out, again);
	}
}

static void
what_is_no_plain_address_is_refused(void **state)
{
	char out[PLACET_EMAIL_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (placet_email_norm(bad[i], strlen(bad[i]), out) !=
		    PLACET_EFORMAT)
			fail_msg("accepted '%s'", bad[i]);
	assert_int_equal(
	    placet_email_norm("eve@a.org\0x", 11, out), PLACET_EFORMAT);
	assert_int_equal(
	    placet_email_norm("e\0ve@a.org", 10, out), PLACET_EFORMAT);
}

/* local part and labels of `a`, dots every 50: as long as wanted. */
static int
norm_of_lengths(size_t local, size_t host)
{
	char s[600], out[PLACET_EMAIL_SIZE];
	size_t n = local + 1 + host;

	memset(s, 'a', n);
	s[local] = '@';
	for (size_t i = 50; i + 3 < host; i += 51)
		s[local + 1 + i] = '.';
	return placet_email_norm(s, n, out);
}

/* An address at a host whose first label is as long as wanted. */
static int
norm_of_label(size_t len)
{
	char s[80] = "a@", out[PLACET_EMAIL_SIZE];

	memset(s + 2, 'b', len);
	memcpy(s + 2 + len, ".fr", 3);
	return placet_email_norm(s, len + 5, out);
}

static void
lengths_are_held_to_the_byte(void **state)
{
	(void)state;
	assert_int_equal(norm_of_lengths(64, 100), 0);
	assert_int_equal(norm_of_lengths(65, 100), PLACET_ELIMIT);
	assert_int_equal(norm_of_lengths(10, 243), 0);
	assert_int_equal(norm_of_lengths(10, 244), PLACET_ELIMIT);
	assert_int_equal(norm_of_label(63), 0);
	assert_int_equal(norm_of_label(64), PLACET_EFORMAT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spellings_of_a_mailbox_come_together),
		cmocka_unit_test(what_is_no_plain_address_is_refused),
		cmocka_unit_test(lengths_are_held_to_the_byte),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_conf.c - what a configuration file may say, and what it is told
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/conf.h"

static char path[] = "/tmp/placet-conf-XXXXXX";
static char why[512];

static int
setup(void **state)
{
	const int fd = mkstemp(path);

	(void)state;
	return fd < 0 || close(fd) != 0;
}

static int
teardown(void **state)
{
	(void)state;
	return unlink(path);
}

static int
read_text(const char *text, struct conf *c)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	return conf_read(c, path, why, sizeof why);
}

/* The file must be refused, for `reason`, which follows the path. */
static void
refused(const char *text, const char *reason)
{
	struct conf c;

	assert_int_equal(read_text(text, &c), -1);
	assert_memory_equal(why, path, strlen(path));
	assert_string_equal(why + strlen(path), reason);
}

static void
defaults_stand_alone(void **state)
{
	struct conf c;

	(void)state;
	assert_int_equal(conf_read(&c, NULL, why, sizeof why), 0);
	assert_int_equal(c.listen.n, 1);
	assert_string_equal(c.listen.v[0], "127.0.0.1:8080");
	assert_int_equal(c.listen_tls.n, 0);
	assert_string_equal(c.user, "placet");
	assert_int_equal(c.statement_timeout, 2000);
	assert_false(c.development);
	conf_release(&c);
}

static void
every_row_can_be_read_and_has_help(void **state)
{
	(void)state;
	for (size_t i = 0; i < conf_nrows; i++) {
		assert_true(strlen(conf_rows[i].help) > 10);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(
			    conf_rows[i].name, conf_rows[j].name);
	}
}

static void
a_file_overrides_the_defaults(void **state)
{
	struct conf c;

	(void)state;
	assert_int_equal(
	    read_text("# a comment\n"
	              "listen = { \"0.0.0.0:80\", \"[::1]:8080\" }\n"
	              "workers = 3 # another\n"
	              "development = true\n"
	              "database = \"host=/run dbname='a#b'\"\n",
	        &c),
	    0);
	assert_int_equal(c.listen.n, 2);
	assert_string_equal(c.listen.v[1], "[::1]:8080");
	assert_int_equal(c.workers, 3);
	assert_true(c.development);
	assert_string_equal(c.database, "host=/run dbname='a#b'");
	conf_release(&c);
}

static void
a_list_in_the_file_replaces_the_default_one(void **state)
{
	struct conf c;

	(void)state;
	assert_int_equal(read_text("listen = \"127.0.0.1:1\"\n", &c), 0);
	assert_int_equal(c.listen.n, 1);
	assert_string_equal(c.listen.v[0], "127.0.0.1:1");
	conf_release(&c);
}

static void
a_wrong_name_gets_the_nearest(void **state)
{
	(void)state;
	refused("# x\n\nlisen = \"127.0.0.1:1\"\n",
	    ":3: no setting 'lisen', did you mean 'listen'?");
	refused("databaes = \"x\"",
	    ":1: no setting 'databaes', did you mean "
	    "'database'?");
	refused("zzzzzzzz = 1\n", ":1: no setting 'zzzzzzzz'");
}

static void
a_wrong_type_is_refused_with_its_line(void **state)
{
	(void)state;
	refused("# one\n# two\nworkers = many\n",
	    ":3: invalid integer value for option 'workers'");
	refused("development = perhaps\n",
	    ":1: invalid boolean value for option 'development'");
	refused("log_level = \"loud\"\n",
	    ":1: 'log_level' must be one of: debug info warn error");
	refused("public_scheme = \"\"\n",
	    ":1: 'public_scheme' must be one of: http https");
}

static void
a_number_out_of_range_is_refused(void **state)
{
	(void)state;
	refused("workers = 65\n", ":1: 'workers' must be from 0 to 64, not 65");
	refused("workers = -1\n", ":1: 'workers' must be from 0 to 64, not -1");
	refused("\nstatement_timeout = 99\n",
	    ":2: 'statement_timeout' must be from 100 to 60000, not 99");
	refused("workers = 99999999999999999999\n",
	    ":1: integer value for option 'workers' is out of range");
}

static void
what_does_not_agree_is_refused(void **state)
{
	(void)state;
	refused("listen = { \"localhost:80\" }\n",
	    ": 'localhost:80' is not an address and port to listen on (as "
	    "\"127.0.0.1:8080\" or \"[::1]:8080\")");
	refused("listen = { }\n", ": 'listen' and 'listen_tls' are empty");
	refused("federation_groups = \"lemmy;x\"\n",
	    ": 'federation_groups' holds names of a-z, 0-9 and -, with blanks "
	    "between them");
	refused("listen_tls = { \"[::]:443\" }\n",
	    ": 'listen_tls' needs 'tls_certificate' and 'tls_key'");
	refused("state_dir = \"keys\"\n", ": 'state_dir' must begin with '/'");
	refused("smtp_url = \"http://a\"\n",
	    ": 'smtp_url' must begin with smtp:// or smtps://");
}

static void
a_file_that_is_not_there_is_named(void **state)
{
	struct conf c;

	(void)state;
	assert_int_equal(
	    conf_read(&c, "/nonexistent/placetd.conf", why, sizeof why), -1);
	assert_string_equal(
	    why, "/nonexistent/placetd.conf: No such file or directory");
}

static void
addresses_are_numbers(void **state)
{
	static const char *const bad[] = { "", ":80", "127.0.0.1",
		"127.0.0.1:", "127.0.0.1:http", "127.0.0.1:65536",
		"127.0.0.1:-1", "::1:80", "[::1]", "[]:80", "[::1:80",
		"example.org:80", "127.0.0.1:80 " };
	struct sockaddr_storage sa;
	socklen_t len;

	(void)state;
	assert_int_equal(conf_address("127.0.0.1:80", &sa, &len), 0);
	assert_int_equal(sa.ss_family, AF_INET);
	assert_int_equal(conf_address("[::]:443", &sa, &len), 0);
	assert_int_equal(sa.ss_family, AF_INET6);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(conf_address(bad[i], &sa, &len), -1);
}

static void
a_reload_carries_over_what_needs_a_restart(void **state)
{
	struct conf now, next;

	(void)state;
	assert_int_equal(read_text("workers = 1\nrate_read = 7\n", &now), 0);
	assert_int_equal(read_text("workers = 1\nrate_read = 8\n", &next), 0);
	assert_null(conf_carry(&now, &next));
	assert_int_equal(next.rate_read, 8);
	conf_release(&next);
	assert_int_equal(
	    read_text("workers = 2\nlisten = \"127.0.0.1:9\"\n", &next), 0);
	assert_non_null(conf_carry(&now, &next));
	assert_int_equal(next.workers, 1);
	assert_string_equal(next.listen.v[0], "127.0.0.1:8080");
	conf_release(&next);
	conf_release(&now);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults_stand_alone),
		cmocka_unit_test(every_row_can_be_read_and_has_help),
		cmocka_unit_test(a_file_overrides_the_defaults),
		cmocka_unit_test(a_list_in_the_file_replaces_the_default_one),
		cmocka_unit_test(a_wrong_name_gets_the_nearest),
		cmocka_unit_test(a_wrong_type_is_refused_with_its_line),
		cmocka_unit_test(a_number_out_of_range_is_refused),
		cmocka_unit_test(what_does_not_agree_is_refused),
		cmocka_unit_test(a_file_that_is_not_there_is_named),
		cmocka_unit_test(addresses_are_numbers),
		cmocka_unit_test(a_reload_carries_over_what_needs_a_restart),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}

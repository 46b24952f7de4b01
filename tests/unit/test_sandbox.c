/*
 * test_sandbox.c - each process tries what it must not do
 *
 * A child enters the sandbox, tries, and says by its status whether all went
 * as it should: the line that did not is its status.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/sandbox.h"

#define MUST(x)                                                         \
	do {                                                            \
		if (!(x)) {                                             \
			fprintf(stderr, "line %d: %s\n", __LINE__, #x); \
			_exit(1);                                       \
		}                                                       \
	} while (0)
/* The call fails, and because it is denied. */
#define DENIED(x) MUST((errno = 0, (x) == -1 && errno == EPERM))

static struct conf conf;

static int
setup(void **state)
{
	char why[256];

	(void)state;
	if (conf_read(&conf, NULL, why, sizeof why) != 0)
		return -1;
	conf.user[0] = '\0'; /* stay who we are */
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	conf_release(&conf);
	return 0;
}

static void
in_child(const char *role, void (*tries)(void))
{
	int status;
	const pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		sandbox_role(&conf, role);
		tries();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* What nobody may. */
static void
common(void)
{
	struct rlimit core;
	char *const argv[] = { NULL };

	MUST(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1);
	MUST(getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 0);
	DENIED(execve("/bin/true", argv, argv));
	DENIED(kill(getppid(), 0));
	DENIED(chroot("/"));
	DENIED(listen(0, 1));
	MUST(kill(getpid(), 0) == 0);
#if !defined(__SANITIZE_ADDRESS__)
	DENIED(fork());
	DENIED(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
#endif
}

static void
reads_only(void)
{
	DENIED(open("/tmp/placet-sandbox", O_WRONLY | O_CREAT, 0600));
	DENIED(open("/dev/null", O_RDWR));
	DENIED(unlink("/tmp/placet-sandbox"));
	DENIED(rename("/tmp/placet-sandbox", "/tmp/placet-sandbox2"));
	DENIED(mkdir("/tmp/placet-sandbox", 0700));
	MUST(open("/etc/passwd", O_RDONLY) >= 0);
}

static void
web(void)
{
	int pair[2];

	common();
	reads_only();
	DENIED(socket(AF_INET, SOCK_STREAM, 0));
	DENIED(socket(AF_INET6, SOCK_STREAM, 0));
	DENIED(socket(AF_NETLINK, SOCK_RAW, 0));
	MUST(socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
	MUST(accept(pair[0], NULL, NULL) == -1 && errno != EPERM);
}

static void *
thread(void *arg)
{
	return arg;
}

static void
courier(void)
{
	pthread_t t;
	int fd;

	common();
	reads_only();
	DENIED(socket(AF_PACKET, SOCK_RAW, 0));
	MUST((fd = socket(AF_INET, SOCK_STREAM, 0)) >= 0);
	DENIED(listen(fd, 1));
	MUST(socket(AF_INET6, SOCK_DGRAM, 0) >= 0);
	MUST(pthread_create(&t, NULL, thread, NULL) == 0);
	MUST(pthread_join(t, NULL) == 0);
}

static void
keyd(void)
{
	char name[] = "/tmp/placet-sandbox-XXXXXX";
	int pair[2];

	common();
	DENIED(socket(AF_UNIX, SOCK_STREAM, 0));
	DENIED(socket(AF_INET, SOCK_STREAM, 0));
	DENIED(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	MUST(mkstemp(name) >= 0);
	MUST(unlink(name) == 0);
}

static void
web_reads_and_reaches_local_sockets(void **state)
{
	(void)state;
	in_child("web", web);
	in_child("notary", web);
}

static void
courier_calls_out_but_does_not_listen(void **state)
{
	(void)state;
	in_child("courier", courier);
}

static void
keyd_has_no_socket_but_files(void **state)
{
	(void)state;
	in_child("keyd", keyd);
}

static void
over_tcp(void)
{
	MUST(socket(AF_INET, SOCK_STREAM, 0) >= 0);
}

static void
web_may_reach_a_database_over_tcp(void **state)
{
	struct conf tcp = conf, keep = conf;
	char dsn[] = "host=db.example dbname=placet";

	(void)state;
	tcp.database = dsn;
	conf = tcp;
	in_child("web", over_tcp);
	conf = keep;
}

static void
a_database_is_local_or_not(void **state)
{
	static const char *const local[] = { "", "dbname=placet",
		"host=/run/postgresql dbname=placet", "host = '/a b' port=1",
		"host=/a,/b", "host=@abstract", "dbname=host user=x",
		"dbname=myhost=1" };
	static const char *const tcp[] = { "host=localhost", "host='db'",
		"dbname=x host = 10.0.0.1", "host=/a,db", "hostaddr=10.0.0.1",
		"host=/a hostaddr=10.0.0.1", "postgresql://h/placet",
		"postgres:///placet", "host=/a host=db" };

	(void)state;
	unsetenv("PGHOST");
	for (size_t i = 0; i < sizeof local / sizeof *local; i++)
		assert_int_equal(
		    sandbox_for_database(local[i]), SANDBOX_NET_UNIX);
	for (size_t i = 0; i < sizeof tcp / sizeof *tcp; i++)
		assert_int_equal(sandbox_for_database(tcp[i]), SANDBOX_NET_OUT);
	setenv("PGHOST", "db", 1);
	assert_int_equal(sandbox_for_database("dbname=x"), SANDBOX_NET_OUT);
	assert_int_equal(sandbox_for_database("host=/a"), SANDBOX_NET_UNIX);
	unsetenv("PGHOST");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(web_reads_and_reaches_local_sockets),
		cmocka_unit_test(courier_calls_out_but_does_not_listen),
		cmocka_unit_test(keyd_has_no_socket_but_files),
		cmocka_unit_test(web_may_reach_a_database_over_tcp),
		cmocka_unit_test(a_database_is_local_or_not),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}

/*
 * cluster.h - a private PostgreSQL cluster for a unit test
 *
 * tests/lib/pg.sh starts and stops it; what a test needs beside the functions
 * under test it does with psql, since nobody but base/db sees libpq.
 */
#ifndef TESTS_CLUSTER_H
#define TESTS_CLUSTER_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static char dir[] = "/tmp/placet-test.XXXXXX";

/* Is there a server to be started?  If not the test is to be skipped. */
static inline int
cluster_possible(void)
{
	if (getenv("srcdir") == NULL)
		setenv("srcdir", ".", 1);
	return system(". \"$srcdir/tests/lib/pg.sh\" && "
	              "test -x \"$(pg_bindir)/initdb\"") == 0;
}

/* Run it with the functions of pg.sh at hand; 0 if all went well. */
static inline int __attribute__((format(printf, 1, 2)))
shell(const char *fmt, ...)
{
	char command[4096], line[5120];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(command, sizeof command, fmt, ap);
	va_end(ap);
	snprintf(line, sizeof line,
	    "unset MAKEFLAGS; . \"$srcdir/tests/lib/pg.sh\"; PG_FSYNC=off; "
	    "export PGHOST=%s PGUSER=postgres PGDATABASE=postgres; %s",
	    dir, command);
	return system(line);
}

static inline int
cluster_start(void)
{
	return shell("pg_start %s", dir);
}

static inline int
cluster_crash(void)
{
	return shell("pg_crash %s", dir);
}

static inline int
cluster_remove(void)
{
	return shell("pg_stop %s; rm -rf %s", dir, dir);
}

#endif

/*
 * fail.h - makes what the library calls fail, one call at a time
 *
 * A test that is linked with libplacet.a and -Wl,--wrap=NAME gets all its
 * calls of NAME, and the library's, into __wrap_NAME, which FAILS() defines.
 * Calls between other libraries are not touched.
 */
#ifndef UNIT_FAIL_H
#define UNIT_FAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Which call of `name` fails; counted from 0. */
struct fail {
	const char *name; /* NULL: none */
	size_t at;
	bool ever; /* all the later ones too */
	size_t seen;
};

static struct fail fail;

/* Does this call of `name` fail? */
static inline bool
fail_now(const char *name)
{
	size_t n;

	if (fail.name == NULL || strcmp(fail.name, name) != 0)
		return false;
	n = fail.seen++;
	return n == fail.at || (fail.ever && n > fail.at);
}

#define FAILS(type, name, params, args, failed)                         \
	type __real_##name params;                                      \
	type __wrap_##name params;                                      \
	type __wrap_##name params                                       \
	{                                                               \
		return fail_now(#name) ? (failed) : __real_##name args; \
	}

/* Something to try: what it answers, its outputs looked at by itself. */
typedef int fail_op(void);

/*
 * Run op with the first call of `name` failing, then the second, and so on
 * until there is no such call any more.  All but the last run must answer
 * `want`, the last 0.  Returns in how many runs a call failed; when op does
 * otherwise, SIZE_MAX.
 */
static inline size_t
fail_each(fail_op *op, const char *name, int want)
{
	for (size_t n = 0;; n++) {
		int err;

		fail = (struct fail){ .name = name, .at = n };
		err = op();
		fail.name = NULL;
		if (fail.seen <= n)
			return err == 0 ? n : SIZE_MAX;
		if (err != want) {
			print_error("# call %zu of %s: %d\n", n, name, err);
			return SIZE_MAX;
		}
	}
}

enum { FAIL_ABORTED = 42 };

/* For -Wl,--wrap=abort: an end that a parent can tell from others. */
_Noreturn void __wrap_abort(void);
_Noreturn void
__wrap_abort(void)
{
	exit(FAIL_ABORTED);
}

/* Of the sanitizer, where there is one: what aborts cannot clean up. */
void __lsan_disable(void) __attribute__((weak));

/* Does op end the program when that call fails?  Tried in a child. */
static inline bool
fail_aborts(fail_op *op, const char *name, size_t at)
{
	int status = 0;
	pid_t child;

	fflush(NULL);
	child = fork();
	if (child == 0) {
		if (__lsan_disable != NULL)
			__lsan_disable();
		fail = (struct fail){ .name = name, .at = at };
		exit(op() == 0 ? 0 : 1);
	}
	return child > 0 && waitpid(child, &status, 0) == child &&
	    WIFEXITED(status) && WEXITSTATUS(status) == FAIL_ABORTED;
}

#endif

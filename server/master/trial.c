/*
 * trial.c - what the settings name is read once before anybody depends on it
 *
 * A process that cannot read its templates ends at once, and so do those
 * started in its place: a SIGHUP with a folder misspelt would take the whole
 * service down.  Hence a child that reads what the real ones read, and ends
 * as they would, but alone.
 */
#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "master/child.h"
#include "master/trial.h"

enum { PATIENCE = 10 /* s; a folder may be on a disk that is away */ };

static _Noreturn void
try_all(const struct conf *conf)
{
	alarm(PATIENCE);
	web_try(conf);
	courier_try(conf);
	_exit(0);
}

bool
trial(const struct conf *conf)
{
	const pid_t pid = fork();
	int status = 0;

	if (pid == 0)
		try_all(conf);
	if (pid < 0) {
		log_warn("cannot try the settings");
		return false;
	}
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR) {
			log_warn("cannot try the settings");
			return false;
		}
	if (WIFSIGNALED(status))
		log_warnx("trying the settings was ended by signal %d: %s",
		    WTERMSIG(status), strsignal(WTERMSIG(status)));
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

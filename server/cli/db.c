/*
 * db.c - placet db create, upgrade, check, status: runs sql/placet-db
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/cli.h"

/*
 * Become the script.  As root we connect as postgres, which is the superuser
 * that Debian makes and lets in by its name only: so become that user too.
 */
static _Noreturn void
exec_placet_db(const char *script, const char *database, const char *word)
{
	if (geteuid() == 0 && strstr(database, "user=") == NULL &&
	    getenv("PGUSER") == NULL)
		execlp("setpriv", "setpriv", "--reuid", "postgres", "--regid",
		    "postgres", "--init-groups", script, "-d", database, word,
		    (char *)NULL);
	else
		execl(script, script, "-d", database, word, (char *)NULL);
	fprintf(
	    stderr, "placet: cannot run '%s': %s\n", script, strerror(errno));
	_exit(127);
}

int
cli_placet_db(struct cli *cli, const char *word)
{
	const char *script;
	int status = cli_conf(cli);
	pid_t pid;

	if (status != CLI_OK)
		return status;
	script = cli_must(
	    placet_printf(&cli->arena, "%s/sql/placet-db", cli->conf.data_dir));
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		/* With --json standard output is ours alone. */
		if (cli->json && dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
			_exit(127);
		exec_placet_db(script, cli->conf.database, word);
	}
	if (pid < 0)
		return cli_fail(cli, CLI_FAILED, "%s", strerror(errno));
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return cli_fail(cli, CLI_FAILED, "%s", strerror(errno));
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? CLI_OK
	                                                     : CLI_FAILED;
}

static int
run(struct cli *cli, const char *word)
{
	int status = cli_placet_db(cli, word);

	if (cli->json)
		printf(
		    "{\"%s\":%s}\n", word, status == CLI_OK ? "true" : "false");
	return status;
}

int
db_create(struct cli *cli)
{
	return run(cli, "create");
}

int
db_upgrade(struct cli *cli)
{
	return run(cli, "upgrade");
}

int
db_check(struct cli *cli)
{
	return run(cli, "check");
}

int
db_status(struct cli *cli)
{
	return run(cli, "status");
}

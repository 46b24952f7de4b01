/*
 * init.c - placet init: a configuration, the folder of the keys, a database
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

/* Settings that one has to think about; the rest have good defaults. */
static const struct {
	const char *setting;
	const char *option; /* of the command that gives it */
} asked[] = {
	{ "listen", NULL },
	{ "public_scheme", NULL },
	{ "database", "database" },
	{ "state_dir", "state" },
	{ "smtp_url", "smtp" },
	{ "mail_from", "mail-from" },
};

static const struct conf_row *
row_find(const char *name)
{
	for (size_t i = 0; i < conf_nrows; i++)
		if (strcmp(conf_rows[i].name, name) == 0)
			return &conf_rows[i];
	return NULL;
}

/* A text in the quotes of the configuration file. */
static void
put_quoted(FILE *f, const char *s)
{
	fputc('"', f);
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			fputc('\\', f);
		fputc(*s, f);
	}
	fputc('"', f);
}

static void
put_settings(struct cli *cli, FILE *f)
{
	fputs("# placetd.conf - see placetd.conf(5); `placet config explain` "
	      "says what each\n# setting means.  What is not here has its "
	      "default.\n",
	    f);
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		const struct conf_row *row = row_find(asked[i].setting);
		const char *given = asked[i].option == NULL
		    ? NULL
		    : cli_option(cli, asked[i].option);

		if (row == NULL)
			continue;
		fprintf(f, "\n# %s\n%s%s = ", row->help,
		    given == NULL ? "#" : "", row->name);
		if (given != NULL)
			put_quoted(f, given);
		else
			fputs(row->value, f);
		fputc('\n', f);
	}
}

/* Into the folder of the file, so that it comes to be whole or not at all. */
/* Make a folder and those above it that are missing. */
static int
make_folder(struct cli *cli, const char *path, mode_t mode)
{
	char *dir = cli_must(placet_strdup(&cli->arena, path));

	for (char *p = dir + 1; *p != '\0'; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (mkdir(dir, 0755) != 0 && errno != EEXIST)
			return cli_fail(
			    cli, CLI_FAILED, "'%s': %s", dir, strerror(errno));
		*p = '/';
	}
	if (mkdir(dir, mode) != 0 && errno != EEXIST)
		return cli_fail(
		    cli, CLI_FAILED, "'%s': %s", dir, strerror(errno));
	return CLI_OK;
}

static int
write_conf(struct cli *cli)
{
	const char *path = cli->conf_path;
	const char *temp = cli_must(placet_printf(&cli->arena, "%s.new", path));
	char *dir = cli_must(placet_strdup(&cli->arena, path));
	FILE *f;

	if (access(path, F_OK) == 0 && cli_option(cli, "force") == NULL)
		return cli_fail(
		    cli, CLI_FAILED, "'%s' exists: --force replaces it", path);
	if (strrchr(dir, '/') != NULL && strrchr(dir, '/') != dir) {
		*strrchr(dir, '/') = '\0';
		if (make_folder(cli, dir, 0755) != CLI_OK)
			return CLI_FAILED;
	}
	f = fopen(temp, "we");
	if (f == NULL)
		return cli_fail(
		    cli, CLI_FAILED, "'%s': %s", temp, strerror(errno));
	put_settings(cli, f);
	if (fchmod(fileno(f), 0644) != 0 || fclose(f) != 0 ||
	    rename(temp, path) != 0)
		return cli_fail(
		    cli, CLI_FAILED, "'%s': %s", path, strerror(errno));
	return CLI_OK;
}

int
init_run(struct cli *cli)
{
	int status = write_conf(cli);

	if (status == CLI_OK)
		status = cli_conf(cli);
	if (status != CLI_OK)
		return status;
	if (make_folder(cli, cli->conf.state_dir, 0700) != CLI_OK)
		return CLI_FAILED;
	if (cli_option(cli, "no-database") == NULL) {
		status = cli_placet_db(cli, "create");
		if (status != CLI_OK)
			return cli_fail(cli, CLI_FAILED,
			    "the database was not made; once it can be: "
			    "placet db create");
	}
	if (cli->json)
		puts("{\"initialised\":true}");
	else
		printf("'%s' is written.  Next:\n\n"
		       "  placet doctor\n"
		       "  placet site add HOST INSEE\n"
		       "  placetd\n",
		    cli->conf_path);
	return CLI_OK;
}

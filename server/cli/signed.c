/*
 * signed.c - see signed.h
 *
 * The shape of a line stands in keyd/journal.c: <batch> <origin> <size> <root>
 * <key> <check>.  Nothing is written here, and keyd may be appending: a line
 * that is not well formed was not told to anybody yet, or keyd would not have
 * started.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <placet/text.h>

#include "cli/signed.h"

#define TITLE "placet signed 1\n"

enum { CHECK = 16, FIELDS = 6, LINE = 1024 };

/* Is the check at its end that of the line? */
static bool
check_good(const char *line, const char *check)
{
	struct placet_hash h;
	char hex[65];

	placet_sha256(line, (size_t)(check - line) - 1, &h);
	placet_hex(h.b, sizeof h.b, hex);
	return strlen(check) == CHECK && memcmp(check, hex, CHECK) == 0;
}

/* A line without its newline; false unless it is of that log. */
static bool
read_line(char *line, const char *origin, struct signed_tree *t)
{
	char copy[LINE], *f[FIELDS], *rest = copy;
	int n = 0;

	snprintf(copy, sizeof copy, "%s", line);
	while (n < FIELDS && rest != NULL)
		f[n++] = strsep(&rest, " ");
	return n == FIELDS && rest == NULL &&
	    check_good(line, line + (f[5] - copy)) &&
	    strcmp(f[1], origin) == 0 &&
	    placet_decimal(f[2], strlen(f[2]), INT64_MAX, &t->size) == 0 &&
	    placet_unhex(f[3], strlen(f[3]), t->root.b, sizeof t->root.b) ==
	    0 &&
	    placet_unhex(f[4], strlen(f[4]), t->pub, sizeof t->pub) == 0;
}

int
signed_last(struct cli *cli, const char *origin, struct signed_tree *t)
{
	struct signed_tree next;
	char line[LINE];
	const char *path;
	FILE *f;

	if (cli_conf(cli) != CLI_OK)
		return CLI_FAILED;
	path = cli_must(
	    placet_printf(&cli->arena, "%s/signed.log", cli->conf.state_dir));
	f = fopen(path, "re");
	if (f == NULL)
		return cli_fail(
		    cli, CLI_FAILED, "'%s': %s", path, strerror(errno));
	memset(t, 0, sizeof *t);
	if (fgets(line, sizeof line, f) == NULL || strcmp(line, TITLE) != 0) {
		fclose(f);
		return cli_fail(
		    cli, CLI_FAILED, "'%s' is no journal of keyd", path);
	}
	while (fgets(line, sizeof line, f) != NULL)
		if (line[strcspn(line, "\n")] == '\n') {
			line[strcspn(line, "\n")] = '\0';
			if (read_line(line, origin, &next))
				*t = next;
		}
	fclose(f);
	if (t->size == 0)
		return cli_fail(cli, CLI_FAILED,
		    "'%s' says nothing of '%s': is that the state_dir of keyd?",
		    path, origin);
	return CLI_OK;
}

/*
 * config.c - placet config check, placet config explain
 */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

int
config_check(struct cli *cli)
{
	int status = cli_conf(cli);

	if (status != CLI_OK)
		return status;
	if (cli->json)
		puts("{\"valid\":true}");
	else
		printf("'%s' is valid\n", cli->conf_path);
	return CLI_OK;
}

static const char *
type_name(enum conf_type type)
{
	switch (type) {
	case CONF_TEXT: return "text";
	case CONF_INT: return "number";
	case CONF_BOOL: return "true or false";
	case CONF_LIST: return "list of texts";
	}
	return "";
}

static void
explain(const struct conf_row *row)
{
	printf("%s = %s\n    %s\n    A %s", row->name, row->value, row->help,
	    type_name(row->type));
	if (row->type == CONF_INT)
		printf(" from %ld to %ld", row->min, row->max);
	if (row->choice != NULL)
		printf(", one of: %s", row->choice);
	printf("; a change needs a %s.\n",
	    row->reload ? "reload (SIGHUP)" : "restart");
}

static struct placet_json *
explain_json(struct cli *cli, const struct conf_row *row)
{
	struct placet_arena *a = &cli->arena;
	struct placet_json *o = cli_must(
	    placet_json_new(a, PLACET_JSON_OBJECT));
	const char *type = type_name(row->type);

	placet_json_set(a, o, "name",
	    placet_json_new_text(a, row->name, strlen(row->name)));
	placet_json_set(
	    a, o, "type", placet_json_new_text(a, type, strlen(type)));
	placet_json_set(a, o, "default",
	    placet_json_new_text(a, row->value, strlen(row->value)));
	placet_json_set(a, o, "reload", placet_json_new_bool(a, row->reload));
	placet_json_set(a, o, "help",
	    placet_json_new_text(a, row->help, strlen(row->help)));
	return o;
}

int
config_explain(struct cli *cli)
{
	struct placet_json *all = cli_must(
	    placet_json_new(&cli->arena, PLACET_JSON_ARRAY));
	size_t found = 0;

	for (size_t i = 0; i < conf_nrows; i++) {
		if (cli->narg > 0 &&
		    strcmp(conf_rows[i].name, cli->arg[0]) != 0)
			continue;
		found++;
		if (cli->json)
			placet_json_push(
			    all, cli_must(explain_json(cli, &conf_rows[i])));
		else
			explain(&conf_rows[i]);
	}
	if (found == 0)
		return cli_fail(
		    cli, CLI_FAILED, "no setting '%s'", cli->arg[0]);
	return cli->json ? cli_print_json(cli, all) : CLI_OK;
}

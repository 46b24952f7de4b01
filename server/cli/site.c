/*
 * site.c - placet site add, list, policy, rekey; for the rest see site_move.c
 */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

/* The options that were given, as the JSON text that SQL takes. */
static const char *
options_json(struct cli *cli)
{
	struct placet_json *o = cli_must(
	    placet_json_new(&cli->arena, PLACET_JSON_OBJECT));
	struct placet_buf b = { 0 };
	const char *s;

	for (int i = 0; cli->command->option[i].name != NULL; i++)
		if (cli->option[i] != NULL)
			placet_json_set(&cli->arena, o,
			    cli->command->option[i].name,
			    placet_json_new_text(&cli->arena, cli->option[i],
			        strlen(cli->option[i])));
	placet_json_write(&b, o);
	s = b.err != 0 ? NULL : placet_strdup(&cli->arena, b.data);
	placet_buf_release(&b);
	return s;
}

int
site_add(struct cli *cli)
{
	const struct db_arg args[] = { { cli->arg[0] }, { cli->arg[1] },
		{ options_json(cli) } };
	struct placet_json *doc;
	int status;

	if (args[2].data == NULL)
		return cli_fail(cli, CLI_USAGE, "an option is not UTF-8");
	status = cli_ask(cli, "admin.site_add", args, 3, &doc);
	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	printf("%s is the site of %s\n", cli->arg[0],
	    cli_text(cli, placet_json_get(doc, "site"), "name"));
	return CLI_OK;
}

int
site_list(struct cli *cli)
{
	struct placet_json *doc;
	const struct placet_json *s, *move;
	int status = cli_ask(cli, "admin.site_list", NULL, 0, &doc);

	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	s = placet_json_get(doc, "sites");
	for (s = s != NULL ? s->first : NULL; s != NULL; s = s->next) {
		printf("%s\t%s\t%s", cli_text(cli, s, "host"),
		    cli_text(cli, s, "insee"), cli_text(cli, s, "name"));
		move = placet_json_get(s, "move");
		if (move != NULL && move->type == PLACET_JSON_OBJECT) {
			putchar('\t');
			site_move_print(cli, move);
		}
		putchar('\n');
	}
	return CLI_OK;
}

int
site_policy(struct cli *cli)
{
	const struct db_arg args[] = { { cli->arg[0] }, { cli->arg[1] },
		{ cli->arg[2] } };
	struct placet_json *doc;
	const struct placet_json *p;
	int status = cli_ask(cli, "admin.site_policy", args, 3, &doc);

	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	p = placet_json_get(doc, "policy");
	printf("social\t%s\nsignatures\t%s\naggregation\t%s\n",
	    cli_text(cli, p, "social"), cli_text(cli, p, "signatures"),
	    cli_text(cli, p, "aggregation"));
	return CLI_OK;
}

int
site_rekey(struct cli *cli)
{
	const struct db_arg args[] = { { cli->arg[0] } };
	struct placet_json *doc;
	int status = cli_ask(cli, "admin.site_rekey", args, 1, &doc);

	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	printf("%s gets a new key; servers that follow it are told\n",
	    cli->arg[0]);
	return CLI_OK;
}

/*
 * comment.c - placet comment: replies that came from other servers
 */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

int
comment_list(struct cli *cli)
{
	const struct db_arg args[] = { { cli->arg[0] },
		{ cli_option(cli, "state") } };
	struct placet_json *doc;
	const struct placet_json *c;
	int status = cli_ask(cli, "admin.comment_list", args, 2, &doc);

	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	c = placet_json_get(doc, "comments");
	for (c = c != NULL ? c->first : NULL; c != NULL; c = c->next)
		printf("%s\t%s\t%s\t%s\t%s\n", cli_text(cli, c, "id"),
		    cli_text(cli, c, "petition"), cli_text(cli, c, "state"),
		    cli_plain(cli, cli_text(cli, c, "actor")),
		    cli_plain(cli, cli_text(cli, c, "text")));
	return CLI_OK;
}

/* show, hide. */
int
comment_set(struct cli *cli)
{
	const bool show = strcmp(cli->command->verb, "show") == 0;
	const struct db_arg args[] = { { cli->arg[0] }, { cli->arg[1] },
		{ show ? "shown" : "hidden" } };
	struct placet_json *doc;
	int status = cli_ask(cli, "admin.comment_set", args, 3, &doc);

	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	printf("comment %s is %s\n", cli->arg[1], args[2].data);
	return CLI_OK;
}

int
comment_fetch(struct cli *cli)
{
	const struct db_arg args[] = { { cli->arg[0] }, { cli->arg[1] } };
	struct placet_json *doc;
	int status = cli_ask(cli, "admin.comment_fetch", args, 2, &doc);

	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	printf("%s is fetched\n", cli->arg[1]);
	return CLI_OK;
}

int
comment_backfill(struct cli *cli)
{
	const struct db_arg args[] = { { cli->arg[0] }, { cli->arg[1] } };
	struct placet_json *doc;
	int status = cli_ask(cli, "admin.comment_backfill", args, 2, &doc);

	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	printf("asks what was said to %s comments\n",
	    cli_text(cli, doc, "comments"));
	return CLI_OK;
}

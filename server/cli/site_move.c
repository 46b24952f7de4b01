/*
 * site_move.c - placet site alias, move: a commune merges, or has another name
 */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

int
site_alias(struct cli *cli)
{
	const struct db_arg args[] = { { cli->arg[0] }, { cli->arg[1] },
		{ cli->arg[2] } };
	struct placet_json *doc;
	const struct placet_json *a;
	int status = cli_ask(cli, "admin.site_alias", args, 3, &doc);

	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	a = placet_json_get(doc, "aliases");
	for (a = a != NULL ? a->first : NULL; a != NULL; a = a->next)
		if (a->type == PLACET_JSON_STRING)
			printf("%s\n", cli_plain(cli, a->str));
	return CLI_OK;
}

/* A reason in words. */
static const char *
reason(const char *code)
{
	if (strcmp(code, "move.unreachable") == 0)
		return "no actor could be fetched at this URL";
	if (strcmp(code, "move.unconfirmed") == 0)
		return "the actor there does not name ours in alsoKnownAs";
	return code;
}

void
site_move_print(struct cli *cli, const struct placet_json *move)
{
	const char *why = cli_text(cli, move, "why");

	printf("%s\t%s", cli_text(cli, move, "state"),
	    cli_plain(cli, cli_text(cli, move, "to")));
	if (why[0] != '\0')
		printf("\t%s", reason(why));
}

int
site_move(struct cli *cli)
{
	const bool undo = cli_option(cli, "undo") != NULL;
	const struct db_arg args[] = { { cli->arg[0] }, { cli->arg[1] },
		{ undo ? "t" : "f" } };
	struct placet_json *doc;
	const struct placet_json *move;
	int status;

	if (undo && cli->arg[1] != NULL)
		return cli_fail(
		    cli, CLI_USAGE, "--undo stands without an actor");
	status = cli_ask(cli, "admin.site_move", args, 3, &doc);
	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	move = placet_json_get(doc, "move");
	if (move == NULL || move->type != PLACET_JSON_OBJECT)
		fputs("here", stdout);
	else
		site_move_print(cli, move);
	putchar('\n');
	return CLI_OK;
}

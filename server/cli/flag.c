/*
 * flag.c - placet flag: reports from other servers, and to them
 */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

int
flag_list(struct cli *cli)
{
	const struct db_arg args[] = { { cli->arg[0] } };
	struct placet_json *doc;
	const struct placet_json *f, *o;
	int status = cli_ask(cli, "admin.flag_list", args, 1, &doc);

	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	f = placet_json_get(doc, "flags");
	for (f = f != NULL ? f->first : NULL; f != NULL; f = f->next) {
		printf("%s\t%s\t%s\t", cli_text(cli, f, "id"),
		    cli_plain(cli, cli_text(cli, f, "actor")),
		    cli_plain(cli, cli_text(cli, f, "text")));
		o = placet_json_get(f, "objects");
		for (o = o != NULL ? o->first : NULL; o != NULL; o = o->next)
			printf("%s%s",
			    o->type == PLACET_JSON_STRING
			        ? cli_plain(cli, o->str)
			        : "-",
			    o->next != NULL ? " " : "");
		putchar('\n');
	}
	return CLI_OK;
}

int
flag_close(struct cli *cli)
{
	const struct db_arg args[] = { { cli->arg[0] }, { cli->arg[1] } };
	struct placet_json *doc;
	int status = cli_ask(cli, "admin.flag_close", args, 2, &doc);

	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	printf("report %s is closed\n", cli->arg[1]);
	return CLI_OK;
}

int
flag_send(struct cli *cli)
{
	const struct db_arg args[] = { { cli->arg[0] }, { cli->arg[1] },
		{ cli_option(cli, "text") } };
	struct placet_json *doc;
	const struct placet_json *f, *sent;
	int status;

	if (args[2].data == NULL)
		return cli_fail(cli, CLI_USAGE, "say why, with --text");
	status = cli_ask(cli, "admin.flag_send", args, 3, &doc);
	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	f = placet_json_get(doc, "flag");
	sent = placet_json_get(f, "sent");
	printf("%s is reported to its server%s\n",
	    cli_plain(cli, cli_text(cli, f, "actor")),
	    sent != NULL && sent->truth ? "" : ": that was said today already");
	return CLI_OK;
}

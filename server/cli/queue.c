/*
 * queue.c - placet queue: what waits to be sent to other servers
 */
#include <stdio.h>

#include "cli/cli.h"

int
queue_list(struct cli *cli)
{
	const struct db_arg args[] = { { cli->arg[0] } };
	struct placet_json *doc;
	const struct placet_json *q, *dead;
	int status = cli_ask(cli, "admin.queue_list", args, 1, &doc);

	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	q = placet_json_get(doc, "queue");
	for (q = q != NULL ? q->first : NULL; q != NULL; q = q->next) {
		dead = placet_json_get(q, "dead");
		printf("%s\t%s\t%s\t%s\t%s\n", cli_text(cli, q, "host"),
		    cli_text(cli, q, "lane"), cli_text(cli, q, "waiting"),
		    cli_text(cli, q, "fails"),
		    dead != NULL && dead->truth ? "dead"
		                                : cli_text(cli, q, "due_at"));
	}
	return CLI_OK;
}

int
queue_retry(struct cli *cli)
{
	const struct db_arg args[] = { { cli->arg[0] }, { cli->arg[1] } };
	struct placet_json *doc;
	int status = cli_ask(cli, "admin.queue_retry", args, 2, &doc);

	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	printf("%s servers and %s letters are tried again\n",
	    cli_text(cli, doc, "servers"), cli_text(cli, doc, "letters"));
	return CLI_OK;
}

int
queue_drop(struct cli *cli)
{
	const struct db_arg args[] = { { cli->arg[0] }, { cli->arg[1] } };
	struct placet_json *doc;
	int status = cli_ask(cli, "admin.queue_drop", args, 2, &doc);

	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	printf("%s acts and %s letters are dropped\n",
	    cli_text(cli, doc, "acts"), cli_text(cli, doc, "letters"));
	return CLI_OK;
}

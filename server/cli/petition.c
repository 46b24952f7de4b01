/*
 * petition.c - placet petition open, answer, erratum, close, list, withdraw
 */
#include <stdio.h>
#include <string.h>

#include <placet/buf.h>
#include <placet/text.h>

#include "base/log.h"
#include "base/markdown.h"
#include "cli/cli.h"

/*
 * The text as HTML for other servers, made of the Markdown here so that what
 * they show is what the page shows.
 */
static void
html_set(struct cli *cli, struct placet_json *file)
{
	const struct placet_json *body = placet_json_get(file, "body");
	struct placet_json *html = cli_must(
	    placet_json_new(&cli->arena, PLACET_JSON_NULL));
	struct placet_buf b = { 0 };

	if (body != NULL && body->type == PLACET_JSON_STRING) {
		markdown_html(&b, body->str, body->len);
		if (b.err != 0)
			fatalx("out of memory");
		html = cli_must(
		    placet_json_new_text(&cli->arena, b.data, b.len));
		placet_buf_release(&b);
	}
	placet_json_set(&cli->arena, file, "html", html);
}

/* The file is parsed here first: its errors are the writer's, not ours. */
int
petition_open(struct cli *cli)
{
	struct db_arg args[] = { { cli->arg[0] }, { NULL } };
	struct placet_json *file, *doc;
	struct placet_buf b = { 0 };
	size_t len;
	char *text = cli_read(cli, cli->arg[1], &len);
	int status, err;

	if (text == NULL)
		return CLI_FAILED;
	err = placet_json_parse(&cli->arena, text, len, NULL, &file);
	if (err != 0 || file->type != PLACET_JSON_OBJECT)
		return cli_fail(cli, CLI_FAILED, "'%s' is no JSON object%s%s",
		    cli->arg[1], err != 0 ? ": " : "",
		    err != 0 ? placet_strerror(err) : "");
	html_set(cli, file);
	placet_json_write(&b, file);
	if (b.err != 0)
		fatalx("out of memory");
	args[1].data = b.data;
	status = cli_ask(cli, "admin.petition_open", args, 2, &doc);
	placet_buf_release(&b);
	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	printf("petition %s is open on %s\n",
	    cli_text(cli, placet_json_get(doc, "petition"), "id"), cli->arg[0]);
	return CLI_OK;
}

/* The verb is the kind of what is said. */
int
petition_say(struct cli *cli)
{
	struct db_arg args[] = { { cli->arg[0] }, { cli->arg[1] },
		{ cli->command->verb }, { NULL } };
	struct placet_json *data, *doc;
	struct placet_buf b = { 0 };
	size_t len;
	char *text = cli_read(cli, cli->arg[2], &len);
	int status;

	if (text == NULL)
		return CLI_FAILED;
	if (!placet_utf8_valid(text, len))
		return cli_fail(
		    cli, CLI_FAILED, "'%s' is no UTF-8 text", cli->arg[2]);
	data = cli_must(placet_json_new(&cli->arena, PLACET_JSON_OBJECT));
	placet_json_set(&cli->arena, data, "body",
	    cli_must(placet_json_new_text(&cli->arena, text, len)));
	html_set(cli, data);
	placet_json_write(&b, data);
	if (b.err != 0)
		fatalx("out of memory");
	args[3].data = b.data;
	status = cli_ask(cli, "admin.petition_say", args, 4, &doc);
	placet_buf_release(&b);
	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	printf("petition %s of %s: %s %s\n", cli->arg[1], cli->arg[0],
	    cli->command->verb, cli_text(cli, doc, "news"));
	return CLI_OK;
}

int
petition_close(struct cli *cli)
{
	const struct db_arg args[] = { { cli->arg[0] }, { cli->arg[1] } };
	struct placet_json *doc;
	int status = cli_ask(cli, "admin.petition_close", args, 2, &doc);

	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	printf("petition %s of %s is closed\n", cli->arg[1], cli->arg[0]);
	return CLI_OK;
}

int
petition_withdraw(struct cli *cli)
{
	const struct db_arg args[] = { { cli->arg[0] }, { cli->arg[1] } };
	struct placet_json *doc;
	int status = cli_ask(cli, "admin.petition_withdraw", args, 2, &doc);

	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	printf("petition %s of %s is withdrawn\n", cli->arg[1], cli->arg[0]);
	return CLI_OK;
}

int
petition_list(struct cli *cli)
{
	const struct db_arg args[] = { { cli->arg[0] } };
	struct placet_json *doc;
	const struct placet_json *p;
	int status = cli_ask(cli, "admin.petition_list", args, 1, &doc);

	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	p = placet_json_get(doc, "petitions");
	for (p = p != NULL ? p->first : NULL; p != NULL; p = p->next)
		printf("%s\t%s\t%s\t%s\n", cli_text(cli, p, "id"),
		    cli_text(cli, p, "state"), cli_text(cli, p, "count"),
		    cli_plain(cli, cli_text(cli, p, "title")));
	return CLI_OK;
}

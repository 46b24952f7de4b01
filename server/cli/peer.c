/*
 * peer.c - placet peer: servers elsewhere, and what may come from them
 *
 * Lists are exchanged as Mastodon's, so that those who moderate there and
 * here can share them.
 */
#include <stdio.h>
#include <string.h>

#include <placet/text.h>

#include "cli/cli.h"
#include "cli/csv.h"

enum { HOST_MAX = 253, LABEL_MAX = 63, NOTE_MAX = 500, RULES_MAX = 20000 };

static const char HEADER[] = "#domain,#severity,#reject_media,"
                             "#reject_reports,#public_comment,#obfuscate\n";

static bool
is(const char *s, const char *t)
{
	return strcmp(s, t) == 0;
}

int
peer_list(struct cli *cli)
{
	const struct db_arg args[] = { { cli->arg[0] } };
	struct placet_json *doc;
	const struct placet_json *p;
	int status = cli_ask(cli, "admin.peer_list", args, 1, &doc);

	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	p = placet_json_get(doc, "peers");
	for (p = p != NULL ? p->first : NULL; p != NULL; p = p->next) {
		const char *level = cli_text(cli, p, "level");
		const char *software = cli_text(cli, p, "software");

		printf("%s\t%s\t%s\t%s\t%s\n",
		    cli_plain(cli, cli_text(cli, p, "host")),
		    *level != '\0' ? level : "-", cli_text(cli, p, "followers"),
		    *software != '\0' ? cli_plain(cli, software) : "-",
		    cli_plain(cli, cli_text(cli, p, "note")));
	}
	return CLI_OK;
}

/* allow, limit, suspend: the verb is the level. */
int
peer_rule(struct cli *cli)
{
	const bool media = cli_option(cli, "media") != NULL;
	const struct db_arg args[] = { { cli->arg[0] }, { cli->arg[1] },
		{ media ? "reject_media" : cli->command->verb },
		{ cli_option(cli, "note") } };
	struct placet_json *doc;
	int status = cli_ask(cli, "admin.peer_rule_set", args, 4, &doc);

	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	printf("%s: %s\n", cli_text(cli, placet_json_get(doc, "peer"), "host"),
	    args[2].data);
	return CLI_OK;
}

int
peer_forget(struct cli *cli)
{
	const struct db_arg args[] = { { cli->arg[0] }, { cli->arg[1] } };
	struct placet_json *doc;
	int status = cli_ask(cli, "admin.peer_rule_drop", args, 2, &doc);

	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	printf("%s has no rule any more\n",
	    cli_text(cli, placet_json_get(doc, "peer"), "host"));
	return CLI_OK;
}

/* --- lists --- */

/* Their word for a level; NULL for one that their lists do not know. */
static const char *
severity_of(const char *level)
{
	return is(level, "suspend")     ? "suspend"
	    : is(level, "limit")        ? "silence"
	    : is(level, "reject_media") ? "noop"
	                                : NULL;
}

int
peer_export(struct cli *cli)
{
	const struct db_arg args[] = { { cli->arg[0] } };
	struct placet_buf b = { 0 };
	struct placet_json *doc;
	const struct placet_json *p;
	int status = cli_ask(cli, "admin.peer_list", args, 1, &doc);

	if (status != CLI_OK)
		return status;
	placet_buf_str(&b, HEADER);
	p = placet_json_get(doc, "peers");
	for (p = p != NULL ? p->first : NULL; p != NULL; p = p->next) {
		const char *level = cli_text(cli, p, "level");
		const char *severity = severity_of(level);

		if (severity == NULL)
			continue;
		csv_add(&b, cli_text(cli, p, "host"));
		placet_buf_printf(&b, ",%s,%s,false,", severity,
		    is(level, "reject_media") ? "true" : "false");
		csv_add(&b, cli_text(cli, p, "note"));
		placet_buf_str(&b, ",false\n");
	}
	status = b.err == 0 ? CLI_OK : CLI_FAILED;
	if (status == CLI_OK)
		fwrite(b.data, 1, b.len, stdout);
	placet_buf_release(&b);
	return status;
}

/* As core.host_valid, so that the error can name the line. */
static bool
host_valid(const char *s)
{
	size_t n;

	if (strlen(s) > HOST_MAX)
		return false;
	for (;; s += n + 1) {
		n = strcspn(s, ".");
		if (n == 0 || n > LABEL_MAX || s[0] == '-' || s[n - 1] == '-' ||
		    strspn(s,
		        "abcdefghijklmnopqrstuvwxyz"
		        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") < n)
			return false;
		if (s[n] == '\0')
			return true;
	}
}

/* Our word for a row's severity: NULL none, "" that it says nothing. */
static const char *
level_of(const struct csv *c)
{
	const char *severity = c->n > 1 ? c->field[1] : "suspend";
	const bool media = c->n > 2 &&
	    (is(c->field[2], "true") || is(c->field[2], "True"));

	if (is(severity, "suspend"))
		return "suspend";
	if (is(severity, "silence") || is(severity, "limit"))
		return "limit";
	if (is(severity, "noop"))
		return media ? "reject_media" : "";
	return NULL;
}

static struct placet_json *
text(struct cli *cli, const char *s)
{
	return cli_must(placet_json_new_text(&cli->arena, s, strlen(s)));
}

/* Add the rule of a row; what is wrong with it, or NULL. */
static const char *
rule_add(struct cli *cli, const struct csv *c, struct placet_json *rules)
{
	const char *level = level_of(c), *note = c->n > 4 ? c->field[4] : "";
	struct placet_json *rule;

	if (!host_valid(c->field[0]))
		return "no host name";
	if (level == NULL)
		return "no severity: suspend, silence or noop";
	if (!placet_utf8_valid(note, strlen(note)))
		return "the comment is not UTF-8";
	if (placet_utf8_length(note, strlen(note)) > NOTE_MAX)
		return "the comment is too long";
	if (*level == '\0')
		return NULL;
	rule = cli_must(placet_json_new(&cli->arena, PLACET_JSON_OBJECT));
	placet_json_set(&cli->arena, rule, "host", text(cli, c->field[0]));
	placet_json_set(&cli->arena, rule, "level", text(cli, level));
	placet_json_set(&cli->arena, rule, "note", text(cli, note));
	placet_json_push(rules, rule);
	return NULL;
}

static bool
is_header(const char *s)
{
	return *s == '#' || is(s, "domain");
}

/* The file as an array of rules; NULL when said why. */
static struct placet_json *
rules_read(struct cli *cli, const char *path)
{
	struct placet_json *rules = cli_must(
	    placet_json_new(&cli->arena, PLACET_JSON_ARRAY));
	struct csv c = { 0 };
	const char *why = NULL;
	size_t len, n = 0;
	int got;

	c.text = cli_read(cli, path, &len);
	if (c.text == NULL)
		return NULL;
	if (strlen(c.text) != len) {
		cli_fail(cli, CLI_FAILED, "'%s' is no text", path);
		return NULL;
	}
	if (strncmp(c.text, "\xef\xbb\xbf", 3) == 0)
		c.text += 3;
	while ((got = csv_row(&c, &why)) == 1) {
		if (c.line == 1 && is_header(c.field[0]))
			continue;
		why = ++n > RULES_MAX ? "too many rows"
		                      : rule_add(cli, &c, rules);
		if (why != NULL)
			break;
	}
	if (why == NULL)
		return rules;
	cli_fail(cli, CLI_FAILED, "'%s', line %d: %s", path, c.line, why);
	return NULL;
}

int
peer_import(struct cli *cli)
{
	struct db_arg args[] = { { cli->arg[0] }, { NULL } };
	struct placet_json *rules = rules_read(cli, cli->arg[1]), *doc;
	struct placet_buf b = { 0 };
	int status;

	if (rules == NULL)
		return CLI_FAILED;
	placet_json_write(&b, rules);
	args[1].data = b.err == 0 ? b.data : NULL;
	status = args[1].data != NULL
	    ? cli_ask(cli, "admin.peer_rules_import", args, 2, &doc)
	    : cli_fail(cli, CLI_FAILED, "'%s' is not UTF-8", cli->arg[1]);
	placet_buf_release(&b);
	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	printf("%s rules\n", cli_text(cli, doc, "rules"));
	return CLI_OK;
}

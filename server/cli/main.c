/*
 * main.c - placet(1): the table of commands, and the reading of a line
 */
#include "config.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "cli/cli.h"

#define CONF_FILE PLACET_SYSCONFDIR "/placet/placetd.conf"

/* clang-format off */
static const struct command commands[] = {
	{ "init", NULL, init_run, 0, 0, "",
	  "Write a configuration, make the keys' folder and the database.",
	  { { "force", NULL, "replace a configuration that exists" },
	    { "database", "CONNINFO", "how to reach PostgreSQL" },
	    { "mail-from", "ADDRESS", "sender of mails" },
	    { "smtp", "URL", "where mail goes" },
	    { "state", "FOLDER", "where keyd keeps the keys" },
	    { "no-database", NULL, "do not make the database" } } },
	{ "site", "add", site_add, 2, 2, "HOST INSEE",
	  "Add a commune's site under a host name.",
	  { { "name", "TEXT", "name of the site; default: the commune's" },
	    { "publisher", "TEXT", "who answers for what is published" },
	    { "contact", "TEXT", "how to reach them" },
	    { "hosting", "TEXT", "who hosts the site" } } },
	{ "site", "list", site_list, 0, 0, "",
	  "List the sites.", { { NULL } } },
	{ "site", "policy", site_policy, 1, 3, "HOST [SWITCH open|allow|off]",
	  "Say whom a site has to do with, or change it.", { { NULL } } },
	{ "site", "rekey", site_rekey, 1, 1, "HOST",
	  "Replace the key that signs what a site sends.", { { NULL } } },
	{ "site", "alias", site_alias, 1, 3, "HOST [add|drop ACTOR]",
	  "Say which communes elsewhere are this one now, or list them.",
	  { { NULL } } },
	{ "site", "move", site_move, 1, 2, "HOST [ACTOR]",
	  "Send the commune's followers to where it is now, or say where.",
	  { { "undo", NULL, "the commune is here again" } } },
	{ "petition", "open", petition_open, 2, 2, "HOST FILE",
	  "Open the petition of a JSON file (\"-\": standard input).",
	  { { NULL } } },
	{ "petition", "close", petition_close, 2, 2, "HOST NUMBER",
	  "Close a petition before its time.", { { NULL } } },
	{ "petition", "answer", petition_say, 3, 3, "HOST NUMBER FILE",
	  "Answer a petition with the Markdown of a file.", { { NULL } } },
	{ "petition", "erratum", petition_say, 3, 3, "HOST NUMBER FILE",
	  "Correct the text of a petition: shown above it.", { { NULL } } },
	{ "petition", "list", petition_list, 1, 1, "HOST",
	  "List the petitions of a site.", { { NULL } } },
	{ "petition", "withdraw", petition_withdraw, 2, 2, "HOST NUMBER",
	  "Take a petition back: its page is gone, its log stays.",
	  { { NULL } } },
	{ "peer", "list", peer_list, 1, 1, "HOST",
	  "List the servers that a site sends to or has rules for.",
	  { { NULL } } },
	{ "peer", "allow", peer_rule, 2, 2, "HOST PEER",
	  "Let a server in that is on no other terms.",
	  { { "note", "TEXT", "why" } } },
	{ "peer", "limit", peer_rule, 2, 2, "HOST PEER",
	  "Show nothing of a server before somebody has looked.",
	  { { "note", "TEXT", "why" },
	    { "media", NULL, "refuse its pictures instead" } } },
	{ "peer", "suspend", peer_rule, 2, 2, "HOST PEER",
	  "Have nothing to do with a server and all below it.",
	  { { "note", "TEXT", "why" } } },
	{ "peer", "forget", peer_forget, 2, 2, "HOST PEER",
	  "Take back the rule for a server.", { { NULL } } },
	{ "peer", "export", peer_export, 1, 1, "HOST",
	  "Write the rules as Mastodon's list of domain blocks.",
	  { { NULL } } },
	{ "peer", "import", peer_import, 2, 2, "HOST FILE",
	  "Read rules from such a list (\"-\": standard input).",
	  { { NULL } } },
	{ "queue", "list", queue_list, 1, 1, "HOST",
	  "List what waits to be sent to other servers.", { { NULL } } },
	{ "queue", "retry", queue_retry, 1, 2, "HOST [PEER]",
	  "Try now what waits for a server, or for all.", { { NULL } } },
	{ "queue", "drop", queue_drop, 2, 2, "HOST PEER",
	  "Forget what waits for a server.", { { NULL } } },
	{ "comment", "list", comment_list, 1, 1, "HOST",
	  "List replies from other servers, newest first.",
	  { { "state", "STATE", "pending, shown or hidden" } } },
	{ "comment", "show", comment_set, 2, 2, "HOST NUMBER",
	  "Show a reply to everybody.", { { NULL } } },
	{ "comment", "hide", comment_set, 2, 2, "HOST NUMBER",
	  "Show a reply to nobody.", { { NULL } } },
	{ "comment", "fetch", comment_fetch, 2, 2, "HOST URL",
	  "Fetch a reply from another server that never came.", { { NULL } } },
	{ "comment", "backfill", comment_backfill, 1, 2, "HOST [PETITION]",
	  "Ask other servers what else was said in threads.", { { NULL } } },
	{ "flag", "list", flag_list, 1, 1, "HOST",
	  "List reports from other servers that are open.", { { NULL } } },
	{ "flag", "close", flag_close, 2, 2, "HOST NUMBER",
	  "Say that a report was dealt with.", { { NULL } } },
	{ "flag", "send", flag_send, 2, 2, "HOST COMMENT|URL",
	  "Report a comment or an account to its server.",
	  { { "text", "TEXT", "why, 5,000 characters at most" } } },
	{ "verify", NULL, verify_run, 1, 1, "RECEIPT",
	  "Check a receipt, without any network.",
	  { { "vkey", "KEY", "key of the log, from a source you trust" },
	    { "policy", "FILE", "logs and witnesses to trust" } } },
	{ "log", "check", log_check, 1, 1, "URL|HOST",
	  "Recompute a petition's log from its entries.",
	  { { "petition", "NUMBER", "read the database, not the server" },
	    { "vkey", "KEY", "key of the log, from a source you trust" } } },
	{ "log", "resume", log_resume, 2, 2, "HOST NUMBER",
	  "Have a log that was halted go on, if it is as keyd signed it.",
	  { { NULL } } },
	{ "db", "create", db_create, 0, 0, "",
	  "Make roles and database if missing, then upgrade.", { { NULL } } },
	{ "db", "upgrade", db_upgrade, 0, 0, "",
	  "Bring the database to this program's version.", { { NULL } } },
	{ "db", "check", db_check, 0, 0, "",
	  "Say what is not as it should be in the database.", { { NULL } } },
	{ "db", "status", db_status, 0, 0, "",
	  "Say what is in the database.", { { NULL } } },
	{ "doctor", NULL, doctor_run, 0, 0, "",
	  "Look at everything a running server needs.", { { NULL } } },
	{ "config", "check", config_check, 0, 0, "",
	  "Check the configuration file.", { { NULL } } },
	{ "config", "explain", config_explain, 0, 1, "[SETTING]",
	  "Say what a setting, or each of them, means.", { { NULL } } },
};
/* clang-format on */

enum { NCOMMANDS = sizeof commands / sizeof *commands };

/* All commands, or those of one noun. */
static void
usage(FILE *out, const char *noun)
{
	fputs("usage: placet [-c FILE] [--json] COMMAND [ARGUMENTS]\n\n", out);
	for (size_t i = 0; i < NCOMMANDS; i++) {
		const struct command *c = &commands[i];
		int n;

		if (noun != NULL && strcmp(c->noun, noun) != 0)
			continue;
		n = fprintf(out, "  %s%s%s %s", c->noun,
		    c->verb != NULL ? " " : "", c->verb != NULL ? c->verb : "",
		    c->usage);
		fprintf(out, "%*s%s\n", n < 30 ? 30 - n : 1, "", c->help);
	}
	fputs("\nplacet COMMAND --help says more; so does placet(1).\n", out);
}

static void
command_usage(const struct command *c, FILE *out)
{
	fprintf(out, "usage: placet %s%s%s [OPTIONS] %s\n\n%s\n\n", c->noun,
	    c->verb != NULL ? " " : "", c->verb != NULL ? c->verb : "",
	    c->usage, c->help);
	for (const struct cli_option *o = c->option; o->name != NULL; o++) {
		int n = fprintf(out, "  --%s %s", o->name,
		    o->value != NULL ? o->value : "");

		fprintf(out, "%*s%s\n", n < 26 ? 26 - n : 1, "", o->help);
	}
	fputs("  -c FILE                 settings; default " CONF_FILE "\n"
	      "  --json                  answer in one JSON document\n"
	      "  --help                  print this\n",
	    out);
}

static const struct command *
command_find(const char *noun, const char *verb)
{
	for (size_t i = 0; i < NCOMMANDS; i++)
		if (strcmp(commands[i].noun, noun) == 0 &&
		    (commands[i].verb == NULL ||
		        (verb != NULL && strcmp(commands[i].verb, verb) == 0)))
			return &commands[i];
	return NULL;
}

enum { OPT_OWN = 256, OPT_JSON = 512, OPT_HELP, OPT_VERSION };

/* The options of a command (NULL: none yet), and those of every command. */
static void
long_options(const struct command *c, struct option out[CLI_OPTIONS + 4])
{
	int n = 0;

	for (; c != NULL && n < CLI_OPTIONS && c->option[n].name != NULL; n++)
		out[n] = (struct option){ c->option[n].name,
			c->option[n].value != NULL ? required_argument
			                           : no_argument,
			NULL, OPT_OWN + n };
	out[n++] = (struct option){ "json", no_argument, NULL, OPT_JSON };
	out[n++] = (struct option){ "help", no_argument, NULL, OPT_HELP };
	out[n++] = (struct option){ "version", no_argument, NULL, OPT_VERSION };
	out[n] = (struct option){ 0 };
}

/*
 * Read options from argv; `short_options` begins with '+' to stop at the
 * first argument.  Returns -1 to go on, else the exit status.
 */
static int
read_options(struct cli *cli, int argc, char **argv, const char *short_options)
{
	struct option options[CLI_OPTIONS + 4];
	int c;

	long_options(cli->command, options);
	while (
	    (c = getopt_long(argc, argv, short_options, options, NULL)) != -1) {
		if (c >= OPT_OWN && c < OPT_OWN + CLI_OPTIONS) {
			cli->option[c - OPT_OWN] = optarg != NULL ? optarg : "";
			continue;
		}
		switch (c) {
		case 'c': cli->conf_path = optarg; break;
		case OPT_JSON: cli->json = true; break;
		case OPT_VERSION: puts("placet " PLACET_VERSION); return CLI_OK;
		case OPT_HELP:
			if (cli->command != NULL)
				command_usage(cli->command, stdout);
			else
				usage(stdout, NULL);
			return CLI_OK;
		default:
			fputs("placet --help lists what there is\n", stderr);
			return CLI_USAGE;
		}
	}
	return -1;
}

/* "placet site", "placet site --help", "placet siet". */
static int
no_command(int argc, char **argv)
{
	const bool help = argc > 1 && strcmp(argv[1], "--help") == 0;
	bool known = false;

	for (size_t i = 0; i < NCOMMANDS; i++)
		known |= strcmp(commands[i].noun, argv[0]) == 0;
	if (!known)
		fprintf(stderr, "placet: no command '%s'\n", argv[0]);
	else if (argc > 1 && !help)
		fprintf(
		    stderr, "placet: no command '%s %s'\n", argv[0], argv[1]);
	usage(known && help ? stdout : stderr, known ? argv[0] : NULL);
	return known && help ? CLI_OK : CLI_USAGE;
}

static int
run(struct cli *cli, int argc, char **argv)
{
	static char name[] = "placet";
	int status = read_options(cli, argc, argv, "+c:");

	if (status >= 0)
		return status;
	if (optind >= argc) {
		usage(stderr, NULL);
		return CLI_USAGE;
	}
	cli->command = command_find(
	    argv[optind], optind + 1 < argc ? argv[optind + 1] : NULL);
	if (cli->command == NULL)
		return no_command(argc - optind, argv + optind);
	/* What is left begins with the last word of the command. */
	argc -= optind + (cli->command->verb != NULL);
	argv += optind + (cli->command->verb != NULL);
	argv[0] = name;
	optind = 0; /* begin anew, and let options follow arguments */
	status = read_options(cli, argc, argv, "c:");
	if (status >= 0)
		return status;
	if (argc - optind < cli->command->least ||
	    argc - optind > cli->command->most) {
		command_usage(cli->command, stderr);
		return CLI_USAGE;
	}
	while (optind < argc)
		cli->arg[cli->narg++] = argv[optind++];
	return cli->command->run(cli);
}

int
main(int argc, char **argv)
{
	struct cli cli = { .conf_path = CONF_FILE };
	int status;

	log_name("placet");
	status = run(&cli, argc, argv);
	if (cli.have_conf)
		conf_release(&cli.conf);
	placet_arena_end(&cli.arena);
	if (fflush(stdout) != 0)
		status = CLI_FAILED;
	return status;
}

/*
 * cli.h - what the commands of placet(1) share
 *
 * A command is a row of the table in main.c and a function in a file of its
 * noun.  main.c has parsed the line when the function is called; the function
 * prints its result - for people, or one JSON document with --json - and
 * returns the exit status.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include <placet/arena.h>
#include <placet/json.h>

#include "base/conf.h"
#include "base/db.h"

/* Exit status; also in placet(1). */
enum cli_exit {
	CLI_OK = 0,
	CLI_FAILED = 1, /* refused, wrong, not verified */
	CLI_USAGE = 2,
	CLI_UNREACHABLE = 3, /* no database, no server, no answer */
};

enum { CLI_ARGS = 4, CLI_OPTIONS = 8, CLI_FILE = 1 << 20 };

struct cli_option {
	const char *name;
	const char *value; /* what it takes, for help; NULL: nothing */
	const char *help;
};

struct cli;

struct command {
	const char *noun;
	const char *verb; /* NULL: the noun says it all */
	int (*run)(struct cli *cli);
	int least, most;   /* how many arguments */
	const char *usage; /* of the arguments */
	const char *help;
	struct cli_option option[CLI_OPTIONS]; /* ends with an empty row */
};

struct cli {
	const struct command *command;
	const char *conf_path;
	bool json;
	const char *arg[CLI_ARGS];
	int narg;
	const char *option[CLI_OPTIONS]; /* as in command->option; NULL unset */
	struct conf conf;
	bool have_conf;
	struct placet_arena arena; /* until the program ends */
};

/* The value of an option, "" for one that takes none, NULL when not given. */
const char *cli_option(const struct cli *cli, const char *name);

/* Say why on stderr (and {"error"} with --json); returns `status`. */
int cli_fail(struct cli *cli, enum cli_exit status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* How to reach the database as that role. */
struct db_conf cli_database(const struct cli *cli, const char *user);

/* Read the settings once; CLI_OK, or CLI_FAILED when said why. */
int cli_conf(struct cli *cli);

/*
 * Call a function of schema admin.  CLI_OK and *doc (in the arena), or it has
 * said why: CLI_FAILED when refused, CLI_UNREACHABLE without database.
 */
int cli_ask(struct cli *cli, const char *function, const struct db_arg *args,
    int nargs, struct placet_json **doc);

/* The document as one line on stdout. */
int cli_print_json(struct cli *cli, const struct placet_json *doc);

/* Member of a document as text; numbers too; "" when it is not there. */
const char *cli_text(
    struct cli *cli, const struct placet_json *doc, const char *name);

/*
 * The same for a terminal.  What somebody else wrote may hold sequences that
 * move the cursor or turn the direction of a line: they show as "\u{1b}".
 */
const char *cli_plain(struct cli *cli, const char *text);

/* All of a file ("-": standard input), in the arena; NULL when said why. */
char *cli_read(struct cli *cli, const char *path, size_t *len);

/* Run sql/placet-db with this word; its exit status as ours. */
int cli_placet_db(struct cli *cli, const char *word);

/* Abort for want of memory. */
void *cli_must(void *p);

int init_run(struct cli *cli);
int site_add(struct cli *cli);
int site_list(struct cli *cli);
int site_policy(struct cli *cli);
int site_rekey(struct cli *cli);
int site_alias(struct cli *cli);
int site_move(struct cli *cli);
/* core.move_doc: state, actor and, where it is refused, why. */
void site_move_print(struct cli *cli, const struct placet_json *move);
int petition_open(struct cli *cli);
int petition_say(struct cli *cli);
int petition_close(struct cli *cli);
int petition_list(struct cli *cli);
int petition_withdraw(struct cli *cli);
int peer_list(struct cli *cli);
int peer_rule(struct cli *cli); /* allow, limit, suspend */
int peer_forget(struct cli *cli);
int peer_export(struct cli *cli);
int peer_import(struct cli *cli);
int queue_list(struct cli *cli);
int queue_retry(struct cli *cli);
int queue_drop(struct cli *cli);
int comment_list(struct cli *cli);
int comment_set(struct cli *cli); /* show, hide */
int comment_fetch(struct cli *cli);
int comment_backfill(struct cli *cli);
int flag_list(struct cli *cli);
int flag_close(struct cli *cli);
int flag_send(struct cli *cli);
int verify_run(struct cli *cli);
int log_check(struct cli *cli);
int log_resume(struct cli *cli);
int db_create(struct cli *cli);
int db_upgrade(struct cli *cli);
int db_check(struct cli *cli);
int db_status(struct cli *cli);
int doctor_run(struct cli *cli);
int config_check(struct cli *cli);
int config_explain(struct cli *cli);

#endif

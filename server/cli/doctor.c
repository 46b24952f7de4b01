/*
 * doctor.c - placet doctor: look at everything a running server needs
 *
 * Each check is a row: its name and a function that says "" or what is wrong.
 * All are made, whatever the others found.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <placet/text.h>

#include "cli/cli.h"
#include "courier/fetch.h"

struct doctor {
	struct cli *cli;
	char why[512];
	struct placet_json *status; /* admin.status, once asked */
};

static void bad(struct doctor *d, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static void
bad(struct doctor *d, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (d->why[0] == '\0')
		vsnprintf(d->why, sizeof d->why, fmt, ap);
	va_end(ap);
}

static void
check_conf(struct doctor *d)
{
	const struct conf *c = &d->cli->conf;

	if (c->development)
		bad(d,
		    "'development' is true: everybody can read all mails "
		    "under /dev/mail");
	if (strcmp(c->public_scheme, "https") != 0)
		bad(d,
		    "'public_scheme' is http: links in mails can be read "
		    "on their way");
}

/* One role at a time: each must be let in, with its own functions only. */
static void
check_role(struct doctor *d, const char *role)
{
	struct cli *cli = d->cli;
	char *doc, *why;
	const char *user = cli_must(
	    placet_printf(&cli->arena, "placet_%s", role));
	const struct db_conf database = cli_database(cli, user);
	int status = db_ask(&database, "pg_catalog.txid_current_if_assigned",
	    NULL, 0, &doc, &why);

	if (status == 503)
		bad(d, "role '%s': %s", user, why);
	free(doc);
	free(why);
}

static void
check_database(struct doctor *d)
{
	static const char *const role[] = { "web", "notary", "courier",
		"admin" };

	for (size_t i = 0; i < sizeof role / sizeof *role; i++)
		check_role(d, role[i]);
}

static void
check_schema(struct doctor *d)
{
	struct cli *cli = d->cli;
	char *doc = NULL, *why = NULL;
	const struct db_conf database = cli_database(cli, "placet_admin");
	int status = db_ask(&database, "admin.status", NULL, 0, &doc, &why);

	if (status != 0)
		bad(d, "%s", why);
	else if (placet_json_parse(
	             &cli->arena, doc, strlen(doc), NULL, &d->status) != 0)
		bad(d, "admin.status answers nonsense");
	if (d->status != NULL &&
	    placet_json_integer(d->status, "communes", 0) < 30000)
		bad(d, "the communes are not loaded: placet db upgrade");
	free(doc);
	free(why);
}

static void
check_logs(struct doctor *d)
{
	const struct placet_json *v = placet_json_get(d->status, "halted");

	if (d->status == NULL)
		bad(d, "the database did not say");
	if (v != NULL && v->first != NULL)
		bad(d,
		    "the notary has halted the log '%s': placet log check, "
		    "then resume",
		    v->first->str);
	v = placet_json_get(d->status, "inbox");
	if (placet_json_integer(v, "oldest", 0) > 60)
		bad(d,
		    "signatures wait since %lld s for their number: "
		    "does the notary run?",
		    (long long)placet_json_integer(v, "oldest", 0));
}

static void
check_mail_queue(struct doctor *d)
{
	const struct placet_json *v = placet_json_get(d->status, "mail");

	if (d->status == NULL)
		bad(d, "the database did not say");
	if (placet_json_integer(v, "oldest", 0) > 600)
		bad(d, "mails wait since %lld s",
		    (long long)placet_json_integer(v, "oldest", 0));
}

static void
check_relay(struct doctor *d)
{
	const struct conf *c = &d->cli->conf;
	struct fetch_now *f;
	const char *why;

	if (*c->smtp_url == '\0') {
		bad(d, "'smtp_url' is empty: no mail is sent");
		return;
	}
	f = cli_must(fetch_now_new());
	if (fetch_now_relay(f, c->smtp_url, &why) != 0)
		bad(d, "'%s': %s", c->smtp_url, why);
	fetch_now_free(f);
}

static void
check_state(struct doctor *d)
{
	const char *dir = d->cli->conf.state_dir;
	struct stat st;

	if (stat(dir, &st) != 0)
		bad(d, "'%s': %s", dir, strerror(errno));
	else if (!S_ISDIR(st.st_mode))
		bad(d, "'%s' is not a folder", dir);
	else if ((st.st_mode & 077) != 0)
		bad(d, "others than its owner can look into '%s': chmod 700",
		    dir);
}

static void
check_data(struct doctor *d)
{
	static const char *const file[] = { "sql/placet-db",
		"server/pages/static/style.css",
		"server/pages/mail/confirm.fr.txt" };
	const char *dir = d->cli->conf.data_dir;

	for (size_t i = 0; i < sizeof file / sizeof *file; i++) {
		const char *path = cli_must(
		    placet_printf(&d->cli->arena, "%s/%s", dir, file[i]));

		if (access(path, R_OK) != 0)
			bad(d, "'%s': %s", path, strerror(errno));
	}
}

/* A clock that is years off makes certificates and closing dates wrong. */
static void
check_clock(struct doctor *d)
{
	enum { YEAR_2026 = 1767225600 };

	if (time(NULL) < YEAR_2026)
		bad(d, "the clock of this machine is years behind");
}

/* clang-format off */
static const struct check {
	const char *name;
	void (*run)(struct doctor *d);
} checks[] = {
	{ "settings",         check_conf },
	{ "installed files",  check_data },
	{ "folder of keys",   check_state },
	{ "clock",            check_clock },
	{ "database roles",   check_database },
	{ "database schema",  check_schema },
	{ "logs",             check_logs },
	{ "mail relay",       check_relay },
	{ "mail queue",       check_mail_queue },
};
/* clang-format on */

static void
tell(struct doctor *d, const char *name, struct placet_json *all)
{
	struct placet_arena *a = &d->cli->arena;
	struct placet_json *o;

	if (!d->cli->json) {
		printf("%-4s  %-16s  %s\n", d->why[0] == '\0' ? "ok" : "BAD",
		    name, d->why);
		return;
	}
	o = cli_must(placet_json_new(a, PLACET_JSON_OBJECT));
	placet_json_set(
	    a, o, "check", placet_json_new_text(a, name, strlen(name)));
	placet_json_set(a, o, "ok", placet_json_new_bool(a, d->why[0] == '\0'));
	placet_json_set(
	    a, o, "why", placet_json_new_text(a, d->why, strlen(d->why)));
	placet_json_push(all, o);
}

int
doctor_run(struct cli *cli)
{
	struct doctor d = { .cli = cli };
	struct placet_json *all = cli_must(
	    placet_json_new(&cli->arena, PLACET_JSON_ARRAY));
	int status = cli_conf(cli);
	size_t n = 0;

	if (status != CLI_OK)
		return status;
	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
		d.why[0] = '\0';
		checks[i].run(&d);
		tell(&d, checks[i].name, all);
		n += d.why[0] != '\0';
	}
	if (cli->json)
		cli_print_json(cli, all);
	return n == 0 ? CLI_OK : CLI_FAILED;
}

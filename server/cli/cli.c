/*
 * cli.c - what the commands share (see cli.h)
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <placet/buf.h>
#include <placet/text.h>

#include "base/log.h"
#include "cli/cli.h"

void *
cli_must(void *p)
{
	if (p == NULL)
		fatalx("out of memory");
	return p;
}

const char *
cli_option(const struct cli *cli, const char *name)
{
	for (int i = 0; i < CLI_OPTIONS; i++)
		if (cli->command->option[i].name != NULL &&
		    strcmp(cli->command->option[i].name, name) == 0)
			return cli->option[i];
	return NULL;
}

int
cli_fail(struct cli *cli, enum cli_exit status, const char *fmt, ...)
{
	char why[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof why, fmt, ap);
	va_end(ap);
	if (cli->json) {
		struct placet_json *doc = cli_must(
		    placet_json_new(&cli->arena, PLACET_JSON_OBJECT));

		placet_json_set(&cli->arena, doc, "error",
		    placet_json_new_text(&cli->arena, why, strlen(why)));
		cli_print_json(cli, doc);
	}
	fprintf(stderr, "placet: %s\n", why);
	return (int)status;
}

int
cli_conf(struct cli *cli)
{
	char why[512];

	if (cli->have_conf)
		return CLI_OK;
	if (conf_read(&cli->conf, cli->conf_path, why, sizeof why) != 0)
		return cli_fail(cli, CLI_FAILED, "%s", why);
	cli->have_conf = true;
	return CLI_OK;
}

struct db_conf
cli_database(const struct cli *cli, const char *user)
{
	return (struct db_conf){ .conninfo = cli->conf.database,
		.user = user,
		.scheme = cli->conf.public_scheme,
		.groups = cli->conf.federation_groups,
		.port = cli->conf.public_port };
}

int
cli_ask(struct cli *cli, const char *function, const struct db_arg *args,
    int nargs, struct placet_json **doc)
{
	const struct placet_json_limits roomy = { .size = 16 << 20,
		.values = 1 << 20 };
	struct db_conf database;
	char *text, *why;
	int status = cli_conf(cli);
	int err;

	if (status != CLI_OK)
		return status;
	database = cli_database(cli, "placet_admin");
	status = db_ask(&database, function, args, nargs, &text, &why);
	if (status != 0) {
		err = status == 503 ? CLI_UNREACHABLE : CLI_FAILED;
		err = cli_fail(cli, (enum cli_exit)err, "%s", why);
		free(why);
		return err;
	}
	err = placet_json_parse(&cli->arena, text, strlen(text), &roomy, doc);
	free(text);
	if (err != 0)
		return cli_fail(cli, CLI_FAILED, "'%s' answered nonsense: %s",
		    function, placet_strerror(err));
	return CLI_OK;
}

int
cli_print_json(struct cli *cli, const struct placet_json *doc)
{
	struct placet_buf b = { 0 };
	int err;

	(void)cli;
	placet_json_write(&b, doc);
	err = b.err;
	if (err == 0)
		printf("%s\n", b.data);
	placet_buf_release(&b);
	return err == 0 ? CLI_OK : CLI_FAILED;
}

const char *
cli_text(struct cli *cli, const struct placet_json *doc, const char *name)
{
	const struct placet_json *v = placet_json_get(doc, name);

	if (v != NULL && v->type == PLACET_JSON_NUMBER)
		return cli_must(placet_memdup(&cli->arena, v->str, v->len));
	if (v != NULL && v->type == PLACET_JSON_STRING)
		return v->str;
	return "";
}

/* Bytes of the character that begins here; the text is UTF-8. */
static size_t
width(const char *s, size_t len)
{
	size_t n = 1;

	while (n < len && ((uint8_t)s[n] & 0xc0) == 0x80)
		n++;
	return n;
}

const char *
cli_plain(struct cli *cli, const char *text)
{
	struct placet_buf b = { 0 };
	const char *plain;
	size_t len = strlen(text);

	for (size_t n = 0; len > 0; text += n, len -= n) {
		uint32_t cp = (uint8_t)text[0];

		n = width(text, len);
		if (placet_text_line(text, n)) {
			placet_buf_add(&b, text, n);
			continue;
		}
		cp &= n > 1 ? 0x7fU >> n : 0xffU;
		for (size_t i = 1; i < n; i++)
			cp = cp << 6 | ((uint8_t)text[i] & 0x3f);
		placet_buf_printf(&b, "\\u{%x}", (unsigned)cp);
	}
	if (b.err != 0)
		fatalx("out of memory");
	plain = cli_must(placet_memdup(&cli->arena, b.data, b.len));
	placet_buf_release(&b);
	return plain;
}

char *
cli_read(struct cli *cli, const char *path, size_t *len)
{
	const bool input = strcmp(path, "-") == 0;
	FILE *f = input ? stdin : fopen(path, "re");
	char *s = cli_must(placet_alloc(&cli->arena, CLI_FILE + 1));

	if (f == NULL) {
		cli_fail(cli, CLI_FAILED, "'%s': %s", path, strerror(errno));
		return NULL;
	}
	*len = fread(s, 1, CLI_FILE + 1, f);
	if (ferror(f)) {
		cli_fail(cli, CLI_FAILED, "'%s': %s", path, strerror(errno));
		s = NULL;
	} else if (*len > CLI_FILE) {
		cli_fail(cli, CLI_FAILED, "'%s' is too long", path);
		s = NULL;
	} else {
		s[*len] = '\0';
	}
	if (!input)
		fclose(f);
	return s;
}

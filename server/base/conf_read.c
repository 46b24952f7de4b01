/*
 * conf_read.c - the configuration file over the defaults, by libconfuse
 *
 * The defaults are read from the rows by the same parser as the file, so that
 * a default can be nothing the file could not say.
 */
#include <confuse.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/conf.h"
#include "base/limit.h"

/* libconfuse hands no pointer to its error callback: here is ours. */
static struct {
	const char *path;
	char *why;
	size_t size;
} report;

/* How many letters to change, add or drop to make b of a. */
static size_t
distance(const char *a, const char *b)
{
	enum { LONGEST = 40 };
	size_t row[LONGEST + 1], diag, up, best;
	const size_t la = strlen(a), lb = strlen(b);

	if (la > LONGEST || lb > LONGEST)
		return LONGEST;
	for (size_t j = 0; j <= lb; j++)
		row[j] = j;
	for (size_t i = 1; i <= la; i++) {
		diag = row[0];
		row[0] = i;
		for (size_t j = 1; j <= lb; j++) {
			up = row[j];
			best = diag + (a[i - 1] != b[j - 1]);
			if (up + 1 < best)
				best = up + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
			diag = up;
		}
	}
	return row[lb];
}

static const char *
nearest(const char *name)
{
	const char *found = NULL;
	size_t best = strlen(name) / 2 + 1, d;

	for (size_t i = 0; i < conf_nrows; i++)
		if ((d = distance(name, conf_rows[i].name)) < best) {
			best = d;
			found = conf_rows[i].name;
		}
	return found;
}

/* The first error is the cause; what follows it is noise. */
static void
on_error(cfg_t *cfg, const char *fmt, va_list ap)
{
	static const char unknown[] = "no such option '";
	char message[256];
	const char *near;
	char *name;

	if (report.why[0] != '\0')
		return;
	vsnprintf(message, sizeof message, fmt, ap);
	name = message + strlen(unknown);
	if (strncmp(message, unknown, strlen(unknown)) != 0) {
		snprintf(report.why, report.size, "%s:%d: %s", report.path,
		    cfg->line, message);
		return;
	}
	name[strcspn(name, "'")] = '\0';
	near = nearest(name);
	snprintf(report.why, report.size, "%s:%d: no setting '%s'%s%s%s",
	    report.path, cfg->line, name,
	    near != NULL ? ", did you mean '" : "", near != NULL ? near : "",
	    near != NULL ? "'?" : "");
}

/* Is `word` one of those in `list`, which are separated by blanks? */
static bool
chosen(const char *list, const char *word)
{
	const size_t len = strlen(word);

	while (len > 0 && *list != '\0') {
		const size_t n = strcspn(list, " ");

		if (n == len && strncmp(list, word, len) == 0)
			return true;
		list += n + strspn(list + n, " ");
	}
	return false;
}

/* Called by libconfuse after each value, so that it knows the line. */
static int
on_value(cfg_t *cfg, cfg_opt_t *opt)
{
	const struct conf_row *row = conf_rows;
	const char *text;
	long v;

	while (strcmp(row->name, opt->name) != 0)
		row++;
	switch (row->type) {
	case CONF_INT:
		v = cfg_opt_getnint(opt, 0);
		if (v >= row->min && v <= row->max)
			return 0;
		cfg_error(cfg, "'%s' must be from %ld to %ld, not %ld",
		    row->name, row->min, row->max, v);
		return -1;
	case CONF_TEXT:
		text = cfg_opt_getnstr(opt, 0);
		if (row->choice == NULL || chosen(row->choice, text))
			return 0;
		cfg_error(
		    cfg, "'%s' must be one of: %s", row->name, row->choice);
		return -1;
	case CONF_LIST:
		if (cfg_opt_size(opt) <= (unsigned)row->max)
			return 0;
		cfg_error(cfg, "'%s' has more than %ld elements", row->name,
		    row->max);
		return -1;
	case CONF_BOOL: return 0;
	}
	return 0;
}

static void
options(cfg_opt_t *opt)
{
	const cfg_opt_t end = CFG_END();

	for (size_t i = 0; i < conf_nrows; i++) {
		const char *name = conf_rows[i].name;

		switch (conf_rows[i].type) {
		case CONF_TEXT: {
			const cfg_opt_t o = CFG_STR(name, "", CFGF_NONE);
			opt[i] = o;
			break;
		}
		case CONF_INT: {
			const cfg_opt_t o = CFG_INT(name, 0, CFGF_NONE);
			opt[i] = o;
			break;
		}
		case CONF_BOOL: {
			const cfg_opt_t o = CFG_BOOL(name, 0, CFGF_NONE);
			opt[i] = o;
			break;
		}
		case CONF_LIST: {
			const cfg_opt_t o = CFG_STR_LIST(name, NULL, CFGF_NONE);
			opt[i] = o;
			break;
		}
		}
	}
	opt[conf_nrows] = end;
}

/* The rows as a file would write them, yours to free; NULL: no memory. */
static char *
defaults(void)
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	if (f == NULL)
		return NULL;
	for (size_t i = 0; i < conf_nrows; i++)
		fprintf(f, "%s = %s\n", conf_rows[i].name, conf_rows[i].value);
	if (fclose(f) != 0) {
		free(text);
		return NULL;
	}
	return text;
}

static int
take_list(cfg_t *cfg, const char *name, struct conf_list *l)
{
	const size_t n = cfg_size(cfg, name);

	l->n = 0;
	l->v = calloc(n + 1, sizeof *l->v);
	for (; l->v != NULL && l->n < n; l->n++) {
		l->v[l->n] = strdup(cfg_getnstr(cfg, name, (unsigned)l->n));
		if (l->v[l->n] == NULL)
			break;
	}
	return l->v != NULL && l->n == n ? 0 : -1;
}

/* Copy what was read to its place; -1: no memory. */
static int
take(struct conf *c, cfg_t *cfg)
{
	int failed = 0;

	for (size_t i = 0; i < conf_nrows; i++) {
		const char *name = conf_rows[i].name;
		void *place = (char *)c + conf_rows[i].offset;

		switch (conf_rows[i].type) {
		case CONF_TEXT: {
			char **s = place;
			*s = strdup(cfg_getstr(cfg, name));
			failed |= *s == NULL;
			break;
		}
		case CONF_INT: *(long *)place = cfg_getint(cfg, name); break;
		case CONF_BOOL: *(bool *)place = cfg_getbool(cfg, name); break;
		case CONF_LIST: failed |= take_list(cfg, name, place); break;
		}
	}
	return failed ? -1 : 0;
}

static const char *
bad_address(const struct conf_list *l)
{
	struct sockaddr_storage sa;
	socklen_t len;

	for (size_t i = 0; i < l->n; i++)
		if (conf_address(l->v[i], &sa, &len) != 0)
			return l->v[i];
	return NULL;
}

/* What no single row can tell. */
static int
agree(const struct conf *c, const char *path, char *why, size_t size)
{
	const char *bad = bad_address(&c->listen);

	if (bad == NULL)
		bad = bad_address(&c->listen_tls);
	if (bad != NULL)
		snprintf(why, size,
		    "%s: '%s' is not an address and port to listen on "
		    "(as \"127.0.0.1:8080\" or \"[::1]:8080\")",
		    path, bad);
	else if (c->listen.n + c->listen_tls.n == 0)
		snprintf(
		    why, size, "%s: 'listen' and 'listen_tls' are empty", path);
	else if (c->listen_tls.n > 0 &&
	    (c->tls_certificate[0] == '\0' || c->tls_key[0] == '\0'))
		snprintf(why, size,
		    "%s: 'listen_tls' needs 'tls_certificate' and 'tls_key'",
		    path);
	else if (c->state_dir[0] != '/' || c->data_dir[0] != '/')
		snprintf(why, size, "%s: '%s' must begin with '/'", path,
		    c->state_dir[0] != '/' ? "state_dir" : "data_dir");
	else if (c->smtp_url[0] != '\0' &&
	    strncmp(c->smtp_url, "smtp://", 7) != 0 &&
	    strncmp(c->smtp_url, "smtps://", 8) != 0)
		snprintf(why, size,
		    "%s: 'smtp_url' must begin with smtp:// or smtps://", path);
	else if (strlen(c->federation_groups) > 200 ||
	    c->federation_groups[strspn(c->federation_groups,
	        "abcdefghijklmnopqrstuvwxyz0123456789- ")] != '\0')
		snprintf(why, size,
		    "%s: 'federation_groups' holds names of a-z, 0-9 and -, "
		    "with blanks between them",
		    path);
	else if (c->federation_test && !c->development)
		snprintf(why, size,
		    "%s: 'federation_test' is for 'development' only", path);
	else
		return 0;
	return -1;
}

/*
 * Comments go before libconfuse sees them: it counts their lines three times
 * and would name a wrong line in what it says.
 */
static void
blank_comments(char *s)
{
	char quote = '\0', last = '\n';

	for (; *s != '\0'; last = *s++) {
		if (quote == '\0' && *s == '#' && strchr(" \t\n", last)) {
			for (; s[1] != '\0' && s[1] != '\n'; s++)
				*s = ' ';
			*s = ' ';
		} else if (quote != '\0' && *s == '\\' && s[1] != '\0')
			s++;
		else if (quote == *s)
			quote = '\0';
		else if (quote == '\0' && (*s == '"' || *s == '\''))
			quote = *s;
	}
}

/* The text of a file, yours to free; NULL with errno. */
static char *
load(const char *path)
{
	char *text = calloc(1, LIMIT_CONF + 1);
	FILE *f = fopen(path, "re");
	size_t n;

	if (text == NULL || f == NULL)
		goto fail;
	n = fread(text, 1, LIMIT_CONF + 1, f);
	if (ferror(f))
		goto fail;
	if (n > LIMIT_CONF || strlen(text) != n) {
		errno = n > LIMIT_CONF ? EFBIG : EILSEQ;
		goto fail;
	}
	fclose(f);
	blank_comments(text);
	return text;
fail:
	if (f != NULL) {
		const int err = errno;

		fclose(f);
		errno = err;
	}
	free(text);
	return NULL;
}

/* First the defaults, then the file over them. */
static int
parse(cfg_t *cfg, const char *path)
{
	char *text = defaults();
	int err;

	if (text == NULL) {
		snprintf(report.why, report.size, "out of memory");
		return -1;
	}
	cfg_set_error_function(cfg, on_error);
	for (size_t i = 0; i < conf_nrows; i++)
		cfg_set_validate_func(cfg, conf_rows[i].name, on_value);
	err = cfg_parse_buf(cfg, text);
	free(text);
	if (err != CFG_SUCCESS || path == NULL)
		return err == CFG_SUCCESS ? 0 : -1;
	if ((text = load(path)) == NULL) {
		snprintf(
		    report.why, report.size, "%s: %s", path, strerror(errno));
		return -1;
	}
	err = cfg_parse_buf(cfg, text);
	free(text);
	return err == CFG_SUCCESS ? 0 : -1;
}

int
conf_read(struct conf *c, const char *path, char *why, size_t size)
{
	cfg_opt_t *opt = calloc(conf_nrows + 1, sizeof *opt);
	cfg_t *cfg = NULL;
	int err = -1;

	memset(c, 0, sizeof *c);
	why[0] = '\0';
	report.path = path != NULL ? path : "defaults";
	report.why = why;
	report.size = size;
	if (opt != NULL) {
		options(opt);
		cfg = cfg_init(opt, CFGF_NONE);
	}
	if (cfg != NULL && (err = parse(cfg, path)) == 0)
		err = take(c, cfg);
	if (err != 0 && why[0] == '\0')
		snprintf(why, size, "out of memory");
	if (cfg != NULL)
		cfg_free(cfg);
	free(opt);
	if (err == 0)
		err = agree(c, report.path, why, size);
	if (err != 0)
		conf_release(c);
	return err;
}

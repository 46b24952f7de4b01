/*
 * static.c - see static.h
 *
 * A file is known by two names: its own, and one with a fingerprint of its
 * bytes, which browsers may keep for a year because it never means anything
 * else.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <placet/hash.h>
#include <placet/text.h>

#include "base/limit.h"

#include "reply.h"
#include "route.h"
#include "static.h"
#include "web.h"

struct file {
	char *name, *print; /* "style.css", "style-0123abcd.css" */
	const char *type;
	char *data;
	size_t len;
	char etag[20];
};

struct statics {
	size_t n;
	struct file file[LIMIT_STATICS];
	char style[96];
};

static const struct {
	const char *suffix, *type;
} types[] = {
	{ ".css", "text/css; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".svg", "image/svg+xml; charset=utf-8" },
	{ ".png", "image/png" },
	{ ".ico", "image/x-icon" },
	{ ".txt", "text/plain; charset=utf-8" },
};

static const char *
type_of(const char *name)
{
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot != NULL && i < sizeof types / sizeof *types; i++)
		if (strcmp(dot, types[i].suffix) == 0)
			return types[i].type;
	return NULL;
}

static bool
file_read(struct file *f, const char *path)
{
	FILE *in = fopen(path, "re");
	size_t n = 0;

	if (in == NULL)
		return false;
	f->data = malloc(LIMIT_STATIC);
	if (f->data != NULL)
		n = fread(f->data, 1, LIMIT_STATIC, in);
	f->len = n;
	n = ferror(in) || n == LIMIT_STATIC || f->data == NULL;
	fclose(in);
	return n == 0;
}

/* Names and ETag of a file that has been read. */
static bool
file_name(struct file *f, const char *name)
{
	const int stem = (int)(strrchr(name, '.') - name);
	const size_t size = strlen(name) + 10;
	struct placet_hash hash;
	char hex[17];

	placet_sha256(f->data, f->len, &hash);
	placet_hex(hash.b, 8, hex);
	snprintf(f->etag, sizeof f->etag, "\"%s\"", hex);
	f->type = type_of(name);
	f->name = strdup(name);
	f->print = malloc(size);
	if (f->name == NULL || f->print == NULL)
		return false;
	snprintf(f->print, size, "%.*s-%.8s%s", stem, name, hex, name + stem);
	return true;
}

static bool
file_init(struct file *f, const char *dir, const char *name)
{
	char path[1024];
	int n = snprintf(path, sizeof path, "%s/%s", dir, name);

	return n > 0 && (size_t)n < sizeof path && file_read(f, path) &&
	    file_name(f, name);
}

static bool
statics_read(struct statics *s, const char *dir, char *why, size_t size)
{
	DIR *d = opendir(dir);
	const struct dirent *e;
	bool ok = d != NULL;

	if (d == NULL)
		snprintf(why, size, "cannot read folder '%s'", dir);
	while (ok && (e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.' || type_of(e->d_name) == NULL)
			continue;
		ok = s->n < LIMIT_STATICS &&
		    file_init(&s->file[s->n++], dir, e->d_name);
		if (!ok)
			snprintf(
			    why, size, "cannot take '%s/%s'", dir, e->d_name);
	}
	if (d != NULL)
		closedir(d);
	return ok;
}

static const struct file *
statics_find(const struct statics *s, const char *name, bool *printed)
{
	for (size_t i = 0; i < s->n; i++) {
		*printed = strcmp(s->file[i].print, name) == 0;
		if (*printed || strcmp(s->file[i].name, name) == 0)
			return &s->file[i];
	}
	return NULL;
}

struct statics *
statics_new(const char *dir, char *why, size_t size)
{
	struct statics *s = calloc(1, sizeof *s);
	const struct file *style = NULL;
	bool printed;

	snprintf(why, size, "out of memory");
	if (s != NULL && statics_read(s, dir, why, size)) {
		style = statics_find(s, "style.css", &printed);
		if (style == NULL)
			snprintf(why, size, "no '%s/style.css'", dir);
	}
	if (style == NULL) {
		statics_free(s);
		return NULL;
	}
	snprintf(s->style, sizeof s->style, "/static/%s", style->print);
	return s;
}

void
statics_free(struct statics *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n; i++) {
		free(s->file[i].name);
		free(s->file[i].print);
		free(s->file[i].data);
	}
	free(s);
}

const char *
statics_style(const struct statics *s)
{
	return s->style;
}

/* --- the rows that need no database --- */

enum req_next
static_finish(struct req *r)
{
	bool printed;
	const struct file *f = statics_find(
	    r->worker->statics, r->seg[0], &printed);

	if (f == NULL)
		return req_fail(r, 404, "page.unknown");
	return reply_static(r, f->type,
	    printed ? "public, max-age=31536000, immutable"
	            : "public, max-age=3600",
	    f->etag, f->data, f->len);
}

static enum req_next
plain(struct req *r, int status, const char *cache, const char *text)
{
	r->face = FACE_RAW;
	return reply_bytes(
	    r, status, "text/plain; charset=utf-8", cache, text, strlen(text));
}

enum req_next
robots_finish(struct req *r)
{
	bool printed;
	const struct file *f = statics_find(
	    r->worker->statics, "robots.txt", &printed);

	if (f == NULL)
		return req_fail(r, 404, "page.unknown");
	return reply_static(
	    r, f->type, "public, max-age=86400", f->etag, f->data, f->len);
}

enum req_next
livez_finish(struct req *r)
{
	return plain(r, 200, "no-store", "ok\n");
}

/* Ready: the database answers and we know the sites. */
enum req_next
readyz_finish(struct req *r)
{
	if (db_ready(r->worker->db) && r->worker->sites != NULL)
		return plain(r, 200, "no-store", "ready\n");
	reply_header(r, "Retry-After", "1");
	return plain(r, 503, "no-store", "not ready\n");
}

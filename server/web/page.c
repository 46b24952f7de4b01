/*
 * page.c - templates and catalogues read at start, pages rendered (page.h)
 *
 * DESIGN: each template is compiled once for each language, so that a message
 * costs nothing when a page is rendered and a missing partial, an unknown
 * filter or a broken catalogue stops the start and not a page.  All of it
 * lives in one arena that ends with the process.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <placet/text.h>

#include "base/limit.h"

#include "page.h"
#include "page_node.h"

enum { LANGS = 32 };

/* A template as it lies in the folder. */
struct template
{
	const char *name; /* without .html */
	const char *file; /* with, for errors */
	const char *text;
	size_t len;
	struct template *next;
};

struct lang {
	const char *code; /* "fr" */
	struct locale *locale;
	struct page_set set;
	struct placet_buf report;
};

struct pages {
	struct placet_arena arena;
	struct template *template;
	struct lang lang[LANGS]; /* in the order of their codes */
	size_t nlang;
};

/* --- reading ------------------------------------------------------------ */

/* Call `each` with every name in dir that ends so, in order. */
static bool
dir_read(struct pages *p, const char *dir, const char *suffix,
    bool (*each)(struct pages *p, const char *path, const char *name, char *why,
        size_t size),
    char *why, size_t size)
{
	struct dirent **entry;
	const int n = scandir(dir, &entry, NULL, alphasort);
	bool good = n >= 0;

	if (n < 0)
		snprintf(why, size, "%s: cannot be read", dir);
	for (int i = 0; i < n; i++) {
		const char *file = entry[i]->d_name;
		const size_t len = strlen(file), end = strlen(suffix);
		const char *path, *name;

		if (good && file[0] != '.' && len > end &&
		    strcmp(file + len - end, suffix) == 0) {
			path = placet_printf(&p->arena, "%s/%s", dir, file);
			name = placet_memdup(&p->arena, file, len - end);
			good = path != NULL && name != NULL &&
			    each(p, path, name, why, size);
		}
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
	return good;
}

static const char *
file_text(struct pages *p, const char *path, size_t *len)
{
	FILE *in = fopen(path, "rbe");
	char *text = placet_alloc(&p->arena, LIMIT_TEMPLATE + 1);

	if (in == NULL || text == NULL) {
		if (in != NULL)
			fclose(in);
		return NULL;
	}
	*len = fread(text, 1, LIMIT_TEMPLATE + 1, in);
	fclose(in);
	if (*len > LIMIT_TEMPLATE || !placet_utf8_valid(text, *len) ||
	    memchr(text, '\0', *len) != NULL)
		return NULL;
	text[*len] = '\0';
	return text;
}

static bool
template_add(
    struct pages *p, const char *path, const char *name, char *why, size_t size)
{
	struct template *t = placet_zalloc(&p->arena, sizeof *t);

	if (t == NULL)
		return false;
	t->name = name;
	t->file = path;
	t->text = file_text(p, path, &t->len);
	if (t->text == NULL) {
		snprintf(why, size, "%s:1: not readable UTF-8 text", path);
		return false;
	}
	t->next = p->template;
	p->template = t;
	return true;
}

static const char *
template_find(void *arg, const char *name, size_t *len, const char **file)
{
	const struct pages *p = arg;

	for (const struct template *t = p->template; t != NULL; t = t->next)
		if (strcmp(t->name, name) == 0) {
			*len = t->len;
			*file = t->file;
			return t->text;
		}
	return NULL;
}

/* A catalogue, and all templates in its language. */
static bool
lang_add(
    struct pages *p, const char *path, const char *name, char *why, size_t size)
{
	struct lang *l = &p->lang[p->nlang];

	if (p->nlang == LANGS) {
		snprintf(why, size, "%s: too many languages", path);
		return false;
	}
	l->code = name;
	l->locale = locale_new(path, why, size);
	if (l->locale == NULL)
		return false;
	p->nlang++;
	l->set = (struct page_set){ .arena = &p->arena,
		.find = template_find,
		.arg = p,
		.why = why,
		.size = size,
		.report = &l->report };
	l->set.style.lang = name;
	l->set.style.locale = l->locale;
	l->set.style.french = strcmp(name, "fr") == 0;
	for (const struct template *t = p->template; t != NULL; t = t->next)
		if (page_compile(&l->set, t->name) == NULL)
			return false;
	return true;
}

struct pages *
pages_new(const char *dir, const char *localedir, char *why, size_t size)
{
	struct pages *p = calloc(1, sizeof *p);

	snprintf(why, size, "out of memory");
	if (p == NULL)
		return NULL;
	if (!dir_read(p, dir, ".html", template_add, why, size) ||
	    !dir_read(p, localedir, ".po", lang_add, why, size)) {
		pages_free(p);
		return NULL;
	}
	if (p->nlang == 0 || p->template == NULL) {
		snprintf(why, size, "%s: nothing there",
		    p->nlang == 0 ? localedir : dir);
		pages_free(p);
		return NULL;
	}
	why[0] = '\0';
	return p;
}

void
pages_free(struct pages *p)
{
	if (p == NULL)
		return;
	for (size_t i = 0; i < p->nlang; i++) {
		locale_free(p->lang[i].locale);
		placet_buf_release(&p->lang[i].report);
	}
	placet_arena_end(&p->arena);
	free(p);
}

/* --- asking ------------------------------------------------------------- */

static const struct lang *
lang_find(const struct pages *p, const char *code)
{
	for (size_t i = 0; i < p->nlang; i++)
		if (strcmp(p->lang[i].code, code) == 0)
			return &p->lang[i];
	return NULL;
}

static const struct page *
page_find(const struct lang *l, const char *name)
{
	for (const struct page *g = l->set.first; g != NULL; g = g->next)
		if (*g->indent == '\0' && strcmp(g->name, name) == 0)
			return g;
	return NULL;
}

bool
pages_has_lang(const struct pages *p, const char *lang)
{
	return lang_find(p, lang) != NULL;
}

const char *
pages_lang(const struct pages *p, size_t i)
{
	return i < p->nlang ? p->lang[i].code : NULL;
}

bool
pages_has(const struct pages *p, const char *name)
{
	return page_find(&p->lang[0], name) != NULL;
}

int
pages_render(const struct pages *p, const char *name, const char *lang,
    const struct placet_json *doc, struct placet_buf *out)
{
	const struct lang *l = lang_find(p, lang);
	const struct page *page = l != NULL ? page_find(l, name) : NULL;

	if (page == NULL)
		return PLACET_EMISSING;
	page_walk(page, &l->set.style, doc, out);
	return out->err;
}

const char *
pages_text(const struct pages *p, const char *lang, const char *msgid)
{
	const struct lang *l = lang_find(p, lang);
	const struct message *m = l != NULL ? locale_find(l->locale, msgid)
	                                    : NULL;

	return m != NULL ? m->str[0] : msgid;
}

const char *
pages_missing(const struct pages *p, const char *lang)
{
	const struct lang *l = lang_find(p, lang);

	return l != NULL && l->report.len > 0 ? l->report.data : "";
}

/* --- one template by itself --------------------------------------------- */

struct once {
	const char *text;
	const struct placet_json *partials;
};

/* The template itself goes by a name that no partial can have. */
static const char *
once_find(void *arg, const char *name, size_t *len, const char **file)
{
	const struct once *o = arg;
	const struct placet_json *v;

	if (*name == '\0') {
		*file = "template";
		*len = strlen(o->text);
		return o->text;
	}
	v = placet_json_get(o->partials, name);
	if (v == NULL || v->type != PLACET_JSON_STRING)
		return NULL;
	*file = v->name;
	*len = v->len;
	return v->str;
}

int
page_once(const char *text, const struct placet_json *partials,
    const struct placet_json *doc, struct placet_buf *out)
{
	struct placet_arena arena = { .ceiling = (size_t)64 * LIMIT_TEMPLATE };
	struct once once = { text, partials };
	char why[256];
	struct page_set set = { .arena = &arena,
		.find = once_find,
		.arg = &once,
		.lenient = true,
		.why = why,
		.size = sizeof why };
	const struct page *page = page_compile(&set, "");
	int err = PLACET_EFORMAT;

	if (page != NULL) {
		page_walk(page, &set.style, doc, out);
		err = out->err;
	}
	placet_arena_end(&arena);
	return err;
}

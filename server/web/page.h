/*
 * page.h - mustache templates, compiled at start, rendered over a document
 *
 * The mustache specification (interpolation, sections, inverted, comments,
 * partials, delimiters) with two additions at compile time and one at render:
 *
 *	{{_Sign this petition}}      a message in the page's language, escaped
 *	{{_Closes on {closes_at|date}}}  with values of the document inside
 *	{{_one signature;{count} signatures}}  plural by the number {count}
 *	{{x|filter}}                 number date datetime url markdown json
 *
 * Escaping is for HTML text and quoted attributes; only {{{x}}} and
 * |markdown (cmark in safe mode) give markup.  See page.c for the grammar.
 */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include <placet/buf.h>
#include <placet/json.h>

struct pages;
struct locale;

/*
 * Compile all *.html of dir for each of the languages that localedir has a
 * <lang>.po for.  NULL with why[] naming file and line.
 */
struct pages *pages_new(
    const char *dir, const char *localedir, char *why, size_t size);
void pages_free(struct pages *p);
bool pages_has_lang(const struct pages *p, const char *lang);
bool pages_has(const struct pages *p, const char *name);

/* Render page `name` (file without .html) over doc. 0 or enum placet_err. */
int pages_render(const struct pages *p, const char *name, const char *lang,
    const struct placet_json *doc, struct placet_buf *out);

/* A message of the catalogue by itself (errors, mail subjects). */
const char *pages_text(
    const struct pages *p, const char *lang, const char *msgid);

/* For the specification's tests: one template, partials by name, no locale. */
int page_once(const char *text, const struct placet_json *partials,
    const struct placet_json *doc, struct placet_buf *out);

#endif

/*
 * page.h - mustache templates, compiled at start, rendered over a document
 *
 * The mustache specification (interpolation, sections, inverted, comments,
 * partials, delimiters) with these additions:
 *
 *	{{_Sign this petition}}      a message in the page's language, escaped
 *	{{_Closes on {closes_at|date}}}  with values of the document inside
 *	{{_one signature;{count} signatures}}  plural by the number {count}
 *	{{&_Read <b>all</b> of it}}  a message that holds markup; its values
 *	                             are escaped all the same
 *	{{x|filter}}                 number date datetime url message markdown
 *	                             paragraphs plain json: see page_filter.c
 *	{{#state.open}}              does the text `state` say "open"?
 *	{{#petitions.0}}             the first element of a list, if any
 *
 * Names are of letters, digits, "_" and "-".  Absent, null, false, "" and []
 * are false; the number 0 is not.  A section over `true` leaves the context
 * as it is, over anything else the value becomes the context.
 *
 * Escaping is for HTML text and quoted attributes (& < > " '); only {{{x}}},
 * {{&_message}}, |markdown and |paragraphs give markup.  In a message the ";"
 * of a plural is one that no space follows; page_message.c says what
 * translators may do.
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
/* The code of language i, in the order of codes; NULL: no more. */
const char *pages_lang(const struct pages *p, size_t i);
bool pages_has(const struct pages *p, const char *name);

/*
 * Render page `name` (file without .html) over doc.  0; EMISSING when there
 * is no such page or language; else out->err (ENOMEM, or ELIMIT for the
 * ceiling of out, partials without end, too many steps).
 */
int pages_render(const struct pages *p, const char *name, const char *lang,
    const struct placet_json *doc, struct placet_buf *out);

/*
 * A message of the catalogue by itself (errors, mail subjects); the msgid
 * where the catalogue has none.
 */
const char *pages_text(
    const struct pages *p, const char *lang, const char *msgid);

/* The messages of templates without translation: "file:line: message\n". */
const char *pages_missing(const struct pages *p, const char *lang);

/*
 * For the specification's tests: one template, partials by name, no locale.
 * EFORMAT when it does not compile; else as pages_render().
 */
int page_once(const char *text, const struct placet_json *partials,
    const struct placet_json *doc, struct placet_buf *out);

#endif

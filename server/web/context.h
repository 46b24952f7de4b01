/*
 * context.h - what every page may show beside its document
 */
#ifndef WEB_CONTEXT_H
#define WEB_CONTEXT_H

#include "req.h"

/*
 * Add site, lang, prefix, path, langs, style, status, source_url, development,
 * form_token, token, errors, wrong, values and error_count to the document of
 * a page, and a member named by its state.
 */
void context_add(struct req *r, struct placet_json *doc, int status);

/* The errors of a form with their titles in the reader's language. */
struct placet_json *context_errors(struct req *r);

/* The code of a refusal: `why` if it is one, else the status's. */
const char *context_code(int status, const char *why);

#endif

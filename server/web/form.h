/*
 * form.h - fields out of forms, queries, paths and JSON bodies: strict
 *
 * What two readers might read differently is refused, not repaired: a broken
 * percent escape, bytes that are not UTF-8, NUL, a field said twice.
 */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "req.h"

/*
 * application/x-www-form-urlencoded, or a query without its "?".  An empty
 * text has no fields; "a" is "a=".  EFORMAT, EUTF8, EDUP, ENOMEM, and ELIMIT
 * for more than max fields, more than LIMIT_BODY bytes, a name or value of
 * more than LIMIT_FIELD.  On error *n is 0.
 */
int form_parse(struct placet_arena *a, const char *data, size_t len,
    struct field *out, size_t max, size_t *n);

/* A JSON object of strings; ETYPE if it is anything else. */
int form_from_json(struct placet_arena *a, const char *data, size_t len,
    struct field *out, size_t max, size_t *n);

/*
 * One segment of a path.  What decodes to a slash, a control character, "."
 * or ".." is EFORMAT: no name of ours has one.
 */
int form_path_decode(
    struct placet_arena *a, const char *data, size_t len, const char **out);

/* The fields as one JSON object of strings, for SQL; NULL: no memory. */
struct placet_json *form_to_json(
    struct placet_arena *a, const struct field *field, size_t n);

#endif

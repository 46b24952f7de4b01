/*
 * csrf.h - is a form posted from one of our own pages?
 */
#ifndef WEB_CSRF_H
#define WEB_CSRF_H

#include "req.h"

enum { CSRF_TOKEN = 33 };

/* May this POST have been made by a page of another site? */
bool csrf_foreign(const struct req *r);

/* The fallback for a form on r->path, good for an hour at least. */
void csrf_token(const struct req *r, char out[CSRF_TOKEN]);

#endif

/*
 * reply.h - what goes back: once, always, even to nobody
 */
#ifndef WEB_REPLY_H
#define WEB_REPLY_H

#include "req.h"

/* Send a copy of bytes; all of W4/W5's headers are added.  REQ_DONE. */
enum req_next reply_bytes(struct req *r, int status, const char *type,
    const char *cache, const void *data, size_t len);

/*
 * The same for memory from malloc, taken over.  A 200 of a row that may be
 * kept is kept; that, and what other servers read, gets an ETag and is answered
 * with 304 where that fits.
 */
enum req_next reply_own(struct req *r, int status, const char *type,
    const char *cache, char *data, size_t len);

/* The same for memory that outlives the worker's connections. */
enum req_next reply_static(struct req *r, const char *type, const char *cache,
    const char *etag, const char *data, size_t len);

/* The face asked for, of r->doc: template over it, or the document. */
enum req_next reply_doc(struct req *r, int status);

/* The same with another template than the row's. */
enum req_next reply_page(struct req *r, int status, const char *page);

/* A value as JSON, whatever the face. */
enum req_next reply_json(
    struct req *r, int status, const struct placet_json *v);

/* 422: the row's form again over r->doc, or a problem with the errors. */
enum req_next reply_refused(struct req *r);

/* Add a header to the reply to come.  Value without CR, LF, NUL. */
void reply_header(struct req *r, const char *name, const char *value);

/* If the worker has this ready, send it: true. */
bool reply_cached(struct req *r);

/* Make the header lines that every reply has, from the configuration. */
struct worker;
bool reply_init(struct worker *w);
void reply_release(struct worker *w);

#endif

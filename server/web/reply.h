/*
 * reply.h - what goes back: once, always, even to nobody
 */
#ifndef WEB_REPLY_H
#define WEB_REPLY_H

#include "req.h"

/* Send bytes; all of W4/W5's headers are added.  Always REQ_DONE. */
enum req_next reply_bytes(struct req *r, int status, const char *type,
    const char *cache, const void *data, size_t len);

/* The face asked for, of r->doc: template over it, or the document. */
enum req_next reply_doc(struct req *r, int status);

/* Add a header to the reply to come.  Value without CR, LF, NUL. */
void reply_header(struct req *r, const char *name, const char *value);

enum req_next reply_redirect(struct req *r, int status, const char *path);

#endif

/*
 * batch.h - natural batching: many requests, one call, no timer
 *
 * Requests of a BATCH row gather until the end of the loop's turn, or while a
 * batch is at the database until it is back; then they leave as one call
 * with arrays.  A batch that fails as a whole is called again row by row, so
 * that one bad row never costs another its answer.
 */
#ifndef WEB_BATCH_H
#define WEB_BATCH_H

#include "req.h"

struct batches;

struct batches *batches_new(struct worker *w);
/* All queues must be empty. */
void batches_free(struct batches *all);

/* REQ_WAIT, or a refusal when too many wait already. */
enum req_next batch_add(struct req *r);

#endif

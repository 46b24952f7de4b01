/*
 * feed.h - who waits for the next act of a site
 *
 * A reader of /api/v1/acts/{} that has seen all may ask to be answered when
 * there is more: "Prefer: wait=30" (RFC 7240).  A worker lets a bounded number
 * wait; whoever comes then is answered at once, as without it.
 */
#ifndef WEB_FEED_H
#define WEB_FEED_H

struct feed;
struct worker;

/* NULL when out of memory. */
struct feed *feed_new(struct worker *w);
/* Nobody may wait any more. */
void feed_free(struct feed *f);

/* A site has signed acts; 0: any may have.  Those who wait look again. */
void feed_told(struct feed *f, int site);

/* Let nobody wait from now on. */
void feed_drain(struct feed *f);

#endif

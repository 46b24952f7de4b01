/*
 * courier.h - the process that speaks to the outside: it sends the mail
 *
 * Work is rows with a lease, taken by SQL: a courier that dies leaves them to
 * the next one, so a mail goes out at least once, and twice only if a courier
 * dies between the relay's "250" and the commit.  Its Message-ID is the same
 * both times.
 */
#ifndef COURIER_COURIER_H
#define COURIER_COURIER_H

enum courier_limit {
	COURIER_AT_ONCE = 8,      /* mails being sent, and connections */
	COURIER_LEASE = 60,       /* s a mail is ours */
	COURIER_PATIENCE = 30,    /* s for one delivery; less than the lease */
	COURIER_IDLE = 500,       /* ms between two looks at an empty queue */
	COURIER_CLEAN = 3600,     /* s between two clean-ups */
	COURIER_CLEAN_MORE = 5,   /* s to the next when there is more */
	COURIER_ALIVE_EVERY = 60, /* s between two signs of life */
	COURIER_DRAIN = 10,       /* s to finish after SIGTERM */
	COURIER_TEMPLATE = 8192,  /* bytes of a mail's template */
	COURIER_MAIL = 32768,     /* bytes of a composed text or HTML */
	COURIER_SECRET = 256,     /* bytes of the SMTP password */
};

#endif

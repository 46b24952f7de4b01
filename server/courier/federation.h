/*
 * federation.h - what the files share that speak to other servers
 *
 * DESIGN.  Four queues of the database are worked side by side: letters to
 * one inbox, acts to the servers of their followers, messages whose key is to
 * be fetched, and errands.  Each round takes as many rows as there is room
 * for, leased; whatever becomes of them is told in one call, after which the
 * next round begins.  A courier that dies leaves the leases to run out: what
 * was sent may be sent again, under the same id.
 */
#ifndef COURIER_FEDERATION_H
#define COURIER_FEDERATION_H

#include <time.h>

#include <placet/arena.h>
#include <placet/buf.h>
#include <placet/httpsig.h>
#include <placet/json.h>
#include <placet/msg.h>

#include "courier/courier.h"
#include "courier/fetch_http.h"
#include "courier/job.h"

enum {
	FEDERATION_LEASE = 120,   /* s a row is ours */
	FEDERATION_LOOK = 262144, /* bytes of a document that we fetch */
	FEDERATION_HEARD = 65536, /* bytes of an answer to a delivery */
	FEDERATION_INBOXES = 100, /* of one server, at a time */
	FEDERATION_KNOCKS = 3,    /* refusals for want of a key, then drop */
};

/*
 * On whose behalf a request is signed, and with what: see IPC_HTTP.  While a
 * key is being replaced there are two, the one to begin with first.
 */
struct speaker {
	uint8_t site[16];
	const char *origin; /* of the site: not a place to send to */
	const char *actor;  /* URL; its key is "<actor>#main-key" */
	uint8_t key[2][32];
	int nkeys;
};

/* --- dispatch.c: one signed request -------------------------------------- */

struct dispatch {
	const struct speaker *by;
	const char *url;
	const char *body; /* NULL: GET */
	size_t len;
	enum placet_httpsig_scheme scheme;
	size_t most; /* bytes of the answer */
};

/*
 * Sign (keyd) and send; if that is not understood (401) and there is another
 * key, once more.  Everything given must stay until `done`, which is called
 * once and never from inside.
 */
void dispatch(
    struct federation *f, const struct dispatch *d, http_done *done, void *arg);

/* --- look.c: fetch an actor ---------------------------------------------- */

enum look_end {
	LOOK_FOUND,  /* and stored */
	LOOK_GONE,   /* 410 */
	LOOK_RETRY,  /* no answer now */
	LOOK_FAILED, /* none of use, and noted so */
};

/* `actor` only when found; borrowed until return. */
typedef void look_done(
    enum look_end end, const struct placet_msg *actor, void *arg);

/* By its id or that of a key; both are copied. */
void look_actor(struct federation *f, const struct speaker *by, const char *url,
    look_done *done, void *arg);

/* Is this the media type of ActivityPub? */
bool look_type(const char *type);
/* Is that no answer, but perhaps one later? */
bool look_later(const struct http_answer *a);

/* --- the queues ---------------------------------------------------------- */

/* What happened to rows, column by column, until SQL has been told. */
enum { OUTCOMES = 7 };
struct outcomes {
	struct placet_buf column[OUTCOMES];
	int rows;
	bool telling;
};

struct federation {
	struct courier *c;
	struct http *http;
	struct http_conf conf;
	struct event *idle;
	int out, in;    /* deliveries, and the rest, in our hands */
	int asks;       /* whose servers are asked for their pages */
	int taking;     /* questions to the database under way */
	time_t counted; /* when floods were */
	bool counting;  /* they are, just now */
	struct outcomes acts, letters;
};

/* federation.c */
struct federation *federation_new(struct courier *c);
void federation_free(struct federation *f);
/* Nothing is in our hands? */
bool federation_quiet(const struct federation *f);
/* Read "uuid", "origin", "keys"; false when they are not there. */
bool federation_speaker(const struct placet_json *v, struct speaker *by);
/* A row is whole: tell SQL as soon as it has heard the last ones. */
void outcome_tell(struct federation *f, struct outcomes *o);
/* One that was taken is over. */
void federation_ended(struct federation *f, int *hands);

/* deliver.c: one element of courier.delivery_take or courier.letter_take */
void deliver_start(
    struct federation *f, const struct placet_json *v, bool letter);
/* receive.c: of courier.deferred_take */
void receive_start(struct federation *f, const struct placet_json *v);
/* errand.c: of courier.errand_take */
void errand_start(struct federation *f, const struct placet_json *v);
/* intent.c: of courier.intent_take */
void intent_start(struct federation *f, const struct placet_json *v);

#endif

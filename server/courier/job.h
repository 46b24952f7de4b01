/*
 * job.h - what courier.c and job.c share
 */
#ifndef COURIER_JOB_H
#define COURIER_JOB_H

#include <placet/json.h>

#include "base/conf.h"
#include "base/db.h"
#include "base/ipc.h"
#include "base/loop.h"
#include "courier/address.h"
#include "courier/courier.h"
#include "courier/fetch.h"
#include "courier/mail.h"

struct federation;

/* The statements, by their place in courier_stmts[]. */
enum courier_stmt {
	COURIER_MAIL_TAKE,
	COURIER_MAIL_SENT,
	COURIER_MAIL_RETRY,
	COURIER_MAIL_FAILED,
	COURIER_DEV_MAIL_STORE,
	COURIER_LETTER_TAKE,
	COURIER_LETTER_DONE,
	COURIER_DELIVERY_TAKE,
	COURIER_DELIVERY_DONE,
	COURIER_DEFERRED_TAKE,
	COURIER_DEFERRED_DONE,
	COURIER_ERRAND_TAKE,
	COURIER_ERRAND_DONE,
	COURIER_FLOOD_COUNT,
	COURIER_INBOX_APPLY,
	COURIER_INBOX_GONE,
	COURIER_REMOTE_STORE,
	COURIER_REMOTE_GONE,
	COURIER_FETCH_ALLOWED,
	COURIER_FETCH_FAILED,
	COURIER_HOST_FAILED,
	COURIER_NODEINFO_ASK,
	COURIER_NODEINFO_STORE,
	COURIER_INTENT_TAKE,
	COURIER_INTENT_DONE,
	COURIER_PURGE,
	COURIER_FORWARD_NEW,
	COURIER_OBJECT_STORE,
	COURIER_OBJECT_GONE,
	COURIER_THREAD_FOUND,
	COURIER_ALIVE,
	COURIER_STMTS,
};

struct courier {
	const struct conf *conf;
	struct event_base *base;
	struct db *db;
	struct ipc *keyd;
	struct fetch *fetch;
	struct fetch_conf smtp;
	struct federation *federation;
	struct mail_texts texts;
	struct address_set own; /* not to be connected to */
	char password[COURIER_SECRET];
	struct event *idle; /* look at the queue */
	struct event *purge;
	struct event *alive;
	struct loop loop;
	struct event *deadline; /* of draining */
	int jobs;               /* mails in our hands */
	bool taking;            /* courier.mail_take is in flight */
	bool purging;
	bool begun;  /* it said that it is alive: it may take what waits */
	bool living; /* courier.alive is in flight */
	bool draining;
};

/* Begin with one element of what courier.mail_take answered. */
void job_start(struct courier *c, const struct placet_json *v);
/* A job is over: there is room for another. */
void courier_job_ended(struct courier *c);
/* Asked to stop: do so when nothing is in our hands. */
void courier_rest(struct courier *c);
/* alive.c: say so each minute, from now on. */
void alive_start(struct courier *c);

#endif

/*
 * fetch.h - the only user of libcurl: mail now, deliveries later
 */
#ifndef COURIER_FETCH_H
#define COURIER_FETCH_H

#include <stdbool.h>
#include <stddef.h>

#include <event2/event.h>
#include <placet/buf.h>

#include "courier/mail.h"

/* --- asynchronous, for the courier (fetch.c) ----------------------------- */

struct fetch_conf {
	const char *url;  /* smtp://relay:25 or smtps://relay:465 */
	const char *user; /* "" none */
	const char *password;
};

struct fetch;

/*
 * How a mail fared: code is NULL when the relay took it, else "smtp.451" or
 * "smtp.connect".  permanent: the relay says that it never will.
 * Called exactly once per fetch_mail, never from inside it.
 */
typedef void fetch_sent(const char *code, bool permanent, void *arg);

/* NULL when out of memory.  The strings of conf must stay. */
struct fetch *fetch_new(struct event_base *base, const struct fetch_conf *conf);
/* Nothing may be in flight. */
void fetch_free(struct fetch *f);
/* The mail must stay until `sent` is called. */
void fetch_mail(
    struct fetch *f, const struct mail *m, fetch_sent *sent, void *arg);

/* --- blocking, for commands (fetch_now.c) -------------------------------- */

struct fetch_now;

struct fetch_now *fetch_now_new(void);
void fetch_now_free(struct fetch_now *f);
/*
 * GET url; the body, at most out->ceiling bytes, is appended to out.
 * Returns the HTTP status, or 0 when there was no answer; then *why (static
 * or owned by f) says so.  Connections are kept between calls.
 */
int fetch_now_get(struct fetch_now *f, const char *url, struct placet_buf *out,
    const char **why);
/* Does a mail relay greet us there?  0, or -1 and *why. */
int fetch_now_relay(struct fetch_now *f, const char *url, const char **why);

#endif

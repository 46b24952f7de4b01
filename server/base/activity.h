/*
 * activity.h - how messages of other servers are read, by the process that
 * takes them at once and by the one that takes them later
 */
#ifndef BASE_ACTIVITY_H
#define BASE_ACTIVITY_H

#include <placet/key.h>
#include <placet/msg.h>

/* What is allowed in them; with `testing` http, ports and this machine too. */
struct placet_msg_rules activity_rules(bool testing);

/*
 * Are two URLs of one server?  False if one is NULL or none.  What is allowed
 * in URLs has been looked at before.
 */
bool activity_same_origin(const char *a, const char *b);

/* What SQL gets of an activity.  In the arena, or of the message. */
struct activity {
	const char *text; /* the content of what is created or updated, without
	                     HTML; NULL when there is none */
	/* Of a note that is created, else all NULL. */
	const char *object;    /* its id */
	const char *reply_to;  /* may be NULL, as what follows */
	const char *url;       /* of its page */
	const char *lang;      /* "fr" */
	const char *published; /* seconds since 1970 */
};

/*
 * A note counts only when it is the actor's own, of its server, public, and
 * says something; a note with a name and no content is a vote in a poll, here
 * and everywhere.  Its page must be of the same server, or people would be led
 * elsewhere under its name.  fatal() without memory.
 */
void activity_read(
    struct placet_arena *a, const struct placet_msg *msg, struct activity *out);

/* The key of a peer as SQL keeps it: kind "rsa" (PEM) or "ed25519"
   (Multikey).  Yours; NULL if it is none. */
struct placet_key *activity_key(const char *kind, const char *text);

#endif

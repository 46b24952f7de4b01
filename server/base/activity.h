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
 * The content of what is created or updated, without HTML, in the arena; NULL
 * when there is none.  fatal() without memory.
 */
const char *activity_words(
    struct placet_arena *a, const struct placet_msg *msg);

/* The key of a peer as SQL keeps it: kind "rsa" (PEM) or "ed25519"
   (Multikey).  Yours; NULL if it is none. */
struct placet_key *activity_key(const char *kind, const char *text);

#endif

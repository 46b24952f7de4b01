/*
 * actor.h - the RSA keys of sites, as objects that were parsed once
 */
#ifndef KEYD_ACTOR_H
#define KEYD_ACTOR_H

struct actors;

/* fatal() without memory. */
struct actors *actors_new(void);
void actors_free(struct actors *a);

#endif

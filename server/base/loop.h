/*
 * loop.h - the event loop of a process, and the two ends of its life
 *
 * SIGTERM asks it to end when it has finished; the end of the pipe from the
 * master means that the master is dead, and then it ends at once: whoever
 * would take its place has another master.
 */
#ifndef BASE_LOOP_H
#define BASE_LOOP_H

#include <event2/event.h>

struct loop {
	struct event_base *base;
	struct event *term, *life;
};

/* `life` is the read end of the pipe.  fatal() without memory. */
void loop_init(struct loop *l, int life, event_callback_fn on_term, void *arg);
void loop_release(struct loop *l);

#endif

/*
 * loop.c - see loop.h
 */
#include <signal.h>
#include <unistd.h>

#include "base/log.h"
#include "base/loop.h"

static void
on_life(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	(void)arg;
	_exit(0);
}

void
loop_init(struct loop *l, int life, event_callback_fn on_term, void *arg)
{
	struct event_config *conf = event_config_new();

	/* One thread, and fewer calls of epoll_ctl. */
	if (conf == NULL ||
	    event_config_set_flag(conf,
	        EVENT_BASE_FLAG_NOLOCK |
	            EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST) != 0)
		fatal("out of memory");
	l->base = event_base_new_with_config(conf);
	event_config_free(conf);
	if (l->base == NULL)
		fatal("out of memory");
	l->term = evsignal_new(l->base, SIGTERM, on_term, arg);
	l->life = event_new(l->base, life, EV_READ, on_life, NULL);
	if (l->term == NULL || l->life == NULL ||
	    event_add(l->term, NULL) != 0 || event_add(l->life, NULL) != 0)
		fatal("out of memory");
}

void
loop_release(struct loop *l)
{
	event_free(l->term);
	event_free(l->life);
	event_base_free(l->base);
}

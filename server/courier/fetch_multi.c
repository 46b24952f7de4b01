/*
 * fetch_multi.c - libcurl's multi interface on our event loop
 *
 * curl says which sockets it watches (on_socket) and when it wants to be
 * woken (on_timer); we tell it when they are ready.  What is done is read in
 * multi_reap(), never inside a callback of curl, so that whoever is told may
 * begin the next transfer at once.
 */
#include <stdlib.h>

#include "base/log.h"
#include "courier/fetch_multi.h"

struct multi {
	CURLM *curl;
	struct event_base *base;
	struct event *timer;
	multi_done *done;
	void *arg;
};

static void
multi_reap(struct multi *m)
{
	const CURLMsg *msg;
	int left;

	while ((msg = curl_multi_info_read(m->curl, &left)) != NULL) {
		CURL *easy = msg->easy_handle;
		const CURLcode rc = msg->data.result;

		if (msg->msg != CURLMSG_DONE)
			continue;
		curl_multi_remove_handle(m->curl, easy);
		m->done(easy, rc, m->arg);
	}
}

static void
on_ready(evutil_socket_t fd, short what, void *arg)
{
	struct multi *m = arg;
	int running, action = 0;

	if (what & EV_READ)
		action |= CURL_CSELECT_IN;
	if (what & EV_WRITE)
		action |= CURL_CSELECT_OUT;
	curl_multi_socket_action(m->curl, fd, action, &running);
	multi_reap(m);
}

static void
on_time(evutil_socket_t fd, short what, void *arg)
{
	struct multi *m = arg;
	int running;

	(void)fd;
	(void)what;
	curl_multi_socket_action(m->curl, CURL_SOCKET_TIMEOUT, 0, &running);
	multi_reap(m);
}

/* curl wants to be woken in so many ms; -1: no longer. */
static int
on_timer(CURLM *curl, long ms, void *arg)
{
	struct multi *m = arg;
	struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	(void)curl;
	if (ms < 0)
		evtimer_del(m->timer);
	else
		evtimer_add(m->timer, &tv);
	return 0;
}

/* curl watches fd for `what`; the event is kept with the socket. */
static int
on_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *kept)
{
	struct multi *m = arg;
	struct event *ev = kept;
	short events = EV_PERSIST;

	(void)easy;
	if (ev != NULL)
		event_free(ev);
	curl_multi_assign(m->curl, fd, NULL);
	if (what == CURL_POLL_REMOVE)
		return 0;
	if (what & CURL_POLL_IN)
		events |= EV_READ;
	if (what & CURL_POLL_OUT)
		events |= EV_WRITE;
	ev = event_new(m->base, fd, events, on_ready, m);
	if (ev == NULL || event_add(ev, NULL) != 0)
		fatalx("out of memory");
	curl_multi_assign(m->curl, fd, ev);
	return 0;
}

struct multi *
multi_new(struct event_base *base, long most, long most_host, multi_done *done,
    void *arg)
{
	struct multi *m = calloc(1, sizeof *m);

	if (m == NULL)
		return NULL;
	m->base = base;
	m->done = done;
	m->arg = arg;
	m->timer = evtimer_new(base, on_time, m);
	m->curl = curl_multi_init();
	if (m->timer == NULL || m->curl == NULL) {
		multi_free(m);
		return NULL;
	}
	curl_multi_setopt(m->curl, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(m->curl, CURLMOPT_SOCKETDATA, m);
	curl_multi_setopt(m->curl, CURLMOPT_TIMERFUNCTION, on_timer);
	curl_multi_setopt(m->curl, CURLMOPT_TIMERDATA, m);
	curl_multi_setopt(m->curl, CURLMOPT_MAXCONNECTS, most);
	curl_multi_setopt(m->curl, CURLMOPT_MAX_TOTAL_CONNECTIONS, most);
	curl_multi_setopt(m->curl, CURLMOPT_MAX_HOST_CONNECTIONS, most_host);
	return m;
}

void
multi_free(struct multi *m)
{
	if (m == NULL)
		return;
	if (m->curl != NULL)
		curl_multi_cleanup(m->curl);
	if (m->timer != NULL)
		event_free(m->timer);
	free(m);
}

void
multi_add(struct multi *m, CURL *easy)
{
	if (curl_multi_add_handle(m->curl, easy) != CURLM_OK)
		fatalx("libcurl does not take a transfer");
}

/*
 * fetch.c - libcurl's multi interface on our event loop
 *
 * curl says which sockets it watches (on_socket) and when it wants to be
 * woken (on_timer); we tell it when they are ready.  What is done is read in
 * fetch_reap(), never inside a callback of curl, so that whoever is told may
 * send the next mail at once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "base/log.h"
#include "courier/courier.h"
#include "courier/fetch.h"

struct fetch {
	CURLM *multi;
	struct event_base *base;
	struct event *timer;
	const struct fetch_conf *conf;
	bool tls_asked; /* STARTTLS must succeed */
	bool tls_tried; /* STARTTLS if it is offered */
};

/* One mail on its way. */
struct sending {
	CURL *easy;
	curl_mime *mime;
	struct curl_slist *rcpt;
	struct curl_slist *header;
	fetch_sent *sent;
	void *arg;
};

static void
sending_free(struct sending *s)
{
	curl_easy_cleanup(s->easy);
	curl_mime_free(s->mime);
	curl_slist_free_all(s->rcpt);
	curl_slist_free_all(s->header);
	free(s);
}

/*
 * A refusal of this mail (5xx to MAIL, RCPT or the message) is for ever; one
 * of us (no login, no service) or of the moment is not.
 */
static bool
is_permanent(CURLcode rc, long reply, curl_off_t uploaded)
{
	if (reply < 500 || reply > 599 || reply == 530 || reply == 535)
		return false;
	return rc == CURLE_SEND_ERROR ||
	    (rc == CURLE_WEIRD_SERVER_REPLY && uploaded > 0);
}

static const char *
code_of(CURLcode rc, long reply, char code[32])
{
	if (reply >= 400 && reply <= 599) {
		snprintf(code, 32, "smtp.%ld", reply);
		return code;
	}
	switch (rc) {
	case CURLE_COULDNT_RESOLVE_HOST: return "smtp.resolve";
	case CURLE_COULDNT_CONNECT: return "smtp.connect";
	case CURLE_OPERATION_TIMEDOUT: return "smtp.timeout";
	case CURLE_LOGIN_DENIED: return "smtp.login";
	case CURLE_USE_SSL_FAILED:
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION: return "smtp.tls";
	default: snprintf(code, 32, "smtp.curl%d", (int)rc); return code;
	}
}

static void
fetch_done(struct fetch *f, CURL *easy, CURLcode rc)
{
	struct sending *s = NULL;
	fetch_sent *sent;
	char code[32];
	void *arg;
	long reply = 0;
	curl_off_t uploaded = 0;

	curl_easy_getinfo(easy, CURLINFO_PRIVATE, &s);
	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &reply);
	curl_easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, &uploaded);
	sent = s->sent;
	arg = s->arg;
	curl_multi_remove_handle(f->multi, easy);
	sending_free(s);
	if (rc == CURLE_OK)
		sent(NULL, false, arg);
	else
		sent(code_of(rc, reply, code),
		    is_permanent(rc, reply, uploaded), arg);
}

static void
fetch_reap(struct fetch *f)
{
	const CURLMsg *m;
	int left;

	while ((m = curl_multi_info_read(f->multi, &left)) != NULL)
		if (m->msg == CURLMSG_DONE)
			fetch_done(f, m->easy_handle, m->data.result);
}

static void
on_ready(evutil_socket_t fd, short what, void *arg)
{
	struct fetch *f = arg;
	int running, action = 0;

	if (what & EV_READ)
		action |= CURL_CSELECT_IN;
	if (what & EV_WRITE)
		action |= CURL_CSELECT_OUT;
	curl_multi_socket_action(f->multi, fd, action, &running);
	fetch_reap(f);
}

static void
on_time(evutil_socket_t fd, short what, void *arg)
{
	struct fetch *f = arg;
	int running;

	(void)fd;
	(void)what;
	curl_multi_socket_action(f->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	fetch_reap(f);
}

/* curl wants to be woken in so many ms; -1: no longer. */
static int
on_timer(CURLM *multi, long ms, void *arg)
{
	struct fetch *f = arg;
	struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	(void)multi;
	if (ms < 0)
		evtimer_del(f->timer);
	else
		evtimer_add(f->timer, &tv);
	return 0;
}

/* curl watches fd for `what`; the event is kept with the socket. */
static int
on_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *kept)
{
	struct fetch *f = arg;
	struct event *ev = kept;
	short events = EV_PERSIST;

	(void)easy;
	if (ev != NULL)
		event_free(ev);
	curl_multi_assign(f->multi, fd, NULL);
	if (what == CURL_POLL_REMOVE)
		return 0;
	if (what & CURL_POLL_IN)
		events |= EV_READ;
	if (what & CURL_POLL_OUT)
		events |= EV_WRITE;
	ev = event_new(f->base, fd, events, on_ready, f);
	if (ev == NULL || event_add(ev, NULL) != 0)
		fatalx("out of memory");
	curl_multi_assign(f->multi, fd, ev);
	return 0;
}

/*
 * What TLS to ask for.  With a password it must be there and be checked.
 * Without one we do as mail servers do among themselves: encrypt if offered,
 * whoever it is; and to this very machine there is nothing to hide.
 */
static void
decide_tls(struct fetch *f)
{
	const char *host = strstr(f->conf->url, "://");

	host = host != NULL ? host + 3 : f->conf->url;
	f->tls_asked = *f->conf->user != '\0';
	f->tls_tried = strncmp(host, "127.", 4) != 0 &&
	    strncmp(host, "[::1]", 5) != 0 &&
	    strncmp(host, "localhost", 9) != 0;
}

struct fetch *
fetch_new(struct event_base *base, const struct fetch_conf *conf)
{
	struct fetch *f = calloc(1, sizeof *f);

	if (f == NULL)
		return NULL;
	f->base = base;
	f->conf = conf;
	f->timer = evtimer_new(base, on_time, f);
	f->multi = curl_multi_init();
	if (f->timer == NULL || f->multi == NULL) {
		fetch_free(f);
		return NULL;
	}
	decide_tls(f);
	curl_multi_setopt(f->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(f->multi, CURLMOPT_SOCKETDATA, f);
	curl_multi_setopt(f->multi, CURLMOPT_TIMERFUNCTION, on_timer);
	curl_multi_setopt(f->multi, CURLMOPT_TIMERDATA, f);
	curl_multi_setopt(
	    f->multi, CURLMOPT_MAXCONNECTS, (long)COURIER_AT_ONCE);
	curl_multi_setopt(
	    f->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)COURIER_AT_ONCE);
	return f;
}

void
fetch_free(struct fetch *f)
{
	if (f == NULL)
		return;
	if (f->multi != NULL)
		curl_multi_cleanup(f->multi);
	if (f->timer != NULL)
		event_free(f->timer);
	free(f);
}

static bool
add_part(curl_mime *mime, const char *text, const char *type)
{
	curl_mimepart *part = curl_mime_addpart(mime);

	return part != NULL &&
	    curl_mime_data(part, text, CURL_ZERO_TERMINATED) == CURLE_OK &&
	    curl_mime_type(part, type) == CURLE_OK &&
	    curl_mime_encoder(part, "quoted-printable") == CURLE_OK;
}

static bool
append(struct curl_slist **list, const char *s)
{
	struct curl_slist *more = curl_slist_append(*list, s);

	if (more != NULL)
		*list = more;
	return more != NULL;
}

/* Headers, recipient and the two parts; false when out of memory. */
static bool
sending_fill(struct sending *s, const struct mail *m)
{
	s->mime = curl_mime_init(s->easy);
	if (s->mime == NULL ||
	    !add_part(s->mime, m->text, "text/plain; charset=utf-8") ||
	    !add_part(s->mime, m->html, "text/html; charset=utf-8"))
		return false;
	for (size_t i = 0; i < m->nheader; i++)
		if (!append(&s->header, m->header[i]))
			return false;
	return append(&s->rcpt, m->to);
}

static void
sending_setopt(const struct fetch *f, struct sending *s, const struct mail *m)
{
	CURL *e = s->easy;
	const char *domain = strchr(m->from, '@');
	char url[512];

	/* The path of an SMTP URL is the name we greet with. */
	snprintf(url, sizeof url, "%s/%s", f->conf->url,
	    domain != NULL ? domain + 1 : "localhost");
	curl_easy_setopt(e, CURLOPT_URL, url);
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(e, CURLOPT_PROXY, "");
	curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(e, CURLOPT_TIMEOUT, (long)COURIER_PATIENCE);
	curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT, 10L);
	/* With a path libcurl would read all certificates each time. */
	curl_easy_setopt(e, CURLOPT_CAPATH, NULL);
	if (f->tls_asked) {
		curl_easy_setopt(e, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
		curl_easy_setopt(e, CURLOPT_USERNAME, f->conf->user);
		curl_easy_setopt(e, CURLOPT_PASSWORD, f->conf->password);
	} else if (f->tls_tried) {
		curl_easy_setopt(e, CURLOPT_USE_SSL, (long)CURLUSESSL_TRY);
		curl_easy_setopt(e, CURLOPT_SSL_VERIFYPEER, 0L);
		curl_easy_setopt(e, CURLOPT_SSL_VERIFYHOST, 0L);
	}
	curl_easy_setopt(e, CURLOPT_MAIL_FROM, m->from);
	curl_easy_setopt(e, CURLOPT_MAIL_RCPT, s->rcpt);
	curl_easy_setopt(e, CURLOPT_HTTPHEADER, s->header);
	curl_easy_setopt(e, CURLOPT_MIMEPOST, s->mime);
	curl_easy_setopt(e, CURLOPT_PRIVATE, s);
}

void
fetch_mail(struct fetch *f, const struct mail *m, fetch_sent *sent, void *arg)
{
	struct sending *s = calloc(1, sizeof *s);

	if (s == NULL)
		fatalx("out of memory");
	s->sent = sent;
	s->arg = arg;
	s->easy = curl_easy_init();
	if (s->easy == NULL || !sending_fill(s, m))
		fatalx("out of memory");
	sending_setopt(f, s, m);
	if (curl_multi_add_handle(f->multi, s->easy) != CURLM_OK)
		fatalx("libcurl does not take a mail");
}

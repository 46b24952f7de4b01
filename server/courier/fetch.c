/*
 * fetch.c - mail, many at a time, by libcurl
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "base/log.h"
#include "courier/courier.h"
#include "courier/fetch.h"
#include "courier/fetch_multi.h"

struct fetch {
	struct multi *multi;
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
fetch_done(CURL *easy, CURLcode rc, void *unused)
{
	struct sending *s = NULL;
	fetch_sent *sent;
	char code[32];
	void *arg;
	long reply = 0;
	curl_off_t uploaded = 0;

	(void)unused;
	curl_easy_getinfo(easy, CURLINFO_PRIVATE, &s);
	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &reply);
	curl_easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, &uploaded);
	sent = s->sent;
	arg = s->arg;
	sending_free(s);
	if (rc == CURLE_OK)
		sent(NULL, false, arg);
	else
		sent(code_of(rc, reply, code),
		    is_permanent(rc, reply, uploaded), arg);
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
	f->conf = conf;
	f->multi = multi_new(
	    base, COURIER_AT_ONCE, COURIER_AT_ONCE, fetch_done, NULL);
	if (f->multi == NULL) {
		fetch_free(f);
		return NULL;
	}
	decide_tls(f);
	return f;
}

void
fetch_free(struct fetch *f)
{
	if (f == NULL)
		return;
	multi_free(f->multi);
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
	multi_add(f->multi, s->easy);
}

/*
 * fetch_http.c - see fetch_http.h
 *
 * The check of the address is made in the callback that opens the socket: it
 * is the last moment, for every address that is tried, and for redirects and
 * names that change their mind as well.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <placet/buf.h>

#include "base/log.h"
#include "courier/address.h"
#include "courier/fetch_http.h"
#include "courier/fetch_multi.h"

struct http {
	struct multi *multi;
	const struct http_conf *conf;
	CURLSH *share; /* TLS sessions */
};

/* One request on its way. */
struct exchange {
	struct http *h;
	CURL *easy;
	struct curl_slist *header;
	struct placet_buf in;
	bool closed; /* it led to an address that is not public */
	bool reads;  /* GET: the answer counts, not the status alone */
	http_done *done;
	void *arg;
};

static void
exchange_free(struct exchange *x)
{
	curl_easy_cleanup(x->easy);
	curl_slist_free_all(x->header);
	placet_buf_release(&x->in);
	free(x);
}

/* We asked for it as it is (Accept-Encoding), and unpack nothing. */
static bool
is_packed(const struct exchange *x)
{
	struct curl_header *h = NULL;

	return x->reads &&
	    curl_easy_header(x->easy, "Content-Encoding", 0, CURLH_HEADER, -1,
	        &h) == CURLHE_OK &&
	    strcasecmp(h->value, "identity") != 0;
}

static const char *
code_of(const struct exchange *x, CURLcode rc)
{
	if (x->closed)
		return "http.address";
	if (rc == CURLE_OK && is_packed(x))
		return "http.packed";
	switch (rc) {
	case CURLE_OK: return NULL;
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_URL_MALFORMAT: return "http.url";
	case CURLE_COULDNT_RESOLVE_HOST: return "http.resolve";
	case CURLE_COULDNT_CONNECT: return "http.connect";
	case CURLE_OPERATION_TIMEDOUT: return "http.timeout";
	case CURLE_WRITE_ERROR:
	case CURLE_FILESIZE_EXCEEDED: return "http.large";
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE: return "http.tls";
	default: return "http.broken";
	}
}

static void
http_ended(CURL *easy, CURLcode rc, void *unused)
{
	struct http_answer a = { 0 };
	struct exchange *x = NULL;
	char *type = NULL, *location = NULL;
	curl_off_t after = 0;
	long status = 0;

	(void)unused;
	curl_easy_getinfo(easy, CURLINFO_PRIVATE, &x);
	a.code = code_of(x, rc);
	if (a.code == NULL) {
		curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
		curl_easy_getinfo(easy, CURLINFO_CONTENT_TYPE, &type);
		curl_easy_getinfo(easy, CURLINFO_REDIRECT_URL, &location);
		curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &after);
		a.status = (int)status;
		a.location = location;
		a.retry_after = after > 86400 ? 86400 : (int)after;
		snprintf(a.type, sizeof a.type, "%s", type != NULL ? type : "");
	}
	a.body = x->in.data != NULL ? x->in.data : "";
	a.len = x->in.len;
	x->done(&a, x->arg);
	exchange_free(x);
}

static size_t
on_data(char *data, size_t one, size_t len, void *arg)
{
	struct exchange *x = arg;

	(void)one;
	placet_buf_add(&x->in, data, len);
	return x->in.err == 0 ? len : 0;
}

static curl_socket_t
on_open(void *arg, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct exchange *x = arg;

	const struct http_conf *conf = x->h->conf;

	if (purpose != CURLSOCKTYPE_IPCXN ||
	    !address_public(&to->addr, conf->testing) ||
	    (conf->own != NULL && address_among(&to->addr, conf->own))) {
		x->closed = true;
		return CURL_SOCKET_BAD;
	}
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

struct http *
http_new(struct event_base *base, const struct http_conf *conf)
{
	struct http *h = calloc(1, sizeof *h);

	if (h == NULL)
		return NULL;
	h->conf = conf;
	h->multi = multi_new(
	    base, FETCH_HTTP_MOST, FETCH_HTTP_HOST, http_ended, NULL);
	h->share = curl_share_init();
	if (h->multi == NULL || h->share == NULL) {
		http_free(h);
		return NULL;
	}
	curl_share_setopt(
	    h->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
	return h;
}

void
http_free(struct http *h)
{
	if (h == NULL)
		return;
	multi_free(h->multi);
	curl_share_cleanup(h->share);
	free(h);
}

static void
exchange_limits(struct exchange *x)
{
	CURL *e = x->easy;

	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR,
	    x->h->conf->testing ? "http,https" : "https");
	curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(e, CURLOPT_PROXY, "");
	curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	/* Wait for no thread that waits for a silent name server. */
	curl_easy_setopt(e, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(e, CURLOPT_TIMEOUT, (long)FETCH_HTTP_TIME);
	curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT, (long)FETCH_HTTP_CONNECT);
	curl_easy_setopt(e, CURLOPT_LOW_SPEED_LIMIT, 100L);
	curl_easy_setopt(e, CURLOPT_LOW_SPEED_TIME, 5L);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, on_open);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, x);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_data);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, x);
	/* With a path libcurl would read all certificates each time. */
	curl_easy_setopt(e, CURLOPT_CAPATH, NULL);
	if (*x->h->conf->ca_file != '\0')
		curl_easy_setopt(e, CURLOPT_CAINFO, x->h->conf->ca_file);
	curl_easy_setopt(e, CURLOPT_CA_CACHE_TIMEOUT, 3600L);
	/* Before each request it would look through all it remembers. */
	curl_easy_setopt(e, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
}

static bool
exchange_fill(struct exchange *x, const struct http_order *o)
{
	CURL *e = x->easy;

	for (size_t i = 0; o->header[i] != NULL; i++) {
		struct curl_slist *more = curl_slist_append(
		    x->header, o->header[i]);

		if (more == NULL)
			return false;
		x->header = more;
	}
	x->in.ceiling = o->most;
	x->reads = o->body == NULL;
	curl_easy_setopt(e, CURLOPT_URL, o->url);
	curl_easy_setopt(e, CURLOPT_HTTPHEADER, x->header);
	curl_easy_setopt(e, CURLOPT_PRIVATE, x);
	curl_easy_setopt(e, CURLOPT_SHARE, x->h->share);
	curl_easy_setopt(e, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	curl_easy_setopt(e, CURLOPT_PIPEWAIT, 1L);
	if (o->body != NULL) {
		curl_easy_setopt(e, CURLOPT_POST, 1L);
		curl_easy_setopt(e, CURLOPT_POSTFIELDS, o->body);
		curl_easy_setopt(
		    e, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)o->len);
	}
	return true;
}

void
fetch_http(
    struct http *h, const struct http_order *order, http_done *done, void *arg)
{
	struct exchange *x = calloc(1, sizeof *x);

	if (x == NULL)
		fatalx("out of memory");
	x->h = h;
	x->done = done;
	x->arg = arg;
	x->easy = curl_easy_init();
	if (x->easy == NULL || !exchange_fill(x, order))
		fatalx("out of memory");
	exchange_limits(x);
	multi_add(h->multi, x->easy);
}

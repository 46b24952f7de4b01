/*
 * fetch_now.c - libcurl for commands: one request, wait for the answer
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "courier/fetch.h"

struct fetch_now {
	CURL *easy;
	struct placet_buf *out;
	char why[CURL_ERROR_SIZE];
};

struct fetch_now *
fetch_now_new(void)
{
	struct fetch_now *f = calloc(1, sizeof *f);

	if (f != NULL)
		f->easy = curl_easy_init();
	if (f == NULL || f->easy == NULL) {
		fetch_now_free(f);
		return NULL;
	}
	return f;
}

void
fetch_now_free(struct fetch_now *f)
{
	if (f == NULL)
		return;
	curl_easy_cleanup(f->easy);
	free(f);
}

static size_t
on_data(char *data, size_t one, size_t len, void *arg)
{
	struct fetch_now *f = arg;

	(void)one;
	if (f->out != NULL)
		placet_buf_add(f->out, data, len);
	return f->out != NULL && f->out->err != 0 ? 0 : len;
}

static CURLcode
perform(struct fetch_now *f, const char *url, const char *protocols)
{
	CURL *e = f->easy;
	CURLcode rc;

	f->why[0] = '\0';
	curl_easy_reset(e);
	curl_easy_setopt(e, CURLOPT_URL, url);
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, protocols);
	curl_easy_setopt(e, CURLOPT_ERRORBUFFER, f->why);
	curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT, 10L);
	curl_easy_setopt(e, CURLOPT_TIMEOUT, 30L);
	curl_easy_setopt(e, CURLOPT_CAPATH, NULL);
	curl_easy_setopt(e, CURLOPT_USERAGENT, "placet");
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_data);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, f);
	if (strcmp(protocols, "smtp,smtps") == 0)
		curl_easy_setopt(e, CURLOPT_CUSTOMREQUEST, "NOOP");
	rc = curl_easy_perform(e);
	if (rc != CURLE_OK && f->why[0] == '\0')
		snprintf(f->why, sizeof f->why, "%s", curl_easy_strerror(rc));
	return rc;
}

int
fetch_now_get(struct fetch_now *f, const char *url, struct placet_buf *out,
    const char **why)
{
	long status = 0;
	CURLcode rc;

	f->out = out;
	rc = perform(f, url, "http,https");
	f->out = NULL;
	*why = f->why;
	if (rc == CURLE_OK)
		curl_easy_getinfo(f->easy, CURLINFO_RESPONSE_CODE, &status);
	return (int)status;
}

int
fetch_now_relay(struct fetch_now *f, const char *url, const char **why)
{
	*why = f->why;
	return perform(f, url, "smtp,smtps") == CURLE_OK ? 0 : -1;
}

/*
 * activity.c - see activity.h
 */
#include <string.h>

#include <placet/html.h>
#include <placet/multikey.h>

#include "base/activity.h"
#include "base/limit.h"
#include "base/log.h"

struct placet_msg_rules
activity_rules(bool testing)
{
	return (struct placet_msg_rules){
		.url = { .http = testing, .port = testing, .local = testing },
		.json = { .size = LIMIT_BODY_READ,
		    .values = LIMIT_ACTIVITY_VALUES,
		    .string = LIMIT_BODY_READ },
	};
}

const char *
activity_words(struct placet_arena *a, const struct placet_msg *msg)
{
	const char *html = placet_msg_text(msg, "object.content");
	struct placet_buf b = { .ceiling = LIMIT_BODY_READ + LIMIT_COMMENT };
	const char *words = NULL;

	if (html != NULL &&
	    (msg->type == PLACET_MSG_CREATE ||
	        msg->type == PLACET_MSG_UPDATE) &&
	    placet_html_text(html, strlen(html), LIMIT_COMMENT, true, &b) ==
	        0) {
		words = placet_memdup(a, b.data == NULL ? "" : b.data, b.len);
		if (words == NULL)
			fatal("out of memory");
	}
	placet_buf_release(&b);
	return words;
}

struct placet_key *
activity_key(const char *kind, const char *text)
{
	struct placet_key *key = NULL;
	uint8_t pub[32];
	int err = PLACET_ETYPE;

	if (strcmp(kind, "rsa") == 0) {
		err = placet_key_parse(text, strlen(text), &key);
	} else if (strcmp(kind, "ed25519") == 0) {
		err = placet_multikey_parse(text, strlen(text), pub);
		if (err == 0)
			err = placet_key_ed25519(pub, &key);
	}
	return err == 0 ? key : NULL;
}

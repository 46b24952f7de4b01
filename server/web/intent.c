/*
 * intent.c - follow, like and reply from one's own server
 *
 * A citizen says where their account is; they are led to the page of their
 * own server for what they want (web.intent_new).  If we do not know that
 * page yet the courier asks, and a page of ours, which only they can find,
 * looks for the answer each second.
 *
 * To lead people to wherever a link says would serve whoever wants them to
 * believe that it is we who send them (an open redirect).  So nobody is led
 * on who has not pressed our button just before: for any other, the page
 * names the server and has a link.
 */
#include <string.h>
#include <unistd.h>

#include <placet/hash.h>
#include <placet/text.h>
#include <placet/url.h>

#include "base/activity.h"
#include "base/log.h"

#include "handle.h"
#include "reply.h"
#include "route.h"
#include "web.h"

enum { TOKEN = 32, TOKEN_TEXT = 44 };

/* A new token: its hash for SQL, itself for the link. */
static void
token_new(struct req *r)
{
	uint8_t random[TOKEN];
	char text[TOKEN_TEXT];
	struct placet_hash hash;

	if (getentropy(random, sizeof random) != 0)
		fatal("cannot get random bytes");
	placet_sha256(random, sizeof random, &hash);
	placet_base64url(random, sizeof random, text);
	r->extra[3] = req_bytea(r, hash.b, sizeof hash.b);
	r->extra[4] = req_copy(r, text, strlen(text));
}

/* "/petitions/3/like": the last word is what they want. */
enum req_next
intent_check(struct req *r)
{
	const char *typed = req_field(r, "account");
	struct handle h;

	switch (handle_parse(
	    typed == NULL ? "" : typed, r->worker->conf->federation_test, &h)) {
	case HANDLE_EMPTY: req_wrong(r, "account", "account.missing"); break;
	case HANDLE_FOREIGN: req_wrong(r, "account", "account.foreign"); break;
	case HANDLE_WRONG: req_wrong(r, "account", "account.invalid"); break;
	case HANDLE_OK: break;
	}
	r->extra[0] = strrchr(r->path, '/') + 1;
	r->extra[1] = req_copy(r, h.host, strlen(h.host));
	r->extra[2] = h.account[0] == '\0'
	    ? NULL
	    : req_copy(r, h.account, strlen(h.account));
	token_new(r);
	return REQ_NEXT;
}

/* Where to; NULL when SQL does not know, or nobody should go there. */
static const char *
where(struct req *r)
{
	const struct placet_msg_rules rules = activity_rules(
	    r->worker->conf->federation_test);
	const char *go = placet_json_text(req_json(r), "go");
	struct placet_url url;

	if (go == NULL ||
	    placet_url_parse(go, strlen(go), &rules.url, &url) != 0)
		return NULL;
	return go;
}

static enum req_next
lead(struct req *r, const char *url)
{
	reply_header(r, "Location", url);
	return reply_bytes(
	    r, 303, "text/plain; charset=utf-8", "no-store", "", 0);
}

enum req_next
intent_finish(struct req *r)
{
	const char *go = where(r);

	if (go == NULL)
		go = req_link(r, req_printf(r, "/follow/%s", r->extra[4]));
	return lead(r, go);
}

/* The page that looks again by itself, or one that somebody just came from. */
static bool
is_own(const struct req *r)
{
	const char *fetch = req_header(r, "Sec-Fetch-Site");

	return fetch != NULL && strcmp(fetch, "same-origin") == 0;
}

enum req_next
intent_wait_finish(struct req *r)
{
	const char *state = placet_json_text(req_json(r), "state");
	const char *go = where(r);

	if (r->face == FACE_HTML && go != NULL && is_own(r))
		return lead(r, go);
	if (state != NULL && strcmp(state, "waiting") == 0)
		reply_header(r, "Refresh", "1");
	return reply_doc(r, 200);
}

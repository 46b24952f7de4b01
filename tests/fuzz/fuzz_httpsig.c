/*
 * fuzz_httpsig.c - what opens keeps to the rules, and to its one spelling
 *
 * The input is a request as it comes over the wire, lines ended by LF: the
 * request line, headers, an empty line, the body.
 */
#include <string.h>

#include <placet/httpsig.h>

#include "fuzz.h"

enum { FIELDS = PLACET_HTTPSIG_FIELDS + 2 };

struct wire {
	struct placet_arena arena;
	struct placet_http_field field[FIELDS];
	struct placet_http_request req;
};

/* Cut the next line off; NULL at the end. */
static char *
line(char **at)
{
	char *start = *at, *end = start != NULL ? strchr(start, '\n') : NULL;

	*at = end != NULL ? end + 1 : NULL;
	if (end != NULL)
		*end = '\0';
	return start;
}

/* A NUL ends the headers, as it does in C. */
static void
wire_read(struct wire *w, const uint8_t *data, size_t size)
{
	char *text = placet_memdup(&w->arena, data, size), *at = text, *s;
	char *target;

	promise(text != NULL);
	s = line(&at);
	target = strchr(s, ' ');
	w->req.method = s;
	w->req.target = "";
	w->req.origin = "https://placet.example";
	w->req.field = w->field;
	if (target != NULL) {
		*target = '\0';
		w->req.target = target + 1;
	}
	while (
	    (s = line(&at)) != NULL && *s != '\0' && w->req.nfields < FIELDS) {
		char *value = strchr(s, ':');

		if (value == NULL)
			continue;
		*value = '\0';
		w->field[w->req.nfields].name = s;
		w->field[w->req.nfields++].value = value + 1;
	}
	if (at != NULL) {
		w->req.body = at;
		w->req.bodylen = size - (size_t)(at - text);
	}
}

static bool
has_line(const struct placet_bytes *base, const char *start)
{
	const size_t len = strlen(start);
	const char *p = base->data, *end = p + base->len;

	while (p != NULL && (size_t)(end - p) >= len) {
		if (memcmp(p, start, len) == 0)
			return true;
		p = memchr(p, '\n', (size_t)(end - p));
		p = p != NULL ? p + 1 : NULL;
	}
	return false;
}

/* The rules of the header, read off what is signed. */
static void
keeps_rules(const struct placet_httpsig *sig,
    const struct placet_http_request *req, int64_t now)
{
	const bool newer = sig->scheme == PLACET_HTTPSIG_RFC9421;
	const struct placet_bytes *base = sig->base;

	promise(sig->why == NULL && sig->nbases >= 1 && sig->nbases <= 2);
	promise(has_line(base, newer ? "\"@method\": " : "(request-target): "));
	promise(has_line(base, newer ? "\"@signature-params\": (" : "host: "));
	promise(sig->created >= now - PLACET_HTTPSIG_PAST);
	promise(sig->created <= now + PLACET_HTTPSIG_FUTURE);
	promise(
	    sig->until >= now && sig->until <= now + 2 * PLACET_HTTPSIG_PAST);
	promise(strlen(sig->keyid) > 0);
	promise(strlen(sig->keyid) <= PLACET_HTTPSIG_KEYID);
	promise(sig->sig.len > 0 && sig->sig.len <= PLACET_KEY_SIG_MAX);
	if (req->bodylen > 0)
		promise(has_line(base, newer ? "\"digest\": " : "digest: ") ||
		    has_line(base,
		        newer ? "\"content-digest\": " : "content-digest: "));
	for (size_t i = 0; i < sig->nbases; i++)
		promise(base[i].len <= PLACET_HTTPSIG_BASE);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct placet_httpsig_policy policy = {
		.now = 1618884475
	};
	static const uint8_t pub[32] = { 0x26, 0xb4, 0x0b, 0x8f, 0x93, 0xff,
		0xf3, 0xd8, 0x97, 0x11, 0x2f, 0x7e, 0xbc, 0x58, 0x2b, 0x23,
		0x2d, 0xbd, 0x72, 0x51, 0x7d, 0x08, 0x2f, 0xe8, 0x3c, 0xfb,
		0x30, 0xdd, 0xce, 0x43, 0xd1, 0xbb };
	struct placet_httpsig sig;
	struct wire w = { 0 };
	int err;

	wire_read(&w, data, size);
	err = placet_httpsig_open(&w.arena, &w.req, &policy, &sig);
	promise(err == 0 || sig.why != NULL);
	if (err == 0) {
		struct placet_key *key;

		keeps_rules(&sig, &w.req, policy.now);
		promise(placet_key_ed25519(pub, &key) == 0);
		err = placet_httpsig_check(&sig, key);
		promise(err == 0 || err == PLACET_ESIG || err == PLACET_ETYPE);
		placet_key_free(key);
	}
	placet_arena_end(&w.arena);
	return 0;
}

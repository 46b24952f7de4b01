/*
 * httpsig_rules.c - what a signature must cover before its key is looked for
 *
 * Each rule is here because somewhere its absence was an advisory: bodies
 * that nobody had signed, requests replayed to another server, signatures
 * that never grew old.
 */
#include <string.h>

#include <placet/digest.h>
#include <placet/time.h>

#include "ascii.h"
#include "httpsig_part.h"

static int
rule_keyid(const struct sig *sig, const char **why)
{
	const size_t len = strlen(sig->keyid);

	if (len > PLACET_HTTPSIG_KEYID)
		return refuse(why, PLACET_ELIMIT, "the key id is too long");
	for (size_t i = 0; i < len; i++)
		if (sig->keyid[i] <= ' ' || sig->keyid[i] > '~')
			return refuse(
			    why, PLACET_EFORMAT, "the key id is malformed");
	if (len == 0)
		return refuse(why, PLACET_EFORMAT, "the key id is malformed");
	return PLACET_OK;
}

static int
rule_target(const struct placet_http_request *req, const struct sig *sig,
    const char **why)
{
	const bool query = *placet_sig_query(req) != '\0';

	if (sig->scheme == PLACET_HTTPSIG_CAVAGE) {
		if (!placet_sig_covers(sig, "(request-target)"))
			return refuse(why, PLACET_EMISSING,
			    "(request-target) is not signed");
		return PLACET_OK;
	}
	if (!placet_sig_covers(sig, "@method"))
		return refuse(why, PLACET_EMISSING, "@method is not signed");
	if (!placet_sig_covers(sig, "@target-uri") &&
	    !placet_sig_covers(sig, "@request-target") &&
	    !(placet_sig_covers(sig, "@path") &&
	        (!query || placet_sig_covers(sig, "@query"))))
		return refuse(why, PLACET_EMISSING, "the target is not signed");
	return PLACET_OK;
}

/* The Host header must say what is configured. */
static bool
host_is_ours(const struct placet_http_request *req)
{
	const char *ours = placet_sig_authority(req);
	const char *port = strncmp(req->origin, "https", 5) == 0 ? ":443"
	                                                         : ":80";
	const size_t plen = strlen(port);
	size_t len;
	const char *host = placet_sig_field(req, "host", &len);

	if (ascii_is(host, len, ours))
		return true;
	return len > plen && memcmp(host + len - plen, port, plen) == 0 &&
	    ascii_is(host, len - plen, ours);
}

static int
rule_host(const struct placet_http_request *req, const struct sig *sig,
    const char **why)
{
	const bool host = placet_sig_covers(sig, "host");

	if (host && !host_is_ours(req))
		return refuse(
		    why, PLACET_EFORMAT, "the signed host is not this server");
	if (host)
		return PLACET_OK;
	if (sig->scheme == PLACET_HTTPSIG_RFC9421 &&
	    (placet_sig_covers(sig, "@authority") ||
	        placet_sig_covers(sig, "@target-uri")))
		return PLACET_OK;
	return refuse(why, PLACET_EMISSING, "the host is not signed");
}

bool
placet_sig_wants_digest(const struct placet_http_request *req)
{
	return req->bodylen > 0 ||
	    (strcmp(req->method, "GET") != 0 &&
	        strcmp(req->method, "HEAD") != 0);
}

/* Is that header there, and covered? */
static bool
is_bound(const struct placet_http_request *req, const struct sig *sig,
    const char *name)
{
	size_t len;

	return placet_sig_field(req, name, &len) != NULL &&
	    placet_sig_covers(sig, name);
}

static int
rule_digest(const struct placet_http_request *req, const struct sig *sig,
    const char **why)
{
	size_t len;

	if (!placet_sig_wants_digest(req) || is_bound(req, sig, "digest") ||
	    is_bound(req, sig, "content-digest"))
		return PLACET_OK;
	if (placet_sig_field(req, "digest", &len) == NULL &&
	    placet_sig_field(req, "content-digest", &len) == NULL)
		return refuse(why, PLACET_EMISSING, "the body has no digest");
	return refuse(why, PLACET_EMISSING, "the digest is not signed");
}

/* A time that is covered: within the window?  Keeps the oldest. */
static int
weigh_time(int64_t t, const struct placet_httpsig_policy *policy, bool *any,
    struct placet_httpsig *out)
{
	if (t < policy->now - policy->past)
		return refuse(
		    &out->why, PLACET_ERANGE, "it was signed too long ago");
	if (t > policy->now + policy->future)
		return refuse(
		    &out->why, PLACET_ERANGE, "it is signed in the future");
	if (!*any || t < out->created)
		out->created = t;
	*any = true;
	return PLACET_OK;
}

static int
rule_time(const struct placet_http_request *req,
    const struct placet_httpsig_policy *policy, const struct sig *sig,
    struct placet_httpsig *out)
{
	bool any = false;
	int err = PLACET_OK;

	if (sig->has_created &&
	    (sig->scheme == PLACET_HTTPSIG_RFC9421 ||
	        placet_sig_covers(sig, "(created)")))
		err = weigh_time(sig->created, policy, &any, out);
	if (err == 0 && placet_sig_covers(sig, "date")) {
		size_t len;
		const char *date = placet_sig_field(req, "date", &len);
		int64_t t;

		if (date == NULL)
			return refuse(&out->why, PLACET_EMISSING,
			    "a signed header is not there");
		if (placet_http_date_parse(date, len, &t) != 0)
			return refuse(
			    &out->why, PLACET_EFORMAT, "the date is malformed");
		err = weigh_time(t, policy, &any, out);
	}
	if (err == 0 && !any)
		return refuse(&out->why, PLACET_EMISSING, "no time is signed");
	return err;
}

/*
 * Signed or not, who says that it expires is believed.  It may shorten the
 * life of a signature, never lengthen it beyond the window.
 */
static int
rule_expires(const struct placet_httpsig_policy *policy, const struct sig *sig,
    struct placet_httpsig *out)
{
	out->until = out->created + policy->past;
	if (!sig->has_expires)
		return PLACET_OK;
	if (sig->expires < out->created)
		return refuse(&out->why, PLACET_ERANGE,
		    "it expires before it was signed");
	out->expires = sig->expires;
	if (out->expires > out->created + PLACET_HTTPSIG_LIFE)
		out->expires = out->created + PLACET_HTTPSIG_LIFE;
	if (out->expires + policy->future < policy->now)
		return refuse(&out->why, PLACET_ERANGE, "it has expired");
	if (out->expires + policy->future < out->until)
		out->until = out->expires + policy->future;
	return PLACET_OK;
}

int
placet_sig_rules(const struct placet_http_request *req,
    const struct placet_httpsig_policy *policy, const struct sig *sig,
    struct placet_httpsig *out)
{
	int err = rule_keyid(sig, &out->why);

	if (err == 0)
		err = rule_target(req, sig, &out->why);
	if (err == 0)
		err = rule_host(req, sig, &out->why);
	if (err == 0)
		err = rule_digest(req, sig, &out->why);
	if (err == 0)
		err = rule_time(req, policy, sig, out);
	if (err == 0)
		err = rule_expires(policy, sig, out);
	return err;
}

int
placet_sig_digests(const struct placet_http_request *req, const char **why)
{
	size_t len;
	const char *old = placet_sig_field(req, "digest", &len);
	int err = 0;

	if (old != NULL)
		err = placet_digest_check(old, len, req->body, req->bodylen);
	if (err == 0) {
		const char *now = placet_sig_field(req, "content-digest", &len);

		if (now != NULL)
			err = placet_content_digest_check(
			    now, len, req->body, req->bodylen);
	}
	if (err == PLACET_EPROOF)
		return refuse(why, err, "the digest is of another body");
	if (err == PLACET_EMISSING)
		return refuse(
		    why, err, "the digest has neither SHA-256 nor SHA-512");
	if (err != 0)
		return refuse(why, err, "the digest is malformed");
	return PLACET_OK;
}

/*
 * httpsig_part.h - what the halves of HTTP signatures share
 *
 * Both schemes come down to one struct sig: what is covered, with which
 * parameters.  From there on, rules and bases know little of schemes.
 */
#ifndef PLACET_HTTPSIG_PART_H
#define PLACET_HTTPSIG_PART_H

#include <placet/httpsig.h>
#include <placet/sfv.h>

/* A signature, as its header describes it or as we are to make it. */
struct sig {
	enum placet_httpsig_scheme scheme;
	enum placet_key_type type; /* 0: any */
	const char *keyid;
	const char *covered[PLACET_HTTPSIG_COVERED];
	size_t ncovered;
	bool has_created;
	bool has_expires;
	int64_t created;
	int64_t expires;
	const struct placet_sfv *params; /* RFC 9421: the inner list */
	const void *data;
	size_t len;
};

/* Refuse with these words. */
static inline int
refuse(const char **why, int err, const char *words)
{
	*why = words;
	return err;
}

bool placet_sig_covers(const struct sig *sig, const char *name);

/* --- the request: httpsig_msg.c --- */

/* Is it one that can be signed at all, its headers not ambiguous? */
int placet_sig_request(const struct placet_http_request *req, const char **why);
/* The value of a header that is there once or, NULL, is not; trimmed. */
const char *placet_sig_field(
    const struct placet_http_request *req, const char *name, size_t *len);
/* Host and port of the configured origin. */
const char *placet_sig_authority(const struct placet_http_request *req);
/* Where the query begins, at its "?"; the end of the target without. */
const char *placet_sig_query(const struct placet_http_request *req);
/* Append the value of a covered component; `query` as in base. */
int placet_sig_component(const struct placet_http_request *req,
    const struct sig *sig, const char *name, bool query, struct placet_buf *b,
    const char **why);

/* --- bases: httpsig_base.c --- */

/* Append what is signed; without `query` the target is cut before it. */
int placet_sig_base(const struct placet_http_request *req,
    const struct sig *sig, bool query, struct placet_buf *b, const char **why);

/* --- reading: httpsig_cavage.c, httpsig_9421.c --- */

int placet_sig_cavage(struct placet_arena *arena, const char *s, size_t len,
    struct sig *sig, const char **why);
/* Take label number i; `input` and `signature` are the parsed headers. */
int placet_sig_9421(const struct placet_sfv *input,
    const struct placet_sfv *signature, size_t i, struct sig *sig,
    const char **why);

/* --- acceptance: httpsig_rules.c --- */

/* Does it cover what it must?  Fills in the times of `out`. */
int placet_sig_rules(const struct placet_http_request *req,
    const struct placet_httpsig_policy *policy, const struct sig *sig,
    struct placet_httpsig *out);
/* Are the digests there those of the body? */
int placet_sig_digests(const struct placet_http_request *req, const char **why);
/* Must it have one? */
bool placet_sig_wants_digest(const struct placet_http_request *req);

#endif

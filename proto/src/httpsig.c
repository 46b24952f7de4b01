/*
 * httpsig.c - what a request claims, and whether a key agrees
 */
#include <string.h>

#include "ascii.h"
#include "httpsig_part.h"

/* Keep the bytes that may have been signed. */
static int
add_base(struct placet_arena *arena, const struct placet_http_request *req,
    const struct sig *sig, bool query, struct placet_httpsig *out)
{
	struct placet_buf b = { .ceiling = PLACET_HTTPSIG_BASE };
	int err = placet_sig_base(req, sig, query, &b, &out->why);

	if (err == 0) {
		const char *data = placet_memdup(arena, b.data, b.len);

		if (data == NULL)
			err = refuse(&out->why, PLACET_ENOMEM, "out of memory");
		out->base[out->nbases].data = data;
		out->base[out->nbases++].len = b.len;
	}
	placet_buf_release(&b);
	return err;
}

/*
 * Some sign the target with its query, some without, and there is no telling
 * which (research: Fedify and GoToSocial disagree).  RFC 9421 is clear.
 */
static int
add_bases(struct placet_arena *arena, const struct placet_http_request *req,
    const struct sig *sig, struct placet_httpsig *out)
{
	int err = add_base(arena, req, sig, true, out);

	if (err == 0 && sig->scheme == PLACET_HTTPSIG_CAVAGE &&
	    *placet_sig_query(req) != '\0')
		err = add_base(arena, req, sig, false, out);
	return err;
}

static int
open_cavage(struct placet_arena *arena, const struct placet_http_request *req,
    const struct placet_httpsig_policy *policy, struct sig *sig,
    struct placet_httpsig *out)
{
	size_t len;
	const char *s = placet_sig_field(req, "signature", &len);
	int err;

	if (s == NULL)
		return refuse(
		    &out->why, PLACET_EMISSING, "the request is not signed");
	if (len > PLACET_HTTPSIG_VALUE)
		return refuse(&out->why, PLACET_ELIMIT,
		    "the signature header is too long");
	err = placet_sig_cavage(arena, s, len, sig, &out->why);
	return err != 0 ? err : placet_sig_rules(req, policy, sig, out);
}

/*
 * The two headers of RFC 9421, whose labels are to be looked at.  Without
 * the second one no label will be found there.
 */
static int
parse_9421(struct placet_arena *arena, const struct placet_http_request *req,
    struct placet_sfv *input, struct placet_sfv *signature, const char **why)
{
	size_t ilen, slen;
	const char *i = placet_sig_field(req, "signature-input", &ilen);
	const char *s = placet_sig_field(req, "signature", &slen);
	int err;

	err = placet_sfv_dict(arena, i, ilen, input);
	if (err != 0)
		return refuse(why, err, "the signature input is malformed");
	err = placet_sfv_dict(arena, s, slen, signature);
	if (err != 0)
		return refuse(why, err, "the signature header is malformed");
	if (input->repeated || signature->repeated)
		return refuse(why, PLACET_EDUP,
		    "a parameter of the signature comes twice");
	if (input->nitems == 0)
		return refuse(
		    why, PLACET_EMISSING, "the request is not signed");
	if (input->nitems > PLACET_HTTPSIG_LABELS)
		return refuse(why, PLACET_ELIMIT, "too many signatures");
	return PLACET_OK;
}

/*
 * The first signature that covers enough; a proxy may have put its own
 * beside.  If none does, the first one's error is told.
 */
static int
open_9421(struct placet_arena *arena, const struct placet_http_request *req,
    const struct placet_httpsig_policy *policy, struct sig *sig,
    struct placet_httpsig *out)
{
	struct placet_sfv input, signature;
	const char *why = NULL;
	int first = 0;
	int err = parse_9421(arena, req, &input, &signature, &out->why);

	if (err != 0)
		return err;
	for (size_t i = 0; i < input.nitems; i++) {
		*out = (struct placet_httpsig){ 0 };
		err = placet_sig_9421(&input, &signature, i, sig, &out->why);
		if (err == 0)
			err = placet_sig_rules(req, policy, sig, out);
		if (err == 0)
			return PLACET_OK;
		if (first == 0) {
			first = err;
			why = out->why;
		}
	}
	return refuse(&out->why, first, why);
}

/* The older place of the older scheme; nobody we know uses it still. */
static bool
in_authorization(const struct placet_http_request *req)
{
	size_t len;
	const char *s = placet_sig_field(req, "authorization", &len);

	return s != NULL && len >= 9 && ascii_is(s, 9, "signature");
}

static int
open_any(struct placet_arena *arena, const struct placet_http_request *req,
    const struct placet_httpsig_policy *policy, struct sig *sig,
    struct placet_httpsig *out)
{
	size_t len;
	int err = placet_sig_request(req, &out->why);

	if (err != 0)
		return err;
	if (in_authorization(req))
		return refuse(&out->why, PLACET_EFORMAT,
		    "a signature in Authorization is not accepted");
	err = placet_sig_field(req, "signature-input", &len) != NULL
	    ? open_9421(arena, req, policy, sig, out)
	    : open_cavage(arena, req, policy, sig, out);
	return err != 0 ? err : placet_sig_digests(req, &out->why);
}

int
placet_httpsig_open(struct placet_arena *arena,
    const struct placet_http_request *req,
    const struct placet_httpsig_policy *policy, struct placet_httpsig *out)
{
	struct placet_httpsig_policy p = *policy;
	struct sig sig;
	int err;

	p.past = p.past != 0 ? p.past : PLACET_HTTPSIG_PAST;
	p.future = p.future != 0 ? p.future : PLACET_HTTPSIG_FUTURE;
	*out = (struct placet_httpsig){ 0 };
	err = open_any(arena, req, &p, &sig, out);
	if (err != 0)
		return err;
	out->scheme = sig.scheme;
	out->keyid = sig.keyid;
	out->type = sig.type;
	out->sig.data = sig.data;
	out->sig.len = sig.len;
	placet_sha256(sig.data, sig.len, &out->hash);
	return add_bases(arena, req, &sig, out);
}

int
placet_httpsig_check(const struct placet_httpsig *sig, struct placet_key *key)
{
	const enum placet_key_type type = placet_key_type(key);
	int err = PLACET_ESIG;

	if (sig->type != 0 && sig->type != type)
		return PLACET_ETYPE;
	for (size_t i = 0; i < sig->nbases && err == PLACET_ESIG; i++)
		err = placet_key_check(key,
		    type == PLACET_KEY_RSA ? PLACET_SHA_256 : PLACET_SHA_NONE,
		    sig->base[i].data, sig->base[i].len, sig->sig.data,
		    sig->sig.len);
	return err;
}

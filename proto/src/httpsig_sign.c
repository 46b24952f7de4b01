/*
 * httpsig_sign.c - signing a request, in the profile that all peers accept
 *
 * The older scheme with (request-target) host date digest content-type and
 * never (created), which two of them refuse; RFC 9421 with alg, which one
 * insists on.
 */
#include <string.h>

#include "httpsig_part.h"

/* What sfv_write needs, made by hand. */
struct params {
	struct placet_sfv item[PLACET_HTTPSIG_COVERED];
	struct placet_sfv param[3];
	struct placet_sfv inner;
};

static const char *const cavage_get[] = { "(request-target)", "host", "date",
	NULL };
static const char *const cavage_post[] = { "(request-target)", "host", "date",
	"digest", "content-type", NULL };
static const char *const rfc9421_get[] = { "@method", "@target-uri", NULL };
static const char *const rfc9421_post[] = { "@method", "@target-uri",
	"content-digest", NULL };

static const char *const *
profile(
    const struct placet_httpsig_how *how, const struct placet_http_request *req)
{
	const bool body = placet_sig_wants_digest(req);

	if (how->covered != NULL)
		return how->covered;
	if (how->scheme == PLACET_HTTPSIG_CAVAGE)
		return body ? cavage_post : cavage_get;
	return body ? rfc9421_post : rfc9421_get;
}

/* It goes between quotes unescaped. */
static bool
keyid_good(const char *keyid)
{
	const char *p = keyid;

	while (*p > ' ' && *p <= '~' && *p != '"' && *p != '\\')
		p++;
	return *p == '\0' && p > keyid && p - keyid <= PLACET_HTTPSIG_KEYID;
}

static struct placet_sfv
sfv_text(const char *key, const char *text)
{
	return (struct placet_sfv){
		.type = PLACET_SFV_STRING,
		.key = key,
		.data = text,
		.len = strlen(text),
	};
}

static void
params_make(const struct placet_httpsig_how *how, const struct sig *sig,
    struct params *p)
{
	for (size_t i = 0; i < sig->ncovered; i++)
		p->item[i] = sfv_text(NULL, sig->covered[i]);
	p->param[0] = (struct placet_sfv){
		.type = PLACET_SFV_INTEGER,
		.key = "created",
		.number = how->created,
	};
	p->param[1] = sfv_text("keyid", how->keyid);
	if (how->type != 0)
		p->param[2] = sfv_text("alg",
		    how->type == PLACET_KEY_RSA ? "rsa-v1_5-sha256"
		                                : "ed25519");
	p->inner = (struct placet_sfv){
		.type = PLACET_SFV_INNER,
		.key = "sig1",
		.item = p->item,
		.nitems = sig->ncovered,
		.param = p->param,
		.nparams = how->type != 0 ? 3 : 2,
	};
}

/* The signature to be: as if it had been read from headers. */
static int
sig_make(const struct placet_httpsig_how *how,
    const struct placet_http_request *req, struct params *p, struct sig *sig)
{
	const char *const *covered = profile(how, req);
	const char *why;

	*sig = (struct sig){
		.scheme = how->scheme,
		.keyid = how->keyid,
		.has_created = true,
		.created = how->created,
		.params = &p->inner,
	};
	if (!keyid_good(how->keyid) || how->created < 0)
		return PLACET_EFORMAT;
	for (; *covered != NULL; covered++) {
		if (sig->ncovered == PLACET_HTTPSIG_COVERED)
			return PLACET_ELIMIT;
		sig->covered[sig->ncovered++] = *covered;
	}
	params_make(how, sig, p);
	return placet_sig_request(req, &why);
}

int
placet_httpsig_base(const struct placet_httpsig_how *how,
    const struct placet_http_request *req, struct placet_buf *base)
{
	struct params params;
	struct sig sig;
	const char *why;
	const int err = sig_make(how, req, &params, &sig);

	return err != 0 ? err : placet_sig_base(req, &sig, true, base, &why);
}

/* (created) forbids the name rsa-sha256; hs2019 leaves it to the key. */
static void
cavage_header(const struct placet_httpsig_how *how, const struct sig *sig,
    struct placet_buf *b)
{
	const bool created = placet_sig_covers(sig, "(created)");

	placet_buf_printf(b, "keyId=\"%s\",algorithm=\"%s\",", how->keyid,
	    how->type == PLACET_KEY_RSA && !created ? "rsa-sha256" : "hs2019");
	if (created)
		placet_buf_printf(b, "created=%lld,", (long long)sig->created);
	placet_buf_str(b, "headers=\"");
	for (size_t i = 0; i < sig->ncovered; i++)
		placet_buf_printf(b, "%s%s", i > 0 ? " " : "", sig->covered[i]);
	placet_buf_str(b, "\",signature=\"");
	placet_buf_base64(b, sig->data, sig->len);
	placet_buf_byte(b, '"');
}

static int
write_dict(const struct placet_sfv *member, struct placet_buf *b)
{
	const struct placet_sfv dict = {
		.type = PLACET_SFV_DICT,
		.item = member,
		.nitems = 1,
	};

	return placet_sfv_write(&dict, b);
}

int
placet_httpsig_header(const struct placet_httpsig_how *how,
    const struct placet_http_request *req, const void *data, size_t len,
    struct placet_buf *signature, struct placet_buf *input)
{
	struct params params;
	struct sig sig;
	int err = sig_make(how, req, &params, &sig);

	sig.data = data;
	sig.len = len;
	if (err != 0)
		return err;
	if (how->scheme == PLACET_HTTPSIG_CAVAGE) {
		cavage_header(how, &sig, signature);
		return signature->err;
	}
	err = write_dict(
	    &(struct placet_sfv){
	        .type = PLACET_SFV_BYTES,
	        .key = params.inner.key,
	        .data = data,
	        .len = len,
	    },
	    signature);
	return err != 0 ? err : write_dict(&params.inner, input);
}

int
placet_httpsig_sign(const struct placet_httpsig_how *how,
    const struct placet_http_request *req, struct placet_secret *secret,
    struct placet_buf *signature, struct placet_buf *input)
{
	struct placet_httpsig_how mine = *how;
	struct placet_buf base = { 0 };
	uint8_t sig[PLACET_KEY_SIG_MAX];
	size_t len = 0;
	int err;

	mine.type = placet_secret_type(secret);
	err = placet_httpsig_base(&mine, req, &base);
	if (err == 0)
		err = placet_secret_sign(secret,
		    mine.type == PLACET_KEY_RSA ? PLACET_SHA_256
		                                : PLACET_SHA_NONE,
		    base.data, base.len, sig, &len);
	placet_buf_release(&base);
	if (err != 0)
		return err;
	return placet_httpsig_header(&mine, req, sig, len, signature, input);
}

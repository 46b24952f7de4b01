/*
 * httpsig_9421.c - the headers Signature-Input and Signature of RFC 9421
 *
 *	Signature-Input: sig1=("@method" "date");created=1;keyid="..."
 *	Signature: sig1=:...:
 *
 * Components with parameters (sf, key, bs, req, tr, name) are refused: no
 * peer sends them, and each is one more way to sign less than it seems.
 * Parameters of the signature we do not know are signed like the others, so
 * they may stay.
 */
#include <string.h>

#include "httpsig_part.h"

/* A parameter of that type; `out` is NULL where there is none. */
static int
param(const struct placet_sfv *v, const char *key, enum placet_sfv_type type,
    const struct placet_sfv **out, const char **why)
{
	*out = placet_sfv_param(v, key);
	if (*out != NULL && (*out)->type != type)
		return refuse(why, PLACET_EFORMAT,
		    "a parameter of the signature is of the wrong type");
	return PLACET_OK;
}

static int
take_seconds(const struct placet_sfv *v, const char *key, bool *has,
    int64_t *out, const char **why)
{
	const struct placet_sfv *p;
	const int err = param(v, key, PLACET_SFV_INTEGER, &p, why);

	if (err != 0)
		return err;
	*has = p != NULL;
	if (p == NULL)
		return PLACET_OK;
	if (p->number < 0)
		return refuse(why, PLACET_EFORMAT,
		    "created and expires must not be negative");
	*out = p->number;
	return PLACET_OK;
}

static int
take_alg(const struct placet_sfv *v, struct sig *sig, const char **why)
{
	const struct placet_sfv *p;
	const int err = param(v, "alg", PLACET_SFV_STRING, &p, why);

	if (err != 0 || p == NULL)
		return err;
	if (strcmp(p->data, "rsa-v1_5-sha256") == 0)
		sig->type = PLACET_KEY_RSA;
	else if (strcmp(p->data, "ed25519") == 0)
		sig->type = PLACET_KEY_ED25519;
	else
		return refuse(why, PLACET_ETYPE,
		    "the algorithm of the signature is not supported");
	return PLACET_OK;
}

static int
take_strings(const struct placet_sfv *v, struct sig *sig, const char **why)
{
	const struct placet_sfv *p;
	int err = param(v, "nonce", PLACET_SFV_STRING, &p, why);

	if (err == 0)
		err = param(v, "tag", PLACET_SFV_STRING, &p, why);
	if (err == 0)
		err = param(v, "keyid", PLACET_SFV_STRING, &p, why);
	if (err != 0)
		return err;
	if (p == NULL)
		return refuse(
		    why, PLACET_EMISSING, "the signature names no key");
	sig->keyid = p->data;
	return PLACET_OK;
}

static int
take_components(const struct placet_sfv *v, struct sig *sig, const char **why)
{
	if (v->type != PLACET_SFV_INNER)
		return refuse(
		    why, PLACET_EFORMAT, "the signature input is malformed");
	if (v->nitems > PLACET_HTTPSIG_COVERED)
		return refuse(
		    why, PLACET_ELIMIT, "too many components are signed");
	for (size_t i = 0; i < v->nitems; i++) {
		if (v->item[i].type != PLACET_SFV_STRING)
			return refuse(why, PLACET_EFORMAT,
			    "the signature input is malformed");
		if (v->item[i].nparams > 0)
			return refuse(why, PLACET_EFORMAT,
			    "parameters of components are not supported");
		sig->covered[sig->ncovered++] = v->item[i].data;
	}
	return PLACET_OK;
}

static int
take_signature(const struct placet_sfv *v, struct sig *sig, const char **why)
{
	if (v == NULL)
		return refuse(
		    why, PLACET_EMISSING, "a signature input has no signature");
	if (v->type != PLACET_SFV_BYTES || v->len == 0)
		return refuse(
		    why, PLACET_EFORMAT, "the signature is not bytes");
	if (v->len > PLACET_KEY_SIG_MAX)
		return refuse(why, PLACET_ELIMIT, "the signature is too long");
	sig->data = v->data;
	sig->len = v->len;
	return PLACET_OK;
}

int
placet_sig_9421(const struct placet_sfv *input,
    const struct placet_sfv *signature, size_t i, struct sig *sig,
    const char **why)
{
	const struct placet_sfv *v = &input->item[i];
	int err;

	*sig = (struct sig){ .scheme = PLACET_HTTPSIG_RFC9421, .params = v };
	err = take_components(v, sig, why);
	if (err == 0)
		err = take_seconds(
		    v, "created", &sig->has_created, &sig->created, why);
	if (err == 0)
		err = take_seconds(
		    v, "expires", &sig->has_expires, &sig->expires, why);
	if (err == 0)
		err = take_alg(v, sig, why);
	if (err == 0)
		err = take_strings(v, sig, why);
	if (err == 0)
		err = take_signature(
		    placet_sfv_get(signature, v->key), sig, why);
	return err;
}

/*
 * check_httpsig.c - reads signed requests
 */
#include <stdlib.h>

#include <placet/httpsig.h>

#include "read.h"

enum { FIELDS = 32, COVERED = 16 };

/* A request of a case; its texts are the case's. */
struct request {
	struct placet_http_field field[FIELDS];
	struct placet_http_request r;
};

static int64_t
seconds(const struct placet_json *v, const char *name)
{
	return strtoll(read_text(v, name), NULL, 10);
}

static void
read_request(const struct placet_json *v, struct request *q)
{
	const struct placet_json *h = read_list(v, "headers")->first;

	*q = (struct request){ 0 };
	for (; h != NULL; h = h->next) {
		must(q->r.nfields < FIELDS);
		q->field[q->r.nfields].name = read_text(h, "name");
		q->field[q->r.nfields++].value = read_text(h, "value");
	}
	q->r.field = q->field;
	q->r.method = read_text(v, "method");
	q->r.target = read_text(v, "target");
	q->r.origin = read_text(v, "origin");
	q->r.body = read_text(v, "body");
	q->r.bodylen = placet_json_get(v, "body")->len;
}

static enum placet_httpsig_scheme
read_scheme(const struct placet_json *v)
{
	return strcmp(read_text(v, "scheme"), "cavage") == 0
	    ? PLACET_HTTPSIG_CAVAGE
	    : PLACET_HTTPSIG_RFC9421;
}

/* --- receiving ---------------------------------------------------------- */

static int
same_bases(const struct placet_json *v, const struct placet_httpsig *sig)
{
	const struct placet_json *want;
	size_t n = 0;

	/* Others' files need not say what they signed. */
	if (placet_json_get(v, "bases") == NULL)
		return PLACET_OK;
	for (want = read_list(v, "bases")->first; want != NULL;
	     want = want->next, n++)
		if (n >= sig->nbases || want->len != sig->base[n].len ||
		    memcmp(want->str, sig->base[n].data, want->len) != 0)
			return WRONG;
	return n == sig->nbases ? PLACET_OK : WRONG;
}

int
read_request_signed(const struct placet_json *v)
{
	const char *pem = read_text(v, "pem");
	const struct placet_httpsig_policy policy = { .now = seconds(
		                                          v, "now") };
	struct placet_arena a = { 0 };
	struct placet_httpsig sig;
	struct placet_key *key;
	struct request q;
	int err;

	read_request(v, &q);
	if (placet_key_parse(pem, strlen(pem), &key) != PLACET_OK)
		return WRONG;
	err = placet_httpsig_open(&a, &q.r, &policy, &sig);
	if (err == PLACET_OK)
		err = placet_httpsig_check(&sig, key);
	if (err == PLACET_OK &&
	    (sig.scheme != read_scheme(v) ||
	        sig.created != seconds(v, "created")))
		err = WRONG;
	if (err == PLACET_OK)
		err = same_text(v, "keyid", sig.keyid, strlen(sig.keyid)) |
		    same_bases(v, &sig);
	placet_key_free(key);
	placet_arena_end(&a);
	return err;
}

/* --- sending ------------------------------------------------------------ */

static void
read_covered(const struct placet_json *v, const char **covered)
{
	size_t n = 0;

	for (v = read_list(v, "covered")->first; v != NULL; v = v->next) {
		must(n < COVERED);
		covered[n++] = v->str;
	}
	covered[n] = NULL;
}

static int
sign_as(const struct placet_json *v, struct placet_httpsig_how *how,
    const struct placet_http_request *r, struct placet_secret *secret)
{
	struct placet_buf base = { 0 }, signature = { 0 }, input = { 0 };
	int err;

	how->type = placet_secret_type(secret);
	err = placet_httpsig_base(how, r, &base);
	if (err == PLACET_OK)
		err = placet_httpsig_sign(how, r, secret, &signature, &input);
	if (err == PLACET_OK)
		err = same_text(v, "base", base.data, base.len) |
		    same_text(v, "signature", signature.data, signature.len);
	if (err == PLACET_OK && how->scheme == PLACET_HTTPSIG_RFC9421)
		err = same_text(v, "signature_input", input.data, input.len);
	placet_buf_release(&base);
	placet_buf_release(&signature);
	placet_buf_release(&input);
	return err;
}

int
read_request_to_sign(const struct placet_json *v)
{
	const char *pem = read_text(v, "secret"), *covered[COVERED + 1];
	struct placet_httpsig_how how = { .scheme = read_scheme(v),
		.keyid = read_text(v, "keyid"),
		.created = seconds(v, "created") };
	struct placet_secret *secret;
	struct request q;
	int err;

	read_request(v, &q);
	if (placet_json_get(v, "covered") != NULL) {
		read_covered(v, covered);
		how.covered = covered;
	}
	if (placet_secret_parse(pem, strlen(pem), &secret) != PLACET_OK)
		return WRONG;
	err = sign_as(v, &how, &q.r, secret);
	placet_secret_free(secret);
	return err;
}

/*
 * check_text.c - reads times, URLs, digests, keys, and proofs in documents
 */
#include <stdlib.h>

#include <placet/digest.h>
#include <placet/integrity.h>
#include <placet/key.h>
#include <placet/time.h>
#include <placet/url.h>

#include "read.h"

static int64_t
read_seconds(const struct placet_json *v, const char *name)
{
	return strtoll(read_text(v, name), NULL, 10);
}

int
read_time(const struct placet_json *v)
{
	const char *s = read_text(v, "text");
	char text[PLACET_TIME_SIZE];
	int64_t t;
	int err = placet_time_parse(s, strlen(s), &t);

	if (err != PLACET_OK)
		return err;
	must(placet_time_write(t, text) == PLACET_OK);
	return t == read_seconds(v, "seconds")
	    ? same_text(v, "written", text, strlen(text))
	    : WRONG;
}

int
read_http_date(const struct placet_json *v)
{
	const char *s = read_text(v, "text");
	char text[PLACET_HTTP_DATE_SIZE];
	int64_t t;
	int err = placet_http_date_parse(s, strlen(s), &t);

	if (err != PLACET_OK)
		return err;
	must(placet_http_date_write(t, text) == PLACET_OK);
	return t == read_seconds(v, "seconds")
	    ? same_text(v, "text", text, strlen(text))
	    : WRONG;
}

/* A part is there in both, and the same, or in neither. */
static int
same_slice(const struct placet_json *v, const char *name, struct placet_slice s)
{
	if (s.s == NULL || placet_json_get(v, name) == NULL)
		return s.s == NULL && placet_json_get(v, name) == NULL
		    ? PLACET_OK
		    : WRONG;
	return same_text(v, name, s.s, s.len);
}

static int
url_with(const struct placet_json *v, const struct placet_url_rules *rules)
{
	const struct placet_json *s = placet_json_get(v, "url");
	struct placet_url u;
	const int err = placet_url_parse(s->str, s->len, rules, &u);

	if (err != PLACET_OK)
		return err;
	return same_slice(v, "origin", u.origin) |
	    same_slice(v, "host", u.host) | same_slice(v, "path", u.path) |
	    same_slice(v, "query", u.query) |
	    same_slice(v, "fragment", u.fragment);
}

int
read_url(const struct placet_json *v)
{
	return url_with(v, NULL);
}

int
read_key_url(const struct placet_json *v)
{
	static const struct placet_url_rules rules = { .fragment = true };

	return url_with(v, &rules);
}

int
read_digest(const struct placet_json *v)
{
	const char *value = read_text(v, "value"), *body = read_text(v, "body");

	return placet_digest_check(value, strlen(value), body, strlen(body));
}

int
read_content_digest(const struct placet_json *v)
{
	const char *value = read_text(v, "value"), *body = read_text(v, "body");

	return placet_content_digest_check(
	    value, strlen(value), body, strlen(body));
}

/* --- keys --------------------------------------------------------------- */

/* The base64 of a PEM text, against the member "spki". */
static int
same_spki(const struct placet_json *v, const char *pem)
{
	const struct bytes spki = read_bytes(v, "spki");
	const char *end = strstr(pem, "\n-----END");
	struct placet_buf want = { 0 };
	size_t at = 0;
	int same = WRONG;

	placet_buf_base64(&want, spki.b, spki.len);
	for (const char *p = strchr(pem, '\n'); p != end; p++)
		if (*p != '\n')
			at += at < want.len && want.data[at] == *p;
	if (at == want.len)
		same = PLACET_OK;
	placet_buf_release(&want);
	return same;
}

int
read_key_pem(const struct placet_json *v)
{
	const char *pem = read_text(v, "pem");
	struct placet_buf b = { 0 };
	struct placet_key *key;
	uint8_t raw[32];
	int err = placet_key_parse(pem, strlen(pem), &key);

	if (err != PLACET_OK)
		return err;
	must(placet_key_pem(key, &b) == PLACET_OK);
	err = same_spki(v, b.data);
	if (placet_key_bits(key) != read_int(v, "bits"))
		err = WRONG;
	if (placet_key_type(key) == PLACET_KEY_ED25519)
		err |= placet_key_raw(key, raw) != PLACET_OK ||
		    same_hex(v, "raw", raw, sizeof raw) != PLACET_OK;
	placet_buf_release(&b);
	placet_key_free(key);
	return err;
}

static enum placet_sha
read_sha(const struct placet_json *v)
{
	const char *s = read_text(v, "sha");

	if (strcmp(s, "none") == 0)
		return PLACET_SHA_NONE;
	return strcmp(s, "sha512") == 0 ? PLACET_SHA_512 : PLACET_SHA_256;
}

/* Does the secret key, where there is one, sign the same? */
static int
sign_again(const struct placet_json *v, const struct bytes *msg)
{
	const char *pem = placet_json_text(v, "secret");
	struct placet_secret *secret;
	uint8_t sig[PLACET_KEY_SIG_MAX];
	size_t len;

	if (pem == NULL)
		return PLACET_OK;
	if (placet_secret_parse(pem, strlen(pem), &secret) != PLACET_OK)
		return WRONG;
	must(placet_secret_sign(secret, read_sha(v), msg->b, msg->len, sig,
	         &len) == PLACET_OK);
	placet_secret_free(secret);
	return same_hex(v, "signature", sig, len);
}

int
read_signature(const struct placet_json *v)
{
	const char *pem = read_text(v, "pem");
	const struct bytes msg = read_bytes(v, "message");
	const struct bytes sig = read_bytes(v, "signature");
	struct placet_key *key;
	int err;

	if (placet_key_parse(pem, strlen(pem), &key) != PLACET_OK)
		return WRONG;
	err = placet_key_check(
	    key, read_sha(v), msg.b, msg.len, sig.b, sig.len);
	placet_key_free(key);
	return err != PLACET_OK ? err : sign_again(v, &msg);
}

/* --- proofs in documents ------------------------------------------------ */

int
read_integrity(const struct placet_json *v)
{
	const struct placet_json *text = placet_json_get(v, "document");
	const struct placet_hash pub = read_hash(v, "public");
	struct placet_arena a = { 0 };
	struct placet_integrity in;
	struct placet_json *doc;
	int err = placet_json_parse(&a, text->str, text->len, NULL, &doc);

	if (err == PLACET_OK)
		err = placet_integrity_open(&a, doc, &in);
	if (err == PLACET_OK)
		err = placet_integrity_check(
		    &in, pub.b, read_seconds(v, "now"));
	if (err == PLACET_OK)
		err = same_hex(v, "config_hash", in.tbs, 32) |
		    same_hex(v, "document_hash", in.tbs + 32, 32) |
		    same_hex(v, "signature", in.sig.b, sizeof in.sig.b) |
		    same_text(v, "method", in.method, strlen(in.method));
	placet_arena_end(&a);
	return err;
}

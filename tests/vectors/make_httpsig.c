/*
 * make_httpsig.c - signed requests, of both kinds
 *
 * "sign" gives a request and what its signer adds; "verify" what its receiver
 * sees.  Both kinds of key sign the same bytes each time, so others can make
 * the same headers.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <placet/digest.h>
#include <placet/httpsig.h>
#include <placet/time.h>

#include "keys.h"

#define NOW    INT64_C(1790001600) /* Mon, 21 Sep 2026 14:40:00 GMT */
#define ORIGIN "https://a.example"
#define INBOX  "/inbox"
#define BODY   "{\"type\":\"Offer\",\"content\":\"é\"}"
#define KEYID  "https://b.example/actor#main-key"

enum { FIELDS = 10 };

/* A request under way; its texts live in the arena. */
struct request {
	struct placet_arena arena;
	struct placet_http_field field[FIELDS];
	struct placet_http_request r;
	int64_t now;
};

static void
add(struct request *q, const char *name, const char *value)
{
	must(q->r.nfields < FIELDS);
	q->field[q->r.nfields].name = name;
	q->field[q->r.nfields++].value = placet_strdup(&q->arena, value);
	q->r.field = q->field;
}

/* With the headers that both kinds of signature may want. */
static void
request_make(struct request *q, const char *method, const char *target)
{
	char date[PLACET_HTTP_DATE_SIZE];
	struct placet_buf b = { 0 };

	placet_arena_end(&q->arena);
	*q = (struct request){ .now = NOW + 10 };
	q->r.method = method;
	q->r.target = target;
	q->r.origin = ORIGIN;
	must(placet_http_date_write(NOW, date) == PLACET_OK);
	add(q, "Host", "a.example");
	add(q, "Date", date);
	if (strcmp(method, "GET") == 0)
		return;
	q->r.body = BODY;
	q->r.bodylen = strlen(BODY);
	placet_digest_write(BODY, strlen(BODY), &b);
	add(q, "Digest", b.data);
	placet_buf_clear(&b);
	placet_content_digest_write(BODY, strlen(BODY), &b);
	add(q, "Content-Digest", b.data);
	add(q, "Content-Type", "application/activity+json");
	placet_buf_release(&b);
}

static void
request_sign(struct request *q, const struct placet_httpsig_how *how,
    struct placet_secret *secret)
{
	struct placet_buf signature = { 0 }, input = { 0 };

	must(placet_httpsig_sign(how, &q->r, secret, &signature, &input) ==
	    PLACET_OK);
	if (input.len > 0)
		add(q, "Signature-Input", input.data);
	add(q, "Signature", signature.data);
	placet_buf_release(&signature);
	placet_buf_release(&input);
}

/* --- writing ------------------------------------------------------------ */

static void
vec_request(struct vec *v, const struct request *q)
{
	char now[24];

	snprintf(now, sizeof now, "%" PRId64, q->now);
	vec_text(v, "now", now);
	vec_text(v, "method", q->r.method);
	vec_text(v, "target", q->r.target);
	vec_text(v, "origin", q->r.origin);
	vec_array(v, "headers");
	for (size_t i = 0; i < q->r.nfields; i++) {
		vec_object(v, NULL);
		vec_text(v, "name", q->field[i].name);
		vec_text(v, "value", q->field[i].value);
		vec_end(v);
	}
	vec_end(v);
	vec_textn(v, "body", q->r.body, q->r.bodylen);
}

static const char *
scheme_name(enum placet_httpsig_scheme scheme)
{
	return scheme == PLACET_HTTPSIG_CAVAGE ? "cavage" : "rfc9421";
}

static int
try(struct request *q, const char *pem, struct placet_httpsig *out)
{
	struct placet_httpsig_policy policy = { .now = q->now };
	struct placet_key *key;
	int err;

	must(placet_key_parse(pem, strlen(pem), &key) == PLACET_OK);
	err = placet_httpsig_open(&q->arena, &q->r, &policy, out);
	if (err == PLACET_OK)
		err = placet_httpsig_check(out, key);
	placet_key_free(key);
	return err;
}

static void
verify(struct vec *v, const char *desc, struct request *q, const char *pem)
{
	struct placet_httpsig sig;
	char created[24];

	vec_expect(desc, try(q, pem, &sig), PLACET_OK);
	snprintf(created, sizeof created, "%" PRId64, sig.created);
	vec_case(v, desc);
	vec_text(v, "pem", pem);
	vec_request(v, q);
	vec_text(v, "scheme", scheme_name(sig.scheme));
	vec_text(v, "keyid", sig.keyid);
	vec_text(v, "created", created);
	vec_array(v, "bases");
	for (size_t i = 0; i < sig.nbases; i++)
		vec_textn(v, NULL, sig.base[i].data, sig.base[i].len);
	vec_end(v);
	vec_end(v);
}

static void
refuse(struct vec *v, const char *desc, struct request *q, const char *pem,
    int want)
{
	struct placet_httpsig sig;

	vec_expect(desc, try(q, pem, &sig), want);
	vec_case(v, desc);
	vec_text(v, "pem", pem);
	vec_request(v, q);
	vec_refused(v, want);
}

/* --- what is signed ----------------------------------------------------- */

static const char *const fedify[] = { "@method", "@target-uri", "@authority",
	"host", "date", "content-digest", NULL };
static const char *const parts[] = { "@method", "@path", "@query", "@authority",
	NULL };

/* clang-format off */
static const struct kind {
	const char *desc, *method, *target;
	enum placet_httpsig_scheme scheme;
	enum placet_key_type type;
	const char *const *covered;
} kinds[] = {
	{ "cavage, a delivery, RSA", "POST", INBOX,
	  PLACET_HTTPSIG_CAVAGE, PLACET_KEY_RSA, NULL },
	{ "cavage, a fetch, RSA", "GET", "/actor",
	  PLACET_HTTPSIG_CAVAGE, PLACET_KEY_RSA, NULL },
	{ "cavage, a fetch with a query", "GET", "/outbox?page=2&a=%C3%A9",
	  PLACET_HTTPSIG_CAVAGE, PLACET_KEY_RSA, NULL },
	{ "cavage, a delivery, Ed25519", "POST", INBOX,
	  PLACET_HTTPSIG_CAVAGE, PLACET_KEY_ED25519, NULL },
	{ "RFC 9421, a delivery, RSA", "POST", INBOX,
	  PLACET_HTTPSIG_RFC9421, PLACET_KEY_RSA, NULL },
	{ "RFC 9421, a fetch, RSA", "GET", "/actor",
	  PLACET_HTTPSIG_RFC9421, PLACET_KEY_RSA, NULL },
	{ "RFC 9421, a delivery, Ed25519", "POST", INBOX,
	  PLACET_HTTPSIG_RFC9421, PLACET_KEY_ED25519, NULL },
	{ "RFC 9421, what Fedify covers", "POST", INBOX,
	  PLACET_HTTPSIG_RFC9421, PLACET_KEY_RSA, fedify },
	{ "RFC 9421, path and query", "GET", "/outbox?page=2",
	  PLACET_HTTPSIG_RFC9421, PLACET_KEY_RSA, parts },
};
/* clang-format on */

static struct placet_httpsig_how
how_of(const struct kind *k)
{
	return (struct placet_httpsig_how){ .scheme = k->scheme,
		.type = k->type,
		.keyid = KEYID,
		.created = NOW,
		.covered = k->covered };
}

static struct placet_secret *
secret_of(const struct keys *keys, enum placet_key_type type)
{
	return type == PLACET_KEY_RSA ? keys->rsa : keys->ed;
}

static const char *
public_of(const struct keys *keys, enum placet_key_type type)
{
	return type == PLACET_KEY_RSA ? keys->rsa_public.data
	                              : keys->ed_public.data;
}

/* The request of that kind, signed. */
static void
kind_make(struct request *q, const struct kind *k, const struct keys *keys)
{
	const struct placet_httpsig_how how = how_of(k);

	request_make(q, k->method, k->target);
	request_sign(q, &how, secret_of(keys, k->type));
}

static void
vec_sign(struct vec *v, const struct kind *k, const struct keys *keys)
{
	const struct placet_httpsig_how how = how_of(k);
	struct placet_buf base = { 0 };
	struct request q = { 0 };
	const char *pem = k->type == PLACET_KEY_RSA ? keys->rsa_secret.data
	                                            : keys->ed_secret.data;

	request_make(&q, k->method, k->target);
	must(placet_httpsig_base(&how, &q.r, &base) == PLACET_OK);
	vec_case(v, k->desc);
	vec_text(v, "secret", pem);
	vec_text(v, "scheme", scheme_name(k->scheme));
	vec_text(v, "keyid", KEYID);
	vec_number(v, "created", NOW);
	if (k->covered != NULL) {
		vec_array(v, "covered");
		for (const char *const *c = k->covered; *c != NULL; c++)
			vec_text(v, NULL, *c);
		vec_end(v);
	}
	vec_request(v, &q);
	vec_textn(v, "base", base.data, base.len);
	request_sign(&q, &how, secret_of(keys, k->type));
	vec_text(v, "signature", q.field[q.r.nfields - 1].value);
	if (k->scheme == PLACET_HTTPSIG_RFC9421)
		vec_text(v, "signature_input", q.field[q.r.nfields - 2].value);
	vec_end(v);
	placet_arena_end(&q.arena);
	placet_buf_release(&base);
}

static void
vec_verify(struct vec *v, const struct keys *keys)
{
	struct placet_httpsig_how how = how_of(&kinds[2]);
	struct request q = { 0 };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		kind_make(&q, &kinds[i], keys);
		verify(v, kinds[i].desc, &q, public_of(keys, kinds[i].type));
	}
	/* Some sign the target without its query. */
	request_make(&q, "GET", "/outbox");
	request_sign(&q, &how, keys->rsa);
	q.r.target = "/outbox?page=2";
	verify(
	    v, "cavage, signed without the query", &q, keys->rsa_public.data);
	kind_make(&q, &kinds[0], keys);
	q.now = NOW + PLACET_HTTPSIG_PAST;
	verify(v, "cavage, an hour old", &q, keys->rsa_public.data);
	kind_make(&q, &kinds[4], keys);
	q.now = NOW - PLACET_HTTPSIG_FUTURE;
	verify(
	    v, "RFC 9421, of a clock that is fast", &q, keys->rsa_public.data);
	placet_arena_end(&q.arena);
}

/* --- what is refused ---------------------------------------------------- */

/* A header of that name with another value; NULL to leave it out. */
static void
replace(struct request *q, const char *name, const char *value)
{
	size_t n = 0;

	for (size_t i = 0; i < q->r.nfields; i++) {
		struct placet_http_field f = q->field[i];

		if (strcmp(f.name, name) == 0) {
			if (value == NULL)
				continue;
			f.value = placet_strdup(&q->arena, value);
		}
		q->field[n++] = f;
	}
	q->r.nfields = n;
}

static const char *
value_of(const struct request *q, const char *name)
{
	for (size_t i = 0; i < q->r.nfields; i++)
		if (strcmp(q->field[i].name, name) == 0)
			return q->field[i].value;
	must(false);
	return "";
}

/* In the value of a header, the first `a` as `b`. */
static void
change(struct request *q, const char *name, const char *a, const char *b)
{
	const char *value = value_of(q, name), *at = strstr(value, a);

	must(at != NULL);
	replace(q, name,
	    placet_printf(&q->arena, "%.*s%s%s", (int)(at - value), value, b,
	        at + strlen(a)));
}

/* What both schemes refuse alike; `want` where they differ is the first's. */
static void
refuse_any(struct vec *v, const struct kind *k, const struct keys *keys)
{
	const char *pem = public_of(keys, k->type);
	const char *const name = scheme_name(k->scheme);
	struct request q = { 0 };
	char desc[80];

#define CASE(what, key, err)                                       \
	do {                                                       \
		snprintf(desc, sizeof desc, "%s, %s", name, what); \
		refuse(v, desc, &q, key, err);                     \
		kind_make(&q, k, keys);                            \
	} while (0)

	kind_make(&q, k, keys);
	q.r.body = BODY " ";
	q.r.bodylen++;
	CASE("another body", pem, PLACET_EPROOF);
	q.r.bodylen = 0;
	CASE("the body cut off", pem, PLACET_EPROOF);
	q.r.target = "/outbox";
	CASE("another target", pem, PLACET_ESIG);
	q.r.method = "PUT";
	CASE("another method", pem, PLACET_ESIG);
	q.r.origin = "https://c.example";
	CASE("another server", pem,
	    k->scheme == PLACET_HTTPSIG_CAVAGE ? PLACET_EFORMAT : PLACET_ESIG);
	q.now = NOW + PLACET_HTTPSIG_PAST + 1;
	CASE("too old", pem, PLACET_ERANGE);
	q.now = NOW - PLACET_HTTPSIG_FUTURE - 1;
	CASE("from the future", pem, PLACET_ERANGE);
	CASE("another kind of key",
	    public_of(keys,
	        k->type == PLACET_KEY_RSA ? PLACET_KEY_ED25519
	                                  : PLACET_KEY_RSA),
	    PLACET_ETYPE);
	replace(&q, "Signature", NULL);
	CASE("no signature", pem, PLACET_EMISSING);
	add(&q, "Signature", value_of(&q, "Signature"));
	CASE("two signatures", pem, PLACET_EDUP);
#undef CASE
	placet_arena_end(&q.arena);
}

static void
refuse_cavage(struct vec *v, const struct keys *keys)
{
	static const char *const without[][5] = {
		{ "host", "date", "digest" },
		{ "(request-target)", "date", "digest" },
		{ "(request-target)", "host", "digest" },
		{ "(request-target)", "host", "date" },
	};
	static const char *const desc[] = { "cavage, without the target",
		"cavage, without the host", "cavage, without a time",
		"cavage, without the digest" };
	const char *pem = keys->rsa_public.data;
	struct placet_httpsig_how how = how_of(&kinds[0]);
	struct request q = { 0 };

	for (size_t i = 0; i < sizeof without / sizeof *without; i++) {
		request_make(&q, "POST", INBOX);
		how.covered = without[i];
		request_sign(&q, &how, keys->rsa);
		refuse(v, desc[i], &q, pem, PLACET_EMISSING);
	}
	kind_make(&q, &kinds[0], keys);
	replace(&q, "Digest", NULL);
	refuse(v, "cavage, a signed header missing", &q, pem, PLACET_EMISSING);
	kind_make(&q, &kinds[0], keys);
	replace(&q, "Date", "Mon, 21 Sep 2026 14:40:01 GMT");
	refuse(v, "cavage, another time", &q, pem, PLACET_ESIG);
	kind_make(&q, &kinds[0], keys);
	change(&q, "Signature", "rsa-sha256", "hmac-sha256");
	refuse(
	    v, "cavage, an algorithm that is not known", &q, pem, PLACET_ETYPE);
	kind_make(&q, &kinds[0], keys);
	change(&q, "Signature", "headers=", "keyId=\"x\",headers=");
	refuse(v, "cavage, two key ids", &q, pem, PLACET_EDUP);
	kind_make(&q, &kinds[0], keys);
	change(&q, "Signature", "signature=\"", "signature=\"*");
	refuse(v, "cavage, no base64", &q, pem, PLACET_EFORMAT);
	placet_arena_end(&q.arena);
}

static void
refuse_rfc9421(struct vec *v, const struct keys *keys)
{
	const char *pem = keys->rsa_public.data;
	struct request q = { 0 };

	kind_make(&q, &kinds[4], keys);
	replace(&q, "Signature-Input", NULL);
	refuse(v, "rfc9421, no input", &q, pem, PLACET_EFORMAT);
	kind_make(&q, &kinds[4], keys);
	change(&q, "Signature-Input", "\"@method\" ", "");
	refuse(v, "rfc9421, without the method", &q, pem, PLACET_EMISSING);
	kind_make(&q, &kinds[4], keys);
	change(&q, "Signature-Input", "\"@target-uri\" ", "");
	refuse(v, "rfc9421, without the target", &q, pem, PLACET_EMISSING);
	kind_make(&q, &kinds[4], keys);
	change(&q, "Signature-Input", " \"content-digest\"", "");
	refuse(v, "rfc9421, without the digest", &q, pem, PLACET_EMISSING);
	kind_make(&q, &kinds[4], keys);
	change(&q, "Signature-Input", "\"@method\"", "\"@method\" \"@method\"");
	refuse(v, "rfc9421, a component twice", &q, pem, PLACET_EDUP);
	kind_make(&q, &kinds[4], keys);
	change(&q, "Signature-Input", ";created=1790001600", "");
	refuse(v, "rfc9421, without a time", &q, pem, PLACET_EMISSING);
	kind_make(&q, &kinds[4], keys);
	change(
	    &q, "Signature-Input", "created=1790001600", "created=1790001601");
	refuse(v, "rfc9421, another time", &q, pem, PLACET_ESIG);
	kind_make(&q, &kinds[4], keys);
	change(&q, "Signature-Input", "rsa-v1_5-sha256", "hmac-sha256");
	refuse(v, "rfc9421, an algorithm that is not known", &q, pem,
	    PLACET_ETYPE);
	placet_arena_end(&q.arena);
}

void
make_httpsig(struct vec *v)
{
	struct keys keys;

	keys_make(&keys);
	vec_text(v, "about",
	    "Signed requests: draft-cavage-12 and RFC 9421. \"origin\" is "
	    "the configured name of the receiver, \"now\" its clock; "
	    "\"bases\" are what may have been signed: with the query of the "
	    "target, and without. The secret keys are for tests only.");
	vec_text(v, "source", "tests/vectors/make_httpsig.c");
	vec_array(v, "sign");
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		vec_sign(v, &kinds[i], &keys);
	vec_end(v);
	vec_array(v, "verify");
	vec_verify(v, &keys);
	vec_end(v);
	vec_array(v, "refuse");
	refuse_any(v, &kinds[0], &keys);
	refuse_any(v, &kinds[4], &keys);
	refuse_cavage(v, &keys);
	refuse_rfc9421(v, &keys);
	vec_end(v);
	keys_end(&keys);
}

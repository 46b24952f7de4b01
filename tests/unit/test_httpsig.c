/*
 * test_httpsig.c - signing requests: published vectors, and what peers were
 * seen to send
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "httpsig.h"

#define SHA256 "X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="

static const struct placet_httpsig_policy now = { .now = NOW };

/* The example request of draft-cavage-12 appendix C. */
static const struct placet_http_field example_c[] = {
	{ "Host", "example.com" },
	{ "Date", "Sun, 05 Jan 2014 21:31:40 GMT" },
	{ "Content-Type", "application/json" },
	{ "Digest", "SHA-256=" SHA256 },
	{ "Content-Length", "18" },
};

static const struct placet_http_request request_c = {
	.method = "POST",
	.target = "/foo?param=value&pet=dog",
	.origin = "https://example.com",
	.field = example_c,
	.nfields = sizeof example_c / sizeof *example_c,
	.body = BODY,
	.bodylen = sizeof BODY - 1,
};

/*
 * The signing string of appendix C.3: the signature printed there verifies
 * over these bytes.  Its key has 1024 bits, fewer than we take, so that our
 * signature is by a key of ours, made by openssl dgst -sign.
 */
static void
cavage_appendix_c3(void **state)
{
	static const char *const covered[] = { "(request-target)", "host",
		"date", "content-type", "digest", "content-length", NULL };
	const struct placet_httpsig_how how = {
		.scheme = OLD,
		.type = PLACET_KEY_RSA,
		.keyid = "Test",
		.covered = covered,
	};
	struct pair rsa = pair_rsa();
	struct placet_buf base = { 0 }, sig = { 0 };

	(void)state;
	assert_int_equal(placet_httpsig_base(&how, &request_c, &base), 0);
	assert_string_equal(base.data,
	    "(request-target): post /foo?param=value&pet=dog\n"
	    "host: example.com\n"
	    "date: Sun, 05 Jan 2014 21:31:40 GMT\n"
	    "content-type: application/json\n"
	    "digest: SHA-256=" SHA256 "\n"
	    "content-length: 18");
	assert_int_equal(
	    placet_httpsig_sign(&how, &request_c, rsa.secret, &sig, NULL), 0);
	assert_string_equal(sig.data,
	    "keyId=\"Test\",algorithm=\"rsa-sha256\","
	    "headers=\"(request-target) host date content-type digest "
	    "content-length\",signature=\""
	    "MvkUbwNeHVz5uqAPsEzKsFzAoGVuXQNbECuZJ5PaMixDIzM9AK8OT0EBRnznEe92"
	    "DG8NyMI8dbUOe3QAG6w/jJIyUts+OJknBPcDiMtxNCDXAikcmoFx70jh9xVN8M7m"
	    "qCzJdjI5kIE+P6Fg8lNWsZJQ/c0QwLFDbi9ekCw/BOoqltFxxZXfX/ghKllXXfUX"
	    "7u2eItjb31yJbfYBggujR2Zb5zUnVkyvJndJSjbP5+GFHg5Hq11il8U3ARvqG976"
	    "1qpWrwU+mSha2BUJ+KcfjTXzl3hGl4ANajH5YDrIUGFt08IPwx6S2JjKNc4JBqDk"
	    "cU8yAe9lRbCUEzHbTsPMhQ==\"");
	placet_buf_release(&base);
	placet_buf_release(&sig);
	pair_release(&rsa);
}

/* RFC 9421 B.2.6, to the byte: Ed25519 signs the same always. */
static void
rfc9421_appendix_b_2_6(void **state)
{
	static const struct placet_http_field field[] = {
		{ "Host", "example.com" },
		{ "Date", "Tue, 20 Apr 2021 02:07:55 GMT" },
		{ "Content-Type", "application/json" },
		{ "Content-Length", "18" },
	};
	static const char *const covered[] = { "date", "@method", "@path",
		"@authority", "content-type", "content-length", NULL };
	const struct placet_http_request req = {
		.method = "POST",
		.target = "/foo?param=Value&Pet=dog",
		.origin = "https://example.com",
		.field = field,
		.nfields = 4,
		.body = BODY,
		.bodylen = sizeof BODY - 1,
	};
	const struct placet_httpsig_how how = {
		.scheme = NEW,
		.keyid = "test-key-ed25519",
		.created = 1618884473,
		.covered = covered,
	};
	struct pair ed = pair_ed25519();
	struct placet_buf base = { 0 }, sig = { 0 }, input = { 0 };
	uint8_t bytes[PLACET_KEY_SIG_MAX];
	size_t len;

	(void)state;
	assert_int_equal(placet_httpsig_base(&how, &req, &base), 0);
	assert_string_equal(base.data,
	    "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n"
	    "\"@method\": POST\n"
	    "\"@path\": /foo\n"
	    "\"@authority\": example.com\n"
	    "\"content-type\": application/json\n"
	    "\"content-length\": 18\n"
	    "\"@signature-params\": (\"date\" \"@method\" \"@path\" "
	    "\"@authority\" \"content-type\" \"content-length\")"
	    ";created=1618884473;keyid=\"test-key-ed25519\"");
	assert_int_equal(placet_secret_sign(ed.secret, PLACET_SHA_NONE,
	                     base.data, base.len, bytes, &len),
	    0);
	assert_int_equal(
	    placet_httpsig_header(&how, &req, bytes, len, &sig, &input), 0);
	assert_string_equal(sig.data,
	    "sig1=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9ED"
	    "gwUPiu4A0w6vuQv5lIp5WPpBKRCw==:");
	assert_string_equal(input.data,
	    "sig1=(\"date\" \"@method\" \"@path\" \"@authority\" "
	    "\"content-type\" \"content-length\");created=1618884473"
	    ";keyid=\"test-key-ed25519\"");
	placet_buf_release(&base);
	placet_buf_release(&sig);
	placet_buf_release(&input);
	pair_release(&ed);
}

/* RFC 9421 prints no rsa-v1_5-sha256 of a request: this one is openssl's. */
static void
rfc9421_with_rsa_agrees_with_openssl(void **state)
{
	static const struct placet_http_field field[] = {
		{ "Content-Digest", "sha-256=:" SHA256 ":" },
	};
	const struct placet_http_request req = {
		.method = "POST",
		.target = "/foo",
		.origin = "https://example.com",
		.field = field,
		.nfields = 1,
		.body = BODY,
		.bodylen = sizeof BODY - 1,
	};
	const struct placet_httpsig_how how = {
		.scheme = NEW,
		.keyid = "https://peer.example/actor#main-key",
		.created = 1618884473,
	};
	struct pair rsa = pair_rsa();
	struct placet_buf sig = { 0 }, input = { 0 };

	(void)state;
	assert_int_equal(
	    placet_httpsig_sign(&how, &req, rsa.secret, &sig, &input), 0);
	assert_string_equal(input.data,
	    "sig1=(\"@method\" \"@target-uri\" \"content-digest\")"
	    ";created=1618884473"
	    ";keyid=\"https://peer.example/actor#main-key\""
	    ";alg=\"rsa-v1_5-sha256\"");
	assert_string_equal(sig.data,
	    "sig1=:"
	    "N9eFWwxnoKJmC6WY/qE1PT+Spo3/EIrMWQ85FiFR8qvZgGjXpTnWeF8sf4aKdcis"
	    "F73pdRyKDq0zIDrJehChQczyESgotAe9Ed7rR8WJfsROm0rnzEx8haWmvSnG6iYk"
	    "pmLprIOnfoz9jpxYrwy5AAqMdlo7dvM43tIEPc/bRkeZsCoPWPMNbeCCfxZRWoJv"
	    "k8kha6uex8VmTvxGm2ahC3msPuvgB8aDsYUrRUqPLfxQSyOo3pxr9DBG4qO+/KQk"
	    "owoF8k7f8DlGtG7xRwYH1hrOkc4MQ2mLvzUAib67QEF/XwyZn2F6ysali1Xe8hAO"
	    "l2HTImR0URmhcORYlnvgRA==:");
	placet_buf_release(&sig);
	placet_buf_release(&input);
	pair_release(&rsa);
}

/* Sign, send, open, check: with each scheme, key and method. */
static void
what_we_sign_we_accept(void **state)
{
	static const char *const methods[] = { "POST", "GET", "HEAD",
		"DELETE" };
	struct pair key[] = { pair_rsa(), pair_ed25519() };

	(void)state;
	for (int i = 0; i < 16; i++) {
		struct pair *p = &key[i % 2];
		const struct placet_httpsig_how how = {
			.scheme = i & 2 ? OLD : NEW,
			.keyid = "https://peer.example/actor#main-key",
			.created = NOW - 7,
		};
		struct placet_buf sig = { 0 }, input = { 0 };
		struct placet_httpsig out;
		struct draft d;

		draft_start(&d, methods[i / 4], "/inbox");
		assert_int_equal(
		    placet_httpsig_sign(&how, &d.req, p->secret, &sig, &input),
		    0);
		draft_add(&d, "Signature", sig.data);
		if (how.scheme == NEW)
			draft_add(&d, "Signature-Input", input.data);
		assert_int_equal(
		    placet_httpsig_open(&d.arena, &d.req, &now, &out), 0);
		assert_null(out.why);
		assert_int_equal(out.scheme, how.scheme);
		assert_string_equal(out.keyid, how.keyid);
		assert_int_equal(
		    out.created, how.scheme == NEW ? NOW - 7 : NOW);
		assert_int_equal(out.until, out.created + PLACET_HTTPSIG_PAST);
		assert_int_equal(out.nbases, 1);
		assert_int_equal(placet_httpsig_check(&out, p->key), 0);
		assert_int_not_equal(
		    placet_httpsig_check(&out, key[!(i % 2)].key), 0);
		draft_end(&d);
		placet_buf_release(&sig);
		placet_buf_release(&input);
	}
	pair_release(&key[0]);
	pair_release(&key[1]);
}

/*
 * What one peer or another sends (research: the probe matrix), one a line.
 * A line without `why` is to be accepted.
 */
struct probe {
	const char *name;
	const char *params;  /* with ";" in front: RFC 9421 */
	const char *covered; /* NULL: what most send */
	const char *target;  /* NULL: the inbox */
	int64_t age;
	bool ed25519;
	const char *drop; /* header to drop, or to set after signing */
	const char *set;
	int err;
	const char *why;
};

#define K          "keyId=\"k\""
#define RSA        K ",algorithm=\"rsa-sha256\""
#define HS         K ",algorithm=\"hs2019\""
#define ED         K ",algorithm=\"ed25519\""
#define OLDSET     "(request-target) host date digest"
#define NEWSET     "@method @target-uri content-digest"
#define AT         ";created=1618884475;keyid=\"k\""
#define V15        ";alg=\"rsa-v1_5-sha256\""
#define V25519     ";alg=\"ed25519\""
#define CREATED    ",created=1618884475,expires=1618884485"
#define QUOTED     ",created=\"1618884475\",expires=\"1618884485\""
#define CREATEDSET "(request-target) (created) (expires) host digest"
#define EMPTY      "SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

static const struct probe probes[] = {
	{ "cavage rsa-sha256", RSA },
	{ "cavage hs2019", HS },
	{ "cavage without algorithm", K },
	{ "cavage with content-type", RSA, .covered = OLDSET " content-type" },
	{ "cavage hs2019, Ed25519", HS, .ed25519 = true },
	{ "cavage ed25519", ED, .ed25519 = true },
	{ "cavage ed25519-sha512", K ",algorithm=\"ed25519-sha512\"",
	    .ed25519 = true },
	{ "cavage rsa-sha256, Ed25519", RSA, .ed25519 = true,
	    .err = PLACET_ETYPE },
	{ "cavage ed25519, RSA", ED, .err = PLACET_ETYPE },
	{ "(created) for date", HS CREATED, .covered = CREATEDSET },
	{ "(created) quoted", HS QUOTED, .covered = CREATEDSET },
	{ "(created) with rsa-sha256", RSA CREATED, .covered = CREATEDSET,
	    .err = PLACET_EFORMAT },
	{ "digest not signed", RSA, .covered = "(request-target) host date",
	    .err = PLACET_EMISSING, .why = "the digest is not signed" },
	{ "wrong digest", RSA, .drop = "digest", .set = EMPTY,
	    .err = PLACET_EPROOF, .why = "the digest is of another body" },
	{ "no digest", RSA, .drop = "digest", .err = PLACET_EMISSING },
	{ "date 59 min old", RSA, .age = 59 * 60 },
	{ "date 60 min old", RSA, .age = 60 * 60 },
	{ "date 61 min old", RSA, .age = 61 * 60, .err = PLACET_ERANGE,
	    .why = "it was signed too long ago" },
	{ "date 5 min ahead", RSA, .age = -300 },
	{ "date 301 s ahead", RSA, .age = -301, .err = PLACET_ERANGE,
	    .why = "it is signed in the future" },
	{ "?x=1 signed with query", RSA, .target = "/inbox?x=1" },
	{ "9421 RSA with alg", AT V15 },
	{ "9421 RSA without alg", AT },
	{ "9421 Ed25519 with alg", AT V25519, .ed25519 = true },
	{ "9421 Ed25519 without alg", AT, .ed25519 = true },
	{ "9421 alg for another key", AT V15, .ed25519 = true,
	    .err = PLACET_ETYPE },
	{ "9421 content-digest not signed", AT V15,
	    .covered = "@method @target-uri", .err = PLACET_EMISSING,
	    .why = "the digest is not signed" },
	{ "9421 by Fedify", V15 AT,
	    .covered =
	        "@method @target-uri @authority host date content-digest" },
	{ "9421 by activitypub-bot", AT V15,
	    .covered = "@method @target-uri date user-agent content-type "
	               "content-digest" },
	{ "9421 with a query", AT V15, .target = "/inbox?x=1" },
	{ "9421 59 min old", AT V15, .age = 59 * 60 },
	{ "9421 61 min old", AT V15, .age = 61 * 60, .err = PLACET_ERANGE,
	    .why = "it was signed too long ago" },
	{ "no signature", RSA, .drop = "signature", .err = PLACET_EMISSING,
	    .why = "the request is not signed" },
};

static int
probe_run(const struct probe *p, struct pair *key, const char **why)
{
	const struct placet_httpsig_policy policy = { .now = NOW + p->age };
	const bool newer = p->params[0] == ';';
	const char *covered = newer ? NEWSET : OLDSET;
	struct placet_httpsig out;
	struct draft d;
	int err;

	draft_start(&d, "POST", p->target != NULL ? p->target : "/inbox");
	draft_sign(&d, newer ? NEW : OLD, key->secret,
	    p->covered != NULL ? p->covered : covered, p->params);
	if (p->drop != NULL)
		draft_set(&d, p->drop, p->set);
	err = placet_httpsig_open(&d.arena, &d.req, &policy, &out);
	*why = out.why != NULL ? out.why : "";
	if (err == 0)
		err = placet_httpsig_check(&out, key->key);
	draft_end(&d);
	return err;
}

static void
the_probe_matrix_from_our_side(void **state)
{
	struct pair key[] = { pair_rsa(), pair_ed25519() };

	(void)state;
	for (size_t i = 0; i < sizeof probes / sizeof *probes; i++) {
		const struct probe *p = &probes[i];
		const char *why;
		const int err = probe_run(p, &key[p->ed25519], &why);

		if (err != p->err)
			fail_msg(
			    "%s: %d, not %d (%s)", p->name, err, p->err, why);
		if (p->why != NULL && strcmp(why, p->why) != 0)
			fail_msg("%s: said '%s'", p->name, why);
	}
	pair_release(&key[0]);
	pair_release(&key[1]);
}

/* Some sign the target without its query: the second base is for them. */
static void
the_query_may_be_left_out_in_the_older_scheme(void **state)
{
	struct pair ed = pair_ed25519();
	struct placet_httpsig out;
	struct draft d;

	(void)state;
	draft_start(&d, "POST", "/inbox");
	draft_sign(&d, OLD, ed.secret, OLDSET, HS);
	d.req.target = "/inbox?x=1";
	assert_int_equal(placet_httpsig_open(&d.arena, &d.req, &now, &out), 0);
	assert_int_equal(out.nbases, 2);
	assert_int_equal(placet_httpsig_check(&out, ed.key), 0);
	draft_end(&d);

	draft_start(&d, "POST", "/inbox");
	draft_sign(&d, NEW, ed.secret, NEWSET, AT);
	d.req.target = "/inbox?x=1";
	assert_int_equal(placet_httpsig_open(&d.arena, &d.req, &now, &out), 0);
	assert_int_equal(out.nbases, 1);
	assert_int_equal(placet_httpsig_check(&out, ed.key), PLACET_ESIG);
	draft_end(&d);
	pair_release(&ed);
}

/* The hash is of the bytes, so that no other spelling is another one. */
static void
a_repeat_is_known_by_its_hash(void **state)
{
	struct pair ed = pair_ed25519();
	struct placet_httpsig out;
	struct placet_hash want;
	struct draft d;

	(void)state;
	draft_start(&d, "POST", "/inbox");
	draft_sign(&d, OLD, ed.secret, OLDSET, HS);
	assert_int_equal(placet_httpsig_open(&d.arena, &d.req, &now, &out), 0);
	assert_int_equal(out.sig.len, 64);
	placet_sha256(out.sig.data, out.sig.len, &want);
	assert_memory_equal(&want, &out.hash, sizeof want);
	draft_set(&d, "signature",
	    placet_printf(
	        &d.arena, "%s,x=1", draft_find(&d, "signature")->value));
	assert_int_equal(placet_httpsig_open(&d.arena, &d.req, &now, &out), 0);
	assert_memory_equal(&want, &out.hash, sizeof want);
	draft_end(&d);
	pair_release(&ed);
}

static void
what_cannot_be_signed_is_not(void **state)
{
	static const struct {
		const char *keyid;
		const char *covered[3];
		int64_t created;
		int err;
	} table[] = {
		{ "k", { "host", NULL }, 1, 0 },
		{ "", { "host", NULL }, 1, PLACET_EFORMAT },
		{ "a\"b", { "host", NULL }, 1, PLACET_EFORMAT },
		{ "a\\b", { "host", NULL }, 1, PLACET_EFORMAT },
		{ "a b", { "host", NULL }, 1, PLACET_EFORMAT },
		{ "caf\xc3\xa9", { "host", NULL }, 1, PLACET_EFORMAT },
		{ "k", { "host", NULL }, -1, PLACET_EFORMAT },
		{ "k", { "Host", NULL }, 1, PLACET_EFORMAT },
		{ "k", { "host", "host" }, 1, PLACET_EDUP },
		{ "k", { "x-absent", NULL }, 1, PLACET_EMISSING },
		{ "k", { "", NULL }, 1, PLACET_EFORMAT },
		{ "~k!", { "host", NULL }, 999999999999999, 0 },
	};
	char keyid[PLACET_HTTPSIG_KEYID + 2];
	struct placet_buf b = { 0 };
	struct draft d;

	(void)state;
	draft_start(&d, "GET", "/");
	for (size_t i = 0; i < 2 * sizeof table / sizeof *table; i++) {
		const struct placet_httpsig_how how = {
			.scheme = i % 2 ? OLD : NEW,
			.keyid = table[i / 2].keyid,
			.created = table[i / 2].created,
			.covered = table[i / 2].covered,
		};

		placet_buf_clear(&b);
		assert_int_equal(
		    placet_httpsig_base(&how, &d.req, &b), table[i / 2].err);
	}
	memset(keyid, 'k', sizeof keyid);
	keyid[PLACET_HTTPSIG_KEYID + 1] = '\0';
	assert_int_equal(
	    placet_httpsig_base(
	        &(struct placet_httpsig_how){ .scheme = OLD, .keyid = keyid },
	        &d.req, &b),
	    PLACET_EFORMAT);
	draft_end(&d);
	placet_buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cavage_appendix_c3),
		cmocka_unit_test(rfc9421_appendix_b_2_6),
		cmocka_unit_test(rfc9421_with_rsa_agrees_with_openssl),
		cmocka_unit_test(what_we_sign_we_accept),
		cmocka_unit_test(the_probe_matrix_from_our_side),
		cmocka_unit_test(the_query_may_be_left_out_in_the_older_scheme),
		cmocka_unit_test(a_repeat_is_known_by_its_hash),
		cmocka_unit_test(what_cannot_be_signed_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

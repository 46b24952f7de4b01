/*
 * test_httpsig_open.c - what a signature must be before a key is asked for
 *
 * Each line of the tables breaks one rule and names the words it is refused
 * with, so that a rule that is gone is missed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "httpsig.h"

struct edit {
	const char *name;
	const char *value;
};

struct row {
	const char *params;  /* with ";" in front: RFC 9421 */
	const char *covered; /* NULL: what most send */
	const char *method;  /* NULL: POST */
	const char *target;  /* NULL: the inbox */
	struct edit before[2];
	struct edit after[2]; /* the signature is there already */
	const char *body;     /* NULL: the one that was signed */
	const char *origin;   /* NULL: the one it was sent to */
	int err;
	const char *why;
};

#define K      "keyId=\"k\""
#define OLDSET "(request-target) host date digest"
#define NEWSET "@method @target-uri content-digest"
#define AT     ";created=1618884475;keyid=\"k\""
#define HASH   "X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="
#define OTHER  "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
#define SIG    ",headers=\"(request-target)\",signature=\"AAAA\""

#define MISSING(w) .err = PLACET_EMISSING, .why = (w)
#define FORMAT(w)  .err = PLACET_EFORMAT, .why = (w)
#define RANGE(w)   .err = PLACET_ERANGE, .why = (w)
#define DUP(w)     .err = PLACET_EDUP, .why = (w)
#define LIMIT(w)   .err = PLACET_ELIMIT, .why = (w)
#define TYPE(w)    .err = PLACET_ETYPE, .why = (w)
#define PROOF(w)   .err = PLACET_EPROOF, .why = (w)
#define HEADER(v)  .after = { { "signature", v } }
#define INPUT(v)   .after = { { "signature-input", v } }

#define MALFORMED "the signature header is malformed"
#define BADLIST   "the list of signed headers is malformed"
#define TWICE     "a header that may come once comes twice"
#define PTWICE    "a parameter of the signature comes twice"
#define SECONDS   "created and expires must be whole seconds"
#define BADINPUT  "the signature input is malformed"
#define UNKNOWN   "a signed component is unknown or malformed"
#define NOTPARAM  "parameters of components are not supported"
#define BADTYPE   "a parameter of the signature is of the wrong type"
#define BADSIG    "the signature is not base64 or too long"
#define NOALG     "the algorithm of the signature is not supported"
#define NOTOURS   "the signed host is not this server"
#define ORIGIN    "the configured origin is malformed"
#define OTHERBODY "the digest is of another body"
#define NOTARGET  "the target is not signed"

static void
draft_row(struct draft *d, const struct row *r, struct placet_secret *secret)
{
	const bool newer = r->params[0] == ';';
	const char *covered = newer ? NEWSET : OLDSET;

	draft_start(d, r->method != NULL ? r->method : "POST",
	    r->target != NULL ? r->target : "/inbox");
	for (int i = 0; i < 2 && r->before[i].name != NULL; i++)
		draft_set(d, r->before[i].name, r->before[i].value);
	draft_sign(d, newer ? NEW : OLD, secret,
	    r->covered != NULL ? r->covered : covered, r->params);
	for (int i = 0; i < 2 && r->after[i].name != NULL; i++)
		draft_set(d, r->after[i].name, r->after[i].value);
	if (r->body != NULL)
		draft_body(d, r->body);
	if (r->origin != NULL)
		d->req.origin = r->origin;
}

/* Open, and check only what was opened. */
static void
run(const struct row *table, size_t n)
{
	const struct placet_httpsig_policy policy = { .now = NOW };
	struct pair ed = pair_ed25519();

	for (size_t i = 0; i < n; i++) {
		struct placet_httpsig out;
		struct draft d;
		int err;

		draft_row(&d, &table[i], ed.secret);
		err = placet_httpsig_open(&d.arena, &d.req, &policy, &out);
		if (err != 0 &&
		    (out.why == NULL || table[i].why == NULL ||
		        strcmp(out.why, table[i].why) != 0))
			fail_msg("line %zu (%s %s): said '%s'", i,
			    table[i].params, table[i].why,
			    out.why != NULL ? out.why : "");
		if (err == 0)
			err = placet_httpsig_check(&out, ed.key);
		if (err != table[i].err)
			fail_msg("line %zu (%s %s): %d", i, table[i].params,
			    table[i].why, err);
		draft_end(&d);
	}
	pair_release(&ed);
}

#define RUN(table) run(table, sizeof(table) / sizeof *(table))

static void
the_older_header_is_read_strictly(void **state)
{
	static const struct row table[] = {
		{ K ",x=1,yy=\"z\"" },
		{ K " ,\t x=1" },
		{ "KEYID=\"k\"" },
		{ K ",algorithm=\"HS2019\"" },
		{ K, HEADER(""), FORMAT(MALFORMED) },
		{ K, HEADER("x"), FORMAT(MALFORMED) },
		{ K, HEADER("keyId=k" SIG), FORMAT(MALFORMED) },
		{ K, HEADER("keyId='k'" SIG), FORMAT(MALFORMED) },
		{ K, HEADER("keyId =\"k\"" SIG), FORMAT(MALFORMED) },
		{ K, HEADER("keyId= \"k\"" SIG), FORMAT(MALFORMED) },
		{ K, HEADER("keyId=\"k\"" SIG ","), FORMAT(MALFORMED) },
		{ K, HEADER("," K SIG), FORMAT(MALFORMED) },
		{ K, HEADER(K "," SIG), FORMAT(MALFORMED) },
		{ K, HEADER(K " " SIG "x"), FORMAT(MALFORMED) },
		{ K, HEADER("keyId=\"k" SIG), FORMAT(MALFORMED) },
		{ K, HEADER("keyId=\"\\k\"" SIG), FORMAT(MALFORMED) },
		{ K, HEADER("keyId=\"k\n\"" SIG), FORMAT(MALFORMED) },
		{ K, HEADER("Signature " K SIG), FORMAT(MALFORMED) },
		{ K, HEADER(K ",x=" SIG), FORMAT(MALFORMED) },
		{ K, HEADER(K ",algorithm=hs2019" SIG), FORMAT(MALFORMED) },
		{ K ",keyId=\"k\"", DUP(PTWICE) },
		{ K ",keyid=\"k\"", DUP(PTWICE) },
		{ K ",x=1,X=1", DUP(PTWICE) },
		{ K ",a=1,b=1,c=1,d=1,e=1,f=1,g=1,h=1,i=1,j=1,l=1,m=1,n=1,o=1",
		    LIMIT("the signature has too many parameters") },
		{ "x=1", MISSING("the signature names no key") },
		{ "keyId=\"\"", FORMAT("the key id is malformed") },
		{ "keyId=\"a b\"", FORMAT("the key id is malformed") },
		{ K, HEADER(K ",headers=\"host\""),
		    MISSING("the signature header has no signature") },
		{ K, HEADER(K ",signature=\"AAAA\""),
		    MISSING("the signature does not say what it covers") },
		{ K, HEADER(K ",headers=\"host\",signature=\"AAA\""),
		    FORMAT(BADSIG) },
		{ K, HEADER(K ",headers=\"host\",signature=\"\""),
		    FORMAT(BADSIG) },
		{ K, HEADER(K ",headers=\"\",signature=\"AAAA\""),
		    FORMAT(BADLIST) },
		{ K, HEADER(K ",headers=\"host  date\",signature=\"AAAA\""),
		    FORMAT(BADLIST) },
		{ K, HEADER(K ",headers=\" host\",signature=\"AAAA\""),
		    FORMAT(BADLIST) },
		{ K, HEADER(K ",headers=\"host \",signature=\"AAAA\""),
		    FORMAT(BADLIST) },
		{ K, HEADER(K ",headers=host,signature=\"AAAA\""),
		    FORMAT(BADLIST) },
	};

	(void)state;
	RUN(table);
}

static void
its_algorithm_and_times_are_known(void **state)
{
	static const struct row table[] = {
		{ K ",algorithm=\"rsa-sha512\"", TYPE(NOALG) },
		{ K ",algorithm=\"hmac-sha256\"", TYPE(NOALG) },
		{ K ",created=1.5", FORMAT(SECONDS) },
		{ K ",created=-1", FORMAT(SECONDS) },
		{ K ",created=\"-1\"", FORMAT(SECONDS) },
		{ K ",created=01", FORMAT(SECONDS) },
		{ K ",created=\"\"", FORMAT(SECONDS) },
		{ K ",expires=1e9", FORMAT(SECONDS) },
		{ K ",expires=9999999999999999", FORMAT(SECONDS) },
	};

	(void)state;
	RUN(table);
}

static void
a_signature_covers_what_it_must(void **state)
{
	static const struct row table[] = {
		{ K, "host date digest",
		    MISSING("(request-target) is not signed") },
		{ K, "(request-target) date digest",
		    MISSING("the host is not signed") },
		{ K, "(request-target) host digest",
		    MISSING("no time is signed") },
		{ K ",created=1618884475", "(request-target) host digest",
		    MISSING("no time is signed") },
		{ K, "(request-target) (created) host digest",
		    MISSING("no time is signed") },
		{ K, OLDSET " (expires)",
		    MISSING("(created) or (expires) is signed but not "
		            "given") },
		{ K, "(request-target) host date content-digest" },
		{ K, "(request-target) host date", .method = "GET" },
		{ K, OLDSET " x-absent",
		    MISSING("a signed header is not there") },
		{ K, OLDSET " host", DUP("a component is signed twice") },
		{ K, OLDSET " Host",
		    FORMAT("the name of a signed header has capitals") },
		{ K, OLDSET " (foo)", FORMAT(UNKNOWN) },
		{ K, OLDSET " @method", FORMAT(UNKNOWN) },
		{ AT, "@target-uri content-digest",
		    MISSING("@method is not signed") },
		{ AT, "@method @authority content-digest", MISSING(NOTARGET) },
		{ AT, "@method @path content-digest",
		    MISSING("the host is not signed") },
		{ AT, "@method @request-target content-digest",
		    MISSING("the host is not signed") },
		{ AT, "@method @authority @path content-digest" },
		{ AT, "@method @authority @path content-digest",
		    .target = "/inbox?x", MISSING(NOTARGET) },
		{ AT, "@method @authority @path @query content-digest",
		    .target = "/inbox?x" },
		{ AT, "@method @authority @path @query content-digest" },
		{ AT, "@method @authority @request-target content-digest",
		    .target = "/inbox?x" },
		{ AT, "@method host @path @scheme digest" },
		{ AT, "@method @target-uri", .method = "GET" },
		{ ";keyid=\"k\"", MISSING("no time is signed") },
		{ ";keyid=\"k\"", NEWSET " date" },
		{ AT, "", MISSING("@method is not signed") },
		{ AT, NEWSET " x-absent",
		    MISSING("a signed header is not there") },
		{ AT, NEWSET " date date", DUP("a component is signed twice") },
		{ AT, NEWSET " Date",
		    FORMAT("the name of a signed header has capitals") },
		{ AT, NEWSET " @status", FORMAT(UNKNOWN) },
		{ AT, NEWSET " @signature-params", FORMAT(UNKNOWN) },
		{ AT, NEWSET " (created)", FORMAT(UNKNOWN) },
	};

	(void)state;
	RUN(table);
}

static void
the_body_is_bound(void **state)
{
	static const struct row table[] = {
		{ K, .body = "{\"hello\": \"moon!\"}", PROOF(OTHERBODY) },
		{ AT, .body = "", PROOF(OTHERBODY) },
		{ K, .after = { { "digest", NULL } },
		    MISSING("the digest is not signed") },
		{ K,
		    .before = { { "digest", NULL },
		        { "content-digest", NULL } },
		    .covered = "(request-target) host date",
		    MISSING("the body has no digest") },
		/* Each that is there is right, covered or not. */
		{ K, .before = { { "content-digest", "sha-256=:" OTHER ":" } },
		    PROOF(OTHERBODY) },
		{ AT, .before = { { "digest", "SHA-256=" OTHER } },
		    PROOF(OTHERBODY) },
		{ K, .before = { { "digest", "MD5=AAAA" } },
		    MISSING("the digest has neither SHA-256 nor SHA-512") },
		{ K, .before = { { "digest", "" } },
		    FORMAT("the digest is malformed") },
		{ K,
		    .before = { { "digest",
		        "SHA-256=" HASH ",SHA-256=" HASH } },
		    DUP("the digest is malformed") },
		/* Without a body too, unless nobody expects one. */
		{ K, .covered = "(request-target) host date", .body = "",
		    MISSING("the digest is not signed") },
		{ K, .covered = "(request-target) host date", .method = "GET",
		    .body = "x", MISSING("the body has no digest") },
		{ K, .covered = "(request-target) host date", .method = "GET",
		    .before = { { "digest", "SHA-256=" OTHER } } },
		{ K, .covered = "(request-target) host date", .method = "GET",
		    .before = { { "digest", "SHA-256=" HASH } },
		    PROOF(OTHERBODY) },
	};

	(void)state;
	RUN(table);
}

static void
the_server_is_the_configured_one(void **state)
{
	static const struct row table[] = {
		{ K, .before = { { "host", "PLACET.example:443" } } },
		{ AT, .after = { { "host", "proxy.internal" } } },
		{ K, .before = { { "host", "other.example" } },
		    FORMAT(NOTOURS) },
		{ K, .before = { { "host", "placet.example:80" } },
		    FORMAT(NOTOURS) },
		{ K, .before = { { "host", "placet.example." } },
		    FORMAT(NOTOURS) },
		{ K, .before = { { "host", ":443" } }, FORMAT(NOTOURS) },
		{ AT, .covered = NEWSET " host",
		    .before = { { "host", "other.example" } },
		    FORMAT(NOTOURS) },
		{ AT, .origin = "https://other.example", .err = PLACET_ESIG },
		{ AT, .origin = "http://placet.example", .err = PLACET_ESIG },
		{ AT, .covered = "@method @authority @path content-digest",
		    .origin = "https://placet.example:8443",
		    .err = PLACET_ESIG },
		{ K, .origin = "http://placet.example" },
		{ K, .origin = "placet.example", FORMAT(ORIGIN) },
		{ K, .origin = "https://", FORMAT(ORIGIN) },
		{ K, .origin = "https://placet.example/", FORMAT(ORIGIN) },
		{ K, .origin = "https://Placet.example", FORMAT(ORIGIN) },
		{ K, .origin = "https://placet.example:443", FORMAT(ORIGIN) },
		{ K, .origin = "http://placet.example:80", FORMAT(ORIGIN) },
		{ K, .origin = "https://a@placet.example", FORMAT(ORIGIN) },
	};

	(void)state;
	RUN(table);
}

static void
times_are_within_the_window(void **state)
{
	static const char both[] = "(request-target) (created) host date "
	                           "digest";
	static const struct row table[] = {
		{ K,
		    .before = { { "date", "Tuesday, 20-Apr-21 02:07:55 GMT" } },
		    FORMAT("the date is malformed") },
		{ K, .before = { { "date", "Mon, 20 Apr 2021 02:07:55 GMT" } },
		    FORMAT("the date is malformed") },
		{ K, .before = { { "date", "1618884475" } },
		    FORMAT("the date is malformed") },
		{ K, .after = { { "date", NULL } },
		    MISSING("a signed header is not there") },
		/* Of two times each is held to the window. */
		{ K ",created=1618884475", both },
		{ K ",created=1618880874", both,
		    RANGE("it was signed too long ago") },
		{ K ",created=1618884776", both,
		    RANGE("it is signed in the future") },
		{ AT, NEWSET " date",
		    .before = { { "date", "Tue, 20 Apr 2021 00:00:00 GMT" } },
		    RANGE("it was signed too long ago") },
		{ ";created=0;keyid=\"k\"",
		    RANGE("it was signed too long ago") },
		{ ";created=999999999999999;keyid=\"k\"",
		    RANGE("it is signed in the future") },
		/* A date nobody signed says nothing. */
		{ AT, .before = { { "date", "yesterday" } } },
		/* Expiry, with 300 s for the difference of clocks. */
		{ K ",expires=1618884475" },
		{ K ",created=1618884100,expires=1618884175",
		    "(request-target) (created) host digest" },
		{ K ",created=1618884100,expires=1618884174",
		    "(request-target) (created) host digest",
		    RANGE("it has expired") },
		{ K ",expires=1618884474",
		    RANGE("it expires before it was signed") },
		{ AT ";expires=999999999999999" },
		{ ";created=1618884100;expires=1618884174;keyid=\"k\"",
		    RANGE("it has expired") },
		{ ";created=1618884100;expires=1618884099;keyid=\"k\"",
		    RANGE("it expires before it was signed") },
	};

	(void)state;
	RUN(table);
}

static void
headers_that_matter_come_once(void **state)
{
	static const struct row table[] = {
		{ K, .after = { { "+Host", "placet.example" } }, DUP(TWICE) },
		{ K, .after = { { "+DATE", "x" } }, DUP(TWICE) },
		{ AT, .after = { { "+Digest", "x" } }, DUP(TWICE) },
		{ K, .after = { { "+content-digest", "x" } }, DUP(TWICE) },
		{ K, .after = { { "+Signature", "x" } }, DUP(TWICE) },
		{ AT, .after = { { "+signature-input", "x" } }, DUP(TWICE) },
		{ K,
		    .after = { { "+authorization", "x" },
		        { "+authorization", "x" } },
		    DUP(TWICE) },
		{ K, .after = { { "+Authorization", "Bearer x" } } },
		{ K, .after = { { "+Authorization", "signature keyId=\"k\"" } },
		    FORMAT("a signature in Authorization is not accepted") },
		/* A line break in a value would be a line of the base. */
		{ K, OLDSET " user-agent",
		    .before = { { "user-agent", "a\nhost: b" } },
		    FORMAT("a signed header is not printable ASCII") },
		{ AT, NEWSET " user-agent",
		    .before = { { "user-agent", "a\r\n b" } },
		    FORMAT("a signed header is not printable ASCII") },
		{ AT, NEWSET " user-agent",
		    .before = { { "user-agent", "caf\xc3\xa9" } },
		    FORMAT("a signed header is not printable ASCII") },
		{ K, .before = { { "user-agent", "caf\xc3\xa9\n" } } },
		{ K, .target = "inbox", FORMAT("the target is malformed") },
		{ K, .target = "", FORMAT("the target is malformed") },
		{ K, .target = "/a b", FORMAT("the target is malformed") },
		{ K, .target = "/a#b", FORMAT("the target is malformed") },
		{ K, .target = "/\xc3\xa9", FORMAT("the target is malformed") },
		{ K, .method = "PO ST", FORMAT("the method is malformed") },
		{ K, .method = "", FORMAT("the method is malformed") },
		{ K, .method = "P/:", FORMAT("the method is malformed") },
	};

	(void)state;
	RUN(table);
}

#define NEWSIG(params) "sig1=(\"@method\" \"@target-uri\" " params

static void
the_newer_headers_are_read_strictly(void **state)
{
	static const struct row table[] = {
		{ AT ";nonce=\"n\";tag=\"t\";x=1;y" },
		{ ";keyid=\"k\";created=1618884475" },
		{ AT, INPUT(""), MISSING("the request is not signed") },
		{ AT, INPUT("x"), FORMAT(BADINPUT) },
		{ AT, INPUT("sig1=("), FORMAT(BADINPUT) },
		{ AT, INPUT("sig1=(1)" AT), FORMAT(BADINPUT) },
		{ AT, INPUT("sig1=(date)" AT), FORMAT(BADINPUT) },
		{ AT, INPUT("sig1=\"date\"" AT), FORMAT(BADINPUT) },
		{ AT, INPUT("SIG1=(\"date\")" AT), FORMAT(BADINPUT) },
		{ AT, INPUT(NEWSIG("\"date\";sf)" AT)), FORMAT(NOTPARAM) },
		{ AT, INPUT(NEWSIG("\"date\";bs)" AT)), FORMAT(NOTPARAM) },
		{ AT, INPUT(NEWSIG("\"a\";key=\"b\")" AT)), FORMAT(NOTPARAM) },
		{ AT, INPUT(NEWSIG("\"date\";req)" AT)), FORMAT(NOTPARAM) },
		{ AT, INPUT(NEWSIG("\"date\";tr)" AT)), FORMAT(NOTPARAM) },
		{ AT, INPUT(NEWSIG("\"@query-param\";name=\"x\")" AT)),
		    FORMAT(NOTPARAM) },
		{ AT, INPUT("a=()" AT),
		    MISSING("a signature input has no signature") },
		{ AT, HEADER(NULL),
		    MISSING("a signature input has no signature") },
		{ AT, HEADER("keyId=\"k\""), FORMAT(MALFORMED) },
		{ AT, HEADER("sig1=\"AAAA\""),
		    FORMAT("the signature is not bytes") },
		{ AT, HEADER("sig1=::"), FORMAT("the signature is not bytes") },
		{ AT, HEADER("sig1=:AAAA:, sig1=:AAAA:"), DUP(PTWICE) },
		{ AT, HEADER("sig1=:AAAA:"), .err = PLACET_ESIG },
		{ AT ";keyid=\"k\"", DUP(PTWICE) },
		{ AT ";x;x", DUP(PTWICE) },
		{ AT, INPUT("sig1=()" AT ", sig1=()" AT), DUP(PTWICE) },
		{ ";created=1618884475",
		    MISSING("the signature names no key") },
		{ ";created=1618884475;keyid=\"\"",
		    FORMAT("the key id is malformed") },
		{ ";created=1618884475;keyid=k", FORMAT(BADTYPE) },
		{ ";created=\"1618884475\";keyid=\"k\"", FORMAT(BADTYPE) },
		{ ";created=1618884475.0;keyid=\"k\"", FORMAT(BADTYPE) },
		{ ";created=@1618884475;keyid=\"k\"", FORMAT(BADTYPE) },
		{ ";created;keyid=\"k\"", FORMAT(BADTYPE) },
		{ ";created=-1;keyid=\"k\"",
		    FORMAT("created and expires must not be negative") },
		{ AT ";expires=-1",
		    FORMAT("created and expires must not be negative") },
		{ AT ";expires=\"1\"", FORMAT(BADTYPE) },
		{ AT ";nonce=1", FORMAT(BADTYPE) },
		{ AT ";tag=t", FORMAT(BADTYPE) },
		{ AT ";alg=ed25519", FORMAT(BADTYPE) },
		{ AT ";alg=\"rsa-pss-sha512\"", TYPE(NOALG) },
		{ AT ";alg=\"hmac-sha256\"", TYPE(NOALG) },
		{ AT ";alg=\"ED25519\"", TYPE(NOALG) },
	};

	(void)state;
	RUN(table);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_older_header_is_read_strictly),
		cmocka_unit_test(its_algorithm_and_times_are_known),
		cmocka_unit_test(a_signature_covers_what_it_must),
		cmocka_unit_test(the_body_is_bound),
		cmocka_unit_test(the_server_is_the_configured_one),
		cmocka_unit_test(times_are_within_the_window),
		cmocka_unit_test(headers_that_matter_come_once),
		cmocka_unit_test(the_newer_headers_are_read_strictly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_httpsig_edges.c - signatures: several, large, changed on their way
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "httpsig.h"

#define K      "keyId=\"k\""
#define OLDSET "(request-target) host date digest"
#define NEWSET "@method @target-uri content-digest"
#define AT     ";created=1618884475;keyid=\"k\""

static const struct placet_httpsig_policy now = { .now = NOW };

static int
open_now(struct draft *d, struct placet_httpsig *out)
{
	return placet_httpsig_open(&d->arena, &d->req, &now, out);
}

static int
open_and_check(struct draft *d, struct placet_key *key)
{
	struct placet_httpsig out;
	const int err = open_now(d, &out);

	return err != 0 ? err : placet_httpsig_check(&out, key);
}

/* Whatever is covered, another value of it is another request. */
static void
every_covered_component_is_bound(void **state)
{
	static const char all_old[] = OLDSET " content-type user-agent "
	                                     "content-digest";
	static const char all_new[] = NEWSET
	    " @authority @scheme @path @query @request-target host "
	    "date digest content-type user-agent";
	static const char *const table[][2] = {
		{ "date", "Tue, 20 Apr 2021 02:07:56 GMT" },
		{ "host", "placet.example:443" },
		{ "content-type", "text/plain" },
		{ "user-agent", "peer/1.1" },
		{ "+user-agent", "peer/1.0" },
		{ "digest",
		    "sha-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9D"
		    "BPE=" },
		{ "content-digest",
		    "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyW"
		    "xBf7kbu9DBPE=:;x" },
	};
	const size_t n = sizeof table / sizeof *table;
	struct pair ed = pair_ed25519();

	(void)state;
	for (size_t i = 0; i < 2 * (n + 3); i++) {
		const size_t k = i / 2;
		struct draft d;

		draft_start(&d, "POST", "/inbox?x");
		if (i % 2)
			draft_sign(&d, NEW, ed.secret, all_new, AT);
		else
			draft_sign(&d, OLD, ed.secret, all_old, K);
		if (k < n)
			draft_set(&d, table[k][0], table[k][1]);
		else if (k == n)
			d.req.target = "/inbox?y";
		else if (k == n + 1)
			d.req.method = "PUT";
		assert_int_equal(
		    open_and_check(&d, ed.key), k == n + 2 ? 0 : PLACET_ESIG);
		draft_end(&d);
	}
	pair_release(&ed);
}

/* Blanks around a value are not of it; several are joined by ", ". */
static void
values_are_trimmed_and_joined(void **state)
{
	struct pair ed = pair_ed25519();

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct draft d;

		draft_start(&d, "POST", "/inbox");
		draft_set(&d, "x-list", "a, b,c, ");
		draft_sign(&d, i ? NEW : OLD, ed.secret,
		    i ? NEWSET " x-list" : OLDSET " x-list", i ? AT : K);
		draft_set(&d, "x-list", "\t a");
		draft_add(&d, "X-List", "b,c \t");
		draft_add(&d, "X-LIST", " \t ");
		assert_int_equal(open_and_check(&d, ed.key), 0);
		draft_add(&d, "x-list", "d");
		assert_int_equal(open_and_check(&d, ed.key), PLACET_ESIG);
		draft_end(&d);
	}
	pair_release(&ed);
}

/* Put members in front of ours, in both headers. */
static void
prepend(struct draft *d, const char *input, const char *signature)
{
	draft_set(d, "signature-input",
	    placet_printf(&d->arena, "%s, %s", input,
	        draft_find(d, "signature-input")->value));
	draft_set(d, "signature",
	    placet_printf(&d->arena, "%s, %s", signature,
	        draft_find(d, "signature")->value));
}

static void
of_several_signatures_the_first_sufficient_one_counts(void **state)
{
	static const char *const others[] = { "p=(\"@method\")" AT,
		"p=(\"@method\" \"@target-uri\" \"content-digest\");created=1"
		";keyid=\"p\"",
		"p=(\"x\";sf)" AT, "p=1",
		"p=(\"@method\" \"@target-uri\" \"content-digest\")" AT
		";alg=\"hmac-sha256\"" };
	struct pair ed = pair_ed25519();
	struct placet_httpsig out;
	struct draft d;

	(void)state;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		draft_start(&d, "POST", "/inbox");
		draft_sign(&d, NEW, ed.secret, NEWSET, AT);
		prepend(&d, others[i], "p=:AAAA:");
		assert_int_equal(open_now(&d, &out), 0);
		assert_null(out.why);
		assert_string_equal(out.keyid, "k");
		assert_int_equal(out.sig.len, 64);
		assert_int_equal(placet_httpsig_check(&out, ed.key), 0);
		draft_end(&d);
	}
	/* If it covers enough it counts, whatever its key says. */
	draft_start(&d, "POST", "/inbox");
	draft_sign(&d, NEW, ed.secret, NEWSET, AT);
	prepend(&d, "p=(\"@method\" \"@target-uri\" \"content-digest\")" AT,
	    "p=:AAAA:");
	assert_int_equal(open_and_check(&d, ed.key), PLACET_ESIG);
	/* If none does, the first one's fault is told. */
	draft_set(
	    &d, "signature-input", "a=(\"@method\")" AT ", b=(\"x\";sf)" AT);
	draft_set(&d, "signature", "a=:AAAA:, b=:AAAA:");
	assert_int_equal(open_now(&d, &out), PLACET_EMISSING);
	assert_string_equal(out.why, "the target is not signed");
	draft_set(&d, "signature-input", "a, b, c, d");
	assert_int_equal(open_now(&d, &out), PLACET_EFORMAT);
	draft_set(&d, "signature-input", "a, b, c, d, e");
	assert_int_equal(open_now(&d, &out), PLACET_ELIMIT);
	assert_string_equal(out.why, "too many signatures");
	draft_end(&d);
	pair_release(&ed);
}

static void
expiry_is_capped_and_says_how_long_to_remember(void **state)
{
	static const struct {
		const char *params;
		int64_t past;
		int64_t expires;
		int64_t until;
	} table[] = {
		{ AT, 0, 0, NOW + 3600 },
		{ AT ";expires=1618884485", 0, NOW + 10, NOW + 310 },
		{ AT ";expires=1618888475", 0, NOW + 4000, NOW + 3600 },
		{ AT ";expires=999999999999999", 0, NOW + 43200, NOW + 3600 },
		{ AT ";expires=999999999999999", 90000, NOW + 43200,
		    NOW + 43500 },
	};
	struct pair ed = pair_ed25519();

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		const struct placet_httpsig_policy policy = {
			.now = NOW,
			.past = table[i].past,
		};
		struct placet_httpsig out;
		struct draft d;

		draft_start(&d, "POST", "/inbox");
		draft_sign(&d, NEW, ed.secret, NEWSET, table[i].params);
		assert_int_equal(
		    placet_httpsig_open(&d.arena, &d.req, &policy, &out), 0);
		assert_int_equal(out.created, NOW);
		assert_int_equal(out.expires, table[i].expires);
		assert_int_equal(out.until, table[i].until);
		draft_end(&d);
	}
	pair_release(&ed);
}

/* n of some byte, kept by the draft. */
static char *
fill(struct draft *d, char c, size_t n)
{
	char *s = placet_alloc(&d->arena, n + 1);

	assert_non_null(s);
	memset(s, c, n);
	s[n] = '\0';
	return s;
}

static int
open_with(
    const char *name, const char *format, char c, size_t n, const char **why)
{
	struct pair ed = pair_ed25519();
	struct placet_buf b = { 0 };
	struct placet_httpsig out;
	struct draft d;
	int err;

	draft_start(&d, "POST", "/inbox");
	placet_buf_str(&b, format);
	placet_buf_str(&b, fill(&d, c, n));
	if (strcmp(name, "keyId") == 0) {
		placet_buf_str(&b, "\"");
		draft_sign(&d, OLD, ed.secret, OLDSET, b.data);
	} else {
		draft_set(&d, name, b.data);
		draft_sign(&d, OLD, ed.secret, OLDSET " x-long", K);
	}
	if (strcmp(name, "target") == 0)
		d.req.target = b.data;
	err = open_now(&d, &out);
	*why = out.why;
	if (err == 0 && strcmp(name, "keyId") != 0)
		err = placet_httpsig_check(&out, ed.key);
	draft_end(&d);
	placet_buf_release(&b);
	pair_release(&ed);
	return err;
}

static void
everything_has_a_ceiling(void **state)
{
	const char *why;

	(void)state;
	assert_int_equal(open_with("x-long", "", 'a', 8192, &why), 0);
	assert_int_equal(
	    open_with("x-long", "", 'a', 8193, &why), PLACET_ELIMIT);
	assert_string_equal(why, "a signed header is too long");
	assert_int_equal(open_with("keyId", "keyId=\"", 'k', 2048, &why), 0);
	assert_int_equal(
	    open_with("keyId", "keyId=\"", 'k', 2049, &why), PLACET_ELIMIT);
	assert_string_equal(why, "the key id is too long");
	assert_int_equal(
	    open_with("keyId", "keyId=\"", 'k', 8192, &why), PLACET_ELIMIT);
	assert_string_equal(why, "the signature header is too long");
	assert_int_equal(
	    open_with("target", "/", 'a', 8192, &why), PLACET_EFORMAT);
	assert_string_equal(why, "the target is malformed");
}

static void
many_headers_and_components_are_refused(void **state)
{
	struct pair ed = pair_ed25519();
	struct placet_httpsig out;
	struct draft d;

	(void)state;
	for (int newer = 0; newer < 2; newer++)
		for (int n = 31; n <= 33; n++) {
			struct placet_buf b = { 0 };

			draft_start(&d, "POST", "/inbox");
			placet_buf_str(&b, newer ? NEWSET " date" : OLDSET);
			for (int i = 4; i < n; i++) {
				const char *name = placet_printf(
				    &d.arena, "x-%d", i);

				draft_add(&d, name, "");
				placet_buf_printf(&b, " %s", name);
			}
			draft_sign(&d, newer ? NEW : OLD, ed.secret, b.data,
			    newer ? AT : K);
			assert_int_equal(open_and_check(&d, ed.key),
			    n > 32 ? PLACET_ELIMIT : 0);
			placet_buf_release(&b);
			draft_end(&d);
		}
	draft_start(&d, "POST", "/inbox");
	draft_sign(&d, OLD, ed.secret, OLDSET, K);
	while (d.req.nfields < PLACET_HTTPSIG_FIELDS)
		draft_add(&d, "x", "");
	assert_int_equal(open_and_check(&d, ed.key), 0);
	draft_add(&d, "x", "");
	assert_int_equal(open_now(&d, &out), PLACET_ELIMIT);
	assert_string_equal(out.why, "too many headers");
	/* 32 times 8 kB would be too much to hash for anybody. */
	d.req.nfields -= 20;
	for (int i = 0; i < 10; i++)
		draft_add(&d, "y", fill(&d, 'y', 8000));
	draft_set(&d, "signature", NULL);
	draft_sign(&d, OLD, ed.secret, OLDSET " y", K);
	assert_int_equal(open_now(&d, &out), PLACET_ELIMIT);
	assert_string_equal(out.why, "too much is signed");
	draft_end(&d);
	pair_release(&ed);
}

/* Near misses that would pass if one comparison were left out. */
static void
hosts_and_headers_match_as_a_whole(void **state)
{
	static const char *const hosts[] = { "other.example:443",
		"placet.example:444", "placet.example:4430",
		"placet.example:", "placet.example:443:443", "443", "" };
	static const char *const headers[] = {
		"keyId\"k\",headers=\"host\",signature=\"AAAA\"",
		"keyId=\"k\" headers=\"host\",signature=\"AAAA\"",
		"keyId=\"k\"headers=\"host\",signature=\"AAAA\"",
		"=\"k\",headers=\"host\",signature=\"AAAA\""
	};
	struct pair ed = pair_ed25519();
	struct placet_httpsig out;
	struct draft d;

	(void)state;
	draft_start(&d, "POST", "/inbox");
	for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
		draft_set(&d, "host", hosts[i]);
		if (i > 0)
			draft_set(&d, "signature", NULL);
		draft_sign(&d, OLD, ed.secret, OLDSET, K);
		assert_int_equal(open_now(&d, &out), PLACET_EFORMAT);
		assert_string_equal(
		    out.why, "the signed host is not this server");
	}
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
		draft_set(&d, "signature", headers[i]);
		assert_int_equal(open_now(&d, &out), PLACET_EFORMAT);
		assert_string_equal(
		    out.why, "the signature header is malformed");
	}
	draft_set(&d, "+Authorization", "Signature");
	assert_int_equal(open_now(&d, &out), PLACET_EFORMAT);
	assert_string_equal(
	    out.why, "a signature in Authorization is not accepted");
	draft_end(&d);
	pair_release(&ed);
}

/* As many bytes as a signature may have, and one more. */
static void
signatures_are_at_most_a_kilobyte(void **state)
{
	struct pair ed = pair_ed25519();

	(void)state;
	for (int i = 0; i < 4; i++) {
		const size_t n = PLACET_KEY_SIG_MAX + (size_t)(i / 2);
		char *text = malloc(PLACET_BASE64_SIZE(n));
		struct placet_httpsig out;
		struct draft d;

		assert_non_null(text);
		draft_start(&d, "POST", "/inbox");
		placet_base64(fill(&d, '~', n), n, text);
		draft_sign(&d, i % 2 ? NEW : OLD, ed.secret,
		    i % 2 ? NEWSET : OLDSET, i % 2 ? AT : K);
		draft_set(&d, "signature",
		    placet_printf(&d.arena, "%s%s%s",
		        i % 2 ? "sig1=:"
		              : "keyId=\"~\",headers=\"" OLDSET
		                "\",signature=\"",
		        text, i % 2 ? ":" : "\""));
		assert_int_equal(
		    open_now(&d, &out), n > 1024 ? PLACET_ELIMIT : 0);
		draft_end(&d);
		free(text);
	}
	pair_release(&ed);
}

static void
what_is_too_much_is_not_signed(void **state)
{
	static const char *const y[] = { "y", NULL };
	const char *many[PLACET_HTTPSIG_COVERED + 2] = { NULL };
	struct placet_buf b = { 0 };
	struct draft d;

	(void)state;
	draft_start(&d, "GET", "/");
	for (int i = 0; i < 9; i++)
		draft_add(&d, "y", fill(&d, '!', 8000));
	for (int i = 0; i <= PLACET_HTTPSIG_COVERED; i++) {
		many[i] = placet_printf(&d.arena, "x%d", i);
		draft_add(&d, many[i], "~");
	}
	for (int i = 0; i < 2; i++) {
		struct placet_httpsig_how how = {
			.scheme = i ? NEW : OLD,
			.keyid = "k",
			.covered = y,
		};

		assert_int_equal(
		    placet_httpsig_base(&how, &d.req, &b), PLACET_ELIMIT);
		how.covered = many;
		assert_int_equal(
		    placet_httpsig_base(&how, &d.req, &b), PLACET_ELIMIT);
		how.covered = many + 1;
		placet_buf_clear(&b);
		assert_int_equal(placet_httpsig_base(&how, &d.req, &b), 0);
		/* A time that has no spelling in a structured field. */
		how.created = INT64_C(1000000000000000);
		assert_int_equal(placet_httpsig_base(&how, &d.req, &b),
		    i ? PLACET_ERANGE : 0);
	}
	draft_end(&d);
	placet_buf_release(&b);
}

static void
no_memory_is_an_error(void **state)
{
	struct pair ed = pair_ed25519();
	struct draft d;

	(void)state;
	for (int newer = 0; newer < 2; newer++) {
		draft_start(&d, "POST", "/inbox");
		draft_sign(&d, newer ? NEW : OLD, ed.secret,
		    newer ? NEWSET : OLDSET, newer ? AT : K);
		for (size_t ceiling = 1; ceiling < 5000; ceiling += 31) {
			struct placet_arena arena = { .ceiling = ceiling };
			struct placet_httpsig out;
			const int err = placet_httpsig_open(
			    &arena, &d.req, &now, &out);

			assert_true(err == PLACET_ENOMEM || err == 0);
			assert_true(err == 0 || out.why != NULL);
			placet_arena_end(&arena);
		}
		draft_end(&d);
	}
	pair_release(&ed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_covered_component_is_bound),
		cmocka_unit_test(values_are_trimmed_and_joined),
		cmocka_unit_test(
		    of_several_signatures_the_first_sufficient_one_counts),
		cmocka_unit_test(
		    expiry_is_capped_and_says_how_long_to_remember),
		cmocka_unit_test(everything_has_a_ceiling),
		cmocka_unit_test(many_headers_and_components_are_refused),
		cmocka_unit_test(hosts_and_headers_match_as_a_whole),
		cmocka_unit_test(signatures_are_at_most_a_kilobyte),
		cmocka_unit_test(what_is_too_much_is_not_signed),
		cmocka_unit_test(no_memory_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

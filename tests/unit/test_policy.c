/*
 * test_policy.c - tlog-policy files, and what satisfies them
 *
 * Witness n of these files is called Wn, has the seed 10 + n, and its key
 * the name "wn.example.org".
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <placet/policy.h>

#include "signed.h"

#define ORIGIN "rennes.example.org/p/42"
#define SECOND "rennes.example.org/p/43"

enum { LOG = 1, LOG2 = 2, W = 10, TIME = 1700000000, WITNESSES = 7 };

static struct placet_policy policy;
static struct placet_hash root;

static const char *
w_name(unsigned n, char name[32])
{
	snprintf(name, 32, "w%u.example.org", n);
	return name;
}

/*
 * Write a policy: '@' and '&' stand for the keys of the two logs, '$' and a
 * digit for that witness's.
 */
static void
policy_write(const char *s, struct placet_buf *b)
{
	char vkey[PLACET_VKEY_MAX], name[32];
	uint8_t pub[32];

	for (; *s != '\0'; s++) {
		if (*s == '@' || *s == '&') {
			pub_of(*s == '@' ? LOG : LOG2, pub);
			must(placet_vkey(
			    *s == '@' ? ORIGIN : SECOND, pub, vkey));
			placet_buf_str(b, vkey);
		} else if (*s == '$') {
			const unsigned n = (unsigned)(*++s - '0');

			pub_of((uint8_t)(W + n), pub);
			must(placet_cosign_vkey(w_name(n, name), pub, vkey));
			placet_buf_str(b, vkey);
		} else {
			placet_buf_byte(b, (uint8_t)*s);
		}
	}
}

static struct placet_buf file; /* the policy borrows from it */

static int
parse(const char *s)
{
	placet_buf_clear(&file);
	policy_write(s, &file);
	return placet_policy_parse(file.data, file.len, &policy);
}

#define LOG1  "log @\n"
#define THREE "witness W1 $1\nwitness W2 $2\nwitness W3 $3\n"
#define SIX   THREE "witness W4 $4\nwitness W5 $5\nwitness W6 $6\n"

static void
policy_is_read_as_the_specification_shows(void **state)
{
	(void)state;
	assert_int_equal(parse("# the logs\n"
	                       "log @\n"
	                       "log & https://rennes.example.org/p/43\n"
	                       " \t\n"
	                       "\t# and who watches\n" THREE
	                       "  witness\tW4  $4 https://w4.example.org/add \n"
	                       "witness Y1 $5\nwitness Y2 $6\n"
	                       "group X 2 W1 W2 W3 W4\ngroup Y any Y1 Y2\n"
	                       "group X-and-Y all X Y\nquorum X-and-Y\n"),
	    0);
	assert_int_equal(policy.nlog, 2);
	assert_string_equal(policy.log[0].origin, ORIGIN);
	assert_int_equal(policy.log[0].url.len, 0);
	assert_string_equal(policy.log[1].origin, SECOND);
	assert_int_equal(policy.log[1].url.len, 31);
	assert_int_equal(policy.nname, 9);
	assert_string_equal(policy.name[3].key_name, "w4.example.org");
	assert_int_equal(policy.name[3].url.len, 26);
	assert_int_equal(policy.name[3].group, 6);
	assert_int_equal(policy.name[6].k, 2);
	assert_int_equal(policy.name[7].k, 1);
	assert_int_equal(policy.name[8].k, 2);
	assert_int_equal(policy.name[8].group, 8);
	assert_int_equal(policy.quorum, 8);
	assert_false(policy.none);
	assert_int_equal(policy.line, 15);
}

static const struct {
	const char *text;
	int want;
	size_t line;
} bad[] = {
	{ "quorum none", PLACET_EFORMAT, 1 },
	{ "Quorum none\n", PLACET_EFORMAT, 1 },
	{ "quorums none\n", PLACET_EFORMAT, 1 },
	{ "quorum\n", PLACET_EFORMAT, 1 },
	{ "quorum none none\n", PLACET_EFORMAT, 1 },
	{ "quorum none # why\n", PLACET_EFORMAT, 1 },
	{ "quorum none\nquorum none\n", PLACET_EDUP, 2 },
	{ "witness W1 $1\nquorum W1\nquorum W1\n", PLACET_EDUP, 3 },
	{ "witness W1 $1\nquorum W1\nquorum none\n", PLACET_EDUP, 3 },
	{ LOG1, PLACET_EMISSING, 1 },
	{ "quorum W1\nwitness W1 $1\n", PLACET_EMISSING, 1 },
	{ "quorum no\xE2\x80\xA8ne\n", PLACET_EMISSING, 1 },
	{ "quorum none\r\n", PLACET_EUTF8, 1 },
	{ "quorum\vnone\n", PLACET_EUTF8, 1 },
	{ "# \x7f\n", PLACET_EUTF8, 1 },
	{ "log\n", PLACET_EFORMAT, 1 },
	{ "log $1\n", PLACET_EFORMAT, 1 },
	{ "log @ a b\n", PLACET_EFORMAT, 1 },
	{ "log @x\n", PLACET_EFORMAT, 1 },
	{ LOG1 "log &\nlog @ again\n", PLACET_EDUP, 3 },
	{ "witness W1\n", PLACET_EFORMAT, 1 },
	{ "witness W1 @\n", PLACET_EFORMAT, 1 },
	{ "witness $1 W1\n", PLACET_EFORMAT, 1 },
	{ "witness W1 $1 a b\n", PLACET_EFORMAT, 1 },
	{ "witness none $1\n", PLACET_EDUP, 1 },
	{ "witness W1 $1\nwitness W1 $2\n", PLACET_EDUP, 2 },
	{ "witness W1 $1\nwitness W2 $1\n", PLACET_EDUP, 2 },
	{ THREE "group W1 any W2\n", PLACET_EDUP, 4 },
	{ THREE "group none any W2\n", PLACET_EDUP, 4 },
	{ THREE "group G any\n", PLACET_EFORMAT, 4 },
	{ THREE "group G W1 W2\n", PLACET_EFORMAT, 4 },
	{ THREE "group G 02 W1 W2\n", PLACET_EFORMAT, 4 },
	{ THREE "group G -1 W1 W2\n", PLACET_EFORMAT, 4 },
	{ THREE "group G 0 W1 W2\n", PLACET_ERANGE, 4 },
	{ THREE "group G 3 W1 W2\n", PLACET_ERANGE, 4 },
	{ THREE "group G any W1 W4\n", PLACET_EMISSING, 4 },
	{ THREE "group G any none\n", PLACET_EMISSING, 4 },
	{ THREE "group G any G\n", PLACET_EMISSING, 4 },
	{ THREE "group G any W1 W1\n", PLACET_EDUP, 4 },
	{ THREE "group G any W1\ngroup H any W2 W1\n", PLACET_EDUP, 5 },
};

static void
what_the_specification_forbids_is_refused(void **state)
{
	(void)state;
	assert_int_equal(placet_policy_parse("", 0, &policy), PLACET_EMISSING);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(parse(bad[i].text), bad[i].want);
		assert_int_equal(policy.line, bad[i].line);
	}
}

static void
names_are_bytes(void **state)
{
	(void)state;
	assert_int_equal(parse("witness K $1\n"
	                       "witness \xE2\x84\xAA $2\n"
	                       "witness \xFF#any $3 \x80\n"
	                       "group any any \xFF#any K\n"
	                       "witness after-a-group $4\n"
	                       "group all 2 any \xE2\x84\xAA\n"
	                       "quorum all\n"),
	    0);
	assert_int_equal(policy.nname, 6);
}

/* n lines, "witness N<i> <vkey>", with keys of their own. */
static void
witnesses(size_t n, struct placet_buf *b)
{
	char vkey[PLACET_VKEY_MAX];
	struct placet_hash pub;

	for (size_t i = 0; i < n; i++) {
		placet_merkle_leaf(&i, sizeof i, &pub);
		must(placet_cosign_vkey("w.example.org", pub.b, vkey));
		placet_buf_printf(b, "witness N%zu %s\n", i, vkey);
	}
}

static void
policy_has_limits(void **state)
{
	struct placet_buf b = { 0 };
	char vkey[PLACET_VKEY_MAX];
	struct placet_hash pub;

	(void)state;
	witnesses(PLACET_POLICY_NAMES - 1, &b);
	placet_buf_str(&b, "group G all");
	for (size_t i = 0; i < PLACET_POLICY_NAMES - 1; i++)
		placet_buf_printf(&b, " N%zu", i);
	placet_buf_str(&b, "\nquorum G\n");
	assert_int_equal(placet_policy_parse(b.data, b.len, &policy), 0);
	assert_int_equal(policy.nname, PLACET_POLICY_NAMES);
	assert_int_equal(policy.name[policy.quorum].k, PLACET_POLICY_NAMES - 1);
	placet_buf_str(&b, "group H all G\n");
	assert_int_equal(
	    placet_policy_parse(b.data, b.len, &policy), PLACET_ELIMIT);

	placet_buf_clear(&b);
	for (size_t i = 0; i <= PLACET_POLICY_LOGS; i++) {
		placet_merkle_leaf(&i, sizeof i, &pub);
		must(placet_vkey("log.example.org", pub.b, vkey));
		placet_buf_printf(&b, "log %s\n", vkey);
	}
	assert_int_equal(
	    placet_policy_parse(b.data, b.len, &policy), PLACET_ELIMIT);
	assert_int_equal(policy.line, PLACET_POLICY_LOGS + 1);

	placet_buf_clear(&b);
	placet_buf_str(&b, "group G all");
	for (size_t i = 0; i <= PLACET_POLICY_NAMES; i++)
		placet_buf_str(&b, " N");
	placet_buf_str(&b, "\n");
	assert_int_equal(
	    placet_policy_parse(b.data, b.len, &policy), PLACET_ELIMIT);
	while (b.len <= PLACET_POLICY_MAX)
		placet_buf_str(&b, "#\n");
	assert_int_equal(
	    placet_policy_parse(b.data, b.len, &policy), PLACET_ELIMIT);
	placet_buf_release(&b);
}

/* A checkpoint with a line of each witness whose bit is set. */
static void
cosigned_by(unsigned bits, struct placet_buf *b)
{
	const size_t len = checkpoint(LOG, ORIGIN, 1, &root, b);
	char name[32];

	for (unsigned n = 1; n < WITNESSES; n++)
		if ((bits >> n & 1) != 0)
			witness_signs((uint8_t)(W + n), w_name(n, name), len,
			    TIME + n, b);
}

static bool
two_of_three_and_one(unsigned bits)
{
	const unsigned x = (bits >> 1 & 1) + (bits >> 2 & 1) + (bits >> 3 & 1);

	return x >= 2 && (bits >> 4) != 0;
}

static bool
all_of_three(unsigned bits)
{
	return (bits & 14) == 14;
}

static bool
the_fifth(unsigned bits)
{
	return (bits >> 5 & 1) != 0;
}

static bool
always(unsigned bits)
{
	(void)bits;
	return true;
}

/* Every subset of six witnesses under four policies. */
static void
quorum_is_as_the_policy_says(void **state)
{
	static const struct {
		const char *text;
		bool (*want)(unsigned bits);
	} t[] = {
		{ LOG1 SIX "group X 2 W1 W2 W3\ngroup Y any W4 W5 W6\n"
		           "group Z all X Y\nquorum Z\n",
		    two_of_three_and_one },
		{ LOG1 SIX "group X all W1 W2 W3\nquorum X\n", all_of_three },
		{ LOG1 SIX "quorum W5\n", the_fifth },
		{ LOG1 SIX "quorum none\n", always },
	};
	struct placet_buf b = { 0 };
	struct placet_checkpoint cp;
	struct placet_quorum q;

	(void)state;
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		assert_int_equal(parse(t[i].text), 0);
		for (unsigned bits = 0; bits < 1 << WITNESSES; bits += 2) {
			unsigned first = 1, last = WITNESSES - 1;

			cosigned_by(bits, &b);
			assert_int_equal(placet_policy_check(
			                     &policy, b.data, b.len, &cp, &q),
			    t[i].want(bits) ? PLACET_OK : PLACET_EQUORUM);
			assert_int_equal(
			    q.witnesses, placet_frontier_peaks(bits));
			while (bits != 0 && (bits >> first & 1) == 0)
				first++;
			while (bits != 0 && (bits >> last & 1) == 0)
				last--;
			assert_int_equal(q.first, bits != 0 ? TIME + first : 0);
			assert_int_equal(q.last, bits != 0 ? TIME + last : 0);
		}
	}
	placet_buf_release(&b);
}

static void
witness_counts_once_with_its_latest_time(void **state)
{
	struct placet_buf b = { 0 };
	struct placet_quorum q;
	size_t len = checkpoint(LOG, ORIGIN, 1, &root, &b);

	(void)state;
	assert_int_equal(parse(SIX "group X 2 W1 W2\nquorum X\n"), 0);
	witness_signs(W + 1, "w1.example.org", len, TIME + 9, &b);
	witness_signs(W + 1, "w1.example.org", len, TIME, &b);
	assert_int_equal(
	    placet_policy_cosigned(&policy, b.data, b.len, &q), PLACET_EQUORUM);
	assert_int_equal(q.witnesses, 1);
	assert_int_equal(q.first, TIME + 9);
	assert_int_equal(q.last, TIME + 9);
	/* Its key under another name is another witness, and unknown. */
	witness_signs(W + 2, "w1.example.org", len, TIME, &b);
	assert_int_equal(
	    placet_policy_cosigned(&policy, b.data, b.len, &q), PLACET_EQUORUM);
	witness_signs(W + 2, "w2.example.org", len, TIME, &b);
	assert_int_equal(placet_policy_cosigned(&policy, b.data, b.len, &q), 0);
	assert_int_equal(q.witnesses, 2);
	assert_int_equal(q.first, TIME);
	/* One false line of a witness, even of one that is not needed. */
	witness_signs(W + 6, "w6.example.org", len - 1, TIME, &b);
	assert_int_equal(
	    placet_policy_cosigned(&policy, b.data, b.len, &q), PLACET_ESIG);
	assert_int_equal(
	    placet_policy_cosigned(&policy, b.data, len, &q), PLACET_EFORMAT);
	placet_buf_release(&b);
}

static void
one_of_the_logs_must_have_signed(void **state)
{
	struct placet_buf b = { 0 };
	struct placet_checkpoint cp;
	struct placet_quorum q;
	size_t len;

	(void)state;
	assert_int_equal(parse("log &\nlog @\nquorum none\n"), 0);
	len = checkpoint(LOG, ORIGIN, 1, &root, &b);
	assert_int_equal(
	    placet_policy_check(&policy, b.data, b.len, &cp, &q), 0);
	assert_int_equal(q.log, 1);
	assert_string_equal(cp.origin, ORIGIN);
	assert_int_equal(
	    placet_policy_check(&policy, b.data, len, &cp, &q), PLACET_EFORMAT);
	/* A second line of it that is false. */
	log_signs(LOG, ORIGIN, len - 1, &b);
	assert_int_equal(
	    placet_policy_check(&policy, b.data, b.len, &cp, &q), PLACET_ESIG);

	/* Signed by one log in the name of the other; by neither. */
	checkpoint(LOG, SECOND, 1, &root, &b);
	assert_int_equal(
	    placet_policy_check(&policy, b.data, b.len, &cp, &q), PLACET_EKEY);
	checkpoint(LOG, "other.example.org", 1, &root, &b);
	assert_int_equal(
	    placet_policy_check(&policy, b.data, b.len, &cp, &q), PLACET_EKEY);

	/* Without logs only the witnesses can be asked about. */
	assert_int_equal(parse("quorum none\n"), 0);
	checkpoint(LOG, ORIGIN, 1, &root, &b);
	assert_int_equal(
	    placet_policy_check(&policy, b.data, b.len, &cp, &q), PLACET_EKEY);
	assert_int_equal(placet_policy_cosigned(&policy, b.data, b.len, &q), 0);
	placet_buf_release(&b);
}

/* A log that changes its key has two lines for one origin. */
static void
two_keys_of_one_origin_are_both_known(void **state)
{
	char vkey[2][PLACET_VKEY_MAX];
	struct placet_buf text = { 0 }, b = { 0 };
	struct placet_checkpoint cp;
	struct placet_quorum q;
	uint8_t pub[32];
	size_t len;

	(void)state;
	for (uint8_t i = 0; i < 2; i++) {
		pub_of((uint8_t)(LOG + i), pub);
		must(placet_vkey(ORIGIN, pub, vkey[i]));
		placet_buf_printf(&text, "log %s\n", vkey[i]);
	}
	placet_buf_str(&text, "quorum none\n");
	must(placet_policy_parse(text.data, text.len, &policy));
	for (uint8_t i = 0; i < 2; i++) {
		len = checkpoint((uint8_t)(LOG + i), ORIGIN, 1, &root, &b);
		assert_int_equal(
		    placet_policy_check(&policy, b.data, b.len, &cp, &q), 0);
		assert_int_equal(q.log, i);
	}
	log_signs(LOG, ORIGIN, len, &b);
	assert_int_equal(
	    placet_policy_check(&policy, b.data, b.len, &cp, &q), 0);
	log_signs(LOG2, ORIGIN, len - 1, &b);
	assert_int_equal(
	    placet_policy_check(&policy, b.data, b.len, &cp, &q), PLACET_ESIG);
	placet_buf_release(&text);
	placet_buf_release(&b);
}

static void
receipt_is_checked_against_a_policy(void **state)
{
	struct placet_buf b = { 0 }, paper = { 0 };
	struct placet_checkpoint cp;
	struct placet_receipt r;
	struct placet_quorum q;
	size_t len = checkpoint(LOG, ORIGIN, 1, &root, &b);

	(void)state;
	assert_int_equal(parse(LOG1 THREE "quorum W2\n"), 0);
	witness_signs(W + 2, "w2.example.org", len, TIME, &b);
	must(placet_receipt_write(0, NULL, 0, NULL, 0, b.data, b.len, &paper));
	must(placet_receipt_parse(paper.data, paper.len, &r));
	assert_int_equal(
	    placet_policy_receipt(&policy, &r, "entry", 5, &cp, &q), 0);
	assert_int_equal(q.witnesses, 1);
	assert_int_equal(cp.size, 1);
	assert_int_equal(
	    placet_policy_receipt(&policy, &r, "Entry", 5, &cp, &q),
	    PLACET_EPROOF);
	assert_int_equal(parse(LOG1 THREE "quorum W1\n"), 0);
	assert_int_equal(
	    placet_policy_receipt(&policy, &r, "entry", 5, &cp, &q),
	    PLACET_EQUORUM);
	placet_receipt_release(&r);
	placet_buf_release(&b);
	placet_buf_release(&paper);
}

static int
make(void **state)
{
	(void)state;
	placet_merkle_leaf("entry", 5, &root);
	return 0;
}

static int
release(void **state)
{
	(void)state;
	placet_buf_release(&file);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(policy_is_read_as_the_specification_shows),
		cmocka_unit_test(what_the_specification_forbids_is_refused),
		cmocka_unit_test(names_are_bytes),
		cmocka_unit_test(policy_has_limits),
		cmocka_unit_test(quorum_is_as_the_policy_says),
		cmocka_unit_test(witness_counts_once_with_its_latest_time),
		cmocka_unit_test(one_of_the_logs_must_have_signed),
		cmocka_unit_test(two_keys_of_one_origin_are_both_known),
		cmocka_unit_test(receipt_is_checked_against_a_policy),
	};

	return cmocka_run_group_tests(tests, make, release);
}

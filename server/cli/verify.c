/*
 * verify.c - placet verify: check a receipt with nothing but the receipt
 *
 * A receipt proves, in this order: that its checkpoint was signed by the key
 * of the log; that the entry stands under it; that the entry commits to this
 * petition, this person's nullifier and this profile.  The key is the one
 * that the caller gives, or the one that the receipt brings along: then it is
 * for the reader to compare it with the one the site publishes.  With a
 * policy the keys are those in it, and its witnesses must have cosigned.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <placet/hash.h>
#include <placet/leaf.h>
#include <placet/policy.h>
#include <placet/text.h>

#include "cli/cli.h"

/* What a receipt says, and what was found. */
struct verify {
	struct placet_receipt receipt;
	struct placet_json *extra; /* what the site wrote beside the proof */
	struct placet_checkpoint cp;
	struct placet_leaf leaf;
	char origin[PLACET_NAME_MAX];
	uint8_t pub[32];
	const char *vkey;
	bool trusted;                 /* the key came from the caller */
	struct placet_policy *policy; /* or from here; NULL if none given */
	struct placet_quorum quorum;
	char policy_vkey[PLACET_VKEY_MAX];
};

/* A member in hexadecimal, of exactly len bytes. */
static int
unhex(const struct placet_json *v, const char *name, void *out, size_t len)
{
	const char *s = placet_json_text(v, name);

	return s == NULL ? PLACET_EMISSING
	                 : placet_unhex(s, strlen(s), out, len);
}

/* CLI_OK, with a policy or without, or it has said why. */
static int
read_policy(struct cli *cli, struct verify *v)
{
	const char *path = cli_option(cli, "policy");
	const char *text;
	size_t len;
	int err;

	if (path == NULL)
		return CLI_OK;
	if (cli_option(cli, "vkey") != NULL)
		return cli_fail(
		    cli, CLI_USAGE, "give a policy or a key, not both");
	text = cli_read(cli, path, &len);
	if (text == NULL)
		return CLI_FAILED;
	v->policy = cli_must(placet_alloc(&cli->arena, sizeof *v->policy));
	err = placet_policy_parse(text, len, v->policy);
	if (err != 0)
		return cli_fail(cli, CLI_FAILED,
		    "'%s' is no policy: line %zu: %s", path, v->policy->line,
		    placet_strerror(err));
	return CLI_OK;
}

static const char *
check_key(struct cli *cli, struct verify *v)
{
	if (v->policy != NULL) {
		v->trusted = true;
		return NULL;
	}
	v->vkey = cli_option(cli, "vkey");
	v->trusted = v->vkey != NULL;
	if (v->vkey == NULL)
		v->vkey = placet_json_text(v->extra, "vkey");
	if (v->vkey == NULL)
		return "it brings no key along: give one with --vkey";
	if (placet_vkey_parse(v->vkey, strlen(v->vkey), v->origin, v->pub) != 0)
		return "the key is not well formed";
	return NULL;
}

static int
prove(struct verify *v, const void *entry, size_t len)
{
	const struct placet_policy_log *log;
	int err;

	if (v->policy == NULL)
		return placet_receipt_verify(
		    &v->receipt, entry, len, v->pub, &v->cp);
	err = placet_policy_receipt(
	    v->policy, &v->receipt, entry, len, &v->cp, &v->quorum);
	if (err != 0)
		return err;
	log = &v->policy->log[v->quorum.log];
	memcpy(v->origin, log->origin, sizeof v->origin);
	v->vkey = v->policy_vkey;
	return placet_vkey(log->origin, log->pub, v->policy_vkey);
}

/* Why the proof is none. */
static const char *
proof_error(const struct verify *v, int err)
{
	const bool policy = v->policy != NULL;

	switch (err) {
	case PLACET_EPROOF:
		return "the entry is not in the log that was signed";
	case PLACET_EKEY:
		return policy ? "no log of the policy signed it"
		              : "the log was not signed by this key";
	case PLACET_ESIG:
		return policy ? "a signature of the log or a witness is false"
		              : "the signature of the log is false";
	case PLACET_EQUORUM:
		return "too few witnesses of the policy cosigned it";
	default: return placet_strerror(err);
	}
}

/* Is the entry in the log of this key? */
static const char *
check_proof(struct cli *cli, struct verify *v)
{
	const char *hex = placet_json_text(v->extra, "entry");
	size_t len = hex != NULL ? strlen(hex) / 2 : 0;
	uint8_t *entry = cli_must(placet_alloc(&cli->arena, len + 1));
	int err;

	if (hex == NULL || placet_unhex(hex, strlen(hex), entry, len) != 0)
		return "it does not hold the entry";
	err = prove(v, entry, len);
	if (err != 0)
		return proof_error(v, err);
	if (strcmp(v->origin, v->cp.origin) != 0)
		return "the key is that of another log";
	if (placet_leaf_decode(entry, len, &v->leaf) != 0)
		return "the entry is not well formed";
	if (v->leaf.type != PLACET_LEAF_SIGN)
		return "the entry is not a signature";
	return NULL;
}

/* Does the entry say what the receipt says it does? */
static const char *
check_commitments(struct verify *v)
{
	struct placet_hash salt_n, salt_p, nullifier, petition, cn, cp;
	struct placet_buf profile = { 0 };
	const char *name = placet_json_text(v->extra, "name");
	const char *commune = placet_json_text(v->extra, "commune");
	int64_t number = placet_json_integer(v->extra, "petition", -1);
	uint8_t site[16];
	int err;

	if (name == NULL || commune == NULL || number < 0 ||
	    number > UINT32_MAX || unhex(v->extra, "site", site, 16) != 0 ||
	    unhex(v->extra, "nullifier", nullifier.b, 32) != 0 ||
	    unhex(v->extra, "salt_n", salt_n.b, 32) != 0 ||
	    unhex(v->extra, "salt_p", salt_p.b, 32) != 0)
		return "it does not hold what the entry commits to";
	err = placet_profile(name, commune, &profile);
	placet_petition_id(site, (uint32_t)number, &petition);
	placet_commit_nullifier(&petition, &salt_n, &nullifier, &cn);
	if (err == 0 && profile.err == 0)
		placet_commit_profile(
		    &petition, &salt_p, profile.data, profile.len, &cp);
	placet_buf_release(&profile);
	if (err != 0 || !placet_equal(cp.b, v->leaf.cp.b, 32))
		return "the entry was made for another name or commune";
	if (!placet_equal(cn.b, v->leaf.cn.b, 32))
		return "the entry was made for another person or petition";
	return NULL;
}

static const char *
check(struct cli *cli, struct verify *v)
{
	const char *why;

	if (v->receipt.extralen == 0 ||
	    placet_json_parse(&cli->arena, v->receipt.extra,
	        v->receipt.extralen, NULL, &v->extra) != 0)
		return "it says nothing but a proof: not a receipt of Placet";
	if ((why = check_key(cli, v)) != NULL ||
	    (why = check_proof(cli, v)) != NULL)
		return why;
	return check_commitments(v);
}

static const char *
hour(time_t at, char out[32])
{
	struct tm t;

	if (gmtime_r(&at, &t) == NULL ||
	    strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &t) == 0)
		return "?";
	return out;
}

static void
tell_policy(const struct verify *v)
{
	const struct placet_quorum *q = &v->quorum;
	char first[32], last[32];

	if (q->witnesses == 0)
		printf("The log is one of your policy, which asks for no "
		       "witness.\n");
	else
		printf("The log is one of your policy, and as many witnesses "
		       "as it asks for saw it:\n%zu, from %s to %s.\n",
		    q->witnesses, hour((time_t)q->first, first),
		    hour((time_t)q->last, last));
}

static void
tell(struct cli *cli, const struct verify *v)
{
	char at[32];

	printf("This receipt is genuine.\n\n"
	       "  petition   number %s, %s\n",
	    cli_text(cli, v->extra, "petition"), cli_plain(cli, v->cp.origin));
	if (placet_json_text(v->extra, "title") != NULL)
		printf("  called     %s (the receipt says so; the log has "
		       "only its hash)\n",
		    cli_plain(cli, cli_text(cli, v->extra, "title")));
	printf("  signed by  %s, commune %s\n"
	       "  counted    in the hour from %s\n"
	       "  entry      index %llu of a log of %llu entries\n\n",
	    cli_plain(cli, cli_text(cli, v->extra, "name")),
	    cli_plain(cli, cli_text(cli, v->extra, "commune")),
	    hour((time_t)v->leaf.time, at),
	    (unsigned long long)v->receipt.index,
	    (unsigned long long)v->cp.size);
	if (v->policy != NULL)
		tell_policy(v);
	else if (v->trusted)
		printf("The log is signed with the key that you gave.\n");
	else
		printf("The log is signed with this key, which the receipt "
		       "itself names; compare it with\nthe one on the "
		       "petition's page:\n  %s\n",
		    cli_plain(cli, v->vkey));
}

static void
tell_policy_json(struct cli *cli, const struct verify *v, struct placet_json *o)
{
	struct placet_arena *a = &cli->arena;
	const struct placet_quorum *q = &v->quorum;
	char at[32];

	placet_json_set(a, o, "witnesses",
	    placet_json_new_integer(a, (int64_t)q->witnesses));
	if (q->witnesses == 0)
		return;
	hour((time_t)q->first, at);
	placet_json_set(
	    a, o, "witnessed_first", placet_json_new_text(a, at, strlen(at)));
	hour((time_t)q->last, at);
	placet_json_set(
	    a, o, "witnessed_last", placet_json_new_text(a, at, strlen(at)));
}

static void
tell_json(struct cli *cli, const struct verify *v)
{
	struct placet_arena *a = &cli->arena;
	struct placet_json *o = cli_must(
	    placet_json_new(a, PLACET_JSON_OBJECT));
	const char *const name[] = { "title", "name", "commune" };
	char at[32];

	placet_json_set(a, o, "verified", placet_json_new_bool(a, true));
	placet_json_set(a, o, "origin",
	    placet_json_new_text(a, v->cp.origin, strlen(v->cp.origin)));
	placet_json_set(a, o, "index",
	    placet_json_new_integer(a, (int64_t)v->receipt.index));
	placet_json_set(
	    a, o, "size", placet_json_new_integer(a, (int64_t)v->cp.size));
	hour((time_t)v->leaf.time, at);
	placet_json_set(a, o, "time", placet_json_new_text(a, at, strlen(at)));
	for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
		const char *s = placet_json_text(v->extra, name[i]);

		if (s != NULL)
			placet_json_set(a, o, name[i],
			    placet_json_new_text(a, s, strlen(s)));
	}
	placet_json_set(
	    a, o, "vkey", placet_json_new_text(a, v->vkey, strlen(v->vkey)));
	placet_json_set(
	    a, o, "trusted_key", placet_json_new_bool(a, v->trusted));
	if (v->policy != NULL)
		tell_policy_json(cli, v, o);
	cli_print_json(cli, o);
}

int
verify_run(struct cli *cli)
{
	struct verify v = { 0 };
	size_t len;
	const char *why;
	char *data = cli_read(cli, cli->arg[0], &len);
	int err, status;

	if (data == NULL)
		return CLI_FAILED;
	status = read_policy(cli, &v);
	if (status != CLI_OK)
		return status;
	err = placet_receipt_parse(data, len, &v.receipt);
	if (err != 0)
		return cli_fail(cli, CLI_FAILED, "'%s' is no receipt: %s",
		    cli->arg[0], placet_strerror(err));
	why = check(cli, &v);
	if (why != NULL)
		status = cli_fail(
		    cli, CLI_FAILED, "this receipt proves nothing: %s", why);
	else if (cli->json)
		tell_json(cli, &v);
	else
		tell(cli, &v);
	placet_receipt_release(&v.receipt);
	return status;
}

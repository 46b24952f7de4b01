/*
 * check.c - does libplacet agree with test vectors?
 *
 *	check                 with all of $srcdir/proto/vectors (TAP)
 *	check THEME FILE      with the cases of one file: what others have
 *	                      signed, in the same shape
 *
 * It shares no code with the program that makes them: what that one writes
 * down, this one reads as an implementation in another language would.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/data.h"
#include "read.h"

/* Most of a file is text in JSON, but no one value is large. */
static const struct placet_json_limits limits = {
	.size = 1 << 20, .values = 1 << 16, .members = 64, .depth = VEC_DEPTH
};

/* clang-format off */
static const struct list {
	const char *theme, *name;
	read_case *read; /* of list `name` and of "refuse_" and the name */
} lists[] = {
	{ "commitment", "petition",    read_petition },
	{ "commitment", "nullifier",   read_nullifier_commitment },
	{ "commitment", "profile",     read_profile },
	{ "cosignature", "vkey",       read_cosign_vkey },
	{ "cosignature", "cosignature", read_cosignature },
	{ "digest",     "digest",      read_digest },
	{ "digest",     "content_digest", read_content_digest },
	{ "email",      "norm",        read_email },
	{ "email",      "refuse",      read_email },
	{ "html",       "text",        read_html },
	{ "httpsig",    "sign",        read_request_to_sign },
	{ "httpsig",    "verify",      read_request_signed },
	{ "httpsig",    "refuse",      read_request_signed },
	{ "integrity",  "verify",      read_integrity },
	{ "integrity",  "refuse",      read_integrity },
	{ "jcs",        "canonical",   read_canonical },
	{ "jcs",        "number",      read_number },
	{ "json",       "accept",      read_json },
	{ "json",       "refuse",      read_json },
	{ "key",        "key",         read_key_pem },
	{ "key",        "signature",   read_signature },
	{ "leaf",       "encode",      read_leaf },
	{ "leaf",       "refuse",      read_leaf },
	{ "merkle",     "tree",        read_tree },
	{ "merkle",     "inclusion",   read_inclusion },
	{ "merkle",     "consistency", read_consistency },
	{ "messages",   "accept",      read_message },
	{ "messages",   "refuse",      read_message },
	{ "multikey",   "base58",      read_base58 },
	{ "multikey",   "multikey",    read_multikey },
	{ "multikey",   "did",         read_did },
	{ "note",       "vkey",        read_vkey },
	{ "note",       "checkpoint",  read_checkpoint },
	{ "nullifier",  "mail",        read_nullifier_mail },
	{ "nullifier",  "fc",          read_nullifier_fc },
	{ "oprf",       "evaluate",    read_evaluation },
	{ "oprf",       "refuse",      read_evaluation },
	{ "oprf",       "two_holders", read_two_holders },
	{ "oprf",       "key",         read_key_sum },
	{ "policy",     "check",       read_policy },
	{ "policy",     "parse",       read_policy },
	{ "receipt",    "accept",      read_receipt },
	{ "receipt",    "refuse",      read_receipt },
	{ "tile",       "path",        read_path },
	{ "tile",       "width",       read_width },
	{ "time",       "time",        read_time },
	{ "time",       "http_date",   read_http_date },
	{ "url",        "url",         read_url },
	{ "url",        "key",         read_key_url },
	{ "witness",    "decide",      read_decision },
};
/* clang-format on */

/* Blocks that the current case has asked for. */
static struct placet_arena arena;

static void
stop(const struct placet_json *v, const char *why, const char *name)
{
	const char *desc = placet_json_text(v, "desc");

	fprintf(
	    stderr, "%s: %s '%s'\n", desc != NULL ? desc : "a case", why, name);
	exit(2);
}

const char *
read_text(const struct placet_json *v, const char *name)
{
	const char *s = placet_json_text(v, name);

	if (s == NULL)
		stop(v, "no text", name);
	return s;
}

struct placet_json *
read_list(const struct placet_json *v, const char *name)
{
	struct placet_json *list = placet_json_get(v, name);

	if (list == NULL || list->type != PLACET_JSON_ARRAY)
		stop(v, "no list", name);
	return list;
}

uint64_t
read_int(const struct placet_json *v, const char *name)
{
	const char *s = read_text(v, name);
	uint64_t n;

	if (placet_decimal(s, strlen(s), UINT64_MAX, &n) != PLACET_OK)
		stop(v, "no number", name);
	return n;
}

struct bytes
read_bytes(const struct placet_json *v, const char *name)
{
	/* An element of a list of them is its own text. */
	const char *s = name != NULL ? read_text(v, name) : v->str;
	const size_t len = strlen(s);
	struct bytes out = { placet_alloc(&arena, len + 1), len };
	int err;

	must(out.b != NULL);
	if (name != NULL && strcmp(name, "base64") == 0) {
		err = placet_unbase64(s, len, out.b, &out.len);
	} else {
		out.len = len / 2;
		err = placet_unhex(s, len, out.b, out.len);
	}
	if (err != PLACET_OK)
		stop(v, "no bytes", name != NULL ? name : s);
	out.b[out.len] = '\0';
	return out;
}

struct placet_hash
read_hash(const struct placet_json *v, const char *name)
{
	const struct bytes b = read_bytes(v, name);
	struct placet_hash h;

	if (b.len != sizeof h.b)
		stop(v, "not 32 bytes", name != NULL ? name : "element");
	memcpy(h.b, b.b, sizeof h.b);
	return h;
}

int
same_text(
    const struct placet_json *v, const char *name, const char *s, size_t len)
{
	const struct placet_json *want = placet_json_get(v, name);

	return want != NULL && want->type == PLACET_JSON_STRING &&
	        want->len == len && memcmp(want->str, s, len) == 0
	    ? PLACET_OK
	    : WRONG;
}

int
same_hex(
    const struct placet_json *v, const char *name, const void *data, size_t len)
{
	const struct bytes want = read_bytes(v, name);

	return want.len == len && memcmp(want.b, data, len) == 0 ? PLACET_OK
	                                                         : WRONG;
}

/* --- files -------------------------------------------------------------- */

/* One case; says what is wrong with it. */
static bool
case_holds(
    const struct list *l, const struct placet_json *v, bool hostile, int at)
{
	const char *want = hostile ? read_text(v, "error") : "OK";
	const int got = l->read(v);
	const char *what = got == WRONG ? "something else" : vec_error(got);
	const char *desc = placet_json_text(v, "desc");

	placet_arena_end(&arena);
	if (strcmp(what, want) == 0)
		return true;
	printf("# %s: %s %d%s%s: %s, not %s\n", l->theme, l->name, at,
	    desc != NULL ? ", " : "", desc != NULL ? desc : "", what, want);
	return false;
}

/* The row of a list; *hostile if its cases are to be refused. */
static const struct list *
list_find(const char *theme, const char *name, bool *hostile)
{
	static const char refuse[] = "refuse_";
	const size_t n = sizeof refuse - 1;

	*hostile = strncmp(name, refuse, n - 1) == 0;
	if (strncmp(name, refuse, n) == 0)
		name += n;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (strcmp(lists[i].theme, theme) == 0 &&
		    strcmp(lists[i].name, name) == 0)
			return &lists[i];
	return NULL;
}

static bool
list_holds(const char *theme, const struct placet_json *list)
{
	bool hostile, good = list->first != NULL;
	const struct list *l = list_find(theme, list->name, &hostile);
	int at = 0;

	if (l == NULL) {
		printf("# %s: nobody reads '%s'\n", theme, list->name);
		return false;
	}
	for (const struct placet_json *v = list->first; v != NULL; v = v->next)
		good &= case_holds(l, v, hostile, at++);
	return good;
}

static bool
file_holds(const char *theme, const char *path)
{
	struct placet_arena doc_arena = { 0 };
	struct placet_json *doc;
	struct file f = file_read(path);
	bool good = f.data != NULL;

	if (!good) {
		printf("# %s cannot be read\n", path);
	} else if (placet_json_parse(
	               &doc_arena, f.data, f.len, &limits, &doc) != 0) {
		printf("# %s is no JSON\n", path);
		good = false;
	} else {
		for (const struct placet_json *v = doc->first; v != NULL;
		     v = v->next)
			if (v->type == PLACET_JSON_ARRAY)
				good &= list_holds(theme, v);
	}
	placet_arena_end(&doc_arena);
	free(f.data);
	return good;
}

/* Is it the first row of its theme? */
static bool
first_of_theme(size_t i)
{
	return i == 0 || strcmp(lists[i].theme, lists[i - 1].theme) != 0;
}

int
main(int argc, char **argv)
{
	const char *srcdir = getenv("srcdir");
	int n = 0, failed = 0;

	if (argc == 3)
		return file_holds(argv[1], argv[2]) ? 0 : 1;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		char path[1024];
		bool good;

		if (!first_of_theme(i))
			continue;
		snprintf(path, sizeof path, "%s/proto/vectors/%s.json",
		    srcdir != NULL ? srcdir : ".", lists[i].theme);
		good = file_holds(lists[i].theme, path);
		printf("%sok %d - libplacet agrees with %s.json\n",
		    good ? "" : "not ", ++n, lists[i].theme);
		failed += !good;
	}
	printf("1..%d\n", n);
	return failed > 0;
}

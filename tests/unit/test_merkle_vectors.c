/*
 * test_merkle_vectors.c - the proofs of transparency-dev/merkle, good and not
 *
 * They know hashes of other lengths than 32 bytes, which no type of ours can
 * hold: shorter ones are filled up with zeros, and none at all is refused.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include <placet/json.h>
#include <placet/merkle.h>
#include <placet/text.h>

#include "data.h"

enum { PATH_SIZE = 1024 };

static int total; /* files run so far */

struct proof {
	struct placet_hash path[PLACET_PROOF_MAX + 1];
	size_t n;
};

/* False for a hash of no bytes: no hash of anything is that. */
static bool
hash_of(const struct placet_json *doc, const char *name, struct placet_hash *h)
{
	const char *base64 = placet_json_text(doc, name);
	size_t room = sizeof h->b;

	memset(h, 0, sizeof *h);
	assert_non_null(base64);
	assert_int_equal(
	    placet_unbase64(base64, strlen(base64), h->b, &room), 0);
	return room > 0;
}

static void
proof_of(const struct placet_json *doc, struct proof *p)
{
	const struct placet_json *list = placet_json_get(doc, "proof");

	memset(p, 0, sizeof *p);
	assert_non_null(list);
	for (const struct placet_json *v = list->first; v != NULL;
	     v = v->next) {
		size_t room = sizeof p->path[0].b;

		assert_true(p->n < sizeof p->path / sizeof *p->path);
		assert_int_equal(
		    placet_unbase64(v->str, v->len, p->path[p->n++].b, &room),
		    0);
	}
}

static uint64_t
number_of(const struct placet_json *doc, const char *name)
{
	const struct placet_json *v = placet_json_get(doc, name);
	uint64_t n;

	assert_non_null(v);
	assert_int_equal(placet_decimal(v->str, v->len, UINT64_MAX, &n), 0);
	return n;
}

static int
run_inclusion(const struct placet_json *doc)
{
	struct placet_hash root, leaf;
	struct proof p;

	proof_of(doc, &p);
	if (!hash_of(doc, "root", &root) || !hash_of(doc, "leafHash", &leaf))
		return PLACET_EPROOF;
	return placet_merkle_verify(&root, number_of(doc, "treeSize"),
	    number_of(doc, "leafIdx"), &leaf, p.path, p.n);
}

static int
run_consistency(const struct placet_json *doc)
{
	struct placet_hash root1, root2;
	struct proof p;

	proof_of(doc, &p);
	if (!hash_of(doc, "root1", &root1) || !hash_of(doc, "root2", &root2))
		return PLACET_EPROOF;
	return placet_merkle_consistent(number_of(doc, "size1"), &root1,
	    number_of(doc, "size2"), &root2, p.path, p.n);
}

static int
run_subtree_inclusion(const struct placet_json *doc)
{
	struct placet_hash root, leaf;
	struct proof p;

	proof_of(doc, &p);
	if (!hash_of(doc, "root", &root) || !hash_of(doc, "leafHash", &leaf))
		return PLACET_EPROOF;
	return placet_merkle_subtree_verify(&root, number_of(doc, "start"),
	    number_of(doc, "end"), number_of(doc, "leafIdx"), &leaf, p.path,
	    p.n);
}

static int
run_subtree_consistency(const struct placet_json *doc)
{
	struct placet_hash sub, root;
	struct proof p;

	proof_of(doc, &p);
	if (!hash_of(doc, "root1", &sub) || !hash_of(doc, "root2", &root))
		return PLACET_EPROOF;
	return placet_merkle_subtree_consistent(number_of(doc, "start"),
	    number_of(doc, "end"), &sub, number_of(doc, "size"), &root, p.path,
	    p.n);
}

/*
 * Our reader takes no number beyond 2^53; the two that they have are turned
 * into strings.
 */
static void
quote_large(struct placet_buf *out, const char *text)
{
	enum { DIGITS = 19 };
	const char *at;

	for (; (at = strpbrk(text, "0123456789\"")) != NULL;) {
		size_t n = strspn(at, "0123456789");

		if (*at == '"') /* skip what is a string already */
			n = strcspn(at + 1, "\"") + 2;
		placet_buf_add(out, text, (size_t)(at - text));
		if (*at != '"' && n >= DIGITS)
			placet_buf_printf(out, "\"%.*s\"", (int)n, at);
		else
			placet_buf_add(out, at, n);
		text = at + n;
	}
	placet_buf_str(out, text);
}

static void
run_file(const char *path, int (*run)(const struct placet_json *))
{
	struct placet_arena arena = { 0 };
	struct placet_buf text = { 0 };
	struct placet_json *doc;
	const struct placet_json *want;
	struct file f = file_read(path);

	assert_non_null(f.data);
	quote_large(&text, f.data);
	assert_int_equal(
	    placet_json_parse(&arena, text.data, text.len, NULL, &doc), 0);
	want = placet_json_get(doc, "wantErr");
	assert_non_null(want);
	if ((run(doc) != 0) != want->truth)
		fail_msg("%s", path);
	placet_arena_end(&arena);
	placet_buf_release(&text);
	free(f.data);
}

/* All files below; returns how many. */
static int
run_folder(const char *folder, int (*run)(const struct placet_json *))
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	int count = 0;

	if (dir == NULL)
		return 0;
	while ((entry = readdir(dir)) != NULL) {
		char path[PATH_SIZE];
		struct stat st;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		assert_int_equal(stat(path, &st), 0);
		if (S_ISDIR(st.st_mode)) {
			count += run_folder(path, run);
		} else {
			run_file(path, run);
			count++;
		}
	}
	closedir(dir);
	return count;
}

static void
run_all(const char *name, int (*run)(const struct placet_json *), int cases)
{
	char path[PATH_SIZE];
	int count = run_folder(data_path(name, path, sizeof path), run);

	printf("# %s: %d cases\n", name, count);
	total += count;
	if (count == 0) {
		printf("# no data in %s: skipped\n", path);
		return;
	}
	assert_int_equal(count, cases);
}

static void
inclusion_is_as_others_say(void **state)
{
	(void)state;
	run_all("merkle/inclusion", run_inclusion, 98);
}

static void
consistency_is_as_others_say(void **state)
{
	(void)state;
	run_all("merkle/consistency", run_consistency, 98);
}

static void
subtree_inclusion_is_as_others_say(void **state)
{
	(void)state;
	run_all("merkle/subtreeinclusion", run_subtree_inclusion, 204);
}

static void
subtree_consistency_is_as_others_say(void **state)
{
	(void)state;
	run_all("merkle/subtreeconsistency", run_subtree_consistency, 118);
}

static void
none_was_left_out(void **state)
{
	(void)state;
	printf("# %d cases\n", total);
	assert_true(total == 518 || total == 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(inclusion_is_as_others_say),
		cmocka_unit_test(consistency_is_as_others_say),
		cmocka_unit_test(subtree_inclusion_is_as_others_say),
		cmocka_unit_test(subtree_consistency_is_as_others_say),
		cmocka_unit_test(none_was_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

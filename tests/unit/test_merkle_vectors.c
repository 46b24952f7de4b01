/*
 * test_merkle_vectors.c - the proofs of transparency-dev/merkle, good and not
 *
 * They know two things that we do not: roots of other lengths than 32 bytes,
 * which we fill up with zeros, and consistency with the empty log, which
 * they call useless and refuse while witnesses need it.
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

enum { PATH_SIZE = 1024, CASES = 98 };

struct proof {
	struct placet_hash path[PLACET_PROOF_MAX + 1];
	size_t n;
};

static void
hash_of(const char *base64, struct placet_hash *h)
{
	size_t room = sizeof h->b;

	memset(h, 0, sizeof *h);
	assert_non_null(base64);
	assert_int_equal(
	    placet_unbase64(base64, strlen(base64), h->b, &room), 0);
}

static void
proof_of(const struct placet_json *doc, struct proof *p)
{
	const struct placet_json *list = placet_json_get(doc, "proof");

	p->n = 0;
	assert_non_null(list);
	for (const struct placet_json *v = list->first; v != NULL;
	     v = v->next) {
		assert_true(p->n < sizeof p->path / sizeof *p->path);
		hash_of(v->str, &p->path[p->n++]);
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
	hash_of(placet_json_text(doc, "root"), &root);
	hash_of(placet_json_text(doc, "leafHash"), &leaf);
	/* No SHA-256 that anyone knows is zero: these have none at all. */
	if (strlen(placet_json_text(doc, "leafHash")) == 0 &&
	    strlen(placet_json_text(doc, "root")) == 0)
		return PLACET_EPROOF;
	return placet_merkle_verify(&root, number_of(doc, "treeSize"),
	    number_of(doc, "leafIdx"), &leaf, p.path, p.n);
}

static int
run_consistency(const struct placet_json *doc)
{
	const uint64_t size1 = number_of(doc, "size1");
	const uint64_t size2 = number_of(doc, "size2");
	struct placet_hash root1, root2;
	struct proof p;
	int err;

	proof_of(doc, &p);
	hash_of(placet_json_text(doc, "root1"), &root1);
	hash_of(placet_json_text(doc, "root2"), &root2);
	err = placet_merkle_consistent(
	    size1, &root1, size2, &root2, p.path, p.n);
	return size1 == 0 && p.n == 0 && err == 0 ? PLACET_EPROOF : err;
}

/*
 * Our reader takes no number beyond 2^53; the one that they have is turned
 * into a string.
 */
static void
quote_large(struct placet_buf *out, const char *text)
{
	static const char large[] = " 18446744073709551615";
	const char *at;

	while ((at = strstr(text, large)) != NULL) {
		placet_buf_add(out, text, (size_t)(at - text));
		placet_buf_printf(out, " \"%s\"", large + 1);
		text = at + strlen(large);
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
run_all(const char *name, int (*run)(const struct placet_json *))
{
	char path[PATH_SIZE];
	int count = run_folder(data_path(name, path, sizeof path), run);

	printf("# %s: %d cases\n", name, count);
	if (count == 0) {
		printf("# no data in %s: skipped\n", path);
		return;
	}
	assert_true(count >= CASES);
}

static void
inclusion_is_as_others_say(void **state)
{
	(void)state;
	run_all("merkle/inclusion", run_inclusion);
}

static void
consistency_is_as_others_say(void **state)
{
	(void)state;
	run_all("merkle/consistency", run_consistency);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(inclusion_is_as_others_say),
		cmocka_unit_test(consistency_is_as_others_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

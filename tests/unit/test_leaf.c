/*
 * test_leaf.c - leaf v1 and the commitments, against proto/vectors
 *
 * The vectors were made by another program; an implementation in another
 * language reads the same files.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <placet/json.h>
#include <placet/leaf.h>

#include "data.h"
#include "hex.h"

static struct placet_arena arena;

static int
end_arena(void **state)
{
	(void)state;
	placet_arena_end(&arena);
	return 0;
}

static struct placet_json *
vectors(const char *name)
{
	const char *srcdir = getenv("srcdir");
	struct placet_json *doc;
	struct file f;
	char path[1024];

	snprintf(path, sizeof path, "%s/proto/vectors/%s",
	    srcdir != NULL ? srcdir : ".", name);
	f = file_read(path);
	assert_non_null(f.data);
	assert_int_equal(
	    placet_json_parse(&arena, f.data, f.len, NULL, &doc), 0);
	free(f.data);
	return doc;
}

static const char *
text(const struct placet_json *v, const char *name)
{
	const char *s = placet_json_text(v, name);

	if (s == NULL)
		fail_msg("no '%s'", name);
	return s;
}

static uint64_t
number(const struct placet_json *v, const char *name)
{
	const char *s = text(v, name);
	uint64_t n;

	assert_int_equal(placet_decimal(s, strlen(s), UINT64_MAX, &n), 0);
	return n;
}

static void
hash(const struct placet_json *v, const char *name, struct placet_hash *h)
{
	const struct hex x = unhex(text(v, name));

	assert_int_equal(x.len, sizeof h->b);
	memcpy(h->b, x.b, sizeof h->b);
}

static void
leaf_of(const struct placet_json *v, struct placet_leaf *leaf)
{
	static const char *const type[] = { "", "SIGN", "WITHDRAW",
		"INVALIDATE", "OPEN", "CLOSE" };
	const struct placet_json *n;
	struct placet_hash key;
	int t = 1;

	memset(leaf, 0, sizeof *leaf);
	while (strcmp(type[t], text(v, "type")) != 0)
		assert_true(++t <= 5);
	leaf->type = (enum placet_leaf_type)t;
	leaf->time = number(v, "time");
	snprintf(
	    leaf->instance, sizeof leaf->instance, "%s", text(v, "instance"));
	if (leaf->type == PLACET_LEAF_SIGN) {
		hash(v, "cn", &leaf->cn);
		hash(v, "cp", &leaf->cp);
	} else if (leaf->type == PLACET_LEAF_OPEN) {
		hash(v, "text", &leaf->text);
		hash(v, "key", &key);
		memcpy(leaf->key, key.b, sizeof leaf->key);
	} else if (leaf->type == PLACET_LEAF_CLOSE) {
		n = placet_json_get(v, "count")->first;
		for (int i = 0; i < 4; i++, n = n->next)
			assert_int_equal(placet_decimal(n->str, n->len,
			                     UINT64_MAX, &leaf->count[i]),
			    0);
	} else {
		leaf->index = number(v, "index");
		if (leaf->type == PLACET_LEAF_INVALIDATE)
			leaf->reason = (uint16_t)number(v, "reason");
	}
}

static void
leaves_are_as_the_vectors_say(void **state)
{
	const struct placet_json *doc = vectors("leaf.json");
	const struct placet_json *v;

	(void)state;
	for (v = placet_json_get(doc, "encode")->first; v != NULL;
	     v = v->next) {
		const struct hex want = unhex(text(v, "hex"));
		struct placet_leaf leaf, back;
		struct placet_buf b = { .ceiling = PLACET_LEAF_MAX };

		leaf_of(v, &leaf);
		assert_int_equal(placet_leaf_encode(&leaf, &b), 0);
		assert_int_equal(b.len, want.len);
		assert_memory_equal(b.data, want.b, want.len);
		assert_int_equal(
		    placet_leaf_decode(want.b, want.len, &back), 0);
		assert_memory_equal(&leaf, &back, sizeof leaf);
		placet_buf_release(&b);
	}
}

static void
other_bytes_are_no_leaf(void **state)
{
	const struct placet_json *doc = vectors("leaf.json");
	const struct placet_json *v;

	(void)state;
	for (v = placet_json_get(doc, "refuse")->first; v != NULL;
	     v = v->next) {
		const struct hex bytes = unhex(text(v, "hex"));
		const bool range = strstr(text(v, "desc"), "2^63") != NULL;
		struct placet_leaf leaf;

		if (placet_leaf_decode(bytes.b, bytes.len, &leaf) !=
		    (range ? PLACET_ERANGE : PLACET_EFORMAT))
			fail_msg("%s", text(v, "desc"));
	}
}

/* Cut or changed anywhere, a leaf is refused or reads back as it is. */
static void
no_bytes_are_a_leaf_in_two_ways(void **state)
{
	const struct placet_json *doc = vectors("leaf.json");
	const struct placet_json *v;

	(void)state;
	for (v = placet_json_get(doc, "encode")->first; v != NULL;
	     v = v->next) {
		struct hex bytes = unhex(text(v, "hex"));
		struct placet_leaf leaf;

		for (size_t len = 0; len < bytes.len; len++)
			assert_int_equal(
			    placet_leaf_decode(bytes.b, len, &leaf),
			    PLACET_EFORMAT);
		for (size_t i = 0; i < bytes.len * 255; i++) {
			struct placet_buf b = { 0 };
			const uint8_t was = bytes.b[i / 255];

			bytes.b[i / 255] ^= (uint8_t)(i % 255 + 1);
			if (placet_leaf_decode(bytes.b, bytes.len, &leaf) ==
			    0) {
				assert_int_equal(
				    placet_leaf_encode(&leaf, &b), 0);
				assert_int_equal(b.len, bytes.len);
				assert_memory_equal(b.data, bytes.b, b.len);
			}
			placet_buf_release(&b);
			bytes.b[i / 255] = was;
		}
	}
}

static void
fields_that_are_not_valid_are_not_encoded(void **state)
{
	const struct placet_leaf good = { .type = PLACET_LEAF_SIGN,
		.time = 7200,
		.instance = "rennes.example.org" };
	struct placet_leaf leaf = good;
	struct placet_buf b = { 0 };

	(void)state;
	leaf.time = 7201;
	assert_int_equal(placet_leaf_encode(&leaf, &b), PLACET_EFORMAT);
	leaf = good;
	leaf.instance[0] = '\0';
	assert_int_equal(placet_leaf_encode(&leaf, &b), PLACET_EFORMAT);
	memset(leaf.instance, 'a', sizeof leaf.instance);
	assert_int_equal(placet_leaf_encode(&leaf, &b), PLACET_EFORMAT);
	leaf = good;
	leaf.type = (enum placet_leaf_type)0;
	assert_int_equal(placet_leaf_encode(&leaf, &b), PLACET_EFORMAT);
	leaf.type = PLACET_LEAF_WITHDRAW;
	leaf.index = UINT64_MAX;
	assert_int_equal(placet_leaf_encode(&leaf, &b), PLACET_EFORMAT);
	assert_int_equal(b.len, 0);
	assert_int_equal(placet_leaf_encode(&good, &b), 0);
	b.ceiling = b.len;
	assert_int_equal(placet_leaf_encode(&good, &b), PLACET_ELIMIT);
	placet_buf_release(&b);
}

static void
commitments_are_as_the_vectors_say(void **state)
{
	const struct placet_json *doc = vectors("commitment.json");
	const struct placet_json *v;
	struct placet_hash petition, salt, in, want, got;

	(void)state;
	for (v = placet_json_get(doc, "petition")->first; v != NULL;
	     v = v->next) {
		const struct hex site = unhex(text(v, "site"));

		hash(v, "petition", &want);
		placet_petition_id(site.b, (uint32_t)number(v, "number"), &got);
		assert_memory_equal(&got, &want, sizeof got);
	}
	for (v = placet_json_get(doc, "nullifier")->first; v != NULL;
	     v = v->next) {
		hash(v, "petition", &petition);
		hash(v, "salt", &salt);
		hash(v, "nullifier", &in);
		hash(v, "cn", &want);
		placet_commit_nullifier(&petition, &salt, &in, &got);
		assert_memory_equal(&got, &want, sizeof got);
	}
	for (v = placet_json_get(doc, "profile")->first; v != NULL;
	     v = v->next) {
		struct placet_buf b = { 0 };

		hash(v, "petition", &petition);
		hash(v, "salt", &salt);
		hash(v, "cp", &want);
		assert_int_equal(
		    placet_profile(text(v, "name"), text(v, "commune"), &b), 0);
		assert_string_equal(b.data, text(v, "profile"));
		placet_commit_profile(&petition, &salt, b.data, b.len, &got);
		assert_memory_equal(&got, &want, sizeof got);
		placet_buf_release(&b);
	}
}

static void
profile_has_no_room_for_a_newline(void **state)
{
	struct placet_buf b = { 0 };

	(void)state;
	assert_int_equal(
	    placet_profile("Eve\ncommune\n1", "35238", &b), PLACET_EFORMAT);
	assert_int_equal(placet_profile("Eve", "35238\n", &b), PLACET_EFORMAT);
	placet_buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(
		    leaves_are_as_the_vectors_say, end_arena),
		cmocka_unit_test_teardown(other_bytes_are_no_leaf, end_arena),
		cmocka_unit_test_teardown(
		    no_bytes_are_a_leaf_in_two_ways, end_arena),
		cmocka_unit_test(fields_that_are_not_valid_are_not_encoded),
		cmocka_unit_test_teardown(
		    commitments_are_as_the_vectors_say, end_arena),
		cmocka_unit_test(profile_has_no_room_for_a_newline),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * make_leaf.c - leaf v1, and the commitments in it
 */
#include <string.h>

#include <placet/leaf.h>

#include "../unit/hex.h"
#include "vec.h"

#define HOUR UINT64_C(1789999200)
#define NAME "rennes.example.org"

static const char *const types[] = { "", "SIGN", "WITHDRAW", "INVALIDATE",
	"OPEN", "CLOSE" };

static struct placet_hash
hash_of(const char *hex)
{
	struct placet_hash h;

	must(placet_unhex(hex, strlen(hex), h.b, sizeof h.b) == PLACET_OK);
	return h;
}

/* A leaf with all that any type wants; each takes what is its own. */
static struct placet_leaf
leaf_like(enum placet_leaf_type type)
{
	struct placet_leaf leaf = { .type = type,
		.time = HOUR,
		.instance = NAME,
		.index = 258,
		.reason = 65535,
		.count = { 1000, 10, 3, 2 } };
	struct placet_hash key = hash_of("2c70e12b7a0646f92279f427c7b38e73"
	                                 "34d8e5389cff167a1dc30e73f826b683");

	leaf.cn = hash_of("ff2082aa78aea80a27cb4fb91f0350153702c16dce790a77"
	                  "f0bb0bfbf6899977");
	leaf.cp = hash_of("e44b4bd707c540bca8615b21f850fb41e02029701df241d1"
	                  "79c1a5f3acbf5bf1");
	leaf.text = hash_of("e61551080aadb6fc93c780f338d50e3da86aef8e00b4ca64"
	                    "821c07591f92c66a");
	memcpy(leaf.key, key.b, sizeof leaf.key);
	return leaf;
}

static void
leaf_body(struct vec *v, const struct placet_leaf *leaf)
{
	switch (leaf->type) {
	case PLACET_LEAF_SIGN:
		vec_hex(v, "cn", leaf->cn.b, sizeof leaf->cn.b);
		vec_hex(v, "cp", leaf->cp.b, sizeof leaf->cp.b);
		break;
	case PLACET_LEAF_WITHDRAW: vec_number(v, "index", leaf->index); break;
	case PLACET_LEAF_INVALIDATE:
		vec_number(v, "index", leaf->index);
		vec_number(v, "reason", leaf->reason);
		break;
	case PLACET_LEAF_OPEN:
		vec_hex(v, "text", leaf->text.b, sizeof leaf->text.b);
		vec_hex(v, "key", leaf->key, sizeof leaf->key);
		break;
	case PLACET_LEAF_CLOSE:
		vec_array(v, "count");
		for (size_t i = 0; i < 4; i++)
			vec_number(v, NULL, leaf->count[i]);
		vec_end(v);
		break;
	}
}

static void
encode(struct vec *v, const char *desc, const struct placet_leaf *leaf)
{
	struct placet_buf b = { 0 };

	must(placet_leaf_encode(leaf, &b) == PLACET_OK);
	vec_case(v, desc);
	vec_text(v, "type", types[leaf->type]);
	vec_number(v, "time", leaf->time);
	vec_text(v, "instance", leaf->instance);
	leaf_body(v, leaf);
	vec_hex(v, "hex", b.data, b.len);
	vec_end(v);
	placet_buf_release(&b);
}

static void
encode_all(struct vec *v)
{
	struct placet_leaf leaf = leaf_like(PLACET_LEAF_SIGN);

	encode(v, "a signature", &leaf);
	leaf.time = 0;
	memcpy(leaf.instance, "a", 2);
	encode(v, "the shortest instance, at the epoch", &leaf);
	leaf.time = HOUR;
	memset(leaf.instance, 'a', 248);
	memcpy(leaf.instance + 248, ":8080", 6);
	encode(v, "the longest instance, with a port", &leaf);
	leaf = leaf_like(PLACET_LEAF_SIGN);
	leaf.time = UINT64_C(9223372036854774000);
	encode(v, "the last whole hour", &leaf);
	leaf = leaf_like(PLACET_LEAF_WITHDRAW);
	leaf.index = 7;
	encode(v, "a signature withdrawn", &leaf);
	leaf.index = INT64_MAX;
	encode(v, "the largest index", &leaf);
	leaf = leaf_like(PLACET_LEAF_INVALIDATE);
	encode(v, "a signature found invalid", &leaf);
	leaf = leaf_like(PLACET_LEAF_OPEN);
	encode(v, "a petition opened", &leaf);
	leaf = leaf_like(PLACET_LEAF_CLOSE);
	encode(v, "a petition closed", &leaf);
}

/* --- what no decoder may accept ----------------------------------------- */

enum {
	AT_VERSION = 0,
	AT_TYPE = 1,
	AT_TIME = 2,
	AT_LENGTH = 10,
	AT_INSTANCE = 11,
	AT_BODY = 11 + 18,
	SIGN_LEN = 11 + 18 + 64
};

static void
refuse(struct vec *v, const char *desc, const void *data, size_t len)
{
	struct placet_leaf leaf;
	const int err = placet_leaf_decode(data, len, &leaf);

	must(err ==
	    (strstr(desc, "2^63") != NULL ? PLACET_ERANGE : PLACET_EFORMAT));
	vec_case(v, desc);
	vec_hex(v, "hex", data, len);
	vec_refused(v, err);
}

/* The signature with one byte of it changed. */
static void
refuse_byte(
    struct vec *v, const char *desc, const char *good, size_t at, uint8_t c)
{
	uint8_t bad[SIGN_LEN];

	memcpy(bad, good, sizeof bad);
	bad[at] = c;
	refuse(v, desc, bad, sizeof bad);
}

/* The signature by another instance. */
static void
refuse_instance(struct vec *v, const char *desc, const char *good,
    const char *name, size_t len)
{
	struct placet_buf b = { 0 };

	placet_buf_add(&b, good, AT_LENGTH);
	placet_buf_byte(&b, (uint8_t)len);
	placet_buf_add(&b, name, len);
	placet_buf_add(&b, good + AT_BODY, SIGN_LEN - AT_BODY);
	refuse(v, desc, b.data, b.len);
	placet_buf_release(&b);
}

static void
refuse_numbers(struct vec *v)
{
	struct placet_leaf leaf = leaf_like(PLACET_LEAF_WITHDRAW);
	struct placet_buf b = { 0 };

	leaf.index = 0;
	must(placet_leaf_encode(&leaf, &b) == PLACET_OK);
	b.data[AT_BODY] = (char)0x80;
	refuse(v, "index over 2^63", b.data, b.len);
	placet_buf_clear(&b);
	leaf = leaf_like(PLACET_LEAF_CLOSE);
	leaf.count[0] = 1;
	leaf.count[1] = leaf.count[2] = leaf.count[3] = 0;
	must(placet_leaf_encode(&leaf, &b) == PLACET_OK);
	b.data[AT_BODY + 8] = (char)0x80;
	refuse(v, "count over 2^63", b.data, b.len);
	placet_buf_release(&b);
}

static void
refuse_all(struct vec *v)
{
	const struct placet_leaf leaf = leaf_like(PLACET_LEAF_SIGN);
	struct placet_buf b = { 0 };
	uint8_t late[SIGN_LEN];
	char name[254];

	memset(name, 'a', sizeof name);
	must(placet_leaf_encode(&leaf, &b) == PLACET_OK && b.len == SIGN_LEN);
	placet_buf_byte(&b, 0);
	memcpy(late, b.data, sizeof late);
	memcpy(late + AT_TIME, "\x80\0\0\0\0\0\x07\0", 8);
	refuse(v, "empty", "", 0);
	refuse_byte(v, "version 0", b.data, AT_VERSION, 0);
	refuse_byte(v, "version 2", b.data, AT_VERSION, 2);
	refuse_byte(v, "type 0", b.data, AT_TYPE, 0);
	refuse_byte(v, "type 6", b.data, AT_TYPE, 6);
	refuse_byte(v, "not a whole hour", b.data, AT_TIME + 7, 0x61);
	refuse(v, "time over 2^63", late, sizeof late);
	refuse_instance(v, "no instance", b.data, "", 0);
	refuse_instance(v, "instance of 254 bytes", b.data, name, sizeof name);
	refuse_byte(v, "instance in upper case", b.data, AT_INSTANCE, 'R');
	refuse_instance(v, "instance with NUL", b.data, "rennes\0example", 14);
	refuse_instance(v, "instance with scheme", b.data, "https://" NAME, 26);
	refuse(v, "one byte short", b.data, SIGN_LEN - 1);
	refuse(v, "one byte long", b.data, SIGN_LEN + 1);
	refuse_byte(v, "a body of another type", b.data, AT_TYPE, 2);
	placet_buf_release(&b);
	refuse_numbers(v);
}

void
make_leaf(struct vec *v)
{
	vec_text(v, "about",
	    "leaf v1: \"encode\" gives the fields and the one encoding; "
	    "\"refuse\" no decoder may accept. Numbers are decimal strings.");
	vec_text(v, "source", "tests/vectors/make_leaf.c");
	vec_array(v, "encode");
	encode_all(v);
	vec_end(v);
	vec_array(v, "refuse");
	refuse_all(v);
	vec_end(v);
}

/* --- commitments -------------------------------------------------------- */

static const char *const site = "0197a1c2d3e4f5061728394a5b6c7d8e";

static void
petition(
    struct vec *v, const char *hex, uint32_t number, struct placet_hash *id)
{
	const struct hex uuid = unhex(hex);

	placet_petition_id(uuid.b, number, id);
	vec_object(v, NULL);
	vec_text(v, "site", hex);
	vec_number(v, "number", number);
	vec_hex(v, "petition", id->b, sizeof id->b);
	vec_end(v);
}

static void
nullifier(struct vec *v, const struct placet_hash *id, const char *salt_hex,
    const char *hex)
{
	const struct placet_hash salt = hash_of(salt_hex), n = hash_of(hex);
	struct placet_hash cn;

	placet_commit_nullifier(id, &salt, &n, &cn);
	vec_object(v, NULL);
	vec_hex(v, "petition", id->b, sizeof id->b);
	vec_text(v, "salt", salt_hex);
	vec_text(v, "nullifier", hex);
	vec_hex(v, "cn", cn.b, sizeof cn.b);
	vec_end(v);
}

static void
profile(struct vec *v, const struct placet_hash *id, const char *name,
    const char *commune, const char *salt_hex)
{
	const struct placet_hash salt = hash_of(salt_hex);
	struct placet_buf b = { 0 };
	struct placet_hash cp;

	must(placet_profile(name, commune, &b) == PLACET_OK);
	placet_commit_profile(id, &salt, b.data, b.len, &cp);
	vec_object(v, NULL);
	vec_text(v, "name", name);
	vec_text(v, "commune", commune);
	vec_textn(v, "profile", b.data, b.len);
	vec_hex(v, "petition", id->b, sizeof id->b);
	vec_text(v, "salt", salt_hex);
	vec_hex(v, "cp", cp.b, sizeof cp.b);
	vec_end(v);
	placet_buf_release(&b);
}

static void
refuse_profile(
    struct vec *v, const char *desc, const char *name, const char *commune)
{
	struct placet_buf b = { 0 };
	const int err = placet_profile(name, commune, &b);

	must(err != PLACET_OK);
	vec_case(v, desc);
	vec_text(v, "name", name);
	vec_text(v, "commune", commune);
	vec_refused(v, err);
	placet_buf_release(&b);
}

void
make_commitment(struct vec *v)
{
	struct placet_hash id, other;

	vec_text(v, "about",
	    "What names a petition, and the commitments of a signature: "
	    "placet_petition_id(), placet_commit_nullifier(), "
	    "placet_profile(), placet_commit_profile().");
	vec_text(v, "source", "tests/vectors/make_leaf.c");
	vec_array(v, "petition");
	petition(v, "00000000000000000000000000000000", 0, &other);
	petition(v, site, 1, &id);
	petition(v, site, 258, &other);
	petition(v, "ffffffffffffffffffffffffffffffff", UINT32_MAX, &other);
	vec_end(v);
	vec_array(v, "nullifier");
	nullifier(v, &id,
	    "f6a6e8e48388e2aaeee1f8601ea7c13b93237a2a128089c93e2dc67a573f0a69",
	    "b3b8f0164e2490bb22ada6dae7b7d1a812195059c608437a76eb6eafdaea64f6");
	nullifier(v, &id,
	    "4feca160b2798beeccc308f4cc0e6561c00a561e2e1950837caa5c64d4caaaa3",
	    "9d59ae5baedd7006e63b61fd79f83ceb5c71d02433bcc95ca12939b334446189");
	vec_end(v);
	vec_array(v, "profile");
	profile(v, &id, "Ève Martin", "35238",
	    "b925a70c0968b4cd5d24765a6324acb948b6e68bb97023efed2aa5e373303933");
	profile(v, &id, "", "2A004",
	    "0921df4181ed4a3b00c779d8719d4215d513ff2ff3cb7bc20de536f2551ff009");
	profile(v, &id, "Noël O'Neil-Ça 🌳", "97411",
	    "f28d60be9a8168d30900fd1a23fe15e5f66156f812e185f3e0af0ddd7186a047");
	vec_end(v);
	vec_array(v, "refuse_profile");
	refuse_profile(v, "a name of two lines", "Eve\ncommune\n1", "35238");
	refuse_profile(v, "a commune with a newline", "Eve", "35238\n");
	vec_end(v);
}

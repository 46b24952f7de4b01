/*
 * check_log.c - reads leaves, commitments, proofs, tiles, notes, receipts
 */
#include <stdlib.h>

#include <placet/cosign.h>
#include <placet/leaf.h>
#include <placet/note.h>
#include <placet/tile.h>

#include "read.h"

static const char *const types[] = { "", "SIGN", "WITHDRAW", "INVALIDATE",
	"OPEN", "CLOSE" };

/* --- leaves ------------------------------------------------------------- */

static int
leaf_says(const struct placet_json *v, const struct placet_leaf *leaf)
{
	const struct placet_json *n;
	int bad = strcmp(read_text(v, "type"), types[leaf->type]);

	bad |= leaf->time != read_int(v, "time");
	bad |= strcmp(leaf->instance, read_text(v, "instance"));
	switch (leaf->type) {
	case PLACET_LEAF_SIGN:
		bad |= same_hex(v, "cn", leaf->cn.b, 32);
		bad |= same_hex(v, "cp", leaf->cp.b, 32);
		break;
	case PLACET_LEAF_INVALIDATE:
		bad |= leaf->reason != read_int(v, "reason");
		bad |= leaf->index != read_int(v, "index");
		break;
	case PLACET_LEAF_WITHDRAW:
		bad |= leaf->index != read_int(v, "index");
		break;
	case PLACET_LEAF_OPEN:
		bad |= same_hex(v, "text", leaf->text.b, 32);
		bad |= same_hex(v, "key", leaf->key, 32);
		break;
	case PLACET_LEAF_CLOSE:
		n = read_list(v, "count")->first;
		for (int i = 0; i < 4 && n != NULL; i++, n = n->next)
			bad |= leaf->count[i] != strtoull(n->str, NULL, 10);
		break;
	}
	return bad != 0 ? WRONG : PLACET_OK;
}

int
read_leaf(const struct placet_json *v)
{
	const struct bytes in = read_bytes(v, "hex");
	struct placet_buf b = { 0 };
	struct placet_leaf leaf;
	int err = placet_leaf_decode(in.b, in.len, &leaf);

	if (err != PLACET_OK)
		return err;
	err = placet_leaf_encode(&leaf, &b);
	if (err == PLACET_OK &&
	    (b.len != in.len || memcmp(b.data, in.b, b.len) != 0))
		err = WRONG;
	placet_buf_release(&b);
	return err != PLACET_OK ? err : leaf_says(v, &leaf);
}

int
read_petition(const struct placet_json *v)
{
	const struct bytes site = read_bytes(v, "site");
	struct placet_hash id;

	if (site.len != 16)
		return WRONG;
	placet_petition_id(site.b, (uint32_t)read_int(v, "number"), &id);
	return same_hex(v, "petition", id.b, sizeof id.b);
}

int
read_nullifier_commitment(const struct placet_json *v)
{
	const struct placet_hash petition = read_hash(v, "petition");
	const struct placet_hash salt = read_hash(v, "salt");
	const struct placet_hash nullifier = read_hash(v, "nullifier");
	struct placet_hash cn;

	placet_commit_nullifier(&petition, &salt, &nullifier, &cn);
	return same_hex(v, "cn", cn.b, sizeof cn.b);
}

int
read_profile(const struct placet_json *v)
{
	struct placet_hash petition, salt, cp;
	struct placet_buf b = { 0 };
	int err = placet_profile(
	    read_text(v, "name"), read_text(v, "commune"), &b);

	if (err == PLACET_OK) {
		petition = read_hash(v, "petition");
		salt = read_hash(v, "salt");
		placet_commit_profile(&petition, &salt, b.data, b.len, &cp);
		err = same_text(v, "profile", b.data, b.len) |
		    same_hex(v, "cp", cp.b, sizeof cp.b);
	}
	placet_buf_release(&b);
	return err;
}

/* --- the tree ----------------------------------------------------------- */

int
read_tree(const struct placet_json *v)
{
	const struct placet_json *leaf = read_list(v, "leaves")->first;
	const struct placet_json *hash = read_list(v, "hashes")->first;
	const struct placet_json *root = read_list(v, "roots")->first;
	struct placet_frontier f = { 0 };
	struct placet_hash h;
	int bad;

	placet_frontier_root(&f, &h);
	bad = same_hex(v, "empty", h.b, sizeof h.b);
	for (; leaf != NULL && hash != NULL && root != NULL;
	     leaf = leaf->next, hash = hash->next, root = root->next) {
		const struct bytes data = read_bytes(leaf, NULL);
		const struct placet_hash want = read_hash(root, NULL);
		const struct placet_hash want_leaf = read_hash(hash, NULL);

		placet_merkle_leaf(data.b, data.len, &h);
		bad |= memcmp(&h, &want_leaf, sizeof h);
		placet_frontier_add(&f, data.b, data.len);
		placet_frontier_root(&f, &h);
		bad |= memcmp(&h, &want, sizeof h);
	}
	bad |= leaf != NULL || hash != NULL || root != NULL || f.size == 0;
	return bad != 0 ? WRONG : PLACET_OK;
}

static size_t
read_hashes(const struct placet_json *v, struct placet_hash *path)
{
	size_t n = 0;

	for (v = read_list(v, "path")->first; v != NULL; v = v->next) {
		must(n < PLACET_PROOF_MAX);
		path[n++] = read_hash(v, NULL);
	}
	return n;
}

int
read_inclusion(const struct placet_json *v)
{
	const struct placet_hash root = read_hash(v, "root");
	const struct placet_hash leaf = read_hash(v, "leaf");
	struct placet_hash path[PLACET_PROOF_MAX];
	const size_t n = read_hashes(v, path);

	return placet_merkle_verify(
	    &root, read_int(v, "size"), read_int(v, "index"), &leaf, path, n);
}

int
read_consistency(const struct placet_json *v)
{
	const struct placet_hash root1 = read_hash(v, "root1");
	const struct placet_hash root2 = read_hash(v, "root2");
	struct placet_hash path[PLACET_PROOF_MAX];
	const size_t n = read_hashes(v, path);

	return placet_merkle_consistent(read_int(v, "size1"), &root1,
	    read_int(v, "size2"), &root2, path, n);
}

static int
read_level(const struct placet_json *v)
{
	return strcmp(read_text(v, "level"), "entries") == 0
	    ? PLACET_TILE_ENTRIES
	    : (int)read_int(v, "level");
}

int
read_path(const struct placet_json *v)
{
	const char *path = read_text(v, "path");
	char again[PLACET_TILE_PATH];
	struct placet_tile t;
	const int err = placet_tile_parse(path, strlen(path), &t);

	if (err != PLACET_OK)
		return err;
	placet_tile_path(&t, again);
	return t.level == read_level(v) && t.index == read_int(v, "index") &&
	        t.width == read_int(v, "width") && strcmp(again, path) == 0
	    ? PLACET_OK
	    : WRONG;
}

int
read_width(const struct placet_json *v)
{
	return placet_tile_width(read_level(v), read_int(v, "index"),
	           read_int(v, "size")) == read_int(v, "width")
	    ? PLACET_OK
	    : WRONG;
}

/* --- notes -------------------------------------------------------------- */

int
read_vkey(const struct placet_json *v)
{
	const char *vkey = read_text(v, "vkey");
	char name[PLACET_NAME_MAX];
	struct placet_seed seed;
	struct placet_hash h;
	uint8_t pub[32], id[4];
	int err = placet_vkey_parse(vkey, strlen(vkey), name, pub);

	if (err != PLACET_OK)
		return err;
	for (int i = 0; i < 4; i++)
		id[i] = (uint8_t)(placet_key_id(name, pub) >> (24 - 8 * i));
	err = same_text(v, "name", name, strlen(name)) |
	    same_hex(v, "public", pub, sizeof pub) |
	    same_hex(v, "id", id, sizeof id);
	h = read_hash(v, "seed");
	memcpy(seed.b, h.b, sizeof seed.b);
	must(placet_public(&seed, pub) == PLACET_OK);
	return err | same_hex(v, "public", pub, sizeof pub);
}

/* The note: as text, or as base64 where it may be none. */
static struct bytes
read_note(const struct placet_json *v, const char *name)
{
	const char *s = placet_json_text(v, name);

	return s == NULL ? read_bytes(v, "base64")
	                 : (struct bytes){ (uint8_t *)(uintptr_t)s,
		                   placet_json_get(v, name)->len };
}

static void
read_key(
    const struct placet_json *v, char name[PLACET_NAME_MAX], uint8_t pub[32])
{
	const char *vkey = read_text(v, "vkey");

	must(placet_vkey_parse(vkey, strlen(vkey), name, pub) == PLACET_OK);
}

int
read_checkpoint(const struct placet_json *v)
{
	const struct bytes note = read_note(v, "note");
	struct placet_checkpoint cp;
	char name[PLACET_NAME_MAX];
	uint8_t pub[32];
	int err;

	read_key(v, name, pub);
	err = placet_checkpoint_open(note.b, note.len, pub, &cp);
	if (err != PLACET_OK)
		return err;
	if (cp.size != read_int(v, "size"))
		return WRONG;
	return same_text(v, "origin", cp.origin, strlen(cp.origin)) |
	    same_hex(v, "root", cp.root.b, sizeof cp.root.b) |
	    same_text(v, "text", (const char *)note.b, cp.textlen);
}

/* --- receipts ----------------------------------------------------------- */

/* A member in hexadecimal; EMISSING if it is not there, or no such. */
static int
unhex(const struct placet_json *v, const char *name, void *out, size_t len)
{
	const char *s = placet_json_text(v, name);

	if (s == NULL || placet_unhex(s, strlen(s), out, len) != PLACET_OK)
		return PLACET_EMISSING;
	return PLACET_OK;
}

/* Does the leaf commit to what stands beside it? */
static int
opens(const struct placet_json *extra, const struct placet_leaf *leaf)
{
	const char *name = placet_json_text(extra, "name");
	const char *commune = placet_json_text(extra, "commune");
	const int64_t n = placet_json_integer(extra, "petition", -1);
	struct placet_hash salt_n, salt_p, nullifier, petition, cn, cp;
	struct placet_buf profile = { 0 };
	uint8_t site[16];
	int err;

	if (name == NULL || commune == NULL || n < 0 || n > UINT32_MAX ||
	    unhex(extra, "site", site, sizeof site) != 0 ||
	    unhex(extra, "salt_n", salt_n.b, 32) != 0 ||
	    unhex(extra, "salt_p", salt_p.b, 32) != 0 ||
	    unhex(extra, "nullifier", nullifier.b, 32) != 0)
		return PLACET_EMISSING;
	placet_petition_id(site, (uint32_t)n, &petition);
	placet_commit_nullifier(&petition, &salt_n, &nullifier, &cn);
	err = placet_profile(name, commune, &profile);
	if (err == PLACET_OK) {
		placet_commit_profile(
		    &petition, &salt_p, profile.data, profile.len, &cp);
		if (memcmp(&cn, &leaf->cn, sizeof cn) != 0 ||
		    memcmp(&cp, &leaf->cp, sizeof cp) != 0)
			err = PLACET_EPROOF;
	}
	placet_buf_release(&profile);
	return err;
}

static int
receipt_holds(
    const struct placet_json *v, struct placet_receipt *r, uint8_t *entry)
{
	struct placet_arena a = { 0 };
	struct placet_json *extra = NULL;
	struct placet_checkpoint cp;
	struct placet_leaf leaf;
	char name[PLACET_NAME_MAX];
	const char *hex;
	uint8_t pub[32];
	int err = PLACET_EMISSING;

	read_key(v, name, pub);
	if (r->extralen > 0)
		err = placet_json_parse(
		    &a, r->extra, r->extralen, NULL, &extra);
	hex = placet_json_text(extra, "entry");
	if (err == PLACET_OK &&
	    (hex == NULL || strlen(hex) > 2 * PLACET_LEAF_MAX))
		err = PLACET_EMISSING;
	if (err == PLACET_OK)
		err = unhex(extra, "entry", entry, strlen(hex) / 2);
	if (err == PLACET_OK)
		err = placet_receipt_verify(
		    r, entry, strlen(hex) / 2, pub, &cp);
	if (err == PLACET_OK && strcmp(cp.origin, name) != 0)
		err = PLACET_EKEY;
	if (err == PLACET_OK)
		err = placet_leaf_decode(entry, strlen(hex) / 2, &leaf);
	if (err == PLACET_OK && leaf.type != PLACET_LEAF_SIGN)
		err = PLACET_ETYPE;
	if (err == PLACET_OK)
		err = opens(extra, &leaf);
	placet_arena_end(&a);
	return err;
}

/* Has each witness of the case cosigned? */
static int
witnessed(const struct placet_json *v, const struct placet_receipt *r)
{
	char name[PLACET_NAME_MAX];
	struct placet_cosign c;
	uint8_t pub[32];
	int err = PLACET_OK;

	if (placet_json_get(v, "witnesses") == NULL)
		return PLACET_OK;
	for (v = read_list(v, "witnesses")->first; v != NULL && err == 0;
	     v = v->next) {
		must(placet_cosign_vkey_parse(v->str, v->len, name, pub) ==
		    PLACET_OK);
		err = placet_cosign_check(r->note, r->notelen, name, pub, &c);
	}
	return err;
}

int
read_receipt(const struct placet_json *v)
{
	const struct bytes in = read_note(v, "receipt");
	uint8_t entry[PLACET_LEAF_MAX];
	struct placet_receipt r;
	int err = placet_receipt_parse(in.b, in.len, &r);

	if (err != PLACET_OK)
		return err;
	err = receipt_holds(v, &r, entry);
	if (err == PLACET_OK)
		err = witnessed(v, &r);
	if (err == PLACET_OK && r.index != read_int(v, "index"))
		err = WRONG;
	placet_receipt_release(&r);
	return err;
}

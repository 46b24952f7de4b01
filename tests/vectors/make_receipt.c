/*
 * make_receipt.c - receipts: proof, checkpoint, and what opens the leaf
 *
 * To accept one is to do all that `placet verify` does: the checkpoint is
 * signed by the key, the entry is in the log, the entry is a SIGN leaf, and
 * it commits to this petition, this nullifier and this profile.
 */
#include <stdio.h>
#include <string.h>

#include <placet/cosign.h>
#include <placet/json.h>
#include <placet/leaf.h>
#include <placet/text.h>

#include "signer.h"

#define HOST   "rennes.example.org"
#define ORIGIN HOST "/p/42"

enum { LEAVES = 7, AT = 3, NUMBER = 42 };

/* What goes into a receipt; a hostile one is a good one with a part changed. */
struct parts {
	struct placet_frontier none;
	struct placet_hash leaf[LEAVES], path[PLACET_PROOF_MAX];
	size_t npath;
	uint64_t index;
	uint8_t site[16];
	struct placet_hash salt_n, salt_p, nullifier;
	const char *name, *commune;
	unsigned petition;
	struct placet_buf entry;
	struct placet_buf note;
	const char *without; /* a member to leave out of extra */
	const char *witness; /* who must have cosigned it */
	struct signer log;
};

static struct placet_hash
filled(const char *purpose)
{
	struct placet_hash h;

	vec_fill(purpose, h.b);
	return h;
}

/* The entry that commits to what the parts say. */
static void
entry_make(struct parts *p, enum placet_leaf_type type)
{
	struct placet_leaf leaf = {
		.type = type, .time = 1789999200, .instance = HOST
	};
	struct placet_buf profile = { 0 };
	struct placet_hash petition;

	placet_petition_id(p->site, p->petition, &petition);
	must(placet_profile(p->name, p->commune, &profile) == PLACET_OK);
	placet_commit_nullifier(&petition, &p->salt_n, &p->nullifier, &leaf.cn);
	placet_commit_profile(
	    &petition, &p->salt_p, profile.data, profile.len, &leaf.cp);
	placet_buf_clear(&p->entry);
	must(placet_leaf_encode(&leaf, &p->entry) == PLACET_OK);
	placet_buf_release(&profile);
}

/* The log with the entry at AT, its proof and its checkpoint. */
static void
log_make(struct parts *p)
{
	struct placet_growth growth = { &p->none, p->leaf, LEAVES };
	struct placet_frontier f = { 0 };
	struct placet_buf text = { 0 };
	struct placet_hash root;

	for (int i = 0; i < LEAVES; i++) {
		placet_merkle_leaf(&i, 1, &p->leaf[i]);
		if (i == AT)
			placet_merkle_leaf(
			    p->entry.data, p->entry.len, &p->leaf[i]);
		placet_frontier_add_hash(&f, &p->leaf[i]);
	}
	placet_frontier_root(&f, &root);
	p->index = AT;
	must(placet_merkle_inclusion(AT, LEAVES, placet_growth_node, &growth,
	         p->path, &p->npath) == PLACET_OK);
	must(placet_checkpoint_text(ORIGIN, LEAVES, &root, &text) == PLACET_OK);
	placet_buf_clear(&p->note);
	signer_note(&p->log, text.data, &p->note);
	placet_buf_release(&text);
}

static void
parts_make(struct parts *p)
{
	uint8_t fill[32];

	placet_buf_release(&p->entry);
	placet_buf_release(&p->note);
	memset(p, 0, sizeof *p);
	vec_fill("site", fill);
	memcpy(p->site, fill, sizeof p->site);
	p->salt_n = filled("salt of the nullifier");
	p->salt_p = filled("salt of the profile");
	p->nullifier = filled("nullifier");
	p->name = "Zoé d'Œuf";
	p->commune = "35238";
	p->petition = NUMBER;
	p->log = signer_of(ORIGIN);
	entry_make(p, PLACET_LEAF_SIGN);
	log_make(p);
}

/* --- writing ------------------------------------------------------------ */

/* A member of extra, unless it is the one that is left out. */
static void
extra_add(const struct parts *p, struct placet_buf *b, const char *name,
    const void *text, size_t len)
{
	if (p->without != NULL && strcmp(p->without, name) == 0)
		return;
	placet_buf_printf(b, "%c\"%s\":", b->len > 0 ? ',' : '{', name);
	placet_json_string(b, text, len);
}

static void
extra_hex(const struct parts *p, struct placet_buf *b, const char *name,
    const void *data, size_t len)
{
	char hex[2 * PLACET_LEAF_MAX + 1];

	placet_hex(data, len, hex);
	extra_add(p, b, name, hex, 2 * len);
}

static void
extra_make(const struct parts *p, struct placet_buf *b)
{
	extra_hex(p, b, "site", p->site, sizeof p->site);
	if (p->without == NULL || strcmp(p->without, "petition") != 0)
		placet_buf_printf(b, "%c\"petition\":%u",
		    b->len > 0 ? ',' : '{', p->petition);
	extra_hex(p, b, "entry", p->entry.data, p->entry.len);
	extra_hex(p, b, "salt_n", p->salt_n.b, 32);
	extra_hex(p, b, "salt_p", p->salt_p.b, 32);
	extra_hex(p, b, "nullifier", p->nullifier.b, 32);
	extra_add(p, b, "name", p->name, strlen(p->name));
	extra_add(p, b, "commune", p->commune, strlen(p->commune));
	extra_add(p, b, "vkey", p->log.vkey, strlen(p->log.vkey));
	placet_buf_byte(b, '}');
}

static void
receipt_make(const struct parts *p, struct placet_buf *b)
{
	struct placet_buf extra = { 0 };

	extra_make(p, &extra);
	placet_buf_clear(b);
	must(placet_receipt_write(p->index, p->path, p->npath, extra.data,
	         extra.len, p->note.data, p->note.len, b) == PLACET_OK);
	placet_buf_release(&extra);
}

/* The keys without whose cosignatures the reader would not believe it. */
static void
vec_witnesses(struct vec *v, const char *name)
{
	const struct signer w = signer_of(name);
	char vkey[PLACET_VKEY_MAX];

	must(placet_cosign_vkey(w.name, w.pub, vkey) == PLACET_OK);
	vec_array(v, "witnesses");
	vec_text(v, NULL, vkey);
	vec_end(v);
}

static void
accept(struct vec *v, const char *desc, const struct parts *p)
{
	struct placet_buf b = { 0 };

	receipt_make(p, &b);
	vec_case(v, desc);
	vec_text(v, "vkey", p->log.vkey);
	if (p->witness != NULL)
		vec_witnesses(v, p->witness);
	vec_number(v, "index", p->index);
	vec_number(v, "size", LEAVES);
	vec_number(v, "petition", p->petition);
	vec_text(v, "name", p->name);
	vec_text(v, "commune", p->commune);
	vec_textn(v, "receipt", b.data, b.len);
	vec_end(v);
	placet_buf_release(&b);
}

static void
refuse_bytes(struct vec *v, const char *desc, const char *vkey,
    const char *data, size_t len, int err)
{
	vec_case(v, desc);
	vec_text(v, "vkey", vkey);
	vec_base64(v, "base64", data, len);
	vec_refused(v, err);
}

static void
refuse(struct vec *v, const char *desc, const struct parts *p, int err)
{
	struct placet_buf b = { 0 };

	receipt_make(p, &b);
	vec_case(v, desc);
	vec_text(v, "vkey", p->log.vkey);
	if (p->witness != NULL)
		vec_witnesses(v, p->witness);
	vec_base64(v, "base64", b.data, b.len);
	vec_refused(v, err);
	placet_buf_release(&b);
}

/* --- the cases ---------------------------------------------------------- */

/* A witness cosigns the checkpoint, or its text with one byte changed. */
static void
cosign(struct parts *p, const char *name, bool right)
{
	const struct signer w = signer_of(name);
	const size_t len = (size_t)(strstr(p->note.data, "\n\n") + 1 -
	    p->note.data);
	struct placet_cosign c = { .time = 1790001600 };
	struct placet_buf msg = { 0 };

	must(placet_cosign_text(p->note.data, len, c.time, &msg) == PLACET_OK);
	msg.data[0] ^= right ? 0 : 1;
	must(placet_sign(&w.seed, msg.data, msg.len, &c.sig) == PLACET_OK);
	must(placet_cosign_line(w.name, w.pub, &c, &p->note) == PLACET_OK);
	placet_buf_release(&msg);
}

/* What a witness whom the reader trusts did not see. */
static void
refuse_witnesses(struct vec *v, struct parts *p)
{
	p->witness = "witness.example.net";
	refuse(v, "without the witness", p, PLACET_EKEY);
	cosign(p, "other.example.net", true);
	refuse(v, "with another witness", p, PLACET_EKEY);
	cosign(p, p->witness, false);
	refuse(v, "with a cosignature that is false", p, PLACET_ESIG);
	parts_make(p);
}

static void
accept_all(struct vec *v, struct parts *p)
{
	const struct signer other = signer_of("witness.example.net");

	accept(v, "a signature", p);
	p->name = "";
	entry_make(p, PLACET_LEAF_SIGN);
	log_make(p);
	accept(v, "a signature without a name", p);
	parts_make(p);
	signer_sign(&other, p->note.data, 10, &p->note);
	accept(v, "with a signature of somebody who is not known", p);
	parts_make(p);
	p->witness = "witness.example.net";
	cosign(p, "other.example.net", false);
	cosign(p, p->witness, true);
	accept(v, "with the witness that the reader asks for", p);
	parts_make(p);
}

/* What the entry does not commit to. */
static void
refuse_openings(struct vec *v, struct parts *p)
{
	static const char *const members[] = { "entry", "salt_n", "salt_p",
		"nullifier", "name", "commune", "site", "petition" };

	p->name = "Zoé d'œuf";
	refuse(v, "another name", p, PLACET_EPROOF);
	p->name = "Zoe\xCC\x81 d'Œuf";
	refuse(v, "the name in another normal form", p, PLACET_EPROOF);
	parts_make(p);
	p->commune = "26113";
	refuse(v, "another commune", p, PLACET_EPROOF);
	parts_make(p);
	p->petition = NUMBER + 1;
	refuse(v, "another petition", p, PLACET_EPROOF);
	parts_make(p);
	p->site[0] ^= 1;
	refuse(v, "another site", p, PLACET_EPROOF);
	parts_make(p);
	p->nullifier.b[31] ^= 1;
	refuse(v, "another person", p, PLACET_EPROOF);
	parts_make(p);
	p->salt_n = p->salt_p;
	refuse(v, "another salt", p, PLACET_EPROOF);
	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		char desc[64];

		parts_make(p);
		p->without = members[i];
		snprintf(desc, sizeof desc, "without %s", members[i]);
		refuse(v, desc, p, PLACET_EMISSING);
	}
	parts_make(p);
}

/* What the log does not hold, or is not signed. */
static void
refuse_proofs(struct vec *v, struct parts *p)
{
	const struct signer other = signer_of("other.example.org/p/42");
	struct placet_buf text = { 0 };

	p->index = AT + 1;
	refuse(v, "another index", p, PLACET_EPROOF);
	parts_make(p);
	p->path[0].b[0] ^= 1;
	refuse(v, "another path", p, PLACET_EPROOF);
	parts_make(p);
	p->npath--;
	refuse(v, "a path that is too short", p, PLACET_EPROOF);
	parts_make(p);
	p->entry.data[12] ^= 1;
	refuse(v, "another entry", p, PLACET_EPROOF);
	parts_make(p);
	entry_make(p, PLACET_LEAF_OPEN);
	log_make(p);
	refuse(v, "an entry that is no signature", p, PLACET_ETYPE);
	parts_make(p);
	placet_buf_byte(&p->entry, 0);
	log_make(p);
	refuse(v, "an entry that is no leaf", p, PLACET_EFORMAT);
	parts_make(p);
	p->log = other;
	refuse(v, "the key of another log", p, PLACET_EKEY);
	parts_make(p);
	placet_buf_add(&text, p->note.data,
	    (size_t)(strstr(p->note.data, "\n\n") + 1 - p->note.data));
	text.data[strlen(ORIGIN) + 1] = '9';
	placet_buf_clear(&p->note);
	signer_note(&p->log, text.data, &p->note);
	refuse(v, "a larger log under the same root", p, PLACET_EPROOF);
	parts_make(p);
	p->note.data[p->note.len - 8] ^= 1;
	refuse(v, "one bit of the signature", p, PLACET_ESIG);
	parts_make(p);
	placet_buf_release(&text);
}

/* What is no receipt. */
static void
refuse_forms(struct vec *v, struct parts *p)
{
	struct placet_buf b = { 0 }, bad = { 0 };
	const char *vkey = p->log.vkey, *extra, *index;

	receipt_make(p, &b);
	extra = strstr(b.data, "extra ");
	index = strstr(b.data, "index ");
	refuse_bytes(v, "empty", vkey, "", 0, PLACET_EFORMAT);
	placet_buf_printf(&bad, "c2sp.org/tlog-proof@v2\n%s", extra);
	refuse_bytes(
	    v, "another version", vkey, bad.data, bad.len, PLACET_EFORMAT);
	placet_buf_clear(&bad);
	placet_buf_printf(&bad, "c2sp.org/tlog-proof@v1\n%s", index);
	refuse_bytes(v, "no more than a proof", vkey, bad.data, bad.len,
	    PLACET_EMISSING);
	placet_buf_clear(&bad);
	placet_buf_printf(
	    &bad, "c2sp.org/tlog-proof@v1\nextra e30=\n%s", extra);
	refuse_bytes(v, "extra twice", vkey, bad.data, bad.len, PLACET_EFORMAT);
	placet_buf_clear(&bad);
	placet_buf_printf(&bad, "c2sp.org/tlog-proof@v1\nextra e30\n%s", index);
	refuse_bytes(v, "extra without padding", vkey, bad.data, bad.len,
	    PLACET_EFORMAT);
	placet_buf_clear(&bad);
	placet_buf_printf(
	    &bad, "%.*sindex 0%s", (int)(index - b.data), b.data, index + 6);
	refuse_bytes(v, "an index with a leading zero", vkey, bad.data, bad.len,
	    PLACET_EFORMAT);
	placet_buf_clear(&bad);
	placet_buf_printf(
	    &bad, "%.*sindex 7%s", (int)(index - b.data), b.data, index + 7);
	refuse_bytes(v, "an index that the log does not have", vkey, bad.data,
	    bad.len, PLACET_ERANGE);
	placet_buf_clear(&bad);
	for (const char *c = b.data; *c != '\0'; c++) {
		if (*c == '\n')
			placet_buf_byte(&bad, '\r');
		placet_buf_byte(&bad, (uint8_t)*c);
	}
	refuse_bytes(
	    v, "carriage returns", vkey, bad.data, bad.len, PLACET_EFORMAT);
	refuse_bytes(v, "cut", vkey, b.data, b.len - 20, PLACET_EFORMAT);
	placet_buf_release(&bad);
	placet_buf_release(&b);
}

void
make_receipt(struct vec *v)
{
	struct parts p = { 0 };

	parts_make(&p);
	vec_text(v, "about",
	    "Receipts (C2SP tlog-proof with what opens the leaf), each with "
	    "the key of its log. To accept one: its checkpoint is signed by "
	    "the key, the entry stands under it, is a SIGN leaf, and commits "
	    "to the petition, the nullifier and the profile; \"witnesses\" "
	    "are keys whose cosignatures it must bear.");
	vec_text(v, "source", "tests/vectors/make_receipt.c");
	vec_array(v, "accept");
	accept_all(v, &p);
	vec_end(v);
	vec_array(v, "refuse");
	refuse_openings(v, &p);
	refuse_proofs(v, &p);
	refuse_witnesses(v, &p);
	refuse_forms(v, &p);
	vec_end(v);
	placet_buf_release(&p.entry);
	placet_buf_release(&p.note);
}

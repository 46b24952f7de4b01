/*
 * receipt.c - what proves to a signer, offline, that the signature counts
 *
 * SQL answers the leaf, the tiles between it and the root, and the signed
 * checkpoint; the inclusion proof is worked out here, by the same code that
 * checks it elsewhere.  A receipt that would not verify is never given out.
 */
#include <stdlib.h>
#include <string.h>

#include <placet/leaf.h>
#include <placet/merkle.h>
#include <placet/note.h>
#include <placet/text.h>
#include <placet/tile.h>

#include "base/log.h"

#include "reply.h"
#include "route.h"

enum { TILES = 64, DIGEST = 32 };

struct tiles {
	size_t n;
	struct tile {
		int level;
		uint64_t index;
		size_t width;
		struct placet_hash *hash;
	} tile[TILES];
};

static const struct placet_hash *
tiles_find(void *arg, int level, uint64_t index, unsigned width)
{
	const struct tiles *t = arg;

	for (size_t i = 0; i < t->n; i++)
		if (t->tile[i].level == level && t->tile[i].index == index &&
		    t->tile[i].width >= width)
			return t->tile[i].hash;
	return NULL;
}

static bool
tiles_add(struct req *r, struct tiles *t, const struct placet_json *v)
{
	const char *data = placet_json_text(v, "data");
	const int64_t level = placet_json_integer(v, "level", -1);
	const int64_t n = placet_json_integer(v, "n", -1);
	size_t len = data == NULL ? 0 : strlen(data) / 2;
	struct tile *tile = &t->tile[t->n];

	if (t->n == TILES || level < 0 || level > 63 || n < 0 || len == 0 ||
	    len % DIGEST != 0 || len > (size_t)DIGEST * PLACET_TILE_WIDTH)
		return false;
	tile->hash = placet_alloc(&r->arena, len);
	if (tile->hash == NULL)
		fatal("out of memory");
	if (placet_unhex(data, 2 * len, tile->hash, len) != 0)
		return false;
	tile->level = (int)level;
	tile->index = (uint64_t)n;
	tile->width = len / DIGEST;
	t->n++;
	return true;
}

/*
 * What `placet verify` needs beside the proof to open the commitments; and
 * the title, so that people know which petition the file is about.
 */
static bool
extra_write(
    const struct req *r, const struct placet_json *doc, struct placet_buf *b)
{
	static const char *const members[] = { "entry", "salt_n", "salt_p",
		"nullifier", "name", "commune", "vkey" };
	const char *title = placet_json_text(
	    placet_json_get(doc, "petition"), "title");

	placet_buf_str(b, "{\"site\":\"");
	placet_buf_hex(b, r->site->uuid, sizeof r->site->uuid);
	placet_buf_printf(b, "\",\"petition\":%s", r->seg[0]);
	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		const char *s = placet_json_text(doc, members[i]);

		if (s == NULL)
			return false;
		placet_buf_printf(b, ",\"%s\":", members[i]);
		placet_json_string(b, s, strlen(s));
	}
	if (title != NULL) {
		placet_buf_str(b, ",\"title\":");
		placet_json_string(b, title, strlen(title));
	}
	placet_buf_byte(b, '}');
	return b->err == 0;
}

/* Does what we wrote verify?  If not, it is our own tiles that are wrong. */
static bool
receipt_good(const struct placet_json *doc, const struct placet_buf *text)
{
	const char *entry = placet_json_text(doc, "entry");
	const char *vkey = placet_json_text(doc, "vkey");
	const size_t len = strlen(entry) / 2;
	uint8_t leaf[PLACET_LEAF_MAX], pub[32];
	char name[PLACET_NAME_MAX];
	struct placet_checkpoint cp;
	struct placet_receipt back;
	bool good;

	if (len > sizeof leaf ||
	    placet_unhex(entry, strlen(entry), leaf, len) != 0 ||
	    placet_vkey_parse(vkey, strlen(vkey), name, pub) != 0 ||
	    placet_receipt_parse(text->data, text->len, &back) != 0)
		return false;
	good = placet_receipt_verify(&back, leaf, len, pub, &cp) == 0 &&
	    strcmp(cp.origin, name) == 0;
	placet_receipt_release(&back);
	return good;
}

/* The receipt's text; false when the document does not give a proof. */
static bool
receipt_write(
    struct req *r, const struct placet_json *doc, struct placet_buf *out)
{
	const struct placet_json *list = placet_json_get(doc, "tiles");
	const char *note = placet_json_text(doc, "checkpoint");
	const int64_t index = placet_json_integer(doc, "index", -1);
	const int64_t size = placet_json_integer(doc, "size", -1);
	struct placet_hash path[PLACET_PROOF_MAX];
	struct tiles tiles = { 0 };
	struct placet_tiles source = { tiles_find, &tiles };
	struct placet_buf extra = { 0 };
	size_t npath = 0;
	bool ok;

	if (list == NULL || note == NULL || index < 0 || size <= index)
		return false;
	for (const struct placet_json *v = list->first; v != NULL; v = v->next)
		if (!tiles_add(r, &tiles, v))
			return false;
	ok = extra_write(r, doc, &extra) &&
	    placet_merkle_inclusion((uint64_t)index, (uint64_t)size,
	        placet_tile_node, &source, path, &npath) == 0 &&
	    placet_receipt_write((uint64_t)index, path, npath, extra.data,
	        extra.len, note, strlen(note), out) == 0 &&
	    out->err == 0 && receipt_good(doc, out);
	placet_buf_release(&extra);
	return ok;
}

static enum req_next
receipt_file(struct req *r, const char *text, size_t len, int64_t index)
{
	reply_header(r, "Content-Disposition",
	    req_printf(r, "attachment; filename=\"placet-%s-%lld.tlog-proof\"",
	        r->seg[0], (long long)index));
	return reply_bytes(
	    r, 200, "text/plain; charset=utf-8", "no-store", text, len);
}

enum req_next
receipt_finish(struct req *r)
{
	struct placet_json *doc = req_json(r), *text;
	const char *state = placet_json_text(doc, "state");
	const int64_t index = placet_json_integer(doc, "index", -1);
	struct placet_buf out = { .ceiling = PLACET_NOTE_MAX };
	enum req_next next;

	if (state == NULL || strcmp(state, "ready") != 0) {
		r->retry = 1;
		return r->face == FACE_RAW ? req_fail(r, 404, "receipt.waiting")
		                           : reply_doc(r, 200);
	}
	if (!receipt_write(r, doc, &out)) {
		placet_buf_release(&out);
		return req_fail(r, 500, "the proof of a receipt fails");
	}
	if (r->face == FACE_RAW) {
		next = receipt_file(r, out.data, out.len, index);
		placet_buf_release(&out);
		return next;
	}
	text = placet_json_new_text(&r->arena, out.data, out.len);
	placet_json_set(&r->arena, doc, "receipt", text);
	placet_buf_release(&out);
	return reply_doc(r, 200);
}

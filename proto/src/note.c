/*
 * note.c - signed notes and the checkpoints in them
 *
 * The text comes first, then an empty line, then a line a signature.  The
 * parser walks the bytes once and keeps positions; it accepts one spelling
 * only, so that what was signed is what is shown.
 */
#include <stdio.h>
#include <string.h>

#include <placet/hash.h>
#include <placet/note.h>
#include <placet/text.h>

enum {
	ED25519 = 1,             /* the type byte of a plain note signature */
	NAME_LIMIT = 253,        /* bytes of a name: that of a host */
	SIG_LINES = 64,          /* a checkpoint must bear 16 or more */
	SIG_BYTES = 8192,        /* the largest standard signature is 7,856 */
	VKEY_BYTES = 33,         /* type and key */
	NOTE_SIG_BYTES = 4 + 64, /* id and signature */
};

static const char dash[] = "\xE2\x80\x94 "; /* U+2014 and a space */

/* A run of bytes in a note. */
struct slice {
	const char *p;
	size_t len;
};

struct sig_line {
	struct slice name;
	uint8_t sig[SIG_BYTES]; /* id and signature */
	size_t len;
};

static uint32_t
get32(const uint8_t b[4])
{
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 |
	    (uint32_t)b[2] << 8 | b[3];
}

static void
put32(uint8_t b[4], uint32_t n)
{
	for (int i = 0; i < 4; i++)
		b[i] = (uint8_t)(n >> (24 - 8 * i));
}

/* Unicode's White_Space above ASCII, as UTF-8; no name holds any. */
static const char *const spaces[] = { "\xC2\x85", "\xC2\xA0", "\xE1\x9A\x80",
	"\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F",
	"\xE3\x80\x80" };

static bool
space_at(const char *s, size_t len)
{
	if (len >= 3 && memcmp(s, "\xE2\x80", 2) == 0 && (uint8_t)s[2] <= 0x8a)
		return true; /* U+2000 to U+200A */
	for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
		size_t n = strlen(spaces[i]);

		if (len >= n && memcmp(s, spaces[i], n) == 0)
			return true;
	}
	return false;
}

bool
placet_name_valid(const char *name, size_t len)
{
	if (len == 0 || len > NAME_LIMIT || !placet_utf8_valid(name, len))
		return false;
	for (size_t i = 0; i < len; i++) {
		uint8_t c = (uint8_t)name[i];

		if (c <= ' ' || c == '+' || c == 0x7f ||
		    (c >= 0x80 && space_at(name + i, len - i)))
			return false;
	}
	return true;
}

uint32_t
placet_key_id(const char *name, const uint8_t pub[32])
{
	static const uint8_t mid[] = { '\n', ED25519 };
	const struct placet_bytes piece[] = {
		{ name, strlen(name) },
		{ mid, sizeof mid },
		{ pub, 32 },
	};
	struct placet_hash h;

	placet_sha256v(piece, 3, &h);
	return get32(h.b);
}

int
placet_vkey(const char *name, const uint8_t pub[32], char out[PLACET_VKEY_MAX])
{
	uint8_t key[VKEY_BYTES] = { ED25519 };
	int len;

	if (!placet_name_valid(name, strlen(name)))
		return PLACET_EFORMAT;
	memcpy(key + 1, pub, 32);
	len = snprintf(out, PLACET_VKEY_MAX, "%s+%08x+", name,
	    (unsigned)placet_key_id(name, pub));
	placet_base64(key, sizeof key, out + len);
	return PLACET_OK;
}

int
placet_vkey_parse(
    const char *vkey, size_t len, char name[PLACET_NAME_MAX], uint8_t pub[32])
{
	const char *plus = len > 0 ? memchr(vkey, '+', len) : NULL;
	uint8_t key[VKEY_BYTES], id[4];
	size_t namelen, keylen = sizeof key;
	char hex[9];

	if (plus == NULL)
		return PLACET_EFORMAT;
	namelen = (size_t)(plus - vkey);
	len -= namelen + 1;
	if (!placet_name_valid(vkey, namelen) || len < 9 || plus[9] != '+' ||
	    placet_unhex(plus + 1, 8, id, sizeof id) != 0 ||
	    placet_unbase64(plus + 10, len - 9, key, &keylen) != 0 ||
	    keylen != sizeof key || key[0] != ED25519)
		return PLACET_EFORMAT;
	placet_hex(id, sizeof id, hex);
	if (memcmp(hex, plus + 1, 8) != 0)
		return PLACET_EFORMAT; /* upper case */
	memcpy(name, vkey, namelen);
	name[namelen] = '\0';
	memcpy(pub, key + 1, 32);
	return placet_key_id(name, pub) == get32(id) ? PLACET_OK
	                                             : PLACET_EFORMAT;
}

int
placet_checkpoint_text(const char *origin, uint64_t size,
    const struct placet_hash *root, struct placet_buf *b)
{
	if (!placet_name_valid(origin, strlen(origin)))
		return PLACET_EFORMAT;
	placet_buf_printf(b, "%s\n%llu\n", origin, (unsigned long long)size);
	placet_buf_base64(b, root->b, sizeof root->b);
	placet_buf_byte(b, '\n');
	return b->err;
}

int
placet_note_line(const char *name, const uint8_t pub[32],
    const struct placet_sig *sig, struct placet_buf *b)
{
	uint8_t bytes[NOTE_SIG_BYTES];

	if (!placet_name_valid(name, strlen(name)))
		return PLACET_EFORMAT;
	put32(bytes, placet_key_id(name, pub));
	memcpy(bytes + 4, sig->b, sizeof sig->b);
	placet_buf_printf(b, "%s%s ", dash, name);
	placet_buf_base64(b, bytes, sizeof bytes);
	placet_buf_byte(b, '\n');
	return b->err;
}

/* Cut the next line off `rest`, its newline left out; false if none. */
static bool
next_line(struct slice *rest, struct slice *line)
{
	const char *end = rest->len > 0 ? memchr(rest->p, '\n', rest->len)
	                                : NULL;

	if (end == NULL)
		return false;
	line->p = rest->p;
	line->len = (size_t)(end - rest->p);
	rest->p = end + 1;
	rest->len -= line->len + 1;
	return true;
}

/* "— name base64", the base64 of an id and at least one byte. */
static int
sig_line_parse(struct slice line, struct sig_line *out)
{
	const size_t n = sizeof dash - 1;
	const char *sp;

	if (line.len < n || memcmp(line.p, dash, n) != 0)
		return PLACET_EFORMAT;
	line.p += n;
	line.len -= n;
	sp = line.len > 0 ? memchr(line.p, ' ', line.len) : NULL;
	if (sp == NULL)
		return PLACET_EFORMAT;
	out->name.p = line.p;
	out->name.len = (size_t)(sp - line.p);
	out->len = sizeof out->sig;
	if (!placet_name_valid(out->name.p, out->name.len) ||
	    placet_unbase64(sp + 1, line.len - out->name.len - 1, out->sig,
	        &out->len) != 0 ||
	    out->len < 5)
		return PLACET_EFORMAT;
	return PLACET_OK;
}

/*
 * Split a note at its last empty line.  text ends with the newline before
 * it; sigs is what comes after, never less than a line.
 */
static int
note_split(const char *note, size_t len, struct slice *text, struct slice *sigs)
{
	size_t at;

	if (len > PLACET_NOTE_MAX)
		return PLACET_ELIMIT;
	if (!placet_utf8_valid(note, len))
		return PLACET_EUTF8;
	for (size_t i = 0; i < len; i++)
		if ((uint8_t)note[i] < 0x20 && note[i] != '\n')
			return PLACET_EUTF8;
	if (len < 4 || note[len - 1] != '\n')
		return PLACET_EFORMAT;
	for (at = len - 2; at > 0; at--)
		if (note[at] == '\n' && note[at - 1] == '\n')
			break;
	if (at == 0)
		return PLACET_EFORMAT;
	*text = (struct slice){ note, at };
	*sigs = (struct slice){ note + at + 1, len - at - 1 };
	return PLACET_OK;
}

/* Origin, size, root, and extensions that we skip but that may not be "". */
static int
text_parse(struct slice text, struct placet_checkpoint *cp)
{
	struct slice field[3], more;
	const struct slice *origin = &field[0], *size = &field[1];
	const struct slice *root = &field[2];
	size_t rootlen = sizeof cp->root.b;
	struct placet_hash empty;

	cp->textlen = text.len;
	for (size_t i = 0; i < sizeof field / sizeof *field; i++)
		if (!next_line(&text, &field[i]))
			return PLACET_EFORMAT;
	if (!placet_name_valid(origin->p, origin->len))
		return PLACET_EFORMAT;
	while (next_line(&text, &more))
		if (more.len == 0)
			return PLACET_EFORMAT;
	if (placet_decimal(size->p, size->len, INT64_MAX, &cp->size) != 0)
		return PLACET_EFORMAT;
	if (placet_unbase64(root->p, root->len, cp->root.b, &rootlen) != 0 ||
	    rootlen != sizeof cp->root.b)
		return PLACET_EFORMAT;
	placet_sha256("", 0, &empty);
	if (cp->size == 0 && memcmp(&cp->root, &empty, sizeof empty) != 0)
		return PLACET_EFORMAT;
	memcpy(cp->origin, origin->p, origin->len);
	cp->origin[origin->len] = '\0';
	return PLACET_OK;
}

static int
note_parse(const void *note, size_t len, struct placet_checkpoint *cp,
    struct slice *sigs)
{
	struct slice text, rest, line;
	struct sig_line sig;
	size_t n = 0;
	int err = note_split(note, len, &text, sigs);

	if (err == 0)
		err = text_parse(text, cp);
	if (err != 0)
		return err;
	for (rest = *sigs; next_line(&rest, &line); n++) {
		if (n == SIG_LINES)
			return PLACET_ELIMIT;
		err = sig_line_parse(line, &sig);
		if (err != 0)
			return err;
	}
	return PLACET_OK;
}

int
placet_checkpoint_parse(
    const void *note, size_t len, struct placet_checkpoint *cp)
{
	struct slice sigs;

	return note_parse(note, len, cp, &sigs);
}

int
placet_checkpoint_open(const void *note, size_t len, const uint8_t pub[32],
    struct placet_checkpoint *cp)
{
	struct slice sigs, line;
	struct sig_line sig;
	struct placet_sig plain;
	bool signed_by = false;
	size_t namelen;
	uint32_t id;
	int err = note_parse(note, len, cp, &sigs);

	if (err != 0)
		return err;
	namelen = strlen(cp->origin);
	id = placet_key_id(cp->origin, pub);
	while (next_line(&sigs, &line)) {
		/* It was parsed before, and will be again. */
		(void)sig_line_parse(line, &sig);
		if (sig.name.len != namelen || get32(sig.sig) != id ||
		    memcmp(sig.name.p, cp->origin, namelen) != 0)
			continue;
		if (sig.len != NOTE_SIG_BYTES)
			return PLACET_ESIG;
		memcpy(plain.b, sig.sig + 4, sizeof plain.b);
		err = placet_check(pub, note, cp->textlen, &plain);
		if (err != 0)
			return err;
		signed_by = true;
	}
	return signed_by ? PLACET_OK : PLACET_EKEY;
}

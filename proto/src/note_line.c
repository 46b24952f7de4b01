/*
 * note_line.c - who signs notes: names, ids, verifier keys, signature lines
 *
 * All of it is the same for logs and for witnesses but the type of the key,
 * which goes into its id and so keeps one's lines from being the other's.
 */
#include <stdio.h>
#include <string.h>

#include <placet/hash.h>
#include <placet/text.h>

#include "note_part.h"

enum {
	NAME_LIMIT = 253, /* bytes of a name: that of a host */
	VKEY_BYTES = 33,  /* type and key */
	LINE_BYTES = 76,  /* id, time and signature */
};

static const char dash[] = "\xE2\x80\x94 "; /* U+2014 and a space */

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
placet_note_id(const char *name, enum note_type type, const uint8_t pub[32])
{
	const uint8_t mid[] = { '\n', (uint8_t)type };
	const struct placet_bytes piece[] = {
		{ name, strlen(name) },
		{ mid, sizeof mid },
		{ pub, 32 },
	};
	struct placet_hash h;

	placet_sha256v(piece, 3, &h);
	return get32(h.b);
}

uint32_t
placet_key_id(const char *name, const uint8_t pub[32])
{
	return placet_note_id(name, NOTE_ED25519, pub);
}

int
placet_note_vkey(const char *name, enum note_type type, const uint8_t pub[32],
    char out[PLACET_VKEY_MAX])
{
	uint8_t key[VKEY_BYTES] = { (uint8_t)type };
	int len;

	if (!placet_name_valid(name, strlen(name)))
		return PLACET_EFORMAT;
	memcpy(key + 1, pub, 32);
	len = snprintf(out, PLACET_VKEY_MAX, "%s+%08x+", name,
	    (unsigned)placet_note_id(name, type, pub));
	placet_base64(key, sizeof key, out + len);
	return PLACET_OK;
}

int
placet_vkey(const char *name, const uint8_t pub[32], char out[PLACET_VKEY_MAX])
{
	return placet_note_vkey(name, NOTE_ED25519, pub, out);
}

int
placet_note_vkey_parse(const char *vkey, size_t len, enum note_type type,
    char name[PLACET_NAME_MAX], uint8_t pub[32])
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
	    keylen != sizeof key || key[0] != type)
		return PLACET_EFORMAT;
	placet_hex(id, sizeof id, hex);
	if (memcmp(hex, plus + 1, 8) != 0)
		return PLACET_EFORMAT; /* upper case */
	memcpy(name, vkey, namelen);
	name[namelen] = '\0';
	memcpy(pub, key + 1, 32);
	return placet_note_id(name, type, pub) == get32(id) ? PLACET_OK
	                                                    : PLACET_EFORMAT;
}

int
placet_vkey_parse(
    const char *vkey, size_t len, char name[PLACET_NAME_MAX], uint8_t pub[32])
{
	return placet_note_vkey_parse(vkey, len, NOTE_ED25519, name, pub);
}

int
placet_note_write(const char *name, uint32_t id, const void *data, size_t len,
    struct placet_buf *b)
{
	uint8_t bytes[LINE_BYTES];

	if (!placet_name_valid(name, strlen(name)))
		return PLACET_EFORMAT;
	put32(bytes, id);
	memcpy(bytes + 4, data, len);
	placet_buf_printf(b, "%s%s ", dash, name);
	placet_buf_base64(b, bytes, 4 + len);
	placet_buf_byte(b, '\n');
	return b->err;
}

int
placet_note_line(const char *name, const uint8_t pub[32],
    const struct placet_sig *sig, struct placet_buf *b)
{
	return placet_note_write(
	    name, placet_key_id(name, pub), sig->b, sizeof sig->b, b);
}

bool
placet_note_by(const struct placet_note_sig *sig, const char *name, uint32_t id)
{
	return sig->id == id && sig->namelen == strlen(name) &&
	    memcmp(sig->name, name, sig->namelen) == 0;
}

/* "name base64", the base64 of an id and at least one byte. */
static int
line_parse(const char *s, size_t len, struct placet_note_sig *sig)
{
	const char *sp = len > 0 ? memchr(s, ' ', len) : NULL;

	if (sp == NULL)
		return PLACET_EFORMAT;
	sig->name = s;
	sig->namelen = (size_t)(sp - s);
	sig->len = sizeof sig->data;
	if (!placet_name_valid(s, sig->namelen) ||
	    placet_unbase64(
	        sp + 1, len - sig->namelen - 1, sig->data, &sig->len) != 0 ||
	    sig->len < 5)
		return PLACET_EFORMAT;
	sig->id = get32(sig->data);
	sig->len -= 4;
	memmove(sig->data, sig->data + 4, sig->len);
	return PLACET_OK;
}

int
placet_note_next(struct placet_note_lines *lines, struct placet_note_sig *sig)
{
	const size_t n = sizeof dash - 1;
	const char *line = lines->p, *end;
	size_t len;

	if (lines->len == 0)
		return PLACET_EMISSING;
	end = memchr(line, '\n', lines->len);
	if (end == NULL)
		return PLACET_EFORMAT;
	len = (size_t)(end - line);
	lines->p = end + 1;
	lines->len -= len + 1;
	if (len < n || memcmp(line, dash, n) != 0)
		return PLACET_EFORMAT;
	return line_parse(line + n, len - n, sig);
}

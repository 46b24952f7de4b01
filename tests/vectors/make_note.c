/*
 * make_note.c - key names, vkeys, and checkpoints as signed notes
 */
#include <stdio.h>
#include <string.h>

#include <placet/hash.h>
#include <placet/note.h>
#include <placet/text.h>

#include "signer.h"

#define ORIGIN "rennes.example.org/p/42"
#define ROOT   "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
#define TEXT   ORIGIN "\n20852163\n" ROOT "\n"
#define DASH   "\xE2\x80\x94 "

/* --- vkeys -------------------------------------------------------------- */

static void
vkey(struct vec *v, const char *desc, const char *name)
{
	const struct signer s = signer_of(name);
	uint8_t id[4];

	for (int i = 0; i < 4; i++)
		id[i] = (uint8_t)(placet_key_id(name, s.pub) >> (24 - 8 * i));
	vec_case(v, desc);
	vec_text(v, "name", name);
	vec_hex(v, "seed", s.seed.b, sizeof s.seed.b);
	vec_hex(v, "public", s.pub, sizeof s.pub);
	vec_hex(v, "id", id, sizeof id);
	vec_text(v, "vkey", s.vkey);
	vec_end(v);
}

static void
refuse_vkey(struct vec *v, const char *desc, const char *text)
{
	char name[PLACET_NAME_MAX];
	uint8_t pub[32];
	const int err = placet_vkey_parse(text, strlen(text), name, pub);

	must(err != PLACET_OK);
	vec_case(v, desc);
	vec_text(v, "vkey", text);
	vec_refused(v, err);
}

static void
refuse_vkeys(struct vec *v)
{
	const struct signer s = signer_of(ORIGIN);
	const char *const id = strchr(s.vkey, '+');
	const char *const key = strchr(id + 1, '+');
	char text[PLACET_VKEY_MAX + 16];

	refuse_vkey(v, "empty", "");
	refuse_vkey(v, "a name only", ORIGIN);
	snprintf(text, sizeof text, "other.example.org%s", id);
	refuse_vkey(v, "the key id of another name", text);
	snprintf(text, sizeof text, "%s+00000000%s", ORIGIN, key);
	refuse_vkey(v, "a key id of zeros", text);
	snprintf(text, sizeof text, "%s+%.7s%s", ORIGIN, id + 1, key);
	refuse_vkey(v, "a key id of seven digits", text);
	snprintf(text, sizeof text, "%s", s.vkey);
	for (char *p = strchr(text, '+'); *++p != '+';)
		if (*p >= 'a' && *p <= 'f')
			*p = (char)(*p - 'a' + 'A');
	refuse_vkey(v, "a key id in upper case", text);
	snprintf(text, sizeof text, "%s+%.8s+Ag%s", ORIGIN, id + 1, key + 3);
	refuse_vkey(v, "another type of key", text);
	snprintf(text, sizeof text, "%s=", s.vkey);
	refuse_vkey(v, "padding that is not due", text);
	snprintf(text, sizeof text, "%.*s", (int)strlen(s.vkey) - 4, s.vkey);
	refuse_vkey(v, "a key that is too short", text);
	snprintf(text, sizeof text, "a b%s", id);
	refuse_vkey(v, "a name with a space", text);
	refuse_vkey(v, "no name", id);
}

/* --- checkpoints -------------------------------------------------------- */

static void
checkpoint(struct vec *v, const char *desc, const struct placet_buf *note)
{
	const struct signer s = signer_of(ORIGIN);
	struct placet_checkpoint cp;

	must(note->err == PLACET_OK);
	must(placet_checkpoint_open(note->data, note->len, s.pub, &cp) ==
	    PLACET_OK);
	vec_case(v, desc);
	vec_text(v, "vkey", s.vkey);
	vec_text(v, "origin", cp.origin);
	vec_number(v, "size", cp.size);
	vec_hex(v, "root", cp.root.b, sizeof cp.root.b);
	vec_textn(v, "text", note->data, cp.textlen);
	vec_textn(v, "note", note->data, note->len);
	vec_end(v);
}

static void
checkpoints(struct vec *v)
{
	const struct signer s = signer_of(ORIGIN);
	const struct signer other = signer_of("witness.example.net");
	struct signer same = signer_of("another.key");
	struct placet_buf b = { 0 };
	char text[256], root[64];
	struct placet_hash h;

	signer_note(&s, TEXT, &b);
	checkpoint(v, "signed by its log", &b);
	placet_buf_clear(&b);
	placet_sha256("", 0, &h);
	placet_base64(h.b, sizeof h.b, root);
	snprintf(text, sizeof text, "%s\n0\n%s\n", ORIGIN, root);
	signer_note(&s, text, &b);
	checkpoint(v, "of an empty log", &b);
	placet_buf_clear(&b);
	signer_note(&s, ORIGIN "\n9223372036854775807\n" ROOT "\n", &b);
	checkpoint(v, "of the largest log", &b);
	placet_buf_clear(&b);
	signer_note(&s, TEXT "an extension\n", &b);
	checkpoint(v, "with an extension, which is signed, too", &b);
	placet_buf_clear(&b);
	same.name = ORIGIN;
	signer_note(&same, TEXT, &b);
	signer_sign(&other, TEXT, strlen(TEXT), &b);
	signer_sign(&s, TEXT, strlen(TEXT), &b);
	checkpoint(v, "keys that are not known are not looked at", &b);
	placet_buf_clear(&b);
	signer_note(&s, TEXT, &b);
	for (int i = 0; i < 16; i++)
		signer_sign(&other, TEXT, strlen(TEXT), &b);
	checkpoint(v, "with 17 signatures", &b);
	placet_buf_release(&b);
}

static void
refuse_note(
    struct vec *v, const char *desc, const void *note, size_t len, int want)
{
	const struct signer s = signer_of(ORIGIN);
	struct placet_checkpoint cp;

	vec_expect(desc, placet_checkpoint_open(note, len, s.pub, &cp), want);
	vec_case(v, desc);
	vec_text(v, "vkey", s.vkey);
	vec_base64(v, "base64", note, len);
	vec_refused(v, want);
}

/* A text that is no checkpoint, well signed. */
static void
refuse_text(struct vec *v, const char *desc, const char *text, int want)
{
	const struct signer s = signer_of(ORIGIN);
	struct placet_buf b = { 0 };

	signer_note(&s, text, &b);
	refuse_note(v, desc, b.data, b.len, want);
	placet_buf_release(&b);
}

static void
refuse_texts(struct vec *v)
{
	static const struct {
		const char *desc, *text;
	} bad[] = {
		{ "no root", ORIGIN "\n1\n" },
		{ "no origin", "\n1\n" ROOT "\n" },
		{ "an origin with a space", "a b\n1\n" ROOT "\n" },
		{ "an origin with a plus", "a+b\n1\n" ROOT "\n" },
		{ "a leading zero", ORIGIN "\n01\n" ROOT "\n" },
		{ "a sign", ORIGIN "\n+1\n" ROOT "\n" },
		{ "a negative size", ORIGIN "\n-1\n" ROOT "\n" },
		{ "a size over 2^63",
		    ORIGIN "\n9223372036854775808\n" ROOT "\n" },
		{ "no size", ORIGIN "\n\n" ROOT "\n" },
		{ "a size in hexadecimal", ORIGIN "\n0x1\n" ROOT "\n" },
		{ "a root of 31 bytes",
		    ORIGIN
		    "\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\n" },
		{ "a root without padding",
		    ORIGIN
		    "\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" },
		{ "a root with stray bits",
		    ORIGIN
		    "\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n" },
		{ "a root in base64url",
		    ORIGIN
		    "\n1\n____________________________________________8=\n" },
		{ "an empty log with a root", ORIGIN "\n0\n" ROOT "\n" },
		{ "an extension that is empty", TEXT "\nmore\n" },
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		refuse_text(v, bad[i].desc, bad[i].text, PLACET_EFORMAT);
	refuse_text(v, "carriage returns", ORIGIN "\r\n1\r\n" ROOT "\r\n",
	    PLACET_EUTF8);
	refuse_text(v, "no UTF-8", TEXT "\xff\n", PLACET_EUTF8);
	refuse_text(v, "a control character", TEXT "\x01\n", PLACET_EUTF8);
}

/* The note of TEXT with these lines for signatures. */
static void
refuse_lines(struct vec *v, const char *desc, const char *lines, int want)
{
	struct placet_buf b = { 0 };

	placet_buf_printf(&b, "%s\n%s", TEXT, lines);
	refuse_note(v, desc, b.data, b.len, want);
	placet_buf_release(&b);
}

static void
refuse_signatures(struct vec *v)
{
	const struct signer s = signer_of(ORIGIN);
	struct signer other = signer_of("another.key");
	struct placet_buf line = { 0 }, b = { 0 };

	signer_sign(&s, TEXT, strlen(TEXT), &line);
	placet_buf_str(&b, line.data);
	signer_sign(&s, "something else\n", 15, &b);
	refuse_lines(
	    v, "a second line by the log that is false", b.data, PLACET_ESIG);
	placet_buf_clear(&b);
	signer_sign(&s, "something else\n", 15, &b);
	refuse_lines(v, "a signature of another text", b.data, PLACET_ESIG);
	placet_buf_clear(&b);
	other.name = ORIGIN;
	signer_sign(&other, TEXT, strlen(TEXT), &b);
	refuse_lines(
	    v, "another key under the log's name", b.data, PLACET_EKEY);
	placet_buf_clear(&b);
	placet_buf_printf(&b, "- %s", line.data + strlen(DASH));
	refuse_lines(v, "a hyphen for a dash", b.data, PLACET_EFORMAT);
	placet_buf_clear(&b);
	placet_buf_printf(&b, "%s\n", line.data);
	refuse_lines(v, "an empty line at the end", b.data, PLACET_EFORMAT);
	placet_buf_clear(&b);
	placet_buf_printf(&b, "%smore\n", line.data);
	refuse_lines(v, "a line that is no signature", b.data, PLACET_EFORMAT);
	refuse_lines(v, "no signature", "", PLACET_EFORMAT);
	refuse_lines(v, "no base64", DASH ORIGIN " AAAA*AAA\n", PLACET_EFORMAT);
	refuse_lines(
	    v, "an id only", DASH ORIGIN " AAAAAA==\n", PLACET_EFORMAT);
	placet_buf_clear(&b);
	for (int i = 0; i < 65; i++)
		placet_buf_str(&b, line.data);
	refuse_lines(v, "65 signatures", b.data, PLACET_ELIMIT);
	placet_buf_clear(&b);
	placet_buf_printf(&b, "%s\n%s", TEXT, line.data);
	refuse_note(
	    v, "no newline at the end", b.data, b.len - 1, PLACET_EFORMAT);
	b.data[strlen(ORIGIN) + 1] = '3';
	refuse_note(v, "one digit of the size", b.data, b.len, PLACET_ESIG);
	refuse_note(v, "empty", "", 0, PLACET_EFORMAT);
	placet_buf_release(&line);
	placet_buf_release(&b);
}

void
make_note(struct vec *v)
{
	vec_text(v, "about",
	    "C2SP signed-note and tlog-checkpoint with Ed25519: vkeys, and "
	    "checkpoints opened with the key of their log. Seeds are secret "
	    "keys of RFC 8032, for tests only.");
	vec_text(v, "source", "tests/vectors/make_note.c");
	vec_array(v, "vkey");
	vkey(v, "of a petition's log", ORIGIN);
	vkey(v, "of a host", "rennes.example.org");
	vkey(v, "of a name beyond ASCII", "pétition.example.org");
	vec_end(v);
	vec_array(v, "refuse_vkey");
	refuse_vkeys(v);
	vec_end(v);
	vec_array(v, "checkpoint");
	checkpoints(v);
	vec_end(v);
	vec_array(v, "refuse_checkpoint");
	refuse_texts(v);
	refuse_signatures(v);
	vec_end(v);
}

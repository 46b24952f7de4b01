/*
 * fuzz_cosign.c - cosignatures and witnesses' keys have one spelling each
 *
 * Input: a verifier key, or a note.
 */
#include <string.h>

#include <placet/cosign.h>

#include "fuzz.h"

static void
vkey(const char *s, size_t size)
{
	char name[PLACET_NAME_MAX], again[PLACET_VKEY_MAX];
	uint8_t pub[32];

	if (placet_cosign_vkey_parse(s, size, name, pub) != 0)
		return;
	promise(placet_vkey_parse(s, size, name, pub) != 0);
	promise(placet_cosign_vkey(name, pub, again) == 0);
	promise(strlen(again) == size && memcmp(again, s, size) == 0);
}

/* What parses is written back as it was but for the id, which needs a key. */
static void
line(const struct placet_note_sig *sig)
{
	static const uint8_t pub[32];
	struct placet_note_lines lines;
	struct placet_note_sig back;
	struct placet_cosign c;
	struct placet_buf b = { 0 };
	char name[PLACET_NAME_MAX];

	if (placet_cosign_parse(sig, &c) != 0)
		return;
	promise(c.time > 0 && c.time <= INT64_MAX);
	memcpy(name, sig->name, sig->namelen);
	name[sig->namelen] = '\0';
	promise(placet_cosign_line(name, pub, &c, &b) == 0);
	lines = (struct placet_note_lines){ b.data, b.len };
	promise(placet_note_next(&lines, &back) == 0);
	promise(back.len == sig->len && back.namelen == sig->namelen);
	promise(memcmp(back.data, sig->data, sig->len) == 0);
	promise(placet_note_next(&lines, &back) == PLACET_EMISSING);
	placet_buf_release(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* The witness of the corpus, of the seed 2, 0, 0 and so on. */
	static const struct placet_seed seed = { { 2 } };
	struct placet_note_lines lines;
	struct placet_note_sig sig;
	struct placet_checkpoint cp;
	struct placet_cosign c;
	size_t n = 0;
	uint8_t pub[32];
	int err;

	vkey((const char *)data, size);
	promise(placet_public(&seed, pub) == 0);
	err = placet_cosign_check(
	    data, size, "witness.example.org/w1", pub, &c);
	if (placet_checkpoint_parse(data, size, &cp) != 0) {
		promise(err != 0);
		return 0;
	}
	promise(err == 0 || err == PLACET_EKEY || err == PLACET_ESIG);
	if (err == 0)
		promise(placet_cosign_verify(&c, data, cp.textlen, pub) == 0);
	placet_note_begin(data, size, &cp, &lines);
	for (; (err = placet_note_next(&lines, &sig)) == 0; n++)
		line(&sig);
	promise(err == PLACET_EMISSING && n > 0 && n <= PLACET_NOTE_LINES);
	return 0;
}

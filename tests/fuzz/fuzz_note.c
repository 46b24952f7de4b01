/*
 * fuzz_note.c - verifier keys and checkpoints have one spelling each
 */
#include <string.h>

#include <placet/note.h>

#include "fuzz.h"

static void
vkey(const char *s, size_t size)
{
	char name[PLACET_NAME_MAX], again[PLACET_VKEY_MAX];
	uint8_t pub[32];

	if (placet_vkey_parse(s, size, name, pub) != 0)
		return;
	promise(placet_vkey(name, pub, again) == 0);
	promise(strlen(again) == size && memcmp(again, s, size) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* The key of the corpus: of the seed 1, 0, 0 and so on. */
	static const struct placet_seed seed = { { 1 } };
	struct placet_checkpoint cp;
	struct placet_buf text = { 0 };
	uint8_t pub[32];
	int err;

	vkey((const char *)data, size);
	promise(placet_public(&seed, pub) == 0);
	err = placet_checkpoint_open(data, size, pub, &cp);
	if (placet_checkpoint_parse(data, size, &cp) != 0) {
		promise(err != 0);
		return 0;
	}
	promise(err == 0 || err == PLACET_EKEY || err == PLACET_ESIG);
	promise(cp.textlen < size && data[cp.textlen] == '\n');
	promise(
	    placet_checkpoint_text(cp.origin, cp.size, &cp.root, &text) == 0);
	promise(
	    text.len <= cp.textlen && memcmp(text.data, data, text.len) == 0);
	placet_buf_release(&text);
	return 0;
}

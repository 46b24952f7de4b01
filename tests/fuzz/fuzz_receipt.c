/*
 * fuzz_receipt.c - what is read of a receipt is written back as it was
 */
#include <string.h>

#include <placet/note.h>

#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct placet_seed seed = { { 1 } };
	struct placet_checkpoint cp;
	struct placet_receipt r;
	struct placet_buf b = { 0 };
	uint8_t pub[32];

	if (placet_receipt_parse(data, size, &r) == 0) {
		promise(placet_receipt_write(r.index, r.path, r.npath, r.extra,
		            r.extralen, r.note, r.notelen, &b) == 0);
		promise(b.len == size && memcmp(b.data, data, size) == 0);
		promise(placet_public(&seed, pub) == 0);
		/* The entry of the corpus; the outcome is for unit tests. */
		(void)!placet_receipt_verify(&r, "entry", 5, pub, &cp);
	}
	placet_receipt_release(&r);
	placet_buf_release(&b);
	return 0;
}

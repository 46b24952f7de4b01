/*
 * fuzz_integrity.c - what we sign verifies, also when it has been written
 * and read again; what others signed is refused or taken whole
 */
#include <string.h>

#include <placet/integrity.h>

#include "fuzz.h"

static const struct placet_seed seed = { { 0x9d, 0x61, 0xb1 } };
static const char method[] = "https://a.example/u#key";

enum { CREATED_AT = 1677281798 };

static void
foreign(struct placet_arena *a, const struct placet_json *doc)
{
	struct placet_integrity in, again;
	uint8_t pub[32];
	int err;

	if (placet_integrity_open(a, doc, &in) != 0)
		return;
	promise(strncmp(in.method, in.controller, strlen(in.controller)) == 0);
	promise(strchr(in.controller, '#') == NULL && in.controller[0] != 0);
	promise(placet_public(&seed, pub) == 0);
	err = placet_integrity_check(&in, pub, CREATED_AT);
	promise(err == 0 || err == PLACET_ESIG || err == PLACET_ERANGE);
	promise(in.expires >= CREATED_AT || err == PLACET_ERANGE);
	promise(placet_integrity_open(a, doc, &again) == 0);
	promise(memcmp(in.tbs, again.tbs, sizeof in.tbs) == 0);
}

static void
own(struct placet_arena *a, struct placet_json *doc)
{
	struct placet_buf b = { 0 };
	struct placet_integrity in, back;
	struct placet_json *again;
	uint8_t pub[32];

	if (placet_integrity_sign(a, doc, &seed, method, CREATED_AT) != 0)
		return;
	promise(placet_public(&seed, pub) == 0);
	promise(placet_integrity_open(a, doc, &in) == 0);
	promise(strcmp(in.method, method) == 0);
	promise(in.created == CREATED_AT && in.expires == INT64_MAX);
	promise(placet_integrity_check(&in, pub, CREATED_AT) == 0);
	placet_json_write(&b, doc);
	promise(b.err == 0);
	/* With its proof it may be too deep or too large to be read. */
	if (placet_json_parse(a, b.data, b.len, NULL, &again) == 0) {
		promise(placet_integrity_open(a, again, &back) == 0);
		promise(memcmp(in.tbs, back.tbs, sizeof in.tbs) == 0);
		promise(placet_integrity_check(&back, pub, CREATED_AT) == 0);
	}
	placet_buf_release(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct placet_arena arena = { 0 };
	struct placet_json *doc;

	if (placet_json_parse(&arena, data, size, NULL, &doc) == 0) {
		foreign(&arena, doc);
		own(&arena, doc);
	}
	placet_arena_end(&arena);
	return 0;
}

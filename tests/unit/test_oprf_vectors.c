/*
 * test_oprf_vectors.c - RFC 9497 with ristretto255-SHA512, against its vectors
 *
 * allVectors.json is the file of the CFRG that appendix A of the RFC was made
 * from.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <placet/json.h>
#include <placet/oprf.h>

#include "data.h"
#include "hex.h"

#define works(call) assert_int_equal(call, PLACET_OK)

enum { MODES = 2, CASES = 5, BATCHES = 1, BATCH = 2 };

static void
bytes_are(const void *got, const char *hex, size_t len)
{
	struct hex want;

	assert_non_null(hex);
	want = unhex(hex);
	assert_int_equal(want.len, len);
	assert_memory_equal(got, want.b, len);
}

/* The next of a list of hex strings with commas between, into out. */
static bool
next_piece(const char **list, void *out, size_t room, size_t *len)
{
	const size_t n = strcspn(*list, ",");

	if (n == 0)
		return false;
	assert_true(n % 2 == 0 && n / 2 <= room);
	works(placet_unhex(*list, n, out, n / 2));
	*len = n / 2;
	*list += n + ((*list)[n] == ',');
	return true;
}

static void
proof_is(const struct placet_json *v, const struct placet_oprf_key *key,
    const struct placet_oprf_element *in, const struct placet_oprf_element *out,
    size_t n)
{
	const struct placet_json *doc = placet_json_get(v, "Proof");
	struct placet_oprf_proof proof;
	struct placet_oprf_scalar r;

	memcpy(r.b, unhex(placet_json_text(doc, "r")).b, sizeof r.b);
	works(placet_oprf_prove(key, in, out, n, &r, &proof));
	bytes_are(proof.b, placet_json_text(doc, "proof"), sizeof proof.b);
	works(placet_oprf_verify(&key->pk, in, out, n, &proof));
}

/* One vector, of one input or several; returns of how many. */
static size_t
run_vector(const struct placet_json *v, const struct placet_oprf_key *key,
    enum placet_oprf_mode mode)
{
	const char *inputs = placet_json_text(v, "Input");
	const char *blinds = placet_json_text(v, "Blind");
	const char *blinded = placet_json_text(v, "BlindedElement");
	const char *evaluated = placet_json_text(v, "EvaluationElement");
	const char *outputs = placet_json_text(v, "Output");
	struct placet_oprf_element in[BATCH], out[BATCH], want;
	struct placet_oprf_scalar blind;
	struct placet_oprf_output got, output;
	uint8_t input[64];
	size_t n = 0, len, l;

	for (; next_piece(&inputs, input, sizeof input, &len); n++) {
		assert_true(n < BATCH);
		assert_true(next_piece(&blinds, &blind, sizeof blind, &l));
		assert_true(next_piece(&blinded, &want, sizeof want, &l));
		works(placet_oprf_blind(mode, input, len, &blind, &in[n]));
		assert_memory_equal(&in[n], &want, sizeof want);
		works(placet_oprf_evaluate(&key->sk, &in[n], 1, &out[n]));
		assert_true(next_piece(&evaluated, &want, sizeof want, &l));
		assert_memory_equal(&out[n], &want, sizeof want);
		works(placet_oprf_finalize(input, len, &blind, &out[n], &got));
		assert_true(next_piece(&outputs, &output, sizeof output, &l));
		assert_memory_equal(&got, &output, sizeof got);
	}
	assert_int_equal(n, placet_json_integer(v, "Batch", 0));
	if (mode == PLACET_VOPRF)
		proof_is(v, key, in, out, n);
	return n;
}

/* All vectors of one mode; returns how many, and counts those of several. */
static int
run_mode(
    const struct placet_json *suite, enum placet_oprf_mode mode, int *batches)
{
	const struct placet_json *list = placet_json_get(suite, "vectors");
	const struct hex seed = unhex(placet_json_text(suite, "seed"));
	const struct hex info = unhex(placet_json_text(suite, "keyInfo"));
	struct placet_oprf_key key;
	int count = 0;

	assert_int_equal(seed.len, 32);
	works(placet_oprf_key_derive(mode, seed.b, info.b, info.len, &key));
	bytes_are(key.sk.b, placet_json_text(suite, "skSm"), sizeof key.sk.b);
	if (mode == PLACET_VOPRF)
		bytes_are(
		    key.pk.b, placet_json_text(suite, "pkSm"), sizeof key.pk.b);
	assert_non_null(list);
	for (const struct placet_json *v = list->first; v != NULL;
	     v = v->next, count++)
		*batches += run_vector(v, &key, mode) > 1;
	return count;
}

static void
vectors_of_the_rfc_hold(void **state)
{
	const struct placet_json_limits limits = { .size = 1 << 20,
		.values = 1 << 16 };
	struct placet_arena arena = { 0 };
	struct placet_json *doc;
	int modes = 0, cases = 0, batches = 0;
	char path[1024];
	struct file f = file_read(
	    data_path("oprf/allVectors.json", path, sizeof path));

	(void)state;
	if (f.data == NULL) {
		print_message("# oprf: skipped, no %s\n", path);
		return;
	}
	works(placet_json_parse(&arena, f.data, f.len, &limits, &doc));
	for (const struct placet_json *s = doc->first; s != NULL; s = s->next) {
		const int64_t mode = placet_json_integer(s, "mode", -1);
		const char *name = placet_json_text(s, "identifier");

		assert_non_null(name);
		if (strcmp(name, "ristretto255-SHA512") != 0 || mode > 1)
			continue;
		cases += run_mode(s, (enum placet_oprf_mode)mode, &batches);
		modes++;
	}
	print_message("# oprf: %d cases of %d modes, %d of them of a batch\n",
	    cases, modes, batches);
	assert_int_equal(modes, MODES);
	assert_int_equal(cases, CASES);
	assert_int_equal(batches, BATCHES);
	placet_arena_end(&arena);
	free(f.data);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vectors_of_the_rfc_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

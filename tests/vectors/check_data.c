/*
 * check_data.c - reads addresses, the OPRF, JSON, and the spellings of keys
 */
#include <placet/jcs.h>
#include <placet/multikey.h>
#include <placet/note.h>
#include <placet/oprf.h>

#include "read.h"

int
read_email(const struct placet_json *v)
{
	const char *s = read_text(v, "address");
	char norm[PLACET_EMAIL_SIZE];
	const int err = placet_email_norm(s, strlen(s), norm);

	return err != PLACET_OK ? err
	                        : same_text(v, "norm", norm, strlen(norm));
}

/* --- the oblivious function --------------------------------------------- */

static struct placet_oprf_element
read_element(const struct placet_json *v, const char *name)
{
	const struct placet_hash h = read_hash(v, name);
	struct placet_oprf_element e;

	memcpy(e.b, h.b, sizeof e.b);
	return e;
}

static struct placet_oprf_scalar
read_scalar(const struct placet_json *v, const char *name)
{
	const struct placet_hash h = read_hash(v, name);
	struct placet_oprf_scalar s;

	memcpy(s.b, h.b, sizeof s.b);
	return s;
}

static size_t
read_elements(const struct placet_json *v, const char *name,
    struct placet_oprf_element *e)
{
	size_t n = 0;

	for (v = read_list(v, name)->first; v != NULL; v = v->next) {
		must(n < PLACET_OPRF_BATCH);
		e[n++] = read_element(v, NULL);
	}
	return n;
}

/* The holder's side, when its secrets are there. */
static int
evaluate_again(const struct placet_json *v,
    const struct placet_oprf_element *in, const struct placet_oprf_element *out,
    size_t n)
{
	const struct placet_oprf_scalar sk = read_scalar(v, "sk");
	const struct placet_oprf_scalar nonce = read_scalar(v, "nonce");
	struct placet_oprf_element again[PLACET_OPRF_BATCH];
	struct placet_oprf_proof proof;
	struct placet_oprf_key key;

	if (placet_oprf_key_of(&sk, &key) != PLACET_OK ||
	    placet_oprf_evaluate(&sk, in, n, again) != PLACET_OK ||
	    memcmp(again, out, n * sizeof *out) != 0 ||
	    placet_oprf_prove(&key, in, out, n, &nonce, &proof) != PLACET_OK)
		return WRONG;
	return same_hex(v, "pk", key.pk.b, sizeof key.pk.b) |
	    same_hex(v, "proof", proof.b, sizeof proof.b);
}

int
read_evaluation(const struct placet_json *v)
{
	const struct placet_oprf_element pk = read_element(v, "pk");
	const struct bytes b = read_bytes(v, "proof");
	struct placet_oprf_element in[PLACET_OPRF_BATCH];
	struct placet_oprf_element out[PLACET_OPRF_BATCH];
	const size_t n = read_elements(v, "blinded", in);
	struct placet_oprf_proof proof;
	int err;

	if (b.len != sizeof proof.b || read_elements(v, "evaluated", out) != n)
		return WRONG;
	memcpy(proof.b, b.b, sizeof proof.b);
	err = placet_oprf_verify(&pk, in, out, n, &proof);
	if (err != PLACET_OK || placet_json_get(v, "sk") == NULL)
		return err;
	return evaluate_again(v, in, out, n);
}

int
read_two_holders(const struct placet_json *v)
{
	const struct bytes input = read_bytes(v, "input");
	const struct placet_oprf_scalar blind = read_scalar(v, "blind");
	const struct placet_oprf_element h = read_element(v, "evaluated_h");
	const struct placet_oprf_element k = read_element(v, "evaluated_k");
	struct placet_oprf_element in, sum;
	struct placet_oprf_output out;

	if (placet_oprf_blind(PLACET_VOPRF, input.b, input.len, &blind, &in) !=
	        PLACET_OK ||
	    placet_oprf_add(&h, &k, &sum) != PLACET_OK ||
	    placet_oprf_finalize(input.b, input.len, &blind, &sum, &out) !=
	        PLACET_OK)
		return WRONG;
	return same_hex(v, "blinded", in.b, sizeof in.b) |
	    same_hex(v, "sum", sum.b, sizeof sum.b) |
	    same_hex(v, "output", out.b, sizeof out.b) |
	    same_hex(v, "nullifier", out.b, 32);
}

int
read_key_sum(const struct placet_json *v)
{
	const struct placet_oprf_element h = read_element(v, "pk_h");
	const struct placet_oprf_element k = read_element(v, "pk_k");
	struct placet_oprf_element sum;
	const int err = placet_oprf_add(&h, &k, &sum);

	return err != PLACET_OK ? err : same_hex(v, "sum", sum.b, 32);
}

/* --- JSON --------------------------------------------------------------- */

int
read_json(const struct placet_json *v)
{
	const struct bytes b = read_bytes(v, "base64");
	struct placet_arena a = { 0 };
	struct placet_json *doc;
	const int err = placet_json_parse(&a, b.b, b.len, NULL, &doc);

	placet_arena_end(&a);
	return err;
}

int
read_canonical(const struct placet_json *v)
{
	const struct placet_json *text = placet_json_get(v, "json");
	struct placet_arena a = { 0 };
	struct placet_buf b = { 0 };
	struct placet_json *doc;
	int err = placet_json_parse(&a, text->str, text->len, NULL, &doc);

	if (err == PLACET_OK)
		err = placet_jcs(doc, &b);
	if (err == PLACET_OK)
		err = same_text(v, "jcs", b.data, b.len);
	placet_buf_release(&b);
	placet_arena_end(&a);
	return err;
}

int
read_number(const struct placet_json *v)
{
	const struct bytes b = read_bytes(v, "ieee754");
	char text[PLACET_JCS_NUMBER_SIZE];
	uint64_t bits = 0;
	double d;
	int err;

	if (b.len != sizeof bits)
		return WRONG;
	for (size_t i = 0; i < sizeof bits; i++)
		bits = bits << 8 | b.b[i];
	memcpy(&d, &bits, sizeof d);
	err = placet_jcs_number(d, text);
	return err != PLACET_OK ? err : same_text(v, "jcs", text, strlen(text));
}

/* --- keys --------------------------------------------------------------- */

int
read_base58(const struct placet_json *v)
{
	const struct bytes b = read_bytes(v, "hex");
	const char *s = read_text(v, "base58");
	char text[PLACET_BASE58_SIZE(PLACET_BASE58_MAX)];
	uint8_t back[PLACET_BASE58_MAX];
	size_t len = sizeof back;
	int err = placet_unbase58(s, strlen(s), back, &len);

	if (err == PLACET_OK)
		err = placet_base58(b.b, b.len, text);
	if (err != PLACET_OK)
		return err;
	return same_hex(v, "hex", back, len) |
	    same_text(v, "base58", text, strlen(text));
}

int
read_multikey(const struct placet_json *v)
{
	const char *s = read_text(v, "multikey");
	char text[PLACET_MULTIKEY_SIZE], did[PLACET_DID_KEY_SIZE];
	struct placet_seed seed;
	struct placet_hash h;
	uint8_t pub[32];
	int err = placet_multikey_parse(s, strlen(s), pub);

	if (err != PLACET_OK)
		return err;
	err = same_hex(v, "public", pub, sizeof pub);
	h = read_hash(v, "seed");
	memcpy(seed.b, h.b, sizeof seed.b);
	must(placet_public(&seed, pub) == PLACET_OK);
	placet_multikey(pub, text);
	placet_did_key(pub, did);
	return err | same_text(v, "multikey", text, strlen(text)) |
	    same_text(v, "did", did, strlen(did));
}

int
read_did(const struct placet_json *v)
{
	const char *s = read_text(v, "did");
	uint8_t pub[32];

	return placet_did_key_parse(s, strlen(s), pub);
}

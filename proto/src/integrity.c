/*
 * integrity.c - FEP-8b32 with eddsa-jcs-2022
 *
 * Hashed is a copy of the top of the document, whose members point into the
 * document itself: what is left out or replaced is so in the copy only.
 */
#include <string.h>

#include <placet/hash.h>
#include <placet/integrity.h>
#include <placet/jcs.h>
#include <placet/multikey.h>
#include <placet/time.h>

/* Canonical numbers may be longer than they came, but not by this much. */
enum { JCS_MAX = 4 << 20 };

static const char proof_type[] = "DataIntegrityProof";
static const char suite[] = "eddsa-jcs-2022";
static const char purpose[] = "assertionMethod";

/* --- what is signed ----------------------------------------------------- */

static int
hash_canonical(const struct placet_json *v, uint8_t out[32])
{
	struct placet_buf b = { .ceiling = JCS_MAX };
	struct placet_hash hash;
	const int err = placet_jcs(v, &b);

	if (err == 0) {
		placet_sha256(b.data, b.len, &hash);
		memcpy(out, hash.b, sizeof hash.b);
	}
	placet_buf_release(&b);
	return err;
}

static bool
named(const struct placet_json *m, const char *name)
{
	return m->namelen == strlen(name) &&
	    memcmp(m->name, name, m->namelen) == 0;
}

/* A second handle on v, to hang elsewhere under that name. */
static struct placet_json *
alias(struct placet_arena *a, const struct placet_json *v, const char *name)
{
	struct placet_json *copy = placet_json_new(a, v->type);

	if (copy == NULL)
		return NULL;
	*copy = *v;
	copy->next = NULL;
	copy->name = name;
	copy->namelen = strlen(name);
	return copy;
}

/* The object less two members; NULL when out of memory. */
static struct placet_json *
without(struct placet_arena *a, const struct placet_json *object,
    const char *one, const char *two)
{
	struct placet_json *copy = placet_json_new(a, PLACET_JSON_OBJECT);

	for (struct placet_json *m = object->first; copy != NULL && m != NULL;
	     m = m->next) {
		struct placet_json *same;

		if (named(m, one) || named(m, two))
			continue;
		same = alias(a, m, m->name);
		if (same == NULL)
			return NULL;
		placet_json_push(copy, same);
	}
	return copy;
}

/* `options` is a proof with or without its proofValue. */
static int
hash_both(struct placet_arena *a, const struct placet_json *doc,
    const struct placet_json *options, uint8_t tbs[64])
{
	const struct placet_json *context = placet_json_get(
	    options, "@context");
	struct placet_json *config, *plain, *own;
	int err;

	config = without(a, options, "proofValue", "proofValue");
	plain = without(a, doc, "proof", "signature");
	if (config == NULL || plain == NULL)
		return PLACET_ENOMEM;
	if (context != NULL) {
		own = alias(a, context, "@context");
		if (own == NULL)
			return PLACET_ENOMEM;
		placet_json_set(a, plain, "@context", own);
		if (placet_json_get(plain, "@context") != own)
			return PLACET_ENOMEM;
	}
	err = hash_canonical(config, tbs);
	return err == 0 ? hash_canonical(plain, tbs + 32) : err;
}

/* --- signing ------------------------------------------------------------ */

/* Is this a URL with at most one fragment, and something in front of it? */
static int
method_valid(const char *method, size_t len)
{
	const char *hash = memchr(method, '#', len);

	if (len > PLACET_INTEGRITY_METHOD)
		return PLACET_ELIMIT;
	for (size_t i = 0; i < len; i++)
		if ((uint8_t)method[i] <= ' ' || method[i] == '\x7f')
			return PLACET_EFORMAT;
	if (len == 0 || hash == method ||
	    (hash != NULL &&
	        memchr(hash + 1, '#', len - (size_t)(hash + 1 - method)) !=
	            NULL))
		return PLACET_EFORMAT;
	return PLACET_OK;
}

/* A string or an object, or an array of some of them. */
static bool
context_valid(const struct placet_json *context)
{
	if (context->type == PLACET_JSON_ARRAY)
		return context->first != NULL;
	return context->type == PLACET_JSON_STRING ||
	    context->type == PLACET_JSON_OBJECT;
}

static void
set_text(struct placet_arena *a, struct placet_json *object, const char *name,
    const char *text)
{
	placet_json_set(
	    a, object, name, placet_json_new_text(a, text, strlen(text)));
}

/* The proof but for its value; NULL when out of memory. */
static struct placet_json *
config_new(struct placet_arena *a, const struct placet_json *context,
    const char *method, const char *created)
{
	struct placet_json *config = placet_json_new(a, PLACET_JSON_OBJECT);

	placet_json_set(a, config, "@context", alias(a, context, "@context"));
	set_text(a, config, "type", proof_type);
	set_text(a, config, "cryptosuite", suite);
	set_text(a, config, "verificationMethod", method);
	set_text(a, config, "proofPurpose", purpose);
	set_text(a, config, "created", created);
	return config != NULL && config->count == 6 ? config : NULL;
}

int
placet_integrity_prepare(struct placet_arena *a, const struct placet_json *doc,
    const char *method, int64_t created, struct placet_json **proof,
    uint8_t tbs[64])
{
	const struct placet_json *context = placet_json_get(doc, "@context");
	char at[PLACET_TIME_SIZE];
	int err;

	*proof = NULL;
	if (doc->type != PLACET_JSON_OBJECT ||
	    placet_json_get(doc, "signature") != NULL)
		return PLACET_ETYPE;
	if (placet_json_get(doc, "proof") != NULL)
		return PLACET_EDUP;
	if (context == NULL || !context_valid(context))
		return PLACET_EMISSING;
	err = method_valid(method, strlen(method));
	if (err == 0)
		err = placet_time_write(created, at);
	if (err != 0)
		return err;
	*proof = config_new(a, context, method, at);
	return *proof != NULL ? hash_both(a, doc, *proof, tbs) : PLACET_ENOMEM;
}

int
placet_integrity_attach(struct placet_arena *a, struct placet_json *doc,
    struct placet_json *proof, const struct placet_sig *sig)
{
	char text[PLACET_BASE58_SIZE(sizeof sig->b) + 1] = "";
	int err = placet_multibase(sig->b, sizeof sig->b, text);

	set_text(a, proof, "proofValue", text);
	placet_json_set(a, doc, "proof", proof);
	/* The setters say nothing when memory ends. */
	if (placet_json_get(doc, "proof") != proof ||
	    placet_json_text(proof, "proofValue") == NULL)
		err = PLACET_ENOMEM;
	return err;
}

int
placet_integrity_sign(struct placet_arena *a, struct placet_json *doc,
    const struct placet_seed *seed, const char *method, int64_t created)
{
	struct placet_json *proof;
	struct placet_sig sig;
	uint8_t tbs[64];
	int err;

	err = placet_integrity_prepare(a, doc, method, created, &proof, tbs);
	if (err == 0)
		err = placet_sign(seed, tbs, sizeof tbs, &sig);
	return err == 0 ? placet_integrity_attach(a, doc, proof, &sig) : err;
}

/* --- finding ------------------------------------------------------------ */

static bool
says(const struct placet_json *object, const char *name, const char *text)
{
	const struct placet_json *own = placet_json_get(object, name);

	return own != NULL && own->type == PLACET_JSON_STRING &&
	    own->len == strlen(text) && memcmp(own->str, text, own->len) == 0;
}

static bool
is_ours(const struct placet_json *proof)
{
	return says(proof, "type", proof_type) &&
	    says(proof, "cryptosuite", suite);
}

/* The one proof, or the first of ours. */
static int
find(const struct placet_json *doc, const struct placet_json **out)
{
	const struct placet_json *proof = placet_json_get(doc, "proof");
	const struct placet_json *found = NULL;

	if (doc->type != PLACET_JSON_OBJECT)
		return PLACET_ETYPE;
	if (proof == NULL)
		return PLACET_EMISSING;
	if (proof->type == PLACET_JSON_OBJECT) {
		*out = proof;
		return is_ours(proof) ? PLACET_OK : PLACET_ETYPE;
	}
	if (proof->type != PLACET_JSON_ARRAY)
		return PLACET_EFORMAT;
	if (proof->count > PLACET_INTEGRITY_PROOFS)
		return PLACET_ELIMIT;
	for (struct placet_json *m = proof->first; m != NULL; m = m->next) {
		if (m->type != PLACET_JSON_OBJECT)
			return PLACET_EFORMAT;
		if (found == NULL && is_ours(m))
			found = m;
	}
	*out = found;
	return found != NULL ? PLACET_OK : PLACET_ETYPE;
}

/* Options that we would have to honour and cannot. */
static int
options_check(const struct placet_json *proof)
{
	static const char *const binding[] = { "domain", "challenge",
		"previousProof" };

	for (size_t i = 0; i < sizeof binding / sizeof *binding; i++)
		if (placet_json_get(proof, binding[i]) != NULL)
			return PLACET_ETYPE;
	if (placet_json_get(proof, "proofPurpose") == NULL)
		return PLACET_EMISSING;
	return says(proof, "proofPurpose", purpose) ? PLACET_OK : PLACET_ETYPE;
}

/* The time under that name; *t stays when there is none. */
static int
time_read(const struct placet_json *proof, const char *name, int64_t *t)
{
	const struct placet_json *v = placet_json_get(proof, name);

	if (v == NULL)
		return PLACET_OK;
	if (v->type != PLACET_JSON_STRING)
		return PLACET_EFORMAT;
	return placet_time_parse(v->str, v->len, t);
}

static int
method_read(struct placet_arena *a, const struct placet_json *proof,
    struct placet_integrity *out)
{
	const struct placet_json *v = placet_json_get(
	    proof, "verificationMethod");
	int err;

	if (v == NULL)
		return PLACET_EMISSING;
	if (v->type != PLACET_JSON_STRING)
		return PLACET_EFORMAT;
	err = method_valid(v->str, v->len);
	if (err != 0)
		return err;
	out->method = placet_memdup(a, v->str, v->len);
	out->controller = placet_memdup(a, v->str, strcspn(v->str, "#"));
	return out->method != NULL && out->controller != NULL ? PLACET_OK
	                                                      : PLACET_ENOMEM;
}

static int
value_read(const struct placet_json *proof, struct placet_sig *sig)
{
	const struct placet_json *v = placet_json_get(proof, "proofValue");
	size_t len = sizeof sig->b;
	int err;

	if (v == NULL)
		return PLACET_EMISSING;
	if (v->type != PLACET_JSON_STRING)
		return PLACET_EFORMAT;
	err = placet_unmultibase(v->str, v->len, sig->b, &len);
	if (err != 0)
		return err;
	return len == sizeof sig->b ? PLACET_OK : PLACET_EFORMAT;
}

static int
same(const struct placet_json *x, const struct placet_json *y)
{
	uint8_t hash[2][32];
	int err = hash_canonical(x, hash[0]);

	if (err == 0)
		err = hash_canonical(y, hash[1]);
	if (err != 0)
		return err;
	return placet_equal(hash[0], hash[1], 32) ? PLACET_OK : PLACET_EPROOF;
}

/* A walk over a context; what stands alone is an array of one. */
struct walk {
	const struct placet_json *at;
	bool many;
};

static struct walk
walk_start(const struct placet_json *context)
{
	const bool many = context->type == PLACET_JSON_ARRAY;

	return (struct walk){ many ? context->first : context, many };
}

static void
walk_step(struct walk *w)
{
	w->at = w->many ? w->at->next : NULL;
}

/* Does the document's context begin with the proof's? */
static int
context_check(const struct placet_json *doc, const struct placet_json *proof)
{
	const struct placet_json *all = placet_json_get(doc, "@context");
	const struct placet_json *part = placet_json_get(proof, "@context");
	struct walk in_doc, in_proof;

	if (part == NULL)
		return PLACET_OK;
	if (!context_valid(part))
		return PLACET_EFORMAT;
	if (all == NULL || !context_valid(all))
		return PLACET_EPROOF;
	in_doc = walk_start(all);
	in_proof = walk_start(part);
	while (in_proof.at != NULL) {
		const int err = in_doc.at != NULL ? same(in_doc.at, in_proof.at)
		                                  : PLACET_EPROOF;

		if (err != 0)
			return err;
		walk_step(&in_doc);
		walk_step(&in_proof);
	}
	return PLACET_OK;
}

/* Either none or a signature of the older kind, that everybody drops. */
static int
signature_check(const struct placet_json *doc)
{
	const struct placet_json *v = placet_json_get(doc, "signature");

	return v == NULL ||
	        (placet_json_text(v, "type") != NULL &&
	            placet_json_text(v, "signatureValue") != NULL)
	    ? PLACET_OK
	    : PLACET_EFORMAT;
}

int
placet_integrity_open(struct placet_arena *a, const struct placet_json *doc,
    struct placet_integrity *out)
{
	const struct placet_json *proof = NULL;
	int err;

	*out = (struct placet_integrity){ .created = INT64_MIN,
		.expires = INT64_MAX };
	err = find(doc, &proof);
	if (err == 0)
		err = options_check(proof);
	if (err == 0)
		err = time_read(proof, "created", &out->created);
	if (err == 0)
		err = time_read(proof, "expires", &out->expires);
	if (err == 0)
		err = method_read(a, proof, out);
	if (err == 0)
		err = value_read(proof, &out->sig);
	if (err == 0)
		err = signature_check(doc);
	if (err == 0)
		err = context_check(doc, proof);
	return err == 0 ? hash_both(a, doc, proof, out->tbs) : err;
}

int
placet_integrity_check(
    const struct placet_integrity *in, const uint8_t pub[32], int64_t now)
{
	if (now > in->expires)
		return PLACET_ERANGE;
	return placet_check(pub, in->tbs, sizeof in->tbs, &in->sig);
}

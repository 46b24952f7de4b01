/*
 * httpsig_cavage.c - the Signature header of draft-cavage-http-signatures-12
 *
 *	Signature: keyId="...",algorithm="...",headers="...",signature="..."
 *
 * Strings are quoted and have no escapes, for nothing in them needs one;
 * created and expires are whole seconds, bare as the draft has them or
 * quoted as some send them.  Names we do not know are read past, as section
 * 2.2 asks, but no name may come twice.
 */
#include <string.h>

#include <placet/text.h>

#include "ascii.h"
#include "httpsig_part.h"
#include "sfv_part.h"

enum {
	PARAM_MAX = 16,
	/* JSON's largest whole number: more than enough seconds. */
	TIME_DIGITS = 15,
};

struct param {
	const char *name;
	size_t nlen;
	const char *value;
	size_t vlen;
	bool quoted;
};

/* The text that is left. */
struct text {
	const char *s;
	const char *end;
};

static bool
take(struct text *t, char c)
{
	if (t->s == t->end || *t->s != c)
		return false;
	t->s++;
	return true;
}

static void
skip_blanks(struct text *t)
{
	while (take(t, ' ') || take(t, '\t'))
		;
}

static bool
in_string(char c)
{
	return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}

static int
next_value(struct text *t, struct param *p)
{
	p->quoted = take(t, '"');
	p->value = t->s;
	while (t->s < t->end &&
	    (p->quoted ? in_string(*t->s) : sfv_is_token((uint8_t)*t->s)))
		t->s++;
	p->vlen = (size_t)(t->s - p->value);
	if (p->quoted)
		return take(t, '"') ? PLACET_OK : PLACET_EFORMAT;
	return p->vlen > 0 ? PLACET_OK : PLACET_EFORMAT;
}

/* name=value and the comma behind it, which is not the last thing. */
static int
next_param(struct text *t, struct param *p)
{
	int err;

	p->name = t->s;
	while (t->s < t->end && sfv_is_lower(ascii_lower(*t->s)))
		t->s++;
	p->nlen = (size_t)(t->s - p->name);
	if (p->nlen == 0 || !take(t, '='))
		return PLACET_EFORMAT;
	err = next_value(t, p);
	if (err != 0)
		return err;
	skip_blanks(t);
	if (t->s == t->end)
		return PLACET_OK;
	if (!take(t, ','))
		return PLACET_EFORMAT;
	skip_blanks(t);
	return t->s < t->end ? PLACET_OK : PLACET_EFORMAT;
}

static bool
same_name(const struct param *a, const struct param *b)
{
	if (a->nlen != b->nlen)
		return false;
	for (size_t i = 0; i < a->nlen; i++)
		if (ascii_lower(a->name[i]) != ascii_lower(b->name[i]))
			return false;
	return true;
}

/* The whole header into param[0..*n). */
static int
read_params(
    const char *s, size_t len, struct param *param, size_t *n, const char **why)
{
	struct text t = { s, s + len };

	*n = 0;
	do {
		if (*n == PARAM_MAX)
			return refuse(why, PLACET_ELIMIT,
			    "the signature has too many parameters");
		if (next_param(&t, &param[*n]) != 0)
			return refuse(why, PLACET_EFORMAT,
			    "the signature header is malformed");
		for (size_t i = 0; i < *n; i++)
			if (same_name(&param[i], &param[*n]))
				return refuse(why, PLACET_EDUP,
				    "a parameter of the signature comes "
				    "twice");
		++*n;
	} while (t.s < t.end);
	return PLACET_OK;
}

static const struct param *
find(const struct param *param, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (ascii_is(param[i].name, param[i].nlen, name))
			return &param[i];
	return NULL;
}

static int
take_seconds(const struct param *p, bool *has, int64_t *out, const char **why)
{
	uint64_t t;

	*has = p != NULL;
	if (p == NULL)
		return PLACET_OK;
	if (p->vlen > TIME_DIGITS ||
	    placet_decimal(p->value, p->vlen, INT64_MAX, &t) != 0)
		return refuse(why, PLACET_EFORMAT,
		    "created and expires must be whole seconds");
	*out = (int64_t)t;
	return PLACET_OK;
}

/*
 * Without an algorithm, and with hs2019, the key decides.  What hs2019 once
 * meant by that for RSA, PSS and SHA-512, the fediverse never did.  The
 * longer name of Ed25519 is what PeerTube's and Misskey's libraries call it.
 */
static int
take_algorithm(const struct param *p, struct sig *sig, const char **why)
{
	if (p == NULL)
		return PLACET_OK;
	if (!p->quoted)
		return refuse(
		    why, PLACET_EFORMAT, "the signature header is malformed");
	if (ascii_is(p->value, p->vlen, "hs2019"))
		return PLACET_OK;
	if (ascii_is(p->value, p->vlen, "rsa-sha256"))
		sig->type = PLACET_KEY_RSA;
	else if (ascii_is(p->value, p->vlen, "ed25519") ||
	    ascii_is(p->value, p->vlen, "ed25519-sha512"))
		sig->type = PLACET_KEY_ED25519;
	else
		return refuse(why, PLACET_ETYPE,
		    "the algorithm of the signature is not supported");
	return PLACET_OK;
}

/* Names with one blank between each two. */
static int
take_headers(struct placet_arena *arena, const struct param *p, struct sig *sig,
    const char **why)
{
	char *list;

	if (p == NULL)
		return refuse(why, PLACET_EMISSING,
		    "the signature does not say what it covers");
	list = placet_memdup(arena, p->value, p->vlen);
	if (list == NULL)
		return refuse(why, PLACET_ENOMEM, "out of memory");
	for (char *name = list; name != NULL;) {
		char *end = strchr(name, ' ');

		if (end != NULL)
			*end++ = '\0';
		if (!p->quoted || *name == '\0')
			return refuse(why, PLACET_EFORMAT,
			    "the list of signed headers is malformed");
		if (sig->ncovered == PLACET_HTTPSIG_COVERED)
			return refuse(why, PLACET_ELIMIT,
			    "too many components are signed");
		sig->covered[sig->ncovered++] = name;
		name = end;
	}
	return PLACET_OK;
}

static int
take_keyid(struct placet_arena *arena, const struct param *p, struct sig *sig,
    const char **why)
{
	if (p == NULL)
		return refuse(
		    why, PLACET_EMISSING, "the signature names no key");
	if (!p->quoted)
		return refuse(
		    why, PLACET_EFORMAT, "the signature header is malformed");
	sig->keyid = placet_memdup(arena, p->value, p->vlen);
	if (sig->keyid == NULL)
		return refuse(why, PLACET_ENOMEM, "out of memory");
	return PLACET_OK;
}

static int
take_signature(struct placet_arena *arena, const struct param *p,
    struct sig *sig, const char **why)
{
	uint8_t bytes[PLACET_KEY_SIG_MAX];
	int err;

	if (p == NULL)
		return refuse(why, PLACET_EMISSING,
		    "the signature header has no signature");
	sig->len = sizeof bytes;
	err = placet_unbase64(p->value, p->vlen, bytes, &sig->len);
	if (err != 0 || !p->quoted || sig->len == 0)
		return refuse(why, err == PLACET_ELIMIT ? err : PLACET_EFORMAT,
		    "the signature is not base64 or too long");
	sig->data = placet_memdup(arena, bytes, sig->len);
	if (sig->data == NULL)
		return refuse(why, PLACET_ENOMEM, "out of memory");
	return PLACET_OK;
}

int
placet_sig_cavage(struct placet_arena *arena, const char *s, size_t len,
    struct sig *sig, const char **why)
{
	struct param p[PARAM_MAX];
	size_t n;
	int err = read_params(s, len, p, &n, why);

	*sig = (struct sig){ .scheme = PLACET_HTTPSIG_CAVAGE };
	if (err == 0)
		err = take_keyid(arena, find(p, n, "keyId"), sig, why);
	if (err == 0)
		err = take_algorithm(find(p, n, "algorithm"), sig, why);
	if (err == 0)
		err = take_seconds(find(p, n, "created"), &sig->has_created,
		    &sig->created, why);
	if (err == 0)
		err = take_seconds(find(p, n, "expires"), &sig->has_expires,
		    &sig->expires, why);
	if (err == 0)
		err = take_headers(arena, find(p, n, "headers"), sig, why);
	if (err == 0)
		err = take_signature(arena, find(p, n, "signature"), sig, why);
	return err;
}

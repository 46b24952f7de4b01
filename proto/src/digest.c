/*
 * digest.c - the two headers that carry the hash of a body
 */
#include <string.h>

#include <sodium.h>

#include <placet/digest.h>
#include <placet/hash.h>
#include <placet/sfv.h>
#include <placet/text.h>

#include "ascii.h"
#include "sfv_part.h"

enum { HASH_MAX = crypto_hash_sha512_BYTES };

/* A stretch of a header. */
struct span {
	const char *s;
	size_t len;
};

/* What the parts of a header say of a body. */
struct finding {
	const void *body;
	size_t len;
	bool known; /* one of ours was among them */
	bool wrong; /* one of ours was of another body */
};

/* One part: hash[0..n) under that name; unknown names say nothing. */
static void
weigh(struct finding *f, struct span name, const void *hash, size_t n)
{
	uint8_t want[HASH_MAX];
	size_t size = 0;

	if (ascii_is(name.s, name.len, "sha-256")) {
		struct placet_hash sha256;

		placet_sha256(f->body, f->len, &sha256);
		size = sizeof sha256.b;
		memcpy(want, sha256.b, size);
	} else if (ascii_is(name.s, name.len, "sha-512")) {
		size = crypto_hash_sha512_BYTES;
		crypto_hash_sha512(want, f->body, f->len);
	} else {
		return;
	}
	f->known = true;
	if (n != size || !placet_equal(want, hash, size))
		f->wrong = true;
}

static int
verdict(const struct finding *f)
{
	if (f->wrong)
		return PLACET_EPROOF;
	return f->known ? PLACET_OK : PLACET_EMISSING;
}

void
placet_digest_write(const void *body, size_t len, struct placet_buf *b)
{
	struct placet_hash hash;

	placet_sha256(body, len, &hash);
	placet_buf_str(b, "SHA-256=");
	placet_buf_base64(b, hash.b, sizeof hash.b);
}

void
placet_content_digest_write(const void *body, size_t len, struct placet_buf *b)
{
	struct placet_hash hash;

	placet_sha256(body, len, &hash);
	placet_buf_str(b, "sha-256=:");
	placet_buf_base64(b, hash.b, sizeof hash.b);
	placet_buf_byte(b, ':');
}

/*
 * The next "name=value" of a Digest and the comma behind it.  A name is a
 * token without ":" and "/"; a value has no blank, comma or quote, since no
 * registered algorithm needs them.
 */
static int
next_part(
    const char **s, const char *end, struct span *name, struct span *value)
{
	const char *p = *s;

	for (name->s = p; p < end && sfv_is_token((uint8_t)*p); p++)
		if (*p == ':' || *p == '/')
			return PLACET_EFORMAT;
	name->len = (size_t)(p - name->s);
	if (name->len == 0 || p == end || *p++ != '=')
		return PLACET_EFORMAT;
	for (value->s = p; p<end && * p> ' ' && *p < 0x7f && *p != '"'; p++)
		if (*p == ',')
			break;
	value->len = (size_t)(p - value->s);
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	*s = p;
	if (p == end)
		return PLACET_OK;
	if (*p++ != ',')
		return PLACET_EFORMAT;
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	*s = p;
	return p < end ? PLACET_OK : PLACET_EFORMAT;
}

/* Only the values of the algorithms we know are base64 for sure. */
static int
weigh_part(struct finding *f, struct span name, struct span value)
{
	uint8_t hash[HASH_MAX];
	size_t n = sizeof hash;
	int err;

	if (!ascii_is(name.s, name.len, "sha-256") &&
	    !ascii_is(name.s, name.len, "sha-512"))
		return PLACET_OK;
	err = placet_unbase64(value.s, value.len, hash, &n);
	if (err != 0)
		return PLACET_EFORMAT;
	weigh(f, name, hash, n);
	return PLACET_OK;
}

static bool
same(struct span a, struct span b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (ascii_lower(a.s[i]) != ascii_lower(b.s[i]))
			return false;
	return true;
}

int
placet_digest_check(
    const char *value, size_t vlen, const void *body, size_t len)
{
	struct finding f = { .body = body, .len = len };
	struct span name[PLACET_DIGEST_COUNT], part;
	const char *s = value, *end = value + vlen;
	size_t n = 0;

	if (vlen > PLACET_DIGEST_SIZE)
		return PLACET_ELIMIT;
	do {
		int err;

		if (n == PLACET_DIGEST_COUNT)
			return PLACET_ELIMIT;
		err = next_part(&s, end, &name[n], &part);
		if (err == 0)
			err = weigh_part(&f, name[n], part);
		if (err != 0)
			return err;
		for (size_t i = 0; i < n; i++)
			if (same(name[i], name[n]))
				return PLACET_EDUP;
		n++;
	} while (s < end);
	return verdict(&f);
}

int
placet_content_digest_check(
    const char *value, size_t vlen, const void *body, size_t len)
{
	struct finding f = { .body = body, .len = len };
	struct placet_arena arena = { 0 };
	struct placet_sfv dict;
	int err = PLACET_ELIMIT;

	if (vlen <= PLACET_DIGEST_SIZE)
		err = placet_sfv_dict(&arena, value, vlen, &dict);
	if (err == 0 && dict.repeated)
		err = PLACET_EDUP;
	if (err == 0 && dict.nitems > PLACET_DIGEST_COUNT)
		err = PLACET_ELIMIT;
	for (size_t i = 0; err == 0 && i < dict.nitems; i++) {
		const struct placet_sfv *v = &dict.item[i];

		if (v->type == PLACET_SFV_BYTES)
			weigh(&f, (struct span){ v->key, strlen(v->key) },
			    v->data, v->len);
		else
			err = PLACET_EFORMAT;
	}
	if (err == 0)
		err = verdict(&f);
	placet_arena_end(&arena);
	return err;
}

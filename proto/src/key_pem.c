/*
 * key_pem.c - PEM (RFC 7468), read strictly and written by the book
 *
 * OpenSSL's reader looks for its lines anywhere, knows encryption and old
 * headers, and takes a multiple of the time of a verification.  Keys of
 * peers come as text in a document, so it pays to read them by ourselves.
 * Lines may be of any length, as some peers write the base64 in one; all
 * else is one spelling.
 */
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

#include <placet/text.h>

#include "key_part.h"

enum { LINE_BYTES = 48 }; /* 64 characters */

static const char *const labels[] = {
	[PEM_PUBLIC_KEY] = "PUBLIC KEY",
	[PEM_RSA_PUBLIC_KEY] = "RSA PUBLIC KEY",
	[PEM_PRIVATE_KEY] = "PRIVATE KEY",
};

/* The text that is left to read. */
struct rest {
	const char *s;
	size_t len;
};

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
trim(struct rest *r)
{
	for (; r->len > 0 && is_space(*r->s); r->len--)
		r->s++;
	while (r->len > 0 && is_space(r->s[r->len - 1]))
		r->len--;
}

static void
step(struct rest *r, size_t n)
{
	r->s += n;
	r->len -= n;
}

/* Take the text off the front, if it stands there. */
static bool
take(struct rest *r, const char *text)
{
	const size_t len = strlen(text);

	if (r->len < len || memcmp(r->s, text, len) != 0)
		return false;
	step(r, len);
	return true;
}

/* "-----BEGIN RSA PUBLIC KEY-----", or END. */
static bool
take_boundary(struct rest *r, const char *which, enum pem_label label)
{
	return take(r, "-----") && take(r, which) && take(r, labels[label]) &&
	    take(r, "-----");
}

static bool
take_newline(struct rest *r)
{
	return take(r, "\r\n") || take(r, "\n") || take(r, "\r");
}

/*
 * Up to the end line: the characters of base64, and what is no such.  The
 * text is trimmed, so something stands behind each newline.
 */
static int
body(struct rest *r, char text[PLACET_PEM_MAX], size_t *len)
{
	*len = 0;
	while (*r->s != '-') {
		size_t n = 0;

		while (n < r->len && r->s[n] != '\r' && r->s[n] != '\n')
			n++;
		if (n == 0)
			return PLACET_EFORMAT;
		memcpy(text + *len, r->s, n);
		*len += n;
		step(r, n);
		if (!take_newline(r))
			return PLACET_EFORMAT;
	}
	return PLACET_OK;
}

static int
decode(struct rest *r, struct pem *pem)
{
	char text[PLACET_PEM_MAX];
	size_t len;
	int err = body(r, text, &len);

	if (err == 0) {
		pem->len = sizeof pem->der;
		err = placet_unbase64(text, len, pem->der, &pem->len);
	}
	OPENSSL_cleanse(text, sizeof text);
	return err;
}

int
placet_pem_read(const char *s, size_t len, struct pem *pem)
{
	struct rest r = { s, len };

	if (len > PLACET_PEM_MAX)
		return PLACET_ELIMIT;
	trim(&r);
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
		const enum pem_label label = (enum pem_label)i;
		struct rest at = r;
		int err;

		if (!take_boundary(&at, "BEGIN ", label))
			continue;
		if (!take_newline(&at))
			return PLACET_EFORMAT;
		err = decode(&at, pem);
		if (err != 0)
			return err;
		pem->label = label;
		return take_boundary(&at, "END ", label) && at.len == 0
		    ? PLACET_OK
		    : PLACET_EFORMAT;
	}
	return PLACET_EFORMAT;
}

void
placet_pem_wipe(struct pem *pem)
{
	OPENSSL_cleanse(pem, sizeof *pem);
}

/*
 * Put together in memory of its own size and added in one piece: a buffer
 * that grows leaves copies behind, and this may be a secret.
 */
int
placet_pem_write(
    enum pem_label label, const uint8_t *der, size_t len, struct placet_buf *b)
{
	const size_t lines = (len + LINE_BYTES - 1) / LINE_BYTES;
	const size_t room = lines * PLACET_BASE64_SIZE(LINE_BYTES);
	char *text = malloc(room + 1), *to = text;

	if (text == NULL)
		return PLACET_ENOMEM;
	for (size_t at = 0; at < len; at += LINE_BYTES) {
		const size_t left = len - at;

		to += placet_base64(
		    der + at, left < LINE_BYTES ? left : LINE_BYTES, to);
		*to++ = '\n';
	}
	placet_buf_printf(b, "-----BEGIN %s-----\n%.*s-----END %s-----\n",
	    labels[label], (int)(to - text), text, labels[label]);
	OPENSSL_cleanse(text, room + 1);
	free(text);
	return b->err;
}

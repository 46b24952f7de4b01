/*
 * text.c - encodings, each with exactly one spelling for one value
 *
 * What has two spellings can be signed in one and stored in the other; so
 * the decoders refuse all but what the encoders write (hexadecimal in upper
 * case, which people type, apart).
 */
#include <string.h>

#include <placet/text.h>

static const char std_alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url_alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/*
 * Read one code point.  Returns how many bytes it has, 0 if they are not
 * valid: the second byte's range is what rules out the overlong forms, the
 * surrogates and what lies beyond U+10FFFF.
 */
static size_t
utf8_next(const uint8_t *p, size_t len, uint32_t *cp)
{
	uint8_t low = 0x80, high = 0xbf;
	size_t n;

	if (p[0] < 0x80) {
		*cp = p[0];
		return 1;
	}
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	n = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (n > len)
		return 0;
	if (p[0] == 0xe0)
		low = 0xa0;
	else if (p[0] == 0xed)
		high = 0x9f;
	else if (p[0] == 0xf0)
		low = 0x90;
	else if (p[0] == 0xf4)
		high = 0x8f;
	if (p[1] < low || p[1] > high)
		return 0;
	*cp = p[0] & (0xffU >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		*cp = *cp << 6 | (p[i] & 0x3fU);
	}
	return n;
}

bool
placet_utf8_valid(const void *data, size_t len)
{
	const uint8_t *p = data;
	uint32_t cp;
	size_t n;

	for (; len > 0; p += n, len -= n) {
		n = utf8_next(p, len, &cp);
		if (n == 0)
			return false;
	}
	return true;
}

bool
placet_text_line(const char *s, size_t len)
{
	const uint8_t *p = (const uint8_t *)s;
	uint32_t cp;
	size_t n;

	for (; len > 0; p += n, len -= n) {
		n = utf8_next(p, len, &cp);
		if (n == 0 || cp < 0x20 || (cp >= 0x7f && cp <= 0x9f) ||
		    cp == 0x2028 || cp == 0x2029 ||
		    (cp >= 0x202a && cp <= 0x202e) ||
		    (cp >= 0x2066 && cp <= 0x2069))
			return false;
	}
	return true;
}

size_t
placet_utf8_length(const char *s, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += ((uint8_t)s[i] & 0xc0) != 0x80;
	return n;
}

void
placet_hex(const void *data, size_t len, char *out)
{
	static const char digit[] = "0123456789abcdef";
	const uint8_t *p = data;

	for (size_t i = 0; i < len; i++) {
		*out++ = digit[p[i] >> 4];
		*out++ = digit[p[i] & 15];
	}
	*out = '\0';
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int
placet_unhex(const char *s, size_t slen, void *out, size_t len)
{
	uint8_t *p = out;

	if (slen / 2 != len || slen % 2 != 0)
		return PLACET_EFORMAT;
	for (size_t i = 0; i < len; i++) {
		int high = hex_value(s[2 * i]), low = hex_value(s[2 * i + 1]);

		if (high < 0 || low < 0)
			return PLACET_EFORMAT;
		p[i] = (uint8_t)(high << 4 | low);
	}
	return PLACET_OK;
}

/* Write without padding and without NUL; returns the length. */
static size_t
base64_write(const uint8_t *p, size_t len, const char *alphabet, char *out)
{
	const char *start = out;
	uint32_t bits = 0;
	unsigned have = 0;

	for (size_t i = 0; i < len; i++) {
		bits = bits << 8 | p[i];
		for (have += 8; have >= 6; have -= 6)
			*out++ = alphabet[bits >> (have - 6) & 63];
	}
	if (have > 0)
		*out++ = alphabet[bits << (6 - have) & 63];
	return (size_t)(out - start);
}

size_t
placet_base64(const void *data, size_t len, char *out)
{
	size_t n = base64_write(data, len, std_alphabet, out);

	while (n % 4 != 0)
		out[n++] = '=';
	out[n] = '\0';
	return n;
}

size_t
placet_base64url(const void *data, size_t len, char *out)
{
	size_t n = base64_write(data, len, url_alphabet, out);

	out[n] = '\0';
	return n;
}

static int
base64_value(char c, const char *alphabet)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == alphabet[62])
		return 62;
	if (c == alphabet[63])
		return 63;
	return -1;
}

static int
base64_read(
    const char *s, size_t slen, const char *alphabet, uint8_t *out, size_t *len)
{
	size_t room = *len, n = 0;
	uint32_t bits = 0;
	unsigned have = 0;

	if (slen % 4 == 1)
		return PLACET_EFORMAT;
	for (size_t i = 0; i < slen; i++) {
		int v = base64_value(s[i], alphabet);

		if (v < 0)
			return PLACET_EFORMAT;
		bits = bits << 6 | (uint32_t)v;
		have += 6;
		if (have < 8)
			continue;
		have -= 8;
		if (n == room)
			return PLACET_ELIMIT;
		out[n++] = (uint8_t)(bits >> have);
	}
	if ((bits & ((1U << have) - 1)) != 0)
		return PLACET_EFORMAT;
	*len = n;
	return PLACET_OK;
}

int
placet_unbase64(const char *s, size_t slen, void *out, size_t *len)
{
	if (slen % 4 != 0)
		return PLACET_EFORMAT;
	if (slen > 0 && s[slen - 1] == '=')
		slen -= s[slen - 2] == '=' ? 2 : 1;
	return base64_read(s, slen, std_alphabet, out, len);
}

int
placet_unbase64url(const char *s, size_t slen, void *out, size_t *len)
{
	return base64_read(s, slen, url_alphabet, out, len);
}

int
placet_decimal(const char *s, size_t len, uint64_t max, uint64_t *out)
{
	uint64_t n = 0;
	bool over = false;

	if (len == 0 || (len > 1 && s[0] == '0'))
		return PLACET_EFORMAT;
	for (size_t i = 0; i < len; i++) {
		unsigned digit = (unsigned)(uint8_t)s[i] - '0';

		if (digit > 9)
			return PLACET_EFORMAT;
		if (n > (UINT64_MAX - digit) / 10)
			over = true;
		else
			n = n * 10 + digit;
	}
	if (over || n > max)
		return PLACET_ERANGE;
	*out = n;
	return PLACET_OK;
}

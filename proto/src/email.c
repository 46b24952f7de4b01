/*
 * email.c - norm/v1: the spelling under which one mailbox is one person
 *
 * The grammar is narrower than RFC 5322 on purpose: what is quoted, commented
 * or folded has many spellings for one mailbox, and is how headers are
 * injected.  Norms must agree byte for byte between implementations; a norm
 * is itself an address and its own norm.
 */
#include <string.h>

#include <placet/text.h>

enum { ADDRESS_MAX = 254, LOCAL_MAX = 64, LABEL_MAX = 63 };

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char
lower(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return c;
}

/* The dot-atom of RFC 5322: atoms, none of them empty, between dots. */
static bool
local_valid(const char *s, size_t len)
{
	char before = '.';

	for (size_t i = 0; i < len; before = s[i++]) {
		if (s[i] == '.' && before == '.')
			return false;
		if (s[i] == '\0' ||
		    (s[i] != '.' && !is_letter(s[i]) && !is_digit(s[i]) &&
		        strchr("!#$%&'*+-/=?^_`{|}~", s[i]) == NULL))
			return false;
	}
	return before != '.';
}

/*
 * Host names of two labels or more.  The last label must not begin with a
 * digit: no top level domain does, and IP addresses do.
 */
static bool
host_valid(const char *s, size_t len)
{
	size_t start = 0, labels = 0;

	for (size_t i = 0; i <= len; i++) {
		if (i < len && s[i] != '.') {
			if (!is_letter(s[i]) && !is_digit(s[i]) && s[i] != '-')
				return false;
			continue;
		}
		if (i == start || i - start > LABEL_MAX || s[start] == '-' ||
		    s[i - 1] == '-')
			return false;
		if (i == len && (labels == 0 || is_digit(s[start])))
			return false;
		labels++;
		start = i + 1;
	}
	return true;
}

/*
 * A leading '+' begins no tag, as nothing would be left; nor may a dot be
 * left at the end, as that would be no address.  The first byte is no dot
 * and stays in any case.
 */
static size_t
local_norm(const char *s, size_t len, bool drop_dots, char *out)
{
	const char *tag = s[0] == '+' ? NULL : memchr(s, '+', len);
	size_t n = 0;

	if (tag != NULL)
		len = (size_t)(tag - s);
	for (size_t i = 0; i < len; i++)
		if (s[i] != '.' || !drop_dots)
			out[n++] = lower(s[i]);
	if (out[n - 1] == '.')
		n--;
	return n;
}

static bool
is_google(const char *host, size_t len)
{
	return (len == 9 && memcmp(host, "gmail.com", len) == 0) ||
	    (len == 14 && memcmp(host, "googlemail.com", len) == 0);
}

int
placet_email_norm(const char *s, size_t len, char *out)
{
	char host[PLACET_EMAIL_SIZE];
	const char *at;
	size_t locallen, hostlen, n;

	for (; len > 0 && (s[0] == ' ' || s[0] == '\t'); len--)
		s++;
	while (len > 0 && (s[len - 1] == ' ' || s[len - 1] == '\t'))
		len--;
	if (len == 0)
		return PLACET_EFORMAT;
	if (len > ADDRESS_MAX)
		return PLACET_ELIMIT;
	at = memchr(s, '@', len);
	if (at == NULL)
		return PLACET_EFORMAT;
	locallen = (size_t)(at - s);
	hostlen = len - locallen - 1;
	if (!local_valid(s, locallen) || !host_valid(at + 1, hostlen))
		return PLACET_EFORMAT;
	if (locallen > LOCAL_MAX)
		return PLACET_ELIMIT;
	if (out == NULL)
		return PLACET_OK;

	for (size_t i = 0; i < hostlen; i++)
		host[i] = lower(at[1 + i]);
	if (is_google(host, hostlen)) {
		n = local_norm(s, locallen, true, out);
		hostlen = 9;
		memcpy(host, "gmail.com", hostlen);
	} else {
		n = local_norm(s, locallen, false, out);
	}
	out[n++] = '@';
	memcpy(out + n, host, hostlen);
	out[n + hostlen] = '\0';
	return PLACET_OK;
}

/*
 * handle.c - see handle.h
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/activity.h"

#include "handle.h"

enum { TYPED = 512 };

/* What is no letter of anything: spaces, and marks that phones copy along. */
static size_t
invisible(const char *s)
{
	static const char *const marks[] = { "\xc2\xa0", "\xc2\xad",
		"\xe2\x80\x8b", "\xe2\x80\x8c", "\xe2\x80\x8d", "\xe2\x80\x8e",
		"\xe2\x80\x8f", "\xe2\x80\xaa", "\xe2\x80\xab", "\xe2\x80\xac",
		"\xe2\x80\xad", "\xe2\x80\xae", "\xe2\x80\xaf", "\xe2\x81\xa0",
		"\xe2\x81\xa6", "\xe2\x81\xa7", "\xe2\x81\xa8", "\xe2\x81\xa9",
		"\xef\xbb\xbf" };

	if ((uint8_t)*s <= ' ')
		return *s != '\0';
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (strncmp(s, marks[i], strlen(marks[i])) == 0)
			return strlen(marks[i]);
	return 0;
}

/* Without them; false when too long. */
static bool
visible(const char *s, char out[TYPED])
{
	size_t n = 0, skip;

	while (*s != '\0') {
		if ((skip = invisible(s)) > 0)
			s += skip;
		else if (n + 1 == TYPED)
			return false;
		else
			out[n++] = *s++;
	}
	out[n] = '\0';
	return true;
}

static bool
account_set(struct handle *h, const char *s, size_t len)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                            "abcdefghijklmnopqrstuvwxyz0123456789_.-~";

	if (len == 0 || len > HANDLE_ACCOUNT || strspn(s, plain) < len)
		return false;
	memcpy(h->account, s, len);
	h->account[len] = '\0';
	return true;
}

static enum handle_end
host_set(struct handle *h, const char *s, size_t len, bool testing)
{
	const struct placet_msg_rules rules = activity_rules(testing);
	char text[sizeof h->host + 8];
	struct placet_url url;
	int n;

	if (len > 0 && s[len - 1] == '.')
		len--;
	if (len == 0 || len >= sizeof h->host)
		return HANDLE_WRONG;
	for (size_t i = 0; i < len; i++) {
		if ((uint8_t)s[i] >= 0x80)
			return HANDLE_FOREIGN;
		h->host[i] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32)
		                                        : s[i];
	}
	h->host[len] = '\0';
	n = snprintf(
	    text, sizeof text, "%s://%s", testing ? "http" : "https", h->host);
	if (placet_url_parse(text, (size_t)n, &rules.url, &url) != 0 ||
	    url.origin.len != (size_t)n)
		return HANDLE_WRONG;
	return HANDLE_OK;
}

/*
 * The name in the path of a profile, as the usual servers make them.  One
 * with an "@" inside belongs to somebody else, seen from here: then only the
 * server counts.
 */
static void
profile_account(struct handle *h, const char *path)
{
	static const char *const before[] = { "/@", "/users/", "/u/", "/c/",
		"/profile/", "/author/", "/web/@", "/deck/@" };

	for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
		const size_t skip = strlen(before[i]);

		if (strncmp(path, before[i], skip) == 0) {
			path += skip;
			(void)account_set(h, path, strcspn(path, "/?#"));
			return;
		}
	}
}

enum handle_end
handle_parse(const char *typed, bool testing, struct handle *h)
{
	char text[TYPED];
	const char *s = text, *at;
	size_t len;
	bool page = false;

	*h = (struct handle){ { 0 }, { 0 } };
	if (!visible(typed, text))
		return HANDLE_WRONG;
	if (*s == '\0')
		return HANDLE_EMPTY;
	if (strncasecmp(s, "https://", 8) == 0) {
		s += 8;
		page = true;
	} else if (strncasecmp(s, "http://", 7) == 0) {
		s += 7;
		page = true;
	} else if (strncasecmp(s, "acct:", 5) == 0) {
		s += 5;
	}
	len = strcspn(s, "/?#");
	if (page || s[len] != '\0') {
		profile_account(h, s + len);
		return host_set(h, s, len, testing);
	}
	s += *s == '@';
	at = strchr(s, '@');
	if (at == NULL)
		return host_set(h, s, strlen(s), testing);
	if (!account_set(h, s, (size_t)(at - s)))
		return HANDLE_WRONG;
	return host_set(h, at + 1, strlen(at + 1), testing);
}

/*
 * make_text.c - times, URLs and digests: the small texts of the wire
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <placet/digest.h>
#include <placet/time.h>
#include <placet/url.h>

#include "vec.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

struct pair {
	const char *desc, *text;
};

/* Seconds since 1970 may be negative, so they have a writer of their own. */
static void
vec_seconds(struct vec *v, const char *name, int64_t t)
{
	char text[24];

	snprintf(text, sizeof text, "%" PRId64, t);
	vec_text(v, name, text);
}

/* --- times -------------------------------------------------------------- */

static const char *const times[] = { "1970-01-01T00:00:00Z",
	"2026-09-21T14:40:00Z", "2026-09-21T16:40:00+02:00",
	"2026-09-21T00:10:00-14:30", "2026-09-21T14:40:00.999Z",
	"2024-02-29T23:59:59Z", "2000-02-29T12:00:00Z", "0001-01-01T00:00:00Z",
	"9999-12-31T23:59:59Z", "1969-12-31T23:59:59Z" };

static const struct pair no_times[] = {
	{ "empty", "" },
	{ "a date", "2026-09-21" },
	{ "no offset", "2026-09-21T14:40:00" },
	{ "a space for T", "2026-09-21 14:40:00Z" },
	{ "lower case", "2026-09-21t14:40:00z" },
	{ "an offset without colon", "2026-09-21T14:40:00+0200" },
	{ "a fraction without digits", "2026-09-21T14:40:00.Z" },
	{ "a comma", "2026-09-21T14:40:00,5Z" },
	{ "no seconds", "2026-09-21T14:40Z" },
	{ "a space behind", "2026-09-21T14:40:00Z " },
	{ "month 13", "2026-13-21T14:40:00Z" },
	{ "day 0", "2026-09-00T14:40:00Z" },
	{ "29 February of no leap year", "2026-02-29T14:40:00Z" },
	{ "29 February 1900", "1900-02-29T14:40:00Z" },
	{ "hour 24", "2026-09-21T24:00:00Z" },
	{ "a leap second", "2016-12-31T23:59:60Z" },
	{ "year 0", "0000-01-01T00:00:00Z" },
	{ "before year 1 by its offset", "0001-01-01T00:00:00+01:00" },
	{ "an offset of 24 hours", "2026-09-21T14:40:00+24:00" },
};

static const char *const dates[] = { "Sun, 06 Nov 1994 08:49:37 GMT",
	"Thu, 01 Jan 1970 00:00:00 GMT", "Mon, 21 Sep 2026 14:40:00 GMT",
	"Thu, 29 Feb 2024 23:59:59 GMT" };

static const struct pair no_dates[] = {
	{ "empty", "" },
	{ "another day of the week", "Mon, 06 Nov 1994 08:49:37 GMT" },
	{ "UTC", "Sun, 06 Nov 1994 08:49:37 UTC" },
	{ "an offset", "Sun, 06 Nov 1994 08:49:37 +0000" },
	{ "RFC 850", "Sunday, 06-Nov-94 08:49:37 GMT" },
	{ "asctime", "Sun Nov  6 08:49:37 1994" },
	{ "one digit", "Sun, 6 Nov 1994 08:49:37 GMT" },
	{ "lower case", "sun, 06 nov 1994 08:49:37 gmt" },
	{ "30 February", "Fri, 30 Feb 2024 08:49:37 GMT" },
	{ "hour 24", "Sun, 06 Nov 1994 24:49:37 GMT" },
};

static void
time_rfc3339(struct vec *v)
{
	char text[PLACET_TIME_SIZE];
	int64_t t;

	vec_array(v, "time");
	for (size_t i = 0; i < COUNT(times); i++) {
		must(placet_time_parse(times[i], strlen(times[i]), &t) ==
		    PLACET_OK);
		must(placet_time_write(t, text) == PLACET_OK);
		vec_object(v, NULL);
		vec_text(v, "text", times[i]);
		vec_seconds(v, "seconds", t);
		vec_text(v, "written", text);
		vec_end(v);
	}
	vec_end(v);
	vec_array(v, "refuse_time");
	for (size_t i = 0; i < COUNT(no_times); i++) {
		const char *s = no_times[i].text;
		const int err = placet_time_parse(s, strlen(s), &t);

		must(err != PLACET_OK);
		vec_case(v, no_times[i].desc);
		vec_text(v, "text", s);
		vec_refused(v, err);
	}
	vec_end(v);
}

void
make_time(struct vec *v)
{
	int64_t t;

	vec_text(v, "about",
	    "Instants as RFC 3339 and as IMF-fixdate of RFC 9110; "
	    "\"seconds\" are those of POSIX since 1970.");
	vec_text(v, "source", "tests/vectors/make_text.c");
	time_rfc3339(v);
	vec_array(v, "http_date");
	for (size_t i = 0; i < COUNT(dates); i++) {
		must(placet_http_date_parse(dates[i], strlen(dates[i]), &t) ==
		    PLACET_OK);
		vec_object(v, NULL);
		vec_text(v, "text", dates[i]);
		vec_seconds(v, "seconds", t);
		vec_end(v);
	}
	vec_end(v);
	vec_array(v, "refuse_http_date");
	for (size_t i = 0; i < COUNT(no_dates); i++) {
		const char *s = no_dates[i].text;
		const int err = placet_http_date_parse(s, strlen(s), &t);

		must(err != PLACET_OK);
		vec_case(v, no_dates[i].desc);
		vec_text(v, "text", s);
		vec_refused(v, err);
	}
	vec_end(v);
}

/* --- URLs --------------------------------------------------------------- */

static const char *const urls[] = { "https://a.example", "https://a.example/",
	"https://a.example/petitions/42",
	"https://a.example/@mairie?p=a/b?c&d=%C3%A9", "https://a.example?p=1",
	"https://a.example/?", "https://xn--besanon-t0a.example/a//b",
	"https://a.example/a...b/.well-known/..c/..." };

static const struct pair no_urls[] = {
	{ "empty", "" },
	{ "no scheme", "a.example/" },
	{ "no host", "https:///a" },
	{ "a scheme in upper case", "HTTPS://a.example/" },
	{ "another scheme", "ftp://a.example/" },
	{ "not encrypted", "http://a.example/" },
	{ "a script", "javascript://a.example/%0aalert(1)" },
	{ "white space in front", " https://a.example/" },
	{ "a host in upper case", "https://A.example/" },
	{ "a host with a dot behind", "https://a.example./" },
	{ "an empty label", "https://a..example/" },
	{ "a host of one label", "https://localhost/" },
	{ "an address", "https://127.0.0.1/" },
	{ "a short address", "https://127.1/" },
	{ "an address as a number", "https://2130706433/" },
	{ "an address in hexadecimal", "https://0x7f.1/" },
	{ "an address of IPv6", "https://[::1]/" },
	{ "a backslash in the host", "https://a.example\\@b.example/" },
	{ "a user", "https://a.example@b.example/" },
	{ "a password", "https://user:pass@b.example/" },
	{ "a host beyond ASCII", "https://bé.example/" },
	{ "a port", "https://a.example:8443/" },
	{ "the default port", "https://a.example:443/" },
	{ "a fragment", "https://a.example/a#key" },
	{ "a dot segment", "https://a.example/a/../b" },
	{ "a dot segment, encoded", "https://a.example/a/%2e%2E/b" },
	{ "an encoding cut short", "https://a.example/a%4" },
	{ "a newline, encoded", "https://a.example/%0d%0aHost:%20b" },
	{ "NUL, encoded", "https://a.example/%00" },
	{ "a space", "https://a.example/a b" },
	{ "a newline", "https://a.example/a\r\nHost: b" },
	{ "a path beyond ASCII", "https://a.example/é" },
	{ "a quote", "https://a.example/\"" },
};

static void
vec_slice(struct vec *v, const char *name, struct placet_slice s)
{
	if (s.s != NULL)
		vec_textn(v, name, s.s, s.len);
}

static void
vec_url(struct vec *v, const char *s, const struct placet_url_rules *rules)
{
	struct placet_url u;

	must(placet_url_parse(s, strlen(s), rules, &u) == PLACET_OK);
	vec_object(v, NULL);
	vec_text(v, "url", s);
	vec_slice(v, "origin", u.origin);
	vec_slice(v, "host", u.host);
	vec_slice(v, "path", u.path);
	vec_slice(v, "query", u.query);
	vec_slice(v, "fragment", u.fragment);
	vec_end(v);
}

void
make_url(struct vec *v)
{
	static const struct placet_url_rules key = { .fragment = true };
	struct placet_url u;

	vec_text(v, "about",
	    "URLs from peers: of documents (\"url\"), which have no "
	    "fragment, and of keys (\"key\"), which may have one.");
	vec_text(v, "source", "tests/vectors/make_text.c");
	vec_array(v, "url");
	for (size_t i = 0; i < COUNT(urls); i++)
		vec_url(v, urls[i], NULL);
	vec_end(v);
	vec_array(v, "key");
	vec_url(v, "https://a.example/actor#main-key", &key);
	vec_url(v, "https://a.example?p=1#k", &key);
	vec_url(v, "https://a.example/actor", &key);
	vec_end(v);
	vec_array(v, "refuse_url");
	for (size_t i = 0; i < COUNT(no_urls); i++) {
		const char *s = no_urls[i].text;
		const int err = placet_url_parse(s, strlen(s), NULL, &u);

		must(err != PLACET_OK);
		vec_case(v, no_urls[i].desc);
		vec_text(v, "url", s);
		vec_refused(v, err);
	}
	vec_end(v);
}

/* --- digests ------------------------------------------------------------ */

#define BODY   "{\"hello\": \"world\"}"
#define SHA256 "X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="
#define SHA512                                                                 \
	"WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyea" \
	"ldVLvRwEmTHWXvJwew=="
#define NOTHING "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

/* clang-format off */
static const struct {
	const char *desc, *value, *body;
	int err;
} digests[] = {
	{ "SHA-256", "SHA-256=" SHA256, BODY, PLACET_OK },
	{ "of an empty body", "SHA-256=" NOTHING, "", PLACET_OK },
	{ "in lower case", "sha-256=" SHA256, BODY, PLACET_OK },
	{ "SHA-512", "SHA-512=" SHA512, BODY, PLACET_OK },
	{ "both", "SHA-256=" SHA256 ",SHA-512=" SHA512, BODY, PLACET_OK },
	{ "one that is not known beside", "MD5=AAAA, SHA-256=" SHA256, BODY,
	  PLACET_OK },
	{ "of another body", "SHA-256=" SHA256, BODY " ", PLACET_EPROOF },
	{ "one good, one false", "SHA-256=" SHA256 ",SHA-512=" SHA512 , "",
	  PLACET_EPROOF },
	{ "none that is known", "MD5=AAAA", BODY, PLACET_EMISSING },
	{ "one algorithm twice", "SHA-256=" SHA256 ",sha-256=" SHA256, BODY,
	  PLACET_EDUP },
	{ "empty", "", BODY, PLACET_EFORMAT },
	{ "no base64", "SHA-256=*", BODY, PLACET_EFORMAT },
}, content_digests[] = {
	{ "SHA-256", "sha-256=:" SHA256 ":", BODY, PLACET_OK },
	{ "SHA-512", "sha-512=:" SHA512 ":", BODY, PLACET_OK },
	{ "both", "sha-256=:" SHA256 ":, sha-512=:" SHA512 ":", BODY,
	  PLACET_OK },
	{ "of another body", "sha-256=:" SHA256 ":", "", PLACET_EPROOF },
	{ "none that is known", "md5=:AAAA:", BODY, PLACET_EMISSING },
	{ "as Digest has it", "SHA-256=" SHA256, BODY, PLACET_EFORMAT },
	{ "a string", "sha-256=\"" SHA256 "\"", BODY, PLACET_EFORMAT },
	{ "one algorithm twice", "sha-256=:" SHA256 ":, sha-256=:" SHA256 ":",
	  BODY, PLACET_EDUP },
};
/* clang-format on */

static void
vec_digest(struct vec *v, const char *desc, const char *value, const char *body,
    int err)
{
	vec_case(v, desc);
	vec_text(v, "value", value);
	vec_text(v, "body", body);
	if (err != PLACET_OK)
		vec_refused(v, err);
	else
		vec_end(v);
}

/* The good ones, or the others. */
static void
vec_digests(struct vec *v, bool good)
{
	vec_array(v, good ? "digest" : "refuse_digest");
	for (size_t i = 0; i < COUNT(digests); i++)
		if ((digests[i].err == PLACET_OK) == good)
			vec_digest(v, digests[i].desc, digests[i].value,
			    digests[i].body, digests[i].err);
	vec_end(v);
	vec_array(v, good ? "content_digest" : "refuse_content_digest");
	for (size_t i = 0; i < COUNT(content_digests); i++)
		if ((content_digests[i].err == PLACET_OK) == good)
			vec_digest(v, content_digests[i].desc,
			    content_digests[i].value, content_digests[i].body,
			    content_digests[i].err);
	vec_end(v);
}

void
make_digest(struct vec *v)
{
	vec_text(v, "about",
	    "The headers Digest (RFC 3230, RFC 5843) and Content-Digest "
	    "(RFC 9530): whether they belong to a body.");
	vec_text(v, "source", "tests/vectors/make_text.c");
	vec_digests(v, true);
	vec_digests(v, false);
}

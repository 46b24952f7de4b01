/*
 * mail.c - compose the messages (see mail.h)
 *
 * libcurl makes the MIME parts, but no headers: they are written here.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <placet/buf.h>
#include <placet/hash.h>
#include <placet/header.h>
#include <placet/text.h>

#include "base/log.h"
#include "courier/courier.h"
#include "courier/mail.h"

enum {
	TITLE_MAX = 120, /* code points of a title that are shown */
};

static const char *const kind_name[] = { "confirm", "already" };
static const char *const lang_name[] = { "fr", "en" };

/* What may stand between {{ and }}. */
struct var {
	const char *name;
	const char *value; /* NULL: the paragraph is left out */
	bool link;
};
enum { VARS = 7 };

static char *
read_text(const char *path)
{
	FILE *f = fopen(path, "re");
	char *s = malloc(COURIER_TEMPLATE + 1);
	size_t n = 0;

	if (f != NULL && s != NULL)
		n = fread(s, 1, COURIER_TEMPLATE + 1, f);
	if (f == NULL || s == NULL || ferror(f) || n > COURIER_TEMPLATE ||
	    !placet_utf8_valid(s, n)) {
		free(s);
		s = NULL;
	} else {
		s[n] = '\0';
	}
	if (f != NULL)
		fclose(f);
	return s;
}

int
mail_texts_load(struct mail_texts *t, const char *data_dir)
{
	char path[1024];

	*t = (struct mail_texts){ 0 };
	for (int k = 0; k < MAIL_KINDS; k++)
		for (int l = 0; l < MAIL_LANGS; l++) {
			char *s;

			snprintf(path, sizeof path,
			    "%s/server/pages/mail/%s.%s.txt", data_dir,
			    kind_name[k], lang_name[l]);
			s = t->text[k][l] = read_text(path);
			if (s == NULL || strncmp(s, "Subject: ", 9) != 0 ||
			    strstr(s, "\n\n") == NULL) {
				log_warnx("cannot use '%s'", path);
				mail_texts_release(t);
				return -1;
			}
		}
	return 0;
}

void
mail_texts_release(struct mail_texts *t)
{
	for (int k = 0; k < MAIL_KINDS; k++)
		for (int l = 0; l < MAIL_LANGS; l++) {
			free(t->text[k][l]);
			t->text[k][l] = NULL;
		}
}

/* How many bytes of s, at most max, end with a whole character? */
static size_t
whole(const char *s, size_t len, size_t max)
{
	if (len <= max)
		return len;
	while (max > 0 && (s[max] & 0xC0) == 0x80)
		max--;
	return max;
}

static void
put_html(struct placet_buf *b, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		switch (s[i]) {
		case '&': placet_buf_str(b, "&amp;"); break;
		case '<': placet_buf_str(b, "&lt;"); break;
		case '>': placet_buf_str(b, "&gt;"); break;
		case '"': placet_buf_str(b, "&quot;"); break;
		case '\n': placet_buf_str(b, "<br>\n"); break;
		default: placet_buf_add(b, s + i, 1);
		}
}

static void
put(struct placet_buf *b, const char *s, size_t len, bool html)
{
	if (html)
		put_html(b, s, len);
	else
		placet_buf_add(b, s, len);
}

static const struct var *
var_find(const struct var *vars, const char *s, size_t len)
{
	for (size_t i = 0; i < VARS; i++)
		if (strlen(vars[i].name) == len &&
		    memcmp(vars[i].name, s, len) == 0)
			return &vars[i];
	return NULL;
}

static void
put_var(struct placet_buf *b, const struct var *v, bool html)
{
	if (v->value == NULL)
		return;
	if (html && v->link) {
		placet_buf_str(b, "<a href=\"");
		put_html(b, v->value, strlen(v->value));
		placet_buf_str(b, "\">");
	}
	put(b, v->value, strlen(v->value), html);
	if (html && v->link)
		placet_buf_str(b, "</a>");
}

/* Append s[0..len) with its {{variables}} replaced. */
static void
fill(struct placet_buf *b, const struct var *vars, const char *s, size_t len,
    bool html)
{
	const char *end = s + len;

	while (s < end) {
		const char *open = strstr(s, "{{");
		const char *close = open == NULL ? NULL : strstr(open, "}}");
		const struct var *v;

		if (close == NULL || close >= end)
			break;
		put(b, s, (size_t)(open - s), html);
		v = var_find(vars, open + 2, (size_t)(close - open - 2));
		if (v != NULL)
			put_var(b, v, html);
		s = close + 2;
	}
	put(b, s, (size_t)(end - s), html);
}

/* Paragraphs are separated by an empty line, in both forms. */
static void
fill_paragraphs(
    struct placet_buf *b, const struct var *vars, const char *s, bool html)
{
	while (*s != '\0') {
		const char *end = strstr(s, "\n\n");
		size_t len = end != NULL ? (size_t)(end - s) : strlen(s);

		if (end == NULL)
			while (len > 0 && s[len - 1] == '\n')
				len--;
		placet_buf_str(b, html ? "<p>" : "");
		fill(b, vars, s, len, html);
		placet_buf_str(b, html ? "</p>\n" : end ? "\n\n" : "\n");
		s = end != NULL ? end + 2 : s + strlen(s);
	}
}

/* A title on one line, not too long, without what could disturb. */
static const char *
one_line(struct placet_arena *a, const char *s)
{
	size_t len = 0, points = 0;
	char *out;

	for (; s[len] != '\0' && points <= TITLE_MAX; len++)
		if ((s[len + 1] & 0xC0) != 0x80)
			points++;
	if (points <= TITLE_MAX)
		out = placet_memdup(a, s, len);
	else
		out = placet_printf(a, "%.*s\xE2\x80\xA6",
		    (int)whole(s, strlen(s), len - 1), s);
	for (char *p = out; p != NULL && *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 127)
			*p = ' ';
	return out;
}

/* A name that could not stand in a header gives way to that of the host. */
static const char *
name_of(const struct mail_order *o)
{
	return placet_text_line(o->name, strlen(o->name)) ? o->name : o->host;
}

/* Only letters, digits, dots and hyphens: nothing that could end a header. */
static bool
host_valid(const char *s)
{
	size_t len = strspn(s,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");

	return len > 0 && len <= 253 && s[len] == '\0';
}

/* "Name: " and the encoded text; then, after a name, the address. */
static const char *
header(struct placet_arena *a, const char *name, const char *text,
    const char *address)
{
	struct placet_buf b = { .ceiling = 4096 };
	const char *s = NULL;
	int err;

	placet_buf_printf(&b, "%s: ", name);
	if (address == NULL)
		err = placet_header_text(text, strlen(text), b.len, &b);
	else
		err = placet_header_phrase(text, strlen(text), b.len, &b);
	if (address != NULL)
		placet_buf_printf(&b, "\r\n <%s>", address);
	if (err == 0 && b.err == 0)
		s = placet_memdup(a, b.data, b.len);
	placet_buf_release(&b);
	return s;
}

static const char *
date_header(struct placet_arena *a, time_t now)
{
	static const char *const day[] = { "Sun", "Mon", "Tue", "Wed", "Thu",
		"Fri", "Sat" };
	static const char *const month[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	struct tm t;

	if (gmtime_r(&now, &t) == NULL)
		return NULL;
	return placet_printf(a, "Date: %s, %02d %s %d %02d:%02d:%02d +0000",
	    day[t.tm_wday], t.tm_mday, month[t.tm_mon], t.tm_year + 1900,
	    t.tm_hour, t.tm_min, t.tm_sec);
}

/*
 * The same for every attempt at the same mail, so that a mailbox which gets
 * it twice after a crash can tell; the hash hides how many we send.
 */
static const char *
id_header(struct placet_arena *a, const struct mail_order *o)
{
	struct placet_bytes piece[] = { { "placet/mail/v1\n", 15 },
		{ o->id, strlen(o->id) } };
	struct placet_hash h;
	char hex[33];

	placet_sha256v(piece, 2, &h);
	placet_hex(h.b, 16, hex);
	return placet_printf(a, "Message-ID: <%s@%s>", hex, o->host);
}

static int
headers(struct placet_arena *a, const struct mail_order *o, const char *not_me,
    struct mail *m)
{
	const char **h = m->header;
	size_t n = 0;

	h[n++] = date_header(a, o->now);
	h[n++] = header(a, "From", name_of(o), o->from);
	h[n++] = placet_printf(a, "To: <%s>", o->to);
	h[n++] = header(a, "Subject", m->subject, NULL);
	h[n++] = id_header(a, o);
	h[n++] = placet_printf(a, "Content-Language: %s", lang_name[o->lang]);
	h[n++] = "Auto-Submitted: auto-generated";
	h[n++] = "Content-Type: multipart/alternative";
	if (not_me != NULL)
		h[n++] = placet_printf(a, "List-Unsubscribe:\r\n <%s>", not_me);
	/* RFC 8058: one click only where nobody can read along. */
	if (not_me != NULL && strcmp(o->scheme, "https") == 0)
		h[n++] = "List-Unsubscribe-Post: List-Unsubscribe=One-Click";
	m->nheader = n;
	for (size_t i = 0; i < n; i++)
		if (h[i] == NULL)
			return PLACET_ENOMEM;
	return PLACET_OK;
}

/* Fill s into the arena: as a line, as paragraphs of text or of HTML. */
static const char *
filled(struct placet_arena *a, const struct var *vars, const char *s,
    size_t len, const struct mail_order *o, const struct mail *m, bool html)
{
	struct placet_buf b = { .ceiling = COURIER_MAIL };
	const char *out;

	if (html) {
		placet_buf_printf(&b,
		    "<!doctype html>\n<html lang=\"%s\">\n<head>\n"
		    "<meta charset=\"utf-8\">\n<title>",
		    lang_name[o->lang]);
		put_html(&b, m->subject, strlen(m->subject));
		placet_buf_str(&b,
		    "</title>\n</head>\n<body style=\"max-width:36em;"
		    "font:1em/1.5 sans-serif\">\n");
	}
	if (len > 0)
		fill(&b, vars, s, len, false);
	else
		fill_paragraphs(&b, vars, s, html);
	if (html)
		placet_buf_str(&b, "</body>\n</html>\n");
	out = b.err != 0 ? NULL : placet_memdup(a, b.data, b.len);
	placet_buf_release(&b);
	return out;
}

static int
order_check(const struct mail_order *o)
{
	if (placet_email_norm(o->to, strlen(o->to), NULL) != 0 ||
	    strpbrk(o->from, "\r\n<> ") != NULL || !host_valid(o->host) ||
	    (o->token != NULL &&
	        strspn(o->token,
	            "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	            "abcdefghijklmnopqrstuvwxyz0123456789-_") != 43))
		return PLACET_EFORMAT;
	return PLACET_OK;
}

int
mail_compose(struct placet_arena *a, const struct mail_texts *t,
    const struct mail_order *o, struct mail *m)
{
	const char *s = t->text[o->kind][o->lang];
	const char *body = strstr(s, "\n\n") + 2;
	char port[24] = "";
	const char *base, *here, *confirm = NULL, *not_me = NULL;

	*m = (struct mail){ .from = o->from, .to = o->to };
	if (order_check(o) != 0)
		return PLACET_EFORMAT;
	if (o->port > 0)
		snprintf(port, sizeof port, ":%ld", o->port);
	base = placet_printf(a, "%s://%s%s", o->scheme, o->host, port);
	here = placet_printf(a, "%s/petitions/%ld", base, o->petition);
	if (o->token != NULL) {
		confirm = placet_printf(a, "%s/confirm/%s", here, o->token);
		not_me = placet_printf(a, "%s/not-me/%s", here, o->token);
	}
	if (base == NULL || here == NULL ||
	    (o->token != NULL && (confirm == NULL || not_me == NULL)))
		return PLACET_ENOMEM;

	const struct var vars[VARS] = {
		{ "host", o->host, false },
		{ "name", name_of(o), false },
		{ "title", one_line(a, o->title), false },
		{ "home", placet_printf(a, "%s/", base), true },
		{ "petition", here, true },
		{ "confirm", confirm, true },
		{ "not_me", not_me, true },
	};
	m->subject = filled(a, vars, s + 9, strcspn(s + 9, "\n"), o, m, false);
	if (m->subject == NULL)
		return PLACET_ENOMEM;
	m->text = filled(a, vars, body, 0, o, m, false);
	m->html = filled(a, vars, body, 0, o, m, true);
	if (m->text == NULL || m->html == NULL)
		return PLACET_ENOMEM;
	return headers(a, o, not_me, m);
}

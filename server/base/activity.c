/*
 * activity.c - see activity.h
 */
#include <inttypes.h>
#include <string.h>

#include <placet/html.h>
#include <placet/multikey.h>
#include <placet/time.h>

#include "base/activity.h"
#include "base/limit.h"
#include "base/log.h"

#define SPACES " \t\n\v\f\r"
#define ALPHA  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define ALNUM  ALPHA "0123456789"

struct placet_msg_rules
activity_rules(bool testing)
{
	return (struct placet_msg_rules){
		.url = { .http = testing, .port = testing, .local = testing },
		.json = { .size = LIMIT_BODY_READ,
		    .values = LIMIT_ACTIVITY_VALUES,
		    .string = LIMIT_BODY_READ },
	};
}

/* The content without HTML. */
static const char *
words(struct placet_arena *a, const char *html)
{
	struct placet_buf b = { .ceiling = LIMIT_BODY_READ + LIMIT_COMMENT };
	const char *made = NULL;

	if (placet_html_text(html, strlen(html), LIMIT_COMMENT, true, &b) ==
	    0) {
		made = placet_memdup(a, b.data == NULL ? "" : b.data, b.len);
		if (made == NULL)
			fatal("out of memory");
	}
	placet_buf_release(&b);
	return made;
}

bool
activity_same_origin(const char *a, const char *b)
{
	static const struct placet_url_rules rules = { true, true, true, true };
	struct placet_url x, y;

	return a != NULL && b != NULL &&
	    placet_url_parse(a, strlen(a), &rules, &x) == 0 &&
	    placet_url_parse(b, strlen(b), &rules, &y) == 0 &&
	    placet_url_same_origin(&x, &y);
}

static bool
is_everybody(const struct placet_json *v)
{
	return v->type == PLACET_JSON_STRING &&
	    (strcmp(v->str, PLACET_AS_PUBLIC) == 0 ||
	        strcmp(v->str, "as:Public") == 0 ||
	        strcmp(v->str, "Public") == 0);
}

/* Is everybody among those it goes to, alone or in a list? */
static bool
goes_to_all(const struct placet_json *object, const char *name)
{
	const struct placet_json *v = placet_json_get(object, name);

	if (v == NULL)
		return false;
	if (v->type != PLACET_JSON_ARRAY)
		return is_everybody(v);
	for (v = v->first; v != NULL; v = v->next)
		if (is_everybody(v))
			return true;
	return false;
}

static bool
is_lang(const char *s)
{
	size_t n = strspn(s, ALPHA);

	if (n < 2 || n > 8)
		return false;
	for (int part = 0; s[n] != '\0' && part < 3; part++) {
		const size_t len = s[n] == '-' ? strspn(s + n + 1, ALNUM) : 0;

		if (len < 1 || len > 8)
			return false;
		n += len + 1;
	}
	return s[n] == '\0';
}

static bool
says_note(const struct placet_json *v)
{
	return v->type == PLACET_JSON_STRING && strcmp(v->str, "Note") == 0;
}

/* Is it a note, whatever else it is?  Other things are not said in a thread. */
static bool
is_note(const struct placet_json *object)
{
	const struct placet_json *v = placet_json_get(object, "type");

	if (v == NULL)
		return false;
	if (v->type != PLACET_JSON_ARRAY)
		return says_note(v);
	for (v = v->first; v != NULL; v = v->next)
		if (says_note(v))
			return true;
	return false;
}

/*
 * The language that its content is in: the one under which it stands once
 * more, as GoToSocial reads it, else the first, as Mastodon does.
 */
static const char *
lang_of(struct placet_arena *a, const struct placet_json *object)
{
	const struct placet_json *map = placet_json_get(object, "contentMap");
	const char *content = placet_json_text(object, "content");
	const struct placet_json *v = NULL;
	char *lang;

	if (map == NULL || map->type != PLACET_JSON_OBJECT)
		return NULL;
	for (const struct placet_json *m = map->first; m != NULL; m = m->next) {
		if (!is_lang(m->name))
			continue;
		if (v == NULL)
			v = m;
		if (m->type == PLACET_JSON_STRING &&
		    strcmp(m->str, content) == 0) {
			v = m;
			break;
		}
	}
	if (v == NULL)
		return NULL;
	lang = placet_strdup(a, v->name);
	if (lang == NULL)
		fatal("out of memory");
	for (char *p = lang; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p | 0x20);
	return lang;
}

static const char *
seconds_of(struct placet_arena *a, const struct placet_json *object)
{
	const char *s = placet_json_text(object, "published");
	const char *made;
	int64_t t;

	if (s == NULL || placet_time_parse(s, strlen(s), &t) != 0)
		return NULL;
	made = placet_printf(a, "%" PRId64, t);
	if (made == NULL)
		fatal("out of memory");
	return made;
}

void
activity_read(
    struct placet_arena *a, const struct placet_msg *msg, struct activity *out)
{
	const struct placet_json *o = placet_json_get(msg->doc, "object");
	const char *html = placet_json_text(o, "content");
	const char *by = placet_msg_ref(msg, "object.attributedTo");
	const char *id = placet_json_text(o, "id");
	const char *url;

	*out = (struct activity){ 0 };
	if (html != NULL &&
	    (msg->type == PLACET_MSG_CREATE || msg->type == PLACET_MSG_UPDATE))
		out->text = words(a, html);
	if (msg->type != PLACET_MSG_CREATE || out->text == NULL ||
	    out->text[strspn(out->text, SPACES)] == '\0' || by == NULL ||
	    !placet_msg_is_by(msg, by) || !activity_same_origin(id, by) ||
	    !is_note(o) || !(goes_to_all(o, "to") || goes_to_all(o, "cc")))
		return;
	out->object = id;
	out->reply_to = placet_msg_ref(msg, "object.inReplyTo");
	url = placet_msg_ref(msg, "object.url");
	out->url = activity_same_origin(url, by) ? url : NULL;
	out->lang = lang_of(a, o);
	out->published = seconds_of(a, o);
}

struct placet_key *
activity_key(const char *kind, const char *text)
{
	struct placet_key *key = NULL;
	uint8_t pub[32];
	int err = PLACET_ETYPE;

	if (strcmp(kind, "rsa") == 0) {
		err = placet_key_parse(text, strlen(text), &key);
	} else if (strcmp(kind, "ed25519") == 0) {
		err = placet_multikey_parse(text, strlen(text), pub);
		if (err == 0)
			err = placet_key_ed25519(pub, &key);
	}
	return err == 0 ? key : NULL;
}

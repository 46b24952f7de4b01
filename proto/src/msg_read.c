/*
 * msg_read.c - reading a message by path, and by whom it was said
 */
#include <string.h>

#include <placet/integrity.h>
#include <placet/multikey.h>
#include <placet/text.h>
#include <placet/time.h>

#include "msg_part.h"

static struct placet_json *
member(const struct placet_json *v, const char *name, size_t len)
{
	if (v->type != PLACET_JSON_OBJECT)
		return NULL;
	for (struct placet_json *m = v->first; m != NULL; m = m->next)
		if (m->namelen == len && memcmp(m->name, name, len) == 0)
			return m;
	return NULL;
}

/* What is alone is its own first element. */
static struct placet_json *
element(struct placet_json *v, uint64_t i)
{
	if (v->type != PLACET_JSON_ARRAY)
		return i == 0 ? v : NULL;
	for (v = v->first; v != NULL && i > 0; i--)
		v = v->next;
	return v;
}

struct placet_json *
placet_msg_at(const struct placet_msg *msg, const char *path)
{
	struct placet_json *v = msg->doc;

	while (v != NULL && *path != '\0') {
		size_t len;

		if (*path == '[') {
			uint64_t i;

			len = strcspn(++path, "]");
			if (path[len] != ']' ||
			    placet_decimal(path, len, SIZE_MAX, &i) != 0)
				return NULL;
			v = element(v, i);
			path += len + 1;
		} else {
			len = strcspn(path, ".[");
			v = member(v, path, len);
			path += len;
		}
		if (*path == '.')
			path++;
	}
	return v != NULL && v->type != PLACET_JSON_NULL ? v : NULL;
}

size_t
placet_msg_count(const struct placet_msg *msg, const char *path)
{
	const struct placet_json *v = placet_msg_at(msg, path);

	if (v == NULL)
		return 0;
	return v->type == PLACET_JSON_ARRAY ? v->count : 1;
}

const char *
placet_msg_text(const struct placet_msg *msg, const char *path)
{
	const struct placet_json *v = placet_msg_at(msg, path);

	return v != NULL && v->type == PLACET_JSON_STRING ? v->str : NULL;
}

int64_t
placet_msg_integer(
    const struct placet_msg *msg, const char *path, int64_t missing)
{
	const struct placet_json *v = placet_msg_at(msg, path);

	/* The guard lets no integer pass that a double does not hold. */
	if (v == NULL || v->type != PLACET_JSON_NUMBER ||
	    strspn(v->str, "-0123456789") != v->len)
		return missing;
	return (int64_t)v->number;
}

bool
placet_msg_bool(const struct placet_msg *msg, const char *path)
{
	const struct placet_json *v = placet_msg_at(msg, path);

	return v != NULL && v->type == PLACET_JSON_BOOL && v->truth;
}

const char *
placet_msg_ref(const struct placet_msg *msg, const char *path)
{
	struct placet_json *v = placet_msg_at(msg, path);

	return v != NULL ? msg_id_of(element(v, 0)) : NULL;
}

const char *
placet_msg_link(const struct placet_msg *msg, const char *path)
{
	static const struct placet_url_rules rules = { .fragment = true,
		.http = true };
	struct placet_json *v = placet_msg_at(msg, path), *link;
	struct placet_url url;

	for (uint64_t i = 0; v != NULL; i++) {
		const char *href;

		link = element(v, i);
		if (link == NULL)
			break;
		href = link->type == PLACET_JSON_STRING
		    ? link->str
		    : placet_json_text(link, "href");
		if (href != NULL &&
		    placet_url_parse(href, strlen(href), &rules, &url) == 0)
			return href;
	}
	return NULL;
}

int
placet_msg_time(const struct placet_msg *msg, const char *path, int64_t *t)
{
	const char *s = placet_msg_text(msg, path);

	return s != NULL ? placet_time_parse(s, strlen(s), t) : PLACET_EMISSING;
}

int
placet_msg_hash(
    const struct placet_msg *msg, const char *path, struct placet_hash *hash)
{
	const char *s = placet_msg_text(msg, path);

	if (s == NULL)
		return PLACET_EMISSING;
	return placet_unhex(s, strlen(s), hash->b, sizeof hash->b);
}

int
placet_msg_bytes(
    const struct placet_msg *msg, const char *path, void *out, size_t *len)
{
	const char *s = placet_msg_text(msg, path);

	if (s == NULL)
		return PLACET_EMISSING;
	return placet_unbase64url(s, strlen(s), out, len);
}

bool
placet_msg_is_by(const struct placet_msg *msg, const char *actor)
{
	return msg->owner != NULL && strcmp(msg->owner, actor) == 0;
}

int
placet_msg_verify(struct placet_arena *a, const struct placet_msg *msg,
    const uint8_t pub[32], int64_t now)
{
	struct placet_integrity in;
	const int err = placet_integrity_open(a, msg->doc, &in);

	if (err != 0)
		return err;
	if (!placet_msg_is_by(msg, in.controller))
		return PLACET_EKEY;
	return placet_integrity_check(&in, pub, now);
}

static bool
is_text(const struct placet_json *object, const char *name, const char *want)
{
	const char *s = placet_json_text(object, name);

	return s != NULL && strcmp(s, want) == 0;
}

/* The key of that id that the actor lists, and that says it is the actor's. */
static const struct placet_json *
own_key(const struct placet_msg *actor, const char *list, const char *id,
    const char *owner)
{
	struct placet_json *keys = placet_msg_at(actor, list), *key;

	if (actor->type != PLACET_MSG_ACTOR || keys == NULL)
		return NULL;
	for (uint64_t i = 0; (key = element(keys, i)) != NULL; i++) {
		if (is_text(key, "id", id) && is_text(key, owner, actor->id))
			return key;
		if (keys->type != PLACET_JSON_ARRAY)
			break;
	}
	return NULL;
}

int
placet_msg_pem(
    const struct placet_msg *actor, const char *keyid, const char **pem)
{
	const struct placet_json *key = own_key(
	    actor, "publicKey", keyid, "owner");

	if (key == NULL)
		return PLACET_EKEY;
	*pem = placet_json_text(key, "publicKeyPem");
	return *pem != NULL ? PLACET_OK : PLACET_EKEY;
}

int
placet_msg_multikey(
    const struct placet_msg *actor, const char *method, uint8_t pub[32])
{
	const struct placet_json *key = own_key(
	    actor, "assertionMethod", method, "controller");
	const char *s = placet_json_text(key, "publicKeyMultibase");

	if (key == NULL || s == NULL)
		return PLACET_EKEY;
	return placet_multikey_parse(s, strlen(s), pub);
}

/*
 * site.c - see site.h
 */
#include <stdlib.h>
#include <string.h>

#include <placet/text.h>

#include "base/log.h"

#include "site.h"

enum { HOST_MAX = 253 };

struct sites {
	size_t refs;
	struct placet_arena arena; /* the texts */
	size_t n;
	struct site *site;
	size_t nslot; /* a power of two, at least twice n */
	const struct site **slot;
};

static size_t
host_hash(const char *host)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (; *host != '\0'; host++)
		h = (h ^ (unsigned char)*host) * 0x100000001b3u;
	return (size_t)(h ^ h >> 32);
}

static const struct site **
slot_of(const struct sites *s, const char *host)
{
	size_t i = host_hash(host) & (s->nslot - 1);

	while (s->slot[i] != NULL && strcmp(s->slot[i]->host, host) != 0)
		i = (i + 1) & (s->nslot - 1);
	return &s->slot[i];
}

/* "0197a1c2-..." or 32 digits. */
static bool
uuid_parse(const char *s, uint8_t out[16])
{
	char hex[33];
	size_t n = 0;

	for (; *s != '\0'; s++) {
		if (*s == '-')
			continue;
		if (n == 32)
			return false;
		hex[n++] = *s;
	}
	return placet_unhex(hex, n, out, 16) == 0;
}

static bool
site_init(struct site *site, struct sites *s, const struct placet_json *v,
    const struct conf *conf)
{
	const char *uuid = placet_json_text(v, "uuid");
	const char *host = placet_json_text(v, "host");
	const char *name = placet_json_text(v, "name");
	const char *moved = placet_json_text(v, "moved");
	const struct placet_json *groups = placet_json_get(v, "groups");
	const int64_t id = placet_json_integer(v, "id", 0);

	if (uuid == NULL || host == NULL || name == NULL || id <= 0 ||
	    id > INT32_MAX || strlen(host) > HOST_MAX ||
	    !uuid_parse(uuid, site->uuid))
		return false;
	site->id = (int)id;
	site->groups = groups != NULL && groups->truth;
	site->host = placet_strdup(&s->arena, host);
	site->name = placet_strdup(&s->arena, name);
	site->moved = moved == NULL ? NULL : placet_strdup(&s->arena, moved);
	if (conf->public_port != 0)
		site->origin = placet_printf(&s->arena, "%s://%s:%ld",
		    conf->public_scheme, host, conf->public_port);
	else
		site->origin = placet_printf(
		    &s->arena, "%s://%s", conf->public_scheme, host);
	return site->host != NULL && site->name != NULL &&
	    site->origin != NULL && (moved == NULL || site->moved != NULL);
}

static bool
sites_fill(
    struct sites *s, const struct placet_json *list, const struct conf *conf)
{
	s->nslot = 16;
	while (s->nslot < 2 * list->count)
		s->nslot *= 2;
	s->site = calloc(list->count + 1, sizeof *s->site);
	s->slot = calloc(s->nslot, sizeof(struct site *));
	if (s->site == NULL || s->slot == NULL)
		return false;
	for (struct placet_json *v = list->first; v != NULL; v = v->next) {
		struct site *site = &s->site[s->n++];

		if (!site_init(site, s, v, conf))
			return false;
		*slot_of(s, site->host) = site;
	}
	return true;
}

struct sites *
sites_new(const char *doc, size_t len, const struct conf *conf)
{
	const struct placet_json_limits limits = { .size = LIMIT_DOC,
		.values = LIMIT_DOC / 16 };
	struct sites *s = calloc(1, sizeof *s);
	struct placet_arena a = { 0 };
	struct placet_json *v = NULL, *list;
	bool ok;

	if (s == NULL)
		return NULL;
	s->refs = 1;
	ok = placet_json_parse(&a, doc, len, &limits, &v) == 0;
	list = ok ? placet_json_get(v, "sites") : NULL;
	ok = list != NULL && list->type == PLACET_JSON_ARRAY &&
	    sites_fill(s, list, conf);
	placet_arena_end(&a);
	if (ok)
		return s;
	sites_drop(s);
	return NULL;
}

void
sites_hold(struct sites *s)
{
	s->refs++;
}

void
sites_drop(struct sites *s)
{
	if (s == NULL || --s->refs > 0)
		return;
	placet_arena_end(&s->arena);
	free(s->slot);
	free(s->site);
	free(s);
}

const struct site *
sites_find(const struct sites *s, const char *host)
{
	char name[HOST_MAX + 1];
	size_t n = 0;

	for (; host[n] != '\0' && host[n] != ':'; n++) {
		if (n == HOST_MAX)
			return NULL;
		name[n] = host[n];
		if (name[n] >= 'A' && name[n] <= 'Z')
			name[n] = (char)(name[n] | 0x20);
	}
	/* Only a port may follow. */
	if (host[n] == ':' &&
	    host[n + 1 + strspn(host + n + 1, "0123456789")] != '\0')
		return NULL;
	name[n] = '\0';
	return *slot_of(s, name);
}

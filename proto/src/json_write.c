/*
 * json_write.c - making JSON: values in memory, and their text
 *
 * The makers answer NULL when there is no memory and ignore NULL, so that a
 * document can be put together without a check on each line; who must know
 * looks at the arena's ceiling or at what came out.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <placet/json.h>
#include <placet/text.h>

/* Deeper than any limit a parser of ours is given. */
enum { WRITE_DEPTH = 64 };

struct placet_json *
placet_json_new(struct placet_arena *a, enum placet_json_type type)
{
	struct placet_json *v = placet_zalloc(a, sizeof *v);

	if (v != NULL)
		v->type = type;
	return v;
}

struct placet_json *
placet_json_new_text(struct placet_arena *a, const char *s, size_t len)
{
	struct placet_json *v;

	if (s == NULL)
		return placet_json_new(a, PLACET_JSON_NULL);
	v = placet_json_new(a, PLACET_JSON_STRING);
	if (v == NULL)
		return NULL;
	v->str = placet_memdup(a, s, len);
	v->len = len;
	return v->str != NULL ? v : NULL;
}

struct placet_json *
placet_json_new_integer(struct placet_arena *a, int64_t n)
{
	struct placet_json *v = placet_json_new(a, PLACET_JSON_NUMBER);

	if (v == NULL)
		return NULL;
	v->str = placet_printf(a, "%" PRId64, n);
	if (v->str == NULL)
		return NULL;
	v->len = strlen(v->str);
	v->number = (double)n;
	return v;
}

struct placet_json *
placet_json_new_bool(struct placet_arena *a, bool truth)
{
	struct placet_json *v = placet_json_new(a, PLACET_JSON_BOOL);

	if (v != NULL)
		v->truth = truth;
	return v;
}

void
placet_json_push(struct placet_json *array, struct placet_json *v)
{
	if (array == NULL || v == NULL)
		return;
	v->next = NULL;
	if (array->last == NULL)
		array->first = v;
	else
		array->last->next = v;
	array->last = v;
	array->count++;
}

void
placet_json_set(struct placet_arena *a, struct placet_json *object,
    const char *name, struct placet_json *v)
{
	struct placet_json **at;

	if (object == NULL || v == NULL)
		return;
	v->namelen = strlen(name);
	v->name = placet_memdup(a, name, v->namelen);
	if (v->name == NULL)
		return;
	for (at = &object->first; *at != NULL; at = &(*at)->next)
		if ((*at)->namelen == v->namelen &&
		    memcmp((*at)->name, name, v->namelen) == 0)
			break;
	if (*at == NULL) {
		placet_json_push(object, v);
		return;
	}
	v->next = (*at)->next;
	if (object->last == *at)
		object->last = v;
	*at = v;
}

/* How c must be escaped; NULL if it stands for itself. */
static const char *
escape(uint8_t c, char room[8])
{
	switch (c) {
	case '"': return "\\\"";
	case '\\': return "\\\\";
	case '\b': return "\\b";
	case '\f': return "\\f";
	case '\n': return "\\n";
	case '\r': return "\\r";
	case '\t': return "\\t";
	}
	if (c >= 0x20)
		return NULL;
	snprintf(room, 8, "\\u%04x", c);
	return room;
}

static void
fail(struct placet_buf *b, int err)
{
	if (b->err == PLACET_OK)
		b->err = err;
}

void
placet_json_string(struct placet_buf *b, const char *s, size_t len)
{
	size_t from = 0;
	char room[8];

	if (!placet_utf8_valid(s, len)) {
		fail(b, PLACET_EUTF8);
		return;
	}
	placet_buf_byte(b, '"');
	for (size_t i = 0; i < len; i++) {
		const char *esc = escape((uint8_t)s[i], room);

		if (esc == NULL)
			continue;
		placet_buf_add(b, s + from, i - from);
		placet_buf_str(b, esc);
		from = i + 1;
	}
	placet_buf_add(b, s + from, len - from);
	placet_buf_byte(b, '"');
}

static void write_value(
    struct placet_buf *b, const struct placet_json *v, int depth);

static void
write_members(struct placet_buf *b, const struct placet_json *v, int depth)
{
	if (depth >= WRITE_DEPTH) {
		fail(b, PLACET_ELIMIT);
		return;
	}
	for (const struct placet_json *m = v->first; m != NULL; m = m->next) {
		if (m != v->first)
			placet_buf_byte(b, ',');
		if (v->type == PLACET_JSON_OBJECT) {
			placet_json_string(b, m->name, m->namelen);
			placet_buf_byte(b, ':');
		}
		write_value(b, m, depth + 1);
	}
}

static void
write_value(struct placet_buf *b, const struct placet_json *v, int depth)
{
	switch (v->type) {
	case PLACET_JSON_NULL: placet_buf_str(b, "null"); return;
	case PLACET_JSON_BOOL:
		placet_buf_str(b, v->truth ? "true" : "false");
		return;
	case PLACET_JSON_NUMBER: placet_buf_add(b, v->str, v->len); return;
	case PLACET_JSON_STRING: placet_json_string(b, v->str, v->len); return;
	case PLACET_JSON_ARRAY:
		placet_buf_byte(b, '[');
		write_members(b, v, depth);
		placet_buf_byte(b, ']');
		return;
	case PLACET_JSON_OBJECT:
		placet_buf_byte(b, '{');
		write_members(b, v, depth);
		placet_buf_byte(b, '}');
		return;
	}
	fail(b, PLACET_ETYPE);
}

void
placet_json_write(struct placet_buf *b, const struct placet_json *v)
{
	if (v == NULL)
		placet_buf_str(b, "null");
	else
		write_value(b, v, 0);
}

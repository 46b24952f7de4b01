/*
 * msg_build.c - from fields to a document: the rows walked the other way
 */
#include <string.h>

#include <placet/text.h>
#include <placet/time.h>

#include "msg_part.h"

/* One list as it is, the elements shared. */
static struct placet_json *
copy(struct placet_arena *a, const struct placet_json *v)
{
	struct placet_json *new = placet_alloc(a, sizeof *new);

	if (new != NULL) {
		*new = *v;
		new->next = NULL;
	}
	return new;
}

/* Add under its own name; ENOMEM if there is no v. */
static int
put(struct placet_arena *a, struct placet_json *object, const char *name,
    struct placet_json *v)
{
	const size_t before = object->count;

	placet_json_set(a, object, name, v);
	return object->count > before ? PLACET_OK : PLACET_ENOMEM;
}

static struct placet_json *
text(struct placet_arena *a, const char *s)
{
	return placet_json_new_text(a, s, strlen(s));
}

static bool
row_has_type(const struct placet_msg_row *row, const struct placet_json *v)
{
	if (v == NULL || v->type != PLACET_JSON_STRING)
		return false;
	for (const char *const *t = row->types; *t != NULL; t++)
		if (strcmp(v->str, *t) == 0)
			return true;
	return false;
}

static int
put_type(struct placet_arena *a, const struct placet_msg_row *row,
    const struct placet_json *values, struct placet_json *doc)
{
	const struct placet_json *given = placet_json_get(values, "type");
	struct placet_json *list;

	if (row->types[0] == NULL)
		return PLACET_OK;
	if (row_has_type(row, given))
		return put(a, doc, "type", copy(a, given));
	if (row->plain == NULL)
		return put(a, doc, "type", text(a, row->types[0]));
	list = placet_json_new(a, PLACET_JSON_ARRAY);
	if (list == NULL)
		return PLACET_ENOMEM;
	placet_json_push(list, text(a, row->plain));
	placet_json_push(list, text(a, row->types[0]));
	return list->count == 2 ? put(a, doc, "type", list) : PLACET_ENOMEM;
}

static struct placet_json *dress(struct placet_arena *a,
    const struct placet_msg_row *row, const struct placet_json *values,
    struct placet_json *doc, int depth);

/* Embedded: without its context, but for a proof that covers it. */
static struct placet_json *
embed(struct placet_arena *a, const struct placet_json *v)
{
	struct placet_json *object;

	if (v->type != PLACET_JSON_OBJECT ||
	    placet_json_get(v, "@context") == NULL ||
	    placet_json_get(v, "proof") != NULL)
		return copy(a, v);
	object = placet_json_new(a, PLACET_JSON_OBJECT);
	for (const struct placet_json *m = v->first;
	     m != NULL && object != NULL; m = m->next)
		if (strcmp(m->name, "@context") != 0 &&
		    put(a, object, m->name, copy(a, m)) != 0)
			return NULL;
	return object;
}

static struct placet_json *
dress_value(struct placet_arena *a, const struct placet_msg_field *f,
    const struct placet_json *v, int depth)
{
	struct placet_json *object;

	if (v->type != PLACET_JSON_OBJECT)
		return copy(a, v);
	if (f->kind != T_PART && f->kind != T_KEY)
		return f->kind == T_REF || f->kind == T_OBJECT ? embed(a, v)
		                                               : copy(a, v);
	object = placet_json_new(a, PLACET_JSON_OBJECT);
	return object == NULL
	    ? NULL
	    : dress(a, placet_msg_row(f->of), v, object, depth);
}

static struct placet_json *
dress_field(struct placet_arena *a, const struct placet_msg_field *f,
    const struct placet_json *v, int depth)
{
	struct placet_json *list;
	const bool is_list = v->type == PLACET_JSON_ARRAY;

	if (v->type == PLACET_JSON_NULL || f->many == 0 ||
	    (!f->list && !is_list))
		return dress_value(a, f, v, depth);
	list = placet_json_new(a, PLACET_JSON_ARRAY);
	if (list == NULL)
		return NULL;
	for (v = is_list ? v->first : v; v != NULL;
	     v = is_list ? v->next : NULL) {
		struct placet_json *e = dress_value(a, f, v, depth);

		if (e == NULL)
			return NULL;
		placet_json_push(list, e);
	}
	return list;
}

/* Into doc: the type, the fields of the row, then what else there is. */
static struct placet_json *
dress(struct placet_arena *a, const struct placet_msg_row *row,
    const struct placet_json *values, struct placet_json *doc, int depth)
{
	const struct placet_msg_field *f;
	const struct placet_json *v;

	if (depth > MSG_DEPTH || put_type(a, row, values, doc) != 0)
		return NULL;
	for (size_t i = 0; (f = placet_msg_field(row, i)) != NULL; i++) {
		v = placet_json_get(values, f->name);
		if (v != NULL &&
		    put(a, doc, f->name, dress_field(a, f, v, depth + 1)) != 0)
			return NULL;
	}
	for (v = values->first; v != NULL; v = v->next)
		if (strcmp(v->name, "@context") != 0 &&
		    placet_json_get(doc, v->name) == NULL &&
		    put(a, doc, v->name, copy(a, v)) != 0)
			return NULL;
	return doc;
}

/* Keys and what else actors have need other terms than messages. */
static const char *
context_for(const struct placet_msg_row *row, const struct placet_json *values)
{
	const struct placet_json *object = placet_json_get(values, "object");
	const struct placet_msg_row *inner = NULL;

	if (row->family == ACTIVITY)
		inner = placet_msg_row(msg_type_of(object));
	if (row->family == ACTOR || (inner != NULL && inner->family == ACTOR))
		return placet_context_actor;
	return placet_context_message;
}

int
placet_msg_build(struct placet_arena *a, enum placet_msg_type type,
    const struct placet_json *values, const struct placet_msg_rules *rules,
    struct placet_msg *msg)
{
	const struct placet_msg_row *row = placet_msg_row(type);
	struct placet_msg_rules own = { 0 };
	struct placet_json *doc, *context;

	*msg = (struct placet_msg){ 0 };
	if (row == NULL || values == NULL || values->type != PLACET_JSON_OBJECT)
		return PLACET_ETYPE;
	doc = placet_json_new(a, PLACET_JSON_OBJECT);
	if (doc == NULL)
		return PLACET_ENOMEM;
	if (row->family < PART) {
		const char *s = context_for(row, values);
		const int err = placet_json_parse(
		    a, s, strlen(s), NULL, &context);

		if (err != 0 || put(a, doc, "@context", context) != 0)
			return PLACET_ENOMEM;
	}
	if (dress(a, row, values, doc, 0) == NULL)
		return PLACET_ENOMEM;
	if (rules != NULL)
		own = *rules;
	own.want = type;
	return placet_msg_check(a, doc, &own, msg);
}

/* --- values ------------------------------------------------------------- */

static struct placet_json *
encode(struct placet_arena *a, const struct placet_msg_field *f,
    const struct placet_msg_value *v)
{
	char *s;

	if (v->bytes == NULL)
		return NULL;
	if (f->kind == T_HASH) {
		s = placet_alloc(a, 2 * v->len + 1);
		if (s != NULL)
			placet_hex(v->bytes, v->len, s);
	} else {
		s = placet_alloc(a, PLACET_BASE64_SIZE(v->len));
		if (s != NULL)
			placet_base64url(v->bytes, v->len, s);
	}
	return s != NULL ? text(a, s) : NULL;
}

/* NULL for what is to be left out, and when there is no memory. */
static struct placet_json *
make(struct placet_arena *a, const struct placet_msg_field *f,
    const struct placet_msg_value *v)
{
	char time[PLACET_TIME_SIZE];

	if (v->json != NULL)
		return copy(a, v->json);
	if (v->text != NULL)
		return text(a, v->text);
	switch ((int)f->kind) {
	case T_INT: return placet_json_new_integer(a, v->number);
	case T_BOOL: return placet_json_new_bool(a, v->number != 0);
	case T_HASH:
	case T_BYTES: return encode(a, f, v);
	case T_TIME:
		return placet_time_write(v->number, time) == 0 ? text(a, time)
		                                               : NULL;
	}
	return NULL;
}

static bool
left_out(const struct placet_msg_field *f, const struct placet_msg_value *v)
{
	if (v->json != NULL || v->text != NULL)
		return false;
	if (f->kind == T_HASH || f->kind == T_BYTES)
		return v->bytes == NULL;
	return f->kind != T_INT && f->kind != T_BOOL && f->kind != T_TIME;
}

/* The second of a name makes both a list. */
static int
add(struct placet_arena *a, struct placet_json *object, const char *name,
    struct placet_json *v)
{
	struct placet_json *old = placet_json_get(object, name), *list;

	if (v == NULL)
		return PLACET_ENOMEM;
	if (old == NULL)
		return put(a, object, name, v);
	if (old->type != PLACET_JSON_ARRAY) {
		struct placet_json *first = copy(a, old);

		list = placet_json_new(a, PLACET_JSON_ARRAY);
		if (first == NULL || list == NULL)
			return PLACET_ENOMEM;
		placet_json_push(list, first);
		placet_json_set(a, object, name, list);
		old = list;
	}
	placet_json_push(old, v);
	return PLACET_OK;
}

static int
add_value(struct placet_arena *a, const struct placet_msg_row *row,
    struct placet_json *object, const struct placet_msg_value *v)
{
	const char *path = v->path;
	const struct placet_msg_field *f;

	for (;;) {
		const size_t len = strcspn(path, ".");
		struct placet_json *part;

		f = msg_find_field(row, path, len);
		if (f == NULL)
			return PLACET_EMISSING;
		if (path[len] == '\0')
			break;
		row = placet_msg_row(f->of);
		if (row == NULL)
			return PLACET_EMISSING;
		part = placet_json_get(object, f->name);
		if (part == NULL) {
			part = placet_json_new(a, PLACET_JSON_OBJECT);
			if (put(a, object, f->name, part) != 0)
				return PLACET_ENOMEM;
		}
		object = part;
		path += len + 1;
	}
	if (left_out(f, v))
		return PLACET_OK;
	if (f->kind == T_TIME && v->text == NULL && v->json == NULL &&
	    (v->number < PLACET_TIME_FIRST || v->number > PLACET_TIME_LAST))
		return PLACET_ERANGE;
	return add(a, object, f->name, make(a, f, v));
}

int
placet_msg_values(struct placet_arena *a, enum placet_msg_type type,
    const struct placet_msg_value *value, size_t n, struct placet_json **values)
{
	const struct placet_msg_row *row = placet_msg_row(type);
	int err = 0;

	if (row == NULL)
		return PLACET_EMISSING;
	*values = placet_json_new(a, PLACET_JSON_OBJECT);
	if (*values == NULL)
		return PLACET_ENOMEM;
	for (size_t i = 0; i < n && err == 0; i++)
		err = add_value(a, row, *values, &value[i]);
	return err;
}

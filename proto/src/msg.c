/*
 * msg.c - from bytes to a message: which row, is it well formed, whose is it
 *
 * The order matters.  First what makes a document unsafe to look at
 * (JSON-LD keywords that restructure it, no context), then its type, its
 * fields by the row, and at last that its id is of its owner's origin: on
 * that rests everything that is decided by host name later.
 */
#include <string.h>

#include "msg_part.h"

enum { TYPES_MAX = 16, TREE_DEPTH = 64 };

static const struct placet_msg_rules no_rules;

const struct placet_msg_row *
placet_msg_row(enum placet_msg_type type)
{
	if (type <= PLACET_MSG_UNKNOWN || type >= PLACET_MSG_TYPES)
		return NULL;
	return &placet_msg_rows[type];
}

const char *
placet_msg_type_name(enum placet_msg_type type)
{
	const struct placet_msg_row *row = placet_msg_row(type);

	return row != NULL ? row->name : "unknown";
}

const struct placet_msg_field *
placet_msg_field(const struct placet_msg_row *row, size_t i)
{
	const struct placet_msg_field *common = placet_msg_common[row->family];

	for (size_t n = 0; n < PLACET_MSG_FIELDS; n++) {
		if (common[n].name == NULL)
			break;
		if (i-- == 0)
			return &common[n];
	}
	if (i >= PLACET_MSG_FIELDS || row->fields[i].name == NULL)
		return NULL;
	return &row->fields[i];
}

const struct placet_msg_field *
msg_find_field(const struct placet_msg_row *row, const char *name, size_t len)
{
	const struct placet_msg_field *f;

	for (size_t i = 0; (f = placet_msg_field(row, i)) != NULL; i++)
		if (strlen(f->name) == len && memcmp(f->name, name, len) == 0)
			return f;
	return NULL;
}

const char *
msg_owner_field(const struct placet_msg_row *row)
{
	static const char *const owner[PLACET_MSG_FAMILIES] = {
		[ACTOR] = "id",
		[POST] = "attributedTo",
		[ACTIVITY] = "actor",
	};

	return row->owner != NULL ? row->owner : owner[row->family];
}

/* Is the string, or one element of the list, this text? */
static bool
holds(const struct placet_json *v, const char *text)
{
	if (v == NULL)
		return false;
	if (v->type == PLACET_JSON_STRING)
		return strcmp(v->str, text) == 0;
	if (v->type != PLACET_JSON_ARRAY)
		return false;
	for (const struct placet_json *e = v->first; e != NULL; e = e->next)
		if (e->type == PLACET_JSON_STRING && strcmp(e->str, text) == 0)
			return true;
	return false;
}

bool
msg_has_type(const struct placet_json *object, const char *type)
{
	return holds(placet_json_get(object, "type"), type);
}

static bool
is_row(const struct placet_json *object, const struct placet_msg_row *row)
{
	bool named = false;

	for (const char *const *t = row->types; *t != NULL && !named; t++)
		named = msg_has_type(object, *t);
	if (!named || row->with == NULL)
		return named;
	if (row->is == NULL)
		return placet_json_get(object, row->with) != NULL;
	return msg_has_type(placet_json_get(object, row->with), row->is);
}

enum placet_msg_type
msg_type_of(const struct placet_json *object)
{
	for (int t = 1; t < PLACET_MSG_TYPES; t++)
		if (placet_msg_rows[t].family < PART &&
		    is_row(object, &placet_msg_rows[t]))
			return (enum placet_msg_type)t;
	return PLACET_MSG_UNKNOWN;
}

/* A string, or a list of them that is not too long. */
static int
check_type(struct check *c, const struct placet_json *type)
{
	if (type == NULL)
		return msg_fault(c, PLACET_EMISSING, "there must be a type");
	if (type->type == PLACET_JSON_STRING && type->len > 0)
		return PLACET_OK;
	if (type->type != PLACET_JSON_ARRAY || type->count == 0)
		return msg_fault(c, PLACET_ETYPE, "must be a name or a list");
	if (type->count > TYPES_MAX)
		return msg_fault(c, PLACET_ELIMIT, "too many types");
	for (const struct placet_json *e = type->first; e != NULL; e = e->next)
		if (e->type != PLACET_JSON_STRING)
			return msg_fault(c, PLACET_ETYPE, "must be names");
	return PLACET_OK;
}

/*
 * Words with which JSON-LD says the same in another structure: what one
 * reader checks would not be what another one acts on.
 */
static int
check_tree(struct check *c, const struct placet_json *v, int depth)
{
	static const char *const words[] = { "@graph", "@included",
		"@reverse" };
	int err = 0;

	if (depth > TREE_DEPTH)
		return msg_fault(c, PLACET_ELIMIT, "too deep");
	for (const struct placet_json *m = v->first; m != NULL && err == 0;
	     m = m->next) {
		for (size_t i = 0; i < 3 && v->type == PLACET_JSON_OBJECT; i++)
			if (strcmp(m->name, words[i]) == 0)
				return msg_fault(c, PLACET_EFORMAT,
				    "@graph, @included and @reverse are "
				    "not taken");
		if (m->first != NULL)
			err = check_tree(c, m, depth + 1);
	}
	return err;
}

static int
check_context(struct check *c, const struct placet_json *doc)
{
	const size_t back = msg_path_name(c, "@context");
	const struct placet_json *v = placet_json_get(doc, "@context");
	int err = 0;

	if (v == NULL)
		err = msg_fault(c, PLACET_EMISSING, "there must be a context");
	else if (!holds(v, PLACET_AS))
		err = msg_fault(c, PLACET_EFORMAT, "must name " PLACET_AS);
	msg_path_back(c, back);
	return err;
}

/* The URL at that name; NULL when absent or none. */
static const char *
ref_at(struct check *c, const char *name, struct placet_url *url)
{
	struct placet_url_rules rules = c->rules->url;
	const struct placet_json *v = placet_json_get(c->msg->doc, name);
	const char *id;

	if (v != NULL && v->type == PLACET_JSON_ARRAY)
		v = v->first;
	id = msg_id_of(v);
	rules.fragment = true;
	if (id == NULL || placet_url_parse(id, strlen(id), &rules, url) != 0)
		return NULL;
	return id;
}

/* Who owns it: needed before the fields, which are compared with that. */
static void
find_owner(struct check *c)
{
	struct placet_msg *msg = c->msg;
	struct placet_url url;

	if (msg->row == NULL) {
		msg->owner = ref_at(c, "actor", &url);
		if (msg->owner == NULL)
			msg->owner = ref_at(c, "attributedTo", &url);
	} else if (msg_owner_field(msg->row) != NULL) {
		msg->owner = ref_at(c, msg_owner_field(msg->row), &url);
	}
	if (msg->owner != NULL || ref_at(c, "id", &url) != NULL)
		c->owner = url.origin;
}

/* What must hold of a type without a row, if it has them at all. */
static int
check_unknown(struct check *c)
{
	static const struct placet_msg_row row = { "unknown", OBJECT,
		.fields = {
		    { "id", T_ID, .fragment = true },
		    { "actor", T_REF, .optional = true },
		    { "attributedTo", T_REF, .many = 8, .optional = true },
		} };

	return msg_check_fields(c, &row, c->msg->doc);
}

/* The id, by now, is a text or absent. */
static int
check_id(struct check *c)
{
	struct placet_msg *msg = c->msg;
	const size_t back = msg_path_name(c, "id");
	int err = 0;

	msg->id = placet_json_text(msg->doc, "id");
	if (msg->id != NULL && msg->owner != NULL &&
	    !msg_same_origin(c, msg->id))
		err = msg_fault(
		    c, PLACET_EKEY, "must be of the same origin as its owner");
	msg_path_back(c, back);
	return err;
}

/* Find the row; `want` narrows the choice to one. */
static int
choose_row(struct check *c)
{
	struct placet_msg *msg = c->msg;
	const struct placet_msg_row *want = placet_msg_row(c->rules->want);
	const size_t back = msg_path_name(c, "type");
	int err = 0;

	if (want == NULL || want->types[0] != NULL)
		err = check_type(c, placet_json_get(msg->doc, "type"));
	if (want == NULL)
		msg->type = msg_type_of(msg->doc);
	else if (want->types[0] == NULL || is_row(msg->doc, want))
		msg->type = c->rules->want;
	else if (err == 0)
		err = msg_fault(c, PLACET_ETYPE, "not the type expected here");
	msg->row = placet_msg_row(msg->type);
	msg_path_back(c, back);
	return err;
}

static int
check_message(struct check *c, bool alone)
{
	struct placet_msg *msg = c->msg;
	int err;

	if (msg->doc->type != PLACET_JSON_OBJECT)
		return msg_fault(c, PLACET_ETYPE, "must be an object");
	err = check_tree(c, msg->doc, 0);
	if (err == 0)
		err = choose_row(c);
	if (err == 0 && alone && (msg->row == NULL || msg->row->family < PART))
		err = check_context(c, msg->doc);
	if (err != 0)
		return err;
	find_owner(c);
	if (msg->row != NULL)
		err = msg_check_fields(c, msg->row, msg->doc);
	else
		err = check_unknown(c);
	return err != 0 ? err : check_id(c);
}

static int
check(struct placet_arena *a, struct placet_json *doc,
    const struct placet_msg_rules *rules, bool alone, struct placet_msg *msg)
{
	struct check c = { .arena = a,
		.rules = rules != NULL ? rules : &no_rules,
		.msg = msg,
		.ref = &msg->refs };

	*msg = (struct placet_msg){ .doc = doc };
	return check_message(&c, alone);
}

int
placet_msg_check(struct placet_arena *a, struct placet_json *doc,
    const struct placet_msg_rules *rules, struct placet_msg *msg)
{
	return check(a, doc, rules, true, msg);
}

int
placet_msg_inner(struct placet_arena *a, const struct placet_msg *outer,
    const char *path, const struct placet_msg_rules *rules,
    struct placet_msg *msg)
{
	struct placet_json *doc = placet_msg_at(outer, path);

	*msg = (struct placet_msg){ 0 };
	if (doc == NULL || doc->type != PLACET_JSON_OBJECT)
		return PLACET_EMISSING;
	return check(a, doc, rules, false, msg);
}

int
placet_msg_parse(struct placet_arena *a, const void *data, size_t len,
    const struct placet_msg_rules *rules, struct placet_msg *msg)
{
	struct placet_json *doc;
	const int err = placet_json_parse(
	    a, data, len, rules != NULL ? &rules->json : NULL, &doc);

	if (err != 0) {
		*msg = (struct placet_msg){
			.fault.reason = "not the JSON taken here"
		};
		return err;
	}
	return check(a, doc, rules, true, msg);
}

/*
 * msg_field.c - does a value fit its field?  A function a kind, in a table;
 * here those for what a message points at
 */
#include <stdio.h>
#include <string.h>

#include "msg_part.h"

enum { LINKS_MAX = 64 };

int
msg_fault(struct check *c, int err, const char *reason)
{
	if (c->msg->fault.reason == NULL)
		c->msg->fault.reason = reason;
	return err;
}

/*
 * The path is written where a fault will want it.  After a fault it stays:
 * see msg_path_back.
 */
static size_t
path_add(struct check *c, const char *text)
{
	char *path = c->msg->fault.path;
	const size_t back = c->pathlen;

	for (; *text != '\0' && c->pathlen < PLACET_MSG_PATH - 1; text++)
		path[c->pathlen++] = *text;
	path[c->pathlen] = '\0';
	return back;
}

size_t
msg_path_name(struct check *c, const char *name)
{
	const size_t back = c->pathlen;

	if (back > 0)
		path_add(c, ".");
	path_add(c, name);
	return back;
}

size_t
msg_path_index(struct check *c, size_t i)
{
	char text[24];

	snprintf(text, sizeof text, "[%zu]", i);
	return path_add(c, text);
}

void
msg_path_back(struct check *c, size_t len)
{
	if (c->msg->fault.reason != NULL)
		return;
	c->pathlen = len;
	c->msg->fault.path[len] = '\0';
}

const char *
msg_id_of(const struct placet_json *v)
{
	if (v == NULL)
		return NULL;
	if (v->type == PLACET_JSON_STRING)
		return v->str;
	return placet_json_text(v, "id");
}

typedef int check_kind(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v);

static int
check_url(struct check *c, const char *s, bool fragment)
{
	struct placet_url_rules rules = c->rules->url;
	struct placet_url url;
	int err;

	rules.fragment = fragment;
	err = placet_url_parse(s, strlen(s), &rules, &url);
	if (err == PLACET_ELIMIT)
		return msg_fault(c, err, "URL too long");
	if (err == PLACET_ETYPE)
		return msg_fault(c, err, "not a URL that is allowed here");
	if (err != 0)
		return msg_fault(c, err, "must be a URL");
	return PLACET_OK;
}

/* Compared by bytes: an origin has one spelling here. */
bool
msg_same_origin(const struct check *c, const char *id)
{
	struct placet_url_rules rules = c->rules->url;
	struct placet_url url;

	rules.fragment = true;
	return c->owner.s != NULL &&
	    placet_url_parse(id, strlen(id), &rules, &url) == 0 &&
	    url.origin.len == c->owner.len &&
	    memcmp(url.origin.s, c->owner.s, c->owner.len) == 0;
}

/* Remember whom the message names. */
static int
add_ref(struct check *c, const char *id, struct placet_json *v)
{
	struct placet_msg_ref *ref = placet_zalloc(c->arena, sizeof *ref);

	if (ref == NULL)
		return PLACET_ENOMEM;
	ref->path = placet_strdup(c->arena, c->msg->fault.path);
	if (ref->path == NULL)
		return PLACET_ENOMEM;
	ref->id = id;
	ref->object = v->type == PLACET_JSON_OBJECT ? v : NULL;
	ref->foreign = !msg_same_origin(c, id);
	*c->ref = ref;
	c->ref = &ref->next;
	return PLACET_OK;
}

static int
check_id(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v)
{
	if (v->type != PLACET_JSON_STRING)
		return msg_fault(c, PLACET_ETYPE, "must be a URL");
	return check_url(c, v->str, f->fragment);
}

/* An object is checked by the row of its own type, if it has one. */
static int
check_own_row(struct check *c, struct placet_json *v)
{
	const struct placet_msg_row *row = placet_msg_row(msg_type_of(v));

	if (v->type != PLACET_JSON_OBJECT || row == NULL)
		return PLACET_OK;
	return msg_check_fields(c, row, v);
}

static int
check_key(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v)
{
	const char *id = msg_id_of(v);
	int err;

	(void)f;
	if (id == NULL)
		return msg_fault(c, PLACET_ETYPE, "must be a key or its id");
	err = check_url(c, id, true);
	return err != 0 ? err : check_own_row(c, v);
}

static int
check_ref(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v)
{
	const char *id = msg_id_of(v);
	int err;

	if (id == NULL && v->type == PLACET_JSON_OBJECT)
		return msg_fault(c, PLACET_EMISSING, "must have an id");
	if (id == NULL)
		return msg_fault(c, PLACET_ETYPE, "must be a URL or an object");
	err = check_url(c, id, f->fragment);
	return err != 0 ? err : add_ref(c, id, v);
}

static int
check_object(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v)
{
	const int err = check_ref(c, f, v);

	return err != 0 ? err : check_own_row(c, v);
}

static int
check_part(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v)
{
	const struct placet_msg_row *row = placet_msg_row(f->of);
	const struct placet_msg_field *id = msg_find_field(row, "id", 2);
	const char *text = placet_json_text(v, "id");
	int err = 0;

	if (v->type != PLACET_JSON_OBJECT)
		return msg_fault(c, PLACET_ETYPE, "must be an object");
	if (row->types[0] != NULL && !msg_has_type(v, row->types[0]))
		return msg_fault(c, PLACET_ETYPE, "of another type");
	if (text != NULL && id != NULL && id->kind == T_ID)
		err = add_ref(c, text, v);
	return err != 0 ? err : msg_check_fields(c, row, v);
}

static int
check_audience(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v)
{
	(void)f;
	if (v->type != PLACET_JSON_STRING)
		return msg_fault(c, PLACET_ETYPE, "must be a URL");
	if (strcmp(v->str, "as:Public") == 0 || strcmp(v->str, "Public") == 0)
		return PLACET_OK;
	return check_url(c, v->str, true);
}

/* Only the shape: placet_msg_link() picks what is fit to be shown. */
static int
check_link(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v)
{
	const char *href;
	int err = 0;

	if (v->type == PLACET_JSON_ARRAY) {
		if (v->count > LINKS_MAX)
			return msg_fault(c, PLACET_ELIMIT, "too many links");
		for (v = v->first; v != NULL && err == 0; v = v->next)
			err = v->type == PLACET_JSON_ARRAY
			    ? msg_fault(c, PLACET_ETYPE, "must be links")
			    : check_link(c, f, v);
		return err;
	}
	href = v->type == PLACET_JSON_STRING ? v->str
	                                     : placet_json_text(v, "href");
	if (href == NULL)
		return msg_fault(c, PLACET_ETYPE, "must be a link");
	return PLACET_OK;
}

static int
check_host(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v)
{
	char url[PLACET_URL_MAX];
	const int n = snprintf(
	    url, sizeof url, "https://%s", v->str != NULL ? v->str : "");
	struct placet_url out;

	(void)f;
	if (v->type != PLACET_JSON_STRING)
		return msg_fault(c, PLACET_ETYPE, "must be a host name");
	if (n < 0 || (size_t)n >= sizeof url ||
	    placet_url_parse(url, (size_t)n, &c->rules->url, &out) != 0 ||
	    out.origin.len != (size_t)n)
		return msg_fault(c, PLACET_EFORMAT, "must be a host name");
	return PLACET_OK;
}

static check_kind *const kinds[] = {
	[T_ID] = check_id,
	[T_KEY] = check_key,
	[T_REF] = check_ref,
	[T_OBJECT] = check_object,
	[T_PART] = check_part,
	[T_AUDIENCE] = check_audience,
	[T_LINK] = check_link,
	[T_HOST] = check_host,
	[T_LINE] = msg_check_line,
	[T_TEXT] = msg_check_text,
	[T_HTML] = msg_check_html,
	[T_TOKEN] = msg_check_token,
	[T_TIME] = msg_check_time,
	[T_INT] = msg_check_int,
	[T_BOOL] = msg_check_bool,
	[T_ENUM] = msg_check_enum,
	[T_HASH] = msg_check_hash,
	[T_BYTES] = msg_check_bytes,
	[T_LANG] = msg_check_lang,
	[T_ANY] = msg_check_any,
};

static int
check_list(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v)
{
	struct placet_json *e = v->first;
	int err = 0;

	if (v->count == 0 && !f->optional)
		return msg_fault(c, PLACET_EMISSING, "must not be empty");
	if (v->count > f->many)
		return msg_fault(c, PLACET_ELIMIT, "too many");
	for (size_t i = 0; e != NULL && err == 0; i++, e = e->next) {
		const size_t back = msg_path_index(c, i);

		err = kinds[f->kind](c, f, e);
		msg_path_back(c, back);
	}
	return err;
}

static int
check_field(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v)
{
	const size_t back = msg_path_name(c, f->name);
	int err = 0;

	if (v == NULL || v->type == PLACET_JSON_NULL) {
		if (!f->optional)
			err = msg_fault(c, PLACET_EMISSING, "must be there");
	} else if (f->many > 0 && v->type == PLACET_JSON_ARRAY) {
		err = check_list(c, f, v);
	} else {
		err = kinds[f->kind](c, f, v);
	}
	msg_path_back(c, back);
	return err;
}

int
msg_check_fields(struct check *c, const struct placet_msg_row *row,
    struct placet_json *object)
{
	const struct placet_msg_field *f;
	int err = 0;

	if (c->depth >= MSG_DEPTH)
		return msg_fault(c, PLACET_ELIMIT, "too deep");
	c->depth++;
	for (size_t i = 0; (f = placet_msg_field(row, i)) != NULL && err == 0;
	     i++)
		err = check_field(c, f, placet_json_get(object, f->name));
	c->depth--;
	return err;
}

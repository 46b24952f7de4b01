/*
 * schemas.c - the JSON Schemas (draft 2020-12) of all messages, out of the
 * rows of the table
 *
 *	schemas DIR     write them there
 *	schemas         TAP: are those in proto/schemas what would be written?
 *
 * A schema says less than libplacet checks: that two ids are of one origin,
 * that a day exists, that what is embedded fits its own row.  What it says
 * of "#/$defs/object" holds for a message in another one; alone it needs its
 * context as well.  Members without a field are always allowed.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <placet/msg.h>

#define BASE "https://placet.example/schemas/"

/* What kinds.json defines; the rest stands in the schemas themselves. */
static const char kinds[] =
    "{\"id\":{\"type\":\"string\",\"maxLength\":2048,\"pattern\":"
    "\"^https://[a-z0-9-]+(\\\\.[a-z0-9-]+)+"
    "([/?][A-Za-z0-9._~!$&'()*+,;=:@/?%-]*)?$\"},"
    "\"key\":{\"anyOf\":[{\"$ref\":\"#/$defs/uri\"},{\"type\":\"object\","
    "\"required\":[\"id\"],\"properties\":{\"id\":{\"$ref\":"
    "\"#/$defs/uri\"}}}]},"
    "\"uri\":{\"type\":\"string\",\"maxLength\":2048,\"pattern\":"
    "\"^https://[a-z0-9-]+(\\\\.[a-z0-9-]+)+"
    "([/?#][A-Za-z0-9._~!$&'()*+,;=:@/?#%-]*)?$\"},"
    "\"ref\":{\"anyOf\":[{\"$ref\":\"#/$defs/id\"},{\"type\":\"object\","
    "\"required\":[\"id\"],\"properties\":{\"id\":{\"$ref\":"
    "\"#/$defs/id\"}}}]},"
    "\"audience\":{\"anyOf\":[{\"enum\":[\"as:Public\",\"Public\"]},"
    "{\"$ref\":\"#/$defs/uri\"}]},"
    "\"href\":{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"object\","
    "\"required\":[\"href\"],\"properties\":{\"href\":{\"type\":"
    "\"string\"}}}]},"
    "\"link\":{\"anyOf\":[{\"$ref\":\"#/$defs/href\"},{\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/$defs/href\"},\"maxItems\":64}]},"
    "\"host\":{\"type\":\"string\",\"maxLength\":253,\"pattern\":"
    "\"^[a-z0-9-]+(\\\\.[a-z0-9-]+)+$\"},"
    "\"time\":{\"type\":\"string\",\"pattern\":"
    "\"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"
    "(\\\\.[0-9]{1,20})?(Z|[+-][0-9]{2}:[0-9]{2})$\"},"
    "\"hash\":{\"type\":\"string\",\"pattern\":\"^[0-9a-f]{64}$\"},"
    "\"context\":{\"anyOf\":[{\"const\":\"" PLACET_AS "\"},{\"type\":"
    "\"array\",\"contains\":{\"const\":\"" PLACET_AS "\"}}]}}";

static const char line[] = "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e"
                           "\\u2066-\\u2069]*$";
static const char token[] = "^[A-Za-z0-9._:@/+-]*$";

/* The program ends with its memory. */
static struct placet_arena arena;

static struct placet_json *
object(void)
{
	return placet_json_new(&arena, PLACET_JSON_OBJECT);
}

static struct placet_json *
array(void)
{
	return placet_json_new(&arena, PLACET_JSON_ARRAY);
}

static void
set(struct placet_json *o, const char *name, struct placet_json *v)
{
	placet_json_set(&arena, o, name, v);
}

static struct placet_json *
text(const char *s)
{
	return placet_json_new_text(&arena, s, strlen(s));
}

static void
set_text(struct placet_json *o, const char *name, const char *s)
{
	set(o, name, text(s));
}

static void
set_integer(struct placet_json *o, const char *name, int64_t n)
{
	set(o, name, placet_json_new_integer(&arena, n));
}

static struct placet_json *
ref(const char *file, const char *def)
{
	struct placet_json *o = object();

	set_text(
	    o, "$ref", placet_printf(&arena, "%s.json#/$defs/%s", file, def));
	return o;
}

static struct placet_json *
typed(const char *type)
{
	struct placet_json *o = object();

	set_text(o, "type", type);
	return o;
}

static struct placet_json *
either(struct placet_json *a, struct placet_json *b)
{
	struct placet_json *o = object(), *list = array();

	placet_json_push(list, a);
	placet_json_push(list, b);
	set(o, "anyOf", list);
	return o;
}

static struct placet_json *
words(const char *const *values)
{
	struct placet_json *list = array(), *o = object();

	for (; *values != NULL; values++)
		placet_json_push(list, text(*values));
	set(o, "enum", list);
	return o;
}

/* Text of min..max characters, of the form `pattern` unless NULL. */
static struct placet_json *
string(int64_t min, int64_t max, const char *pattern)
{
	struct placet_json *o = typed("string");

	if (min > 0)
		set_integer(o, "minLength", min);
	set_integer(o, "maxLength", max);
	if (pattern != NULL)
		set_text(o, "pattern", pattern);
	return o;
}

/* base64url without padding: n bytes are so many characters. */
static int64_t
encoded(int64_t n)
{
	return (4 * n + 2) / 3;
}

static struct placet_json *
integer(int64_t min, int64_t max)
{
	struct placet_json *o = typed("integer");

	set_integer(o, "minimum", min);
	set_integer(o, "maximum", max);
	return o;
}

static struct placet_json *
languages(int64_t max)
{
	struct placet_json *o = typed("object");

	set_integer(o, "maxProperties", 64);
	set(o, "additionalProperties", string(0, max, NULL));
	return o;
}

/* One value of a field. */
static struct placet_json *
value(const struct placet_msg_field *f)
{
	int64_t min, max;

	placet_msg_field_range(f, &min, &max);
	switch (f->kind) {
	case PLACET_T_NONE:
	case PLACET_T_ANY: break;
	case PLACET_T_ID: return ref("kinds", f->fragment ? "uri" : "id");
	case PLACET_T_KEY: return ref("kinds", "key");
	case PLACET_T_REF:
	case PLACET_T_OBJECT: return ref("kinds", f->fragment ? "key" : "ref");
	case PLACET_T_PART: return ref(placet_msg_row(f->of)->name, "object");
	case PLACET_T_AUDIENCE: return ref("kinds", "audience");
	case PLACET_T_LINK: return ref("kinds", "link");
	case PLACET_T_HOST: return ref("kinds", "host");
	case PLACET_T_LINE: return string(min, max, line);
	case PLACET_T_TEXT:
	case PLACET_T_HTML: return string(min, max, NULL);
	case PLACET_T_TOKEN: return string(min, max, token);
	case PLACET_T_TIME: return ref("kinds", "time");
	case PLACET_T_INT: return integer(min, max);
	case PLACET_T_BOOL: return typed("boolean");
	case PLACET_T_ENUM: return words(f->values);
	case PLACET_T_HASH: return ref("kinds", "hash");
	case PLACET_T_BYTES:
		return string(encoded(min), encoded(max), "^[A-Za-z0-9_-]*$");
	case PLACET_T_LANG: return languages(max);
	}
	return object();
}

static struct placet_json *
field(const struct placet_msg_field *f)
{
	struct placet_json *v = value(f), *list;

	if (f->many > 0) {
		list = typed("array");
		set(list, "items", value(f));
		set_integer(list, "maxItems", f->many);
		if (!f->optional)
			set_integer(list, "minItems", 1);
		/* "Anything" would swallow the list and its limit. */
		if (f->kind == PLACET_T_ANY) {
			v = object();
			set(v, "not", typed("array"));
		}
		v = either(list, v);
	}
	return f->optional && v->count > 0 ? either(v, typed("null")) : v;
}

/* "type": one of the row's names, alone or in a list. */
static struct placet_json *
type(const struct placet_msg_row *row)
{
	struct placet_json *list = typed("array");

	set(list, "items", typed("string"));
	set(list, "contains", words(row->types));
	set_integer(list, "maxItems", 16);
	return either(words(row->types), list);
}

static struct placet_json *
body(const struct placet_msg_row *row)
{
	struct placet_json *o = typed("object"), *properties = object(),
	                   *required = array();
	const struct placet_msg_field *f;

	if (row->types[0] != NULL) {
		set(properties, "type", type(row));
		placet_json_push(required, text("type"));
	}
	for (size_t i = 0; (f = placet_msg_field(row, i)) != NULL; i++) {
		set(properties, f->name, field(f));
		if (!f->optional)
			placet_json_push(required, text(f->name));
	}
	set(o, "properties", properties);
	if (required->count > 0)
		set(o, "required", required);
	return o;
}

static struct placet_json *
schema(const char *name)
{
	struct placet_json *o = object();

	set_text(o, "$schema", "https://json-schema.org/draft/2020-12/schema");
	set_text(o, "$id", placet_printf(&arena, BASE "%s.json", name));
	set_text(o, "title", name);
	return o;
}

static struct placet_json *
row_schema(const struct placet_msg_row *row)
{
	struct placet_json *o = schema(row->name), *defs = object(), *names;

	set(defs, "object", body(row));
	set(o, "$defs", defs);
	set_text(o, "$ref", "#/$defs/object");
	if (row->family < PLACET_MSG_A_PART) {
		struct placet_json *properties = object();

		set(properties, "@context", ref("kinds", "context"));
		set(o, "properties", properties);
		names = array();
		placet_json_push(names, text("@context"));
		set(o, "required", names);
	}
	return o;
}

static struct placet_json *
kinds_schema(void)
{
	struct placet_json *o = schema("kinds"), *defs;

	if (placet_json_parse(&arena, kinds, sizeof kinds - 1, NULL, &defs) !=
	    0)
		abort();
	set(o, "$defs", defs);
	return o;
}

/* --- writing ------------------------------------------------------------ */

static void
newline(struct placet_buf *b, int depth)
{
	placet_buf_byte(b, '\n');
	for (int i = 0; i < depth; i++)
		placet_buf_str(b, "  ");
}

/* What is short stays on its line. */
static void
pretty(struct placet_buf *b, const struct placet_json *v, int depth)
{
	const bool list = v->type == PLACET_JSON_ARRAY;
	struct placet_buf flat = { 0 };
	bool fits;

	placet_json_write(&flat, v);
	fits = flat.len < 60;
	placet_buf_release(&flat);
	if (v->first == NULL || fits) {
		placet_json_write(b, v);
		return;
	}
	placet_buf_byte(b, list ? '[' : '{');
	for (const struct placet_json *m = v->first; m != NULL; m = m->next) {
		newline(b, depth + 1);
		if (!list) {
			placet_json_string(b, m->name, m->namelen);
			placet_buf_str(b, ": ");
		}
		pretty(b, m, depth + 1);
		if (m->next != NULL)
			placet_buf_byte(b, ',');
	}
	newline(b, depth);
	placet_buf_byte(b, list ? ']' : '}');
}

/* Is the file just this? */
static bool
holds(const char *path, const struct placet_buf *b)
{
	FILE *in = fopen(path, "rb");
	char *data = malloc(b->len + 1);
	size_t len = 0;

	if (in != NULL && data != NULL)
		len = fread(data, 1, b->len + 1, in);
	if (in != NULL)
		fclose(in);
	in = NULL;
	if (data != NULL && len == b->len && memcmp(data, b->data, len) == 0)
		len = SIZE_MAX;
	free(data);
	return len == SIZE_MAX;
}

static bool
put(const char *path, const struct placet_buf *b)
{
	FILE *out = fopen(path, "wb");
	bool good;

	if (out == NULL)
		return false;
	good = fwrite(b->data, 1, b->len, out) == b->len;
	return fclose(out) == 0 && good;
}

/* Write one, or compare it; `n` numbers the tests. */
static bool
one(const char *dir, bool check, const char *name,
    const struct placet_json *doc, int n)
{
	struct placet_buf b = { 0 };
	char path[1024];
	bool good;

	pretty(&b, doc, 0);
	placet_buf_byte(&b, '\n');
	snprintf(path, sizeof path, "%s/%s.json", dir, name);
	good = b.err == 0 && (check ? holds(path, &b) : put(path, &b));
	if (check)
		printf("%s %d - schemas/%s.json is what the table says\n",
		    good ? "ok" : "not ok", n, name);
	else if (!good)
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
	placet_buf_release(&b);
	return good;
}

int
main(int argc, char **argv)
{
	const char *srcdir = getenv("srcdir");
	const bool check = argc < 2;
	char dir[1024];
	bool good;

	snprintf(dir, sizeof dir, "%s%s",
	    !check               ? argv[1]
	        : srcdir != NULL ? srcdir
	                         : ".",
	    check ? "/proto/schemas" : "");
	if (check)
		printf("1..%d\n", PLACET_MSG_TYPES);
	good = one(dir, check, "kinds", kinds_schema(), 1);
	for (int t = 1; t < PLACET_MSG_TYPES; t++) {
		const struct placet_msg_row *row = placet_msg_row(t);

		good = one(dir, check, row->name, row_schema(row), t + 1) &&
		    good;
	}
	placet_arena_end(&arena);
	return good ? 0 : 1;
}

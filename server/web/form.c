/*
 * form.c - fields out of forms, queries, paths and JSON bodies (see form.h)
 */
#include <string.h>

#include <placet/text.h>

#include "base/limit.h"

#include "form.h"

/*
 * Undo the percent escapes of data[0..len) and, where `plus` says so, "+" for
 * a space.  The result is NUL-terminated, valid UTF-8, without NUL.
 */
static int
decode(struct placet_arena *a, const char *data, size_t len, bool plus,
    const char **out, size_t *outlen)
{
	char *to = placet_alloc(a, len + 1);
	size_t n = 0;

	if (to == NULL)
		return PLACET_ENOMEM;
	for (size_t i = 0; i < len; i++) {
		const uint8_t c = (uint8_t)data[i];

		if (c <= ' ' || c == 0x7f)
			return PLACET_EFORMAT; /* must come escaped */
		to[n] = (char)(plus && c == '+' ? ' ' : c);
		if (c == '%') {
			if (len - i < 3 ||
			    placet_unhex(data + i + 1, 2, to + n, 1) != 0)
				return PLACET_EFORMAT;
			i += 2;
		}
		n++;
	}
	to[n] = '\0';
	if (!placet_utf8_valid(to, n) || memchr(to, '\0', n) != NULL)
		return PLACET_EUTF8;
	*out = to;
	*outlen = n;
	return PLACET_OK;
}

/* One more field, if it may be. */
static int
field_add(struct field *out, size_t max, size_t *n, const struct field *f)
{
	if (*n >= max || strlen(f->name) > LIMIT_FIELD || f->len > LIMIT_FIELD)
		return PLACET_ELIMIT;
	for (size_t i = 0; i < *n; i++)
		if (strcmp(out[i].name, f->name) == 0)
			return PLACET_EDUP;
	out[(*n)++] = *f;
	return PLACET_OK;
}

/* "name=value", the first "=" divides. */
static int
pair_decode(
    struct placet_arena *a, const char *data, size_t len, struct field *f)
{
	const char *equals = memchr(data, '=', len);
	const size_t namelen = equals != NULL ? (size_t)(equals - data) : len;
	size_t skip = equals != NULL ? namelen + 1 : len;
	size_t n;
	int err;

	if (namelen == 0)
		return PLACET_EFORMAT;
	err = decode(a, data, namelen, true, &f->name, &n);
	if (err != 0)
		return err;
	return decode(a, data + skip, len - skip, true, &f->value, &f->len);
}

int
form_parse(struct placet_arena *a, const char *data, size_t len,
    struct field *out, size_t max, size_t *n)
{
	size_t got = 0, from = 0;
	int err = PLACET_OK;

	*n = 0;
	if (len > LIMIT_BODY)
		return PLACET_ELIMIT;
	while (err == 0 && len > 0 && from <= len) {
		const char *amp = memchr(data + from, '&', len - from);
		const size_t to = amp != NULL ? (size_t)(amp - data) : len;
		struct field f = { 0 };

		/* Before decoding: what is too many need not be read. */
		if (got >= max)
			return PLACET_ELIMIT;
		err = pair_decode(a, data + from, to - from, &f);
		if (err == 0)
			err = field_add(out, max, &got, &f);
		from = to + 1;
	}
	if (err == 0)
		*n = got;
	return err;
}

int
form_from_json(struct placet_arena *a, const char *data, size_t len,
    struct field *out, size_t max, size_t *n)
{
	static const struct placet_json_limits limits = { .size = LIMIT_BODY,
		.string = LIMIT_FIELD };
	struct placet_json *v;
	size_t got = 0;
	int err;

	*n = 0;
	err = placet_json_parse(a, data, len, &limits, &v);
	if (err != 0)
		return err;
	if (v->type != PLACET_JSON_OBJECT)
		return PLACET_ETYPE;
	for (const struct placet_json *m = v->first; m != NULL; m = m->next) {
		const struct field f = { m->name, m->str, m->len };

		if (m->type != PLACET_JSON_STRING)
			return PLACET_ETYPE;
		err = field_add(out, max, &got, &f);
		if (err != 0)
			return err;
	}
	*n = got;
	return PLACET_OK;
}

int
form_path_decode(
    struct placet_arena *a, const char *data, size_t len, const char **out)
{
	size_t n;
	int err;

	if (len > LIMIT_PATH)
		return PLACET_ELIMIT;
	err = decode(a, data, len, false, out, &n);
	if (err != 0)
		return err;
	for (size_t i = 0; i < n; i++) {
		const uint8_t c = (uint8_t)(*out)[i];

		if (c < ' ' || c == 0x7f || c == '/')
			return PLACET_EFORMAT;
	}
	if (strcmp(*out, ".") == 0 || strcmp(*out, "..") == 0)
		return PLACET_EFORMAT;
	return PLACET_OK;
}

struct placet_json *
form_to_json(struct placet_arena *a, const struct field *field, size_t n)
{
	struct placet_json *o = placet_json_new(a, PLACET_JSON_OBJECT);

	for (size_t i = 0; i < n; i++) {
		struct placet_json *v = placet_json_new_text(
		    a, field[i].value, field[i].len);

		if (v == NULL)
			return NULL;
		placet_json_set(a, o, field[i].name, v);
	}
	return o;
}

/*
 * msg_value.c - does a value fit its field?  Texts, numbers, bytes
 */
#include <string.h>

#include <placet/text.h>
#include <placet/time.h>

#include "msg_part.h"

enum { LANGUAGES_MAX = 64, BYTES_MAX = 1024 };

/* What holds where a row gives neither min nor max, or a max of 0. */
static const struct {
	int64_t min, max;
} ranges[] = {
	[T_LINE] = { 0, 500 },
	[T_TEXT] = { 0, 5000 },
	[T_HTML] = { 0, 65536 },
	[T_TOKEN] = { 1, 64 },
	[T_INT] = { 0, PLACET_INT_MAX },
	[T_BYTES] = { 0, BYTES_MAX },
	[T_LANG] = { 0, 65536 },
	[T_ANY] = { 0, 0 },
};

void
placet_msg_field_range(
    const struct placet_msg_field *field, int64_t *min, int64_t *max)
{
	const bool own = field->min != 0 || field->max != 0;

	*min = own ? field->min : ranges[field->kind].min;
	*max = own ? field->max : ranges[field->kind].max;
}

/* Characters of a text, against the range of the field. */
static int
check_length(struct check *c, const struct placet_msg_field *f, size_t len)
{
	int64_t min, max;

	placet_msg_field_range(f, &min, &max);
	if (len < (uint64_t)min)
		return msg_fault(
		    c, min == 1 ? PLACET_EMISSING : PLACET_ELIMIT, "too short");
	if (len > (uint64_t)max)
		return msg_fault(c, PLACET_ELIMIT, "too long");
	return PLACET_OK;
}

int
msg_check_html(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v)
{
	if (v->type != PLACET_JSON_STRING)
		return msg_fault(c, PLACET_ETYPE, "must be text");
	return check_length(c, f, placet_utf8_length(v->str, v->len));
}

int
msg_check_line(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v)
{
	const int err = msg_check_html(c, f, v);

	if (err == 0 && !placet_text_line(v->str, v->len))
		return msg_fault(c, PLACET_EUTF8,
		    "must be one line without control characters");
	return err;
}

int
msg_check_text(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v)
{
	const int err = msg_check_html(c, f, v);

	for (size_t i = 0; err == 0 && i < v->len; i++)
		if (((uint8_t)v->str[i] < 0x20 || v->str[i] == 0x7f) &&
		    strchr("\t\n\r", v->str[i]) == NULL)
			return msg_fault(
			    c, PLACET_EUTF8, "must have no control characters");
	return err;
}

int
msg_check_token(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
	                              "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                              "0123456789._:@/+-";
	const int err = msg_check_html(c, f, v);

	if (err == 0 && strspn(v->str, letters) != v->len)
		return msg_fault(
		    c, PLACET_EFORMAT, "must be letters, digits, ._:@/+-");
	return err;
}

int
msg_check_time(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v)
{
	int64_t t;

	(void)f;
	if (v->type != PLACET_JSON_STRING)
		return msg_fault(c, PLACET_ETYPE, "must be a date-time");
	if (placet_time_parse(v->str, v->len, &t) != 0)
		return msg_fault(
		    c, PLACET_EFORMAT, "must be a date-time of RFC 3339");
	return PLACET_OK;
}

int
msg_check_int(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v)
{
	int64_t min, max;

	placet_msg_field_range(f, &min, &max);
	if (v->type != PLACET_JSON_NUMBER ||
	    strspn(v->str, "-0123456789") != v->len)
		return msg_fault(c, PLACET_ETYPE, "must be an integer");
	if (v->number < (double)min || v->number > (double)max)
		return msg_fault(c, PLACET_ERANGE, "out of range");
	return PLACET_OK;
}

int
msg_check_bool(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v)
{
	(void)f;
	if (v->type != PLACET_JSON_BOOL)
		return msg_fault(c, PLACET_ETYPE, "must be true or false");
	return PLACET_OK;
}

int
msg_check_enum(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v)
{
	if (v->type != PLACET_JSON_STRING)
		return msg_fault(c, PLACET_ETYPE, "must be text");
	for (size_t i = 0; f->values[i] != NULL; i++)
		if (strcmp(v->str, f->values[i]) == 0)
			return PLACET_OK;
	return msg_fault(c, PLACET_ERANGE, "none of the words for this");
}

/* One spelling: that of upper-case digits is another text. */
int
msg_check_hash(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v)
{
	(void)f;
	if (v->type != PLACET_JSON_STRING)
		return msg_fault(c, PLACET_ETYPE, "must be hexadecimal");
	if (v->len != 64 || strspn(v->str, "0123456789abcdef") != 64)
		return msg_fault(c, PLACET_EFORMAT,
		    "must be 64 digits of lower-case hexadecimal");
	return PLACET_OK;
}

int
msg_check_bytes(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v)
{
	uint8_t bytes[BYTES_MAX];
	size_t len = sizeof bytes;

	if (v->type != PLACET_JSON_STRING)
		return msg_fault(c, PLACET_ETYPE, "must be base64url");
	if (placet_unbase64url(v->str, v->len, bytes, &len) != 0)
		return msg_fault(
		    c, PLACET_EFORMAT, "must be base64url without padding");
	return check_length(c, f, len);
}

int
msg_check_lang(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v)
{
	int err = 0;

	if (v->type != PLACET_JSON_OBJECT)
		return msg_fault(c, PLACET_ETYPE, "must be texts by language");
	if (v->count > LANGUAGES_MAX)
		return msg_fault(c, PLACET_ELIMIT, "too many languages");
	for (v = v->first; v != NULL && err == 0; v = v->next)
		err = msg_check_html(c, f, v);
	return err;
}

int
msg_check_any(
    struct check *c, const struct placet_msg_field *f, struct placet_json *v)
{
	(void)c, (void)f, (void)v;
	return PLACET_OK;
}

/*
 * sfv_write.c - structured fields written, as RFC 8941 section 4.1 says
 *
 * A value may have been made by hand, so that all of it is looked at: what
 * was written is always read back as it was.
 */
#include <inttypes.h>

#include <placet/sfv.h>

#include "sfv_part.h"

#define NUMBER_MAX INT64_C(999999999999999)

static int
write_key(const char *key, struct placet_buf *b)
{
	if (key == NULL || !sfv_is_key_start((uint8_t)key[0]))
		return PLACET_EFORMAT;
	for (const char *p = key; *p != '\0'; p++)
		if (!sfv_is_key((uint8_t)*p))
			return PLACET_EFORMAT;
	placet_buf_str(b, key);
	return PLACET_OK;
}

static int
write_integer(int64_t n, struct placet_buf *b)
{
	if (n < -NUMBER_MAX || n > NUMBER_MAX)
		return PLACET_ERANGE;
	placet_buf_printf(b, "%" PRId64, n);
	return PLACET_OK;
}

/* At least one digit behind the point, and no zero after that. */
static int
write_decimal(int64_t n, struct placet_buf *b)
{
	int64_t part;
	int digits = 3;

	if (n < -NUMBER_MAX || n > NUMBER_MAX)
		return PLACET_ERANGE;
	if (n < 0)
		placet_buf_byte(b, '-');
	n = n < 0 ? -n : n;
	part = n % 1000;
	for (; digits > 1 && part % 10 == 0; digits--)
		part /= 10;
	placet_buf_printf(b, "%" PRId64 ".%0*" PRId64, n / 1000, digits, part);
	return PLACET_OK;
}

static int
write_string(const struct placet_sfv *v, struct placet_buf *b)
{
	placet_buf_byte(b, '"');
	for (size_t i = 0; i < v->len; i++) {
		const char c = v->data[i];

		if (c < 0x20 || c > 0x7e)
			return PLACET_EFORMAT;
		if (c == '"' || c == '\\')
			placet_buf_byte(b, '\\');
		placet_buf_byte(b, (uint8_t)c);
	}
	placet_buf_byte(b, '"');
	return PLACET_OK;
}

static int
write_token(const struct placet_sfv *v, struct placet_buf *b)
{
	if (v->len == 0 || !sfv_is_token_start((uint8_t)v->data[0]))
		return PLACET_EFORMAT;
	for (size_t i = 0; i < v->len; i++)
		if (!sfv_is_token((uint8_t)v->data[i]))
			return PLACET_EFORMAT;
	placet_buf_add(b, v->data, v->len);
	return PLACET_OK;
}

static int
write_bare(const struct placet_sfv *v, struct placet_buf *b)
{
	switch (v->type) {
	case PLACET_SFV_INTEGER: return write_integer(v->number, b);
	case PLACET_SFV_DECIMAL: return write_decimal(v->number, b);
	case PLACET_SFV_STRING: return write_string(v, b);
	case PLACET_SFV_TOKEN: return write_token(v, b);
	case PLACET_SFV_DATE:
		placet_buf_byte(b, '@');
		return write_integer(v->number, b);
	case PLACET_SFV_BYTES:
		placet_buf_byte(b, ':');
		placet_buf_base64(b, v->data, v->len);
		placet_buf_byte(b, ':');
		return PLACET_OK;
	case PLACET_SFV_BOOLEAN:
		placet_buf_str(b, v->number != 0 ? "?1" : "?0");
		return PLACET_OK;
	case PLACET_SFV_INNER:
	case PLACET_SFV_LIST:
	case PLACET_SFV_DICT: break;
	}
	return PLACET_EFORMAT;
}

/* True is what a key alone says. */
static bool
is_true(const struct placet_sfv *v)
{
	return v->type == PLACET_SFV_BOOLEAN && v->number != 0;
}

static int
write_params(const struct placet_sfv *v, struct placet_buf *b)
{
	for (size_t i = 0; i < v->nparams; i++) {
		const struct placet_sfv *p = &v->param[i];
		int err;

		placet_buf_byte(b, ';');
		err = write_key(p->key, b);
		if (err == 0 && !is_true(p)) {
			placet_buf_byte(b, '=');
			err = write_bare(p, b);
		}
		if (err != 0)
			return err;
	}
	return PLACET_OK;
}

static int
write_item(const struct placet_sfv *v, struct placet_buf *b)
{
	const int err = write_bare(v, b);

	return err != 0 ? err : write_params(v, b);
}

static int
write_inner(const struct placet_sfv *v, struct placet_buf *b)
{
	placet_buf_byte(b, '(');
	for (size_t i = 0; i < v->nitems; i++) {
		int err;

		if (i > 0)
			placet_buf_byte(b, ' ');
		err = write_item(&v->item[i], b);
		if (err != 0)
			return err;
	}
	placet_buf_byte(b, ')');
	return write_params(v, b);
}

static int
write_any(const struct placet_sfv *v, struct placet_buf *b)
{
	return v->type == PLACET_SFV_INNER ? write_inner(v, b)
	                                   : write_item(v, b);
}

static int
write_member(const struct placet_sfv *v, struct placet_buf *b)
{
	const int err = write_key(v->key, b);

	if (err != 0)
		return err;
	if (is_true(v))
		return write_params(v, b);
	placet_buf_byte(b, '=');
	return write_any(v, b);
}

int
placet_sfv_write(const struct placet_sfv *v, struct placet_buf *b)
{
	int err = 0;

	if (v->type != PLACET_SFV_LIST && v->type != PLACET_SFV_DICT) {
		err = write_any(v, b);
		return err != 0 ? err : b->err;
	}
	for (size_t i = 0; i < v->nitems && err == 0; i++) {
		if (i > 0)
			placet_buf_str(b, ", ");
		err = v->type == PLACET_SFV_DICT ? write_member(&v->item[i], b)
		                                 : write_any(&v->item[i], b);
	}
	return err != 0 ? err : b->err;
}

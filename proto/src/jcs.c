/*
 * jcs.c - canonical JSON: ordered members, ECMAScript numbers
 *
 * The fewest digits are found by trying: print, read back, compare.  Printing
 * goes through snprintf and reading through strtod, whose decimal point is
 * the locale's; so the point is dropped from what is printed and never put
 * into what is read ("314e-2"), and the locale cannot matter.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <placet/jcs.h>

/* As deep as placet_json_write goes. */
enum { JCS_DEPTH = 64 };

/* What 64-bit doubles promise: 15 digits survive them, 17 tell them apart. */
enum { DIGITS_KEPT = 15, DIGITS_ENOUGH = 17 };

#define EXACT 9007199254740992.0 /* 2^53 */

/* d > 0 in decimal: 0.DIGITS times ten to the power of point. */
struct decimal {
	char digits[DIGITS_ENOUGH + 1];
	int ndigits;
	int point;
};

/* --- numbers ------------------------------------------------------------ */

/* The n digits closest to d. */
static void
decimal_round(struct decimal *dec, double d, int n)
{
	char text[PLACET_JCS_NUMBER_SIZE];
	const char *p = text;

	snprintf(text, sizeof text, "%.*e", n - 1, d);
	dec->ndigits = 0;
	for (; *p != 'e'; p++)
		if ((unsigned char)(*p - '0') <= 9)
			dec->digits[dec->ndigits++] = *p;
	dec->digits[dec->ndigits] = '\0';
	dec->point = (int)strtol(p + 1, NULL, 10) + 1;
}

/* One more in the last place. */
static void
decimal_next(struct decimal *dec)
{
	int i = dec->ndigits - 1;

	for (; i > 0 && dec->digits[i] == '9'; i--)
		dec->digits[i] = '0';
	if (dec->digits[i] != '9') {
		dec->digits[i]++;
	} else {
		dec->digits[i] = '1';
		dec->point++;
	}
}

static bool
decimal_reads_as(const struct decimal *dec, double d)
{
	char text[PLACET_JCS_NUMBER_SIZE];

	snprintf(
	    text, sizeof text, "%se%d", dec->digits, dec->point - dec->ndigits);
	return !islessgreater(strtod(text, NULL), d);
}

/*
 * The closest n digits need not be the ones that read as d where others do:
 * below a power of two doubles lie twice as dense as above it, so of two
 * neighbours the farther, upper one may be the right one.
 */
static bool
decimal_try(struct decimal *dec, double d, int n)
{
	decimal_round(dec, d, n);
	if (decimal_reads_as(dec, d))
		return true;
	decimal_next(dec);
	return decimal_reads_as(dec, d);
}

/*
 * Fewer than the digits that are kept are those with zeros at the end; but
 * subnormal doubles keep none for sure.
 */
static void
decimal_shortest(struct decimal *dec, double d)
{
	int n = isnormal(d) ? DIGITS_KEPT : 1;

	while (n < DIGITS_ENOUGH && !decimal_try(dec, d, n))
		n++;
	if (n == DIGITS_ENOUGH)
		decimal_round(dec, d, n);
	while (dec->ndigits > 1 && dec->digits[dec->ndigits - 1] == '0')
		dec->digits[--dec->ndigits] = '\0';
}

/* The four cases of ECMA-262, with its k and n. */
static void
decimal_write(const struct decimal *dec, const char *sign, char *out)
{
	const size_t size = PLACET_JCS_NUMBER_SIZE;
	const char *s = dec->digits;
	const int k = dec->ndigits, n = dec->point;

	if (k <= n && n <= 21)
		snprintf(out, size, "%s%s%.*s", sign, s, n - k,
		    "00000000000000000000");
	else if (0 < n && n <= 21)
		snprintf(out, size, "%s%.*s.%s", sign, n, s, s + n);
	else if (-6 < n && n <= 0)
		snprintf(out, size, "%s0.%.*s%s", sign, -n, "00000", s);
	else
		snprintf(out, size, "%s%c%s%se%+d", sign, s[0],
		    k > 1 ? "." : "", s + 1, n - 1);
}

int
placet_jcs_number(double d, char out[PLACET_JCS_NUMBER_SIZE])
{
	struct decimal dec;

	if (!isfinite(d))
		return PLACET_ERANGE;
	/* Whole numbers this small are all of their digits; -0 is 0. */
	if (fabs(d) <= EXACT && !islessgreater(d, trunc(d))) {
		snprintf(out, PLACET_JCS_NUMBER_SIZE, "%" PRId64, (int64_t)d);
		return PLACET_OK;
	}
	decimal_shortest(&dec, fabs(d));
	decimal_write(&dec, d < 0 ? "-" : "", out);
	return PLACET_OK;
}

/* --- values ------------------------------------------------------------- */

static void
fail(struct placet_buf *b, int err)
{
	if (b->err == PLACET_OK)
		b->err = err;
}

/*
 * UTF-8 orders as code points do, and so does UTF-16 but for its surrogates:
 * what is over U+FFFF (a first byte from 0xf0) comes before U+E000 to U+FFFF
 * (0xee and 0xef).
 */
static int
utf16_rank(char c)
{
	const uint8_t byte = (uint8_t)c;

	return byte == 0xee || byte == 0xef ? byte + 0x10 : byte;
}

static int
name_order(const void *a, const void *b)
{
	const struct placet_json *x = *(struct placet_json *const *)a;
	const struct placet_json *y = *(struct placet_json *const *)b;
	size_t i = 0;

	while (i < x->namelen && i < y->namelen && x->name[i] == y->name[i])
		i++;
	if (i < x->namelen && i < y->namelen)
		return utf16_rank(x->name[i]) - utf16_rank(y->name[i]);
	return (x->namelen > y->namelen) - (x->namelen < y->namelen);
}

static void write_value(
    struct placet_buf *b, const struct placet_json *v, int depth);

static void
write_elements(struct placet_buf *b, const struct placet_json *v, int depth)
{
	placet_buf_byte(b, '[');
	for (const struct placet_json *m = v->first; m != NULL; m = m->next) {
		if (m != v->first)
			placet_buf_byte(b, ',');
		write_value(b, m, depth);
	}
	placet_buf_byte(b, ']');
}

static void
write_members(struct placet_buf *b, const struct placet_json *v, int depth)
{
	const struct placet_json **in_order;
	size_t n = 0;

	for (const struct placet_json *m = v->first; m != NULL; m = m->next)
		n++;
	in_order = calloc(n + 1, sizeof(struct placet_json *));
	if (in_order == NULL) {
		fail(b, PLACET_ENOMEM);
		return;
	}
	n = 0;
	for (const struct placet_json *m = v->first; m != NULL; m = m->next)
		in_order[n++] = m;
	qsort(in_order, n, sizeof(struct placet_json *), name_order);
	placet_buf_byte(b, '{');
	for (size_t i = 0; i < n; i++) {
		if (i > 0) {
			if (name_order(&in_order[i - 1], &in_order[i]) == 0)
				fail(b, PLACET_EDUP);
			placet_buf_byte(b, ',');
		}
		placet_json_string(b, in_order[i]->name, in_order[i]->namelen);
		placet_buf_byte(b, ':');
		write_value(b, in_order[i], depth);
	}
	placet_buf_byte(b, '}');
	free(in_order);
}

static void
write_number(struct placet_buf *b, double d)
{
	char text[PLACET_JCS_NUMBER_SIZE];
	const int err = placet_jcs_number(d, text);

	if (err != 0)
		fail(b, err);
	else
		placet_buf_str(b, text);
}

static void
write_value(struct placet_buf *b, const struct placet_json *v, int depth)
{
	if (b->err != PLACET_OK)
		return;
	if (depth > JCS_DEPTH) {
		fail(b, PLACET_ELIMIT);
		return;
	}
	switch (v->type) {
	case PLACET_JSON_NULL: placet_buf_str(b, "null"); return;
	case PLACET_JSON_BOOL:
		placet_buf_str(b, v->truth ? "true" : "false");
		return;
	case PLACET_JSON_NUMBER: write_number(b, v->number); return;
	/* Its escapes are the RFC's. */
	case PLACET_JSON_STRING: placet_json_string(b, v->str, v->len); return;
	case PLACET_JSON_ARRAY: write_elements(b, v, depth + 1); return;
	case PLACET_JSON_OBJECT: write_members(b, v, depth + 1); return;
	}
	fail(b, PLACET_ETYPE);
}

int
placet_jcs(const struct placet_json *v, struct placet_buf *out)
{
	if (v == NULL)
		return PLACET_EMISSING;
	write_value(out, v, 0);
	return out->err;
}

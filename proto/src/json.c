/*
 * json.c - strict JSON: a guard over the raw bytes, then yajl, then a tree
 *
 * yajl by itself repairs what it should refuse: overlong UTF-8, halves of
 * surrogate pairs, names said twice.  What one parser repairs another reads
 * differently, and a signature would cover both.  So the guard looks at the
 * bytes as they came, before yajl does, and the callbacks refuse what only
 * they can see.  yajl's own tree is never used: it cuts strings at NUL and
 * frees itself by recursion.  yajl does not check its own malloc; the ceiling
 * on the size bounds what it asks for.
 */
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <yajl/yajl_parse.h>

#include <placet/json.h>
#include <placet/text.h>

#define EXACT     9007199254740992.0 /* 2^53 */
#define EACH_BYTE UINT64_C(0x0101010101010101)

struct parse {
	struct placet_arena *arena;
	struct placet_json_limits limits;
	struct placet_json *
	    *open; /* the containers we are in, outermost first */
	size_t depth;
	size_t values;
	struct placet_json *root;
	const char *name; /* of the member to come */
	size_t namelen;
	int err;
};

static struct placet_json_limits
limits_or_default(const struct placet_json_limits *given)
{
	struct placet_json_limits l = { 0 };

	if (given != NULL)
		l = *given;
	if (l.size == 0)
		l.size = 262144;
	if (l.depth == 0)
		l.depth = 16;
	if (l.members == 0)
		l.members = 256;
	if (l.values == 0)
		l.values = 4096;
	if (l.string == 0)
		l.string = 65536;
	return l;
}

/* --- the guard ---------------------------------------------------------- */

/* The four digits after "\u"; -1 if they are not. */
static int
hex4(const uint8_t *p, const uint8_t *end)
{
	uint8_t b[2];

	if (end - p < 4 || placet_unhex((const char *)p, 4, b, 2) != 0)
		return -1;
	return b[0] << 8 | b[1];
}

/*
 * Step over "\uXXXX" (p is at the backslash): no NUL, and surrogates only as
 * a pair, high before low.
 */
static int
guard_escape(const uint8_t **p, const uint8_t *end)
{
	const int unit = hex4(*p + 2, end);

	if (unit < 0)
		return PLACET_EFORMAT;
	*p += 6;
	if (unit == 0 || (unit >= 0xdc00 && unit <= 0xdfff))
		return PLACET_EUTF8;
	if (unit < 0xd800 || unit > 0xdbff)
		return PLACET_OK;
	if (end - *p < 6 || (*p)[0] != '\\' || (*p)[1] != 'u')
		return PLACET_EUTF8;
	if (hex4(*p + 2, end) < 0xdc00 || hex4(*p + 2, end) > 0xdfff)
		return PLACET_EUTF8;
	*p += 6;
	return PLACET_OK;
}

/* Among the eight bytes of x, is one under n (n <= 128) or equal to c? */
static uint64_t
any_under(uint64_t x, uint8_t n)
{
	return (x - EACH_BYTE * n) & ~x & (EACH_BYTE * 0x80);
}

static uint64_t
any_is(uint64_t x, uint8_t c)
{
	return any_under(x ^ EACH_BYTE * c, 1);
}

/*
 * Step over what means nothing within a string, eight bytes at a time while
 * there are so many.
 */
static const uint8_t *
guard_plain(const uint8_t *p, const uint8_t *end)
{
	uint64_t word;

	for (; end - p >= (ptrdiff_t)sizeof word; p += sizeof word) {
		memcpy(&word, p, sizeof word);
		if ((any_under(word, 0x20) | any_is(word, '"') |
		        any_is(word, '\\')) != 0)
			break;
	}
	while (p < end && *p >= 0x20 && *p != '"' && *p != '\\')
		p++;
	return p;
}

/* Step over a string; p is behind the opening quote. */
static int
guard_string(const uint8_t **p, const uint8_t *end)
{
	int err = PLACET_OK;

	while (err == 0) {
		*p = guard_plain(*p, end);
		if (*p < end && **p == '"') {
			(*p)++;
			return PLACET_OK;
		}
		if (end - *p < 2 || **p != '\\')
			return PLACET_EFORMAT;
		if ((*p)[1] == 'u')
			err = guard_escape(p, end);
		else
			*p += 2;
	}
	return err;
}

/*
 * May c stand outside strings?  No comment, no BOM, and of white space only
 * what the grammar knows: yajl takes form feeds too.
 */
static bool
guard_between(uint8_t c)
{
	if (c < 0x20)
		return c == '\t' || c == '\n' || c == '\r';
	return c != '/' && c < 0x7f;
}

/*
 * Most of a document is ASCII: step over it eight bytes at a time, and look
 * closer only at what lies between (no character spans an ASCII byte).
 */
static bool
utf8_valid(const uint8_t *p, size_t len)
{
	for (size_t i = 0, end; i < len; i = end) {
		uint64_t word;

		if (len - i >= sizeof word) {
			memcpy(&word, p + i, sizeof word);
			end = i + sizeof word;
			if ((word & EACH_BYTE * 0x80) == 0)
				continue;
		}
		for (end = i; end < len && p[end] < 0x80;)
			end++;
		for (i = end; end < len && p[end] >= 0x80;)
			end++;
		if (!placet_utf8_valid(p + i, end - i))
			return false;
	}
	return true;
}

static int
guard(const uint8_t *p, size_t len, const struct placet_json_limits *limits)
{
	const uint8_t *end = p + len;
	int err = PLACET_OK;

	if (len > limits->size)
		return PLACET_ELIMIT;
	if (!utf8_valid(p, len))
		return PLACET_EUTF8;
	while (err == 0 && p < end) {
		const uint8_t c = *p++;

		if (c == '"')
			err = guard_string(&p, end);
		else if (!guard_between(c))
			err = PLACET_EFORMAT;
	}
	return err;
}

/* --- what yajl calls ---------------------------------------------------- */

static int
refuse(struct parse *p, int err)
{
	p->err = err;
	return 0;
}

/* Hang a new value where we are; NULL with p->err set if it cannot be. */
static struct placet_json *
value_add(struct parse *p, enum placet_json_type type)
{
	struct placet_json *v, *in;

	if (++p->values > p->limits.values) {
		p->err = PLACET_ELIMIT;
		return NULL;
	}
	v = placet_json_new(p->arena, type);
	if (v == NULL) {
		p->err = PLACET_ENOMEM;
		return NULL;
	}
	v->name = p->name;
	v->namelen = p->namelen;
	p->name = NULL;
	p->namelen = 0;
	in = p->depth > 0 ? p->open[p->depth - 1] : NULL;
	if (in == NULL)
		p->root = v;
	else
		placet_json_push(in, v);
	return v;
}

static int
on_null(void *arg)
{
	return value_add(arg, PLACET_JSON_NULL) != NULL;
}

static int
on_boolean(void *arg, int truth)
{
	struct placet_json *v = value_add(arg, PLACET_JSON_BOOL);

	if (v == NULL)
		return 0;
	v->truth = truth != 0;
	return 1;
}

/* The decimal point is a dot, whatever locale our caller lives in. */
static int
to_double(const char *s, double *out)
{
	const locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	locale_t old;

	if (c == (locale_t)0)
		return PLACET_ENOMEM;
	old = uselocale(c);
	*out = strtod(s, NULL);
	uselocale(old);
	freelocale(c);
	return PLACET_OK;
}

static bool
has_nonzero_digit(const char *s)
{
	return strcspn(s, "123456789") < strcspn(s, "eE");
}

/*
 * An integer must be one that a double holds exactly; 2^53 + 1 would be read
 * as 2^53.  Anything else must neither overflow nor vanish.
 */
static int
number_read(const char *s, double *out)
{
	const char *digits = s + (*s == '-');
	int err;

	if (s[strspn(s, "-0123456789")] == '\0') {
		uint64_t n = 0;

		if (strlen(digits) > 16)
			return PLACET_ERANGE;
		for (; *digits != '\0'; digits++)
			n = n * 10 + (uint64_t)(*digits - '0');
		if (n > (uint64_t)EXACT)
			return PLACET_ERANGE;
		*out = *s == '-' ? -(double)n : (double)n;
		return PLACET_OK;
	}
	err = to_double(s, out);
	if (err != 0)
		return err;
	if (isinf(*out) ||
	    (!isgreater(fabs(*out), 0.0) && has_nonzero_digit(s)))
		return PLACET_ERANGE;
	return PLACET_OK;
}

static int
on_number(void *arg, const char *s, size_t len)
{
	struct parse *p = arg;
	struct placet_json *v;
	int err;

	if (len > 1024)
		return refuse(p, PLACET_ELIMIT);
	v = value_add(p, PLACET_JSON_NUMBER);
	if (v == NULL)
		return 0;
	v->str = placet_memdup(p->arena, s, len);
	v->len = len;
	if (v->str == NULL)
		return refuse(p, PLACET_ENOMEM);
	err = number_read(v->str, &v->number);
	return err == 0 ? 1 : refuse(p, err);
}

static int
on_string(void *arg, const unsigned char *s, size_t len)
{
	struct parse *p = arg;
	struct placet_json *v;

	if (len > p->limits.string)
		return refuse(p, PLACET_ELIMIT);
	v = value_add(p, PLACET_JSON_STRING);
	if (v == NULL)
		return 0;
	v->str = placet_memdup(p->arena, s, len);
	v->len = len;
	return v->str != NULL ? 1 : refuse(p, PLACET_ENOMEM);
}

/* Names are compared as they read, not as they were escaped. */
static int
on_name(void *arg, const unsigned char *s, size_t len)
{
	struct parse *p = arg;
	const struct placet_json *in = p->open[p->depth - 1];

	if (len > p->limits.string || in->count >= p->limits.members)
		return refuse(p, PLACET_ELIMIT);
	for (const struct placet_json *m = in->first; m != NULL; m = m->next)
		if (m->namelen == len && memcmp(m->name, s, len) == 0)
			return refuse(p, PLACET_EDUP);
	p->name = placet_memdup(p->arena, s, len);
	p->namelen = len;
	return p->name != NULL ? 1 : refuse(p, PLACET_ENOMEM);
}

static int
on_start(struct parse *p, enum placet_json_type type)
{
	struct placet_json *v = value_add(p, type);

	if (v == NULL)
		return 0;
	if (p->depth >= p->limits.depth)
		return refuse(p, PLACET_ELIMIT);
	p->open[p->depth++] = v;
	return 1;
}

static int
on_object(void *arg)
{
	return on_start(arg, PLACET_JSON_OBJECT);
}

static int
on_array(void *arg)
{
	return on_start(arg, PLACET_JSON_ARRAY);
}

static int
on_end(void *arg)
{
	struct parse *p = arg;

	p->depth--;
	return 1;
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_null,
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_object,
	.yajl_map_key = on_name,
	.yajl_end_map = on_end,
	.yajl_start_array = on_array,
	.yajl_end_array = on_end,
};

/* --- both --------------------------------------------------------------- */

int
placet_json_parse(struct placet_arena *a, const void *data, size_t len,
    const struct placet_json_limits *limits, struct placet_json **out)
{
	struct parse p = { .arena = a, .limits = limits_or_default(limits) };
	yajl_handle yajl;
	yajl_status status;
	int err = guard(data, len, &p.limits);

	*out = NULL;
	if (err != 0)
		return err;
	p.open = placet_zalloc(
	    a, p.limits.depth * sizeof(struct placet_json *));
	yajl = yajl_alloc(&callbacks, NULL, &p);
	if (yajl == NULL)
		return PLACET_ENOMEM;
	if (p.open == NULL) {
		yajl_free(yajl);
		return PLACET_ENOMEM;
	}
	/* The guard has seen the UTF-8 already, and stricter. */
	yajl_config(yajl, yajl_dont_validate_strings, 1);
	status = yajl_parse(yajl, data, len);
	if (status == yajl_status_ok)
		status = yajl_complete_parse(yajl);
	yajl_free(yajl);
	if (p.err != 0)
		return p.err;
	if (status != yajl_status_ok)
		return PLACET_EFORMAT;
	*out = p.root;
	return PLACET_OK;
}

struct placet_json *
placet_json_get(const struct placet_json *v, const char *name)
{
	const size_t len = strlen(name);

	if (v == NULL || v->type != PLACET_JSON_OBJECT)
		return NULL;
	for (struct placet_json *m = v->first; m != NULL; m = m->next)
		if (m->namelen == len && memcmp(m->name, name, len) == 0)
			return m;
	return NULL;
}

const char *
placet_json_text(const struct placet_json *v, const char *name)
{
	const struct placet_json *m = placet_json_get(v, name);

	return m != NULL && m->type == PLACET_JSON_STRING ? m->str : NULL;
}

int64_t
placet_json_integer(
    const struct placet_json *v, const char *name, int64_t missing)
{
	const struct placet_json *m = placet_json_get(v, name);

	if (m == NULL || m->type != PLACET_JSON_NUMBER)
		return missing;
	/* The range first: the cast of what does not fit is undefined. */
	if (!(fabs(m->number) <= EXACT) ||
	    islessgreater(m->number, trunc(m->number)))
		return missing;
	return (int64_t)m->number;
}

/*
 * sfv.c - structured fields read, step by step as RFC 8941 section 4.2 says
 *
 * The reader walks s[0..len) once.  What it finds is gathered in a group on
 * the stack, of the size of the ceiling, and moved into the arena when its
 * number is known.
 */
#include <string.h>

#include <placet/sfv.h>
#include <placet/text.h>

#include "sfv_part.h"

struct reader {
	struct placet_arena *arena;
	const char *s;
	size_t len;
	size_t at;
	bool repeated;
};

struct group {
	struct placet_sfv v[PLACET_SFV_COUNT];
	size_t n;
};

/* The next character; -1 at the end. */
static int
peek(const struct reader *r)
{
	return r->at < r->len ? (uint8_t)r->s[r->at] : -1;
}

static bool
take(struct reader *r, char c)
{
	if (peek(r) != c)
		return false;
	r->at++;
	return true;
}

static void
skip_sp(struct reader *r)
{
	while (peek(r) == ' ')
		r->at++;
}

static void
skip_ows(struct reader *r)
{
	while (peek(r) == ' ' || peek(r) == '\t')
		r->at++;
}

/* Keep what stands in s[from..at). */
static int
keep(struct reader *r, size_t from, const char **out, size_t *len)
{
	*len = r->at - from;
	*out = placet_memdup(r->arena, r->s + from, *len);
	return *out != NULL ? PLACET_OK : PLACET_ENOMEM;
}

/* Section 4.2.3.3. */
static int
read_key(struct reader *r, const char **key)
{
	const size_t from = r->at;
	size_t len;

	if (!sfv_is_key_start(peek(r)))
		return PLACET_EFORMAT;
	while (sfv_is_key(peek(r)))
		r->at++;
	return keep(r, from, key, &len);
}

/* Section 4.2.4: at most 15 digits, or 12 and 3 around the point. */
static int
read_number(struct reader *r, struct placet_sfv *v)
{
	const bool minus = take(r, '-');
	int64_t n = 0;
	size_t whole = 0, part = 0;

	for (; sfv_is_digit(peek(r)); r->at++) {
		if (++whole > 15)
			return PLACET_EFORMAT;
		n = 10 * n + (r->s[r->at] - '0');
	}
	if (whole == 0)
		return PLACET_EFORMAT;
	v->type = PLACET_SFV_INTEGER;
	if (whole <= 12 && take(r, '.')) {
		v->type = PLACET_SFV_DECIMAL;
		for (; sfv_is_digit(peek(r)); r->at++) {
			if (++part > 3)
				return PLACET_EFORMAT;
			n = 10 * n + (r->s[r->at] - '0');
		}
		if (part == 0)
			return PLACET_EFORMAT;
		for (; part < 3; part++)
			n *= 10;
	}
	v->number = minus ? -n : n;
	return PLACET_OK;
}

/* Section 4.2.5. */
static int
read_string(struct reader *r, struct placet_sfv *v)
{
	char text[PLACET_SFV_SIZE];
	size_t n = 0;

	v->type = PLACET_SFV_STRING;
	r->at++;
	while (!take(r, '"')) {
		if (take(r, '\\') && peek(r) != '"' && peek(r) != '\\')
			return PLACET_EFORMAT;
		if (peek(r) < 0x20 || peek(r) > 0x7e)
			return PLACET_EFORMAT;
		text[n++] = r->s[r->at++];
	}
	v->len = n;
	v->data = placet_memdup(r->arena, text, n);
	return v->data != NULL ? PLACET_OK : PLACET_ENOMEM;
}

/* Section 4.2.6. */
static int
read_token(struct reader *r, struct placet_sfv *v)
{
	const size_t from = r->at;

	v->type = PLACET_SFV_TOKEN;
	while (sfv_is_token(peek(r)))
		r->at++;
	return keep(r, from, &v->data, &v->len);
}

/* Section 4.2.7. */
static int
read_bytes(struct reader *r, struct placet_sfv *v)
{
	uint8_t bytes[PLACET_SFV_SIZE];
	const size_t from = ++r->at;
	size_t n = sizeof bytes;

	v->type = PLACET_SFV_BYTES;
	while (peek(r) >= 0 && peek(r) != ':')
		r->at++;
	if (placet_unbase64(r->s + from, r->at - from, bytes, &n) != 0 ||
	    !take(r, ':'))
		return PLACET_EFORMAT;
	v->len = n;
	v->data = placet_memdup(r->arena, bytes, n);
	return v->data != NULL ? PLACET_OK : PLACET_ENOMEM;
}

/* Section 4.2.8. */
static int
read_boolean(struct reader *r, struct placet_sfv *v)
{
	v->type = PLACET_SFV_BOOLEAN;
	r->at++;
	v->number = peek(r) == '1';
	return take(r, '0') || take(r, '1') ? PLACET_OK : PLACET_EFORMAT;
}

/* RFC 9651 section 4.2.9. */
static int
read_date(struct reader *r, struct placet_sfv *v)
{
	int err;

	r->at++;
	err = read_number(r, v);
	if (err == 0 && v->type != PLACET_SFV_INTEGER)
		err = PLACET_EFORMAT;
	v->type = PLACET_SFV_DATE;
	return err;
}

/* Section 4.2.3.1. */
static int
read_bare(struct reader *r, struct placet_sfv *v)
{
	const int c = peek(r);

	if (c == '-' || sfv_is_digit(c))
		return read_number(r, v);
	if (sfv_is_token_start(c))
		return read_token(r, v);
	switch (c) {
	case '"': return read_string(r, v);
	case ':': return read_bytes(r, v);
	case '?': return read_boolean(r, v);
	case '@': return read_date(r, v);
	default: return PLACET_EFORMAT;
	}
}

/* The place of that key: its old one, emptied, or a new one. */
static int
group_place(struct reader *r, struct group *g, const char *key,
    struct placet_sfv **place)
{
	for (size_t i = 0; key != NULL && i < g->n; i++)
		if (strcmp(g->v[i].key, key) == 0) {
			r->repeated = true;
			g->v[i] = (struct placet_sfv){ .key = key };
			*place = &g->v[i];
			return PLACET_OK;
		}
	if (g->n == PLACET_SFV_COUNT)
		return PLACET_ELIMIT;
	*place = &g->v[g->n++];
	**place = (struct placet_sfv){ .key = key };
	return PLACET_OK;
}

static int
group_keep(struct reader *r, const struct group *g,
    const struct placet_sfv **out, size_t *n)
{
	struct placet_sfv *v;

	*n = 0;
	if (g->n == 0)
		return PLACET_OK;
	v = placet_alloc(r->arena, g->n * sizeof *v);
	if (v == NULL)
		return PLACET_ENOMEM;
	memcpy(v, g->v, g->n * sizeof *v);
	*out = v;
	*n = g->n;
	return PLACET_OK;
}

/* Section 4.2.3.2. */
static int
read_params(struct reader *r, struct placet_sfv *v)
{
	struct group g;
	struct placet_sfv *p;
	const char *key;
	int err;

	g.n = 0;
	while (take(r, ';')) {
		skip_sp(r);
		err = read_key(r, &key);
		if (err == 0)
			err = group_place(r, &g, key, &p);
		if (err != 0)
			return err;
		p->type = PLACET_SFV_BOOLEAN;
		p->number = 1;
		if (take(r, '='))
			err = read_bare(r, p);
		if (err != 0)
			return err;
	}
	return group_keep(r, &g, &v->param, &v->nparams);
}

/* Section 4.2.3. */
static int
read_item(struct reader *r, struct placet_sfv *v)
{
	const int err = read_bare(r, v);

	return err != 0 ? err : read_params(r, v);
}

/* Section 4.2.1.2. */
static int
read_inner(struct reader *r, struct placet_sfv *v)
{
	struct group g;
	struct placet_sfv *p;
	int err;

	g.n = 0;
	v->type = PLACET_SFV_INNER;
	r->at++;
	for (skip_sp(r); !take(r, ')'); skip_sp(r)) {
		err = group_place(r, &g, NULL, &p);
		if (err == 0)
			err = read_item(r, p);
		if (err == 0 && peek(r) != ' ' && peek(r) != ')')
			err = PLACET_EFORMAT;
		if (err != 0)
			return err;
	}
	err = group_keep(r, &g, &v->item, &v->nitems);
	return err != 0 ? err : read_params(r, v);
}

/* Section 4.2.1.1. */
static int
read_any(struct reader *r, struct placet_sfv *v)
{
	return peek(r) == '(' ? read_inner(r, v) : read_item(r, v);
}

/* A member of a dictionary, of section 4.2.2. */
static int
read_member(struct reader *r, struct group *g)
{
	struct placet_sfv *v;
	const char *key;
	int err = read_key(r, &key);

	if (err == 0)
		err = group_place(r, g, key, &v);
	if (err != 0)
		return err;
	if (take(r, '='))
		return read_any(r, v);
	v->type = PLACET_SFV_BOOLEAN;
	v->number = 1;
	return read_params(r, v);
}

static int
read_element(struct reader *r, struct group *g)
{
	struct placet_sfv *v;
	const int err = group_place(r, g, NULL, &v);

	return err != 0 ? err : read_any(r, v);
}

/* Sections 4.2.1 and 4.2.2: what they have in common. */
static int
read_group(struct reader *r, bool dict, struct placet_sfv *out)
{
	struct group g;
	int err;

	g.n = 0;
	while (r->at < r->len) {
		err = dict ? read_member(r, &g) : read_element(r, &g);
		if (err != 0)
			return err;
		skip_ows(r);
		if (r->at == r->len)
			break;
		if (!take(r, ','))
			return PLACET_EFORMAT;
		skip_ows(r);
		if (r->at == r->len)
			return PLACET_EFORMAT;
	}
	out->type = dict ? PLACET_SFV_DICT : PLACET_SFV_LIST;
	return group_keep(r, &g, &out->item, &out->nitems);
}

/* Section 4.2. */
static int
read_field(struct placet_arena *arena, const char *s, size_t len,
    enum placet_sfv_type type, struct placet_sfv *out)
{
	struct reader r = { .arena = arena, .s = s, .len = len };
	int err;

	*out = (struct placet_sfv){ 0 };
	if (len > PLACET_SFV_SIZE)
		return PLACET_ELIMIT;
	skip_sp(&r);
	err = type == PLACET_SFV_INTEGER
	    ? read_item(&r, out)
	    : read_group(&r, type == PLACET_SFV_DICT, out);
	if (err != 0)
		return err;
	skip_sp(&r);
	out->repeated = r.repeated;
	return r.at == r.len ? PLACET_OK : PLACET_EFORMAT;
}

int
placet_sfv_item(struct placet_arena *arena, const char *s, size_t len,
    struct placet_sfv *out)
{
	return read_field(arena, s, len, PLACET_SFV_INTEGER, out);
}

int
placet_sfv_list(struct placet_arena *arena, const char *s, size_t len,
    struct placet_sfv *out)
{
	return read_field(arena, s, len, PLACET_SFV_LIST, out);
}

int
placet_sfv_dict(struct placet_arena *arena, const char *s, size_t len,
    struct placet_sfv *out)
{
	return read_field(arena, s, len, PLACET_SFV_DICT, out);
}

static const struct placet_sfv *
find(const struct placet_sfv *v, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].key != NULL && strcmp(v[i].key, key) == 0)
			return &v[i];
	return NULL;
}

const struct placet_sfv *
placet_sfv_get(const struct placet_sfv *dict, const char *key)
{
	return dict->type == PLACET_SFV_DICT
	    ? find(dict->item, dict->nitems, key)
	    : NULL;
}

const struct placet_sfv *
placet_sfv_param(const struct placet_sfv *v, const char *key)
{
	return find(v->param, v->nparams, key);
}

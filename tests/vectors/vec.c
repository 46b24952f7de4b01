/*
 * vec.c - writing test vectors
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <placet/hash.h>
#include <placet/json.h>

#include "vec.h"

/* In the order of enum placet_err. */
static const char *const names[] = { "OK", "ENOMEM", "ECRYPTO", "EFORMAT",
	"EUTF8", "ELIMIT", "EDUP", "ETYPE", "ERANGE", "EPROOF", "ESIG", "EKEY",
	"EMISSING", "EQUORUM" };

const char *
vec_error(int err)
{
	const size_t n = (size_t)-err;

	return n < sizeof names / sizeof *names ? names[n] : "?";
}

void
vec_must(bool holds, const char *file, int line)
{
	if (holds)
		return;
	fprintf(stderr, "%s:%d: does not hold\n", file, line);
	exit(1);
}

void
vec_expect(const char *desc, int got, int want)
{
	if (got == want)
		return;
	fprintf(
	    stderr, "%s: %s, not %s\n", desc, vec_error(got), vec_error(want));
	exit(1);
}

/* --- the writer --------------------------------------------------------- */

/* Comma, line, indentation and name: all that stands before a value. */
static void
begin(struct vec *v, const char *name)
{
	if (v->depth > 0) {
		if (v->filled[v->depth - 1])
			placet_buf_byte(&v->b, ',');
		v->filled[v->depth - 1] = true;
		placet_buf_printf(&v->b, "\n%*s", v->depth, "");
	}
	if (name != NULL)
		placet_buf_printf(&v->b, "\"%s\": ", name);
}

static void
nest(struct vec *v, const char *name, char open, char end)
{
	begin(v, name);
	placet_buf_byte(&v->b, (uint8_t)open);
	must(v->depth < VEC_DEPTH);
	v->filled[v->depth] = false;
	v->end[v->depth++] = end;
}

void
vec_object(struct vec *v, const char *name)
{
	nest(v, name, '{', '}');
}

void
vec_array(struct vec *v, const char *name)
{
	nest(v, name, '[', ']');
}

void
vec_end(struct vec *v)
{
	must(v->depth > 0);
	v->depth--;
	if (v->filled[v->depth])
		placet_buf_printf(&v->b, "\n%*s", v->depth, "");
	placet_buf_byte(&v->b, (uint8_t)v->end[v->depth]);
}

void
vec_textn(struct vec *v, const char *name, const char *s, size_t len)
{
	begin(v, name);
	placet_json_string(&v->b, s, len);
}

void
vec_text(struct vec *v, const char *name, const char *s)
{
	vec_textn(v, name, s, strlen(s));
}

void
vec_hex(struct vec *v, const char *name, const void *data, size_t len)
{
	begin(v, name);
	placet_buf_byte(&v->b, '"');
	placet_buf_hex(&v->b, data, len);
	placet_buf_byte(&v->b, '"');
}

void
vec_base64(struct vec *v, const char *name, const void *data, size_t len)
{
	begin(v, name);
	placet_buf_byte(&v->b, '"');
	placet_buf_base64(&v->b, data, len);
	placet_buf_byte(&v->b, '"');
}

void
vec_number(struct vec *v, const char *name, uint64_t n)
{
	begin(v, name);
	placet_buf_printf(&v->b, "\"%" PRIu64 "\"", n);
}

void
vec_case(struct vec *v, const char *desc)
{
	vec_object(v, NULL);
	vec_text(v, "desc", desc);
}

void
vec_refused(struct vec *v, int err)
{
	vec_text(v, "error", vec_error(err));
	vec_end(v);
}

void
vec_fill(const char *purpose, uint8_t out[32])
{
	static const char who[] = "placet test vectors\n";
	const struct placet_bytes piece[] = {
		{ who, strlen(who) },
		{ purpose, strlen(purpose) },
	};
	struct placet_hash h;

	placet_sha256v(piece, 2, &h);
	memcpy(out, h.b, sizeof h.b);
}

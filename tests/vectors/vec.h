/*
 * vec.h - writing test vectors: indented JSON, and bytes that never change
 *
 * Shapes that all files share: "about" says what the cases are, "source" who
 * makes them, "licence" that they are anybody's; each other member is a list
 * of cases.  Cases of lists whose
 * names begin with "refuse" hold "error", the name of an enum placet_err
 * without PLACET_.  Bytes are hexadecimal, or base64 in members so called;
 * numbers are decimal strings, as some languages have no 64-bit integers.
 */
#ifndef VEC_H
#define VEC_H

#include <placet/buf.h>

enum { VEC_DEPTH = 8 };

struct vec {
	struct placet_buf b;
	int depth;
	bool filled[VEC_DEPTH]; /* has the value at that depth a member? */
	char end[VEC_DEPTH];    /* what closes it */
};

/* One theme: writes its members into the open object. */
typedef void vec_theme(struct vec *v);

vec_theme make_commitment, make_cosignature, make_digest, make_email;
vec_theme make_html, make_httpsig, make_integrity, make_jcs, make_json;
vec_theme make_key, make_leaf, make_merkle, make_message, make_multikey,
    make_note;
vec_theme make_nullifier, make_oprf, make_policy, make_receipt, make_tile;
vec_theme make_time, make_url, make_witness;

/* Ends the program when `holds` is false; what the vectors rest on. */
#define must(holds) vec_must(holds, __FILE__, __LINE__)
void vec_must(bool holds, const char *file, int line);

/* The same for an error, and shows both. */
void vec_expect(const char *desc, int got, int want);

/* Members; an element of an array has the name NULL. */
void vec_object(struct vec *v, const char *name);
void vec_array(struct vec *v, const char *name);
void vec_end(struct vec *v);
void vec_text(struct vec *v, const char *name, const char *s);
void vec_textn(struct vec *v, const char *name, const char *s, size_t len);
void vec_hex(struct vec *v, const char *name, const void *data, size_t len);
void vec_base64(struct vec *v, const char *name, const void *data, size_t len);
void vec_number(struct vec *v, const char *name, uint64_t n);

/* An object in a list, begun with its "desc". */
void vec_case(struct vec *v, const char *desc);
/* Its last member: what is wrong with it. */
void vec_refused(struct vec *v, int err);

/* The name of an error without PLACET_; "OK" is one. */
const char *vec_error(int err);

/* Bytes for a purpose, the same each time: SHA-256 of the name in it. */
void vec_fill(const char *purpose, uint8_t out[32]);

#endif

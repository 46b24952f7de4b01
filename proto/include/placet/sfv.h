/*
 * sfv.h - structured fields: the syntax of newer HTTP headers (RFC 8941,
 * with the dates of RFC 9651)
 *
 * One kind of value stands for everything: a field is an item, a list or a
 * dictionary; lists and dictionaries hold items and inner lists; each of
 * them may carry parameters.  So a tree is at most three deep, and nothing
 * here recurses further.
 *
 * Parsing follows section 4.2 to the letter, but for three things: base64
 * must be padded, with zero bits at its end, as section 4.2.7 lets a parser
 * ask; the ceilings below are ours; and display strings are not known.
 */
#ifndef PLACET_SFV_H
#define PLACET_SFV_H

#include <placet/arena.h>
#include <placet/buf.h>

enum {
	PLACET_SFV_SIZE = 8192, /* bytes of a field */
	PLACET_SFV_COUNT = 64,  /* members, items of a list, parameters */
};

enum placet_sfv_type {
	PLACET_SFV_INTEGER = 1, /* number: up to 15 digits */
	PLACET_SFV_DECIMAL,     /* number: thousandths, up to 15 digits */
	PLACET_SFV_STRING,      /* data, len: printable ASCII */
	PLACET_SFV_TOKEN,       /* data, len */
	PLACET_SFV_BYTES,       /* data, len: a byte sequence */
	PLACET_SFV_BOOLEAN,     /* number: 0 or 1 */
	PLACET_SFV_DATE,        /* number: seconds since 1970 */
	PLACET_SFV_INNER,       /* item, nitems */
	PLACET_SFV_LIST,        /* item, nitems; only as a whole field */
	PLACET_SFV_DICT,        /* item, nitems; only as a whole field */
};

/* All of it lives in the arena it was parsed into. */
struct placet_sfv {
	enum placet_sfv_type type;
	const char *key; /* of a member or a parameter; else NULL */
	int64_t number;
	const char *data; /* NUL-terminated beyond len */
	size_t len;
	const struct placet_sfv *item;
	size_t nitems;
	const struct placet_sfv *param; /* bare items, each with its key */
	size_t nparams;
	/*
	 * Of a whole field: some key came twice in it.  The last one holds
	 * then, in the place of the first (section 4.2.2); who would rather
	 * refuse such a field looks here.
	 */
	bool repeated;
};

/*
 * A whole field.  The lines of one that came in several are to be joined
 * with ", " first.  EFORMAT, ELIMIT, ENOMEM.
 */
PLACET_API PLACET_MUST int placet_sfv_item(struct placet_arena *arena,
    const char *s, size_t len, struct placet_sfv *out);
PLACET_API PLACET_MUST int placet_sfv_list(struct placet_arena *arena,
    const char *s, size_t len, struct placet_sfv *out);
PLACET_API PLACET_MUST int placet_sfv_dict(struct placet_arena *arena,
    const char *s, size_t len, struct placet_sfv *out);

/* The member of that name in a dictionary; NULL. */
PLACET_API const struct placet_sfv *placet_sfv_get(
    const struct placet_sfv *dict, const char *key);
/* The parameter of that name; NULL. */
PLACET_API const struct placet_sfv *placet_sfv_param(
    const struct placet_sfv *v, const char *key);

/*
 * Append the one spelling of section 4.1; an empty list or dictionary is
 * nothing, and its field should not be sent.  EFORMAT or ERANGE for a value
 * that has no spelling, the errors of the buffer, and then what was appended
 * is of no use.
 */
PLACET_API PLACET_MUST int placet_sfv_write(
    const struct placet_sfv *v, struct placet_buf *b);

#endif

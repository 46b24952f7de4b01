/*
 * json.h - strict JSON (RFC 8259 less what two parsers may read differently)
 *
 * The guard stands in front of yajl's callbacks and refuses, before anything
 * else sees them: invalid UTF-8, comments, duplicate names, lone surrogates,
 * NUL, depth, count and size over the limits, numbers that a double does not
 * hold exactly as integers (beyond 2^53) or at all, and trailing bytes.
 */
#ifndef PLACET_JSON_H
#define PLACET_JSON_H

#include <placet/arena.h>
#include <placet/buf.h>

enum placet_json_type {
	PLACET_JSON_NULL,
	PLACET_JSON_BOOL,
	PLACET_JSON_NUMBER,
	PLACET_JSON_STRING,
	PLACET_JSON_ARRAY,
	PLACET_JSON_OBJECT,
};

/* A value; members and elements are a list in document order. */
struct placet_json {
	enum placet_json_type type;
	bool truth;       /* BOOL */
	const char *name; /* when a member; NUL-terminated, else NULL */
	size_t namelen;
	const char *str;           /* STRING: text; NUMBER: as written */
	size_t len;                /* of str */
	double number;             /* NUMBER */
	struct placet_json *first; /* ARRAY, OBJECT */
	struct placet_json *last;
	size_t count;
	struct placet_json *next; /* the next sibling */
};

/* Zero in a field stands for the default behind it. */
struct placet_json_limits {
	size_t size;    /* 262144 bytes */
	size_t depth;   /* 16 */
	size_t members; /* 256 names in one object */
	size_t values;  /* 4096 in all */
	size_t string;  /* 65536 bytes of one string */
};

/*
 * Parse into the arena.  The values live as long as the arena; `data` may go.
 * EUTF8, EFORMAT, EDUP, ELIMIT, ERANGE, ENOMEM.
 */
PLACET_API PLACET_MUST int placet_json_parse(struct placet_arena *a,
    const void *data, size_t len, const struct placet_json_limits *limits,
    struct placet_json **out);

/* The member of that name, or NULL (also when v is NULL or no object). */
PLACET_API struct placet_json *placet_json_get(
    const struct placet_json *v, const char *name);
/* Its string, or NULL when absent or of another type. */
PLACET_API const char *placet_json_text(
    const struct placet_json *v, const char *name);
/* Its integer; `missing` when absent, of another type or not an integer. */
PLACET_API int64_t placet_json_integer(
    const struct placet_json *v, const char *name, int64_t missing);

/*
 * Makers, for adding to a parsed document.  NULL when out of memory; a NULL
 * text makes the value null.
 */
PLACET_API struct placet_json *placet_json_new(
    struct placet_arena *a, enum placet_json_type type);
PLACET_API struct placet_json *placet_json_new_text(
    struct placet_arena *a, const char *s, size_t len);
PLACET_API struct placet_json *placet_json_new_integer(
    struct placet_arena *a, int64_t n);
PLACET_API struct placet_json *placet_json_new_bool(
    struct placet_arena *a, bool truth);
/* Add, or replace, a member; ignores NULL v so that calls may be chained. */
PLACET_API void placet_json_set(struct placet_arena *a,
    struct placet_json *object, const char *name, struct placet_json *v);
PLACET_API void placet_json_push(
    struct placet_json *array, struct placet_json *v);

/* Write a value, compact, members in their order. */
PLACET_API void placet_json_write(
    struct placet_buf *b, const struct placet_json *v);
/* Write s as a JSON string, quotes included; invalid UTF-8 sets b->err. */
PLACET_API void placet_json_string(
    struct placet_buf *b, const char *s, size_t len);

#endif

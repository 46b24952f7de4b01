/*
 * page_node.h - what a template is once compiled; only page*.c see this
 *
 * A page is one array of nodes in the order they are written.  What has a
 * body says where the body ends, so that rendering walks forward and jumps.
 */
#ifndef WEB_PAGE_NODE_H
#define WEB_PAGE_NODE_H

#include <placet/arena.h>
#include <placet/buf.h>
#include <placet/json.h>

#include "locale.h"

enum node_op {
	NODE_TEXT,
	NODE_VALUE,
	NODE_SECTION,  /* body follows, to `end` */
	NODE_INVERTED, /* same */
	NODE_PARTIAL,
	NODE_PLURAL, /* two NODE_FORM follow */
	NODE_FORM,   /* body follows, to `end` */
};

/* How a value is shown; the table is in page_filter.c. */
struct page_style;
typedef void page_filter(struct placet_buf *out, const struct page_style *style,
    const struct placet_json *v, bool raw);

/* A name of a dotted path. */
struct key {
	const char *name;
	size_t len;
};

struct node {
	enum node_op op;
	enum plural rule; /* PLURAL */
	bool raw;         /* VALUE: not escaped */
	size_t end;       /* the index behind the body */
	const char *text; /* TEXT */
	size_t len;
	const struct key *key;   /* VALUE, SECTION, INVERTED, PLURAL */
	size_t nkey;             /* 0: the context itself */
	page_filter *filter;     /* VALUE; NULL: as it is */
	const struct page *page; /* PARTIAL; NULL: absent */
};

struct page {
	const char *name;
	const char *indent; /* before each line, when a partial stands so */
	const char *file;   /* for errors */
	struct node *node;
	size_t n;
	struct page *next;
};

/* What filters need to know of the language. */
struct page_style {
	const char *lang;
	const struct locale *locale; /* NULL: none */
	bool french;                 /* else English */
};

/* The pages of one language, while they are compiled and after. */
struct page_set {
	struct placet_arena *arena;
	struct page_style style;
	struct page *first, *last;
	size_t n;
	size_t missing;            /* messages without translation */
	struct placet_buf *report; /* "file:line: message\n" of each; or NULL */
	/* The text of a template by name; NULL if there is none. */
	const char *(*find)(
	    void *arg, const char *name, size_t *len, const char **file);
	void *arg;
	bool lenient; /* an absent partial is empty, as the spec wants */
	char *why;    /* what failed */
	size_t size;
};

/* page_parse.c: compile a page and all it needs; NULL: see why. */
const struct page *page_compile(struct page_set *set, const char *name);

/* What compiling one page keeps at hand. */
struct page_parse {
	struct page_set *set;
	struct page *page;
	const char *src;
	size_t len, pos;
	char open[16], close[16];
	struct placet_buf text; /* not yet a node */
	struct node *node;
	size_t n, cap;
	struct {
		size_t node, at;
		const char *name;
		size_t len;
	} section[32]; /* LIMIT_SECTIONS */
	size_t nsection;
	bool failed;
};

/* Note an error at src[at]; only the first counts. */
void parse_fail(struct page_parse *p, size_t at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* The pending text becomes a node; a new node with its path and filter. */
void parse_flush(struct page_parse *p);
struct node *parse_node(struct page_parse *p, enum node_op op);
bool parse_path(
    struct page_parse *p, struct node *n, const char *s, size_t len, size_t at);

/* page_message.c: the tag {{_...}} whose inside is s[0..len). */
void parse_message(
    struct page_parse *p, const char *s, size_t len, size_t at, bool raw);

/* page_render.c */
void page_walk(const struct page *page, const struct page_style *style,
    const struct placet_json *doc, struct placet_buf *out);

/* page_filter.c */
page_filter *page_filter_find(const char *name, size_t len);
/* The text of a value as it is; "" for what has none. */
const char *page_text_of(const struct placet_json *v, size_t *len);
void page_escape(struct placet_buf *out, const char *s, size_t len);

#endif

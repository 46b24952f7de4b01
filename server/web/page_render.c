/*
 * page_render.c - walking the nodes of a page over a document
 *
 * Nothing is allocated here but what the output needs.  The context stack of
 * mustache is a chain of frames on our own stack; it is as deep as sections
 * (limited when compiled) and partials (limited here) are nested.  Steps are
 * counted too: sections over lists may multiply without any output.
 */
#include <math.h>
#include <string.h>

#include "base/limit.h"

#include "page_node.h"

struct frame {
	const struct placet_json *v;
	const struct frame *up;
};

struct walk {
	const struct page_style *style;
	struct placet_buf *out;
	unsigned depth; /* partials we are in */
	unsigned steps;
};

static const struct placet_json *
member(const struct placet_json *v, const struct key *key)
{
	if (v->type != PLACET_JSON_OBJECT)
		return NULL;
	for (const struct placet_json *m = v->first; m != NULL; m = m->next)
		if (m->namelen == key->len &&
		    memcmp(m->name, key->name, key->len) == 0)
			return m;
	return NULL;
}

/* Element 0, 1... of a list, by its decimal number. */
static const struct placet_json *
element(const struct placet_json *v, const struct key *key)
{
	const struct placet_json *e = v->first;
	unsigned long n = 0;

	for (size_t i = 0; i < key->len; i++) {
		if (key->name[i] < '0' || key->name[i] > '9' || n > v->count)
			return NULL;
		n = n * 10 + (unsigned long)(key->name[i] - '0');
	}
	while (e != NULL && n-- > 0)
		e = e->next;
	return e;
}

/*
 * One step of a dotted path.  Beyond the specification, where there would be
 * nothing: a number finds an element of a list, and a word finds a text that
 * is that word ({{#state.open}}), since mustache cannot compare.
 */
static const struct placet_json *
step(const struct placet_json *v, const struct key *key)
{
	if (v->type == PLACET_JSON_ARRAY)
		return element(v, key);
	if (v->type == PLACET_JSON_STRING)
		return v->len == key->len &&
		        memcmp(v->str, key->name, key->len) == 0
		    ? v
		    : NULL;
	return member(v, key);
}

/* The first key is sought up the stack, the others only inside what it is. */
static const struct placet_json *
lookup(const struct frame *f, const struct node *n)
{
	const struct placet_json *v = NULL;

	if (n->nkey == 0)
		return f->v;
	for (; f != NULL && v == NULL; f = f->up)
		v = member(f->v, &n->key[0]);
	for (size_t i = 1; i < n->nkey && v != NULL; i++)
		v = step(v, &n->key[i]);
	return v;
}

/* Absent, null, false, an empty list or text; not the number 0. */
static bool
falsy(const struct placet_json *v)
{
	if (v == NULL)
		return true;
	switch (v->type) {
	case PLACET_JSON_NULL: return true;
	case PLACET_JSON_BOOL: return !v->truth;
	case PLACET_JSON_STRING: return v->len == 0;
	case PLACET_JSON_ARRAY: return v->first == NULL;
	case PLACET_JSON_NUMBER:
	case PLACET_JSON_OBJECT: return false;
	}
	return true;
}

static void walk_nodes(struct walk *w, const struct node *node, size_t from,
    size_t to, const struct frame *top);

static void
walk_section(
    struct walk *w, const struct node *node, size_t at, const struct frame *top)
{
	const struct node *n = &node[at];
	const struct placet_json *v = lookup(top, n);

	if (falsy(v))
		return;
	if (v->type == PLACET_JSON_BOOL) {
		walk_nodes(w, node, at + 1, n->end, top);
		return;
	}
	if (v->type != PLACET_JSON_ARRAY) {
		const struct frame f = { v, top };

		walk_nodes(w, node, at + 1, n->end, &f);
		return;
	}
	for (v = v->first; v != NULL && w->out->err == 0; v = v->next) {
		const struct frame f = { v, top };

		walk_nodes(w, node, at + 1, n->end, &f);
	}
}

static void
walk_value(struct walk *w, const struct node *n, const struct frame *top)
{
	const struct placet_json *v = lookup(top, n);
	const char *s;
	size_t len;

	if (v == NULL || v->type == PLACET_JSON_NULL)
		return;
	if (n->filter != NULL) {
		n->filter(w->out, w->style, v, n->raw);
		return;
	}
	s = page_text_of(v, &len);
	if (n->raw)
		placet_buf_add(w->out, s, len);
	else
		page_escape(w->out, s, len);
}

/* What is no number counts as none. */
static void
walk_plural(
    struct walk *w, const struct node *node, size_t at, const struct frame *top)
{
	const struct placet_json *v = lookup(top, &node[at]);
	const double number = v != NULL && v->type == PLACET_JSON_NUMBER
	    ? v->number
	    : 0;
	size_t form = at + 1;

	if (plural_form(node[at].rule, fabs(number)) == 1)
		form = node[form].end;
	walk_nodes(w, node, form + 1, node[form].end, top);
}

static void
walk_partial(struct walk *w, const struct page *page, const struct frame *top)
{
	if (page == NULL)
		return;
	if (w->depth == LIMIT_PARTIALS) {
		w->out->err = PLACET_ELIMIT;
		return;
	}
	w->depth++;
	walk_nodes(w, page->node, 0, page->n, top);
	w->depth--;
}

static void
walk_nodes(struct walk *w, const struct node *node, size_t from, size_t to,
    const struct frame *top)
{
	for (size_t i = from; i < to && w->out->err == 0;) {
		const struct node *n = &node[i];
		size_t next = i + 1;

		if (++w->steps > LIMIT_RENDER)
			w->out->err = PLACET_ELIMIT;
		switch (n->op) {
		case NODE_TEXT: placet_buf_add(w->out, n->text, n->len); break;
		case NODE_VALUE: walk_value(w, n, top); break;
		case NODE_SECTION:
			walk_section(w, node, i, top);
			next = n->end;
			break;
		case NODE_INVERTED:
			/* Not falsy: jump over the body; else walk into it. */
			if (!falsy(lookup(top, n)))
				next = n->end;
			break;
		case NODE_PARTIAL: walk_partial(w, n->page, top); break;
		case NODE_PLURAL:
			walk_plural(w, node, i, top);
			next = n->end;
			break;
		case NODE_FORM: break;
		}
		i = next;
	}
}

void
page_walk(const struct page *page, const struct page_style *style,
    const struct placet_json *doc, struct placet_buf *out)
{
	struct walk w = { .style = style, .out = out };
	const struct frame top = { doc, NULL };

	if (out->err == 0)
		walk_nodes(&w, page->node, 0, page->n, &top);
}

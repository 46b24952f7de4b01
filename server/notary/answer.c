/*
 * answer.c - reading what the database answers; lists of petitions
 */
#include <string.h>

#include <placet/text.h>

#include "base/log.h"
#include "notary/notary.h"

/* An answer is ours, but as large as a batch. */
static const struct placet_json_limits limits = {
	.size = LIMIT_QUEUE, .values = 1 << 18, .string = LIMIT_DOC
};

bool
notary_parse(struct placet_arena *a, const struct db_result *res,
    struct placet_json **doc)
{
	int err;

	if (res->status != 0 || res->doc == NULL) {
		if (res->status != 503)
			log_warnx("the database refused: %s",
			    res->message != NULL ? res->message : "no answer");
		return false;
	}
	err = placet_json_parse(a, res->doc, res->len, &limits, doc);
	if (err != 0)
		log_warnx("cannot read an answer of %zu bytes: %s", res->len,
		    placet_strerror(err));
	return err == 0;
}

bool
notary_ref(const struct placet_json *v, struct ref *ref)
{
	ref->site = (int)placet_json_integer(v, "site", 0);
	ref->item = (int)placet_json_integer(v, "item", 0);
	return ref->site > 0 && ref->item > 0;
}

bool
notary_hex(const struct placet_json *v, const char *name, void *out, size_t len)
{
	const struct placet_json *s = placet_json_get(v, name);

	return s != NULL && s->type == PLACET_JSON_STRING &&
	    placet_unhex(s->str, s->len, out, len) == 0;
}

bool
notary_frontier(const struct placet_json *v, const char *size,
    const char *peaks, struct placet_frontier *out)
{
	const int64_t n = placet_json_integer(v, size, -1);

	memset(out, 0, sizeof *out);
	if (n < 0)
		return false;
	out->size = (uint64_t)n;
	return notary_hex(
	    v, peaks, out->peak, 32 * placet_frontier_peaks(out->size));
}

void
notary_refs_add(struct refs *refs, int site, int item)
{
	if (refs->n == sizeof refs->v / sizeof *refs->v)
		refs->over = true;
	else
		refs->v[refs->n++] = (struct ref){ site, item };
}

void
notary_refs_list(struct refs *refs, const struct placet_json *array)
{
	const struct placet_json *v = array != NULL ? array->first : NULL;

	for (; v != NULL; v = v->next)
		if (v->count == 2)
			notary_refs_add(
			    refs, (int)v->first->number, (int)v->last->number);
}

void
notary_refs_take(struct refs *refs, size_t most, struct placet_buf *site,
    struct placet_buf *item)
{
	const size_t n = refs->n < most ? refs->n : most;

	placet_buf_byte(site, '{');
	placet_buf_byte(item, '{');
	for (size_t i = 0; i < n; i++) {
		const char *sep = i > 0 ? "," : "";

		placet_buf_printf(site, "%s%d", sep, refs->v[i].site);
		placet_buf_printf(item, "%s%d", sep, refs->v[i].item);
	}
	placet_buf_byte(site, '}');
	placet_buf_byte(item, '}');
	if (site->err != 0 || item->err != 0)
		fatal("out of memory");
	refs->n -= n;
	memmove(refs->v, refs->v + n, refs->n * sizeof *refs->v);
}

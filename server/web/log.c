/*
 * log.c - a petition's log as C2SP tlog-tiles
 *
 * Tiles never change once signed, so they may be kept for ever; a partial
 * one may be asked for no more when the full one is there, so a while.
 */
#include <stdlib.h>
#include <string.h>

#include <placet/text.h>
#include <placet/tile.h>

#include "base/log.h"

#include "reply.h"
#include "route.h"

enum req_next
log_tile_check(struct req *r)
{
	struct placet_tile t;

	if (placet_tile_parse(r->seg[1], strlen(r->seg[1]), &t) != 0)
		return req_fail(r, 404, "page.unknown");
	r->extra[0] = t.level == PLACET_TILE_ENTRIES
	    ? "entries"
	    : req_printf(r, "%d", t.level);
	r->extra[1] = req_printf(r, "%llu", (unsigned long long)t.index);
	r->extra[2] = req_printf(r, "%u", t.width);
	return REQ_NEXT;
}

enum req_next
log_tile_finish(struct req *r)
{
	const char *hex = placet_json_text(req_json(r), "data");
	const size_t len = hex == NULL ? 0 : strlen(hex) / 2;
	char *data = malloc(len + 1);

	if (data == NULL)
		fatal("out of memory");
	if (hex == NULL || placet_unhex(hex, strlen(hex), data, len) != 0) {
		free(data);
		return req_fail(r, 500, "a tile is not hexadecimal");
	}
	return reply_own(r, 200, "application/octet-stream",
	    strcmp(r->extra[2], "256") == 0
	        ? "public, max-age=31536000, immutable"
	        : "public, max-age=3600",
	    data, len);
}

enum req_next
log_checkpoint_finish(struct req *r)
{
	const char *text = placet_json_text(req_json(r), "checkpoint");
	char *copy = text == NULL ? NULL : strdup(text);

	if (copy == NULL)
		return req_fail(r, 404, "petition.unknown");
	return reply_own(r, 200, "text/plain; charset=utf-8",
	    "public, max-age=2", copy, strlen(copy));
}

/*
 * fedi.c - what other servers read: ActivityStreams, WebFinger, NodeInfo
 *
 * The documents are made by SQL; here they get the media types that others
 * compare byte by byte, and the few that are no JSON.
 */
#include <stdlib.h>
#include <string.h>

#include <placet/buf.h>

#include "base/log.h"

#include "form.h"
#include "reply.h"
#include "route.h"

#define ACTIVITY "application/activity+json"

/* r->doc as it is, with another type. */
static enum req_next
send_doc(struct req *r, int status, const char *type, const char *cache)
{
	char *copy = malloc(r->doclen + 1);

	if (copy == NULL)
		fatal("out of memory");
	memcpy(copy, r->doc, r->doclen);
	return reply_own(r, status, type, cache, copy, r->doclen);
}

/* Lists change as soon as something is said: ask each time. */
enum req_next
as_finish(struct req *r)
{
	return send_doc(r, 200, ACTIVITY, "public, no-cache");
}

/* What is no more, a note or an act, leaves a Tombstone (ActivityPub 6.4). */
enum req_next
note_finish(struct req *r)
{
	const char *type = placet_json_text(req_json(r), "type");
	const bool gone = type != NULL && strcmp(type, "Tombstone") == 0;

	return send_doc(r, gone ? 410 : 200, ACTIVITY, "public, no-cache");
}

/* A person who follows the URL of an actor or of news: to its page. */
enum req_next
as_page_finish(struct req *r)
{
	const char *path = "/";

	if (r->nseg > 0)
		path = req_printf(r, "/petitions/%s", r->seg[0]);
	reply_header(r, "Location", req_link(r, path));
	return reply_bytes(
	    r, 303, "text/plain; charset=utf-8", "no-store", "", 0);
}

/*
 * "rel" may come several times and only makes the answer shorter, so it is
 * passed over; "resource" once.
 */
enum req_next
webfinger_check(struct req *r)
{
	const char *resource;
	struct placet_buf b = { .ceiling = LIMIT_PATH };
	struct placet_json *v;
	const char *q = r->query;
	int err;

	for (; *q != '\0'; q += strcspn(q, "&"), q += *q == '&')
		if (strncmp(q, "rel=", 4) != 0) {
			if (b.len > 0)
				placet_buf_byte(&b, '&');
			placet_buf_add(&b, q, strcspn(q, "&"));
		}
	q = b.data == NULL ? "" : req_copy(r, b.data, b.len);
	placet_buf_release(&b);
	err = form_parse(
	    &r->arena, q, strlen(q), r->field, LIMIT_FIELDS, &r->nfield);
	if (err != 0)
		return req_fail(r, 400, "resource.missing");
	resource = req_field(r, "resource");
	if (resource == NULL || *resource == '\0')
		return req_fail(r, 400, "resource.missing");
	v = form_to_json(&r->arena, r->field, r->nfield);
	placet_json_write(&b, v);
	if (v == NULL || b.err != 0)
		fatal("out of memory");
	r->extra[0] = req_copy(r, b.data, b.len);
	placet_buf_release(&b);
	return REQ_NEXT;
}

enum req_next
webfinger_finish(struct req *r)
{
	return send_doc(r, 200, "application/jrd+json", "public, max-age=3600");
}

enum req_next
hostmeta_finish(struct req *r)
{
	const char *xml = req_printf(r,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n"
	    "  <Link rel=\"lrdd\" type=\"application/jrd+json\" "
	    "template=\"%s/.well-known/webfinger?resource={uri}\"/>\n"
	    "</XRD>\n",
	    r->site->origin);

	return reply_bytes(r, 200, "application/xrd+xml; charset=utf-8",
	    "public, max-age=86400", xml, strlen(xml));
}

/* Nobody is limited here, so what there is not does not cost a call. */
enum req_next
nodeinfo_check(struct req *r)
{
	if (strcmp(r->seg[0], "2.0") == 0 || strcmp(r->seg[0], "2.1") == 0)
		return REQ_NEXT;
	return req_fail(r, 404, "page.unknown");
}

/* A server that cannot read it is taken for dead by some (Lemmy). */
enum req_next
nodeinfo_finish(struct req *r)
{
	if (r->nseg == 0)
		return send_doc(
		    r, 200, "application/json", "public, max-age=86400");
	return send_doc(r, 200,
	    req_printf(r,
	        "application/json; profile=\"http://nodeinfo.diaspora.software"
	        "/ns/schema/%s#\"",
	        r->seg[0]),
	    "public, max-age=1800");
}

/*
 * fuzz_msg.c - what is taken as a message can be written, read and built
 *
 * The first byte picks the type that is wanted, so that documents without a
 * type are met too; "{" wants any.
 */
#include <string.h>

#include <placet/jcs.h>
#include <placet/msg.h>

#include "fuzz.h"

/* A fault has a reason and a path in ASCII that ends; success has neither. */
static void
fault(const struct placet_msg *msg, int err)
{
	const char *path = msg->fault.path;

	promise(memchr(path, '\0', sizeof msg->fault.path) != NULL);
	for (; *path != '\0'; path++)
		promise(*path > ' ' && *path < 127);
	if (err == 0)
		promise(msg->fault.reason == NULL && path == msg->fault.path);
}

static void
same(const struct placet_json *a, const struct placet_json *b)
{
	struct placet_buf first = { 0 }, second = { 0 };

	promise(placet_jcs(a, &first) == 0 && placet_jcs(b, &second) == 0);
	promise(first.len == second.len &&
	    memcmp(first.data, second.data, first.len) == 0);
	placet_buf_release(&first);
	placet_buf_release(&second);
}

/* Every path and id that the message gives leads somewhere. */
static void
refs(struct placet_arena *a, const struct placet_msg *msg)
{
	struct placet_msg inner;

	for (const struct placet_msg_ref *r = msg->refs; r != NULL;
	     r = r->next) {
		int err;

		promise(strcmp(placet_msg_ref(msg, r->path), r->id) == 0);
		promise(placet_msg_count(msg, r->path) == 1);
		if (r->object == NULL)
			continue;
		promise(placet_msg_at(msg, r->path) == r->object);
		err = placet_msg_inner(a, msg, r->path, NULL, &inner);
		fault(&inner, err);
	}
}

/* An owner is a URL of the same origin as the id. */
static void
owner(const struct placet_msg *msg)
{
	static const struct placet_url_rules any = { .fragment = true };
	struct placet_url id, by;

	if (msg->owner == NULL)
		return;
	promise(
	    placet_url_parse(msg->owner, strlen(msg->owner), NULL, &by) == 0);
	promise(placet_msg_is_by(msg, msg->owner));
	if (msg->id == NULL)
		return;
	promise(placet_url_parse(msg->id, strlen(msg->id), &any, &id) == 0);
	promise(placet_url_same_origin(&id, &by));
}

static void
taken(struct placet_arena *a, const struct placet_msg *msg,
    const struct placet_msg_rules *rules)
{
	struct placet_buf text = { 0 };
	struct placet_msg again, twice;

	owner(msg);
	refs(a, msg);
	placet_json_write(&text, msg->doc);
	promise(text.err == 0);
	if (placet_msg_parse(a, text.data, text.len, rules, &again) == 0) {
		promise(again.type == msg->type);
		same(again.doc, msg->doc);
	}
	if (msg->row != NULL &&
	    placet_msg_build(a, msg->type, msg->doc, NULL, &again) == 0) {
		promise(again.type == msg->type);
		promise(placet_msg_build(
		            a, msg->type, again.doc, NULL, &twice) == 0);
		same(again.doc, twice.doc);
	}
	placet_buf_release(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct placet_msg_rules rules = { 0 };
	struct placet_arena arena = { 0 };
	struct placet_msg msg;
	int err;

	if (size > 0 && data[0] != '{') {
		rules.want = data[0] % PLACET_MSG_TYPES;
		data++;
		size--;
	}
	err = placet_msg_parse(&arena, data, size, &rules, &msg);
	fault(&msg, err);
	if (err == 0)
		taken(&arena, &msg, &rules);
	placet_arena_end(&arena);
	return 0;
}

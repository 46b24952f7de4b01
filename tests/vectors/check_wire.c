/*
 * check_wire.c - reads cosignatures, policies, nullifiers, HTML, messages
 */
#include <placet/html.h>
#include <placet/msg.h>
#include <placet/nullifier.h>
#include <placet/policy.h>
#include <placet/witness.h>

#include "read.h"

enum { HTML_LIMIT = 4096 };

int
read_cosign_vkey(const struct placet_json *v)
{
	const char *vkey = read_text(v, "vkey");
	char name[PLACET_NAME_MAX], again[PLACET_VKEY_MAX];
	uint8_t pub[32], id[4];
	int err = placet_cosign_vkey_parse(vkey, strlen(vkey), name, pub);

	if (err != PLACET_OK)
		return err;
	for (int i = 0; i < 4; i++)
		id[i] = (uint8_t)(placet_cosign_id(name, pub) >> (24 - 8 * i));
	must(placet_cosign_vkey(name, pub, again) == PLACET_OK);
	return same_text(v, "name", name, strlen(name)) |
	    same_hex(v, "public", pub, sizeof pub) |
	    same_hex(v, "id", id, sizeof id) |
	    same_text(v, "vkey", again, strlen(again));
}

int
read_cosignature(const struct placet_json *v)
{
	const char *vkey = read_text(v, "vkey"), *note = read_text(v, "note");
	char name[PLACET_NAME_MAX];
	struct placet_checkpoint cp;
	struct placet_buf msg = { 0 };
	struct placet_cosign c;
	uint8_t pub[32];
	int err;

	must(placet_cosign_vkey_parse(vkey, strlen(vkey), name, pub) ==
	    PLACET_OK);
	err = placet_cosign_check(note, strlen(note), name, pub, &c);
	if (err == PLACET_OK)
		err = placet_checkpoint_parse(note, strlen(note), &cp);
	if (err == PLACET_OK)
		err = placet_cosign_text(note, cp.textlen, c.time, &msg);
	if (err == PLACET_OK)
		err = same_text(v, "message", msg.data, msg.len) |
		    same_hex(v, "signature", c.sig.b, sizeof c.sig.b);
	if (err == PLACET_OK && c.time != read_int(v, "time"))
		err = WRONG;
	placet_buf_release(&msg);
	return err;
}

int
read_policy(const struct placet_json *v)
{
	const char *text = read_text(v, "policy");
	const char *note = placet_json_text(v, "note");
	static struct placet_policy p;
	struct placet_checkpoint cp;
	struct placet_quorum q;
	int err = placet_policy_parse(text, strlen(text), &p);

	if (err == PLACET_OK && note != NULL)
		err = placet_policy_check(&p, note, strlen(note), &cp, &q);
	if (err == PLACET_OK && note != NULL &&
	    q.witnesses != read_int(v, "witnesses"))
		err = WRONG;
	return err;
}

int
read_decision(const struct placet_json *v)
{
	const char *vkey = placet_json_text(v, "vkey");
	const struct placet_json *body = placet_json_get(v, "body");
	struct placet_witness_state last = { read_int(v, "size"),
		read_hash(v, "root") };
	int status = PLACET_WITNESS_MALFORMED;
	struct placet_witness_request q;
	char name[PLACET_NAME_MAX];
	uint8_t pub[32];

	if (vkey != NULL)
		must(placet_vkey_parse(vkey, strlen(vkey), name, pub) ==
		    PLACET_OK);
	if (placet_witness_request_parse(body->str, body->len, &q) == PLACET_OK)
		status = placet_witness_decide(
		    &q, vkey != NULL ? pub : NULL, &last);
	return (uint64_t)status == read_int(v, "status") ? PLACET_OK : WRONG;
}

static int
same_input(const struct placet_json *v, int err, struct placet_buf *b)
{
	if (err == PLACET_OK)
		err = same_hex(v, "input", b->data, b->len);
	placet_buf_release(b);
	return err;
}

int
read_nullifier_mail(const struct placet_json *v)
{
	const struct placet_hash petition = read_hash(v, "petition");
	const char *s = read_text(v, "address");
	struct placet_buf b = { 0 };
	int err = placet_nullifier_mail(&petition, s, strlen(s), &b);

	return same_input(v, err, &b);
}

int
read_nullifier_fc(const struct placet_json *v)
{
	const struct placet_hash petition = read_hash(v, "petition");
	const struct placet_pivot who = { read_text(v, "given_name"),
		read_text(v, "family_name"), read_text(v, "birthdate"),
		read_text(v, "gender"), read_text(v, "birthplace"),
		read_text(v, "birthcountry") };
	struct placet_buf b = { 0 };
	int err = placet_nullifier_fc(&petition, &who, &b);

	return same_input(v, err, &b);
}

int
read_html(const struct placet_json *v)
{
	const struct placet_json *html = placet_json_get(v, "html");
	struct placet_buf b = { 0 };
	struct bytes in;
	int err;

	if (html == NULL)
		in = read_bytes(v, "base64");
	else
		in = (struct bytes){ (uint8_t *)(uintptr_t)html->str,
			html->len };
	err = placet_html_text(
	    (const char *)in.b, in.len, HTML_LIMIT, false, &b);
	if (err == PLACET_OK)
		err = same_text(v, "text", b.data != NULL ? b.data : "", b.len);
	placet_buf_release(&b);
	return err;
}

/* --- messages ----------------------------------------------------------- */

static enum placet_msg_type
read_want(const struct placet_json *v)
{
	const char *name = placet_json_text(v, "want");

	for (int t = PLACET_MSG_UNKNOWN + 1;
	     name != NULL && t < PLACET_MSG_TYPES; t++)
		if (strcmp(placet_msg_type_name((enum placet_msg_type)t),
		        name) == 0)
			return (enum placet_msg_type)t;
	must(name == NULL);
	return PLACET_MSG_UNKNOWN;
}

int
read_message(const struct placet_json *v)
{
	const struct placet_json *text = placet_json_get(v, "document");
	const struct placet_msg_rules rules = { .want = read_want(v) };
	struct placet_arena a = { 0 };
	struct placet_msg msg;
	int err = placet_msg_parse(&a, text->str, text->len, &rules, &msg);

	if (err == PLACET_OK) {
		const char *name = placet_msg_type_name(msg.type);

		err = same_text(v, "type", name, strlen(name));
		if (msg.owner != NULL)
			err |= same_text(
			    v, "owner", msg.owner, strlen(msg.owner));
	} else if (same_text(v, "field", msg.fault.path,
	               strlen(msg.fault.path)) != PLACET_OK) {
		err = WRONG;
	}
	placet_arena_end(&a);
	return err;
}

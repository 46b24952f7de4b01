/*
 * signature.c - a claim on its way to SQL; its confirmation
 *
 * The claim's form is looked at here, field by field, so that all that is
 * wrong is said at once.  Whether the petition is open, whose commune a
 * postcode is, and whether this address signed before, is for SQL to say.
 * The address itself goes to keyd and comes back sealed: SQL never sees it.
 */
#include <string.h>
#include <unistd.h>

#include <placet/hash.h>
#include <placet/leaf.h>
#include <placet/text.h>

#include "base/ask.h"
#include "base/ipc.h"
#include "base/log.h"

#include "form.h"
#include "reply.h"
#include "route.h"

enum { NAME_MOST = 100, TOKEN = 32, SALT = 32 };

static const char *const known[] = { "name", "email", "postcode", "commune",
	"publish", "notify", "consent", "website", "_t" };

static bool
fields_known(const struct req *r)
{
	for (size_t i = 0; i < r->nfield; i++) {
		size_t j = 0;

		while (j < sizeof known / sizeof *known &&
		    strcmp(r->field[i].name, known[j]) != 0)
			j++;
		if (j == sizeof known / sizeof *known)
			return false;
	}
	return true;
}

/* What was typed, without the spaces around it; "" when absent. */
static const char *
typed(struct req *r, const char *name)
{
	const char *s = req_field(r, name);
	size_t len;

	if (s == NULL)
		return "";
	s += strspn(s, " ");
	len = strlen(s);
	while (len > 0 && s[len - 1] == ' ')
		len--;
	return req_copy(r, s, len);
}

static bool
ticked(const struct req *r, const char *name)
{
	const char *s = req_field(r, name);

	return s != NULL &&
	    (strcmp(s, "1") == 0 || strcmp(s, "on") == 0 ||
	        strcmp(s, "true") == 0);
}

static void
check_name(struct req *r, const char *name)
{
	const size_t len = strlen(name);

	if (len == 0)
		req_wrong(r, "name", "name.empty");
	else if (!placet_text_line(name, len))
		req_wrong(r, "name", "name.invalid");
	else if (placet_utf8_length(name, len) > NAME_MOST)
		req_wrong(r, "name", "name.long");
}

static void
check_email(struct req *r, const char *email, char norm[PLACET_EMAIL_SIZE])
{
	if (*email == '\0')
		req_wrong(r, "email", "email.empty");
	else if (placet_email_norm(email, strlen(email), norm) != 0)
		req_wrong(r, "email", "email.invalid");
}

/* People write "35 000" too. */
static const char *
check_postcode(struct req *r)
{
	const char *s = typed(r, "postcode");
	char out[6];
	size_t n = 0;

	for (; *s != '\0' && n < sizeof out; s++)
		if (*s != ' ')
			out[n++] = *s;
	if (n != 5 || *s != '\0' || memchr(out, '\0', 5) != NULL ||
	    strspn(req_copy(r, out, 5), "0123456789") != 5) {
		req_wrong(r, "postcode", "postcode.invalid");
		return "";
	}
	return req_copy(r, out, 5);
}

static void
check_commune(struct req *r, const char *commune)
{
	if (*commune != '\0' &&
	    (strlen(commune) != 5 || strspn(commune, "0123456789AB") != 5))
		req_wrong(r, "commune", "commune.invalid");
}

/* The form without the address, as SQL wants it. */
static const char *
claim_form(
    struct req *r, const char *name, const char *postcode, const char *commune)
{
	const struct field f[] = {
		{ "name", name, strlen(name) },
		{ "postcode", postcode, strlen(postcode) },
		{ "commune", commune, strlen(commune) },
		{ "publish", "1", ticked(r, "publish") },
		{ "notify", "1", ticked(r, "notify") },
		{ "consent", "1", 1 },
	};
	struct placet_json *v = form_to_json(
	    &r->arena, f, sizeof f / sizeof *f);
	struct placet_buf b = { 0 };
	const char *text;

	if (v != NULL)
		placet_json_write(&b, v);
	if (v == NULL || b.err != 0)
		fatal("out of memory");
	text = req_copy(r, b.data, b.len);
	placet_buf_release(&b);
	return text;
}

/* Sealed: all that SQL wants is there. */
static void
on_sealed(struct req *r, int status, const void *data, size_t len)
{
	struct told_seal told;
	const uint8_t *sealed = data;

	if (status != IPC_OK || len <= sizeof told) {
		r->status = 503;
		r->why = "busy";
		r->step = r->step + 1; /* past the call */
	} else {
		memcpy(&told, sealed, sizeof told);
		r->extra[2] = req_bytea(r, told.lookup, sizeof told.lookup);
		r->extra[3] = req_bytea(
		    r, told.nullifier, sizeof told.nullifier);
		r->extra[4] = req_bytea(
		    r, sealed + sizeof told, len - sizeof told);
	}
	req_run(r);
}

/* {"to","token"}: what the courier will read when the mail is due. */
static void
claim_payload(struct placet_buf *b, const char *email, const uint8_t *secret)
{
	char token[PLACET_BASE64_SIZE(TOKEN)];

	placet_base64url(secret, TOKEN, token);
	placet_buf_str(b, "{\"to\":");
	placet_json_string(b, email, strlen(email));
	placet_buf_str(b, ",\"token\":");
	placet_json_string(b, token, strlen(token));
	placet_buf_byte(b, '}');
	if (b->err != 0)
		fatal("out of memory");
}

/* Secrets of this claim, and the question to keyd. */
static enum req_next
claim_seal(struct req *r, uint32_t number, const char *email,
    const char norm[PLACET_EMAIL_SIZE])
{
	uint8_t random[TOKEN + 2 * SALT];
	struct ask_seal ask = { { 0 } };
	struct placet_hash hash;
	struct placet_buf b = { 0 };

	if (getentropy(random, sizeof random) != 0)
		fatal("cannot get random bytes");
	placet_sha256(random, TOKEN, &hash);
	r->extra[1] = req_bytea(r, hash.b, sizeof hash.b);
	r->extra[5] = req_bytea(r, random + TOKEN, SALT);
	r->extra[6] = req_bytea(r, random + TOKEN + SALT, SALT);
	memcpy(ask.site, r->site->uuid, sizeof ask.site);
	placet_petition_id(r->site->uuid, number, &hash);
	memcpy(ask.petition, hash.b, sizeof ask.petition);
	memcpy(ask.norm, norm, strlen(norm));
	claim_payload(&b, email, random);
	req_seal(r, &ask, b.data, b.len, on_sealed);
	placet_buf_release(&b);
	return REQ_WAIT;
}

enum req_next
signature_claim_check(struct req *r)
{
	const char *name = typed(r, "name"), *email = typed(r, "email");
	const char *commune = typed(r, "commune"), *postcode;
	const char *trap = req_field(r, "website");
	char norm[PLACET_EMAIL_SIZE] = "";
	uint64_t number;

	if (placet_decimal(r->seg[0], strlen(r->seg[0]), INT32_MAX, &number) !=
	    0)
		return req_fail(r, 404, "petition.unknown");
	if (!fields_known(r))
		return req_fail(r, 400, "field.unknown");
	if (trap != NULL && *trap != '\0') {
		/* A robot: nothing is kept, and it is told nothing. */
		r->decoy = true;
		return REQ_NEXT;
	}
	check_name(r, name);
	check_email(r, email, norm);
	postcode = check_postcode(r);
	check_commune(r, commune);
	if (!ticked(r, "consent"))
		req_wrong(r, "consent", "consent.missing");
	if (r->errors != NULL)
		return REQ_NEXT;
	r->extra[0] = claim_form(r, name, postcode, commune);
	return claim_seal(r, (uint32_t)number, email, norm);
}

/* What a robot gets looks like what everybody gets. */
static enum req_next
claim_decoy(struct req *r)
{
	static const char *const kept[] = { "lang", "title", "url" };
	struct placet_arena *a = &r->arena;
	struct placet_json *petition = placet_json_get(req_json(r), "petition");
	struct placet_json *doc = placet_json_new(a, PLACET_JSON_OBJECT);
	struct placet_json *ref = placet_json_new(a, PLACET_JSON_OBJECT);

	if (doc == NULL || ref == NULL)
		fatal("out of memory");
	placet_json_set(a, ref, "id",
	    placet_json_new_integer(a, placet_json_integer(petition, "id", 0)));
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
		const char *s = placet_json_text(petition, kept[i]);

		if (s != NULL)
			placet_json_set(a, ref, kept[i],
			    placet_json_new_text(a, s, strlen(s)));
	}
	placet_json_set(a, doc, "claimed", placet_json_new_bool(a, true));
	placet_json_set(a, doc, "petition", ref);
	r->json = doc;
	return reply_doc(r, 200);
}

/* The same page whatever the state of the address. */
enum req_next
signature_claim_finish(struct req *r)
{
	struct placet_json *doc = req_json(r), *errors;

	if (r->decoy)
		return claim_decoy(r);
	errors = placet_json_get(doc, "errors");
	if (errors == NULL)
		return reply_doc(r, 200);
	r->errors = errors;
	return reply_refused(r);
}

/* A link that no longer works says so in its status too. */
enum req_next
signature_show_finish(struct req *r)
{
	const char *state = placet_json_text(req_json(r), "state");

	if (state != NULL && strcmp(state, "expired") == 0)
		return reply_doc(r, 410);
	if (state != NULL && strcmp(state, "closed") == 0)
		return reply_doc(r, 409);
	return reply_doc(r, 200);
}

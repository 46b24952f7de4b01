/*
 * make_witness.c - cosignatures, and policies that ask for them
 */
#include <stdio.h>
#include <string.h>

#include <placet/policy.h>
#include <placet/text.h>

#include "signer.h"

#define ORIGIN "rennes.example.org/p/42"
#define ROOT   "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
#define TEXT   ORIGIN "\n20852163\n" ROOT "\n"
#define TIME   UINT64_C(1790001600)

enum { WITNESSES = 4 };

static const char *const names[WITNESSES] = { "w0.example.net",
	"w1.example.net", "w2.example.net", "w3.example.net" };

/* A witness: the vkey is of type 4. */
static struct signer
witness_of(const char *name)
{
	struct signer s = signer_of(name);

	must(placet_cosign_vkey(name, s.pub, s.vkey) == PLACET_OK);
	return s;
}

/* Append its line, over `text`, said to be of `time`. */
static void
cosign_as(const struct signer *w, const char *text, uint64_t signed_time,
    uint64_t time, struct placet_buf *b)
{
	struct placet_cosign c = { .time = time };
	struct placet_buf msg = { 0 };

	must(placet_cosign_text(text, strlen(text), signed_time, &msg) ==
	    PLACET_OK);
	must(placet_sign(&w->seed, msg.data, msg.len, &c.sig) == PLACET_OK);
	must(placet_cosign_line(w->name, w->pub, &c, b) == PLACET_OK);
	placet_buf_release(&msg);
}

static void
cosign(const struct signer *w, uint64_t time, struct placet_buf *b)
{
	cosign_as(w, TEXT, time, time, b);
}

/* The checkpoint as its log signed it. */
static void
log_note(struct placet_buf *b)
{
	const struct signer log = signer_of(ORIGIN);

	placet_buf_clear(b);
	signer_note(&log, TEXT, b);
}

static void
vkey(struct vec *v, const char *name)
{
	const struct signer w = witness_of(name);
	uint8_t id[4];

	for (int i = 0; i < 4; i++)
		id[i] = (uint8_t)(placet_cosign_id(name, w.pub) >>
		    (24 - 8 * i));
	vec_object(v, NULL);
	vec_text(v, "name", name);
	vec_hex(v, "seed", w.seed.b, sizeof w.seed.b);
	vec_hex(v, "public", w.pub, sizeof w.pub);
	vec_hex(v, "id", id, sizeof id);
	vec_text(v, "vkey", w.vkey);
	vec_end(v);
}

static void
cosignature(
    struct vec *v, const char *desc, const struct placet_buf *note, int want)
{
	const struct signer w = witness_of(names[0]);
	struct placet_buf msg = { 0 };
	struct placet_cosign c;

	vec_expect(desc,
	    placet_cosign_check(note->data, note->len, w.name, w.pub, &c),
	    want);
	vec_case(v, desc);
	vec_text(v, "vkey", w.vkey);
	vec_textn(v, "note", note->data, note->len);
	if (want != PLACET_OK) {
		vec_refused(v, want);
		return;
	}
	must(placet_cosign_text(TEXT, strlen(TEXT), c.time, &msg) == PLACET_OK);
	vec_number(v, "time", c.time);
	vec_textn(v, "message", msg.data, msg.len);
	vec_hex(v, "signature", c.sig.b, sizeof c.sig.b);
	vec_end(v);
	placet_buf_release(&msg);
}

static void
cosignatures(struct vec *v)
{
	const struct signer w = witness_of(names[0]);
	const struct signer other = witness_of(names[1]);
	struct placet_buf b = { 0 };

	log_note(&b);
	cosign(&w, TIME, &b);
	cosignature(v, "of one witness", &b, PLACET_OK);
	log_note(&b);
	cosign(&other, TIME, &b);
	cosign(&w, 1, &b);
	cosign(&w, TIME, &b);
	cosignature(v, "twice, of which the later one counts", &b, PLACET_OK);
	log_note(&b);
	cosign(&w, INT64_MAX, &b);
	cosignature(v, "of the latest time", &b, PLACET_OK);
	placet_buf_release(&b);
}

static void
refuse_cosignatures(struct vec *v)
{
	const struct signer w = witness_of(names[0]);
	const struct signer other = witness_of(names[1]);
	struct placet_buf b = { 0 };

	log_note(&b);
	cosignature(v, "none", &b, PLACET_EKEY);
	cosign(&other, TIME, &b);
	cosignature(v, "by another witness only", &b, PLACET_EKEY);
	log_note(&b);
	cosign_as(&w, TEXT, TIME, TIME + 1, &b);
	cosignature(v, "that says another time", &b, PLACET_ESIG);
	log_note(&b);
	cosign_as(&w, ORIGIN "\n1\n" ROOT "\n", TIME, TIME, &b);
	cosignature(v, "of another checkpoint", &b, PLACET_ESIG);
	log_note(&b);
	cosign(&w, TIME, &b);
	cosign_as(&w, TEXT, TIME, TIME + 1, &b);
	cosignature(v, "one that is good and one that is not", &b, PLACET_ESIG);
	log_note(&b);
	signer_sign(&w, TEXT, strlen(TEXT), &b);
	cosignature(v, "a signature as of a log", &b, PLACET_EKEY);
	placet_buf_release(&b);
}

static void
refuse_vkey(struct vec *v, const char *desc, const char *text)
{
	char name[PLACET_NAME_MAX];
	uint8_t pub[32];
	const int err = placet_cosign_vkey_parse(text, strlen(text), name, pub);

	vec_expect(desc, err, PLACET_EFORMAT);
	vec_case(v, desc);
	vec_text(v, "vkey", text);
	vec_refused(v, err);
}

void
make_cosignature(struct vec *v)
{
	const struct signer log = signer_of(ORIGIN);
	const struct signer w = witness_of(names[0]);
	char text[PLACET_VKEY_MAX + 8];

	vec_text(v, "about",
	    "C2SP tlog-cosignature with Ed25519: keys of witnesses, and "
	    "checkpoints that the witness of the key has cosigned. "
	    "\"message\" is what it signed.");
	vec_text(v, "source", "tests/vectors/make_witness.c");
	vec_array(v, "vkey");
	for (int i = 0; i < WITNESSES; i++)
		vkey(v, names[i]);
	vec_end(v);
	vec_array(v, "refuse_vkey");
	refuse_vkey(v, "the key of a log", log.vkey);
	snprintf(text, sizeof text, "x%s", w.vkey);
	refuse_vkey(v, "the key id of another name", text);
	vec_end(v);
	vec_array(v, "cosignature");
	cosignatures(v);
	vec_end(v);
	vec_array(v, "refuse_cosignature");
	refuse_cosignatures(v);
	vec_end(v);
}

/* --- policies ----------------------------------------------------------- */

/* '@' stands for the log's key, '$' and a digit for that witness's. */
static void
policy_write(const char *s, struct placet_buf *b)
{
	const struct signer log = signer_of(ORIGIN);

	for (; *s != '\0'; s++) {
		if (*s == '@') {
			placet_buf_str(b, log.vkey);
		} else if (*s == '$') {
			const struct signer w = witness_of(names[*++s - '0']);

			placet_buf_str(b, w.vkey);
		} else {
			placet_buf_byte(b, (uint8_t)*s);
		}
	}
}

#define LOG          "log @\n"
#define THREE        "witness W0 $0\nwitness W1 $1\nwitness W2 $2\n"
#define TWO_OF_THREE LOG THREE "group G 2 W0 W1 W2\nquorum G\n"

/* clang-format off */
static const struct {
	const char *desc, *text, *by; /* by which witnesses */
	int err;
} policies[] = {
	{ "no witness asked for", LOG "quorum none\n", "", PLACET_OK },
	{ "one witness", LOG "witness W0 $0\nquorum W0\n", "0", PLACET_OK },
	{ "two of three", TWO_OF_THREE, "20", PLACET_OK },
	{ "more than enough", TWO_OF_THREE, "0123", PLACET_OK },
	{ "any", LOG THREE "group G any W0 W1 W2\nquorum G\n", "1",
	  PLACET_OK },
	{ "all", LOG THREE "group G all W0 W1 W2\nquorum G\n", "012",
	  PLACET_OK },
	{ "groups of groups, comments and addresses",
	  "# who is believed\nlog @ https://rennes.example.org/p/42\n\n" THREE
	  "witness W3 $3 https://w3.example.net/add\ngroup A 1 W0 W1\n"
	  "group B all W2 W3\ngroup C 2 A B\nquorum C\n", "123", PLACET_OK },
	{ "one of two that are asked for", TWO_OF_THREE, "0", PLACET_EQUORUM },
	{ "one who is not asked for", TWO_OF_THREE, "03", PLACET_EQUORUM },
	{ "one of all missing", LOG THREE "group G all W0 W1 W2\nquorum G\n",
	  "01", PLACET_EQUORUM },
	{ "no log of the policy", "witness W0 $0\nquorum W0\n", "0",
	  PLACET_EKEY },
};

static const struct {
	const char *desc, *text;
	int err;
} no_policies[] = {
	{ "empty", "", PLACET_EMISSING },
	{ "no quorum", LOG, PLACET_EMISSING },
	{ "a word that is not known", LOG "logs @\nquorum none\n",
	  PLACET_EFORMAT },
	{ "no newline at the end", LOG "quorum none", PLACET_EFORMAT },
	{ "a quorum of nobody", LOG "quorum W0\n", PLACET_EMISSING },
	{ "two quorums", LOG "quorum none\nquorum none\n", PLACET_EDUP },
	{ "a log twice", LOG LOG "quorum none\n", PLACET_EDUP },
	{ "a name twice", LOG "witness A $0\nwitness A $1\nquorum A\n",
	  PLACET_EDUP },
	{ "a key of a witness twice",
	  LOG "witness A $0\nwitness B $0\nquorum A\n", PLACET_EDUP },
	{ "a member of two groups",
	  LOG THREE "group A any W0 W1\ngroup B any W0 W2\nquorum B\n",
	  PLACET_EDUP },
	{ "a member defined below",
	  LOG "group A any W0\nwitness W0 $0\nquorum A\n", PLACET_EMISSING },
	{ "a group that is its own member", LOG "group A any A\nquorum A\n",
	  PLACET_EMISSING },
	{ "more than there are", LOG THREE "group G 4 W0 W1 W2\nquorum G\n",
	  PLACET_ERANGE },
	{ "none of them", LOG THREE "group G 0 W0 W1 W2\nquorum G\n",
	  PLACET_ERANGE },
	{ "the key of a log for a witness", LOG "witness W @\nquorum W\n",
	  PLACET_EFORMAT },
	{ "the key of a witness for a log", "log $0\nquorum none\n",
	  PLACET_EFORMAT },
};
/* clang-format on */

static void
policy_case(struct vec *v, size_t i)
{
	static struct placet_policy p;
	struct placet_buf note = { 0 }, text = { 0 };
	struct placet_checkpoint cp;
	struct placet_quorum q;

	policy_write(policies[i].text, &text);
	must(placet_policy_parse(text.data, text.len, &p) == PLACET_OK);
	log_note(&note);
	for (const char *w = policies[i].by; *w != '\0'; w++) {
		const struct signer s = witness_of(names[*w - '0']);

		cosign(&s, TIME + (uint64_t)(*w - '0'), &note);
	}
	vec_expect(policies[i].desc,
	    placet_policy_check(&p, note.data, note.len, &cp, &q),
	    policies[i].err);
	vec_case(v, policies[i].desc);
	vec_textn(v, "policy", text.data, text.len);
	vec_textn(v, "note", note.data, note.len);
	if (policies[i].err != PLACET_OK) {
		vec_refused(v, policies[i].err);
	} else {
		vec_number(v, "witnesses", q.witnesses);
		vec_end(v);
	}
	placet_buf_release(&note);
	placet_buf_release(&text);
}

static void
policy_cases(struct vec *v, const char *name, bool good)
{
	vec_array(v, name);
	for (size_t i = 0; i < sizeof policies / sizeof *policies; i++)
		if ((policies[i].err == PLACET_OK) == good)
			policy_case(v, i);
	vec_end(v);
}

void
make_policy(struct vec *v)
{
	static struct placet_policy p;

	vec_text(v, "about",
	    "C2SP tlog-policy: whether a checkpoint satisfies a policy, and "
	    "what is no policy.");
	vec_text(v, "source", "tests/vectors/make_witness.c");
	policy_cases(v, "check", true);
	policy_cases(v, "refuse_check", false);
	vec_array(v, "refuse_parse");
	for (size_t i = 0; i < sizeof no_policies / sizeof *no_policies; i++) {
		struct placet_buf text = { 0 };

		policy_write(no_policies[i].text, &text);
		vec_expect(no_policies[i].desc,
		    placet_policy_parse(text.data, text.len, &p),
		    no_policies[i].err);
		vec_case(v, no_policies[i].desc);
		vec_textn(v, "policy", text.data, text.len);
		vec_refused(v, no_policies[i].err);
		placet_buf_release(&text);
	}
	vec_end(v);
}

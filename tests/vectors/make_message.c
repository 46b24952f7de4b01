/*
 * make_message.c - messages between servers, and what is none
 */
#include <string.h>

#include <placet/msg.h>

#include "vec.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

#define AS "\"@context\":\"" PLACET_AS "\""
#define CONTEXT                                            \
	"\"@context\":[\"" PLACET_AS "\","                 \
	"\"https://w3id.org/security/data-integrity/v1\"," \
	"{\"placet\":\"" PLACET_NS "\"}]"
#define A     "https://a.example"
#define B     "https://b.example"
#define TIME  "\"2026-05-04T10:00:00Z\""
#define HASH1 "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9"
#define HASH2 "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
#define KEY32 "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"
#define PROOF                                                      \
	"AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIC" \
	"AgICAgICAgICAgICAgICAgICAgICAg"

#define SIGNATURE                                                 \
	"{\"type\":[\"Object\",\"placet:Signature\"],"            \
	"\"id\":\"" B "/signatures/7\","                          \
	"\"petition\":\"" A "/petitions/42\",\"signedAt\":" TIME  \
	",\"assurance\":\"email\",\"territory\":\"INSEE:38185\"," \
	"\"nullifier\":\"" HASH1 "\",\"nullifierSalt\":\"" HASH2  \
	"\",\"profileCommitment\":\"" HASH1 "\",\"consentVersion\":\"1\"}"

/* clang-format off */
static const char offer[] = "{" CONTEXT ",\"id\":\"" B "/offers/7\","
    "\"type\":\"Offer\",\"actor\":\"" B "/actor\","
    "\"target\":\"" A "/petitions/42\",\"object\":" SIGNATURE "}";
static const char receipt[] = "{" CONTEXT ",\"id\":\"" A "/accepts/9\","
    "\"type\":\"Accept\",\"actor\":\"" A "/actor\","
    "\"object\":\"" B "/offers/7\",\"result\":{"
    "\"type\":[\"Object\",\"placet:Receipt\"],\"id\":\"" A "/receipts/9\","
    "\"signature\":\"" B "/signatures/7\","
    "\"petition\":\"" A "/petitions/42\",\"sequence\":1233,"
    "\"signatureCount\":1234,\"checkpoint\":\"a.example/petitions/42\\n1234\\n"
    "X+zrZv/IbzjZUnhsbWlsecLbwjndTpG0ZynXOif7V+k=\\n\\n\"}}";
static const char refusal[] = "{" CONTEXT ",\"id\":\"" A "/rejects/9\","
    "\"type\":\"Reject\",\"actor\":\"" A "/actor\","
    "\"object\":\"" B "/offers/7\",\"placet:reason\":\"rate-limited\","
    "\"placet:retryable\":true,\"content\":\"Trop à la fois\"}";
static const char checkpoint[] = "{" CONTEXT ",\"id\":\"" A "/announces/3\","
    "\"type\":\"Announce\",\"actor\":\"" A "/actor\",\"published\":" TIME ","
    "\"object\":{\"type\":[\"Object\",\"placet:Checkpoint\"],"
    "\"id\":\"" A "/petitions/42/checkpoints/3\","
    "\"petition\":\"" A "/petitions/42\",\"countedAt\":" TIME ","
    "\"count\":1230,\"perInstance\":[{\"instance\":\"a.example\","
    "\"count\":1000},{\"instance\":\"b.example\",\"count\":230}],"
    "\"treeSize\":1234,\"merkleRoot\":\"" HASH1 "\","
    "\"previous\":\"" HASH2 "\"}}";
static const char act[] = "{" CONTEXT ",\"type\":[\"Object\",\"placet:Act\"],"
    "\"id\":\"" A "/acts/17\",\"attributedTo\":\"" A "/actor\","
    "\"sequence\":17,\"published\":" TIME ",\"verb\":\"petition.opened\","
    "\"object\":\"" A "/petitions/42\",\"previous\":\"" HASH1 "\"}";
static const char petition[] = "{" CONTEXT ",\"id\":\"" A "/petitions/42\","
    "\"type\":\"Note\",\"attributedTo\":\"" A "/petitions/42/actor\","
    "\"to\":[\"" PLACET_AS_PUBLIC "\"],\"audience\":\"" A "/mairie\","
    "\"url\":\"" A "/petitions/42\",\"published\":" TIME ","
    "\"content\":\"<p>Un banc place de la mairie</p>\","
    "\"petition\":{\"type\":\"Petition\",\"title\":\"Un banc 🌳\","
    "\"petitionState\":\"open\",\"signatureCount\":1234,"
    "\"countedAt\":" TIME ",\"threshold\":5000,\"opensAt\":" TIME ","
    "\"closesAt\":\"2026-11-04T10:00:00+01:00\","
    "\"territory\":\"INSEE:38185\",\"policy\":\"" A "/petitions/42/policy\","
    "\"signatures\":\"" A "/petitions/42/signatures\"}}";
static const char like[] = "{" AS ",\"id\":\"" B "/likes/1\","
    "\"type\":\"Like\",\"actor\":\"" B "/users/lea\","
    "\"object\":\"" A "/petitions/42\"}";
static const char undo[] = "{" AS ",\"id\":\"" B "/undo/1\","
    "\"type\":\"Undo\",\"actor\":\"" B "/users/lea\",\"object\":{"
    "\"id\":\"" B "/follows/1\",\"type\":\"Follow\","
    "\"actor\":\"" B "/users/lea\",\"object\":\"" A "/mairie\"}}";
static const char oprf_open[] =
    "{\"petition\":\"" HASH1 "\",\"closes\":" TIME "}";
static const char oprf_key[] = "{\"petition\":\"" HASH1 "\","
    "\"key\":\"" KEY32 "\",\"proof\":\"" PROOF "\"}";
static const char oprf_request[] = "{\"petition\":\"" HASH1 "\","
    "\"batch\":\"2026-05-04.1\",\"elements\":[\"" KEY32 "\"]}";
static const char oprf_answer[] = "{\"batch\":\"2026-05-04.1\","
    "\"elements\":[\"" KEY32 "\"],\"proof\":\"" PROOF "\"}";

static const struct good {
	const char *desc;
	enum placet_msg_type type;
	bool want; /* it has no type of its own */
	const char *document;
} good[] = {
	{ "a signature offered", PLACET_MSG_OFFER, false, offer },
	{ "a signature counted", PLACET_MSG_RECEIPT, false, receipt },
	{ "a signature refused", PLACET_MSG_REFUSAL, false, refusal },
	{ "a checkpoint announced", PLACET_MSG_CHECKPOINT, false, checkpoint },
	{ "an act", PLACET_MSG_ACT, false, act },
	{ "a petition", PLACET_MSG_PETITION, false, petition },
	{ "a like from the fediverse", PLACET_MSG_LIKE, false, like },
	{ "a follow undone", PLACET_MSG_UNDO, false, undo },
	{ "a holder of keys is asked for one", PLACET_MSG_OPRF_OPEN, true,
	  oprf_open },
	{ "the key of a holder", PLACET_MSG_OPRF_KEY, true, oprf_key },
	{ "elements to evaluate", PLACET_MSG_OPRF_REQUEST, true,
	  oprf_request },
	{ "elements evaluated", PLACET_MSG_OPRF_ANSWER, true, oprf_answer },
};

/* What becomes of a good document with its first `from` as `to`. */
static const struct bad {
	const char *desc, *document, *from, *to;
	int err;
} bad[] = {
	{ "no JSON", offer, "{", "{,", PLACET_EFORMAT },
	{ "a member twice", offer, "\"actor\"",
	  "\"actor\":\"" B "/actor\",\"actor\"", PLACET_EDUP },
	{ "a graph", offer, "\"actor\"", "\"@graph\":[],\"actor\"",
	  PLACET_EFORMAT },
	{ "no actor", offer, "\"actor\"", "\"actress\"", PLACET_EMISSING },
	{ "no target", offer, "\"target\"", "\"aim\"", PLACET_EMISSING },
	{ "an id of another origin than its actor", offer,
	  "\"" B "/offers/7\"", "\"" A "/offers/7\"", PLACET_EKEY },
	{ "an id that is no URL", offer, B "/offers/7", "offers/7",
	  PLACET_EFORMAT },
	{ "a nullifier in upper case", offer, HASH1,
	  "5FECEB66FFC86F38D952786C6D696C79C2DBC239DD4E91B46729D73A27FB57E9",
	  PLACET_EFORMAT },
	{ "a nullifier that is too short", offer, HASH1, "5feceb66",
	  PLACET_EFORMAT },
	{ "an assurance that is not known", offer, "\"email\"", "\"vow\"",
	  PLACET_ERANGE },
	{ "a time that does not exist", offer, "05-04T", "02-30T",
	  PLACET_EFORMAT },
	{ "a number as text", receipt, "1233", "\"1233\"", PLACET_ETYPE },
	{ "a negative number", receipt, "1233", "-1", PLACET_ERANGE },
	{ "a number with a fraction", receipt, "1233", "1.5",
	  PLACET_ETYPE },
	{ "a reason that is not on the list", refusal, "rate-limited",
	  "dislike", PLACET_ERANGE },
	{ "a word for a truth", refusal, "true", "\"yes\"", PLACET_ETYPE },
	{ "a title of two lines", petition, "Un banc 🌳", "Un\\nbanc",
	  PLACET_EUTF8 },
	{ "a title that turns its surroundings round", petition,
	  "Un banc 🌳", "Un \\u202ebanc", PLACET_EUTF8 },
	{ "a state that is not known", petition, "\"open\"", "\"ajar\"",
	  PLACET_ERANGE },
	{ "a host with a path", checkpoint, "\"a.example\"",
	  "\"a.example/x\"", PLACET_EFORMAT },
	{ "an element of 31 bytes", oprf_request, KEY32,
	  "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ", PLACET_ELIMIT },
	{ "padding", oprf_request, KEY32, KEY32 "=", PLACET_EFORMAT },
};
/* clang-format on */

/* The row to ask for, when a document has no type of its own. */
static enum placet_msg_type
want_of(const char *document)
{
	for (size_t i = 0; i < COUNT(good); i++)
		if (good[i].document == document && good[i].want)
			return good[i].type;
	return PLACET_MSG_UNKNOWN;
}

static void
accept(struct vec *v, const struct good *g)
{
	const struct placet_msg_rules rules = { .want = want_of(g->document) };
	struct placet_arena a = { 0 };
	struct placet_msg msg;
	const int err = placet_msg_parse(
	    &a, g->document, strlen(g->document), &rules, &msg);

	vec_expect(g->desc, err, PLACET_OK);
	must(msg.type == g->type);
	vec_case(v, g->desc);
	vec_text(v, "type", placet_msg_type_name(msg.type));
	if (g->want)
		vec_text(v, "want", placet_msg_type_name(msg.type));
	if (msg.owner != NULL)
		vec_text(v, "owner", msg.owner);
	vec_text(v, "document", g->document);
	vec_end(v);
	placet_arena_end(&a);
}

static void
refuse(struct vec *v, const struct bad *b)
{
	const struct placet_msg_rules rules = { .want = want_of(b->document) };
	const char *at = strstr(b->document, b->from);
	struct placet_arena a = { 0 };
	struct placet_buf text = { 0 };
	struct placet_msg msg;

	must(at != NULL);
	placet_buf_add(&text, b->document, (size_t)(at - b->document));
	placet_buf_str(&text, b->to);
	placet_buf_str(&text, at + strlen(b->from));
	vec_expect(b->desc,
	    placet_msg_parse(&a, text.data, text.len, &rules, &msg), b->err);
	vec_case(v, b->desc);
	if (rules.want != PLACET_MSG_UNKNOWN)
		vec_text(v, "want", placet_msg_type_name(rules.want));
	vec_text(v, "field", msg.fault.path);
	vec_textn(v, "document", text.data, text.len);
	vec_refused(v, b->err);
	placet_buf_release(&text);
	placet_arena_end(&a);
}

void
make_message(struct vec *v)
{
	vec_text(v, "about",
	    "Messages between servers: \"type\" is the name of a schema in "
	    "proto/schemas, \"owner\" whose key must have signed; \"want\" "
	    "is given where the place, not a member, says what it is. "
	    "\"field\" is where a refused one is wrong.");
	vec_text(v, "source", "tests/vectors/make_message.c");
	vec_array(v, "accept");
	for (size_t i = 0; i < COUNT(good); i++)
		accept(v, &good[i]);
	vec_end(v);
	vec_array(v, "refuse");
	for (size_t i = 0; i < COUNT(bad); i++)
		refuse(v, &bad[i]);
	vec_end(v);
}

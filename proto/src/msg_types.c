/*
 * msg_types.c - what Placet says to its peers, and what it understands
 *
 * One row per type of message: its name, its family, what makes a document
 * this type, and its fields with their limits.  Parser, builder and JSON
 * Schemas are made from these rows; a new message is a new row, an example
 * in vectors/examples.json and a name in enum placet_msg_type.
 *
 * What others send is checked no further than we use it: a peer that writes
 * an odd hashtag is not to be refused for it.  What only Placet servers send
 * is checked to the last bit.
 */
#include "msg_part.h"

/* clang-format off */

/* research: petitions 5.1, the states that peers may see. */
static const char *const states[] = {
	"open", "paused", "grace", "closed", "archived", "withdrawn",
	"inadmissible", "merged", "transferred", "stopped", NULL,
};

/* How sure the collecting server is of a person: DESIGN 5. */
static const char *const assurances[] = {
	"declared", "email", "eid", "roll", "paper", NULL,
};

/* Fields that all of a family have, before those of the row. */
const struct placet_msg_field
    placet_msg_common[PLACET_MSG_FAMILIES][PLACET_MSG_FIELDS] = {
[ACTOR] = {
	{ "id", T_ID },
	{ "preferredUsername", T_LINE, 1, 2048, .optional = true },
	{ "webfinger", T_LINE, 1, 2048, .optional = true },
	{ "name", T_TEXT, .max = 2048, .optional = true },
	{ "summary", T_HTML, .optional = true },
	{ "url", T_LINK, .optional = true },
},
[POST] = {
	{ "id", T_ID },
	{ "attributedTo", T_REF, .many = 8 },
	{ "to", T_AUDIENCE, .many = 500, .list = true, .optional = true },
	{ "cc", T_AUDIENCE, .many = 500, .list = true, .optional = true },
	{ "audience", T_AUDIENCE, .many = 8, .optional = true },
	{ "inReplyTo", T_REF, .many = 8, .optional = true },
	{ "context", T_ANY, .optional = true },
	{ "name", T_TEXT, .max = 2048, .optional = true },
	{ "summary", T_HTML, .optional = true },
	{ "content", T_HTML, .optional = true },
	{ "contentMap", T_LANG, .optional = true },
	{ "url", T_LINK, .optional = true },
	{ "published", T_TIME, .optional = true },
	{ "updated", T_TIME, .optional = true },
	{ "replies", T_ANY, .optional = true },
	{ "tag", T_ANY, .many = 500, .list = true, .optional = true },
	{ "attachment", T_ANY, .many = 100, .list = true, .optional = true },
	{ "interactionPolicy", T_ANY, .optional = true },
	{ "sensitive", T_BOOL, .optional = true },
	{ "proof", T_ANY, .optional = true },
},
[ACTIVITY] = {
	{ "id", T_ID, .fragment = true },
	{ "actor", T_REF },
	{ "to", T_AUDIENCE, .many = 500, .list = true, .optional = true },
	{ "cc", T_AUDIENCE, .many = 500, .list = true, .optional = true },
	{ "audience", T_AUDIENCE, .many = 8, .optional = true },
	{ "published", T_TIME, .optional = true },
	{ "proof", T_ANY, .optional = true },
},
};

const struct placet_msg_row placet_msg_rows[PLACET_MSG_TYPES] = {

/* --- who speaks: federation 1.2 ---------------------------------------- */

[PLACET_MSG_ACTOR] = { "actor", ACTOR,
    { "Application", "Group", "Service", "Person", "Organization" },
    .fields = {
	{ "inbox", T_ID },
	{ "outbox", T_ID, .optional = true },
	{ "followers", T_ID, .optional = true },
	{ "following", T_ID, .optional = true },
	{ "featured", T_ID, .optional = true },
	{ "endpoints", T_PART, .of = PLACET_MSG_ENDPOINTS, .optional = true },
	{ "publicKey", T_PART, .of = PLACET_MSG_PUBLIC_KEY, .many = 10,
	  .optional = true },
	{ "assertionMethod", T_KEY, .of = PLACET_MSG_MULTIKEY, .many = 10,
	  .list = true, .optional = true },
	{ "attributedTo", T_ANY, .optional = true },
	{ "alsoKnownAs", T_LINE, .max = 2048, .many = 256, .list = true,
	  .optional = true },
	{ "movedTo", T_REF, .optional = true },
	{ "icon", T_ANY, .optional = true },
	{ "image", T_ANY, .optional = true },
	{ "attachment", T_ANY, .many = 100, .list = true, .optional = true },
	{ "published", T_TIME, .optional = true },
	{ "manuallyApprovesFollowers", T_BOOL, .optional = true },
	{ "discoverable", T_BOOL, .optional = true },
	{ "indexable", T_BOOL, .optional = true },
	{ "generator", T_ANY, .optional = true },
	{ "proof", T_ANY, .optional = true },
} },
[PLACET_MSG_PUBLIC_KEY] = { "public-key", PART, { NULL }, .fields = {
	{ "id", T_KEY },
	{ "owner", T_ID },
	{ "publicKeyPem", T_TEXT, 1, 16384 },
} },
[PLACET_MSG_MULTIKEY] = { "multikey", OBJECT, { "Multikey" }, .fields = {
	{ "id", T_KEY },
	{ "controller", T_ID },
	{ "publicKeyMultibase", T_TOKEN, 1, 2048 },
} },
[PLACET_MSG_ENDPOINTS] = { "endpoints", PART, { NULL }, .fields = {
	{ "sharedInbox", T_ID, .optional = true },
} },

/* --- between Placet servers: federation 6.5, trust 2.2 ------------------ */

[PLACET_MSG_OFFER] = { "offer", ACTIVITY, { "Offer" },
    .with = "object", .is = "placet:Signature", .fields = {
	{ "target", T_REF },
	{ "object", T_PART, .of = PLACET_MSG_SIGNATURE },
} },
[PLACET_MSG_OFFER_BATCH] = { "offer-batch", ACTIVITY, { "Offer" },
    .with = "object", .is = "placet:SignatureBatch", .fields = {
	{ "target", T_REF },
	{ "object", T_PART, .of = PLACET_MSG_SIGNATURE_LIST },
} },
[PLACET_MSG_RECEIPT] = { "receipt", ACTIVITY, { "Accept" },
    .with = "result", .is = "placet:Receipt", .fields = {
	{ "object", T_REF },
	{ "result", T_PART, .of = PLACET_MSG_RECEIPT_DATA },
} },
[PLACET_MSG_RECEIPT_BATCH] = { "receipt-batch", ACTIVITY, { "Accept" },
    .with = "result", .is = "placet:ReceiptBatch", .fields = {
	{ "object", T_REF },
	{ "result", T_PART, .of = PLACET_MSG_RECEIPT_LIST },
} },
[PLACET_MSG_REFUSAL] = { "refusal", ACTIVITY, { "Reject" },
    .with = "placet:reason", .fields = {
	{ "object", T_REF },
	{ "placet:reason", T_ENUM, .values = &placet_reason_names[1] },
	{ "placet:retryable", T_BOOL },
	{ "content", T_TEXT, .max = 500, .optional = true },
} },
[PLACET_MSG_CHECKPOINT] = { "checkpoint", ACTIVITY, { "Announce" },
    .with = "object", .is = "placet:Checkpoint", .fields = {
	{ "object", T_PART, .of = PLACET_MSG_CHECKPOINT_DATA },
} },
[PLACET_MSG_ACT] = { "act", OBJECT, { "placet:Act" }, .plain = "Object",
    .owner = "attributedTo", .fields = {
	{ "id", T_ID },
	{ "attributedTo", T_REF },
	{ "sequence", T_INT, .min = 1, .max = PLACET_INT_MAX },
	{ "published", T_TIME },
	{ "verb", T_TOKEN, 1, 64 },
	{ "object", T_REF, .optional = true },
	{ "activity", T_OBJECT, .optional = true },
	{ "previous", T_HASH, .optional = true },
	{ "proof", T_ANY, .optional = true },
} },
[PLACET_MSG_SIGNATURE] = { "signature", OBJECT, { "placet:Signature" },
    .plain = "Object", .fields = {
	{ "id", T_ID },
	{ "petition", T_REF },
	{ "signedAt", T_TIME },
	{ "assurance", T_ENUM, .values = assurances },
	{ "territory", T_TOKEN, 1, 64, .optional = true },
	{ "nullifier", T_HASH },
	{ "nullifierSalt", T_HASH },
	{ "profileCommitment", T_HASH },
	{ "consentVersion", T_TOKEN, 1, 64 },
} },
[PLACET_MSG_SIGNATURE_LIST] = { "signature-batch", OBJECT,
    { "placet:SignatureBatch" }, .plain = "OrderedCollection", .fields = {
	{ "id", T_ID, .optional = true },
	{ "totalItems", T_INT, 1, 100, .optional = true },
	{ "orderedItems", T_PART, .of = PLACET_MSG_SIGNATURE, .many = 100,
	  .list = true },
} },
[PLACET_MSG_RECEIPT_DATA] = { "receipt-data", OBJECT, { "placet:Receipt" },
    .plain = "Object", .fields = {
	{ "id", T_ID },
	{ "signature", T_REF },
	{ "petition", T_REF },
	{ "sequence", T_INT },
	{ "signatureCount", T_INT },
	{ "checkpoint", T_TEXT, 1, 8192, .optional = true },
	{ "tlogProof", T_TEXT, 1, 32768, .optional = true },
} },
[PLACET_MSG_RECEIPT_LIST] = { "receipt-list", OBJECT,
    { "placet:ReceiptBatch" }, .plain = "OrderedCollection", .fields = {
	{ "id", T_ID, .optional = true },
	{ "totalItems", T_INT, .max = 100, .optional = true },
	{ "orderedItems", T_PART, .of = PLACET_MSG_RECEIPT_DATA, .many = 100,
	  .list = true, .optional = true },
	{ "refusals", T_PART, .of = PLACET_MSG_REFUSAL_DATA, .many = 100,
	  .list = true, .optional = true },
} },
[PLACET_MSG_REFUSAL_DATA] = { "refusal-data", PART, { "placet:Refusal" },
    .plain = "Object", .fields = {
	{ "signature", T_REF },
	{ "placet:reason", T_ENUM, .values = &placet_reason_names[1] },
	{ "placet:retryable", T_BOOL },
	{ "content", T_TEXT, .max = 500, .optional = true },
} },
[PLACET_MSG_CHECKPOINT_DATA] = { "checkpoint-data", OBJECT,
    { "placet:Checkpoint" }, .plain = "Object", .fields = {
	{ "id", T_ID },
	{ "petition", T_REF },
	{ "countedAt", T_TIME },
	{ "count", T_INT },
	{ "perInstance", T_PART, .of = PLACET_MSG_INSTANCE_COUNT,
	  .many = 1000, .list = true, .optional = true },
	{ "treeSize", T_INT },
	{ "merkleRoot", T_HASH },
	{ "previous", T_HASH, .optional = true },
	{ "checkpoint", T_TEXT, 1, 8192, .optional = true },
	{ "proof", T_ANY, .optional = true },
} },
[PLACET_MSG_INSTANCE_COUNT] = { "instance-count", PART, { NULL }, .fields = {
	{ "instance", T_HOST },
	{ "count", T_INT },
} },

/* --- what is spoken of: federation 6.2, 1.5 ----------------------------- */

[PLACET_MSG_PETITION] = { "petition", POST, { "Note" },
    .with = "petition", .is = "Petition", .fields = {
	{ "petition", T_PART, .of = PLACET_MSG_PETITION_DATA },
} },
[PLACET_MSG_PETITION_DATA] = { "petition-data", PART, { "Petition" },
    .fields = {
	{ "title", T_LINE, 1, 300 },
	{ "petitionState", T_ENUM, .values = states },
	{ "signatureCount", T_INT },
	{ "countedAt", T_TIME },
	{ "threshold", T_INT, .min = 1, .max = PLACET_INT_MAX,
	  .optional = true },
	{ "opensAt", T_TIME, .optional = true },
	{ "closesAt", T_TIME, .optional = true },
	{ "territory", T_TOKEN, 1, 64, .optional = true },
	{ "policy", T_ID, .optional = true },
	{ "signatures", T_ID, .optional = true },
} },
[PLACET_MSG_NOTE] = { "note", POST, { "Note" } },
[PLACET_MSG_ARTICLE] = { "article", POST,
    { "Article", "Page", "Question", "Event", "Video", "Audio", "Image",
      "Document" } },
[PLACET_MSG_TOMBSTONE] = { "tombstone", OBJECT, { "Tombstone" }, .fields = {
	{ "id", T_ID },
	{ "formerType", T_ANY, .optional = true },
	{ "deleted", T_TIME, .optional = true },
} },
[PLACET_MSG_COLLECTION] = { "collection", OBJECT,
    { "OrderedCollection", "Collection" }, .fields = {
	{ "id", T_ID },
	{ "attributedTo", T_REF, .optional = true },
	{ "totalItems", T_INT, .optional = true },
	{ "first", T_ANY, .optional = true },
	{ "last", T_ANY, .optional = true },
	{ "orderedItems", T_REF, .many = 1000, .list = true,
	  .optional = true, .fragment = true },
	{ "items", T_REF, .many = 1000, .list = true,
	  .optional = true, .fragment = true },
	{ "proof", T_ANY, .optional = true },
} },
[PLACET_MSG_COLLECTION_PAGE] = { "collection-page", OBJECT,
    { "OrderedCollectionPage", "CollectionPage" }, .fields = {
	{ "id", T_ID },
	{ "partOf", T_REF, .optional = true },
	{ "next", T_ID, .optional = true },
	{ "prev", T_ID, .optional = true },
	{ "totalItems", T_INT, .optional = true },
	{ "orderedItems", T_REF, .many = 1000, .list = true,
	  .optional = true, .fragment = true },
	{ "items", T_REF, .many = 1000, .list = true,
	  .optional = true, .fragment = true },
	{ "proof", T_ANY, .optional = true },
} },

/* --- what is said to everybody: federation 1.4 -------------------------- */

[PLACET_MSG_CREATE] = { "create", ACTIVITY, { "Create" }, .fields = {
	{ "object", T_OBJECT, .fragment = true },
} },
[PLACET_MSG_UPDATE] = { "update", ACTIVITY, { "Update" }, .fields = {
	{ "object", T_OBJECT, .fragment = true },
} },
[PLACET_MSG_DELETE] = { "delete", ACTIVITY, { "Delete" }, .fields = {
	{ "object", T_REF, .fragment = true },
} },
[PLACET_MSG_ANNOUNCE] = { "announce", ACTIVITY, { "Announce" }, .fields = {
	{ "object", T_OBJECT, .fragment = true },
} },
[PLACET_MSG_FOLLOW] = { "follow", ACTIVITY, { "Follow" }, .fields = {
	{ "object", T_REF },
} },
[PLACET_MSG_ACCEPT] = { "accept", ACTIVITY, { "Accept" }, .fields = {
	{ "object", T_REF, .fragment = true },
	{ "result", T_REF, .optional = true },
	{ "signatureCount", T_INT, .optional = true },
} },
[PLACET_MSG_REJECT] = { "reject", ACTIVITY, { "Reject" }, .fields = {
	{ "object", T_REF, .fragment = true },
} },
[PLACET_MSG_UNDO] = { "undo", ACTIVITY, { "Undo" }, .fields = {
	{ "object", T_REF, .fragment = true },
} },
[PLACET_MSG_LIKE] = { "like", ACTIVITY, { "Like", "EmojiReact" }, .fields = {
	{ "object", T_REF },
	{ "content", T_HTML, .max = 500, .optional = true },
} },
[PLACET_MSG_DISLIKE] = { "dislike", ACTIVITY, { "Dislike" }, .fields = {
	{ "object", T_REF },
} },
[PLACET_MSG_FLAG] = { "flag", ACTIVITY, { "Flag" }, .fields = {
	{ "object", T_REF, .many = 200 },
	{ "content", T_HTML, .max = 20000, .optional = true },
} },
[PLACET_MSG_BLOCK] = { "block", ACTIVITY, { "Block" }, .fields = {
	{ "object", T_REF },
} },
[PLACET_MSG_MOVE] = { "move", ACTIVITY, { "Move" }, .fields = {
	{ "object", T_REF },
	{ "target", T_REF },
} },
[PLACET_MSG_ADD] = { "add", ACTIVITY, { "Add" }, .fields = {
	{ "object", T_REF },
	{ "target", T_REF },
} },
[PLACET_MSG_REMOVE] = { "remove", ACTIVITY, { "Remove" }, .fields = {
	{ "object", T_REF },
	{ "target", T_REF },
} },
[PLACET_MSG_QUOTE_REQUEST] = { "quote-request", ACTIVITY,
    { "QuoteRequest" }, .fields = {
	{ "object", T_REF },
	{ "instrument", T_REF },
} },

/* --- one person, one signature: trust 2.2 ------------------------------- */

[PLACET_MSG_OPRF_OPEN] = { "oprf-open", DOCUMENT, { NULL }, .fields = {
	{ "petition", T_HASH },
	{ "closes", T_TIME },
} },
[PLACET_MSG_OPRF_KEY] = { "oprf-key", DOCUMENT, { NULL }, .fields = {
	{ "petition", T_HASH },
	{ "key", T_BYTES, 32, 32 },
	{ "proof", T_BYTES, 64, 64 },
} },
[PLACET_MSG_OPRF_REQUEST] = { "oprf-request", DOCUMENT, { NULL }, .fields = {
	{ "petition", T_HASH },
	{ "batch", T_TOKEN, 1, 64 },
	{ "elements", T_BYTES, 32, 32, .many = 64, .list = true },
} },
[PLACET_MSG_OPRF_ANSWER] = { "oprf-answer", DOCUMENT, { NULL }, .fields = {
	{ "batch", T_TOKEN, 1, 64 },
	{ "elements", T_BYTES, 32, 32, .many = 64, .list = true },
	{ "proof", T_BYTES, 64, 64 },
} },

/* --- discovery: federation 1.1 ------------------------------------------ */

[PLACET_MSG_WEBFINGER] = { "webfinger", DOCUMENT, { NULL }, .fields = {
	{ "subject", T_LINE, 1, 2048 },
	{ "aliases", T_LINE, 1, 2048, .many = 64, .list = true,
	  .optional = true },
	{ "links", T_PART, .of = PLACET_MSG_WEB_LINK, .many = 64,
	  .list = true },
} },
[PLACET_MSG_NODEINFO] = { "nodeinfo", DOCUMENT, { NULL }, .fields = {
	{ "version", T_LINE, 1, 16 },
	{ "software", T_PART, .of = PLACET_MSG_SOFTWARE },
	{ "protocols", T_ANY },
	{ "services", T_ANY, .optional = true },
	{ "openRegistrations", T_BOOL, .optional = true },
	{ "usage", T_ANY, .optional = true },
	{ "metadata", T_ANY, .optional = true },
} },
[PLACET_MSG_NODEINFO_LINKS] = { "nodeinfo-links", DOCUMENT, { NULL },
    .fields = {
	{ "links", T_PART, .of = PLACET_MSG_WEB_LINK, .many = 64,
	  .list = true },
} },
[PLACET_MSG_WEB_LINK] = { "web-link", PART, { NULL }, .fields = {
	{ "rel", T_LINE, 1, 2048 },
	{ "type", T_LINE, 1, 255, .optional = true },
	{ "href", T_LINE, 1, 2048, .optional = true },
	{ "template", T_LINE, 1, 2048, .optional = true },
} },
[PLACET_MSG_SOFTWARE] = { "software", PART, { NULL }, .fields = {
	{ "name", T_TOKEN, 1, 128 },
	{ "version", T_LINE, 1, 128, .optional = true },
	{ "repository", T_LINK, .optional = true },
	{ "homepage", T_LINK, .optional = true },
} },
};
/* clang-format on */

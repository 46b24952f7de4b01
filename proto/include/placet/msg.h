/*
 * msg.h - messages between servers: ActivityStreams and what Placet adds
 *
 * Every kind of message is a row of one table, proto/src/msg_types.c: what
 * makes a document this type, its fields with their limits, and whose key
 * must have signed it.  Parsing and building walk the same rows, so that
 * what is built here is what is accepted here.
 *
 * JSON is taken as JSON, in compact form: nothing is expanded, no context is
 * fetched, and "@graph", "@included" and "@reverse" are refused wherever they
 * stand.  Members without a row are kept as they came, so that a document
 * can be passed on with its proof intact.
 *
 * Fields are named by path: "id", "object.petition.title", "to[2]".  A value
 * that may come alone or as a list is always [0] when alone.
 */
#ifndef PLACET_MSG_H
#define PLACET_MSG_H

#include <placet/json.h>
#include <placet/url.h>

#define PLACET_AS        "https://www.w3.org/ns/activitystreams"
#define PLACET_AS_PUBLIC PLACET_AS "#Public"
#define PLACET_NS        "https://placet.example/ns#"
#define PLACET_PROTOCOL  "https://placet.example/spec/1"
#define PLACET_INT_MAX   INT64_C(9007199254740991) /* 2^53 - 1 */

/* When a document fits several rows, the first is taken. */
enum placet_msg_type {
	PLACET_MSG_UNKNOWN, /* well formed, of a type without a row */

	/* who speaks */
	PLACET_MSG_ACTOR,
	PLACET_MSG_PUBLIC_KEY,
	PLACET_MSG_MULTIKEY,
	PLACET_MSG_ENDPOINTS,

	/* what Placet servers say to each other, and what they speak of */
	PLACET_MSG_OFFER,
	PLACET_MSG_OFFER_BATCH,
	PLACET_MSG_RECEIPT,
	PLACET_MSG_RECEIPT_BATCH,
	PLACET_MSG_REFUSAL,
	PLACET_MSG_CHECKPOINT,
	PLACET_MSG_ACT,
	PLACET_MSG_SIGNATURE,
	PLACET_MSG_SIGNATURE_LIST,
	PLACET_MSG_RECEIPT_DATA,
	PLACET_MSG_RECEIPT_LIST,
	PLACET_MSG_REFUSAL_DATA,
	PLACET_MSG_CHECKPOINT_DATA,
	PLACET_MSG_INSTANCE_COUNT,

	/* what is spoken of */
	PLACET_MSG_PETITION,
	PLACET_MSG_PETITION_DATA,
	PLACET_MSG_NOTE,
	PLACET_MSG_ARTICLE,
	PLACET_MSG_TOMBSTONE,
	PLACET_MSG_COLLECTION,
	PLACET_MSG_COLLECTION_PAGE,

	/* what is said to everybody */
	PLACET_MSG_CREATE,
	PLACET_MSG_UPDATE,
	PLACET_MSG_DELETE,
	PLACET_MSG_ANNOUNCE,
	PLACET_MSG_FOLLOW,
	PLACET_MSG_ACCEPT,
	PLACET_MSG_REJECT,
	PLACET_MSG_UNDO,
	PLACET_MSG_LIKE,
	PLACET_MSG_DISLIKE,
	PLACET_MSG_FLAG,
	PLACET_MSG_BLOCK,
	PLACET_MSG_MOVE,
	PLACET_MSG_ADD,
	PLACET_MSG_REMOVE,
	PLACET_MSG_QUOTE_REQUEST,

	/* documents without a type: ask for them with rules.want */
	PLACET_MSG_OPRF_OPEN,
	PLACET_MSG_OPRF_KEY,
	PLACET_MSG_OPRF_REQUEST,
	PLACET_MSG_OPRF_ANSWER,
	PLACET_MSG_WEBFINGER,
	PLACET_MSG_NODEINFO,
	PLACET_MSG_NODEINFO_LINKS,
	PLACET_MSG_WEB_LINK,
	PLACET_MSG_SOFTWARE,

	PLACET_MSG_TYPES, /* how many */
};

/* What a field may hold.  "Characters" are code points. */
enum placet_kind {
	PLACET_T_NONE,
	PLACET_T_ID,       /* URL as url.h has them, without fragment */
	PLACET_T_KEY,      /* id of a key: with a fragment, or an object */
	PLACET_T_REF,      /* id, or an object that has one */
	PLACET_T_OBJECT,   /* the same; an object is checked by its own row */
	PLACET_T_PART,     /* object of the row `of`, with or without id */
	PLACET_T_AUDIENCE, /* id of an actor or collection, or the public */
	PLACET_T_LINK,     /* text, Link, or list of these: placet_msg_link() */
	PLACET_T_HOST,     /* host name, with a port if the rules allow it */
	PLACET_T_LINE,     /* min..max characters a person may have typed */
	PLACET_T_TEXT,     /* the same, with line feeds and tabs */
	PLACET_T_HTML,     /* foreign HTML: no more than max characters */
	PLACET_T_TOKEN,    /* min..max of A-Z a-z 0-9 . _ : @ / + - */
	PLACET_T_TIME,     /* date-time of RFC 3339 */
	PLACET_T_INT,      /* min..max */
	PLACET_T_BOOL,
	PLACET_T_ENUM,  /* one of `values` */
	PLACET_T_HASH,  /* 32 bytes in lower-case hexadecimal */
	PLACET_T_BYTES, /* min..max bytes in base64url without padding */
	PLACET_T_LANG,  /* language tags to HTML */
	PLACET_T_ANY,   /* within the limits of JSON */
};

struct placet_msg_field {
	const char *name;
	enum placet_kind kind;
	int64_t min, max;          /* both 0: placet_msg_field_range() knows */
	const char *const *values; /* ENUM: NULL-terminated */
	enum placet_msg_type of;   /* PART, KEY: the row of the object */
	unsigned many; /* 0: one value; else also a list of that many */
	bool list;     /* we write a list even of one */
	bool fragment; /* ID, REF, OBJECT: activities may have one */
	bool optional; /* may be absent or null */
};

/* What rows have in common: their first fields, and their owner. */
enum placet_msg_family {
	PLACET_MSG_AN_ACTOR,    /* owned by itself */
	PLACET_MSG_A_POST,      /* owned by "attributedTo" */
	PLACET_MSG_AN_ACTIVITY, /* owned by "actor" */
	PLACET_MSG_AN_OBJECT,   /* another thing with type and context */
	PLACET_MSG_A_PART,      /* of others, never sent alone */
	PLACET_MSG_A_DOCUMENT,  /* JSON without type and context */
	PLACET_MSG_FAMILIES,
};

enum { PLACET_MSG_FIELDS = 20, PLACET_MSG_NAMES = 10 };

struct placet_msg_row {
	const char *name; /* lower case, as schemas/<name>.json */
	enum placet_msg_family family;
	/* "type" holds one of these, NULL-terminated; [0] is what we write. */
	const char *types[PLACET_MSG_NAMES];
	/* ... behind this one, which others understand; NULL: alone. */
	const char *plain;
	/* ... and there is a member `with`, of the type `is` unless NULL. */
	const char *with, *is;
	const char *owner; /* field; NULL: as the family says */
	struct placet_msg_field fields[PLACET_MSG_FIELDS];
};

/* The row of a type; NULL for UNKNOWN and numbers that are none. */
PLACET_API const struct placet_msg_row *placet_msg_row(
    enum placet_msg_type type);
/* The fields of a row: first those of its family.  NULL behind the last. */
PLACET_API const struct placet_msg_field *placet_msg_field(
    const struct placet_msg_row *row, size_t i);
/* The name in the row; "unknown" for UNKNOWN. */
PLACET_API const char *placet_msg_type_name(enum placet_msg_type type);
/* The min and max that hold for a field. */
PLACET_API void placet_msg_field_range(
    const struct placet_msg_field *field, int64_t *min, int64_t *max);

struct placet_msg_rules {
	struct placet_url_rules url;
	struct placet_json_limits json;
	enum placet_msg_type want; /* this and no other; UNKNOWN: any */
};

/* Whom or what a message names: for looking at every host involved. */
struct placet_msg_ref {
	const char *path; /* of the field */
	const char *id;
	struct placet_json *object; /* when it was embedded, else NULL */
	/*
	 * Of another origin than the owner of the message, or than its id
	 * when nobody owns it.  What is embedded and foreign is hearsay:
	 * fetch it, or check its own proof.
	 */
	bool foreign;
	const struct placet_msg_ref *next;
};

enum { PLACET_MSG_PATH = 128 };

/* Why a document was refused; both texts are safe to show. */
struct placet_msg_fault {
	char path[PLACET_MSG_PATH]; /* ASCII; cut if longer; "" the whole */
	const char *reason;         /* static, lower case */
};

struct placet_msg {
	enum placet_msg_type type;
	const struct placet_msg_row *row; /* NULL when UNKNOWN */
	struct placet_json *doc;          /* all of it */
	const char *id;                   /* NULL for what has none */
	const char *owner; /* whose key must have signed; NULL: nobody's */
	const struct placet_msg_ref *refs; /* in the order of the row */
	struct placet_msg_fault fault;     /* when it was refused */
};

/*
 * Parse a document that came alone.  Texts of `msg` live as long as the
 * arena.  rules may be NULL.  Errors of placet_json_parse; EMISSING, EFORMAT,
 * ETYPE, ERANGE, ELIMIT, EUTF8 for a field, which msg->fault then names;
 * EKEY when its id is not of the origin of its owner.
 */
PLACET_API PLACET_MUST int placet_msg_parse(struct placet_arena *a,
    const void *data, size_t len, const struct placet_msg_rules *rules,
    struct placet_msg *msg);
/* The same for JSON that is parsed already. */
PLACET_API PLACET_MUST int placet_msg_check(struct placet_arena *a,
    struct placet_json *doc, const struct placet_msg_rules *rules,
    struct placet_msg *msg);
/*
 * The object at `path` as a message of its own: the Note in a Create, the
 * Create in an Announce.  It says nothing about who vouches for it.  Works
 * on what was refused too: a key server may show an actor with nothing but
 * a key.  EMISSING when there is no object; else as above.
 */
PLACET_API PLACET_MUST int placet_msg_inner(struct placet_arena *a,
    const struct placet_msg *outer, const char *path,
    const struct placet_msg_rules *rules, struct placet_msg *msg);

/* Is it said by that actor?  Only true if the message has an owner. */
PLACET_API bool placet_msg_is_by(
    const struct placet_msg *msg, const char *actor);

/* What stands at the path; NULL when absent or null. */
PLACET_API struct placet_json *placet_msg_at(
    const struct placet_msg *msg, const char *path);
/* How many values: elements of a list, 1 for one alone, 0 when absent. */
PLACET_API size_t placet_msg_count(
    const struct placet_msg *msg, const char *path);
/* The string there; NULL when absent or no string. */
PLACET_API const char *placet_msg_text(
    const struct placet_msg *msg, const char *path);
/* The integer there; `missing` when absent or no integer. */
PLACET_API int64_t placet_msg_integer(
    const struct placet_msg *msg, const char *path, int64_t missing);
PLACET_API bool placet_msg_bool(const struct placet_msg *msg, const char *path);
/* The id there, alone or of an object; of the first, if it is a list. */
PLACET_API const char *placet_msg_ref(
    const struct placet_msg *msg, const char *path);
/* The first http(s) URL there that a person may be sent to; NULL if none. */
PLACET_API const char *placet_msg_link(
    const struct placet_msg *msg, const char *path);
/* EMISSING when absent; EFORMAT, ERANGE, ELIMIT when it is no such thing. */
PLACET_API PLACET_MUST int placet_msg_time(
    const struct placet_msg *msg, const char *path, int64_t *t);
PLACET_API PLACET_MUST int placet_msg_hash(
    const struct placet_msg *msg, const char *path, struct placet_hash *hash);
/* *len is the room on the way in, the size on the way out. */
PLACET_API PLACET_MUST int placet_msg_bytes(
    const struct placet_msg *msg, const char *path, void *out, size_t *len);

/*
 * Did the owner of the message say it?  Opens its integrity proof, whose
 * controller must be the owner, and checks it with `pub`: the key that the
 * owner publishes under the proof's method (placet_msg_multikey).  For who
 * signed the HTTP request instead, compare with placet_msg_is_by.
 *
 * 0; EKEY when somebody else made the proof, or nobody owns the message;
 * ESIG, ERANGE when it has expired, and errors of placet_integrity_open.
 */
PLACET_API PLACET_MUST int placet_msg_verify(struct placet_arena *a,
    const struct placet_msg *msg, const uint8_t pub[32], int64_t now);
/*
 * The keys of an ACTOR by their id: the PEM that checks its requests, and
 * the Ed25519 key that checks its proofs.  The actor must have been fetched
 * from its id.  EKEY when it lists no such key as its own; for a Multikey
 * also EFORMAT, ETYPE.
 */
PLACET_API PLACET_MUST int placet_msg_pem(
    const struct placet_msg *actor, const char *keyid, const char **pem);
PLACET_API PLACET_MUST int placet_msg_multikey(
    const struct placet_msg *actor, const char *method, uint8_t pub[32]);

/*
 * Make a message from its fields alone, as SQL or a program gives them:
 * {"id": ..., "object": ...}.  Adds "@context" and every "type", orders the
 * members as the row does, and keeps members without a field behind them.
 * A "type" that is given stays if the row has it.  What is embedded loses
 * its "@context", unless it has a proof, which covers that.
 *
 * The result is checked as parsing would; `values` stays as it is.
 */
PLACET_API PLACET_MUST int placet_msg_build(struct placet_arena *a,
    enum placet_msg_type type, const struct placet_json *values,
    const struct placet_msg_rules *rules, struct placet_msg *msg);

/* One field for placet_msg_values; which member counts, its kind says. */
struct placet_msg_value {
	const char *path;  /* "petition.title": objects on the way are made */
	const char *text;  /* NULL leaves the field out */
	int64_t number;    /* INT, BOOL; TIME: POSIX seconds */
	const void *bytes; /* HASH, BYTES: NULL leaves the field out */
	size_t len;        /* of bytes */
	struct placet_json *json; /* in place of all others */
};

/*
 * The n fields as JSON for placet_msg_build.  The same path again makes a
 * list.  EMISSING for a path that no row knows, ERANGE, ENOMEM.
 */
PLACET_API PLACET_MUST int placet_msg_values(struct placet_arena *a,
    enum placet_msg_type type, const struct placet_msg_value *value, size_t n,
    struct placet_json **values);

/* Why a signature was refused: the closed list of the protocol. */
enum placet_reason {
	PLACET_REASON_NONE,
	PLACET_REASON_UNKNOWN_PETITION,
	PLACET_REASON_NOT_OPEN,
	PLACET_REASON_CLOSED,
	PLACET_REASON_NOT_YET_OPEN,
	PLACET_REASON_DUPLICATE,
	PLACET_REASON_TERRITORY,
	PLACET_REASON_ASSURANCE,
	PLACET_REASON_INSTANCE,
	PLACET_REASON_MALFORMED,
	PLACET_REASON_PROOF,
	PLACET_REASON_CLOCK,
	PLACET_REASON_POLICY,
	PLACET_REASON_RATE,
	PLACET_REASON_UNAVAILABLE,
	PLACET_REASON_WITHDRAWN,
	PLACET_REASONS,
};

/* The word on the wire; NULL for NONE. */
PLACET_API const char *placet_reason_name(enum placet_reason reason);
/* NONE for a word that is not on the list. */
PLACET_API enum placet_reason placet_reason_parse(const char *name);
/* Is it worth sending again unchanged? */
PLACET_API bool placet_reason_retryable(enum placet_reason reason);

#endif

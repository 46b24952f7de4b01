/*
 * httpsig.h - signed HTTP requests: draft-cavage-http-signatures-12, which
 * the fediverse speaks, and RFC 9421, which it is learning
 *
 * Signing takes two steps, since the secret key lives in another process:
 * placet_httpsig_base gives the bytes to sign, placet_httpsig_header the
 * headers around the signature.  So does checking, since the key must be
 * found in between: placet_httpsig_open reads what a request claims and
 * refuses all that no key could mend, placet_httpsig_check tries the key.
 *
 * What is accepted is narrower than either document, and wider than what we
 * send.  Of a request placet_httpsig_open demands:
 *
 *  - one signature: no header that matters twice, no parameter twice, and
 *    none in Authorization.  Of several of RFC 9421 (up to 4) the first that
 *    satisfies the rest is taken;
 *  - that it covers the method and the target: (request-target), or @method
 *    and one of @target-uri, @request-target, or @path with, where there is
 *    one, @query;
 *  - that it covers the server: host, which must be the configured one, or
 *    @authority or @target-uri, which are built from the configured one;
 *  - that it covers a time within the window: date, (created), or the
 *    parameter created of RFC 9421; each that is covered must fit;
 *  - that a body, or a method other than GET and HEAD, has a Digest or a
 *    Content-Digest, that one is covered, and that each there is right;
 *  - that it has not expired, give or take the same difference of clocks
 *    that a request from the future is allowed.
 *
 * Not covered by every signature, and so never to be believed: the query of
 * the target, when check found the base without it, and every other header.
 */
#ifndef PLACET_HTTPSIG_H
#define PLACET_HTTPSIG_H

#include <placet/arena.h>
#include <placet/buf.h>
#include <placet/hash.h>
#include <placet/key.h>

enum {
	PLACET_HTTPSIG_VALUE = 8192, /* bytes of a header, or the target */
	PLACET_HTTPSIG_KEYID = 2048, /* bytes of a key id */
	PLACET_HTTPSIG_FIELDS = 128, /* headers of a request */
	PLACET_HTTPSIG_COVERED = 32, /* components of a signature */
	PLACET_HTTPSIG_LABELS = 4,   /* signatures of RFC 9421 in a request */
	PLACET_HTTPSIG_BASE = 65536, /* bytes that are signed */
	PLACET_HTTPSIG_PAST = 3600,  /* the window before now, seconds */
	PLACET_HTTPSIG_FUTURE = 300, /* and after it */
	PLACET_HTTPSIG_LIFE = 43200, /* expires counts at most from created */
};

enum placet_httpsig_scheme {
	PLACET_HTTPSIG_CAVAGE = 1,
	PLACET_HTTPSIG_RFC9421 = 2,
};

struct placet_http_field {
	const char *name; /* in any case */
	const char *value;
};

struct placet_http_request {
	const char *method; /* as received: "POST" */
	const char *target; /* as received: "/path?query" */
	/*
	 * "https://host" or "https://host:port" (or http, for tests): the
	 * configured name of the site the request is for, in lower case and
	 * without a default port.  Never what a Host header says.
	 */
	const char *origin;
	const struct placet_http_field *field; /* as they came */
	size_t nfields;
	const void *body;
	size_t bodylen;
};

/* How to sign. */
struct placet_httpsig_how {
	enum placet_httpsig_scheme scheme;
	enum placet_key_type type; /* of the key that signs; 0: not told */
	const char *keyid;
	int64_t created; /* for RFC 9421; the other takes the Date header */
	/*
	 * What to cover, ended by NULL; NULL for what peers expect, which
	 * needs the headers named: (request-target) host date, or @method
	 * @target-uri; and where a digest is demanded, also digest
	 * content-type, or content-digest.
	 */
	const char *const *covered;
};

/*
 * Append the bytes to sign.  EMISSING for a header that is not there,
 * EFORMAT for one that cannot be signed or a key id that cannot be written,
 * ERANGE for a time that cannot, EDUP, ELIMIT, ENOMEM.
 */
PLACET_API PLACET_MUST int placet_httpsig_base(
    const struct placet_httpsig_how *how, const struct placet_http_request *req,
    struct placet_buf *base);
/*
 * Append the value of the header Signature and, for RFC 9421, that of
 * Signature-Input.  Same errors.
 */
PLACET_API PLACET_MUST int placet_httpsig_header(
    const struct placet_httpsig_how *how, const struct placet_http_request *req,
    const void *sig, size_t siglen, struct placet_buf *signature,
    struct placet_buf *input);
/* All in one, for those who hold the key; how->type is taken from it. */
PLACET_API PLACET_MUST int placet_httpsig_sign(
    const struct placet_httpsig_how *how, const struct placet_http_request *req,
    struct placet_secret *secret, struct placet_buf *signature,
    struct placet_buf *input);

/* When a signature is good; 0 for past and future means the usual. */
struct placet_httpsig_policy {
	int64_t now; /* seconds since 1970 */
	int64_t past;
	int64_t future;
};

/* What a request claims.  All of it lives in the arena. */
struct placet_httpsig {
	enum placet_httpsig_scheme scheme;
	const char *keyid;         /* printable ASCII without blanks */
	enum placet_key_type type; /* the kind of key it asks for; 0: any */
	int64_t created;           /* the oldest time it covers */
	int64_t expires;           /* capped; 0 if it does not say */
	int64_t until;             /* not accepted later: remember it so long */
	struct placet_bytes sig;
	struct placet_hash hash; /* SHA-256 of sig, to know a repeat by */
	/*
	 * What may have been signed: with the query of the target in
	 * (request-target), and without.
	 */
	struct placet_bytes base[2];
	size_t nbases;
	const char *why; /* a static sentence about the error; or NULL */
};

/*
 * Read the signature of a request.  On any error out->why tells the sender,
 * in lower-case English without full stop, what was wrong.  EMISSING if it
 * has no signature or lacks what must be covered, EFORMAT, EDUP, ELIMIT;
 * ERANGE outside the window; EPROOF for the digest of another body; ETYPE
 * for an algorithm we do not know; ENOMEM.
 */
PLACET_API PLACET_MUST int placet_httpsig_open(struct placet_arena *arena,
    const struct placet_http_request *req,
    const struct placet_httpsig_policy *policy, struct placet_httpsig *out);

/*
 * Did that key sign it?  0, ESIG, ETYPE for a key of another kind than the
 * signature names, ECRYPTO.  That the key is the actor's, is for the caller
 * to know.
 */
PLACET_API PLACET_MUST int placet_httpsig_check(
    const struct placet_httpsig *sig, struct placet_key *key);

#endif

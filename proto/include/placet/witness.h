/*
 * witness.h - the add-checkpoint call of a witness, both sides of it
 *
 * C2SP tlog-witness.  The log posts what it grew from, a consistency proof
 * and its new checkpoint:
 *
 *	old <size>
 *	<0 to 63 hashes in base64, a line each>
 *
 *	<checkpoint>
 *
 * and gets 200 with signature lines, or 409 with the size that the witness
 * last cosigned, when that is not what the log thought.
 *
 * Nothing here stores anything.  A witness reads the body, finds the origin's
 * key and its last state, asks placet_witness_decide(), and when that says
 * 200 writes the new state to disk, on condition that the old one is still
 * there, before it signs.
 */
#ifndef PLACET_WITNESS_H
#define PLACET_WITNESS_H

#include <placet/cosign.h>

enum {
	PLACET_WITNESS_PATH = 63,    /* hashes of a request */
	PLACET_WITNESS_MAX = 131072, /* bytes of a body that is looked at */
};

struct placet_witness_request {
	uint64_t old;
	size_t npath;
	struct placet_hash path[PLACET_WITNESS_PATH];
	const void *note; /* borrows from the body */
	size_t notelen;
	struct placet_checkpoint cp;
};

/*
 * EFORMAT, or as placet_checkpoint_parse(), for the note; ERANGE for old and
 * npath.
 */
PLACET_API PLACET_MUST int placet_witness_request_write(uint64_t old,
    const struct placet_hash *path, size_t npath, const void *note,
    size_t notelen, struct placet_buf *b);

/*
 * The other way, strict; any error is 400.  It takes an empty log with a root
 * that is none, since that is 422.
 */
PLACET_API PLACET_MUST int placet_witness_request_parse(
    const void *data, size_t len, struct placet_witness_request *q);

/* What was last cosigned of an origin; zero for never. */
struct placet_witness_state {
	uint64_t size;
	struct placet_hash root;
};

/* HTTP statuses. */
enum placet_witness_status {
	PLACET_WITNESS_OK = 200,
	PLACET_WITNESS_MALFORMED = 400, /* old is over the checkpoint's size */
	PLACET_WITNESS_FORBIDDEN = 403, /* not signed by the log's key */
	PLACET_WITNESS_UNKNOWN = 404,   /* no such origin here */
	PLACET_WITNESS_CONFLICT = 409,  /* answer with the size of `last` */
	PLACET_WITNESS_PROOF = 422,     /* it does not extend `last` */
	PLACET_WITNESS_FAILED = 500,    /* no memory, no cryptography */
};

/*
 * What to answer.  `pub` is the key of the request's origin, NULL if that is
 * unknown.  The same size under another root is 422, as at the head of the
 * specification; its earlier versions say 409, which is for a client to
 * repeat with another proof, and there can be none.
 */
PLACET_API enum placet_witness_status placet_witness_decide(
    const struct placet_witness_request *q, const uint8_t *pub,
    const struct placet_witness_state *last);

/* The body of 409, text/x.tlog.size: the size and a newline; and back. */
PLACET_API PLACET_MUST int placet_witness_size_write(
    uint64_t size, struct placet_buf *b);
PLACET_API PLACET_MUST int placet_witness_size_parse(
    const void *data, size_t len, uint64_t *size);

/*
 * The body of 200: one to PLACET_NOTE_LINES signature lines, of which those
 * by other keys are ignored.  Gives the cosignature of the witness
 * (name, pub) over the note that was sent.  EFORMAT, ELIMIT, ESIG, EKEY.
 */
PLACET_API PLACET_MUST int placet_witness_answer_parse(const void *data,
    size_t len, const void *note, size_t notelen, const char *name,
    const uint8_t pub[32], struct placet_cosign *c);

#endif

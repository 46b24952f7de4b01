/*
 * integrity.h - proofs inside documents (FEP-8b32): who said this, whoever
 * brings it
 *
 * Of the cryptosuites of Data Integrity exactly eddsa-jcs-2022 (W3C Data
 * Integrity EdDSA Cryptosuites 1.0, section 3.3): Ed25519 over
 *
 *	SHA-256(JCS(options of the proof)) || SHA-256(JCS(the document))
 *
 * where the document is without its `proof` and `signature`, and has the
 * "@context" of the proof, if that has one.  All else that stands in either
 * is covered.
 */
#ifndef PLACET_INTEGRITY_H
#define PLACET_INTEGRITY_H

#include <placet/json.h>
#include <placet/note.h>

enum {
	PLACET_INTEGRITY_PROOFS = 8,    /* that are looked at in a document */
	PLACET_INTEGRITY_METHOD = 2048, /* bytes of a verificationMethod */
};

/* --- signing ------------------------------------------------------------ */

/*
 * First half of signing, for secrets that live elsewhere: what to sign for a
 * proof by the key `method` at that time.  *proof is made in the arena, for
 * placet_integrity_attach; the document stays as it is.  The proof carries
 * the document's own "@context" and no option but `created`, since that is
 * what all verifiers read alike.
 *
 * EMISSING for a document without "@context", EDUP when it has a proof
 * already, ETYPE for no object or one with a `signature`, EFORMAT for the
 * method, ERANGE for the time, and the errors of placet_jcs.
 */
PLACET_API PLACET_MUST int placet_integrity_prepare(struct placet_arena *a,
    const struct placet_json *doc, const char *method, int64_t created,
    struct placet_json **proof, uint8_t tbs[64]);
/* Second half: put the signature into the proof, and it into doc.  ENOMEM. */
PLACET_API PLACET_MUST int placet_integrity_attach(struct placet_arena *a,
    struct placet_json *doc, struct placet_json *proof,
    const struct placet_sig *sig);

/* Both at once. */
PLACET_API PLACET_MUST int placet_integrity_sign(struct placet_arena *a,
    struct placet_json *doc, const struct placet_seed *seed, const char *method,
    int64_t created);

/* --- checking ----------------------------------------------------------- */

/* A proof as found: nothing of it is true before placet_integrity_check. */
struct placet_integrity {
	const char *method;     /* verificationMethod, with its fragment */
	const char *controller; /* the same without */
	int64_t created;        /* INT64_MIN: it does not say */
	int64_t expires;        /* INT64_MAX: never */
	struct placet_sig sig;
	uint8_t tbs[64];
};

/*
 * Find the proof of a document, the first of this suite if there are several
 * (as an array), and what it signs.  Strings live in the arena.
 *
 * EMISSING when there is no proof or it lacks a member, ETYPE when it is of
 * another kind: another type, suite or purpose, or with options that bind it
 * to somebody else (domain, challenge) or to other proofs (previousProof).
 * EPROOF when the "@context" of the document does not begin with the
 * proof's; EFORMAT, ERANGE, ELIMIT, ENOMEM and the errors of placet_jcs.
 *
 * A `signature` is not covered, so it must be what others drop too: an
 * object with a type and a signatureValue (EFORMAT).  Do not read it.
 */
PLACET_API PLACET_MUST int placet_integrity_open(struct placet_arena *a,
    const struct placet_json *doc, struct placet_integrity *out);

/*
 * 0, ESIG, or ERANGE when it has expired by then.  It is up to the caller
 * that pub is a key of in->method, that in->controller lists it under its
 * assertionMethod, and that in->controller owns the document.
 */
PLACET_API PLACET_MUST int placet_integrity_check(
    const struct placet_integrity *in, const uint8_t pub[32], int64_t now);

#endif

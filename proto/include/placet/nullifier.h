/*
 * nullifier.h - nullifier/v1: the same person under one petition, twice
 *
 * Two sites that take signatures for one petition find out that somebody
 * signed at both, and learn nothing else.  Each brings who signed to one
 * spelling, and hashes that with oprf.h under the sum of the keys that two
 * other servers hold; equal people give equal nullifiers under one petition,
 * and unrelated ones under any other.
 *
 *	input = "placet/n1\n" || petition_id[32] || kind || 0x0A || identity
 *	N     = first 32 bytes of the output of the OPRF
 *
 * All who compute it must agree byte for byte, for as long as the petition
 * runs; so nothing here depends on tables that have versions:
 *
 *	mail  norm/v1 of the address: placet_email_norm() in text.h.  Spaces
 *	      and tabs around it go; the rest is ASCII, on which NFC does
 *	      nothing.  A domain with other letters must come as A-labels
 *	      ("xn--..."): from U-labels they are made by UTS 46, whose tables
 *	      change each year, once, where the address was typed.
 *	fc    the six fields by which FranceConnect names a person, as it sent
 *	      them: it corrects them by the national register and sends all
 *	      sites the same bytes, so they are checked but never changed.
 */
#ifndef PLACET_NULLIFIER_H
#define PLACET_NULLIFIER_H

#include <placet/buf.h>
#include <placet/oprf.h>

/* "identite pivot" of FranceConnect; the claims of its OpenID Connect. */
struct placet_pivot {
	const char *given_name;   /* all of them, one space between */
	const char *family_name;  /* of birth */
	const char *birthdate;    /* YYYY-MM-DD; day, or both, 00 if unknown */
	const char *gender;       /* "male" or "female" */
	const char *birthplace;   /* INSEE code of the commune; "" if abroad */
	const char *birthcountry; /* INSEE code of the country: 99100 is here */
};

/* Bytes of each of the two names. */
enum { PLACET_PIVOT_NAME_MAX = 255 };

/*
 * Append the input for an address, in any spelling of it.  EFORMAT or ELIMIT
 * as placet_email_norm().
 */
PLACET_API PLACET_MUST int placet_nullifier_mail(
    const struct placet_hash *petition, const char *address, size_t len,
    struct placet_buf *b);

/*
 * Append the input for a person: "given_name\n<it>\n" and so on, in the order
 * of the struct.  EFORMAT for a field that is not as above: names are one
 * line of text, without spaces at the ends or two in a row; birthplace may
 * be "" only with another country than 99100.  ELIMIT for a name.
 */
PLACET_API PLACET_MUST int placet_nullifier_fc(
    const struct placet_hash *petition, const struct placet_pivot *who,
    struct placet_buf *b);

/* N of what placet_oprf_finalize() gave. */
PLACET_API void placet_nullifier(
    const struct placet_oprf_output *output, struct placet_hash *nullifier);

#endif

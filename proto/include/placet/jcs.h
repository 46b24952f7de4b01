/*
 * jcs.h - the canonical form of JSON (RFC 8785), for what is signed
 *
 * One value, one text: members ordered by the UTF-16 code units of their
 * names, numbers as ECMAScript writes them, strings with the fewest escapes,
 * no white space.  Locale and rounding of the input do not show.
 *
 * The form of an integer beyond 2^53 (1e20 becomes 100000000000000000000) is
 * one that placet_json_parse refuses: canonical text is for hashing, what
 * goes over the wire is placet_json_write's.
 */
#ifndef PLACET_JCS_H
#define PLACET_JCS_H

#include <placet/json.h>

/*
 * Append the canonical form of v to `out`; on error what out holds is of no
 * use.  ERANGE for a number that is not finite, EUTF8, EDUP (two members of
 * one name), EMISSING for NULL, ELIMIT (over 64 deep, or the ceiling of
 * out), ENOMEM.  An error that out had already is answered too.
 */
PLACET_API PLACET_MUST int placet_jcs(
    const struct placet_json *v, struct placet_buf *out);

/*
 * Number::toString of ECMA-262: the fewest digits that read back as d, with
 * an exponent from 1e21 and below 1e-6; -0 is "0".  ERANGE if not finite.
 */
#define PLACET_JCS_NUMBER_SIZE 40
PLACET_API PLACET_MUST int placet_jcs_number(
    double d, char out[PLACET_JCS_NUMBER_SIZE]);

#endif

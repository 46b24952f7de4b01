/*
 * text.h - encodings: UTF-8, hexadecimal, base64, e-mail addresses
 */
#ifndef PLACET_TEXT_H
#define PLACET_TEXT_H

#include <placet/base.h>

/*
 * Is this valid UTF-8 (RFC 3629: no overlong form, no surrogate, nothing
 * over U+10FFFF)?  NUL is a character like any other here.
 */
PLACET_API bool placet_utf8_valid(const void *data, size_t len);

/*
 * Is this one line of text a person may have typed: valid UTF-8 without
 * C0/C1 controls, line or paragraph separators, and without the explicit
 * bidirectional overrides and isolates (U+202A-202E, U+2066-2069) that would
 * let a name rewrite its surroundings?
 */
PLACET_API bool placet_text_line(const char *s, size_t len);

/* Number of code points of valid UTF-8. */
PLACET_API size_t placet_utf8_length(const char *s, size_t len);

/* Lower-case hexadecimal into out[2 * len + 1]. */
PLACET_API void placet_hex(const void *data, size_t len, char *out);
/* Exactly len bytes from 2 * len hex digits, either case; EFORMAT. */
PLACET_API PLACET_MUST int placet_unhex(
    const char *s, size_t slen, void *out, size_t len);

/*
 * base64 of RFC 4648 section 4 (standard, padded) and section 5 (url, no
 * padding).  The encoders write a NUL: out[PLACET_BASE64_SIZE(len)].
 * The decoders are strict: no white space, no missing or extra padding, no
 * non-zero trailing bits.  *len is the room on the way in, the size on the
 * way out; EFORMAT, ELIMIT.
 */
#define PLACET_BASE64_SIZE(n) (((n) + 2) / 3 * 4 + 1)
PLACET_API size_t placet_base64(const void *data, size_t len, char *out);
PLACET_API size_t placet_base64url(const void *data, size_t len, char *out);
PLACET_API PLACET_MUST int placet_unbase64(
    const char *s, size_t slen, void *out, size_t *len);
PLACET_API PLACET_MUST int placet_unbase64url(
    const char *s, size_t slen, void *out, size_t *len);

/*
 * Decimal digits only, no sign, no leading zero but "0" itself, <= max;
 * EFORMAT, ERANGE.
 */
PLACET_API PLACET_MUST int placet_decimal(
    const char *s, size_t len, uint64_t max, uint64_t *out);

/*
 * Check an address and bring it to norm/v1: the form under which two
 * spellings of one mailbox are one person (research: trim; domain in lower
 * case; local part in lower case without "+tag"; gmail.com dots dropped,
 * googlemail.com folded).  Grammar: the dot-atom of RFC 5322 and a host name
 * with at least one dot, ASCII, <= 254 bytes, local part <= 64.  Non-ASCII
 * domains must come as A-labels.
 *
 * out[256] gets the norm, out may be NULL to check only.  EFORMAT, ELIMIT.
 */
#define PLACET_EMAIL_SIZE 256
PLACET_API PLACET_MUST int placet_email_norm(
    const char *s, size_t len, char *out);

#endif

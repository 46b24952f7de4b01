/*
 * header.h - text that people wrote, in the headers of mails and of HTTP
 *
 * Each function appends the encoded text[0..len) to `out`.  All refuse what
 * placet_text_line() refuses, and so CR, LF, NUL and every other control:
 * whatever is given, no header ends early (EUTF8).  Text is at most
 * PLACET_HEADER_MAX bytes (ELIMIT).  On an error `out` is as it was, but for
 * an error of its own, which is returned.
 */
#ifndef PLACET_HEADER_H
#define PLACET_HEADER_H

#include <placet/buf.h>

#define PLACET_HEADER_MAX 4096

/*
 * A subject (RFC 5322 unstructured): as it is if it is ASCII and fits into
 * the line, else encoded words of RFC 2047, in base64, folded so that no
 * line is longer than 76.  `column` characters are on the line already.
 */
PLACET_API PLACET_MUST int placet_header_text(
    const char *text, size_t len, size_t column, struct placet_buf *out);

/*
 * The name in front of an address (RFC 5322 phrase): the same, but in quotes
 * if it is ASCII and more than atoms.
 */
PLACET_API PLACET_MUST int placet_header_phrase(
    const char *text, size_t len, size_t column, struct placet_buf *out);

/*
 * A quoted-string, quotes included (RFC 5322 3.2.4, RFC 9110 5.6.4); EFORMAT
 * for what is not ASCII.
 */
PLACET_API PLACET_MUST int placet_header_quoted(
    const char *text, size_t len, struct placet_buf *out);

/* The value of a parameter such as filename*: UTF-8''%E2%82%AC (RFC 8187). */
PLACET_API PLACET_MUST int placet_header_ext(
    const char *text, size_t len, struct placet_buf *out);

/*
 * The value of Content-Disposition (RFC 6266) that proposes a file name:
 * attachment; filename="..."; filename*=UTF-8''...  The second only where
 * the first, in which "_" stands for what some client might take for
 * something else, is not the whole truth.  No folder is proposed: "/" and
 * "\" are "_" in both.
 */
PLACET_API PLACET_MUST int placet_header_attachment(
    const char *name, size_t len, struct placet_buf *out);

#endif

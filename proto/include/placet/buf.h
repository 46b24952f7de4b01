/*
 * buf.h - a growing byte string with a ceiling and a sticky error
 *
 * Write freely, look at `err` once at the end.  Always NUL-terminated when
 * not in error and not empty of storage.  Zero-initialise for an empty
 * buffer without ceiling (then SIZE_MAX/2 holds).
 */
#ifndef PLACET_BUF_H
#define PLACET_BUF_H

#include <stdarg.h>

#include <placet/base.h>

struct placet_buf {
	char *data; /* NULL until the first byte */
	size_t len; /* without the NUL */
	size_t cap;
	size_t ceiling; /* 0: none */
	int err;        /* PLACET_OK or PLACET_ENOMEM / PLACET_ELIMIT */
};

PLACET_API void placet_buf_add(
    struct placet_buf *b, const void *data, size_t len);
PLACET_API void placet_buf_str(struct placet_buf *b, const char *s);
PLACET_API void placet_buf_byte(struct placet_buf *b, uint8_t c);
PLACET_API void placet_buf_printf(struct placet_buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
PLACET_API void placet_buf_hex(
    struct placet_buf *b, const void *data, size_t len);
/* Standard base64 of RFC 4648 section 4, padded. */
PLACET_API void placet_buf_base64(
    struct placet_buf *b, const void *data, size_t len);

/* Keep the storage, forget the content and the error. */
PLACET_API void placet_buf_clear(struct placet_buf *b);
/* Free the storage; zero again. */
PLACET_API void placet_buf_release(struct placet_buf *b);

#endif

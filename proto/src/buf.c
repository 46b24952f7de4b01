/*
 * buf.c - a byte string that grows by doubling
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <placet/buf.h>
#include <placet/text.h>

/* Make room for `len` more bytes and the NUL; false sets the error. */
static bool
buf_room(struct placet_buf *b, size_t len)
{
	size_t ceiling = b->ceiling != 0 ? b->ceiling : SIZE_MAX / 2;
	size_t need, cap;
	char *data;

	if (b->err != PLACET_OK)
		return false;
	if (b->len > ceiling || len > ceiling - b->len) {
		b->err = PLACET_ELIMIT;
		return false;
	}
	need = b->len + len + 1;
	if (need <= b->cap)
		return true;
	cap = b->cap < 64 ? 64 : b->cap * 2;
	if (cap < need)
		cap = need;
	data = realloc(b->data, cap);
	if (data == NULL) {
		b->err = PLACET_ENOMEM;
		return false;
	}
	b->data = data;
	b->cap = cap;
	return true;
}

void
placet_buf_add(struct placet_buf *b, const void *data, size_t len)
{
	if (!buf_room(b, len))
		return;
	if (len > 0)
		memcpy(b->data + b->len, data, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void
placet_buf_str(struct placet_buf *b, const char *s)
{
	placet_buf_add(b, s, strlen(s));
}

void
placet_buf_byte(struct placet_buf *b, uint8_t c)
{
	placet_buf_add(b, &c, 1);
}

void
placet_buf_printf(struct placet_buf *b, const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0) {
		b->err = b->err != PLACET_OK ? b->err : PLACET_ELIMIT;
		return;
	}
	if (!buf_room(b, (size_t)len))
		return;
	va_start(ap, fmt);
	vsnprintf(b->data + b->len, (size_t)len + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)len;
}

void
placet_buf_hex(struct placet_buf *b, const void *data, size_t len)
{
	if (len > SIZE_MAX / 4 || !buf_room(b, 2 * len)) {
		b->err = b->err != PLACET_OK ? b->err : PLACET_ELIMIT;
		return;
	}
	placet_hex(data, len, b->data + b->len);
	b->len += 2 * len;
}

void
placet_buf_base64(struct placet_buf *b, const void *data, size_t len)
{
	if (len > SIZE_MAX / 4 || !buf_room(b, PLACET_BASE64_SIZE(len) - 1)) {
		b->err = b->err != PLACET_OK ? b->err : PLACET_ELIMIT;
		return;
	}
	b->len += placet_base64(data, len, b->data + b->len);
}

void
placet_buf_clear(struct placet_buf *b)
{
	b->len = 0;
	b->err = PLACET_OK;
	if (b->data != NULL)
		b->data[0] = '\0';
}

void
placet_buf_release(struct placet_buf *b)
{
	free(b->data);
	*b = (struct placet_buf){ 0 };
}

/*
 * httpsig_base.c - the bytes that are signed: a line a component
 */
#include <string.h>

#include "httpsig_part.h"

bool
placet_sig_covers(const struct sig *sig, const char *name)
{
	for (size_t i = 0; i < sig->ncovered; i++)
		if (strcmp(sig->covered[i], name) == 0)
			return true;
	return false;
}

/* `"date": value`, or `date: value` as the older scheme has it. */
static void
line_start(const struct sig *sig, const char *name, struct placet_buf *b)
{
	const char *quote = sig->scheme == PLACET_HTTPSIG_RFC9421 ? "\"" : "";

	placet_buf_str(b, quote);
	placet_buf_str(b, name);
	placet_buf_str(b, quote);
	placet_buf_str(b, ": ");
}

int
placet_sig_base(const struct placet_http_request *req, const struct sig *sig,
    bool query, struct placet_buf *b, const char **why)
{
	const size_t start = b->len;
	int err;

	for (size_t i = 0; i < sig->ncovered; i++) {
		const char *name = sig->covered[i];

		for (size_t k = 0; k < i; k++)
			if (strcmp(sig->covered[k], name) == 0)
				return refuse(why, PLACET_EDUP,
				    "a component is signed twice");
		if (i > 0)
			placet_buf_byte(b, '\n');
		line_start(sig, name, b);
		err = placet_sig_component(req, sig, name, query, b, why);
		if (err != 0)
			return err;
		if (b->len - start > PLACET_HTTPSIG_BASE)
			return refuse(why, PLACET_ELIMIT, "too much is signed");
	}
	if (sig->scheme == PLACET_HTTPSIG_RFC9421) {
		if (sig->ncovered > 0)
			placet_buf_byte(b, '\n');
		line_start(sig, "@signature-params", b);
		err = placet_sfv_write(sig->params, b);
		if (err != 0)
			return refuse(
			    why, err, "the parameters cannot be written");
	}
	if (b->err != 0)
		return refuse(why, b->err, "too much is signed");
	return PLACET_OK;
}

/*
 * httpsig_msg.c - the request: its headers, and the components that are made
 * from it
 *
 * Values of headers go into the signed bytes line by line, so that one with
 * a line break in it could pretend to be two.  Hence no covered value may
 * hold anything but printable ASCII and tabs; folded lines are refused too,
 * as RFC 9112 section 5.2 would have it.
 */
#include <inttypes.h>
#include <string.h>

#include "ascii.h"
#include "httpsig_part.h"
#include "sfv_part.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Without the blanks around it. */
static const char *
trim(const char *s, size_t *len)
{
	size_t n = strlen(s);

	for (; n > 0 && is_blank(s[0]); n--)
		s++;
	while (n > 0 && is_blank(s[n - 1]))
		n--;
	*len = n;
	return s;
}

static bool
is_named(const struct placet_http_field *field, const char *name)
{
	return ascii_is(field->name, strlen(field->name), name);
}

const char *
placet_sig_field(
    const struct placet_http_request *req, const char *name, size_t *len)
{
	for (size_t i = 0; i < req->nfields; i++)
		if (is_named(&req->field[i], name))
			return trim(req->field[i].value, len);
	*len = 0;
	return NULL;
}

const char *
placet_sig_authority(const struct placet_http_request *req)
{
	return strstr(req->origin, "://") + 3;
}

const char *
placet_sig_query(const struct placet_http_request *req)
{
	return req->target + strcspn(req->target, "?");
}

static bool
is_token(const char *s)
{
	const char *p = s;

	while (sfv_is_token((uint8_t)*p) && *p != ':' && *p != '/')
		p++;
	return p > s && *p == '\0';
}

/* Everything printable but the blank. */
static bool
is_visible(const char *s, size_t max)
{
	size_t n = 0;

	for (; s[n] > ' ' && s[n] < 0x7f && n < max; n++)
		;
	return n > 0 && s[n] == '\0';
}

/* "https://" or "http://", then a host as the configuration spells it. */
static bool
origin_good(const char *origin)
{
	const bool tls = strncmp(origin, "https://", 8) == 0;
	const char *host, *port;

	if (!tls && strncmp(origin, "http://", 7) != 0)
		return false;
	host = origin + (tls ? 8 : 7);
	if (!is_visible(host, 300))
		return false;
	for (const char *p = host; *p != '\0'; p++)
		if (strchr("/?#@\\", *p) != NULL || ascii_lower(*p) != *p)
			return false;
	port = strrchr(host, ':');
	return port == NULL || strcmp(port, tls ? ":443" : ":80") != 0;
}

/* Two of one of these, and two readers may each believe another one. */
static bool
is_ambiguous(const struct placet_http_request *req)
{
	static const char *const once[] = { "host", "date", "digest",
		"content-digest", "signature", "signature-input",
		"authorization" };

	for (size_t k = 0; k < sizeof once / sizeof *once; k++) {
		size_t n = 0;

		for (size_t i = 0; i < req->nfields; i++)
			n += is_named(&req->field[i], once[k]);
		if (n > 1)
			return true;
	}
	return false;
}

int
placet_sig_request(const struct placet_http_request *req, const char **why)
{
	if (!origin_good(req->origin))
		return refuse(
		    why, PLACET_EFORMAT, "the configured origin is malformed");
	if (!is_token(req->method))
		return refuse(why, PLACET_EFORMAT, "the method is malformed");
	if (req->target[0] != '/' ||
	    !is_visible(req->target, PLACET_HTTPSIG_VALUE) ||
	    strchr(req->target, '#') != NULL)
		return refuse(why, PLACET_EFORMAT, "the target is malformed");
	if (req->nfields > PLACET_HTTPSIG_FIELDS)
		return refuse(why, PLACET_ELIMIT, "too many headers");
	if (is_ambiguous(req))
		return refuse(why, PLACET_EDUP,
		    "a header that may come once comes twice");
	return PLACET_OK;
}

/* A header: all its values, each trimmed, joined as RFC 9110 5.2 says. */
static int
field_value(const struct placet_http_request *req, const char *name,
    struct placet_buf *b, const char **why)
{
	size_t n = 0;

	for (const char *p = name; *p != '\0'; p++)
		if (ascii_lower(*p) != *p)
			return refuse(why, PLACET_EFORMAT,
			    "the name of a signed header has capitals");
	if (!is_token(name))
		return refuse(why, PLACET_EFORMAT,
		    "a signed component is unknown or malformed");
	for (size_t i = 0; i < req->nfields; i++) {
		const char *value;
		size_t len;

		if (!is_named(&req->field[i], name))
			continue;
		value = trim(req->field[i].value, &len);
		if (len > PLACET_HTTPSIG_VALUE)
			return refuse(
			    why, PLACET_ELIMIT, "a signed header is too long");
		for (size_t k = 0; k < len; k++)
			if ((value[k] < ' ' || value[k] > '~') &&
			    value[k] != '\t')
				return refuse(why, PLACET_EFORMAT,
				    "a signed header is not printable ASCII");
		if (n++ > 0)
			placet_buf_str(b, ", ");
		placet_buf_add(b, value, len);
	}
	if (n == 0)
		return refuse(
		    why, PLACET_EMISSING, "a signed header is not there");
	return PLACET_OK;
}

/* Draft-cavage-12 section 2.3; (created) not with the old names of RSA. */
static int
cavage_value(const struct placet_http_request *req, const struct sig *sig,
    const char *name, bool query, struct placet_buf *b, const char **why)
{
	const char *end = placet_sig_query(req);
	const bool created = strcmp(name, "(created)") == 0;

	if (strcmp(name, "(request-target)") == 0) {
		for (const char *p = req->method; *p != '\0'; p++)
			placet_buf_byte(b, (uint8_t)ascii_lower(*p));
		placet_buf_byte(b, ' ');
		placet_buf_add(b, req->target, (size_t)(end - req->target));
		if (query)
			placet_buf_str(b, end);
		return PLACET_OK;
	}
	if (!created && strcmp(name, "(expires)") != 0)
		return field_value(req, name, b, why);
	if (sig->type == PLACET_KEY_RSA)
		return refuse(why, PLACET_EFORMAT,
		    "rsa-sha256 does not go with (created) and (expires)");
	if (created ? !sig->has_created : !sig->has_expires)
		return refuse(why, PLACET_EMISSING,
		    "(created) or (expires) is signed but not given");
	placet_buf_printf(b, "%" PRId64, created ? sig->created : sig->expires);
	return PLACET_OK;
}

/* RFC 9421 section 2.2; "@query" is "?" even where there is none. */
static int
derived_value(const struct placet_http_request *req, const char *name,
    struct placet_buf *b, const char **why)
{
	const char *end = placet_sig_query(req);

	if (strcmp(name, "@method") == 0) {
		placet_buf_str(b, req->method);
	} else if (strcmp(name, "@target-uri") == 0) {
		placet_buf_str(b, req->origin);
		placet_buf_str(b, req->target);
	} else if (strcmp(name, "@authority") == 0) {
		placet_buf_str(b, placet_sig_authority(req));
	} else if (strcmp(name, "@scheme") == 0) {
		placet_buf_add(b, req->origin, strcspn(req->origin, ":"));
	} else if (strcmp(name, "@request-target") == 0) {
		placet_buf_str(b, req->target);
	} else if (strcmp(name, "@path") == 0) {
		placet_buf_add(b, req->target, (size_t)(end - req->target));
	} else if (strcmp(name, "@query") == 0) {
		placet_buf_str(b, *end != '\0' ? end : "?");
	} else {
		return refuse(why, PLACET_EFORMAT,
		    "a signed component is unknown or malformed");
	}
	return PLACET_OK;
}

int
placet_sig_component(const struct placet_http_request *req,
    const struct sig *sig, const char *name, bool query, struct placet_buf *b,
    const char **why)
{
	if (sig->scheme == PLACET_HTTPSIG_CAVAGE)
		return cavage_value(req, sig, name, query, b, why);
	if (name[0] == '@')
		return derived_value(req, name, b, why);
	return field_value(req, name, b, why);
}

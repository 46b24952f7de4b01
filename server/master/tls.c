/*
 * tls.c - TLS 1.2 and 1.3 with forward secrecy and AEAD, nothing else
 */
#include <openssl/err.h>
#include <stdio.h>
#include <string.h>

#include "master/tls.h"

/* We speak only HTTP/1.1; a client that insists on another is let down. */
static int
choose(SSL *ssl, const unsigned char **out, unsigned char *outlen,
    const unsigned char *in, unsigned inlen, void *arg)
{
	static const unsigned char ours[] = "\x08http/1.1";

	(void)ssl;
	(void)arg;
	for (unsigned i = 0; i < inlen; i += 1U + in[i]) {
		if (inlen - i < sizeof ours - 1 ||
		    memcmp(in + i, ours, sizeof ours - 1) != 0)
			continue;
		*out = in + i + 1;
		*outlen = in[i];
		return SSL_TLSEXT_ERR_OK;
	}
	return SSL_TLSEXT_ERR_ALERT_FATAL;
}

static int
settle(SSL_CTX *ctx)
{
	static const unsigned char id[] = "placet";

	SSL_CTX_set_options(ctx,
	    SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
	        SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
	SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS);
	/* Tickets only: a cache in one worker is of no use to the others. */
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_num_tickets(ctx, 1);
	SSL_CTX_set_alpn_select_cb(ctx, choose, NULL);
	return SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) == 1 &&
	    SSL_CTX_set_cipher_list(ctx, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 &&
	    SSL_CTX_set1_groups_list(ctx, "X25519:P-256:P-384") == 1 &&
	    SSL_CTX_set_session_id_context(ctx, id, sizeof id - 1) == 1;
}

static SSL_CTX *
failed(SSL_CTX *ctx, const char *what, char *why, size_t size)
{
	char reason[128];

	ERR_error_string_n(ERR_peek_last_error(), reason, sizeof reason);
	snprintf(why, size, "TLS: cannot use '%s': %s", what, reason);
	ERR_clear_error();
	SSL_CTX_free(ctx);
	return NULL;
}

SSL_CTX *
tls_load(const struct conf *conf, char *why, size_t size)
{
	SSL_CTX *ctx;

	why[0] = '\0';
	if (conf->listen_tls.n == 0)
		return NULL;
	ctx = SSL_CTX_new(TLS_server_method());
	if (ctx == NULL || !settle(ctx))
		return failed(ctx, "OpenSSL", why, size);
	if (SSL_CTX_use_certificate_chain_file(ctx, conf->tls_certificate) != 1)
		return failed(ctx, conf->tls_certificate, why, size);
	if (SSL_CTX_use_PrivateKey_file(ctx, conf->tls_key, SSL_FILETYPE_PEM) !=
	        1 ||
	    SSL_CTX_check_private_key(ctx) != 1)
		return failed(ctx, conf->tls_key, why, size);
	return ctx;
}

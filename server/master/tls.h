/*
 * tls.h - the TLS context: made by the master, shared by fork
 *
 * The keys of session tickets are made with it, so all workers take each
 * other's tickets; SIGHUP makes new ones.
 */
#ifndef MASTER_TLS_H
#define MASTER_TLS_H

#include <openssl/ssl.h>

#include "base/conf.h"

/*
 * NULL and why[] when the files cannot be used.  With why[0] == '\0': no
 * address speaks TLS, hence nothing to load.
 */
SSL_CTX *tls_load(const struct conf *conf, char *why, size_t size);

#endif

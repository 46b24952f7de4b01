/*
 * child.h - what the master hands to a process it has forked
 */
#ifndef MASTER_CHILD_H
#define MASTER_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/conf.h"

struct child {
	const struct conf *conf;
	int number;        /* of a web worker, from 0 */
	int life;          /* read end; EOF: the master is dead */
	int keyd;          /* our end of the pair with keyd, or -1 */
	const int *listen; /* listening sockets */
	const bool *tls;   /* which of them speak TLS */
	size_t nlisten;
	void *ssl_ctx;         /* SSL_CTX, loaded before the fork; NULL none */
	const uint8_t *secret; /* 32 bytes, the same in all web workers */
};

/* Who may ask keyd over which descriptor. */
enum keyd_who { KEYD_WEB, KEYD_NOTARY, KEYD_COURIER };
struct keyd_peer {
	enum keyd_who who;
	int fd;
};

/* Read what such a process reads when it begins: fatal() if it cannot. */
void web_try(const struct conf *conf);
void courier_try(const struct conf *conf);

_Noreturn void web_main(const struct child *c);
_Noreturn void notary_main(const struct child *c);
_Noreturn void courier_main(const struct child *c);
_Noreturn void keyd_main(const struct conf *conf, int life,
    const struct keyd_peer *peer, size_t npeer);

#endif

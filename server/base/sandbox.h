/*
 * sandbox.h - what a process may no longer do once it has started
 *
 * Own uid where started as root, no_new_privs, no core dump, resource limits
 * and a seccomp filter (raw BPF: libseccomp would be a dependency for forty
 * lines).  The filter denies with EPERM what the process does not need; it
 * kills nobody, so that a surprise is a logged error and not an outage.
 */
#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

#include <stdbool.h>

#include "base/conf.h"

/* Never listen() or bind(): sockets to listen on come from the master. */
enum sandbox_net {
	SANDBOX_NET_NONE, /* no socket() at all: keyd */
	SANDBOX_NET_UNIX, /* AF_UNIX only: web, notary */
	SANDBOX_NET_OUT,  /* may connect, may not listen: courier */
};

struct sandbox {
	const char *user; /* NULL: keep */
	enum sandbox_net net;
	long files;    /* RLIMIT_NOFILE; 0 keep */
	int processes; /* 0: may not fork (threads may) */
	bool write;    /* may make and change files: keyd */
};

/* fatal() if any part fails. */
void sandbox_enter(const struct sandbox *s);

/*
 * The same by the name of the process: "web", "notary", "courier", "keyd"
 * each have their rights in a table.  Call it when all files are open.
 */
void sandbox_role(const struct conf *conf, const char *role);

/* What a libpq string asks for: UNIX if every host is a folder, else OUT. */
enum sandbox_net sandbox_for_database(const char *conninfo);

#endif

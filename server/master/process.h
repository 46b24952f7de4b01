/*
 * process.h - what supervise.c and child.c share: the table of processes
 */
#ifndef MASTER_PROCESS_H
#define MASTER_PROCESS_H

#include <openssl/ssl.h>
#include <sys/types.h>

#include "base/conf.h"
#include "base/limit.h"
#include "master/child.h"
#include "master/listen.h"

enum process_kind {
	PROCESS_KEYD,
	PROCESS_NOTARY,
	PROCESS_COURIER,
	PROCESS_WEB,
	PROCESS_KINDS,
};

extern const char *const process_name[PROCESS_KINDS];
extern const enum keyd_who process_who[PROCESS_KINDS];

/*
 * One process that shall run.  On SIGHUP a new child starts while the old
 * one drains: they take turns with two pairs to keyd, lest one reads the
 * other's answers.
 */
struct process {
	enum process_kind kind;
	int number;
	pid_t pid;       /* 0: not running */
	pid_t old;       /* draining; 0: none */
	int generation;  /* 0 or 1: which pair */
	int pair[2][2];  /* [generation][0] ours, [1] keyd's; -1 for keyd */
	int64_t born;    /* ms */
	int64_t old_end; /* when `old` is killed */
	int64_t due;     /* when to start it again, if pid is 0 */
	int64_t delay;   /* the back-off it is at */
};

struct master {
	struct conf conf;
	const char *path;
	pid_t pid;
	int life[2];
	uint8_t secret[32];
	SSL_CTX *tls;
	struct listen listen;
	struct process *process;
	size_t n;
	bool reload; /* asked for; waits while old ones drain */
	bool stopping;
	bool keyd_told;   /* it goes last: the others may need it */
	int64_t stop_end; /* when those that remain are killed */
};

/* In the child: never returns. */
_Noreturn void child_begin(struct master *m, const struct process *p);

#endif

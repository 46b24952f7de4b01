/*
 * ipc.h - messages between processes over SOCK_SEQPACKET socketpairs
 *
 * A message is a fixed header and at most LIMIT_IPC bytes in all; the kernel
 * keeps the boundaries.  The pairs are made once by the master, which holds
 * both ends open: a process that dies is started again on the same pair.
 * So an answer may be lost, or belong to a question of one's predecessor:
 * questions carry a random-started id, are repeated after a second, and
 * everything one may ask is safe to ask twice.
 */
#ifndef BASE_IPC_H
#define BASE_IPC_H

#include <stddef.h>
#include <stdint.h>

#include <event2/event.h>

/* What keyd may be asked; the table in keyd/ops.c says by whom. */
enum ipc_op {
	IPC_SEAL = 1, /* web: struct ask_seal -> struct told_seal + bytes */
	IPC_OPEN,     /* courier: struct ask_open + bytes -> bytes */
	IPC_VKEY,     /* notary: struct ask_vkey -> struct told_vkey */
	IPC_SIGN,     /* notary: struct ask_sign + path -> struct told_sign */
	IPC_LIFE,     /* any: empty -> empty; are you there? */
	IPC_KEYS,     /* notary: struct ask_keys -> struct told_keys + PEM */
	IPC_PROVE,    /* notary: struct ask_prove -> struct told_prove */
	IPC_HTTP,     /* courier: struct ask_http + base -> signature */
	IPC_REKEY,    /* notary: struct ask_rekey -> struct told_keys + PEM */
	IPC_FORGET,   /* notary: struct ask_forget -> empty */
};

enum ipc_status {
	IPC_OK = 0,
	IPC_DENIED = 1, /* this peer may not ask that */
	IPC_MALFORMED = 2,
	IPC_REFUSED = 3, /* not an extension; does not decrypt */
	IPC_BUSY = 4,    /* over the rate: ask later */
	IPC_FAILED = 5,  /* disk or memory */
};

struct ipc_head {
	uint64_t id;
	uint32_t len; /* bytes that follow */
	uint16_t op;
	uint16_t status;
};

struct ipc;

/* Called exactly once per ipc_ask: data is borrowed until return. */
typedef void ipc_told(int status, const void *data, size_t len, void *arg);

/* The asking side, on one end of a pair. */
struct ipc *ipc_new(struct event_base *base, int fd);
/* Tells all that wait IPC_FAILED; they must not ask again then. */
void ipc_free(struct ipc *ipc);
/* Pieces are sent one after the other. Never fails: told says so later. */
void ipc_ask(struct ipc *ipc, enum ipc_op op, const void *head, size_t headlen,
    const void *data, size_t len, ipc_told *told, void *arg);

/*
 * The answering side is a plain loop of recv/send (keyd has no libevent).
 * Both never wait.  ipc_recv gives the bytes that followed the header, or -1:
 * EAGAIN nothing there, EBADMSG not a message (dropped), EPIPE end of file.
 * ipc_send sets h->len itself; -1 and EAGAIN when the peer does not read.
 */
int ipc_recv(int fd, struct ipc_head *h, void *data, size_t size);
int ipc_send(int fd, const struct ipc_head *h, const void *head, size_t headlen,
    const void *data, size_t len);

#endif

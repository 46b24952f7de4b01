/*
 * ops.c - what keyd may be asked, and by whom
 */
#include <time.h>

#include "base/log.h"
#include "keyd/keyd.h"

#define BY(who) (1U << (who))

static void
life(struct keyd *k, const struct question *q)
{
	(void)k;
	ops_answer(q, IPC_OK, NULL, 0, NULL, 0);
}

/* clang-format off */
static const struct op {
	enum ipc_op op;
	unsigned by;   /* peers that may ask */
	size_t least;  /* bytes of the question */
	void (*run)(struct keyd *k, const struct question *q);
} ops[] = {
	{ IPC_SEAL, BY(KEYD_WEB), sizeof(struct ask_seal), seal_seal },
	{ IPC_OPEN, BY(KEYD_COURIER), sizeof(struct ask_open), seal_open },
	{ IPC_VKEY, BY(KEYD_NOTARY), sizeof(struct ask_vkey), sign_vkey },
	{ IPC_SIGN, BY(KEYD_NOTARY), sizeof(struct ask_sign), sign_checkpoint },
	{ IPC_KEYS, BY(KEYD_NOTARY), sizeof(struct ask_keys), actor_keys },
	{ IPC_PROVE, BY(KEYD_NOTARY), sizeof(struct ask_prove), actor_prove },
	{ IPC_HTTP, BY(KEYD_COURIER), sizeof(struct ask_http), actor_http },
	{ IPC_REKEY, BY(KEYD_NOTARY), sizeof(struct ask_rekey), actor_rekey },
	{ IPC_FORGET, BY(KEYD_NOTARY), sizeof(struct ask_forget),
	    actor_forget },
	{ IPC_LIFE, BY(KEYD_WEB) | BY(KEYD_NOTARY) | BY(KEYD_COURIER), 0,
	    life },
};
/* clang-format on */

/*
 * A peer that does not read loses the answer and asks again: keyd waits for
 * nobody.
 */
void
ops_answer(const struct question *q, enum ipc_status status, const void *head,
    size_t headlen, const void *data, size_t len)
{
	struct ipc_head h = q->h;

	h.status = (uint16_t)status;
	if (ipc_send(q->peer->fd, &h, head, headlen, data, len) != 0)
		log_warn("an answer was lost");
}

void
ops_run(struct keyd *k, const struct question *q)
{
	for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
		if (ops[i].op != q->h.op)
			continue;
		if ((ops[i].by & BY(q->peer->who)) == 0)
			break;
		if (q->h.len < ops[i].least) {
			ops_answer(q, IPC_MALFORMED, NULL, 0, NULL, 0);
			return;
		}
		ops[i].run(k, q);
		return;
	}
	log_warnx("denied question %u of peer kind %u", (unsigned)q->h.op,
	    (unsigned)q->peer->who);
	ops_answer(q, IPC_DENIED, NULL, 0, NULL, 0);
}

bool
bucket_take(struct bucket *b)
{
	struct timespec t;
	int64_t now;

	clock_gettime(CLOCK_MONOTONIC, &t);
	now = (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
	if (b->when == 0)
		b->level = b->most;
	else
		b->level += (double)(now - b->when) * 1e-9 * b->rate;
	b->when = now;
	if (b->level > b->most)
		b->level = b->most;
	if (b->level < 1)
		return false;
	b->level -= 1;
	return true;
}

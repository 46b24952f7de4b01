/*
 * rekey.c - the key that signs a site's requests is replaced, when asked
 *
 * keyd draws the new one and keeps the old; the database then shows the new
 * one to all, and numbers the acts that tell of it (notary.rekey_store).  What
 * is killed between the two is asked again: keyd is told which key it is to
 * replace, and does so once.  Much later the old one is forgotten, by keyd
 * first, so that it is not left there for ever.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ask.h"
#include "base/log.h"
#include "notary/notary.h"

struct rekeying {
	struct notary *n;
	int site;
	struct ask_rekey ask;
	struct ask_forget forget;
};

static void
rekeying_end(struct rekeying *r, bool more)
{
	struct notary *n = r->n;

	free(r);
	n->rekeying = false;
	if (more)
		rekey_run(n); /* there may be another */
}

static void
on_stored(const struct db_result *res, void *arg)
{
	struct rekeying *r = arg;

	if (res->status != 0 && res->status != 503)
		log_warnx("cannot note the change of a key of site %d: %s",
		    r->site, res->message);
	else if (res->status == 0)
		log_info("the key of site %d was changed", r->site);
	rekeying_end(r, res->status == 0);
}

static void
on_rekeyed(int status, const void *data, size_t len, void *arg)
{
	struct rekeying *r = arg;
	const size_t head = sizeof(struct told_keys);
	char site[12];
	char *pem;

	if (status != IPC_OK || len <= head) {
		log_warnx("keyd gives no new key for site %d (status %d)",
		    r->site, status);
		rekeying_end(r, false);
		return;
	}
	pem = strndup((const char *)data + head, len - head);
	if (pem == NULL)
		fatal("out of memory");
	snprintf(site, sizeof site, "%d", r->site);
	db_call(r->n->db, NOTARY_REKEY_STORE,
	    (const struct db_arg[]){ { site }, { pem } }, on_stored, r);
	free(pem);
}

static void
on_forgotten(int status, const void *data, size_t len, void *arg)
{
	struct rekeying *r = arg;
	char site[12];

	(void)data;
	(void)len;
	if (status != IPC_OK) {
		log_warnx("keyd does not forget a key of site %d (status %d)",
		    r->site, status);
		rekeying_end(r, false);
		return;
	}
	snprintf(site, sizeof site, "%d", r->site);
	db_call(r->n->db, NOTARY_REKEY_FORGET,
	    (const struct db_arg[]){ { site } }, on_stored, r);
}

static void
on_take(const struct db_result *res, void *arg)
{
	struct placet_arena arena = { .ceiling = 1 << 20 };
	struct rekeying *r = calloc(1, sizeof *r);
	struct notary *n = arg;
	struct placet_json *doc, *v = NULL;

	if (r == NULL)
		fatal("out of memory");
	r->n = n;
	if (notary_parse(&arena, res, &doc))
		v = doc->first;
	if (v == NULL || !notary_hex(v, "uuid", r->ask.site, 16)) {
		rekeying_end(r, false);
	} else if (notary_hex(v, "replace", r->ask.key, sizeof r->ask.key)) {
		r->site = (int)placet_json_integer(v, "site", 0);
		ipc_ask(n->ipc, IPC_REKEY, &r->ask, sizeof r->ask, NULL, 0,
		    on_rekeyed, r);
	} else {
		r->site = (int)placet_json_integer(v, "site", 0);
		memcpy(r->forget.site, r->ask.site, sizeof r->forget.site);
		ipc_ask(n->ipc, IPC_FORGET, &r->forget, sizeof r->forget, NULL,
		    0, on_forgotten, r);
	}
	placet_arena_end(&arena);
}

void
rekey_run(struct notary *n)
{
	if (n->rekeying || !n->elected || n->stopping)
		return;
	n->rekeying = true;
	db_call(n->db, NOTARY_REKEY_TAKE, (const struct db_arg[]){ { "1" } },
	    on_take, n);
}

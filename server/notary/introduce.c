/*
 * introduce.c - a new site gets the keys that other servers know it by
 *
 * keyd makes them, once; their public halves go to the database, where the
 * documents of the site's actors are made.  Until then it says nothing.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <placet/multikey.h>

#include "base/ask.h"
#include "base/log.h"
#include "notary/notary.h"

struct introduction {
	struct notary *n;
	int site;
	struct ask_keys ask;
};

static void
on_stored(const struct db_result *res, void *arg)
{
	struct introduction *i = arg;

	if (res->status != 0 && res->status != 503)
		log_warnx("cannot store the keys of site %d: %s", i->site,
		    res->message);
	i->n->introducing = false;
	if (res->status == 0)
		introduce_run(i->n); /* there may be another */
	free(i);
}

static void
on_keys(int status, const void *data, size_t len, void *arg)
{
	struct introduction *i = arg;
	char key[PLACET_MULTIKEY_SIZE], site[12];
	struct told_keys told;
	char *pem;

	if (status != IPC_OK || len <= sizeof told) {
		log_warnx("keyd gives no keys for site %d (status %d)", i->site,
		    status);
		i->n->introducing = false;
		free(i);
		return;
	}
	memcpy(&told, data, sizeof told);
	placet_multikey(told.ed25519, key);
	pem = strndup((const char *)data + sizeof told, len - sizeof told);
	if (pem == NULL)
		fatal("out of memory");
	snprintf(site, sizeof site, "%d", i->site);
	db_call(i->n->db, NOTARY_KEY_STORE,
	    (const struct db_arg[]){ { site }, { pem }, { key } }, on_stored,
	    i);
	free(pem);
}

static void
on_take(const struct db_result *res, void *arg)
{
	struct placet_arena arena = { .ceiling = 1 << 20 };
	struct introduction *i = calloc(1, sizeof *i);
	struct notary *n = arg;
	struct placet_json *doc, *v = NULL;

	if (i == NULL)
		fatal("out of memory");
	if (notary_parse(&arena, res, &doc))
		v = doc->first;
	if (v == NULL || !notary_hex(v, "uuid", i->ask.site, 16)) {
		n->introducing = false;
		free(i);
	} else {
		i->n = n;
		i->site = (int)placet_json_integer(v, "site", 0);
		ipc_ask(n->ipc, IPC_KEYS, &i->ask, sizeof i->ask, NULL, 0,
		    on_keys, i);
	}
	placet_arena_end(&arena);
}

void
introduce_run(struct notary *n)
{
	if (n->introducing || !n->elected || n->stopping)
		return;
	n->introducing = true;
	db_call(n->db, NOTARY_KEY_TAKE, (const struct db_arg[]){ { "1" } },
	    on_take, n);
}

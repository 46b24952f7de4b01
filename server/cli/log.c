/*
 * log.c - placet log check, resume: recompute a log from its entries
 *
 * Nothing that the server computed is believed: the tree is built anew from
 * the entries, over HTTP as anybody can or from the database, and its root
 * compared with the one that was signed.  One that was halted goes on only if
 * it is, besides, what keyd remembers to have signed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <placet/leaf.h>
#include <placet/note.h>
#include <placet/text.h>
#include <placet/tile.h>

#include "cli/cli.h"
#include "cli/signed.h"
#include "cli/tiles.h"
#include "courier/fetch.h"

enum { PAGE = 2048 }; /* leaves asked of the database at once */

struct check {
	struct cli *cli;
	struct placet_checkpoint cp;
	const char *note; /* the checkpoint as served */
	size_t notelen;
	struct placet_frontier tree; /* of the entries read so far */
	struct tiles tiles;          /* the same */
	struct placet_hash root;     /* of the first cp.size of them */
	uint64_t count[6];           /* by leaf type */
	uint8_t key[32];             /* of the log, from its first entry */
	const char *frontier;        /* as stored, in hex; NULL: not known */
	bool resume;
	struct signed_tree last;     /* to resume: as keyd remembers it */
	struct placet_hash lastroot; /* of the first last.size entries */
	char why[300];               /* empty: all well so far */
};

/* Only the first thing wrong is told. */
static int wrong(struct check *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static int
wrong(struct check *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (c->why[0] == '\0')
		vsnprintf(c->why, sizeof c->why, fmt, ap);
	va_end(ap);
	return -1;
}

/* Take the next entry of the log. */
static int
take(struct check *c, const void *data, size_t len)
{
	unsigned long long n = c->tree.size;
	struct placet_leaf leaf;

	if (placet_leaf_decode(data, len, &leaf) != 0)
		return wrong(c, "entry %llu is not well formed", n);
	if ((leaf.type == PLACET_LEAF_OPEN) != (n == 0))
		return wrong(c,
		    "entry %llu: a log begins with its opening, "
		    "and only begins with it",
		    n);
	if (leaf.type == PLACET_LEAF_OPEN)
		memcpy(c->key, leaf.key, sizeof c->key);
	if ((leaf.type == PLACET_LEAF_WITHDRAW ||
	        leaf.type == PLACET_LEAF_INVALIDATE) &&
	    leaf.index >= n)
		return wrong(c, "entry %llu takes back a later one", n);
	c->count[leaf.type]++;
	placet_frontier_add(&c->tree, data, len);
	tiles_add(&c->tiles, data, len);
	if (c->tree.size == c->cp.size)
		placet_frontier_root(&c->tree, &c->root);
	if (c->tree.size == c->last.size)
		placet_frontier_root(&c->tree, &c->lastroot);
	return 0;
}

/* --- over HTTP ----------------------------------------------------------- */

/* "https://host/petitions/42" or ".../p/42" -> "https://host/p/42" */
static const char *
log_url(struct cli *cli, const char *url)
{
	const char *at = strstr(url, "/petitions/");
	size_t len = strlen(url);

	while (len > 0 && url[len - 1] == '/')
		len--;
	if (at == NULL)
		return cli_must(placet_memdup(&cli->arena, url, len));
	at += strlen("/petitions/");
	return cli_must(placet_printf(&cli->arena, "%.*s/p/%.*s",
	    (int)(at - url) - 11, url, (int)strspn(at, "0123456789"), at));
}

static int
get(struct check *c, struct fetch_now *f, const char *url,
    struct placet_buf *out)
{
	const char *why;
	int status;

	placet_buf_clear(out);
	status = fetch_now_get(f, url, out, &why);
	if (status == 0)
		return wrong(c, "'%s': %s", url, why);
	if (status != 200)
		return wrong(c, "'%s': HTTP status %d", url, status);
	return 0;
}

/* A bundle: `width` entries, each after its length in two bytes. */
static int
take_bundle(struct check *c, const struct placet_buf *b, unsigned width)
{
	const uint8_t *p = (const uint8_t *)b->data;
	size_t left = b->len;

	for (unsigned i = 0; i < width; i++) {
		size_t len = left < 2 ? SIZE_MAX : (size_t)p[0] << 8 | p[1];

		if (len > left - 2)
			return wrong(c, "a bundle ends within an entry");
		if (take(c, p + 2, len) != 0)
			return -1;
		p += len + 2;
		left -= len + 2;
	}
	return left == 0 ? 0 : wrong(c, "a bundle holds too much");
}

static int
read_bundles(struct check *c, struct fetch_now *f, const char *base)
{
	struct placet_buf b = { .ceiling = 1 << 24 };
	char path[PLACET_TILE_PATH], url[2048];
	int err = 0;

	for (uint64_t n = 0; err == 0 && n * PLACET_TILE_WIDTH < c->cp.size;
	     n++) {
		struct placet_tile t = { PLACET_TILE_ENTRIES, n,
			placet_tile_width(PLACET_TILE_ENTRIES, n, c->cp.size) };

		placet_tile_path(&t, path);
		snprintf(url, sizeof url, "%s/tile/%s", base, path);
		err = get(c, f, url, &b);
		if (err == 0)
			err = take_bundle(c, &b, t.width);
	}
	placet_buf_release(&b);
	return err;
}

static int
read_http(struct check *c)
{
	struct fetch_now *f = cli_must(fetch_now_new());
	const char *base = log_url(c->cli, c->cli->arg[0]);
	struct placet_buf b = { .ceiling = PLACET_NOTE_MAX };
	int status = CLI_FAILED;

	if (get(c, f,
	        cli_must(placet_printf(&c->cli->arena, "%s/checkpoint", base)),
	        &b) != 0) {
		status = CLI_UNREACHABLE;
	} else if (placet_checkpoint_parse(b.data, b.len, &c->cp) != 0) {
		wrong(c, "what is served as checkpoint is none");
	} else {
		c->note = cli_must(
		    placet_memdup(&c->cli->arena, b.data, b.len));
		c->notelen = b.len;
		if (read_bundles(c, f, base) == 0)
			status = CLI_OK;
	}
	placet_buf_release(&b);
	fetch_now_free(f);
	return status;
}

/* --- from the database --------------------------------------------------- */

static int
take_hex(struct check *c, const struct placet_json *v)
{
	uint8_t entry[PLACET_LEAF_MAX];
	size_t len = v->len / 2;

	if (v->type != PLACET_JSON_STRING || len > sizeof entry ||
	    placet_unhex(v->str, v->len, entry, len) != 0)
		return wrong(c, "an entry is not well formed");
	return take(c, entry, len);
}

/* The next leaves; each page has an arena of its own. */
static int
read_page(struct check *c, const char *number)
{
	struct cli *cli = c->cli;
	struct placet_arena keep = cli->arena;
	char from[24], n[24];
	const struct db_arg args[] = { { cli->arg[0] }, { number }, { from },
		{ n } };
	const struct placet_json *v;
	struct placet_json *doc;
	uint64_t before = c->tree.size;
	int status;

	cli->arena = (struct placet_arena){ 0 };
	snprintf(from, sizeof from, "%llu", (unsigned long long)before);
	snprintf(n, sizeof n, "%d", PAGE);
	status = cli_ask(cli, "admin.log_leaves", args, 4, &doc);
	if (status == CLI_OK) {
		v = placet_json_get(doc, "leaves");
		for (v = v != NULL ? v->first : NULL;
		     v != NULL && status == CLI_OK; v = v->next)
			if (take_hex(c, v) != 0)
				status = CLI_FAILED;
		if (status == CLI_OK && c->tree.size == before) {
			wrong(c, "entry %s is missing", from);
			status = CLI_FAILED;
		}
	}
	placet_arena_end(&cli->arena);
	cli->arena = keep;
	return status;
}

/* Receipts are made of them. */
static void
compare_tiles(struct check *c, const struct placet_json *tiles)
{
	for (int level = 1; tiles != NULL && level < TILES_LEVELS; level++) {
		const char name[] = { (char)('0' + level), '\0' };

		if (!tiles_same(
		        &c->tiles, level, placet_json_text(tiles, name)))
			wrong(c,
			    "the tiles of level %d are not of these "
			    "entries",
			    level);
	}
}

/* Do the tables say the same as the log? */
static void
compare(struct check *c, const struct placet_json *log)
{
	static const struct {
		const char *name, *what;
		int type;
	} sum[] = { { "signs", "signatures", PLACET_LEAF_SIGN },
		{ "withdrawn", "withdrawals", PLACET_LEAF_WITHDRAW },
		{ "invalidated", "invalidations", PLACET_LEAF_INVALIDATE } };
	const char *halted = placet_json_text(log, "halted");
	const int64_t signs = (int64_t)c->count[PLACET_LEAF_SIGN];
	const int64_t rows = placet_json_integer(log, "signatures", -1) -
	    placet_json_integer(log, "unnumbered", 0);
	char key[65];

	placet_hex(c->key, sizeof c->key, key);
	if (strcmp(cli_text(c->cli, log, "pub"), key) != 0)
		wrong(c, "another key is stored than the log names");
	for (size_t i = 0; i < sizeof sum / sizeof *sum; i++)
		if (placet_json_integer(log, sum[i].name, -1) !=
		    (int64_t)c->count[sum[i].type])
			wrong(c, "the log counts %lld %s and has %llu entries",
			    (long long)placet_json_integer(
			        log, sum[i].name, -1),
			    sum[i].what,
			    (unsigned long long)c->count[sum[i].type]);
	compare_tiles(c, placet_json_get(log, "tiles"));
	if (rows != signs)
		wrong(c, "%lld numbered signatures, but %lld entries",
		    (long long)rows, (long long)signs);
	c->frontier = placet_json_text(log, "frontier");
	if (halted != NULL && !c->resume)
		wrong(c, "the notary has halted: %s", halted);
	if (halted == NULL && c->resume)
		wrong(c, "this log is not halted");
}

static int
read_database(struct check *c, const char *number)
{
	struct cli *cli = c->cli;
	const struct db_arg args[] = { { cli->arg[0] }, { number } };
	struct placet_json *log;
	int status = cli_ask(cli, "admin.log_get", args, 2, &log);
	uint64_t size;

	if (status != CLI_OK)
		return status;
	c->note = placet_json_text(log, "checkpoint");
	c->notelen = c->note != NULL ? strlen(c->note) : 0;
	if (c->note == NULL ||
	    placet_checkpoint_parse(c->note, c->notelen, &c->cp) != 0) {
		wrong(c, "this log has no checkpoint yet");
		return CLI_FAILED;
	}
	if (c->resume)
		status = signed_last(cli, c->cp.origin, &c->last);
	size = (uint64_t)placet_json_integer(log, "size", 0);
	while (status == CLI_OK && c->tree.size < size)
		status = read_page(c, number);
	if (status == CLI_OK && c->tree.size == size)
		compare(c, log);
	return status;
}

/* --- the verdict --------------------------------------------------------- */

/* Are the peaks that are stored those of the entries? */
static bool
frontier_same(const struct check *c)
{
	const size_t n = placet_frontier_peaks(c->tree.size);
	char hex[64 * 64 + 1] = "";

	for (size_t i = 0; i < n; i++)
		placet_hex(c->tree.peak[i].b, 32, hex + 64 * i);
	return c->frontier == NULL || strcmp(c->frontier, hex) == 0;
}

static void
judge(struct check *c, char vkey[PLACET_VKEY_MAX])
{
	const char *given = cli_option(c->cli, "vkey");
	char name[PLACET_NAME_MAX];
	uint8_t pub[32];

	if (c->tree.size < c->cp.size)
		wrong(c, "there are fewer entries than were signed");
	if (memcmp(c->root.b, c->cp.root.b, 32) != 0)
		wrong(c, "the entries give another root than was signed");
	if (!frontier_same(c))
		wrong(c, "the peaks that are stored are not of these entries");
	if (placet_vkey(c->cp.origin, c->key, vkey) != 0)
		wrong(c, "the log has no key");
	if (given != NULL &&
	    (placet_vkey_parse(given, strlen(given), name, pub) != 0 ||
	        memcmp(pub, c->key, 32) != 0 ||
	        strcmp(name, c->cp.origin) != 0))
		wrong(c, "this is not the log of the key that you gave");
	if (placet_checkpoint_open(c->note, c->notelen, c->key, &c->cp) != 0)
		wrong(c, "its own key did not sign the checkpoint");
}

/* The origin is whatever the other side calls itself. */
static int
tell_json(const struct check *c, const char *root, const char *vkey)
{
	const struct {
		const char *name, *text;
		uint64_t number;
	} member[] = {
		{ "origin", c->cp.origin, 0 },
		{ "size", NULL, c->cp.size },
		{ "signatures", NULL, c->count[PLACET_LEAF_SIGN] },
		{ "withdrawn", NULL, c->count[PLACET_LEAF_WITHDRAW] },
		{ "invalidated", NULL, c->count[PLACET_LEAF_INVALIDATE] },
		{ "root", root, 0 },
		{ "vkey", vkey, 0 },
	};
	struct placet_arena *a = &c->cli->arena;
	struct placet_json *o = cli_must(
	    placet_json_new(a, PLACET_JSON_OBJECT));

	placet_json_set(a, o, "verified", placet_json_new_bool(a, true));
	for (size_t i = 0; i < sizeof member / sizeof *member; i++) {
		const char *s = member[i].text;

		placet_json_set(a, o, member[i].name,
		    s != NULL ? placet_json_new_text(a, s, strlen(s))
		              : placet_json_new_integer(
		                    a, (int64_t)member[i].number));
	}
	placet_json_set(a, o, "trusted_key",
	    placet_json_new_bool(a, cli_option(c->cli, "vkey") != NULL));
	return cli_print_json(c->cli, o);
}

static int
tell(const struct check *c, const char *vkey)
{
	char root[65];

	placet_hex(c->cp.root.b, 32, root);
	if (c->cli->json)
		return tell_json(c, root, vkey);
	printf("%s: all is well.\n\n"
	       "  entries     %llu read, %llu signed\n"
	       "  signatures  %llu, withdrawn %llu, invalidated %llu\n"
	       "  root        %s\n"
	       "  key         %s\n",
	    cli_plain(c->cli, c->cp.origin), (unsigned long long)c->tree.size,
	    (unsigned long long)c->cp.size,
	    (unsigned long long)c->count[PLACET_LEAF_SIGN],
	    (unsigned long long)c->count[PLACET_LEAF_WITHDRAW],
	    (unsigned long long)c->count[PLACET_LEAF_INVALIDATE], root,
	    cli_plain(c->cli, vkey));
	return CLI_OK;
}

int
log_check(struct cli *cli)
{
	struct check c = { .cli = cli };
	const char *number = cli_option(cli, "petition");
	char vkey[PLACET_VKEY_MAX] = "";
	int status;

	if (number == NULL && strstr(cli->arg[0], "://") == NULL)
		return cli_fail(cli, CLI_USAGE,
		    "give a URL, or a host and --petition NUMBER");
	status = number != NULL ? read_database(&c, number) : read_http(&c);
	tiles_end(&c.tiles);
	if (status == CLI_OK)
		judge(&c, vkey);
	if (c.why[0] != '\0')
		return cli_fail(cli,
		    status == CLI_OK ? CLI_FAILED : (enum cli_exit)status, "%s",
		    c.why);
	return status == CLI_OK ? tell(&c, vkey) : status;
}

/* --- going on ------------------------------------------------------------ */

/* Nothing may have been lost or changed since keyd signed it. */
static void
judge_signed(struct check *c)
{
	if (c->last.size > c->tree.size)
		wrong(c, "keyd has signed %llu entries, and there are %llu",
		    (unsigned long long)c->last.size,
		    (unsigned long long)c->tree.size);
	if (memcmp(c->lastroot.b, c->last.root.b, 32) != 0)
		wrong(c, "the first %llu entries are not those keyd signed",
		    (unsigned long long)c->last.size);
	if (c->cp.size > c->last.size)
		wrong(c,
		    "more is published than keyd remembers: is its "
		    "journal an old one?");
	if (memcmp(c->last.pub, c->key, 32) != 0)
		wrong(c, "keyd signed it with another key than it names");
}

static int
resume(struct check *c)
{
	char size[24], root[65];
	struct cli *cli = c->cli;
	const struct db_arg args[] = { { cli->arg[0] }, { cli->arg[1] },
		{ size }, { root } };
	struct placet_json *doc;
	int status;

	placet_frontier_root(&c->tree, &c->root);
	placet_hex(c->root.b, 32, root);
	snprintf(size, sizeof size, "%llu", (unsigned long long)c->tree.size);
	status = cli_ask(cli, "admin.log_resume", args, 4, &doc);
	if (status != CLI_OK)
		return status;
	if (cli->json)
		return cli_print_json(cli, doc);
	printf("%s goes on, with %s entries; it was halted: %s\n",
	    cli_plain(cli, c->cp.origin), size,
	    cli_text(cli, placet_json_get(doc, "resumed"), "halted"));
	return CLI_OK;
}

int
log_resume(struct cli *cli)
{
	struct check c = { .cli = cli, .resume = true };
	char vkey[PLACET_VKEY_MAX] = "";
	int status = read_database(&c, cli->arg[1]);

	tiles_end(&c.tiles);
	if (status == CLI_OK) {
		judge(&c, vkey);
		judge_signed(&c);
	}
	if (c.why[0] != '\0')
		return cli_fail(cli,
		    status == CLI_OK ? CLI_FAILED : (enum cli_exit)status, "%s",
		    c.why);
	return status == CLI_OK ? resume(&c) : status;
}

/*
 * journal.c - signed.log: append, fsync, read again, compact
 *
 * A line: <batch> <origin> <size> <root> <key> <check>, numbers in decimal,
 * hashes in hexadecimal, the check over all before it.  Lines that share an
 * fsync share a batch number.  A disk that loses power may keep the pages of
 * the last batch in any order; so lines that are damaged are forgiven if all
 * good ones after them belong to that same last batch, which was never told.
 * Anything else is damage to what was told, and keyd must not go on.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <placet/buf.h>
#include <placet/hash.h>
#include <placet/text.h>

#include "base/limit.h"
#include "base/log.h"
#include "keyd/journal.h"

#define FILE_NAME "signed.log"
#define FILE_NEW  "signed.new"
#define TITLE     "placet signed 1\n"

enum { BUCKETS = 4096, CHECK = 16, FIELDS = 6, SLACK = 16 << 20 };

struct undo {
	struct last *l;
	struct last was; /* was.size == 0: it was not there */
};

struct journal {
	int dir, fd;
	uint64_t batch;        /* of the next commit */
	off_t len, live;       /* of the file; of it right after compaction */
	struct placet_buf out; /* lines not yet written */
	struct undo undo[LIMIT_KEYD_SIGN];
	size_t nundo;
	struct last *bucket[BUCKETS];
};

static size_t
bucket_of(const char *origin)
{
	uint32_t h = 2166136261U;

	for (; *origin != '\0'; origin++)
		h = (h ^ (unsigned char)*origin) * 16777619U;
	return (h ^ h >> 16) % BUCKETS;
}

static struct last *
lookup(const struct journal *j, const char *origin)
{
	struct last *l = j->bucket[bucket_of(origin)];

	while (l != NULL && strcmp(l->origin, origin) != 0)
		l = l->next;
	return l;
}

const struct last *
journal_find(const struct journal *j, const char *origin)
{
	return lookup(j, origin);
}

/* The place of an origin, made if need be. */
static struct last *
place(struct journal *j, const char *origin)
{
	struct last *l = lookup(j, origin), **head;

	if (l != NULL)
		return l;
	l = calloc(1, sizeof *l);
	if (l == NULL)
		fatalx("out of memory");
	snprintf(l->origin, sizeof l->origin, "%s", origin);
	head = &j->bucket[bucket_of(origin)];
	l->next = *head;
	*head = l;
	return l;
}

static void
check_of(const char *line, size_t len, char out[2 * 32 + 1])
{
	struct placet_hash h;

	placet_sha256(line, len, &h);
	placet_hex(h.b, sizeof h.b, out);
	out[CHECK] = '\0';
}

static void
write_line(struct placet_buf *b, uint64_t batch, const struct last *l)
{
	char check[65];
	const size_t from = b->len;

	placet_buf_printf(b, "%llu %s %llu ", (unsigned long long)batch,
	    l->origin, (unsigned long long)l->size);
	placet_buf_hex(b, l->root.b, sizeof l->root.b);
	placet_buf_byte(b, ' ');
	placet_buf_hex(b, l->pub, sizeof l->pub);
	if (b->err != PLACET_OK)
		return;
	check_of(b->data + from, b->len - from, check);
	placet_buf_printf(b, " %s\n", check);
}

/* Split a line of known length at its blanks; false unless six fields. */
static bool
split(const char *line, size_t len, const char *f[FIELDS], size_t n[FIELDS])
{
	size_t i = 0;

	for (f[0] = line; i < FIELDS; i++) {
		const size_t left = len - (size_t)(f[i] - line);
		const char *blank = memchr(f[i], ' ', left);

		n[i] = blank == NULL ? left : (size_t)(blank - f[i]);
		if (blank == NULL)
			return i == FIELDS - 1;
		if (i < FIELDS - 1)
			f[i + 1] = blank + 1;
	}
	return false;
}

/* One line without its newline; false if it is damaged. */
static bool
read_line(const char *line, size_t len, uint64_t *batch, struct last *l)
{
	const char *f[FIELDS];
	size_t n[FIELDS];
	char check[65];

	memset(l, 0, sizeof *l);
	if (!split(line, len, f, n) || n[5] != CHECK ||
	    !placet_name_valid(f[1], n[1]) || n[1] >= sizeof l->origin)
		return false;
	check_of(line, len - CHECK - 1, check);
	memcpy(l->origin, f[1], n[1]);
	return memcmp(check, f[5], CHECK) == 0 &&
	    placet_decimal(f[0], n[0], UINT64_MAX, batch) == 0 &&
	    placet_decimal(f[2], n[2], INT64_MAX, &l->size) == 0 &&
	    l->size > 0 &&
	    placet_unhex(f[3], n[3], l->root.b, sizeof l->root.b) == 0 &&
	    placet_unhex(f[4], n[4], l->pub, sizeof l->pub) == 0;
}

static void
read_all(struct journal *j, FILE *f)
{
	struct last l;
	char *line = NULL;
	size_t size = 0, bad = 0;
	ssize_t n = getline(&line, &size, f);
	uint64_t batch = 0, last = 0;

	if (n < 0 || strcmp(line, TITLE) != 0)
		fatalx("'" FILE_NAME "' is not a journal of ours");
	while ((n = getline(&line, &size, f)) > 0) {
		const bool whole = line[n - 1] == '\n';

		if (!whole || !read_line(line, (size_t)n - 1, &batch, &l))
			bad++;
		else if (bad > 0 && batch > last + 1)
			fatalx("'" FILE_NAME "' is damaged: nothing will be "
			       "signed; restore it from a backup");
		else if (bad == 0) {
			struct last *at = place(j, l.origin);

			l.next = at->next;
			*at = l;
			last = batch;
		}
	}
	if (ferror(f))
		fatal("cannot read '" FILE_NAME "'");
	free(line);
	if (bad > 0)
		log_warnx("'" FILE_NAME "' had a torn end, which was dropped");
	j->batch = last + 1;
}

/* All of a buffer, or -1. */
static int
write_out(int fd, const struct placet_buf *b)
{
	size_t done = 0;

	while (done < b->len) {
		const ssize_t n = write(fd, b->data + done, b->len - done);

		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0)
			done += (size_t)n;
	}
	return 0;
}

/*
 * Write anew with one line a log.  Also at each start: what a killed
 * predecessor wrote but did not fsync is in our memory now, so it must get
 * to the disk before it is relied on.
 */
static void
compact(struct journal *j)
{
	struct placet_buf b = { .ceiling = 1U << 30 };
	int fd;

	placet_buf_str(&b, TITLE);
	for (size_t i = 0; i < BUCKETS; i++)
		for (struct last *l = j->bucket[i]; l != NULL; l = l->next)
			if (l->size > 0)
				write_line(&b, j->batch, l);
	j->batch++;
	fd = openat(j->dir, FILE_NEW,
	    O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_NOFOLLOW | O_CLOEXEC,
	    0600);
	if (b.err != PLACET_OK || fd < 0 || write_out(fd, &b) != 0 ||
	    fsync(fd) != 0 ||
	    renameat(j->dir, FILE_NEW, j->dir, FILE_NAME) != 0 ||
	    fsync(j->dir) != 0)
		fatal("cannot write '" FILE_NAME "'");
	if (j->fd >= 0)
		close(j->fd);
	j->fd = fd;
	j->len = j->live = (off_t)b.len;
	placet_buf_release(&b);
}

struct journal *
journal_open(int dir, bool make)
{
	struct journal *j = calloc(1, sizeof *j);
	const int fd = openat(
	    dir, FILE_NAME, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	FILE *f = NULL;

	if (j == NULL)
		fatalx("out of memory");
	j->dir = dir;
	j->fd = -1;
	j->batch = 1;
	j->out.ceiling = (size_t)LIMIT_KEYD_SIGN * 512;
	if (fd < 0 && (errno != ENOENT || !make))
		fatal("there are keys, but '" FILE_NAME "' cannot be opened; "
		      "restore it from a backup");
	if (fd >= 0 && (f = fdopen(fd, "r")) == NULL)
		fatal("cannot read '" FILE_NAME "'");
	if (f != NULL) {
		read_all(j, f);
		fclose(f);
	}
	compact(j);
	return j;
}

void
journal_close(struct journal *j)
{
	if (j == NULL)
		return;
	for (size_t i = 0; i < BUCKETS; i++)
		for (struct last *l = j->bucket[i], *next; l != NULL;
		     l = next) {
			next = l->next;
			free(l);
		}
	placet_buf_release(&j->out);
	close(j->fd);
	free(j);
}

void
journal_note(struct journal *j, const struct last *l)
{
	struct last *at = place(j, l->origin);
	struct undo *u = &j->undo[j->nundo++];

	u->l = at;
	u->was = *at;
	at->size = l->size;
	at->root = l->root;
	memcpy(at->pub, l->pub, sizeof at->pub);
	write_line(&j->out, j->batch, at);
}

static void
roll_back(struct journal *j)
{
	while (j->nundo > 0) {
		const struct undo *u = &j->undo[--j->nundo];
		struct last *next = u->l->next;

		/* A place made for it stays, with size 0: as good as none. */
		*u->l = u->was;
		u->l->next = next;
	}
}

int
journal_commit(struct journal *j)
{
	const bool ok = j->out.err == PLACET_OK &&
	    write_out(j->fd, &j->out) == 0;

	if (ok) {
		/* After a failed fsync nobody knows what the disk holds. */
		if (fdatasync(j->fd) != 0)
			fatal("cannot make '" FILE_NAME "' durable");
		j->len += (off_t)j->out.len;
		j->nundo = 0;
		j->batch++;
	} else {
		log_warn("cannot write '" FILE_NAME "'");
		if (ftruncate(j->fd, j->len) != 0)
			fatal("cannot mend '" FILE_NAME "'");
		roll_back(j);
	}
	placet_buf_clear(&j->out);
	if (ok && j->len > SLACK + 4 * j->live)
		compact(j);
	return ok ? 0 : -1;
}

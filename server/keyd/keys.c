/*
 * keys.c - site-<uuid>.seed: 32 random bytes, made on first need
 *
 * Seeds that were used lately are kept in locked memory, in a table with one
 * place for each value of a hash: a collision costs a read of a file.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <placet/text.h>

#include "base/log.h"
#include "keyd/keyd.h"

enum { PLACES = 1024, SEED = 32, NAME = 64 };

struct place {
	bool used;
	uint8_t site[16];
	uint8_t seed[SEED];
};

struct keys {
	int dir;
	struct bucket fresh; /* a web worker gone mad shall not fill the disk */
	struct place *place; /* PLACES, in locked memory */
};

struct keys *
keys_new(int dir)
{
	struct keys *k = calloc(1, sizeof *k);

	if (k == NULL)
		fatalx("out of memory");
	k->dir = dir;
	k->fresh.rate = 10;
	k->fresh.most = LIMIT_KEYD_FRESH;
	k->place = sodium_malloc(PLACES * sizeof *k->place);
	if (k->place == NULL)
		fatalx("out of memory");
	sodium_memzero(k->place, PLACES * sizeof *k->place);
	return k;
}

void
keys_free(struct keys *k)
{
	if (k == NULL)
		return;
	sodium_free(k->place);
	free(k);
}

static void
file_name(const uint8_t site[16], const char *suffix, char out[NAME])
{
	char hex[33];

	placet_hex(site, 16, hex);
	snprintf(out, NAME, "site-%s.%s", hex, suffix);
}

enum ipc_status
keys_read(struct keys *k, const uint8_t site[16], const char *suffix,
    void *data, size_t *len)
{
	char name[NAME];
	struct stat st;
	ssize_t n;
	int fd;

	file_name(site, suffix, name);
	fd = openat(k->dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return IPC_REFUSED;
	if (fd < 0) {
		log_warn("cannot open '%s'", name);
		return IPC_FAILED;
	}
	n = read(fd, data, *len);
	if (n <= 0 || fstat(fd, &st) != 0 || st.st_size != n) {
		log_warnx("'%s' has a strange size", name);
		close(fd);
		return IPC_FAILED;
	}
	close(fd);
	*len = (size_t)n;
	return IPC_OK;
}

/*
 * First under another name and down to the disk, then renamed: a key that
 * exists is whole and lasts, and so will what is derived from it.
 */
enum ipc_status
keys_write(struct keys *k, const uint8_t site[16], const char *suffix,
    const void *data, size_t len)
{
	char fresh[NAME], name[NAME];
	bool ok;
	int fd;

	file_name(site, "new", fresh);
	file_name(site, suffix, name);
	unlinkat(k->dir, fresh, 0); /* of one that was killed here */
	fd = openat(
	    k->dir, fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		log_warn("cannot make '%s'", fresh);
		return IPC_FAILED;
	}
	ok = write(fd, data, len) == (ssize_t)len && fsync(fd) == 0;
	if (close(fd) != 0 || !ok ||
	    renameat(k->dir, fresh, k->dir, name) != 0 || fsync(k->dir) != 0) {
		log_warn("cannot keep '%s'", name);
		return IPC_FAILED;
	}
	log_info("made '%s': back it up", name);
	return IPC_OK;
}

enum ipc_status
keys_drop(struct keys *k, const uint8_t site[16], const char *suffix)
{
	char name[NAME];

	file_name(site, suffix, name);
	if (unlinkat(k->dir, name, 0) != 0) {
		if (errno == ENOENT)
			return IPC_OK;
		log_warn("cannot drop '%s'", name);
		return IPC_FAILED;
	}
	if (fsync(k->dir) != 0) {
		log_warn("cannot drop '%s' for good", name);
		return IPC_FAILED;
	}
	log_info("dropped '%s'", name);
	return IPC_OK;
}

enum ipc_status
keys_may_make(struct keys *k)
{
	return bucket_take(&k->fresh) ? IPC_OK : IPC_BUSY;
}

static enum ipc_status
make_seed(struct keys *k, const uint8_t site[16], uint8_t seed[SEED])
{
	const enum ipc_status status = keys_may_make(k);

	if (status != IPC_OK)
		return status;
	randombytes_buf(seed, SEED);
	return keys_write(k, site, "seed", seed, SEED);
}

static enum ipc_status
read_seed(struct keys *k, const uint8_t site[16], uint8_t seed[SEED])
{
	size_t len = SEED;
	const enum ipc_status status = keys_read(k, site, "seed", seed, &len);

	if (status != IPC_OK || len == SEED)
		return status;
	log_warnx("a seed is too short");
	return IPC_FAILED;
}

static enum ipc_status
find(struct keys *k, const uint8_t site[16], bool make, struct place **out)
{
	uint32_t h = 2166136261U;
	struct place *p;
	enum ipc_status status;

	for (int i = 0; i < 16; i++)
		h = (h ^ site[i]) * 16777619U;
	p = *out = &k->place[(h ^ h >> 16) % PLACES];
	if (p->used && memcmp(p->site, site, sizeof p->site) == 0)
		return IPC_OK;
	p->used = false;
	status = read_seed(k, site, p->seed);
	if (status == IPC_REFUSED && make)
		status = make_seed(k, site, p->seed);
	if (status != IPC_OK)
		return status;
	memcpy(p->site, site, sizeof p->site);
	p->used = true;
	return IPC_OK;
}

enum ipc_status
keys_derive(struct keys *k, const uint8_t site[16], bool make,
    const char *label, const char *name, struct placet_hash *key)
{
	char info[64 + PLACET_NAME_MAX];
	struct place *p;
	const enum ipc_status status = find(k, site, make, &p);
	const int n = snprintf(
	    info, sizeof info, "%s%s", label, name != NULL ? name : "");

	if (status == IPC_OK)
		placet_hkdf(p->seed, SEED, info, (size_t)n, key);
	return status;
}

bool
keys_any(int dir)
{
	const int copy = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = copy < 0 ? NULL : fdopendir(copy);
	const struct dirent *e;
	bool any = false;

	if (d == NULL)
		fatal("cannot read the folder of keys");
	while ((e = readdir(d)) != NULL) {
		const size_t n = strlen(e->d_name);

		any = any || (n > 5 && strcmp(e->d_name + n - 5, ".seed") == 0);
	}
	closedir(d);
	return any;
}

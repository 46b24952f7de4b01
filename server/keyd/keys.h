/*
 * keys.h - one random seed a site, every other key derived from it
 */
#ifndef KEYD_KEYS_H
#define KEYD_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <placet/hash.h>

#include "base/ipc.h"

struct keys;

/* Seeds live in files of the folder `dir`.  fatal() if it cannot. */
struct keys *keys_new(int dir);
void keys_free(struct keys *k);

/*
 * The key for a purpose: HKDF(seed of the site, label || name); name may be
 * NULL.  With `make` a site that has no seed yet gets one, durable before
 * this returns.  IPC_OK, IPC_REFUSED (no such seed), IPC_BUSY (too many new
 * ones), IPC_FAILED.  Wipe it after use.
 */
enum ipc_status keys_derive(struct keys *k, const uint8_t site[16], bool make,
    const char *label, const char *name, struct placet_hash *key);

/*
 * A file of a site, "site-<uuid>.<suffix>".  read: *len is the room on the
 * way in, the size on the way out; IPC_REFUSED when there is none, IPC_FAILED
 * when it cannot be read or is larger.  write: durable before it returns, and
 * whole or not there.  drop: gone, or was not there.
 */
enum ipc_status keys_read(struct keys *k, const uint8_t site[16],
    const char *suffix, void *data, size_t *len);
enum ipc_status keys_write(struct keys *k, const uint8_t site[16],
    const char *suffix, const void *data, size_t len);
enum ipc_status keys_drop(
    struct keys *k, const uint8_t site[16], const char *suffix);
/* IPC_OK, or IPC_BUSY when too many new keys are wanted. */
enum ipc_status keys_may_make(struct keys *k);

/* Is there any seed in the folder? */
bool keys_any(int dir);

#endif

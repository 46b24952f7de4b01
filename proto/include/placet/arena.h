/*
 * arena.h - memory that ends all at once
 *
 * What belongs to a request is allocated here and dies with it.  Zero is a
 * valid empty arena; the ceiling, if any, bounds the sum of all blocks.
 */
#ifndef PLACET_ARENA_H
#define PLACET_ARENA_H

#include <placet/base.h>

struct placet_block;

struct placet_arena {
	struct placet_block *head; /* newest first */
	size_t used;               /* bytes in blocks, all told */
	size_t ceiling;            /* 0: none */
};

/* Memory aligned for any type, not zeroed; NULL if there is none. */
PLACET_API void *placet_alloc(struct placet_arena *a, size_t size);

/* Same, zeroed. */
PLACET_API void *placet_zalloc(struct placet_arena *a, size_t size);

/* A NUL-terminated copy of len bytes; NULL if there is no memory. */
PLACET_API char *placet_memdup(
    struct placet_arena *a, const void *data, size_t len);

PLACET_API char *placet_strdup(struct placet_arena *a, const char *s);

/* printf into the arena; NULL if there is no memory. */
PLACET_API char *placet_printf(struct placet_arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Free everything; the arena is empty and may be used again. */
PLACET_API void placet_arena_end(struct placet_arena *a);

#endif

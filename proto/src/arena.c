/*
 * arena.c - memory in blocks that are only ever freed together
 *
 * What is small shares the newest block; what is large gets a block of its
 * own behind it, so that one large value does not waste the room left.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <placet/arena.h>

enum { BLOCK_SIZE = 4096 };

struct placet_block {
	struct placet_block *next;
	size_t size; /* of data */
	size_t used;
	_Alignas(max_align_t) unsigned char data[];
};

/* A block that can hold `size` bytes; NULL if memory or ceiling end. */
static struct placet_block *
block_new(struct placet_arena *a, size_t size)
{
	size_t room = BLOCK_SIZE - sizeof(struct placet_block);
	struct placet_block *block;

	if (size > room)
		room = size;
	if (a->ceiling != 0) {
		size_t left = a->ceiling > a->used ? a->ceiling - a->used : 0;

		if (left < sizeof *block || left - sizeof *block < size)
			return NULL;
		if (room > left - sizeof *block)
			room = size;
	}
	block = malloc(sizeof *block + room);
	if (block == NULL)
		return NULL;
	block->size = room;
	block->used = 0;
	block->next = NULL;
	a->used += sizeof *block + room;
	return block;
}

static void
block_link(struct placet_arena *a, struct placet_block *block)
{
	if (a->head != NULL && block->size > BLOCK_SIZE) {
		block->next = a->head->next;
		a->head->next = block;
	} else {
		block->next = a->head;
		a->head = block;
	}
}

void *
placet_alloc(struct placet_arena *a, size_t size)
{
	struct placet_block *block = a->head;
	unsigned char *p;

	if (size > SIZE_MAX / 2)
		return NULL;
	size = (size + _Alignof(max_align_t) - 1) &
	    ~(_Alignof(max_align_t) - 1);
	if (block == NULL || block->size - block->used < size) {
		block = block_new(a, size);
		if (block == NULL)
			return NULL;
		block_link(a, block);
	}
	p = block->data + block->used;
	block->used += size;
	return p;
}

void *
placet_zalloc(struct placet_arena *a, size_t size)
{
	void *p = placet_alloc(a, size);

	if (p != NULL)
		memset(p, 0, size);
	return p;
}

char *
placet_memdup(struct placet_arena *a, const void *data, size_t len)
{
	char *copy = len < SIZE_MAX ? placet_alloc(a, len + 1) : NULL;

	if (copy == NULL)
		return NULL;
	if (len > 0)
		memcpy(copy, data, len);
	copy[len] = '\0';
	return copy;
}

char *
placet_strdup(struct placet_arena *a, const char *s)
{
	return placet_memdup(a, s, strlen(s));
}

char *
placet_printf(struct placet_arena *a, const char *fmt, ...)
{
	va_list ap;
	char *s;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0)
		return NULL;
	s = placet_alloc(a, (size_t)len + 1);
	if (s == NULL)
		return NULL;
	va_start(ap, fmt);
	vsnprintf(s, (size_t)len + 1, fmt, ap);
	va_end(ap);
	return s;
}

void
placet_arena_end(struct placet_arena *a)
{
	struct placet_block *block = a->head, *next;

	for (; block != NULL; block = next) {
		next = block->next;
		free(block);
	}
	a->head = NULL;
	a->used = 0;
}

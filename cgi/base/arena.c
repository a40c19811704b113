/* arena.c: a bump allocator; one per worker, reset after every response. */

#define _DEFAULT_SOURCE	1	/* explicit_bzero() */

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* A whole page and the views it is made of fit in the first block. */
#define BLOCK_SIZE	((size_t)512 * 1024)

struct block {
	struct block	*next;
	size_t		 size;
	size_t		 used;
	alignas(max_align_t) unsigned char mem[];
};

struct arena {
	struct block	*first;
	struct block	*last;
};

static struct block *
block_new(size_t size)
{
	struct block *b;

	if (size > SIZE_MAX - sizeof(*b) || (b = calloc(1, sizeof(*b) + size)) == NULL) {
		fprintf(stderr, "out of memory (%zu bytes)\n", size);
		_Exit(EXIT_FAILURE);
	}
	b->size = size;
	return b;
}

struct arena *
arena_new(void)
{
	struct arena *a;

	if ((a = malloc(sizeof(*a))) == NULL)
		_Exit(EXIT_FAILURE);
	a->first = a->last = block_new(BLOCK_SIZE);
	return a;
}

static size_t
round_up(size_t size)
{
	const size_t align = alignof(max_align_t);

	if (size > SIZE_MAX - align)
		_Exit(EXIT_FAILURE);
	return (size + align - 1) / align * align;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	struct block *b = a->last;
	void *p;

	size = round_up(size);
	if (size > b->size - b->used) {
		b = block_new(size > BLOCK_SIZE ? size : BLOCK_SIZE);
		a->last = a->last->next = b;
	}
	p = b->mem + b->used;
	b->used += size;
	return p;
}

void *
arena_grow(struct arena *a, void *p, size_t old, size_t size)
{
	struct block *b = a->last;
	void *grown;

	old = round_up(old);
	size = round_up(size);
	if ((unsigned char *)p + old == b->mem + b->used &&
	    size - old <= b->size - b->used) {
		b->used += size - old;
		return p;
	}
	grown = arena_alloc(a, size);
	memcpy(grown, p, old);
	return grown;
}

void *
arena_array(struct arena *a, size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / size)
		_Exit(EXIT_FAILURE);
	return arena_alloc(a, n * size);
}

void
arena_reset(struct arena *a)
{
	struct block *b, *next;

	for (b = a->first->next; b != NULL; b = next) {
		next = b->next;
		explicit_bzero(b->mem, b->used);
		free(b);
	}
	explicit_bzero(a->first->mem, a->first->used);
	a->first->used = 0;
	a->first->next = NULL;
	a->last = a->first;
}

void
arena_free(struct arena *a)
{
	arena_reset(a);
	free(a->first);
	free(a);
}

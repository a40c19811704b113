/* arena.c: a bump allocator; one per worker, reset after every response. */

#define _DEFAULT_SOURCE	1	/* explicit_bzero() */

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#define BLOCK_SIZE	((size_t)64 * 1024)

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

	if (size > SIZE_MAX - sizeof(*b) || (b = malloc(sizeof(*b) + size)) == NULL) {
		fprintf(stderr, "out of memory (%zu bytes)\n", size);
		_Exit(EXIT_FAILURE);
	}
	b->next = NULL;
	b->size = size;
	b->used = 0;
	memset(b->mem, 0, size);
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

void *
arena_alloc(struct arena *a, size_t size)
{
	const size_t align = alignof(max_align_t);
	struct block *b = a->last;
	void *p;

	if (size > SIZE_MAX - align)
		_Exit(EXIT_FAILURE);
	size = (size + align - 1) / align * align;
	if (size > b->size - b->used) {
		b = block_new(size > BLOCK_SIZE ? size : BLOCK_SIZE);
		a->last = a->last->next = b;
	}
	p = b->mem + b->used;
	b->used += size;
	return p;
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

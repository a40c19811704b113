/* fuzz-roster.c: entries, one a line, without their signatures. */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "seal/roster.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct roster *r = roster_new(arena);
	const char *text = (const char *)data, *end;
	uint64_t len = 0;
	size_t n;

	while (size > 0) {
		end = memchr(text, '\n', size);
		n = end == NULL ? size : (size_t)(end - text);
		if (roster_append(r, text, n, ROSTER_STORED) == OK)
			len++;
		assert(roster_len(r) == len && roster_epoch(r) <= len);
		if (end != NULL)
			n++;
		text += n;
		size -= n;
	}
	arena_free(arena);
	return 0;
}

/* fuzz-envelope.c: the envelope reader on any bytes. */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "seal/envelope.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct envelope e;
	int changed = 1;

	if (envelope_read(arena, (const char *)data, size, &e) == OK) {
		assert(size <= ENVELOPE_MAX && strlen(e.rec) == UUID_TEXT);
		assert(e.rev > 0 && e.prev.len == HASH_LEN);
		assert(envelope_rewrap(&e, &e, e.kep, &changed) == OK);
		assert(changed == 0);
		assert(envelope_verify(arena, &e, e.prev.at) == INVALID);
	}
	arena_free(arena);
	return 0;
}

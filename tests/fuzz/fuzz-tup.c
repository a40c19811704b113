/* fuzz-tup.c: what decodes as a label encodes to the same bytes again. */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "seal/tup.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first byte chooses the label. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes items[TUP_MAX_ITEMS], out;
	struct arena *arena;
	enum tup_label label;

	if (size == 0)
		return 0;
	arena = arena_new();
	label = (enum tup_label)(data[0] % TUP_NLABELS);
	if (tup_decode(label, (struct bytes){ data + 1, size - 1 }, items) ==
	    OK) {
		assert(tup_encode(arena, label, items, tup_count(label),
		    &out) == OK);
		assert(out.len == size - 1 &&
		    memcmp(out.at, data + 1, size - 1) == 0);
	}
	arena_free(arena);
	return 0;
}

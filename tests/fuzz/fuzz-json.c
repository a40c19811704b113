/* fuzz-json.c: the canonical check and the member reader on any bytes. */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "seal/canonical.h"
#include "seal/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct member inner[] = {
	{ "n", MEMBER_BYTES, .min = 0, .max = 4 },
};

static const struct member members[] = {
	{ "a", .kind = MEMBER_INTEGER },
	{ "b", MEMBER_TEXT, .min = 0, .max = 8 },
	{ "c", MEMBER_LIST, .min = 0, .max = 2, .members = inner,
	  .nmembers = 1 },
};

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const char *text = (const char *)data;
	struct member_value out[3];
	int canonical = canonical_check(text, size) == OK;

	memset(out, 0, sizeof(out));
	if (members_read(arena, text, size, 1024, members, 3, out) == OK)
		assert(canonical && out[0].number <= TUP_INTEGER_MAX &&
		    out[1].bytes.len <= 8 && out[2].count <= 2);
	/* No object stays one when its end is cut off. */
	if (canonical && data[0] == '{')
		assert(canonical_check(text, size - 1) == INVALID);
	arena_free(arena);
	return 0;
}

/* fuzz-base64url.c: what decodes is the one text of its bytes. */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "seal/base64url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const unsigned char *bytes;
	const char *text;
	size_t len;

	if (base64url_decode(arena, (const char *)data, size, &bytes, &len) ==
	    OK) {
		text = base64url_encode(arena, bytes, len);
		assert(strlen(text) == size && memcmp(text, data, size) == 0);
	}
	arena_free(arena);
	return 0;
}

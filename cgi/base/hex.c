/* hex.c: bytes as pairs of lower-case hexadecimal digits, as SQL takes them. */

#include <string.h>

#include "base/hex.h"

static const char digits[] = "0123456789abcdef";

const char *
hex_format(struct arena *a, const void *bytes, size_t len)
{
	const unsigned char *in = bytes;
	char *text = arena_array(a, len + 1, 2);

	for (size_t i = 0; i < len; i++) {
		text[2 * i] = digits[in[i] >> 4];
		text[2 * i + 1] = digits[in[i] & 15];
	}
	return text;
}

enum status
hex_parse(const char *text, void *out, size_t len)
{
	unsigned char *bytes = out;
	const char *high, *low;

	if (strlen(text) != 2 * len)
		return INVALID;
	for (size_t i = 0; i < len; i++) {
		high = strchr(digits, text[2 * i]);
		low = strchr(digits, text[2 * i + 1]);
		if (high == NULL || low == NULL)
			return INVALID;
		bytes[i] = (unsigned char)((high - digits) << 4 | (low - digits));
	}
	return OK;
}

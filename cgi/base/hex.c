/* hex.c: bytes as pairs of lower-case hexadecimal digits, as SQL takes them. */

#include <string.h>

#include "base/hex.h"

static const char digits[] = "0123456789abcdef";

void
hex_write(char *out, const void *bytes, size_t len)
{
	const unsigned char *in = bytes;

	for (size_t i = 0; i < len; i++) {
		*out++ = digits[in[i] >> 4];
		*out++ = digits[in[i] & 15];
	}
	*out = '\0';
}

const char *
hex_format(struct arena *a, const void *bytes, size_t len)
{
	char *text = arena_array(a, len + 1, 2);

	hex_write(text, bytes, len);
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

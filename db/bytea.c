/* bytea.c: bytes as PostgreSQL writes them in text: "\x" and hexadecimal. */

#include <string.h>

#include "db/bytea.h"

static const char digits[] = "0123456789abcdef";

const char *
bytea_text(struct arena *a, const void *bytes, size_t len)
{
	const unsigned char *from = bytes;
	char *text = arena_alloc(a, 2 * len + 3);

	text[0] = '\\';
	text[1] = 'x';
	for (size_t i = 0; i < len; i++) {
		text[2 * i + 2] = digits[from[i] >> 4];
		text[2 * i + 3] = digits[from[i] & 15];
	}
	return text;
}

static int
digit_value(char ch)
{
	const char *at = ch == '\0' ? NULL : strchr(digits, ch);

	return at == NULL ? -1 : (int)(at - digits);
}

enum status
bytea_read(const char *text, unsigned char *out, size_t len)
{
	if (strlen(text) != 2 * len + 2 || text[0] != '\\' || text[1] != 'x')
		return INVALID;
	for (size_t i = 0; i < len; i++) {
		int high = digit_value(text[2 * i + 2]);
		int low = digit_value(text[2 * i + 3]);

		if (high < 0 || low < 0)
			return INVALID;
		out[i] = (unsigned char)(high << 4 | low);
	}
	return OK;
}

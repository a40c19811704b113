/* bytea.c: bytes as PostgreSQL writes them in text: "\x" and hexadecimal. */

#include <string.h>

#include "base/hex.h"
#include "base/str.h"
#include "db/bytea.h"

const char *
bytea_text(struct arena *a, const void *bytes, size_t len)
{
	return text_printf(a, "\\x%s", hex_format(a, bytes, len));
}

enum status
bytea_read(const char *text, unsigned char *out, size_t len)
{
	if (strncmp(text, "\\x", 2) != 0)
		return INVALID;
	return hex_parse(text + 2, out, len);
}

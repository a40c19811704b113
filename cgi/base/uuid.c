/* uuid.c: UUIDs between their 36 characters and their 16 bytes. */

#include <stddef.h>
#include <string.h>

#include "base/uuid.h"

/* Hyphens stand before these bytes. */
static int
is_group_start(size_t i)
{
	return i == 4 || i == 6 || i == 8 || i == 10;
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

enum status
uuid_parse(const char *text, unsigned char out[UUID_LEN])
{
	unsigned char id[UUID_LEN];
	int high, low;

	for (size_t i = 0; i < UUID_LEN; i++) {
		if (is_group_start(i) && *text++ != '-')
			return INVALID;
		if ((high = hex_value(text[0])) < 0 ||
		    (low = hex_value(text[1])) < 0)
			return INVALID;
		id[i] = (unsigned char)(high << 4 | low);
		text += 2;
	}
	if (*text != '\0')
		return INVALID;
	memcpy(out, id, UUID_LEN);
	return OK;
}

void
uuid_format(const unsigned char id[UUID_LEN], char out[UUID_TEXT + 1])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < UUID_LEN; i++) {
		if (is_group_start(i))
			*out++ = '-';
		*out++ = digits[id[i] >> 4];
		*out++ = digits[id[i] & 15];
	}
	*out = '\0';
}

int
uuid_is_random(const unsigned char id[UUID_LEN])
{
	return id[6] >> 4 == 4 && id[8] >> 6 == 2;
}

int
uuid_is_nil(const unsigned char id[UUID_LEN])
{
	static const unsigned char nil[UUID_LEN];

	return memcmp(id, nil, UUID_LEN) == 0;
}

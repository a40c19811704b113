/* utf8.c: is it UTF-8, and which characters are in it. */

#include <string.h>

#include "base/utf8.h"

/* The second byte is restricted where a longer form would be possible. */
static bool
second_fits(unsigned char first, unsigned char second)
{
	switch (first) {
	case 0xe0:
		return second >= 0xa0 && second <= 0xbf;
	case 0xed:
		return second >= 0x80 && second <= 0x9f;
	case 0xf0:
		return second >= 0x90 && second <= 0xbf;
	case 0xf4:
		return second >= 0x80 && second <= 0x8f;
	default:
		return second >= 0x80 && second <= 0xbf;
	}
}

static size_t
length_of(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	if (first >= 0xf0 && first <= 0xf4)
		return 4;
	return 0;
}

size_t
utf8_read(const char *text, size_t left, uint32_t *out)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t len;

	if (left == 0 || (len = length_of(p[0])) == 0 || len > left)
		return 0;
	if (len == 1) {
		*out = p[0];
		return 1;
	}
	if (!second_fits(p[0], p[1]))
		return 0;
	*out = p[0] & (0xffu >> (len + 1));
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		*out = *out << 6 | (p[i] & 0x3fu);
	}
	return len;
}

bool
utf8_valid(const char *text, size_t len)
{
	uint32_t ch;
	size_t step;

	while (len > 0) {
		if ((step = utf8_read(text, len, &ch)) == 0)
			return false;
		text += step;
		len -= step;
	}
	return true;
}

bool
utf8_is_control(uint32_t ch)
{
	return ch < 0x20 || (ch >= 0x7f && ch <= 0x9f) ||
	    ch == 0x2028 || ch == 0x2029 ||
	    (ch >= 0x202a && ch <= 0x202e) || (ch >= 0x2066 && ch <= 0x2069);
}

size_t
utf8_count(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		if (((unsigned char)*text & 0xc0) != 0x80)
			n++;
	return n;
}

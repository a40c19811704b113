/* base64url.c: strict base64url, the only way bytes stand in JSON here. */

#include <stdint.h>

#include "seal/base64url.h"

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* The six bits of a character, or -1. */
static int
char_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '-')
		return 62;
	return c == '_' ? 63 : -1;
}

static size_t
decoded_len(size_t len)
{
	return len / 4 * 3 + (len % 4 == 0 ? 0 : len % 4 - 1);
}

/* Decode into room for decoded_len(len) bytes. */
static enum status
decode(const char *text, size_t len, unsigned char *out)
{
	uint32_t held = 0;
	unsigned bits = 0;
	int value;

	if (len % 4 == 1)
		return INVALID;
	for (size_t i = 0; i < len; i++) {
		if ((value = char_value(text[i])) < 0)
			return INVALID;
		held = held << 6 | (uint32_t)value;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			*out++ = (unsigned char)(held >> bits);
			held &= (1u << bits) - 1;
		}
	}
	return held == 0 ? OK : INVALID;
}

enum status
base64url_decode(struct arena *arena, const char *text, size_t len,
    const unsigned char **out, size_t *out_len)
{
	unsigned char *bytes;
	enum status st;

	bytes = arena_alloc(arena, decoded_len(len) + 1);
	if ((st = decode(text, len, bytes)) != OK)
		return st;
	*out = bytes;
	*out_len = decoded_len(len);
	return OK;
}

enum status
base64url_decode_exact(const char *text, size_t len, unsigned char *out,
    size_t out_len)
{
	if (decoded_len(len) != out_len)
		return INVALID;
	return decode(text, len, out);
}

const char *
base64url_encode(struct arena *arena, const void *bytes, size_t len)
{
	const unsigned char *in = bytes;
	uint32_t held = 0;
	unsigned bits = 0;
	char *text, *p;

	p = text = arena_alloc(arena, len / 3 * 4 + 5);
	for (size_t i = 0; i < len; i++) {
		held = (held << 8 | in[i]) & 0xffff;
		bits += 8;
		while (bits >= 6) {
			bits -= 6;
			*p++ = alphabet[held >> bits & 63];
		}
	}
	if (bits > 0)
		*p++ = alphabet[held << (6 - bits) & 63];
	return text;
}

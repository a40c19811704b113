/* utf8.h: is it UTF-8, and which characters are in it. */
#ifndef UTF8_H
#define UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Read the character at text into *out and return its bytes (1 to 4); 0 where
 * no well-formed character (Unicode table 3-7) begins or left is 0.
 */
size_t utf8_read(const char *text, size_t left, uint32_t *out);

/* True if all len bytes are well-formed; a NUL byte is a character. */
bool utf8_valid(const char *text, size_t len);

/* True for U+0000-001F, U+007F-009F, and what breaks or turns a line. */
bool utf8_is_control(uint32_t ch);

/* How many characters a well-formed text has. */
size_t utf8_count(const char *text);

#endif

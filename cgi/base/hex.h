/* hex.h: bytes as pairs of lower-case hexadecimal digits, as SQL takes them. */
#ifndef HEX_H
#define HEX_H

#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"

/* The text of len bytes, ended by a NUL; out has room for 2 * len + 1. */
void hex_write(char *out, const void *bytes, size_t len);
const char *hex_format(struct arena *a, const void *bytes, size_t len);

/* Read exactly len bytes; INVALID for any other length or character. */
enum status hex_parse(const char *text, void *out, size_t len)
    __attribute__((warn_unused_result));

#endif

/* bytea.h: bytes as PostgreSQL writes them in text: "\x" and hexadecimal. */
#ifndef BYTEA_H
#define BYTEA_H

#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"

/* The text of len bytes, for a parameter of type bytea. */
const char *bytea_text(struct arena *a, const void *bytes, size_t len);

/* Read the text of a bytea column; INVALID unless it is exactly len bytes. */
enum status bytea_read(const char *text, unsigned char *out, size_t len)
    __attribute__((warn_unused_result));

#endif

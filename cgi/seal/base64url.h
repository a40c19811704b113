/* base64url.h: strict base64url, the only way bytes stand in JSON here. */
#ifndef SEAL_BASE64URL_H
#define SEAL_BASE64URL_H

#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"

/*
 * Decode len characters.  INVALID for padding, white space, another alphabet,
 * a length that is 1 modulo 4, and unused low bits that are not zero, so every
 * byte string has exactly one accepted text.  *out lives in the arena and is
 * never NULL; *out_len may be 0.
 */
enum status base64url_decode(struct arena *arena, const char *text, size_t len,
    const unsigned char **out, size_t *out_len)
    __attribute__((warn_unused_result));

/* As base64url_decode() into out, which must come to exactly out_len bytes. */
enum status base64url_decode_exact(const char *text, size_t len,
    unsigned char *out, size_t out_len) __attribute__((warn_unused_result));

/* Return the text of len bytes, ended by a NUL. */
const char *base64url_encode(struct arena *arena, const void *bytes,
    size_t len);

#endif

/* uuid.h: UUIDs between their 36 characters and their 16 bytes. */
#ifndef UUID_H
#define UUID_H

#include "base/status.h"

enum { UUID_LEN = 16, UUID_TEXT = 36 };

/*
 * Read the one accepted spelling: exactly 36 characters, hexadecimal digits in
 * lower case, hyphens where RFC 9562 has them.  INVALID for anything else,
 * and then out is not touched.
 */
enum status uuid_parse(const char *text, unsigned char out[UUID_LEN])
    __attribute__((warn_unused_result));

/* Write the spelling that uuid_parse() reads, and a NUL. */
void uuid_format(const unsigned char id[UUID_LEN], char out[UUID_TEXT + 1]);

/* True for a random UUID: version 4 of the RFC's variant. */
int uuid_is_random(const unsigned char id[UUID_LEN]);

/* True for the nil UUID, which stands for the institution itself. */
int uuid_is_nil(const unsigned char id[UUID_LEN]);

#endif

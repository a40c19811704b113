/* canonical.h: is a text the one that JSON.stringify would print? */
#ifndef SEAL_CANONICAL_H
#define SEAL_CANONICAL_H

#include <stddef.h>

#include "base/status.h"

/*
 * OK exactly if JSON.stringify(JSON.parse(text)) === text, for text in valid
 * UTF-8 (anything else is INVALID).  Looks at the spelling itself, because a
 * JSON library forgets what matters here: how a number or an escape was
 * written, doubled members, members that ECMAScript would put first.
 *
 * Nothing we exchange nests deeper than 16 or has more than 64 members in one
 * object; beyond that the answer is INVALID.
 */
enum status canonical_check(const char *text, size_t len)
    __attribute__((warn_unused_result));

#endif

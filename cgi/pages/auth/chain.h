/* chain.h: what an officer sends is checked against the whole chain. */
#ifndef AUTH_CHAIN_H
#define AUTH_CHAIN_H

#include <stddef.h>

#include "seal/roster.h"
#include "web/ctx.h"

/*
 * The roster of the user's institution as it is stored; the last entries, as
 * many as are fresh, with all checks: they came with this request.
 */
enum status chain_read(struct ctx *c, size_t fresh, struct roster **out)
    __attribute__((warn_unused_result));

/*
 * Each line is a grant that fits the roster's tip, by the user; to recipient,
 * unless that is NULL.  lines may be NULL: there are none.
 */
enum status chain_grants(struct ctx *c, const struct roster *roster,
    const char *lines, const char *recipient)
    __attribute__((warn_unused_result));

/* As that, by root. */
enum status chain_root_grants(struct ctx *c, const struct roster *roster,
    const char *lines) __attribute__((warn_unused_result));

/* How many lines there are; 0 for NULL. */
size_t chain_lines(const char *lines);

#endif

/* holds.h: a line that was on hold is checked when it is resumed. */
#ifndef REGISTER_HOLDS_H
#define REGISTER_HOLDS_H

#include "pages/register/findings.h"

/*
 * Check line id as if it were written today; in are the NFINDINGS values of
 * the answers.  OK with what is to be kept; else the page that asks is shown
 * and INVALID returned.
 */
enum status hold_ends(struct ctx *c, const char *id, const struct value *in,
    struct override_entries *kept) __attribute__((warn_unused_result));

#endif

/* line_rules.h: what must hold between the fields of a prescription line. */
#ifndef REGISTER_LINE_RULES_H
#define REGISTER_LINE_RULES_H

#include "pages/register/line_form.h"

/* The fields, in the order of line_form.h. */
extern const struct field line_form[L_FINDINGS];

/*
 * Ask for what the kind of schedule needs and drop what it has no use for;
 * true when all holds.
 */
bool line_rules_check(struct ctx *c, struct value in[NLINE]);

/*
 * "1-0-1" becomes 1-0-1-0, "8.00, 22:00" becomes 08:00 22:00; what is neither
 * is told at the field.
 */
bool line_clock_check(struct ctx *c, struct value *in)
    __attribute__((warn_unused_result));

#endif

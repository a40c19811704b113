/* codes.h: new recovery codes: shown once, kept as hashes. */
#ifndef CODES_H
#define CODES_H

#include "web/ctx.h"
#include "web/view.h"

/* New codes: the list "codes" of the view, and their hashes as an array of bytea. */
enum status make_codes(struct ctx *c, struct view *v, const char **hashes)
    __attribute__((warn_unused_result));

/* The page that shows them. */
enum status show_codes(struct ctx *c, struct view *v)
    __attribute__((warn_unused_result));

#endif

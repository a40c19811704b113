/* heads.h: the heads of a table that sort it. */
#ifndef REGISTER_HEADS_H
#define REGISTER_HEADS_H

#include "pages/common.h"

/*
 * The list "heads", one for each row of the table: a link that sorts by its
 * code, turns the order round where that is the order, or none for "".
 */
void show_heads(const struct ctx *c, struct view *v,
    const struct choice *columns, const char *sort, bool descending);

#endif

/* heads.h: what stands over a table: heads that sort it, how much there is, its file. */
#ifndef REGISTER_HEADS_H
#define REGISTER_HEADS_H

#include "pages/common.h"

/*
 * The list "heads", one for each row of the table: a link that sorts by its
 * code, turns the order round where that is the order, or none for "".
 */
void show_heads(const struct ctx *c, struct view *v,
    const struct choice *columns, const char *sort, bool descending);

/*
 * "total_text", which counts no further than most; "export" and "export_ids",
 * what was asked as a query for the table's file, the latter with ids.
 */
void show_found(const struct ctx *c, struct view *v, long total, long most);

#endif

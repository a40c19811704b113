/* books.h: what the pages of reference books have in common. */
#ifndef ADMIN_BOOKS_H
#define ADMIN_BOOKS_H

#include "db/book_entries.h"
#include "web/ctx.h"

/* What is wrong with a value, in words. */
const char *fault_text(const struct ctx *c, const char *why,
    const char *detail);

/* Text as a part of an address. */
const char *link_text(const struct ctx *c, const char *text);

/* The list "changes", each with its list "differences". */
void show_changes(const struct ctx *c, struct view *v,
    const struct entry_changes *list);

#endif

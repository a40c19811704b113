/* letterhead.h: the letterhead at the head of a page that is printed. */
#ifndef PAGES_LETTERHEAD_H
#define PAGES_LETTERHEAD_H

#include "db/letterheads.h"
#include "web/ctx.h"

/* For part_letterhead.html: what OWN_LETTERHEAD brought. */
void show_letterhead(struct view *v, const struct rows *rows);

#endif

/* disposals.h: what the pages about the life of data tell alike. */
#ifndef ADMIN_DISPOSALS_H
#define ADMIN_DISPOSALS_H

#include "db/disposals.h"
#include "pages/common.h"

/* "25 years", "14 months", or "at once" for none. */
const char *months_text(const struct ctx *c, long months);

/* The flags, texts and the list "dues" of what is over. */
void show_due(const struct ctx *c, struct view *v, const char *rule,
    const struct due_list *list);

/* A deletion as a row of a list or the head of its own page. */
void show_disposal(const struct ctx *c, struct view *v,
    const struct disposal *d);

#endif

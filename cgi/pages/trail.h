/* trail.h: how events of the audit trail are told of. */
#ifndef PAGES_TRAIL_H
#define PAGES_TRAIL_H

#include "db/trail.h"
#include "pages/common.h"

/* The list "events", and "next", the address of the next page, if there is one. */
void show_trail(const struct ctx *c, struct view *v, const struct trail *t,
    size_t size);

/* Words for an event; its name where there are none. */
const char *event_text(const struct ctx *c, const char *event);
const char *result_text(const struct ctx *c, const char *result);

#endif

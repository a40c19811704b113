/* system_map.h: where data goes, drawn from what is really there. */
#ifndef ADMIN_SYSTEM_MAP_H
#define ADMIN_SYSTEM_MAP_H

#include "base/conf.h"
#include "db/system.h"
#include "web/ctx.h"

/*
 * Fill the parts of part_system_map.html: boxes and lines of the drawing, the
 * same as the list "flows", and the flag "undeclared" when something is there
 * that is no part of this program.  conf may be NULL: not readable.
 */
void show_map(const struct ctx *c, struct view *v, const struct conf *conf,
    const struct connected_list *roles);

#endif

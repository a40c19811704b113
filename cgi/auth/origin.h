/* origin.h: the addresses of the site: origins, divided by blanks. */
#ifndef ORIGIN_H
#define ORIGIN_H

#include <stdbool.h>

#include "base/arena.h"

/* The first one: what links and new keys are made with; lives in the arena. */
const char *origin_first(struct arena *a, const char *origins);

/* Whether origin is one of them, sign for sign. */
bool origin_is_one_of(const char *origins, const char *origin);

/* The host of one origin, in the arena; "" if it is none. */
const char *origin_host(struct arena *a, const char *origin);

#endif

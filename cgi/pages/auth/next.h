/* next.h: where to go afterwards: a path of this site and nothing else. */
#ifndef NEXT_H
#define NEXT_H

#include "web/form.h"

/* The path that "next" names; "/" when it is anything else. */
const char *next_path(const struct value *in);

#endif

/* pack.h: a view as text that can be kept and shown again another day. */
#ifndef PACK_H
#define PACK_H

#include <stddef.h>

#include "base/status.h"

struct str;
struct view;

void pack_view(const struct view *v, struct str *out);

/*
 * Put what was packed into a view; text is ended by a NUL and must live as
 * long as the view.  INVALID unless it is what pack_view() writes.
 */
enum status unpack_view(const char *text, struct view *v)
    __attribute__((warn_unused_result));

#endif

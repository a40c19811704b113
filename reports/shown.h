/* shown.h: characters as reports draw them. */
#ifndef REPORTS_SHOWN_H
#define REPORTS_SHOWN_H

#include <stddef.h>

#define SHOWN_MAX	3		/* bytes shown_put() writes at most */
#define SHOWN_LIMIT	0x2d00u		/* no drawable character from here on */

/*
 * Take the next character of UTF-8 text, move *p past it (it must be before
 * end) and return what to draw for it, which is below SHOWN_LIMIT.  Controls
 * become a blank, rare blanks and dashes their common form, soft hyphens and
 * byte order marks 0 (leave out), malformed bytes and the rest '?'.
 */
unsigned shown_next(const char **p, const char *end);

/* Write a character below SHOWN_LIMIT as UTF-8; return its bytes. */
size_t shown_put(char *out, unsigned c);

#endif

/* conf.h: the directives of a configuration of nginx. */
#ifndef CONF_H
#define CONF_H

#include "base/arena.h"
#include "base/status.h"

/* "proxy_pass http://x;" inside "upstream a { … }". */
struct directive {
	const char	*block;		/* head of the block around it, or "" */
	const char	*name;
	const char	*value;		/* arguments divided by a space, or "" */
};

struct conf {
	struct directive	*item;
	size_t			 len;
};

/*
 * Read the directives of a configuration in their order; those that open a
 * block stand before what is in it.  INVALID when braces or quotes do not
 * close, or when there are more than a thousand directives.
 */
enum status conf_read(struct arena *a, const char *text, struct conf *out)
    __attribute__((warn_unused_result));

/*
 * The text of a file of at most max - 1 bytes; NULL when it cannot be read,
 * is longer, or holds a NUL.
 */
const char *file_text(struct arena *a, const char *path, size_t max);

#endif

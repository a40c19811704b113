/* parse.h: a template's text as a list of nodes; template.c runs it. */
#ifndef PARSE_H
#define PARSE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

enum node_kind { NODE_TEXT, NODE_VALUE, NODE_SECTION, NODE_INVERTED, NODE_PART };

struct node {
	enum node_kind	 kind;
	uint32_t	 hash;	/* of the name */
	const char	*text;	/* literal text, or the name */
	size_t		 len;
	size_t		 end;	/* sections: index of the node after them */
	size_t		 part;	/* NODE_PART: index of the template */
};

struct nodes {
	struct node	*node;
	size_t		 len;
	size_t		 size;
};

/*
 * Parse a template of len bytes; messages become text in lang, escaped.  The
 * source must live as long as the nodes.  INVALID with *line and *why set when
 * it is not one.
 */
enum status template_parse(struct arena *a, const char *lang,
    const char *source, size_t len, struct nodes *out, size_t *line,
    const char **why) __attribute__((warn_unused_result));

#endif

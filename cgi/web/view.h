/* view.h: what template.c reads of a view; pages need template.h only. */
#ifndef VIEW_H
#define VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum entry_kind { ENTRY_TEXT, ENTRY_FLAG, ENTRY_LIST };

struct entry {
	uint32_t	 hash;		/* of the name */
	enum entry_kind	 kind;
	const char	*name;
	const char	*text;		/* ENTRY_TEXT, never NULL */
	size_t		 len;
	bool		 on;		/* ENTRY_FLAG */
	struct view	*first;		/* ENTRY_LIST */
	struct view	*last;
};

struct view {
	struct arena	*arena;
	struct entry	*entries;
	size_t		 len;
	size_t		 size;
	struct view	*next;		/* the next item of the same list */
};

uint32_t view_hash(const char *name, size_t len);

/* The entry of that name in this one view, or NULL. */
const struct entry *view_find(const struct view *v, const char *name,
    uint32_t hash);

#endif

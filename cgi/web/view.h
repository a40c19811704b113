/* view.h: what template.c reads of a view; pages need template.h only. */
#ifndef VIEW_H
#define VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum entry_kind { ENTRY_TEXT, ENTRY_FLAG, ENTRY_LIST };

struct entry {
	const char	*name;		/* NULL where nothing stands */
	uint32_t	 hash;		/* of the name */
	enum entry_kind	 kind;
	union {
		const char	*text;	/* ENTRY_TEXT, never NULL */
		bool		 on;	/* ENTRY_FLAG */
		struct {		/* ENTRY_LIST */
			struct view	*first;
			struct view	*last;
		};
	};
};

/* A hash table with open addressing, at most three quarters full. */
struct view {
	struct arena	*arena;
	struct entry	*entries;
	size_t		 len;
	size_t		 size;		/* a power of two */
	uint64_t	 seen;		/* a bit for each name's hash */
	struct view	*next;		/* the next item of the same list */
};

uint32_t view_hash(const char *name);

/* Each name has one bit of seen: most of those that are not here show it. */
static inline uint64_t
view_bit(uint32_t hash)
{
	return UINT64_C(1) << (hash >> 26);
}

/* The entry of that name in this one view, or NULL. */
const struct entry *view_find(const struct view *v, const char *name,
    uint32_t hash);

#endif

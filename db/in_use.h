/* in_use.h: SQL for entries of reference books that are in use today. */
#ifndef IN_USE_H
#define IN_USE_H

/* t is the alias of the row with its point, or ""; until its last day. */
#define VALID_TODAY(t, until) \
	"current_date BETWEEN coalesce(" t "valid_from, '-infinity')" \
	" AND coalesce(" t until ", 'infinity')"
#define OUT_OF_USE(t, until) \
	"(" t "retired_at IS NOT NULL OR NOT " VALID_TODAY(t, until) ")"

#endif

/* guard.h: what guards figures together; for guard*.c only. */
#ifndef REPORT_GUARD_H
#define REPORT_GUARD_H

#include "pages/report/figures.h"

struct guard {
	const struct ctx			*c;
	const struct summary_counts		*in;
	const struct summary_asked_list		*before;
	const struct summary_scope		*scope;
	const char				**atoms;
	size_t					 natoms;
	long					 least;	/* count that is told */
	bool					 split;	/* hidden together */
	struct figures				*f;
};

/* The atom of that name, g->natoms where there is none. */
size_t guard_atom(const struct guard *g, const char *atom, bool mine);

bool guard_is_small(const struct guard *g, long n);

/* Was the row kept from the user in a report of today? */
bool guard_was_hidden(const struct guard *g, const char *table,
    const char *key);

/* Medicines, devices, and the sum of all opioids. */
void guard_needs(struct guard *g);

#endif

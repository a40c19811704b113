/* patch_day.h: SQL for the days on which a patch is changed. */
#ifndef PATCH_DAY_H
#define PATCH_DAY_H

/*
 * A whole number of intervals since the start falls on today, as
 * dose_next_day() has it; the day it was first stuck is no change.
 */
#define PATCH_TODAY(l) \
	"current_date > " l ".starts_on" \
	" AND (((current_date - " l ".starts_on) * 24 + " l ".interval_hours - 1)" \
	" / " l ".interval_hours * " l ".interval_hours / 24" \
	" = current_date - " l ".starts_on)"

#endif

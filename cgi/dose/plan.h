/* plan.h: when in a day, and on which day, a line is given. */
#ifndef DOSE_PLAN_H
#define DOSE_PLAN_H

#include "dose/dose.h"

enum dose_part { DOSE_MORNING, DOSE_DAY, DOSE_EVENING, DOSE_NIGHT, DOSE_PARTS };

/* One of the times of a day. */
struct dose_time {
	enum dose_part	 part;
	int		 minute; /* of the day; -1 is some time in the part */
	struct decimal	 count;	/* single doses then, mostly 1 */
};

enum { DOSE_PLAN_MAX = DOSE_CLOCK_HOURS };

/*
 * The times of a day on which the line is given, from morning to night; 0 where
 * it has none: as needed, patch, infusion, oxygen, once, or an interval that
 * does not come round at the same hours of every day, or oftener than every
 * three.
 */
size_t dose_plan(const struct dose_line *line,
    struct dose_time out[DOSE_PLAN_MAX]);

/*
 * The first day not before day on which a line is given that is not given
 * every day: a patch stuck or changed, days of the week, once, an interval of
 * whole days.  -1 where none comes any more, or it has no such days.
 */
long dose_next_day(const struct dose_line *line, long day);

#endif

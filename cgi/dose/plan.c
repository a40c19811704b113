/* plan.c: when in a day, and on which day, a line is given. */

#include "dose/plan.h"

enum { DAY_HOURS = 24, WEEK = 7,
	OFTEN = 8 };	/* times a day that still have hours of their own */

/* In which parts of the day one, two, three or four doses are given. */
static const enum dose_part usual_parts[4][4] = {
	{ DOSE_MORNING },
	{ DOSE_MORNING, DOSE_EVENING },
	{ DOSE_MORNING, DOSE_DAY, DOSE_EVENING },
	{ DOSE_MORNING, DOSE_DAY, DOSE_EVENING, DOSE_NIGHT },
};

/* The hour at which a part ends. */
static const struct {
	int		 until;
	enum dose_part	 part;
} part_ends[] = {
	{ 5, DOSE_NIGHT }, { 11, DOSE_MORNING }, { 16, DOSE_DAY },
	{ 21, DOSE_EVENING }, { DAY_HOURS, DOSE_NIGHT },
};

static const struct decimal one = { 1, 0 };

static enum dose_part
part_of(int hour)
{
	size_t i = 0;

	while (hour >= part_ends[i].until)
		i++;
	return part_ends[i].part;
}

/* Every so many hours from the morning on: at eight, or at six when often. */
static size_t
plan_hours(int interval, struct dose_time out[DOSE_PLAN_MAX])
{
	int first = interval >= 12 ? 8 : 6, n;

	if (interval <= 0 || interval > DAY_HOURS ||
	    DAY_HOURS % interval != 0 || DAY_HOURS / interval > OFTEN)
		return 0;
	n = DAY_HOURS / interval;
	for (int i = 0; i < n; i++) {
		int hour = (first + i * interval) % DAY_HOURS;

		out[i] = (struct dose_time){ part_of(hour), hour * 60, one };
	}
	return (size_t)n;
}

static size_t
plan_times(struct decimal times, struct dose_time out[DOSE_PLAN_MAX])
{
	long n = (long)times.digits;

	if (times.scale != 0 || n <= 0 || n > OFTEN)
		return 0;
	if (n > 4)
		return DAY_HOURS % n == 0 ?
		    plan_hours(DAY_HOURS / (int)n, out) : 0;
	for (long i = 0; i < n; i++)
		out[i] = (struct dose_time){ usual_parts[n - 1][i], -1, one };
	return (size_t)n;
}

/* What is given before the night is over belongs to its end. */
static size_t
plan_exact(const struct dose_line *line, struct dose_time out[DOSE_PLAN_MAX])
{
	size_t n = 0;

	for (int late = 0; late < 2; late++)
		for (int i = 0; i < line->nhours; i++) {
			int minute = line->hours[i], hour = minute / 60;

			if ((hour < part_ends[0].until) == late)
				out[n++] = (struct dose_time){ part_of(hour),
				    minute, one };
		}
	return n;
}

static size_t
plan_clock(const struct dose_line *line, struct dose_time out[DOSE_PLAN_MAX])
{
	size_t n = 0;

	if (line->nhours > 0)
		return plan_exact(line, out);
	for (int i = 0; i < DOSE_CLOCK_TIMES; i++)
		if (line->clock[i].digits > 0)
			out[n++] = (struct dose_time){ (enum dose_part)i, -1,
			    line->clock[i] };
	return n;
}

size_t
dose_plan(const struct dose_line *line, struct dose_time out[DOSE_PLAN_MAX])
{
	if (line->prn)
		return 0;
	switch (line->schedule) {
	case DOSE_TIMES_PER_DAY:
	case DOSE_WEEKLY:
		return plan_times(line->times_per_day, out);
	case DOSE_EVERY_HOURS:
		return plan_hours(line->interval_hours, out);
	case DOSE_CLOCK:
		return plan_clock(line, out);
	case DOSE_ONCE:
	case DOSE_PATCH:
	case DOSE_INFUSION:
	case DOSE_OXYGEN:
	case DOSE_CONTINUOUS:
	case DOSE_SCHEDULES:
		break;
	}
	return 0;
}

/* Day 0 was a Thursday. */
static int
weekday_of(long day)
{
	return (int)(((day + 3) % WEEK + WEEK) % WEEK);
}

static long
next_weekday(int weekdays, long day)
{
	for (long i = 0; i < WEEK; i++)
		if ((weekdays >> weekday_of(day + i) & 1) != 0)
			return day + i;
	return -1;
}

/* The day of the first whole number of intervals since the start. */
static long
next_interval(const struct dose_line *line, long day)
{
	long hours = (day - line->starts_on) * DAY_HOURS;
	long rounds = (hours + line->interval_hours - 1) / line->interval_hours;

	return line->starts_on + rounds * line->interval_hours / DAY_HOURS;
}

long
dose_next_day(const struct dose_line *line, long day)
{
	long from = day > line->starts_on ? day : line->starts_on;
	long next = -1;

	if (line->prn)
		return -1;
	if (line->schedule == DOSE_WEEKLY)
		next = next_weekday(line->weekdays, from);
	else if (line->schedule == DOSE_ONCE && from == line->starts_on)
		next = line->starts_on;
	else if ((line->schedule == DOSE_PATCH && line->interval_hours > 0) ||
	    (line->schedule == DOSE_EVERY_HOURS &&
	    line->interval_hours > DAY_HOURS))
		next = next_interval(line, from);
	return next <= line->ends_on ? next : -1;
}

/* timing.c: when a prescription line is given, as every list of lines reads it. */

#include "db/timing.h"

void
timing_read(const struct rows *r, size_t i, int column, struct timing *t)
{
	*t = (struct timing){
		.schedule = row_text(r, i, column),
		.times = row_text(r, i, column + 1),
		.interval = row_text(r, i, column + 2),
		.clock = row_text(r, i, column + 3),
		.weekdays = row_long(r, i, column + 4),
		.patches = row_long(r, i, column + 5),
		.hours = row_text(r, i, column + 6),
		.volume = row_text(r, i, column + 7),
		.rate = row_text(r, i, column + 8),
		.diluent = row_text(r, i, column + 9),
		.device = row_text(r, i, column + 10),
		.prn = row_bool(r, i, column + 11),
		.prn_max = row_text(r, i, column + 12),
		.prn_min = row_text(r, i, column + 13),
	};
}

/* timing.h: when a prescription line is given, as every list of lines reads it. */
#ifndef TIMING_H
#define TIMING_H

#include "db/db.h"
#include "db/language.h"

/* The numbers of one schedule; "" where the schedule has none. */
struct timing {
	const char	*schedule;	/* code: times_per_day, every_hours … */
	const char	*times;		/* a day, decimal */
	const char	*interval;	/* hours */
	const char	*clock;		/* "1-0-1-0": multiples; "08:00 14:00" */
	long		 weekdays;	/* bits: 1 Monday … 64 Sunday; 0 none */
	long		 patches;	/* at once; 0 for no patch */
	const char	*hours;		/* of oxygen a day, decimal */
	const char	*volume;	/* mL in 24 h, decimal */
	const char	*rate;		/* mL/h, decimal */
	const char	*diluent;	/* name */
	const char	*device;	/* name */
	bool		 prn;
	const char	*prn_max;	/* doses in 24 h; NULL leaves it out */
	const char	*prn_min;	/* hours between doses, decimal */
};

enum { TIMING_COLUMNS_LEN = 14 };

/* Of prescription l, kept in step with timing_read(). */
#define CLOCK_TEXT \
	"coalesce(array_to_string(l.clock_times::varchar(5)[], ' ')," \
	" (SELECT string_agg(trim_scale(k.d)::text, '-' ORDER BY k.n)" \
	" FROM unnest(l.clock_doses) WITH ORDINALITY AS k (d, n)))"
#define TIMING_COLUMNS(lang) \
	"l.schedule, trim_scale(l.times_per_day), l.interval_hours, " \
	CLOCK_TEXT ", l.weekdays, l.patches," \
	" trim_scale(l.hours_per_day), trim_scale(l.volume_ml)," \
	" trim_scale(l.rate_ml_h), (SELECT " \
	IN_LANGUAGE(lang, "b.name", "b.name_en") \
	" FROM diluent b WHERE b.code = l.diluent), (SELECT " \
	IN_LANGUAGE(lang, "b.name", "b.name_en") \
	" FROM infusion_device b WHERE b.code = l.device), l.prn," \
	" l.prn_max_per_day, trim_scale(l.prn_min_hours)"

/* The TIMING_COLUMNS_LEN columns from column on. */
void timing_read(const struct rows *rows, size_t row, int column,
    struct timing *out);

#endif

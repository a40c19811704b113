/* dose.h: what prescription lines amount to; plain structs in and out. */
#ifndef DOSE_H
#define DOSE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/decimal.h"
#include "base/ratio.h"
#include "base/status.h"

/* WHO defined daily dose for a group of routes: O, P, R, TD, SL, N, … */
struct dose_ddd {
	const char	*routes;
	struct decimal	 amount;
	const char	*unit;		/* UCUM */
};

/* Oral morphine, mg, in one unit of a day's dose (ug/h: of the strength). */
struct dose_factor {
	const char	*table;		/* code of the factor table */
	const char	*route;
	const char	*unit;
	struct decimal	 factor;
};

/* The most that is usually given in a day, by all routes or by one. */
struct dose_limit {
	const char	*route;		/* "" is any */
	struct decimal	 amount;
	const char	*unit;
	const char	*source;
};

struct dose_medicine {
	const char			*id;
	const char			*name;
	const char			*atc;		/* or "" */
	const char			*group;		/* medicine_group */
	const char			*control_class;
	const char			*rx_form;	/* or "" */
	const struct dose_ddd		*ddd;
	size_t				 nddd;
	const struct dose_factor	*factors;
	size_t				 nfactors;
	const struct dose_limit		*limits;
	size_t				 nlimits;
};

/* Form and strength; amount 0 is "not known". */
struct dose_product {
	const char	*id;
	struct decimal	 amount;	/* of the substance … */
	const char	*amount_unit;	/* … in this unit … */
	const char	*per_unit;	/* … in one of this */
	struct decimal	 container_ml;	/* in one ampoule; 0 unknown */
	int		 patch_hours;	/* how long a patch stays; 0 none */
	int		 pack;		/* units counted in a pack; 0 unknown */
	const char	*units;		/* "mg,{tab}": what it is dosed in */
	const char	*routes;	/* "PO,NG" */
	const char	*rx_form;	/* or "" for that of the medicine */
};

enum dose_schedule {
	DOSE_TIMES_PER_DAY,
	DOSE_EVERY_HOURS,
	DOSE_CLOCK,
	DOSE_WEEKLY,
	DOSE_ONCE,
	DOSE_PATCH,
	DOSE_INFUSION,
	DOSE_OXYGEN,
	DOSE_CONTINUOUS,	/* a rate that goes on: ug/h, mL/h, mg/(24.h) */
	DOSE_SCHEDULES
};

enum dose_basis {
	DOSE_BACKGROUND,
	DOSE_BREAKTHROUGH
};

enum { DOSE_CLOCK_TIMES = 4,		/* morning, day, evening, night */
	DOSE_CLOCK_HOURS = 24 };	/* exact ones, at most */
#define DOSE_FOREVER	(LONG_MAX / 2)	/* the end of a line without one */

/*
 * One version of one line.  Only what its schedule uses is looked at; numbers
 * that are not given are 0, texts "".
 */
struct dose_line {
	const char			*id;
	const char			*series;
	const struct dose_medicine	*medicine;
	const struct dose_product	*product;	/* or NULL */
	struct decimal			 dose;	/* single; patch: strength */
	const char			*unit;	/* UCUM */
	const char			*route;
	enum dose_schedule		 schedule;
	struct decimal			 times_per_day;
	int				 interval_hours;
	struct decimal			 clock[DOSE_CLOCK_TIMES];
	short				 hours[DOSE_CLOCK_HOURS]; /* minutes */
	short				 nhours;	/* 0 where clock counts */
	int				 weekdays;	/* 1 Monday … 64 Sunday */
	int				 patches;	/* at once; 0 is one */
	struct decimal			 hours_per_day;	/* oxygen */
	bool				 prn;
	int				 prn_max_per_day;
	struct decimal			 prn_min_hours;
	enum dose_basis			 basis;
	const char			*background_series;
	const char			*pump_id;
	const char			*indication;
	const char			*rx_form;
	long				 starts_on;	/* days as in date.h */
	long				 ends_on;	/* the last day */
	struct decimal			 quantity;	/* given out, as counted */
};

/* An amount with its unit; its value may be unknown. */
struct dose_amount {
	struct ratio	 value;
	const char	*unit;		/* mg, [IU], mmol, mL, L or {tab} … */
};

/* INVALID for a code that is none of column prescription.schedule. */
enum status dose_schedule_read(const char *code, enum dose_schedule *out)
    __attribute__((warn_unused_result));

/*
 * "1-0-0.5-0" becomes the clock of a line, "08:00 14:00" its hours; what
 * cannot be read is 0, or no hour.
 */
void dose_clock_read(const char *text, struct dose_line *out);

/*
 * Amount in unit, as far as UCUM defines the conversion or the product says
 * what it holds; unknown else.
 */
struct ratio dose_convert(struct ratio amount, const char *from,
    const char *to, const struct dose_product *product);

/* How many single doses a day; of an as-needed line, at most. */
struct ratio dose_times(const struct dose_line *line);

/* One single dose in the medicine's base unit; a patch: in a day. */
struct dose_amount dose_single(const struct dose_line *line);

/* What is taken every day: of an as-needed line nothing. */
struct dose_amount dose_background(const struct dose_line *line);

/* What may be taken on a day. */
struct dose_amount dose_maximum(const struct dose_line *line);

/*
 * Defined daily doses a day, as much as is taken or may be; unknown where WHO
 * has none for the medicine by this route.
 */
struct ratio dose_ddd(const struct dose_line *line, struct dose_amount day);

/* The group of routes of WHO, or "". */
const char *dose_ddd_routes(const struct dose_line *line);

/* Defined daily doses in so many units of the product, tablets or patches. */
struct ratio dose_ddd_of(const struct dose_line *line, struct ratio count);

/* Oral morphine equivalent in mg of a day's dose; unknown: no factor. */
struct ratio dose_ome(const struct dose_line *line, struct dose_amount day,
    const char *table);

/* What a product is counted in when it is given out: {amp}, {tab}, mL … */
const char *dose_counted_in(const struct dose_product *product);

/* Tablets, ampoules, patches in days of the most that may be taken. */
struct ratio dose_count(const struct dose_line *line, long days);

/* Whole packs for so many days; -1 where unknown. */
long dose_packs(const struct dose_line *line, long days);

/* Full days that what was given out lasts from its first; -1 unknown. */
long dose_days_left(const struct dose_line *line, long today);

/* Is the line in force on any day of first … last? */
bool dose_overlaps(const struct dose_line *line, long first, long last);

#endif

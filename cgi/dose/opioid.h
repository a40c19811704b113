/* opioid.h: oral morphine equivalents of a patient, in sum and by day. */
#ifndef DOSE_OPIOID_H
#define DOSE_OPIOID_H

#include "base/arena.h"
#include "dose/dose.h"

/* What has no factor in the table: its amount stands apart. */
struct dose_apart {
	const struct dose_medicine	*medicine;
	const char			*route;
	struct dose_amount		 background;
	struct dose_amount		 maximum;
};

/* Oral morphine equivalents of a day by one table, mg. */
struct dose_opioids {
	const char		*table;
	size_t			 lines;		/* that are opioids */
	struct ratio		 background;	/* of those with a factor */
	struct ratio		 maximum;	/* with all that is as needed */
	struct dose_apart	*apart;		/* a medicine and route each */
	size_t			 napart;
};

/* The least and the greatest over tables that know the same medicines. */
struct dose_range {
	size_t		 tables;		/* 0: none knows any */
	struct ratio	 least;
	struct ratio	 most;
};

/* One day of a series. */
struct dose_day {
	struct ratio	 background;
	struct ratio	 maximum;
	long		 missing;	/* lines without a factor on that day */
};

bool dose_is_opioid(const struct dose_medicine *medicine);

/* Of the lines in force on day, by a table. */
void dose_opioids(struct arena *a, const struct dose_line *lines, size_t n,
    long day, const char *table, struct dose_opioids *out);

/*
 * Over the tables that leave the fewest medicines apart, so that no sum is
 * smaller only because its table knows less.
 */
struct dose_range dose_opioid_range(struct arena *a,
    const struct dose_line *lines, size_t n, long day,
    const char *const *tables, size_t ntables);

/* Every day of first … last into out, which has room for each. */
void dose_opioid_days(const struct dose_line *lines, size_t n,
    const char *table, long first, long last, struct dose_day *out);

#endif

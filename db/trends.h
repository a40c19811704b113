/* trends.h: how a patient's values went over time. */
#ifndef TRENDS_H
#define TRENDS_H

#include "db/db.h"

/* What can be drawn of a patient: an item that was observed. */
struct trend {
	const char	*code;
	const char	*name;
	const char	*chart;		/* symptom, total, performance … */
	const char	*low;
	const char	*high;
	const char	*worse;		/* high, low or "" */
};

struct trend_list {
	struct trend	*item;
	size_t		 len;
};

/* One value; those of a code stand together, in the order of time. */
struct trend_point {
	const char	*code;
	const char	*at;		/* seconds since 1970 */
	const char	*on;		/* ISO date */
	const char	*value;		/* "" is not assessed */
	long		 missing;	/* opioids without a factor then */
};

struct trend_points {
	struct trend_point	*item;
	size_t			 len;
};

/* A prescription that began, changed or ended. */
struct trend_mark {
	const char	*on;		/* ISO date */
	const char	*kind;		/* started, changed, stopped */
	const char	*medicine;
	const char	*dose;		/* canonical decimal */
	const char	*unit;		/* name */
};

struct trend_marks {
	struct trend_mark	*item;
	size_t			 len;
};

extern const struct stmt trend_stmts[];

/* Queries for a pipeline.  since and until are ISO dates or NULL. */
extern const struct stmt *const trend_series_stmt, *const trend_points_stmt,
    *const trend_marks_stmt, *const trend_phases_stmt;
#define TREND_SERIES(patient, lang) \
	QUERY(trend_series_stmt, { patient }, { lang })
#define TREND_POINTS(patient, since, until) \
	QUERY(trend_points_stmt, { patient }, { since }, { until })
#define TREND_MARKS(patient, since, until, lang) \
	QUERY(trend_marks_stmt, { patient }, { since }, { until }, { lang })
/* The values of the phase and their names: rows of text. */
#define TREND_PHASES(lang)	QUERY(trend_phases_stmt, { lang })
void trend_read(struct db *db, const struct rows *rows,
    struct trend_list *out);
void trend_read_points(struct db *db, const struct rows *rows,
    struct trend_points *out);
void trend_read_marks(struct db *db, const struct rows *rows,
    struct trend_marks *out);

#endif

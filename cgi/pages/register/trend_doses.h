/* trend_doses.h: oral morphine equivalents by day, beside a patient's values. */
#ifndef REGISTER_TREND_DOSES_H
#define REGISTER_TREND_DOSES_H

#include "db/doses.h"
#include "db/trends.h"
#include "web/ctx.h"

/* The queries for a pipeline; since and until are ISO dates or NULL. */
enum { TREND_DOSE_QUERIES = DOSES_QUERIES + 1 };
void trend_dose_queries(const struct ctx *c, const char *patient,
    const char *since, const char *until,
    struct query q[TREND_DOSE_QUERIES]);

/*
 * Two series of chart "dose", what is given regularly and with all that is as
 * needed, a point where a sum changes; behind the others in list and points.
 * Nothing is added without an opioid in the period.  Returns "name, version"
 * of the table of factors, "" where nothing was added.
 */
const char *trend_dose_read(const struct ctx *c,
    const struct query q[TREND_DOSE_QUERIES], const char *since,
    const char *until, struct trend_list *list, struct trend_points *points);

#endif

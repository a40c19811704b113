/* prescription_tables.h: what the report on prescriptions tells, as rows and spans. */
#ifndef REPORTS_PRESCRIPTION_TABLES_H
#define REPORTS_PRESCRIPTION_TABLES_H

#include "reports/prescriptions.h"
#include "reports/span.h"

/* Of the report only its arena and its terms are needed here. */

enum { PRESCRIPTION_GROUPS = 2, PRESCRIPTION_TICKS = 16 };

/* Whether every status is one and every day a day. */
int prescriptions_valid(const struct prescriptions_report *in);

/* Who the patient is, without a name, and his state; how many facts. */
size_t prescription_facts(const struct report *r,
    const struct prescriptions_report *in, const struct fact **out);

/* The lines in force, and those that are over. */
void prescription_groups(const struct report *r,
    const struct prescriptions_report *in,
    struct section out[PRESCRIPTION_GROUPS]);

/* One of these for narrow paper: one column says what stood in two. */
void prescription_narrow(const struct report *r, struct section *s);

/* A bar for each version, one a line of the report, within the period. */
struct chart_span *prescription_spans(const struct report *r,
    const struct prescriptions_report *in);

/* The ends of the period and the first days of the months within it. */
size_t prescription_ticks(const struct report *r,
    const struct prescriptions_report *in,
    struct chart_tick ticks[PRESCRIPTION_TICKS]);

#endif

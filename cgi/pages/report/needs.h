/* needs.h: what the lines of a summary amount to. */
#ifndef REPORT_NEEDS_H
#define REPORT_NEEDS_H

#include "pages/dosing.h"
#include "pages/report/figures.h"

/* A forecast looks at so many of the last days, and ahead so many. */
enum { NEEDS_RECENT = 30, NEEDS_AHEAD = 91 };

/* Amounts of nothing, and what a line gives on so many days. */
extern const struct amount no_amount;
void amount_add(struct amount *to, const struct dose_line *line,
    const char *table, long days);

/* Into the needs of the figures, and of all opioids together. */
void needs_measure(const struct dosing *d, const struct summary_scope *s,
    const struct summary_counts *in, struct figures *out);

#endif

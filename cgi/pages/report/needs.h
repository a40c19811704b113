/* needs.h: what the lines of a summary amount to. */
#ifndef REPORT_NEEDS_H
#define REPORT_NEEDS_H

#include "pages/dosing.h"
#include "pages/report/figures.h"

/* A forecast looks at so many of the last days, and ahead so many. */
enum { NEEDS_RECENT = 30, NEEDS_AHEAD = 91 };

/* Into the needs of the figures, and of all opioids together. */
void needs_measure(const struct dosing *d, const struct summary_scope *s,
    const struct summary_counts *in, struct figures *out);

#endif

/* figures.h: the summary's figures, small ones hidden from outsiders. */
#ifndef REPORT_FIGURES_H
#define REPORT_FIGURES_H

#include "db/reports.h"
#include "reports/summary.h"
#include "web/ctx.h"

/* Below this a count could point at a person. */
enum { FIGURES_THRESHOLD = 5 };

/*
 * The counts as the report shows them; its terms are left empty.  For a user
 * who may not see single patients every count from 1 to below the threshold
 * is hidden, and with it, where its total stands beside, the next smallest.
 */
struct summary_report figures_of(const struct ctx *c,
    const struct report_figures *in);

#endif

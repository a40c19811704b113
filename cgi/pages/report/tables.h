/* tables.h: the summary as tables and charts, for page, file and paper. */
#ifndef REPORT_TABLES_H
#define REPORT_TABLES_H

#include "db/resources.h"
#include "pages/dosing.h"
#include "pages/report/figures.h"
#include "reports/section.h"

/* What stands for a count that may not be told. */
#define TABLES_HIDDEN	"×"

/*
 * resources->npeople is 0 where the report is not about everybody of them;
 * before: the figures of the period to compare with, or NULL.
 */
void tables_make(const struct ctx *c, const struct dosing *d,
    const struct resources *resources, const struct figures *now,
    const struct figures *before, const struct section **out, size_t *n);

#endif

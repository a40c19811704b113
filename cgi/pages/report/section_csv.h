/* section_csv.h: a report of sections as a file. */
#ifndef REPORT_SECTION_CSV_H
#define REPORT_SECTION_CSV_H

#include "reports/section.h"
#include "web/ctx.h"

struct str;

/* The facts, then each section under its heading; numbers without blanks. */
struct str *section_csv(const struct ctx *c, const struct fact *facts,
    size_t nfacts, const struct section *sections, size_t n);

#endif

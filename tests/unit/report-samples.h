/* report-samples.h: invented data for the tests of reports/. */
#ifndef REPORT_SAMPLES_H
#define REPORT_SAMPLES_H

#include "reports/prescriptions.h"
#include "reports/section.h"

#define SAMPLE_FONTS	"/usr/share/fonts/truetype/paratype"
#define SAMPLE_LINES	40

/* In Russian, or in English when russian is 0. */
struct report_terms sample_terms(int russian);

/* One patient with SAMPLE_LINES lines of all statuses. */
void sample_prescriptions(struct prescriptions_report *out, int russian);

/* Tables with each kind of chart, many rows, some counts hidden. */
void sample_sections(struct section_report *out, int russian);

#endif

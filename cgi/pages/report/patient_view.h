/* patient_view.h: prescriptions and opioids of a patient in time, for the page. */
#ifndef REPORT_PATIENT_VIEW_H
#define REPORT_PATIENT_VIEW_H

#include "reports/prescription_tables.h"
#include "web/ctx.h"

/* The list "charts" of templates/report_patient_show.html. */
void patient_view(const struct ctx *c, struct view *v, const struct report *r,
    const struct prescriptions_report *in);

#endif

/* patient_opioids.h: what opioids amount to by day, for the report on a patient. */
#ifndef REPORT_PATIENT_OPIOIDS_H
#define REPORT_PATIENT_OPIOIDS_H

#include "pages/report/filling.h"
#include "pages/report/patient_sections.h"

/* Two sections and the curves; nothing where no opioid was given. */
void patient_opioids(struct making *m, const struct patient_source *in,
    struct opioid_days *out);

#endif

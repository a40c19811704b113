/* patient_doses.h: what a patient takes today, and what speaks against it. */
#ifndef REGISTER_PATIENT_DOSES_H
#define REGISTER_PATIENT_DOSES_H

#include "pages/register/findings.h"

struct patient_doses {
	struct dosing		 d;
	struct finding_set	 set;	/* of all that is in force */
};

/* For a pipeline, read by patient_doses_read(). */
enum { PATIENT_DOSES_QUERIES = FINDING_QUERIES + DOSING_QUERIES };
void patient_doses_queries(const struct ctx *c, const char *patient,
    struct query q[PATIENT_DOSES_QUERIES]);

/* table is the code of the factors to use, NULL for those of the site. */
void patient_doses_read(const struct ctx *c, const char *patient,
    const struct query q[PATIENT_DOSES_QUERIES], const char *table,
    struct patient_doses *out);

/* For part_checks.html, part_opioids.html and the overview. */
void show_patient_doses(const struct ctx *c, struct view *v,
    const struct patient_doses *p);

#endif

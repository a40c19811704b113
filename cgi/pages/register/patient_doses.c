/* patient_doses.c: what a patient takes today, and what speaks against it. */

#include "pages/register/dose_show.h"
#include "pages/register/patient_doses.h"

void
patient_doses_queries(const struct ctx *c, const char *patient,
    struct query q[PATIENT_DOSES_QUERIES])
{
	finding_queries(c, patient, q);
	dosing_queries(c, patient, NULL, &q[FINDING_QUERIES]);
}

void
patient_doses_read(const struct ctx *c, const char *patient,
    const struct query q[PATIENT_DOSES_QUERIES], const char *table,
    struct patient_doses *out)
{
	out->set = (struct finding_set){ .place = FINDING_PAGE,
	    .patient = patient, .d = &out->d };
	finding_read(c, q, &out->set);
	dosing_read(c, &q[FINDING_QUERIES], table, &out->d);
	finding_check(&out->set);
}

void
show_patient_doses(const struct ctx *c, struct view *v,
    const struct patient_doses *p)
{
	show_findings(c, v, &p->set);
	show_opioids(c, v, &p->d, p->d.lines, p->d.nlines, p->d.today);
}

/* patient_sections.h: what the report on a patient tells beside his lines. */
#ifndef REPORT_PATIENT_SECTIONS_H
#define REPORT_PATIENT_SECTIONS_H

#include "db/patient_report.h"
#include "pages/dosing.h"
#include "reports/prescriptions.h"

/* What it is made from; spells are the days on which versions were given. */
struct patient_source {
	long				 first;	/* days as in date.h */
	long				 last;
	const struct report_lines	*lines;
	const struct report_record	*record;
	const struct dosing		*dosing;
	const struct dose_line		*spells;
	size_t				 nspells;
};

/*
 * The state, the curves and the sections; and what each line amounts to, into
 * lines, of which there are as many as in->lines.
 */
void patient_sections(const struct ctx *c, const struct patient_source *in,
    struct prescription_line *lines, struct prescriptions_report *out);

#endif

/* summary.h: the summary report on the patients of institutions. */
#ifndef REPORTS_SUMMARY_H
#define REPORTS_SUMMARY_H

#include <stddef.h>

#include "reports/report.h"

/*
 * A count that may not be told, because it is below the threshold or would
 * give such a one away by subtraction.  Who calls decides that, totals
 * included; the report prints "<k" and a hatched stub.
 */
#define SUMMARY_HIDDEN	(-1L)

enum { SUMMARY_MALE, SUMMARY_FEMALE, SUMMARY_UNSTATED, SUMMARY_SEXES };

/* 0–17, 18–39, 40–59, 60–74, 75 and older */
#define SUMMARY_AGES	5

enum {
	SUMMARY_DRAFT,
	SUMMARY_AWAITING,
	SUMMARY_ACTIVE,
	SUMMARY_SUSPENDED,
	SUMMARY_REMOVED,
	SUMMARY_STATUSES
};

struct summary_count {
	const char	*label;		/* in the reader's language */
	long		 n;
};

struct summary_medicine {
	const char	*name;
	long		 patients;
	long		 lines;
};

struct summary_month {
	const char	*label;		/* "10.2026" */
	long		 in;
	long		 out;
	long		 at_end;
};

struct summary_report {
	struct report_terms		 terms;
	long				 threshold;	/* k; 0: all are told */

	/* Patients at the end of the period, by institution. */
	const struct summary_count	*institutions;
	size_t				 ninstitutions;

	long				 at_start;
	long				 in;
	long				 out;
	long				 at_end;

	/* All below count the patients in total, once each. */
	long				 total;
	long				 statuses[SUMMARY_STATUSES];
	long				 sexes[SUMMARY_SEXES];
	long				 ages[SUMMARY_AGES];
	long				 by_age[SUMMARY_AGES][SUMMARY_SEXES];
	const struct summary_count	*diagnoses;	/* by group */
	size_t				 ndiagnoses;

	/* The most prescribed first. */
	const struct summary_medicine	*medicines;
	size_t				 nmedicines;
	long				 medicine_patients;
	long				 medicine_lines;

	/* May be none; then the report has no figure of the months. */
	const struct summary_month	*months;
	size_t				 nmonths;
};

/*
 * Make the report: the bytes of a PDF in the arena.  INVALID when a date is
 * malformed or a count below SUMMARY_HIDDEN, FAILED when libharu fails.
 */
enum status summary_pdf(struct arena *a, const struct summary_report *in,
    struct pdf_bytes *out);

#endif

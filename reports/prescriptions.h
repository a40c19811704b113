/* prescriptions.h: the report on one patient's prescriptions. */
#ifndef REPORTS_PRESCRIPTIONS_H
#define REPORTS_PRESCRIPTIONS_H

#include <stddef.h>

#include "reports/report.h"

/* Decimals are text with a point, dates ISO; NULL is missing throughout. */
struct prescription_line {
	const char	*medicine;	/* name, form and strength */
	const char	*dose;		/* "2.5" */
	const char	*unit;		/* "mg", in the reader's language */
	const char	*route;
	const char	*schedule;
	int		 prn;		/* when needed */
	const char	*max_per_day;	/* doses a day, when prn */
	const char	*start;
	const char	*end;		/* NULL: open */
	const char	*status;	/* a code of the table prescription */
	const char	*stop_reason;	/* or that of a hold */
	const char	*author;
};

struct prescriptions_report {
	struct report_terms			 terms;
	const char				*registry_no;
	int					 year_of_birth;
	const char				*sex;	/* m, f, u */
	const char				*diagnosis_code;
	const char				*diagnosis_title;
	const struct prescription_line		*lines;
	size_t					 nlines;
};

/*
 * Make the report: the bytes of a PDF in the arena.  It holds no name; the
 * box for it is told as PDF_IDENTITY_KEY says.  INVALID when a line has a
 * status that is none or a date is malformed, FAILED when libharu fails.
 */
enum status prescriptions_pdf(struct arena *a,
    const struct prescriptions_report *in, struct pdf_bytes *out);

#endif

/* prescriptions.h: the report on one patient's prescriptions. */
#ifndef REPORTS_PRESCRIPTIONS_H
#define REPORTS_PRESCRIPTIONS_H

#include <stddef.h>

#include "reports/section.h"

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
	const char	*indication;
	const char	*amount;	/* in the period, with its unit */
	const char	*ddd;
	int		 later;		/* a version of the line before it */
};

/* Opioids and pain by day, for every day of the period. */
struct opioid_days {
	const char *const	*labels;
	size_t			 n;	/* 0: there were none */
	const double		*background;	/* mg OME; NAN: unknown */
	const double		*maximum;
	const double		*pain;		/* 0 to 10; NAN: not assessed */
};

struct prescriptions_report {
	struct report_terms			 terms;
	const char				*registry_no;
	int					 year_of_birth;
	const char				*sex;	/* m, f, u */
	const char				*diagnosis_code;
	const char				*diagnosis_title;
	const char				*chosen;	/* which lines */
	const struct prescription_line		*lines;
	size_t					 nlines;
	int					 portrait;
	const struct fact			*state;	/* of the patient */
	size_t					 nstate;
	struct opioid_days			 opioids;
	const struct section			*sections; /* after the lines */
	size_t					 nsections;
};

/*
 * Make the report: the bytes of a PDF in the arena.  It holds no name; the
 * box for it is told as PDF_IDENTITY_KEY says.  INVALID when a line has a
 * status that is none or a date is malformed, FAILED when libharu fails.
 */
enum status prescriptions_pdf(struct arena *a,
    const struct prescriptions_report *in, struct pdf_bytes *out);

#endif

/* section.h: a report of tables and charts, told in sections. */
#ifndef REPORTS_SECTION_H
#define REPORTS_SECTION_H

#include <stdbool.h>
#include <stddef.h>

#include "reports/report.h"
#include "reports/table.h"

enum section_chart {
	SECTION_PLAIN,		/* no chart */
	SECTION_BARS,		/* the first rows once more as bars */
	SECTION_PYRAMID,	/* two series back to back */
	SECTION_MONTHS,		/* all series but the last as groups of
				 * bars, the last one as a line beside */
	SECTION_MULTIPLES,	/* a small chart of bars a series */
};

#define SECTION_SERIES	4

/*
 * One table, and what is drawn of it.  What a chart shows are numbers of the
 * table: values[i * nseries + s] of row i; NAN is missing, below 0 hidden.
 */
struct section {
	const char		*code;		/* of the address on the page */
	const char		*heading;
	const char		*note;		/* or NULL */
	const struct column	*columns;
	size_t			 ncolumns;
	const struct row	*rows;
	size_t			 nrows;
	enum section_chart	 chart;
	const char		*chart_heading;
	const char *const	*series;	/* their names */
	size_t			 nseries;
	const double		*values;
	size_t			 nvalues;	/* rows that are drawn */
	const char		*unit;		/* of the values */
};

struct section_report {
	struct report_terms	 terms;
	const char		*title;
	const char		*subject;	/* in the running head */
	bool			 landscape;
	const struct fact	*facts;		/* parameters, sources */
	size_t			 nfacts;
	const char		*statement;	/* below them */
	const char		*contents;	/* their heading; NULL: none */
	const char		*hidden;	/* what stands for a hidden count */
	const struct section	*sections;
	size_t			 nsections;
};

/*
 * A title page with the facts, the contents, and the sections.  INVALID when
 * a day of the terms is none.
 */
enum status section_pdf(struct arena *a, const struct section_report *in,
    struct pdf_bytes *out) __attribute__((warn_unused_result));

#endif

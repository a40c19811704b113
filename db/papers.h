/* papers.h: prescription lines as they are printed: with all that a paper says. */
#ifndef PAPERS_H
#define PAPERS_H

#include "db/prescriptions.h"

/* What a printed line says beside the line itself. */
struct paper_line {
	struct prescription	 line;
	const char	*instructions;	/* for the family, "; " between them */
	const char	*form_name;	/* of the prescription form, or "" */
	const char	*valid_days;	/* of the form, or "" */
	const char	*control;	/* name of the control class */
	const char	*change_reason;	/* name, or "" */
	const char	*signed_on;	/* ISO date */
	const char	*amount;	/* what a unit of the product holds, or "" */
	const char	*amount_unit;
	const char	*per_unit;
	const char	*container_ml;	/* of an ampoule, or "" */
	const char	*units;		/* "mg,{tab}": what it is dosed in */
	const char	*ended_on;	/* or ends by plan; "" for open */
	bool		 earlier;	/* was written before the day asked for */
};

struct paper_list {
	struct paper_line	*item;
	size_t			 len;
};

extern const struct stmt paper_stmts[];

/*
 * Queries for a pipeline, read by paper_read(): one version of a line; what
 * was written, stopped or in force on a day; what a family needs to know: what
 * is given, on hold, or ended within the last 14 days; controlled medicines
 * that are given now.
 */
extern const struct stmt *const paper_one_stmt, *const paper_day_stmt,
    *const paper_home_stmt, *const paper_controlled_stmt,
    *const paper_days_stmt, *const paper_phones_stmt;
#define PAPER_ONE(patient, lang, id) \
	QUERY(paper_one_stmt, { patient }, { lang }, { id })
#define PAPER_DAY(patient, lang, day) \
	QUERY(paper_day_stmt, { patient }, { lang }, { day })
#define PAPER_HOME(patient, lang) \
	QUERY(paper_home_stmt, { patient }, { lang })
#define PAPER_CONTROLLED(patient, lang) \
	QUERY(paper_controlled_stmt, { patient }, { lang })
/* The days on which something was written, newest first: rows of ISO dates. */
#define PAPER_DAYS(patient)	QUERY(paper_days_stmt, { patient })
/* One row: whom the family calls by day, at night; each may be "". */
#define PAPER_PHONES(patient)	QUERY(paper_phones_stmt, { patient })
void paper_read(struct db *db, const struct rows *rows,
    struct paper_list *out);

#endif

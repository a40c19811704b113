/* prescription_search.h: prescription lines by everything that is coded of them. */
#ifndef PRESCRIPTION_SEARCH_H
#define PRESCRIPTION_SEARCH_H

#include "db/prescriptions.h"

/* In the order of the statements' parameters. */
enum search_part {
	S_SINCE, S_UNTIL,	/* the line overlaps since … until */
	S_STATUS, S_AUTHOR, S_INSTITUTION, S_ROUTE, S_RX_FORM,
	S_PRN,			/* "true" or "false" */
	S_INDICATION, S_STOP_REASON,
	S_MEDICINE,		/* id */
	S_ATC,			/* prefix */
	S_GROUP, S_CONTROL,
	NSEARCH
};

/* NULL is "any". */
struct prescription_filter {
	const char	*part[NSEARCH];
	const char	*sort;	/* medicine, dose, status …; NULL: newest first */
	bool		 descending;
};

/* Matches are counted and exported up to here. */
enum { PRESCRIPTION_COUNT_MAX = 10000 };

extern const struct stmt search_stmts[];

/*
 * The two queries of a page of 50, for a pipeline with others: rows for
 * prescription_read(), and how many match, at most the limit.
 */
void prescription_search_queries(struct db *db,
    const struct prescription_filter *f, long page, const char *lang,
    struct query q[2]);

/* All that match, at most the limit, for prescription_read(). */
struct query prescription_export_query(struct db *db,
    const struct prescription_filter *f, const char *lang);

#endif

/* patient_search.h: patients by everything that is coded of them. */
#ifndef PATIENT_SEARCH_H
#define PATIENT_SEARCH_H

#include "db/patients.h"

/* In the order of the statements' parameters. */
enum patient_part {
	P_STATUS,
	P_DIAGNOSIS,		/* code, or how it begins */
	P_GROUP,		/* diagnosis group */
	P_SEX, P_AGE_FROM, P_AGE_TO,
	P_SINCE, P_UNTIL,	/* date in, ISO */
	P_INSTITUTION,
	P_PAIN_FROM,
	P_UNSEEN,		/* days */
	P_LISTED_LEN,		/* up to here the indexes of the list serve */
	P_NUMBER = P_LISTED_LEN, /* register number, or how it begins */
	P_DISTRICT,
	P_OUT_SINCE, P_OUT_UNTIL, /* date out, ISO */
	P_PHASE,		/* the last one */
	P_PPS_FROM, P_PPS_TO,	/* the last one */
	P_MEDICINE,		/* id of what is taken now */
	P_MEDICINE_GROUP,
	P_DOCTOR,		/* who registered, prescribed or assessed */
	P_NO_LAXATIVE,		/* "true": a strong opioid without one */
	P_DEVICE,		/* "needed": not issued yet, or "issued" */
	P_PLACE,		/* of care, the last one */
	P_OME_FROM, P_OME_TO,	/* of the background today, mg */
	NPARTS
};

/* NULL is "any". */
struct patient_filter {
	const char	*part[NPARTS];
};

enum patient_sort {
	PATIENT_BY_CHANGE,	/* newest change first */
	PATIENT_BY_NUMBER,
	PATIENT_BY_AGE,
	PATIENT_BY_PAIN,
	PATIENT_BY_SEEN,	/* longest unseen first */
	PATIENT_BY_DATE_IN,	/* newest first */
	PATIENT_SORT_LEN
};

/* A row of the file: what the list shows, and more. */
struct patient_exported {
	struct patient	 patient;
	const char	*district;
	const char	*date_in;
	const char	*date_out;	/* or "" */
	const char	*removal_reason;
	const char	*pps;		/* or "" when not assessed */
	const char	*phase;
};

struct patient_export {
	struct patient_exported	*item;
	size_t			 len;
};

/* So many go into a file at most. */
enum { PATIENT_EXPORT_MAX = 20000 };

extern const struct stmt patient_search_stmts[];

/* The phases of illness, for book_read(). */
#define PHASES_QUERY(lang)	QUERY(phase_list_stmt, { lang })
extern const struct stmt *const phase_list_stmt;

/* Whether something is asked that the indexes of the list do not hold. */
bool patient_asks_more(const struct patient_filter *f);

/*
 * The two queries of a page of at most 50 that match, for a pipeline with
 * others, and what they brought: the rows, and how many match in all.
 */
void patient_list_queries(struct db *db, const struct patient_filter *f,
    enum patient_sort sort, long page, const char *lang, struct query q[2]);
void patient_list_read(struct db *db, const struct query q[2],
    struct patient_list *out, long *total);

/*
 * The ids of all that match, in order, and their register numbers, each list
 * comma-separated: for the search in the browser.
 */
struct query patient_ids_query(struct db *db, const struct patient_filter *f,
    enum patient_sort sort);
void patient_ids_read(const struct rows *rows, const char **ids,
    const char **numbers);

/* All that match by register number, at most PATIENT_EXPORT_MAX. */
void patient_export_queries(struct db *db, const struct patient_filter *f,
    const char *lang, struct query q[2]);
void patient_export_read(struct db *db, const struct query q[2],
    struct patient_export *out);

#endif

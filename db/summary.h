/* summary.h: the figures of institutions, from views without any identity. */
#ifndef SUMMARY_DB_H
#define SUMMARY_DB_H

#include "db/prescription_entry.h"

/* What is counted; lists are arrays of the database ("{1,2}"), NULL is all. */
struct summary_scope {
	const char	*from;		/* ISO, both days included */
	const char	*to;
	const char	*institutions;	/* area ids */
	const char	*districts;
	const char	*ages;		/* bands, 0 … 4 */
	const char	*sexes;		/* m, f, u */
	const char	*groups;	/* of diagnoses; "" is none */
	const char	*places;	/* of care; "" is none */
};

/*
 * The patients of one row of one table.  atom tells apart, for a user whose
 * small counts are hidden, the groups that other reports of the day told
 * apart; mine: they are in this report.
 */
struct summary_cell {
	const char	*table;		/* all, institution, district, … */
	const char	*key;
	const char	*label;		/* a name of the books, or "" */
	bool		 mine;
	const char	*atom;
	long		 ever;		/* on the register at any time */
	long		 at_start;
	long		 in;
	long		 out;
	long		 at_end;
	long		 sexes[3];	/* m, f, u */
};

/* How an indicator comes out, in so many cases. */
struct summary_outcome {
	const char	*indicator;
	bool		 mine;
	const char	*atom;
	long		 yes;
	long		 no;
	long		 missing;
	const char	*median;	/* of the days, or "" */
};

/*
 * What was needed of one medicine or device, or done in visits of one kind; a
 * patient may be in several.
 */
struct summary_need {
	const char	*kind;		/* medicine, device, visit, shortage
					 * (of a medicine) */
	const char	*key;
	const char	*label;
	bool		 mine;
	const char	*atom;
	long		 patients;
	long		 n[4];		/* lines, days, patients of the last
					 * 30 days; needed, issued, waiting at
					 * the end, returned; done, at home,
					 * elsewhere, not done; lines */
	const char	*median;	/* days from need to issue, or "" */
};

/* Lines of this report that are given alike, in the parts a dose is made of. */
struct summary_amount {
	const char	*medicine;	/* id */
	const char	*part[NENTRY];
	long		 days;		/* on which they were given, in sum */
	long		 recent;	/* of the last 30 */
};

/* Days on the register, and on which an opioid was given. */
struct summary_days {
	bool		 mine;
	const char	*atom;
	long		 stay;
	long		 patients;	/* with an opioid */
	long		 opioid;
};

struct summary_month {
	const char	*month;		/* "MM.YYYY" */
	long		 in;
	long		 out;
	long		 at_end;
};

/* What an indicator is to reach at the end of the period, in percent. */
struct summary_target {
	const char	*indicator;
	long		 target;
};

struct summary_counts {
	struct summary_cell	*cells;
	size_t			 ncells;
	struct summary_outcome	*outcomes;
	size_t			 noutcomes;
	struct summary_need	*needs;
	size_t			 nneeds;
	struct summary_amount	*amounts;
	size_t			 namounts;
	struct summary_days	*days;
	size_t			 ndays;
	struct summary_month	*months;
	size_t			 nmonths;
	struct summary_target	*targets;
	size_t			 ntargets;
	const char		*made_at;	/* "YYYY-MM-DD HH:MM" */
};

/* The choices of the form: institutions, districts, groups, places. */
enum { SUMMARY_INSTITUTIONS, SUMMARY_DISTRICTS, SUMMARY_GROUPS,
	SUMMARY_PLACES, SUMMARY_CHOICES };

/* What this user was told today. */
struct summary_asked {
	const char	*id;
	const char	*from;
	const char	*to;
	const char	*hidden;	/* "table:row" between commas */
};

struct summary_asked_list {
	struct summary_asked	*item;
	size_t			 len;
};

extern const struct stmt summary_stmts[];

/*
 * For users whose small counts are hidden: wait for the user's other reports,
 * read what he was told today, and note what he is told now.
 */
enum { SUMMARY_TURN, SUMMARY_BEFORE, SUMMARY_EARLIER };
void summary_earlier_queries(struct db *db, struct query q[SUMMARY_EARLIER]);
void summary_earlier_read(struct db *db, const struct query q[SUMMARY_EARLIER],
    struct summary_asked_list *out);
struct query summary_ask_query(struct db *db, const struct summary_scope *s,
    const char *hidden);

/* The least count told to outsiders; what figures are made by. */
struct summary_site {
	long		 limit;
	const char	*factors;	/* table of equivalents, its version */
	const char	*ddd;		/* where the daily doses are from */
	long		 icd10;		/* codes in use */
};

enum { SUMMARY_LIMIT, SUMMARY_BOOKS, SUMMARY_SITE };
void summary_site_queries(struct db *db, const char *lang,
    struct query q[SUMMARY_SITE]);
void summary_site_read(const struct query q[SUMMARY_SITE],
    struct summary_site *out);

void summary_choices(struct db *db, const char *lang,
    struct query q[SUMMARY_CHOICES]);

/* The queries of a period, for a pipeline. */
enum { SUMMARY_CELLS, SUMMARY_OUTCOMES, SUMMARY_NEEDS, SUMMARY_CARE,
	SUMMARY_MONTHS, SUMMARY_TARGETS, SUMMARY_QUERIES };
void summary_queries(struct db *db, const struct summary_scope *s,
    const char *lang, struct query q[SUMMARY_QUERIES]);
void summary_read(struct db *db, const struct query q[SUMMARY_QUERIES],
    struct summary_counts *out);

#endif

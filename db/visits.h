/* visits.h: visits and contacts, planned and done, in versions. */
#ifndef VISITS_H
#define VISITS_H

#include "db/db.h"

/* One version of a visit.  Texts are "" where there is none; dates are ISO 8601. */
struct visit {
	const char	*series;	/* names the visit through all versions */
	long		 version;
	const char	*patient;
	const char	*status;	/* planned, done, cancelled, no_show … */
	const char	*kind;
	const char	*kind_name;
	const char	*planned_on;
	const char	*planned_time;	/* "HH:MM" */
	const char	*done_on;
	const char	*done_time;
	const char	*place;
	const char	*place_name;
	const char	*team;		/* accounts, comma-separated */
	const char	*team_roles;	/* as many codes */
	const char	*team_names;	/* "name (role), name (role)" */
	const char	*decisions;	/* codes, comma-separated */
	const char	*decision_names;
	const char	*reason;
	const char	*reason_name;
	bool		 current;
	bool		 overdue;	/* planned for a day that has passed */
	const char	*author_name;
	const char	*created;	/* seconds since 1970 */
	const char	*registry_no;	/* of the patient, as the rest */
	const char	*diagnosis;
	const char	*district_name;
};

struct visit_list {
	struct visit	*item;
	size_t		 len;
};

/* What is saved; NULL where it is not told. */
struct visit_entry {
	const char	*series;
	const char	*version;	/* the last one, "0" for a new visit */
	const char	*patient;
	const char	*status;
	const char	*kind;
	const char	*planned_on;
	const char	*planned_time;
	const char	*done_on;
	const char	*done_time;
	const char	*place;
	const char	*team;		/* "{uuid,uuid}" */
	const char	*team_roles;	/* "{doctor,nurse}" */
	const char	*decisions;	/* "{unchanged,device}" */
	const char	*reason;
	const char	*follows;	/* series of the visit that planned it */
};

/* What a new visit begins with. */
struct visit_start {
	const char	*kind;
	const char	*place;		/* code, or "" */
	const char	*role;		/* of this user */
};

struct visit_day {
	const char	*day;		/* ISO */
	const char	*doctor;	/* account, or NULL for all */
	const char	*district;	/* area, or NULL */
};

enum { VISIT_PAGE = 12, VISIT_DAY_PAGE = 100 };

extern const struct stmt visit_stmts[];

/* Queries for a pipeline; the macros live as long as their block. */
extern const struct stmt *const visit_get_stmt, *const visit_start_stmt,
    *const visit_kinds_stmt;
/* The last version, which may say that all was entered in error. */
#define VISIT_GET(series, lang)	QUERY(visit_get_stmt, { series }, { lang })
enum status visit_read_one(const struct rows *rows, struct visit *out)
    __attribute__((warn_unused_result));
#define VISIT_START(patient)	QUERY(visit_start_stmt, { patient })
void visit_read_start(const struct rows *rows, struct visit_start *out);
/* Read by book_read(); the note of a kind without a place is "remote". */
#define VISIT_KINDS(lang)	QUERY(visit_kinds_stmt, { lang })

/*
 * A page of the patient's visits, newest first, with all versions or those
 * that stand: two queries, read by visit_read() and the number of all.
 */
void visit_page_queries(struct db *db, const char *patient, bool all,
    long page, const char *lang, struct query q[2]);
void visit_read(struct db *db, const struct rows *rows,
    struct visit_list *out);

/*
 * The visits of a day by their times, and their number; then those which were
 * to take place before, the 100 oldest.
 */
enum { DAY_VISITS, DAY_TOTAL, DAY_OVERDUE, DAY_QUERIES };
void visit_day_queries(struct db *db, const struct visit_day *d, long page,
    const char *lang, struct query q[DAY_QUERIES]);

/* Visits still to be done on a day, those of this user first: the first eight. */
extern const struct stmt *const visit_today_stmt;
#define VISIT_TODAY(day, lang)	QUERY(visit_today_stmt, { day }, { lang })

/*
 * The next version of a visit, and the plan of the one after it (next NULL:
 * none), both or neither.  CONFLICT when version is not the last any more or
 * it is saved already; INVALID names a rule in db_refusal().
 */
enum status visit_save(struct db *db, const struct visit_entry *in,
    const struct visit_entry *next) __attribute__((warn_unused_result));

/* Entered in error: nothing of it stands; CONFLICT as above. */
enum status visit_take_back(struct db *db, const char *series,
    const char *version) __attribute__((warn_unused_result));

/*
 * A visit of this user on a day, with the pain score ("0" … "10") or NULL: not
 * assessed.  What was planned for the day is done by it; one that is done by
 * this user is not counted twice.  NOT_FOUND: no patient that he sees.
 */
enum status visit_observe(struct db *db, const char *patient,
    const char *pain, const char *on) __attribute__((warn_unused_result));

#endif

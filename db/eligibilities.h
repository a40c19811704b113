/* eligibilities.h: whether criteria of palliative care are met, assessed on a day. */
#ifndef ELIGIBILITIES_H
#define ELIGIBILITIES_H

#include "db/versions.h"

struct eligibility {
	struct version	 v;		/* status: active, entered_in_error */
	const char	*group;		/* code of diagnosis_group */
	const char	*group_name;
	const char	*criteria;	/* codes, comma-separated */
	const char	*general;	/* names of those ticked, " · " between; or "" */
	const char	*specific;
	const char	*on;		/* ISO date */
	bool		 met;
};

struct eligibility_list {
	struct eligibility	*item;
	size_t			 len;
};

/* What may be ticked. */
struct criterion {
	const char	*code;
	const char	*name;
	const char	*source;
	const char	*group;		/* "" is of every group, or general */
	const char	*group_name;
	bool		 general;
};

struct criterion_list {
	struct criterion	*item;
	size_t			 len;
};

/* What a person tells. */
struct eligibility_told {
	const char	*group;
	const char	*criteria;	/* codes, comma-separated, or NULL */
	const char	*on;
};

extern const struct stmt eligibility_stmts[];

/* Queries for a pipeline; the macros live as long as their block. */
extern const struct stmt *const eligibility_all_stmt,
    *const eligibility_criteria_stmt, *const eligibility_group_stmt;

/* All assessments, those that stand first, by their day, the newest first. */
#define ELIGIBILITIES_ALL(patient, lang)	QUERY(eligibility_all_stmt, { patient }, { lang })
void eligibility_read(struct db *db, const struct rows *rows,
    struct eligibility_list *out);

/* Criteria in force and those ticked already: the general ones, then by group. */
#define ELIGIBILITY_CRITERIA(ticked, lang)	QUERY(eligibility_criteria_stmt, { ticked }, { lang })
void criterion_read(struct db *db, const struct rows *rows,
    struct criterion_list *out);

/* One row: the group assessed last, else that of the main diagnosis; may be "". */
#define ELIGIBILITY_GROUP(patient)	QUERY(eligibility_group_stmt, { patient })

enum status eligibility_get(struct db *db, const char *id, const char *lang,
    struct eligibility *out) __attribute__((warn_unused_result));

/* INVALID names a rule in db_refusal(); NOT_FOUND: no such patient. */
enum status eligibility_add(struct db *db, const char *patient,
    const struct eligibility_told *in) __attribute__((warn_unused_result));

/* The next version; CONFLICT unless old stands. */
enum status eligibility_correct(struct db *db, const char *old,
    const struct eligibility_told *in) __attribute__((warn_unused_result));

/* Entered in error; CONFLICT unless it stands. */
enum status eligibility_end(struct db *db, const char *id)
    __attribute__((warn_unused_result));

#endif

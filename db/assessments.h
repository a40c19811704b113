/* assessments.h: filled instruments, versioned; their answers are observations. */
#ifndef ASSESSMENTS_H
#define ASSESSMENTS_H

#include "db/db.h"

/* One version of one filled instrument. */
struct assessment {
	const char	*id;
	const char	*patient;
	const char	*instrument;	/* code */
	long		 version;
	const char	*on;		/* ISO date */
	const char	*moment;	/* seconds since 1970 */
	const char	*completed_by;	/* patient, caregiver … or "" */
	const char	*status;	/* completed, entered_in_error */
	bool		 current;
	bool		 mine;		/* this user is its author */
	const char	*author_name;
	const char	*created;	/* seconds since 1970 */
};

struct assessment_list {
	struct assessment	*item;
	size_t			 len;
};

/* A value of an item: of an assessment, or the last one known. */
struct observed {
	const char	*assessment;	/* id, or "" */
	const char	*code;
	const char	*value;		/* canonical decimal; "" is not assessed */
	const char	*on;		/* ISO date */
};

struct observed_list {
	struct observed	*item;
	size_t		 len;
};

/* What a person fills in.  codes and values are arrays of the same length. */
struct assessment_entry {
	const char	*id;		/* of all that is saved at once */
	const char	*instrument;
	const char	*on;		/* ISO date */
	const char	*moment;	/* seconds since 1970, or NULL: now */
	const char	*completed_by;	/* or NULL */
	const char	*codes;		/* "{pain-nrs,pain-worst}" */
	const char	*values;	/* "{7,NULL}" */
};

/* A line of the card: an item, its last value, and the one before. */
struct score {
	const char	*instrument;	/* name */
	const char	*code;
	const char	*name;
	const char	*kind;
	const char	*worse;
	const char	*high;
	const char	*value;		/* "" is not assessed */
	const char	*label;		/* of the answer, or "" */
	const char	*on;		/* ISO date */
	const char	*was;		/* "" when there was none */
	const char	*was_label;
	const char	*was_on;
};

struct score_list {
	struct score	*item;
	size_t		 len;
};

enum { ASSESSMENT_PAGE = 8 };

extern const struct stmt assessment_stmts[];

/* Queries for a pipeline; the macros live as long as their block. */
extern const struct stmt *const assessment_last_stmt,
    *const assessment_scores_stmt;

/* The last value of every item of the chosen instruments, before a moment or NULL. */
#define ASSESSMENT_LAST(patient, chosen, before) \
	QUERY(assessment_last_stmt, { patient }, { chosen }, { before })
void observed_read(struct db *db, const struct rows *rows,
    struct observed_list *out);

/* What the card of a patient shows. */
#define ASSESSMENT_SCORES(patient, lang) \
	QUERY(assessment_scores_stmt, { patient }, { lang })
void score_read(struct db *db, const struct rows *rows,
    struct score_list *out);

/*
 * A page of the patient's assessments by one instrument (NULL: the first that
 * he was assessed by), newest first, with all versions or the current ones only: the queries for a pipeline, read by
 * assessment_read(), observed_read() and the number of all.
 */
void assessment_page_queries(struct db *db, const char *patient,
    const char *instrument, bool all, long page, struct query q[3]);
void assessment_read(struct db *db, const struct rows *rows,
    struct assessment_list *out);

/* One version and its answers. */
enum status assessment_get(struct db *db, const char *id,
    struct assessment *out, struct observed_list *answers)
    __attribute__((warn_unused_result));

/* The version of the same series that counts now, or NULL. */
enum status assessment_standing(struct db *db, const char *id,
    const char **out) __attribute__((warn_unused_result));

/*
 * Save filled instruments, all or none.  CONFLICT when the patient is no
 * longer on the register or they are saved already; INVALID when the database
 * refuses a date, which db_refusal() names.
 */
enum status assessment_add(struct db *db, const char *patient,
    const struct assessment_entry *in, size_t n)
    __attribute__((warn_unused_result));

/* The next version of the current version old; else CONFLICT. */
enum status assessment_correct(struct db *db, const char *old,
    const struct assessment_entry *in) __attribute__((warn_unused_result));

/* Mark the own current version as entered in error; else CONFLICT. */
enum status assessment_take_back(struct db *db, const char *id)
    __attribute__((warn_unused_result));

#endif

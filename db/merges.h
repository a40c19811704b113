/* merges.h: entries of one person, merged into one and taken apart again. */
#ifndef MERGES_H
#define MERGES_H

#include "db/documents.h"

/* How many rows of a table hang on a patient, or went over with a merge. */
struct merge_rows {
	const char	*table;
	long		 rows;
	long		 stayed;	/* what only one of can stand */
};

struct merge_rows_list {
	struct merge_rows	*item;
	size_t			 len;
};

struct merge {
	const char	*id;
	const char	*patient;	/* who stays */
	const char	*patient_no;
	const char	*other;		/* who was removed */
	const char	*other_no;
	long		 patient_rev;	/* of the passports before */
	long		 other_rev;
	const char	*at;		/* "2026-11-26 15:40" */
	const char	*author;
	const char	*undone_at;	/* or "" */
	const char	*undone_by;
};

struct merge_list {
	struct merge	*item;
	size_t		 len;
};

extern const struct stmt merge_stmts[];

/* Queries for a pipeline. */
extern const struct stmt *const merge_counts_stmt, *const merge_moved_stmt,
    *const merge_get_stmt, *const merge_passports_stmt,
    *const merges_of_stmt, *const merge_add_stmt, *const merge_undo_stmt;
#define MERGE_COUNTS(patient)	QUERY(merge_counts_stmt, { patient })
#define MERGE_MOVED(merge)	QUERY(merge_moved_stmt, { merge })
#define MERGE_GET(merge)	QUERY(merge_get_stmt, { merge })
#define MERGE_PASSPORTS(merge)	QUERY(merge_passports_stmt, { merge })
/* Those that stand, of a patient who stays or was removed. */
#define MERGES_OF(patient)	QUERY(merges_of_stmt, { patient })
/*
 * take is "{district_id,…}": the open fields that come from the other.
 * CONFLICT when one of the two was changed first, INVALID by a rule.
 */
#define MERGE_ADD(patient, version, other, other_version, take, year, sex) \
	QUERY(merge_add_stmt, { patient }, { version }, { other }, \
	    { other_version }, { take }, { year }, { sex })
/* INVALID by a rule, CONFLICT by a key. */
#define MERGE_UNDO(merge)	QUERY(merge_undo_stmt, { merge })
void merge_read_rows(struct db *db, const struct rows *rows,
    struct merge_rows_list *out);
void merge_read(struct db *db, const struct rows *rows,
    struct merge_list *out);
/* The envelopes of who stayed and of who went; NULL where there is none. */
void merge_read_passports(const struct rows *rows, const char **own,
    const char **other);

/*
 * Pairs of entries that are two people: "a|b,…" of those dismissed, each id
 * smaller than the one behind it.
 */
enum status duplicates_dismissed(struct db *db, const char **pairs)
    __attribute__((warn_unused_result));

/* NOT_FOUND unless both may be written; CONFLICT when it is done already. */
enum status duplicate_dismiss(struct db *db, const char *a, const char *b)
    __attribute__((warn_unused_result));
enum status duplicate_withdraw(struct db *db, const char *a, const char *b)
    __attribute__((warn_unused_result));

#endif

/* imports.h: patients from a spreadsheet, kept apart until all are there. */
#ifndef IMPORTS_H
#define IMPORTS_H

#include "db/db.h"

/* One import as the list shows it; every member is a text but the last. */
struct import {
	const char	*id;
	const char	*committed_at;	/* "YYYY-MM-DD HH:MM" */
	const char	*author;
	const char	*total;
	const char	*undone_at;	/* "" while it stands */
	const char	*undone_by;
	bool		 own;		/* this user may take it back */
};

struct import_list {
	struct import	*item;
	size_t		 len;
};

/* What the register refuses of one staged row. */
struct import_refusal {
	long		 row;
	const char	*code;		/* SQLSTATE */
	const char	*rule;		/* name of a constraint, or "" */
};

struct import_refusals {
	struct import_refusal	*item;
	size_t			 len;
};

extern const struct stmt import_stmts[];

/* The last imports that were taken in, for a pipeline. */
extern const struct stmt *const import_list_stmt;
#define IMPORT_LIST	{ .stmt = import_list_stmt }
void import_read_list(struct db *db, const struct rows *rows,
    struct import_list *out);

/* CONFLICT when the id is another import's; begun once, it goes on. */
enum status import_begin(struct db *db, const char *id, const char *total)
    __attribute__((warn_unused_result));

/*
 * Keep rows, a JSON array in the shape of import_stage(), and try them; numbers
 * is their row numbers as an array of PostgreSQL.  A row that is there already
 * stays as it is.  NOT_FOUND when the import is not open, or not this user's.
 */
enum status import_stage(struct db *db, const char *id, const char *rows,
    const char *numbers, struct import_refusals *out)
    __attribute__((warn_unused_result));

/* All rows become patients; *total is how many.  CONFLICT: not whole. */
enum status import_commit(struct db *db, const char *id, const char **total)
    __attribute__((warn_unused_result));

/* open, committed or undone; NOT_FOUND when there is none to see. */
enum status import_status(struct db *db, const char *id, const char **out)
    __attribute__((warn_unused_result));

enum status import_cancel(struct db *db, const char *id)
    __attribute__((warn_unused_result));

/* INVALID when somebody has touched one of its patients since. */
enum status import_undo(struct db *db, const char *id, const char **total)
    __attribute__((warn_unused_result));

#endif

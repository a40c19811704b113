/* book_imports.h: files taken into a reference book, as a whole or not at all. */
#ifndef BOOK_IMPORTS_H
#define BOOK_IMPORTS_H

#include "db/db.h"

extern const struct stmt book_import_stmts[];

struct book_import {
	const char	*id;
	const char	*book;
	const char	*book_name;
	const char	*file;
	const char	*status;	/* checked committed undone */
	const char	*who;
	const char	*at;
	const char	*undone_at;
	const char	*undone_by;
	const char	*ignored;	/* titles that are no column */
	long		 created;
	long		 edited;
	long		 same;
	long		 problems;
	long		 skipped;	/* rows that are no entries: headings */
	bool		 may_write;
};

struct book_import_list {
	struct book_import	*item;
	size_t			 len;
};

/* One column that an import makes another one; rows of one entry follow. */
struct book_import_row {
	const char	*row;		/* of the file */
	const char	*key;
	const char	*action;	/* create or edit */
	const char	*label;
	const char	*before;
	const char	*after;
};

struct book_import_rows {
	struct book_import_row	*item;
	size_t			 len;
	long			 total;	/* entries in all */
};

/* What is wrong, and where. */
struct book_import_problem {
	long		 row;
	const char	*label;		/* of the column, or "" */
	const char	*value;		/* as the file has it */
	const char	*why;
	const char	*detail;
};

struct book_import_problems {
	struct book_import_problem	*item;
	size_t				 len;
};

/* Queries for a pipeline: those of a book, or the one; read below. */
extern const struct stmt *const book_import_list_stmt,
    *const book_import_rows_stmt, *const book_import_problems_stmt;
#define BOOK_IMPORTS_QUERY(book, id, lang) \
	QUERY(book_import_list_stmt, { book }, { id }, { lang })
#define BOOK_IMPORT_ROWS_QUERY(id, lang, size, offset) \
	QUERY(book_import_rows_stmt, { id }, { lang }, { size }, { offset })
#define BOOK_IMPORT_PROBLEMS_QUERY(id, lang, size) \
	QUERY(book_import_problems_stmt, { id }, { lang }, { size })
void book_import_list_read(struct db *db, const struct rows *rows,
    struct book_import_list *out);
void book_import_rows_read(struct db *db, const struct rows *rows,
    struct book_import_rows *out);
void book_import_problems_read(struct db *db, const struct rows *rows,
    struct book_import_problems *out);

/* titles are those of the file, divided by tabs. */
enum status book_import_begin(struct db *db, const char *id, const char *book,
    const char *file, const char *titles) __attribute__((warn_unused_result));

/* Lines: a number of a row and its cells, divided by tabs. */
enum status book_import_stage(struct db *db, const char *id, const char *lines,
    long *total) __attribute__((warn_unused_result));

/* The dry run. */
enum status book_import_check(struct db *db, const char *id)
    __attribute__((warn_unused_result));

/* why is "" when all is in; else "changed", "problems" or "nothing". */
enum status book_import_commit(struct db *db, const char *id, const char **why)
    __attribute__((warn_unused_result));

/* INVALID with why ("changed" or "used") and the entry that stands against it. */
enum status book_import_undo(struct db *db, const char *id, const char **why,
    const char **entry) __attribute__((warn_unused_result));

/* Forget what was only tried; out is its book. */
enum status book_import_drop(struct db *db, const char *id, const char **out)
    __attribute__((warn_unused_result));

#endif

/* book_entries.h: the reference books as their editor sees them. */
#ifndef BOOK_ENTRIES_H
#define BOOK_ENTRIES_H

#include "db/db.h"

extern const struct stmt book_entry_stmts[];

/* A book among the others. */
struct book_item {
	const char	*part;		/* care, diagnoses, medicines, opioids … */
	const char	*code;
	const char	*name;
	const char	*entries;	/* how many, */
	long		 retired;	/* how many of them out of use */
	const char	*changed_at;	/* by an administrator, or "" */
};

struct book_items {
	struct book_item	*item;
	size_t			 len;
};

/* A book, and an entry of it where one was asked for. */
struct book_head {
	const char	*name;
	const char	*title;		/* of the entry, or "" */
	const char	*version;
	bool		 may_write;
	bool		 retired;
	bool		 may_delete;	/* the database can tell whether it is used */
};

struct book_column {
	const char	*name;
	const char	*label;
	bool		 shown;		/* stands in the list */
	bool		 is_number;
};

struct book_columns {
	struct book_column	*item;
	size_t			 len;
};

/* An entry in the list; its cells are divided by CELL_END. */
#define CELL_END	'\x1f'

struct entry_item {
	const char	*key;
	const char	*cells;
	bool		 retired;
};

struct entry_items {
	struct entry_item	*item;
	size_t			 len;
	long			 total;
};

/* One column of one entry, as its form shows it. */
struct entry_field {
	const char	*name;
	const char	*kind;		/* text int decimal date flag choice ref refs */
	const char	*label;
	const char	*help;
	const char	*value;		/* as it is typed */
	const char	*shown;		/* as it is read */
	long		 max;
	bool		 required;
	bool		 fixed;		/* part of the key of what is there */
};

struct entry_fields {
	struct entry_field	*item;
	size_t			 len;
};

struct entry_option {
	const char	*name;		/* of the column */
	const char	*code;
	const char	*title;
	bool		 retired;
};

struct entry_options {
	struct entry_option	*item;
	size_t			 len;
};

/* What is wrong with a value. */
struct entry_fault {
	const char	*name;		/* of the column, or "" */
	const char	*why;
	const char	*detail;
};

struct entry_faults {
	struct entry_fault	*item;
	size_t			 len;
};

/* One column that a change made another one. */
struct entry_change {
	const char	*id;		/* of the change: several rows may share it */
	const char	*key;
	const char	*action;
	const char	*who;
	const char	*at;
	const char	*import;	/* id, or "" */
	const char	*label;
	const char	*before;
	const char	*after;
};

struct entry_changes {
	struct entry_change	*item;
	size_t			 len;
	long			 total;	/* changes in all */
};

/* What is looked for in a book. */
struct entry_search {
	const char	*book;
	const char	*text;
	const char	*sort;		/* a column, or NULL */
	const char	*down;		/* "true" or "false" */
	const char	*state;		/* current, retired or all */
	const char	*size;		/* of a page */
	const char	*offset;
};

/* Queries for a pipeline, each read by the function of its name. */
extern const struct stmt *const book_head_stmt, *const book_columns_stmt,
    *const entry_list_stmt, *const entry_fields_stmt,
    *const entry_options_stmt, *const entry_changes_stmt;
#define BOOK_HEAD_QUERY(book, key, lang) \
	QUERY(book_head_stmt, { book }, { key }, { lang })
#define BOOK_COLUMNS_QUERY(book, lang)	QUERY(book_columns_stmt, { book }, { lang })
#define ENTRY_LIST_QUERY(s, lang) \
	QUERY(entry_list_stmt, { (s)->book }, { (s)->text }, { (s)->sort }, \
	    { (s)->down }, { (s)->state }, { lang }, { (s)->size }, { (s)->offset })
#define ENTRY_FIELDS_QUERY(book, key, lang) \
	QUERY(entry_fields_stmt, { book }, { key }, { lang })
#define ENTRY_OPTIONS_QUERY(book, lang)	QUERY(entry_options_stmt, { book }, { lang })
#define ENTRY_CHANGES_QUERY(book, key, lang, size, offset) \
	QUERY(entry_changes_stmt, { book }, { key }, { lang }, { size }, { offset })
void book_head_read(const struct rows *rows, struct book_head *out);
void book_columns_read(struct db *db, const struct rows *rows,
    struct book_columns *out);
void entry_list_read(struct db *db, const struct rows *rows,
    struct entry_items *out);
void entry_fields_read(struct db *db, const struct rows *rows,
    struct entry_fields *out);
void entry_options_read(struct db *db, const struct rows *rows,
    struct entry_options *out);
void entry_changes_read(struct db *db, const struct rows *rows,
    struct entry_changes *out);

/* All books, in their order. */
enum status book_items(struct db *db, const char *lang, struct book_items *out)
    __attribute__((warn_unused_result));

/* All entries of a book with all columns, for a file. */
enum status book_export(struct db *db, const char *book, const char *lang,
    struct book_columns *columns, struct entry_items *out)
    __attribute__((warn_unused_result));

/*
 * Save an entry, values being an object of JSON; key NULL makes a new one.
 * INVALID with what is wrong; CONFLICT when version is not the newest.
 */
enum status entry_save(struct db *db, const char *book, const char *key,
    const char *version, const char *values, const char *lang,
    struct entry_faults *out) __attribute__((warn_unused_result));

/* Retire, restore or delete; INVALID with why when it is refused. */
enum status entry_turn(struct db *db, const char *book, const char *key,
    const char *version, const char *action, const char **why)
    __attribute__((warn_unused_result));

#endif

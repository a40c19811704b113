/* blanks.h: the numbered prescription forms that were written for a line. */
#ifndef BLANKS_H
#define BLANKS_H

#include "db/db.h"

struct blank {
	const char	*id;
	const char	*line;		/* the version it was written for */
	const char	*form;		/* code */
	const char	*series;	/* or "" */
	const char	*number;
	const char	*issued_on;	/* ISO date */
	const char	*valid_until;	/* the last day, ISO */
	const char	*quantity;	/* canonical decimal, or "" */
	const char	*author;
	const char	*error_on;	/* marked as wrong, ISO; "" when it stands */
	const char	*error_by;
};

struct blank_list {
	struct blank	*item;		/* newest first */
	size_t		 len;
};

/* What is about to be written. */
struct blank_entry {
	const char	*id;
	const char	*line;
	const char	*series;	/* NULL for none */
	const char	*number;
	const char	*issued_on;
	const char	*quantity;	/* or NULL */
};

extern const struct stmt blank_stmts[];

/* The query of blank_read(): all that were written for a patient's lines. */
extern const struct stmt *const blank_list_stmt;
#define BLANK_LIST(patient)	QUERY(blank_list_stmt, { patient })
void blank_read(struct db *db, const struct rows *rows,
    struct blank_list *out);

/*
 * Write one, with form and validity of its line.  CONFLICT when the number is
 * taken, NOT_FOUND without such a line or form; INVALID with the refusal's
 * name.  *patient is whose it is.
 */
enum status blank_add(struct db *db, const struct blank_entry *in,
    const char **patient) __attribute__((warn_unused_result));

/* Mark it as spoilt or wrong; CONFLICT when it is marked already. */
enum status blank_undo(struct db *db, const char *id, const char **patient,
    const char **line) __attribute__((warn_unused_result));

#endif

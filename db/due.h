/* due.h: prescription lines that ask for something: review, a patch, an end. */
#ifndef DUE_H
#define DUE_H

#include "db/db.h"

struct due_line {
	const char	*id;
	const char	*patient;
	const char	*registry_no;
	const char	*medicine;	/* in the language asked for */
	const char	*strength;	/* form and strength */
	const char	*dose;		/* canonical decimal */
	const char	*unit;		/* name */
	const char	*what;		/* review, patch, ending, supply */
	const char	*on;		/* ISO date */
};

struct due_list {
	struct due_line	*item;
	size_t		 len;
};

extern const struct stmt due_stmts[];

/*
 * Queries for a pipeline, both read by due_read(): lines to be reviewed by
 * today, patches to be changed today and lines that end within so many days,
 * the earliest first; and all lines of which it is known what was given out.
 */
extern const struct stmt *const due_list_stmt, *const due_supplied_stmt;
#define DUE_LIST(lang, days)	QUERY(due_list_stmt, { lang }, { days })
#define DUE_SUPPLIED(lang)	QUERY(due_supplied_stmt, { lang })
void due_read(struct db *db, const struct rows *rows, struct due_list *out);

#endif

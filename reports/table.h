/* table.h: tables that keep their head on every page. */
#ifndef REPORTS_TABLE_H
#define REPORTS_TABLE_H

#include <stddef.h>

#include "reports/flow.h"

struct column {
	const char	*title;
	double		 weight;	/* its part of the width */
	enum text_align	 align;
	int		 bar;		/* holds row.bar instead of a text */
};

enum row_kind {
	ROW_PLAIN,
	ROW_GROUP,	/* cells[0] alone, over the whole width */
	ROW_TOTAL,
};

struct row {
	const char *const	*cells;	/* one a column; NULL is a dash */
	enum row_kind		 kind;
	double			 bar;	/* 0 to 1; negative: hidden, hatched */
};

struct table {
	const struct column	*columns;
	size_t			 ncolumns;
	const struct row	*rows;
	size_t			 nrows;
	double			 size;	/* of the letters; 0 for the usual */
	const char		*note;	/* quiet, below it; or NULL */
};

#define TABLE_MAX_COLUMNS	16

/*
 * Draw the table from f->y on.  A column is never narrower than its longest
 * word, as far as there is room.  A page never begins or ends with one row of
 * several, with the head, a group row or the totals alone; a small table and
 * the note are not torn; a row goes over two pages only when it is taller
 * than one.
 */
void flow_table(struct flow *f, const struct table *t);

/* What must be free for its beginning, for flow_heading(). */
double flow_table_keep(struct flow *f, const struct table *t);

#endif

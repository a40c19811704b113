/* filling.h: rows of the summary's tables, cell by cell; for tables*.c only. */
#ifndef REPORT_FILLING_H
#define REPORT_FILLING_H

#include "pages/report/tables.h"

enum { MAX_SECTIONS = 32, MAX_CELLS = 14 };

/* Sections being made. */
struct making {
	const struct ctx	*c;
	const struct dosing	*dosing;
	const struct resources	*resources;
	const struct figures	*now;
	const struct figures	*before;
	struct section		*out;
	size_t			 n;
};

/* Rows of one section. */
struct filling {
	const struct ctx	*c;
	struct row		*rows;
	size_t			 nrows;
	const char		**cells;	/* of the last row */
	size_t			 ncells;
};

/* n / of in percent with one decimal, halves up; NULL is a dash. */
const char *fill_percent(const struct ctx *c, long n, long of);
const char *fill_count(const struct ctx *c, long n, bool hidden);

/* So many places after the point, noughts too; NULL, a dash, where it is not known. */
const char *fill_ratio(const struct ctx *c, struct ratio r, int places,
    bool hidden);

/* As fill_ratio(): one place, none in large numbers. */
const char *fill_large(const struct ctx *c, struct ratio r, bool hidden);

/* The same of one patient, where a nought after the point could be misread. */
const char *fill_dose(const struct ctx *c, struct ratio r);

/* Begin a section of at most so many rows and one; then row by row. */
struct filling fill_begin(const struct ctx *c, size_t rows);
void fill_row(struct filling *f, enum row_kind kind, const char *label);
void fill_cell(struct filling *f, const char *text);

/* The columns with their titles translated. */
struct column *fill_columns(const struct ctx *c, const struct column *from,
    size_t n);

struct section *fill_section(struct making *m, const char *code,
    const char *heading, const struct column *columns, size_t n,
    const struct filling *f);

/* The indicators with their targets, and their definitions. */
void tables_indicators(struct making *m);

/* Reached of the need, beds and teams for so many people. */
void tables_resources(struct making *m);

/* What was needed of medicines. */
void tables_needs(struct making *m);

/* Forms, devices, services and visits, and how needs are computed. */
void tables_orders(struct making *m);

/* A row of a need: patients and so many of its counts. */
void fill_need(struct filling *f, const struct need_row *row, int counts);

/* A target of an indicator, and whether it is reached by yes of so many. */
const char *fill_target(const struct ctx *c, long target, bool down);
const char *fill_reached(const struct ctx *c, long target, bool down,
    long yes, long of);

#endif

/* suppress.h: hide counts so small that they could point at a person. */
#ifndef REPORTS_SUPPRESS_H
#define REPORTS_SUPPRESS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * counts holds rows × columns of a table whose column totals are told; each
 * row is told as a whole or not at all.  The columns are all that a reader can
 * tell apart: the measures of the table, each for every part of the people
 * that he has been told of in another report.
 *
 * Hide every row with a count from 1 to k - 1, and with it the rows of least
 * number until at least two are hidden and what they sum up to is in no column
 * from 1 to k - 1.  So no sum or difference of what is told is such a count.
 * Rows that are hidden already stay so.
 */
void suppress_rows(const long *counts, size_t rows, size_t columns, long k,
    bool *hidden);

/* Is the sum of the hidden rows 0, or k and more, in each column? */
bool suppress_holds(const long *counts, size_t rows, size_t columns, long k,
    const bool *hidden);

#endif

/* suppress.h: hide counts so small that they could point at a person. */
#ifndef REPORTS_SUPPRESS_H
#define REPORTS_SUPPRESS_H

#include <stddef.h>

/* What stands in a cell that may not be told (SUMMARY_HIDDEN). */
#define SUPPRESSED	(-1L)

/*
 * n counts whose sum is told as well.  Each from 1 to k - 1 is hidden; where
 * that leaves one hidden cell alone, the smallest of the others above zero (or
 * else a zero) is hidden with it, so that no subtraction tells it.
 */
void suppress_list(long *cells, size_t n, long k);

/*
 * The same for rows x columns counts, row by row, whose row and column sums
 * are told: in no row and no column does a hidden cell stand alone.
 */
void suppress_table(long *cells, size_t rows, size_t columns, long k);

#endif

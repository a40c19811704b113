/* suppress.c: hide counts so small that they could point at a person. */

#include "reports/suppress.h"

static void
hide_small(long *cells, size_t n, long k)
{
	for (size_t i = 0; i < n; i++)
		if (cells[i] > 0 && cells[i] < k)
			cells[i] = SUPPRESSED;
}

/* Is a better to hide than b?  The smallest above zero, zeros last. */
static int
is_better(long a, long b)
{
	if ((a == 0) != (b == 0))
		return b == 0;
	return a < b;
}

/* Give a lone hidden cell of a line company; 1 when one was hidden. */
static int
add_company(long *cells, size_t n, size_t step)
{
	long *best = NULL;
	size_t hidden = 0;

	for (size_t i = 0; i < n; i++) {
		long *cell = &cells[i * step];

		if (*cell == SUPPRESSED)
			hidden++;
		else if (best == NULL || is_better(*cell, *best))
			best = cell;
	}
	if (hidden != 1 || best == NULL)
		return 0;
	*best = SUPPRESSED;
	return 1;
}

void
suppress_list(long *cells, size_t n, long k)
{
	hide_small(cells, n, k);
	add_company(cells, n, 1);
}

void
suppress_table(long *cells, size_t rows, size_t columns, long k)
{
	int changed = 1;

	hide_small(cells, rows * columns, k);
	while (changed) {
		changed = 0;
		for (size_t r = 0; r < rows; r++)
			changed |= add_company(&cells[r * columns], columns, 1);
		for (size_t c = 0; c < columns; c++)
			changed |= add_company(&cells[c], rows, columns);
	}
}

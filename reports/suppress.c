/* suppress.c: hide counts so small that they could point at a person. */

#include "reports/suppress.h"

static bool
is_small(long n, long k)
{
	return n > 0 && n < k;
}

static bool
has_small(const long *row, size_t columns, long k)
{
	for (size_t c = 0; c < columns; c++)
		if (is_small(row[c], k))
			return true;
	return false;
}

static long
sum_of(const long *row, size_t columns)
{
	long sum = 0;

	for (size_t c = 0; c < columns; c++)
		sum += row[c];
	return sum;
}

bool
suppress_holds(const long *counts, size_t rows, size_t columns, long k,
    const bool *hidden)
{
	for (size_t c = 0; c < columns; c++) {
		long sum = 0;

		for (size_t r = 0; r < rows; r++)
			if (hidden[r])
				sum += counts[r * columns + c];
		if (is_small(sum, k))
			return false;
	}
	return true;
}

static size_t
count_hidden(const bool *hidden, size_t rows)
{
	size_t n = 0;

	for (size_t r = 0; r < rows; r++)
		n += hidden[r];
	return n;
}

/* Hide the least row that is not empty, else an empty one; false: none left. */
static bool
hide_next(const long *counts, size_t rows, size_t columns, bool *hidden)
{
	size_t best = rows;
	long least = 0, sum;

	for (size_t r = 0; r < rows; r++) {
		if (hidden[r])
			continue;
		sum = sum_of(&counts[r * columns], columns);
		if (best == rows || (sum > 0 && (least == 0 || sum < least))) {
			best = r;
			least = sum;
		}
	}
	if (best == rows)
		return false;
	hidden[best] = true;
	return true;
}

void
suppress_rows(const long *counts, size_t rows, size_t columns, long k,
    bool *hidden)
{
	size_t n;

	for (size_t r = 0; r < rows; r++)
		if (has_small(&counts[r * columns], columns, k))
			hidden[r] = true;
	while ((n = count_hidden(hidden, rows)) > 0 &&
	    (n < 2 || !suppress_holds(counts, rows, columns, k, hidden)))
		if (!hide_next(counts, rows, columns, hidden))
			return;
}

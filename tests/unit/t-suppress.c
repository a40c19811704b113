/* t-suppress.c: no hidden count can be had by subtraction. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "reports/suppress.h"

enum { K = 5, ROWS = 6, COLUMNS = 4 };

static void
a_small_row_has_company(void **state)
{
	const long counts[] = { 20, 3, 9, 0 };
	bool hidden[4] = { false };

	(void)state;
	suppress_rows(counts, 4, 1, K, hidden);
	assert_false(hidden[0]);
	assert_true(hidden[1]);
	assert_true(hidden[2]);
	assert_false(hidden[3]);
}

static void
large_rows_are_told(void **state)
{
	const long counts[] = { 5, 0, 100 };
	bool hidden[3] = { false };

	(void)state;
	suppress_rows(counts, 3, 1, K, hidden);
	for (int i = 0; i < 3; i++)
		assert_false(hidden[i]);
}

/* Two rows of one patient each would be told by their sum. */
static void
a_small_sum_is_hidden_too(void **state)
{
	const long counts[] = { 1, 1, 30, 40 };
	bool hidden[4] = { false };

	(void)state;
	suppress_rows(counts, 4, 1, K, hidden);
	assert_true(hidden[0] && hidden[1] && hidden[2]);
	assert_false(hidden[3]);
}

static void
what_was_hidden_stays_so(void **state)
{
	const long counts[] = { 20, 30, 9 };
	bool hidden[3] = { true, false, false };

	(void)state;
	suppress_rows(counts, 3, 1, K, hidden);
	assert_true(hidden[0] && hidden[2]);
	assert_false(hidden[1]);
}

static void
a_part_of_what_is_hidden_may_be_small(void **state)
{
	const long counts[] = { 20, 0, 3, 20, 30, 30 };
	const bool hidden[3] = { true, true, false };

	(void)state;
	assert_true(suppress_holds(counts, 3, 2, K, hidden));
	assert_false(suppress_holds(counts, 3, 2, 24, hidden));
}

/* Random tables: nothing small is told, nor the sum of what is hidden. */
static void
random_tables_hold(void **state)
{
	uint32_t seed = 12345;
	long counts[ROWS * COLUMNS];
	bool hidden[ROWS];

	(void)state;
	for (int round = 0; round < 5000; round++) {
		size_t n = 0;

		memset(hidden, 0, sizeof(hidden));
		for (size_t i = 0; i < ROWS * COLUMNS; i++) {
			seed = seed * 1664525u + 1013904223u;
			counts[i] = (long)(seed >> 27);
		}
		suppress_rows(counts, ROWS, COLUMNS, K, hidden);
		for (size_t i = 0; i < ROWS * COLUMNS; i++)
			assert_true(hidden[i / COLUMNS] || counts[i] == 0 ||
			    counts[i] >= K);
		for (size_t r = 0; r < ROWS; r++)
			n += hidden[r];
		assert_int_not_equal(n, 1);
		assert_true(n == ROWS || suppress_holds(counts, ROWS, COLUMNS,
		    K, hidden));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_small_row_has_company),
		cmocka_unit_test(large_rows_are_told),
		cmocka_unit_test(a_small_sum_is_hidden_too),
		cmocka_unit_test(what_was_hidden_stays_so),
		cmocka_unit_test(a_part_of_what_is_hidden_may_be_small),
		cmocka_unit_test(random_tables_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

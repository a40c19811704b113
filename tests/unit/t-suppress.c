/* t-suppress.c: no hidden count can be had by subtraction. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "reports/suppress.h"

enum { K = 5 };

static void
list_hides_with_company(void **state)
{
	long cells[] = { 20, 3, 9, 0 };

	(void)state;
	suppress_list(cells, 4, K);
	assert_int_equal(cells[0], 20);
	assert_int_equal(cells[1], SUPPRESSED);
	assert_int_equal(cells[2], SUPPRESSED);
	assert_int_equal(cells[3], 0);
}

static void
list_keeps_what_is_large(void **state)
{
	long cells[] = { 5, 0, 100 };

	(void)state;
	suppress_list(cells, 3, K);
	assert_int_equal(cells[0], 5);
	assert_int_equal(cells[1], 0);
	assert_int_equal(cells[2], 100);
}

static void
list_hides_a_zero_when_nothing_else_is_there(void **state)
{
	long cells[] = { 4, 0 };

	(void)state;
	suppress_list(cells, 2, K);
	assert_int_equal(cells[0], SUPPRESSED);
	assert_int_equal(cells[1], SUPPRESSED);
}

/* Random tables: never one hidden cell alone in a row or column. */
static void
table_leaves_none_alone(void **state)
{
	uint32_t seed = 12345;
	long cells[30];

	(void)state;
	for (int round = 0; round < 2000; round++) {
		for (size_t i = 0; i < 30; i++) {
			seed = seed * 1664525u + 1013904223u;
			cells[i] = (long)(seed >> 27);
		}
		suppress_table(cells, 6, 5, K);
		for (size_t r = 0; r < 6; r++) {
			size_t hidden = 0;

			for (size_t c = 0; c < 5; c++) {
				assert_true(cells[r * 5 + c] <= 0 ||
				    cells[r * 5 + c] >= K);
				hidden += cells[r * 5 + c] == SUPPRESSED;
			}
			assert_int_not_equal(hidden, 1);
		}
		for (size_t c = 0; c < 5; c++) {
			size_t hidden = 0;

			for (size_t r = 0; r < 6; r++)
				hidden += cells[r * 5 + c] == SUPPRESSED;
			assert_int_not_equal(hidden, 1);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(list_hides_with_company),
		cmocka_unit_test(list_keeps_what_is_large),
		cmocka_unit_test(list_hides_a_zero_when_nothing_else_is_there),
		cmocka_unit_test(table_leaves_none_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* t-ratio.c: exact quotients, and what is unknown. */

#include <string.h>

#include "base/ratio.h"
#include "unit.h"

static struct ratio
of(const char *text)
{
	struct decimal d = { 0, 0 };

	assert_int_equal(decimal_parse(text, &d), OK);
	return ratio_of(d);
}

static struct ratio
parts(int64_t over, int64_t under)
{
	return ratio_divide(ratio_whole(over), ratio_whole(under));
}

static void
assert_ratio(struct ratio r, int64_t over, int64_t under)
{
	assert_int_equal(r.over, over);
	assert_int_equal(r.under, under);
}

static void
test_lowest_terms(void **state)
{
	(void)state;
	assert_ratio(of("0,50"), 1, 2);
	assert_ratio(of("-2.5"), -5, 2);
	assert_ratio(of("0"), 0, 1);
	assert_ratio(parts(24, 7), 24, 7);
	assert_ratio(parts(-6, -4), 3, 2);
	assert_ratio(parts(6, -4), -3, 2);
	assert_ratio(of("0.999999999999999999"), 999999999999999999,
	    1000000000000000000);
}

static void
test_arithmetic(void **state)
{
	struct ratio third = parts(1, 3), sum = RATIO_ZERO;

	(void)state;
	assert_ratio(ratio_add(third, parts(1, 6)), 1, 2);
	assert_ratio(ratio_subtract(third, parts(1, 2)), -1, 6);
	assert_ratio(ratio_multiply(parts(-2, 3), parts(9, 4)), -3, 2);
	assert_ratio(ratio_divide(third, parts(-2, 3)), -1, 2);
	for (int i = 0; i < 3; i++)
		sum = ratio_add(sum, ratio_multiply(of("10"), third));
	assert_ratio(sum, 10, 1);
}

/* What is not known spreads; what does not fit is not known. */
static void
test_unknown(void **state)
{
	const struct ratio big = ratio_whole(INT64_MAX);
	const struct ratio none[] = {
		ratio_divide(of("1"), RATIO_ZERO),
		ratio_divide(of("1"), RATIO_NONE),
		ratio_add(of("1"), RATIO_NONE),
		ratio_subtract(RATIO_NONE, of("1")),
		ratio_multiply(RATIO_ZERO, RATIO_NONE),
		ratio_add(big, big),
		ratio_multiply(big, big),
		ratio_whole(INT64_MIN),
		ratio_subtract(ratio_whole(-INT64_MAX), ratio_whole(1)),
		ratio_add(parts(1, INT64_MAX), parts(1, INT64_MAX - 1)),
	};
	struct decimal d;

	(void)state;
	assert_true(ratio_known(RATIO_ZERO));
	for (size_t i = 0; i < LEN(none); i++)
		assert_false(ratio_known(none[i]));
	assert_int_equal(ratio_round(RATIO_NONE, 2, &d), INVALID);
}

static void
test_compare(void **state)
{
	const struct ratio ascending[] = { ratio_whole(-INT64_MAX),
		parts(-10, 3), parts(-1, 3), parts(-1, INT64_MAX), RATIO_ZERO,
		parts(1, INT64_MAX), parts(INT64_MAX - 2, INT64_MAX),
		parts(INT64_MAX - 1, INT64_MAX), of("1"), parts(10, 3),
		parts(7, 2), ratio_whole(INT64_MAX) };

	(void)state;
	for (size_t i = 0; i < LEN(ascending); i++)
		for (size_t k = 0; k < LEN(ascending); k++)
			assert_int_equal(ratio_compare(ascending[i],
			    ascending[k]), (i > k) - (i < k));
}

static void
test_round(void **state)
{
	struct decimal d;

	(void)state;
	assert_int_equal(ratio_floor(parts(-7, 2)), -4);
	assert_int_equal(ratio_floor(parts(7, 2)), 3);
	assert_int_equal(ratio_ceiling(parts(-7, 2)), -3);
	assert_int_equal(ratio_ceiling(parts(7, 2)), 4);
	assert_int_equal(ratio_ceiling(of("4")), 4);
	assert_int_equal(ratio_round(parts(240, 7), 2, &d), OK);
	assert_int_equal(d.digits, 3429);
	assert_int_equal(d.scale, 2);
	assert_int_equal(ratio_round(parts(5, 2), 0, &d), OK);
	assert_int_equal(d.digits, 3);
	assert_int_equal(ratio_round(parts(-5, 2), 0, &d), OK);
	assert_int_equal(d.digits, -3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lowest_terms),
		cmocka_unit_test(test_arithmetic),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_round),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

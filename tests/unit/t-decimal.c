/* t-decimal.c: exact decimals, and what does not fit. */

#include <string.h>

#include "base/decimal.h"
#include "unit.h"

static struct decimal
of(const char *text)
{
	struct decimal d = { 0, 0 };

	assert_int_equal(decimal_parse(text, &d), OK);
	return d;
}

static void
assert_prints(struct decimal d, const char *text)
{
	char out[DECIMAL_TEXT];

	decimal_print(d, out);
	assert_string_equal(out, text);
}

static void
test_canonical(void **state)
{
	static const char *const pairs[][2] = { { "0", "0" },
	    { "-0", "0" }, { "0,50", "0.5" }, { "007", "7" },
	    { "1.000", "1" }, { "-12.340", "-12.34" }, { "100", "100" },
	    { "0.000001", "0.000001" }, { "-0,05", "-0.05" },
	    { "999999999999999999", "999999999999999999" },
	    { "0.999999999999999999", "0.999999999999999999" } };

	(void)state;
	for (size_t i = 0; i < LEN(pairs); i++)
		assert_prints(of(pairs[i][0]), pairs[i][1]);
}

static void
test_refuse(void **state)
{
	static const char *const bad[] = { "", "-", ".5", ",5", "5.", "5,",
	    "1.2.3", "1,2,3", "1.,2", "+1", "1e3", " 1", "1 ", "0x1", "--1",
	    "1000000000000000000", "0.0000000000000000001", "NaN", "inf",
	    "1 000", "٣", "99999999999999999999999999999999" };
	struct decimal d = { 5, 0 };

	(void)state;
	for (size_t i = 0; i < LEN(bad); i++)
		assert_int_equal(decimal_parse(bad[i], &d), INVALID);
	assert_int_equal(d.digits, 5);
}

static void
test_compare(void **state)
{
	(void)state;
	assert_int_equal(decimal_compare(of("0.5"), of("0,50")), 0);
	assert_int_equal(decimal_compare(of("-1"), of("0.1")), -1);
	assert_int_equal(decimal_compare(of("-0.2"), of("-0.1")), -1);
	assert_int_equal(decimal_compare(of("2.10"), of("2.09")), 1);
	assert_int_equal(decimal_compare(of("999999999999999999"),
	    of("0.999999999999999999")), 1);
	assert_int_equal(decimal_compare(of("0.1"),
	    of("0.100000000000000001")), -1);
}

static void
test_add(void **state)
{
	struct decimal d, tenth = of("0.1"), sum = of("0");

	(void)state;
	for (int i = 0; i < 10; i++)
		assert_int_equal(decimal_add(sum, tenth, &sum), OK);
	assert_prints(sum, "1");
	assert_int_equal(decimal_add(of("0.75"), of("-0.5"), &d), OK);
	assert_prints(d, "0.25");
	assert_int_equal(decimal_subtract(of("1"), of("0.01"), &d), OK);
	assert_prints(d, "0.99");
	assert_int_equal(decimal_add(of("999999999999999999"), of("1"), &d),
	    INVALID);
	assert_int_equal(decimal_add(of("999999999999999999"), of("0.01"),
	    &d), INVALID);
}

static void
test_multiply(void **state)
{
	struct decimal d;

	(void)state;
	assert_int_equal(decimal_multiply(of("2.5"), of("-0.4"), &d), OK);
	assert_prints(d, "-1");
	assert_int_equal(decimal_multiply(of("0.0125"), of("72"), &d), OK);
	assert_prints(d, "0.9");
	assert_int_equal(decimal_multiply(of("999999999999999999"),
	    of("999999999999999999"), &d), INVALID);
	assert_int_equal(decimal_multiply(of("1000000000"),
	    of("1000000000"), &d), INVALID);
	assert_int_equal(decimal_multiply(of("0.0000000001"),
	    of("0.000000001"), &d), INVALID);
}

static void
test_divide(void **state)
{
	static const struct {
		const char	*a, *b, *out;
		int		 scale;
	} cases[] = {
		{ "1", "3", "0.333", 3 }, { "2", "3", "0.667", 3 },
		{ "-2", "3", "-0.667", 3 }, { "1", "8", "0.13", 2 },
		{ "-1", "8", "-0.13", 2 }, { "1", "8", "0.125", 9 },
		{ "60", "24", "2.5", 2 }, { "0.5", "0.25", "2", 0 },
		{ "12.5", "0.001", "12500", 0 }, { "5", "2", "3", 0 },
		{ "0.04", "10", "0", 2 }, { "0.05", "10", "0.01", 2 },
		{ "0", "7", "0", 18 }, { "1.23456", "1", "1.23", 2 },
	};
	struct decimal d;

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		assert_int_equal(decimal_divide(of(cases[i].a),
		    of(cases[i].b), cases[i].scale, &d), OK);
		assert_prints(d, cases[i].out);
	}
	assert_int_equal(decimal_divide(of("1"), of("0"), 2, &d), INVALID);
	assert_int_equal(decimal_divide(of("1"), of("2"), -1, &d), INVALID);
	assert_int_equal(decimal_divide(of("1"), of("2"), 19, &d), INVALID);
	assert_int_equal(decimal_divide(of("999999999999999999"),
	    of("0.1"), 0, &d), INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_canonical),
		cmocka_unit_test(test_refuse),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_add),
		cmocka_unit_test(test_multiply),
		cmocka_unit_test(test_divide),
	};

	return cmocka_run_group_tests_name("decimal", tests, NULL, NULL);
}

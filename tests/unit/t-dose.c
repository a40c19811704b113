/* t-dose.c: what lines amount to: doses a day, DDD, packs, days left. */

#include <string.h>

#include "dose/dose.h"
#include "unit.h"

static struct decimal
of(const char *text)
{
	struct decimal d = { 0, 0 };

	assert_int_equal(decimal_parse(text, &d), OK);
	return d;
}

static void
assert_amount(struct dose_amount a, const char *value, const char *unit)
{
	assert_true(ratio_known(a.value));
	assert_int_equal(ratio_compare(a.value, ratio_of(of(value))), 0);
	assert_string_equal(a.unit, unit);
}

static void
assert_ratio(struct ratio r, const char *value)
{
	assert_true(ratio_known(r));
	assert_int_equal(ratio_compare(r, ratio_of(of(value))), 0);
}

static const struct dose_ddd morphine_ddd[] = {
	{ "O", { 100, 0 }, "mg" }, { "P", { 30, 0 }, "mg" },
	{ "R", { 30, 0 }, "mg" },
};
static const struct dose_medicine morphine = { .id = "1", .atc = "N02AA01",
	.ddd = morphine_ddd, .nddd = LEN(morphine_ddd) };
static const struct dose_ddd fentanyl_ddd[] = { { "TD", { 12, 1 }, "mg" } };
static const struct dose_medicine fentanyl = { .id = "2", .atc = "N02AB03",
	.ddd = fentanyl_ddd, .nddd = LEN(fentanyl_ddd) };
static const struct dose_medicine senna = { .id = "42", .atc = "A06AB06" };
static const struct dose_ddd enoxaparin_ddd[] = {
	{ "P", { 2, 0 }, "10*3.[IU]" } };
static const struct dose_medicine enoxaparin = { .id = "78",
	.atc = "B01AB05", .ddd = enoxaparin_ddd, .nddd = 1 };
static const struct dose_medicine gel = { .id = "81", .atc = "D06BX01" };
static const struct dose_medicine oxygen = { .id = "85", .atc = "V03AN01" };

static const struct dose_product tablet = { .amount = { 10, 0 },
	.amount_unit = "mg", .per_unit = "{tab}", .pack = 20,
	.units = "mg,{tab}" };
static const struct dose_product injection = { .amount = { 10, 0 },
	.amount_unit = "mg", .per_unit = "mL", .container_ml = { 1, 0 },
	.pack = 5, .units = "mg,mL,{amp},mg/(24.h)" };
static const struct dose_product solution = { .amount = { 2, 0 },
	.amount_unit = "mg", .per_unit = "mL", .pack = 100,
	.units = "mg,mL" };
static const struct dose_product patch = { .amount = { 25, 0 },
	.amount_unit = "ug/h", .per_unit = "{patch}", .patch_hours = 72,
	.pack = 5, .units = "ug/h,{patch}" };
static const struct dose_product syringe = { .amount = { 4000, 0 },
	.amount_unit = "[IU]", .per_unit = "{syringe}",
	.units = "[IU],{syringe}" };
static const struct dose_product tube = { .amount = { 10, 0 },
	.amount_unit = "mg", .per_unit = "g", .units = "g" };
static const struct dose_product nothing = { .amount_unit = "",
	.per_unit = "", .units = "" };

#define TABLETS(text, times) \
	{ .medicine = &morphine, .product = &tablet, .dose = of(text), \
	  .unit = "mg", .route = "PO", .schedule = DOSE_TIMES_PER_DAY, \
	  .times_per_day = of(times) }

/* Every schedule, in mg a day. */
static void
test_schedules(void **state)
{
	struct dose_line l = TABLETS("30", "2");

	(void)state;
	assert_amount(dose_background(&l), "60", "mg");
	l.schedule = DOSE_EVERY_HOURS;
	l.interval_hours = 4;
	assert_amount(dose_background(&l), "180", "mg");
	l.interval_hours = 7;		/* 720/7, exactly */
	assert_int_equal(dose_background(&l).value.over, 720);
	assert_int_equal(dose_background(&l).value.under, 7);
	l.interval_hours = 48;
	assert_amount(dose_background(&l), "15", "mg");
	l.schedule = DOSE_CLOCK;
	l.clock[0] = of("1");
	l.clock[2] = of("0,5");
	l.clock[3] = of("2");
	assert_amount(dose_background(&l), "105", "mg");
	dose_clock_read("08:00 14:00 22:30", &l);
	assert_amount(dose_background(&l), "90", "mg");
	l.schedule = DOSE_WEEKLY;
	l.weekdays = 1 | 4 | 16 | 64;
	l.times_per_day = of("0");
	assert_int_equal(dose_background(&l).value.over, 120);
	assert_int_equal(dose_background(&l).value.under, 7);
	l.times_per_day = of("3.5");
	assert_amount(dose_background(&l), "60", "mg");
	l.schedule = DOSE_ONCE;
	assert_amount(dose_background(&l), "30", "mg");
}

static void
test_schedule_codes(void **state)
{
	static const char *const codes[] = { "times_per_day", "every_hours",
	    "clock", "weekly", "once", "patch", "infusion", "oxygen",
	    "continuous" };
	enum dose_schedule s;

	(void)state;
	for (size_t i = 0; i < LEN(codes); i++) {
		assert_int_equal(dose_schedule_read(codes[i], &s), OK);
		assert_int_equal(s, i);
	}
	assert_int_equal(dose_schedule_read("daily", &s), INVALID);
	assert_int_equal(dose_schedule_read("", &s), INVALID);
}

/* Nothing in the background, and no more than its maximum. */
static void
test_as_needed(void **state)
{
	struct dose_line l = TABLETS("10", "2");

	(void)state;
	l.prn = true;
	l.prn_max_per_day = 6;
	assert_amount(dose_background(&l), "0", "mg");
	assert_amount(dose_maximum(&l), "60", "mg");
	l.prn_max_per_day = 0;
	assert_false(ratio_known(dose_maximum(&l).value));
}

static void
test_units(void **state)
{
	struct dose_line l = TABLETS("1.5", "2");

	(void)state;
	l.unit = "{tab}";
	assert_amount(dose_single(&l), "15", "mg");
	l.unit = "{cap}";		/* not what this product holds */
	assert_amount(dose_single(&l), "1.5", "{cap}");
	l.unit = "g";
	assert_amount(dose_single(&l), "1500", "mg");
	l.unit = "ug";
	assert_amount(dose_single(&l), "0.0015", "mg");
	l.unit = "mL";
	l.product = &solution;
	assert_amount(dose_single(&l), "3", "mg");
	l.unit = "[drp]";		/* nowhere is it said how big */
	assert_amount(dose_single(&l), "1.5", "[drp]");
	l.product = &injection;
	l.unit = "{amp}";
	assert_amount(dose_single(&l), "15", "mg");
	l.product = NULL;
	l.unit = "{tab}";
	assert_amount(dose_single(&l), "1.5", "{tab}");
	l.unit = "mL";
	assert_amount(dose_single(&l), "1.5", "mL");
	l.unit = "g";
	l.medicine = &gel;
	l.product = &tube;		/* grams of the gel, not of the drug */
	assert_amount(dose_single(&l), "15", "mg");
}

static void
test_rates(void **state)
{
	struct dose_line l = { .medicine = &morphine, .product = &injection,
	    .dose = of("40"), .unit = "mg/(24.h)", .route = "CSCI",
	    .schedule = DOSE_INFUSION };

	(void)state;
	assert_amount(dose_background(&l), "40", "mg");
	l.unit = "ug/(24.h)";
	assert_amount(dose_background(&l), "0.04", "mg");
	l.schedule = DOSE_CONTINUOUS;
	l.unit = "mL/h";
	l.dose = of("0.5");
	assert_amount(dose_background(&l), "120", "mg");
	l.medicine = &oxygen;
	l.product = &nothing;
	l.unit = "L/min";
	l.dose = of("2");
	assert_amount(dose_background(&l), "2880", "L");
	l.schedule = DOSE_OXYGEN;
	l.hours_per_day = of("16");
	assert_amount(dose_background(&l), "1920", "L");
	assert_false(ratio_known(dose_ddd(&l, dose_background(&l))));
}

/* DOMAIN: 25 ug/h are 0.5 DDD a day, five patches of 72 h are 7.5. */
static void
test_patches(void **state)
{
	struct dose_line l = { .medicine = &fentanyl, .product = &patch,
	    .dose = of("25"), .unit = "ug/h", .route = "TD",
	    .schedule = DOSE_PATCH, .interval_hours = 72 };

	(void)state;
	assert_amount(dose_background(&l), "0.6", "mg");
	assert_ratio(dose_ddd(&l, dose_background(&l)), "0.5");
	assert_ratio(dose_ddd_of(&l, ratio_whole(5)), "7.5");
	assert_ratio(dose_count(&l, 30), "10");
	assert_int_equal(dose_packs(&l, 30), 2);
	assert_int_equal(dose_packs(&l, 31), 3);
	l.patches = 2;
	assert_amount(dose_background(&l), "1.2", "mg");
	assert_ratio(dose_count(&l, 30), "20");
	l.patches = 1;
	l.dose = of("2");
	l.unit = "{patch}";
	assert_amount(dose_background(&l), "1.2", "mg");
	assert_ratio(dose_count(&l, 30), "20");
}

/* DOMAIN: morphine 300 mg by mouth are 3 DDD; WHO has none for senna. */
static void
test_ddd(void **state)
{
	struct dose_line l = TABLETS("150", "2");

	(void)state;
	assert_ratio(dose_ddd(&l, dose_background(&l)), "3");
	assert_ratio(dose_ddd_of(&l, ratio_whole(15)), "1.5");
	l.route = "CSCI";
	assert_ratio(dose_ddd(&l, dose_background(&l)), "10");
	l.route = "TOP";
	assert_false(ratio_known(dose_ddd(&l, dose_background(&l))));
	l.route = "PO";
	l.medicine = &senna;
	assert_false(ratio_known(dose_ddd(&l, dose_background(&l))));
	l.medicine = &enoxaparin;
	l.product = &syringe;
	l.route = "SC";
	l.dose = of("1");
	l.unit = "{syringe}";
	assert_amount(dose_background(&l), "8000", "[IU]");
	assert_ratio(dose_ddd(&l, dose_background(&l)), "4");
}

static void
test_packs(void **state)
{
	struct dose_line l = TABLETS("15", "3");

	(void)state;
	assert_ratio(dose_count(&l, 14), "63");
	assert_int_equal(dose_packs(&l, 14), 4);
	l.prn = true;
	l.prn_max_per_day = 2;
	assert_ratio(dose_count(&l, 20), "60");
	assert_int_equal(dose_packs(&l, 20), 3);
	l.prn = false;
	l.product = &injection;	/* 15 mg open two ampoules of 10 mg */
	assert_ratio(dose_count(&l, 10), "60");
	assert_int_equal(dose_packs(&l, 10), 12);
	l.unit = "mg/(24.h)";		/* 15 mg run in a day: two again */
	l.schedule = DOSE_INFUSION;
	assert_ratio(dose_count(&l, 10), "20");
	l.schedule = DOSE_TIMES_PER_DAY;
	l.unit = "mg";
	l.product = &nothing;
	assert_int_equal(dose_packs(&l, 10), -1);
	l.product = NULL;
	assert_int_equal(dose_packs(&l, 10), -1);
}

static void
test_days_left(void **state)
{
	struct dose_line l = TABLETS("10", "3");

	(void)state;
	l.starts_on = 20000;
	assert_int_equal(dose_days_left(&l, 20000), -1);
	l.quantity = of("20");		/* 6 days and two thirds */
	assert_int_equal(dose_days_left(&l, 20000), 6);
	assert_int_equal(dose_days_left(&l, 20004), 2);
	assert_int_equal(dose_days_left(&l, 20010), 0);
}

static void
test_overlaps(void **state)
{
	struct dose_line l = TABLETS("10", "3");

	(void)state;
	l.starts_on = 100;
	l.ends_on = 110;
	assert_true(dose_overlaps(&l, 110, 120));
	assert_true(dose_overlaps(&l, 90, 100));
	assert_true(dose_overlaps(&l, 103, 104));
	assert_false(dose_overlaps(&l, 111, 120));
	assert_false(dose_overlaps(&l, 90, 99));
	l.schedule = DOSE_ONCE;
	assert_false(dose_overlaps(&l, 101, 120));
	l.schedule = DOSE_CLOCK;
	l.ends_on = DOSE_FOREVER;
	assert_true(dose_overlaps(&l, 90000, 90000));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_schedules),
		cmocka_unit_test(test_schedule_codes),
		cmocka_unit_test(test_as_needed),
		cmocka_unit_test(test_units),
		cmocka_unit_test(test_rates),
		cmocka_unit_test(test_patches),
		cmocka_unit_test(test_ddd),
		cmocka_unit_test(test_packs),
		cmocka_unit_test(test_days_left),
		cmocka_unit_test(test_overlaps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

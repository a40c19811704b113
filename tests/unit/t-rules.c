/* t-rules.c: each safety rule finds what it should, once, and nothing else. */

#include <string.h>

#include "dose/rules.h"
#include "unit.h"

static const struct dose_factor factors[] = {
	{ "t", "PO", "mg", { 1, 0 } }, { "t", "TD", "ug/h", { 3, 0 } },
};
static const struct dose_ddd oral[] = { { "O", { 100, 0 }, "mg" } };
static const struct dose_limit four_grams[] = {
	{ "IV", { 2, 0 }, "g", "label" }, { "", { 4, 0 }, "g", "SmPC" } };

#define MEDICINE(ident, text, code, kind, ...) \
	{ .id = ident, .name = text, .atc = code, .group = kind, \
	  .control_class = "", __VA_ARGS__ }
#define OPIOID .factors = factors, .nfactors = LEN(factors), .ddd = oral, \
	.nddd = 1
#define PLAIN	.rx_form = ""
static const struct dose_medicine
	morphine = MEDICINE("1", "morphine", "N02AA01", "opioid_strong",
	    OPIOID, .rx_form = "107"),
	fentanyl = MEDICINE("2", "fentanyl", "N02AB03", "opioid_strong",
	    OPIOID, PLAIN),
	oxycodone = MEDICINE("4", "oxycodone", "N02AA55", "opioid_strong",
	    OPIOID, PLAIN),
	promedol = MEDICINE("7", "promedol", "", "opioid_strong", PLAIN),
	nalbuphine = MEDICINE("10", "nalbuphine", "N02AF02",
	    "opioid_partial", PLAIN),
	paracetamol = MEDICINE("15", "paracetamol", "N02BE01", "nonopioid",
	    .limits = four_grams, .nlimits = LEN(four_grams), PLAIN),
	ibuprofen = MEDICINE("17", "ibuprofen", "M01AE01", "nonopioid",
	    PLAIN),
	ketoprofen = MEDICINE("19", "ketoprofen", "M01AE03", "nonopioid",
	    PLAIN),
	diclofenac = MEDICINE("18", "diclofenac", "M01AB05", "nonopioid",
	    PLAIN),
	lactulose = MEDICINE("40", "lactulose", "A06AD11", "laxative",
	    PLAIN),
	diazepam = MEDICINE("54", "diazepam", "N05BA01",
	    "anxiolytic_seizure", PLAIN),
	lorazepam = MEDICINE("57", "lorazepam", "N05BA06",
	    "anxiolytic_seizure", PLAIN);

static const struct dose_product tablet = { .id = "1", .amount = { 10, 0 },
	.amount_unit = "mg", .per_unit = "{tab}", .units = "mg,{tab}",
	.routes = "PO", .rx_form = "" };
static const struct dose_product patch = { .id = "2", .amount = { 25, 0 },
	.amount_unit = "ug/h", .per_unit = "{patch}",
	.units = "ug/h,{patch}", .routes = "TD", .patch_hours = 72,
	.rx_form = "148" };

#define RULE(id, what, why, grave, first, second, from, to) \
	{ .code = id, .kind = what, .cause = why, .severity = grave, \
	  .subject = (first), .other = (second), .low = from, .high = to, \
	  .title = id, .text = id " {1}/{2}/{3}/{4}", .way_out = "", \
	  .source = "source" }
#define NO		{ 0, 0 }
#define ONE		{ 1, 0 }
#define TEN		{ 10, 0 }
#define HOURS		{ 72, 0 }
#define RULE_LOW	{ 1, 1 }
#define RULE_HIGH	{ 25, 2 }
static const struct dose_rule rules[] = {
	RULE("form", "wrong_form", "form", DOSE_STOP, "", "", NO, NO),
	RULE("allergy", "allergy", "allergy", DOSE_WARN, "", "", NO, NO),
	RULE("laxative", "needs_companion", "laxative", DOSE_WARN,
	    "opioid_strong", "laxative", NO, NO),
	RULE("rescue", "needs_rescue", "rescue", DOSE_WARN, "opioid_strong",
	    "opioid_strong,opioid_weak", NO, NO),
	RULE("share", "rescue_share", "share", DOSE_WARN,
	    "opioid_strong,opioid_weak", "opioid_strong,opioid_weak",
	    RULE_LOW, RULE_HIGH),
	RULE("patches", "several_patches", "duplicate", DOSE_WARN, "N02A",
	    "", NO, NO),
	RULE("agonists", "several", "duplicate", DOSE_WARN, "opioid_strong",
	    "", NO, NO),
	RULE("mixed", "together", "mixed", DOSE_WARN, "opioid_partial",
	    "opioid_strong", NO, NO),
	RULE("nsaid", "several", "duplicate", DOSE_WARN, "M01A", "", NO, NO),
	RULE("medicine", "same_medicine", "duplicate", DOSE_WARN, "", "", NO,
	    NO),
	RULE("class", "same_class", "duplicate", DOSE_INFO, "", "", NO, NO),
	RULE("benzodiazepine", "together", "sedation", DOSE_WARN,
	    "opioid_strong,opioid_weak", "N05BA,anxiolytic_seizure", NO, NO),
	RULE("interval", "interval", "interval", DOSE_WARN, "N02AB03", "",
	    HOURS, HOURS),
	RULE("tenfold", "times_maximum", "maximum", DOSE_WARN, "", "", TEN,
	    NO),
	RULE("maximum", "day_maximum", "maximum", DOSE_WARN, "", "", NO, NO),
	RULE("rx_form", "rx_form", "rx_form", DOSE_WARN, "", "", NO, NO),
	RULE("quantity", "rx_quantity", "quantity", DOSE_WARN, "", "", NO,
	    NO),
	RULE("doubled", "rx_quantity", "quantity", DOSE_INFO, "", "", ONE,
	    NO),
	RULE("unheard", "unheard", "unheard", DOSE_STOP, "", "", NO, NO),
};

static const struct dose_rx_limit rx_limits[] = {
	{ "1", { 200, 0 }, "mg", 2, "order" } };
static const struct dose_name unit_names[] = { { "g", "grams" } };

static struct decimal
of(const char *text)
{
	struct decimal d = { 0, 0 };

	assert_int_equal(decimal_parse(text, &d), OK);
	return d;
}

static struct dose_line
tablets(const struct dose_medicine *m, const char *dose, const char *times)
{
	return (struct dose_line){ .medicine = m, .product = &tablet,
	    .dose = of(dose), .unit = "mg", .route = "PO",
	    .schedule = DOSE_TIMES_PER_DAY, .times_per_day = of(times),
	    .rx_form = "", .starts_on = 100, .ends_on = DOSE_FOREVER };
}

static struct dose_line
as_needed(const struct dose_medicine *m, const char *dose)
{
	struct dose_line l = tablets(m, dose, "0");

	l.schedule = DOSE_EVERY_HOURS;
	l.prn = true;
	l.prn_max_per_day = 4;
	l.basis = DOSE_BREAKTHROUGH;
	return l;
}

static struct dose_line
patches(int hours)
{
	return (struct dose_line){ .medicine = &fentanyl, .product = &patch,
	    .dose = of("25"), .unit = "ug/h", .route = "TD",
	    .schedule = DOSE_PATCH, .interval_hours = hours, .rx_form = "",
	    .starts_on = 100, .ends_on = DOSE_FOREVER };
}

static struct arena *arena;
static struct dose_findings found;
static struct dose_allergy allergy;

static void
check(const struct dose_line *lines, size_t n, size_t fresh)
{
	struct dose_case in = { .lines = lines, .nlines = n, .nfresh = fresh,
	    .rules = rules, .nrules = LEN(rules), .allergies = &allergy,
	    .nallergies = allergy.subject != NULL, .rx_limits = rx_limits,
	    .nrx_limits = LEN(rx_limits), .names = unit_names,
	    .nnames = LEN(unit_names), .table = "t", .point = ',' };

	dose_check(arena, &in, &found);
}

/* The codes found, in order. */
static void
expect(const struct dose_line *lines, size_t n, const char *codes)
{
	char text[200] = "";

	check(lines, n, 0);
	for (size_t i = 0; i < found.len; i++) {
		strcat(text, i > 0 ? " " : "");
		strcat(text, found.item[i].rule->code);
	}
	assert_string_equal(text, codes);
}

static void
test_companions(void **state)
{
	struct dose_line l[] = { tablets(&morphine, "30", "2"),
	    as_needed(&morphine, "10"), tablets(&lactulose, "10", "2") };

	(void)state;
	expect(l, 3, "");
	expect(l, 2, "laxative");
	assert_string_equal(found.item[0].text, "laxative morphine/{2}/{3}/{4}");
	assert_int_equal(found.item[0].nlines, 2);	/* once for both */
	expect(&l[2], 1, "");
	l[1] = tablets(&lactulose, "10", "2");
	expect(l, 2, "rescue");
	l[1].ends_on = 99;			/* over before it began */
	l[1].starts_on = 90;
	expect(l, 2, "laxative rescue");
	l[0].schedule = DOSE_ONCE;
	expect(l, 1, "");
}

static void
test_rescue_share(void **state)
{
	struct dose_line l[] = { tablets(&morphine, "30", "2"),
	    as_needed(&morphine, "10"), tablets(&lactulose, "10", "2") };

	(void)state;
	l[1].dose = of("6");
	expect(l, 3, "");			/* a tenth, just within */
	l[1].dose = of("5,9");
	expect(l, 3, "share");
	assert_string_equal(found.item[0].text, "share morphine/5,9/10/60");
	l[1].dose = of("15.1");
	expect(l, 3, "share");
	l[1].dose = of("15");
	expect(l, 3, "");
	l[0].medicine = &promedol;		/* no factor, nothing to say */
	l[1].dose = of("50");
	expect(l, 3, "");
}

/* One cause, one finding: two patches are not also a duplicate. */
static void
test_duplicates(void **state)
{
	struct dose_line l[] = { patches(72), patches(72),
	    tablets(&lactulose, "10", "2"), as_needed(&morphine, "30") };
	struct dose_line o[] = { tablets(&morphine, "30", "2"),
	    tablets(&oxycodone, "20", "2"), tablets(&lactulose, "10", "2"),
	    as_needed(&morphine, "20") };
	struct dose_line n[] = { tablets(&ibuprofen, "200", "3"),
	    tablets(&ketoprofen, "50", "2"), tablets(&diclofenac, "25", "2"),
	    tablets(&ibuprofen, "200", "1") };

	(void)state;
	expect(l, 4, "patches");
	assert_int_equal(found.item[0].nlines, 2);
	l[1].starts_on = 110;			/* one after the other */
	l[0].ends_on = 109;
	expect(l, 4, "");
	expect(o, 4, "agonists");		/* not also the same class */
	expect(n, 1, "");
	expect(n, 3, "nsaid");
	assert_string_equal(found.item[0].text,
	    "nsaid ibuprofen, ketoprofen, diclofenac/{2}/{3}/{4}");
	expect(n, 4, "nsaid");			/* once, whatever is there twice */
	assert_int_equal(found.item[0].nlines, 4);
	n[1] = tablets(&ibuprofen, "200", "1");
	expect(n, 2, "medicine");
	n[1] = as_needed(&ibuprofen, "200");
	expect(n, 2, "");
	n[0] = tablets(&diazepam, "5", "1");
	n[1] = tablets(&lorazepam, "1", "1");
	expect(n, 2, "class");
}

static void
test_together(void **state)
{
	struct dose_line l[] = { tablets(&morphine, "30", "2"),
	    as_needed(&morphine, "10"), tablets(&lactulose, "10", "2"),
	    tablets(&diazepam, "5", "1") };

	(void)state;
	expect(l, 4, "benzodiazepine");
	assert_string_equal(found.item[0].text,
	    "benzodiazepine morphine/diazepam/{3}/{4}");
	assert_int_equal(found.item[0].nlines, 3);
	l[3].medicine = &nalbuphine;
	expect(l, 4, "mixed");
	l[3].ends_on = 90;
	l[3].starts_on = 80;
	expect(l, 4, "");
	expect(&l[2], 1, "");
}

static void
test_interval(void **state)
{
	struct dose_line l[] = { patches(72), tablets(&lactulose, "10", "2"),
	    as_needed(&morphine, "10") };

	(void)state;
	expect(l, 3, "");
	l[0].interval_hours = 48;
	expect(l, 3, "interval");
	assert_string_equal(found.item[0].text, "interval fentanyl/48/72/72");
	l[0].interval_hours = 96;
	expect(l, 3, "interval");
}

/* Regular and as needed together; by vein its own maximum. */
static void
test_maximum(void **state)
{
	struct dose_line l[] = { tablets(&paracetamol, "1000", "3"),
	    as_needed(&paracetamol, "250") };

	(void)state;
	expect(l, 2, "");
	l[1].dose = of("251");
	expect(l, 2, "maximum");
	assert_string_equal(found.item[0].text,
	    "maximum paracetamol/4 grams/4 grams/{4}");
	assert_string_equal(found.item[0].source, "SmPC");
	assert_int_equal(found.item[0].nlines, 2);
	l[0].dose = of("13000");
	expect(l, 1, "maximum");
	l[0].dose = of("13333,4");
	expect(l, 1, "tenfold");		/* and not the maximum too */
	expect(l, 2, "tenfold");		/* whatever is beside it */
	l[0].dose = of("700");
	l[0].route = "IV";
	l[0].product = NULL;
	expect(l, 1, "maximum");
	l[0] = tablets(&paracetamol, "1", "1");
	l[0].unit = "{cap}";			/* not known how much that is */
	l[0].product = NULL;
	expect(l, 1, "");
}

/* Where no maximum is known, ten defined daily doses are asked about. */
static void
test_tenfold_without_maximum(void **state)
{
	struct dose_line l[] = { tablets(&morphine, "499", "2"),
	    as_needed(&morphine, "160"), tablets(&lactulose, "10", "2") };

	(void)state;
	expect(l, 3, "");
	l[0].dose = of("500");
	expect(l, 3, "tenfold");
}

static void
test_form(void **state)
{
	struct dose_line l[] = { tablets(&ibuprofen, "10", "1") };

	(void)state;
	l[0].unit = "mL";
	expect(l, 1, "form");
	assert_int_equal(found.item[0].rule->severity, DOSE_STOP);
	l[0].unit = "{tab}";
	expect(l, 1, "");
	l[0].route = "IV";
	expect(l, 1, "form");
	l[0].route = "P";			/* not a part of a code */
	expect(l, 1, "form");
	l[0].product = NULL;
	expect(l, 1, "");
}

static void
test_allergy(void **state)
{
	struct dose_line l[] = { tablets(&ibuprofen, "10", "1"),
	    tablets(&diazepam, "5", "1") };

	(void)state;
	allergy = (struct dose_allergy){ "M01A", "NSAID" };
	expect(l, 2, "allergy");
	assert_string_equal(found.item[0].text,
	    "allergy ibuprofen/NSAID/{3}/{4}");
	allergy.subject = "#17";
	expect(l, 2, "allergy");
	allergy.subject = "#1,anxiolytic_seizure";
	expect(l, 2, "allergy");
	assert_ptr_equal(found.item[0].lines[0], &l[1]);
	allergy.subject = "#1,M01AE0,anxiolytic";
	expect(&l[1], 1, "");
	allergy.subject = NULL;
}

static void
test_prescription_form(void **state)
{
	struct dose_line l[] = { tablets(&morphine, "10", "2"),
	    as_needed(&morphine, "3"), tablets(&lactulose, "10", "2") };

	(void)state;
	l[0].rx_form = "107";
	expect(l, 3, "");
	l[0].rx_form = "148";
	expect(l, 3, "rx_form");
	l[0].rx_form = "";
	l[0].quantity = of("20");		/* 200 mg */
	expect(l, 3, "");
	l[0].quantity = of("21");
	expect(l, 3, "doubled");
	l[0].quantity = of("40");
	expect(l, 3, "doubled");
	assert_string_equal(found.item[0].source, "order");
	l[0].quantity = of("41");
	expect(l, 3, "quantity");		/* once */
}

/* While a line is written, only what concerns it is said. */
static void
test_fresh(void **state)
{
	struct dose_line l[] = { tablets(&paracetamol, "500", "2"),
	    tablets(&morphine, "30", "2") };

	(void)state;
	check(l, 2, 1);
	assert_int_equal(found.len, 0);
	check(l, 2, 2);
	assert_int_equal(found.len, 2);
	check(l, 2, 0);
	assert_int_equal(found.len, 2);
}

static void
test_kinds(void **state)
{
	(void)state;
	for (size_t i = 0; i + 1 < LEN(rules); i++)
		assert_true(dose_rule_known(rules[i].kind));
	assert_false(dose_rule_known("unheard"));
}

static int
begin(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_companions),
		cmocka_unit_test(test_rescue_share),
		cmocka_unit_test(test_duplicates),
		cmocka_unit_test(test_together),
		cmocka_unit_test(test_interval),
		cmocka_unit_test(test_maximum),
		cmocka_unit_test(test_tenfold_without_maximum),
		cmocka_unit_test(test_form),
		cmocka_unit_test(test_allergy),
		cmocka_unit_test(test_prescription_form),
		cmocka_unit_test(test_fresh),
		cmocka_unit_test(test_kinds),
	};

	return cmocka_run_group_tests(tests, begin, end);
}

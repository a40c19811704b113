/* t-dosing.c: reference data and stored lines become what doses are computed from. */

#include <string.h>

#include "base/date.h"
#include "pages/dosing.h"
#include "unit.h"

static struct measured_medicine medicines[] = {
	{ "1", "morphine", "N02AA01", "opioid_strong", "narcotic_II", "107" },
	{ "40", "lactulose", "A06AD11", "laxative", "otc", "" },
};
static struct measured_product products[] = {
	{ "7", "1", "tablets 10 mg", "10", "mg", "{tab}", "", 0, 20,
	    "mg,{tab}", "PO", "" },
	{ "8", "40", "syrup", "667", "mg", "mL", "", 0, 0, "mL", "PO", "" },
	{ "9", "99", "of a medicine that is not there", "1", "mg", "{tab}",
	    "", 0, 0, "mg", "PO", "" },
};
static struct measure measures[] = {
	{ "ddd", "1", "", "O", "100", "mg", 0, "" },
	{ "ddd", "40", "", "O", "6700", "mg", 0, "" },
	{ "factor", "1", "first", "PO", "1", "mg", 0, "" },
	{ "factor", "1", "usual", "PO", "2", "mg", 0, "" },
	{ "limit", "1", "", "", "200", "mg", 0, "label" },
	{ "rx", "7", "", "", "20", "{tab}", 2, "order" },
};
static struct measured_rule rules[] = {
	{ "laxative", "needs_companion", "laxative", "warn", "opioid_strong",
	    "laxative", "", "", "No laxative", "{1}: no laxative", "Prescribe",
	    "guideline" },
	{ "form", "wrong_form", "form", "stop", "", "", "", "", "Form",
	    "{1} {2} {3}", "", "book" },
	{ "same", "same_class", "same", "info", "", "", "", "", "Class",
	    "{1}", "", "book" },
};
static struct measured_name names[] = {
	{ "unit", "{tab}", "tablet", "", "", false },
	{ "table", "first", "First", "1", "a paper", false },
	{ "table", "usual", "Usual", "2", "a book", true },
};
static const struct doses book = { medicines, LEN(medicines), products,
	LEN(products), measures, LEN(measures), rules, LEN(rules), names,
	LEN(names) };

static struct arena *arena;

static struct dosing
open_book(const char *table, const char *lang)
{
	struct ctx c = { .arena = arena, .lang = lang };
	struct dosing d;

	dosing_read_book(&c, &book, table, &d);
	return d;
}

static struct dose_line
line_of(const struct dosing *d, const char *product, const char *dose,
    const char *unit)
{
	const char *part[NENTRY] = { [E_PRODUCT] = product, [E_DOSE] = dose,
		[E_UNIT] = unit, [E_ROUTE] = "PO",
		[E_SCHEDULE] = "times_per_day", [E_TIMES] = "2" };
	struct dose_line line;

	assert_true(dosing_line(d, NULL, part, &line));
	line.series = product;
	return line;
}

static void
test_book(void **state)
{
	struct dosing d = open_book(NULL, "ru");
	const struct dose_medicine *m = dosing_medicine(&d, "1");

	(void)state;
	assert_int_equal(d.nmedicines, 2);
	assert_int_equal(d.nproducts, 2);	/* not that of no medicine */
	assert_int_equal(m->nddd, 1);
	assert_int_equal(m->nfactors, 2);
	assert_int_equal(m->nlimits, 1);
	assert_int_equal(dosing_medicine(&d, "40")->nfactors, 0);
	assert_int_equal(dosing_medicine(&d, "40")->ddd[0].amount.digits, 6700);
	assert_int_equal(d.nrx_limits, 1);
	assert_int_equal(d.rules[0].severity, DOSE_WARN);
	assert_int_equal(d.rules[1].severity, DOSE_STOP);
	assert_int_equal(d.rules[2].severity, DOSE_INFO);
	assert_string_equal(dosing_name(&d, "{tab}"), "tablet");
	assert_string_equal(dosing_name(&d, "mL"), "mL");
	assert_null(dosing_product(&d, "9"));
}

static void
test_table(void **state)
{
	(void)state;
	assert_string_equal(open_book(NULL, "ru").table->code, "usual");
	assert_string_equal(open_book("first", "ru").table->code, "first");
	assert_string_equal(open_book("none", "ru").table->code, "usual");
	assert_int_equal(open_book(NULL, "ru").point, ',');
	assert_int_equal(open_book(NULL, "en").point, '.');
}

static void
test_line(void **state)
{
	struct dosing d = open_book(NULL, "en");
	const char *part[NENTRY] = { [E_PRODUCT] = "7", [E_DOSE] = "10",
		[E_UNIT] = "mg", [E_ROUTE] = "PO", [E_SCHEDULE] = "clock",
		[E_CLOCK] = "1-0-0.5-2", [E_STARTS] = "2026-01-01",
		[E_ENDS] = "", [E_PRN] = "f", [E_PACKS] = "3" };
	struct dose_line line;
	struct dosing_figures f;

	(void)state;
	assert_true(dosing_line(&d, NULL, part, &line));
	f = dosing_figures(&d, &line, 30);
	assert_string_equal(dosing_amount(&d, f.maximum), "35 mg");
	assert_string_equal(dosing_number(&d, f.ddd, 2), "0.35");
	assert_string_equal(dosing_number(&d, f.ome, 1), "70");
	assert_string_equal(dosing_number(&d, f.count, 0), "105");
	assert_string_equal(dosing_name(&d, f.counted_in), "tablet");
	assert_int_equal(f.packs, 6);
	assert_int_equal(line.quantity.digits, 60);	/* three packs */
	assert_int_equal(line.ends_on, DOSE_FOREVER);
	part[E_CLOCK] = "25:00 8:00 08:60 words 20:00";	/* not yet refused */
	assert_true(dosing_line(&d, NULL, part, &line));
	assert_string_equal(dosing_amount(&d, dose_maximum(&line)), "20 mg");
	part[E_QUANTITY] = "14";
	assert_true(dosing_line(&d, NULL, part, &line));
	assert_int_equal(line.quantity.digits, 14);
	part[E_SCHEDULE] = "whenever";
	assert_false(dosing_line(&d, NULL, part, &line));
	part[E_SCHEDULE] = "once";
	part[E_PRODUCT] = "";
	assert_false(dosing_line(&d, NULL, part, &line));
	assert_true(dosing_line(&d, "40", part, &line));
	assert_null(line.product);
}

/* A fresh line ends the one before it, from its own first day on. */
static void
test_beside(void **state)
{
	struct dosing d = open_book(NULL, "en");
	struct dose_line old[] = { line_of(&d, "7", "10", "mg"),
	    line_of(&d, "8", "15", "mL") };
	struct dose_line fresh = line_of(&d, "7", "20", "mg"), *all;
	size_t n;

	(void)state;
	d.lines = old;
	d.nlines = 2;
	old[0].starts_on = old[1].starts_on = d.today - 10;
	dosing_beside(&d, &fresh, 1, &all, &n);
	assert_int_equal(n, 2);
	assert_string_equal(all[1].series, "8");
	fresh.starts_on = d.today + 3;
	dosing_beside(&d, &fresh, 1, &all, &n);
	assert_int_equal(n, 3);
	assert_int_equal(all[1].ends_on, d.today + 2);
	assert_int_equal(old[0].ends_on, DOSE_FOREVER);
	dosing_beside(&d, NULL, 0, &all, &n);
	assert_int_equal(n, 2);
}

static void
test_check(void **state)
{
	struct dosing d = open_book(NULL, "en");
	struct dose_line fresh[] = { line_of(&d, "7", "10", "mg"),
	    line_of(&d, "8", "15", "mL") };
	struct dose_findings found;
	struct dosing_opioids sum;

	(void)state;
	dosing_check(&d, fresh, 1, &found);
	assert_int_equal(found.len, 1);
	assert_string_equal(found.item[0].rule->code, "laxative");
	assert_string_equal(found.item[0].text, "morphine: no laxative");
	assert_string_equal(found.item[0].source, "guideline");
	dosing_check(&d, fresh, 2, &found);
	assert_int_equal(found.len, 0);
	d.lines = &fresh[1];
	d.nlines = 1;
	dosing_check(&d, fresh, 1, &found);
	assert_int_equal(found.len, 0);
	fresh[0].unit = "mL";
	dosing_check(&d, fresh, 1, &found);
	assert_string_equal(found.item[0].rule->code, "form");
	fresh[0].unit = "mg";
	dosing_opioids(&d, fresh, 2, d.today, &sum);
	assert_string_equal(sum.sum.table, "usual");
	assert_string_equal(dosing_number(&d, sum.sum.background, 1), "40");
	assert_int_equal(sum.range.tables, 2);
	assert_string_equal(dosing_number(&d, sum.range.least, 1), "20");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_book), cmocka_unit_test(test_table),
		cmocka_unit_test(test_line), cmocka_unit_test(test_beside),
		cmocka_unit_test(test_check),
	};
	int failed;

	arena = arena_new();
	failed = cmocka_run_group_tests_name("dosing", tests, NULL, NULL);
	arena_free(arena);
	return failed;
}
